"""Joins search and answering for a run, through the same functions as the page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from answering.answer import answer_question
from answering.protocols import Answerer, Model
from answering.questions.followup import make_standalone
from answering.quoting import Quoting
from answering.writing import Writing
from core.types import Answer
from eval.index import Index
from eval.recording import Recording
from eval.run import Pipeline, Search
from eval.suite import Asked
from vectorstore.reader import Reader

if TYPE_CHECKING:
    from answering.protocols import Library


@dataclass(frozen=True)
class Writers:
    """The language model that answers, and the one that may take support away."""

    model: Model
    judge: Model | None = None


def searching(index: Index, depth: int) -> Pipeline:
    """Passages alone are asked for."""
    return Pipeline(index.search, make_standalone, None, depth)


def pipeline_of(
    index: Index, writers: Writers | None, depth: int, *, today: datetime.date | None = None
) -> Pipeline:
    """What is put to the test: the language model answers, or without one the sources' own words.

    The warm-up is answered by these: it costs nothing. `today` is the day whose law counts as current.
    """
    answer = partial(_answer, index=index, reader=Reader(index.settings), today=today)
    quoted = partial(answer, answerer_for=_quoting)
    if writers is None:
        return Pipeline(index.search, make_standalone, quoted, depth)
    recording = Recording()
    model, judge = recording.of(writers.model), writers.judge and recording.of(writers.judge)

    def writing(asked: Asked) -> Answerer:
        return Writing(model, index.settings, history=asked.history, judge=judge)

    written = partial(answer, answerer_for=writing)
    return Pipeline(index.search, make_standalone, written, depth, warming=quoted, recorded=recording.taken)


def _quoting(asked: Asked) -> Answerer:
    return Quoting()


def _answer(
    asked: Asked,
    search: Search,
    *,
    index: Index,
    reader: Reader,
    today: datetime.date | None,
    answerer_for: Callable[[Asked], Answerer],
) -> Answer:
    library: Library = index.library
    return answer_question(
        asked.question,
        search=search,
        library=library,
        settings=index.settings,
        history=asked.history,
        filters=asked.filters,
        answerer=answerer_for(asked),
        reader=reader,
        today=today,
    )
