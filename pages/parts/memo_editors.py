"""Text that an author is writing and has not kept yet: it stays until it is kept or discarded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.parts.inert import label, words
from pages.parts.memo_fields import typed


def open_editor(key: str, memo: str, name: str, text: str = "") -> None:
    """Opens an editor from the next run on; `name` says what is written in it."""
    if key not in _editors():
        st.session_state[key] = words(text)
    _editors()[key] = (memo, name)


def is_open(key: str) -> bool:
    """Whether an editor is open, also where it is not drawn now."""
    return key in _editors()


def close_editor(key: str) -> None:
    """Closes an editor and forgets what is in it."""
    _editors().pop(key, None)


def show_editor(key: str, *, save: str, keep: Callable[[str], bool], placeholder: str = "") -> None:
    """The editor with its two buttons. `keep` is given the text, and says whether it was kept."""
    _, name = _editors()[key]
    _drawn().add(key)
    with st.container(gap="small"):
        st.text_area(name, key=key, persist_state="session", height="content", placeholder=placeholder)
        with st.container(horizontal=True, gap="small"):
            st.button(save, key=f"save-{key}", type="primary", on_click=_save, args=(key, keep))
            st.button("Cancel", key=f"cancel-{key}", on_click=close_editor, args=(key,))


def begin_drawing() -> None:
    """Call it before the editors of a memo are drawn."""
    _drawn().clear()


def show_homeless(memo: str) -> None:
    """What was being written for a place that is no longer in the memo."""
    for key, (of, name) in list(_editors().items()):
        if of != memo or key in _drawn():
            continue
        if not typed(key).strip():
            close_editor(key)
            continue
        with st.container(border=True):
            st.warning(
                label(
                    f"{name}: the place that you were writing for is no longer in this memo. You had written:"
                ),
                icon=":material/sync_problem:",
            )
            st.code(words(typed(key)), language=None, wrap_lines=True)
            st.button("Discard", key=f"discard-{key}", on_click=partial(close_editor, key))


def _save(key: str, keep: Callable[[str], bool]) -> None:
    if keep(typed(key)):
        close_editor(key)


def _editors() -> dict[str, tuple[str, str]]:
    """The open editors: key -> (memo, what is written)."""
    editors: dict[str, tuple[str, str]] = st.session_state.setdefault("memo-editors", {})
    return editors


def _drawn() -> set[str]:
    drawn: set[str] = st.session_state.setdefault("memo-editors-drawn", set())
    return drawn
