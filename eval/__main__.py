"""`python -m eval`: run a suite, compare two runs, hold a run against floors."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import PinciteError
from core.settings import load

if TYPE_CHECKING:
    from eval.compare import Comparison
    from eval.evaluate import Watch
    from eval.saved import SavedRun

app = typer.Typer(
    help="Score the answers and the search on a suite of questions.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Out = Annotated[Path, typer.Argument(metavar="OUT", help="The folder of a run.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Seed = Annotated[int, typer.Option(min=0, help="Of the bootstrap intervals.")]


@app.command()
def run(
    corpus: Annotated[Path, typer.Option(help="A folder of documents, or of a BEIR corpus.jsonl.")],
    suite: Annotated[Path, typer.Option(help="Questions, one JSON object a line.")],
    out: Annotated[Path, typer.Option(help="Where answers, measures and the report go.")],
    answerer: Annotated[str, typer.Option(metavar="NAME", help="Who answers.")] = "quoting",
    retrieval_only: Annotated[bool, typer.Option("--retrieval-only", help="Search, do not answer.")] = False,
    depth: Annotated[int, typer.Option(min=1, help="Passages that retrieval is measured on.")] = 50,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask the first N questions only.")] = None,
    half: Annotated[str | None, typer.Option(help="Ask the questions of this half only: tune, test.")] = None,
    far: Annotated[
        list[Path] | None,
        typer.Option(metavar="SUITE", help="Ask this suite too, as one from another field; may be repeated."),
    ] = None,
    far_limit: Annotated[
        int | None, typer.Option(min=1, help="Ask so many questions of each --far suite, drawn by the seed.")
    ] = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Ask every question of a suite on an index of its own, and measure what comes back."""
    with _errors_told():
        from eval.evaluate import Options, evaluate

        who = None if retrieval_only else answerer
        options = Options(
            corpus, suite, out, who, depth, limit, seed, half, tuple(dict.fromkeys(far or ())), far_limit
        )
        with _progress() as watch:
            saved = evaluate(options, load(), watch)
    _print_run(saved, as_json=as_json)


@app.command()
def compare(a: Out, b: Out, seed: Seed = 0, as_json: AsJson = False) -> None:
    """Show how two runs differ: paired differences, 95% intervals, the questions that changed."""
    with _errors_told():
        from eval.compare import NothingToCompare
        from eval.compare import compare as compared
        from eval.saved import read_scores

        comparison = compared(read_scores(a), read_scores(b), seed)
        if not comparison.shared:
            raise NothingToCompare(a, b)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(comparison), ensure_ascii=False))
    else:
        _print_comparison(comparison)


@app.command()
def gate(
    out: Out,
    baseline: Annotated[Path, typer.Option(help="A JSON object of measures and their floors.")],
    as_json: AsJson = False,
) -> None:
    """Exit with 1 where a measure fell below its floor."""
    with _errors_told():
        from eval.gate import fallen, read_floors
        from eval.saved import read_summary

        floors = read_floors(baseline)
        found = fallen(read_summary(out).overall, floors)
    if as_json:
        typer.echo(json.dumps({"fallen": [dataclasses.asdict(measure) for measure in found]}))
    else:
        for measure in found:
            typer.echo(str(measure))
        if not found:
            typer.echo(f"All {len(floors)} floors hold.")
    raise typer.Exit(1 if found else 0)


@app.command()
def floors(
    out: Out,
    write: Annotated[
        Path | None, typer.Option(help="The file to write; without it they are printed.")
    ] = None,
) -> None:
    """Make floors from a run: each value less its interval. Latencies are left out."""
    with _errors_told():
        from eval.gate import floors_from
        from eval.saved import BadOut, read_summary

        text = json.dumps(floors_from(read_summary(out).overall), indent=1)
        if write is None:
            typer.echo(text)
            return
        try:
            write.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise BadOut(write, error.strerror or str(error)) from error
        typer.echo(f"Wrote {write}.")


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except PinciteError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


@contextmanager
def _progress() -> Iterator[Watch]:
    """Bars on stderr: passages indexed, questions asked; on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TimeRemainingColumn

    console = Console(stderr=True)
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def watch(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        yield watch


def _print_run(saved: SavedRun, *, as_json: bool) -> None:
    from eval.saved import REPORT_PAGE
    from eval.wording import figure

    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(saved.summary)))
        return
    for name, measured in saved.summary.overall.items():
        low, high = figure(name, measured.low), figure(name, measured.high)
        typer.echo(f"{name:24} {figure(name, measured.value):>9}  [{low}, {high}]  n={measured.n}")
    typer.echo(f"\n{saved.folder / REPORT_PAGE}")


def _print_comparison(comparison: Comparison) -> None:
    from eval.wording import figure

    typer.echo(f"{'':24} {'a':>9} {'b':>9} {'b - a':>10}  95% interval")
    for found in comparison.differences:
        a, b = figure(found.name, found.a), figure(found.name, found.b)
        interval = f"[{found.low:+.3f}, {found.high:+.3f}]"
        typer.echo(f"{found.name:24} {a:>9} {b:>9} {found.difference:>+10.3f}  {interval} {found.verdict}")
    typer.echo(f"\n{len(comparison.changes)} of {comparison.shared} questions changed.")
    for change in comparison.changes:
        mark = "+" if change.better else "-"
        typer.echo(f"{mark} {change.id}: {change.question}\n    {'; '.join(change.what)}")
    if comparison.only_a or comparison.only_b:
        typer.echo(f"\nNot compared: {comparison.only_a} only in a, {comparison.only_b} only in b.")


if __name__ == "__main__":
    app(prog_name="python -m eval")
