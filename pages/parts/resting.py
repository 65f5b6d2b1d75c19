"""Which memos and answers rest on what has changed: looked up in the records, and kept until they change."""

from __future__ import annotations

import datetime

import streamlit as st

from core.errors import PinciteError
from core.memos import Holder
from core.types import Answer
from ingest.report import Outcome, Report
from memo.affected import Affected, Holding, affected, of_answer, of_draft, of_finished
from memo.writers.json_file import read_json
from pages.parts import session
from pages.parts.session import Store
from pages.parts.standing import law_of
from records.citing import Cites, Citing, Stamp, touched
from records.finished import FinishedMemos
from records.library import Library


def all_affected() -> tuple[Affected, ...]:
    """All of them; looked up again only after the library, a memo or an answer among them has changed."""
    store = session.store()
    url, today = str(store.library.engine.url), datetime.date.today()
    generation, stamp = store.library.index_state().generation, Citing(store.library.engine).stamp()
    who = _touched(store.library, url, generation, stamp, today)
    return _affected(store, url, generation, who, stamp.memos, today)


def affected_by(report: Report) -> list[Holder]:
    """A memo or an answer for each that an ingest has affected."""
    library = session.store().library
    changed, added = (
        {file.document for file in report.files if file.outcome is outcome and file.document}
        for outcome in (Outcome.UPDATED, Outcome.ADDED)
    )
    changed |= set(library.by_origin([f.name for f in report.files if f.outcome is Outcome.REMOVED]))
    if not changed | added:
        return []
    return [one.holder for one in all_affected() if any(pin.comes_from(changed, added) for pin in one.pins)]


def citing(document: str) -> list[Holder]:
    """A memo or an answer for each that cites the document."""
    library = session.store().library
    everything = _cites(library, str(library.engine.url), Citing(library.engine).stamp())
    return [holder for holder, _ in {(one.holder, one.id) for one in everything if one.document == document}]


@st.cache_resource(show_spinner=False, max_entries=4)
def _cites(_library: Library, url: str, stamp: Stamp) -> tuple[Cites, ...]:
    return Citing(_library.engine).everything()


@st.cache_resource(show_spinner=False, max_entries=4)
def _touched(
    _library: Library, url: str, generation: int, stamp: Stamp, today: datetime.date
) -> tuple[tuple[Holder, str], ...]:
    """Who cites versions that are no longer current, or documents that another one superseded."""
    everything = _cites(_library, url, stamp)
    documents = {one.document for one in everything}
    law = law_of(_library, documents)
    over = {one.document for one in law.sources if law.superseded(one, today)}
    return touched(everything, _library.current_versions(documents), over)


@st.cache_resource(show_spinner="Looking for what rests on changed documents …", max_entries=4)
def _affected(
    _store: Store,
    url: str,
    generation: int,
    touched: tuple[tuple[Holder, str], ...],
    memos: tuple[object, ...],
    today: datetime.date,
) -> tuple[Affected, ...]:
    library = _store.library
    held = [holding for key in touched if (holding := _holding(_store, *key))]
    documents = {citation.source.document for one in held for _, citation in one.cited}
    current, law = library.current_versions(documents), law_of(library, documents)
    return affected(held, current=current, law=law, find=library.document, today=today)


def _holding(store: Store, holder: Holder, identifier: str) -> Holding | None:
    """What there is under this id; None where it was deleted meanwhile."""
    try:
        if holder is Holder.MEMO:
            memo, begun = store.memos.memo(identifier), store.memos.history(identifier)[-1].saved
            return of_draft(identifier, memo.draft, changed=memo.updated, begun=begun, by=memo.by)
        if holder is Holder.ANSWER:
            saved = store.conversations.answer(identifier)
            return of_answer(identifier, saved.answer, saved.created)
        finished = read_json(FinishedMemos(store.library.engine).content(identifier))
    except PinciteError:
        return None
    return of_finished(identifier, finished, lambda answer: _answer(store, answer))


def _answer(store: Store, identifier: str) -> Answer | None:
    try:
        return store.conversations.answer(identifier).answer
    except PinciteError:
        return None
