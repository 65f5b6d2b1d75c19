"""A document's text as headings and paragraphs, with the cited words marked in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.types import Document, Span

CONTEXT = 3  # paragraphs shown before and after the cited ones
MOST = 3000  # paragraphs that a browser shows without delay


@dataclass(frozen=True)
class Piece:
    """A run of characters that is marked, or is not."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Block:
    """A heading (level from 1) or a paragraph (level 0): `text[start:end]` in pieces."""

    start: int
    end: int
    level: int
    pieces: tuple[Piece, ...]

    @property
    def marked(self) -> bool:
        return any(piece.marked for piece in self.pieces)


def all_blocks(document: Document, mark: Span | None) -> list[Block]:
    """The whole text in blocks; what stands in `mark` is marked, to the character."""
    levels = {heading.start: len(heading.path) for heading in document.layout.headings}
    spans = list(_spans(document))
    if spans and document.text[spans[0].start : spans[0].end] == document.source.metadata.title:
        levels[spans[0].start] = 1
    return [
        Block(span.start, span.end, levels.get(span.start, 0), _pieces(document.text, span, mark))
        for span in spans
    ]


def around(blocks: Sequence[Block], context: int = CONTEXT) -> Sequence[Block]:
    """The marked blocks with `context` paragraphs before and after; all where nothing is marked."""
    marked = [number for number, block in enumerate(blocks) if block.marked]
    if not marked:
        return blocks
    return blocks[max(0, marked[0] - context) : marked[-1] + 1 + context]


def _spans(document: Document) -> Iterator[Span]:
    """Consecutive spans that hold every visible character, from the layout where it has paragraphs."""
    end = 0
    for paragraph in document.layout.paragraphs:
        if paragraph.start > end:
            yield from _lines(document.text, end, paragraph.start)
        if paragraph.end > end:
            yield Span(max(end, paragraph.start), paragraph.end)
            end = paragraph.end
    yield from _lines(document.text, end, len(document.text))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """What no paragraph of the layout covers, split at empty lines."""
    for match in re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*").finditer(text, start, end):
        yield Span(match.start(), match.end())


def _pieces(text: str, span: Span, mark: Span | None) -> tuple[Piece, ...]:
    if mark is None or mark.end <= span.start or mark.start >= span.end:
        return (Piece(text[span.start : span.end], marked=False),)
    first, last = max(span.start, mark.start), min(span.end, mark.end)
    pieces = (
        Piece(text[span.start : first], marked=False),
        Piece(text[first:last], marked=True),
        Piece(text[last : span.end], marked=False),
    )
    return tuple(piece for piece in pieces if piece.text)
