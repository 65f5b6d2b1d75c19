"""What a run was made with and what it cost: run.json."""

from __future__ import annotations

import hashlib
import os
import platform
import resource
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core.settings import Settings

LIBRARIES = (
    *("chromadb", "langchain-core", "numpy", "nupunkt", "openvino", "pydantic", "pypdfium2"),
    *("python-docx-ng", "sentence-transformers", "SQLAlchemy", "tiktoken", "torch", "trafilatura"),
)
LEFT_OUT = ("home", "cache")  # where things lie on this machine changes no result
SECRET = ("key", "password", "secret")  # settings of such names are not written down
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


@dataclass(frozen=True)
class RunFacts:
    """Everything that tells two runs apart, and what this one cost."""

    started: str  # UTC
    corpus: CorpusFacts
    suite: SuiteFacts
    answerer: str | None  # None: retrieval only
    depth: int
    limit: int | None
    seed: int
    settings: Mapping[str, str | int | float | bool | None]
    models: Mapping[str, str]
    versions: Mapping[str, str]
    machine: Mapping[str, str | int]
    counts: Mapping[str, int]
    seconds: Mapping[str, float]  # ingest, questions, wall
    peak_memory_mb: float  # of this process; the highest of its children is apart
    peak_memory_children_mb: float
    half: str | None = None  # of the suite; None: all of it
    far: tuple[SuiteFacts, ...] = ()  # suites from other fields

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


def plain_settings(settings: Settings) -> dict[str, str | int | float | bool | None]:
    """The settings that can change a result, as JSON holds them; no secrets."""
    named = {setting.name: getattr(settings, setting.name) for setting in fields(settings)}
    return {
        name: value if isinstance(value, int | float | None) else str(value)
        for name, value in named.items()
        if name not in LEFT_OUT and not any(word in name.split("_") for word in SECRET)
    }


def versions(names: Sequence[str] = LIBRARIES) -> dict[str, str]:
    """The versions of Pincite, Python and the libraries that results depend on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = {"pincite": str(project["version"]), "python": platform.python_version()}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def machine() -> dict[str, str | int]:
    """What the run ran on, so that seconds can be judged."""
    return {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count() or 1}


def peak_memory_mb(who: int = resource.RUSAGE_SELF) -> float:
    """The most memory that was held, in MiB; of this process or, by RUSAGE_CHILDREN, of a child."""
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux KiB
    return round(resource.getrusage(who).ru_maxrss * unit / 2**20, 1)
