"""The words of one Word paragraph as its reader sees them."""

from __future__ import annotations

from docx.oxml.ns import nsmap, qn

from ingest.read.docx_styles import Element, Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = f"{_MC}AlternateContent"
_CHOICE = f"{_MC}Choice"
_FALLBACK = f"{_MC}Fallback"
_MATH_TEXT = f"{{{nsmap.get('m', 'http://schemas.openxmlformats.org/officeDocument/2006/math')}}}t"
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
_TEXT = {qn("w:t"), _MATH_TEXT}


class Words:
    """Collects `text`, the `notes` it refers to and the text `boxes` that hang on it.

    Tracked insertions count as text; tracked deletions and hidden runs do not.
    """

    def __init__(self, styles: Styles) -> None:
        self._parts: list[str] = []
        self.notes: list[tuple[str, int]] = []
        self.boxes: list[Element] = []
        self.faint = 0  # characters in white or in letters below 2 points
        self._styles = styles

    @property
    def text(self) -> str:
        """The words so far."""
        return "".join(self._parts)

    def take(self, paragraph: Element) -> None:
        """Adds the paragraph's words, unless its style hides it."""
        if not self._styles.of(paragraph).hidden:
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
            elif tag == qn("w:r"):
                self._run(child)
            elif tag == _ALTERNATIVES:
                self._alternatives(child)
            else:
                self._inside(child)

    def _run(self, run: Element) -> None:
        if self._styles.hides_run(run):
            return
        before = len(self._parts)
        self._inside(run)
        if self._styles.is_faint(run):
            self.faint += sum(len(part.strip()) for part in self._parts[before:])

    def _alternatives(self, element: Element) -> None:
        """The same content in several forms: the first that is there."""
        chosen = element.find(_CHOICE)
        if chosen is None:
            chosen = element.find(_FALLBACK)
        if chosen is not None:
            self._inside(chosen)
