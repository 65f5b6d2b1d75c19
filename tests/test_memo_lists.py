"""Quotations that hold a list: each item on a line of its own, in every format, with every word as it was."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.memos import MemoDraft, MemoHeading
from core.types import Metadata, Statement
from memo.checks.checking import check_content
from memo.checks.findings import Report
from memo.composing import add_answer
from memo.content import BlockKind, ContentBlock, Memo, Run
from memo.describe import folded, laid_out, without_list_marks
from memo.finish import finish
from memo.writers.files import Format, write
from memo.writers.json_file import write_json
from records.database import open_database
from records.library import Library
from tests.pages_store import add, answered

TERMS = """An order must
name three things:

- the material - and only it -
  that is seized;
- the place;
- the hour - not before 6 - at which it is done.

Afterwards a hearing is held."""
STEPS = "Steps are: (a) to mark it; (b) to lock it; and (c) to count its copies."
GUIDE = f"# A guide\n\n{TERMS}\n\nCosts are borne by the holder.\n\n{STEPS}"
IN_LINES = """“An order must name three things:
- the material - and only it - that is seized;
- the place;
- the hour - not before 6 - at which it is done.
Afterwards a hearing is held.”"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(open_database(tmp_path))
    add(library, GUIDE, Metadata("A guide"), "guide.txt")
    return library


@pytest.fixture
def memo(library: Library) -> Memo:
    document = library.documents()[0].source.document
    answer = answered(library, document, TERMS, "- the place;", "Costs are borne by the holder.", STEPS)
    items = answered(library, document, "name three things:", "- the place;", "- the hour")
    text = " … ".join(citation.quote for citation in items.citations)
    items = replace(items, statements=(Statement(text, (0, 1, 2)),), question="Which things?")
    draft = add_answer(MemoDraft(MemoHeading("Orders")), replace(answer, question="What must it say?"))
    return finish(add_answer(draft, items), library)


def said(memo: Memo) -> list[str]:
    """The statements as they are read, without their marks."""
    return [
        "".join(part.text for part in block.inlines if isinstance(part, Run))
        for block in memo.blocks
        if isinstance(block, ContentBlock) and block.kind is BlockKind.STATEMENT
    ]


def checked(memo: Memo, content: bytes, library: Library) -> Report:
    kept = {memo.id: write_json(memo)}
    return check_content(content, "memo", kept=kept.__getitem__, find=library.document, memo=memo.id)


def test_each_item_of_a_list_stands_on_its_own_line(memo: Memo) -> None:
    assert said(memo) == [
        IN_LINES,
        "“the place;”",  # one item alone is no list
        "“Costs are borne by the holder.”",
        "“Steps are:\n(a) to mark it;\n(b) to lock it; and\n(c) to count its copies.”",
        "“name three things: …\n- the place; …\n- the hour”",
    ]


def test_no_word_and_no_sign_of_a_list_is_changed(memo: Memo) -> None:
    assert folded(said(memo)[0]) == f"“{folded(TERMS)}”"
    for text in ("- a\n- b", "a – b\n– c", "a:\n* 1\n* 2\n\nd", "x … - a\n- b"):
        assert folded(laid_out(text)) == folded(text)


NUMBERED = {
    "in a row": ("It is: (a) new; (b) old; and (c) so.", ["It is:", "(a) new;", "(b) old; and", "(c) so."]),
    "after a comma or a stop": (
        "(1) It is so. (2) It is, or (3) was.",
        ["(1) It is so.", "(2) It is, or", "(3) was."],
    ),
    "on lines": ("An order—\n\n(A) names\nit;\n\n(B) ends.", ["An order—", "(A) names it;", "(B) ends."]),
    "one in another": (
        "Who: (a) acts, if (i) he; or (ii) she; (b) rests, if he: (i) sits; (ii) lies.",
        ["Who:", "(a) acts, if (i) he; or (ii) she;", "(b) rests, if he:", "(i) sits;", "(ii) lies."],
    ),
    "letters as far as i": (
        "".join(f"; ({letter}) x" for letter in "abcdefghij"),
        [";", *(f"({letter}) x;" for letter in "abcdefghi"), "(j) x"],
    ),
    "quotations that were joined": ("names: … (a) it; … (b) him", ["names: …", "(a) it; …", "(b) him"]),
    "one item": ("It is so: (a) new.", None),
    "not from the first": ("It is; (b) old; (c) so.", None),
    "not in order": ("It is: (a) new; (c) so.", None),
    "references": ("Under paragraph (a), or (b) of section 2, or (c) of it, subsection (a) holds.", None),
    "references in a row": ("Paragraphs: (a), (b), and (c), hold.", None),
}


@pytest.mark.parametrize(("text", "lines"), NUMBERED.values(), ids=NUMBERED)
def test_items_that_are_numbered_in_order_stand_on_lines_of_their_own(
    text: str, lines: list[str] | None
) -> None:
    assert laid_out(text).split("\n") == (lines or [text])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["(a)", "(b)", "(i)", "(ii)", "(1)", "(2)", ";", ":", " ", "\n", "and", "or", "x", "- ", "…"]
        ),
        max_size=20,
    )
)
def test_whatever_the_list_its_words_stay(pieces: list[str]) -> None:
    text = "x" + "".join(pieces)
    assert folded(without_list_marks(laid_out(text))) == folded(without_list_marks(text))


@pytest.mark.parametrize("kind", list(Format))
def test_a_finished_file_holds_the_lines_and_checks_out_intact(
    kind: Format, memo: Memo, library: Library
) -> None:
    content = write(memo, kind)
    report = checked(memo, content, library)
    assert report.is_intact, report.findings
    assert len(report.findings) == len(memo.notes)  # each was found


@pytest.mark.parametrize("kind", [Format.MARKDOWN, Format.HTML])
def test_an_item_that_was_altered_in_the_file_is_found(kind: Format, memo: Memo, library: Library) -> None:
    content = write(memo, kind)
    line = b"- the place;"
    altered = content.replace(line, b"- the owner;").replace(b"\\- the place;", b"\\- the owner;")
    assert altered != content
    assert not checked(memo, altered, library).is_intact


def test_the_lines_break_in_every_format(memo: Memo) -> None:
    document = docx.Document(io.BytesIO(write(memo, Format.DOCX)))
    (word,) = (one.text for one in document.paragraphs if one.text.startswith("“An order must name"))
    assert word == IN_LINES
    assert any("\n(b) to lock it; and\n(c)" in one.text for one in document.paragraphs)
    pdf = pypdfium2.PdfDocument(write(memo, Format.PDF))[0].get_textpage().get_text_range()
    lines = [line.strip() for line in pdf.splitlines()]
    ours = {"- the place;", "Afterwards a hearing is held.”1", "(a) to mark it;", "(b) to lock it; and"}
    assert ours <= set(lines), lines
    html = write(memo, Format.HTML).decode()
    assert "things:\n- the material - and only it - that is seized;\n- the place;\n" in html
    assert "Steps are:\n(a) to mark it;\n(b) to lock it; and\n(c)" in html
    markdown = write(memo, Format.MARKDOWN).decode()
    assert "things:\\\n\\- the material - and only it - that is seized;\\\n\\- the place;\\\n" in markdown
    assert "Steps are:\\\n(a) to mark it;\\\n(b) to lock it; and\\\n(c)" in markdown
