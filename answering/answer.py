"""What happens to a question: it is made to stand alone; the day and the places that it asks about are
read from it; where it asks several things it is split; passages are found, an answerer drafts statements
from them (quoting.py in the sources' own words, writing.py with a language model), every quotation is
checked against its document, and what passed is the answer.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

from answering.caveats.changes import compare_versions, together
from answering.caveats.conflicts import COMPARED, find_conflicts
from answering.caveats.scope import Scope, read_scope
from answering.check import Checked, check
from answering.confidence import DOUBTFUL
from answering.joining import joined, joined_use
from answering.protocols import Answerer, Draft, Library, Reader, Search
from answering.questions.condense import Condensed
from answering.questions.followup import make_standalone
from answering.questions.parts import parts_of
from answering.quoting import Quoting
from answering.read_once import ReadOnce
from answering.writing import Writing
from core.settings import Settings
from core.types import NO_FILTERS, Answer, Filters, Found, Passage, Status, Turn
from prompts.load import load_prompt


@dataclass(frozen=True)
class Means:
    """What a question is answered with."""

    search: Search
    reader: Reader | None
    library: Library
    settings: Settings
    answerer: Answerer


def answer_question(
    question: str,
    *,
    search: Search,
    library: Library,
    settings: Settings,
    history: Sequence[Turn] = (),
    filters: Filters = NO_FILTERS,
    standalone: str | None = None,
    answerer: Answerer | None = None,
    reader: Reader | None = None,
    today: datetime.date | None = None,
) -> Answer:
    """The checked answer to a question, or a refusal with what was searched.

    `standalone` is the user's own wording of a follow-up; without it the follow-up is reworded from
    the history. `today` is the day whose law counts as current. Nothing that did not pass checking is
    in the answer: it is in `dropped`.
    """
    means = Means(search, reader, ReadOnce(library), settings, answerer or Quoting())
    scope_of = partial(read_scope, library=means.library, today=today or datetime.date.today())
    alone = Condensed(standalone) if standalone else _standing_alone(question, history, means.answerer)
    scope = scope_of(alone.question, filters)
    parts = () if scope.change else parts_of(scope.question)
    if parts:
        most = -(-settings.sentences_per_answer // len(parts))  # rounded up
        answers = [_answer(part, scope_of(part, scope.filters), means, most) for part in parts]
        answer = joined(question, alone.question, answers)
    else:
        answer = _answer(question, scope, means, settings.sentences_per_answer)
    use = joined_use((alone.model, answer.model))
    return replace(answer, notes=(*alone.notes, *scope.notes, *answer.notes), model=use)


def _standing_alone(question: str, history: Sequence[Turn], answerer: Answerer) -> Condensed:
    """The question as it can be understood without the turns before it."""
    if isinstance(answerer, Writing):
        return answerer.condensed(question, history)
    return Condensed(make_standalone(question, history))


def _answer(question: str, scope: Scope, means: Means, most: int) -> Answer:
    """The answer to one question, or to one part of a question."""
    started = perf_counter()
    limit = means.settings.passages_per_answer
    wide = means.search(scope.question, limit=max(COMPARED, scope.wider(limit)), filters=scope.filters)
    found = replace(wide, passages=scope.ranked(wide.passages[: scope.wider(limit)], limit))
    retrieved = perf_counter()
    standalone = found.question or scope.question
    passages = scope.barring(found.passages)
    passages = means.reader(standalone, passages) if means.reader else passages
    draft = _draft(standalone, passages, found, scope, means, most)
    checked = check(draft.statements, means.library, passages=passages)
    reason = _refusal(found, draft, checked, scope.filters, means.settings)
    law_of = scope.day_meant.isoformat()
    conflicts = () if reason else find_conflicts(checked, wide.passages, means.library, today=law_of)
    finished = perf_counter()
    return Answer(
        question=question,
        standalone_question=scope.restated(standalone),
        status=Status.REFUSED if reason else Status.ANSWERED,
        statements=() if reason else scope.cautious(checked.statements, checked.citations),
        citations=() if reason else checked.citations,
        passages=found.passages,
        confidence=draft.confidence,
        answerer=draft.answerer,
        filters=scope.filters,
        documents_searched=found.documents,
        dropped=(*draft.dropped, *checked.dropped),
        conflicts=conflicts,
        reason=reason,
        seconds={
            "retrieve": retrieved - started,
            "answer": finished - retrieved,
            "total": finished - started,
        },
        notes=draft.notes if reason else (*draft.notes, *_doubt(scope.question, draft)),
        model=draft.model,
    )


def _draft(
    question: str, passages: Sequence[Passage], found: Found, scope: Scope, means: Means, most: int
) -> Draft:
    """What the answerer drafts; where versions are compared, both texts come first, in their own words."""
    limit = means.settings.passages_per_answer
    compared = compare_versions(
        scope,
        found.passages,
        search=means.search,
        answerer=Quoting(),
        library=means.library,
        limit=limit,
    )
    answerer = Quoting() if compared.draft.statements else means.answerer
    draft = answerer(question, passages, library=means.library, most=most, absent=found.absent)
    draft = together(compared.draft, replace(draft, statements=scope.in_order(draft.statements)), most)
    notes = (*compared.notes, *draft.notes)
    return replace(draft, notes=notes, answerer=draft.answerer or answerer.name)


def _doubt(question: str, draft: Draft) -> tuple[str, ...]:
    """That these may not be answers, where little speaks for it; a language model judges that itself."""
    if draft.answerer != Quoting.name or draft.confidence >= DOUBTFUL:
        return ()
    return (load_prompt("note-doubtful").fill(question=question),)


def _refusal(
    found: Found, draft: Draft, checked: Checked, filters: Filters, settings: Settings
) -> str | None:
    """Why the library does not answer this, in a sentence; None where it does."""
    if not found.documents:
        return load_prompt("refused-filtered" if filters else "refused-empty").fill()
    if draft.reason and not draft.statements:
        return draft.reason
    if not draft.statements or draft.confidence < settings.refuse_below:
        if found.absent:
            names = " or ".join(found.absent)
            return load_prompt("refused-absent").fill(documents=found.documents, names=names)
        return load_prompt("refused-far").fill(documents=found.documents)
    if not checked.statements:
        return load_prompt("refused-unchecked").fill(dropped=len(checked.dropped))
    return None
