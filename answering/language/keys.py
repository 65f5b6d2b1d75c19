"""The figures, names and parties of a text: what other words belong to, and what may not change places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from answering.language.values import MONTHS
from answering.language.wording import Word
from answering.language.words import stem
from core.places import place_names, places_in

# Parties, by their stems. No paraphrase says one of these for another, but for those of one family.
_DISTINCT = """court judge jury plaintiff defendant claimant accused owner holder employer employee applicant
    victim offender government company organisation individual agent prosecutor lawyer attorney president
    congress senate house parliament council commission state states licensor licensee buyer seller competitor
    party respondent recipient contractor worker association associations observer executive officer tenant
    landlord lender borrower"""
_OTHERS = """entity agency authority ministry regulator user provider supplier customer creditor debtor
    controller processor author publisher patient"""
DISTINCT = frozenset(map(stem, _DISTINCT.split()))
_PARTIES = {stem(word): word.rstrip("y") for word in f"{_DISTINCT} {_OTHERS}".split()}
_NUMBERS = """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty""".split()  # noqa: SIM905
_NUMBER = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
CASE = re.compile(r"\b([A-Z]\w+)(?: [A-Z]\w+)* v\.? ([A-Z]\w*)[\w.]*(?: [A-Z]\w+)*")  # its two sides
_PLACE = re.compile(r"(?<![\w–-])[A-Z]\w*(?: [A-Z]\w+)?(?![\w–-])")


@dataclass(frozen=True, order=True)
class Key:
    """A figure, a year, a place, another name or a party, by its stem."""

    kind: str
    stem: str


def key_of(word: Word, text: str) -> Key | None:
    """What the word of the text is; None for a word of another kind, or a piece of "Obama-Xi"."""
    before, after = text[word.start - 1 : word.start], text[word.end : word.end + 1]
    if word.text[0].isdigit():
        return Key("year" if _YEAR.fullmatch(word.text) else "figure", word.text)
    if is_party(word.text) and not word.text.isupper():
        return Key("party", word.stem)
    if word.text[0].isupper():
        whole = len(word.text) > 1 and before not in ("-", "–") and after not in ("-", "–")
        kind = "place" if word.text in _plain_places() else "name"
        return Key(kind, word.stem) if whole and word.text not in MONTHS else None
    return None


def is_party(word: str) -> bool:
    """Whether the word names a party: "processors" does, "processes" does not."""
    return word.lower().startswith(_PARTIES.get(stem(word), word + " "))


@cache
def _plain_places() -> frozenset[str]:
    return frozenset(_plain(place) for place in place_names())


@lru_cache(maxsize=4096)
def with_plain_keys(text: str) -> str:
    """The text with "ten" as 10, "American" as UnitedStates and the case "Epic v. Tata" as EpicCase."""
    text = _NUMBER.sub(lambda match: str(_NUMBERS.index(match[0].lower()) + 2), text)
    return _PLACE.sub(_place, CASE.sub(r"\1Case", text))


def _place(match: re.Match[str]) -> str:
    places = places_in(match[0])
    first = match[0].split()[0]
    if len(places) != 1:
        return match[0]
    place = _plain(next(iter(places)))
    return place if first == match[0] or not places_in(first) else match[0].replace(first, place)


def _plain(place: str) -> str:
    return place.replace(" ", "")
