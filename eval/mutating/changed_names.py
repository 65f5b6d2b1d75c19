"""Other names in a sentence: of parties, courts and offices, laws and places."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.places import places_in
from eval.mutating.shelf import Shelf, plain

_WORD = r"[A-Z](?:[\w&-]|[’'](?!s\b))*\w"
NAME = re.compile(rf"(?<![\w.’'-]){_WORD}(?:\s(?:of\s(?:the\s)?|for\s|v\.\s)?{_WORD})*(?![\w’'])")
BODY = re.compile(
    r"\b(?:Court|Commission|Department|Office|Committee|Ministry|Congress|Parliament|Council|Agency|Board"
    r"|Bureau|Senate|Authority|Administration|Tribunal|Organi[sz]ation|University|Institute|Association"
    r"|Government|Representative|Service)(?=\Z| of\b| for\b)"
)
LAW = re.compile(
    r"\b(?:Act|Law|Code|Directive|Agreement|Treaty|Regulations?|Order|Rules?|Convention|Constitution"
    r"|Protocol|Policy|Amendments?|Statutes?)(?=\Z| of\b| on\b)"
)
OTHER_THINGS = re.compile(
    r" No\Z| of (?:January|February|March|April|May|June|July|August|September|October|November|December)\Z"
)
# Months, words that begin sentences or stand before a number, forms of address.
_NO_NAME = """
    January February March April May June July August September October November December Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday The This That These Those It Its In On At By Under If When
    Where Section Sections Article Articles Chapter Rule Title Annex Exhibit Schedule No Mr Mrs Ms Dr A An
    As For To From With And But Or Such Each Any All We You Our Your They He She There Part Paragraph
    Also After Before Both Not However Although While Since Internet Web
"""
NO_NAME = frozenset(_NO_NAME.split())
SORTS = ("body", "law", "place", "party")


@dataclass(frozen=True)
class Names:
    """The names that a shelf's documents speak of, by sort, each with the documents that have it."""

    by_sort: Mapping[str, Sequence[str]]

    def others(self, sort: str, said: str, chance: random.Random) -> Iterator[str]:
        """Names of this sort that share no word with what is said, in the order of chance."""
        words = set(plain(said).split())
        names = [name for name in self.by_sort[sort] if words.isdisjoint(plain(name).split())]
        yield from chance.sample(names, min(len(names), 40))


def names_of(shelf: Shelf) -> Names:
    """The names in the middle of sentences, where a capital marks a name; none that are common words too."""
    found: dict[str, set[str]] = {sort: set() for sort in SORTS}
    common = {word for held in shelf.held for word in re.findall(r"\b[a-z]+\b", held.document.text)}
    for held in shelf.held:
        text = held.document.text
        for match in NAME.finditer(text):
            if _amid(text, match.start()) and (sort := sort_of(match[0])):
                found[sort].add(match[0])
    return Names(
        {
            sort: sorted(name for name in names if name.casefold() not in common)
            for sort, names in found.items()
        }
    )


def sort_of(name: str) -> str | None:
    """Which sort of name it is; None: no name, or one that says too little."""
    words = name.split()
    shouted = name.isupper() and len(name) > 6  # a heading, no abbreviation
    if words[0] in NO_NAME or "\n" in name or shouted or len(name) < 3 or len(words) > 6:
        return None
    if BODY.search(name):
        return "body" if len(words) > 1 else None
    if LAW.search(name):
        return "law" if len(words) > 1 else None
    if OTHER_THINGS.search(name):
        return None
    if any(place.casefold() == name.casefold() for place in places_in(name)):
        return "place"
    return None if places_in(name) else "party"


def other_name(
    sort: str, names: Names, text: str, known: str, document: str, chance: random.Random
) -> Iterator[str]:
    """The text with one name of this sort changed to one that its document does not know."""
    pool = set(names.by_sort[sort])
    found = [match for match in NAME.finditer(text) if sort_of(match[0]) == sort and match[0] in pool]
    chance.shuffle(found)
    for match in found:
        for other in names.others(sort, match[0], chance):
            if plain(other) not in document and not set(plain(other).split()) <= set(known.split()):
                yield text[: match.start()] + other + text[match.end() :]


def names_exchanged(names: Names, text: str, known: str, chance: random.Random) -> Iterator[str]:
    """The text with two names of one sort in each other's place: who did what to whom."""
    for sort in chance.sample(SORTS, len(SORTS)):
        pool = set(names.by_sort[sort])
        found = [m for m in NAME.finditer(text) if sort_of(m[0]) == sort and m[0] in pool]
        pairs = [(a, b) for a, b in pairwise(found) if a[0] != b[0]]
        chance.shuffle(pairs)
        for a, b in pairs:
            between = text[a.end() : b.start()]
            if re.fullmatch(r",? (?:and|or) (?:the )?|, ", between):
                continue  # "Obama and Xi": the same the other way round
            yield text[: a.start()] + b[0] + between + a[0] + text[b.end() :]


def _amid(text: str, place: int) -> bool:
    return re.search(r"[a-z,] \Z", text[max(0, place - 2) : place]) is not None
