"""How much the quick engine for the bulk of passages changes what is found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.settings import Settings
from ingest.chunk import chunk
from ingest.read import Reader
from vectorstore.embed import Embeddable, Embedder, Vectors, load_embedder, verified_default_model
from vectorstore.sentence_transformers_embedder import SentenceTransformersEmbedder


@dataclass(frozen=True)
class Fidelity:
    """Our bulk vectors beside those of sentence-transformers in float32."""

    passages: int
    questions: int
    overlap: float  # share of the ten nearest passages that both find, mean over the questions
    least_cosine: float  # of the two vectors of one passage


def fidelity(folder: Path, suite: Path, settings: Settings) -> Fidelity:
    """Compares both engines on the passages of a folder and the questions of a suite."""
    ours = load_embedder(settings)
    exact = SentenceTransformersEmbedder(verified_default_model())
    items = _passages(folder, ours, settings)
    lines = suite.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]
    bulk, oracle = _vectors(ours, items), _vectors(exact, items)
    asked = np.stack([exact.embed_question(question) for question in questions])
    shared = [
        len(_nearest(bulk @ vector) & _nearest(oracle @ vector)) / min(10, len(items)) for vector in asked
    ]
    cosines = (bulk * oracle).sum(axis=1)
    return Fidelity(len(items), len(questions), float(np.mean(shared)), float(cosines.min()))


def _passages(folder: Path, embedder: Embedder, settings: Settings) -> list[Embeddable]:
    """The passages as ingest embeds them."""
    found = []
    with Reader(settings) as reader:
        for path in sorted([*folder.rglob("*.md"), *folder.rglob("*.txt")]):
            reading = reader.read(path)
            cuts = chunk(reading, embedder, tokens=settings.chunk_tokens)
            found += [Embeddable(cut.prefix + reading.text[cut.start : cut.end]) for cut in cuts]
    return found


def _vectors(embedder: Embedder, items: list[Embeddable]) -> Vectors:
    vectors = dict(embedder.embed(items))
    return np.stack([vectors[number][0] for number in range(len(items))])


def _nearest(cosines: Vectors) -> set[int]:
    return set(np.argsort(-cosines)[:10].tolist())
