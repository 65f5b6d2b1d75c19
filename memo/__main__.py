"""`python -m memo list` and `python -m memo export`: memos from the command line."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from core.errors import PinciteError
from core.settings import load
from memo.check import MisplacedQuotation, changed, check_pins
from memo.docx import write_docx
from memo.markdown import write_markdown
from memo.memo import UnsupportedStatement, build_memo
from records.database import open_database
from records.library import Library
from records.manifest import FILE
from records.memos import Memos, SavedMemo

commands = typer.Typer(
    no_args_is_help=True,
    help="Memos: list them, export one with its footnotes.",
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """The files that a memo can be exported to."""

    docx = "docx"
    md = "md"


class NoRecords(PinciteError):
    """A store has no records yet."""

    def __init__(self, store: Path) -> None:
        super().__init__(f"There are no records in {store}. Name another folder with --store.")


class CannotWrite(PinciteError):
    """An export could not be written."""

    def __init__(self, out: Path, cause: str) -> None:
        super().__init__(f"{out} cannot be written: {cause}. Name another file with --out.")


Store = Annotated[
    Path | None, typer.Option("--store", help="The folder of the library; else that of the settings.")
]


@commands.command("list")
def list_memos(
    store: Store = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array on stdout.")] = False,
) -> None:
    """Lists the memos: id, when last changed, number of answers, subject."""
    memos, _ = _open(store)
    saved = memos.list()
    if as_json:
        typer.echo(json.dumps([_row(memo) for memo in saved], ensure_ascii=False))
        return
    for memo in saved:
        typer.echo(
            f"{memo.id}  {memo.updated:%Y-%m-%d %H:%M}  {len(memo.answers)} answers  {memo.heading.subject}"
        )
    if not saved:
        typer.echo("No memos yet. Begin one on the page: make run", err=True)


@commands.command()
def export(
    identifier: Annotated[str, typer.Argument(metavar="MEMO_ID", help="From `python -m memo list`.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write; one that is there is replaced.")],
    kind: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.docx,
    store: Store = None,
) -> None:
    """Writes a memo to a file, after comparing each of its quotations with the archived text."""
    memos, library = _open(store)
    saved = memos.memo(identifier)
    memo = build_memo(saved.heading, saved.answers)
    checked = check_pins(memo, library.document)
    content = write_docx(memo) if kind is Format.docx else write_markdown(memo).encode()
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CannotWrite(out, error.strerror or str(error)) from error
    typer.echo(f"{len(checked)} quotations compared with their sources: all exact.", err=True)
    for one in changed(checked):
        typer.echo(f"Footnote {one.number}: its words are {one.standing} in the library today.", err=True)
    typer.echo(out)


def _open(store: Path | None) -> tuple[Memos, Library]:
    home = store or load().home
    if not (home / FILE).is_file():
        raise NoRecords(home)
    engine = open_database(home)
    return Memos(engine), Library(engine)


def _row(memo: SavedMemo) -> dict[str, object]:
    return {
        "id": memo.id,
        "subject": memo.heading.subject,
        "answers": len(memo.answers),
        "updated": memo.updated.isoformat(),
    }


def main() -> None:
    """The command line. Exit code 1: the memo does not hold what its sources say; 2: bad input."""
    try:
        commands(prog_name="python -m memo")
    except PinciteError as error:
        typer.echo(str(error), err=True)
        unsound = isinstance(error, MisplacedQuotation | UnsupportedStatement)
        raise SystemExit(1 if unsound else 2) from error


if __name__ == "__main__":
    main()
