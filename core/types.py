"""The nouns that pass between the rooms. All are frozen; offsets count Unicode code points."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True)
class Span:
    """A stretch of a document's text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Heading:
    """From `start` up to the next heading, the text stands under `path`, outermost first."""

    start: int
    path: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page of a paged document: its number from 1, its text, its size in points."""

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True)
class Box:
    """Where `text[start:end]` stands on a PDF page, in points from the page's bottom left."""

    start: int
    end: int
    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Layout:
    """The map from offsets to places: headings, paragraphs, pages and, for PDF, boxes."""

    headings: tuple[Heading, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    pages: tuple[Page, ...] = ()
    boxes: tuple[Box, ...] = ()

    def heading_path(self, offset: int) -> tuple[str, ...]:
        """The headings that `offset` stands under: ("Remedies", "Seizure"), or ()."""
        path: tuple[str, ...] = ()
        for heading in self.headings:
            if heading.start > offset:
                break
            path = heading.path
        return path

    def page_number(self, offset: int) -> int | None:
        """The page that holds `offset`, or None where the format has no pages."""
        number = None
        for page in self.pages:
            if page.start > offset:
                break
            number = page.number
        return number

    def paragraph_number(self, offset: int) -> int | None:
        """The paragraph, counted from 1, that holds `offset`."""
        number = None
        for count, paragraph in enumerate(self.paragraphs, start=1):
            if paragraph.start > offset:
                break
            number = count
        return number


@dataclass(frozen=True)
class Metadata:
    """What is known of a document; `inferred` names the fields that nobody stated."""

    title: str
    issuer: str | None = None
    date: str | None = None  # ISO: 2016-05-11, or only as much of it as is known: 2016-05, 2016
    jurisdiction: str | None = None
    kind: str | None = None  # statute, treaty, case, guidance, event, comparison, ...
    url: str | None = None
    in_force_from: str | None = None
    in_force_to: str | None = None
    supersedes: str | None = None
    label: str | None = None  # confidentiality, e.g. "internal"
    inferred: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Attachment:
    """A file inside a file, to be read as a document of its own."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Reading:
    """What came out of one file. Every later offset counts in `text`."""

    text: str
    layout: Layout
    metadata: Metadata
    media_type: str
    attachments: tuple[Attachment, ...] = ()
    notices: tuple[str, ...] = ()  # what the user must be told: "pages 3-4 have no text: scanned?"


@dataclass(frozen=True)
class Source:
    """One version of one document, as citations and lists name it."""

    document: str  # id, the same for all versions of the document
    version: str  # id of the version: it changes with the text
    name: str  # path below the folder that was added, or the uploaded file's name
    metadata: Metadata


@dataclass(frozen=True)
class Document:
    """One version of a document with its whole text; `removed` versions only serve citations."""

    source: Source
    text: str
    layout: Layout
    media_type: str
    origin: str  # where it came from: a path, or "upload: name"
    content: str  # SHA-256 of the file that it was read from
    added: datetime.datetime
    removed: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage, by document offsets, and how near it is to the question (cosine)."""

    start: int
    end: int
    similarity: float
    answers: float | None = None  # log-odds that it answers the question, where the reader read it


@dataclass(frozen=True)
class Passage:
    """A chunk that a search found: `text` is the version's `text[start:end]`."""

    id: str
    source: Source
    start: int
    end: int
    text: str
    score: float  # fused rank score, higher is better
    page: int | None = None
    section: tuple[str, ...] = ()
    similarity: float = 0.0  # cosine of question and passage
    sentences: tuple[Sentence, ...] = ()
    barred: frozenset[int] = frozenset()  # where sentences begin that are not of the day or place asked of


@dataclass(frozen=True)
class Filters:
    """Restricts a search to documents; empty fields restrict nothing."""

    jurisdiction: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    document: tuple[str, ...] = ()  # document ids
    date_from: str | None = None
    date_to: str | None = None
    as_of: str | None = None  # a whole ISO date: only what was in force on that day

    def __bool__(self) -> bool:
        return self != NO_FILTERS


NO_FILTERS = Filters()


@dataclass(frozen=True)
class Found:
    """What a search brings back: passages, best first, and how many documents were searched."""

    passages: tuple[Passage, ...]
    documents: int
    question: str = ""  # as it was searched for, abbreviations spelled out
    absent: tuple[str, ...] = ()  # names of the question that stand in none of the documents searched


@dataclass(frozen=True)
class Turn:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


class Verdict(StrEnum):
    """What checking found out about a quotation."""

    EXACT = "exact"  # the words stand in the document to the character
    TYPOGRAPHIC = "typographic"  # after folding quotes, dashes, ligatures, white space
    MISATTRIBUTED = "misattributed"  # they stand elsewhere than the draft said, and are pinned there
    MISSING = "missing"  # they stand nowhere
    ALTERED = "altered"  # words like them stand there, but not these
    STITCHED = "stitched"  # two stretches that stand apart, given as one
    SHORT = "short"  # too few words to say where they are from

    @property
    def passed(self) -> bool:
        return self in (Verdict.EXACT, Verdict.TYPOGRAPHIC, Verdict.MISATTRIBUTED)


@dataclass(frozen=True)
class Quotation:
    """Words that a draft says stand in a document: unchecked."""

    source: Source
    text: str
    start: int | None = None  # where the draft says they stand
    within: Span | None = None  # or the passage in which it says so


@dataclass(frozen=True)
class DraftStatement:
    """A sentence of an unchecked draft with the quotations that are to support it."""

    text: str
    quotations: tuple[Quotation, ...]
    lead: str | None = None  # the heading that names what the statement speaks of
    own_words: bool = False  # a language model's wording; else it says just the words that it quotes


@dataclass(frozen=True)
class Citation:
    """The pin: `quote` is `text[start:end]` of the cited version, to the character."""

    source: Source
    start: int
    end: int
    quote: str
    verdict: Verdict
    page: int | None = None
    section: tuple[str, ...] = ()
    paragraph: int | None = None


@dataclass(frozen=True)
class Statement:
    """A checked sentence; `citations` are indexes into the answer's citations, at least one."""

    text: str
    citations: tuple[int, ...]
    lead: str | None = None
    part: int | None = None  # which of the answer's parts it answers; None: the whole question
    caution: str | None = None  # why it is not to be read as the law of the day asked about
    own_words: bool = False  # a language model's wording, checked against the words that it cites


class ConflictKind(StrEnum):
    """Why two sources give different values for the same thing, as far as they show it."""

    SUPERSEDED = "superseded"  # one of them is no longer in force
    OTHER_JURISDICTION = "other jurisdiction"
    DIFFERENT_SCOPE = "different scope"  # individuals and organisations, civil and criminal
    UNRESOLVED = "unresolved"  # nothing in the library says which is right


@dataclass(frozen=True)
class ConflictSide:
    """A source's own sentence, checked, and where in the document the value that differs stands."""

    citation: Citation
    value: Span

    @property
    def parts(self) -> tuple[str, str, str]:
        """The quotation before the value, the value, and the quotation after it."""
        start, end = self.value.start - self.citation.start, self.value.end - self.citation.start
        quote = self.citation.quote
        return quote[:start], quote[start:end], quote[end:]


@dataclass(frozen=True)
class Conflict:
    """Two sources that differ on what a statement says; `statement` is its index in the answer.

    The first side is the statement's. Sides carry their own citations: they support no statement.
    """

    kind: ConflictKind
    title: str  # "Two sources give different periods"
    explanation: str  # how they differ, in a sentence
    statement: int
    sides: tuple[ConflictSide, ConflictSide]


@dataclass(frozen=True)
class Objection:
    """One thing that checking has against a statement."""

    kind: str  # a Verdict on a quotation, or the guard that it runs into: "number", "negation", ...
    words: str  # of the statement or the quotation
    reason: str  # in a sentence


@dataclass(frozen=True)
class Dropped:
    """A drafted statement that did not pass checking, and why."""

    text: str
    reason: str
    objections: tuple[Objection, ...] = ()


@dataclass(frozen=True)
class Message:
    """What a language model is told."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Usage:
    """How many tokens went to a language model, and how many came back."""

    tokens_in: int
    tokens_out: int
    counted_here: bool = False  # the server did not say: they are our own count


@dataclass(frozen=True)
class Piece:
    """A piece of a language model's reply as it comes. `restart`: what came before counts no more."""

    text: str = ""
    restart: bool = False
    usage: Usage | None = None  # with the last piece


class Ending(StrEnum):
    """How a language model's reply ended."""

    WHOLE = "whole"
    STOPPED = "stopped"  # by the reader
    CUT = "cut"  # the connection broke off, twice
    FAILED = "failed"  # nothing of it could be used: the sources' own words stand in its place


@dataclass(frozen=True)
class ModelUse:
    """The language model that was asked for an answer, and what it took."""

    name: str  # "openai:gpt-5"
    where: str  # where question and passages went: "this machine", "api.openai.com"
    prompts: Mapping[str, str]  # "answer 3" -> the hash of its text
    usage: Usage
    seconds: float
    ending: Ending = Ending.WHOLE
    fault: str | None = None  # what went wrong, in a sentence
    fault_kind: str | None = None  # as ModelFault names it: "rate limited", "cut", ...
    cost: float | None = None  # money, where a price is set
    replies: tuple[str, ...] = ()  # as they came: kept to be looked into, never shown as an answer
    judge: ModelUse | None = None  # the second model, which looked at what this one wrote

    @property
    def whole_cost(self) -> float | None:
        """Money for this model and its judge, as far as their prices are set."""
        costs = [use.cost for use in (self, self.judge) if use and use.cost is not None]
        return sum(costs) if costs else None


@dataclass(frozen=True)
class Setup:
    """What an answer was made with, besides its question, the library and a language model."""

    version: str  # of Pincite
    code: str  # a hash of the code that searches and answers: it can change within a version
    search_model: str
    reader: str | None  # None: no reader was used
    settings: Mapping[str, int | float]  # those that shape an answer, by their names
    abbreviations: str | None = None  # a hash of the user's own list of them; None: there is none


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    PARTIAL = "partial"  # something was found for one part of the question only
    REFUSED = "refused"  # the library does not answer this


@dataclass(frozen=True)
class Part:
    """One of the questions that a question is made of, standing alone."""

    question: str
    note: str = ""  # where no statement answers it: why, in a sentence


@dataclass(frozen=True)
class Answer:
    """What a question got. Refused: no statements, no citations, the nearest passages."""

    question: str
    standalone_question: str
    status: Status
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    confidence: float  # 0 to 1: how sure that the library answers this
    answerer: str  # "quoting", or the language model's name
    filters: Filters = Filters()
    documents_searched: int = 0
    dropped: tuple[Dropped, ...] = ()
    conflicts: tuple[Conflict, ...] = ()  # unresolved ones first
    reason: str | None = None  # why it, or a part of it, was refused, in a sentence
    seconds: Mapping[str, float] = field(default_factory=dict)  # retrieve, answer, total
    parts: tuple[Part, ...] = ()  # what it was answered in; (): the question as a whole
    notes: tuple[str, ...] = ()  # what was made of the question's day and places, in Pincite's words
    model: ModelUse | None = None  # None: no language model was asked
    setup: Setup | None = None  # None: it was not kept

    @property
    def text(self) -> str:
        """The answer as a reader sees it, without citation marks."""
        return " ".join(statement.text for statement in self.statements)

    @property
    def by_part(self) -> tuple[tuple[Part | None, tuple[Statement, ...]], ...]:
        """Each part with its statements, in order; without parts, all statements under None."""
        if not self.parts:
            return ((None, self.statements),)
        return tuple(
            (part, tuple(statement for statement in self.statements if statement.part == number))
            for number, part in enumerate(self.parts)
        )


@dataclass(frozen=True)
class LibraryChanges:
    """What has become of the documents of a library since a moment: id -> title."""

    new: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    removed: Mapping[str, str] = field(default_factory=dict)
