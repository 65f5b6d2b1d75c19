"""Reads back what writers of memos wrote: the words of the body, and those of each footnote.

Note marks, bullets, page numbers and the label over the page are left out: formats write those each in
their way.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import lxml.html
import pypdfium2
import pypdfium2.raw as pdfium
from markdown_it import MarkdownIt

from memo.content import ContentBlock, Inline, Memo, Run, Table

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "li", "dt", "dd", "blockquote", "th", "td"}


@dataclass(frozen=True)
class Read:
    """What a file says."""

    body: tuple[str, ...]  # words
    notes: tuple[tuple[str, ...], ...]  # words, in the order of the notes


def words(texts: str | Iterable[str]) -> tuple[str, ...]:
    """The words without signs; texts are apart from each other."""
    return tuple(re.findall(r"\w+", texts if isinstance(texts, str) else " ".join(texts)))


def read_memo(memo: Memo) -> Read:
    """What every file of the memo has to say."""
    body = [text for block in memo.blocks for text in _texts(block)]
    return Read(words(body), tuple(words(note.text) for note in memo.notes))


def _texts(block: ContentBlock | Table) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (cell for row in (block.head, *block.rows) for cell in row)
    elif block.kind == "field":
        yield from (_text([part]) for part in block.inlines)
    else:
        yield _text(block.inlines)


def _text(inlines: Sequence[Inline]) -> str:
    return "".join(part.text if isinstance(part, Run) else " " for part in inlines)


def read_html(text: str) -> Read:
    """Of an HTML file."""
    page = lxml.html.document_fromstring(text)
    for mark in page.xpath("//sup | //*[@role='doc-backlink']"):
        mark.tail = f" {mark.tail or ''}"
        mark.drop_tree()
    (main,) = page.iter("main")
    blocks = [
        each
        for each in main.iter()
        if each.tag in BLOCKS and not BLOCKS & {inner.tag for inner in each.iterdescendants()}
    ]
    notes = page.xpath("//*[@role='doc-footnote']")
    return Read(
        words(block.text_content() for block in blocks), tuple(words(note.text_content()) for note in notes)
    )


def read_markdown(text: str) -> Read:
    """Of a Markdown file without a label."""
    body, *notes = re.split(r"^\[\^\d+\]: ", text, flags=re.MULTILINE)
    return Read(_shown(body), tuple(_shown(note.replace("\n    ", "\n")) for note in notes))


def _shown(markdown: str) -> tuple[str, ...]:
    return words(
        "".join("\n" if inner.type.endswith("break") else inner.content for inner in token.children or ())
        for token in MARKDOWN.parse(re.sub(r"\[\^\d+\]", "†", markdown))
    )


def read_pdf(file: bytes) -> Read:
    """Of a PDF file, by its tags: as a reader who hears it is told it."""
    document = pypdfium2.PdfDocument(file)
    heard = _Heard()
    for page in document:
        _hear(page, heard)
    return Read(words("".join(heard.body)), tuple(words("".join(note)) for note in heard.notes))


@dataclass
class _Heard:
    body: list[str] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)


def _hear(page: pypdfium2.PdfPage, heard: _Heard) -> None:
    texts = _marked_texts(page)
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        _hear_element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), texts, heard, heard.body)
    pdfium.FPDF_StructTree_Close(tree)


def _hear_element(element: Any, texts: dict[int, str], heard: _Heard, said: list[str]) -> None:  # noqa: ANN401
    kind = tag(element)
    if kind == "Lbl":
        said.append(" ")
        return
    if kind == "Note":
        if _begins(element):
            heard.notes.append([])
        said = heard.notes[-1]  # else it goes on from the page before
    if kind in ("P", "H1", "H2", "H3", "TH", "TD", "LI", "Div", "BlockQuote"):
        said.append(" ")
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            _hear_element(child, texts, heard, said)
        else:
            said.append(texts.get(pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index), ""))


def _begins(note: Any) -> bool:  # noqa: ANN401
    """Whether the note's number stands on this page."""
    count = pdfium.FPDF_StructElement_CountChildren(note)
    children = (pdfium.FPDF_StructElement_GetChildAtIndex(note, index) for index in range(count))
    return tag(note) == "Lbl" or any(_begins(child) for child in children if child)


def tag(element: Any) -> str:  # noqa: ANN401
    """The kind of a structure element: "P", "H1", "TH", ..."""
    return _string(lambda buffer, size: pdfium.FPDF_StructElement_GetType(element, buffer, size))


def _marked_texts(page: pypdfium2.PdfPage) -> dict[int, str]:
    """The text of each marked piece of the page's content."""
    text_page = page.get_textpage()
    texts: dict[int, str] = {}
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        read = _string(
            lambda buffer, size, raw=each.raw: pdfium.FPDFTextObj_GetText(
                raw, text_page.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
            )
        )
        mark = pdfium.FPDFPageObj_GetMarkedContentID(each.raw)
        if mark >= 0:  # else it is the page's own: its number, the label
            texts[mark] = texts.get(mark, "") + read
    return texts


def _string(call: Callable[[Any, int], int]) -> str:
    """What a function of PDFium writes in UTF-16."""
    size = call(None, 0)
    buffer = ctypes.create_string_buffer(size)
    call(buffer, size)
    return buffer.raw[:size].decode("utf-16-le").rstrip("\0")
