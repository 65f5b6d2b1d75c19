"""The documents of a library: all their versions, the passages of the current ones, their vectors."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, exists, func, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from core.errors import PinciteError
from core.types import (
    NO_FILTERS,
    Document,
    Filters,
    Layout,
    LibraryChanges,
    Metadata,
    Passage,
    Sentence,
    Source,
)
from records import tables
from records.stored import from_json
from records.writing import (
    NewVersion,
    attached,
    batches,
    drop_passages,
    edit_metadata,
    move,
    retire,
    save_version,
    writing,
)

Vectors = NDArray[np.float32]


class OtherModel(PinciteError):
    """The vectors in the records were made by another embedding model: they cannot be compared."""

    def __init__(self, theirs: str, ours: str) -> None:
        super().__init__(
            f"This library was made with the embedding model {theirs}, but the settings name {ours}. "
            "Set PINCITE_EMBEDDING_MODEL back, or add the documents to a new library "
            "(PINCITE_HOME or --store)."
        )


class UnknownDocument(PinciteError):
    """No document, and no version of one, has this id."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"No document has the id {identifier!r}. See: python -m ingest list")


@dataclass(frozen=True)
class Listed:
    """A document as lists show it."""

    source: Source
    origin: str
    media_type: str
    added: datetime.datetime
    passages: int
    edited: frozenset[str]  # the metadata that the user changed


@dataclass(frozen=True)
class IndexState:
    """Where the vector index stands."""

    folder: str
    generation: int  # raised by every change, so that readers know to open it again
    writing: bool  # set before each write and cleared after it: found set, the index is suspect


@dataclass(frozen=True)
class Indexed:
    """A passage as the vector index holds it."""

    id: str
    document: str
    vector: Vectors


class Library:
    """The library in a records database. Every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def documents(self) -> list[Listed]:
        """All current documents, by name."""
        d, v, p = tables.documents.c, tables.versions.c, tables.passages.c
        counted = select(p.document, func.count().label("passages")).group_by(p.document).subquery()
        query = (
            select(tables.documents, v.media_type, counted.c.passages)
            .join(tables.versions, v.id == d.version)
            .outerjoin(counted, counted.c.document == d.id)
            .order_by(d.name)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [
            Listed(
                source=Source(row.id, row.version, row.name, from_json(Metadata, row.metadata)),
                origin=row.origin,
                media_type=row.media_type,
                added=row.added,
                passages=row.passages or 0,
                edited=frozenset(json.loads(row.edits)),
            )
            for row in rows
        ]

    def document(self, identifier: str) -> Document:
        """A document by its id (its current version, else its last) or by the id of a version.

        Versions that were replaced or removed are found too: citations rest on them.
        """
        d, v = tables.documents.c, tables.versions.c
        query = (
            select(tables.versions, d.name, d.origin, d.version.label("current"), d.metadata.label("now"))
            .join(tables.documents, d.id == v.document)
            .where((v.id == identifier) | (d.id == identifier))
            .order_by((v.id == d.version).desc(), v.added.desc())
        )
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise UnknownDocument(identifier)
        current = row.id == row.current
        metadata = from_json(Metadata, row.now if current else row.metadata)
        return Document(
            source=Source(row.document, row.id, row.name, metadata),
            text=row.text,
            layout=from_json(Layout, row.layout),
            media_type=row.media_type,
            origin=row.origin,
            content=row.content,
            added=row.added,
            removed=not current,
        )

    def current_versions(self, documents: Collection[str]) -> dict[str, str]:
        """Document -> its current version, for those of the documents that are in the library."""
        d = tables.documents.c
        query = select(d.id, d.version).where(d.version.is_not(None))
        with self.engine.connect() as connection:
            return {
                row.id: row.version
                for batch in batches(sorted(documents))
                for row in connection.execute(query.where(d.id.in_(batch)))
            }

    def changes_since(self, moment: datetime.datetime) -> LibraryChanges:
        """The documents that came, changed or went after a moment (UTC).

        One that came and went meanwhile is none of these, nor one whose text was just read again.
        """
        d, v = tables.documents.c, tables.versions.c
        title = func.json_extract(d.metadata, "$.title")
        other = tables.versions.alias()
        others = exists().where(other.c.document == d.id, other.c.id != d.version)
        here = select(d.id, title).where(d.version.is_not(None))
        changed = here.join(tables.versions, v.id == d.version).where(
            d.added <= moment, v.added > moment, others
        )
        removed = select(d.id, title).where(d.version.is_(None), d.added <= moment, d.removed > moment)
        with self.engine.connect() as connection:
            new, altered, gone = (
                {row[0]: row[1] for row in connection.execute(query.order_by(title, d.id))}
                for query in (here.where(d.added > moment), changed, removed)
            )
        return LibraryChanges(new, altered, gone)

    def fingerprint(self) -> str:
        """A hash of the current versions of all documents, 16 hexadecimal digits: the library as it is."""
        d = tables.documents.c
        query = select(d.version).where(d.version.is_not(None)).order_by(d.version)
        with self.engine.connect() as connection:
            versions = connection.execute(query).scalars().all()
        return hashlib.sha256("\n".join(versions).encode()).hexdigest()[:16]

    def by_origin(self, origins: Sequence[str]) -> list[str]:
        """The ids of the documents that came from these places."""
        d = tables.documents.c
        with self.engine.connect() as connection:
            return [
                identifier
                for batch in batches(origins)
                for identifier in connection.execute(select(d.id).where(d.origin.in_(batch))).scalars()
            ]

    def select(self, filters: Filters) -> list[str]:
        """The ids of the current documents that pass the filters.

        A date that is known only in part (2016) passes where its first day does; a limit that is
        given only in part holds from its first day, or up to its last. `as_of` leaves out what was not
        yet or no longer in force then; a document that states no such dates is always in force.
        """
        d = tables.documents.c

        def field(name: str) -> ColumnElement[str]:
            return func.json_extract(d.metadata, f"$.{name}")

        query = select(d.id).where(d.version.is_not(None)).order_by(d.id)
        for name in ("jurisdiction", "kind", "issuer"):
            if wanted := getattr(filters, name):
                query = query.where(field(name).in_(wanted))
        if filters.document:
            query = query.where(d.id.in_(filters.document))

        def first_day(name: str) -> ColumnElement[str]:
            return func.substr(field(name).concat("-01-01"), 1, 10)  # 2016 -> 2016-01-01

        if filters.date_from:
            query = query.where(first_day("date") >= f"{filters.date_from}-01-01"[:10])
        if filters.date_to:
            query = query.where(func.substr(first_day("date"), 1, len(filters.date_to)) <= filters.date_to)
        if filters.as_of:
            begun, over = field("in_force_from"), field("in_force_to")
            query = query.where(begun.is_(None) | (first_day("in_force_from") <= filters.as_of))
            query = query.where(over.is_(None) | (over >= func.substr(filters.as_of, 1, func.length(over))))
        with self.engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def jurisdictions(self, filters: Filters = NO_FILTERS) -> tuple[str, ...]:
        """The jurisdictions of the current documents that pass the filters."""
        d = tables.documents.c
        named = func.json_extract(d.metadata, "$.jurisdiction")
        query = select(named).distinct().where(d.version.is_not(None), named.is_not(None)).order_by(named)
        with self.engine.connect() as connection:
            if not filters:
                return tuple(connection.execute(query).scalars())
            chosen = batches(self.select(filters))
            found = (connection.execute(query.where(d.id.in_(batch))).scalars() for batch in chosen)
            return tuple(sorted({jurisdiction for names in found for jurisdiction in names}))

    def dated_sources(self) -> tuple[Source, ...]:
        """The current documents that state when they were in force, or what they supersede."""
        d = tables.documents.c
        stated = [
            func.json_extract(d.metadata, f"$.{name}").is_not(None)
            for name in ("in_force_from", "in_force_to", "supersedes")
        ]
        columns = select(d.id, d.version, d.name, d.metadata)
        query = columns.where(d.version.is_not(None), or_(*stated)).order_by(d.id)
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(Source(row.id, row.version, row.name, from_json(Metadata, row.metadata)) for row in rows)

    def count(self) -> tuple[int, int]:
        """How many current documents and passages there are."""
        d = tables.documents.c
        with self.engine.connect() as connection:
            documents = connection.execute(select(func.count()).where(d.version.is_not(None)))
            passages = connection.execute(select(func.count()).select_from(tables.passages))
            return documents.scalar_one(), passages.scalar_one()

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Vectors]]:
        """Id -> the passage, unscored, and the unit vectors of the passage and of each sentence."""
        p, d, v = tables.passages.c, tables.documents.c, tables.vectors.c
        query = (
            select(tables.passages, d.name, d.metadata, v["values"].label("packed"))
            .join(tables.documents, d.id == p.document)
            .join(tables.vectors, v.key == p.vector)
        )
        sources: dict[str, Source] = {}
        found = {}
        with self.engine.connect() as connection:
            for batch in batches(ids):
                for row in connection.execute(query.where(p.id.in_(batch))):
                    if row.document not in sources:
                        metadata = from_json(Metadata, row.metadata)
                        sources[row.document] = Source(row.document, row.version, row.name, metadata)
                    passage = _passage(row, sources[row.document])
                    found[row.id] = passage, unpack(row.packed, len(passage.sentences))
        return found

    def known_vectors(self, keys: Collection[str]) -> set[str]:
        """Which of the keys have a vector already."""
        key = tables.vectors.c.key
        with self.engine.connect() as connection:
            return {
                known
                for batch in batches(list(keys))
                for known in connection.execute(select(key).where(key.in_(batch))).scalars()
            }

    def keep_vectors(self, vectors: Mapping[str, Vectors]) -> None:
        """Keeps vectors by key, each of shape (1 + sentences, width)."""
        rows = [{"key": key, "values": pack(values)} for key, values in vectors.items()]
        if rows:
            with self.engine.begin() as connection:
                connection.execute(upsert(tables.vectors).on_conflict_do_nothing(), rows)

    def indexed(self, documents: Sequence[str] | None = None) -> Iterator[Indexed]:
        """The passages as the vector index holds them: of some documents, or all there are."""
        p, v = tables.passages.c, tables.vectors.c
        query = select(p.id, p.document, p.sentences, v["values"].label("packed"))
        query = query.join(tables.vectors, v.key == p.vector).order_by(p.number)
        parts: list[Select[tuple[object, ...]]] = (
            [query] if documents is None else [query.where(p.document.in_(b)) for b in batches(documents)]
        )
        with self.engine.connect() as connection:
            for part in parts:
                for row in connection.execute(part.execution_options(yield_per=2000)):
                    vectors = unpack(row.packed, len(json.loads(row.sentences)))
                    yield Indexed(row.id, row.document, vectors[0])

    def save(self, new: Sequence[NewVersion]) -> list[str]:
        """Makes versions current, with their passages; returns the ids of the passages that are gone.

        What was attached to the documents before, and is not among `new`, leaves with the old versions.
        The vector index is marked as being written: write it, then call `index_written`.
        """
        saved = {version.document for version in new}
        with writing(self.engine) as connection:
            _set_state(connection, "writing", "yes")
            gone = retire(connection, attached(connection, saved) - saved)
            gone += drop_passages(connection, sorted(saved))
            for version in new:
                save_version(connection, version)
        return gone

    def remove(self, documents: Sequence[str]) -> list[str]:
        """Takes documents and their attachments out; their versions stay readable for citations.

        Returns the ids of the passages that are gone, and marks the vector index like `save`.
        """
        with writing(self.engine) as connection:
            _set_state(connection, "writing", "yes")
            return retire(connection, attached(connection, documents) | set(documents))

    def ids(self) -> dict[str, str]:
        """Origin -> id of all documents, those that were removed too."""
        d = tables.documents.c
        with self.engine.connect() as connection:
            return {row.origin: row.id for row in connection.execute(select(d.origin, d.id))}

    def rename(self, old: str, new: str, name: str, *, fingerprint: str) -> str:
        """Says that the document from `old`, with what is attached to it, is at `new` from now on.

        Its id stays. Returns the name that it had.
        """
        with writing(self.engine) as connection:
            before = move(connection, old, new, name, fingerprint)
            _raise_generation(connection)
        return before

    def edit(self, identifier: str, changes: Mapping[str, str | None]) -> None:
        """Changes metadata as the user says; from now on it holds against what the file says."""
        d = tables.documents.c
        query = select(d.metadata, d.edits).where(d.id == identifier, d.version.is_not(None))
        with writing(self.engine) as connection:
            row = connection.execute(query).first()
            if row is None:
                raise UnknownDocument(identifier)
            edit_metadata(connection, identifier, row.metadata, {**json.loads(row.edits), **changes})
            _raise_generation(connection)

    def index_state(self) -> IndexState:
        """Where the vector index stands."""
        with self.engine.connect() as connection:
            state = _state(connection)
        return IndexState(
            state.get("index", ""), int(state.get("generation", 0)), state.get("writing") == "yes"
        )

    def require_model(self, name: str, *, claim: bool = False) -> None:
        """Raises OtherModel where another model made the vectors; `claim` keeps the name of the first."""
        with self.engine.begin() as connection:
            known = _state(connection).get("model")
            if known not in (None, name):
                raise OtherModel(known, name)
            if claim and known is None:
                _set_state(connection, "model", name)

    def index_written(self, folder: str | None = None) -> None:
        """Says that the vector index, from now on in `folder` if given, holds what the records hold."""
        with self.engine.begin() as connection:
            if folder is not None:
                _set_state(connection, "index", folder)
            _set_state(connection, "writing", "no")
            _raise_generation(connection)


def pack(vectors: Vectors) -> bytes:
    """Unit vectors as float16: half the size, the same top ten."""
    return vectors.astype(np.float16).tobytes()


def unpack(values: bytes, sentences: int) -> Vectors:
    """The vectors that `pack` was given: one row for the passage, one for each of its sentences."""
    return np.frombuffer(values, np.float16).reshape(1 + sentences, -1).astype(np.float32)


def _passage(row: Row[tuple[object, ...]], source: Source) -> Passage:
    return Passage(
        id=row.id,
        source=source,
        start=row.start,
        end=row.end,
        text=row.text,
        score=0.0,
        page=row.page,
        section=tuple(json.loads(row.section)),
        sentences=tuple(Sentence(start, end, 0.0) for start, end in json.loads(row.sentences)),
    )


def _state(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(select(tables.state))}


def _set_state(connection: Connection, name: str, value: str) -> None:
    statement = upsert(tables.state).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def _raise_generation(connection: Connection) -> None:
    _set_state(connection, "generation", str(int(_state(connection).get("generation", 0)) + 1))
