"""Any local sentence-transformers model: slower to start than OpenVINO, and the oracle in its tests."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from vectorstore.embed import BATCH, Embeddable, TextTooLong, Vectors, file_hash

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a local folder needs no hub, and a hub id must not reach it
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

from sentence_transformers import SentenceTransformer


class SentenceTransformersEmbedder:
    """An Embedder for the model in a folder."""

    def __init__(self, folder: Path) -> None:
        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
        self.name = f"{folder.name}:{''.join(file_hash(path)[:12] for path in weights)}"
        self.window = int(self._model.max_seq_length or 512)

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """The word pieces of each text, without the two marks."""
        tokenized = self._model.tokenizer(list(texts), add_special_tokens=False, truncation=False)
        return [len(ids) for ids in tokenized["input_ids"]]

    def embed(self, items: Sequence[Embeddable]) -> Iterator[tuple[int, Vectors]]:
        """(index of the item, its vectors); spans are embedded as texts of their own."""
        texts = [item.text for item in items]
        for text, length in zip(texts, self.lengths(texts), strict=True):
            if length + 2 > self.window:
                raise TextTooLong(length + 2, self.window, text)
        parts = [item.text[span.start : span.end] for item in items for span in item.spans]
        vectors = self._encode([*texts, *parts])
        of_parts = iter(vectors[len(texts) :])
        for index, item in enumerate(items):
            yield index, np.stack([vectors[index], *(next(of_parts) for _ in item.spans)])

    def embed_question(self, question: str) -> Vectors:
        """One vector; a question beyond the window is cut."""
        vector: Vectors = self._encode([question])[0]
        return vector

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)
