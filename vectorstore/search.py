"""Finds passages by meaning, by words and by nearest sentence, first in the documents that are named."""

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
from vectorstore.abbreviations import abbreviations
from vectorstore.absent import AbsentNames
from vectorstore.embed import Embedder, Vectors, load_embedder
from vectorstore.lexical import LexicalIndex, identifiers
from vectorstore.routing import Named, Router
from vectorstore.spelling import Spelling

if TYPE_CHECKING:
    from vectorstore.index import VectorIndex

RANK_CONSTANT = 60  # Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion"
WEIGHTS = (1.0, 1.0, 1.2)  # of passage, nearest sentence and words; docs/answering.md has the figures
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
        self._spelling = Spelling(library.engine)
        self._router = Router(library.engine)
        self._absent = AbsentNames(library.engine)
        self._index: VectorIndex | None = None
        self._lock = Lock()

    @cached_property
    def embedder(self) -> Embedder:
        """The engine for questions, loaded at the first use."""
        embedder = load_embedder(self._settings)
        self._library.require_model(embedder.name)
        return embedder

    def __call__(self, question: str, *, limit: int, filters: Filters = NO_FILTERS) -> Found:
        """The nearest passages, `limit` at most, best first, from the documents that pass the filters.

        Misspelt words are corrected and abbreviations spelled out first: `question` says how. The documents
        that the question names are searched before all others; `absent` are names that no document holds.
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
        question = self._spelling.corrected(question, known=self._is_word, documents=documents)
        listed = abbreviations(Path(self._settings.home))
        question = self._lexical.spelled_out(question, documents=documents, listed=listed)
        named = self._router.named(question, among=documents, searched=searched)
        best = self._best(question, named, limit, documents)
        absent = self._absent(question, documents=documents, as_of=filters.as_of)
        return Found(tuple(best[:limit]), searched, question, absent)

    def _is_word(self, word: str) -> bool:
        """Whether the embedding model knows the word whole: what it cuts into pieces is rare or misspelt."""
        one, this = self.embedder.lengths(["the", word])
        return this <= one

    def _best(
        self, question: str, named: Named | None, limit: int, documents: Sequence[str] | None
    ) -> list[Passage]:
        """Passages of the documents that the question names first, then those of all."""
        if named is None:
            return self._ranked(question, limit, documents)
        within = self._ranked(named.question, limit, named.documents)
        if named.alone and len(within) >= limit:
            return within
        across = self._ranked(question, limit, documents)
        if named.alone:
            known = {passage.id for passage in within}
            rest = [passage for passage in across if passage.id not in known]
            above = rest[0].score if rest else 0.0
            return [replace(passage, score=above + passage.score) for passage in within] + rest
        passages = {passage.id: passage for passage in (*across, *within)}
        fused = fuse([[passage.id for passage in ranking] for ranking in (within, across)])
        order = sorted(fused, key=lambda key: (-fused[key], key))
        return [replace(passages[key], score=fused[key]) for key in order]

    def _ranked(self, question: str, limit: int, documents: Sequence[str] | None) -> list[Passage]:
        """The passages of the documents by three scores, after those with exact identifiers."""
        # more candidates would make the ranking worse, and two times so many are mostly enough
        wanted = CANDIDATES if limit <= 2 * CANDIDATES else limit
        vector = self.embedder.embed_question(question)
        dense = self._dense(vector, wanted, documents)
        lexical = self._lexical.query(question, limit=wanted, documents=documents)
        exact = self._lexical.holding(identifiers(question), limit=wanted, documents=documents)
        found = self._library.passages(list(dict.fromkeys([*dense, *lexical, *exact])))
        compared = [_compared(passage, vectors @ vector) for passage, vectors in found.values()]
        # what is not among so many holds fewer words than the last of them; else it holds none
        least = min(lexical.values()) if len(lexical) == wanted else 0.0
        fused = fused_scores(
            [passage.similarity for passage in compared],
            [_nearest(passage) for passage in compared],
            [lexical.get(passage.id, least) for passage in compared],
            weights=WEIGHTS,
        )
        scored = [
            replace(passage, score=exact.get(passage.id, 0) + score)
            for passage, score in zip(compared, fused, strict=True)
        ]
        return sorted(scored, key=lambda passage: (-passage.score, passage.id))[:limit]

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


def fused_scores(*rankings: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The weighted mean of scores, each brought to 0 (the worst of them) to 1 (the best).

    [0, 5, 10] and [1, 1, 3] of the same weight give [0, 0.25, 1].

    Fox and Shaw 1994, CombSUM. Unlike ranks, scores say how far the first is ahead of the second.
    """
    ranged = [_ranged(ranking) for ranking in rankings]
    return [float(mean) for mean in np.average(ranged, axis=0, weights=weights)]


def _ranged(scores: Sequence[float]) -> np.ndarray:
    array = np.array(scores, dtype=float)
    spread = array.max() - array.min() if len(array) else 0.0
    return (array - array.min()) / spread if spread else np.zeros_like(array)


def _compared(passage: Passage, cosines: np.ndarray) -> Passage:
    """The passage with its similarity and that of each of its sentences."""
    sentences = tuple(
        replace(sentence, similarity=float(cosine))
        for sentence, cosine in zip(passage.sentences, cosines[1:], strict=True)
    )
    return replace(passage, similarity=float(cosines[0]), sentences=sentences)


def _nearest(passage: Passage) -> float:
    return max((sentence.similarity for sentence in passage.sentences), default=passage.similarity)
