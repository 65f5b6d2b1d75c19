"""The files that versions were read from: uploads are kept, others may still be where they were."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from core.settings import Settings
from core.types import Document
from ingest.files import File, fingerprint

UPLOAD = "upload: "


def keep_upload(name: str, content: bytes, settings: Settings) -> File:
    """Keeps an uploaded file's bytes in the store.

    The browser's file name is only a label: it never decides where bytes are written.
    """
    label = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rsplit("/", 1)[-1]).strip() or "upload"
    digest = hashlib.sha256(content).hexdigest()
    path = _kept(digest, settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return File(label, UPLOAD + label, path, digest, fingerprint(digest, {}), {})


def original(document: Document, settings: Settings) -> bytes | None:
    """The bytes that this version was read from; None where they are gone or have changed since."""
    upload = document.origin.startswith(UPLOAD)
    path = _kept(document.content, settings) if upload else Path(document.origin)
    if not path.is_file():
        return None
    content = path.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == document.content else None


def _kept(digest: str, settings: Settings) -> Path:
    return settings.home / "uploads" / digest[:2] / digest
