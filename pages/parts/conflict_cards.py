"""Cards that set two sources against each other, each in its own words, the value that differs marked."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.types import Answer, Conflict, ConflictKind, ConflictSide
from memo.describe import describe
from pages.parts.inert import label, shortened
from pages.parts.naming import facts, place
from pages.parts.source import open_side
from records.conversations import SavedAnswer

CALLED = {
    ConflictKind.UNRESOLVED: "Unresolved",
    ConflictKind.SUPERSEDED: "Superseded",
    ConflictKind.OTHER_JURISDICTION: "Other jurisdiction",
    ConflictKind.DIFFERENT_SCOPE: "Different scope",
}
BEFORE = (ConflictKind.UNRESOLVED, ConflictKind.SUPERSEDED)  # nobody may take a statement without these
AFTER = (ConflictKind.OTHER_JURISDICTION, ConflictKind.DIFFERENT_SCOPE)
PLACE = 48  # characters on the button that opens a side


def show_conflicts(saved: SavedAnswer, kinds: tuple[ConflictKind, ...]) -> None:
    """The cards of these kinds; nothing where there are none."""
    for number, conflict in enumerate(saved.answer.conflicts):
        if conflict.kind in kinds:
            with st.container(border=True, gap="xsmall", key=f"conflict-{saved.id}-{number}"):
                _card(saved, number, conflict)


def conflicts_as_text(answer: Answer) -> list[str]:
    """The conflicts as lines of plain text, an empty line after each."""
    lines = []
    for conflict in answer.conflicts:
        lines.append(f"{conflict.title}. {conflict.explanation}")
        for side in conflict.sides:
            lines.append(f"- {_reference(side)}: “{side.citation.quote}”")
        lines.append("")
    return lines


def _card(saved: SavedAnswer, number: int, conflict: Conflict) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/compare_arrows: **{label(conflict.title)}**", width="content")
        st.badge(CALLED[conflict.kind], color="gray")
    st.markdown(label(conflict.explanation))
    for count, (column, side) in enumerate(zip(st.columns(2, gap="medium"), conflict.sides, strict=True)):
        with column, st.container(gap="xsmall"):
            _side(saved, f"{number}-{count}", side)


def _side(saved: SavedAnswer, key: str, side: ConflictSide) -> None:
    metadata = side.citation.source.metadata
    st.markdown(f"**{label(metadata.title)}**")
    if known := facts(metadata):
        st.caption(label(known))
    st.markdown(f"> “{_marked(side)}”")
    st.button(
        label(shortened(place(side.citation) or "open", PLACE)),
        key=f"side-{saved.id}-{key}",
        on_click=partial(open_side, saved.id, side.citation),
        icon=":material/right_panel_open:",
        help=f"Open {label(metadata.title)} at these words",
    )


def _marked(side: ConflictSide) -> str:
    """The quotation with the value that differs in bold on a ground of its own."""
    before, value, after = side.parts
    left = " " if before[-1:].isspace() else ""
    right = " " if after[:1].isspace() else ""
    return f"{label(before)}{left}:orange-background[**{label(value)}**]{right}{label(after)}"


def _reference(side: ConflictSide) -> str:
    parts = (describe(side.citation.source.metadata), place(side.citation))
    return ", ".join(part for part in parts if part)
