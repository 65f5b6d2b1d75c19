"""Was, is or will be; proposed, in force or repealed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.evidence import Evidence
from answering.language.figures import FigureKind, figures
from answering.language.wording import any_of
from answering.objections import objection
from core.types import Objection

_NOT_YET = any_of(
    r"(?:yet|still) to|awaiting|pending|proposed|proposes?|"
    r"(?:is|are|was|were) to (?:enter|decide|become|take|apply)|"
    r"will|planned|plans to|upcoming|expected|draft|about to|intends? to"
)
_NOT_YET_QUOTED = any_of(
    r"yet|pending|propos\w+|(?:is|are|was|were|has|have) to|will|would|shall|plan\w*|expect\w*|"
    r"draft\w*|(?-i:may)|might|"
    r"upcoming|intend\w*|until|not|must|can|future|announc\w+|promis\w+"
)
_ENDED = any_of(
    r"repeal(?:ed)?|abolished|superseded|expired|withdr[ae]wn?|revoked|rescinded|lapsed|"
    r"struck down|ha(?:s|ve) (?:since )?ended"
)
_ENDED_QUOTED = any_of(
    r"repeal\w*|abolish\w*|no longer|supersed\w*|expir\w*|withdr\w+|revo[ck]\w*|rescind\w*|laps\w+|"
    r"ceas\w+|disband\w*|replac\w+|set aside|vacat\w+|ended|struck|until|before|former\w*|"
    r"(?:did|do|is|are|was|were|has|have) not|rather than|instead|only|remov\w+|stop\w*|dropped|delet\w+|"
    r"gone|void|invalid\w*|annul\w*|overturn\w*"
)
_NO_LONGER = any_of("no longer")
_NO_LONGER_QUOTED = any_of(
    rf"{_ENDED_QUOTED.pattern}|add(?:s|ed)?|amend\w*|chang\w+|introduc\w+|broaden\w*|widen\w*|extend\w*|"
    r"new|since|now|from|after"
)
_FROM = re.compile(r"\b(?:since|from|as of|as from|starting (?:on|in)|beginning (?:on|in))\s$", re.IGNORECASE)
_TILL = re.compile(r"\b(?:until|till|up to|before)\s$", re.IGNORECASE)
_TURNS = any_of(
    r"not|no|never|cannot|longer|chang\w+|new|end(?:s|ed)?|only|replac\w+|instead|first|between|since(?=[.,;])|"
    r"(?:until|till|before)\b.*\b(?:since|then|after|thereafter)|(?:since|from)\b.*\b(?:until|till|before)"
)
_STILL = any_of(
    r"(?<!may )(?<!can )(?<!could )(?<!might )(?<!must )(?<!should )(?<!would )(?<!and )(?<!but )still|"
    r"to this day|currently|nowadays|today|at present|continues? to"
)
_STILL_QUOTED = any_of(
    r"still|remain\w*|current\w*|now|today|present|continu\w+|again|as of|since|goes on|ongoing|"
    r"yet|(?:has|have|is|are|do|does) (?:no|not)|lacks?|without"
)
_ALREADY = any_of(r"already|finished")
_ALREADY_QUOTED = any_of(
    r"already|after|before|since|by|earlier|previous\w*|existing|finish\w*|complet\w+|conclu\w+|ended"
)
_WOULD = re.compile(r"^(?:(?!\b(?:if|unless|where|when)\b).)*\bwould\b", re.IGNORECASE | re.MULTILINE)
_HAPPENED = any_of("has|have|was|were")
_SAID_OF = re.compile(
    r"\b(?:is|are|was|were) (?:said|reported|thought|held|believed) to have\b", re.IGNORECASE
)
_UNREAL = any_of(
    r"would|will|could|might|(?-i:may)|should|had|whether|if|(?:was|were|is|are|has|have) to|to be|"
    r"intend\w*|intention|plan\w*|promis\w+|expect\w*|announc\w+|fores\w+|predict\w*|hop(?:e|ed|es|ing)|"
    r"aim\w*|call\w*|ready|agree\w*|mean[st]?|propos\w+|future|inevitabl\w+|likely|bound|threat\w*|want\w*"
)
# What was to be, in quotations that tell of nothing done; and what says in a statement that it is but wanted.
_TO_BE = any_of(
    r"schedul\w+|proposes|proposals?|intend(?:s|ed)? to|undert(?:ook|akes?) to|asked for"
    r"|(?:was|were) to(?! the)|(?:is|are|was|were) (?:meant|intended|planned|expected|proposed) to"
)
_DONE = any_of(
    r"enacted|adopted|passed|signed|approved|ratified|granted|awarded|won|got|received|became|began|completed"
    r"|took effect|in(?:to)? force"
)
_WANTED = any_of(
    r"deadline|claim\w*|schedul\w+|undert\w+|pledg\w+|commit\w*|drafts?|bill|ask\w*|urg\w+|request\w*|demand\w*|recommend\w*"
    r"|suggest\w*|s(?:eek|ought)\w*|wish\w*|question\w*|due|forward|purpose|foresaw|foreseen?|must|shall"
    r"|requir\w*|duty|need\w*"
)
_ENDS_AT = re.compile(r"\b(?:until|till|up to)\s(?:(?:the|its|their|about)\s)?(?:\w+\s)?$", re.IGNORECASE)
_NOT_BEFORE = re.compile(r"\b(?:not|never|no|to)\b|n['’]t\b|\b(?:have|has|had|g[ai]ves?)\s$", re.IGNORECASE)
_AN_END = any_of(
    r"until|till|up to|before|prior|no longer|replac\w+|repeal\w*|remov\w+|end(?:s|ed)?|expir\w*|ceas\w+"
    r"|earlier|former\w*|previous\w*|through|abolish\w*|instead|r[io]ses?|raised|cut|chang\w+|deadline|by"
)


def keeps_tense(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "will" for "did", "is repealed" for "is", "still" for "was", "since" for "until"."""
    words = evidence.words
    for said, quoted in (
        (_NOT_YET, _NOT_YET_QUOTED),
        (_ENDED, _ENDED_QUOTED),
        (_NO_LONGER, _NO_LONGER_QUOTED),
        (_STILL, _STILL_QUOTED),
        (_ALREADY, _ALREADY_QUOTED),
    ):
        if (match := said.search(statement)) and not quoted.search(words):
            yield objection("tense", match[0])
    if (
        _WOULD.search(words)
        and _HAPPENED.search(_SAID_OF.sub("", statement))
        and not _UNREAL.search(statement)
    ):
        yield objection("tense", statement)
    wanted = any(pattern.search(statement) for pattern in (_UNREAL, _WANTED))
    if not wanted and not _DONE.search(words) and (to_be := _TO_BE.search(words)):
        yield objection("tense", to_be[0])
    yield from (objection("tense", end) for end in _invented_ends(statement, words))
    if not any(_TURNS.search(text) for text in (statement, words)):
        mine, theirs = _ends_of_times(statement), _ends_of_times(words)
        for date, ends in mine.items():
            if date in theirs and ends != theirs[date]:
                yield objection("tense", statement)


def _invented_ends(statement: str, words: str) -> Iterator[str]:
    """The dates until which the statement says that something lasted, where no quotation tells of an end."""
    for figure in figures(statement):
        till = _ENDS_AT.search(statement, max(0, figure.span.start - 30), figure.span.start)
        if figure.kind is not FigureKind.DATE or not till or _AN_END.search(words):
            continue
        clause = re.split(r"[,;.]", statement[: till.start()])[-1]
        if not _NOT_BEFORE.search(clause):
            yield statement[till.start() : figure.span.end]


def _ends_of_times(text: str) -> dict[tuple[int | None, int | None, int | None], frozenset[bool]]:
    """The dates to which or from which a text says that something goes on: True for "until"."""
    found: dict[tuple[int | None, int | None, int | None], frozenset[bool]] = {}
    for figure in figures(text):
        before = text[max(0, figure.span.start - 20) : figure.span.start]
        ends = {side for side, words in ((True, _TILL), (False, _FROM)) if words.search(before)}
        if figure.kind is FigureKind.DATE and ends:
            found[figure.date] = found.get(figure.date, frozenset()) | ends
    return found
