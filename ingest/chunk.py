"""Cuts a document into passages: spans packed from whole sentences, within one heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from core.sentences import CELL, sentences
from core.tokens import count_tokens
from core.types import Layout, Metadata, Reading, Span
from vectorstore.embed import Embedder

PREFIX_PIECES = 56  # at most this much of the window tells where a passage stands
MARKS = 2  # word pieces that the model adds to every text
CLAUSE_END = re.compile(r"[;:,](?=\s)")


@dataclass(frozen=True)
class Piece:
    """What passages are packed from: a sentence, a heading, or a part of an endless sentence."""

    start: int
    end: int
    tokens: int  # tiktoken's
    word_pieces: int  # the embedding model's
    paragraph: int
    heading: bool
    quotable: bool = True  # no part of a row of a table, which says something else than the row


@dataclass(frozen=True)
class Cut:
    """A passage to be: its span, its sentences, and the words before it that only the model sees."""

    start: int
    end: int
    sentences: tuple[Span, ...]
    prefix: str
    tokens: int


def chunk(reading: Reading, embedder: Embedder, *, tokens: int) -> list[Cut]:
    """The passages of a document, in order, of about `tokens` tokens each.

    Every character that is not white space is in exactly one passage, and no passage with its prefix
    exceeds the embedder's window. A sentence is cut only where it alone would exceed it.
    """
    prefixes = _Prefixes(reading.metadata, embedder)
    cuts: list[Cut] = []
    for path, segments in _sections(reading.text, reading.layout):
        prefix, prefix_pieces = prefixes.under(path)
        room = embedder.window - MARKS - prefix_pieces
        pieces = _pieces(reading.text, segments, embedder, room)
        cuts += [_cut(packed, prefix) for packed in _pack(pieces, tokens, room)]
    return cuts


class _Prefixes:
    """The words before a passage: title, issuer, date and headings, within PREFIX_PIECES."""

    def __init__(self, metadata: Metadata, embedder: Embedder) -> None:
        known = (metadata.title, metadata.issuer, metadata.date)
        self._document = [part for part in known if part]
        self._embedder = embedder

    def under(self, path: Sequence[str]) -> tuple[str, int]:
        """The prefix for passages under these headings, and its word pieces.

        Where it is too long, the date, the issuer and the outer headings go first.
        """
        headings = [heading for heading in path if heading != self._document[0]]
        document = list(self._document)
        while True:
            prefix = " · ".join([*document, *headings]) + "\n"
            length = self._embedder.lengths([prefix])[0]
            if length <= PREFIX_PIECES:
                return prefix, length
            if len(document) > 1:
                document.pop()
            elif headings:
                headings.pop(0)
            else:
                return "", 0  # a title of hundreds of characters says less than the passage's own words


def _sections(text: str, layout: Layout) -> Iterator[tuple[tuple[str, ...], list[tuple[Span, bool]]]]:
    """(headings, segments) from one heading to the next; a segment is a span and whether it is a heading.

    Segments are paragraphs, and whatever stands between them.
    """
    headings = {heading.start: heading.path for heading in layout.headings}
    edges = {0, len(text), *headings}
    for paragraph in layout.paragraphs:
        edges.update((paragraph.start, paragraph.end))
    bounds = sorted(edge for edge in edges if 0 <= edge <= len(text))
    path: tuple[str, ...] = ()
    segments: list[tuple[Span, bool]] = []
    for start, end in pairwise(bounds):
        if start in headings:
            if segments and not all(is_heading for _, is_heading in segments):
                yield path, segments
                segments = []
            path = headings[start]
        if span := _stripped(text, start, end):
            segments.append((span, start in headings))
    if segments:
        yield path, segments


def _pieces(text: str, segments: Sequence[tuple[Span, bool]], embedder: Embedder, room: int) -> list[Piece]:
    found: list[tuple[Span, int, bool]] = []
    for number, (segment, heading) in enumerate(segments):
        words = text[segment.start : segment.end]
        spans = [Span(0, len(words))] if heading else sentences(words)
        found += [(Span(segment.start + s.start, segment.start + s.end), number, heading) for s in spans]
    lengths = embedder.lengths([text[span.start : span.end] for span, _, _ in found])
    fitting: list[tuple[Span, int, bool]] = []
    parts_of_rows: set[Span] = set()
    for (span, number, heading), length in zip(found, lengths, strict=True):
        parts = [span] if length <= room else _split(text, span, embedder, room)
        fitting += [(part, number, heading) for part in parts]
        if len(parts) > 1 and CELL in text[span.start : span.end]:
            parts_of_rows.update(parts)
    if len(fitting) != len(found):
        lengths = embedder.lengths([text[span.start : span.end] for span, _, _ in fitting])
    tokens = count_tokens([text[span.start : span.end] for span, _, _ in fitting])
    return [
        Piece(span.start, span.end, token_count, length, number, heading, span not in parts_of_rows)
        for (span, number, heading), token_count, length in zip(fitting, tokens, lengths, strict=True)
    ]


def _stripped(text: str, start: int, end: int) -> Span | None:
    """The span without the white space at its ends; None where nothing is left."""
    words = text[start:end]
    if not words.strip():
        return None
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _split(text: str, span: Span, embedder: Embedder, room: int) -> list[Span]:
    """Halves a sentence that alone exceeds the window, at clauses where it has any, until all fit."""
    if embedder.lengths([text[span.start : span.end]])[0] <= room:
        return [span]
    words = text[span.start : span.end]
    middle = len(words) // 2
    nearest = partial(min, key=lambda place: abs(place - middle))
    clauses = [
        match.end() for match in CLAUSE_END.finditer(words) if len(words) < 4 * match.end() < 3 * len(words)
    ]
    spaces = [match.start() for match in re.finditer(r"\s", words)]
    place = nearest(clauses or spaces or [middle])
    if not 0 < place < len(words):
        place = middle
    halves = (_stripped(text, span.start, span.start + place), _stripped(text, span.start + place, span.end))
    return [part for half in halves if half for part in _split(text, half, embedder, room)]


def _pack(pieces: Sequence[Piece], tokens: int, room: int) -> Iterator[list[Piece]]:
    """Fills passages; a passage more than half full ends at a paragraph that would not fit whole.

    So boundaries find back to the same places after a change, and a changed paragraph leaves the
    passages around it as they were.
    """
    packed: list[Piece] = []
    for place, piece in enumerate(pieces):
        if packed and not all(earlier.heading for earlier in packed):
            ahead = [piece]
            if piece.paragraph != packed[-1].paragraph and _tokens(packed) > tokens // 2:
                ahead = [other for other in pieces[place : place + 40] if other.paragraph == piece.paragraph]
            too_long = _tokens(packed) + _tokens(ahead) > tokens
            if too_long or _word_pieces(packed) + piece.word_pieces > room:
                yield packed
                packed = []
        elif _word_pieces(packed) + piece.word_pieces > room:
            yield packed
            packed = []
        packed.append(piece)
    if packed:
        yield packed


def _tokens(pieces: Sequence[Piece]) -> int:
    return sum(piece.tokens for piece in pieces)


def _word_pieces(pieces: Sequence[Piece]) -> int:
    return sum(piece.word_pieces for piece in pieces)


def _cut(packed: Sequence[Piece], prefix: str) -> Cut:
    sentences = tuple(
        Span(piece.start, piece.end) for piece in packed if piece.quotable and not piece.heading
    )
    return Cut(packed[0].start, packed[-1].end, sentences, prefix, _tokens(packed))
