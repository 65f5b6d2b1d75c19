"""Saved answers under a heading become a memo: statements, and footnotes that quote their sources."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.errors import PinciteError
from core.types import (
    Answer,
    Citation,
    Conflict,
    Filters,
    MemoHeading,
    Metadata,
    Passage,
    Source,
    Statement,
    Status,
)

NOT_LEGAL_ADVICE = "This memo quotes documents from a library. It is not legal advice."
NOT_ANSWERED = "The library does not answer this."
PARTLY_ANSWERED = "The library answers only a part of this question."
NEAREST_SHOWN = 3  # passages named under a question that the library does not answer


class UnsupportedStatement(PinciteError):
    """A statement without a quotation that passed checking may not go into a memo."""

    def __init__(self, question: str, statement: str, cause: str) -> None:
        super().__init__(
            f"In the answer to {question!r} the statement {statement!r} {cause}. "
            "Take the answer out of the memo and ask the question again."
        )


@dataclass(frozen=True)
class Footnote:
    """One reference to a source; `citation.quote` is the source's words, to the character."""

    number: int
    citation: Citation

    @property
    def reference(self) -> str:
        """Title, issuer, date and pinpoint: "DTSA, U.S. Congress, 11 May 2016, p. 3, Remedies, para. 4"."""
        parts = (describe(self.citation.source.metadata), pinpoint(self.citation))
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class CitedStatement:
    """A statement with the numbers of its footnotes; `verbatim`: it is a source's own words."""

    text: str
    footnotes: tuple[int, ...]
    lead: str | None = None
    verbatim: bool = False
    caution: str | None = None  # why it was not the law of the day asked about


@dataclass(frozen=True)
class Subsection:
    """The statements on one part of a question; without parts, all of them under no heading."""

    statements: tuple[CitedStatement, ...]
    heading: str = ""
    note: str = ""  # why there are no statements


@dataclass(frozen=True)
class CitedConflict:
    """Two sources that differ: what about, how, and the sentence of each under its source's name."""

    title: str
    explanation: str
    sides: tuple[CitedStatement, ...]


@dataclass(frozen=True)
class Section:
    """What one answer brings: conflicts, its statements, then notes on what it leaves open."""

    question: str
    subsections: tuple[Subsection, ...]
    notes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()  # as of which day and of which places, before the statements
    nearest: tuple[str, ...] = ()  # passages near to a question that is not answered
    conflicts: tuple[CitedConflict, ...] = ()  # stand before the statements that they concern

    @property
    def statements(self) -> tuple[CitedStatement, ...]:
        """All its statements, in order."""
        return tuple(statement for part in self.subsections for statement in part.statements)


@dataclass(frozen=True)
class ListedSource:
    """A document that the memo quotes, and the footnotes that quote it."""

    source: Source
    footnotes: tuple[int, ...]

    @property
    def description(self) -> str:
        """Title, issuer, date, jurisdiction, label and version, as the list of sources shows them."""
        metadata = self.source.metadata
        parts = [describe(metadata)]
        if metadata.jurisdiction:
            parts.append(metadata.jurisdiction)
        if metadata.label:
            parts.append(f"label: {metadata.label}")
        parts.append(f"version {self.source.version}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Memo:
    """A memo, ready to be written; footnotes are numbered from 1 in order of appearance."""

    heading: MemoHeading
    questions: tuple[str, ...]
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    sources: tuple[ListedSource, ...]

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The filled fields of the heading with their names."""
        heading = self.heading
        every = (
            ("To", heading.to),
            ("From", heading.sender),
            ("Date", heading.date),
            ("Subject", heading.subject),
        )
        return tuple((name, folded(value)) for name, value in every if value.strip())


def build_memo(heading: MemoHeading, answers: Sequence[Answer]) -> Memo:
    """The memo that these answers make, in their order. Raises UnsupportedStatement.

    Every reference has a footnote of its own, also to words quoted before: so a paragraph
    keeps its sources when an author moves it or deletes another.
    """
    footnotes: list[Footnote] = []
    sections = tuple(_section(answer, footnotes) for answer in answers)
    asked = [heading.question] if heading.question.strip() else [answer.question for answer in answers]
    return Memo(heading, tuple(dict.fromkeys(asked)), sections, tuple(footnotes), _sources(footnotes))


def folded(text: str) -> str:
    """The text on one line, white space folded to single spaces."""
    return " ".join(text.split())


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
    headings = [folded(heading) for heading in place.section]
    if headings and headings[0] == folded(place.source.metadata.title):
        headings = headings[1:]
    if headings:
        parts.append(" › ".join(headings))
    if isinstance(place, Citation) and place.paragraph is not None:
        parts.append(f"para. {place.paragraph}")
    return ", ".join(parts)


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


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _marked(value: str, field: str, metadata: Metadata) -> str:
    return f"{value} [inferred]" if field in metadata.inferred else value


def _section(answer: Answer, footnotes: list[Footnote]) -> Section:
    """One answer's section; its footnotes are added to those before."""
    if answer.status is Status.REFUSED:
        return Section(answer.question, (), _refusal(answer), answer.notes, _nearest(answer))
    conflicts = tuple(_conflict(answer, conflict, footnotes) for conflict in answer.conflicts)
    subsections = []
    for part, statements in answer.by_part:
        cited = tuple(_cited(answer, statement, footnotes) for statement in statements)
        subsections.append(Subsection(cited, part.question, part.note) if part else Subsection(cited))
    notes = [PARTLY_ANSWERED] if answer.status is Status.PARTIAL else []
    if answer.status is Status.PARTIAL and answer.reason:
        notes.append(answer.reason)
    if answer.dropped:
        notes.append(f"Left out for want of a source: {_counted(len(answer.dropped), 'drafted statement')}.")
    return Section(answer.question, tuple(subsections), tuple(notes), answer.notes, conflicts=conflicts)


def _cited(answer: Answer, statement: Statement, footnotes: list[Footnote]) -> CitedStatement:
    """The statement with footnotes of its own, which are added to those before."""
    citations = _checked_citations(answer, statement.text, statement.citations)
    first = len(footnotes) + 1
    footnotes += [Footnote(number, citation) for number, citation in enumerate(citations, start=first)]
    verbatim = any(folded(citation.quote) == folded(statement.text) for citation in citations)
    numbers = tuple(range(first, len(footnotes) + 1))
    return CitedStatement(statement.text, numbers, statement.lead, verbatim, statement.caution)


def _conflict(answer: Answer, conflict: Conflict, footnotes: list[Footnote]) -> CitedConflict:
    """A conflict with a footnote for each side; they are added to those before."""
    sides = []
    for side in conflict.sides:
        _require_passed(answer, side.citation.quote, [side.citation])
        footnotes.append(Footnote(len(footnotes) + 1, side.citation))
        lead = describe(side.citation.source.metadata)
        sides.append(CitedStatement(side.citation.quote, (len(footnotes),), lead, verbatim=True))
    return CitedConflict(conflict.title, conflict.explanation, tuple(sides))


def _checked_citations(answer: Answer, statement: str, indexes: Sequence[int]) -> list[Citation]:
    if not indexes:
        raise UnsupportedStatement(answer.question, statement, "has no citation")
    if not all(0 <= index < len(answer.citations) for index in indexes):
        raise UnsupportedStatement(answer.question, statement, "cites what the answer does not hold")
    citations = [answer.citations[index] for index in indexes]
    _require_passed(answer, statement, citations)
    return citations


def _require_passed(answer: Answer, statement: str, citations: Sequence[Citation]) -> None:
    if not all(citation.verdict.passed for citation in citations):
        raise UnsupportedStatement(answer.question, statement, "rests on words that are not in the source")


def _refusal(answer: Answer) -> tuple[str, ...]:
    notes = [NOT_ANSWERED]
    if answer.reason and folded(answer.reason) != NOT_ANSWERED:
        notes.append(answer.reason)
    searched = f"Searched: {_counted(answer.documents_searched, 'document')}"
    limits = _limits(answer.filters)
    notes.append(f"{searched}, limited to {limits}." if limits else f"{searched}, the whole library.")
    if answer.standalone_question != answer.question:
        notes.append(f"Asked as: {folded(answer.standalone_question)}")
    return tuple(notes)


def _limits(filters: Filters) -> str:
    """The filters in words: "jurisdiction EU or US; dated from 2016"."""
    parts = [
        f"{name} {' or '.join(values)}"
        for name, values in (
            ("jurisdiction", filters.jurisdiction),
            ("kind", filters.kind),
            ("issuer", filters.issuer),
        )
        if values
    ]
    if filters.document:
        parts.append(_counted(len(filters.document), "chosen document"))
    if filters.date_from:
        parts.append(f"dated from {filters.date_from}")
    if filters.date_to:
        parts.append(f"dated to {filters.date_to}")
    if filters.as_of:
        parts.append(f"in force on {filters.as_of}")
    return "; ".join(parts)


def _nearest(answer: Answer) -> tuple[str, ...]:
    """The places nearest to a question that is not answered, without their words: they support nothing."""
    places = []
    for passage in answer.passages:
        parts = (describe(passage.source.metadata), pinpoint(passage))
        places.append(", ".join(part for part in parts if part))
    return tuple(dict.fromkeys(places))[:NEAREST_SHOWN]


def _sources(footnotes: Sequence[Footnote]) -> tuple[ListedSource, ...]:
    """The quoted versions, in the order in which the memo first quotes them."""
    quoting: dict[str, list[Footnote]] = {}
    for footnote in footnotes:
        quoting.setdefault(footnote.citation.source.version, []).append(footnote)
    return tuple(
        ListedSource(notes[0].citation.source, tuple(note.number for note in notes))
        for notes in quoting.values()
    )
