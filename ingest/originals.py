"""The files that versions were read from.

Uploads are kept, and attached PDFs, for the pictures of their pages; others may still be where they were.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.settings import Settings
from core.types import Document
from ingest.files import File, fingerprint

UPLOAD = "upload: "
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def keep_uploads(files: Sequence[tuple[str, bytes]], settings: Settings) -> list[File]:
    """Keeps the bytes of uploaded files, (name, content), in the store.

    The browser's file name is only a label: it never decides where bytes are written.
    """
    labels = told_apart([_label(name) for name, _ in files])
    return [_upload(label, content, settings) for label, (_, content) in zip(labels, files, strict=True)]


def told_apart(names: Iterable[str]) -> list[str]:
    """A label for each name, that no other has: a.txt, a.txt (2)."""
    labels: dict[str, None] = {}
    for name in names:
        number = 1
        label = name
        while label in labels:
            number += 1
            label = f"{name} ({number})"
        labels[label] = None
    return list(labels)


def keep(content: bytes, settings: Settings) -> Path:
    """Keeps bytes in the store, under their digest, and returns where."""
    path = _kept(hashlib.sha256(content).hexdigest(), settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def original(document: Document, settings: Settings) -> bytes | None:
    """The bytes that this version was read from; None where they are gone or have changed since."""
    for path in (_kept(document.content, settings), Path(document.origin)):
        try:
            content = path.read_bytes()
        except (OSError, ValueError):  # gone, or the label of an upload or an attachment, which is no path
            continue
        if hashlib.sha256(content).hexdigest() == document.content:
            return content
    return None


def _upload(label: str, content: bytes, settings: Settings) -> File:
    path = keep(content, settings)
    return File(label, UPLOAD + label, path, path.name, fingerprint(path.name, {}), {})


def _label(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1].encode(errors="replace").decode()
    return _CONTROLS.sub("", last).strip() or "upload"


def _kept(digest: str, settings: Settings) -> Path:
    return settings.home / "uploads" / digest[:2] / digest
