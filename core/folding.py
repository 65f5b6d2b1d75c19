"""Typographic folding: the only liberty that a quotation may take with its source."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.types import Span

# Not inside a word, and not inside a number such as 1.5 or 10,000.
WHOLE = r"(?<!\w)(?<!\d[.,]){}(?!\w)(?![.,]\d)"
_INSIDE_BEFORE = re.compile(r"(?:\w|\d[.,])$")  # the same, without making an expression for each quotation
_INSIDE_AFTER = re.compile(r"\w|[.,]\d")
CUT = " … "  # between two stretches of a source that a statement quotes

FOLDED = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **{"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "..."},
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),  # soft hyphens, zero-width characters
}
_NOTHING = "".join(character for character, folded in FOLDED.items() if not folded)
# all that folding may touch: not the one space between two words, which most of a text has
_FOLDS = re.compile(rf"[^\S ]|(?:^|(?<=[\s{_NOTHING}])) |[{''.join(map(re.escape, FOLDED))}]")
KEPT = 64  # folded texts that are kept: as many documents as a question's passages come from, and more


@dataclass(frozen=True)
class Folded:
    """A folded text, and for each of its characters the place in the original that it came from."""

    text: str
    places: Sequence[int]  # one more than characters: the last is the end of the original


@lru_cache(maxsize=KEPT)
def fold(text: str) -> Folded:
    """Folds quotes, dashes, ligatures, white space and soft hyphens; letters keep their case."""
    pieces: list[str] = []
    places = array("L")
    after, ends_in_space = 0, True  # white space at the beginning is left out
    for match in _FOLDS.finditer(text):
        place = match.start()
        if place > after:
            pieces.append(text[after:place])
            places.extend(range(after, place))
            ends_in_space = text[place - 1] == " "
        after = match.end()
        folded = " " if match[0].isspace() else FOLDED[match[0]]
        if not folded or (folded == " " and ends_in_space):
            continue
        pieces.append(folded)
        places.extend([place] * len(folded))
        ends_in_space = folded == " "
    pieces.append(text[after:])
    places.extend(range(after, len(text) + 1))
    return Folded("".join(pieces), places)


def find_folded(quotation: str, text: str) -> Span | None:
    """Where the quotation stands in the text as whole words, but for typography; None if nowhere."""
    return next(all_folded(quotation, text), None)


def all_folded(quotation: str, text: str) -> Iterator[Span]:
    """All places at which the quotation stands in the text as whole words, but for typography."""
    wanted = fold(quotation).text.strip()
    if not wanted:
        return
    folded = fold(text)
    place = folded.text.find(wanted)
    while place >= 0:
        end = place + len(wanted)
        if not _INSIDE_BEFORE.search(folded.text[max(0, place - 2) : place]) and not _INSIDE_AFTER.match(
            folded.text, end
        ):
            yield Span(folded.places[place], folded.places[end - 1] + 1)
            place = folded.text.find(wanted, end)
        else:
            place = folded.text.find(wanted, place + 1)
