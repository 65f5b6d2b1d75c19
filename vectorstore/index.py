"""The vector index: Chroma, holding ids, vectors and each passage's document, and no text.

It can be made anew from the records at any time, so a broken one is replaced, never repaired.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import Any, Protocol

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError, NotFoundError

from core.errors import PinciteError
from vectorstore.embed import Vectors

COLLECTION = "passages"
# Chroma's defaults find 97% of the true top ten among 100,000 vectors, an ef_search of 200 99.5%.
# Its graph is built with chance: with 1,000, two builds give the same answers, for a millisecond.
HNSW = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 1000}

# Chroma keeps one system a process, and clearing it (the only way to see what another process
# wrote) concerns every client: all use is behind this lock. Chroma answers one query at a time anyway.
_lock = RLock()


class BrokenIndex(PinciteError):
    """The vector index is not there or cannot be read."""

    def __init__(self, folder: Path, cause: str) -> None:
        super().__init__(
            f"The search index in {folder} cannot be used: {cause}. Run: python -m ingest rebuild"
        )


class Entry(Protocol):
    """A passage as the index holds it."""

    @property
    def id(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def vector(self) -> Vectors: ...


class VectorIndex:
    """The index in one folder of a store. Writers must hold the store's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._collection: Any = None
        self._generation: int | None = None

    def query(
        self, vector: Vectors, *, limit: int, documents: Sequence[str] | None, generation: int
    ) -> list[tuple[str, float]]:
        """(passage id, cosine similarity), best first; `documents` restricts the search to them.

        A new `generation` opens the index again: another process may have written it.
        Raises BrokenIndex.
        """
        with _lock:
            if generation != self._generation:
                if self._generation is not None:
                    self.close()
                self._generation = generation
            where = None if documents is None else {"document": {"$in": list(documents)}}
            with self._faults_told():
                found = self._open().query(
                    query_embeddings=[vector], n_results=limit, where=where, include=["distances"]
                )
        return [
            (id_, 1 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def write(self, entries: Iterable[Entry], gone: Sequence[str]) -> None:
        """Takes out the passages that are gone and puts entries in. Raises BrokenIndex."""
        with _lock, self._faults_told():
            collection = self._open_anew()
            step = self._batch_size
            for start in range(0, len(gone), step):
                collection.delete(ids=list(gone[start : start + step]))
            for batch in _batched(entries, step):
                collection.upsert(
                    ids=[entry.id for entry in batch],
                    embeddings=np.stack([entry.vector for entry in batch]),
                    metadatas=[{"document": entry.document} for entry in batch],
                )

    def missing(self, entries: Iterable[Entry]) -> list[str]:
        """The ids of the entries that are not found by their own vectors: all must be.

        A count proves nothing: Chroma counts vectors that its graph has lost. Raises BrokenIndex.
        """
        lost: list[str] = []
        with _lock, self._faults_told():
            collection = self._open_anew()
            for batch in _batched(entries, 500):
                vectors = np.stack([entry.vector for entry in batch])
                found = collection.query(query_embeddings=vectors, n_results=10, include=["distances"])
                for entry, ids, distances in zip(batch, found["ids"], found["distances"], strict=True):
                    # among many passages of the same words any of them may come first
                    same = len(ids) == 10 and distances[-1] < 1e-5
                    if entry.id not in ids and not (same and collection.get(ids=[entry.id])["ids"]):
                        lost.append(entry.id)
        return lost

    def count(self) -> int:
        """How many passages Chroma says it holds."""
        with _lock:
            return int(self._open().count())

    def close(self) -> None:
        """Lets go of the folder; the next use opens it as it is then."""
        with _lock:
            self._collection = None
            SharedSystemClient.clear_system_cache()

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            yield
        except ChromaError as error:
            raise BrokenIndex(self.folder, str(error)) from error

    def _open_anew(self) -> Any:  # noqa: ANN401
        """What this process knew of the folder may be old: another may have written since."""
        self.close()
        return self._open()

    def _open(self) -> Any:  # noqa: ANN401 (Chroma's collection type leads into its internals)
        if self._collection is None:
            if not (self.folder / "chroma.sqlite3").is_file():
                raise BrokenIndex(self.folder, "it is not there")
            try:
                client = _client(self.folder)
                self._batch_size = int(client.get_max_batch_size())
                self._collection = client.get_collection(COLLECTION, embedding_function=None)
            except NotFoundError as error:
                raise BrokenIndex(self.folder, "it is empty") from error
            except ChromaError:
                self.close()  # Chroma would hand out again what it could not start
                raise
        return self._collection


def build_index(home: Path, entries: Iterable[Entry]) -> str:
    """A new index in a new folder of `home`, beside the one in use; returns the folder's name."""
    folder = home / f"index-{secrets.token_hex(4)}"
    with _lock:
        _client(folder).create_collection(COLLECTION, configuration={"hnsw": HNSW}, embedding_function=None)
    index = VectorIndex(folder)
    index.write(entries, ())
    return folder.name


def delete_other_indexes(home: Path, keep: str) -> None:
    """Deletes the index folders that are no longer in use."""
    for folder in home.glob("index-*"):
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)  # on some systems a reader still holds it open


def _client(folder: Path) -> Any:  # noqa: ANN401
    return chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))


def _batched(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    remaining = iter(entries)
    while batch := list(islice(remaining, size)):
        yield batch
