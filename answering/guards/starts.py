"""What a time is counted from: "within 48 hours of the breach" is not "of the end of the project"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answering.evidence import Evidence
from answering.guards.support import evidence_meanings
from answering.language.figures import Figure, FigureKind, figures
from answering.language.wording import Word, any_of, read
from answering.objections import objection
from core.types import Objection

_COUNTED = re.compile(
    r"\s(?:(?:(?:starting|beginning|counted|running|calculated|reckoned) )?"
    r"(?:from|after|following|since|upon|with)"
    r"|before|prior to|ahead of|(?P<of>of))\s(?P<event>[^,.;:()\n]+)",
    re.IGNORECASE,
)
# "Ten years of work" counts from nothing.
_LIMITS = re.compile(r"\b(?:within|inside|(?:not?|never) later than)\b[^,.;]{0,30}$", re.IGNORECASE)
_EVENT_ENDS = re.compile(
    r"\s(?:and|or|but|if|unless|which|who|may|must|shall|can|cannot|will|should|to|by|for|in|at|within"
    r"|as|because|while|even|regardless)\s",
    re.IGNORECASE,
)
# Words that any event may be told with.
_OF_ANY_EVENT = any_of(
    r"dates?|days?|times?|moments?|points?|made|given|takes?|took|taken|taking|place|happen\w*|occur\w*"
)
_REFERS_BACK = any_of("it|its|they|their|them|this|that|those|these|he|she|his|her|so|such|then|which")


@dataclass(frozen=True)
class _Start:
    """What a period of a text is counted from, or up to."""

    figure: Figure
    words: str
    event: tuple[Word, ...]
    whole: tuple[Word, ...]  # with what is told of the event
    refers_back: bool  # "after it issued": what issued is told elsewhere


def keeps_starts(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to a period that is counted from an event from which no quotation counts it."""
    periods = [figure for figure in figures(evidence.words) if figure.kind is FigureKind.PERIOD]
    quoted = tuple(_starts(evidence.words))
    known = evidence_meanings(evidence)
    for said in _starts(statement):
        if not any(said.figure.says_no_more_than(period) for period in periods):
            continue  # a time between two dates
        same = [start for start in quoted if said.figure.says_no_more_than(start.figure)]
        if any(word.meets(other) for start in same for word in said.event for other in start.whole):
            continue
        told_elsewhere = not same or said.refers_back or any(start.refers_back for start in same)
        if not told_elsewhere or any(word.meanings.isdisjoint(known) for word in said.event):
            yield objection("scope", said.words, "start")


def _starts(text: str) -> Iterator[_Start]:
    for figure in figures(text):
        match = _COUNTED.match(text, figure.span.end)
        if figure.kind is not FigureKind.PERIOD or not match:
            continue
        if match["of"] and not _LIMITS.search(text, 0, match.start("of")):
            continue
        event = _EVENT_ENDS.split(match["event"], maxsplit=1)[0]
        words = _telling(event)
        refers_back = len(words) < 2 and _REFERS_BACK.search(event) is not None
        if words or refers_back:
            yield _Start(figure, match[0].strip(), words, _telling(match["event"]), refers_back)


def _telling(event: str) -> tuple[Word, ...]:
    """The words that tell the event from others."""
    return tuple(word for word in read(event).words if not _OF_ANY_EVENT.fullmatch(word.text))
