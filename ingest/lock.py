"""One writer at a time: Chroma loses vectors, silently, when two processes write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from core.errors import PinciteError


class Locked(PinciteError):
    """Another process is changing this library."""

    def __init__(self, home: Path, holder: str) -> None:
        super().__init__(
            f"The library in {home} is locked by process {holder or 'unknown'}, which is changing it. "
            "Wait until it is done and try again."
        )


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Holds the right to change the store in `home`. The system frees it when a process dies.

    Raises Locked at once where another has it.
    """
    home.mkdir(parents=True, exist_ok=True)
    holder = home / "writer.pid"
    lock = FileLock(home / "writer.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise Locked(home, _holder(holder)) from error
    try:
        holder.write_text(str(os.getpid()))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _holder(path: Path) -> str:
    try:
        return path.read_text()
    except FileNotFoundError:  # it has the lock and has not signed yet, or is just done
        return ""
