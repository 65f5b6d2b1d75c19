"""Which Pincite this is."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ANSWERING = ("core", "prompts", "vectorstore", "answering")  # the rooms that decide what a question gets
READ = (".py", ".md", ".txt")


@cache
def version() -> str:
    """The number of this version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


@cache
def code_hash() -> str:
    """A hash of the code and the texts that answers come from, 12 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in sorted(path for room in ANSWERING for path in (ROOT / room).rglob("*")):
        if path.suffix in READ:
            digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
