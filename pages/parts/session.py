"""What the pages work with: one library, one search and one set of records for the whole process."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import streamlit as st

from answering.protocols import Listener
from core.settings import Settings, load
from core.types import NO_FILTERS, Answer, Filters, Turn
from ingest.report import Progress, Report
from pages.parts.asking import Askings, Naming
from pages.parts.work import Work
from pages.parts.writer import NO_WRITER, Writer, connect_models
from records.conversations import Conversations
from records.database import open_database
from records.library import Library, Listed
from records.memos import Memos

STARTER_LIBRARY = Path(__file__).parents[2] / "corpus"


class Ask(Protocol):
    """Answers a question from the library; a Listener hears how far it is."""

    def __call__(
        self,
        question: str,
        *,
        listener: Listener,
        history: Sequence[Turn] = (),
        filters: Filters = NO_FILTERS,
        standalone: str | None = None,
        with_model: bool = True,
    ) -> Answer: ...


class Watch(Protocol):
    """Hears how far an ingest is."""

    def __call__(self, progress: Progress, /) -> None: ...


class Shelves(Protocol):
    """Changes what documents the library holds."""

    def add_uploads(self, files: Sequence[tuple[str, bytes]], progress: Watch) -> Report: ...
    def add_paths(self, paths: Sequence[Path], progress: Watch) -> Report: ...
    def remove(self, documents: Sequence[str]) -> None: ...


@dataclass(frozen=True)
class Store:
    """Everything a page needs, opened once."""

    settings: Settings
    library: Library
    conversations: Conversations
    memos: Memos
    ask: Ask
    shelves: Shelves
    work: Work
    askings: Askings
    writer: Writer = NO_WRITER
    naming: Naming | None = None  # None: a conversation stays called by its first question


@dataclass(frozen=True)
class _Ingest:
    """The shelves of a real store."""

    library: Library
    settings: Settings

    def add_uploads(self, files: Sequence[tuple[str, bytes]], progress: Watch) -> Report:
        from ingest.add import add_uploads

        return add_uploads(files, library=self.library, settings=self.settings, progress=progress)

    def add_paths(self, paths: Sequence[Path], progress: Watch) -> Report:
        from ingest.add import add_paths

        return add_paths(paths, library=self.library, settings=self.settings, progress=progress)

    def remove(self, documents: Sequence[str]) -> None:
        from ingest.remove import remove_documents

        remove_documents(documents, library=self.library, settings=self.settings)


def store() -> Store:
    """The store of this process. A test hands in one of its own as `session_state["store"]`."""
    handed_in: Store | None = st.session_state.get("store")
    return handed_in or _opened(load())


def listed_documents() -> list[Listed]:
    """The library's documents, read again only after the library has changed."""
    library = store().library
    return _listed(library, str(library.engine.url), library.index_state().generation)


@st.cache_resource(show_spinner="Opening the library …")
def _opened(settings: Settings) -> Store:
    """Opens the store, mends its index, loads the search model in the background. Raises UnusableRecords."""
    from ingest.index import repair_unless_busy
    from pages.parts.store_answers import StoreAnswers
    from vectorstore.reader import Reader
    from vectorstore.search import open_search

    engine = open_database(settings.home)
    library, conversations = Library(engine), Conversations(engine)
    repair_unless_busy(library, settings)
    models = connect_models(settings)
    answers = StoreAnswers(settings, library, open_search(library, settings), Reader(settings), models)
    threading.Thread(target=answers.warm_up, name="warm-up", daemon=True).start()
    return Store(
        settings=settings,
        library=library,
        conversations=conversations,
        memos=Memos(engine),
        ask=answers.ask,
        shelves=_Ingest(library, settings),
        work=Work(),
        askings=Askings(conversations),
        writer=models.writer,
        naming=answers.title,
    )


@st.cache_data(show_spinner=False, max_entries=4)
def _listed(_library: Library, url: str, generation: int) -> list[Listed]:
    return _library.documents()
