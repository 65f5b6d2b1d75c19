"""The panel beside the chat: a source, open at the cited words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.errors import PinciteError
from core.types import Box, Citation, Document, Passage, Span, Verdict
from ingest.originals import original
from pages.parts import session
from pages.parts.components import copy_button, document_text
from pages.parts.inert import label, words
from pages.parts.naming import facts, place
from pages.parts.passages import MOST, Block, all_blocks, around
from pages.parts.picture import boxes_of, page_picture

PAGE, PASSAGE, WHOLE = "Page", "Passage", "Whole document"
FOUND = {
    Verdict.EXACT: "The words stand here to the character.",
    Verdict.TYPOGRAPHIC: "The words stand here; the draft differed in quotation marks, dashes or spaces.",
    Verdict.MISATTRIBUTED: "The words stand here; the draft had named another place for them.",
}


@dataclass(frozen=True)
class Opened:
    """What the panel shows: a span of a version, and where the reader came from."""

    version: str
    start: int
    end: int
    name: str  # "Source 2", "Nearest passage"
    place: str = ""  # "p. 3, Remedies, para. 4"
    answer: str | None = None  # the saved answer that it was opened from
    citation: int | None = None  # index among the answer's citations
    verdict: Verdict | None = None  # of checking, on a citation


def open_citation(answer: str, index: int, citation: Citation) -> None:
    """Shows a citation in the panel from the next run on."""
    st.session_state["opened"] = Opened(
        version=citation.source.version,
        start=citation.start,
        end=citation.end,
        name=f"Source {index + 1}",
        place=place(citation),
        answer=answer,
        citation=index,
        verdict=citation.verdict,
    )


def open_side(answer: str, citation: Citation) -> None:
    """Shows one side of a conflict in the panel from the next run on."""
    st.session_state["opened"] = Opened(
        version=citation.source.version,
        start=citation.start,
        end=citation.end,
        name="Source in conflict",
        place=place(citation),
        answer=answer,
    )


def open_passage(answer: str, passage: Passage) -> None:
    """Shows a passage that was found but not cited in the panel from the next run on."""
    st.session_state["opened"] = Opened(
        version=passage.source.version,
        start=passage.start,
        end=passage.end,
        name="Nearest passage",
        place=place(passage),
        answer=answer,
    )


def opened() -> Opened | None:
    """What the panel shows now."""
    shown: Opened | None = st.session_state.get("opened")
    return shown


def close() -> None:
    """Closes the panel from the next run on."""
    st.session_state.pop("opened", None)


def show_panel(shown: Opened) -> None:
    """The panel. The exact version that was cited is shown, also after it was replaced or removed."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(label(shown.name), width="stretch")
        st.button(
            "Close",
            key="close-source",
            on_click=close,
            type="tertiary",
            icon=":material/close:",
            shortcut="Esc",
        )
    try:
        document = session.store().library.document(shown.version)
    except PinciteError as error:
        st.error(label(str(error)))
        return
    _heading(document, shown)
    view = _chosen_view(document, shown)
    if view == PAGE:
        _pages(document, shown)
    else:
        _text(document, shown, whole=view == WHOLE)


def show_facts(document: Document) -> None:
    """Issuer, date, jurisdiction and address of a document."""
    if known := facts(document.source.metadata):
        st.caption(label(known))
    if url := document.source.metadata.url:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(label(url), width="content")
            copy_button("Copy address", words(url), key="copy-address")


def _heading(document: Document, shown: Opened) -> None:
    with st.container(gap="xxsmall"):
        st.markdown(f"**{label(document.source.metadata.title)}**")
        if shown.place:
            st.caption(label(shown.place))
        if shown.verdict in FOUND:
            st.caption(f":material/check: {FOUND[shown.verdict]}")
        show_facts(document)
    if document.removed:
        st.warning("This version is no longer in the library. You see it as it was when it was cited.")


def _chosen_view(document: Document, shown: Opened) -> str:
    paged = document.media_type == "application/pdf" and bool(document.layout.pages)
    views = [PAGE, PASSAGE, WHOLE] if paged else [PASSAGE, WHOLE]
    chosen = st.segmented_control(
        "View",
        views,
        default=views[0],
        required=True,
        key=f"view-{shown.version}-{shown.start}-{shown.end}",
        label_visibility="collapsed",
    )
    return str(chosen)


def _pages(document: Document, shown: Opened) -> None:
    span = Span(shown.start, shown.end)
    boxes = boxes_of(document.layout, span)
    first = document.layout.page_number(span.start) or 1
    last = document.layout.page_number(span.end - 1) or first
    for page in range(first, last + 1):
        on_page = tuple(box for box in boxes if box.page == page)
        try:
            picture = _picture(document.source.version, page, on_page)
        except PinciteError as error:
            st.error(label(str(error)))
            continue
        if picture is None:
            st.info("The original file is gone or has changed since, so its page cannot be shown.")
            _text(document, shown, whole=False)
            return
        name = document.source.metadata.title
        st.image(picture, width="stretch", alt=f"Page {page} of {words(name)}, the cited words boxed")
        st.caption(f"Page {page}, the cited words boxed")
    st.caption("Cited words")
    st.text(words(document.text[span.start : span.end]))


@st.cache_data(show_spinner="Drawing the page …", max_entries=64)
def _picture(version: str, page: int, boxes: tuple[Box, ...]) -> bytes | None:
    """The page of the file that this version was read from; None where the file is no longer that one."""
    store = session.store()
    content = original(store.library.document(version), store.settings)
    return page_picture(content, page, boxes) if content else None


def _text(document: Document, shown: Opened, *, whole: bool) -> None:
    blocks: Sequence[Block] = all_blocks(document, Span(shown.start, shown.end))
    if not whole:
        blocks = around(blocks)
    elif len(blocks) > MOST:
        st.caption(f"This document is long: {MOST} paragraphs around the cited words are shown.")
        blocks = around(blocks, MOST // 2)
    key = f"{shown.version}-{shown.start}-{shown.end}-{whole}"
    document_text(blocks, name=document.source.metadata.title, key=key)
