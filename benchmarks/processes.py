"""Runs whole processes and says what they cost, as a user would see it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from core.errors import PinciteError

PROJECT = Path(__file__).parent.parent


class FailedRun(PinciteError):
    """A process that was to be measured failed."""

    def __init__(self, arguments: tuple[str, ...], code: int, told: str) -> None:
        super().__init__(f"python -m {' '.join(arguments)} ended with exit code {code}:\n{told[-2000:]}")


@dataclass(frozen=True)
class Cost:
    """What one process, with those it started, took."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    peak: float  # MB of memory, of the largest process
    output: str


def run(*arguments: str) -> Cost:
    """Runs `python -m arguments` in the project's folder. Raises FailedRun."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=PROJECT,
            stdout=out,
            stderr=errors,
            stdin=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise FailedRun(arguments, process.returncode, errors.read().decode(errors="replace"))
        unit = 2**20 if sys.platform == "darwin" else 2**10
        return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit, out.read().decode())


def size_of(folder: Path) -> float:
    """MB of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
