"""Every setting, its default and the reason for it, read from the environment in one place."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from core.errors import PinciteError


class BadSetting(PinciteError):
    """An environment variable holds a value that its setting cannot take."""

    def __init__(self, variable: str, value: str, wanted: str) -> None:
        super().__init__(f"{variable}={value!r} is not {wanted}. Correct it in the environment or .env.")


@dataclass(frozen=True)
class Settings:
    """Made by `load()`; variants are made with `dataclasses.replace`, so that runs can be compared."""

    home: Path = Path(".pincite")  # records, index, uploads: all that must last
    cache: Path = Path.home() / ".cache" / "pincite"  # compiled models, token ranks: safe to delete
    embedding_model: str = "all-MiniLM-L6-v2"  # or the path of a sentence-transformers folder
    embedding_threads: int = 0  # 0: as many as there are cores
    chunk_tokens: int = 180  # tiktoken's; with its prefix a chunk stays under 256 word pieces
    largest_file_mb: int = 100  # larger files are refused with a message
    read_seconds: int = 60  # CPU time that reading one file may take
    read_memory_mb: int = 1024  # memory that reading one file may take
    passages_per_answer: int = 8  # what the answerer sees
    passages_read: int = 8  # what the reader reads of them; 0: it is not used
    sentences_per_answer: int = 5  # the most that a quoting answer shows
    refuse_below: float = 0.12  # confidence under which the library "does not answer this": on the
    # starter suite it refuses 98% of questions from other fields and 3% of those that have an answer
    model: str = ""  # "provider:name" of a language model; empty: the sources' own words answer
    model_url: str = ""  # where its server is, for OpenAI-compatible servers and Ollama
    model_window: int = 8192  # tokens that prompt and reply may have together
    model_reply_tokens: int = 1200  # of these, kept for the reply
    model_first_token_seconds: int = 60  # a small machine reads a long prompt slowly
    model_idle_seconds: int = 30  # between two pieces of a reply
    model_total_seconds: int = 300
    model_price_in: float = 0.0  # money for a million tokens; 0: not counted
    model_price_out: float = 0.0
    judge_model: str = ""  # a second model that may take support away; empty: none
    judge_price_in: float = 0.0
    judge_price_out: float = 0.0


RANGES = {  # the least and the most that a numeric setting may be
    "embedding_threads": (0, 256),
    "chunk_tokens": (20, 200),
    "largest_file_mb": (1, 2000),
    "read_seconds": (1, 3600),
    "read_memory_mb": (256, 65536),
    "passages_per_answer": (1, 50),
    "passages_read": (0, 50),
    "sentences_per_answer": (1, 20),
    "refuse_below": (0.0, 1.0),
    "model_window": (1024, 10_000_000),
    "model_reply_tokens": (100, 100_000),
    "model_first_token_seconds": (1, 3600),
    "model_idle_seconds": (1, 3600),
    "model_total_seconds": (1, 7200),
    "model_price_in": (0.0, 1_000_000.0),
    "model_price_out": (0.0, 1_000_000.0),
    "judge_price_in": (0.0, 1_000_000.0),
    "judge_price_out": (0.0, 1_000_000.0),
}


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"PINCITE_{name.upper()}"


def _values(dotenv: Path) -> dict[str, str]:
    """PINCITE_ variables of the .env file, if there is one, under those of the environment."""
    lines = dotenv.read_text(encoding="utf-8").splitlines() if dotenv.is_file() else []
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    from_file = {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
    known = {variable(setting.name) for setting in fields(Settings)}
    return {name: value for name, value in {**from_file, **os.environ}.items() if name in known and value}


def load(dotenv: Path = Path(".env")) -> Settings:
    """The settings in force. Raises BadSetting where a value has the wrong form."""
    values = _values(dotenv)
    settings = Settings()
    changes: dict[str, Any] = {}
    for setting in fields(Settings):
        value = values.get(variable(setting.name))
        if value is None:
            continue
        default = getattr(settings, setting.name)
        changes[setting.name] = _read(setting.name, value, type(default))
    return replace(settings, **changes)


def _read(name: str, value: str, kind: type[Any]) -> object:
    """The value of a setting. Raises BadSetting where it is none, or lies outside what makes sense."""
    if issubclass(kind, Path):
        return Path(value).expanduser()
    if kind is str:
        return value
    low, high = RANGES[name]
    try:
        number: float = kind(value)
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        wanted = f"a {'whole ' if kind is int else ''}number from {low} to {high}"
        raise BadSetting(variable(name), value, wanted)
    return number
