"""Signing a statement off: never without a name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import streamlit as st

from core.memos import Decision, MemoDraft, SignOff, TakenAnswer
from core.unseen import without_unseen
from memo import composing
from memo.describe import folded
from pages.parts.inert import label
from pages.parts.memo_changes import author, change, done_to, go_on_as, known_authors
from pages.parts.memo_fields import typed
from records.memos import SavedMemo

WHAT = {
    Decision.ACCEPTED: "statement accepted",
    Decision.REJECTED: "statement rejected",
    Decision.TO_CHECK: "statement marked to check",
    None: "sign-off taken back",
}


@dataclass(frozen=True)
class _Waiting:
    """A decision that waits for a name."""

    memo: SavedMemo
    block: str
    index: int
    decision: Decision


def sign(memo: SavedMemo, block: str, index: int, key: str) -> None:
    """Keeps what the control `key` was set to; asks for the author's name where there is none yet."""
    decision: Decision | None = st.session_state[key]
    if decision is None:
        what = _what(memo.draft, block, index, None)
        change(memo, lambda draft: composing.sign(draft, block, index, None), what)
    elif author():
        _sign(_Waiting(memo, block, index, decision))
    else:
        st.session_state["memo-signing"] = _Waiting(memo, block, index, decision)


def _what(draft: MemoDraft, block: str, index: int, decision: Decision | None) -> str:
    """The decision and the words that it is of, for the history."""
    said = (
        composing.words_of(taken, statement)
        for taken in draft.blocks
        if isinstance(taken, TakenAnswer) and taken.id == block
        for statement in taken.statements
        if statement.index == index
    )
    return done_to(WHAT[decision], next(said, ""))


def show_signing() -> None:
    """The question for the author's name, where a decision waits for it."""
    if waiting := st.session_state.get("memo-signing"):
        _ask(waiting)


def _done() -> None:
    st.session_state.pop("memo-signing", None)


@st.dialog("Who signs off?", on_dismiss=_done)
def _ask(waiting: _Waiting) -> None:
    st.text("Your name goes into the memo beside what you accept, reject or mark to check.")
    for number, name in enumerate(known_authors(waiting.memo.id)):
        st.button(
            label(f"Sign off as {name}"),
            key=f"sign-as-{number}",
            on_click=_sign_as,
            args=(waiting, name),
            width="stretch",
        )
    with st.form("signing", border=False):
        st.text_input("Your name", key="signing-name")
        if st.form_submit_button("Sign off", type="primary", on_click=_sign_with_name, args=(waiting,)):
            st.markdown(":small[:red[Write your name: nothing is signed off without one.]]")
    if "memo-signing" not in st.session_state:
        st.rerun()


def _sign_with_name(waiting: _Waiting) -> None:
    if name := folded(without_unseen(typed("signing-name"))):
        _sign_as(waiting, name)


def _sign_as(waiting: _Waiting, name: str) -> None:
    go_on_as(name)
    _done()
    _sign(waiting)


def _sign(waiting: _Waiting) -> None:
    when = datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)
    signed = SignOff(waiting.decision, author(), when)
    change(
        waiting.memo,
        lambda draft: composing.sign(draft, waiting.block, waiting.index, signed),
        _what(waiting.memo.draft, waiting.block, waiting.index, waiting.decision),
    )
