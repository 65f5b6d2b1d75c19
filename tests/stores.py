"""Libraries for tests: made in a temporary folder, with the real records, the real model, real Chroma."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from core.settings import Settings, load
from core.types import Layout, Metadata, Reading, Span
from ingest.add import add_paths, add_uploads
from ingest.report import Outcome, Report
from records.database import open_database
from records.library import Library
from records.writing import Chunk, NewVersion, document_id
from vectorstore.embed import Embeddable, Embedder, Vectors
from vectorstore.search import HybridSearch, open_search

PROJECT = Path(__file__).parent.parent

RIVERS = "The river Elbe rises in the Giant Mountains. It reaches the sea at Cuxhaven after 1094 kilometres."
SECRETS = (
    "A trade secret is information that is not generally known. Its holder must take reasonable measures "
    "to keep it secret, as 18 U.S.C. § 1839(3) says."
)
BREAD = "Sourdough bread needs flour, water and salt. The dough rests for twelve hours before it is baked."


@dataclass
class Store:
    """A library with its settings and its search, which may be given an embedder that is loaded already."""

    home: Path
    embedder: Embedder | None = None
    settings: Settings = field(init=False)
    library: Library = field(init=False)
    search: HybridSearch = field(init=False)

    def __post_init__(self) -> None:
        self.settings = replace(load(), home=self.home)
        self.library = Library(open_database(self.home))
        self.search = open_search(self.library, self.settings)
        if self.embedder:
            self.search.embedder = self.embedder

    def add(self, *paths: Path) -> Report:
        """Adds files and folders."""
        return add_paths(paths, library=self.library, settings=self.settings)

    def upload(self, *files: tuple[str, bytes]) -> Report:
        """Adds uploaded files."""
        return add_uploads(files, library=self.library, settings=self.settings)

    def names(self) -> list[str]:
        """The names of the current documents."""
        return [listed.source.name for listed in self.library.documents()]

    def found(self, question: str, limit: int = 3) -> list[str]:
        """The names of the documents of the passages that a question finds, best first."""
        return [passage.source.name for passage in self.search(question, limit=limit).passages]

    def passages(self) -> set[str]:
        """The ids of all passages."""
        return {entry.id for entry in self.library.indexed()}


@dataclass
class CountingEmbedder:
    """A working embedder that keeps what it was asked to embed."""

    inner: Embedder
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name, self.window = self.inner.name, self.inner.window

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """As the embedder inside."""
        return self.inner.lengths(texts)

    def embed(self, items: Sequence[Embeddable]) -> Iterator[tuple[int, Vectors]]:
        """As the embedder inside; the texts are kept."""
        self.texts += [item.text for item in items]
        return self.inner.embed(items) if items else iter(())

    def embed_question(self, question: str) -> Vectors:
        """As the embedder inside."""
        return self.inner.embed_question(question)


def write_files(folder: Path, files: dict[str, str]) -> Path:
    """Writes text files into a folder and returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def outcomes(report: Report) -> dict[str, Outcome]:
    """What became of each file."""
    return {file.name: file.outcome for file in report.files}


def version(origin: str, text: str, chunks: Sequence[tuple[int, int, str]] = (), **known: str) -> NewVersion:
    """A version with passages, given as (start, end, key of the vector), each one sentence."""
    reading = Reading(
        text, Layout(paragraphs=(Span(0, len(text)),)), Metadata(**{"title": origin, **known}), "text/plain"
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    cuts = tuple(
        Chunk(start, end, text[start:end], (Span(start, end),), (), None, key) for start, end, key in chunks
    )
    return NewVersion(document_id(origin), origin, origin, digest, digest, reading, cuts)


def keep_vectors(library: Library, keys: Iterable[str]) -> None:
    """Keeps some unit vectors under the keys, for a passage of one sentence each."""
    vector = np.full((2, 384), 384**-0.5, np.float32)
    library.keep_vectors(dict.fromkeys(keys, vector))


def run_python(
    *arguments: str, environment: dict[str, str] | None = None, cwd: Path = PROJECT, check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Runs Python in the project's folder with the given arguments."""
    ran = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **(environment or {})},
        capture_output=True,
        text=True,
    )
    assert not check or ran.returncode == 0, f"exit code {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    return ran
