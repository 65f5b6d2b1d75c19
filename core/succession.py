"""Which source supersedes which, and what was in force on a day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from core.types import Metadata, Source


def in_force(metadata: Metadata, day: datetime.date) -> bool:
    """Whether a source was in force on the day; one that states no dates always is."""
    return not begins_later(metadata, day) and not is_over(metadata, day)


def begins_later(metadata: Metadata, day: datetime.date) -> bool:
    """Whether a source states that it was not yet in force on the day."""
    begins = metadata.in_force_from
    return begins is not None and f"{begins}-01-01"[:10] > day.isoformat()


def is_over(metadata: Metadata, day: datetime.date) -> bool:
    """Whether a source states that it was no longer in force on the day."""
    ends = metadata.in_force_to
    return ends is not None and ends < day.isoformat()[: len(ends)]


def written_day(day: datetime.date | str) -> str:
    """1 March 2018; of a date known in part only that part: "2018-03" -> "March 2018"."""
    if isinstance(day, datetime.date):
        return f"{day.day} {day:%B %Y}"
    whole = datetime.date.fromisoformat(f"{day}-01-01"[:10])
    return {4: day, 7: f"{whole:%B %Y}"}.get(len(day), written_day(whole))


@dataclass(frozen=True)
class Superseded:
    """Why a source is no longer the law: another took its place, its time is over, or both."""

    by: Source | None = None
    until: str | None = None  # ISO: the last day in force, as far as the source states it
    since: str | None = None  # ISO: when the other one began, as far as that states it


@dataclass(frozen=True)
class Succession:
    """Sources that state when they were in force or what they supersede, and those that these name."""

    sources: Sequence[Source] = ()

    def law(self, source: Source) -> str | None:
        """What all versions of a law have in common, its first document; None for a source without dates."""
        known = any(one.document == source.document for one in self.sources)
        return self.chain(source)[0].document if known else None

    def chain(self, source: Source) -> tuple[Source, ...]:
        """All versions of the law that a source is a version of, the oldest first."""
        oldest = source
        seen = {source.document}
        while (earlier := self._before.get(oldest.document)) and earlier.document not in seen:
            oldest = earlier
            seen.add(oldest.document)
        chain = [oldest]
        while later := self._next(chain[-1], chain):
            chain.append(later)
        return tuple(chain)

    def successor(self, source: Source, day: datetime.date) -> Source | None:
        """The latest version after this one that had begun by the day; None where there is none."""
        chain = self.chain(source)
        place = next((n for n, one in enumerate(chain) if one.document == source.document), len(chain))
        begun = [one for one in chain[place + 1 :] if not begins_later(one.metadata, day)]
        return begun[-1] if begun else None

    def superseded(self, source: Source, day: datetime.date) -> Superseded | None:
        """What has taken a source's place by the day, as the library tells it now; None where nothing has."""
        known = next((one for one in self.sources if one.document == source.document), source).metadata
        successor = self.successor(source, day)
        until = known.in_force_to if is_over(known, day) else None
        if successor is None and until is None:
            return None
        return Superseded(successor, until, successor.metadata.in_force_from if successor else None)

    @cached_property
    def _before(self) -> dict[str, Source]:
        """Document -> the source that it supersedes."""
        return {
            one.document: earlier
            for one in self.sources
            if one.metadata.supersedes
            for earlier in self.sources
            if earlier.document != one.document and _names(one, earlier)
        }

    @cached_property
    def _after(self) -> dict[str, list[Source]]:
        """Document -> the sources that supersede it."""
        after: dict[str, list[Source]] = {}
        for one in self.sources:
            if earlier := self._before.get(one.document):
                after.setdefault(earlier.document, []).append(one)
        return after

    def _next(self, source: Source, chain: Sequence[Source]) -> Source | None:
        known = {one.document for one in chain}
        later = [one for one in self._after.get(source.document, []) if one.document not in known]
        return min(later, key=lambda one: (one.metadata.in_force_from or "", one.document), default=None)


def _names(later: Source, earlier: Source) -> bool:
    """Whether what `later` says it supersedes is `earlier`: its name, beside it or in full, title or id."""
    said = (later.metadata.supersedes or "").strip()
    beside = str(PurePosixPath(later.name).parent / said)
    same_title = said.casefold() == earlier.metadata.title.casefold()
    return same_title or earlier.name in (said, beside) or said in (earlier.document, earlier.version)
