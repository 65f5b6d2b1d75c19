"""Vectors of earlier runs over the same folder, so that a run embeds only what is new.

Vectors are kept by a hash of the model and the embedded words: a changed document or model finds
nothing here, and the cache is safe to delete.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from records.manifest import FILE

TABLE = "vectors (key TEXT PRIMARY KEY, vectors_of_text BLOB NOT NULL)"


def cache_file(corpus: Path, cache: Path) -> Path:
    """Where the vectors for this folder of documents are kept."""
    return cache / "evaluation" / f"{hashlib.sha256(str(corpus.resolve()).encode()).hexdigest()[:16]}.sqlite3"


def bring_in(cached: Path, home: Path) -> int:
    """Copies the cached vectors into the records in `home`; returns how many there were.

    A cache that cannot be read counts as empty: everything is then embedded anew.
    """
    if not cached.is_file():
        return 0
    with closing(sqlite3.connect(home / FILE)) as connection:
        try:
            connection.execute("ATTACH ? AS cached", (str(cached),))
            with connection:
                copied = connection.execute(
                    'INSERT OR IGNORE INTO vectors (key, "values") SELECT * FROM cached.vectors'
                )
        except sqlite3.DatabaseError:
            return 0
        return copied.rowcount


def keep(cached: Path, home: Path) -> None:
    """Makes the cache hold the vectors of the passages in `home`, and no others.

    Where it cannot be written the run goes on: the next one embeds anew.
    """
    fresh = cached.with_suffix(f".{home.name}")  # two runs at once must not write one file
    try:
        _write(fresh, home)
        fresh.replace(cached)
    except (OSError, sqlite3.Error) as error:
        logging.getLogger(__name__).warning("%s: vectors are not kept: %s", cached, error)
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _write(fresh: Path, home: Path) -> None:
    fresh.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(home / FILE)) as connection:
        connection.execute("ATTACH ? AS fresh", (str(fresh),))
        with connection:
            connection.execute(f"CREATE TABLE fresh.{TABLE}")
            connection.execute(
                'INSERT INTO fresh.vectors SELECT key, "values" FROM vectors '
                "WHERE key IN (SELECT vector FROM passages)"
            )
