"""An answer into a memo, whole or some of its statements: from under the answer, or from the memo."""

from __future__ import annotations

import datetime
from functools import partial

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from core.errors import PinciteError
from core.memos import MemoDraft, MemoHeading, MemoPart, TakenAnswer
from memo import composing
from memo.describe import written_date
from pages.parts import session
from pages.parts.inert import label, shortened, words
from pages.parts.memo_changes import author, done_to, why_not_kept
from pages.parts.memo_fields import distinct
from pages.parts.naming import counted
from records.conversations import SavedAnswer

NEW = "A new memo"
ALREADY = " (in the memo already)"
SUBJECT = 100  # characters of a question that become the subject of a new memo
CHOICE = 90  # characters of a question in a list


def new_draft(subject: str) -> MemoDraft:
    """A memo that is to be begun: its subject, and today's date."""
    today = written_date(datetime.date.today().isoformat())
    return MemoDraft(MemoHeading(subject, date=today))


def add_to_memo(saved: SavedAnswer) -> None:
    """The button under an answer."""
    st.button(
        "Add to memo",
        key=f"add-to-memo-{saved.id}",
        icon=":material/post_add:",
        on_click=_begin,
        args=(f"answer-{saved.id}",),
    )
    if st.session_state.get("adding") == f"answer-{saved.id}":
        _add_answer(saved)


def choose_answer(memo: str, part: MemoPart) -> None:
    """Opens the choice of an answer for a part of a memo from the next run on."""
    _begin(f"memo-{memo}-{part.name}")


def show_adding_to(memo: str) -> None:
    """The dialog of a memo's button, while it is open."""
    for part in MemoPart:
        if st.session_state.get("adding") == f"memo-{memo}-{part.name}":
            _add_from_conversation(memo, part)


def _begin(what: str) -> None:
    st.session_state["adding"] = what
    st.session_state.pop("added", None)


def _done() -> None:
    for key in ("adding", "added"):
        st.session_state.pop(key, None)


@st.dialog("Add to memo", width="medium", on_dismiss=_done)
def _add_answer(saved: SavedAnswer) -> None:
    subjects = {
        memo.id: shortened(memo.subject, SUBJECT) or "Untitled" for memo in session.store().memos.list()
    }
    drafts = distinct({**subjects, NEW: NEW})
    last = st.session_state.get("memo")  # the memo that was worked on last
    options = list(drafts)
    memo = st.selectbox(
        "Memo",
        options,
        index=options.index(last) if last in drafts else len(options) - 1,
        key=f"into-{saved.id}",
        format_func=lambda key: drafts.get(key, NEW),
    )
    if memo == NEW:
        st.text_input(
            "Subject of a new memo",
            value=shortened(words(saved.answer.question), SUBJECT),
            key=f"subject-{saved.id}",
        )
    part = st.segmented_control(
        "Into",
        list(MemoPart),
        default=MemoPart.DISCUSSION,
        required=True,
        key=f"part-{saved.id}",
        format_func=lambda one: one.value.capitalize(),
    )
    _choose_and_add(saved, memo, MemoPart(part), f"subject-{saved.id}")


@st.dialog("Add an answer", width="medium", on_dismiss=_done)
def _add_from_conversation(memo: str, part: MemoPart) -> None:
    conversations = session.store().conversations
    listed = distinct({one.id: one.title for one in conversations.list()})
    if not listed:
        st.text("There are no answers yet. Ask a question first.")
        st.page_link("pages/chat.py", label="Ask a question", icon=":material/arrow_forward:")
        return
    chosen = st.selectbox(
        "Conversation",
        list(listed),
        key="adding-conversation",
        format_func=lambda key: listed.get(key, key),
    )
    answers = {saved.id: saved for saved in conversations.answers(str(chosen))}
    if not answers:
        st.text("This conversation holds no answer.")
        return
    questions = distinct({key: shortened(saved.answer.question, CHOICE) for key, saved in answers.items()})
    picked = st.selectbox(
        "Answer",
        list(questions),
        key=f"adding-answer-{chosen}",
        format_func=lambda key: questions.get(key, key),
    )
    _choose_and_add(answers[str(picked)], memo, part)


def _choose_and_add(saved: SavedAnswer, memo: str, part: MemoPart, subject: str | None = None) -> None:
    """Which statements, the button, and what came of it."""
    draft = _draft(memo)
    held = _held(draft, saved)
    statements = saved.answer.statements
    if not statements:
        st.caption("The library does not answer this question. The memo says so, with what was searched.")
    elif len(statements) > 1:
        st.caption("Which statements?")
    key = f"take-{memo}-{saved.id}"
    for index, statement in enumerate(statements):
        st.checkbox(
            label(words(statement.text)) + (ALREADY if index in held else ""),
            value=index not in held,
            key=f"{key}-{index}",
        )
    chosen = [index for index in range(len(statements)) if st.session_state.get(f"{key}-{index}")]
    whole = draft is not None and composing.holds(draft, saved.answer)
    if whole:
        st.caption("All of this answer is in the memo already.")
    st.button(
        f"Add {counted(len(chosen), 'statement')}" if 0 < len(chosen) < len(statements) else "Add",
        key=f"add-{saved.id}",
        type="primary",
        disabled=not chosen if statements else whole,
        on_click=partial(_add, saved, memo, part, key, subject),
    )
    if outcome := st.session_state.pop("added", None):
        _say(*outcome, here=subject is None)


def _draft(memo: str) -> MemoDraft | None:
    """What a memo holds; None of a new one, and of one that is gone: adding to it says so."""
    try:
        return None if memo == NEW else session.store().memos.memo(memo).draft
    except PinciteError:
        return None


def _held(draft: MemoDraft | None, saved: SavedAnswer) -> frozenset[int]:
    """Which statements of an answer a memo holds."""
    return frozenset(
        statement.index
        for block in (draft.blocks if draft else ())
        if isinstance(block, TakenAnswer) and block.answer == saved.answer
        for statement in block.statements
    )


def _add(saved: SavedAnswer, memo: str, part: MemoPart, key: str, subject: str | None) -> None:
    """Puts what was chosen into the memo; what came of it is said in the next run."""
    memos, answer = session.store().memos, saved.answer
    chosen = [index for index in range(len(answer.statements)) if st.session_state.get(f"{key}-{index}")]

    def with_answer(draft: MemoDraft) -> MemoDraft:
        return composing.add_answer(draft, answer, saved=saved.id, statements=chosen, part=part)

    try:
        if memo == NEW:
            named = words(str(st.session_state.get(subject or "") or "")).strip()
            draft = with_answer(new_draft(named or answer.question))
            memo = memos.start(draft, by=author())
            st.session_state[f"into-{saved.id}"] = memo
        else:
            what = done_to("answer added", answer.question)
            draft = memos.change(memo, with_answer, by=author(), what=what).draft
    except (PinciteError, SQLAlchemyError) as error:
        st.session_state["added"] = (why_not_kept(error), False)
        return
    st.session_state["memo"] = memo
    st.session_state["added"] = (f"Added to “{draft.heading.subject or 'Untitled'}”.", True)


def _say(message: str, good: bool, *, here: bool) -> None:
    if not good:
        st.error(label(message))
        return
    if here:  # the memo is on this page: it shows what was added
        _done()
        st.rerun()
    st.success(label(message), icon=":material/check:")
    st.page_link("pages/memos.py", label="Open the memo", icon=":material/arrow_forward:")
