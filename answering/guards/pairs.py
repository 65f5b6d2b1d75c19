"""Which words belong to which figure, name or party: two of a kind may not change places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from answering.evidence import Evidence
from answering.language.keys import Key, key_of, with_plain_keys
from answering.language.values import MONTHS
from answering.language.wording import Word, read
from answering.objections import objection
from core.sentences import sentences
from core.types import Objection

_TURN = r";\s|:\s|\sbut\s|\swhile\s|\swhereas\s|\sif\s|\sunless\s|\swhen\s|\swhere\s|\n"
_CONTRAST = re.compile(rf"{_TURN}|,\s(?:and|after|before)\s", re.IGNORECASE)
_COMMA = re.compile(rf"{_TURN}|,\s|\sand\s|\sor\s|\snor\s|\s\(|\)\s", re.IGNORECASE)


@dataclass(frozen=True)
class _Stretch:
    """A sentence or a piece of one."""

    keys: frozenset[Key]
    words: tuple[tuple[Word, Key | None], ...]

    def beside(self, key: Key) -> list[Word]:
        """The words of the stretch but for the key."""
        return [word for word, other in self.words if other != key and word.text not in MONTHS]


@dataclass(frozen=True)
class _Layout:
    """A text in sentences, in the sides of its contrasts, and in the pieces between its commas."""

    keys: dict[Key, str]
    levels: tuple[tuple[_Stretch, ...], ...]


def keeps_pairs(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "A pays 5, B pays 10" where the quotations say that A pays 10 and B pays 5."""
    said, quoted = _layout(statement), _layout(evidence.words)
    for one, other in combinations(sorted(said.keys.keys() & quoted.keys.keys()), 2):
        if one.kind == other.kind and _exchanged(one, other, said, quoted):
            yield objection("role", f"{said.keys[one]} … {said.keys[other]}")
            return


def _exchanged(one: Key, other: Key, said: _Layout, quoted: _Layout) -> bool:
    """Whether words of each stand with the other in the quotations, and no more with their own."""
    with_one, with_other = _apart(one, other, said)
    theirs_one, theirs_other = _apart(one, other, quoted)
    if not (with_one and with_other and theirs_one and theirs_other):
        return False
    moved = min(
        _shared(with_one, with_other, theirs_other, theirs_one),
        _shared(with_other, with_one, theirs_one, theirs_other),
    )
    stayed = _shared(with_one, with_other, theirs_one, theirs_other) + _shared(
        with_other, with_one, theirs_other, theirs_one
    )
    return moved > 0 and stayed <= moved


def _apart(one: Key, other: Key, layout: _Layout) -> tuple[list[Word], list[Word]]:
    """The words that stand with each of the two, in the widest stretches that part them."""
    for stretches in layout.levels:
        with_one = [w for s in stretches if one in s.keys and other not in s.keys for w in s.beside(one)]
        with_other = [w for s in stretches if other in s.keys and one not in s.keys for w in s.beside(other)]
        if with_one and with_other:
            return with_one, with_other
    return [], []


def _shared(
    words: Sequence[Word], others: Sequence[Word], here: Sequence[Word], there: Sequence[Word]
) -> int:
    """How many words, but for those of the other side too, the quotations have `here` and not `there`."""
    near, far = _meanings(here), _meanings(there) | _meanings(others)
    return len({word.stem for word in words if word.meanings & near and not word.meanings & far})


def _meanings(words: Sequence[Word]) -> frozenset[str]:
    return frozenset().union(*(word.meanings for word in words))


@lru_cache(maxsize=1024)
def _layout(text: str) -> _Layout:
    text = with_plain_keys(text)
    words = [(word, key_of(word, text)) for word in read(text).words]
    keys = {key: word.text for word, key in reversed(words) if key}
    spans = (_sentences(text), _between(_CONTRAST, text), _between(_COMMA, text))
    return _Layout(keys, tuple(tuple(_stretches(words, level)) for level in spans))


def _stretches(
    words: Sequence[tuple[Word, Key | None]], spans: Sequence[tuple[int, int]]
) -> Iterator[_Stretch]:
    for start, end in spans:
        inside = tuple((word, key) for word, key in words if start <= word.start < end)
        if inside:
            yield _Stretch(frozenset(key for _, key in inside if key), inside)


def _sentences(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    place = 0
    for line in text.split("\n"):
        found.extend((place + span.start, place + span.end) for span in sentences(line))
        place += len(line) + 1
    return found


def _between(breaks: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return list(pairwise([0, *(match.end() for match in breaks.finditer(text)), len(text) + 1]))
