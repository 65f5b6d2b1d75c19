"""A question that is being answered: what is being done, and each statement once it has been checked."""

from __future__ import annotations

import streamlit as st

from pages.parts import session, source
from pages.parts.asking import Asking
from pages.parts.components import cited_answer
from pages.parts.conversations import current, open_conversation
from pages.parts.inert import label, words
from pages.parts.model_use import WRITTEN_BY, written_by_model

READER, LIBRARY = ":material/person:", ":material/menu_book:"
POLL = 0.4  # seconds between two looks at how far it is
SLOW = 5  # seconds after which the reader is told how long it takes


def show_question(question: str) -> None:
    """The reader's question."""
    with st.chat_message("user", avatar=READER):
        st.text(words(question))


def show_asking(asking: Asking) -> None:
    """The question and how far its answer is, kept up to date until the answer stands in its place."""
    show_question(asking.question)
    with st.chat_message("assistant", avatar=LIBRARY):
        _progress(asking, source.opened())


def show_anew(asking: Asking) -> None:
    """Starts the page again, with the conversation that the answer is kept in."""
    if asking.saved and asking.conversation != current():  # its own was deleted meanwhile
        open_conversation(asking.conversation)
    st.rerun()


@st.fragment(run_every=POLL)
def _progress(asking: Asking, shown: source.Opened | None) -> None:
    if asking.done or source.opened() != shown:
        show_anew(asking)
    with st.container():  # one place for what comes, so that Stop keeps its own
        _so_far(asking, shown)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.status(label(_doing(asking)))
        if asking.with_model:
            st.button(
                "Stop",
                key=f"stop-{asking.id}",
                icon=":material/stop_circle:",
                on_click=asking.stop,
                disabled=asking.stopped(),
                help="Keeps what has been checked.",
            )


def _so_far(asking: Asking, shown: source.Opened | None) -> None:
    so_far = asking.so_far
    if not so_far.statements:
        return

    def on_open(index: int) -> None:
        if 0 <= index < len(so_far.citations):
            source.open_citation(asking.id, index, so_far.citations[index])

    if written_by_model(so_far):
        st.caption(f":material/edit_note: {label(WRITTEN_BY.format(session.store().writer.name))}")
    active = shown.citation if shown and shown.answer == asking.id else None
    cited_answer(so_far, key=f"asking-{asking.id}", active=active, on_open=on_open)


def _doing(asking: Asking) -> str:
    doing = "Stopping" if asking.stopped() else asking.doing.rstrip(" …")
    return f"{doing} · {asking.seconds:.0f} s" if asking.seconds >= SLOW else f"{doing} …"
