"""What a Word paragraph's formatting says of its text: heading, title, depth in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


class Styles:
    """The document's styles, looked up once each."""

    def __init__(self, document: Document) -> None:
        self.root: Element = document.styles.element
        self._elements: dict[str, Element] = {
            style.get(qn("w:styleId")): style for style in self.root.iter(qn("w:style"))
        }
        self._known: dict[str, ParagraphStyle] = {}

    def of(self, paragraph: Element) -> ParagraphStyle:
        """The paragraph's style; an outline level of its own makes it a heading."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return ParagraphStyle()
        style = self._named(value_of(properties, "w:pStyle"))
        outline = value_of(properties, "w:outlineLvl")
        if outline is not None and outline.isdecimal():
            return ParagraphStyle(_level(outline), style.is_title)
        return style

    def depth(self, paragraph: Element) -> int:
        """How deep in a list the paragraph stands, from 0."""
        written = value_of(paragraph, "w:pPr/w:numPr/w:ilvl")
        return int(written) if written is not None and written.isdecimal() else 0

    def chain(self, name: str | None) -> Iterator[Element]:
        """The named style and those that it is based on, the nearest first."""
        for _ in range(_CHAIN):
            style = self._elements.get(name) if name else None
            if style is None:
                return
            yield style
            name = value_of(style, "w:basedOn")

    def _named(self, name: str | None) -> ParagraphStyle:
        if name is None:
            return ParagraphStyle()
        if name not in self._known:
            self._known[name] = self._derived(name)
        return self._known[name]

    def _derived(self, name: str) -> ParagraphStyle:
        """The nearest style to state a level wins."""
        level: int | None = None
        title = False
        for style in self.chain(name):
            called = value_of(style, "w:name") or ""
            heading = _HEADING.fullmatch(called)
            outline = value_of(style, "w:pPr/w:outlineLvl")
            if level is None and heading:
                level = int(heading[1])
            elif level is None and outline is not None and outline.isdecimal():
                level = _level(outline)
            title = title or called.lower() == "title"
        return ParagraphStyle(level or 0, title)


def value_of(element: Element, path: str) -> str | None:
    """What the element at the end of the path has as its w:val."""
    found = element.find("/".join(qn(tag) for tag in path.split("/")))
    value = None if found is None else found.get(qn("w:val"))
    return value if isinstance(value, str) else None


def _level(outline: str) -> int:
    return 0 if int(outline) >= _BODY_TEXT else int(outline) + 1
