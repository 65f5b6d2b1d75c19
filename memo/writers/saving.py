"""Writes a file wholly or not at all: one that was there stays until the new one is on the disk."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from core.errors import PinciteError

_FULL = "Make room on the disk, or name a file on another."
_NOT_YOURS = "Name a file in a folder that you may write in."
REMEDIES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _NOT_YOURS,
    errno.EPERM: _NOT_YOURS,
    errno.EROFS: _NOT_YOURS,
    errno.ENAMETOOLONG: "Give it a shorter name.",
}


class CannotWrite(PinciteError):
    """A file could not be written."""

    def __init__(self, path: Path, cause: str, remedy: str) -> None:
        super().__init__(
            f"{path} was not written: {cause}. What was there is as it was, and the memo too. {remedy}"
        )


def save_file(path: Path, content: bytes) -> None:
    """Puts a file with this content at `path`, in place of one that is there. Raises CannotWrite."""
    require_place(path)
    try:
        _replace(Path(os.path.realpath(path)), content)  # a link stays, and leads to the new file
    except OSError as error:
        raise _failed(path, error) from error


def require_place(path: Path) -> None:
    """Raises CannotWrite where no file can be: in no folder, or where a folder or a device is."""
    try:
        parent = Path(os.path.realpath(path)).parent
        if path.is_dir():
            raise CannotWrite(path, "it is a folder", f"Name a file in it: {path / 'memo.docx'}")
        if path.exists() and not path.is_file():
            raise CannotWrite(path, "it is no file but a device, or a pipe", "Name a file.")
        if parent.exists() and not parent.is_dir():
            raise CannotWrite(path, f"{parent} is no folder", "Name a file in a folder.")
        if not parent.exists():
            raise CannotWrite(
                path, f"there is no folder {parent}", "Make the folder, or name a file in another one."
            )
    except OSError as error:
        raise _failed(path, error) from error


def _failed(path: Path, error: OSError) -> CannotWrite:
    remedy = REMEDIES.get(error.errno or 0, "Name another file.")
    return CannotWrite(path, error.strerror or str(error), remedy)


def _replace(path: Path, content: bytes) -> None:
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
