"""Dates in texts: the days, months and years that they name, and what they say of later days."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"(?:19|20|21)\d\d"  # not 1839: that is a section
_DATE = re.compile(
    rf"\b(?P<iso>{YEAR}-\d\d-\d\d)\b"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH}),? (?P<year>{YEAR})\b"
    rf"|\b(?P<us_month>{_MONTH}) (?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<us_year>{YEAR})\b"
    rf"|\b(?P<only_month>{_MONTH})(?: of)?,? (?P<its_year>{YEAR})\b"
    # no year: 2016/943, § 2019.210, 2,019, 18 U.S.C. 1839
    rf"|(?<![\w/.,§$€£])(?<!\d-)(?P<only_year>{YEAR})(?![\w/%(]|[.,]\d|-\d)",
    re.I,
)
_NUMBERED = re.compile(r"(?:sections?|§+|U\.?S\.?C\.?|art(?:icle)?s?\.?|no\.?|notice|rules?)\s*$", re.I)


@dataclass(frozen=True)
class Period:
    """A day, a month or a year, as a text names it at `start:end`."""

    first: datetime.date
    last: datetime.date
    start: int
    end: int

    @property
    def year(self) -> int | None:
        """The year, where the text names nothing closer."""
        return self.first.year if (self.last - self.first).days > 31 else None


def periods(text: str) -> Iterator[Period]:
    """The dates of a text, in order; what is no day of the calendar is none."""
    for match in _DATE.finditer(text):
        if not _NUMBERED.search(text, 0, match.start()) and (span := _span_of(match)):
            yield Period(*span, match.start(), match.end())


def _span_of(match: re.Match[str]) -> tuple[datetime.date, datetime.date] | None:
    found = match.groupdict()
    try:
        if iso := found["iso"]:
            day = datetime.date.fromisoformat(iso)
            return day, day
        if year := found["only_year"]:
            return datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31)
        year = found["year"] or found["us_year"] or found["its_year"]
        month = _month(found["month"] or found["us_month"] or found["only_month"])
        if number := found["day"] or found["us_day"]:
            day = datetime.date(int(year), month, int(number))
            return day, day
        first = datetime.date(int(year), month, 1)
        return first, first.replace(day=calendar.monthrange(first.year, month)[1])
    except ValueError:
        return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


_UNTIL = re.compile(r"\b(?:before|until|till|up to|prior to|expires? (?:on|in)|not until)(?: the)? $", re.I)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|takes? effect|enters? into force|not yet|is to|are to|planned|scheduled|due)\b",
    re.I,
)


def speaks_of_later(text: str, day: datetime.date, later_years: frozenset[int] = frozenset()) -> bool:
    """Whether a sentence, or a line of a list, tells of what came after the day: not the law of that day.

    "Before 2020" tells of what came earlier, and what "would" or "will" be was known before it came.
    `later_years` count as later although they had begun: they name texts that were still to come.
    """
    return any(
        (period.first > day or period.year in later_years) and not _UNTIL.search(line, 0, period.start)
        for line in text.splitlines()
        if not _AHEAD.search(line)
        for period in periods(line)
    )
