"""An answer into a memo draft: one that exists, or a new one."""

from __future__ import annotations

import datetime
from dataclasses import replace

import streamlit as st

from core.errors import PinciteError
from core.types import MemoHeading
from memo.memo import written_date
from pages.parts import session
from pages.parts.inert import label, shortened, words
from records.conversations import SavedAnswer
from records.memos import SavedMemo

NEW = "A new memo"


def add_to_memo(saved: SavedAnswer) -> None:
    """The button under an answer, and what it opens."""
    drafts = {memo.id: memo.heading.subject or "Untitled" for memo in session.store().memos.list()}
    options = [*drafts, NEW]
    last = st.session_state.get("memo")  # the memo that was worked on last
    with st.popover("Add to memo", icon=":material/post_add:"):
        if outcome := st.session_state.pop(f"added-{saved.id}", None):
            _say(*outcome)
        with st.form(f"memo-{saved.id}", border=False):
            st.selectbox(
                "Memo",
                options,
                index=options.index(last) if last in drafts else len(options) - 1,
                key=_draft(saved),
                format_func=lambda key: words(drafts.get(key, NEW)),
            )
            st.text_input(
                "Subject of a new memo",
                value=shortened(saved.answer.question, 100),
                key=_subject(saved),
            )
            st.form_submit_button("Add", type="primary", on_click=_add, args=(saved,))


def new_heading(subject: str) -> MemoHeading:
    """The heading of a new memo: its subject, and today's date."""
    return MemoHeading(subject, date=written_date(datetime.date.today().isoformat()))


def _draft(saved: SavedAnswer) -> str:
    return f"draft-{saved.id}"


def _subject(saved: SavedAnswer) -> str:
    return f"subject-{saved.id}"


def _add(saved: SavedAnswer) -> None:
    """Puts the answer into the memo that the form names; what came of it is said in the next run."""
    memos = session.store().memos
    draft = st.session_state[_draft(saved)]
    subject = str(st.session_state[_subject(saved)] or "").strip() or saved.answer.question

    def with_answer(now: SavedMemo) -> SavedMemo:
        return now if saved.answer in now.answers else replace(now, answers=(*now.answers, saved.answer))

    try:
        before = memos.change(memos.start(new_heading(subject)) if draft == NEW else draft, with_answer)
    except PinciteError as error:
        st.session_state[f"added-{saved.id}"] = (str(error), False)
        return
    st.session_state["memo"] = st.session_state[_draft(saved)] = before.id
    name = f"“{before.heading.subject}”"
    said = f"This answer is in {name} already." if saved.answer in before.answers else f"Added to {name}."
    st.session_state[f"added-{saved.id}"] = (said, True)


def _say(message: str, good: bool) -> None:
    if not good:
        st.error(label(message))
        return
    st.success(label(message), icon=":material/check:")
    st.page_link("pages/memos.py", label="Open the memo", icon=":material/arrow_forward:")
