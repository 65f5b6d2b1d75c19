"""Finds passages: by meaning, by words and by their nearest sentence, fused into one ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from sqlalchemy import Engine

from core.errors import PinciteError
from core.settings import Settings
from core.types import NO_FILTERS, Filters, Found, Passage
from vectorstore.absent import AbsentNames
from vectorstore.embed import Embedder, Vectors, load_embedder
from vectorstore.lexical import LexicalIndex, identifiers

if TYPE_CHECKING:
    from vectorstore.index import VectorIndex
    from vectorstore.reader import Reader

RANK_CONSTANT = 60  # Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion"
CANDIDATES = 50  # of each kind of search


class BadQuestion(PinciteError):
    """There is nothing to look for."""


class IndexState(Protocol):
    """Where the vector index stands, as the records say."""

    @property
    def folder(self) -> str: ...
    @property
    def generation(self) -> int: ...


class Library(Protocol):
    """What a search needs of the records."""

    engine: Engine

    def index_state(self) -> IndexState: ...
    def select(self, filters: Filters) -> list[str]: ...
    def count(self) -> tuple[int, int]: ...
    def require_model(self, name: str) -> None: ...
    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]: ...


class HybridSearch:
    """A search over one library; calling it finds passages."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._settings = settings
        self._lexical = LexicalIndex(library.engine)
        self._absent = AbsentNames(library.engine)
        self._index: VectorIndex | None = None
        self._lock = Lock()

    @cached_property
    def embedder(self) -> Embedder:
        """The engine for questions, loaded at the first use."""
        embedder = load_embedder(self._settings)
        self._library.require_model(embedder.name)
        return embedder

    @cached_property
    def reader(self) -> Reader:
        """The reader, its model loaded at the first use."""
        from vectorstore.reader import Reader  # OpenVINO, which other embedding models do without

        return Reader(self._settings)

    def __call__(self, question: str, *, limit: int, filters: Filters = NO_FILTERS) -> Found:
        """The passages nearest to the question, best first, from the documents that pass the filters.

        The first of them are read: each of their sentences says how far it answers. Abbreviations that the
        documents explain are spelled out first; `question` says how.
        The filters decide before anything is searched. Raises BadQuestion, BrokenIndex, UnusableModel,
        and what the library raises where another model made its vectors.
        """
        if not question.strip():
            raise BadQuestion("The question is empty. Write what you want to know.")
        if not question.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in question):
            raise BadQuestion("The question is not text in UTF-8. Write it anew.")
        documents = self._library.select(filters) if filters else None
        searched = self._library.count()[0] if documents is None else len(documents)
        if not searched:
            return Found((), 0, question)
        question = self._lexical.spelled_out(question, documents=documents)
        wanted = max(CANDIDATES, limit)
        vector = self.embedder.embed_question(question)
        dense = self._dense(vector, wanted, documents)
        lexical = self._lexical.query(question, limit=wanted, documents=documents)
        exact = self._lexical.holding(identifiers(question), limit=wanted, documents=documents)
        found = self._library.passages(list(dict.fromkeys([*dense, *lexical, *exact])))
        scored = {key: _compared(passage, vectors @ vector) for key, (passage, vectors) in found.items()}
        by_sentence = sorted(scored, key=lambda key: (-_nearest(scored[key]), key))
        fused = fuse([[key for key in dense if key in scored], lexical, by_sentence[:wanted]])
        order = sorted(scored, key=lambda key: (-exact.get(key, 0), -fused.get(key, 0.0), key))
        best = [replace(scored[key], score=exact.get(key, 0) + fused.get(key, 0.0)) for key in order[:limit]]
        absent = self._absent(question, documents=documents, as_of=filters.as_of)
        return Found(tuple(self._read(question, best)), searched, question, absent)

    def _read(self, question: str, passages: list[Passage]) -> list[Passage]:
        first = self._settings.passages_read
        return self.reader(question, passages[:first]) + passages[first:] if first else passages

    def _dense(self, vector: Vectors, limit: int, documents: Sequence[str] | None) -> list[str]:
        """Passage ids by cosine, from the index that the records say is the current one."""
        from vectorstore.index import BrokenIndex  # half a second that a mere start should not wait for

        state = self._library.index_state()
        try:
            return self._near(state, vector, limit, documents)
        except BrokenIndex:
            later = self._library.index_state()
            if later.folder == state.folder:
                raise
            return self._near(later, vector, limit, documents)  # a writer has just replaced it

    def _near(
        self, state: IndexState, vector: Vectors, limit: int, documents: Sequence[str] | None
    ) -> list[str]:
        from vectorstore.index import VectorIndex

        if not state.folder:
            return []  # the first documents are going in: until their index is there, words find them
        folder = Path(self._settings.home) / state.folder
        with self._lock:
            if self._index is None or self._index.folder != folder:
                self._index = VectorIndex(folder)
            index = self._index
        near = index.query(vector, limit=limit, documents=documents, generation=state.generation)
        return [passage for passage, _ in near]


def open_search(library: Library, settings: Settings) -> HybridSearch:
    """The search over a library. Models and index are loaded at the first question."""
    return HybridSearch(library, settings)


def fuse(rankings: Sequence[Sequence[str]]) -> Mapping[str, float]:
    """Reciprocal rank fusion: each ranking gives 1 / (60 + rank) to what it holds."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (RANK_CONSTANT + rank)
    return scores


def _compared(passage: Passage, cosines: np.ndarray) -> Passage:
    """The passage with its similarity and that of each of its sentences."""
    sentences = tuple(
        replace(sentence, similarity=float(cosine))
        for sentence, cosine in zip(passage.sentences, cosines[1:], strict=True)
    )
    return replace(passage, similarity=float(cosines[0]), sentences=sentences)


def _nearest(passage: Passage) -> float:
    return max((sentence.similarity for sentence in passage.sentences), default=passage.similarity)
