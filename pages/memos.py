"""Memos: drafts made of answers, and the files made of drafts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from core.errors import PinciteError
from core.types import Answer
from memo.check import Checked, Standing, changed, check_pins
from memo.docx import write_docx
from memo.markdown import write_markdown
from memo.memo import CitedStatement, Memo, build_memo
from pages.parts import session
from pages.parts.inert import label, shortened, words
from pages.parts.memo_drafts import new_heading
from pages.parts.naming import counted
from pages.parts.opening import begin_page
from records.memos import SavedMemo

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FIELDS = {"to": "To", "sender": "From", "date": "Date", "subject": "Subject"}


def show_page() -> None:
    """The whole page."""
    begin_page()
    st.header("Memos", anchor=False)
    drafts = session.store().memos.list()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _choose(drafts)
        if st.button("New memo", key="new-memo", icon=":material/add:"):
            st.session_state["memo"] = session.store().memos.start(new_heading("Untitled memo"))
            st.rerun()
    if failed := st.session_state.pop("memo-failed", None):
        st.error(label(failed))
    if chosen is None:
        st.markdown(
            "A memo collects answers, with each quotation as a footnote. "
            "Ask a question, then choose “Add to memo” under its answer."
        )
        st.page_link("pages/chat.py", label="Ask a question", icon=":material/arrow_forward:")
        return
    _draft(chosen)


def _choose(drafts: tuple[SavedMemo, ...]) -> SavedMemo | None:
    if not drafts:
        return None
    by_id = {memo.id: memo for memo in drafts}
    if st.session_state.get("memo") not in by_id:
        st.session_state["memo"] = drafts[0].id

    def named(identifier: str) -> str:
        memo = by_id[identifier]
        held = counted(len(memo.answers), "answer")
        return f"{words(memo.heading.subject) or 'Untitled'} ({held})"

    # The widget has a key of its own: Streamlit forgets it when another page is shown.
    picked = st.selectbox(
        "Draft",
        list(by_id),
        index=list(by_id).index(st.session_state["memo"]),
        key=f"draft-of-{st.session_state['memo']}",
        format_func=named,
    )
    if picked != st.session_state["memo"]:
        st.session_state["memo"] = picked
        st.rerun()
    return by_id[picked]


def _draft(memo: SavedMemo) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        _heading(memo)
        _answers(memo)
        _delete(memo)
    with right:
        try:
            built = build_memo(memo.heading, memo.answers)
            checked = check_pins(built, session.store().library.document)
        except PinciteError as error:
            st.error(label(str(error)))
            return
        _downloads(memo, built)
        _changes(checked)
        _preview(built)


def _heading(memo: SavedMemo) -> None:
    st.subheader("Heading", anchor=False)

    def keep(field: str) -> None:
        said = {field: str(st.session_state[f"{field}-{memo.id}"] or "").strip()}
        _change(memo.id, lambda now: replace(now, heading=replace(now.heading, **said)))

    for field, name in FIELDS.items():
        value = words(getattr(memo.heading, field))
        st.text_input(name, value=value, key=f"{field}-{memo.id}", on_change=keep, args=(field,))
    st.text_area(
        "Question presented",
        value=words(memo.heading.question),
        key=f"question-{memo.id}",
        on_change=keep,
        args=("question",),
        placeholder="Empty: the questions of the answers",
    )


def _answers(memo: SavedMemo) -> None:
    st.subheader("Answers", anchor=False)
    if not memo.answers:
        st.caption("None yet: choose “Add to memo” under an answer.")
    last = len(memo.answers) - 1
    for number, answer in enumerate(memo.answers):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.text(f"{number + 1}. {shortened(words(answer.question), 90)}", width="stretch")
            for name, step, off in (("Up", -1, number == 0), ("Down", 1, number == last)):
                st.button(
                    name,
                    key=f"{name.lower()}-{memo.id}-{number}",
                    help=f"Move answer {number + 1} {name.lower()}",
                    type="tertiary",
                    disabled=off,
                    on_click=partial(_move, memo.id, answer, number, step),
                )
            st.button(
                "Take out",
                key=f"take-out-{memo.id}-{number}",
                help=f"Take answer {number + 1} out of the memo",
                type="tertiary",
                on_click=partial(_take_out, memo.id, answer, number),
            )


def _move(memo: str, answer: Answer, drawn: int, step: int) -> None:
    def moved(now: SavedMemo) -> SavedMemo:
        answers = list(now.answers)
        if (place := _place(answers, answer, drawn)) is not None:
            answers.insert(max(0, place + step), answers.pop(place))
        return replace(now, answers=tuple(answers))

    _change(memo, moved)


def _take_out(memo: str, answer: Answer, drawn: int) -> None:
    def without(now: SavedMemo) -> SavedMemo:
        answers = list(now.answers)
        if (place := _place(answers, answer, drawn)) is not None:
            answers.pop(place)
        return replace(now, answers=tuple(answers))

    _change(memo, without)


def _place(answers: Sequence[Answer], wanted: Answer, drawn: int) -> int | None:
    """Where an answer stands now: of equal ones, the one nearest to where it was drawn."""
    places = [place for place, answer in enumerate(answers) if answer == wanted]
    return min(places, key=lambda place: abs(place - drawn), default=None)


def _change(memo: str, revise: Callable[[SavedMemo], SavedMemo]) -> None:
    """Changes the draft as it is now: this page may show it as it was before another page changed it."""
    try:
        session.store().memos.change(memo, revise)
    except PinciteError as error:
        st.session_state["memo-failed"] = str(error)


def _delete(memo: SavedMemo) -> None:
    with st.popover("Delete this memo", icon=":material/delete:"):
        st.text("Files that were made from it stay as they are.")
        if st.button("Delete", key=f"delete-{memo.id}", type="primary"):
            session.store().memos.delete(memo.id)
            st.session_state.pop("memo", None)
            st.rerun()


def file_name(subject: str, ending: str) -> str:
    """A file's name from the memo's subject: "Reasonable steps?" -> "reasonable-steps.docx"."""
    kept = re.sub(r"[^\w]+", "-", subject.casefold()).strip("-_")[:60].strip("-_")
    return f"{kept or 'memo'}.{ending}"


def _downloads(memo: SavedMemo, built: Memo) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "Word (.docx)",
            data=partial(write_docx, built),
            file_name=file_name(memo.heading.subject, "docx"),
            mime=DOCX,
            key=f"docx-{memo.id}",
            icon=":material/download:",
            on_click="ignore",
            type="primary",
        )
        st.download_button(
            "Markdown (.md)",
            data=partial(write_markdown, built),
            file_name=file_name(memo.heading.subject, "md"),
            mime="text/markdown",
            key=f"md-{memo.id}",
            icon=":material/download:",
            on_click="ignore",
        )


def _changes(checked: Sequence[Checked]) -> None:
    """Which footnotes quote words that the library's documents of today no longer hold."""
    said = {
        Standing.ALTERED: "the document has changed since and no longer has these words",
        Standing.GONE: "the document is no longer in the library",
    }
    notes = [f"Footnote {one.number}: {said[one.standing]}." for one in changed(checked)]
    if notes:
        st.warning("\n\n".join(notes))


def _preview(memo: Memo) -> None:
    """The memo as it will stand in the file, every word of it inert."""
    with st.container(border=True):
        st.markdown("### Memorandum", anchors=False)
        for name, value in memo.fields:
            st.markdown(f"**{name}:** {label(value)}")
        if memo.questions:
            st.markdown("#### Question presented", anchors=False)
        for question in memo.questions:
            st.markdown(label(question))
        if memo.sections:
            st.markdown("#### Discussion", anchors=False)
        for section in memo.sections:
            st.markdown(f"**{label(section.question)}**")
            for note in section.asked:
                st.caption(label(note))
            for conflict in section.conflicts:
                st.markdown(f"**{label(conflict.title)}.** {label(conflict.explanation)}")
                for side in conflict.sides:
                    st.markdown(f"> {_said(side)}")
            for part in section.subsections:
                if part.heading:
                    st.markdown(f"*{label(part.heading)}*")
                if part.note:
                    st.caption(label(part.note))
                for statement in part.statements:
                    st.markdown(_said(statement))
            for note in (*section.notes, *section.nearest):
                st.caption(label(note))
        if memo.footnotes:
            st.divider()
        for footnote in memo.footnotes:
            note = f"{label(footnote.reference)}: “{label(footnote.citation.quote)}”"
            st.caption(f"\\[{footnote.number}\\] {note}")


def _said(statement: CitedStatement) -> str:
    """A statement with the numbers of its footnotes, as Markdown that shows just its words."""
    lead = f"**{label(statement.lead)}.** " if statement.lead else ""
    said = f"“{label(statement.text)}”" if statement.verbatim else label(statement.text)
    notes = "".join(f" :small[\\[{number}\\]]" for number in statement.footnotes)
    caution = f" *({label(statement.caution)})*" if statement.caution else ""
    return f"{lead}{said}{notes}{caution}"


show_page()
