"""Shows the memos and answers that cite documents which changed, were superseded or removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import streamlit as st

from core.memos import Holder
from ingest.report import Report
from memo.affected import Affected, Pin, together
from memo.standing import Anchored, Standing, anchored
from pages.parts import session
from pages.parts.components import word_difference
from pages.parts.inert import label, shortened
from pages.parts.naming import counted, place
from pages.parts.resting import affected_by, all_affected, citing
from pages.parts.standing import why_superseded

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


def show_affected() -> None:
    """The section of the Library page; nothing where nothing is affected."""
    found = all_affected()
    if not found:
        return
    st.subheader("Affected by changes", anchor=False)
    st.caption(
        f"{_counted((one.holder for one in found), verb=('cites', 'cite'))} documents that changed since, "
        "were superseded or removed, the worst first. Gone: the document was removed. "
        "Altered: it no longer has the cited words. Moved: its newer version still has them. "
        "Each citation counts once, also where a memo has several footnotes to it."
    )
    every = st.session_state.get("all-affected", False)
    with st.container(gap="xsmall", key="affected"):
        for one in found if every else found[:SHOWN]:
            _show(one)
        if len(found) > SHOWN and not every:
            st.button(f"Show all {len(found)}", key="show-all-affected", on_click=_show_all, type="tertiary")


def _show_all() -> None:
    st.session_state["all-affected"] = True


def told_of_changes(report: Report) -> str | None:
    """How many memos and answers an ingest has affected, in a sentence; None where it has none."""
    holders = affected_by(report)
    said = _counted(holders, verb=("cites", "cite"))
    return f"{said} what has changed. See “Affected by changes” below." if holders else None


def told_of_citing(document: str) -> str | None:
    """How many memos and answers cite a document, in a sentence; None where none do."""
    holders = citing(document)
    return f"{_counted(holders, verb=('cites', 'cite'))} it." if holders else None


def _counted(holders: Iterable[Holder], verb: tuple[str, str]) -> str:
    """1 memo, 2 answers -> "1 memo and 2 answers cite"."""
    counts = Counter(NAMES[holder] for holder in holders)
    parts = [counted(counts[name], name) for name in ("memo", "answer") if counts[name]]
    return f"{' and '.join(parts)} {verb[counts.total() != 1]}"


def _show(one: Affected) -> None:
    kind = {Holder.MEMO: "Memo", Holder.FINISHED: "Finished memo", Holder.ANSWER: "Answer"}[one.holder]
    name = f"{kind} · **{label(shortened(one.name, 80)) or 'Untitled'}** · {_of_each_kind(one)}"
    opened = st.expander(name, key=f"affected-{one.id}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_last(one), width="stretch")
            _link(one)
        for number, pins in enumerate(together(one.pins)):
            _pins_shown(pins, key=f"{one.id}-{number}")


def _of_each_kind(one: Affected) -> str:
    """ "3 citations gone, 1 altered, 6 moved"."""
    (worst, number), *others = one.counts
    parts = [
        f"{counted(number, 'citation')} {worst.value}",
        *(f"{count} {kind.value}" for kind, count in others),
    ]
    return ", ".join(parts)


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
