"""What a document may be called by in a question: the words of its file name, its title, its opening."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.names import WORD, parts
from core.types import Metadata
from records import tables
from records.stored import from_json

OPENING = 400  # characters of a document's text in which its parties, its court, its number stand
SUFFIX = re.compile(r"\.[A-Za-z]\w{0,4}$")


def file_words(name: str) -> str:
    """The words of a file name, those written together also apart: "acme_NDAs/MyTerms.txt" gives
    "acme NDAs MyTerms My Terms".
    """
    words: list[str] = []
    for word in WORD.findall(SUFFIX.sub("", name) if "." in PurePosixPath(name).name else name):
        apart = parts(word)
        words += [word, *apart] if len(apart) > 1 else [word]
    return " ".join(words)


def lexical_title(metadata: Metadata) -> str:
    """What the lexical index knows of the document that a passage stands in."""
    known = (metadata.title, metadata.issuer, metadata.jurisdiction, metadata.kind, metadata.date)
    return " ".join(part for part in known if part)


def _called(metadata: Metadata) -> str:
    """Title and issuer; jurisdiction, kind and date are shared by many and name none."""
    return " ".join(part for part in (metadata.title, metadata.issuer) if part)


def save_names(connection: Connection, document: str, name: str, metadata: Metadata, text: str) -> None:
    """Keeps what a current document may be called by."""
    values = {"file": file_words(name), "title": _called(metadata), "opening": text[:OPENING]}
    connection.execute(
        upsert(tables.names)
        .values(document=document, **values)
        .on_conflict_do_update(index_elements=["document"], set_=values)
    )


def rename(connection: Connection, document: str, metadata: Metadata) -> None:
    """Tells the names of a document that its metadata were edited."""
    change = update(tables.names).where(tables.names.c.document == document)
    connection.execute(change.values(title=_called(metadata)))


def drop_names(connection: Connection, documents: list[str]) -> None:
    """Forgets the names of documents that are no longer in the library."""
    connection.execute(delete(tables.names).where(tables.names.c.document.in_(documents)))


def name_all(connection: Connection) -> None:
    """Keeps the names of all current documents: for libraries that were made before names were kept."""
    d, v = tables.documents.c, tables.versions.c
    query = select(d.id, d.name, d.metadata, func.substr(v.text, 1, OPENING).label("opening"))
    for row in connection.execute(query.join(tables.versions, v.id == d.version)).all():
        save_names(connection, row.id, row.name, from_json(Metadata, row.metadata), row.opening)
