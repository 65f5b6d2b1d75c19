"""Memo drafts: a heading and the answers that were put into it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from core.errors import PinciteError
from core.types import Answer, MemoHeading
from records import tables
from records.stored import from_json, to_json
from records.writing import new_id, now, writing


class UnknownMemo(PinciteError):
    """No memo has this id."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"There is no memo {identifier!r}: it may have been deleted.")


@dataclass(frozen=True)
class SavedMemo:
    """A memo draft with its answers whole, so that it outlives their conversations."""

    id: str
    heading: MemoHeading
    answers: tuple[Answer, ...]
    updated: datetime.datetime


@dataclass(frozen=True)
class _Answers:
    answers: tuple[Answer, ...]


class Memos:
    """The memo drafts in a records database. Every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def list(self) -> tuple[SavedMemo, ...]:
        """All drafts, the latest first."""
        query = select(tables.memos).order_by(tables.memos.c.updated.desc())
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(_memo(row) for row in rows)

    def memo(self, identifier: str) -> SavedMemo:
        """One draft. Raises UnknownMemo."""
        with self.engine.connect() as connection:
            return _memo_by_id(connection, identifier)

    def start(self, heading: MemoHeading) -> str:
        """Begins a draft without answers and returns its id."""
        identifier = new_id()
        values = {
            "id": identifier,
            "heading": to_json(heading),
            "answers": to_json(_Answers(())),
            "created": now(),
            "updated": now(),
        }
        with self.engine.begin() as connection:
            connection.execute(insert(tables.memos).values(values))
        return identifier

    def change(self, identifier: str, revise: Callable[[SavedMemo], SavedMemo]) -> SavedMemo:
        """Makes of a draft what `revise` makes of it; returns it as it was before. Raises UnknownMemo.

        `revise` is given what the draft holds now, which another page may have changed since it was shown.
        """
        m = tables.memos
        with writing(self.engine) as connection:
            before = _memo_by_id(connection, identifier)
            after = revise(before)
            if after != before:
                values = {
                    "heading": to_json(after.heading),
                    "answers": to_json(_Answers(after.answers)),
                    "updated": now(),
                }
                connection.execute(update(m).where(m.c.id == identifier).values(values))
        return before

    def save(self, identifier: str, heading: MemoHeading, answers: tuple[Answer, ...]) -> None:
        """Replaces all that a draft holds. Raises UnknownMemo."""
        self.change(identifier, lambda memo: replace(memo, heading=heading, answers=answers))

    def delete(self, identifier: str) -> None:
        """Deletes a draft; files that were made from it stay as they are."""
        with self.engine.begin() as connection:
            connection.execute(delete(tables.memos).where(tables.memos.c.id == identifier))


def _memo_by_id(connection: Connection, identifier: str) -> SavedMemo:
    row = connection.execute(select(tables.memos).where(tables.memos.c.id == identifier)).first()
    if row is None:
        raise UnknownMemo(identifier)
    return _memo(row)


def _memo(row: Row[tuple[object, ...]]) -> SavedMemo:
    return SavedMemo(
        id=row.id,
        heading=from_json(MemoHeading, row.heading),
        answers=from_json(_Answers, row.answers).answers,
        updated=row.updated,
    )
