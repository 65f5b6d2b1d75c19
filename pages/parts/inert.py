"""Makes what documents, models and users wrote inert, before any of it is shown.

Two ways lead onto a page: `words`, for what takes plain text (st.text, the components of
`pages.parts.components`, options of a selectbox; `cell` for tables), and `label`, for what Streamlit reads as
Markdown whether one likes it or not (buttons, expanders, headings, messages). Nothing else may. What a reader
copies to take elsewhere is `copied`.
"""

from __future__ import annotations

import re
import string

from core.unseen import without_unseen
from memo.plain import plain

# Streamlit replaces some strings after Markdown is parsed, so that a backslash does not stop it:
# addresses (http:, www., name@), emoji (:smile:), icons (:material/home:), arrows and dashes (->, --).
# An invisible word joiner inside each keeps it from being one.
_JOINER = "\u2060"
_REPLACED_LATE = re.compile(r":(?=\S)|www(?=\.)|@|[-<>=+~](?=[-<>=+~])", re.IGNORECASE)
_FORMULA = re.compile(r"^(?=[=+\-@\t\r])", re.MULTILINE)  # with these a spreadsheet's formula begins
_ESCAPES = {ord(sign): f"\\{sign}" for sign in string.punctuation}


def words(text: str) -> str:
    """The text for a place that shows plain text: without control signs and direction overrides."""
    return plain(text)


def cell(text: str) -> str:
    """The words of a table's cell. A reader can download a table: none begins as a spreadsheet's formula."""
    return _FORMULA.sub("'", plain(text))


def copied(text: str) -> str:
    """Text for the clipboard: what no reader sees is left out, and no line begins as a formula does."""
    return _FORMULA.sub(" ", without_unseen(plain(text)))


def label(text: str) -> str:
    """The text as one line of Markdown that shows just these words: no link, image, HTML or directive."""
    line = " ".join(plain(text).split())
    return _REPLACED_LATE.sub(lambda found: found.group() + _JOINER, line).translate(_ESCAPES)


def shortened(text: str, length: int) -> str:
    """The text on one line, cut at a word: at most `length` characters, with "…" where it was cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    kept = line[: length - 1]
    return (kept[: kept.rfind(" ")] if " " in kept[length // 2 :] else kept) + "…"
