"""Keeps the vector index in step with the records, and replaces it when it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.settings import Settings
from ingest.lock import Locked, writing
from records.library import Library
from vectorstore.index import BrokenIndex, VectorIndex, build_index, delete_other_indexes


@dataclass(frozen=True)
class Check:
    """What a check of the index found."""

    passages: int
    missing: tuple[str, ...]  # passages that are not found by their own vectors
    fault: str | None = None  # why the index could not be read at all

    @property
    def well(self) -> bool:
        return not self.missing and self.fault is None


def bring_up_to_date(
    library: Library, settings: Settings, *, documents: Sequence[str], gone: Sequence[str]
) -> None:
    """Tells the index of passages that are new in `documents` and of those that are gone."""
    folder = library.index_state().folder
    if not folder:
        rebuild(library, settings)
        return
    VectorIndex(settings.home / folder).write(library.indexed(documents), gone)
    library.index_written()


def rebuild(library: Library, settings: Settings) -> None:
    """Makes the index anew from the vectors in the records, beside the old one, and changes over.

    Nothing is embedded again. The old index is never opened: a broken one can end the process.
    """
    folder = build_index(settings.home, library.indexed())
    library.index_written(folder)
    delete_other_indexes(settings.home, keep=folder)


def repair(library: Library, settings: Settings) -> bool:
    """Replaces the index if a write to it was begun and never finished. Returns whether it was so."""
    if not library.index_state().writing:
        return False
    rebuild(library, settings)
    return True


def repair_unless_busy(library: Library, settings: Settings) -> bool:
    """`repair` for a door that only reads: a writer at work mends its own index."""
    if not library.index_state().writing:
        return False
    try:
        with writing(settings.home):
            return repair(library, settings)
    except Locked:
        return False


def check(library: Library, settings: Settings) -> Check:
    """Looks every passage up by its own vector; nothing less proves the index whole."""
    passages = library.count()[1]
    folder = library.index_state().folder
    if not folder:
        return Check(passages, (), None if not passages else "it was never written")
    try:
        return Check(passages, tuple(VectorIndex(settings.home / folder).missing(library.indexed())))
    except BrokenIndex as error:
        return Check(passages, (), str(error))
