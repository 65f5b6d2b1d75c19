"""Blocks of prose become one text with its layout; every format but .txt and PDF goes this way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.types import Heading, Layout, Span
from ingest.read.characters import normalised


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or table row."""

    text: str
    level: int = 0  # of a heading, from 1; 0 is no heading
    close: bool = False  # on the line after the previous block, without a blank line between
    indent: int = 0  # how deep in lists


class HeadingPath:
    """The headings that the text now stands under."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, level: int, title: str) -> tuple[str, ...]:
        """The path once a heading is met: one of level 2 ends every open one of level 2 or deeper."""
        self._open = [heading for heading in self._open if heading[0] < level] + [(level, title)]
        return tuple(title for _, title in self._open)


def compose(blocks: Iterable[Block]) -> tuple[str, Layout]:
    """The blocks' text, normalised, and where its headings and paragraphs stand."""
    parts: list[str] = []
    headings: list[Heading] = []
    paragraphs: list[Span] = []
    path, offset = HeadingPath(), 0
    for block in blocks:
        lines = [line for line in normalised(block.text).split("\n") if line]
        text = (" " if block.level else "\n").join(lines)
        if not text:
            continue
        margin = "  " * block.indent
        before = ("\n" if block.close else "\n\n") if parts else ""
        parts.append(before + margin + text)
        start = offset + len(before) + len(margin)
        offset = start + len(text)
        if block.level:
            headings.append(Heading(start, path.enter(block.level, text)))
        paragraphs.append(Span(start, offset))
    return "".join(parts), Layout(headings=tuple(headings), paragraphs=tuple(paragraphs))
