"""What a run was made with and what it cost: run.json."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import resource
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core.settings import Settings
from core.version import version as pincite_version
from eval.judge import JudgeFacts
from eval.model_use import ModelFacts
from eval.rows import Row
from prompts.load import FOLDER as PROMPTS

LIBRARIES = (
    *("chromadb", "langchain-core", "numpy", "nupunkt", "openvino", "pydantic", "pypdfium2"),
    *("python-docx-ng", "sentence-transformers", "SQLAlchemy", "tiktoken", "torch", "trafilatura"),
)
LEFT_OUT = ("home", "cache")  # where things lie on this machine changes no result
SECRET = ("key", "password", "secret")  # settings of such names are not written down
SIGN_IN = re.compile(r"//[^/@]*@")  # the "name:password@" of an address
TELLING = 12  # digits of a hash that tell two things apart to a reader
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class CorpusFacts:
    """The documents that a run searched."""

    path: str
    fingerprint: str
    documents: int
    passages: int
    tokens: int
    cached_vectors: int  # from earlier runs: with some, the ingest time is not that of a first run
    failed: Mapping[str, str | None]  # files that did not become documents, and why


@dataclass(frozen=True)
class SuiteFacts:
    """The questions that a run asked."""

    path: str
    fingerprint: str
    questions: int  # in the suite
    asked: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that tells two runs apart, known before the first question."""

    started: str  # UTC
    corpus: CorpusFacts
    suite: SuiteFacts
    answerer: str | None  # None: retrieval only
    depth: int
    limit: int | None
    half: str | None = None  # of the suite; None: all of it
    far: tuple[SuiteFacts, ...] = ()  # suites from other fields
    absent: tuple[str, ...] = ()  # documents that the suite calls relevant and the corpus lacks
    seed: int
    settings: Mapping[str, str | int | float | bool | None]
    models: Mapping[str, str]
    versions: Mapping[str, str]
    machine: Mapping[str, str | int]

    def differences(self, other: Plan) -> list[str]:
        """What would make the answers of the other others, in words: "seed 0, now 1"."""
        own, others = self._telling(), other._telling()
        return [
            f"{name} {own.get(name)}, now {others.get(name)}"
            for name in dict.fromkeys((*own, *others))
            if own.get(name) != others.get(name)
        ]

    def _telling(self) -> dict[str, object]:
        return {
            "documents of SHA-256": self.corpus.fingerprint[:TELLING],
            "suite of SHA-256": self.suite.fingerprint[:TELLING],
            **{
                f"far suite {number}": far.fingerprint[:TELLING]
                for number, far in enumerate(self.far, start=1)
            },
            **{f"questions of far suite {number}": far.asked for number, far in enumerate(self.far, start=1)},
            **{name: getattr(self, name) for name in ("answerer", "depth", "limit", "half", "seed")},
            **self.settings,
            **self.models,
            **self.versions,
        }


@dataclass(frozen=True, kw_only=True)
class RunFacts(Plan):
    """A run's plan, how it went and what it cost."""

    counts: Mapping[str, int]
    seconds: Mapping[str, float]  # ingest, questions, wall
    peak_memory_mb: float  # of this process; the highest of its children is apart
    peak_memory_children_mb: float
    model: ModelFacts | None = None  # the language model that was asked
    judge: JudgeFacts | None = None  # the one that was asked for its opinion of the answers
    scored: str | None = None  # UTC, where the saved answers were scored anew, later

    @property
    def threshold(self) -> float:
        """The confidence below which the run refused; 0 where it does not say."""
        setting = self.settings.get("refuse_below")
        return float(setting) if isinstance(setting, int | float) else 0.0


def corpus_fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of all files below the folder, but for hidden ones."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder)
        if not any(part.startswith(".") for part in name.parts):
            digest.update(f"{name.as_posix()}\n{file_fingerprint(path)}\n".encode())
    return digest.hexdigest()


def file_fingerprint(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def suite_facts(path: Path, questions: int, asked: int) -> SuiteFacts:
    """What run.json says of a suite."""
    return SuiteFacts(str(path), file_fingerprint(path), questions, asked)


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many questions ended how, and what they hold."""
    statuses = [row.status for row in rows]
    return {
        "questions": len(rows),
        **{status: statuses.count(status) for status in ("answered", "partial", "refused")},
        "errors": sum(row.error is not None for row in rows),
        "statements": sum(len(row.statements) for row in rows),
        "citations": sum(len(row.citations) for row in rows),
    }


def plain_settings(settings: Settings) -> dict[str, str | int | float | bool | None]:
    """The settings that can change a result, as JSON holds them; no secrets, no sign-in in an address."""
    named = {setting.name: getattr(settings, setting.name) for setting in fields(settings)}
    return {
        name: value if isinstance(value, int | float | None) else SIGN_IN.sub("//", str(value))
        for name, value in named.items()
        if name not in LEFT_OUT and not any(word in name.split("_") for word in SECRET)
    }


def versions(names: Sequence[str] = LIBRARIES) -> dict[str, str]:
    """The versions of Pincite, its prompts, Python and the libraries that results depend on."""
    found = {"pincite": pincite_version(), "python": platform.python_version()}
    found["prompts"] = _prompts()
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _prompts() -> str:
    """A hash of all texts in prompts/."""
    texts = (path.read_bytes() for path in sorted(PROMPTS.glob("*.md")))
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


def machine() -> dict[str, str | int]:
    """What the run ran on, so that seconds can be judged."""
    return {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count() or 1}


def peak_memory_mb(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory that was held, in MiB; of this process or, by RUSAGE_CHILDREN, of a child."""
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux KiB
    return round(resource.getrusage(who).ru_maxrss * unit / 2**20, 1)
