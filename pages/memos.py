"""Memos: composed of answers and own words, signed off statement by statement, exported as files."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from core.errors import PinciteError
from pages.parts import session
from pages.parts.inert import label, shortened
from pages.parts.memo_adding import new_draft, show_adding_to
from pages.parts.memo_blocks import show_parts
from pages.parts.memo_changes import (
    ask_name,
    author,
    offer_names,
    show_not_kept,
    tell_not_kept,
    written_moment,
)
from pages.parts.memo_editors import begin_drawing, show_homeless
from pages.parts.memo_fields import distinct
from pages.parts.memo_heading import show_heading, template_of
from pages.parts.memo_history import show_history
from pages.parts.memo_preview import show_preview
from pages.parts.memo_signing import show_signing
from pages.parts.naming import counted
from pages.parts.opening import begin_page
from records.memos import ListedMemo, SavedMemo

PREVIEW, HISTORY = "Preview", "History"
SUBJECT = 80  # characters of a subject in the list


def show_page() -> None:
    """The whole page."""
    begin_page()
    memo = _choose()
    show_not_kept()
    if memo is None:
        if st.session_state["memo"] is None:
            _no_memo_yet()
        return
    offer_names(memo.id)
    with st.container(key="to-preview"):
        st.markdown("[To the preview and the files](#preview)")
    compose, beside = st.columns(2, gap="medium")
    with compose, st.container(key="compose"):
        _compose(memo)
    with beside, st.container(key="beside"):
        _beside(memo)
    show_adding_to(memo.id)
    show_signing()


def _choose() -> SavedMemo | None:
    """The memo that is worked on, of those that there are, and who works on it."""
    memos = session.store().memos
    listed = {memo.id: memo for memo in memos.list()}
    if st.session_state.get("memo") not in listed:
        st.session_state["memo"] = next(iter(listed), None)
    with st.container(horizontal=True, vertical_alignment="bottom", key="memo-bar"):
        if listed:
            _picker(listed)
            with st.container(width=220):
                ask_name()
        st.button("New memo", key="new-memo", icon=":material/add:", on_click=_begin)
        if chosen := st.session_state["memo"]:
            _delete(chosen)
    try:
        return memos.memo(chosen) if chosen else None
    except PinciteError as error:  # deleted on another page between the two readings
        st.error(label(str(error)))
        return None


def _picker(listed: dict[str, ListedMemo]) -> None:
    names = distinct({memo.id: _named(memo) for memo in listed.values()})

    def pick() -> None:
        st.session_state["memo"] = st.session_state[key]

    # The widget has a key of its own: Streamlit forgets it when another page is shown, and goes on
    # showing a name that has changed.
    chosen = listed[st.session_state["memo"]]
    key = f"draft-of-{chosen.id}-{chosen.updated.isoformat()}"
    st.selectbox(
        "Memo",
        list(listed),
        index=list(listed).index(st.session_state["memo"]),
        key=key,
        format_func=lambda identifier: names.get(identifier, identifier),
        on_change=pick,
    )


def _named(memo: ListedMemo) -> str:
    subject = shortened(memo.subject, SUBJECT) or "Untitled"
    return f"{subject} ({counted(memo.statements, 'statement')}, {written_moment(memo.updated)})"


def _begin() -> None:
    memos = session.store().memos
    try:
        st.session_state["memo"] = memos.start(new_draft("Untitled memo"), by=author())
    except (PinciteError, SQLAlchemyError) as error:
        tell_not_kept(error)


def _delete(memo: str) -> None:
    with st.popover("Delete", icon=":material/delete:", key=f"deleting-{memo}"):
        st.text(
            "Delete this memo with its history? Files that were made of it stay, and can still be checked."
        )
        st.button(
            "Delete the memo",
            key=f"delete-{memo}",
            type="primary",
            on_click=_delete_now,
            args=(memo,),
        )


def _delete_now(memo: str) -> None:
    try:
        session.store().memos.delete(memo)
    except SQLAlchemyError as error:
        tell_not_kept(error)


def _no_memo_yet() -> None:
    st.subheader("There is no memo yet", anchor=False)
    st.text(
        "A memo collects answers, with each quotation as a footnote. Ask a question, then choose "
        "“Add to memo” under its answer; or begin with an empty one."
    )
    st.page_link("pages/chat.py", label="Ask a question", icon=":material/arrow_forward:")


def _compose(memo: SavedMemo) -> None:
    begin_drawing()
    template = template_of(memo.draft)
    with st.expander("Heading and style", expanded=not memo.draft.blocks, key=f"heading-of-{memo.id}"):
        show_heading(memo)
    show_parts(memo, template)
    show_homeless(memo.id)


def _beside(memo: SavedMemo) -> None:
    st.html('<span id="preview"></span>')  # where a narrow window's link leads
    view = st.segmented_control(
        "Beside the memo",
        [PREVIEW, HISTORY],
        default=PREVIEW,
        required=True,
        key="beside-the-memo",
        label_visibility="collapsed",
    )
    if view == HISTORY:
        show_history(memo)
    else:
        show_preview(memo)


show_page()
