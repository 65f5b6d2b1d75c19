"""Fields that show what the records hold, and keep what is typed into them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

import streamlit as st

from pages.parts.inert import words

Option = TypeVar("Option", bound=Hashable)


def shows(key: str, value: object) -> str:
    """The key of a field that is to show `value` in this run, whatever it held before.

    A field that shows it already is left alone: setting it would take away what is being typed.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def distinct(names: Mapping[Option, str]) -> dict[Option, str]:
    """The names with a number behind those that came before: Streamlit tells options apart by name only."""
    told: dict[Option, str] = {}
    for option, name in names.items():
        said, number = words(name), 1
        while said in told.values():
            number += 1
            said = f"{words(name)} ({number})"
        told[option] = said
    return told


def typed(key: str) -> str:
    """What a text field holds now."""
    return str(st.session_state.get(key) or "")
