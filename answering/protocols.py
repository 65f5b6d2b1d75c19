"""What answering is handed by the doors: a search, the records, an answerer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.types import Document, DraftStatement, Filters, Found, Passage, Source


class Search(Protocol):
    """Finds passages, best first: the hybrid search, or a list in a test."""

    def __call__(self, question: str, *, limit: int, filters: Filters) -> Found: ...


class Reader(Protocol):
    """Tells of each sentence of the passages how far it answers a question."""

    def __call__(self, question: str, passages: Sequence[Passage]) -> tuple[Passage, ...]: ...


class Library(Protocol):
    """Gives whole document versions, against which quotations are checked, and what they are versions of."""

    def document(self, identifier: str) -> Document: ...
    def jurisdictions(self, filters: Filters) -> tuple[str, ...]: ...
    def dated_sources(self) -> tuple[Source, ...]: ...


@dataclass(frozen=True)
class Draft:
    """What an answerer proposes: statements with quotations, all unchecked."""

    statements: tuple[DraftStatement, ...]
    confidence: float  # 0 to 1: how sure it is that the passages answer the question


class Answerer(Protocol):
    """Drafts an answer from passages."""

    name: str

    def __call__(
        self,
        question: str,
        passages: Sequence[Passage],
        *,
        library: Library,
        most: int,
        absent: Sequence[str] = (),
    ) -> Draft:
        """At most `most` statements; `library` has the whole documents of the passages.

        `absent` are names of the question that no document holds.
        """
