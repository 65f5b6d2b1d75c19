"""The finished memo that a draft makes, its pages and its pictures: each made once for a state of things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st

from answering.rechecking import recheck
from memo.command.notices import pdf_notices
from memo.composing import rechecked
from memo.content import Memo
from memo.finish import finish
from memo.template import house_docx, load_template
from memo.writers.files import Format, write
from pages.parts import session
from pages.parts.memo_heading import house
from pages.parts.memo_sheets import Sheet, draw_sheet
from records.memos import SavedMemo


@dataclass(frozen=True)
class State:
    """What a finished memo depends on. The same state makes the same memo: it is finished once."""

    store: str
    memo: str
    revision: int
    library: int  # its generation
    house: tuple[tuple[str, int], ...]  # the files of the house style, and when they were changed


def state_of(memo: SavedMemo) -> State:
    """The state in which a draft would be finished now."""
    library = session.store().library
    files = sorted(file for file in house().rglob("*") if file.is_file())
    stamps = tuple((str(file), file.stat().st_mtime_ns) for file in files)
    return State(str(library.engine.url), memo.id, memo.revision, library.index_state().generation, stamps)


def finished(memo: SavedMemo) -> Memo:
    """The finished memo, made when this state of things was first looked at. Raises what `finish` raises."""
    return _finished(state_of(memo), memo)


def sheet(memo: SavedMemo, number: int) -> Sheet:
    """A page of the memo's PDF as a picture; of a number past the last, the last."""
    return _sheet(state_of(memo), memo, number)


def not_shown(memo: SavedMemo) -> tuple[str, ...]:
    """What the memo's PDF cannot show on this machine."""
    return _not_shown(state_of(memo), memo)


def writer_of(memo: SavedMemo, made: Memo, kind: Format) -> Callable[[], bytes]:
    """What writes the memo as a file, in its template's house style; it needs nothing of the page."""
    template = load_template(memo.draft.template, house_folder())
    return partial(write, made, kind, house=house_docx(template, house_folder()), face=template.face)


def house_folder() -> Path | None:
    """The folder of the user's own templates, if there is one."""
    return house() if house().is_dir() else None


# What is cached here is never changed, so that every page may have the same.
@st.cache_resource(show_spinner=False, max_entries=16)
def _finished(state: State, _memo: SavedMemo) -> Memo:
    library = session.store().library
    draft = rechecked(_memo.draft, lambda words, citations: recheck(words, citations, library))
    return finish(draft, library, house=house_folder())


@st.cache_resource(show_spinner="Setting the pages …", max_entries=8)
def _pdf(state: State, _memo: SavedMemo) -> bytes:
    return writer_of(_memo, _finished(state, _memo), Format.PDF)()


@st.cache_resource(show_spinner=False, max_entries=64)
def _not_shown(state: State, _memo: SavedMemo) -> tuple[str, ...]:
    template = load_template(_memo.draft.template, house_folder())
    return tuple(pdf_notices(_finished(state, _memo), template.face))


@st.cache_resource(show_spinner="Drawing the page …", max_entries=64)
def _sheet(state: State, _memo: SavedMemo, number: int) -> Sheet:
    return draw_sheet(_pdf(state, _memo), number)
