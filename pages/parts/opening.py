"""What every page does first."""

from __future__ import annotations

import runpy
from pathlib import Path

import streamlit as st

_STYLES = Path(__file__).parent / "assets" / "page.css"  # the few things that Streamlit has no setting for
_APP = Path(__file__).parents[2] / "app.py"


def enter() -> None:
    """Says that app.py is running; app.py calls it before it runs a page."""
    st.session_state["entered"] = True


def begin_page() -> None:
    """Makes sure that the page stands in the application, and styles it. Call it first."""
    if not st.session_state.pop("entered", False):
        # Streamlit takes a folder called pages/ for its old kind of application: until a process has
        # called st.navigation once, an address such as /library runs that page alone. So the
        # application is run here, around this page.
        runpy.run_path(str(_APP))
        st.stop()
    st.html(_STYLES)
