"""What a run of ingest tells: how far it is, and what became of each file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one file."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    RENAMED = "renamed"  # the same content under another name: its document stays what it was
    REMOVED = "removed"  # its file is gone from the folder
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file, and why where that needs saying."""

    name: str
    outcome: Outcome
    reason: str | None = None
    document: str | None = None
    passages: int = 0


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    files: int
    files_done: int
    passages_found: int
    passages_done: int
    name: str  # of the file at hand


@dataclass(frozen=True)
class Report:
    """What a run did."""

    files: tuple[FileOutcome, ...]
    tokens: int
    seconds: float

    def count(self, outcome: Outcome) -> int:
        """How many files ended so."""
        return sum(file.outcome is outcome for file in self.files)

    @property
    def added(self) -> int:
        return self.count(Outcome.ADDED)

    @property
    def unchanged(self) -> int:
        return self.count(Outcome.UNCHANGED)

    @property
    def updated(self) -> int:
        return self.count(Outcome.UPDATED)

    @property
    def renamed(self) -> int:
        """Files that took another name."""
        return self.count(Outcome.RENAMED)

    @property
    def removed(self) -> int:
        return self.count(Outcome.REMOVED)

    @property
    def skipped(self) -> int:
        return self.count(Outcome.SKIPPED)

    @property
    def failed(self) -> int:
        return self.count(Outcome.FAILED)

    @property
    def passages(self) -> int:
        """Passages of the files that were added, updated or renamed."""
        return sum(file.passages for file in self.files)
