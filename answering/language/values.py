"""The values that a sentence states: dates, periods, amounts, shares, counts, sections, standards, modals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from answering.language.words import QUESTION_WORDS, stem
from core.types import Span


class ValueKind(StrEnum):
    """What a value measures or names; the order is that in which a sentence is read for them."""

    DATE = "date"
    SECTION = "section"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    PERIOD = "period"
    STANDARD = "standard"
    MODAL = "modal"
    COUNT = "count"


@dataclass(frozen=True)
class Value:
    """A value at `text[span.start:span.end]`.

    `low` and `high` are the ends of a range, equal where there is none: days of a period, units of a
    currency. `named` holds what is no number: a date in ISO form as far as it is known, sections, a
    standard, a modal.
    """

    kind: ValueKind
    span: Span
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    named: frozenset[str] = frozenset()
    bound: str = ""  # least, most, about; of a date before, after

    def agrees(self, other: Value) -> bool:
        """Whether both can be true of one thing: a year and a day in it, a number and its rounding."""
        if {self.bound, other.bound} in ({"least", "most"}, {"before", "after"}):
            return False
        if self.kind is ValueKind.DATE or self.kind is ValueKind.SECTION:
            fewer, more = sorted((self.named, other.named), key=len)
            return all(any(a.startswith(b) or b.startswith(a) for b in more) for a in fewer)
        if self.named or other.named:
            return self.named == other.named
        loose = ROUNDED if "about" in (self.bound, other.bound) else LOOSE.get(self.kind, 0.001)
        if (self.low == self.high) != (other.low == other.high):  # "from three to five" and "up to five"
            number, ends = (self.low, other) if self.low == self.high else (other.low, self)
            return _near(number, ends.low, loose) or _near(number, ends.high, loose)
        return _near(self.low, other.low, loose) and _near(self.high, other.high, loose)


FEW = 1000  # a smaller number at the low end of a range shares the scale of the high end
ROUNDED = 0.1  # how far "about 500" may be from what it rounds
LOOSE = {ValueKind.PERIOD: 0.025}  # thirty days are a month
DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4}
DAYS |= {"year": 365.25, "decade": 3652.5}
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "bn": 1e9,
    "m": 1e6,
}
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SMALL = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
CURRENCIES = {  # the first that fits: "Taiwan dollars" are no dollars of the United States
    "TWD": r"NT\$|TWD|NTD|NT dollars?|(?:New )?Taiwan(?:ese)? dollars?",
    "CAD": r"C\$|CAD|Canadian dollars?",
    "AUD": r"A\$|AUD|Australian dollars?",
    "SGD": r"S\$|SGD|Singapore dollars?",
    "BRL": r"R\$|BRL|reais",
    "USD": r"(?:US|U\.S\.)?\s?\$|USD|(?:US |U\.S\. )?dollars?",
    "EUR": r"€|EUR|euros?",
    "GBP": r"£|GBP|pounds?(?: sterling)?",
    "CNY": r"RMB|CNY|¥|yuan|renminbi",
    "JPY": r"JPY|yen",
    "KRW": r"KRW|₩|won",
    "INR": r"INR|₹|rupees?",
}
STANDARDS = (
    r"clear and convincing(?: evidence)?",
    r"(?:a |the )?preponderance(?: of (?:the )?evidence)?|balance of (?:the )?probabilit(?:y|ies)",
    r"beyond (?:a |any )?reasonable doubt",
    r"prima facie(?: evidence| case)?",
    r"probable cause",
    r"reasonable suspicion",
    r"(?:with )?actual knowledge",
    r"constructive knowledge",
    r"(?:ordinary |simple )?negligence",
    r"gross negligence",
    r"abuse of discretion",
    r"clear error|clearly erroneous",
    r"de novo",
    r"substantial evidence",
)
MODALS = {
    "forbidden": r"(?:must|shall|may|can)\s?not|cannot",
    "free": r"need not|(?:is|are) not (?:required|obliged) to|do(?:es)? not have to",
    "required": r"must|shall|(?:is|are) (?:required|obliged) to|ha(?:s|ve) to|needs? to",
    "allowed": r"may|can|(?:is|are) (?:allowed|permitted) to",
    "likely": r"should",
}
BOUNDS = {
    "least": r"at least|not less than|no less than|no fewer than|a minimum of|minimum|more than|over|"
    r"exceeding|exceeds?|above",
    "most": r"up to|at most|(?:no|not) more than|(?:not|never) exceed(?:ing)?|a maximum of|maximum|within|"
    r"under|less than|fewer than|below|cap of|no longer than|no later than",
    "about": r"about|around|approximately|roughly|nearly|almost|some|circa|an estimated",
}

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SMALL = "|".join(sorted(SMALL, key=len, reverse=True))
_NUMBER = rf"(?:{_DIGITS}|\b(?i:(?:{'|'.join(TENS)})(?:-(?:{_SMALL}))?|{_SMALL})\b)"
_SCALED = rf"{_NUMBER}(?:[\s-]?(?:{'|'.join(SCALES)})\b)?"
_TIMES = rf"(?P<low>{_SCALED})(?:(?:\s?[-–]\s?|\sto\s)(?P<high>{_SCALED}))?"
_START = r"(?<![\w.,§$€£¥/-])"
_MONTH = "|".join((*MONTHS, *(f"{month[:3]}\\.?" for month in MONTHS)))
_MONEY = "|".join(f"(?:{signs})" for signs in CURRENCIES.values())
_PLACE = r"\d+[A-Za-z]?(?:[.-]\d+)*(?:bis|ter)?(?:\(\w{1,5}\))*"
_YEAR = r"(?:1[89]|20)\d\d"

_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_MONTH}),?\s(?P<year>\d{{4}})\b"
    rf"|\b(?P<month2>{_MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year2>\d{{4}})\b"
    rf"|\b(?P<month3>{_MONTH})\s(?P<year3>\d{{4}})\b"
    rf"|\b(?P<iso>{_YEAR}-\d\d-\d\d)\b"
    # a bare year says when after these words; elsewhere it names: "the Act of 2016", "the 2019 text"
    r"|\b(?:[Ii]n|[Ss]ince|by|until|till|during|before|after|from)\s"
    rf"(?P<years>{_YEAR}(?:(?:,|,? and) {_YEAR})*)\b(?!\s?[–-])"
)
_SECTION = re.compile(
    r"(?:(?P<label>\b(?:Articles?|Arts?\.|[Ss]ections?|[Ss]ecs?\.|[Rr]ules?|[Cc]hapters?|[Pp]aragraphs?|"
    r"[Cc]lauses?|Schedule|Annex|Division|Part|Item))|§§?|\bss?\.)\s?"
    rf"(?P<places>{_PLACE}(?:(?:,\s|\s?,?\s?(?:and|or|to)\s|\s?[–-]\s?){_PLACE})*)"
)
_AMOUNT = re.compile(
    rf"{_START}(?P<before>{_MONEY})\s?{_TIMES}"
    rf"|{_START}{_TIMES.replace('low>', 'low2>').replace('high>', 'high2>')}[\s-](?P<after>{_MONEY})(?!\w)"
)
_PERCENTAGE = re.compile(rf"{_START}{_TIMES}\s?(?:%|(?:per\s?cent|percent(?:age points?)?)\b)")
_PERIOD = re.compile(rf"{_START}{_TIMES}[\s-](?P<unit>{'|'.join(DAYS)})s?\b(?!-old)", re.IGNORECASE)
_STANDARD = re.compile(
    "|".join(rf"\b(?P<s{n}>{words})\b" for n, words in enumerate(STANDARDS)), re.IGNORECASE
)
_MODAL = re.compile("|".join(rf"\b(?P<{name}>{words})\b" for name, words in MODALS.items()))
_COUNT = re.compile(
    rf"{_START}(?<!No\. )(?<![A-Z] )(?<![A-Z]\. )(?:(?P<twice>[Tt]wice|[Dd]ouble)"
    rf"|(?P<treble>[Tt]reble|[Tt]riple)|{_TIMES}"
    r"(?=[\s-](?P<noun>[a-z][\w-]*(?:\s[a-z][\w-]*){0,2})))(?![\w.]*\d)"
)
_BOUND = re.compile("|".join(rf"(?P<{name}>\b(?:{words}))" for name, words in BOUNDS.items()), re.IGNORECASE)
_HAS_NUMBER = re.compile(rf"\d|\b(?:{'|'.join((*SMALL, *TENS))}|twice|double|treble|triple)\b", re.IGNORECASE)
_SIDE = re.compile(r"\b(?:(?P<before>before|until|till)|(?P<after>from|since|after))\s", re.IGNORECASE)
_REACH = 24  # characters before a value in which its bound stands
_NO_NOUN = frozenset(
    [
        "of",
        "or",
        "and",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "as",
        "is",
        "was",
        "were",
        "are",
        "the",
        "a",
        "an",
        "than",
        "per",
    ]
)


@lru_cache(maxsize=20_000)
def values(text: str) -> tuple[Value, ...]:
    """The values of a sentence, in its order; none overlaps another.

    "A claim lapses 36 months after discovery" holds the period of three years.
    """
    found: list[Value] = []
    numbers = _HAS_NUMBER.search(text) is not None
    readers = (_dates, _sections, _amounts, _percentages, _periods, _standards, _modals, _counts)
    for read in readers if numbers else (_standards, _modals):
        for value in read(text):
            if not any(value.span.start < v.span.end and v.span.start < value.span.end for v in found):
                found.append(value)
    return tuple(sorted(found, key=lambda value: value.span.start))


def _dates(text: str) -> Iterator[Value]:
    for match in _DATE.finditer(text):
        parts = {name.rstrip("234"): said for name, said in match.groupdict().items() if said}
        if years := parts.pop("years", None):
            given = frozenset(re.findall(_YEAR, years))
            yield Value(ValueKind.DATE, Span(*match.span("years")), named=given, bound=_side(match, text))
            continue
        if iso := parts.get("iso"):
            written = iso
        else:
            written = parts["year"]
            if month := parts.get("month"):
                number = next(n for n, name in enumerate(MONTHS, start=1) if name[:3] == month[:3])
                written += f"-{number:02}"
            if day := parts.get("day"):
                written += f"-{int(day):02}"
        yield Value(ValueKind.DATE, Span(*match.span()), named=frozenset({written}), bound=_side(match, text))


def _side(match: re.Match[str], text: str) -> str:
    """Before or after, where that word opens or precedes the date."""
    start = match.start() + (len(match.group()) if match.group()[0].isalpha() and match["years"] else 0)
    found = list(_SIDE.finditer(text, max(0, match.start() - len("before ")), start))
    return (found[-1].lastgroup or "") if found else ""


def _sections(text: str) -> Iterator[Value]:
    for match in _SECTION.finditer(text):
        label = (match["label"] or "section").lower().rstrip("s.")
        unit = {"art": "article", "sec": "section"}.get(label, label)
        places = frozenset(re.findall(_PLACE, match["places"]))
        yield Value(ValueKind.SECTION, Span(*match.span()), unit, named=places)


def _amounts(text: str) -> Iterator[Value]:
    for match in _AMOUNT.finditer(text):
        sign = match["before"] or match["after"]
        unit = next(code for code, signs in CURRENCIES.items() if re.fullmatch(signs, sign))
        low, high = (match["low"], match["high"]) if match["before"] else (match["low2"], match["high2"])
        yield _measured(ValueKind.AMOUNT, match, unit, low, high, text)


def _percentages(text: str) -> Iterator[Value]:
    for match in _PERCENTAGE.finditer(text):
        yield _measured(ValueKind.PERCENTAGE, match, "", match["low"], match["high"], text)


def _periods(text: str) -> Iterator[Value]:
    for match in _PERIOD.finditer(text):
        days = DAYS[match["unit"].lower()]
        yield _measured(ValueKind.PERIOD, match, "", match["low"], match["high"], text, times=days)


def _standards(text: str) -> Iterator[Value]:
    for match in _STANDARD.finditer(text):
        yield Value(ValueKind.STANDARD, Span(*match.span()), named=frozenset({match.lastgroup or ""}))


def _modals(text: str) -> Iterator[Value]:
    for match in _MODAL.finditer(text):
        yield Value(ValueKind.MODAL, Span(*match.span()), named=frozenset({match.lastgroup or ""}))


def _counts(text: str) -> Iterator[Value]:
    for match in _COUNT.finditer(text):
        if match["twice"] or match["treble"]:
            yield _measured(ValueKind.COUNT, match, "time", "2" if match["twice"] else "3", None, text)
            continue
        nouns = match["noun"].split()
        if (
            re.fullmatch(_YEAR, match["low"])
            or nouns[0] in _NO_NOUN
            or (match["low"].lower() == "one" and not match["high"])
        ):
            continue  # "one of them"
        kept = [stem(noun) for noun in nouns if noun not in QUESTION_WORDS]
        unit = kept[0] if kept else ""
        if unit:
            yield _measured(ValueKind.COUNT, match, unit, match["low"], match["high"], text)


def _measured(
    kind: ValueKind,
    match: re.Match[str],
    unit: str,
    low: str,
    high: str | None,
    text: str,
    times: float = 1.0,
) -> Value:
    first, last = _number(low), _number(high or low)
    if high and first < min(last, FEW) and _scale(low) == 1:
        first *= _scale(high)  # "5 to 10 million"
    bound, start = _bound(match, text)
    return Value(kind, Span(start, match.end()), unit, first * times, last * times, bound=bound)


def _number(words: str) -> float:
    """The number that is written: "5 million", "1,836", "twenty-five"."""
    plain = words.lower().replace(",", "")
    if match := re.match(_NUMBER, plain):
        parts = match.group().split("-")
        return sum(float({**SMALL, **TENS}.get(p, p)) for p in parts) * _scale(plain)
    return 0.0


def _scale(words: str) -> float:
    return next((size for name, size in SCALES.items() if re.search(rf"{name}$", words.lower())), 1.0)


def _bound(match: re.Match[str], text: str) -> tuple[str, int]:
    """The bound that stands right before a value, "at least" or "up to", and where the value so begins."""
    first = max(0, match.start() - _REACH)
    before = text[first : match.start()]
    for found in _BOUND.finditer(before):
        if re.fullmatch(r"\s*(?:a |the )?", before[found.end() :]):
            return found.lastgroup or "", first + found.start()
    return "", match.start()


def _near(one: float, other: float, loose: float) -> bool:
    return abs(one - other) <= loose * max(abs(one), abs(other))
