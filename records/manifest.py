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
    suspect: bool  # a write of the vector index was begun and not finished


def read_manifest(home: Path) -> Manifest:
    """The manifest of the store in `home`; an empty one where there is no store yet."""
    if not (home / FILE).is_file():
        return Manifest({}, suspect=False)
    with closing(sqlite3.connect(home / FILE, timeout=30)) as connection:
        try:
            rows = connection.execute(
                "SELECT origin, fingerprint FROM documents WHERE version IS NOT NULL AND parent IS NULL"
            )
            state = connection.execute("SELECT value FROM state WHERE name = 'writing'").fetchone()
            return Manifest(dict(rows.fetchall()), suspect=state == ("yes",))
        except sqlite3.DatabaseError:
            return Manifest({}, suspect=True)  # opening the records says what is wrong with them
