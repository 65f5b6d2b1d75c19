"""Typographic folding: the only liberty that a quotation may take with its source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.types import Span

# Not inside a word, and not inside a number such as 1.5 or 10,000.
WHOLE = r"(?<!\w)(?<!\d[.,]){}(?!\w)(?![.,]\d)"
CUT = " … "  # between two stretches of a source that a statement quotes

FOLDED = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **{"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "..."},
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),  # soft hyphens, zero-width characters
}


@dataclass(frozen=True)
class Folded:
    """A folded text, and for each of its characters the place in the original that it came from."""

    text: str
    places: tuple[int, ...]  # one more than characters: the last is the end of the original


def fold(text: str) -> Folded:
    """Folds quotes, dashes, ligatures, white space and soft hyphens; letters keep their case."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = " " if character.isspace() else FOLDED.get(character, character)
        if folded == " " and (not characters or characters[-1] == " "):
            continue
        characters.extend(folded)
        places.extend([place] * len(folded))
    return Folded("".join(characters), (*places, len(text)))


def find_folded(quotation: str, text: str) -> Span | None:
    """Where the quotation stands in the text as whole words, but for typography; None if nowhere."""
    wanted = fold(quotation).text.strip()
    if not wanted:
        return None
    folded = fold(text)
    match = re.search(WHOLE.format(re.escape(wanted)), folded.text)
    if match is None:
        return None
    start = folded.places[match.start()]
    end = folded.places[match.end() - 1] + 1
    return Span(start, end)
