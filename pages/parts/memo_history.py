"""The revisions of a memo: who changed what and when, what one held, and the way back to it."""

from __future__ import annotations

import streamlit as st

from core.errors import PinciteError
from core.memos import MemoDraft, MemoPart, OwnParagraph
from memo import composing
from pages.parts import session
from pages.parts.inert import label, shortened, words
from pages.parts.memo_changes import restore, written_moment
from pages.parts.naming import counted, sentence
from records.memos import SavedMemo

SHOWN = 30
UNNAMED = "No name given"


def show_history(memo: SavedMemo) -> None:
    """The revisions, the latest first; the one that was chosen, as it was."""
    revisions = session.store().memos.history(memo.id)
    st.caption(f"{counted(len(revisions), 'revision')}. Restoring one makes a new revision: none is lost.")
    many = SHOWN if not st.session_state.get("all-revisions") else len(revisions)
    looked_at = st.session_state.get(f"revision-of-{memo.id}")
    for revision in revisions[:many]:
        with st.container(border=True, key=f"revision-{revision.number}", gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                what = sentence(revision.what or "changed")
                st.markdown(f"**{revision.number}** {label(what)}", width="stretch")
                _buttons(memo, revision.number, shown=looked_at == revision.number)
            st.markdown(
                f":small[:gray[{label(f'{revision.by or UNNAMED} · {written_moment(revision.saved)}')}]]"
            )
            if looked_at == revision.number:
                _show(memo, revision.number)
    if len(revisions) > many:
        st.button(f"Show all {len(revisions)}", key="more-revisions", type="tertiary", on_click=_show_all)


def _buttons(memo: SavedMemo, number: int, *, shown: bool) -> None:
    if number == memo.revision:
        st.caption("as it is now", width="content")
        return
    st.button(
        "Close" if shown else "Look",
        key=f"look-{number}",
        help=f"Look at revision {number}",
        type="tertiary",
        on_click=_look,
        args=(memo.id, None if shown else number),
    )
    st.button(
        "Restore",
        key=f"restore-revision-{number}",
        help=f"Restore revision {number}",
        type="tertiary",
        on_click=restore,
        args=(memo, number),
    )


def _look(memo: str, number: int | None) -> None:
    st.session_state[f"revision-of-{memo}"] = number


def _show_all() -> None:
    st.session_state["all-revisions"] = True


def _show(memo: SavedMemo, number: int) -> None:
    try:
        draft = session.store().memos.at(memo.id, number)
    except PinciteError as error:
        st.error(label(str(error)))
        return
    st.divider()
    for line in _lines(draft):
        st.markdown(line)


def _lines(draft: MemoDraft) -> list[str]:
    """What a draft held, in short."""
    heading = draft.heading
    said = {"Subject": heading.subject, "To": heading.to, "From": heading.sender, "Date": heading.date}
    said |= {"Confidentiality": heading.label, "Question presented": heading.question}
    lines = [f":small[**{name}:** {label(value)}]" for name, value in said.items() if value.strip()]
    for part in MemoPart:
        blocks = [block for block in draft.blocks if block.part is part]
        lines += [f"**{part.value.capitalize()}**"] if blocks else []
        for block in blocks:
            if isinstance(block, OwnParagraph):
                lines.append(f":small[:material/edit_note: {label(shortened(words(block.text), 300))}]")
                continue
            lines.append(f":small[**{label(block.heading or block.answer.question)}**]")
            for taken in block.statements:
                signed = f" :gray[· {taken.sign_off.decision.value}]" if taken.sign_off else ""
                lines.append(f":small[{label(composing.words_of(block, taken))}{signed}]")
    return lines
