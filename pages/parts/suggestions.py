"""First questions, taken from what the library itself holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

import streamlit as st

from core.types import Document
from pages.parts import session
from records.library import Listed

MOST = 4
LOOKED_AT = 100  # documents that are opened to find them
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
    documents = [library.document(identifier) for identifier in identifiers]
    shared = Counter(heading for document in documents for heading in set(_headings(document)))
    asking = [question for document in documents if (question := _asked_in(document))]
    if len(asking) < MOST:
        common = {heading for heading, count in shared.items() if count > 1}
        asking += [question for document in documents if (question := question_of(document, besides=common))]
    return sorted(dict.fromkeys(asking), key=len)[:MOST]


def question_of(document: Document, *, besides: Set[str]) -> str | None:
    """What this document could be asked; None where its headings give no subject that is not in `besides`.

    "Remedies" -> "What is said about remedies in the Defend Trade Secrets Act of 2016?"; a heading that
    asks is taken as it is.
    """
    title = document.source.metadata.title
    if asked := _asked_in(document):
        return asked
    if "title" in document.source.metadata.inferred or len(title) > LONGEST:
        return None
    for heading in _headings(document):
        if heading != title and heading not in besides and _SUBJECT.fullmatch(heading):
            return f"What is said about {_inside(heading)} in {_inside(title)}?"
    return None


def _headings(document: Document) -> list[str]:
    return [heading.path[-1].strip() for heading in document.layout.headings if heading.path]


def _asked_in(document: Document) -> str | None:
    """The first heading that asks."""
    return next((h for h in _headings(document) if h.endswith("?") and len(h) <= LONGEST), None)


def _inside(words: str) -> str:
    """The words as they stand inside a sentence: "The Act" -> "the Act"; other titles stay as they are."""
    first, _, rest = words.partition(" ")
    lowered = not rest or rest.islower() or first == "The"
    return words[0].lower() + words[1:] if lowered and not first.isupper() else words


def _spread(documents: Sequence[Listed]) -> list[str]:
    """Some documents from all over the list, always the same ones for the same library."""
    step = -(-len(documents) // LOOKED_AT) or 1
    return [item.source.document for item in documents[::step]]
