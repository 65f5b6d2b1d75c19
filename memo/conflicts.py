"""Which statements of an answer a conflict between its sources concerns."""

from __future__ import annotations

from core.types import Answer, Citation, Conflict


def concerned(answer: Answer, conflict: Conflict) -> frozenset[int]:
    """The indexes of the statements that rest on words of either side, be it on a part of them."""
    resting = (
        index
        for index, statement in enumerate(answer.statements)
        for number in statement.citations
        if 0 <= number < len(answer.citations)
        and any(_overlap(answer.citations[number], side.citation) for side in conflict.sides)
    )
    return frozenset((conflict.statement, *resting))


def _overlap(one: Citation, other: Citation) -> bool:
    same = one.source.version == other.source.version
    return same and one.start < other.end and other.start < one.end
