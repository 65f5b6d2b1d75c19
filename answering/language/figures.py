"""The figures of a text, written in whatever way: sections, dates, amounts, shares, periods, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from answering.language.values import DAYS, MONTHS, SMALL, TENS, ValueKind, values
from core.types import Span


class FigureKind(StrEnum):
    """What a figure is, in the order in which a text is read for them."""

    SECTION = "section"
    DATE = "date"
    AMOUNT = "amount"
    SHARE = "share"
    PERIOD = "period"
    NUMBER = "number"


@dataclass(frozen=True)
class Figure:
    """A figure at `text[span.start:span.end]`: what it measures, and its ends, equal where it is no range.

    A section's `unit` is what it is called, "article", or "" without a name, and `place` its number;
    a date's parts are `year`, `month`, `day`, as far as they are named.
    """

    kind: FigureKind
    span: Span
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    place: str = ""
    date: tuple[int | None, int | None, int | None] = (None, None, None)
    spelled: bool = False  # in letters

    def says_no_more_than(self, other: Figure) -> bool:
        """Whether `other` bears it out: the same, one end of a range, the year of a day, an outer section."""
        if self.kind is FigureKind.SECTION:
            named_alike = not self.unit or not other.unit or self.unit == other.unit
            inner = other.place.removeprefix(self.place)
            return named_alike and other.place.startswith(self.place) and inner[:1] in ("", "(", ".", "-")
        if self.kind is FigureKind.DATE:
            return all(said is None or said == is_ for said, is_ in zip(self.date, other.date, strict=True))
        units_alike = self.unit == other.unit or {self.unit, other.unit} in _ONE_SIGN
        if self.kind is not other.kind or not units_alike:
            return False
        ends = (other.low, other.high)
        return all(any(abs(one - end) <= 1e-3 * abs(end) for end in ends) for one in (self.low, self.high))


RANK = "th"  # the place of a number that ranks: "15th"
_ONE_SIGN = ({"¥", "JPY"}, {"¥", "CNY"})  # yen or yuan
_LABELS = {
    "§": "section",
    "§§": "section",
    "s": "section",
    "ss": "section",
    "sec": "section",
    "secs": "section",
    "art": "article",
    "arts": "article",
    "reg": "regulation",
}
_LABEL = (
    r"(?:§§?|(?<![\w.])ss?\.|\b(?:sections?|secs?\.|articles?|arts?\.|regulations?|reg\.|rules?|chapters?|"
    r"divisions?|titles?|parts?|clauses?|paragraphs?|subsections?|schedules?|annex(?:es)?|items?|recitals?|"
    r"amendments?|volumes?)(?!\w))"
)
_YEAR = r"(?:19|20)\d\d"
_PATH = r"(?:\((?:[A-Za-z]{1,4}|\d{1,3})\))"
_BELOW = r",?\s(?:subsections?|paragraphs?)\s(?=\()"  # "§ 1708, subsection (b)"
_PLACE = rf"\d+[A-Za-z]?(?:[.-]\d+)*(?:bis|ter)?(?:{_BELOW})?{_PATH}*"
_SECTION = re.compile(
    rf"(?P<label>{_LABEL})\s?(?P<places>{_PLACE}(?:(?:,\s|\s?,?\s?(?:and|or|to)\s|\s?[–-]\s?)(?!{_YEAR}\b){_PLACE})*)(?![\d/])",
    re.IGNORECASE,
)
_INNER_FIRST = re.compile(  # "subsection (a) of 18 U.S.C. § 1708", "paragraph 4 of Article 9"
    rf"\b(?:sub(?:section|paragraph)|paragraph|para\.|point|clause)s?\s(?P<inner>{_PATH}+|\d+)\s(?:of|in)\s"
    rf"(?:\d+\s[A-Z][\w.]*\s)?{_LABEL}\s?(?P<places>{_PLACE})(?![\d/])",
    re.IGNORECASE,
)
_BARE_PLACE = re.compile(rf"(?<![\w.,/§$€£¥-])\d+[A-Za-z]?(?:\.\d+)*{_PATH}+|\b\d+\.\d{{3}}\b")
_MONTH = "|".join((*MONTHS, *(rf"{month[:3]}\.?" for month in MONTHS)))
_DATE = re.compile(
    rf"\b(?P<first>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?(?:to|and|or|-|–)\s?(?P<last>\d{{1,2}}))?\s(?:of\s)?"
    rf"(?P<month>{_MONTH})\b(?:,?\s(?P<year>{_YEAR}))?"
    rf"|\b(?P<month2>{_MONTH})\s(?P<first2>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:\s?(?:to|-|–|(?:and|or)(?=\s\d+[.,;)]))\s?(?P<last2>\d{{1,2}})(?:st|nd|rd|th)?)?(?!\d)(?:,?\s(?P<year2>{_YEAR}))?"
    rf"|\b(?P<month3>{_MONTH})(?:\sof)?,?\s(?P<year3>{_YEAR})\b"
    rf"|\b(?P<iso>{_YEAR}-\d\d-\d\d)\b"
    rf"|(?:(?<![\w/.,§$€£¥-])|(?<=\b[12]\d\d\d-))(?P<only>{_YEAR})(?:(?=s?\b)(?![/(%]|[.,]\d)|(?=-{_YEAR}))"
)
_ORDINALS = dict(
    zip(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split(),  # noqa: SIM905
        range(3, 14),
        strict=True,
    )
)
_SMALL_WORDS = {**SMALL, **TENS}
_SPELLED = "|".join(sorted(_SMALL_WORDS, key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NUMBER = re.compile(
    rf"(?<![\w.])(?:(?P<ordinal>\d+)(?:st|nd|rd|th)\b"
    rf"|(?P<code>\d+/\d+)"
    rf"|(?P<digits>{_DIGITS})(?:[\s-](?P<scale>{'|'.join(_SCALE)})\b)?"
    rf"|(?P<tens>(?:{'|'.join(TENS)})-)?(?P<rank>{'|'.join(_ORDINALS)})\b"
    rf"|(?P<tens2>{'|'.join(TENS)})-(?P<small>{'|'.join(list(SMALL)[1:10])})\b(?:\s(?P<scale2>{'|'.join(_SCALE)})\b)?"
    rf"|(?P<word>{_SPELLED}|twice|double|treble|triple|threefold)\b(?:[\s-](?P<scale3>{'|'.join(_SCALE)})\b)?)",
    re.IGNORECASE,
)
_A_SCALE = re.compile(rf"(?<!half )\b[Aa](?= (?:{'|'.join(_SCALE)})\b)")  # "a million"
_MULTIPLES = {"twice": 2.0, "double": 2.0, "treble": 3.0, "triple": 3.0, "threefold": 3.0}
_A_PERIOD = re.compile(rf"\b(?:a|an|per|each|every)\s({'|'.join(DAYS)})\b", re.IGNORECASE)
_OF_VALUES = {
    ValueKind.AMOUNT: FigureKind.AMOUNT,
    ValueKind.PERCENTAGE: FigureKind.SHARE,
    ValueKind.PERIOD: FigureKind.PERIOD,
}


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """All figures of a text, in order; none overlaps another."""
    found: list[Figure] = []
    for reader in (_sections, _dates, _measures, _numbers):
        for figure in reader(text):
            if not any(figure.span.start < f.span.end and f.span.start < figure.span.end for f in found):
                found.append(figure)
    return tuple(sorted(found, key=lambda figure: figure.span.start))


def _sections(text: str) -> Iterator[Figure]:
    for match in _INNER_FIRST.finditer(text):
        inner = match["inner"] if match["inner"][0] == "(" else f"({match['inner']})"
        yield Figure(FigureKind.SECTION, Span(*match.span()), place=f"{match['places']}{inner}")
    for match in _SECTION.finditer(text):
        label = match["label"].lower().rstrip(".")
        unit = _LABELS.get(label) or label.rstrip("s").removesuffix("xe") or label
        for place in re.finditer(_PLACE, match["places"]):
            start = match.start("places") + place.start()
            path = re.sub(_BELOW, "", place[0])
            yield Figure(FigureKind.SECTION, Span(start, start + len(place[0])), unit=unit, place=path)
    for match in _BARE_PLACE.finditer(text):
        yield Figure(FigureKind.SECTION, Span(*match.span()), place=match[0])


def _dates(text: str) -> Iterator[Figure]:
    for match in _DATE.finditer(text):
        part = {name.rstrip("23"): said for name, said in match.groupdict().items() if said}
        span = Span(*match.span())
        if iso := part.get("iso"):
            year, month, day = map(int, iso.split("-"))
            yield Figure(FigureKind.DATE, span, date=(year, month, day))
            continue
        year_named = int(part["year"]) if "year" in part else int(part["only"]) if "only" in part else None
        month_named = _month(part["month"]) if "month" in part else None
        if "last" in part:
            number = "2" if match["last2"] else ""
            first = Span(match.start(), match.end(f"first{number}"))
            yield Figure(FigureKind.DATE, first, date=(year_named, month_named, int(part["first"])))
            span = Span(match.start(f"last{number}"), match.end())
        day_named = part.get("last") or part.get("first")
        yield Figure(
            FigureKind.DATE, span, date=(year_named, month_named, int(day_named) if day_named else None)
        )


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, start=1) if month[:3] == name[:3])


def _measures(text: str) -> Iterator[Figure]:
    for value in values(_A_SCALE.sub("1", text)):
        if kind := _OF_VALUES.get(value.kind):
            words = text[value.span.start : value.span.end]
            spelled = not re.search(r"\d", words)
            unit = "¥" if "¥" in words else value.unit
            yield Figure(kind, value.span, value.low, value.high, unit, spelled=spelled)


def _numbers(text: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(_A_SCALE.sub("1", text)):
        part = {name.rstrip("23"): said.lower() for name, said in match.groupdict().items() if said}
        span = Span(*match.span())
        if "code" in part:
            yield Figure(FigureKind.NUMBER, span, place=part["code"], unit=part["code"])
            continue
        tens = TENS.get(part.get("tens", "").rstrip("-"), 0)
        if "ordinal" in part:
            number = float(part["ordinal"])
        elif "rank" in part:
            number = float(tens + _ORDINALS[part["rank"]])
        elif "digits" in part:
            number = float(part["digits"].replace(",", ""))
        elif "small" in part:
            number = float(tens + SMALL[part["small"]])
        else:
            number = float(_MULTIPLES.get(part["word"]) or _SMALL_WORDS[part["word"]])
        number *= _SCALE.get(part.get("scale", ""), 1.0)
        rank = RANK if "ordinal" in part else ""
        spelled = not text[match.start()].isdigit()
        yield Figure(FigureKind.NUMBER, span, number, number, place=rank, spelled=spelled)


def bare_numbers(text: str) -> tuple[Figure, ...]:
    """The numbers of a text without what they measure: 7 and 10 of "7 to 10 years", and 1 of "a year"."""
    periods = (
        Figure(FigureKind.PERIOD, Span(*match.span()), DAYS[match[1].lower()], DAYS[match[1].lower()])
        for match in _A_PERIOD.finditer(text)
    )
    parts = [figure.span for figure in figures(text) if figure.kind in (FigureKind.SECTION, FigureKind.DATE)]
    numbers = (
        figure
        for figure in _numbers(text)
        if not any(part.start <= figure.span.start < part.end for part in parts)
    )
    return (*periods, *numbers)
