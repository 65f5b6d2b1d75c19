"""`python -m ingest`: add, list, show, remove, rebuild and check the documents of a library.

Written on click, not on typer as the other doors: a run with nothing to do takes 0.1 s so, and typer
alone would take longer than that to start.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from core.errors import PinciteError
from core.settings import Settings, load
from ingest.files import Plan, make_plan
from ingest.report import FileOutcome, Outcome, Progress, Report

if TYPE_CHECKING:
    from records.library import Library


@click.group()
def app() -> None:
    """Put documents into a library, look at them, take them out."""


store_option = click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="The library's folder. [default: PINCITE_HOME or .pincite]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@app.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@store_option
@json_option
def add(paths: tuple[Path, ...], store: Path | None, as_json: bool) -> None:
    """Add files and folders; unchanged files cost nothing, files gone from a folder are taken out."""
    with _errors_told():
        started = perf_counter()
        settings = _settings(store)
        plan = make_plan(paths, settings.home)
        report = _add(paths, settings) if plan.work else _nothing_to_do(plan, started)
    _print_report(report, as_json=as_json)
    sys.exit(1 if report.failed else 0)


def _add(paths: Sequence[Path], settings: Settings) -> Report:
    from ingest.add import add_paths

    with _progress_bar() as progress:
        return add_paths(paths, library=_library(settings), settings=settings, progress=progress)


def _nothing_to_do(plan: Plan, started: float) -> Report:
    """The report on a plan without work, for which neither records, model nor index are opened."""
    unchanged = tuple(FileOutcome(file.name, Outcome.UNCHANGED) for file in plan.unchanged)
    return Report(plan.left + unchanged, 0, perf_counter() - started)


@app.command("list")
@store_option
@json_option
def list_documents(store: Path | None, as_json: bool) -> None:
    """List the documents: id, title, issuer, date, jurisdiction, kind, passages."""
    with _errors_told():
        documents = _library(_settings(store)).documents()
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "id": item.source.document,
                        "name": item.source.name,
                        "passages": item.passages,
                        "origin": item.origin,
                        "media_type": item.media_type,
                        **_plain(asdict(item.source.metadata)),
                    }
                    for item in documents
                ],
                ensure_ascii=False,
            )
        )
        return
    for item in documents:
        known = item.source.metadata
        parts = (known.title, known.issuer, known.date, known.jurisdiction, known.kind)
        described = " · ".join(part for part in parts if part)
        click.echo(f"{item.source.document}  {described}  ({item.passages} passages, {item.source.name})")


@app.command()
@click.argument("document", metavar="ID")
@store_option
@json_option
def show(document: str, store: Path | None, as_json: bool) -> None:
    """Show a document's text, also one that was replaced or removed."""
    with _errors_told():
        found = _library(_settings(store)).document(document)
    if as_json:
        click.echo(json.dumps(_plain(asdict(found)), ensure_ascii=False))
        return
    known = found.source.metadata
    for name, value in _plain(asdict(known)).items():
        if value and name != "inferred":
            click.echo(f"{name}: {value}{' (inferred)' if name in known.inferred else ''}")
    click.echo(
        f"from: {found.origin}{'  (no longer in the library)' if found.removed else ''}\n\n{found.text}"
    )


@app.command()
@click.argument("documents", metavar="ID...", nargs=-1, required=True)
@store_option
@json_option
def remove(documents: tuple[str, ...], store: Path | None, as_json: bool) -> None:
    """Take documents out; what cites them can still show their words."""
    from ingest.remove import remove_documents

    with _errors_told():
        settings = _settings(store)
        remove_documents(documents, library=_library(settings), settings=settings)
    click.echo(
        json.dumps({"removed": list(documents)}) if as_json else f"Removed {len(documents)} documents."
    )


@app.command()
@store_option
@json_option
def rebuild(store: Path | None, as_json: bool) -> None:
    """Make the search index anew from the records; nothing is embedded again."""
    from ingest import index
    from ingest.lock import writing

    with _errors_told():
        settings = _settings(store)
        library = _library(settings)
        with writing(settings.home):
            index.rebuild(library, settings)
        passages = library.count()[1]
    click.echo(json.dumps({"passages": passages}) if as_json else f"Rebuilt with {passages} passages.")


@app.command()
@store_option
@json_option
def check(store: Path | None, as_json: bool) -> None:
    """Look every passage up by its own vector; exit code 1 where one is not found."""
    from ingest import index

    with _errors_told():
        settings = _settings(store)
        result = index.check(_library(settings), settings)
    if as_json:
        click.echo(json.dumps({**asdict(result), "well": result.well}))
    elif result.well:
        click.echo(f"All {result.passages} passages are found.")
    else:
        lost = f"{len(result.missing)} of {result.passages} passages are not found."
        lost += " Run: python -m ingest rebuild"
        click.echo(result.fault or lost)
    sys.exit(0 if result.well else 1)


def _settings(store: Path | None) -> Settings:
    settings = load()
    return replace(settings, home=store) if store else settings


def _library(settings: Settings) -> Library:
    from records.database import open_database
    from records.library import Library

    return Library(open_database(settings.home))


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except PinciteError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


@contextmanager
def _progress_bar() -> Iterator[Callable[[Progress], None] | None]:
    """On a terminal: files, passages, passages a second and the time left, on stderr."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        files = bar.add_task("files", rate="")
        passages = bar.add_task("passages", rate="")

        def update(progress: Progress) -> None:
            speed = bar.tasks[1].finished_speed or bar.tasks[1].speed or 0.0
            bar.update(files, total=progress.files, completed=progress.files_done, rate=progress.name[:40])
            bar.update(
                passages,
                total=progress.passages_found,
                completed=progress.passages_done,
                rate=f"{speed:.0f} a second",
            )

        yield update


def _print_report(report: Report, *, as_json: bool) -> None:
    counts = {outcome.value: report.count(outcome) for outcome in Outcome}
    if as_json:
        told = {
            "files": len(report.files),
            **counts,
            "passages": report.passages,
            "tokens": report.tokens,
            "seconds": round(report.seconds, 3),
            "outcomes": [asdict(file) for file in report.files if file.outcome is not Outcome.UNCHANGED],
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for file in report.files:
        if file.outcome is not Outcome.UNCHANGED:
            passages = f", {file.passages} passages" if file.passages else ""
            click.echo(
                f"{file.outcome.value}: {file.name}{passages}{f' ({file.reason})' if file.reason else ''}"
            )
    summary = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "no files"
    click.echo(f"{summary}; {report.passages} passages, {report.tokens} tokens in {report.seconds:.1f} s")


def _plain(value: dict[str, object]) -> dict[str, object]:
    """The value as JSON can hold it: sets as lists, dates as text."""
    plain: dict[str, object] = json.loads(json.dumps(value, default=_as_json))
    return plain


def _as_json(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


if __name__ == "__main__":
    app(prog_name="python -m ingest")
