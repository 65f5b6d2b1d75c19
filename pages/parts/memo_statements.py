"""The statements of an answer in a memo: signed off, reworded, moved, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from answering.rechecking import recheck
from core.memos import Decision, MemoDraft, TakenAnswer, TakenStatement
from core.types import Citation
from memo import composing
from memo.describe import folded, is_quotation, laid_out
from memo.standing import Standing
from pages.parts import session
from pages.parts.inert import label, shortened, words
from pages.parts.memo_changes import change, change_on_click, done_to, written_moment
from pages.parts.memo_editors import is_open, open_editor, show_editor
from pages.parts.memo_fields import shows
from pages.parts.memo_signing import sign
from pages.parts.naming import counted, place, sentence
from pages.parts.standing import in_short
from records.memos import SavedMemo

DECISIONS = {Decision.ACCEPTED: "Accept", Decision.REJECTED: "Reject", Decision.TO_CHECK: "To check"}
SIGNED = {
    Decision.ACCEPTED: "Accepted by {}",
    Decision.REJECTED: "Rejected by {}, and left out of the file",
    Decision.TO_CHECK: "To check, says {}",
}
BETWEEN, UP, DOWN, OUT = "Words before it", "Move up", "Move down", "Take out"
RESTORE, MAKE_OWN = "Put the answer’s words back", "Make it a paragraph of my own"
PLACE = 110  # characters that name a cited place


def show_statements(memo: SavedMemo, block: TakenAnswer, standing: Sequence[Standing]) -> None:
    """All statements of a block in its order, and those of its answer that were left out."""
    with st.container(key=f"statements-{block.id}", gap="medium"):
        for number, taken in enumerate(block.statements):
            with st.container(key=f"statement-{block.id}-{taken.index}", gap="xxsmall"):
                between = _key("between", block, taken)
                if is_open(between):
                    show_editor(between, save="Add", keep=partial(_add_between, memo, block, taken))
                _statement(memo, block, taken, number, standing)
    _left_out(memo, block)


def editors_of(block: TakenAnswer) -> bool:
    """Whether words are being written in a block."""
    kinds = ("words", "between")
    return any(is_open(_key(kind, block, taken)) for taken in block.statements for kind in kinds)


def _key(kind: str, block: TakenAnswer, taken: TakenStatement) -> str:
    return f"{kind}-{block.id}-{taken.index}"


def _statement(
    memo: SavedMemo, block: TakenAnswer, taken: TakenStatement, number: int, standing: Sequence[Standing]
) -> None:
    editor = _key("words", block, taken)
    if is_open(editor):
        show_editor(editor, save="Save and check", keep=partial(_reword, memo, block, taken))
        _sources_say(block, taken)
        return
    _words(block, taken, number)
    _pins(block, taken, standing)
    if taken.objections:
        _not_supported(memo, block, taken)
    elif taken.edited:
        st.caption(f":material/rule: {composing.NOTHING_AGAINST}")
        _quotes(block, taken)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _sign_off(memo, block, taken, number)
        st.button(
            "Edit words",
            key=f"edit-{block.id}-{taken.index}",
            type="tertiary",
            icon=":material/edit:",
            help=f"Edit the words of statement {number + 1}",
            on_click=_edit,
            args=(memo, block, taken, number),
        )
        _menu(memo, block, taken, number)
    _signed(taken)


def _words(block: TakenAnswer, taken: TakenStatement, number: int) -> None:
    """The statement as it stands in the memo, with its number in the block."""
    said = composing.words_of(block, taken)
    statement = block.answer.statements[taken.index]
    if is_quotation(said, [block.answer.citations[pin].quote for pin in _cited(block, taken)]):
        said = f"“{laid_out(said)}”"
    lead = f"**{label(statement.lead)}.** " if statement.lead else ""
    text = lead + "  \n".join(map(label, said.split("\n")))
    if taken.sign_off and taken.sign_off.decision is Decision.REJECTED:
        text = f":gray[{text}]"
    caution = f" *({label(statement.caution)})*" if statement.caution else ""
    reworded = " :blue-badge[reworded]" if taken.edited else ""
    st.markdown(f":gray[{number + 1}] {text}{caution}{reworded}")


def _cited(block: TakenAnswer, taken: TakenStatement) -> list[int]:
    """The indexes of what a statement cites, as far as the answer holds them."""
    cited = block.answer.statements[taken.index].citations
    return [index for index in cited if 0 <= index < len(block.answer.citations)]


def _pins(block: TakenAnswer, taken: TakenStatement, standing: Sequence[Standing]) -> None:
    """What the statement rests on, and whether it still stands there."""
    lines = []
    for index in _cited(block, taken):
        citation = block.answer.citations[index]
        told = in_short([standing[index]])
        lines.append(_pin(citation) + (f" :orange[:material/history: {label(told)}]" if told else ""))
    if lines:
        st.markdown("  \n".join(f":small[:gray[{line}]]" for line in lines))
    else:
        st.markdown(":small[:red[It cites nothing.]]")


def _pin(citation: Citation) -> str:
    parts = (citation.source.metadata.title, place(citation))
    return label(shortened(", ".join(folded(part) for part in parts if part), PLACE))


def _sources_say(block: TakenAnswer, taken: TakenStatement) -> None:
    """What the words that are being written must keep to."""
    st.caption("What its sources say, and your words must keep to:")
    _quotes(block, taken)
    if taken.sign_off:
        st.caption("Saving other words takes the sign-off back: it was given to these.")


def _quotes(block: TakenAnswer, taken: TakenStatement) -> None:
    for index in _cited(block, taken):
        st.markdown(f"> “{label(block.answer.citations[index].quote)}”")


def _not_supported(memo: SavedMemo, block: TakenAnswer, taken: TakenStatement) -> None:
    """What is wrong with the author's words, and the ways out."""
    reasons = "\n".join(f"- {label(sentence(objection.reason))}" for objection in taken.objections)
    st.error(
        "**Not supported.** Your words say what the cited words do not. No file is made of the memo "
        f"until this is mended.\n\n{reasons}",
        icon=":material/link_off:",
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            RESTORE,
            key=f"restore-{block.id}-{taken.index}",
            on_click=change_on_click,
            args=(
                memo,
                lambda draft: composing.reword(draft, block.id, taken.index, None),
                done_to("answer’s words put back", block.answer.statements[taken.index].text),
            ),
        )
        st.button(
            MAKE_OWN,
            key=f"own-words-{block.id}-{taken.index}",
            help="It then stands without a footnote, marked as your own words.",
            on_click=change_on_click,
            args=(
                memo,
                lambda draft: composing.make_own(draft, block.id, taken.index),
                done_to("statement made a paragraph of the author’s own", composing.words_of(block, taken)),
            ),
        )


def _sign_off(memo: SavedMemo, block: TakenAnswer, taken: TakenStatement, number: int) -> None:
    key = f"sign-{block.id}-{taken.index}"
    st.segmented_control(
        f"Sign-off of statement {number + 1}",
        list(DECISIONS),
        key=shows(key, taken.sign_off.decision if taken.sign_off else None),
        format_func=DECISIONS.__getitem__,
        label_visibility="collapsed",
        on_change=sign,
        args=(memo, block.id, taken.index, key),
    )


def _signed(taken: TakenStatement) -> None:
    """By whom the statement was signed off, and when."""
    if decided := taken.sign_off:
        said = SIGNED[decided.decision].format(decided.by or "somebody without a name")
        st.markdown(f":small[:gray[{label(f'{said}, {written_moment(decided.when)}')}]]")


def _menu(memo: SavedMemo, block: TakenAnswer, taken: TakenStatement, number: int) -> None:
    last = number == len(block.statements) - 1
    options = [BETWEEN, *([UP] if number else []), *([] if last else [DOWN])]
    options += [RESTORE] if taken.edited and not taken.objections else []
    options += [MAKE_OWN] if taken.edited and not taken.objections else []
    options.append(OUT)
    key = f"menu-{block.id}-{taken.index}"
    st.menu_button(
        f"More for statement {number + 1}",
        options,
        key=key,
        type="tertiary",
        icon=":material/more_horiz:",
        on_click=_choose,
        args=(memo, block, taken, number, key),
    )


def _choose(memo: SavedMemo, block: TakenAnswer, taken: TakenStatement, number: int, key: str) -> None:
    chosen, index = st.session_state[key], taken.index
    acts = {
        UP: (lambda draft: composing.move_statement(draft, block.id, index, -1), "statement moved up"),
        DOWN: (lambda draft: composing.move_statement(draft, block.id, index, 1), "statement moved down"),
        OUT: (lambda draft: composing.drop_statement(draft, block.id, index), "statement taken out"),
        RESTORE: (lambda draft: composing.reword(draft, block.id, index, None), "answer’s words put back"),
        MAKE_OWN: (
            lambda draft: composing.make_own(draft, block.id, index),
            "statement made a paragraph of the author’s own",
        ),
    }
    if chosen == BETWEEN:
        open_editor(_key("between", block, taken), memo.id, f"Your own words before statement {number + 1}")
    elif chosen in acts:
        revise, what = acts[chosen]
        change(memo, revise, done_to(what, composing.words_of(block, taken)))


def _edit(memo: SavedMemo, block: TakenAnswer, taken: TakenStatement, number: int) -> None:
    said = composing.words_of(block, taken)
    open_editor(_key("words", block, taken), memo.id, f"Words of statement {number + 1}", said)


def _reword(memo: SavedMemo, block: TakenAnswer, taken: TakenStatement, text: str) -> bool:
    """Keeps the author's words with what checking has against them."""
    said = folded(words(text))
    answers_own = said in ("", folded(block.answer.statements[taken.index].text))
    citations = [block.answer.citations[index] for index in _cited(block, taken)]
    objections = () if answers_own else recheck(said, citations, session.store().library)
    what = done_to("statement reworded" + (", not supported" if objections else ""), said)
    return change(
        memo,
        lambda draft: composing.reword(draft, block.id, taken.index, said, objections),
        what,
        typed=text,
    )


def _add_between(memo: SavedMemo, block: TakenAnswer, taken: TakenStatement, text: str) -> bool:
    return change(
        memo,
        lambda draft: composing.insert_before(draft, block.id, taken.index, text),
        done_to("paragraph added", text),
        typed=text,
    )


def _left_out(memo: SavedMemo, block: TakenAnswer) -> None:
    """The answer's statements that are not in the memo, each with the way back."""
    held = {
        taken.index
        for one in memo.draft.blocks
        if isinstance(one, TakenAnswer) and one.answer == block.answer
        for taken in one.statements
    }
    out = [index for index in range(len(block.answer.statements)) if index not in held]
    if not out:
        return
    folded_away = st.expander(
        f"{counted(len(out), 'statement')} left out of the memo", key=f"left-out-{block.id}"
    )
    for index in out:
        with folded_away, st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
            said = words(block.answer.statements[index].text)
            st.markdown(f":small[:gray[{label(shortened(said, 160))}]]", width="stretch")
            st.button(
                "Put back",
                key=f"back-{block.id}-{index}",
                type="tertiary",
                on_click=change_on_click,
                args=(memo, partial(_put_back, block.id, index), done_to("statement put back", said)),
            )


def _put_back(block: str, index: int, draft: MemoDraft) -> MemoDraft:
    return composing.put_back(draft, block, index)
