"""Compares words: the same but for typography, like one another, and what differs."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.folding import fold
from memo.plain import plain

Words = tuple[str, ...]
Bag = frozenset[tuple[str, int]]  # words, each with which time it stands there: two bags share as many words
_Match = tuple[int, int, int]  # the same words at both places, and how many
_SET_APART = re.compile(r"(?<=«)\s+|\s+(?=»)")  # French quotation marks have a space inside
AROUND = 4  # words shown on each side of what differs
MOST_COMPARED = 200_000  # pairs of words that are compared with one another: a few milliseconds
STRETCHES = (6, 3, 1)  # words that long texts are laid beside one another by


@dataclass(frozen=True)
class Difference:
    """Words `start` to `end` of those expected, and what stands in their place; one of both may be empty."""

    start: int
    end: int
    expected: Words
    found: Words


def words_of(text: str) -> Words:
    """The words, folded: quotes, dashes, ligatures, white space and soft hyphens make no difference."""
    close = _SET_APART.sub("", text)
    return tuple(unicodedata.normalize("NFC", fold(close).text).split())


def kept_words(text: str) -> Words:
    """The words of a kept text as a file holds them: writers leave out what no file can hold."""
    return words_of(plain(text))


def is_word(text: str) -> bool:
    """Whether it has a letter or a digit, and is not only a sign or white space."""
    return any(map(str.isalnum, text))


def bag_of(words: Words) -> Bag:
    """The words without their order, of each as many as there are."""
    times: Counter[str] = Counter()
    bag = []
    for word in words:
        times[word] += 1
        bag.append((word, times[word]))
    return frozenset(bag)


def likeness(one: Bag, other: Bag) -> float:
    """The share of words that both have, in whatever order: 0 to 1. It decides nothing, it only pairs."""
    common = len(one & other)
    return 2 * common / (len(one) + len(other)) if common else 0.0


def differences(expected: Sequence[str], found: Sequence[str]) -> tuple[Difference, ...]:
    """What differs, in order; nothing where both are the same."""
    return tuple(
        Difference(i, j, tuple(expected[i:j]), tuple(found[k:m]))
        for kind, i, j, k, m in steps(expected, found)
        if kind != "equal"
    )


def steps(expected: Sequence[str], found: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """How the one becomes the other, as difflib says it; texts of any length are compared in order."""
    told: list[tuple[str, int, int, int, int]] = []
    i = k = 0
    for one, other, size in (*_matches(expected, found), (len(expected), len(found), 0)):
        if one > i or other > k:
            kind = "replace" if one > i and other > k else "delete" if one > i else "insert"
            told.append((kind, i, one, k, other))
        if size and told and told[-1][0] == "equal":
            told[-1] = ("equal", told[-1][1], one + size, told[-1][3], other + size)
        elif size:
            told.append(("equal", one, one + size, other, other + size))
        i, k = one + size, other + size
    return told


def _matches(expected: Sequence[str], found: Sequence[str]) -> Iterator[_Match]:
    """Where both have the same words, in order: first what they begin and end with."""
    limit = min(len(expected), len(found))
    first = next((n for n in range(limit) if expected[n] != found[n]), limit)
    last = next((n for n in range(limit - first) if expected[-1 - n] != found[-1 - n]), limit - first)
    before, after = expected[first : len(expected) - last], found[first : len(found) - last]
    if first:
        yield 0, 0, first
    for i, k, size in _inner_matches(before, after):
        yield first + i, first + k, size
    if last:
        yield len(expected) - last, len(found) - last, last


def _inner_matches(before: Sequence[str], after: Sequence[str]) -> Iterator[_Match]:
    """Short texts word by word; long ones between stretches of words that both have just once."""
    if not before or not after:
        return
    if len(before) * len(after) <= MOST_COMPARED:
        for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
            if block.size:
                yield block.a, block.b, block.size
        return
    anchors = next(filter(None, (_anchors(before, after, size) for size in STRETCHES)), [])
    i = k = 0
    for one, other, size in anchors:
        for a, b, length in _matches(before[i:one], after[k:other]):
            yield i + a, k + b, length
        yield one, other, size
        i, k = one + size, other + size
    if anchors:
        for a, b, length in _matches(before[i:], after[k:]):
            yield i + a, k + b, length


def _anchors(before: Sequence[str], after: Sequence[str], size: int) -> list[_Match]:
    """Stretches of `size` words that stand once in each of both, as many as are in the same order."""
    theirs = _once(after, size)
    common = [(place, theirs[words]) for words, place in _once(before, size).items() if words in theirs]
    anchors: list[_Match] = []
    for i, k in rising(common):
        if not anchors or (i >= anchors[-1][0] + anchors[-1][2] and k >= anchors[-1][1] + anchors[-1][2]):
            anchors.append((i, k, size))
    return anchors


def _once(words: Sequence[str], size: int) -> dict[Words, int]:
    """The stretches of `size` words that stand there just once, with their places, in order."""
    counted: dict[Words, list[int]] = {}
    for place in range(len(words) - size + 1):
        counted.setdefault(tuple(words[place : place + size]), []).append(place)
    return {stretch: places[0] for stretch, places in counted.items() if len(places) == 1}


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs, which come by their first number, in which the second rises too."""
    ends: list[int] = []  # of the best row of each length: its last second number
    at: list[int] = []
    before: list[int] = []
    for number, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        at[length : length + 1] = [number]
    row: list[tuple[int, int]] = []
    number = at[-1] if at else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def shown(words: Sequence[str], start: int, end: int) -> str:
    """Words `start` to `end` with some around them, in which "…" stands for the rest."""
    low, high = max(0, start - AROUND), min(len(words), end + AROUND)
    return " ".join((*["…"][: low > 0], *words[low:high], *["…"][: high < len(words)]))


def paired(
    expected: Sequence[Words], found: Sequence[Words], *, like: Callable[[int, int], float], least: float
) -> dict[int, int]:
    """Which of the found goes with which of the expected: the same words first, then those most alike.

    Same words in the same order go first, then same words elsewhere; of the rest the most alike,
    where `like` of their places is at least `least`. At most one goes with one.
    """
    pairs = _same_in_order(expected, found)
    taken = set(pairs.values())
    free: dict[Words, list[int]] = {}
    for place, words in enumerate(found):
        if place not in taken:
            free.setdefault(words, []).append(place)
    for place, words in enumerate(expected):
        if place not in pairs and free.get(words):
            pairs[place] = free[words].pop(0)
    taken = set(pairs.values())
    rest = [place for place in range(len(expected)) if place not in pairs]
    left = [place for place in range(len(found)) if place not in taken]
    before = _before(rest, pairs)
    scored = sorted(
        (-score, abs(_shift(one, other, before[one])), one, other)
        for one in rest
        for other in left
        if (score := like(one, other)) >= least
    )
    for _, _, one, other in scored:
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def _same_in_order(expected: Sequence[Words], found: Sequence[Words]) -> dict[int, int]:
    blocks = SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _before(places: Sequence[int], pairs: Mapping[int, int]) -> dict[int, tuple[int, int] | None]:
    """Of each of these places: the pair of the nearest place before it that has one."""
    paired_places = sorted(pairs)
    numbers = ((place, bisect_left(paired_places, place)) for place in places)
    return {
        place: (paired_places[number - 1], pairs[paired_places[number - 1]]) if number else None
        for place, number in numbers
    }


def _shift(one: int, other: int, before: tuple[int, int] | None) -> int:
    """How far from its place the pair would be, as its nearest neighbour `before` it has it."""
    return other - one if before is None else (other - before[1]) - (one - before[0])


class Vocabulary:
    """The words that are expected, by which words are known that a line's end has cut in two."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))

    def joined(self, text: str) -> str:
        """The text with its lines joined: "a-\nb" -> "a-b", "https://x.org/\na" -> "https://x.org/a".

        Lines are parted by a space where that gives no expected word, or where both sides are words.
        """
        lines = [line.strip() for line in text.split("\n")]
        pieces = lines[:1]
        tail = _last(lines[0])
        for line in lines[1:]:
            if not line:
                continue
            head = line.split(maxsplit=1)[0]
            between, tail = self._between(tail, head, alone=head == line)
            if between is None:  # a hyphen that only the line's end has put there
                pieces[-1] = pieces[-1][:-1]
            pieces += [between or "", line]
            tail = tail if head == line else _last(line)
        before = " " if text[:1].isspace() and lines[0] else ""
        return before + "".join(pieces) + (" " if text[-1:].isspace() else "")

    def _between(self, tail: str, head: str, *, alone: bool) -> tuple[str | None, str]:
        """What parts the end of a line from the next, and the word that both then end in."""
        before, after = "".join(words_of(tail)), "".join(words_of(head))
        if not tail or (self._has(before) and self._has(after)):
            return " ", head
        if self._has(before + after) or (alone and self._begins(before + after)):
            return "", tail + head
        if before.endswith("-") and self._has(before[:-1] + after):
            return None, tail[:-1] + head
        return " ", head

    def _has(self, word: str) -> bool:
        place = bisect_left(self._words, word)
        return place < len(self._words) and self._words[place] == word

    def _begins(self, start: str) -> bool:
        place = bisect_left(self._words, start)
        return place < len(self._words) and self._words[place].startswith(start)


def _last(line: str) -> str:
    return line.rsplit(maxsplit=1)[-1] if line else ""
