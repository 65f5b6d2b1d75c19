"""The PDF file: its words, its footnotes, its tags, and what no word of it may become."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from memo_content import example, hostile, many_notes, text_block
from memo_readers import tag

from memo.content import BlockKind, Memo, Table
from memo.writers import pdf
from memo.writers.json_file import UnwritableMemo, read_json
from memo.writers.pdf import PdfNotWritten, has_face, unshown_characters, write_pdf

MARGIN = 2.8 / 2.54 * 72  # points; a little less than memo.typ has


def opened(memo: Memo) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(write_pdf(memo))


def pages(document: pypdfium2.PdfDocument) -> list[str]:
    """The text of each page as a viewer copies it, on one line."""
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def follow(text: str, pieces: Iterable[str]) -> None:
    """The pieces stand in the text one after the other; a line may end within an address."""
    rest = "".join(text.split())
    for piece in pieces:
        before, found, rest = rest.partition("".join(piece.split()))
        assert found, f"{piece} is missing after {before[-60:]}"


def only(memo: Memo, *kinds: BlockKind) -> Memo:
    """The memo with blocks of these kinds alone."""
    blocks = (block for block in memo.blocks if not isinstance(block, Table) and block.kind in kinds)
    return replace(memo, blocks=tuple(blocks))


def elements(page: pypdfium2.PdfPage) -> Iterator[str]:
    """The kinds of the page's structure elements, in order."""

    def below(element: Any) -> Iterator[str]:  # noqa: ANN401
        yield tag(element)
        for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
            if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, index):
                yield from below(child)

    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        yield from below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index))
    pdfium.FPDF_StructTree_Close(tree)


def test_a_viewer_copies_every_statement_and_every_note_in_order() -> None:
    memo = only(many_notes(30), BlockKind.TITLE, BlockKind.STATEMENT)
    texts = pages(opened(memo))
    copied = " ".join(texts)
    follow(copied, [f"{statement.text}{statement.notes[0]}" for statement in memo.statements])
    follow(copied, [f"{note.number} {note.text[:90]}" for note in memo.notes])  # a page may end in one
    for note in memo.notes:  # at the foot of the page of its mark
        marked = next(text for text in texts if f"Statement {note.number} of the memo.{note.number}" in text)
        assert f" {note.number} {note.text[:60]}" in marked


def test_two_notes_of_one_statement_do_not_read_as_one_number() -> None:
    assert re.search(r"in order first\.2 ?, 3 \(As of", pages(opened(example()))[0])


def test_notes_keep_their_numbers_where_one_is_referred_to_twice() -> None:
    memo = example()
    twice = replace(memo, blocks=(*memo.blocks[:12], memo.blocks[8], memo.blocks[12]), notes=memo.notes[:3])
    (text,) = pages(opened(twice))
    assert text.count("of the action.”1") == 2
    assert text.count("1 Defend Trade Secrets Act of 2016, U.S. Congress") == 1
    assert re.search(r"in order first\.2 ?, 3", text)
    assert text.index("2 Defend Trade Secrets") < text.index("3 Handling guide, Policy unit")


def test_label_and_page_number_stand_on_every_page() -> None:
    texts = pages(opened(many_notes(30)))
    assert len(texts) > 2
    for number, text in enumerate(texts, start=1):
        assert text.startswith("internal ")
        assert text.endswith(f"Page {number} of {len(texts)}")


def test_the_file_says_what_it_is() -> None:
    file = write_pdf(example())
    document = pypdfium2.PdfDocument(file)
    said = document.get_metadata_dict(skip_empty=True)
    assert said["Title"] == "Seizure orders and periods of limitation in the United States and the Union"
    assert said["Author"] == "Policy unit, Trade Secrets and Enforcement"
    assert said["Keywords"] == "pincite-memo:7f3a91c2"
    assert said["CreationDate"].startswith("D:20261123103000")
    assert pdfium.FPDFCatalog_IsTagged(document.raw)
    assert b"/Lang" in file
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    assert b"<pdfaid:part>3</pdfaid:part>" in file
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in file


def test_the_memo_lies_in_the_file_as_data() -> None:
    document = opened(example())
    assert document.count_attachments() == 1
    attachment = document.get_attachment(0)
    assert attachment.get_name() == "memo.json"
    assert read_json(bytes(attachment.get_data())) == example()


def test_headings_lists_tables_and_notes_are_tagged() -> None:
    memo = example()
    found = Counter(kind for page in opened(memo) for kind in elements(page))
    headings = [
        block for block in memo.blocks if not isinstance(block, Table) and block.kind is BlockKind.HEADING
    ]
    assert found["H1"] + found["H2"] + found["H3"] == len(headings)
    assert found["H3"] == 1  # an excerpt stands right under a part: no level is left out
    assert found["TH"] == 5
    assert found["TD"] == 8 * 5
    assert found["LI"] == 4
    assert found["BlockQuote"] in (2, 3)  # one may go on on the next page
    assert found["Note"] == len(memo.notes)


def test_links_lead_to_places_in_the_memo_only() -> None:
    document = opened(example())
    links = [
        pdfium.FPDFAnnot_GetLink(annotation)
        for page in document
        for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw))
        if (annotation := pdfium.FPDFPage_GetAnnot(page.raw, index))
    ]
    assert len(links) >= 3 + 8  # those of the table of authorities, and the note marks
    for link in links:
        action = pdfium.FPDFLink_GetAction(link)
        assert pdfium.FPDFLink_GetDest(document.raw, link) or (
            pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_GOTO
        )
    assert b"/URI" not in write_pdf(example())


def test_the_same_memo_gives_the_same_bytes_in_every_thread() -> None:
    memos = [many_notes(number) for number in (3, 4, 5, 6)] * 2
    alone = [write_pdf(memo) for memo in memos]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write_pdf, memos)) == alone


def test_three_hundred_notes_are_quick() -> None:
    memo = many_notes(300)
    begun = time.process_time()
    write_pdf(memo)
    assert time.process_time() - begun < 12  # a third of a second to one, on a busy machine


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 1000, id="a thousand letters"),
        pytest.param("0123456789abcdef" * 4, id="hash"),
        pytest.param("https://www.example.org/" + "a-long-path/" * 40, id="address"),
        pytest.param("many words in a title of a thousand letters " * 23, id="words"),
    ],
)
def test_nothing_runs_over_the_edge(text: str) -> None:
    memo = hostile(text)
    for page in opened(replace(memo, blocks=(*memo.blocks, text_block(BlockKind.OWN, text)))):
        text_page = page.get_textpage()
        for index in range(text_page.count_rects()):
            left, bottom, right, _ = text_page.get_rect(index)
            assert left > MARGIN
            assert right < page.get_width() - MARGIN
            assert bottom > 40  # the page number's


@pytest.mark.parametrize("text", ["הסודות המסחריים (2016).", "السر التجاري (2016)."])
def test_right_to_left_words_run_from_the_right(text: str) -> None:
    memo = replace(example(), blocks=(text_block(BlockKind.PARAGRAPH, text),), label="", notes=())
    text_page = opened(memo)[0].get_textpage()
    letters = [text_page.get_text_range(index, 1) for index in range(text_page.count_chars())]

    def place(letter: str) -> float:
        return float(text_page.get_charbox(letters.index(letter))[0])

    first, year, end = text[0], text[text.index("2")], "."
    assert place(first) > place(year) > place(end)
    assert text_page.get_charbox(letters.index(first))[2] > 500  # at the right margin


def test_letters_without_a_font_are_told() -> None:
    memo = replace(
        example(), blocks=(text_block(BlockKind.STATEMENT, "law \U0001f9ff \uf8ff law"),), notes=()
    )
    assert unshown_characters(example()) == ""
    assert unshown_characters(memo) == "\U0001f9ff\uf8ff"
    file = write_pdf(memo)
    document = pypdfium2.PdfDocument(file)
    assert pages(document)[0].count("law") == 2
    assert pdfium.FPDFCatalog_IsTagged(document.raw)
    assert b"pdfuaid" not in file  # it does not claim what it does not keep


def test_a_face_that_is_not_there_gives_way() -> None:
    assert has_face("libertinus serif")
    assert not has_face("No Such Face")
    assert pages(pypdfium2.PdfDocument(write_pdf(example(), face="No Such Face"))) == pages(opened(example()))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "\x00\x1b\u202e", "\u200b\u00ad\u2060", "\t", "e\u0301" * 400]
)
def test_texts_of_nothing_or_strange_letters_are_written(text: str) -> None:
    assert len(opened(hostile(text))) >= 1


def test_a_note_that_nothing_refers_to_is_told_rather_than_lost() -> None:
    memo = example()
    with pytest.raises(PdfNotWritten, match=r"see footnote 1, 2, 3"):
        write_pdf(only(memo, BlockKind.TITLE))
    with pytest.raises(PdfNotWritten, match=r"see footnote 8\."):
        write_pdf(replace(memo, notes=memo.notes[:-1]))


def test_half_a_character_is_told() -> None:
    with pytest.raises(UnwritableMemo):
        write_pdf(hostile("\ud800"))


def test_what_the_typesetter_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "memo.typ"
    broken.write_text("#nothing-of-this-name")
    monkeypatch.setattr(pdf, "TEMPLATE", broken)
    with pytest.raises(PdfNotWritten, match=r"unknown variable: nothing-of-this-name\. Export the memo"):
        write_pdf(example())


def test_what_names_an_excerpt_stands_on_its_page() -> None:
    excerpt = [text_block(BlockKind.PARAGRAPH, "Note 1. A"), text_block(BlockKind.EXCERPT, "The words of A.")]
    for lines in range(34, 42):
        filling = [text_block(BlockKind.STATEMENT, f"Line {number}.") for number in range(lines)]
        memo = replace(example(), blocks=(*filling, *excerpt), notes=(), statements=())
        assert not any("Note 1. A" in page and "The words of A." not in page for page in pages(opened(memo)))
