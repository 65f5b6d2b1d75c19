"""`python -m memo check FILE`: the command, to be joined with the records by the door."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from core.types import Source
from memo.checks.against_records import FindDocument
from memo.checks.check_report import as_json, told
from memo.checks.checking import KeptMemo, check_file

Records = Callable[
    [Path | None], tuple[KeptMemo, FindDocument, Sequence[Source]]
]  # of the store that is named


def add_check(commands: typer.Typer, records: Records) -> None:
    """Adds the command. `records` gives what `check_file` asks for, of a store or of the settings'."""

    @commands.command()
    def check(
        file: Annotated[
            Path, typer.Argument(help="A finished memo: DOCX (also edited), PDF, JSON, HTML, Markdown.")
        ],
        store: Annotated[
            Path | None, typer.Option("--store", help="The folder of the library; else that of the settings.")
        ] = None,
        memo: Annotated[
            str | None, typer.Option("--memo", help="The memo's id, where the file does not name it.")
        ] = None,
        json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    ) -> None:
        """Checks every footnote and all other words of a finished memo against the records.

        Exit code 0: all is intact; 1: something is not; 2: the file cannot be read or verified, or its memo
        is unknown.
        """
        kept, find, dated = records(store)
        report = check_file(file, kept=kept, find=find, dated=dated, memo=memo)
        if json_wanted:
            typer.echo(json.dumps(as_json(report), ensure_ascii=False))
        else:
            typer.echo("\n".join(told(report)))
        raise typer.Exit(report.exit_code)
