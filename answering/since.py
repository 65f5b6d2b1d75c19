"""What has become of the library since an answer was given, as far as it concerns the answer."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from core.succession import Succession
from core.types import Answer, Document, Filters, LibraryChanges, Source


class Records(Protocol):
    """What must be known of a library."""

    def document(self, identifier: str) -> Document: ...
    def dated_sources(self) -> tuple[Source, ...]: ...
    def current_versions(self, documents: Collection[str]) -> dict[str, str]: ...
    def changes_since(self, moment: datetime.datetime) -> LibraryChanges: ...
    def select(self, filters: Filters) -> list[str]: ...


@dataclass(frozen=True)
class Since:
    """What has become of a library since an answer was given."""

    given: datetime.date
    today: datetime.date
    current: Mapping[str, str]  # document -> its version now, of those cited that are in the library
    changes: LibraryChanges = field(default_factory=LibraryChanges)
    law: Succession = field(default_factory=Succession)


def since_given(then: Answer, now: Answer, given: datetime.datetime, records: Records) -> Since:
    """What has become of the library since `then` was given, at this time (UTC)."""
    cited = {citation.source.document for one in (then, now) for citation in one.citations}
    current = records.current_versions(cited)
    sources = [*(records.document(version).source for version in current.values()), *records.dated_sources()]
    return Since(
        given=given.date(),
        today=datetime.date.today(),
        current=current,
        changes=_searched(records.changes_since(given), then.filters, records),
        law=Succession(tuple({source.document: source for source in sources}.values())),
    )


def _searched(changes: LibraryChanges, filters: Filters, records: Records) -> LibraryChanges:
    """Without documents that the answer's filters leave out; of those removed nobody can tell."""
    if not filters:
        return changes
    searched = set(records.select(filters))
    new, changed = (
        {document: title for document, title in titles.items() if document in searched}
        for titles in (changes.new, changes.changed)
    )
    return LibraryChanges(new, changed, changes.removed)
