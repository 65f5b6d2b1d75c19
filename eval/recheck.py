"""Reads and checks the saved replies of a language model as it is done today; it is not asked again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.types import Filters, ModelUse
from eval import facts
from eval.index import Index, Watch
from eval.pipeline import Writers, pipeline_of
from eval.recording import Recorded
from eval.rows import Row
from eval.run import ask
from eval.suite import Question


def recheck(
    questions: Sequence[Question],
    filters: Mapping[str, Filters],
    rows: Sequence[Row],
    index: Index,
    ran: facts.RunFacts,
    watch: Watch,
) -> tuple[tuple[Row, ...], dict[str, int]]:
    """The rows as today's reading and checking makes them of the saved replies, and counts of them.

    A row stays as it was where the model would now be asked something else: its instructions changed,
    other passages are found, or a reply that could be read then cannot be read now.
    """
    found: list[Row] = []
    kept = 0
    for done, (question, row) in enumerate(zip(questions, rows, strict=True), start=1):
        again = _again(question, filters[question.id], row, index, ran)
        kept += row.model is not None and again is None
        found.append(again or row)
        watch("answers checked again", done, len(rows))
    checked = sum(row.model is not None for row in rows) - kept
    return tuple(found), {**facts.counts(found), "checked_again": checked, "not_checked_again": kept}


def _again(question: Question, filters: Filters, row: Row, index: Index, ran: facts.RunFacts) -> Row | None:
    """The row made anew from its replies; None where the model would have to be asked."""
    use = row.model
    if use is None:
        return None
    began = datetime.datetime.fromisoformat(ran.started).date()
    pipeline = pipeline_of(index, _recorded(use, row, index), ran.depth, today=began)
    asked = replace(question.asked, filters=filters)
    new = ask(Row(row.id, row.question, row.kind), asked, pipeline)
    if new.error or new.model is None:
        return None
    ended = replace(use, ending=new.model.ending, fault=new.model.fault, fault_kind=new.model.fault_kind)
    return replace(new, model=ended, seconds=row.seconds, calls=row.calls)


def _recorded(use: ModelUse, row: Row, index: Index) -> Writers:
    window = index.settings.model_window
    judge = Recorded(use.judge.name, use.judge.where, window, row.calls) if use.judge else None
    return Writers(Recorded(use.name, use.where, window, row.calls), judge)
