"""How long a search takes among many passages."""

from __future__ import annotations

import hashlib
import time

import numpy as np
from numpy.typing import NDArray

from core.settings import Settings
from core.types import Layout, Metadata, Reading, Span
from ingest import index
from records.library import Library
from records.writing import Chunk, NewVersion, document_id
from vectorstore.search import HybridSearch

SENTENCES = 3  # in a passage
PASSAGES = 10  # in a document
AT_ONCE = 1000
SYLLABLES = "ba de ki lo mu ne po ra su ti"
ENDINGS = "rn st ld mp nk lt sk ft"
WORDS = [syllable + ending for syllable in SYLLABLES.split() for ending in ENDINGS.split()]


def fill(library: Library, settings: Settings, count: int) -> None:
    """Puts `count` passages of invented words into an empty library and indexes them.

    Their vectors are random, which is the hardest case for the index: nothing is near to anything.
    """
    numbers = np.random.default_rng(1)
    for first in range(0, count, AT_ONCE):
        vectors = numbers.normal(size=(AT_ONCE, 1 + SENTENCES, 384)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=2, keepdims=True)
        library.keep_vectors({f"random-{first + n}": rows for n, rows in enumerate(vectors)})
        starts = range(first, min(first + AT_ONCE, count), PASSAGES)
        library.save([_document(start, [_passage(numbers) for _ in range(PASSAGES)]) for start in starts])
    index.rebuild(library, settings)


def latencies(search: HybridSearch, count: int) -> NDArray[np.float64]:
    """The seconds that each of `count` questions took, after one that loads what must be loaded."""
    numbers = np.random.default_rng(2)
    search("A first question", limit=8)
    taken = []
    for number in range(count):
        question = f"{' '.join(numbers.choice(WORDS, 8))}? Article {number}"
        started = time.perf_counter()
        search(question, limit=8)
        taken.append(time.perf_counter() - started)
    return np.array(taken)


def _passage(numbers: np.random.Generator) -> str:
    return " ".join(numbers.choice(WORDS, 120))


def _document(first: int, passages: list[str]) -> NewVersion:
    text = "\n".join(passages)
    chunks, start = [], 0
    for number, passage in enumerate(passages, start=first):
        third = len(passage) // SENTENCES
        spans = tuple(Span(start + n * third, start + (n + 1) * third) for n in range(SENTENCES))
        end = start + len(passage)
        chunks.append(Chunk(start, end, passage, spans, (), None, f"random-{number}"))
        start = end + 1
    name = f"{first}.txt"
    reading = Reading(text, Layout(), Metadata(name), "text/plain")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return NewVersion(document_id(name), name, name, digest, digest, reading, tuple(chunks))
