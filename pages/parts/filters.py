"""Which documents a question is asked of: chosen in the sidebar, shown as chips by the input."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from core.types import NO_FILTERS, Filters
from memo.describe import written_date
from pages.parts import session
from pages.parts.inert import label, shortened, words
from records.library import Listed

FIELDS = ("jurisdiction", "kind", "issuer")
DAYS = ("date_from", "date_to", "as_of")
NAMES = {
    "jurisdiction": "Jurisdiction",
    "kind": "Kind",
    "issuer": "Issuer",
    "document": "Document",
    "date_from": "Dated from",
    "date_to": "Dated to",
    "as_of": "In force on",
}
SAID = {"as_of": "what was in force on"}  # behind "limited to"
EARLIEST = datetime.date(1500, 1, 1)
LATEST = datetime.date(2200, 1, 1)


def show_filters(documents: Sequence[Listed]) -> Filters:
    """The choice in the sidebar, and what was chosen."""
    titles = {item.source.document: item.source.metadata.title for item in documents}
    with st.sidebar.expander("Limit to", icon=":material/filter_alt:", key="limit-to"):
        chosen = {field: _choice(field, _values(documents, field)) for field in FIELDS}
        chosen["document"] = _choice("document", list(titles), lambda key: words(titles[key]))
        as_of = _day("as_of", "Only the law of this day: what was not in force then is left out.")
        first, last = _day("date_from"), _day("date_to")
    return Filters(
        jurisdiction=tuple(chosen["jurisdiction"]),
        kind=tuple(chosen["kind"]),
        issuer=tuple(chosen["issuer"]),
        document=tuple(chosen["document"]),
        date_from=first,
        date_to=last,
        as_of=as_of,
    )


def show_chips(filters: Filters) -> None:
    """The filters in force, each a button that takes it away."""
    if not filters:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="chips"):
        for field, value in parts(filters).items():
            st.button(
                label(f"{NAMES[field]}: {value}"),
                key=f"chip-{field}",
                icon=":material/close:",
                on_click=_clear,
                args=(field,),
                help="Take this limit away",
            )


def described(filters: Filters) -> str:
    """The filters in words: "jurisdiction EU, US; dated from 11 May 2016"; "" where there are none."""
    said = parts(filters).items()
    return "; ".join(
        f"{SAID.get(field, NAMES[field].lower())} {written_date(value) if field in DAYS else value}"
        for field, value in said
    )


def parts(filters: Filters) -> Mapping[str, str]:
    """Field -> its value in words, for the fields that restrict something."""
    if filters == NO_FILTERS:
        return {}
    titles = {item.source.document: item.source.metadata.title for item in session.listed_documents()}
    said = {field: ", ".join(getattr(filters, field)) for field in FIELDS}
    said["document"] = ", ".join(shortened(titles.get(key, "a removed one"), 50) for key in filters.document)
    said |= {field: getattr(filters, field) or "" for field in DAYS}
    return {field: words(value) for field, value in said.items() if value}


def _values(documents: Sequence[Listed], field: str) -> list[str]:
    values = (getattr(item.source.metadata, field) for item in documents)
    return sorted({value for value in values if value})


def _key(field: str) -> str:
    return f"filter-{field}"


def _choice(field: str, options: list[str], format_func: Callable[[str], str] = words) -> list[str]:
    key = _key(field)
    if key in st.session_state:  # a chosen document may have been removed since
        kept = [value for value in st.session_state[key] if value in options]
        if kept != st.session_state[key]:
            st.session_state[key] = kept
    return st.multiselect(
        NAMES[field],
        options,
        key=key,
        format_func=format_func,
        placeholder="All",
        persist_state="session",
    )


def _day(field: str, told: str | None = None) -> str | None:
    day = st.date_input(
        NAMES[field],
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        key=_key(field),
        format="YYYY-MM-DD",
        persist_state="session",
        help=told,
    )
    return day.isoformat() if isinstance(day, datetime.date) else None


def _clear(field: str) -> None:
    st.session_state[_key(field)] = None if field in DAYS else []
