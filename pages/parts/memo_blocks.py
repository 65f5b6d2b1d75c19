"""The parts of a memo with their blocks in order: answers and paragraphs of the author's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.memos import Block, Decision, MemoPart, OwnParagraph, TakenAnswer
from core.types import Status
from memo import composing
from memo.standing import Standing
from memo.template import Template
from pages.parts.inert import label, shortened, words
from pages.parts.memo_adding import choose_answer
from pages.parts.memo_changes import Revise, change, done_to
from pages.parts.memo_editors import is_open, open_editor, show_editor
from pages.parts.memo_fields import shows, typed
from pages.parts.memo_heading import show_question
from pages.parts.memo_since import standing_of_block
from pages.parts.memo_statements import editors_of, show_statements
from pages.parts.naming import counted
from pages.parts.standing import in_short
from records.memos import SavedMemo

PARTS = {part.value: part for part in MemoPart}
UP, DOWN, OUT = "Move up", "Move down", "Take out"
OPEN_AT_ONCE = 12  # a memo with so few statements shows all of them; of a longer one, what is opened
NAME = 110  # characters of a block's name


def show_parts(memo: SavedMemo, template: Template) -> None:
    """The parts that an author fills, in the template's order."""
    for name in template.parts:
        if name == "question":
            st.subheader(label(template.names[name]), anchor=False)
            show_question(memo)
        elif name in PARTS:
            _part(memo, PARTS[name], template.names[name])


def _part(memo: SavedMemo, part: MemoPart, name: str) -> None:
    blocks = [block for block in memo.draft.blocks if block.part is part]
    editor = f"paragraph-{memo.id}-{part.name}"
    with st.container(key=f"part-{part.name.lower()}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(label(name), anchor=False, width="stretch")
            st.button(
                "Answer",
                key=f"add-answer-{part.name}",
                help=f"Add an answer, or some of its statements, to: {label(name)}",
                icon=":material/add:",
                type="tertiary",
                on_click=choose_answer,
                args=(memo.id, part),
            )
            st.button(
                "Paragraph",
                key=f"add-paragraph-{part.name}",
                help=f"Add a paragraph of your own to: {label(name)}",
                icon=":material/add:",
                type="tertiary",
                on_click=open_editor,
                args=(editor, memo.id, "A new paragraph of your own"),
            )
        for place, block in enumerate(blocks):
            _block(memo, block, first=place == 0, last=place == len(blocks) - 1)
        if is_open(editor):
            with st.container(border=True):
                show_editor(editor, save="Add", keep=partial(_add_paragraph, memo, part))
        elif not blocks:
            st.caption("Nothing yet: the file leaves this part out.")


def _add_paragraph(memo: SavedMemo, part: MemoPart, text: str) -> bool:
    return change(
        memo,
        lambda draft: composing.add_paragraph(draft, text, part=part),
        done_to("paragraph added", text),
        typed=text,
    )


def _block(memo: SavedMemo, block: Block, *, first: bool, last: bool) -> None:
    with st.container(border=True, key=f"block-{block.id}", gap="xsmall"):
        if isinstance(block, TakenAnswer):
            _answer(memo, block, first=first, last=last)
        else:
            _own(memo, block, first=first, last=last)


def _own(memo: SavedMemo, block: OwnParagraph, *, first: bool, last: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.caption(
            ":material/edit_note: Your own words: marked so in the memo, without a footnote", width="stretch"
        )
        _menu(memo, block, "this paragraph", first=first, last=last)
    key = f"own-{block.id}"
    st.text_area(
        "Your own words",
        key=shows(key, words(block.text)),
        on_change=_rewrite,
        args=(memo, block, key),
        height="content",
        label_visibility="collapsed",
    )


def _rewrite(memo: SavedMemo, block: OwnParagraph, key: str) -> None:
    text = typed(key)
    what = done_to("paragraph changed", text) if text.strip() else done_to("paragraph taken out", block.text)
    change(memo, lambda draft: composing.rewrite(draft, block.id, text), what, typed=text)


def _answer(memo: SavedMemo, block: TakenAnswer, *, first: bool, last: bool) -> None:
    standing = standing_of_block(block)
    name = shortened(words(block.heading or block.answer.question), NAME)
    opened = _is_open(memo, block)
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
        st.button(
            f"**{label(name)}**",
            key=f"toggle-{block.id}",
            icon=":material/expand_more:" if opened else ":material/chevron_right:",
            type="tertiary",
            width="stretch",
            on_click=_toggle,
            args=(block.id, not opened),
            help="Close" if opened else "Open",
        )
        _menu(memo, block, name, first=first, last=last)
    st.markdown(f":small[{_in_short(block, standing)}]")
    if opened:
        _heading_over(memo, block)
        show_statements(memo, block, standing)


def _in_short(block: TakenAnswer, standing: Sequence[Standing]) -> str:
    """What there is to know of an answer before it is opened."""
    if block.answer.status is Status.REFUSED:
        return ":gray[The library does not answer this: the memo says so]"
    held = counted(len(block.statements), "statement")
    total = len(block.answer.statements)
    parts = [f":gray[{held if len(block.statements) == total else f'{held} of {total}'}]"]
    decided = Counter(one.sign_off.decision for one in block.statements if one.sign_off)
    colours = {Decision.ACCEPTED: "green", Decision.TO_CHECK: "orange", Decision.REJECTED: "gray"}
    parts += [f":{colour}[{decided[one]} {one.value}]" for one, colour in colours.items() if decided[one]]
    if waiting := len(block.statements) - decided.total():
        parts.append(f":gray[{waiting} not signed off]")
    if unsupported := sum(bool(one.objections) for one in block.statements):
        parts.append(f":red[{unsupported} not supported]")
    if told := in_short(standing):
        parts.append(f":orange[a source {told}]")
    return " · ".join(parts)


def _heading_over(memo: SavedMemo, block: TakenAnswer) -> None:
    key = f"heading-{block.id}"
    st.text_input(
        "Heading over this answer",
        key=shows(key, words(block.heading or "")),
        on_change=_head,
        args=(memo, block, key),
        placeholder=_unsaid(block),
        label_visibility="collapsed",
    )


def _unsaid(block: TakenAnswer) -> str:
    """What an empty field for the heading comes to."""
    if block.heading is None and block.part is MemoPart.DISCUSSION:
        return f"Heading: {shortened(words(block.answer.question), NAME)}"
    return "No heading over it"


def _head(memo: SavedMemo, block: TakenAnswer, key: str) -> None:
    heading = typed(key).strip()
    change(memo, lambda draft: composing.head(draft, block.id, heading), "heading changed", typed=heading)


def _menu(memo: SavedMemo, block: Block, name: str, *, first: bool, last: bool) -> None:
    others = {f"To {part.value}": part for part in MemoPart if part is not block.part}
    options = [*([] if first else [UP]), *([] if last else [DOWN]), *others]
    if isinstance(block, TakenAnswer):
        options += [NO_HEADING if _has_heading(block) else QUESTION_AS_HEADING]
    options.append(OUT)
    key = f"menu-{block.id}"
    st.menu_button(
        f"Move or take out: {label(name)}",
        options,
        key=key,
        type="tertiary",
        icon=":material/more_horiz:",
        on_click=_choose,
        args=(memo, block, key),
    )


NO_HEADING, QUESTION_AS_HEADING = "Without a heading", "With the question as heading"


def _has_heading(block: TakenAnswer) -> bool:
    return bool(block.heading) or (block.heading is None and block.part is MemoPart.DISCUSSION)


def _choose(memo: SavedMemo, block: Block, key: str) -> None:
    chosen = st.session_state[key]
    if isinstance(block, OwnParagraph):
        kind, said = "paragraph", block.text
    else:
        kind, said = "answer", block.heading or block.answer.question

    def keep(revise: Revise, done: str) -> None:
        change(memo, revise, done_to(f"{kind} {done}", said))

    if chosen == UP:
        keep(lambda draft: composing.move(draft, block.id, -1), "moved up")
    elif chosen == DOWN:
        keep(lambda draft: composing.move(draft, block.id, 1), "moved down")
    elif chosen == OUT:
        keep(lambda draft: composing.take_out(draft, block.id), "taken out")
    elif chosen in (NO_HEADING, QUESTION_AS_HEADING) and isinstance(block, TakenAnswer):
        heading = "" if chosen == NO_HEADING else block.answer.question
        change(memo, lambda draft: composing.head(draft, block.id, heading), "heading changed")
    else:
        part = next(part for part in MemoPart if f"To {part.value}" == chosen)
        keep(lambda draft: composing.move_to(draft, block.id, part), f"moved to {part.value}")


def _is_open(memo: SavedMemo, block: TakenAnswer) -> bool:
    held = sum(len(one.statements) for one in memo.draft.blocks if isinstance(one, TakenAnswer))
    return _toggled().get(block.id, held <= OPEN_AT_ONCE) or editors_of(block)


def _toggle(block: str, opened: bool) -> None:
    _toggled()[block] = opened


def _toggled() -> dict[str, bool]:
    """Which blocks the author opened or closed."""
    toggled: dict[str, bool] = st.session_state.setdefault("memo-open-blocks", {})
    return toggled
