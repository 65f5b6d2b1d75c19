"""A library's documents, each read once for a question: checking and searching look at the same ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from answering.protocols import Library
from core.types import Document, Filters, Source


@dataclass
class ReadOnce:
    """A library that reads each document once for a question."""

    library: Library
    read: dict[str, Document] = field(default_factory=dict)

    def document(self, identifier: str) -> Document:
        """The document, or version of one, with this id."""
        if identifier not in self.read:
            self.read[identifier] = self.library.document(identifier)
        return self.read[identifier]

    def jurisdictions(self, filters: Filters) -> tuple[str, ...]:
        """As the library."""
        return self.library.jurisdictions(filters)

    def dated_sources(self) -> tuple[Source, ...]:
        """As the library."""
        return self.library.dated_sources()
