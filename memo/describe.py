"""How a source and a place in it are named, wherever in a memo or on a page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase

from core.folding import CUT
from core.types import Citation, Metadata, Passage


class Authority(StrEnum):
    """What a source is, as tables of authorities group it."""

    CASE = "case"
    STATUTE = "statute"
    REGULATION = "regulation"
    TREATY = "treaty"
    SECONDARY = "secondary"  # it tells of the law, and is none
    OTHER = "other"


_CALLED = {  # Metadata.kind is free text; other words are other authorities
    Authority.CASE: ("case", "judgment", "judgement", "decision", "opinion"),
    Authority.STATUTE: ("statute", "act", "law", "code", "legislation"),
    Authority.REGULATION: ("regulation", "rule", "order", "decree"),
    Authority.TREATY: ("treaty", "convention", "agreement", "protocol"),
    Authority.SECONDARY: ("secondary", "brief", "comparison", "commentary", "article", "book", "treatise"),
}
_AUTHORITIES = {word: authority for authority, words in _CALLED.items() for word in words}


OWN_BRIEFS = "Pincite"  # issues the starter library: its kinds say what a brief is about


def authority_of(metadata: Metadata) -> Authority:
    """What the document is, by its kind; a kind that is none of the law is an other authority.

    The starter library's briefs are secondary sources, also those on a statute or a case.
    """
    if folded(metadata.issuer or "") == OWN_BRIEFS:
        return Authority.SECONDARY
    return _AUTHORITIES.get(folded(metadata.kind or "").casefold(), Authority.OTHER)


def folded(text: str) -> str:
    """The text on one line, white space folded to single spaces."""
    return " ".join(text.split())


_LIST_MARK = re.compile(rf"(^|{CUT})[-*•–] (?=[^\W\d])")  # not the minus of a number


def is_quotation(text: str, quotes: Sequence[str]) -> bool:
    """Whether a text is one of the quotations, or all of them in order with an ellipsis between."""
    said, quoted = folded(text), [folded(quote) for quote in quotes]
    return said in quoted or (len(quoted) > 1 and said == CUT.join(quoted))


def without_list_marks(text: str) -> str:
    """A quotation without the dashes of list items, which begin no sentence: "Terms: … - A secret is"."""
    return _LIST_MARK.sub(r"\1", text)


_LIST_LINE = re.compile(rf"(?:^|(?<=\n)|(?<={CUT}))\s*(?=[-*•–]\s)|\n\s*\n")


_BEFORE = rf"^|(?<={CUT})|(?<=[:;,.—–])\s+|(?<=\band)\s+|(?<=\bor)\s+|\s*\n"
_NUMBERED = re.compile(
    rf"(?:{_BEFORE})\s*(?=\((?P<number>[a-z]+|[A-Z]+|\d+)\)\s)"
)  # "(a) ", may begin an item
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_SERIES = (
    tuple(ascii_lowercase),
    tuple(ascii_uppercase),
    tuple(_ROMAN),
    tuple(number.upper() for number in _ROMAN),
    tuple(map(str, range(1, 100))),
)


def laid_out(quotation: str) -> str:
    """A quotation on one line; one that holds a list has each of its items on a line of its own.

    Items begin with a dash or a dot on a new line, or are numbered in order: "(a) ...; (b) ...".
    """
    numbered = _beginnings(quotation)
    pieces = [quotation[start:end] for start, end in pairwise((0, *numbered, len(quotation)))]
    lines = [folded(line) for piece in pieces for line in _LIST_LINE.split(piece) if line.strip()]
    items = [line for line in lines if line[0] in "-*•–"]
    return "\n".join(lines) if numbered or len(items) > 1 else without_list_marks(folded(quotation))


def _beginnings(quotation: str) -> list[int]:
    """Where the items of its numbered lists begin: at least two of a series, in order from its first."""
    marks = [(found.end(), found["number"]) for found in _NUMBERED.finditer(quotation)]
    return sorted({place for series in _SERIES for place in _in_order(marks, series)})


def _in_order(marks: Sequence[tuple[int, str]], series: Sequence[str]) -> Iterator[int]:
    begun: list[int] = []
    for place, number in (*marks, (-1, series[0])):
        if number == series[0]:
            yield from begun if len(begun) > 1 else ()
            begun = [place]
        elif 0 < len(begun) < len(series) and number == series[len(begun)]:
            begun.append(place)


def describe(metadata: Metadata) -> str:
    """Title, issuer and date of a document; what nobody stated is marked as inferred."""
    parts = [folded(metadata.title)]
    if metadata.issuer:
        parts.append(_marked(folded(metadata.issuer), "issuer", metadata))
    if metadata.date:
        parts.append(_marked(written_date(metadata.date), "date", metadata))
    return ", ".join(parts)


def written_date(date: str) -> str:
    """An ISO date in words: 2016-05-11 -> "11 May 2016"; what is no such date comes back unchanged."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return folded(date)
    return f"{day.day} {day:%B %Y}"


def pinpoint(place: Citation | Passage) -> str:
    """Where the words stand, as closely as the format tells: "p. 3, Remedies › Seizure, para. 4".

    The document's own title is left out where it is the outermost heading: references begin with it.
    """
    parts = []
    if place.page is not None:
        parts.append(f"p. {place.page}")
    if headings := headings_of(place):
        parts.append(" › ".join(headings))
    if isinstance(place, Citation) and place.paragraph is not None:
        parts.append(f"para. {place.paragraph}")
    return ", ".join(parts)


def headings_of(place: Citation | Passage) -> tuple[str, ...]:
    """The headings that the words stand under, outermost first, without the document's own title."""
    headings = tuple(folded(heading) for heading in place.section)
    if headings[:1] == (folded(place.source.metadata.title),):
        headings = headings[1:]
    return tuple(heading for heading in headings if heading)


def note_ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers of notes as a reader writes them: 1, 3, 4, 5 -> "notes 1, 3–5"; 1 -> "note 1"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    written = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)
    return f"note {written}" if written.isdigit() else f"notes {written}"


def _marked(value: str, field: str, metadata: Metadata) -> str:
    return f"{value} [inferred]" if field in metadata.inferred else value


def counted(number: int, name: str) -> str:
    """ "1 document", "2 documents"."""
    return f"{number} {name}{'' if number == 1 else 's'}"
