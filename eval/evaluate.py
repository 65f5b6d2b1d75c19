"""One evaluation from beginning to end: suite, index, questions, scores, measures, report."""

from __future__ import annotations

import datetime
import random
import resource
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from answering.protocols import Model
from core.errors import PinciteError
from core.settings import Settings
from core.types import NO_FILTERS, Filters
from eval import facts
from eval.evidence import Archive, resolve
from eval.facts import SuiteFacts
from eval.index import Index, Watch, check_apart, check_folder, indexed
from eval.model_use import model_facts
from eval.pipeline import Writers, pipeline_of, searching
from eval.results import judge_rows, save, score_rows
from eval.resume import Begun, begin, take_up
from eval.rows import Row
from eval.run import Pipeline, ask_all
from eval.saved import ANSWERS, FAR, SavedRun, write_rows
from eval.suite import Question, of_half, read_suite
from vectorstore.reader import NAME as READER

QUOTING = "quoting"  # as a run names that answerer


class NothingToRefuse(PinciteError):
    """Questions from other fields were given to a run that answers none."""

    def __init__(self) -> None:
        super().__init__("--far asks which questions are refused. Leave out --retrieval-only.")


@dataclass(frozen=True)
class Options:
    """What is to be run, and how."""

    corpus: Path
    suite: Path
    out: Path
    answers: bool = True  # False: retrieval only
    depth: int = 50
    limit: int | None = None
    seed: int = 0
    half: str | None = None  # None: the whole suite
    far: tuple[Path, ...] = ()  # suites whose questions this corpus should not answer
    far_limit: int | None = None  # of each of them; None: all questions
    resume: bool = False  # go on with the run that is in `out`


@dataclass(frozen=True)
class _Suites:
    """The questions of a run."""

    asked: Sequence[Question]
    far: Sequence[Question]  # from other fields
    told: SuiteFacts
    far_told: tuple[SuiteFacts, ...]


def evaluate(
    options: Options,
    settings: Settings,
    watch: Watch,
    *,
    writers: Writers | None = None,
    judge: Model | None = None,
) -> SavedRun:
    """Runs a suite over a corpus and writes everything to `options.out`.

    With `writers` a language model answers, else the sources' own words do. A `judge` gives its opinion
    of the answers. The user's library is not touched: the index is built in a temporary store. Raises
    BadSuite and other PinciteErrors for bad input, before any question is asked.
    """
    started = perf_counter()
    check_folder(options.corpus)
    check_apart(options.corpus, options.out, (options.suite, *options.far))
    suites = _read_suites(options)
    with indexed(options.corpus, settings, watch) as index:
        archive = Archive(index.library)
        resolved = resolve(suites.asked, archive, options.suite, index.unread)
        plan = _plan(options, suites, index, writers, resolved.absent)
        begun = _begin(options, suites, plan)
        asking = perf_counter()
        pipeline = _pipeline(options, index, writers)
        rows, far = _ask(suites, resolved.filters, pipeline, begun, options.out, watch)
        took = perf_counter() - asking + sum(row.seconds.get("total", 0) for row in begun.rows)
        opinions = judge_rows(options.out, suites.asked, rows, judge, watch)
        scores, summary = score_rows(
            suites.asked,
            resolved.gold,
            rows,
            far,
            opinions,
            text_of=archive.text,
            answered=options.answers,
            seed=options.seed,
        )
    seconds = {"ingest": index.report.seconds, "questions": took, "wall": perf_counter() - started}
    told = _facts(plan, rows, far, seconds)
    return save(SavedRun(options.out, told, tuple(rows), scores, summary, tuple(far), tuple(opinions)))


def _read_suites(options: Options) -> _Suites:
    """Raises BadSuite, and NothingToRefuse where questions from other fields meet no answerer."""
    if options.far and not options.answers:
        raise NothingToRefuse
    questions = read_suite(options.suite)
    asked = of_half(questions, options.half, options.suite)[: options.limit]
    far = [(path, *_far_questions(path, options)) for path in options.far]
    return _Suites(
        asked=asked,
        far=[question for _, _, drawn in far for question in drawn],
        told=facts.suite_facts(options.suite, len(questions), len(asked)),
        far_told=tuple(facts.suite_facts(path, count, len(drawn)) for path, count, drawn in far),
    )


def _far_questions(path: Path, options: Options) -> tuple[int, list[Question]]:
    """How many questions a suite from another field has, and those that are asked, in its order.

    Their filters name documents of another corpus: they go without. The suite becomes their kind.
    """
    questions = read_suite(path)
    wanted = min(options.far_limit or len(questions), len(questions))
    drawn = sorted(random.Random(options.seed).sample(range(len(questions)), wanted))
    suite = "/".join(path.parts[-2:])
    return len(questions), [
        replace(
            question,
            id=f"{suite}: {question.id}",
            kind=suite,
            asked=replace(question.asked, filters=NO_FILTERS),
        )
        for question in (questions[place] for place in drawn)
    ]


def _plan(
    options: Options, suites: _Suites, index: Index, writers: Writers | None, absent: tuple[str, ...]
) -> facts.Plan:
    settings = index.settings
    models = {
        "embedding": index.search.embedder.name,
        "reader": READER if settings.passages_read else "none",
    }
    if writers and writers.judge:
        models["second judge"] = writers.judge.name
    return facts.Plan(
        started=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        corpus=index.facts(),
        suite=suites.told,
        answerer=(writers.model.name if writers else QUOTING) if options.answers else None,
        depth=options.depth,
        limit=options.limit,
        half=options.half,
        far=suites.far_told,
        absent=absent,
        seed=options.seed,
        settings=facts.plain_settings(settings),
        models=models,
        versions=facts.versions(),
        machine=facts.machine(),
    )


def _begin(options: Options, suites: _Suites, plan: facts.Plan) -> Begun:
    """What the run has already. Raises OtherPlan, BadRun, BadOut."""
    if options.resume:
        return take_up(options.out, plan, suites.asked, suites.far)
    return begin(options.out, plan)


def _pipeline(options: Options, index: Index, writers: Writers | None) -> Pipeline:
    if options.answers:
        return pipeline_of(index, writers, options.depth)
    return searching(index, options.depth)


def _facts(
    plan: facts.Plan, rows: Sequence[Row], far: Sequence[Row], seconds: Mapping[str, float]
) -> facts.RunFacts:
    """The plan, and how it went."""
    return facts.RunFacts(
        **vars(plan),
        counts=facts.counts(rows),
        seconds={name: round(value, 3) for name, value in seconds.items()},
        peak_memory_mb=facts.peak_memory_mb(),
        peak_memory_children_mb=facts.peak_memory_mb(resource.RUSAGE_CHILDREN),
        model=model_facts((*rows, *far)),
    )


def _ask(
    suites: _Suites,
    filters: Mapping[str, Filters],
    pipeline: Pipeline,
    begun: Begun,
    out: Path,
    watch: Watch,
) -> tuple[list[Row], list[Row]]:
    """The rows of the questions, and of those from other fields; those that are there already are kept."""
    no_filters = {question.id: NO_FILTERS for question in suites.far}
    rows = _asked(suites.asked, filters, pipeline, begun.rows, out / ANSWERS, watch, "questions")
    stage = "questions from other fields"
    far = _asked(suites.far, no_filters, pipeline, begun.far, out / FAR, watch, stage)
    return rows, far


def _asked(
    questions: Sequence[Question],
    filters: Mapping[str, Filters],
    pipeline: Pipeline,
    kept: Sequence[Row],
    path: Path,
    watch: Watch,
    stage: str,
) -> list[Row]:
    left = questions[len(kept) :]
    if not left:
        return list(kept)

    def watched(rows: Iterator[Row]) -> Iterator[Row]:
        for done, row in enumerate(rows, start=len(kept) + 1):
            yield row
            watch(stage, done, len(questions))

    new = write_rows(path.parent, watched(ask_all(left, filters, pipeline)), path.name)
    return [*kept, *new]
