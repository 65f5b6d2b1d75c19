"""The check of long memos: its work grows with their length, and no faster."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from memo_checked import Archive, Said, laid_out, memo

from core.types import Metadata
from memo.checks import finished_pdf
from memo.checks import verify as verifying
from memo.checks.checking import check_content
from memo.checks.comparing import Words, kept_words
from memo.checks.findings import Kind, Report
from memo.checks.pdf_spans import PdfWords, pdf_words
from memo.content import Memo
from memo.writers.json_file import write_json
from memo.writers.markdown import write_markdown
from memo.writers.pdf import write_pdf


def long_titles(count: int, length: int) -> tuple[Memo, Archive]:
    """A memo of `count` statements, each with a document of its own whose title is long."""
    documents = []
    for number in range(count):
        title = f"Report {number} " + "on the protection of trade secrets abroad " * (length // 42)
        lines = (f"# Part {number}", f"Finding {number} is that secrets are kept.")
        documents.append(laid_out(f"report{number}", lines, Metadata(title, "Bureau", "2020-01-01")))
    said = [
        Said(None, ((one, f"Finding {number} is that secrets are kept."),))
        for number, one in enumerate(documents)
    ]
    return memo(said), Archive(*documents)


def test_a_pdf_as_it_was_written_is_read_once_and_an_altered_one_beside_the_memo_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[bytes] = []

    def counted(content: bytes, name: str) -> PdfWords:
        read.append(content)
        return pdf_words(content, name)

    monkeypatch.setattr(finished_pdf, "pdf_words", counted)
    whole, documents = long_titles(4, 1000)
    kept = {whole.id: write_json(whole)}

    def check(content: bytes) -> Report:
        read.clear()
        return check_content(content, "memo.pdf", kept=kept.__getitem__, find=documents.find)

    written = write_pdf(whole)
    assert check(written).counts == {Kind.INTACT: 4}
    assert read == [written]
    changes = [put_into(whole, "kept", other) for other in ("sold", "lost")]
    altered = [write_pdf(one) for one in changes]
    assert check(altered[0]).counts[Kind.QUOTATION] == 4
    assert read == [altered[0], written]
    assert check(altered[1]).counts[Kind.QUOTATION] == 4
    assert read == [altered[1]]  # the memo itself was read a moment ago


def put_into(whole: Memo, old: str, new: str) -> Memo:
    """The memo with another word in its footnotes."""
    notes = tuple(
        replace(note, runs=tuple(replace(run, text=run.text.replace(old, new)) for run in note.runs))
        for note in whole.notes
    )
    return replace(whole, notes=notes)


def test_the_check_of_altered_footnotes_folds_each_of_them_as_often_whatever_their_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: Counter[int] = Counter()

    def folded(count: int) -> int:
        def counted(text: str) -> Words:
            calls[count] += 1
            return kept_words(text)

        whole, documents = long_titles(count, 100)
        content = write_markdown(put_into(put_into(whole, "secrets", "things"), "kept", "sold")).encode()
        monkeypatch.setattr(verifying, "kept_words", counted)
        kept = {whole.id: write_json(whole)}
        report = check_content(content, "memo.md", kept=kept.__getitem__, find=documents.find)
        assert report.counts[Kind.QUOTATION] == report.counts[Kind.REFERENCE] == count
        return calls[count]

    assert folded(24) <= 3 * folded(12)
