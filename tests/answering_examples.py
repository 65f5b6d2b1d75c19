"""A tiny library held in memory, and a search over it, for tests of answering."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from core.types import (
    Document,
    Filters,
    Found,
    Heading,
    Layout,
    Metadata,
    Passage,
    Sentence,
    Source,
    Span,
)

ACT = (
    "Signature\n\n"
    "President Obama signed the Defend Trade Secrets Act on 11 May 2016. "
    "It took effect on the same day.\n\n"
    "Remedies\n\n"
    "The court may order three things:\n\n"
    "- an injunction;\n\n"
    "- damages for actual loss;\n\n"
    "- exemplary damages of at most twice the damages.\n\n"
    "An owner “shall not” wait: the claim lapses 3 years after discovery — not later."
)
HEADINGS = (
    Heading(0, ("Signature",)),
    Heading(ACT.index("Remedies"), ("Remedies",)),
)
PARAGRAPHS = tuple(Span(ACT.index(part), ACT.index(part) + len(part)) for part in ACT.split("\n\n"))


def source(name: str = "act.md", title: str = "The Defend Trade Secrets Act") -> Source:
    """The source of a document that has one version."""
    return Source(name, f"{name}-1", name, Metadata(title, issuer="Congress", date="2016-05-11"))


def document(text: str = ACT, of: Source | None = None) -> Document:
    """A document with the text."""
    layout = Layout(HEADINGS, PARAGRAPHS) if text == ACT else Layout()
    added = datetime.datetime(2026, 1, 1)
    return Document(of or source(), text, layout, "text/plain", "act.md", "0" * 64, added)


def passage(
    text: str, sentences: tuple[str, ...], near: tuple[float, ...], *, of: Document | None = None
) -> Passage:
    """The stretch `text` of a document, with its sentences and how near they are to the question."""
    whole = of or document()
    start = whole.text.index(text)
    spans = tuple(
        Sentence(whole.text.index(s, start), whole.text.index(s, start) + len(s), similarity)
        for s, similarity in zip(sentences, near, strict=True)
    )
    return Passage(
        id=f"{whole.source.document}-{start}",
        source=whole.source,
        start=start,
        end=start + len(text),
        text=text,
        score=1.0,
        section=whole.layout.heading_path(start),
        similarity=max(near),
        sentences=spans,
    )


@dataclass
class Shelf:
    """A library and a search that always finds the given passages, and remembers what it was asked."""

    documents: tuple[Document, ...] = ()
    passages: tuple[Passage, ...] = ()
    absent: tuple[str, ...] = ()
    asked: list[tuple[str, Filters]] = field(default_factory=list)

    def document(self, identifier: str) -> Document:
        return next(d for d in self.documents if identifier in (d.source.version, d.source.document))

    def jurisdictions(self, filters: Filters) -> tuple[str, ...]:
        return tuple({d.source.metadata.jurisdiction or "" for d in self.documents} - {""})

    def dated_sources(self) -> tuple[Source, ...]:
        return tuple(d.source for d in self.documents if d.source.metadata.in_force_from)

    def __call__(self, question: str, *, limit: int, filters: Filters) -> Found:
        self.asked.append((question, filters))
        return Found(self.passages[:limit], len(self.documents), question, self.absent)
