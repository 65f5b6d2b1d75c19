"""The browser's door: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from core.errors import PinciteError
from pages.parts.inert import label
from pages.parts.opening import enter
from pages.parts.status_line import show_status_line

st.set_page_config(page_title="Pincite", page_icon="📌", layout="wide")
st.logo(Path(__file__).parent / "pages/parts/assets/logo.svg", size="large")
page = st.navigation(
    [
        st.Page("pages/chat.py", title="Ask", icon=":material/forum:", default=True),
        st.Page("pages/library.py", title="Library", icon=":material/menu_book:"),
        st.Page("pages/memos.py", title="Memos", icon=":material/description:"),
        st.Page("pages/memo_check.py", title="Check a memo", icon=":material/fact_check:"),
        st.Page("pages/evaluation.py", title="Evaluation", icon=":material/query_stats:"),
    ],
    position="top",
)
enter()
try:
    page.run()
    show_status_line()
except PinciteError as error:
    st.error(label(str(error)))
