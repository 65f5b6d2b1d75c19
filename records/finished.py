"""Finished memos as they left the building: what their files are checked against, years later."""

from __future__ import annotations

import datetime

from sqlalchemy import Engine, select
from sqlalchemy.dialects.sqlite import insert as upsert

from core.errors import PinciteError
from records import tables
from records.writing import now


class UnknownFinishedMemo(PinciteError):
    """No finished memo has this id."""

    def __init__(self, identifier: str) -> None:
        super().__init__(
            f"These records know no finished memo {identifier!r}. Was it exported from another library? "
            "Name that library's folder."
        )


class FinishedMemos:
    """The finished memos in a records database. They stay when their drafts are deleted."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def keep(self, identifier: str, memo: str | None, content: str) -> None:
        """Keeps a finished memo, given as JSON, under its id and that of its draft; once is enough."""
        row = {"id": identifier, "memo": memo or "", "content": content, "made": now()}
        with self.engine.begin() as connection:
            connection.execute(upsert(tables.finished_memos).values(row).on_conflict_do_nothing())

    def content(self, identifier: str) -> str:
        """The JSON of a finished memo. Raises UnknownFinishedMemo."""
        f = tables.finished_memos.c
        query = select(f.content).where(f.id == identifier).order_by(f.made).limit(1)
        with self.engine.connect() as connection:
            content = connection.execute(query).scalar()
        if content is None:
            raise UnknownFinishedMemo(identifier)
        return str(content)

    def of(self, memo: str) -> tuple[tuple[str, datetime.datetime], ...]:
        """What was made from a draft: (id, when first, UTC), the latest first."""
        f = tables.finished_memos.c
        query = select(f.id, f.made).where(f.memo == memo).order_by(f.made.desc(), f.id)
        with self.engine.connect() as connection:
            return tuple((row.id, row.made) for row in connection.execute(query))
