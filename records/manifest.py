"""Which files the library holds, read with sqlite3 alone.

A run of ingest that has nothing to do must not wait half a second for SQLAlchemy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

FILE = "records.sqlite3"


@dataclass(frozen=True)
class Manifest:
    """What a store holds."""

    fingerprints: Mapping[str, str]  # origin -> fingerprint of each current document
    contents: Mapping[str, str]  # origin -> SHA-256 of the file of each current document
    former: frozenset[str]  # origins of documents that were removed
    suspect: bool  # a write of the vector index was begun and not finished


def read_manifest(home: Path) -> Manifest:
    """The manifest of the store in `home`; an empty one where there is no store yet."""
    if not (home / FILE).is_file():
        return Manifest({}, {}, frozenset(), suspect=False)
    with closing(sqlite3.connect(home / FILE, timeout=30)) as connection:
        try:
            rows = connection.execute(
                "SELECT d.origin, d.fingerprint, v.content FROM documents d "
                "JOIN versions v ON v.id = d.version WHERE d.parent IS NULL"
            ).fetchall()
            former = connection.execute("SELECT origin FROM documents WHERE version IS NULL")
            removed = frozenset(origin for (origin,) in former)
            state = connection.execute("SELECT value FROM state WHERE name = 'writing'").fetchone()
            return Manifest(
                {origin: fingerprint for origin, fingerprint, _ in rows},
                {origin: content for origin, _, content in rows},
                removed,
                suspect=state == ("yes",),
            )
        except sqlite3.DatabaseError:
            return Manifest(
                {}, {}, frozenset(), suspect=True
            )  # opening the records says what is wrong with them
