"""The figures of a run as a page: docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from benchmarks.fidelity import Fidelity
from benchmarks.processes import Cost

PACKAGES = ("openvino", "chromadb", "sentence-transformers", "torch", "langchain-chroma", "langchain-core")


@dataclass(frozen=True)
class Pipeline:
    """What one pipeline took, a Cost for each repetition."""

    name: str
    ingest: Sequence[Cost]
    again: Sequence[Cost]
    first_question: Sequence[Cost]
    passages: int
    store: float  # MB


@dataclass(frozen=True)
class Results:
    """All that a run of the benchmarks measured."""

    megabytes: float
    files: int
    repeats: int
    load: float  # of the machine when the run began
    tutorial: Pipeline
    pincite: Pipeline
    larger: Cost  # ingest of five times as much
    fidelity: Fidelity
    latencies: NDArray[np.float64]
    searched: int  # passages


def as_page(results: Results) -> str:
    """The page, in Markdown."""
    return "\n".join([*_opening(results), *_table(results), *_rest(results)]) + "\n"


def _opening(results: Results) -> list[str]:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        "# Benchmarks",
        "",
        "Written by `python -m benchmarks`; run it to see the figures of your own machine.",
        "",
        f"- Machine: {_cpu()}, {os.cpu_count()} cores, load {results.load:.1f} when the run began.",
        f"- Python {platform.python_version()}, {packages}.",
        f"- Text: {results.megabytes:.1f} MB of English on trade-secret policy in {results.files} files.",
        f"- {results.repeats} repetitions of each, taken in turns, each a process of its own; medians.",
        "- “Tutorial” is the pipeline that LangChain tutorials teach (`benchmarks/tutorial.py`): recursive "
        "splitter 1000/200, HuggingFaceEmbeddings, Chroma. Both use all-MiniLM-L6-v2.",
        "",
    ]


def _table(results: Results) -> list[str]:
    ours, theirs = results.pincite, results.tutorial
    rows = [
        ("adding it, seconds", _seconds(theirs.ingest), _seconds(ours.ingest)),
        ("adding it, CPU seconds", _cpu_seconds(theirs.ingest), _cpu_seconds(ours.ingest)),
        ("adding it, most memory, MB", _peak(theirs.ingest), _peak(ours.ingest)),
        ("adding it again unchanged, seconds", _seconds(theirs.again), _seconds(ours.again)),
        ("adding it again unchanged, CPU seconds", _cpu_seconds(theirs.again), _cpu_seconds(ours.again)),
        ("start to first passages, seconds", _seconds(theirs.first_question), _seconds(ours.first_question)),
        (
            "start to first passages, CPU seconds",
            _cpu_seconds(theirs.first_question),
            _cpu_seconds(ours.first_question),
        ),
        ("store, MB", theirs.store, ours.store),
    ]
    lines = [
        "| | Tutorial | Pincite | ratio |",
        "| --- | ---: | ---: | ---: |",
        f"| passages | {theirs.passages} | {ours.passages} | |",
    ]
    lines += [f"| {name} | {one:.2f} | {two:.2f} | {one / two:.1f} |" for name, one, two in rows]
    return lines


def _rest(results: Results) -> list[str]:
    half, most = np.percentile(results.latencies, [50, 95]) * 1000
    fidelity = results.fidelity
    return [
        "",
        "The tutorial stores every passage a second time when it is run again, and keeps no spans.",
        "",
        f"**Memory with five times as much text**: {results.larger.peak:.0f} MB at most, "
        f"{results.larger.wall:.0f} s.",
        "",
        f"**Fidelity**: of the ten passages nearest to a question, {fidelity.overlap:.1%} are those that "
        f"float32 finds ({fidelity.questions} questions of the starter suite, {fidelity.passages} passages "
        f"of the starter library; least cosine of two vectors of one passage {fidelity.least_cosine:.5f}).",
        "",
        f"**Search** among {results.searched:,} passages with random vectors: half of "
        f"{len(results.latencies)} questions within {half:.0f} ms, 95% within {most:.0f} ms.",
    ]


def _seconds(costs: Sequence[Cost]) -> float:
    return median(cost.wall for cost in costs)


def _cpu_seconds(costs: Sequence[Cost]) -> float:
    return median(cost.cpu for cost in costs)


def _peak(costs: Sequence[Cost]) -> float:
    return median(cost.peak for cost in costs)


def _cpu() -> str:
    """The name of the processor, and what of its abilities decides the speed."""
    path = Path("/proc/cpuinfo")
    if not path.is_file():
        return platform.processor() or platform.machine()
    lines = path.read_text(encoding="utf-8").splitlines()
    known = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    flags = set(known.get("flags", "").split())
    able = [flag for flag in ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16") if flag in flags]
    return f"{known.get('model name', platform.machine())} ({', '.join(able) or 'no vector extensions'})"
