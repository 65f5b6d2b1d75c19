"""What became of a memo's sources since their words were taken."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import streamlit as st

from core.errors import PinciteError
from core.memos import TakenAnswer
from core.types import Citation
from memo.content import Memo, Note
from memo.describe import folded, note_ranges
from memo.standing import Anchored, Standing, anchored
from pages.parts import session
from pages.parts.components import word_difference
from pages.parts.inert import label, shortened
from pages.parts.naming import counted, place
from pages.parts.standing import standings_since

TOLD = {
    Standing.GONE: "The document is no longer in the library.",
    Standing.ALTERED: "The library’s document of today no longer has these words.",
    Standing.MOVED: "The document has changed since; these words still stand in it.",
}
WORST_FIRST = list(TOLD)
TITLE = 90  # characters of a document's title


def standing_of_block(block: TakenAnswer) -> list[Standing]:
    """What became of what each citation of a taken answer rests on."""
    given = _given(block.saved) if block.saved else None
    return [standing for standing, _ in standings_since(block.answer, given or _now())]


def show_changes_since(made: Memo) -> None:
    """Which footnotes cite what the library no longer holds as it was, with old and new words."""
    by_citation: dict[Citation, list[Note]] = {}
    for note in made.notes:
        by_citation.setdefault(note.citation, []).append(note)
    changed = [(one, by_citation[one.citation]) for one in _changed(list(by_citation))]
    if not changed:
        return
    changed.sort(key=lambda pair: (WORST_FIRST.index(pair[0].standing), pair[1][0].number))
    lost = [cited for one, cited in changed if one.standing is not Standing.MOVED]
    st.warning(
        f"{_told([cited for _, cited in changed], lost)} The memo quotes the version that was cited.",
        icon=":material/history:",
    )
    with st.expander("What has changed", expanded=len(changed) <= 3):
        for one, cited in changed:
            _show(one, cited)


def _told(changed: Sequence[Sequence[Note]], lost: Sequence[Sequence[Note]]) -> str:
    """How many citations, each given with its footnotes, are of what changed, and how many lost words."""
    are = "is" if len(changed) == 1 else "are"
    if len(lost) == len(changed):
        return f"{_counted(changed)} {are} of words that the library of today does not have."
    whose = f"the words of {_counted(lost)} are no longer there" if lost else "all their words still stand"
    return f"{_counted(changed)} {are} of what has changed since; {whose}."


def _counted(citations: Sequence[Sequence[Note]]) -> str:
    """ "10 citations (12 footnotes)": the Library page counts the former, the memo numbers the latter."""
    return f"{counted(len(citations), 'citation')} ({counted(sum(map(len, citations)), 'footnote')})"


def _show(one: Anchored, cited: Sequence[Note]) -> None:
    source = one.citation.source.metadata.title
    numbers = note_ranges(note.number for note in cited)
    with st.container(gap="xxsmall"):
        st.markdown(f"**{label(numbers.capitalize())}** · {label(shortened(folded(source), TITLE))}")
        st.caption(label(TOLD[one.standing]))
        if one.standing is Standing.ALTERED and one.words:
            word_difference(one.difference, key=f"since-{cited[0].number}")
        elif one.standing is Standing.ALTERED:
            st.caption("Nothing like them stands there.")
        if one.standing is Standing.MOVED and one.version and (now := _place_now(one)):
            st.caption(label(f"Now: {now}"))


def _place_now(one: Anchored) -> str:
    pin = one.citation
    now = Citation(
        pin.source, 0, 0, "", pin.verdict, page=one.page, section=one.section, paragraph=one.paragraph
    )
    return place(now)


def _changed(citations: Sequence[Citation]) -> list[Anchored]:
    """Those whose document is no longer the version that they cite, with what stands there now."""
    library = session.store().library
    current = library.current_versions({citation.source.document for citation in citations})
    changed = []
    for citation in citations:
        version = current.get(citation.source.document)
        if version != citation.source.version:
            changed.append(_anchored(str(library.engine.url), version, citation))
    return [one for one in changed if one.standing in TOLD]


@st.cache_data(show_spinner=False, max_entries=2000)
def _anchored(url: str, version: str | None, citation: Citation) -> Anchored:
    return anchored(citation, version, session.store().library.document)


def _given(saved: str) -> datetime.datetime | None:
    try:
        return session.store().conversations.answer(saved).created
    except PinciteError:
        return None  # its conversation was deleted: memos keep the answers that they took


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
