"""First questions, taken from what the library itself holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from core.types import Document
from pages.parts import session
from records.library import Listed

MOST = 4
LOOKED_AT = 40  # documents that are opened to find them
LONGEST = 90
# a heading that names a subject: one to four words, no number, not a question in disguise
_SUBJECT = re.compile(
    r"(?!(?:Who|What|How|When|Where|Why|Which|Whether|If)\b)[A-Z][a-z-]+(?: [A-Za-z-]+){0,3}"
)


def first_questions(documents: Sequence[Listed]) -> list[str]:
    """Up to four questions, each from another document: its own headings that ask, else its subject."""
    library = session.store().library
    return _questions(str(library.engine.url), library.index_state().generation, tuple(_spread(documents)))


@st.cache_data(show_spinner=False, max_entries=16)
def _questions(url: str, generation: int, identifiers: tuple[str, ...]) -> list[str]:
    library = session.store().library
    found: list[str] = []
    subjects: set[str] = set()
    for identifier in identifiers:
        question = question_of(library.document(identifier), besides=subjects)
        if question:
            found.append(question)
    return sorted(found, key=len)[:MOST]


def question_of(document: Document, *, besides: set[str]) -> str | None:
    """What this document could be asked; None where its headings give no subject that is not in `besides`.

    "Remedies" -> "What is said about remedies in the Defend Trade Secrets Act of 2016?"; a heading that
    asks is taken as it is. The subject taken is added to `besides`.
    """
    title = document.source.metadata.title
    headings = [heading.path[-1].strip() for heading in document.layout.headings if heading.path]
    for heading in headings:
        if heading.endswith("?") and len(heading) <= LONGEST:
            return heading
    if "title" in document.source.metadata.inferred or len(title) > LONGEST:
        return None
    for heading in headings:
        if heading != title and heading not in besides and _SUBJECT.fullmatch(heading):
            besides.add(heading)
            return f"What is said about {_inside(heading)} in {_inside(title)}?"
    return None


def _inside(words: str) -> str:
    """The words as they stand inside a sentence: "The Act" -> "the Act"; other titles stay as they are."""
    first, _, rest = words.partition(" ")
    lowered = not rest or rest.islower() or first == "The"
    return words[0].lower() + words[1:] if lowered and not first.isupper() else words


def _spread(documents: Sequence[Listed]) -> list[str]:
    """Some documents from all over the list, always the same ones for the same library."""
    step = max(1, len(documents) // LOOKED_AT)
    return [item.source.document for item in documents[::step][:LOOKED_AT]]
