"""What the library is and where its words go, at the foot of the sidebar of every page."""

from __future__ import annotations

import streamlit as st

from pages.parts import session
from pages.parts.inert import label
from pages.parts.naming import counted


def show_status_line() -> None:
    """How many documents and passages, the search model, who answers, and whether anything leaves."""
    store = session.store()
    documents, passages = store.library.count()
    held = f"{counted(documents, 'document')}, {counted(passages, 'passage')}"
    model = f"Search model: {store.settings.embedding_model}"
    with st.sidebar:
        st.divider()
        st.caption("  \n".join(label(line) for line in (held, model, *store.writer.told)))
