"""One evaluation from beginning to end: suite, index, questions, scores, measures, report."""

from __future__ import annotations

import datetime
import random
import resource
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from answering.answer import answer_question
from answering.followup import make_standalone
from answering.protocols import Answerer
from answering.quoting import Quoting
from core.errors import PinciteError
from core.settings import Settings
from core.types import NO_FILTERS, Answer
from eval import facts, vector_cache
from eval.evidence import Archive, resolve
from eval.report import write_report
from eval.rows import Row
from eval.run import Pipeline, Search, ask_all
from eval.saved import FAR, SavedRun, prepare, write_results, write_rows
from eval.score import far_score, score_question
from eval.suite import Asked, Question, of_half, read_suite
from eval.summary import summarise
from ingest.add import add_paths
from ingest.report import Outcome, Progress, Report
from records.database import open_database
from records.library import Library
from vectorstore.reader import NAME as READER
from vectorstore.reader import Reader
from vectorstore.search import HybridSearch, open_search

if TYPE_CHECKING:
    from answering.protocols import Library as AnsweringLibrary

ANSWERERS = {"quoting": Quoting}


class BadCorpus(PinciteError):
    """The corpus folder cannot be searched."""


class NothingToRefuse(PinciteError):
    """Questions from other fields were given to a run that answers none."""

    def __init__(self) -> None:
        super().__init__("--far asks which questions are refused. Leave out --retrieval-only.")


class UnknownAnswerer(PinciteError):
    """There is no answerer of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no answerer {name!r}. Give --answerer one of: {', '.join(ANSWERERS)}.")


@dataclass(frozen=True)
class Options:
    """What is to be run, and how."""

    corpus: Path
    suite: Path
    out: Path
    answerer: str | None = "quoting"  # None: retrieval only
    depth: int = 50
    limit: int | None = None
    seed: int = 0
    half: str | None = None  # None: the whole suite
    far: tuple[Path, ...] = ()  # suites whose questions this corpus should not answer
    far_limit: int | None = None  # of each of them; None: all questions


class Watch(Protocol):
    """Is told how far a stage is."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


@dataclass(frozen=True)
class _Index:
    """A corpus in a store of its own."""

    library: Library
    search: HybridSearch
    report: Report
    settings: Settings
    cached: int  # vectors that were known from earlier runs


def evaluate(options: Options, settings: Settings, watch: Watch) -> SavedRun:
    """Runs a suite over a corpus and writes everything to `options.out`.

    The user's library is not touched: the index is built in a temporary store. Raises BadSuite and
    other PinciteErrors for bad input, before any question is asked.
    """
    started = perf_counter()
    began = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    questions = read_suite(options.suite)
    asked = of_half(questions, options.half, options.suite)[: options.limit]
    far = [(path, *_far_questions(path, options)) for path in options.far]
    answerer = _answerer(options.answerer)
    if far and answerer is None:
        raise NothingToRefuse
    prepare(options.out)
    with _index(options.corpus, settings, watch) as index:
        archive = Archive(index.library)
        unread = {file.name: file.reason for file in index.report.files if file.outcome is Outcome.FAILED}
        resolved = resolve(asked, archive, options.suite, unread)
        pipeline = _pipeline(index, answerer, options.depth)
        asking = perf_counter()
        rows = write_rows(
            options.out, _watched(ask_all(asked, resolved.filters, pipeline), len(asked), watch)
        )
        took = perf_counter() - asking
        scores = tuple(
            score_question(
                question, resolved.gold[question.id], row, text_of=archive.text, answered=answerer is not None
            )
            for question, row in zip(asked, rows, strict=True)
        )
        far_asked = [question for _, _, drawn in far for question in drawn]
        far_rows = _ask_far(far_asked, pipeline, options.out, watch)
        corpus = _corpus_facts(options.corpus, index, unread)
    summary = summarise(scores, options.seed, [far_score(row) for row in far_rows])
    told = facts.RunFacts(
        started=began,
        corpus=corpus,
        suite=facts.SuiteFacts(
            str(options.suite), facts.file_fingerprint(options.suite), len(questions), len(asked)
        ),
        answerer=answerer.name if answerer else None,
        depth=options.depth,
        limit=options.limit,
        half=options.half,
        far=tuple(
            facts.SuiteFacts(str(path), facts.file_fingerprint(path), count, len(drawn))
            for path, count, drawn in far
        ),
        seed=options.seed,
        settings=facts.plain_settings(settings),
        models={
            "embedding": index.search.embedder.name,
            "reader": READER if settings.passages_read else "none",
        },
        versions=facts.versions(),
        machine=facts.machine(),
        counts=_counts(rows),
        seconds={
            "ingest": round(index.report.seconds, 3),
            "questions": round(took, 3),
            "wall": round(perf_counter() - started, 3),
        },
        peak_memory_mb=facts.peak_memory_mb(),
        peak_memory_children_mb=facts.peak_memory_mb(resource.RUSAGE_CHILDREN),
    )
    write_results(options.out, scores, summary, told)
    run = SavedRun(options.out, told, tuple(rows), scores, summary, tuple(far_rows))
    write_report(run)
    return run


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


def _ask_far(questions: Sequence[Question], pipeline: Pipeline, out: Path, watch: Watch) -> list[Row]:
    if not questions:
        return []
    rows = ask_all(questions, {question.id: NO_FILTERS for question in questions}, pipeline)
    return write_rows(out, _watched(rows, len(questions), watch, "questions from other fields"), FAR)


def _answerer(name: str | None) -> Answerer | None:
    if name is None:
        return None
    if name not in ANSWERERS:
        raise UnknownAnswerer(name)
    return ANSWERERS[name]()


@contextmanager
def _index(corpus: Path, settings: Settings, watch: Watch) -> Iterator[_Index]:
    """The corpus in a store that is gone afterwards."""
    if not corpus.is_dir():
        raise BadCorpus(f"There is no folder {corpus}. Give --corpus a folder of documents.")

    def told(progress: Progress) -> None:
        watch("passages", progress.passages_done, progress.passages_found)

    with tempfile.TemporaryDirectory(prefix="pincite-eval-", ignore_cleanup_errors=True) as home:
        own = replace(settings, home=Path(home))
        library = Library(open_database(own.home))
        cached = vector_cache.cache_file(corpus, settings.cache)
        known = vector_cache.bring_in(cached, own.home)
        report = add_paths([corpus], library=library, settings=own, progress=told)
        vector_cache.keep(cached, own.home)
        if not library.count()[0]:
            raise BadCorpus(
                f"No document in {corpus} could be read. Give --corpus a folder with documents: "
                "text, PDF, Word, HTML, Markdown or e-mail."
            )
        yield _Index(library, open_search(library, own), report, own, known)
        library.engine.dispose()


def _pipeline(index: _Index, answerer: Answerer | None, depth: int) -> Pipeline:
    library: AnsweringLibrary = index.library
    reader = Reader(index.settings)

    def answering(asked: Asked, search: Search) -> Answer:
        return answer_question(
            asked.question,
            search=search,
            library=library,
            settings=index.settings,
            history=asked.history,
            filters=asked.filters,
            answerer=answerer,
            reader=reader,
        )

    return Pipeline(index.search, make_standalone, answering if answerer else None, depth)


def _watched(rows: Iterator[Row], total: int, watch: Watch, stage: str = "questions") -> Iterator[Row]:
    for done, row in enumerate(rows, start=1):
        yield row
        watch(stage, done, total)


def _corpus_facts(corpus: Path, index: _Index, failed: dict[str, str | None]) -> facts.CorpusFacts:
    documents, passages = index.library.count()
    return facts.CorpusFacts(
        path=str(corpus),
        fingerprint=facts.corpus_fingerprint(corpus),
        documents=documents,
        passages=passages,
        tokens=index.report.tokens,
        cached_vectors=index.cached,
        failed=failed,
    )


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    statuses = [row.status for row in rows]
    return {
        "questions": len(rows),
        **{status: statuses.count(status) for status in ("answered", "partial", "refused")},
        "errors": sum(row.error is not None for row in rows),
        "statements": sum(len(row.statements) for row in rows),
        "citations": sum(len(row.citations) for row in rows),
    }
