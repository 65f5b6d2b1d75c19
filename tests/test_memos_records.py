"""Memo drafts in the records: what an author did comes back, whoever works on it at the same time."""

from __future__ import annotations

import datetime
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from memo_examples import HEADING, answered, disputed, refused, two_answers, written
from sqlalchemy import func, select, text

from core.memos import (
    Decision,
    MemoDraft,
    MemoHeading,
    MemoPart,
    OwnParagraph,
    Quotations,
    SignOff,
    TakenAnswer,
    TakenStatement,
)
from core.types import Answer, Metadata, Objection
from records import tables
from records.conversations import Conversations
from records.database import SCHEMA, UnusableRecords, open_database
from records.drafts import KeptDraft, put_together, take_apart
from records.finished import FinishedMemos, UnknownFinishedMemo
from records.library import Library
from records.manifest import FILE
from records.memos import BrokenCharacter, ChangedMeanwhile, DamagedMemo, Memos, UnknownMemo, UnknownRevision
from records.stored import from_json, same_json, to_json
from records.writing import document_id
from tests.stores import PROJECT, run_python, version

SCHEMA_2 = PROJECT / "tests" / "data" / "records-of-schema-2.sql"  # as the Pincite of then made it
WHEN = datetime.datetime(2026, 11, 23, 9, 30, tzinfo=datetime.UTC)


def taken(identifier: str, answer: Answer, *statements: TakenStatement) -> TakenAnswer:
    chosen = statements or tuple(TakenStatement(index) for index in range(len(answer.statements)))
    return TakenAnswer(identifier, MemoPart.DISCUSSION, answer, chosen)


def own(words: str) -> OwnParagraph:
    return OwnParagraph(words, MemoPart.CONCLUSION, words)


def with_paragraph(words: str) -> Callable[[MemoDraft], MemoDraft]:
    return lambda draft: replace(draft, blocks=(*draft.blocks, own(words)))


FIRST, SECOND = two_answers()
REWORDED = TakenStatement(
    1,
    "Owners alone may ask, within 7 days.",
    (Objection("number", "7 days", "No cited words say 7."),),
    SignOff(Decision.TO_CHECK, "Ann", WHEN),
)
FULL = MemoDraft(
    HEADING,
    (
        own("Before all."),
        taken("a", FIRST, REWORDED, TakenStatement(0, sign_off=SignOff(Decision.ACCEPTED, "Bo", WHEN))),
        replace(taken("b", SECOND), part=MemoPart.SHORT_ANSWER, heading="", saved="answer-id"),
        taken("c", written()),
        taken("d", refused()),
        taken("e", disputed()),
        taken("f", FIRST, TakenStatement(0)),
    ),
    "legal-memo",
    "oscola",
    Quotations.FIRST_WORDS,
)

names = st.text(max_size=20)
examples = st.sampled_from([FIRST, SECOND, written(), disputed(), refused()])
moments = st.datetimes(timezones=st.just(datetime.UTC))
sign_offs = st.builds(SignOff, by=names, when=moments)
statements = st.builds(
    TakenStatement,
    edited=st.none() | names,
    objections=st.lists(st.builds(Objection, names, names, names), max_size=2).map(tuple),
    sign_off=st.none() | sign_offs,
)
answers = st.builds(
    TakenAnswer, answer=examples, statements=st.lists(statements, max_size=3).map(tuple), heading=names
)
blocks = st.lists(answers | st.builds(OwnParagraph, id=names, text=names), max_size=5).map(tuple)
drafts = st.builds(MemoDraft, heading=st.builds(MemoHeading, subject=names), blocks=blocks)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(drafts)
def test_a_draft_kept_as_json_comes_back_as_it_was(draft: MemoDraft) -> None:
    kept, contents = take_apart(draft)
    whole = {key: from_json(Answer, content) for key, content in contents.items()}
    back = put_together(from_json(KeptDraft, to_json(kept)), whole)
    assert back == draft
    assert [type(block) for block in back.blocks] == [type(block) for block in draft.blocks]
    assert kept.statements == sum(len(b.statements) for b in draft.blocks if isinstance(b, TakenAnswer))


def test_equal_answers_are_the_same_text_in_every_process() -> None:
    code = """
from core.types import Metadata
from records.stored import same_json
print(same_json(Metadata("Act", inferred=frozenset({"title", "date", "issuer", "kind"}))))"""
    said = {
        run_python("-c", code, environment={"PYTHONHASHSEED": str(seed)}).stdout.strip() for seed in range(3)
    }
    metadata = Metadata("Act", inferred=frozenset({"title", "date", "issuer", "kind"}))
    assert said == {same_json(metadata)}


@pytest.fixture
def memos(tmp_path: Path) -> Memos:
    return Memos(open_database(tmp_path))


def kept_answers(memos: Memos) -> int:
    with memos.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(tables.memo_answers)).scalar_one()


def test_a_draft_comes_back_with_who_made_it(memos: Memos) -> None:
    identifier = memos.start(FULL, by="Ann")
    saved = memos.memo(identifier)
    assert saved.draft == FULL
    assert (saved.id, saved.revision, saved.by) == (identifier, 1, "Ann")
    (listed,) = memos.list()
    assert (listed.id, listed.subject, listed.template, listed.statements, listed.by) == (
        identifier,
        HEADING.subject,
        "legal-memo",
        6,
        "Ann",
    )
    assert listed.updated == saved.updated


def test_the_latest_change_comes_first_in_the_list(memos: Memos) -> None:
    first, second = (memos.start(MemoDraft(MemoHeading(name))) for name in ("One", "Two"))
    assert [memo.id for memo in memos.list()] == [second, first]
    memos.change(first, with_paragraph("More."))
    assert [memo.id for memo in memos.list()] == [first, second]


def test_every_revision_stays_and_can_be_restored(memos: Memos) -> None:
    identifier = memos.start(MemoDraft(HEADING), by="Ann")
    second = memos.change(identifier, lambda _: FULL, by="Bo", what="answers added")
    third = memos.change(identifier, with_paragraph("Last."), by="Ann", what="paragraph added", seen=2)
    assert [(r.number, r.by, r.what) for r in memos.history(identifier)] == [
        (3, "Ann", "paragraph added"),
        (2, "Bo", "answers added"),
        (1, "Ann", "begun"),
    ]
    assert [memos.at(identifier, number) for number in (1, 2, 3)] == [
        MemoDraft(HEADING),
        second.draft,
        third.draft,
    ]
    restored = memos.restore(identifier, 2, "Cy")
    assert (restored.draft, restored.revision, restored.by) == (FULL, 4, "Cy")
    assert memos.memo(identifier) == restored
    assert memos.history(identifier)[0].what == "restored revision 2"
    assert memos.at(identifier, 3) == third.draft


def test_a_change_of_nothing_is_no_revision(memos: Memos) -> None:
    identifier = memos.start(FULL)
    before = memos.memo(identifier)
    assert memos.change(identifier, lambda draft: draft, by="Ann") == before
    assert memos.change(identifier, lambda draft: replace(draft, blocks=(*draft.blocks,))) == before
    assert memos.restore(identifier, 1) == before
    assert len(memos.history(identifier)) == 1


def test_what_goes_wrong_while_revising_leaves_the_draft_as_it_was(memos: Memos) -> None:
    identifier = memos.start(FULL)

    def fail(draft: MemoDraft) -> MemoDraft:
        raise ValueError(draft.template)

    with pytest.raises(ValueError, match="legal-memo"):
        memos.change(identifier, fail)
    assert memos.memo(identifier).draft == FULL
    assert memos.change(identifier, with_paragraph("Later.")).revision == 2


@pytest.mark.parametrize(
    ("draft", "by"),
    [
        pytest.param(MemoDraft(MemoHeading("a\udcff")), "Ann", id="in the draft"),
        pytest.param(
            MemoDraft(HEADING, (taken("a", answered("\udcff", citations=())),)), "", id="in an answer"
        ),
        pytest.param(MemoDraft(HEADING), "\udcff", id="in a name"),
    ],
)
def test_half_a_character_is_refused_and_nothing_kept(memos: Memos, draft: MemoDraft, by: str) -> None:
    with pytest.raises(BrokenCharacter, match="broken character"):
        memos.start(draft, by=by)
    assert (memos.list(), kept_answers(memos)) == ((), 0)
    identifier = memos.start(MemoDraft(MemoHeading("Whole")))
    with pytest.raises(BrokenCharacter):
        memos.change(identifier, lambda _: draft, by=by)
    assert memos.memo(identifier).draft == MemoDraft(MemoHeading("Whole"))


def test_answers_are_kept_once_and_go_with_the_last_memo_that_took_them(memos: Memos) -> None:
    one, two = memos.start(FULL), memos.start(MemoDraft(HEADING, (taken("x", FIRST),)))
    for number in range(5):
        memos.change(one, with_paragraph(str(number)))
    memos.change(one, lambda draft: replace(draft, blocks=()))
    assert kept_answers(memos) == 5, "FIRST is in FULL twice, and in both memos"
    memos.delete(one)
    assert kept_answers(memos) == 1
    assert memos.memo(two).draft.blocks == (taken("x", FIRST),)
    memos.delete(two)
    assert (kept_answers(memos), memos.list()) == (0, ())


def test_unknown_memos_and_revisions_are_named(memos: Memos) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: memos.memo("nothing"),
        lambda: memos.change("nothing", lambda draft: draft, seen=1),
        lambda: memos.history("nothing"),
        lambda: memos.at("nothing", 1),
        lambda: memos.restore("nothing", 1),
    )
    for act in acts:
        with pytest.raises(UnknownMemo, match="'nothing'"):
            act()
    identifier = memos.start(FULL)
    for number in (0, 2):
        with pytest.raises(UnknownRevision, match=f"no revision {number}: it has 1 to 1"):
            memos.restore(identifier, number)


def test_the_second_of_two_authors_is_told_and_nothing_of_the_first_is_lost(memos: Memos) -> None:
    identifier = memos.start(FULL, by="Ann")
    shown_to_both = memos.memo(identifier)
    first = memos.change(
        identifier, with_paragraph("By Ann."), by="Ann", what="paragraph added", seen=shown_to_both.revision
    )
    with pytest.raises(ChangedMeanwhile) as told:
        memos.change(identifier, with_paragraph("By Bo."), by="Bo", seen=shown_to_both.revision)
    assert (told.value.by, told.value.when) == ("Ann", first.updated)
    said = str(told.value)
    assert said.startswith(
        f"Ann changed this memo on {first.updated:%Y-%m-%d at %H:%M} UTC (paragraph added)"
    )
    assert "Your change was not kept" in said
    assert "make your change again" in said
    assert memos.memo(identifier) == first
    again = memos.change(identifier, with_paragraph("By Bo."), by="Bo", seen=first.revision)
    assert again.draft.blocks[-2:] == (own("By Ann."), own("By Bo."))


def test_of_threads_that_saw_the_same_revision_just_one_is_kept(memos: Memos) -> None:
    identifier = memos.start(MemoDraft(HEADING))
    together = threading.Barrier(4)
    told: list[str] = []

    def author(name: str) -> None:
        together.wait()
        try:
            memos.change(identifier, with_paragraph(name), by=name, seen=1)
        except ChangedMeanwhile as error:
            told.append(error.by)

    threads = [threading.Thread(target=author, args=(name,)) for name in ("Ann", "Bo", "Cy", "Di")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = memos.memo(identifier)
    assert kept.draft.blocks == (own(kept.by),)
    assert (kept.revision, told) == (2, [kept.by] * 3)


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from core.memos import MemoPart, OwnParagraph
from records.database import open_database
from records.memos import Memos
memos = Memos(open_database(Path(sys.argv[1])))
for number in range(15):
    block = OwnParagraph(f"{sys.argv[3]}{number}", MemoPart.DISCUSSION, "words")
    memos.change(sys.argv[2], lambda draft: replace(draft, blocks=(*draft.blocks, block)), by=sys.argv[3])
"""


def test_two_processes_lose_nothing_of_each_other(tmp_path: Path, memos: Memos) -> None:
    identifier = memos.start(MemoDraft(HEADING, (taken("a", FIRST),)))
    commands = [[sys.executable, "-c", WRITER, str(tmp_path), identifier, name] for name in "AB"]
    processes = [subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE) for command in commands]
    errors = [process.communicate()[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], errors
    saved = memos.memo(identifier)
    assert saved.revision == 31
    kept = [block.id for block in saved.draft.blocks[1:]]
    for name in "AB":
        assert [one for one in kept if one[0] == name] == [f"{name}{number}" for number in range(15)]


def make_schema_2(home: Path) -> None:
    home.mkdir(exist_ok=True)
    with closing(sqlite3.connect(home / FILE)) as connection:
        connection.executescript(SCHEMA_2.read_text(encoding="utf-8"))


def check_carried_over(home: Path) -> None:
    engine = open_database(home)
    listed = Memos(engine).list()
    by_subject = {memo.subject: Memos(engine).memo(memo.id) for memo in listed}
    assert set(by_subject) == {HEADING.subject, "Empty, “so far”"}
    saved = by_subject[HEADING.subject]
    assert (saved.revision, saved.draft.heading, saved.draft.template) == (1, HEADING, "policy-memo")
    held = [block for block in saved.draft.blocks if isinstance(block, TakenAnswer)]
    assert tuple(block.answer for block in held) == (*two_answers(), disputed(), refused())
    assert len({block.id for block in held}) == 4
    assert {block.part for block in held} == {MemoPart.DISCUSSION}
    assert [block.statements for block in held] == [
        tuple(TakenStatement(index) for index in range(number)) for number in (2, 1, 1, 0)
    ]
    assert saved.updated.date() == datetime.date(2026, 11, 29)
    assert Library(engine).count() == (1, 1)
    assert Memos(engine).change(saved.id, with_paragraph("Now.")).revision == 2


def test_the_memos_of_schema_2_become_first_revisions(tmp_path: Path) -> None:
    make_schema_2(tmp_path)
    check_carried_over(tmp_path)


def test_the_memos_of_schema_1_which_kept_no_names_become_first_revisions_too(tmp_path: Path) -> None:
    make_schema_2(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.executescript("DROP TABLE name_words; DROP TABLE names; PRAGMA user_version = 1;")
    check_carried_over(tmp_path)
    with open_database(tmp_path).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM name_words")).scalar() == 1


@pytest.mark.parametrize("step", [4, 6, 9, 14, 20, 26, 30])
def test_records_whose_carrying_over_was_killed_are_carried_over_again(tmp_path: Path, step: int) -> None:
    make_schema_2(tmp_path)
    code = (PROJECT / "tests" / "test_records_database.py").read_text(encoding="utf-8")
    killed_at = code.split('KILLED_AT = """')[1].split('"""')[0]
    ran = run_python("-c", killed_at, str(tmp_path), str(step), check=False)
    assert ran.returncode == 9
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT count(*), sum(length(answers)) > 999 FROM memos").fetchone() == (
            2,
            1,
        )
    check_carried_over(tmp_path)


def test_a_memo_of_schema_2_that_cannot_be_read_leaves_all_as_it_was(tmp_path: Path) -> None:
    make_schema_2(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("UPDATE memos SET answers = '{\"answers\": 7}' WHERE answers = '{\"answers\":[]}'")
        connection.commit()
        with pytest.raises(UnusableRecords, match=r"the memo \w+ in them cannot be read.*Nothing.*changed"):
            open_database(tmp_path)
        assert connection.execute("SELECT count(heading) FROM memos").fetchone() == (2,)
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)


def test_new_records_are_of_this_schema(tmp_path: Path) -> None:
    open_database(tmp_path).dispose()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)


def test_finished_memos_stay_when_their_drafts_go(memos: Memos) -> None:
    finished = FinishedMemos(memos.engine)
    identifier = memos.start(FULL)
    finished.keep("m1", identifier, '{"first": 1}')
    finished.keep("m2", identifier, '{"second": 2}')
    finished.keep("m1", identifier, '{"first": "again"}')
    finished.keep("m3", None, '{"of no": "draft"}')
    assert [one for one, _ in finished.of(identifier)] == ["m2", "m1"]
    memos.delete(identifier)
    assert [finished.content(one) for one in ("m1", "m2", "m3")] == [
        '{"first": 1}',
        '{"second": 2}',
        '{"of no": "draft"}',
    ]
    with pytest.raises(UnknownFinishedMemo, match=r"no finished memo 'm4'.*another library"):
        finished.content("m4")


def test_the_fingerprint_of_a_library_changes_with_its_documents_alone(tmp_path: Path) -> None:
    library = Library(open_database(tmp_path))
    empty = library.fingerprint()
    library.save([version("a.txt", "One."), version("b.txt", "Two.")])
    two = library.fingerprint()
    library.save([version("b.txt", "Three.")])
    changed = library.fingerprint()
    assert len({empty, two, changed}) == 3
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in (empty, two, changed))
    Memos(library.engine).start(FULL)
    library.index_written("index-1")
    assert library.fingerprint() == changed
    library.save([version("b.txt", "Two.")])
    assert library.fingerprint() == two
    library.remove([document_id("a.txt"), document_id("b.txt")])
    assert library.fingerprint() == empty


def test_the_last_answers_of_all_conversations_are_listed(tmp_path: Path) -> None:
    conversations = Conversations(open_database(tmp_path))
    one, two = conversations.start("Seizure"), conversations.start("Europe")
    kept = [
        conversations.add(where, answer) for where, answer in ((one, FIRST), (two, SECOND), (one, refused()))
    ]
    listed = conversations.recent(2)
    assert [answer.id for answer in listed] == [kept[2].id, kept[1].id]
    assert (listed[1].question, listed[1].conversation, listed[1].statements, listed[1].created) == (
        SECOND.question,
        "Europe",
        1,
        kept[1].created,
    )
    assert len(conversations.recent(9)) == 3


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE memo_revisions SET draft = '{'",
        "UPDATE memo_revisions SET draft = replace(draft, '\"index\"\\:0', '\"index\"\\:99')",
        "UPDATE memo_revisions SET draft = replace(draft, '\"index\"\\:0', '\"index\"\\:-1')",
        "UPDATE memo_answers SET answer = '[' || answer",
        "DELETE FROM memo_uses",
    ],
)
def test_a_damaged_memo_is_told_and_stays_in_the_list(tmp_path: Path, damage: str) -> None:
    memos = Memos(open_database(tmp_path))
    memo, whole = memos.start(FULL), memos.start(MemoDraft(HEADING))
    with memos.engine.begin() as connection:
        connection.execute(text(damage))
        connection.execute(text("DELETE FROM memo_answers WHERE key NOT IN (SELECT answer FROM memo_uses)"))
    for use in (memos.memo, lambda identifier: memos.change(identifier, with_paragraph("more"))):
        with pytest.raises(DamagedMemo, match=f"Revision 1 of the memo '{memo}' is damaged"):
            use(memo)
    assert {listed.id for listed in memos.list()} == {memo, whole}
    assert [one.number for one in memos.history(memo)] == [1]
