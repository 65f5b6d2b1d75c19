"""The records of a store, as the commands work on them, and how they change a memo there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from sqlalchemy import Engine

from core.errors import PinciteError
from core.memos import MemoDraft
from core.settings import load
from memo.command.options import QUOTATIONS, Shown
from memo.notes.citing import load_style
from records.database import open_database
from records.library import Library
from records.manifest import FILE
from records.memos import Memos, SavedMemo


class NoRecords(PinciteError):
    """A store has no records yet."""

    def __init__(self, store: Path) -> None:
        super().__init__(f"There are no records in {store}. Name another folder with --store.")


class BadCall(PinciteError):
    """The options do not go together, or leave out what is needed."""


@dataclass(frozen=True)
class Desk:
    """The records of a store."""

    home: Path
    engine: Engine
    memos: Memos
    library: Library

    @property
    def house(self) -> Path | None:
        """The folder of the user's own templates and styles, if there is one."""
        return house_of(self.home)


def open_desk(store: Path | None) -> Desk:
    """The records of the store that was named, or of the settings'. Raises NoRecords."""
    home = store or load().home
    if not (home / FILE).is_file():
        raise NoRecords(home)
    engine = open_database(home)
    return Desk(home, engine, Memos(engine), Library(engine))


def house_of(home: Path) -> Path | None:
    """The folder of the user's own templates and styles in a store, if there is one."""
    folder = home / "templates"
    return folder if folder.is_dir() else None


def styled(draft: MemoDraft, style: str | None, quotations: Shown | None, desk: Desk) -> MemoDraft:
    """The draft with what the options say of its footnotes. Raises where there is no such style."""
    if style is not None:
        load_style(style, desk.house)
        draft = replace(draft, style=style)
    return draft if quotations is None else replace(draft, quotations=QUOTATIONS[quotations])


def change(
    desk: Desk,
    identifier: str,
    revise: Callable[[MemoDraft], MemoDraft],
    *,
    by: str,
    what: str,
    seen: int | None,
) -> SavedMemo:
    """Changes a memo and says which revision that is, for the next `--seen`."""
    saved = desk.memos.change(identifier, revise, by=by.strip(), what=what, seen=seen)
    typer.echo(f"Revision {saved.revision}.", err=True)
    return saved
