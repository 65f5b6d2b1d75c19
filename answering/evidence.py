"""What a written statement rests on: the quoted words, and what stands around and above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from answering.protocols import Library
from answering.selection.lists import Outline
from core.folding import KEPT
from core.sentences import sentences
from core.types import Citation, Document, Metadata, Span

_GOVERNS = re.compile(
    r"\b(?:would|will|may|might|could|can|should|must|shall|(?:is|are|was|were) to|need not)"
    r"(?: (?:not|only|also|even))?(?: (?:be|have(?: been)?))? $",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quoted:
    """One quotation, as its document has it. Only `words` say what a statement may say."""

    words: str
    before: str  # the rest of its first sentence
    after: str  # and of its last
    lead_ins: tuple[str, ...]  # of the list in which it stands: "Attorney fees may go to the winner:"
    headings: tuple[str, ...]
    metadata: Metadata

    @property
    def governed(self) -> str:
        """The quotation with the words before it without which it says more: "would have", "is said to"."""
        cut_off = _GOVERNS.search(self.before)
        return f"{cut_off[0]}{self.words}" if cut_off else self.words

    @property
    def sentence(self) -> str:
        """The quotation with the rest of its sentences."""
        return f"{self.before}{self.words}{self.after}"


@dataclass(frozen=True)
class Evidence:
    """All that a statement quotes, and what it may take names and years from."""

    quoted: tuple[Quoted, ...]

    @cached_property
    def words(self) -> str:
        """The quoted words, with the lead-ins of their lists, a line each."""
        return "\n".join(dict.fromkeys(w for one in self.quoted for w in (*one.lead_ins, one.governed)))

    @cached_property
    def context(self) -> str:
        """What tells what the quotations speak of: titles, issuers, places, headings, rests of sentences."""
        lines = (
            line
            for one in self.quoted
            for line in (
                one.metadata.title,
                one.metadata.issuer,
                one.metadata.jurisdiction,
                *one.headings,
                one.before,
                one.after,
            )
        )
        return "\n".join(dict.fromkeys(line for line in lines if line))

    @cached_property
    def urls(self) -> frozenset[str]:
        """The addresses of the sources, as their metadata have them."""
        return frozenset(one.metadata.url for one in self.quoted if one.metadata.url)


def read_evidence(citations: Sequence[Citation], library: Library) -> Evidence:
    """What the citations, which have passed, and their documents say."""
    read = (_quoted(citation, library.document(citation.source.version)) for citation in citations)
    return Evidence(tuple(read))


def _quoted(citation: Citation, document: Document) -> Quoted:
    paragraphs = _paragraphs(_Version(document))
    text = document.text
    first, last = paragraphs.around(citation.start, citation.end)
    return Quoted(
        words=citation.quote,
        before=text[first : citation.start],
        after=text[citation.end : last],
        lead_ins=paragraphs.lead_ins(citation.start),
        headings=document.layout.heading_path(citation.start),
        metadata=document.source.metadata,
    )


@dataclass
class _Paragraphs:
    """The paragraphs of a document version and their sentences, found once for all its quotations."""

    document: Document

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.document)

    def number(self, place: int) -> int | None:
        """The paragraph that holds a place of the text."""
        spans = self.outline.paragraphs
        return next((n for n, span in enumerate(spans) if span.start <= place < span.end), None)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence begins in which the stretch begins, and where that ends in which it ends."""
        return self._sentence(start).start, self._sentence(end - 1).end

    def _sentence(self, place: int) -> Span:
        number = self.number(place)
        if number is None:
            return Span(place, place + 1)
        paragraph = self.outline.paragraphs[number]
        for found in _sentences(self.document.text[paragraph.start : paragraph.end]):
            if paragraph.start + found.start <= place < paragraph.start + found.end:
                return Span(paragraph.start + found.start, paragraph.start + found.end)
        return Span(place, place + 1)

    def lead_ins(self, place: int) -> tuple[str, ...]:
        """The lead-ins of the list that holds a place of the text; () outside a list."""
        number = self.number(place)
        if number is None:
            return ()
        return tuple(self.outline.words(n) for n in self.outline.lead_ins(number))


@dataclass(frozen=True, eq=False)
class _Version:
    """A document version, known again by its id and text: the layout is not looked through."""

    document: Document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Version) and self._known_by == other._known_by

    def __hash__(self) -> int:
        return hash(self._known_by)

    @property
    def _known_by(self) -> tuple[str, str]:
        return self.document.source.version, self.document.text


@lru_cache(maxsize=KEPT)
def _paragraphs(version: _Version) -> _Paragraphs:
    return _Paragraphs(version.document)


@lru_cache(maxsize=1000)
def _sentences(paragraph: str) -> tuple[Span, ...]:
    return tuple(sentences(paragraph))
