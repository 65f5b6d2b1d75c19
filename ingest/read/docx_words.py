"""The words of one Word paragraph as its reader sees them."""

from __future__ import annotations

from docx.oxml.ns import nsmap, qn

from ingest.read.docx_sight import DocxSight
from ingest.read.docx_styles import Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = f"{_MC}AlternateContent"
_CHOICE = f"{_MC}Choice"
_FALLBACK = f"{_MC}Fallback"
_MATH = f"{{{nsmap.get('m', 'http://schemas.openxmlformats.org/officeDocument/2006/math')}}}"
_UNREAD = {
    qn(tag) for tag in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:delText", "w:delInstrText")
} | {_FALLBACK}
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_REFERENCES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_TEXT = {qn("w:t"), f"{_MATH}t"}
_RUNS = {qn("w:r"), f"{_MATH}r"}


class Words:
    """Collects `text`, the `notes` it refers to and the text `boxes` that hang on it.

    Tracked insertions count as text; tracked deletions and runs that nobody sees do not.
    """

    def __init__(self, sight: DocxSight) -> None:
        self._parts: list[str] = []
        self.notes: list[tuple[str, int]] = []
        self.boxes: list[Element] = []
        self.unseen = 0  # words that no reader sees
        self._sight = sight
        self._paragraph: Element = None

    @property
    def text(self) -> str:
        """The words so far."""
        return "".join(self._parts)

    def take(self, paragraph: Element) -> None:
        """Adds the paragraph's words."""
        self._paragraph = paragraph
        self._inside(paragraph)

    def _inside(self, element: Element) -> None:
        for child in element:
            tag = child.tag
            if tag in _UNREAD:
                continue
            if tag in _TEXT:
                self._parts.append(child.text or "")
            elif tag in _SIGNS:
                self._parts.append(_SIGNS[tag])
            elif tag in _REFERENCES:
                self.notes.append((_REFERENCES[tag], int(child.get(qn("w:id"), "0"))))
            elif tag == qn("w:txbxContent"):
                self.boxes.append(child)
            elif tag in _RUNS:
                self._run(child)
            elif tag == _ALTERNATIVES:
                self._alternatives(child)
            else:
                self._inside(child)

    def _run(self, run: Element) -> None:
        if self._sight.sees(run, self._paragraph):
            self._inside(run)
        else:
            written = "".join(text.text or "" for text in run.iter(*_TEXT))
            self.unseen += len(written.split())

    def _alternatives(self, element: Element) -> None:
        """The same content in several forms: the first that is there."""
        chosen = element.find(_CHOICE)
        if chosen is None:
            chosen = element.find(_FALLBACK)
        if chosen is not None:
            self._inside(chosen)
