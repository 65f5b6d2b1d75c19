"""`python -m memo` on real records, and what it says when sources change."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from memo_examples import DIRECTIVE, DTSA, HEADING, OWNER, SECRET, SEIZURE, answered
from typer.testing import CliRunner

from core.types import Answer, Citation, Layout, MemoHeading, Metadata, Reading, Statement, Verdict
from memo.__main__ import commands, main
from memo.check import MisplacedQuotation, Standing, changed, check_pins
from memo.memo import Memo, build_memo
from records.database import open_database
from records.library import Library
from records.memos import Memos
from records.writing import NewVersion, document_id


def save(library: Library, origin: str, text: str) -> None:
    reading = Reading(text, Layout(), Metadata(origin), "text/plain")
    digest = hashlib.sha256(text.encode()).hexdigest()
    library.save([NewVersion(document_id(origin), origin, origin, digest, digest, reading, ())])


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(open_database(tmp_path))
    save(library, "dtsa.txt", DTSA)
    save(library, "directive.txt", DIRECTIVE)
    return library


def pin(library: Library, origin: str, quote: str) -> Citation:
    document = library.document(document_id(origin))
    start = document.text.index(quote)
    return Citation(document.source, start, start + len(quote), quote, Verdict.EXACT)


@pytest.fixture
def answer(library: Library) -> Answer:
    citations = tuple(
        pin(library, *pair)
        for pair in (("dtsa.txt", SEIZURE), ("dtsa.txt", OWNER), ("directive.txt", SECRET))
    )
    statements = (Statement(SEIZURE, (0,)), Statement(OWNER, (1,)), Statement(SECRET, (2,)))
    return answered("What of secrets?", *statements, citations=citations)


@pytest.fixture
def memo(answer: Answer) -> Memo:
    return build_memo(HEADING, [answer])


def test_pins_in_current_documents_are_intact(library: Library, memo: Memo) -> None:
    assert [one.standing for one in check_pins(memo, library.document)] == [Standing.INTACT] * 3


def test_changed_and_removed_documents_are_told(library: Library, memo: Memo) -> None:
    save(library, "dtsa.txt", f"A new preface.\n\n{SEIZURE}\nThe owner is somebody else.\n")
    library.remove([document_id("directive.txt")])
    checked = check_pins(memo, library.document)
    assert [one.standing for one in checked] == [Standing.MOVED, Standing.ALTERED, Standing.GONE]
    assert [one.number for one in changed(checked)] == [2, 3]


@pytest.mark.parametrize(
    "misplaced",
    [
        pytest.param(lambda c: replace(c, start=c.start + 1, end=c.end + 1), id="shifted-by-one"),
        pytest.param(lambda c: replace(c, quote=c.quote.replace("only", "never")), id="other-words"),
    ],
)
def test_a_misplaced_quotation_stops_the_memo(
    library: Library, answer: Answer, misplaced: Callable[[Citation], Citation]
) -> None:
    wrong = replace(answer, citations=(misplaced(answer.citations[0]), *answer.citations[1:]))
    with pytest.raises(MisplacedQuotation, match="Footnote 1"):
        check_pins(build_memo(HEADING, [wrong]), library.document)


@pytest.fixture
def saved(library: Library, answer: Answer) -> str:
    memos = Memos(library.engine)
    identifier = memos.start(MemoHeading("Seizure"))
    memos.save(identifier, MemoHeading("Seizure", to="Counsel"), (answer,))
    return identifier


def test_list_names_the_memos(tmp_path: Path, saved: str) -> None:
    result = CliRunner().invoke(commands, ["list", "--store", str(tmp_path), "--json"])
    (row,) = json.loads(result.stdout)
    assert (row["id"], row["subject"], row["answers"]) == (saved, "Seizure", 1)
    assert saved in CliRunner().invoke(commands, ["list", "--store", str(tmp_path)]).stdout


def test_export_writes_docx(tmp_path: Path, saved: str) -> None:
    out = tmp_path / "memo.docx"
    result = CliRunner().invoke(commands, ["export", saved, "--store", str(tmp_path), "--out", str(out)])
    assert result.exit_code == 0
    assert result.stdout.strip() == str(out)
    assert "3 quotations compared with their sources: all exact." in result.stderr
    assert [SEIZURE in note.text for note in Document(io.BytesIO(out.read_bytes())).footnotes] == [
        True,
        False,
        False,
    ]


def test_export_writes_markdown_and_tells_of_changed_sources(
    tmp_path: Path, library: Library, saved: str
) -> None:
    library.remove([document_id("directive.txt")])
    out = tmp_path / "memo.md"
    arguments = ["export", saved, "--store", str(tmp_path), "--format", "md", "--out", str(out)]
    result = CliRunner().invoke(commands, arguments)
    assert "Footnote 3: its words are gone in the library today." in result.stderr
    assert f"“{SECRET}”" in out.read_text(encoding="utf-8")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    """The exit code of `python -m memo` with these arguments."""
    monkeypatch.setattr("sys.argv", ["memo", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_bad_input_ends_with_a_sentence_and_exit_code_2(
    tmp_path: Path, saved: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, out = str(tmp_path), str(tmp_path / "no" / "memo.docx")
    for arguments, sentence in (
        (["export", "nothing", "--store", store, "--out", out], "no memo 'nothing'"),
        (["export", saved, "--store", store, "--out", out], "cannot be written"),
        (["list", "--store", f"{store}/elsewhere"], "no records in"),
    ):
        assert run(monkeypatch, *arguments) == 2
        assert sentence in capsys.readouterr().err
    assert not (tmp_path / "elsewhere").exists()


def test_a_memo_that_misquotes_is_not_written_and_ends_with_exit_code_1(
    tmp_path: Path, library: Library, answer: Answer, saved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = answer.citations[0]
    wrong = replace(answer, citations=(replace(first, quote=SEIZURE.replace("only", "never")), first, first))
    Memos(library.engine).save(saved, MemoHeading("Seizure"), (wrong,))
    out = tmp_path / "memo.docx"
    assert run(monkeypatch, "export", saved, "--store", str(tmp_path), "--out", str(out)) == 1
    assert not out.exists()


def test_a_wrong_call_ends_with_exit_code_2(saved: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "export", saved, "--format", "pdf", "--out", "x") == 2
