"""Asks the question of a saved answer again, and shows how what it gets now compares with the answer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from answering.protocols import Nobody
from answering.replay import Kind, Replayed, Told, by_model, compare
from answering.since import since_given
from core.errors import PinciteError
from memo.describe import describe
from pages.parts import session
from pages.parts.inert import label
from pages.parts.naming import place
from records.conversations import SavedAnswer
from records.library import Library

SAID = {
    Kind.SAME: (
        ":green-badge[:material/check: The same answer]",
        "Asked again today, the question gets the same answer, from the same words at the same places.",
    ),
    Kind.SAME_SOURCES: (
        ":blue-badge[:material/check: The same sources, put differently]",
        "Today’s answer rests on the same words of the same documents.",
    ),
    Kind.DIFFERENT: (
        ":orange-badge[:material/history: A different answer]",
        "Asked again today, the question gets a different answer.",
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What a replay brought: the comparison, or why there is none."""

    replayed: Replayed | None = None
    error: str = ""


def replay_button(saved: SavedAnswer, *, with_model: bool) -> None:
    """The button beside an answer; `with_model`: a language model may be asked, where one wrote it."""
    if st.button(
        "Compare with today’s answer",
        key=f"replay-{saved.id}",
        icon=":material/compare_arrows:",
        help="Asks the same question again, and tells what differs and why. Nothing of this answer changes.",
    ):
        with st.spinner("Asking again …"):
            st.session_state[_kept(saved)] = _replay(saved, with_model=with_model)


def may_differ(saved: SavedAnswer) -> bool:
    """Whether there is a reason to ask again: another day, or a library that has changed since."""
    if saved.created.date() < today():
        return True
    library = session.store().library
    return _changed(library, str(library.engine.url), library.index_state().generation, saved.created)


def today() -> datetime.date:
    """The day it is, as answers are dated (UTC)."""
    return datetime.datetime.now(datetime.UTC).date()


@st.cache_data(show_spinner=False, max_entries=1000)
def _changed(_library: Library, url: str, generation: int, moment: datetime.datetime) -> bool:
    changes = _library.changes_since(moment)
    return bool(changes.new or changes.changed or changes.removed)


def show_replay(saved: SavedAnswer) -> None:
    """What the last replay brought; nothing before there was one."""
    outcome: Outcome | None = st.session_state.get(_kept(saved))
    if outcome is None:
        return
    if outcome.replayed is None:
        st.error(label(outcome.error))
        return
    replayed = outcome.replayed
    badge, said = SAID[replayed.kind]
    with st.container(border=True, gap="small", key=f"replayed-{saved.id}"):
        st.markdown(f"{badge} {said}")
        _sentences(replayed.differences)
        if replayed.causes:
            st.markdown("**What may explain it**")
            _sentences(replayed.causes)
        several = len({why for told in (*replayed.went, *replayed.came) for why in told.why}) > 1
        _statements("No longer in the answer", replayed.went, with_reasons=several)
        _statements("New in the answer", replayed.came, with_reasons=several)


def _sentences(said: Sequence[str]) -> None:
    if said:
        st.markdown("\n".join(f"- {label(sentence)}" for sentence in said))


def _kept(saved: SavedAnswer) -> str:
    """Where the outcome is kept: a change of the library makes it one of the past."""
    return f"replayed-{saved.id}-{session.store().library.index_state().generation}"


def _replay(saved: SavedAnswer, *, with_model: bool) -> Outcome:
    store, then = session.store(), saved.answer
    try:
        now = store.ask(
            then.question,
            listener=Nobody(),
            filters=then.filters,
            standalone=then.standalone_question,
            with_model=bool(store.writer) and with_model and by_model(then),
        )
        return Outcome(compare(then, now, since_given(then, now, saved.created, store.library)))
    except PinciteError as error:
        return Outcome(error=str(error))


def _statements(name: str, told: tuple[Told, ...], *, with_reasons: bool) -> None:
    if not told:
        return
    st.markdown(f"**{name}**")
    for one in told:
        lead = f"{label(one.statement.lead)}: " if one.statement.lead else ""
        with st.container(gap="xxsmall"):
            st.markdown(f"> {lead}{label(one.statement.text)}")
            for citation in one.citations:
                where = ", ".join(filter(None, (describe(citation.source.metadata), place(citation))))
                quoted = "" if citation.quote == one.statement.text else f": “{citation.quote}”"
                st.caption(label(f"{where}{quoted}"))
            for why in one.why if with_reasons else ():
                st.caption(f":material/history: {label(why)}")
