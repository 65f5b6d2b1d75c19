"""Joins the answers to the parts of a question into its one answer."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from itertools import chain, zip_longest

from answering.quoting import Quoting
from answering.writers.exchange import added
from core.types import (
    Answer,
    Citation,
    Conflict,
    ConflictKind,
    Ending,
    ModelUse,
    Part,
    Passage,
    Statement,
    Status,
)
from prompts.load import load_prompt

ENDINGS = (Ending.WHOLE, Ending.STOPPED, Ending.CUT, Ending.FAILED)  # the worst last


def joined(question: str, standalone: str, answers: Sequence[Answer]) -> Answer:
    """One answer from those to its parts, in their order; no sentence stands in it twice.

    It is partial where some parts have an answer and others have none, and refused where none has.
    Its confidence, that the library answers the whole of it, is that of its least sure part.
    """
    citations: list[Citation] = []
    statements: dict[str, Statement] = {}
    for part, answer in enumerate(answers):
        for statement in answer.statements:
            if statement.text in statements:
                continue
            numbers = [_number(answer.citations[cited], citations) for cited in statement.citations]
            statements[statement.text] = replace(statement, citations=tuple(numbers), part=part)
    refused = [answer for answer in answers if answer.status is Status.REFUSED]
    return Answer(
        question=question,
        standalone_question=standalone,
        status=_status(len(refused), len(answers)),
        statements=tuple(statements.values()),
        citations=tuple(citations),
        passages=_in_turn([answer.passages for answer in answers]),
        confidence=min(answer.confidence for answer in answers),
        answerer=_answerer(answers),
        filters=answers[0].filters,
        documents_searched=max(answer.documents_searched for answer in answers),
        dropped=tuple(chain.from_iterable(answer.dropped for answer in answers)),
        conflicts=_conflicts(answers, list(statements)),
        reason=_reason(answers, refused),
        seconds={name: sum(answer.seconds[name] for answer in answers) for name in answers[0].seconds},
        parts=tuple(
            Part(answer.standalone_question, _note(answer, any(s.part == part for s in statements.values())))
            for part, answer in enumerate(answers)
        ),
        notes=tuple(dict.fromkeys(chain.from_iterable(answer.notes for answer in answers))),
        model=joined_use([answer.model for answer in answers]),
    )


def joined_use(uses: Iterable[ModelUse | None]) -> ModelUse | None:
    """What a language model took for all of it; it ended as the worst of its replies did."""
    asked = [use for use in uses if use]
    if len(asked) < 2:
        return next(iter(asked), None)
    costs = [use.cost for use in asked if use.cost is not None]
    worst = max(asked, key=lambda use: ENDINGS.index(use.ending))
    return replace(
        asked[-1],
        prompts=dict(ChainMap(*(dict(use.prompts) for use in asked))),
        usage=reduce(added, (use.usage for use in asked)),
        seconds=sum(use.seconds for use in asked),
        ending=worst.ending,
        fault_kind=worst.fault_kind or next((use.fault_kind for use in asked if use.fault_kind), None),
        fault=" ".join(dict.fromkeys(use.fault for use in asked if use.fault)) or None,
        cost=sum(costs) if costs else None,
        replies=tuple(chain.from_iterable(use.replies for use in asked)),
        judge=joined_use(use.judge for use in asked),
    )


def _answerer(answers: Sequence[Answer]) -> str:
    """The language model, where a part of the answer is by it."""
    names = [answer.answerer for answer in answers]
    return next((name for name in names if name != Quoting.name), names[0])


def _conflicts(answers: Sequence[Answer], texts: Sequence[str]) -> tuple[Conflict, ...]:
    """The conflicts of all parts, each once, by the places that their statements have in the whole."""
    moved = [
        replace(conflict, statement=texts.index(answer.statements[conflict.statement].text))
        for answer in answers
        for conflict in answer.conflicts
    ]
    unresolved_first = sorted(dict.fromkeys(moved), key=lambda c: c.kind is not ConflictKind.UNRESOLVED)
    return tuple(unresolved_first)


def _note(answer: Answer, shown: bool) -> str:
    """What is said in place of statements: that there is no answer, or that the words stand above."""
    if answer.status is Status.REFUSED:
        return load_prompt("part-refused").fill()
    return "" if shown else load_prompt("part-above").fill()


def _number(citation: Citation, citations: list[Citation]) -> int:
    """The citation's place among those of the whole answer; it is added where it is new."""
    if citation not in citations:
        citations.append(citation)
    return citations.index(citation)


def _status(refused: int, parts: int) -> Status:
    if refused == parts:
        return Status.REFUSED
    return Status.PARTIAL if refused else Status.ANSWERED


def _reason(answers: Sequence[Answer], refused: Sequence[Answer]) -> str | None:
    if len(refused) == len(answers):
        return answers[0].reason
    if not refused:
        return None
    parts = " and ".join(f"“{answer.standalone_question}”" for answer in refused)
    return load_prompt("refused-part").fill(parts=parts)


def _in_turn(found: Sequence[Sequence[Passage]]) -> tuple[Passage, ...]:
    """The first passages of all parts, then the second ones, and so on, each once."""
    turns = chain.from_iterable(zip_longest(*found))
    return tuple({passage.id: passage for passage in turns if passage}.values())
