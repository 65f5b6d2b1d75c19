"""What an older Pincite kept, as it is kept today. Runs inside the transaction that opens the records."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import Connection, text
from sqlalchemy.types import DateTime

from core.memos import MemoDraft, MemoHeading, MemoPart, TakenAnswer, TakenStatement
from core.types import Answer
from records import tables
from records.memos import Revision, begin_memo, keep_revision
from records.stored import from_json
from records.writing import new_id


class UnreadableMemo(Exception):
    """A draft of an older Pincite cannot be read."""


@dataclass(frozen=True)
class _Answers:
    answers: tuple[Answer, ...]


def renew_memos(connection: Connection) -> None:
    """Memos as they were before schema 3 (a heading, whole answers) become first revisions of drafts."""
    query = text("SELECT id, heading, answers, created, updated FROM memos")
    rows = connection.execute(query.columns(created=DateTime, updated=DateTime)).all()
    connection.execute(text("DROP TABLE memos"))
    tables.tables.create_all(connection)
    for row in rows:
        begin_memo(connection, row.id, row.created)
        try:
            draft = _draft(row.heading, row.answers)
        except ValidationError as error:
            raise UnreadableMemo(f"the memo {row.id} in them cannot be read") from error
        revision = Revision(1, "", "as it stood before there were revisions", row.updated)
        keep_revision(connection, row.id, revision, draft)


def date_removals(connection: Connection) -> None:
    """Documents learn when they are removed (since schema 4)."""
    connection.execute(text("ALTER TABLE documents ADD COLUMN removed DATETIME"))


def _draft(heading: str, answers: str) -> MemoDraft:
    return MemoDraft(
        from_json(MemoHeading, heading),
        tuple(_block(answer) for answer in from_json(_Answers, answers).answers),
    )


def _block(answer: Answer) -> TakenAnswer:
    statements = tuple(TakenStatement(index) for index in range(len(answer.statements)))
    return TakenAnswer(new_id(), MemoPart.DISCUSSION, answer, statements)
