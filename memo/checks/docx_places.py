"""Layout of a DOCX that sets words elsewhere than where they stand in the file, or cuts them off.

None of it is written by Pincite, nor by LibreOffice when it saves a memo. What such words look like is for
Word to say, so that any of it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from memo.checks.docx_elements import Element, attribute, child, name_of

_LONGEST_CHAIN = 20  # of styles based on one another
_FURTHEST_OUT, _FURTHEST_IN = -1_300, 7_000  # twentieths of a point: edges of the page, from its margins
_PER_LETTER = 2.1  # twentieths of a point in a hundredth of a letter's width, as indents are told too
_FURTHEST_LIFTED = 40  # half points: further up or down letters stand in another line
_INDENTS = ("left", "start", "right", "end", "firstLine", "hanging")
_UNITS = {"in": 1_440.0, "cm": 567.0, "mm": 56.7, "pt": 20.0, "pc": 240.0, "pi": 240.0}
_SHOWN_APART = ("drop", "margin")  # large first letters, beside their own paragraph


class Places:
    """Answers `odd(roots)`: the layouts that set words elsewhere, each with the first words that have it."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        every = () if styles is None else styles
        self._styles = {attribute(one, "styleId"): one for one in every if name_of(one) == "style"}
        self._numbering = numbering

    def odd(self, roots: Sequence[Element]) -> Iterator[str]:
        """Those of words in the body and the footnotes."""
        for root in roots:
            for element in root.iter():
                name = name_of(element)
                if name == "p" and (words := _words(element)):
                    yield from (f"{what}: {words}" for what in self._of_paragraph(element))
                elif name == "tbl" and (words := _words(element)):
                    yield from (f"{what}: {words}" for what in _of_table(element))
        if self._numbering is not None and any(map(_is_far_indent, self._numbering.iter("{*}ind"))):
            yield "an indent far off the page, of a list"

    def _of_paragraph(self, paragraph: Element) -> Iterator[str]:
        own = child(paragraph, "pPr")
        layouts = [own, *self._of_style(attribute(child(own, "pStyle"), "val"), "pPr")]
        if any(_is_frame(child(one, "framePr")) for one in layouts):
            yield "a frame"
        if any(_is_far_indent(child(one, "ind")) for one in layouts):
            yield "an indent far off the page"
        named = [attribute(one, "val") for one in paragraph.iter("{*}rStyle")]
        formats = [*paragraph.iter("{*}rPr")]
        for name in (attribute(child(own, "pStyle"), "val"), *dict.fromkeys(named)):
            formats += self._of_style(name, "rPr")
        if any(_is_lifted(child(one, "position")) for one in formats):
            yield "letters raised or lowered into other lines"
        if any(child(one, "fitText") is not None for one in formats):
            yield "letters fitted into a width"

    def _of_style(self, name: str | None, what: str) -> list[Element]:
        """What a style, and those that it is based on, say of paragraphs or letters."""
        found = []
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name) if name else None
            if style is None:
                break
            found.append(child(style, what))
            name = attribute(child(style, "basedOn"), "val")
        return [one for one in found if one is not None]


def _of_table(table: Element) -> Iterator[str]:
    layout = child(table, "tblPr")
    if child(layout, "tblpPr") is not None:
        yield "a table that floats over the page"
    if _is_far(attribute(child(layout, "tblInd"), "w")):
        yield "a table far off the page"
    heights = (child(row, "trPr", "trHeight") for row in table.iter("{*}tr"))
    if any(attribute(height, "hRule") == "exact" for height in heights):
        yield "a row of fixed height, which may cut words off"


def _is_frame(frame: Element | None) -> bool:
    moved = attribute(frame, "x") or attribute(frame, "y")
    return frame is not None and (attribute(frame, "dropCap") not in _SHOWN_APART or moved is not None)


def _is_far_indent(indent: Element | None) -> bool:
    if indent is None:
        return False
    by_letters = (_number(attribute(indent, f"{name}Chars")) * _PER_LETTER for name in _INDENTS)
    return any(_is_far(attribute(indent, name)) for name in _INDENTS) or any(map(_is_outside, by_letters))


def _is_far(written: str | None) -> bool:
    return _is_outside(_number(written))


def _is_outside(place: float) -> bool:
    return not _FURTHEST_OUT <= place <= _FURTHEST_IN


def _is_lifted(position: Element | None) -> bool:
    return abs(_number(attribute(position, "val"))) > _FURTHEST_LIFTED


def _number(written: str | None) -> float:
    """Twentieths of a point, as most numbers are; "30in" and the like are turned into them."""
    text = written or "0"
    unit = _UNITS.get(text[-2:], 1.0)
    try:
        return float(text[:-2] if text[-2:] in _UNITS else text) * unit
    except ValueError:
        return 0.0


def _words(element: Element) -> str:
    return " ".join("".join(one.text or "" for one in element.iter("{*}t")).split())
