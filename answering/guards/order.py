"""What came before what, which of two figures is the larger, and from which to which something changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from answering.evidence import Evidence
from answering.language.figures import Figure, FigureKind, bare_numbers, figures
from answering.language.wording import any_of, read
from answering.objections import objection
from core.types import Objection

_SMALLER = any_of(
    r"before|prior to|ahead of|preced(?:es?|ed|ing)|pre-?dat\w+"
    r"|(?:was|were|is|are|then|,) followed (?:\w+ ){0,3}by|falls? short of|fell short of|below"
    r"|(?:less|fewer|lower|smaller|shorter|lighter|narrower|milder|weaker|cheaper|younger|earlier|older)"
    r"(?: \w+){0,2} than"
)
_GREATER = any_of(
    r"after|subsequent to|post-?dat\w+|(?:was|were|is|are|,) preceded (?:\w+ ){0,3}by"
    r"|(?<!as )follow(?:s|ed|ing)?(?! (?:on|in|up|from)\b)|exceed(?:s|ed|ing)?|above"
    r"|(?:more|higher|greater|larger|longer|heavier|broader|wider|stricter|stronger|later|newer)"
    r"(?: \w+){0,2} than"
)
_EDGE = re.compile(
    r"[;:\n]|(?<=[a-z0-9)]{2})\.\s(?=[A-Z])|,\s(?=(?:and|but|which|who|while|whereas|although|though|so)\b)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:\b(?:not?|never|nothing|nor|neither)|n['’]t)\s(?:\w+\s){0,3}$", re.IGNORECASE)


# "The fine was 5 million, where losses exceeded 9 million": the fine is not what exceeds.
_SUBCLAUSE = re.compile(r"\b(?:that|where|when|in which)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Ordered:
    """Two stretches of a text, of which one came earlier, measures less or gave way, as the text says."""

    less: str
    more: str
    words: str


def keeps_order(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "A before B" where the quotations put B before A, or where their dates do."""
    quoted = _ordered(evidence.words)
    for said in _ordered(statement):
        agreed = any(_agrees(said, other) for other in quoted)
        crossed = not agreed and any(_crosses(said, other) for other in quoted)
        if crossed or _measures_otherwise(said, evidence):
            yield objection("comparison", said.words)


@lru_cache(maxsize=1000)
def _ordered(text: str) -> tuple[Ordered, ...]:
    found = []
    for pattern, turned in ((_SMALLER, False), (_GREATER, True)):
        for match in pattern.finditer(text):
            begins = max((edge.end() for edge in _EDGE.finditer(text, 0, match.start())), default=0)
            edge = _EDGE.search(text, match.end())
            ends = edge.start() if edge else len(text)
            before = text[begins : match.start()]
            nested = _SUBCLAUSE.split(before)[-1]
            before = nested if re.search(r"\w", nested) else before
            nearest = _near_end(text[match.end() : ends], inverted=not re.search(r"\w", before)) + match.end()
            # "After the vote, the law was changed": what is not beside the word belongs to the other side
            left, right = f"{before} {text[nearest:ends]}", text[match.end() : nearest]
            if not _DENIED.search(before) and re.search(r"\w", left) and re.search(r"\w", right):
                found.append(Ordered(*((right, left) if turned else (left, right)), match[0]))
    return tuple(found)


def _near_end(text: str, *, inverted: bool) -> int:
    """Where that ends which "before" or "after" governs: at a comma, or with the date that stands there."""
    dated = next((f.span.end for f in figures(text) if not text[: f.span.start].strip()), None)
    comma = re.search(r",(?!\s?\d)", text)
    if inverted and dated is not None:
        return dated
    return comma.start() if comma else len(text)


def _crosses(said: Ordered, other: Ordered) -> bool:
    """Whether what one text has on one side stands on the other in the other text."""
    straight, crossed = sides_met(said, other)
    return min(crossed) > 0 and sum(crossed) >= sum(straight) + 2


def _agrees(said: Ordered, other: Ordered) -> bool:
    """Whether the two texts have the same things on the same sides."""
    straight, crossed = sides_met(said, other)
    return sum(straight) > 0 and sum(straight) >= sum(crossed)


def sides_met(said: Ordered, other: Ordered) -> tuple[tuple[int, int], tuple[int, int]]:
    """How many words that tell the two sides apart stand on the same sides, and how many on the others."""
    less, more = _own(said.less, said.more)
    their_less, their_more = _own(other.less, other.more)
    straight = (len(less & their_less), len(more & their_more))
    return straight, (len(less & their_more), len(more & their_less))


def _own(one: str, other: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems, and the figures, of either side that the other lacks."""
    first, second = _stems(one), _stems(other)
    return first - second, second - first


@lru_cache(maxsize=4000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in read(text).words)


def _measures_otherwise(said: Ordered, evidence: Evidence) -> bool:
    """Whether the dates or figures of the two sides, their own or as quoted, stand the other way round."""
    for less in _measures(said.less, said.more, evidence):
        for more in _measures(said.more, said.less, evidence):
            if less.kind is not more.kind or less.unit != more.unit:
                continue
            if less.kind is FigureKind.DATE:
                pairs = list(zip(_parts(less), _parts(more), strict=False))
                if pairs and [one for one, _ in pairs] > [other for _, other in pairs]:
                    return True
            elif less.low > more.high:
                return True
    return False


def _measures(side: str, other: str, evidence: Evidence) -> tuple[Figure, ...]:
    """The one date or figure of a side; else that of the quoted clause that shares most with it."""
    if own := _measured(side):
        return own if len(own) == 1 else ()
    mine, theirs = _own(side, other)
    clauses = _quoted_clauses(evidence.words)
    shared = [len(mine & _stems(clause)) - len(theirs & _stems(clause)) for clause in clauses]
    best = max(shared, default=0)
    if best < 1 or shared.count(best) > 1 or best < min(2, len(mine)):
        return ()
    found = _measured(clauses[shared.index(best)])
    return found if len(found) == 1 else ()


def _quoted_clauses(words: str) -> list[str]:
    return [
        clause for line in words.split("\n") for clause in re.split(r"[;.]\s|,?\s(?:and|while|but)\s", line)
    ]


def _measured(text: str) -> tuple[Figure, ...]:
    """The dates to the month, amounts, shares and periods of a text; a year alone may be a name."""
    kinds = (FigureKind.AMOUNT, FigureKind.SHARE, FigureKind.PERIOD, FigureKind.DATE)
    return tuple(f for f in figures(text) if f.kind in kinds and (f.kind is not FigureKind.DATE or f.date[0]))


def _parts(figure: Figure) -> list[int]:
    """The year, month and day, as far as they are known."""
    year, month, day = figure.date
    return [part for part in (year, month, day if month else None) if part]


_INSTEAD = re.compile(
    r",? \(?(?:instead of|rather than|where it (?:used to be|was|had been)|(?:up|down) from|against"
    r"|(?:from )?(?:(?:a|the|its) )?(?:former|formerly|previous|previously|earlier|old)(?: \w+)?(?: of)?) "
)
_FROM_NEAR = re.compile(r"\bfrom [$€£¥]?$")


def keeps_changes(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "from five to three" where the quotations have "from three to five"."""
    quoted = set(_changes(evidence.words))
    for old, new in _changes(statement):
        if (new, old) in quoted and (old, new) not in quoted:
            yield objection("comparison", f"{new:g}")


def _changes(text: str) -> Iterator[tuple[float, float]]:
    """The numbers that changed, each old one with its new one; a range after "from" is a change too."""
    numbers = bare_numbers(text)
    for one, other in pairwise(sorted(numbers, key=lambda figure: figure.span.start)):
        between = text[one.span.end : other.span.start]
        if _INSTEAD.search(between) and not re.search(r"[;.]", between):
            yield other.low, one.low
        elif (
            re.search(r"\bto\W", between) and _FROM_NEAR.search(text, 0, one.span.start) and len(between) < 60
        ):
            yield one.low, other.low


_BOTH_SIDES = any_of("before (?:as well as|and|or) after|after (?:as well as|and|or) before")
_ONE_SIDE = any_of("before|after")
_SAME_DAY = re.compile(r"\b(?:same|that(?: very)?|very) (?:day|date)\b|\bday of its\b", re.IGNORECASE)


def keeps_one_time(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "before and after" where the quotations have one, and to "the same day" of two days."""
    both = _BOTH_SIDES.search(statement)
    if both and len({match[0].lower() for match in _ONE_SIDE.finditer(evidence.words)}) == 1:
        yield objection("comparison", both[0])
    same = _SAME_DAY.search(statement)
    days = {figure.date for figure in figures(evidence.words) if figure.date[2]}
    if same and len(days) > 1 and not re.search(r"\b(?:same|that|very|both|day of)\b", evidence.words, re.I):
        yield objection("comparison", same[0])


_CHANGED = re.compile(
    r"\b(?:rais|reduc|cut|lower|increas|rose|rise|fell|fall|grew|grow|shr[aiu]nk|lift|shorten|lengthen|extend)\w*"
    r"(?: [\w’']+){0,4}? (?P<how>to|by) (?=(?:about |some |almost |nearly )?[$€£¥]?\d)",
    re.IGNORECASE,
)
_CHANGES = any_of(
    r"rais\w+|reduc\w+|cut(?:s|ting)?|lower\w*|increas\w+|r[io]se[ns]?|fell|fall(?:s|en|ing)?|gr[eo]w\w*|shr[aiu]nk\w*"
    r"|lift\w*|shorten\w*|lengthen\w*|extend\w*|chang\w+|after\w*|later|final\w*|eventual\w*|now|end(?:s|ed)?|then"
    r"|remain\w*|left|new|since|down|up|becam?e|cap\w*|adjust\w*|revis\w+|brought|instead|appeal|until|from|went|go(?:es)?"
    r"|before|trim\w*|slash\w*|halv\w+|doubl\w+|widen\w*|lesser|smaller|larger|higher|today|put"
)


def keeps_to_and_by(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "reduced by 5" where the quotations have "reduced to 5", and to 5 as what it was before."""
    quoted = {words: how for how, words in _changed_to(evidence.words)}
    for how, words in _changed_to(statement):
        if quoted.get(words, how) != how:
            yield objection("comparison", f"{how} {words}")
    if _CHANGES.search(statement):
        return
    firsts = [figure for figure in figures(evidence.words) if figure.kind is not FigureKind.DATE]
    for how, words in _changed_to(evidence.words):
        reached = figures(words)[0]
        said = [figure for figure in figures(statement) if figure.says_no_more_than(reached)]
        others = [one for one in firsts if one.kind is reached.kind and not one.says_no_more_than(reached)]
        named = any(figure.says_no_more_than(one) for figure in figures(statement) for one in others)
        if how == "to" and said and others and not named:
            yield objection("tense", statement[said[0].span.start : said[0].span.end])


def _changed_to(text: str) -> Iterator[tuple[str, str]]:
    """How something changed, "to" or "by", and the figure."""
    for match in _CHANGED.finditer(text):
        figure = next((one for one in figures(text) if one.span.start >= match.end()), None)
        if figure and figure.span.start - match.end() < len("nearly $"):
            yield match["how"].lower(), text[figure.span.start : figure.span.end]
