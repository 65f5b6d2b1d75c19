"""What happens to a question: it is made to stand alone, passages are found, an answerer drafts
statements from them, every quotation is checked against its document, and what passed is the answer.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from answering.check import Checked, check
from answering.conflicts import COMPARED, find_conflicts
from answering.followup import make_standalone
from answering.protocols import Answerer, Draft, Library, Search
from answering.quoting import Quoting
from core.settings import Settings
from core.types import NO_FILTERS, Answer, Document, Filters, Found, Status, Turn
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
) -> Answer:
    """The checked answer to a question, or a refusal with what was searched.

    `standalone` is the user's own wording of a follow-up; without it the follow-up is reworded from
    the history. Nothing that did not pass checking is in the answer: it is in `dropped`.
    """
    started = perf_counter()
    answerer = answerer or Quoting()
    standalone = standalone or make_standalone(question, history)
    wide = search(standalone, limit=max(COMPARED, settings.passages_per_answer), filters=filters)
    found = replace(wide, passages=wide.passages[: settings.passages_per_answer])
    retrieved = perf_counter()
    standalone = found.question or standalone
    documents = ReadOnce(library)
    draft = answerer(standalone, found.passages, library=documents, most=settings.sentences_per_answer)
    checked = check(draft.statements, documents)
    reason = _refusal(found, draft, checked, filters, settings)
    today = filters.as_of or datetime.date.today().isoformat()
    conflicts = () if reason else find_conflicts(checked, wide.passages, documents, today=today)
    finished = perf_counter()
    return Answer(
        question=question,
        standalone_question=standalone,
        status=Status.REFUSED if reason else Status.ANSWERED,
        statements=() if reason else checked.statements,
        citations=() if reason else checked.citations,
        passages=found.passages,
        confidence=draft.confidence,
        answerer=answerer.name,
        filters=filters,
        documents_searched=found.documents,
        dropped=checked.dropped,
        conflicts=conflicts,
        reason=reason,
        seconds={
            "retrieve": retrieved - started,
            "answer": finished - retrieved,
            "total": finished - started,
        },
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


def _refusal(
    found: Found, draft: Draft, checked: Checked, filters: Filters, settings: Settings
) -> str | None:
    """Why the library does not answer this, in a sentence; None where it does."""
    if not found.documents:
        return load_prompt("refused-filtered" if filters else "refused-empty").fill()
    if not draft.statements or draft.confidence < settings.refuse_below:
        return load_prompt("refused-far").fill(documents=found.documents)
    if not checked.statements:
        return load_prompt("refused-unchecked").fill(dropped=len(checked.dropped))
    return None
