"""`python -m eval`: run a suite, compare two runs, hold a run against floors, attack the checker."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import PinciteError
from core.settings import load

if TYPE_CHECKING:
    from answering.protocols import Model
    from core.settings import Settings
    from eval.compare import Comparison, Difference
    from eval.index import Watch
    from eval.mutating.mutation_summary import MutationSummary
    from eval.mutations import MutationRun
    from eval.pipeline import Writers
    from eval.saved import SavedRun

PARAPHRASES = Path("eval/mutating/paraphrases")

app = typer.Typer(
    help="Score the answers and the search on a suite of questions.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Out = Annotated[Path, typer.Argument(metavar="OUT", help="The folder of a run.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Judge = Annotated[
    str | None,
    typer.Option(metavar="PROVIDER:NAME", help="A language model that marks completeness and clarity."),
]
Seed = Annotated[int, typer.Option(min=0, help="Of the bootstrap intervals.")]


@app.command()
def run(
    corpus: Annotated[Path, typer.Option(help="A folder of documents, or of a BEIR corpus.jsonl.")],
    suite: Annotated[Path, typer.Option(help="Questions, one JSON object a line.")],
    out: Annotated[Path, typer.Option(help="Where answers, measures and the report go.")],
    answerer: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Who answers: quoting; writing, the language model that is set up; or any provider:name.",
        ),
    ] = "quoting",
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
    judge: Judge = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was broken off, with the same options.")
    ] = False,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Ask every question of a suite on an index of its own, and measure what comes back."""
    with _errors_told():
        from eval.evaluate import Options, evaluate

        options = Options(
            corpus=corpus,
            suite=suite,
            out=out,
            answers=not retrieval_only,
            depth=depth,
            limit=limit,
            seed=seed,
            half=half,
            far=tuple(dict.fromkeys(far or ())),
            far_limit=far_limit,
            resume=resume,
        )
        known = load()
        settings, writers = _answering_with("quoting" if retrieval_only else answerer, known)
        marking = _judging_with(judge, settings if writers else known)
        with _progress() as watch:
            saved = evaluate(options, settings, watch, writers=writers, judge=marking)
    _print_run(saved, as_json=as_json)


@app.command()
def score(
    out: Out,
    corpus: Annotated[Path, typer.Option(help="The folder of documents that the run searched.")],
    suite: Annotated[Path, typer.Option(help="Its questions; their gold answers may have been mended.")],
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the scores go; without it, to OUT.")
    ] = None,
    recheck: Annotated[
        bool,
        typer.Option("--recheck", help="Read and check the saved replies of the language model as today."),
    ] = False,
    judge: Judge = None,
    as_json: AsJson = False,
) -> None:
    """Score a saved run anew; the language model that answered is not asked again."""
    with _errors_told():
        from eval.rescore import Rescoring, rescore

        settings = load()
        options = Rescoring(out, corpus, suite, into, recheck)
        with _progress() as watch:
            saved = rescore(options, settings, watch, judge=_judging_with(judge, settings))
    _print_run(saved, as_json=as_json)


@app.command()
def compare(a: Out, b: Out, seed: Seed = 0, as_json: AsJson = False) -> None:
    """Show how two runs differ: paired differences, 95% intervals, the questions that changed."""
    with _errors_told():
        from eval.compare import NothingToCompare
        from eval.compare import compare as compared
        from eval.reports.compared_words import costs, in_words
        from eval.saved import read_facts, read_scores, read_summary

        comparison = compared(read_scores(a), read_scores(b), seed)
        if not comparison.shared:
            raise NothingToCompare(a, b)
        facts_a, facts_b = read_facts(a), read_facts(b)
        words = in_words(comparison, facts_a, facts_b)
        cost = [*costs("a", facts_a, read_summary(a)), *costs("b", facts_b, read_summary(b))]
    if as_json:
        told = {**dataclasses.asdict(comparison), "words": words, "cost": cost}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _print_comparison(comparison, words, cost)


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
        from eval.saved import read_summary, write_text

        text = json.dumps(floors_from(read_summary(out).overall), indent=1)
        if write is None:
            typer.echo(text)
            return
        write_text(write, text + "\n")
        typer.echo(f"Wrote {write}.")


@app.command()
def mutate(
    corpus: Annotated[
        list[Path] | None,
        typer.Option(help="A folder of documents to make statements of; may be repeated. Default: corpus."),
    ] = None,
    paraphrases: Annotated[
        Path, typer.Option(help="A folder of right statements with quotations, *.jsonl.")
    ] = PARAPHRASES,
    out: Annotated[Path, typer.Option(help="Where figures and reports go.")] = Path("out/mutations"),
    seed: Annotated[int, typer.Option(min=0, help="Of all that is drawn.")] = 0,
    per_kind: Annotated[int, typer.Option(min=1, help="Corrupted statements of each kind, at most.")] = 60,
    as_json: AsJson = False,
) -> None:
    """Attack the checker with corrupted statements; exit with 1 where too many pass, or right ones do not."""
    with _errors_told():
        from eval.mutating.mutation_report import write_mutation_report
        from eval.mutating.mutation_summary import summarise_mutations
        from eval.mutations import MutateOptions
        from eval.mutations import mutate as mutated
        from eval.saved import writing

        folders = tuple(dict.fromkeys(corpus or (Path("corpus"),)))
        options = MutateOptions(folders, paraphrases, seed, per_kind)
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)  # known before minutes of work, not after
        with _progress() as watch:
            attacked = mutated(options, load(), watch)
        summary = summarise_mutations(attacked)
        write_mutation_report(attacked, summary, out)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False))
    else:
        _print_mutations(attacked, summary, out)
    raise typer.Exit(1 if summary.fallen else 0)


class UnknownAnswerer(PinciteError):
    """There is no answerer of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no answerer {name!r}. Give --answerer quoting, writing or a model as provider:name."
        )


class NoModel(PinciteError):
    """No language model is set up that could write."""

    def __init__(self) -> None:
        super().__init__(
            "No language model is set up. Set PINCITE_MODEL, or name one: --answerer provider:name."
        )


def _answering_with(name: str, settings: Settings) -> tuple[Settings, Writers | None]:
    """The settings of the run, and its language models, which can be reached; None: quoting answers.

    Raises UnknownAnswerer, NoModel, and ModelFault where a model cannot be reached.
    """
    if name == "quoting":
        return replace(settings, model="", judge_model=""), None
    if name != "writing" and ":" not in name:
        raise UnknownAnswerer(name)
    settings = settings if name == "writing" else replace(settings, model=name)
    if not settings.model:
        raise NoModel
    from eval.pipeline import Writers

    second = _reached(settings, judge=True) if settings.judge_model else None
    return settings, Writers(_reached(settings), second)


def _judging_with(name: str | None, settings: Settings) -> Model | None:
    """The judge of that name, which can be reached. Raises ModelFault."""
    if name is None:
        return None
    # PINCITE_MODEL_URL is the judge's where no other model is set up that it could belong to
    return _reached(replace(settings, model=settings.model or name, judge_model=name), judge=True)


def _reached(settings: Settings, *, judge: bool = False) -> Model:
    from core.tokens import count_tokens
    from eval.run import reach
    from models.connect import connect

    model = connect(settings, judge=judge, count=lambda text: count_tokens([text])[0])
    reach(model)
    return model


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
    from eval import judge
    from eval.model_use import in_words
    from eval.saved import REPORT_PAGE
    from eval.wording import absent, figure

    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(saved.summary)))
        return
    for name, measured in (*saved.summary.overall.items(), *saved.summary.judged.items()):
        low, high = figure(name, measured.low), figure(name, measured.high)
        typer.echo(f"{name:24} {figure(name, measured.value):>10}  [{low}, {high}]  n={measured.n}")
    if saved.facts.model is not None:
        typer.echo("")
        for sentence in in_words(saved.facts.model):
            typer.echo(sentence)
    if saved.facts.judge is not None:
        typer.echo(f"\n{judge.in_words(saved.facts.judge)}")
    if saved.facts.absent:
        typer.echo(f"\nRelevant, but not in the corpus: {absent(saved.facts.absent)}.")
    typer.echo(f"\n{saved.folder / REPORT_PAGE}")


def _print_mutations(attacked: MutationRun, summary: MutationSummary, out: Path) -> None:
    from eval.mutating.mutation_report import PAGE, fairly, headline, interval, named, percent, verdict

    typer.echo(f"{headline(attacked, summary)}\n")
    for tally in summary.kinds:
        caught = tally.caught
        typer.echo(
            f"{tally.kind:34} {caught.hits:>5} of {caught.n:<5} {percent(caught):>6}  "
            f"[{interval(caught)}]  ({fairly(tally.fairly)})  {named(tally.objections)}"
        )
    typer.echo()
    for family, caught in summary.caught.items():
        typer.echo(
            f"{family + ', caught':42} {percent(caught):>6}  [{interval(caught)}]  n={caught.n} "
            f"({fairly(summary.fairly.get(family))})"
        )
    for origin in summary.origins:
        for family, caught in origin.caught.items():
            if caught.value < 1:
                typer.echo(f"{family}, caught; {origin.origin}: {percent(caught)}  [{interval(caught)}]")
    for origin in summary.origins:
        if refused := origin.refused:
            what = f"right, refused: {origin.origin}"
            typer.echo(f"{what:42} {percent(refused):>6}  [{interval(refused)}]  n={refused.n}")
    typer.echo(f"\n{verdict(summary)}\n{out / PAGE}")


def _print_comparison(comparison: Comparison, words: Sequence[str], cost: Sequence[str]) -> None:
    _print_differences(comparison.differences)
    if comparison.judged:
        typer.echo("\nA judge model's opinion, which is no measure:")
        _print_differences(comparison.judged)
    typer.echo("\nIn words:")
    for sentence in words:
        typer.echo(f"- {sentence}")
    typer.echo("\nWhat they took:")
    for sentence in cost:
        typer.echo(f"- {sentence}")
    typer.echo(f"\n{len(comparison.changes)} of {comparison.shared} questions changed.")
    for change in comparison.changes:
        mark = "+" if change.better else "-"
        typer.echo(f"{mark} {change.id}: {change.question}\n    {'; '.join(change.what)}")
    if comparison.only_a or comparison.only_b:
        typer.echo(f"\nNot compared: {comparison.only_a} only in a, {comparison.only_b} only in b.")


def _print_differences(differences: Sequence[Difference]) -> None:
    from eval.wording import figure

    typer.echo(f"{'':24} {'a':>10} {'b':>10} {'b - a':>11}  95% interval")
    for found in differences:
        a, b = figure(found.name, found.a), figure(found.name, found.b)
        difference, low, high = (
            figure(found.name, value, "+") for value in (found.difference, found.low, found.high)
        )
        typer.echo(f"{found.name:24} {a:>10} {b:>10} {difference:>11}  [{low}, {high}] {found.verdict}")


if __name__ == "__main__":
    app(prog_name="python -m eval")
