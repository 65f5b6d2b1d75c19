"""`python -m core doctor`: is this installation sound, is this library whole?"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from core.errors import PinciteError
from core.settings import load
from doctor.checks import Finding, examine

PROJECT = Path(__file__).parent.parent

commands = typer.Typer(
    no_args_is_help=True, help="Pincite itself: see whether it is well.", pretty_exceptions_enable=False
)


@commands.callback()
def _named() -> None:
    """Keeps `doctor` a word of the command line while it is the only command."""


@commands.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    store: Annotated[
        Path | None, typer.Option("--store", help="The folder of the library; else that of the settings.")
    ] = None,
) -> None:
    """Examines the installation and the library; exit code 1 where anything is wrong."""
    settings = load()
    if store is not None:
        settings = dataclasses.replace(settings, home=store)
    findings = examine(settings, PROJECT)
    well = all(finding.well for finding in findings)
    if as_json:
        report = {"well": well, "findings": [dataclasses.asdict(finding) for finding in findings]}
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        typer.echo("\n".join(_line(finding) for finding in findings))
    raise typer.Exit(0 if well else 1)


def _line(finding: Finding) -> str:
    mark = "ok   " if finding.well else "FAULT"
    remedy = f"\n       {finding.remedy}" if finding.remedy else ""
    return f"{mark}  {finding.subject}: {finding.found}{remedy}"


def main() -> None:
    """The command line; a fault that the user can mend ends with its sentence and exit code 1."""
    try:
        commands(prog_name="python -m core")
    except PinciteError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
