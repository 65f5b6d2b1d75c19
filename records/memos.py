"""Memo drafts with all their revisions; no author's change overwrites another's unseen."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError
from sqlalchemy import Connection, Engine, Row, Select, delete, func, insert, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from core.errors import PinciteError
from core.memos import MemoDraft, TakenAnswer
from core.types import Answer
from records import tables
from records.drafts import NONE, KeptDraft, put_together, take_apart
from records.stored import from_json, to_json
from records.writing import batches, new_id, now, writing


class UnknownMemo(PinciteError):
    """No memo has this id."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"There is no memo {identifier!r}: it may have been deleted.")


class UnknownRevision(PinciteError):
    """A memo has no revision of this number."""

    def __init__(self, identifier: str, number: int, last: int) -> None:
        super().__init__(f"The memo {identifier!r} has no revision {number}: it has 1 to {last}.")


class DamagedMemo(PinciteError):
    """What the records keep of a memo cannot be read."""

    def __init__(self, identifier: str, number: int) -> None:
        super().__init__(
            f"Revision {number} of the memo {identifier!r} is damaged in the records and cannot be read. "
            "Nothing was changed. Restore the records from a backup; an earlier revision may still be "
            f"readable: python -m memo show {identifier} --revision {max(1, number - 1)}"
        )


class BrokenCharacter(PinciteError):
    """Words hold half a character, which no file can hold."""

    def __init__(self) -> None:
        super().__init__(
            "The memo was not changed: among the words is a broken character, which no file can hold. "
            "Type them again."
        )


class ChangedMeanwhile(PinciteError):
    """Somebody else changed the draft after the author saw it; nothing was kept of the author's change."""

    def __init__(self, by: str, when: datetime.datetime, what: str) -> None:
        self.by, self.when = by, when
        change = f" ({what})" if what else ""
        super().__init__(
            f"{by or 'Somebody else'} changed this memo on {when:%Y-%m-%d at %H:%M} UTC{change}, "
            "after you had opened it. Your change was not kept: look at the memo as it stands now, "
            "and make your change again if it is still needed."
        )


@dataclass(frozen=True)
class SavedMemo:
    """A draft as it stands, with its answers whole, so that it outlives their conversations."""

    id: str
    draft: MemoDraft
    revision: int  # counted from 1
    updated: datetime.datetime  # UTC
    by: str  # who made this revision; empty: nobody said


@dataclass(frozen=True)
class ListedMemo:
    """A draft as lists show it."""

    id: str
    subject: str
    template: str
    statements: int
    updated: datetime.datetime  # UTC
    by: str


@dataclass(frozen=True)
class Revision:
    """One change of a draft."""

    number: int
    by: str
    what: str  # in a few words
    saved: datetime.datetime  # UTC


class Memos:
    """The memo drafts in a records database. Every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def list(self) -> tuple[ListedMemo, ...]:
        """All drafts, the latest first."""
        r = tables.memo_revisions
        last = select(r.c.memo, func.max(r.c.number).label("number")).group_by(r.c.memo).subquery()
        listed = select(r.c.memo, r.c.subject, r.c.template, r.c.statements, r.c.saved, r.c.by)
        query = listed.join(last, (r.c.memo == last.c.memo) & (r.c.number == last.c.number))
        with self.engine.connect() as connection:
            rows = connection.execute(query.order_by(r.c.saved.desc(), r.c.memo)).all()
        return tuple(ListedMemo(*row) for row in rows)

    def memo(self, identifier: str) -> SavedMemo:
        """One draft. Raises UnknownMemo."""
        with _reading(self.engine) as connection:
            row = _last(connection, identifier)
            draft, _ = _draft(connection, row)
        return SavedMemo(identifier, draft, row.number, row.saved, row.by)

    def start(self, draft: MemoDraft, *, by: str = "") -> str:
        """Keeps a new draft as its first revision and returns its id."""
        identifier = new_id()
        with writing(self.engine) as connection:
            begin_memo(connection, identifier, now())
            keep_revision(connection, identifier, Revision(1, by, "begun", now()), draft)
        return identifier

    def change(
        self,
        identifier: str,
        revise: Callable[[MemoDraft], MemoDraft],
        *,
        by: str = "",
        what: str = "",
        seen: int | None = None,
    ) -> SavedMemo:
        """Makes of a draft what `revise` makes of it, and returns it; a change of nothing is no revision.

        `revise` is given the draft as it is now. Nobody else can change a draft while it runs, so what
        takes long is done before. `seen` is the revision that the author was shown: raises
        ChangedMeanwhile where the draft has moved on since. Raises UnknownMemo, and what `revise` raises.
        """
        with writing(self.engine) as connection:
            row = _last(connection, identifier)
            if seen is not None and seen != row.number:
                raise ChangedMeanwhile(row.by, row.saved, row.what)
            before, answers = _draft(connection, row)
            draft = revise(before)
            if draft == before:
                return SavedMemo(identifier, before, row.number, row.saved, row.by)
            revision = Revision(row.number + 1, by, what, now())
            keep_revision(connection, identifier, revision, draft, answers)
        return SavedMemo(identifier, draft, revision.number, revision.saved, by)

    def history(self, identifier: str) -> tuple[Revision, ...]:
        """All revisions of a draft, the latest first. Raises UnknownMemo."""
        r = tables.memo_revisions.c
        query = select(r.number, r.by, r.what, r.saved).where(r.memo == identifier).order_by(r.number.desc())
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        if not rows:
            raise UnknownMemo(identifier)
        return tuple(Revision(row.number, row.by, row.what, row.saved) for row in rows)

    def at(self, identifier: str, revision: int) -> MemoDraft:
        """The draft as a revision left it. Raises UnknownMemo, UnknownRevision."""
        with _reading(self.engine) as connection:
            return _at(connection, identifier, revision)

    def restore(self, identifier: str, revision: int, by: str = "", *, seen: int | None = None) -> SavedMemo:
        """Makes an earlier revision the draft, as a new revision: those between stay in the history.

        `seen` and what is raised: as `change`, and UnknownRevision.
        """
        earlier = self.at(identifier, revision)  # a revision never changes
        what = f"restored revision {revision}"
        return self.change(identifier, lambda _: earlier, by=by, what=what, seen=seen)

    def delete(self, identifier: str) -> None:
        """Deletes a draft with its revisions; files and finished memos made from it stay as they are."""
        m, u, a = tables.memos.c, tables.memo_uses.c, tables.memo_answers.c
        with writing(self.engine) as connection:
            connection.execute(delete(tables.memos).where(m.id == identifier))
            connection.execute(delete(tables.memo_answers).where(a.key.not_in(select(u.answer))))


def begin_memo(connection: Connection, identifier: str, created: datetime.datetime) -> None:
    """Keeps that there is such a memo; its first revision must follow."""
    connection.execute(insert(tables.memos).values(id=identifier, created=created))


def keep_revision(
    connection: Connection,
    identifier: str,
    revision: Revision,
    draft: MemoDraft,
    known: Mapping[str, Answer] = NONE,
) -> None:
    """Keeps a draft as a revision of its memo, and those of its answers that are not kept yet.

    `known` are answers that the memo has kept, by key. Raises BrokenCharacter.
    """
    try:
        _insert_revision(connection, identifier, revision, *take_apart(draft, known))
    except (UnicodeEncodeError, PydanticSerializationError) as error:
        raise BrokenCharacter from error


def _insert_revision(
    connection: Connection, identifier: str, revision: Revision, kept: KeptDraft, answers: Mapping[str, str]
) -> None:
    for key, content in answers.items():
        for table, row in (
            (tables.memo_answers, {"key": key, "answer": content}),
            (tables.memo_uses, {"memo": identifier, "answer": key}),
        ):
            connection.execute(upsert(table).values(row).on_conflict_do_nothing())
    values = {
        "memo": identifier,
        **vars(revision),
        "subject": kept.heading.subject,
        "template": kept.template,
        "statements": kept.statements,
        "draft": to_json(kept),
    }
    connection.execute(insert(tables.memo_revisions).values(values))


@contextmanager
def _reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the records, however many queries it takes."""
    with engine.begin() as connection:
        connection.execute(text("BEGIN"))  # sqlite3 begins nothing by itself before a SELECT
        yield connection


def _revisions(identifier: str) -> Select[tuple[object, ...]]:
    r = tables.memo_revisions
    return select(r).where(r.c.memo == identifier)


def _last(connection: Connection, identifier: str) -> Row[tuple[object, ...]]:
    query = _revisions(identifier).order_by(tables.memo_revisions.c.number.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        raise UnknownMemo(identifier)
    return row


def _at(connection: Connection, identifier: str, number: int) -> MemoDraft:
    last = _last(connection, identifier)
    row = connection.execute(_revisions(identifier).where(tables.memo_revisions.c.number == number)).first()
    if row is None:
        raise UnknownRevision(identifier, number, last.number)
    return _draft(connection, row)[0]


def _draft(connection: Connection, row: Row[tuple[object, ...]]) -> tuple[MemoDraft, dict[str, Answer]]:
    """The draft of a revision, and its answers by key. Raises DamagedMemo."""
    try:
        kept = from_json(KeptDraft, row.draft)
        answers = _answers(connection, kept.answers)
        draft = put_together(kept, answers)
    except (ValidationError, KeyError) as error:
        raise DamagedMemo(row.memo, row.number) from error
    if not _has_its_statements(draft):
        raise DamagedMemo(row.memo, row.number)
    return draft, answers


def _has_its_statements(draft: MemoDraft) -> bool:
    """Whether the answers have the statements that were taken of them."""
    return all(
        0 <= taken.index < len(block.answer.statements)
        for block in draft.blocks
        if isinstance(block, TakenAnswer)
        for taken in block.statements
    )


def _answers(connection: Connection, keys: Collection[str]) -> dict[str, Answer]:
    query = select(tables.memo_answers)
    return {
        row.key: from_json(Answer, row.answer)
        for batch in batches(sorted(keys))
        for row in connection.execute(query.where(tables.memo_answers.c.key.in_(batch)))
    }
