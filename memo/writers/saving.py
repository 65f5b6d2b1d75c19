"""Writes a file wholly or not at all: one that was there stays until the new one is on the disk."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from core.errors import PinciteError


class CannotWrite(PinciteError):
    """A file could not be written."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(
            f"{path} was not written: {cause}. A file that was there is as it was, and the memo too. "
            "Make room on the disk, or name another file."
        )


def save_file(path: Path, content: bytes) -> None:
    """Puts a file with this content at `path`, in place of one that is there. Raises CannotWrite."""
    try:
        _replace(Path(os.path.realpath(path)), content)  # a link stays, and leads to the new file
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error


def _replace(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file():
        raise OSError(f"it is {'a folder' if path.is_dir() else 'no file'}")
    beside = path.with_name(f".pincite-{secrets.token_hex(6)}")  # there, and so on the same disk
    try:
        with beside.open("xb") as file:
            if path.exists():
                beside.chmod(path.stat().st_mode & 0o777)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
