"""What a memo will be: what stops it, what to see to before signing, and its pages as they will print."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from core.errors import PinciteError
from core.memos import Decision
from memo.body import UnsupportedStatement
from memo.content import BlockKind, ContentBlock, Memo, NoteMark, Run, Table
from memo.finish import MisplacedQuotation
from pages.parts.inert import label
from pages.parts.memo_files import show_files
from pages.parts.memo_finished import finished, not_shown, sheet
from pages.parts.memo_since import show_changes_since
from pages.parts.naming import counted
from records.memos import SavedMemo

READ = "Read it as text"


def show_preview(memo: SavedMemo) -> None:
    """Files, warnings and pages; or why there is no memo yet."""
    if not memo.draft.blocks:
        st.info("Nothing is in this memo yet. Add an answer or a paragraph: its pages appear here.")
        return
    try:
        made = finished(memo)
    except (UnsupportedStatement, MisplacedQuotation) as error:
        st.error(f"**No file can be made of this memo yet.** {label(str(error))}", icon=":material/block:")
        return
    except PinciteError as error:
        st.error(label(str(error)))
        return
    show_files(memo, made)
    _before_signing(made)
    show_changes_since(made)
    _pages(memo, made)


def _before_signing(made: Memo) -> None:
    """How far the sign-off is."""
    statements = made.own_statements
    total = len(statements)
    decided = [one.sign_off.decision for one in statements if one.sign_off]
    accepted, to_check = decided.count(Decision.ACCEPTED), decided.count(Decision.TO_CHECK)
    if not total:
        st.caption("This memo cites nothing.")
        return
    if accepted == total:
        st.caption(f":green[:material/task_alt:] All {counted(total, 'statement')} accepted")
        return
    parts = [f"{accepted} of {counted(total, 'statement')} accepted"]
    parts += [f"{to_check} to check"] if to_check else []
    parts += [f"{total - len(decided)} not signed off"] if total > len(decided) else []
    st.caption(
        f":orange[:material/pending_actions:] {' · '.join(parts)}. The memo can be exported all the same."
    )


def _pages(memo: SavedMemo, made: Memo) -> None:
    key = f"page-of-{memo.id}"
    try:
        shown = sheet(memo, int(st.session_state.get(key) or 1))
    except PinciteError as error:
        st.error(label(str(error)))
        _as_text(made)
        return
    if st.session_state.get(key, 1) > shown.of:
        st.session_state[key] = shown.of
    for notice in not_shown(memo):
        st.warning(label(notice), icon=":material/font_download_off:")
    with st.container(horizontal=True, vertical_alignment="center", key="pages-of-the-memo"):
        st.caption(f"Page {shown.number} of {shown.of}", width="stretch")
        if shown.of > 1:
            st.pagination(shown.of, key=key, max_visible_pages=5, width="content")
    with st.container(border=True, key="memo-page"):
        st.image(
            shown.picture,
            width="stretch",
            alt=f"Page {shown.number} of {shown.of} of the memo. “{READ}” below has its words.",
        )
    with st.expander(READ, key=f"text-of-{memo.id}", on_change="rerun") as read:
        if read.open:
            _as_text(made)


def _as_text(made: Memo) -> None:
    """The memo's words in order, for those who hear the page or want to search it."""
    st.markdown("\n\n".join(_lines(made)), anchors=False)


def _lines(made: Memo) -> Iterator[str]:
    for block in made.blocks:
        if isinstance(block, Table):
            for row in (block.head, *block.rows):
                yield f":small[{' · '.join(label(cell) or '–' for cell in row)}]"
        else:
            yield _line(block)
    if made.notes:
        yield "##### Footnotes"
    for note in made.notes:
        yield f":small[\\[{note.number}\\] {label(note.text)}]"


def _line(block: ContentBlock) -> str:
    words = "".join(
        f" :small[\\[{part.number}\\]]" if isinstance(part, NoteMark) else f" {label(part.text)}"
        for part in block.inlines
    ).strip()
    if block.kind is BlockKind.TITLE:
        return f"### {words}"
    if block.kind is BlockKind.FIELD:
        name, *value = (label(part.text) for part in block.inlines if isinstance(part, Run))
        return f"**{name}:** {' '.join(value)}"
    if block.kind is BlockKind.HEADING:
        return f"{'#' * min(6, block.level + 3)} {words}"
    if block.kind is BlockKind.BULLET:
        return f"- {words}"
    return f"> {words}" if block.kind in (BlockKind.SIDE, BlockKind.EXCERPT) else words
