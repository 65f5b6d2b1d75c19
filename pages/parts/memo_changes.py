"""How a page changes a memo: in the author's name, and never over what somebody else changed meanwhile."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from core.errors import PinciteError
from core.memos import MemoDraft
from core.unseen import without_unseen
from memo.describe import folded
from pages.parts import session
from pages.parts.inert import label, shortened, words
from records.memos import ChangedMeanwhile, SavedMemo

NAME = "memo-author"
SAID = 60  # characters of the words that a change is of, in the history
OFFERED = 3  # names of those who worked on a memo before
Revise = Callable[[MemoDraft], MemoDraft]


def ask_name() -> None:
    """Who is at work: kept as long as the page is open, and never filled in: nobody signs by mistake."""
    st.text_input(
        "You are",
        key=NAME,
        persist_state="session",
        placeholder="Your name",
        help="Stands beside what you change, and under what you accept or reject.",
    )


def offer_names(memo: str) -> None:
    """Who worked on a memo before, each to go on as; nothing once a name was given."""
    names = () if author() else known_authors(memo)
    if not names:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="known-authors"):
        st.caption("Go on as", width="content")
        for number, name in enumerate(names):
            st.button(
                label(name),
                key=f"go-on-as-{number}",
                icon=":material/person:",
                on_click=go_on_as,
                args=(name,),
            )


def known_authors(memo: str) -> tuple[str, ...]:
    """Those who changed a memo, the latest first; of one that nobody named changed, those of the others."""
    memos = session.store().memos
    try:
        changes = [revision.by for revision in memos.history(memo)]
    except PinciteError:
        return ()  # it was deleted meanwhile
    names = [name for name in changes if name] or [one.by for one in memos.list() if one.by]
    return tuple(dict.fromkeys(names))[:OFFERED]


def go_on_as(name: str) -> None:
    """The author says to be this one."""
    st.session_state[NAME] = name


def author() -> str:
    """The name that the author gave; empty: none."""
    return folded(without_unseen(str(st.session_state.get(NAME) or "")))


def change(memo: SavedMemo, revise: Revise, what: str, *, typed: str = "") -> bool:
    """Changes a memo that was shown as `memo`, and says whether it was kept.

    Where somebody else changed it since it was shown, or it is gone, nothing is changed, and what the
    author typed is shown in the next run, so that it can be copied.
    """
    keep = partial(session.store().memos.change, memo.id, revise, by=author(), what=what)
    return _kept(memo, keep, typed)


def done_to(what: str, said: str) -> str:
    """What was done and to which words, for the history: `paragraph added: “In short …”`."""
    return f"{what}: “{shortened(words(said), SAID)}”" if said.strip() else what


def change_on_click(memo: SavedMemo, revise: Revise, what: str) -> None:
    """The same for a button, which asks for nothing back."""
    change(memo, revise, what)


def restore(memo: SavedMemo, revision: int) -> None:
    """Makes an earlier revision what the memo holds; the rest as `change`."""
    _kept(memo, partial(session.store().memos.restore, memo.id, revision, author()), "")


def _kept(memo: SavedMemo, keep: Callable[..., SavedMemo], typed: str) -> bool:
    seen = _after_own_changes(memo)
    try:
        after = keep(seen=seen)
    except ChangedMeanwhile as error:
        _not_kept(f"{_who_when(error)} What you did was not kept; the memo below is as it is now.", typed)
        return False
    except (PinciteError, SQLAlchemyError) as error:
        _not_kept(why_not_kept(error), typed)
        return False
    if after.revision != seen:
        _own_changes()[memo.id, seen] = after.revision
    return True


def why_not_kept(error: PinciteError | SQLAlchemyError) -> str:
    """Why the records did not keep something, in a sentence for the author."""
    if isinstance(error, PinciteError):
        return str(error)
    cause = getattr(error, "orig", None) or error
    return f"The records could not keep this: {cause}. Make room on the disk, then try again."


def tell_not_kept(error: PinciteError | SQLAlchemyError) -> None:
    """Says so in the next run."""
    _not_kept(why_not_kept(error), "")


def show_not_kept() -> None:
    """What the last change came to where it was not kept, with the words that were typed."""
    for number, (message, typed) in enumerate(st.session_state.pop("memo-not-kept", [])):
        with st.container(key=f"not-kept-{number}"):
            st.warning(label(message), icon=":material/sync_problem:")
            if typed.strip():
                st.caption("What you had written:")
                st.code(words(typed), language=None, wrap_lines=True)


def written_moment(moment: datetime.datetime) -> str:
    """A time of the records (UTC) in local time: "29 November 2026, 18:05"."""
    return f"{_local(moment):%-d %B %Y, %H:%M}"


def _who_when(error: ChangedMeanwhile) -> str:
    when = _local(error.when)
    today = when.date() == datetime.datetime.now().astimezone().date()
    said = f"at {when:%H:%M}" if today else f"on {written_moment(error.when)}"
    return f"{error.by or 'Somebody else'} changed this memo {said} while you had it open."


def _local(moment: datetime.datetime) -> datetime.datetime:
    return moment.replace(tzinfo=datetime.UTC).astimezone()


def _not_kept(message: str, typed: str) -> None:
    st.session_state.setdefault("memo-not-kept", []).append((message, typed))


def _own_changes() -> dict[tuple[str, int], int]:
    """(memo, revision that this page showed) -> the revision that it made of it.

    Two quick clicks on one showing of the page are both meant for what it shows.
    """
    changes: dict[tuple[str, int], int] = st.session_state.setdefault("memo-own-changes", {})
    return changes


def _after_own_changes(memo: SavedMemo) -> int:
    """The revision that this page showed, with what it changed itself since."""
    revision, own = memo.revision, _own_changes()
    while (memo.id, revision) in own:
        revision = own[memo.id, revision]
    return revision
