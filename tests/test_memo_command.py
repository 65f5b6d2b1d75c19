"""`python -m memo` on real records: composing, signing and exporting, and every way to be called wrongly."""

from __future__ import annotations

import datetime
import errno
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from docx import Document
from memo_examples import CAUTION, DIRECTIVE, DTSA, OWNER, SECRET, SEIZURE, answered, draft_of, noted, refused
from sqlalchemy import text
from typer.testing import CliRunner, Result

from core.memos import (
    Decision,
    MemoDraft,
    MemoHeading,
    MemoPart,
    OwnParagraph,
    Quotations,
    TakenAnswer,
    TakenStatement,
)
from core.types import Answer, Citation, Layout, Metadata, Reading, Statement, Verdict
from memo import composing
from memo.__main__ import commands, main
from memo.body import UnsupportedStatement
from memo.writers.files import Format
from memo.writers.json_file import read_json
from memo.writers.saving import CannotWrite, save_file
from records.conversations import Conversations
from records.database import open_database
from records.finished import FinishedMemos
from records.library import Library
from records.memos import DamagedMemo, Memos
from records.writing import NewVersion, document_id
from tests.stores import PROJECT

MAGIC = {Format.DOCX: b"PK\x03\x04", Format.PDF: b"%PDF-", Format.HTML: b"<!doctype html>", Format.JSON: b"{"}


@dataclass
class Store:
    """A library of two documents with one saved answer, and the command line on it."""

    home: Path
    library: Library
    memos: Memos
    conversations: Conversations
    answer: Answer
    saved: str  # the answer's id

    def run(self, *words: str) -> Result:
        """What the command says; errors of Pincite are in `exception`."""
        return CliRunner().invoke(commands, [*words, "--store", str(self.home)])

    def said(self, *words: str) -> str:
        """The results of a command that ends well."""
        result = self.run(*words)
        assert result.exit_code == 0, (result.exception, result.output)
        return result.stdout

    def begin(self, *words: str) -> str:
        """A memo with the answer as its first block."""
        memo = self.said("new", "--subject", "Seizure", *words).strip()
        self.said("add", memo, "--answer", self.saved)
        return memo


def save(library: Library, origin: str, text: str) -> None:
    reading = Reading(text, Layout(), Metadata(origin), "text/plain")
    digest = hashlib.sha256(text.encode()).hexdigest()
    library.save([NewVersion(document_id(origin), origin, origin, digest, digest, reading, ())])


def pin(library: Library, origin: str, quote: str) -> Citation:
    document = library.document(document_id(origin))
    start = document.text.index(quote)
    return Citation(document.source, start, start + len(quote), quote, Verdict.EXACT)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    home = tmp_path / "store"
    library = Library(open_database(home))
    save(library, "dtsa.txt", DTSA)
    save(library, "directive.txt", DIRECTIVE)
    pairs = (("dtsa.txt", SEIZURE), ("dtsa.txt", OWNER), ("directive.txt", SECRET))
    citations = tuple(pin(library, *pair) for pair in pairs)
    statements = (Statement(SEIZURE, (0,)), Statement(OWNER, (1,)), Statement(SECRET, (2,)))
    answer = answered("What of secrets?", *statements, citations=citations)
    conversations = Conversations(library.engine)
    saved = conversations.add(conversations.start("Secrets"), answer)
    return Store(home, library, Memos(library.engine), conversations, answer, saved.id)


def test_a_memo_is_begun_with_all_its_fields(store: Store) -> None:
    fields = ("--to", "Counsel", "--from", "Policy unit", "--date", "May 2026", "--question", "May it?")
    kind = ("--template", "legal-memo", "--style", "oscola", "--quotations", "first-words")
    words = ("--subject", " Seizure ", *fields, *kind, "--label", "internal", "--by", "Ann")
    memo = store.memos.memo(store.said("new", *words).strip())
    assert memo.draft.heading == MemoHeading(
        "Seizure", "Counsel", "Policy unit", "May 2026", "May it?", "internal"
    )
    assert (memo.draft.template, memo.draft.style) == ("legal-memo", "oscola")
    assert memo.draft.quotations is Quotations.FIRST_WORDS
    assert memo.by == "Ann"


def test_a_memo_without_a_date_is_of_today(store: Store) -> None:
    memo = store.memos.memo(store.said("new", "--subject", "Seizure").strip())
    assert memo.draft.heading.date.endswith(str(datetime.date.today().year))


def test_lists_name_memos_and_answers(store: Store) -> None:
    assert "No memos yet" in store.run("list").stderr
    memo = store.begin("--by", "Ann")
    (row,) = json.loads(store.said("list", "--json"))
    assert (row["id"], row["subject"], row["statements"], row["by"]) == (memo, "Seizure", 3, "")
    assert row["updated"] == store.memos.memo(memo).updated.isoformat()
    assert f"{memo}  " in store.said("list")
    (row,) = json.loads(store.said("answers", "--json"))
    assert (row["id"], row["question"], row["statements"]) == (store.saved, "What of secrets?", 3)
    assert row["conversation"] == "Secrets"
    assert store.said("answers").split("  ")[::3] == [store.saved, "What of secrets?\n"]
    assert f"  2  {OWNER}" in store.said("answers", store.saved)
    assert json.loads(store.said("answers", store.saved, "--json"))["statements"] == [SEIZURE, OWNER, SECRET]


def test_answers_are_listed_up_to_a_limit_the_latest_first(store: Store) -> None:
    conversation = store.conversations.start("More")
    for number in range(4):
        store.conversations.add(conversation, replace(store.answer, question=f"Question {number}"))
    listed = json.loads(store.said("answers", "--limit", "2", "--json"))
    assert [answer["question"] for answer in listed] == ["Question 3", "Question 2"]


def test_answers_and_paragraphs_are_put_where_they_are_wanted(store: Store) -> None:
    memo = store.begin()
    assert store.said("add", memo, "--paragraph", "In short:", "--part", "short-answer", "--at", "1") == "1\n"
    assert store.said("add", memo, "--answer", store.saved, "--statements", "3,1", "--at", "2") == "2\n"
    assert (
        store.said("add", memo, "--paragraph", "So.\n\nThus.", "--part", "conclusion", "--by", "Bo") == "4\n"
    )
    short, some, whole, close = store.memos.memo(memo).draft.blocks
    assert isinstance(short, OwnParagraph)
    assert (short.text, short.part) == ("In short:", MemoPart.SHORT_ANSWER)
    assert isinstance(some, TakenAnswer)
    assert (some.answer, some.saved) == (store.answer, store.saved)
    assert some.statements == (TakenStatement(2), TakenStatement(0))
    assert isinstance(whole, TakenAnswer)
    assert len(whole.statements) == 3
    assert isinstance(close, OwnParagraph)
    assert (close.text, close.part) == ("So.\n\nThus.", MemoPart.CONCLUSION)
    assert store.memos.memo(memo).by == "Bo"


def test_a_memo_is_shown_with_numbers_sources_and_signatures(store: Store) -> None:
    memo = store.begin("--to", "Counsel")
    store.said("add", memo, "--paragraph", "My\nview.", "--part", "conclusion")
    store.said("sign", memo, "1.2", "accepted", "--by", "Ann", "--seen", "3")
    text = store.said("show", memo, "--history")
    assert text.splitlines()[:2] == ["Seizure", "To: Counsel"]
    assert "[1] discussion: What of secrets?\n  1.1  (not signed off)\n" in text
    assert f"  1.2  (accepted by Ann, {datetime.datetime.now(datetime.UTC):%Y-%m-%d}" in text
    assert f"      {OWNER}\n      — dtsa.txt\n  1.3" in text
    assert "[2] conclusion: author’s own words\n    My\n    view.\n" in text
    assert f"Memo {memo}, revision 4" in text
    assert text.rstrip().splitlines()[-4].endswith("  Ann  statement 1.2 accepted")
    assert "paragraph added" in text
    data = json.loads(store.said("show", memo, "--json", "--history"))
    assert (data["id"], data["revision"], data["by"], len(data["history"])) == (memo, 4, "Ann", 4)
    first, second = data["blocks"]
    assert (second["kind"], second["text"]) == ("own words", "My\nview.")
    statement = first["statements"][1]
    assert (statement["statement"], statement["text"], statement["sign_off"]["by"]) == ("1.2", OWNER, "Ann")
    assert statement["sources"][0]["quote"] == OWNER
    assert "history" not in json.loads(store.said("show", memo, "--json"))


def test_a_caution_is_shown_with_its_statement(store: Store) -> None:
    memo = store.memos.start(draft_of(noted()))
    assert f"{SEIZURE} ({CAUTION})" in store.said("show", memo)
    (block,) = json.loads(store.said("show", memo, "--json"))["blocks"]
    assert block["statements"][0]["caution"] == CAUTION


def test_an_earlier_revision_is_shown_as_it_was(store: Store) -> None:
    memo = store.begin()
    store.said("add", memo, "--paragraph", "Later.")
    assert "Later." not in store.said("show", memo, "--revision", "2")
    assert json.loads(store.said("show", memo, "--json", "--revision", "1"))["blocks"] == []


def test_of_a_damaged_memo_the_earlier_revisions_are_shown(store: Store) -> None:
    memo = store.begin()
    with store.library.engine.begin() as connection:
        connection.execute(text("UPDATE memo_revisions SET draft = '{' WHERE number = 2"))
    for words in (("show", memo), ("export", memo, "--out", str(store.home / "memo.docx"))):
        damaged = store.run(*words).exception
        assert isinstance(damaged, DamagedMemo)
        assert f"python -m memo show {memo} --revision 1" in str(damaged)
    assert "Seizure" in store.said("show", memo, "--revision", "1")
    assert "Seizure" in store.said("list")


def test_what_documents_say_steers_no_terminal(store: Store) -> None:
    hostile = "Read \x1b[2J\x1b]0;title\x07this \u202egnorw"
    conversation = store.conversations.start("Hostile")
    kept = store.conversations.add(conversation, replace(store.answer, question=hostile))
    memo = store.begin()
    store.said("add", memo, "--answer", kept.id, "--statements", "1")
    store.said("add", memo, "--paragraph", hostile)
    for words in (("show", memo, "--history"), ("answers",), ("answers", kept.id)):
        assert not {"\x1b", "\x07", "\u202e"} & set(store.said(*words))


def statement(store: Store, memo: str, number: int) -> TakenStatement:
    block = store.memos.memo(memo).draft.blocks[0]
    assert isinstance(block, TakenAnswer)
    return block.statements[number - 1]


def test_statements_are_signed_off_by_name_and_taken_back(store: Store) -> None:
    memo = store.begin()
    for word, decision in (
        ("accepted", Decision.ACCEPTED),
        ("rejected", Decision.REJECTED),
        ("to-check", Decision.TO_CHECK),
    ):
        assert store.said("sign", memo, "1.3", word, "--by", " Ann ") == f"1.3  {decision} by Ann\n"
        signed = statement(store, memo, 3).sign_off
        assert signed is not None
        assert (signed.decision, signed.by) == (decision, "Ann")
        assert datetime.datetime.now(datetime.UTC) - signed.when < datetime.timedelta(minutes=1)
    store.said("sign", memo, "1.3", "open", "--by", "Bo")
    assert statement(store, memo, 3).sign_off is None
    assert store.memos.history(memo)[0].what == "statement 1.3 sign-off taken back"


def test_words_that_the_source_no_longer_supports_are_told(store: Store) -> None:
    memo = store.begin()
    never = "A court may never issue an order for seizure in extraordinary circumstances."
    result = store.run("reword", memo, "1.1", "--words", never, "--by", "Ann")
    assert result.exit_code == 1
    objections = statement(store, memo, 1).objections
    assert objections
    assert result.stdout.splitlines() == [objection.reason for objection in objections]
    assert f"      ! {objections[0].reason}" in store.said("show", memo)
    refused = store.run("export", memo, "--out", str(store.home / "memo.json"))
    assert "is not supported" in str(refused.exception)
    assert not (store.home / "memo.json").exists()
    assert FinishedMemos(store.library.engine).of(memo) == ()


def test_words_that_checking_objects_to_only_since_are_not_exported(store: Store, tmp_path: Path) -> None:
    memo = store.begin()
    never = "A court may never issue an order for seizure in extraordinary circumstances."

    def unchecked(draft: MemoDraft) -> MemoDraft:
        return composing.reword(draft, draft.blocks[0].id, 0, never)

    store.memos.change(memo, unchecked)
    refused = store.run("export", memo, "--out", str(tmp_path / "memo.json"))
    assert isinstance(refused.exception, UnsupportedStatement)
    assert f"the statement “{never}” is not supported" in str(refused.exception)
    assert FinishedMemos(store.library.engine).of(memo) == ()


def test_words_that_the_source_supports_are_kept_and_the_answers_own_come_back(store: Store) -> None:
    memo = store.begin()
    kept = "A court may order seizure only in extraordinary circumstances."
    result = store.run("reword", memo, "1.1", "--words", kept)
    assert result.exit_code == 0
    assert result.stdout.startswith(composing.NOTHING_AGAINST)
    assert "- “" in result.stdout.splitlines()[1]
    assert statement(store, memo, 1) == TakenStatement(0, kept)
    assert "(not signed off, reworded)" in store.said("show", memo)
    store.said("reword", memo, "1.1", "--words", "")
    assert statement(store, memo, 1) == TakenStatement(0)


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(store: Store) -> None:
    memo = store.begin()
    store.said("add", memo, "--paragraph", "First.", "--at", "1", "--by", "Bo")
    for words in (
        ("sign", memo, "1.1", "accepted", "--by", "Ann"),
        ("reword", memo, "1.1", "--words", OWNER),
        ("add", memo, "--paragraph", "Second."),
    ):
        told = store.run(*words, "--seen", "2").exception
        assert "Bo changed this memo" in str(told)
        assert "Your change was not kept" in str(told)
    assert store.memos.memo(memo).revision == 3


@pytest.mark.parametrize("kind", list(Format))
def test_every_format_is_written_and_the_finished_memo_kept(
    store: Store, kind: Format, tmp_path: Path
) -> None:
    memo = store.begin()
    store.said("sign", memo, "1.2", "rejected", "--by", "Ann")
    store.said("sign", memo, "1.3", "to-check", "--by", "Ann")
    out = tmp_path / f"memo.{kind}"
    result = store.run("export", memo, "--format", kind, "--out", str(out))
    assert (result.exit_code, result.stdout) == (0, f"{out}\n")
    assert result.stderr.splitlines()[:-1] == [
        "2 quotations compared with their sources: all exact.",
        "1 statement not signed off.",
        "1 statement marked “to check”.",
        "1 statement rejected, and left out.",
    ]
    assert out.read_bytes().lower().startswith(MAGIC.get(kind, b"").lower())
    ((identifier, _),) = FinishedMemos(store.library.engine).of(memo)
    finished = read_json(FinishedMemos(store.library.engine).content(identifier))
    assert finished.id == identifier
    assert result.stderr.splitlines()[-1].startswith(f"Memo ID {identifier}, ")
    assert f" UTC as {identifier}\n" in store.said("show", memo, "--history")
    assert [note.citation.quote for note in finished.notes] == [SEIZURE, SECRET]
    if kind is Format.JSON:
        assert read_json(out.read_bytes()) == finished
    if kind is Format.MARKDOWN:
        assert SEIZURE in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "magic"),
    [("memo.pdf", b"%PDF-"), ("memo.DOCX", b"PK\x03\x04"), ("m.md", b"# "), ("m.json", b"{")],
)
def test_without_a_format_the_ending_says_what_is_written(store: Store, name: str, magic: bytes) -> None:
    store.said("export", store.begin(), "--out", str(store.home / name))
    assert (store.home / name).read_bytes().startswith(magic)


def test_style_and_quotations_may_be_chosen_for_one_file(store: Store, tmp_path: Path) -> None:
    memo, out = store.begin(), tmp_path / "memo.json"
    chosen = ("--style", "oscola", "--quotations", "first-words")
    store.said("export", memo, "--out", str(out), *chosen)
    finished = read_json(out.read_bytes())
    assert finished.style == "oscola"
    assert "…" in finished.notes[0].text
    assert store.memos.memo(memo).draft.style is None


def test_changed_sources_are_told(store: Store, tmp_path: Path) -> None:
    memo = store.begin()
    save(store.library, "dtsa.txt", f"A new preface.\n\n{SEIZURE}\nThe owner is somebody else.\n")
    store.library.remove([document_id("directive.txt")])
    told = store.run("export", memo, "--out", str(tmp_path / "memo.json")).stderr
    assert "Footnote 2: its words are altered in the library today." in told
    assert "Footnote 3: its words are gone in the library today." in told
    assert "Footnote 1:" not in told


def test_letters_and_faces_that_the_machine_lacks_are_told_of_pdfs_alone(
    store: Store, tmp_path: Path
) -> None:
    house = store.home / "templates"
    house.mkdir()
    own = (PROJECT / "memo/templates/policy-memo.toml").read_text(encoding="utf-8")
    (house / "ours.toml").write_text(f'face = "No Such Face"\n{own}', encoding="utf-8")
    memo = store.begin("--template", "ours")
    store.said("add", memo, "--paragraph", "law \uf8ff law")
    told = store.run("export", memo, "--out", str(tmp_path / "memo.pdf")).stderr
    assert "The type face “No Such Face” is not on this machine: the PDF is set in Libertinus Serif." in told
    assert "empty boxes for 1 character, for which no font of this machine has a shape: U+F8FF." in told
    told = store.run("export", memo, "--out", str(tmp_path / "memo.docx")).stderr
    assert "font" not in told
    assert "face" not in told


def test_templates_and_styles_are_listed_with_the_stores_own(store: Store) -> None:
    folder = store.home / "templates"
    folder.mkdir()
    own = (PROJECT / "memo" / "templates" / "policy-memo.toml").read_text(encoding="utf-8")
    (folder / "house.toml").write_text(own.replace('"Policy memo"', '"Of our house"'), encoding="utf-8")
    listed = json.loads(store.said("templates", "--json"))
    assert listed["template"]["house"] == "Of our house"
    assert {"policy-memo", "legal-memo", "briefing-note", "one-page-summary"} <= set(listed["template"])
    assert {"plain", "bluebook", "oscola"} <= set(listed["style"])
    assert "template  house  Of our house\n" in store.said("templates")
    assert store.begin("--template", "house")


def test_word_files_are_in_the_house_style_that_the_template_names(store: Store, tmp_path: Path) -> None:
    folder, out = store.home / "templates", tmp_path / "memo.docx"
    folder.mkdir()
    own = (PROJECT / "memo" / "templates" / "policy-memo.toml").read_text(encoding="utf-8")
    (folder / "house.toml").write_text(f'docx = "house.docx"\n{own}', encoding="utf-8")
    memo = store.begin("--template", "house")
    assert "house.docx cannot be used" in str(store.run("export", memo, "--out", str(out)).exception)
    house = Document()
    house.sections[0].header.paragraphs[0].text = "The house of Elbe"
    house.save(str(folder / "house.docx"))
    store.said("export", memo, "--out", str(out))
    assert "The house of Elbe" in Document(str(out)).sections[0].header.paragraphs[0].text


def run(monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str]) -> int | str | None:
    """The exit code of `python -m memo` with these arguments."""
    monkeypatch.setattr("sys.argv", ["memo", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


WRONG: list[tuple[str, str]] = [
    ("show nothing", "no memo 'nothing'"),
    ("show MEMO --revision 9", "no revision 9: it has 1 to 2"),
    ("export nothing --out OUT", "no memo 'nothing'"),
    (
        "export MEMO --out OUT/no/memo.docx",
        "/no. What was there is as it was, and the memo too. Make the folder",
    ),
    ("export MEMO --out WITHIN", "records.sqlite3 is no folder"),
    (
        "export MEMO --out FOLDER",
        "it is a folder. What was there is as it was, and the memo too. Name a file in it",
    ),
    ("export MEMO --out FOLDER --format pdf", "it is a folder"),
    ("export MEMO --out /dev/full --format md", "it is no file but a device, or a pipe"),
    ("export MEMO --out ODT", "the ending .odt, and memos are written as .docx, .pdf, .md, .html, .json"),
    ("export MEMO --out BARE", "it has no ending, and memos are written as .docx"),
    ("export MEMO --out OUT --format odt", "'odt' is not one of"),
    ("export MEMO --out OUT --style mine", "'mine'"),
    ("export MEMO --out OUT --quotations none", "'none' is not one of"),
    ("new", "--subject"),
    ("new --subject _", "needs a subject"),
    ("new --subject x --template none", "no memo template 'none'"),
    ("new --subject x --style none", "'none'"),
    ("add nothing --paragraph x", "no memo 'nothing'"),
    ("add MEMO", "either an answer"),
    ("add MEMO --answer ANSWER --paragraph x", "either an answer"),
    ("add MEMO --paragraph x --statements 1", "either an answer"),
    ("add MEMO --paragraph _", "has no words"),
    ("add MEMO --answer nothing", "no answer 'nothing'"),
    ("add MEMO --answer ANSWER", "in the memo already"),
    ("add MEMO --answer ANSWER --statements 1,x", "'1,x' names no statements"),
    ("add MEMO --answer ANSWER --statements 0", "'0' names no statements"),
    ("add MEMO --answer ANSWER --statements 4", "Statement 4 of the answer"),
    ("add MEMO --paragraph x --at 3", "no block 3: it has 1"),
    ("add MEMO --paragraph x --at 0", "no block 0: it has 1"),
    ("add MEMO --paragraph x --part end", "'end' is not one of"),
    ("add MEMO --paragraph a\udcff", "broken character"),
    ("sign MEMO 1.1 accepted", "--by"),
    ("sign MEMO 1.1 accepted --by _", "needs a name"),
    ("sign MEMO 1.1 accepted --by \u200b\x1b", "needs a name"),
    ("sign MEMO 1.1 approved --by Ann", "'approved' is not one of"),
    ("sign MEMO 1.4 accepted --by Ann", "no statement 4: it has 3"),
    ("sign MEMO 2.1 accepted --by Ann", "no block 2: it has 1"),
    ("sign MEMO 1 accepted --by Ann", "'1' names no statement"),
    ("sign MEMO 1.\u0661 accepted --by Ann", "names no statement"),
    ("reword MEMO 1.1", "--words"),
    ("reword MEMO 0.1 --words x", "no block 0"),
    ("answers nothing", "no answer 'nothing'"),
    ("answers --limit 0", "greater than or equal to 1"),
    (f"answers --limit {2**64}", "less than or equal to"),
    (f"show MEMO --revision {2**64}", "less than or equal to"),
    (f"reword MEMO 1.1 --words x --seen {2**64}", "less than or equal to"),
    ("show \udcff", "a broken character"),
    ("add MEMO --answer \udcff", "a broken character"),
    ("export MEMO --out FOLDER/store/no\udcff/memo.docx", "was not written"),
]


@pytest.mark.parametrize(
    ("call", "sentence"), WRONG, ids=[call.encode("ascii", "replace") for call, _ in WRONG]
)
def test_a_wrong_call_is_told_in_a_sentence_and_changes_nothing(
    store: Store,
    call: str,
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memo = store.begin()
    given = {
        "MEMO": memo,
        "ANSWER": store.saved,
        "OUT": str(tmp_path / "out.docx"),
        "ODT": str(tmp_path / "memo.odt"),
        "BARE": str(tmp_path / "memo"),
        "WITHIN": str(tmp_path / "store" / "records.sqlite3" / "memo.docx"),
        "OUT/no/memo.docx": str(tmp_path / "no" / "memo.docx"),
        "FOLDER/store/no\udcff/memo.docx": str(tmp_path / "store" / "no\udcff" / "memo.docx"),
        "FOLDER": str(tmp_path),
        "_": " ",
    }
    words = [given.get(word, word) for word in call.split(" ")]
    assert run(monkeypatch, [*words, "--store", str(store.home)]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert "Traceback" not in told.err
    assert told.out == ""
    assert store.memos.memo(memo).revision == 2
    assert len(store.memos.list()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_store_without_records_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "elsewhere"
    assert run(monkeypatch, ["new", "--subject", "x", "--store", str(home)]) == 2
    assert "no records in" in capsys.readouterr().err
    assert not home.exists()


def test_an_answer_that_the_library_refused_may_be_taken_as_such(store: Store, tmp_path: Path) -> None:
    kept = store.conversations.add(store.conversations.start("Cup"), refused())
    memo = store.said("new", "--subject", "The cup").strip()
    store.said("add", memo, "--answer", kept.id)
    assert "No passage speaks of this." in store.said("show", memo)
    store.said("export", memo, "--out", str(tmp_path / "memo.json"))
    assert read_json((tmp_path / "memo.json").read_bytes()).notes == ()


@pytest.mark.parametrize(
    "misplaced",
    [
        pytest.param(lambda c: replace(c, start=c.start + 1, end=c.end + 1), id="shifted-by-one"),
        pytest.param(lambda c: replace(c, quote=c.quote.replace("only", "never")), id="other-words"),
    ],
)
def test_a_memo_that_misquotes_is_not_written_and_ends_with_exit_code_1(
    store: Store,
    misplaced: Callable[[Citation], Citation],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    citations = (misplaced(store.answer.citations[0]), *store.answer.citations[1:])
    memo = store.memos.start(draft_of(replace(store.answer, citations=citations)))
    out = tmp_path / "memo.docx"
    assert run(monkeypatch, ["export", memo, "--store", str(store.home), "--out", str(out)]) == 1
    assert "Footnote 1" in capsys.readouterr().err
    assert not out.exists()
    assert FinishedMemos(store.library.engine).of(memo) == ()


FULL_DISK = """
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.path.insert(0, "")
from memo.__main__ import main
main()
"""


def test_a_full_disk_while_exporting_is_told_and_nothing_is_lost(store: Store, tmp_path: Path) -> None:
    memo, out = store.begin(), tmp_path / "memo.json"
    out.write_text("what was there", encoding="utf-8")
    store.said("add", memo, "--paragraph", "So. " * 20_000)
    words = ["export", memo, "--store", str(store.home), "--out", str(out)]
    limit = (store.home / "records.sqlite3").stat().st_size + 10_000
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(limit), *words], cwd=PROJECT, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Nothing was changed, and no file written. Make room on the disk" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert out.read_text(encoding="utf-8") == "what was there"
    assert store.memos.memo(memo).revision == 3
    assert store.run(*words[:2], "--out", str(out)).exit_code == 0
    assert len(read_json(out.read_bytes()).notes) == 3


SAVE = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
from memo.writers.saving import CannotWrite, save_file
try:
    save_file(Path(sys.argv[1]), b"x" * 100_000)
except CannotWrite as error:
    print(error)
"""


def test_a_file_that_does_not_fit_leaves_the_old_one_and_no_rest(tmp_path: Path) -> None:
    out = tmp_path / "memo.docx"
    out.write_text("what was there", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", SAVE, str(out)], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith(f"{out} was not written: File too large.")
    assert "Make room on the disk" in ran.stdout
    assert out.read_text(encoding="utf-8") == "what was there"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "Make room on the disk, or name a file on another."),
        (errno.EACCES, "Name a file in a folder that you may write in."),
        (errno.EROFS, "Name a file in a folder that you may write in."),
        (errno.EIO, "Name another file."),
    ],
)
def test_each_cause_that_keeps_a_file_from_the_disk_has_its_own_remedy(
    number: int, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(CannotWrite) as told:
        save_file(tmp_path / "memo.md", b"x")
    assert str(told.value).startswith(f"{tmp_path / 'memo.md'} was not written: {os.strerror(number)}. ")
    assert str(told.value).endswith(remedy)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_too_long_is_to_be_shortened(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"too long.*Give it a shorter name\.$"):
        save_file(tmp_path / f"{'m' * 300}.md", b"x")


def test_a_memo_that_no_file_can_be_made_of_is_not_kept_as_finished(store: Store) -> None:
    memo = store.begin()
    assert isinstance(
        store.run("export", memo, "--out", str(store.home / "no" / "m.md")).exception, CannotWrite
    )
    assert FinishedMemos(store.library.engine).of(memo) == ()


def test_results_that_cannot_be_shown_are_told(store: Store) -> None:
    store.begin()
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "memo", "list", "--store", str(store.home)],
            cwd=PROJECT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert ran.returncode == 2
    assert ran.stderr == "The results could not be shown: No space left on device.\n"


def test_links_that_lead_to_themselves_are_told(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(CannotWrite):
        save_file(one / "memo.docx", b"x")


def test_a_saved_file_keeps_its_link_and_its_permissions(tmp_path: Path) -> None:
    from memo.writers.saving import save_file

    real, link, fresh = tmp_path / "real.md", tmp_path / "link.md", tmp_path / "fresh.md"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    save_file(link, b"new")
    save_file(fresh, b"new")
    assert (real.read_bytes(), link.is_symlink()) == (b"new", True)
    assert real.stat().st_mode & 0o777 == 0o640
    mask = os.umask(0)
    os.umask(mask)
    assert fresh.stat().st_mode & 0o777 == 0o666 & ~mask
