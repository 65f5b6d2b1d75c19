"""Words that are read from right to left: a PDF does not tell for certain in which order they stand."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import groupby, pairwise

from memo.checks.comparing import rising, steps, words_of
from memo.checks.finished_file import FoundMemo, FoundParagraph, joined
from memo.content import NoteMark

_Piece = str | NoteMark
_SPACED_WORD = re.compile(r"\s*\S+\s*")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = "\0"  # between words in a line of them; no word has it
_NUMBER = re.compile(r"\d+")

CHECK_ANOTHER = (
    "A PDF does not tell for certain in which order words stand that are read from right to left: "
    "check the Word or the JSON file."
)


def is_leftward(text: str) -> bool:
    """Whether it has letters that are read from right to left, as Arabic and Hebrew."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


class Direction(StrEnum):
    """How a paragraph is read."""

    RIGHTWARD = "from left to right throughout"
    MIXED = "from left to right, with words from right to left"
    LEFTWARD = "from right to left"


def direction_of(text: str) -> Direction:
    """From right to left where its first letter is read so, or most are, as writers of files take it."""
    if not is_leftward(text):
        return Direction.RIGHTWARD
    strong = [one for one in map(unicodedata.bidirectional, text) if one in ("L", "R", "AL")]
    is_mixed = strong[0] == "L" and strong.count("L") * 2 >= len(strong)
    return Direction.MIXED if is_mixed else Direction.LEFTWARD


def same_words(one: str, other: str, direction: Direction) -> bool:
    """Whether both have the same words but for the order in which a PDF may have those from right to left.

    Letters are the same, each as often, and so are words from left to right; in paragraphs that begin so,
    they also stand in the same order, and the digits of numbers in a row.
    """
    if _letters(one) != _letters(other):
        return False
    ours, theirs = _rightward(one), _rightward(other)
    if direction is Direction.LEFTWARD:
        return Counter(ours) == Counter(theirs)
    return ours == theirs and Counter(_NUMBER.findall(one)) == Counter(_NUMBER.findall(other))


def with_order_of(kept: Sequence[FoundParagraph], file: FoundMemo) -> FoundMemo:
    """The body of the file with words from right to left in the order of the memo's paragraphs.

    Only stretches of paragraphs that hold such words are taken from the memo, and only for the
    `same_words` with the same marks. Paragraphs from left to right stay as the file has them.
    """
    expected = [piece for one in kept for piece in _pieces(one)]
    found = [piece for one in file.paragraphs for piece in _pieces(one)]
    directions = [direction_of(one.text) for one in kept for _ in _pieces(one)]
    body: list[_Piece] = []
    told = _steps_between(_anchors(kept, expected, found), expected, found)
    at = [(_direction_at(step[0], step[1], directions), step) for step in told]
    for _, stretch in groupby(at, key=lambda one: one[0] is Direction.RIGHTWARD):
        ways, bounds = zip(*stretch, strict=True)
        direction = max(ways, key=list(Direction).index)
        ours, theirs = expected[bounds[0][0] : bounds[-1][1]], found[bounds[0][2] : bounds[-1][3]]
        body += ours if _is_reordered(ours, theirs, direction) else theirs
    return replace(file, paragraphs=(FoundParagraph(joined(body)),), unsure=True)


def _direction_at(start: int, end: int, directions: Sequence[Direction]) -> Direction:
    """The freest of these pieces, but rightward where one is; the freest beside what was put in."""
    there = sorted(
        directions[start:end] or directions[max(0, start - 1) : start + 1], key=list(Direction).index
    )
    if not there or (start < end and there[0] is Direction.RIGHTWARD):
        return Direction.RIGHTWARD
    return there[-1]


def _anchors(
    kept: Sequence[FoundParagraph], expected: Sequence[_Piece], found: Sequence[_Piece]
) -> list[tuple[int, int]]:
    """Where paragraphs from left to right begin that stand once in both, in the same order.

    They part what stands between them, as where two paragraphs name the same title from right to left.
    """
    ours, theirs = _line(expected), _line(found)
    pairs: list[tuple[int, int]] = []
    for one in kept:
        line = _line(_pieces(one))
        if direction_of(one.text) is Direction.RIGHTWARD and ours.count(line) == theirs.count(line) == 1:
            places = (text[: text.index(line)].count(_BETWEEN) for text in (ours, theirs))
            pairs.append((next(places), next(places)))
    return rising(pairs)


def _line(pieces: Iterable[_Piece]) -> str:
    return _BETWEEN + "".join(f"{_folded(one)}{_BETWEEN}" for one in pieces)


def _steps_between(
    anchors: Sequence[tuple[int, int]], expected: Sequence[_Piece], found: Sequence[_Piece]
) -> Iterator[tuple[int, int, int, int]]:
    """The small steps from anchor to anchor."""
    ends = [*anchors, (len(expected), len(found))]
    for (i, k), (j, m) in pairwise([(0, 0), *ends]):
        for a, b, c, d in _small_steps(expected[i:j], found[k:m]):
            yield i + a, i + b, k + c, k + d


def _small_steps(expected: Sequence[_Piece], found: Sequence[_Piece]) -> Iterator[tuple[int, int, int, int]]:
    """How the one becomes the other; what is the same comes piece by piece, so that it can be divided."""
    for kind, i, j, k, m in steps([_folded(one) for one in expected], [_folded(one) for one in found]):
        if kind == "equal":
            yield from ((i + n, i + n + 1, k + n, k + n + 1) for n in range(j - i))
        else:
            yield i, j, k, m


def _is_reordered(ours: Sequence[_Piece], theirs: Sequence[_Piece], direction: Direction) -> bool:
    one, other = ("".join(part for part in side if isinstance(part, str)) for side in (ours, theirs))
    marks, others = ([part for part in side if not isinstance(part, str)] for side in (ours, theirs))
    turned = direction is not Direction.RIGHTWARD
    return turned and marks == others and same_words(one, other, direction)


def _pieces(paragraph: FoundParagraph) -> Iterator[_Piece]:
    """Its words, each with the white space around it, and its marks."""
    for inline in paragraph.inlines:
        if isinstance(inline, str):
            yield from _SPACED_WORD.findall(f"{inline} ")
        else:
            yield inline


def _folded(piece: _Piece) -> str:
    return " ".join(words_of(piece)) if isinstance(piece, str) else f"[^{piece.number}]"


def _rightward(text: str) -> list[str]:
    return [word for word in _WORD.findall(unicodedata.normalize("NFKC", text)) if not is_leftward(word)]


def _letters(text: str) -> Counter[str]:
    folded = unicodedata.normalize("NFKC", text)
    return Counter(letter for letter in folded if unicodedata.category(letter)[0] in "LNM")
