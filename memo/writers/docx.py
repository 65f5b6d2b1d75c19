"""Writes a finished memo as DOCX: Word's own footnotes, styles, headings, page numbers and properties."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.footnotes import Footnote
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from docx.text.run import Run as DocxRun

from core.errors import PinciteError
from memo.content import BlockKind, ContentBlock, Inline, Memo, Note, NoteMark, Role, Run, Table
from memo.plain import plain
from memo.writers.arrangement import introduces
from memo.writers.house import headers_in_use, open_house, style_identifiers

TEMPLATE = Path(__file__).parent / "template.docx"  # made by memo/writers/make_template.py
MEMO_PROPERTY = "Pincite memo"  # the custom property that holds the memo's id
PROPERTY_LENGTH = 255  # the most that a core property may hold
BOOKMARK_LENGTH = 40  # the most that Word reads of a bookmark's name
TWENTIETHS = 635  # English Metric Units in a twentieth of a point
STYLES = {
    BlockKind.TITLE: "Title",
    BlockKind.FIELD: "Memo Field",
    BlockKind.STATEMENT: "Memo Statement",
    BlockKind.SIDE: "Memo Side",
    BlockKind.OWN: "Memo Own",
    BlockKind.PARAGRAPH: "Memo Paragraph",
    BlockKind.REMARK: "Memo Remark",
    BlockKind.BULLET: "List Bullet",
    BlockKind.EXCERPT: "Memo Excerpt",
    BlockKind.NOTICE: "Memo Notice",
}
ROLES = {
    Role.REFERENCE: "Memo Reference",
    Role.PINPOINT: "Memo Pinpoint",
    Role.QUOTATION: "Memo Quotation",
    Role.VERSION: "Memo Version",
    Role.ADDRESS: "Memo Address",
}
LINE_BY_LINE = {BlockKind.OWN, BlockKind.EXCERPT}  # their lines are paragraphs; elsewhere a line breaks
_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFTWARD_LETTER = re.compile(f"[{_LEFTWARD}]")
_RIGHTWARD_LETTER = re.compile(rf"[^\W\d_{_LEFTWARD}]")
# From the first to the last letter of a script in its own direction, with what stands between them.
_LEFTWARD_STRETCH = re.compile(rf"[{_LEFTWARD}](?:[\W\d_]*[{_LEFTWARD}])*")
_RIGHTWARD_STRETCH = re.compile(rf"[^\W\d_{_LEFTWARD}](?:(?:(?![{_LEFTWARD}])[\W\d_])*[^\W\d_{_LEFTWARD}])*")


class NotesOutOfOrder(PinciteError):
    """The marks of a memo do not count its footnotes: Word would number them otherwise than the memo."""

    def __init__(self, marks: list[int], notes: list[int]) -> None:
        super().__init__(
            f"The memo's footnotes are {_few(notes)}, but its text refers to {_few(marks)}. "
            "It was not written, for its quotations would stand under other numbers. Build the memo again."
        )


def write_docx(memo: Memo, *, house: Path | None = None) -> bytes:
    """The memo as the bytes of a DOCX file; the same memo and house style give the same bytes.

    `house` is a .docx file of the user's own, whose page, header, footer and styles take the place of ours.
    Raises UnfitHouseStyle where it can't be used, and NotesOutOfOrder where the memo's marks do not count
    its notes.
    """
    _hold_order(memo)
    document = Document(str(TEMPLATE)) if house is None else open_house(house, TEMPLATE)
    _properties(document, memo)
    _label(document, memo.label)
    _Body(document, memo).write()
    file = io.BytesIO()
    document.save(file, as_template=False)
    return file.getvalue()


def bookmark(anchor: str) -> str:
    """The name of a Word bookmark for an anchor: a letter first, then letters, digits and "_".

    "statement-3" -> "statement_3"; what is too long for Word is cut, and told apart by a hash.
    """
    name = anchor.replace("-", "_")
    if not name[:1].isalpha():
        name = f"a_{name}"
    if len(name) > BOOKMARK_LENGTH:
        name = f"{name[:31]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"
    return name


def _hold_order(memo: Memo) -> None:
    marks = [
        part.number
        for block in memo.blocks
        if isinstance(block, ContentBlock)
        for part in block.inlines
        if isinstance(part, NoteMark)
    ]
    notes = [note.number for note in memo.notes]
    if not marks == notes == list(range(1, len(notes) + 1)):
        raise NotesOutOfOrder(marks, notes)


def _few(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:20]) or "none"
    return shown if len(numbers) <= 20 else f"{shown}, ..."


def _properties(document: DocxDocument, memo: Memo) -> None:
    properties = document.core_properties
    properties.title = _property(memo.heading.subject)
    properties.author = properties.last_modified_by = _property(memo.heading.sender) or "Pincite"
    properties.subject = _property(memo.heading.question)
    properties.category = _property(memo.label)
    properties.keywords = f"pincite-memo:{_property(memo.id)}"
    properties.comments = ""
    properties.revision = 1
    properties.created = properties.modified = memo.made
    document.custom_properties[MEMO_PROPERTY] = plain(memo.id)


def _property(text: str) -> str:
    return " ".join(plain(text).split())[:PROPERTY_LENGTH]


def _label(document: DocxDocument, label: str) -> None:
    """The label in the header of every page."""
    words = " ".join(plain(label).split())
    if not words:
        return
    identifier = style_identifiers(document)["memo label"]
    for header in headers_in_use(document):
        new = header.is_linked_to_previous  # it has no part of its own yet; a new one has a bare paragraph
        paragraph = header.paragraphs[0] if new else header.add_paragraph()
        paragraph._p.style = identifier
        _add_words(paragraph._p, paragraph, Run(words), leftward=_is_leftward(words))


class _Body:
    """Writes the blocks of a memo into a document, one after another."""

    def __init__(self, document: DocxDocument, memo: Memo) -> None:
        self.document = document
        self.memo = memo
        self.notes = {note.number: note for note in memo.notes}
        self.styles = style_identifiers(document)
        self.footnotes = document.footnotes
        self.anchors = {block.anchor for block in memo.blocks if isinstance(block, ContentBlock)} - {None}
        self.bookmarks: set[str] = set()

    def write(self) -> None:
        for block, after in zip_longest(self.memo.blocks, self.memo.blocks[1:]):
            if isinstance(block, ContentBlock):
                self._block(block, keep=introduces(block, after))
            else:
                self._table(block)
                if not isinstance(after, ContentBlock):
                    self._paragraph("Memo Cell")  # Word wants one there, and else makes one table of two

    def _paragraph(self, style: str) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self.styles[style.lower()]
        return paragraph

    def _block(self, block: ContentBlock, *, keep: bool) -> None:
        style = f"Heading {block.level}" if block.kind is BlockKind.HEADING else STYLES[block.kind]
        lines = _lines(block.inlines) if block.kind in LINE_BY_LINE else [block.inlines]
        for count, inlines in enumerate(lines):
            paragraph = self._paragraph(style)
            self._inlines(paragraph, inlines, field=block.kind is BlockKind.FIELD)
            if keep:
                paragraph.paragraph_format.keep_with_next = True
            if not count:
                self._bookmarks(paragraph, block)

    def _inlines(self, paragraph: Paragraph, inlines: tuple[Inline, ...], *, field: bool) -> None:
        """The words of a paragraph; a field has a tab after its name, which says where it begins, too."""
        telling = inlines[:1] if field else inlines
        leftward = _is_leftward("".join(part.text for part in telling if isinstance(part, Run)))
        if leftward:
            _turn(paragraph)
        before: Inline | None = None
        for count, part in enumerate(inlines):
            if field and count == 1:
                paragraph.add_run("\t")
            if isinstance(part, NoteMark):
                if isinstance(before, NoteMark):
                    self._mark_run(paragraph).text = ","
                self._mark_run(paragraph).add_footnote_reference(self._footnote(self.notes[part.number]))
            else:
                self._run(paragraph, part, leftward=leftward)
            before = part

    def _mark_run(self, paragraph: Paragraph) -> DocxRun:
        run = paragraph.add_run()
        run._r.style = self.styles["footnote reference"]
        return run

    def _footnote(self, note: Note) -> Footnote:
        footnote = self.footnotes.add_footnote()
        paragraph = footnote.paragraphs[0]
        paragraph._p.style = self.styles["footnote text"]  # the library's ids are those of an English Word
        paragraph.runs[0]._r.style = self.styles["footnote reference"]
        leftward = _is_leftward(note.text)
        if leftward:
            _turn(paragraph)
        paragraph.add_run("\t")
        for run in note.runs:
            self._run(paragraph, run, leftward=leftward)
        return footnote

    def _run(self, paragraph: Paragraph, run: Run, *, leftward: bool) -> None:
        parent, style = paragraph._p, ROLES.get(run.role)
        if run.target is not None and run.target in self.anchors:
            parent = _element("w:hyperlink", anchor=bookmark(run.target), history="1")
            paragraph._p.append(parent)
            style = style or "Memo Link"
        identifier = self.styles[style.lower()] if style else None
        _add_words(parent, paragraph, run, style=identifier, leftward=leftward)

    def _bookmarks(self, paragraph: Paragraph, block: ContentBlock) -> None:
        """Around what the paragraph holds: its anchor, and the number of its statement."""
        anchors = [block.anchor] if block.anchor else []
        if block.statement is not None:
            anchors.append(f"statement-{block.statement}")
        for name in dict.fromkeys(bookmark(anchor) for anchor in anchors):
            if name in self.bookmarks:
                continue
            self.bookmarks.add(name)
            identifier = str(len(self.bookmarks))
            start = _element("w:bookmarkStart", id=identifier, name=name)
            paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
            paragraph._p.append(_element("w:bookmarkEnd", id=identifier))

    def _table(self, table: Table) -> None:
        """As wide as the text; the head stands again on every page."""
        section = self.document.sections[-1]
        margins = (section.left_margin or Cm(2.5)) + (section.right_margin or Cm(2.5))
        whole = ((section.page_width or Cm(21)) - margins) // TWENTIETHS
        widths = [whole * width // sum(table.widths) for width in table.widths]
        element = _element("w:tbl")
        properties, grid = OxmlElement("w:tblPr"), OxmlElement("w:tblGrid")
        properties.append(_element("w:tblStyle", val=self.styles["memo table"]))
        properties.append(_element("w:tblW", w=str(sum(widths)), type="dxa"))
        properties.append(_element("w:tblLayout", type="fixed"))
        properties.append(_element("w:tblLook", val="0020", firstRow="1", noHBand="1", noVBand="1"))
        grid.extend(_element("w:gridCol", w=str(width)) for width in widths)
        element.extend((properties, grid, self._row(table.head, widths, head=True)))
        element.extend(self._row(row, widths) for row in table.rows)
        self.document.element.body.insert_element_before(element, "w:sectPr")

    def _row(self, cells: tuple[str, ...], widths: list[int], *, head: bool = False) -> BaseOxmlElement:
        row, properties = OxmlElement("w:tr"), OxmlElement("w:trPr")
        properties.append(_element("w:cantSplit"))
        if head:
            properties.append(_element("w:tblHeader"))
        row.append(properties)
        style = self.styles["memo cell head" if head else "memo cell"]
        for words, width in zip(cells, widths, strict=True):
            cell, paragraph = OxmlElement("w:tc"), OxmlElement("w:p")
            cell_properties = OxmlElement("w:tcPr")
            cell_properties.append(_element("w:tcW", w=str(width), type="dxa"))
            cell.extend((cell_properties, paragraph))
            paragraph.style = style
            proxy = Paragraph(paragraph, self.document._body)
            leftward = _is_leftward(words)
            if leftward:
                _turn(proxy)
            _add_words(paragraph, proxy, Run(words), leftward=leftward)
            row.append(cell)
        return row


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An element whose attributes are all of Word's own namespace."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _add_words(
    parent: BaseOxmlElement, paragraph: Paragraph, run: Run, *, style: str | None = None, leftward: bool
) -> None:
    """Adds a run to `parent`, in as many stretches as the direction of its script changes."""
    for words, turned in _stretches(plain(run.text), leftward=leftward):
        element = OxmlElement("w:r")
        parent.append(element)
        element.text = words
        written = DocxRun(element, paragraph)
        if style:
            element.style = style
        if run.bold:
            written.font.bold = written.font.cs_bold = True
        if run.italic:
            written.font.italic = written.font.cs_italic = True
        if turned:
            written.font.rtl = True


def _lines(inlines: tuple[Inline, ...]) -> list[tuple[Inline, ...]]:
    """The inlines line by line; blank lines are left out."""
    lines: list[list[Inline]] = [[]]
    for part in inlines:
        if isinstance(part, NoteMark):
            lines[-1].append(part)
            continue
        first, *rest = plain(part.text).split("\n")
        lines[-1].append(_with(part, first))
        lines.extend([_with(part, words)] for words in rest)
    return [tuple(line) for line in lines if any(isinstance(p, NoteMark) or p.text.strip() for p in line)]


def _with(run: Run, text: str) -> Run:
    return Run(text, run.bold, run.italic, run.role, run.target)


def _turn(paragraph: Paragraph) -> None:
    """Makes a paragraph that holds nothing yet run from right to left."""
    paragraph._p.get_or_add_pPr().append(_element("w:bidi"))


def _is_leftward(text: str) -> bool:
    """Whether more of its letters are of a script that runs from right to left, as Arabic and Hebrew."""
    return len(_LEFTWARD_LETTER.findall(text)) > len(_RIGHTWARD_LETTER.findall(text))


def _stretches(text: str, *, leftward: bool) -> Iterator[tuple[str, bool]]:
    """The text in stretches of one direction, each with whether it runs from right to left.

    What has no direction of its own, as a full stop, goes with the paragraph's; so "a", in Hebrew, is one.
    """
    other = _RIGHTWARD_STRETCH if leftward else _LEFTWARD_STRETCH
    position = 0
    for match in other.finditer(text):
        if match.start() > position:
            yield text[position : match.start()], leftward
        yield match.group(), not leftward
        position = match.end()
    if position < len(text):
        yield text[position:], leftward
