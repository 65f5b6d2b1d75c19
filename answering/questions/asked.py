"""The day that a question asks about: "as of 1 March 2018", "in 2018", "today", "since 2019"."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from answering.language.dates import YEAR, Period, periods


@dataclass(frozen=True)
class AskedDay:
    """The day whose law a question asks about, and the words that say so."""

    day: datetime.date
    start: int
    end: int
    aside: bool  # the words only say the day: without them the question asks the same


@dataclass(frozen=True)
class AskedChange:
    """The two times that a question compares."""

    before: Period
    after: Period


def _words(forms: str) -> re.Pattern[str]:
    """Any of the words; "requir*" stands for all that begin so."""
    found = "|".join(form.replace("*", r"\w*").replace("_", " ") for form in forms.split())
    return re.compile(rf"\b(?:{found})\b", re.I)


# "In 2016" is the day asked about where a question is about what the law says, ...
_STATE = _words(
    """law laws lawful* unlawful* legal* illegal* rule rules requir* must had_to has_to have_to could may
    allowed permitted apply applie* applicable in_force defin* count counts counted protect* punish*
    penal* fine fines imprison* maximum minimum ceiling limit* burden deadline liab* crim* offence*
    offense* damages multiplier remed* cover* provid* provision* consist* mean* recogni* qualif*"""
)
# ... and not where it is about something that happens once.
_EVENT = _words(
    """when why since what_day what_date what_year what_month which_day which_date which_year which_month
    happen* enact* adopt* passed passes sign signed amend* chang* introduc* add adds added decid*
    decision* ruled ruling held convict* indict* charg* file filed filing sentenced announc*
    publish* accus* agree* promis* propos* took_effect take_effect takes_effect taking_effect enter*
    entry repeal* award* jury case cases trial* verdict lawsuit* win won lost paid pay steal* stole*
    letter report* meeting* met vote* voting launch* beg[aiu]n* start* revis* reform* creat* issue
    issued settle* plead* appeal* dialogue summit told said drop* grant* deni* overturn* threaten*
    demand* want* recommend* tried list listed conclu* negotiat* withdr* join* many went gone rose
    rais* increas* fell fall* became"""
)
_WHICH_ONE = re.compile(rf"\bwhich (?:{YEAR} )?(?:court|company|firm|person|judge|president)\b", re.I)

_PART = r"(?:(?P<part>early|mid|late|(?:the )?(?:end|close|start|beginning|middle) of)[ -])?"
_AS_OF = re.compile(rf"(?:[(,]\s*)?\bas (?:of|at|on|from)(?: the)? {_PART}$", re.I)
_LAW_THEN = re.compile(
    r"\b(?:(?<!into )(?:force|effect)|applicable|valid|(?:it|they|that|which) (?:stood|applied)"
    r"|(?:law|laws|rules?|statute|position|text|wording|provisions?)(?: as (?:it|they) (?:was|were|stood))?)"
    rf" (?P<word>on|in|at|as of|during|before|by|until)(?: the)? {_PART}$",
    re.I,
)
_LAW_OF = re.compile(
    r"\b(?:under|by|per) the (?:[\w'’]+ )?(?:laws?|rules?|statute|text|wording|provisions?) (?P<word>of)"
    rf"(?: the)? {_PART}$",
    re.I,
)
_THEN = re.compile(rf"\b(?:back )?(?P<word>in|on|at|during|by|before|until|prior to)(?: the)? {_PART}$", re.I)
_TODAY = re.compile(
    r"\b(?:(?:as of |right )now|(?:as of )?today(?!['’]s)|currently|at (?:present|the moment)|nowadays"
    r"|these days|as things stand|presently)\b",
    re.I,
)
_TODAYS = re.compile(r"\b(?:current|today['’]s)\b", re.I)
_BEHIND = re.compile(r"\s*[,:)]")  # "As of 2018, what" is without them "what"


def asked_day(question: str, today: datetime.date) -> AskedDay | None:
    """The day whose law a question asks about; None where it names none, or the date of something else.

    A month or a year stands for its last day, or for today where that comes first. "In 2016" counts
    where the question is about what the law says, and not about what happened then.
    """
    dates = tuple(periods(question))
    for date in dates:
        if found := _AS_OF.search(question, 0, date.start):
            return _asked(question, found, date, today, aside=True)
    if dates:
        return _asked_in(question, dates, today)
    if now := _TODAY.search(question):
        return AskedDay(today, now.start(), _behind(question, now.end()), aside=True)
    if (now := _TODAYS.search(question)) and _STATE.search(question):
        return AskedDay(today, now.start(), now.end(), aside=False)
    return None


def _asked_in(question: str, dates: tuple[Period, ...], today: datetime.date) -> AskedDay | None:
    """The day of "the law before November 2019", "must it be written in 2018"; only one may be named."""
    if _EVENT.search(question) or _WHICH_ONE.search(question):
        return None
    forms = (_LAW_THEN, _LAW_OF, *((_THEN,) if _STATE.search(question) else ()))
    for form in forms:
        found = [(match, date) for date in dates if (match := form.search(question, 0, date.start))]
        if found:
            return _asked(question, *found[0], today, aside=False) if len(found) == 1 else None
    return None


def _asked(
    question: str, found: re.Match[str], date: Period, today: datetime.date, *, aside: bool
) -> AskedDay:
    day = _day_of(date, found["part"] or "", found.groupdict().get("word") or "")
    day = today if date.first <= today < day else day
    return AskedDay(day, found.start(), _behind(question, date.end), aside=aside)


def _behind(question: str, end: int) -> int:
    mark = _BEHIND.match(question, end)
    return mark.end() if mark else end


def _day_of(date: Period, part: str, word: str) -> datetime.date:
    if word.lower() in ("before", "until", "prior to"):
        return date.first - datetime.timedelta(days=1)
    if any(said in part.lower() for said in ("early", "start", "beginning")):
        return date.first
    if "mid" in part.lower():
        return date.first + (date.last - date.first) // 2
    return date.last


_CHANGE = re.compile(
    r"\b(?:chang(?:e|es|ed|ing)|differ\w*|alter(?:ed|s)?|amend(?:ed|s)?|evolv\w+|modif\w+"
    r"|(?:is|was|what's) new)\b",
    re.I,
)
_COMPARED = re.compile(r"\b(?:vs|versus|against|compar\w+)\b", re.I)
_NOT_WHAT = re.compile(r"^\W*(?:when|who|why|where|how (?:many|long|much|often))\b", re.I)
_SINCE = re.compile(r"\bsince(?: the)? $", re.I)
_AT = re.compile(r"\b(?:in|on|with|by|under|through)(?: the)? $", re.I)
_UNDER = re.compile(r"\b(?:under|in|by|per) the (?:old |former |then )?$", re.I)
_A_TEXT = re.compile(
    r" (?:\w+ )?(?:text|version|law|act|statute|wording|rules?|amend\w+|revision|reform)\b", re.I
)


def asked_change(question: str, today: datetime.date) -> AskedChange | None:
    """The times between which a question asks what changed; None where it asks for something else.

    "How did X change in 2019" compares the last day of 2018 with 2019, "since 2019" the first day of
    2019 with today.
    """
    dates = sorted(periods(question), key=lambda date: date.first)
    changes = _CHANGE.search(question)
    if _NOT_WHAT.match(question) or not (changes or _COMPARED.search(question)):
        return None
    if len(dates) == 2:
        before, after = dates
        return AskedChange(before, after) if before.last < after.first else None
    if len(dates) != 1 or not changes:
        return None
    (date,) = dates
    if _SINCE.search(question, 0, date.start):
        return AskedChange(_on(date.first, date), _on(today, date)) if date.first < today else None
    if _AT.search(question, 0, date.start) or _A_TEXT.match(question, date.end):
        return AskedChange(_on(date.first - datetime.timedelta(days=1), date), date)
    return None


def _on(day: datetime.date, date: Period) -> Period:
    return Period(day, day, date.start, date.end)


def named_version(question: str) -> int | None:
    """The year of the text that a question asks under: "under the 2017 law"; None where it names none."""
    dates = tuple(periods(question))
    if len(dates) != 1 or dates[0].year is None:
        return None
    (date,) = dates
    under = _UNDER.search(question, 0, date.start)
    return date.year if under and _A_TEXT.match(question, date.end) else None
