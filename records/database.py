"""Opens the records database of a store and keeps its settings right."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError

from core.errors import PinciteError
from records.manifest import FILE
from records.names import name_all
from records.older import UnreadableMemo, date_removals, renew_memos
from records.tables import tables

PATIENCE = 30  # seconds that a writer waits for another
SCHEMA = 4  # raised with every change of the tables

# The lexical index (BM25) over the passages, kept in step by triggers. Porter's stemmer over Unicode
# words: "1839(3)" becomes 1839 and 3, side by side, so that a phrase finds it.
WORDS = (
    """CREATE VIRTUAL TABLE words USING fts5(title, section, text, content = 'passages',
       content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER words_insert AFTER INSERT ON passages BEGIN
       INSERT INTO words(rowid, title, section, text)
       VALUES (new.number, new.title, new.section, new.text); END""",
    """CREATE TRIGGER words_delete AFTER DELETE ON passages BEGIN
       INSERT INTO words(words, rowid, title, section, text)
       VALUES ('delete', old.number, old.title, old.section, old.text); END""",
    """CREATE TRIGGER words_update AFTER UPDATE ON passages BEGIN
       INSERT INTO words(words, rowid, title, section, text)
       VALUES ('delete', old.number, old.title, old.section, old.text);
       INSERT INTO words(rowid, title, section, text)
       VALUES (new.number, new.title, new.section, new.text); END""",
)
# The same over what documents are called (since schema 2).
NAME_WORDS = (
    """CREATE VIRTUAL TABLE name_words USING fts5(file, title, opening, content = 'names',
       content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER names_insert AFTER INSERT ON names BEGIN
       INSERT INTO name_words(rowid, file, title, opening)
       VALUES (new.number, new.file, new.title, new.opening); END""",
    """CREATE TRIGGER names_delete AFTER DELETE ON names BEGIN
       INSERT INTO name_words(name_words, rowid, file, title, opening)
       VALUES ('delete', old.number, old.file, old.title, old.opening); END""",
    """CREATE TRIGGER names_update AFTER UPDATE ON names BEGIN
       INSERT INTO name_words(name_words, rowid, file, title, opening)
       VALUES ('delete', old.number, old.file, old.title, old.opening);
       INSERT INTO name_words(rowid, file, title, opening)
       VALUES (new.number, new.file, new.title, new.opening); END""",
)


class UnusableRecords(PinciteError):
    """The records cannot be opened."""

    def __init__(self, path: Path, cause: str, remedy: str) -> None:
        super().__init__(f"The records {path} cannot be used: {cause}. {remedy}")


def open_database(home: Path) -> Engine:
    """The database of the store in `home`, made if it is not there. Raises UnusableRecords."""
    path = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableRecords(path, str(error), "Choose another folder with PINCITE_HOME.") from error
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _configure)
    try:
        with engine.begin() as connection:
            if _version(connection) < SCHEMA:
                _create(connection)
            if _version(connection) > SCHEMA:
                raise UnusableRecords(path, "a newer Pincite wrote them", "Install that version.")
    except UnreadableMemo as error:
        raise UnusableRecords(path, str(error), "Nothing in them was changed.") from error
    except DatabaseError as error:
        raise UnusableRecords(path, str(error.orig), _remedy(error)) from error
    return engine


def _remedy(error: DatabaseError) -> str:
    """What to do where the database could not be opened."""
    match getattr(error.orig, "sqlite_errorcode", 0) & 0xFF:  # the rest says more closely what it is
        case sqlite3.SQLITE_BUSY:
            return "Wait until no other program writes them, then try again."
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return "Make room on the disk, then try again; if this stays, restore them from a backup."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return "Make the folder writable, or choose another one."
        case _:
            return "Restore them from a backup, or choose another folder."


def _version(connection: Connection) -> int:
    return int(connection.execute(text("PRAGMA user_version")).scalar_one())


def _create(connection: Connection) -> None:
    """Brings the tables to today's, wholly or not at all, unless another process has just done so."""
    connection.execute(text("BEGIN IMMEDIATE"))  # sqlite3 begins nothing by itself before a CREATE
    known = _version(connection)
    if known < SCHEMA:
        if 0 < known < 3:
            renew_memos(connection)
        if 0 < known < 4:
            date_removals(connection)
        tables.create_all(connection)
        for statement in (*(WORDS if known < 1 else ()), *(NAME_WORDS if known < 2 else ())):
            connection.execute(text(statement))
        if known < 2:
            name_all(connection)
        connection.execute(text(f"PRAGMA user_version = {SCHEMA}"))


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    """WAL lets readers go on while one writes; FULL keeps every commit through a power loss."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
