"""What happens inside one transaction when documents are saved or removed."""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from core.types import Metadata, Reading, Span
from records import tables
from records.names import drop_names, lexical_title, rename, save_names
from records.stored import from_json, to_json

Edits = Mapping[str, str | None]  # metadata field -> what the user says of it
BATCH = 500  # ids in one statement: SQLite takes a limited number of parameters


@dataclass(frozen=True)
class Chunk:
    """A passage about to be kept: `text` is `reading.text[start:end]`."""

    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    section: tuple[str, ...]
    page: int | None
    vector: str  # the key of its vector


@dataclass(frozen=True)
class NewVersion:
    """What one file brings, to be kept in one transaction."""

    document: str
    name: str
    origin: str
    fingerprint: str
    content: str  # SHA-256 of the file
    reading: Reading
    chunks: tuple[Chunk, ...]
    parent: str | None = None  # the document that it was attached to


def document_id(origin: str) -> str:
    """The id of the document that comes from `origin`: the same for all its versions."""
    return hashlib.sha256(origin.encode()).hexdigest()[:16]


def version_id(document: str, words: str) -> str:
    """The id of the version of a document that has this text."""
    return hashlib.sha256(f"{document}\n{words}".encode()).hexdigest()[:16]


def passage_id(document: str, chunk: Chunk) -> str:
    """A hash of document, span and words, so that indexing twice changes nothing."""
    words = f"{document}\n{chunk.start}\n{chunk.end}\n{chunk.text}"
    return hashlib.sha256(words.encode()).hexdigest()[:24]


def now() -> datetime.datetime:
    """The time in UTC, as the records keep it."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def new_id() -> str:
    """An id that nobody can guess, letters and digits only: Streamlit's components refuse "__" in a key."""
    return secrets.token_hex(9)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which what was read stays true until it is written: nobody else writes meanwhile."""
    with engine.begin() as connection:
        connection.execute(text("BEGIN IMMEDIATE"))  # sqlite3 begins nothing by itself before a SELECT
        yield connection


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids, as many at a time as one statement takes."""
    return (ids[i : i + BATCH] for i in range(0, len(ids), BATCH))


def edited(metadata: Metadata, edits: Edits) -> Metadata:
    """The metadata with a user's edits, which are statements, not inferences."""
    fields = {**vars(metadata), **edits, "inferred": frozenset(metadata.inferred - edits.keys())}
    return replace(metadata, **fields)


def drop_passages(connection: Connection, documents: Sequence[str]) -> list[str]:
    """Deletes the passages of the documents and returns their ids."""
    p = tables.passages.c
    gone: list[str] = []
    for batch in batches(documents):
        gone += connection.execute(select(p.id).where(p.document.in_(batch))).scalars()
        connection.execute(delete(tables.passages).where(p.document.in_(batch)))
    return gone


def attached(connection: Connection, documents: Collection[str]) -> set[str]:
    """The current documents that came attached to these, or to what was attached to them."""
    d = tables.documents.c
    found: set[str] = set()
    for batch in batches(sorted(documents)):
        below = select(d.id).where(d.parent.in_(batch)).cte("below", recursive=True)
        below = below.union(select(d.id).where(d.parent == below.c.id))
        query = select(d.id).where(d.id.in_(select(below.c.id)), d.version.is_not(None))
        found.update(connection.execute(query).scalars())
    return found


def retire(connection: Connection, documents: Collection[str]) -> list[str]:
    """Takes documents out, but not their versions; returns the ids of their passages."""
    leaving = sorted(documents)
    for batch in batches(leaving):
        change = update(tables.documents).where(tables.documents.c.id.in_(batch))
        connection.execute(change.values(version=None, removed=now()))
        drop_names(connection, list(batch))
    return drop_passages(connection, leaving)


def move(connection: Connection, old: str, new: str, name: str, fingerprint: str) -> str:
    """Gives a document another origin and name, and what is attached to it; returns the name it had."""
    d = tables.documents.c
    known = connection.execute(select(d.id, d.name).where(d.origin == old)).one()
    below = select(d.id, d.origin, d.name).where(d.origin.startswith(f"{old}!", autoescape=True))
    for row in connection.execute(below).all():
        values = {"origin": new + row.origin[len(old) :], "name": name + row.name.removeprefix(known.name)}
        connection.execute(update(tables.documents).where(d.id == row.id).values(values))
    values = {"origin": new, "name": name, "fingerprint": fingerprint}
    connection.execute(update(tables.documents).where(d.id == known.id).values(values))
    return str(known.name)


def save_version(connection: Connection, new: NewVersion) -> None:
    """Makes `new` the current version of its document. The old passages must be gone."""
    version = version_id(new.document, new.reading.text)
    d = tables.documents.c
    known = connection.execute(select(d.edits, d.version).where(d.id == new.document)).first()
    edits = known.edits if known else "{}"
    metadata = edited(new.reading.metadata, json.loads(edits))
    document = {
        "name": new.name,
        "origin": new.origin,
        "parent": new.parent,
        "fingerprint": new.fingerprint,
        "version": version,
        "metadata": to_json(metadata),
        "removed": None,
    }
    again = {"added": now()} if known and known.version is None else {}  # it had been removed
    connection.execute(
        upsert(tables.documents)
        .values(id=new.document, added=now(), edits=edits, **document)
        .on_conflict_do_update(index_elements=["id"], set_={**document, **again})
    )
    values = {
        "document": new.document,
        "content": new.content,
        "text": new.reading.text,
        "layout": to_json(new.reading.layout),
        "metadata": to_json(metadata),
        "media_type": new.reading.media_type,
        "added": now(),
    }
    connection.execute(
        upsert(tables.versions)
        .values(id=version, **values)
        # The same words again: from another file perhaps, or with their places read better. `added`
        # follows, so that the last version of a document that was removed is the one it had then.
        .on_conflict_do_update(index_elements=["id"], set_=values)
    )
    save_names(connection, new.document, new.name, metadata, new.reading.text)
    _save_passages(connection, new, version, lexical_title(metadata))


def _save_passages(connection: Connection, new: NewVersion, version: str, title: str) -> None:
    first = 1 + (connection.execute(select(func.max(tables.passages.c.number))).scalar() or 0)
    rows = [
        {
            "number": number,
            "id": passage_id(new.document, chunk),
            "document": new.document,
            "version": version,
            "start": chunk.start,
            "end": chunk.end,
            "text": chunk.text,
            "title": title,
            "section": json.dumps(chunk.section, ensure_ascii=False),
            "page": chunk.page,
            "sentences": json.dumps([[sentence.start, sentence.end] for sentence in chunk.sentences]),
            "vector": chunk.vector,
        }
        for number, chunk in enumerate(new.chunks, start=first)
    ]
    if rows:
        connection.execute(insert(tables.passages), rows)


def edit_metadata(
    connection: Connection, document: str, stored: str, edits: Mapping[str, str | None]
) -> None:
    """Keeps a user's edits beside the metadata they change, and tells the lexical index."""
    metadata = edited(from_json(Metadata, stored), edits)
    d, p = tables.documents, tables.passages
    values = {"edits": json.dumps(dict(edits)), "metadata": to_json(metadata)}
    connection.execute(d.update().where(d.c.id == document).values(values))
    connection.execute(p.update().where(p.c.document == document).values(title=lexical_title(metadata)))
    rename(connection, document, metadata)
