"""What became of an answer's sources since it was given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.types import Answer
from memo.check import Standing, standing_of
from pages.parts import session

CHANGED, REMOVED = "changed since", "no longer in the library"


def standings(answer: Answer) -> list[Standing]:
    """What became of the words of each citation. A text is read only where its document has changed."""
    library = session.store().library
    current = library.current_versions({citation.source.document for citation in answer.citations})
    holds = partial(_holds, str(library.engine.url))
    return [
        standing_of(citation, current.get(citation.source.document), holds) for citation in answer.citations
    ]


@st.cache_data(show_spinner=False, max_entries=1000)
def _holds(url: str, version: str, words: str) -> bool:
    """Whether a version, which never changes, holds these words."""
    return words in session.store().library.document(version).text


def in_short(cited: Sequence[Standing]) -> str | None:
    """What became of a version that citations rest on, in as few words as a list has room for."""
    if Standing.GONE in cited:
        return REMOVED
    return None if all(standing is Standing.INTACT for standing in cited) else CHANGED


def in_words(cited: Sequence[tuple[int, Standing]]) -> str | None:
    """The same in a sentence, which names the citations, numbered as given, whose words are lost."""
    standing = [standing for _, standing in cited]
    if Standing.GONE in standing:
        return "No longer in the library: you see it as it was when it was cited."
    lost = [f"[{number}]" for number, standing in cited if standing is Standing.ALTERED]
    if lost:
        return f"Changed since: the library's text of today no longer has the words of {', '.join(lost)}."
    return "Changed since: the cited words still stand in it." if Standing.MOVED in standing else None
