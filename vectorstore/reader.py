"""The reader: a small model of our own that tells which sentence of a passage answers a question.

It is a cross-encoder of question and passage, trained by `python -m training.train`; training/README.md
has its data and figures.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
from tokenizers import Tokenizer

from core.settings import Settings
from core.types import Passage, Span
from vectorstore import bert
from vectorstore.embed import UnusableModel, file_hash, verified_default_model
from vectorstore.reader_input import Pieces, pieces

WEIGHTS = Path(__file__).parent / "reader.safetensors"
EXPECTED = "3c3ff482188fef340403720fe5c8d278f8be8872027482c300c194cc69f77dad"
NAME = f"reader:{EXPECTED[:12]}"
STEP = 32  # pieces that lengths are rounded up to: kernels are kept for each shape


class Reader:
    """Reads passages with a question. The model is loaded at the first use."""

    def __init__(self, settings: Settings, weights: Path = WEIGHTS) -> None:
        self._settings = settings
        self._weights = weights

    def __call__(self, question: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        """The passages, the sentences of the first with the log-odds that each `answers` the question.

        How many are read is a setting. A sentence beyond the window stays unread. Raises UnusableModel.
        """
        first = passages[: self._settings.passages_read]
        if not first:
            return tuple(passages)
        rows = [
            pieces(self._tokenizer, question, _place(passage), passage.text, _sentences(passage))
            for passage in first
        ]
        odds = self._model.create_infer_request().infer(_inputs(rows))[0]
        read = [_read(*each) for each in zip(first, rows, odds, strict=True)]
        return (*read, *passages[len(read) :])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(verified_default_model() / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 (OpenVINO ships no types)
        verify_weights(self._weights)
        core = ov.Core()
        abilities = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        options = {
            "INFERENCE_NUM_THREADS": str(self._settings.embedding_threads or os.cpu_count() or 1),
            "NUM_STREAMS": "1",  # one question at a time: all cores on it
            "INFERENCE_PRECISION_HINT": "bf16" if "BF16" in abilities else "f32",
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0",
        }
        return core.compile_model(bert.build_reader(verified_default_model(), self._weights), "CPU", options)


def verify_weights(weights: Path = WEIGHTS) -> None:
    """Raises UnusableModel where the weights are missing or are not those that Pincite was tested with."""
    if not weights.is_file() or file_hash(weights) != EXPECTED:
        raise UnusableModel(
            f"{weights} is missing, or is not the file that Pincite was tested with (its SHA-256 differs). "
            "Get it again from Pincite's repository, or set PINCITE_PASSAGES_READ=0."
        )


def _place(passage: Passage) -> list[str]:
    title = passage.source.metadata.title
    return [title, *(heading for heading in passage.section if heading != title)]


def _sentences(passage: Passage) -> list[Span]:
    return [Span(s.start - passage.start, s.end - passage.start) for s in passage.sentences]


def _inputs(rows: Sequence[Pieces]) -> list[np.ndarray]:
    """Ids, types (0: the question, 1: the passage) and mask."""
    longest = -(-max(len(row.ids) for row in rows) // STEP) * STEP
    ids, types, mask = (np.zeros((len(rows), longest), np.int64) for _ in range(3))
    for number, row in enumerate(rows):
        length = len(row.ids)
        ids[number, :length] = row.ids
        types[number, row.question : length] = 1
        mask[number, :length] = 1
    return [ids, types, mask]


def _read(passage: Passage, row: Pieces, odds: np.ndarray) -> Passage:
    sentences = tuple(
        replace(sentence, answers=float(odds[span.start : span.end].max()) if span else None)
        for sentence, span in zip(passage.sentences, row.sentences, strict=True)
    )
    return replace(passage, sentences=sentences)
