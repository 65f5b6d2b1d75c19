"""Figures: every number, amount, date and section of a statement must be in its quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.evidence import Evidence
from answering.language.figures import RANK, Figure, FigureKind, bare_numbers, figures
from answering.language.wording import read
from answering.objections import objection
from core.types import Objection, Span

_KINDS = {FigureKind.SHARE: "number", FigureKind.PERIOD: "number"}
_LISTED = re.compile(r",\s|\sand\s|\sor\s|;\s|\snor\s")
# A year of the title names a text, "the 2016 Act"; it does not say when something happened.
_WHEN = re.compile(
    r"\b(?:in|since|by|until|till|during|before|after|from|on|through|as of)\s+(?:early |late )?$", re.I
)
_LEAST = r"at least|(?:not?|never) (?:less|fewer|sooner|earlier) than|minimum|more than|over|above|upwards of"
_MOST = (
    r"up to|at most|(?:not?|never) (?:more|longer|later|higher|greater) than|maximum|within|"
    r"less than|fewer than|"
    r"below|under|cap(?:ped|s)?|ceiling|as (?:much|many|high|long) as|(?:not|never|"
    r"cannot) exceed(?:ing)?|limited to|"
    r"can reach|may reach|reach(?:es)?"
)
_BEFORE = re.compile(rf"\b(?:(?P<least>{_LEAST})|(?P<most>{_MOST}))\b[^.;,]{{0,24}}$", re.I)
_AFTER = re.compile(
    r"^(?:[^.;,]{0,14}\b)?(?:(?P<least>or more|or longer|at least|minimum|upwards)|"
    r"(?P<most>or less|or fewer|at most|at the latest|maximum))\b",
    re.I,
)
_NAMED_AFTER = re.compile(
    r"[^:.;]{0,60}:\s([^:.;]+)"
)  # "three months of that year: July, August and September"
_PART_OF = re.compile(
    r" (?:out )?of (?:(?:the|its|their|these|those|all) )?(\w+)"
)  # "two of the four requests"
_TIMES = re.compile(r"[ -](?:times|fold)\b")
_OUT_OF = re.compile(r"\s(?:or (?:more|fewer|less) )?(?:out )?of (?:the |its |their |these |all )?")
_LABELLED = re.compile(r"\b(?:footnote|note|no\.|number|page|order|report|law)\s*$", re.I)
_MINUS = re.compile(r"(?:(?<=\s)|(?<=\()|^)[-−–][$€£¥]?\d[\d.,]*|\b(?:minus|negative) [$€£¥]?\d[\d.,]*", re.I)
_LARGE = 1e5  # a bare number from here on is an amount
_OPPOSED = {"least": "most", "most": "least"}


def keeps_figures(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to figures that the quotations do not hold; headings may give sections, and titles years."""
    quoted, bare = figures(evidence.words), bare_numbers(evidence.words)
    near = figures(evidence.context)
    for figure in figures(statement):
        words = statement[figure.span.start : figure.span.end]
        others = quoted if figure.kind is FigureKind.AMOUNT else (*quoted, *bare)
        if any(_borne_out(figure, other) for other in others):
            continue
        if _is_another_year(figure, quoted, statement):
            yield objection("date", words, "figure")
            continue
        if _named_nearby(figure, near, statement, evidence) or _counted(figure, quoted, statement, evidence):
            continue
        yield objection(_KINDS.get(figure.kind, figure.kind.value), words, "figure")


def keeps_signs(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "-5 percent" where the quotations have no such minus."""
    for match in _MINUS.finditer(statement):
        if match[0] not in _MINUS.findall(evidence.words):
            yield objection("number", match[0], "figure")


def _borne_out(figure: Figure, other: Figure) -> bool:
    if figure.says_no_more_than(other):
        return True
    if (
        figure.kind is FigureKind.AMOUNT and other.kind is FigureKind.NUMBER
    ):  # "85 million dollars and 275 million"
        return figure.low == other.low >= _LARGE
    kinds = {figure.kind, other.kind}
    if figure.kind is FigureKind.NUMBER and figure.place == RANK and other.kind is FigureKind.DATE:
        return figure.low == other.date[2]  # "on the 15th"
    if kinds == {FigureKind.SECTION, FigureKind.NUMBER}:  # "Title 18", "18 U.S.C."; "Civil Code 3426.3"
        section, number = (figure, other) if figure.kind is FigureKind.SECTION else (other, figure)
        return re.split(r"[(-]", section.place)[0] == f"{number.low:g}" or section.place == number.place
    return False


def _is_another_year(figure: Figure, quoted: tuple[Figure, ...], statement: str) -> bool:
    """Whether it is a year, and the quotations have another that the statement leaves out."""
    said = {other.date[0] for other in figures(statement)}
    return figure.kind is FigureKind.DATE and any(
        other.kind is FigureKind.DATE and other.date[0] and other.date[0] not in said for other in quoted
    )


def _named_nearby(figure: Figure, near: tuple[Figure, ...], statement: str, evidence: Evidence) -> bool:
    """Whether what stands around the quotations names the figure: a section, or the year of a text."""
    if figure.kind is FigureKind.SECTION:
        return any(_borne_out(figure, other) for other in near)
    if figure.kind is FigureKind.DATE and figure.date[1:] == (None, None):
        if any(figure.says_no_more_than(other) for other in near):
            return True
        dates = [one.metadata.date or "" for one in evidence.quoted]
        when = _WHEN.search(statement, 0, figure.span.start)
        return not when and any(date.startswith(str(figure.date[0])) for date in dates)
    return (
        figure.kind is FigureKind.NUMBER
        and bool(figure.unit)
        and any(figure.says_no_more_than(other) for other in near)
    )


def _counted(figure: Figure, quoted: tuple[Figure, ...], statement: str, evidence: Evidence) -> bool:
    """Whether the statement counts what it or the quotations list, or the time between two of their dates."""
    after = statement[figure.span.end :]
    if (listed := _NAMED_AFTER.match(after)) and len(_LISTED.split(listed[1])) == _count(figure, statement):
        return True
    if figure.kind is FigureKind.PERIOD:
        years = {other.date[0] for other in quoted if other.date[0]}
        apart = round(figure.low / 365.25, 3)
        months = {12 * other.date[0] + other.date[1] for other in quoted if other.date[0] and other.date[1]}
        return any(abs(one - other) == apart for one in years for other in years) or any(
            abs(one - other) == round(12 * apart, 1) for one in months for other in months
        )
    if figure.kind is not FigureKind.NUMBER or figure.unit or figure.low > 12:
        return False
    if figure.low == 1:
        return True
    if _TIMES.match(after) or _bound(statement, figure):
        return False
    if (whole := _PART_OF.match(after)) and any(
        figure.low < other.low and other.span.start == figure.span.end + whole.start(1)
        for other in figures(statement)
    ):
        return figure.low <= len(_LISTED.split(after)) and not any(
            _PART_OF.match(evidence.words, other.span.end) for other in quoted
        )
    lists = [len(_LISTED.split(text)) for text in (statement, *(one.words for one in evidence.quoted))]
    counted = [len(evidence.quoted), *range(2, max(lists) + 1)]
    return figure.low in counted and not _same_thing(figure, quoted, statement, evidence)


def _count(figure: Figure, statement: str) -> float:
    """The number as it is written: 3 of "three months"."""
    inside = (one.low for one in bare_numbers(statement) if one.span.start == figure.span.start)
    return next(inside, figure.low)


def _same_thing(figure: Figure, quoted: tuple[Figure, ...], statement: str, evidence: Evidence) -> bool:
    """Whether the quotations give another number of what the statement counts."""
    mine = _noun(statement, figure.span)
    return any(
        other.kind is FigureKind.NUMBER and not other.unit and mine & _noun(evidence.words, other.span)
        for other in quoted
    )


def _noun(text: str, span: Span) -> frozenset[str]:
    """What is counted: the stem of the next word of the clause."""
    clauses = read(text[span.end : span.end + 40]).clauses[:1]
    return frozenset(word.stem for clause in clauses for word in clause.words[:1])


def keeps_bounds(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "at least" where the quotations say "at most", and the other way round."""
    quoted = figures(evidence.words)
    for figure in figures(statement):
        if figure.kind in (FigureKind.SECTION, FigureKind.DATE) or _LABELLED.search(
            statement, 0, figure.span.start
        ):
            continue
        bound = _bound(statement, figure)
        same = [other for other in quoted if figure.says_no_more_than(other)]
        if not bound or not same or (figure.spelled and figure.low <= 1):
            continue
        bounds = {_bound(evidence.words, other) for other in same}
        if _is_wrong_end(figure, bound, same, figures(statement)):
            yield objection("comparison", statement[figure.span.start : figure.span.end], "bound")
        opposed = bound not in bounds and _OPPOSED[bound] in bounds | _far_bounds(evidence.words)
        begins = all(one.low < one.high and figure.low == figure.high == one.low for one in same)
        if opposed or (bound == "least" and bounds == {""} and not begins):
            yield objection("comparison", statement[figure.span.start : figure.span.end], "bound")


def _bound(text: str, figure: Figure) -> str:
    """Whether the figure is the least or the most, as the words around it say; "" where they do not."""
    span = figure.span
    if any(_OUT_OF.fullmatch(text, other.span.end, span.start) for other in figures(text)):
        return ""  # "at least five out of twelve": the bound is that of the five
    words = text[span.start : span.end]
    inside = _BEFORE.search(words.rstrip("0123456789 ,.")) if words[:1].isalpha() else None
    before = _BEFORE.search(text[max(0, span.start - 60) : span.start])
    after = _AFTER.search(text[span.end : span.end + 40])
    for match in (inside, before, after):
        if match:
            return match.lastgroup or ""
    return ""


def _is_wrong_end(figure: Figure, bound: str, same: Sequence[Figure], said: Sequence[Figure]) -> bool:
    """Whether it is "up to 5" or "at least 12" where the quotations have "5 to 12"."""
    end = {"most": "low", "least": "high"}[bound]
    far = {"most": "high", "least": "low"}[bound]
    return all(
        one.low < one.high
        and figure.low == figure.high == getattr(one, end)
        and all(getattr(one, far) not in (other.low, other.high) for other in said)
        for one in same
    )


def _far_bounds(text: str) -> frozenset[str]:
    """Bounds that stand far from their figures: "the maximum penalty for the offence is 14 years"."""
    return frozenset(
        bound for bound, word in (("most", "maximum"), ("least", "minimum")) if word in text.lower()
    )


_VOTE = re.compile(r"(?<![\w-])(\d{1,3})[-–](\d{1,3})(?![\w-])")
_MANY = re.compile(r"\b(dozens|hundreds|thousands|millions|billions) of\b", re.IGNORECASE)
_MANY_OF = {"dozens": 12.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9}


def keeps_counts(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "1-3" for "3-1", "millions" for "thousands", "22 nanometres" for "14 nanometres"."""
    votes = set(_VOTE.findall(evidence.words))
    for vote in _VOTE.finditer(statement):
        if vote.groups() not in votes and vote.groups()[::-1] in votes:
            yield objection("number", vote[0], "figure")
    known = [figure.low for figure in figures(evidence.words)]
    for many in _MANY.finditer(statement):
        least = _MANY_OF[many[1].lower()]
        if many[1].lower() not in evidence.words.lower() and not any(
            least <= one < 1e3 * least for one in known
        ):
            yield objection("number", many[0], "figure")
    yield from _counts_of_others(statement, evidence)


def _counts_of_others(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to a number of one thing that is the quotations' number of another."""
    for figure in figures(statement):
        if figure.kind is not FigureKind.NUMBER or figure.unit:
            continue
        mine = _next_word(statement, figure)
        theirs, own = [], set()
        for one in figures(evidence.words):
            counted = _next_word(evidence.words, one)
            if counted == mine:
                theirs.append(one)
            if figure.says_no_more_than(one):
                own.add(counted)
        if mine and theirs and own and None not in own and mine not in own:
            yield objection("number", statement[figure.span.start : figure.span.end], "figure")


def _next_word(text: str, figure: Figure) -> str | None:
    """The stem of the word right after a figure."""
    after = re.match(r"[ -]([a-z]{3,})", text[figure.span.end :])
    word = next(iter(read(after[1]).words), None) if after else None
    return word.stem if word else None
