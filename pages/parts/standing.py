"""What became of an answer's sources since it was given."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from functools import partial

import streamlit as st

from core.succession import Succession, Superseded, written_day
from core.types import Answer, Citation, Source
from memo.standing import Standing, stand_in, standing_of, superseded_since
from pages.parts import session
from records.conversations import SavedAnswer
from records.library import Library

CHANGED, REMOVED, SUPERSEDED = "changed since", "no longer in the library", "superseded since"


def standings(saved: SavedAnswer) -> list[tuple[Standing, Superseded | None]]:
    """What became of the words of each citation. A text is read only where its document has changed."""
    return standings_since(saved.answer, saved.created)


def standings_since(answer: Answer, given: datetime.datetime) -> list[tuple[Standing, Superseded | None]]:
    """The same for an answer that was given at this time (UTC)."""
    library = session.store().library
    cited = {citation.source.document for citation in answer.citations}
    current = library.current_versions(cited)
    law = law_of(library, cited)
    return [
        (
            standing_of(
                citation,
                current.get(citation.source.document),
                partial(holds, str(library.engine.url)),
                superseded,
            ),
            superseded,
        )
        for citation in answer.citations
        for superseded in [superseded_now(answer, citation, law, given)]
    ]


def superseded_now(
    answer: Answer, citation: Citation, law: Succession, given: datetime.datetime
) -> Superseded | None:
    """What has taken the place of what a citation cites since the answer was given."""
    return superseded_since(answer, citation, law, given=given.date(), today=datetime.date.today())


def law_of(library: Library, documents: Collection[str]) -> Succession:
    """What supersedes what, in the library of today, as far as it concerns these documents."""
    return _law(library, str(library.engine.url), library.index_state().generation, frozenset(documents))


@st.cache_resource(show_spinner=False, max_entries=200)
def _law(_library: Library, url: str, generation: int, documents: frozenset[str]) -> Succession:
    dated = {source.document: source for source in _library.dated_sources()}
    if not dated:
        return Succession()
    named: dict[str, Source] = {
        item.source.document: item.source
        for item in session.listed_documents()
        if item.source.document in documents
    }
    return Succession(tuple({**named, **dated}.values()))


@st.cache_data(show_spinner=False, max_entries=10_000)
def holds(url: str, version: str, words: str) -> bool:
    """Whether a version, which never changes, holds these words."""
    return stand_in(words, session.store().library.document(version).text)


def in_short(cited: Sequence[Standing]) -> str | None:
    """What became of a version that citations rest on, in as few words as a list has room for."""
    if Standing.GONE in cited:
        return REMOVED
    if Standing.ALTERED in cited:
        return CHANGED
    if Standing.SUPERSEDED in cited:
        return SUPERSEDED
    return CHANGED if Standing.MOVED in cited else None


def in_words(cited: Sequence[tuple[int, Standing]], superseded: Superseded | None = None) -> str | None:
    """The same in a sentence, which names the citations, numbered as given, whose words are lost."""
    standing = [standing for _, standing in cited]
    if Standing.GONE in standing:
        return "No longer in the library: you see it as it was when it was cited."
    lost = [f"[{number}]" for number, standing in cited if standing is Standing.ALTERED]
    if lost:
        return f"Changed since: the library's text of today no longer has the words of {', '.join(lost)}."
    if Standing.SUPERSEDED in standing and superseded:
        return why_superseded(superseded)
    return "Changed since: the cited words still stand in it." if Standing.MOVED in standing else None


def warning(cited: Sequence[Standing]) -> str | None:
    """What stands over an answer that rests on what is no longer so; None where all its words stand."""
    lost = (Standing.GONE, Standing.ALTERED, Standing.SUPERSEDED)
    marks = [f"[{number}]" for number, standing in enumerate(cited, start=1) if standing in lost]
    if not marks:
        return None
    return (
        f"Since this was answered, what {', '.join(marks)} rests on was changed, removed or superseded: "
        "the sources below say how."
    )


def why_superseded(superseded: Superseded) -> str:
    """By what and when: "In force until 22 April 2019. Superseded by “The Act of 2019” from 23 April 2019."""
    said = []
    if superseded.until:
        said.append(f"In force until {written_day(superseded.until)}.")
    if superseded.by:
        since = f" from {written_day(superseded.since)}" if superseded.since else ""
        said.append(f"Superseded by “{superseded.by.metadata.title}”{since}.")
    return " ".join(said)
