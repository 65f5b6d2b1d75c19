"""The corpus of a run, in a store of its own that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from core.errors import PinciteError
from core.settings import Settings
from eval import facts, vector_cache
from ingest.add import add_paths
from ingest.files import BEIR
from ingest.report import Outcome, Progress, Report
from records.database import open_database
from records.library import Library
from vectorstore.search import HybridSearch, open_search


class BadCorpus(PinciteError):
    """The corpus folder cannot be searched."""


class Watch(Protocol):
    """Is told how far a stage is."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


@dataclass(frozen=True)
class Index:
    """A corpus that can be searched."""

    corpus: Path
    library: Library
    search: HybridSearch
    report: Report
    settings: Settings
    cached: int  # vectors that were known from earlier runs

    @property
    def unread(self) -> Mapping[str, str | None]:
        """Files that did not become documents, and why."""
        return {file.name: file.reason for file in self.report.files if file.outcome is Outcome.FAILED}

    def facts(self) -> facts.CorpusFacts:
        """What run.json says of the corpus."""
        documents, passages = self.library.count()
        return facts.CorpusFacts(
            path=str(self.corpus),
            fingerprint=facts.corpus_fingerprint(self.corpus),
            documents=documents,
            passages=passages,
            tokens=self.report.tokens,
            cached_vectors=self.cached,
            failed=self.unread,
        )


@contextmanager
def indexed(corpus: Path, settings: Settings, watch: Watch) -> Iterator[Index]:
    """The corpus, indexed in a temporary store; the user's library is not touched. Raises BadCorpus."""
    check_folder(corpus)

    def told(progress: Progress) -> None:
        watch("passages", progress.passages_done, progress.passages_found)

    with tempfile.TemporaryDirectory(prefix="pincite-eval-", ignore_cleanup_errors=True) as home:
        own = replace(settings, home=Path(home))
        library = Library(open_database(own.home))
        cached = vector_cache.cache_file(corpus, settings.cache)
        known = vector_cache.bring_in(cached, own.home)
        report = add_paths([corpus], library=library, settings=own, progress=told)
        vector_cache.keep(cached, own.home)
        if not library.count()[0]:
            raise BadCorpus(
                f"No document in {corpus} could be read. Give --corpus a folder with documents: "
                "text, PDF, Word, HTML, Markdown or e-mail."
            )
        yield Index(corpus, library, open_search(library, own), report, own, known)
        library.engine.dispose()


def check_apart(corpus: Path, out: Path, suites: Sequence[Path]) -> None:
    """Raises BadCorpus where a run would search its own suite or reports, or write over the documents."""
    folder = corpus.resolve()
    if out.resolve().is_relative_to(folder):
        raise BadCorpus(
            f"{out} lies in the folder of documents {corpus}: the run would write over them, and the next "
            "one would search its answers. Choose another folder with --out."
        )
    for suite in suites:
        if suite.resolve().is_relative_to(folder) and not (folder / BEIR).is_file():
            raise BadCorpus(
                f"{suite} lies in the folder of documents {corpus}: its gold answers would be searched. "
                "Move it out, or give --corpus the folder of the documents alone."
            )


def check_folder(corpus: Path) -> None:
    """Raises BadCorpus where there is no such folder."""
    if not corpus.is_dir():
        raise BadCorpus(f"There is no folder {corpus}. Give --corpus a folder of documents.")
