"""The three things that Streamlit has no element for, as inline components: no build, no iframe.

They receive plain data and set it as textContent. Each has a native twin on the page (the list of
sources with its buttons), so that nothing depends on them alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from core.types import Answer, Citation
from pages.parts.inert import words
from pages.parts.naming import place
from pages.parts.passages import Block

_ASSETS = Path(__file__).parent / "assets"


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


_cited = st.components.v2.component(
    "pincite_cited",
    html='<div class="answer" role="region" aria-label="Answer"></div>',
    css=_asset("cited.css"),
    js=_asset("cited.js"),
)
_document = st.components.v2.component(
    "pincite_document",
    html='<div class="document" role="region" tabindex="0"></div>',
    css=_asset("document.css"),
    js=_asset("document.js"),
)
_reveal = st.components.v2.component(
    "pincite_reveal",
    html='<span class="reveal"></span>',
    css=".reveal { display: block; scroll-margin-top: 4.5rem; }\n",
    js=_asset("reveal.js"),
)
_copy = st.components.v2.component(
    "pincite_copy",
    html='<button type="button"></button><span role="status" aria-live="polite"></span>',
    css=_asset("copy.css"),
    js=_asset("copy.js"),
)


def cited_answer(answer: Answer, *, key: str, active: int | None, on_open: Callable[[int], None]) -> None:
    """The statements with their citation numbers; `on_open` hears the index of a citation clicked."""

    def opened() -> None:
        number = st.session_state[key].open
        if number is not None:
            on_open(int(number) - 1)

    statements = [
        {
            "lead": words(statement.lead) if statement.lead else None,
            "text": words(statement.text),
            "caution": words(statement.caution) if statement.caution else None,
            "citations": [index + 1 for index in statement.citations],
            "part": statement.part,
        }
        for statement in answer.statements
    ]
    parts = [{"question": words(part.question), "note": words(part.note)} for part in answer.parts]
    citations = [_citation(number, citation) for number, citation in enumerate(answer.citations, start=1)]
    shown = None if active is None else active + 1
    data: dict[str, Any] = {
        "statements": statements,
        "parts": parts,
        "citations": citations,
        "active": shown,
    }
    _cited(key=key, data=data, on_open_change=opened)


def document_text(blocks: Sequence[Block], *, name: str, key: str) -> None:
    """A document's paragraphs, scrolled to the marked words when `key` is shown for the first time."""
    data = {
        "blocks": [
            {"level": block.level, "pieces": [[words(piece.text), piece.marked] for piece in block.pieces]}
            for block in blocks
        ],
        "label": f"Text of {words(name)}",
        "key": key,
    }
    _document(key="document-text", data=data)


def copy_button(label: str, text: str, *, key: str, link: bool = False) -> None:
    """A button that copies `text`; with `link`, the address of this page with `text` as its query."""
    _copy(key=key, data={"label": label, "text": text, "link": link}, width="content")


def reveal(identifier: str) -> None:
    """Scrolls to this place, once for each `identifier` in a row."""
    _reveal(key="reveal", data={"key": identifier})


def _citation(number: int, citation: Citation) -> dict[str, Any]:
    return {
        "number": number,
        "title": words(citation.source.metadata.title),
        "place": words(place(citation)),
        "quote": words(citation.quote),
    }
