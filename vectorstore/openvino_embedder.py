"""The default model on OpenVINO: no torch at run time, one pass for a passage and its sentences."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import numpy as np
import openvino as ov
from tokenizers import Encoding, Tokenizer

from core.settings import Settings
from core.types import Span
from vectorstore import bert
from vectorstore.embed import EXPECTED, Embeddable, TextTooLong, Vectors, by_length

STEP = 16  # tokens that lengths are rounded up to: kernels are kept for each shape, and take memory
REQUESTS = 4  # for each core: enough to keep it busy while batches of other lengths are waited for


class OpenVinoEmbedder:
    """An Embedder.

    Bulk work is done in bfloat16 where the CPU has it, else in part in 8 bits; questions in float32.
    """

    window = 256

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.name = f"all-MiniLM-L6-v2:{EXPECTED['model.safetensors'][:12]}"
        self._folder = folder
        self._core = ov.Core()
        self._core.set_property({"CACHE_DIR": str(settings.cache / "openvino")})
        self._threads = settings.embedding_threads or os.cpu_count() or 1
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._compiled: dict[str, Any] = {}
        self._lock = Lock()

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """The word pieces of each text, without the two marks."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def embed(self, items: Sequence[Embeddable]) -> Iterator[tuple[int, Vectors]]:
        """(index of the item, its vectors), in order of length. Raises TextTooLong."""
        encodings = self._tokenizer.encode_batch([item.text for item in items])
        for item, encoding in zip(items, encodings, strict=True):
            if len(encoding.ids) > self.window:
                raise TextTooLong(len(encoding.ids), self.window, item.text)
        # not AsyncInferQueue: its callbacks run in threads of OpenVINO's that want the GIL back, and hang or
        # abort the process where the model goes at that moment
        model = self._model("bulk")
        free = [model.create_infer_request() for _ in range(REQUESTS * self._threads)]
        running: deque[tuple[Any, list[int]]] = deque()
        for batch in by_length([len(encoding.ids) for encoding in encodings]):
            if not free:
                yield from _finished(items, running, free)
            request = free.pop()
            request.start_async(_inputs([encodings[i] for i in batch], [items[i].spans for i in batch]))
            running.append((request, batch))
        while running:
            yield from _finished(items, running, free)

    def embed_question(self, question: str) -> Vectors:
        """One vector; a question beyond the window is cut."""
        encoding = self._tokenizer.encode(question, add_special_tokens=False)
        encoding.truncate(self.window - 2)
        encoding = self._tokenizer.post_process(encoding)  # the two marks
        request = self._model("question").create_infer_request()
        vector: Vectors = request.infer(_inputs([encoding], [()]))[0][0, 0].copy()
        return vector

    def _model(self, work: Literal["bulk", "question"]) -> Any:  # noqa: ANN401 (OpenVINO ships no types)
        with self._lock:
            if work not in self._compiled:
                abilities = self._core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
                eight_bit = work == "bulk" and "BF16" not in abilities and "INT8" in abilities
                graph = bert.build(self._folder, eight_bit=eight_bit)
                options = {
                    "INFERENCE_NUM_THREADS": str(self._threads),
                    # bulk: a stream a core, for throughput; a question: all cores on it
                    "NUM_STREAMS": str(self._threads) if work == "bulk" else "1",
                    "INFERENCE_PRECISION_HINT": "bf16" if work == "bulk" and "BF16" in abilities else "f32",
                    "DYNAMIC_QUANTIZATION_GROUP_SIZE": str(bert.GROUP) if eight_bit else "0",
                }
                if options["INFERENCE_PRECISION_HINT"] == "bf16":
                    # OpenVINO 2026.4 crashes where a process loads such a model from the cache twice
                    options["CACHE_DIR"] = ""
                self._compiled[work] = self._core.compile_model(graph, "CPU", options)
            return self._compiled[work]


def _inputs(encodings: Sequence[Encoding], spans: Sequence[tuple[Span, ...]]) -> list[np.ndarray]:
    """Ids, mask and the weights of each mean: over the whole text, then over each span's tokens."""
    longest = _up(max(len(encoding.ids) for encoding in encodings), STEP)
    most = _up(1 + max(len(of_text) for of_text in spans), 4) if any(spans) else 1
    ids = np.zeros((len(encodings), longest), np.int64)
    mask = np.zeros_like(ids)
    means = np.zeros((len(encodings), most, longest), np.float32)
    for row, (encoding, of_text) in enumerate(zip(encodings, spans, strict=True)):
        length = len(encoding.ids)
        ids[row, :length] = encoding.ids
        mask[row, :length] = 1
        means[row, 0, :length] = 1 / length
        if not of_text:
            continue
        offsets = np.array(encoding.offsets)
        words = offsets[:, 1] > offsets[:, 0]  # the two marks stand for no characters
        for number, span in enumerate(of_text, start=1):
            inside = words & (offsets[:, 0] >= span.start) & (offsets[:, 1] <= span.end)
            means[row, number, :length] = inside / max(1, inside.sum())
    return [ids, mask, means]


def _up(number: int, step: int) -> int:
    return -(-number // step) * step


def _finished(
    items: Sequence[Embeddable], running: deque[tuple[Any, list[int]]], free: list[Any]
) -> Iterator[tuple[int, Vectors]]:
    """The vectors of the batch that was begun first; its request is free again."""
    request, batch = running.popleft()
    request.wait()
    vectors: Vectors = request.get_output_tensor(0).data.copy()
    free.append(request)
    for index, row in zip(batch, vectors, strict=True):
        yield index, row[: 1 + len(items[index].spans)]
