"""An HTML tree, or trafilatura's, as blocks of prose."""

from __future__ import annotations

import re
from typing import Any

from ingest.read.blocks import Block

Element = Any  # lxml leaves its elements untyped

_HEADING = re.compile(r"h([1-6])")
_LISTS = {"ul", "ol", "list", "dl", "menu"}
_ITEMS = {"li", "item"}
_CELLS = {"td", "th", "cell"}
_CLOSE = {"dd", "dt"}
_PROSE = {
    "p", "div", "section", "article", "main", "header", "footer", "address", "body", "html",
    "blockquote", "quote", "figure", "figcaption", "details", "summary", "fieldset", "legend",
    "table", "caption", "pre", "center", "hr", "nav", "aside", "form", "tbody", "thead", "tfoot",
}  # fmt: skip
_BLOCKS = _PROSE | _LISTS | _ITEMS | _CLOSE | {"head", "h1", "h2", "h3", "h4", "h5", "h6"}
_IN_A_CELL = _BLOCKS - {"p", "div", "center", "quote"}  # a cell with these is a box of the page's layout
_NO_WORDS = {"script", "style", "template", "noscript", "graphic", "img", "svg"}
_BLANKS = re.compile(r"\s+")


def blocks_of(root: Element) -> list[Block]:
    """What the tree shows, in its order."""
    walk = _Walk()
    walk.visit(root)
    walk.flush()
    return walk.blocks


class _Walk:
    """Gathers words until a block ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._lists: list[int | None] = []  # the next number of each open list, None for bullets
        self._marker = ""
        self._close = False
        self._exact = 0  # how many <pre> are open

    def visit(self, element: Element) -> None:
        """The element's words, without what follows it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _NO_WORDS:
            return
        if tag in ("br", "lb"):
            self._words.append("\n")
        elif tag in _LISTS:
            self._list(element)
        elif tag in ("tr", "row"):
            self._row(element)
        elif level := _level(element):
            self.flush()
            self._inside(element)
            self.flush(level)
        elif tag in _BLOCKS or tag in _CELLS:
            self._block(element)
        else:
            self._inside(element)

    def flush(self, level: int = 0) -> None:
        """Ends the block that was gathered."""
        words = "".join(self._words).strip()
        self._words = []
        if not words:
            return
        indent = max(len(self._lists) - 1, 0) if self._marker else len(self._lists)
        self.blocks.append(Block(self._marker + words, level, self._close, indent))
        self._marker, self._close = "", bool(self._lists)

    def _inside(self, element: Element) -> None:
        self._say(element.text)
        for child in element:
            self.visit(child)
            self._say(child.tail)

    def _say(self, words: str | None) -> None:
        if words:
            self._words.append(words if self._exact else _BLANKS.sub(" ", words))

    def _block(self, element: Element) -> None:
        self.flush()
        if element.tag in _ITEMS and self._lists:
            self._marker = self._next_marker()
        self._close = self._close or element.tag in _CLOSE
        self._exact += element.tag == "pre"
        self._inside(element)
        self.flush()
        self._exact -= element.tag == "pre"

    def _list(self, element: Element) -> None:
        self.flush()
        numbered = element.tag == "ol" or element.get("rend") == "ol"
        start = element.get("start", "1")
        self._lists.append((int(start) if start.isdecimal() else 1) if numbered else None)
        self._inside(element)
        self.flush()
        self._lists.pop()
        self._marker, self._close = "", bool(self._lists)

    def _next_marker(self) -> str:
        number = self._lists[-1]
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _row(self, row: Element) -> None:
        cells = [cell for cell in row if cell.tag in _CELLS]
        boxes = len(cells) < 2 or any(next(cell.iter(*_IN_A_CELL), None) is not None for cell in cells)
        if boxes:
            self._block_row(row)
            return
        self.flush()
        words = [_BLANKS.sub(" ", " ".join(_shown(cell))).strip() for cell in cells]
        if any(words):
            before = row.getprevious()
            self._close = self._close or (before is not None and before.tag == row.tag)
            self._words.append(" | ".join(words))
            self.flush()

    def _block_row(self, row: Element) -> None:
        self.flush()
        self._inside(row)
        self.flush()


def _shown(cell: Element) -> list[str]:
    """A cell's words, with a space wherever a paragraph of it ends."""
    words = [cell.text or ""]
    for child in cell:
        if isinstance(child.tag, str) and child.tag not in _NO_WORDS:
            inner = _shown(child)
            words.append(" ".join(inner) if child.tag in _BLOCKS else "".join(inner))
        words.append(child.tail or "")
    return ["".join(words)] if all(child.tag not in _BLOCKS | {"br", "lb"} for child in cell) else words


def _level(element: Element) -> int:
    """The level of a heading: <h2>, or trafilatura's <head rend="h2">; 0 for anything else."""
    name = element.get("rend", "") if element.tag == "head" else element.tag
    match = _HEADING.fullmatch(name)
    return int(match[1]) if match else 0
