"""The few things that Streamlit has no element for, as inline components: no build, no iframe.

They receive plain data and set it as textContent. Each has a native twin on the page (the list of
sources with its buttons), so that nothing depends on them alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import streamlit as st

from core.types import Citation, Part, Statement
from memo.difference import Stretch
from pages.parts.inert import words
from pages.parts.naming import place
from pages.parts.passages import Block


class Cited(Protocol):
    """Statements with their citations: an answer, or what there is of one so far."""

    @property
    def statements(self) -> tuple[Statement, ...]: ...
    @property
    def citations(self) -> tuple[Citation, ...]: ...
    @property
    def parts(self) -> tuple[Part, ...]: ...


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
_difference = st.components.v2.component(
    "pincite_difference",
    html='<p class="difference"></p>',
    css=_asset("difference.css"),
    js=_asset("difference.js"),
)
_reveal = st.components.v2.component(
    "pincite_reveal",
    html='<span class="reveal"></span>',
    css=".reveal { display: block; scroll-margin-top: 4.5rem; }\n",
    js=_asset("reveal.js"),
)
_failed = st.components.v2.component(
    "pincite_failed",
    html='<span class="failed"></span>',
    css=".failed { display: block; }\n",
    js=_asset("failed.js"),
)
_copy = st.components.v2.component(
    "pincite_copy",
    html='<button type="button"></button><span role="status" aria-live="polite"></span>',
    css=_asset("copy.css"),
    js=_asset("copy.js"),
)


_to_question = st.components.v2.component(
    "pincite_to_question",
    html='<button type="button"></button>',
    css=_asset("to_question.css"),
    js=_asset("to_question.js"),
)


def cited_answer(answer: Cited, *, key: str, active: int | None, on_open: Callable[[int], None]) -> None:
    """The statements with their citation numbers; `on_open` hears the index of a citation clicked.

    Beside statements in a model's words, those in a source's own words stand in quotation marks.
    """

    def opened() -> None:
        number = st.session_state[key].open
        if number is not None:
            on_open(int(number) - 1)

    mixed = any(statement.own_words for statement in answer.statements)
    statements = [
        {
            "lead": words(statement.lead) if statement.lead else None,
            "text": words(statement.text),
            "quoted": mixed and not statement.own_words,
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


def word_difference(stretches: Sequence[Stretch], *, key: str) -> None:
    """Words that were taken out, struck through, and words that were put in, underlined, among the others."""
    _difference(key=key, data={"stretches": [[one.change.value, words(one.text)] for one in stretches]})


def copy_button(label: str, text: str, *, key: str, link: bool = False) -> None:
    """A button that copies `text`; with `link`, the address of this page with `text` as its query."""
    _copy(key=key, data={"label": label, "text": text, "link": link}, width="content")


def hear_failed_downloads() -> None:
    """Runs the page again when the file of a download button could not be made, so that it can say why."""
    _failed(key="failed-downloads", on_failed_change=lambda: None)


def reveal(identifier: str) -> None:
    """Scrolls to this place, once for each `identifier` in a row."""
    _reveal(key="reveal", data={"key": identifier})


def to_question(wanted: int) -> None:
    """The way to the question field by keyboard; goes there by itself whenever `wanted` has grown."""
    _to_question(key="to-question", data={"wanted": wanted})


def _citation(number: int, citation: Citation) -> dict[str, Any]:
    return {
        "number": number,
        "title": words(citation.source.metadata.title),
        "place": words(place(citation)),
        "quote": words(citation.quote),
    }
