"""The conversations in the sidebar, and which of them is open."""

from __future__ import annotations

import datetime

import streamlit as st

from core.types import Turn
from pages.parts import session
from pages.parts.components import to_question
from pages.parts.inert import label, shortened
from pages.parts.source import close
from records.conversations import Conversation, SavedAnswer

RENAME, DELETE = "Rename", "Delete"
SHOWN = 15
TITLE = 44  # characters of a title in the list


def current() -> str | None:
    """The id of the open conversation."""
    identifier: str | None = st.session_state.get("conversation")
    return identifier


def open_conversation(identifier: str | None) -> None:
    """Opens a conversation from the next run on; None begins a new one with its first question."""
    if identifier != current():
        close()
    st.session_state["conversation"] = identifier
    st.query_params.clear()
    if identifier:
        st.query_params["conversation"] = identifier


def restore() -> None:
    """After a reload of the page, the conversation that its address names.

    One that is not there, or that was deleted on another page, gives way to a new one.
    """
    if "conversation" not in st.session_state:
        st.session_state["conversation"] = st.query_params.get("conversation")
    identifier = current()
    if identifier and not session.store().conversations.has(identifier):
        st.session_state["conversation"] = None
        st.query_params.pop("conversation", None)
    elif identifier and not st.query_params:  # another page was shown, which has an address of its own
        st.query_params["conversation"] = identifier


def turns(answers: tuple[SavedAnswer, ...]) -> tuple[Turn, ...]:
    """The conversation so far, as follow-ups are understood from it."""
    said = []
    for saved in answers:
        said += [Turn("user", saved.answer.question), Turn("assistant", saved.answer.text)]
    return tuple(said)


def show_list() -> None:
    """The way to the question field; new, search, open, and a menu to rename or delete."""
    to_question(st.session_state.get("begun-anew", 0))
    st.button(
        "New question",
        key="new",
        icon=":material/add:",
        on_click=_begin_anew,
        width="stretch",
        shortcut="Mod+Shift+O",
    )
    wanted = st.text_input(
        "Search conversations",
        key="conversation-search",
        type="search",
        live=True,
        placeholder="Search conversations",
        label_visibility="collapsed",
    )
    found = session.store().conversations.list(wanted or "")
    if wanted and not found:
        st.caption("No conversation holds these words.")
    many = SHOWN if not st.session_state.get("all-conversations") else len(found)
    with st.container(gap="xxsmall", key="conversations"):
        for conversation in found[:many]:
            _row(conversation)
    if len(found) > many and st.button(f"Show all {len(found)}", key="more", type="tertiary"):
        st.session_state["all-conversations"] = True
        st.rerun()


def _begin_anew() -> None:
    """Begins a new conversation, and leads to the question field."""
    open_conversation(None)
    st.session_state["begun-anew"] = st.session_state.get("begun-anew", 0) + 1


def _row(conversation: Conversation) -> None:
    identifier = conversation.id
    with st.container(horizontal=True, wrap=False, gap="xxsmall", vertical_alignment="center"):
        st.button(
            label(shortened(conversation.title, TITLE)),
            key=f"conversation-{identifier}",
            type="secondary" if identifier == current() else "tertiary",
            on_click=open_conversation,
            args=(identifier,),
            width="stretch",
        )
        st.menu_button(
            label(f"Rename or delete: {shortened(conversation.title, TITLE)}"),  # for screen readers
            [RENAME, DELETE],
            key=f"menu-{identifier}",
            type="tertiary",
            on_click=_choose,
            args=(conversation,),
        )


def _choose(conversation: Conversation) -> None:
    """Opens a dialog, which stays until it is answered or dismissed."""
    st.session_state["dialog"] = (st.session_state[f"menu-{conversation.id}"], conversation)


def _done() -> None:
    st.session_state.pop("dialog", None)


def show_dialog() -> None:
    """The dialog that was chosen from a conversation's menu, until it is answered."""
    choice, conversation = st.session_state.get("dialog", (None, None))
    if choice == RENAME:
        _rename(conversation)
    elif choice == DELETE:
        _delete(conversation)


@st.dialog("Rename conversation", on_dismiss=_done)
def _rename(conversation: Conversation) -> None:
    with st.form("rename", border=False):
        title = st.text_input("Title", value=conversation.title, key=f"title-{conversation.id}")
        if st.form_submit_button("Rename", type="primary") and title and title.strip():
            session.store().conversations.rename(conversation.id, title.strip())
            _done()
            st.rerun()


@st.dialog("Delete conversation?", on_dismiss=_done)
def _delete(conversation: Conversation) -> None:
    st.markdown(f"**{label(conversation.title)}**")
    last = conversation.updated.replace(tzinfo=datetime.UTC).astimezone()
    st.caption(f"Last question {last:%-d %B %Y, %H:%M}. Its answers go with it; memos keep what they took.")
    with st.container(horizontal=True):
        if st.button("Delete", key="delete-confirmed", type="primary"):
            session.store().conversations.delete(conversation.id)
            if conversation.id == current():
                open_conversation(None)
            _done()
            st.rerun()
        if st.button("Keep it", key="delete-refused"):
            _done()
            st.rerun()
