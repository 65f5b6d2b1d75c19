"""`python -m memo`: composes, signs, exports and checks memos from the command line.

What each command does stands in memo/command/, and that of `check` in memo/checks/.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from sqlalchemy.exc import DatabaseError

from core.errors import PinciteError
from core.types import Source
from memo.body import UnsupportedStatement
from memo.checks.against_records import FindDocument
from memo.checks.checking import KeptMemo
from memo.checks.checking_command import add_check
from memo.command.composing import add, new, reword
from memo.command.desk import open_desk
from memo.command.exporting import export
from memo.command.looking import answers, list_memos, show, templates
from memo.command.signing import sign
from memo.finish import MisplacedQuotation
from memo.plain import plain
from records.finished import FinishedMemos

commands = typer.Typer(
    no_args_is_help=True,
    help="Memos: compose them of saved answers, sign them off, export them, check what was exported.",
    pretty_exceptions_enable=False,
)
commands.command("list")(list_memos)
for command in (answers, templates, new, add, show, sign, reword, export):
    commands.command()(command)


def _records(store: Path | None) -> tuple[KeptMemo, FindDocument, Sequence[Source]]:
    """What checking a file compares it with."""
    desk = open_desk(store)
    return FinishedMemos(desk.engine).content, desk.library.document, desk.library.dated_sources()


add_check(commands, _records)


def main() -> None:
    """The command line. Exit code 1: the memo does not hold what its sources say; 2: bad input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a screen without these letters stops no command
            stream.reconfigure(errors="backslashreplace")
    try:
        commands(prog_name="python -m memo")
    except PinciteError as error:
        typer.echo(plain(str(error)), err=True)
        unsound = isinstance(error, MisplacedQuotation | UnsupportedStatement)
        raise SystemExit(1 if unsound else 2) from error
    except UnicodeEncodeError as error:  # of an id: everything else is asked before
        typer.echo("Among the words of the command is a broken character. Type them again.", err=True)
        raise SystemExit(2) from error
    except DatabaseError as error:
        typer.echo(
            f"The records could not be used: {error.orig}. Nothing was changed, and no file written. "
            "Make room on the disk, or wait until nobody else writes, then try again.",
            err=True,
        )
        raise SystemExit(2) from error
    except OSError as error:  # of the output: files and folders have errors of their own
        typer.echo(f"The results could not be shown: {error.strerror or error}.", err=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
