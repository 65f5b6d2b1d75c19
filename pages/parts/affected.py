"""Memos and answers that cite documents which changed, were superseded or removed, the worst first."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from core.errors import PinciteError
from core.succession import Succession, Superseded
from core.types import Answer, Citation, Document
from ingest.report import Outcome, Report
from memo.standing import (
    WORST_FIRST,
    Anchored,
    Standing,
    anchored,
    cited_by,
    cited_in,
    stand_in,
    standing_of,
    worst_first,
)
from memo.writers.json_file import read_json
from pages.parts import session
from pages.parts.components import word_difference
from pages.parts.inert import label, shortened
from pages.parts.naming import counted, place
from pages.parts.session import Store
from pages.parts.standing import law_of, superseded_now, why_superseded
from records.citing import Cites, Citing, Holder, Stamp
from records.finished import FinishedMemos
from records.library import Library

SHOWN = 5  # until the reader asks for more
NOTHING_LIKE = "Nothing like it stands in the document now."
SAID = {
    Standing.GONE: "The document is no longer in the library.",
    Standing.ALTERED: "The document changed, and no longer has these words. Below each, what stands in their "
    "place now: struck through what was taken out, underlined what was put in.",
    Standing.MOVED: "The document changed, and still has these words.",
}
ICONS = {
    Standing.GONE: ":red[:material/delete:]",
    Standing.ALTERED: ":red[:material/edit_note:]",
    Standing.SUPERSEDED: ":orange[:material/update:]",
    Standing.MOVED: ":gray[:material/move_down:]",
}
NAMES = {Holder.MEMO: "memo", Holder.FINISHED: "memo", Holder.ANSWER: "answer"}


@dataclass(frozen=True)
class Pin:
    """A citation that is no longer what it was."""

    citation: Citation
    current: str | None  # the version of its document now
    standing: Standing
    superseded: Superseded | None


@dataclass(frozen=True)
class Affected:
    """A memo or an answer, and which of its citations are no longer what they were."""

    holder: Holder
    id: str
    name: str
    when: datetime.datetime
    by: str
    pins: tuple[Pin, ...]

    @property
    def counts(self) -> tuple[tuple[Standing, int], ...]:
        """How many citations there are of each standing, the worst first."""
        return worst_first(pin.standing for pin in self.pins)

    @property
    def rank(self) -> tuple[object, ...]:
        """Sorts memos before answers, what is worst first, and what is newest."""
        standings = Counter(pin.standing for pin in self.pins)
        severity = tuple(-standings[kind] for kind in WORST_FIRST)
        return (self.holder is Holder.ANSWER, severity, -self.when.timestamp(), self.id)


@dataclass(frozen=True)
class _Holding:
    """A memo or an answer with all that it cites, and the answers that this comes from, where known."""

    id: str
    name: str
    when: datetime.datetime  # it was changed last
    given: datetime.datetime  # what it says counts as known up to then
    by: str
    cited: tuple[tuple[Answer | None, Citation], ...]


def show_affected() -> None:
    """The section of the Library page; nothing where nothing is affected."""
    found = all_affected()
    if not found:
        return
    st.subheader("Affected by changes", anchor=False)
    st.caption(
        f"{_counted((one.holder for one in found), verb=('cites', 'cite'))} documents that changed since, "
        "were superseded or removed, the worst first. Gone: the document was removed. "
        "Altered: it no longer has the cited words. Moved: its newer version still has them."
    )
    every = st.session_state.get("all-affected", False)
    with st.container(gap="xsmall", key="affected"):
        for one in found if every else found[:SHOWN]:
            _show(one)
        if len(found) > SHOWN and not every:
            st.button(f"Show all {len(found)}", key="show-all-affected", on_click=_show_all, type="tertiary")


def _show_all() -> None:
    st.session_state["all-affected"] = True


def all_affected() -> tuple[Affected, ...]:
    """All of them; looked up again only after the library, a memo or an answer among them has changed."""
    store = session.store()
    url, today = str(store.library.engine.url), datetime.date.today()
    generation, stamp = store.library.index_state().generation, Citing(store.library.engine).stamp()
    touched = _touched(store.library, url, generation, stamp, today)
    return _affected(store, url, generation, touched, stamp.memos, today)


def told_of_changes(report: Report) -> str | None:
    """How many memos and answers an ingest has affected, in a sentence; None where it has none."""
    library = session.store().library
    changed = {file.document for file in report.files if file.outcome is Outcome.UPDATED}
    changed |= set(library.by_origin([f.name for f in report.files if f.outcome is Outcome.REMOVED]))
    added = {file.document for file in report.files if file.outcome is Outcome.ADDED}
    if not changed | added:
        return None

    def is_by_it(pin: Pin) -> bool:
        by = pin.superseded.by if pin.superseded else None
        return pin.citation.source.document in changed or (by is not None and by.document in changed | added)

    holders = [one.holder for one in all_affected() if any(map(is_by_it, one.pins))]
    said = _counted(holders, verb=("cites", "cite"))
    return f"{said} what has changed. See “Affected by changes” below." if holders else None


def told_of_citing(document: str) -> str | None:
    """How many memos and answers cite a document, in a sentence; None where none do."""
    library = session.store().library
    citing = Citing(library.engine)
    everything = _cites(citing, str(library.engine.url), citing.stamp())
    held = {(one.holder, one.id) for one in everything if one.document == document}
    return f"{_counted((holder for holder, _ in held), verb=('cites', 'cite'))} it." if held else None


def _counted(holders: Iterable[Holder], verb: tuple[str, str]) -> str:
    """1 memo, 2 answers -> "1 memo and 2 answers cite"."""
    counts = Counter(NAMES[holder] for holder in holders)
    parts = [counted(counts[name], name) for name in ("memo", "answer") if counts[name]]
    return f"{' and '.join(parts)} {verb[counts.total() != 1]}"


@st.cache_resource(show_spinner=False, max_entries=4)
def _cites(_citing: Citing, url: str, stamp: Stamp) -> tuple[Cites, ...]:
    return _citing.everything()


@st.cache_resource(show_spinner=False, max_entries=4)
def _touched(
    _library: Library, url: str, generation: int, stamp: Stamp, today: datetime.date
) -> tuple[tuple[Holder, str], ...]:
    """Who cites versions that are no longer current, or documents that another one superseded."""
    everything = _cites(Citing(_library.engine), url, stamp)
    documents = {one.document for one in everything}
    current, law = _library.current_versions(documents), law_of(_library, documents)
    over = {one.document for one in law.sources if law.superseded(one, today)}
    found = (
        (one.holder, one.id)
        for one in everything
        if current.get(one.document) != one.version or one.document in over
    )
    return tuple(dict.fromkeys(found))


@st.cache_resource(show_spinner="Looking for what rests on changed documents …", max_entries=4)
def _affected(
    _store: Store,
    url: str,
    generation: int,
    touched: tuple[tuple[Holder, str], ...],
    memos: tuple[object, ...],
    today: datetime.date,
) -> tuple[Affected, ...]:
    library = _store.library
    held = {key: holding for key in touched if (holding := _holding(_store, *key))}
    citations = [citation for holding in held.values() for _, citation in holding.cited]
    documents = {citation.source.document for citation in citations}
    current, law = library.current_versions(documents), law_of(library, documents)
    stood = _stood(citations, current, library.document)
    found = []
    for (holder, identifier), one in held.items():
        pins = tuple(_pins(one, current, law, stood))
        if pins:
            found.append(Affected(holder, identifier, one.name, one.when, one.by, pins))
    return tuple(sorted(_without_doubles(found), key=lambda one: one.rank))


def _holding(store: Store, holder: Holder, identifier: str) -> _Holding | None:
    """What there is under this id; None where it was deleted meanwhile."""
    try:
        if holder is Holder.MEMO:
            memo, begun = store.memos.memo(identifier), store.memos.history(identifier)[-1].saved
            subject, cited = memo.draft.heading.subject, cited_in(memo.draft)
            return _Holding(identifier, subject, memo.updated, begun, memo.by, cited)
        if holder is Holder.ANSWER:
            saved = store.conversations.answer(identifier)
            question, given = saved.answer.question, saved.created
            pairs = tuple((saved.answer, citation) for citation in cited_by(saved.answer))
            return _Holding(identifier, question, given, given, "", pairs)
        finished = read_json(FinishedMemos(store.library.engine).content(identifier))
    except PinciteError:
        return None
    answers = {one.number: _answer(store, one.answer) for one in finished.statements}
    pins = tuple((answers.get(note.statement), note.citation) for note in finished.notes)
    subject, by = finished.heading.subject, finished.heading.sender
    return _Holding(identifier, subject, finished.made, finished.made, by, pins)


def _answer(store: Store, identifier: str | None) -> Answer | None:
    try:
        return store.conversations.answer(identifier).answer if identifier else None
    except PinciteError:
        return None


def _stood(
    citations: Collection[Citation], current: dict[str, str], find: Callable[[str], Document]
) -> dict[tuple[str, str], bool]:
    """(version, words) -> whether they stand there, for the documents that changed; each is read once."""
    wanted = {
        (current[citation.source.document], citation.quote)
        for citation in citations
        if current.get(citation.source.document, citation.source.version) != citation.source.version
    }
    read = lru_cache(maxsize=1)(find)
    return {(version, words): stand_in(words, read(version).text) for version, words in sorted(wanted)}


def _pins(
    holding: _Holding, current: dict[str, str], law: Succession, stood: dict[tuple[str, str], bool]
) -> Iterator[Pin]:
    def holds(version: str, words: str) -> bool:
        return stood[version, words]

    for citation, answer in {citation: answer for answer, citation in holding.cited}.items():
        version = current.get(citation.source.document)
        superseded = (
            superseded_now(answer, citation, law, holding.given)
            if answer
            else law.superseded(citation.source, datetime.date.today())
        )
        standing = standing_of(citation, version, holds, superseded)
        if standing is not Standing.INTACT:
            yield Pin(citation, version, standing, superseded)


def _without_doubles(found: Sequence[Affected]) -> list[Affected]:
    """Without finished memos all of whose lost citations stand in a draft that is listed too."""
    drafts = [frozenset(one.pins) for one in found if one.holder is Holder.MEMO]
    return [
        one
        for one in found
        if one.holder is not Holder.FINISHED or not any(frozenset(one.pins) <= pins for pins in drafts)
    ]


def _show(one: Affected) -> None:
    kind = {Holder.MEMO: "Memo", Holder.FINISHED: "Finished memo", Holder.ANSWER: "Answer"}[one.holder]
    counts = ", ".join(f"{number} {standing.value}" for standing, number in one.counts)
    name = f"{kind} · **{label(shortened(one.name, 80)) or 'Untitled'}** · {counts}"
    opened = st.expander(name, key=f"affected-{one.id}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_last(one), width="stretch")
            _link(one)
        for number, pins in enumerate(_together(one.pins)):
            _pins_shown(pins, key=f"{one.id}-{number}")


def _last(one: Affected) -> str:
    done = {Holder.MEMO: "Last changed", Holder.FINISHED: "Finished", Holder.ANSWER: "Given"}[one.holder]
    by = f" by {label(one.by)}" if one.by.strip() else ""
    return f"{done} on {one.when:%-d %B %Y}{by}"


def _link(one: Affected) -> None:
    if one.holder is Holder.ANSWER:
        st.page_link(
            "pages/chat.py",
            label="Open the answer",
            icon=":material/arrow_forward:",
            query_params={"answer": one.id},
        )
    elif one.holder is Holder.MEMO and st.button(
        "Open the memo", key=f"open-{one.id}", icon=":material/arrow_forward:", type="tertiary"
    ):
        st.session_state["memo"] = one.id
        st.switch_page("pages/memos.py")


def _together(pins: Iterable[Pin]) -> list[tuple[Pin, ...]]:
    """The citations of one document that share one fate together, the worst first."""
    groups: dict[tuple[int, str, Superseded | None], list[Pin]] = {}
    for pin in pins:
        key = (WORST_FIRST.index(pin.standing), pin.citation.source.version, pin.superseded)
        groups.setdefault(key, []).append(pin)
    return [tuple(groups[key]) for key in sorted(groups, key=lambda key: key[:2])]


def _pins_shown(pins: Sequence[Pin], *, key: str) -> None:
    """A document, what became of it, and the words of it that are cited."""
    first = pins[0]
    with st.container(border=True, gap="small"):
        st.markdown(f"{ICONS[first.standing]} **{label(first.citation.source.metadata.title)}**")
        said = [SAID[first.standing]] if first.standing in SAID else []
        if first.superseded:
            said.append(label(why_superseded(first.superseded)))
        st.markdown(" ".join(said))
        for number, pin in enumerate(pins):
            with st.container(gap="xxsmall"):
                _words(pin, key=f"difference-{key}-{number}")


def _words(pin: Pin, *, key: str) -> None:
    """The words that are cited and, where they changed, what stands in their place."""
    now = _anchored(pin, str(session.store().library.engine.url))
    then = label(place(pin.citation))
    st.markdown(f"> “{label(pin.citation.quote)}”")
    where = [f"Cited at {then}."] if then else []
    elsewhere = _place(now) if now.span and _place(now) != then else ""
    if pin.standing is Standing.ALTERED:
        beside = f" at {elsewhere}" if elsewhere else ""
        where.append(f"In its place now{beside}:" if now.span else NOTHING_LIKE)
    elif elsewhere:
        where.append(f"Now at {elsewhere}.")
    st.caption(" ".join(where))
    if pin.standing is Standing.ALTERED and now.span:
        word_difference(now.difference, key=key)


def _place(now: Anchored) -> str:
    """Where the words stand now: "p. 3 · Remedies", as Markdown that shows just this."""
    there = replace(now.citation, page=now.page, section=now.section, paragraph=now.paragraph)
    return label(place(there))


@st.cache_data(show_spinner=False, max_entries=2000)
def _anchored(pin: Pin, url: str) -> Anchored:
    """Where the words are now; versions never change."""
    return anchored(pin.citation, pin.current, session.store().library.document, pin.superseded)
