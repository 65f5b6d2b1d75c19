"""Writes footnotes: what they rest on, in a citation style, with the source's words untouched."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.folding import FOLDED
from core.memos import Quotations
from core.types import Citation, Source
from memo.content import Role, Run
from memo.describe import authority_of, folded, headings_of
from memo.notes.blanks import Form, all_blanks, fill, merged
from memo.notes.style_file import (
    AuthorityForms,
    BadStyle,
    CitationStyle,
    PinpointForms,
    UnknownStyle,
    load_style,
    style_names,
)

__all__ = [
    "BadStyle",
    "CitationStyle",
    "UnknownStyle",
    "load_style",
    "style_names",
    "write_notes",
    "written_pinpoint",
]
FIRST_WORDS = 8
SHOWN_WHOLE = 10  # words: a quotation as short as this is not cut

_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_NUMBER = r"(?P<number>\d+[A-Za-z]{0,3}(?:[.–-]\d+[a-z]?)*(?:\([0-9A-Za-z]{1,5}\))*|[IVXLC]+)"
_ENDS = r"(?=$|\s*[.:;](?:\s|$)|\s*[—–-]\s)"  # a title may follow: "§ 1839. Definitions"
_ARTICLE = re.compile(rf"(?:article|art\.?)\s{_NUMBER}{_ENDS}", re.IGNORECASE)
_SECTION = re.compile(rf"(?:(?:section|sec\.?)\s|§\s?){_NUMBER}{_ENDS}", re.IGNORECASE)
_DIVISION = re.compile(r"(?:sub)?(?:chapter|title)\s+[0-9IVXLC]", re.IGNORECASE)
_CLOSED = re.compile(r"[.?!…][”’»\"']*$")


def write_notes(
    citations: Sequence[Citation],
    style: CitationStyle,
    quotations: Quotations,
    *,
    added: Mapping[str, datetime.date] | None = None,
) -> tuple[tuple[Run, ...], ...]:
    """The words of each footnote, in order; they are numbered from 1.

    `added` tells by a version's id when it was added to the library. The words of a quotation are
    those of the source, but for white space, which is folded to single spaces.
    """
    writer = _Notes(citations, style, quotations, added or {})
    return tuple(writer.note(place) for place in range(len(citations)))


def written_pinpoint(citation: Citation, style: CitationStyle) -> str:
    """Where the words stand, as the style writes it; empty where the format tells nothing."""
    return _pinpoint(citation, style.authorities[authority_of(citation.source.metadata)].pinpoint)


@dataclass(frozen=True)
class _Cited:
    """A source among the notes before: the first that cites it and the last."""

    first: int
    last: int


class _Notes:
    """The notes of one memo, written in their order: later ones refer to earlier ones."""

    def __init__(
        self,
        citations: Sequence[Citation],
        style: CitationStyle,
        quotations: Quotations,
        added: Mapping[str, datetime.date],
    ) -> None:
        self._citations = citations
        self._style = style
        self._quotations = quotations
        self._added = added
        self._before: dict[str, _Cited] = {}
        self._names = _Names([citation.source for citation in citations])

    def note(self, place: int) -> tuple[Run, ...]:
        """The note at this place; those before it have to be written before."""
        citation, number = self._citations[place], place + 1
        source = citation.source
        before = self._before.get(source.version)
        self._before[source.version] = _Cited(before.first if before else number, number)
        reference, form = self._reference(place, before)
        return _closed(
            fill(
                form,
                {
                    "reference": reference,
                    "quotation": self._quotation(citation.quote),
                    "address": _value(source.metadata.url, Role.ADDRESS),
                    "version": self._version(source),
                },
            ),
            self._style.stop,
        )

    def _reference(self, place: int, before: _Cited | None) -> tuple[tuple[Run, ...], Form]:
        """How the note names its source, and the form of the whole note."""
        source, style = self._citations[place].source, self._style
        forms = style.authorities[authority_of(source.metadata)]
        pinpoint = written_pinpoint(self._citations[place], style)
        if before and before.last == place and style.ibid:
            earlier = written_pinpoint(self._citations[place - 1], style)
            if pinpoint or not earlier:  # without a place of its own it would be read as the earlier one
                other = "" if pinpoint == earlier else pinpoint
                values = {"pinpoint": _value(other, Role.PINPOINT)}
                return fill(style.ibid, values, Role.REFERENCE), style.later
        values = {
            name: _value(text, Role.REFERENCE) for name, text in self._known(source, style.inferred).items()
        }
        values["pinpoint"] = _value(pinpoint, Role.PINPOINT)
        if before and forms.short and self._suffices(forms, source, place + 1 - before.last):
            values["first"] = _value(str(before.first), Role.REFERENCE)
            return fill(forms.short, values, Role.REFERENCE), style.later
        return fill(forms.full, values, Role.REFERENCE), style.full

    def _suffices(self, forms: AuthorityForms, source: Source, distance: int) -> bool:
        """Whether a short form finds the source: the memo cites no other of that name, or a number tells."""
        near = forms.within is None or distance <= forms.within
        numbered = forms.short is not None and "first" in all_blanks(forms.short)
        return near and (numbered or self._names.unique(source))

    def _known(self, source: Source, inferred: Form) -> dict[str, str]:
        metadata = source.metadata

        def marked(value: str, field: str) -> str:
            if not value or field not in metadata.inferred:
                return value
            return _text(fill(inferred, {"value": _value(value, Role.TEXT)}))

        date = folded(metadata.date or "")
        iso = _ISO.fullmatch(date)
        return {
            "title": self._names.title(source),
            "short": self._names.short(source),
            "issuer": marked(_trimmed(metadata.issuer), "issuer"),
            "date": marked(self._dated(date), "date"),
            "year": marked(iso[1] if iso else date, "date"),
            "jurisdiction": marked(_trimmed(metadata.jurisdiction), "jurisdiction"),
        }

    def _dated(self, date: str) -> str:
        """An ISO date in the style's words, as much of it as is known; what is none is unchanged."""
        iso = _ISO.fullmatch(date)
        if not iso or not iso[2]:
            return date
        month = self._style.months[int(iso[2]) - 1]
        values = {"year": _value(iso[1], Role.TEXT), "month": _value(month, Role.TEXT)}
        if not iso[3]:
            return _text(fill(self._style.month, values))
        return _text(fill(self._style.date, {**values, "day": _value(str(int(iso[3])), Role.TEXT)}))

    def _version(self, source: Source) -> tuple[Run, ...]:
        day = self._added.get(source.version)
        if day is None:
            return ()
        values = {"date": _value(self._dated(day.isoformat()), Role.VERSION)}
        return fill(self._style.version, values, Role.VERSION)

    def _quotation(self, quote: str) -> tuple[Run, ...]:
        """The source's words in marks that they do not hold themselves, if the style has such."""
        words = quote.split()
        cut = self._quotations is Quotations.FIRST_WORDS and len(words) > SHOWN_WHOLE
        shown = " ".join(words[:FIRST_WORDS] if cut else words)
        marks = self._style.marks
        opening, closing = next((pair for pair in marks if not _holds(shown, pair[0])), marks[0])
        end = self._style.cut + closing if cut else closing
        return (Run(opening), Run(shown, role=Role.QUOTATION), Run(end))


class _Names:
    """How the sources of a memo are called, and which of them are called alike."""

    def __init__(self, sources: Sequence[Source]) -> None:
        versions = {source.version: source for source in sources}.values()
        self._titles = Counter(self.title(source).casefold() for source in versions)
        self._heads = Counter(_head(self.title(source)).casefold() for source in versions)

    def title(self, source: Source) -> str:
        """The title; where there is none, the name of the file."""
        return _trimmed(source.metadata.title) or _trimmed(source.name) or "Untitled document"

    def short(self, source: Source) -> str:
        """The title as far as its colon, if it tells the source from the others; else all of it."""
        title = self.title(source)
        head = _head(title)
        return head if self._heads[head.casefold()] == 1 else title

    def unique(self, source: Source) -> bool:
        """Whether no other source of the memo has this title."""
        return self._titles[self.title(source).casefold()] == 1


def _head(title: str) -> str:
    head, _, _ = title.partition(": ")
    return head if len(head.split()) > 1 else title


def _pinpoint(citation: Citation, forms: PinpointForms) -> str:
    """Page, section and paragraph; each as far as the source's structure tells it.

    Paragraphs are counted through the whole document. After an article's or a section's number the
    count would be read as that article's own, so it is left out there.
    """
    headings, numbered = _headings(headings_of(citation), forms)
    parts = {
        "page": _numbered(forms.page, citation.page),
        "section": headings,
        "paragraph": [] if numbered else _numbered(forms.paragraph, citation.paragraph),
    }
    return forms.between.join(text for part in forms.order for text in parts[part])


def _numbered(form: Form, number: int | None) -> list[str]:
    if number is None:
        return []
    return [_text(fill(form, {"number": _value(str(number), Role.PINPOINT)}))]


def _headings(path: tuple[str, ...], forms: PinpointForms) -> tuple[list[str], bool]:
    """The headings as the style writes them, and whether one is the number of an article or section."""

    def plain(headings: Sequence[str]) -> list[str]:
        joined = forms.between_headings.join(headings)
        return [_text(fill(forms.heading, {"path": _value(joined, Role.PINPOINT)}))] if joined else []

    for place in reversed(range(len(path))):
        for pattern, form in ((_ARTICLE, forms.article), (_SECTION, forms.section)):
            if form and (found := pattern.match(path[place])):
                number = _text(fill(form, {"number": _value(found["number"], Role.PINPOINT)}))
                # numbers of articles run on through chapters and titles, but not through annexes
                above = [heading for heading in path[:place] if not _DIVISION.match(heading)]
                return [*plain(above), number, *plain(path[place + 1 :])], True
    return plain(path), False


def _holds(quote: str, opening: str) -> bool:
    """Whether the quotation has marks of this kind of its own; an apostrophe in a word is none."""
    kind = FOLDED.get(opening, opening)
    same = {opening, kind, *(mark for mark, folded in FOLDED.items() if folded == kind)}
    marks = "|".join(map(re.escape, sorted(same)))
    return re.search(rf"(?<!\w)(?:{marks})" if kind == "'" else marks, quote) is not None


def _closed(runs: tuple[Run, ...], stop: str) -> tuple[Run, ...]:
    """The runs with a full stop, unless they end in one already."""
    return runs if _CLOSED.search(_text(runs)) else merged((*runs, Run(stop)))


def _value(text: str | None, role: Role) -> tuple[Run, ...]:
    words = folded(text or "")
    return (Run(words, role=role),) if words else ()


def _text(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _trimmed(value: str | None) -> str:
    """A value on one line, without the commas and colons at its end, after which punctuation follows."""
    return folded(value or "").rstrip(" ,;:")
