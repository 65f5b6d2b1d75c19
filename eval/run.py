"""Asks the questions of a suite, through the same functions as the page, and keeps a row of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Protocol

from answering.protocols import Model
from core.errors import PinciteError
from core.types import NO_FILTERS, Answer, Filters, Found, Message, Passage, Piece, Turn
from eval.recording import Call
from eval.rows import Row, shown_passages, with_answer
from eval.suite import Asked, Question

WARM_UP = Asked("What do these documents say?")  # loads model and index before anything is timed
GREETING = "Say yes."
DIGITS = 6  # of seconds


class Search(Protocol):
    """Finds passages, best first."""

    def __call__(self, question: str, *, limit: int, filters: Filters) -> Found: ...


class Answering(Protocol):
    """Answers a question with the search it is handed: the path that the page takes."""

    def __call__(self, asked: Asked, search: Search) -> Answer: ...


class Rewording(Protocol):
    """Makes a follow-up stand alone."""

    def __call__(self, question: str, history: Sequence[Turn]) -> str: ...


@dataclass(frozen=True)
class Pipeline:
    """What is put to the test: `answering` None means that passages alone are asked for."""

    search: Search
    reword: Rewording
    answering: Answering | None
    depth: int  # passages that retrieval is measured on
    warming: Answering | None = None  # answers the warm-up, where another does than the questions
    recorded: Callable[[], tuple[Call, ...]] = tuple  # what language models said since it was last asked


@dataclass
class _Noting:
    """Passes searches on, and notes the first: what a question made of itself, and what it found."""

    search: Search
    question: str | None = None
    filters: Filters = NO_FILTERS
    found: Found = Found((), 0)  # noqa: RUF009 (frozen)
    limit: int = 0

    def __call__(self, question: str, *, limit: int, filters: Filters) -> Found:
        found = self.search(question, limit=limit, filters=filters)
        if self.question is None:
            self.question, self.filters, self.found, self.limit = question, filters, found, limit
        return found


def reach(model: Model) -> None:
    """Has the model say a word, so that one that cannot answer is known before any question is asked.

    Raises ModelFault.
    """
    heard: list[Piece] = []
    for piece in model([Message("user", GREETING)], stopped=lambda: bool(heard)):
        heard.append(piece)


def ask_all(
    questions: Sequence[Question], filters: Mapping[str, Filters], pipeline: Pipeline
) -> Iterator[Row]:
    """A row for each question, in the suite's order, after one warm-up question.

    Of the suite only question, history, as-of date and filters go into the pipeline. A question that
    fails gets a row with an error. `filters`, by question id, name documents by their ids.
    """
    warming = replace(pipeline, answering=pipeline.warming or pipeline.answering)
    ask(Row("warm-up", WARM_UP.question, None), WARM_UP, warming)
    for question in questions:
        row = Row(question.id, question.asked.question, question.kind)
        yield ask(row, replace(question.asked, filters=filters[question.id]), pipeline)


def ask(row: Row, asked: Asked, pipeline: Pipeline) -> Row:
    """The row with what became of the question, an error where it failed."""
    started = perf_counter()
    try:
        if pipeline.answering is None:
            return _retrieve(row, asked, pipeline)
        return replace(_answer(row, asked, pipeline, pipeline.answering), calls=pipeline.recorded())
    except Exception as error:  # noqa: BLE001 (whatever fails inside must get a row, not end the run)
        seconds = round(perf_counter() - started, DIGITS)
        failed = replace(row, error=_sentence(error), seconds={"total": seconds})
        return replace(failed, calls=pipeline.recorded())


def _retrieve(row: Row, asked: Asked, pipeline: Pipeline) -> Row:
    started = perf_counter()
    standalone = pipeline.reword(asked.question, asked.history)
    found = pipeline.search(standalone, limit=pipeline.depth, filters=asked.filters)
    seconds = round(perf_counter() - started, DIGITS)
    return replace(
        row,
        standalone_question=standalone,
        passages=shown_passages(found.passages),
        seconds={"retrieve": seconds, "answer": 0.0, "total": seconds},
    )


def _answer(row: Row, asked: Asked, pipeline: Pipeline, answering: Answering) -> Row:
    noting = _Noting(pipeline.search)
    answer = answering(asked, noting)
    seconds = {name: round(value, DIGITS) for name, value in answer.seconds.items()}
    deep = _deep(noting, answer, pipeline)
    return replace(with_answer(row, answer), passages=shown_passages(deep), seconds=seconds)


def _deep(noting: _Noting, answer: Answer, pipeline: Pipeline) -> tuple[Passage, ...]:
    """What the answer was drawn from, then what its own search found on to `depth`; this is not timed.

    An answer keeps few of the passages that it searched for: those alone would be no measure of search.
    """
    found = noting.found
    if noting.limit < pipeline.depth:
        question = noting.question or answer.standalone_question
        found = pipeline.search(question, limit=pipeline.depth, filters=noting.filters)
    passages = (*answer.passages, *found.passages)
    return tuple({passage.id: passage for passage in passages}.values())[: pipeline.depth]


def _sentence(error: Exception) -> str:
    told = " ".join(str(error).split())
    return told if isinstance(error, PinciteError) and told else f"{type(error).__name__}: {told}"
