"""What happens to a question: it is made to stand alone; the day and the places that it asks about are
read from it; where it asks several things it is split; passages are found, an answerer drafts statements
from them, every quotation is checked against its document, and what passed is the answer.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter

from answering.changes import compare_versions, together
from answering.check import Checked, check
from answering.conflicts import COMPARED, find_conflicts
from answering.followup import make_standalone
from answering.joining import joined
from answering.parts import parts_of
from answering.protocols import Answerer, Draft, Library, Reader, Search
from answering.quoting import Quoting
from answering.scope import Scope, read_scope
from core.settings import Settings
from core.types import NO_FILTERS, Answer, Document, Filters, Found, Source, Status, Turn
from prompts.load import load_prompt


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
    library = ReadOnce(library)
    scope_of = partial(read_scope, library=library, today=today or datetime.date.today())
    ask = partial(
        _answer,
        search=search,
        reader=reader,
        library=library,
        settings=settings,
        answerer=answerer or Quoting(),
    )
    standalone = standalone or make_standalone(question, history)
    scope = scope_of(standalone, filters)
    parts = () if scope.change else parts_of(scope.question)
    if not parts:
        return ask(question, scope, most=settings.sentences_per_answer)
    most = -(-settings.sentences_per_answer // len(parts))  # rounded up
    answers = [ask(part, scope_of(part, scope.filters), most=most) for part in parts]
    return replace(joined(question, standalone, answers), notes=scope.notes)


def _answer(
    question: str,
    scope: Scope,
    *,
    search: Search,
    reader: Reader | None,
    library: Library,
    settings: Settings,
    answerer: Answerer,
    most: int,
) -> Answer:
    """The answer to one question, or to one part of a question."""
    started = perf_counter()
    limit = settings.passages_per_answer
    wide = search(scope.question, limit=max(COMPARED, scope.wider(limit)), filters=scope.filters)
    found = replace(wide, passages=scope.ranked(wide.passages[: scope.wider(limit)], limit))
    retrieved = perf_counter()
    standalone = found.question or scope.question
    passages = scope.barring(found.passages)
    passages = reader(standalone, passages) if reader else passages
    draft = answerer(standalone, passages, library=library, most=most, absent=found.absent)
    draft = replace(draft, statements=scope.in_order(draft.statements))
    compared = compare_versions(
        scope, found.passages, search=search, answerer=answerer, library=library, limit=limit
    )
    draft = together(compared.draft, draft, most)
    checked = check(draft.statements, library)
    reason = _refusal(found, draft, checked, scope.filters, settings)
    law_of = scope.day_meant.isoformat()
    conflicts = () if reason else find_conflicts(checked, wide.passages, library, today=law_of)
    finished = perf_counter()
    return Answer(
        question=question,
        standalone_question=scope.restated(standalone),
        status=Status.REFUSED if reason else Status.ANSWERED,
        statements=() if reason else scope.cautious(checked.statements, checked.citations),
        citations=() if reason else checked.citations,
        passages=found.passages,
        confidence=draft.confidence,
        answerer=answerer.name,
        filters=scope.filters,
        documents_searched=found.documents,
        dropped=checked.dropped,
        conflicts=conflicts,
        reason=reason,
        seconds={
            "retrieve": retrieved - started,
            "answer": finished - retrieved,
            "total": finished - started,
        },
        notes=(*scope.notes, *compared.notes),
    )


@dataclass
class ReadOnce:
    """A library that reads each document once for a question."""

    library: Library
    read: dict[str, Document] = field(default_factory=dict)

    def document(self, identifier: str) -> Document:
        """The document, or version of one, with this id."""
        if identifier not in self.read:
            self.read[identifier] = self.library.document(identifier)
        return self.read[identifier]

    def jurisdictions(self, filters: Filters) -> tuple[str, ...]:
        """As the library."""
        return self.library.jurisdictions(filters)

    def dated_sources(self) -> tuple[Source, ...]:
        """As the library."""
        return self.library.dated_sources()


def _refusal(
    found: Found, draft: Draft, checked: Checked, filters: Filters, settings: Settings
) -> str | None:
    """Why the library does not answer this, in a sentence; None where it does."""
    if not found.documents:
        return load_prompt("refused-filtered" if filters else "refused-empty").fill()
    if not draft.statements or draft.confidence < settings.refuse_below:
        if found.absent:
            names = " or ".join(found.absent)
            return load_prompt("refused-absent").fill(documents=found.documents, names=names)
        return load_prompt("refused-far").fill(documents=found.documents)
    if not checked.statements:
        return load_prompt("refused-unchecked").fill(dropped=len(checked.dropped))
    return None
