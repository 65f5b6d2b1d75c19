"""The body of a Word document as blocks, walked on its XML.

python-docx's own `paragraph.text` leaves out text boxes and keeps hidden text.
"""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document
from docx.oxml.ns import qn

from ingest.read.blocks import Block
from ingest.read.docx_sight import DocxSight
from ingest.read.docx_styles import Element, Styles
from ingest.read.docx_words import Words
from ingest.read.left_out import spelled_notice, unseen_notice

_TRANSPARENT = {  # wrappers around paragraphs, rows and cells
    qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag"),
}  # fmt: skip


class Body:
    """Reads the whole body at once: `blocks`, the title paragraph's words, and notices."""

    def __init__(self, document: Document) -> None:
        self.blocks: list[Block] = []
        self.title: str | None = None
        self._styles = Styles(document)
        # The list holds the paragraphs, so that their elements stay the same objects.
        self._numbers = {paragraph._p: number for paragraph, number in document.list_numbers}
        self._sight = DocxSight(self._styles)
        self._notes = _Notes(document, self._sight)
        self._unseen = 0
        self._left_out = 0
        self._in_list = False
        self._story(document.element.body)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user must be told of this document."""
        told = [*unseen_notice(self._unseen + self._notes.unseen)]
        told += spelled_notice("\n".join(block.text for block in self.blocks))
        if self._left_out:
            told.append(f"{self._left_out} embedded documents in it were not read")
        return tuple(told)

    def _story(self, story: Element) -> None:
        for element in _children(story):
            if element.tag == qn("w:p"):
                self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._table(element)
            elif element.tag == qn("w:altChunk"):
                self._left_out += 1

    def _paragraph(self, paragraph: Element) -> None:
        words = self._words(paragraph)
        style = self._styles.of(paragraph)
        number = self._numbers.get(paragraph)
        if words.text.strip():
            if style.is_title and self.title is None:
                self.title = " ".join(words.text.split())
            marker, indent = self._marker(paragraph, number)
            listed = number is not None and not style.level
            close = listed and bool(self.blocks) and self._in_list
            self.blocks.append(Block(marker + words.text, style.level, close, indent if listed else 0))
            self._in_list = listed
        self._after(words)

    def _marker(self, paragraph: Element, number: str | None) -> tuple[str, int]:
        """What Word shows before a list paragraph, and how deep it stands."""
        if number is None:
            return "", 0
        sign = number.strip()
        # Bullets are drawn with letters of picture fonts, which mean nothing as text.
        shown = (
            sign if any(letter.isalnum() and letter < "\ue000" for letter in sign) and sign != "o" else "-"
        )
        return f"{shown} ", self._styles.depth(paragraph)

    def _words(self, paragraph: Element) -> Words:
        words = Words(self._sight)
        words.take(paragraph)
        self._unseen += words.unseen
        return words

    def _after(self, words: Words) -> None:
        """Text boxes and notes follow the paragraph that they hang on."""
        for box in words.boxes:
            self._in_list = False
            self._story(box)
        for kind, number in words.notes:
            self.blocks.extend(self._notes.blocks(kind, number))
            self._in_list = False

    def _table(self, table: Element) -> None:
        self._in_list = False
        close = False
        for row in _children(table):
            if row.tag != qn("w:tr") or row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                continue
            if row.find(f"{qn('w:trPr')}/{qn('w:hidden')}") is not None:
                self._unseen += sum(len((text.text or "").split()) for text in row.iter(qn("w:t")))
                continue
            cells = [cell for cell in _children(row) if cell.tag == qn("w:tc")]
            if len(cells) == 1:  # a frame around text, not a table
                self._story(cells[0])
                close = False
                continue
            found = [self._words_of_cell(cell) for cell in cells]
            if any(text for text, _ in found):
                self.blocks.append(Block(" | ".join(text for text, _ in found), close=close))
                close = True
            for _, words in found:
                for part in words:
                    close = close and not (part.boxes or part.notes)
                    self._after(part)

    def _words_of_cell(self, cell: Element) -> tuple[str, list[Words]]:
        """A cell on one line, tables in it included."""
        texts, found = [], []
        for paragraph in cell.iter(qn("w:p")):
            if any(above.tag == qn("w:txbxContent") for above in paragraph.iterancestors()):
                continue  # read with the paragraph that the box hangs on
            words = self._words(paragraph)
            found.append(words)
            number = self._numbers.get(paragraph)
            text = " ".join(words.text.split())
            texts.append(self._marker(paragraph, number)[0] + text if text else "")
        return " ".join(text for text in texts if text), found


class _Notes:
    """Footnotes and endnotes, numbered in the order in which the text refers to them."""

    def __init__(self, document: Document, sight: DocxSight) -> None:
        self.unseen = 0
        self._sight = sight
        self._found = {
            "footnote": {note.footnote_id: note._note_elm for note in document.footnotes},
            "endnote": {note.endnote_id: note._note_elm for note in document.endnotes},
        }
        self._count = {"footnote": 0, "endnote": 0}

    def blocks(self, kind: str, number: int) -> Iterator[Block]:
        """The note's paragraphs, the first of them under its number: "[note 3] See 18 U.S.C."."""
        note = self._found[kind].get(number)
        if note is None:
            return
        self._count[kind] += 1
        label = f"[{'note' if kind == 'footnote' else 'endnote'} {self._count[kind]}] "
        for paragraph in note.iter(qn("w:p")):
            words = Words(self._sight)
            words.take(paragraph)
            self.unseen += words.unseen
            if words.text.strip():
                yield Block(label + words.text.strip())
                label = ""


def _children(parent: Element) -> Iterator[Element]:
    """The parent's children, with what stands in content controls and insertions in their place."""
    for child in parent:
        if child.tag in _TRANSPARENT:
            yield from _children(child)
        elif isinstance(child.tag, str):
            yield child
