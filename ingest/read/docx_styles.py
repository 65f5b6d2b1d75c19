"""What a Word paragraph's or run's formatting says of its text: heading, title, hidden, faint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)
_BODY_TEXT = 9  # the outline level of text that is no heading
Element = Any  # lxml and python-docx leave XML elements untyped

_CHAIN = 20  # styles based on one another; a cycle is invalid but does occur


@dataclass(frozen=True)
class ParagraphStyle:
    """What matters of a paragraph's style."""

    level: int = 0  # of a heading, from 1
    is_title: bool = False
    hidden: bool = False


class Styles:
    """The document's styles, looked up once each."""

    def __init__(self, document: Document) -> None:
        root = document.styles.element
        self._elements: dict[str, Element] = {
            style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))
        }
        self._known: dict[str, ParagraphStyle] = {}

    def of(self, paragraph: Element) -> ParagraphStyle:
        """The paragraph's style; an outline level of its own makes it a heading."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return ParagraphStyle()
        style = self._named(_value(properties, "w:pStyle"))
        outline = _value(properties, "w:outlineLvl")
        if outline is not None and outline.isdecimal():
            return ParagraphStyle(_level(outline), style.is_title, style.hidden)
        return style

    def depth(self, paragraph: Element) -> int:
        """How deep in a list the paragraph stands, from 0."""
        written = _value(paragraph, "w:pPr/w:numPr/w:ilvl")
        return int(written) if written is not None and written.isdecimal() else 0

    def hides_run(self, run: Element) -> bool:
        """Whether the run is hidden, by itself or by its character style."""
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return False
        vanish = properties.find(qn("w:vanish"))
        if vanish is not None:
            return _is_on(vanish)
        named = _value(properties, "w:rStyle")
        return named is not None and self._named(named).hidden

    def is_faint(self, run: Element) -> bool:
        """Whether the run is white on no background, or in letters below 2 points."""
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return False
        size = _value(properties, "w:sz")
        tiny = size is not None and size.isdecimal() and int(size) < 4  # half points
        white = (_value(properties, "w:color") or "").upper() in ("FFFFFF", "FEFEFE")
        shaded = any(properties.find(qn(tag)) is not None for tag in ("w:shd", "w:highlight"))
        return tiny or (white and not shaded)

    def _named(self, name: str | None) -> ParagraphStyle:
        if name is None:
            return ParagraphStyle()
        if name not in self._known:
            self._known[name] = self._derived(name)
        return self._known[name]

    def _derived(self, name: str | None) -> ParagraphStyle:
        """Follows the styles that the named one is based on; the nearest to state something wins."""
        level: int | None = None
        hidden: bool | None = None
        title = False
        for _ in range(_CHAIN):
            style = self._elements.get(name) if name else None
            if style is None:
                break
            called = _value(style, "w:name") or ""
            heading = _HEADING.fullmatch(called)
            outline = _value(style, "w:pPr/w:outlineLvl")
            if level is None and heading:
                level = int(heading[1])
            elif level is None and outline is not None and outline.isdecimal():
                level = _level(outline)
            vanish = style.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
            if hidden is None and vanish is not None:
                hidden = _is_on(vanish)
            title = title or called.lower() == "title"
            name = _value(style, "w:basedOn")
        return ParagraphStyle(level or 0, title, bool(hidden))


def _is_on(switch: Element) -> bool:
    """Whether <w:vanish/> and its like are on: they are unless they say otherwise."""
    return switch.get(qn("w:val"), "true") not in ("0", "false", "off")


def _value(element: Element, path: str) -> str | None:
    found = element.find("/".join(qn(tag) for tag in path.split("/")))
    value = None if found is None else found.get(qn("w:val"))
    return value if isinstance(value, str) else None


def _level(outline: str) -> int:
    return 0 if int(outline) >= _BODY_TEXT else int(outline) + 1
