"""Goes on with a run that was broken off, where everything is as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import PinciteError
from eval.facts import Plan
from eval.rows import Row
from eval.saved import ANSWERS, FAR, BadRun, prepare, read_begun, read_plan, write_plan
from eval.suite import Question

MOST_TOLD = 5


class OtherPlan(PinciteError):
    """A run cannot be gone on with: it was begun with something else."""

    def __init__(self, out: Path, differences: Sequence[str]) -> None:
        told = "; ".join(differences[:MOST_TOLD])
        more = f"; and {len(differences) - MOST_TOLD} more" if len(differences) > MOST_TOLD else ""
        super().__init__(
            f"The run in {out} was begun with {told}{more}. Give it what it was begun with, or leave out "
            "--resume to begin anew."
        )


@dataclass(frozen=True)
class Begun:
    """What a run has already: nothing, or the rows of one that was broken off."""

    rows: tuple[Row, ...] = ()
    far: tuple[Row, ...] = ()


def begin(out: Path, plan: Plan) -> Begun:
    """Clears the folder and writes down what is begun."""
    prepare(out)
    write_plan(out, plan)
    return Begun()


def take_up(out: Path, plan: Plan, asked: Sequence[Question], far: Sequence[Question]) -> Begun:
    """The rows that are there, of the first of the questions. Raises OtherPlan, BadRun."""
    if differences := read_plan(out).differences(plan):
        raise OtherPlan(out, differences)
    begun = Begun(read_begun(out), read_begun(out, FAR))
    for name, rows, questions in ((ANSWERS, begun.rows, asked), (FAR, begun.far, far)):
        if [row.id for row in rows] != [question.id for question in questions[: len(rows)]]:
            raise BadRun(out / name, "has other questions than its plan says")
    return begun
