"""What an author does to a draft: worked examples, and what never happens whatever is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memo_examples import HEADING, MADE, draft_of, two_answers

from core.memos import Decision, MemoDraft, MemoPart, OwnParagraph, SignOff, TakenAnswer
from core.types import Objection
from memo.composing import (
    NotThere,
    add_answer,
    add_paragraph,
    drop_statement,
    head,
    holds,
    move,
    move_statement,
    move_to,
    put_back,
    reword,
    rewrite,
    sign,
    split,
    take_out,
    words_of,
)

FIRST, SECOND = two_answers()
ACCEPTED = SignOff(Decision.ACCEPTED, "A. Author", MADE)


def taken(draft: MemoDraft, place: int = 0) -> TakenAnswer:
    block = draft.blocks[place]
    assert isinstance(block, TakenAnswer)
    return block


def indexes(draft: MemoDraft) -> list[list[int] | str]:
    """What stands in the draft: the statements of each answer, the words of each paragraph."""
    return [
        block.text if isinstance(block, OwnParagraph) else [one.index for one in block.statements]
        for block in draft.blocks
    ]


def test_words_go_between_the_statements_of_an_answer() -> None:
    draft = draft_of(FIRST)
    draft = split(draft, taken(draft).id, before=1)
    draft = add_paragraph(draft, "  It is rare.  ", at=1)
    assert indexes(draft) == [[0], "It is rare.", [1]]
    assert taken(draft, 2).heading == ""  # the question stands over the first half
    assert split(draft, taken(draft).id, before=1) == draft  # nothing to cut
    assert add_paragraph(draft, " \n ") == draft


def test_single_statements_are_taken_in_the_order_given() -> None:
    draft = add_answer(MemoDraft(HEADING), FIRST, statements=[1, 0], part=MemoPart.SHORT_ANSWER, saved="a1")
    assert indexes(draft) == [[1, 0]]
    assert holds(draft, FIRST)
    one = add_answer(MemoDraft(HEADING), FIRST, statements=[1])
    assert not holds(one, FIRST)
    assert not holds(one, SECOND)
    with pytest.raises(NotThere, match="Statement 3"):
        add_answer(draft, FIRST, statements=[2])


def test_blocks_move_within_their_part() -> None:
    draft = add_paragraph(draft_of(FIRST, SECOND), "In short.", part=MemoPart.SHORT_ANSWER, at=1)
    first, own, second = (block.id for block in draft.blocks)

    def order(changed: MemoDraft) -> list[str]:
        return [block.id for block in changed.blocks if block.part is MemoPart.DISCUSSION]

    assert order(move(draft, first, 1)) == [second, first]
    assert order(move(draft, second, -1)) == [second, first]
    assert order(move(draft, second, 5)) == [first, second]
    assert move(draft, own, 1) == draft  # it is alone in its part
    assert order(move_to(draft, own, MemoPart.DISCUSSION)) == [first, second, own]
    assert order(take_out(draft, first)) == [second]


def test_other_words_undo_a_sign_off_and_the_answers_words_come_back() -> None:
    objection = Objection("number", "three", "The source does not say three.")
    draft = draft_of(FIRST)
    block = taken(draft).id
    draft = sign(draft, block, 0, ACCEPTED)
    edited = reword(draft, block, 0, "Three courts\n may.", [objection])
    statement = taken(edited).statements[0]
    assert (statement.edited, statement.objections, statement.sign_off) == (
        "Three courts may.",
        (objection,),
        None,
    )
    assert words_of(taken(edited), statement) == "Three courts may."
    back = taken(reword(edited, block, 0, FIRST.statements[0].text, [objection])).statements[0]
    assert (back.edited, back.objections, back.sign_off) == (None, (), None)
    same = reword(draft, block, 0, FIRST.statements[0].text)
    assert same == draft  # nothing was changed: the sign-off stays


def test_statements_are_dropped_put_back_and_moved() -> None:
    draft = draft_of(FIRST)
    block = taken(draft).id
    assert indexes(move_statement(draft, block, 1, -1)) == [[1, 0]]
    one = drop_statement(draft, block, 0)
    assert indexes(one) == [[1]]
    assert indexes(put_back(one, block, 0)) == [[1, 0]]
    assert put_back(draft, block, 0) == draft
    assert indexes(drop_statement(one, block, 1)) == []


def test_paragraphs_and_headings_are_rewritten() -> None:
    draft = add_paragraph(draft_of(FIRST), "Once.")
    answer, own = draft.blocks
    assert indexes(rewrite(draft, own.id, " Twice. "))[1] == "Twice."
    assert indexes(rewrite(draft, own.id, "  ")) == [[0, 1]]
    assert taken(head(draft, answer.id, "Seizure")).heading == "Seizure"


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: take_out(draft, "gone"),
        lambda draft: move(draft, "gone", 1),
        lambda draft: rewrite(draft, draft.blocks[0].id, "words"),
        lambda draft: head(draft, draft.blocks[1].id, "words"),
        lambda draft: sign(draft, draft.blocks[0].id, 7, ACCEPTED),
        lambda draft: drop_statement(draft, draft.blocks[0].id, 7),
        lambda draft: put_back(draft, draft.blocks[0].id, 7),
    ],
)
def test_what_another_page_took_out_is_told(change: Callable[[MemoDraft], MemoDraft]) -> None:
    with pytest.raises(NotThere, match="no longer in this memo"):
        change(add_paragraph(draft_of(FIRST), "Once."))


steps = st.lists(
    st.tuples(st.sampled_from(["move", "split", "part", "within"]), st.integers(0, 9), st.integers(-3, 3))
)


@given(steps)
def test_moving_and_cutting_loses_and_doubles_nothing(steps: list[tuple[str, int, int]]) -> None:
    draft = add_paragraph(draft_of(FIRST, SECOND, FIRST), "Between.", part=MemoPart.CONCLUSION)

    def held(one: MemoDraft) -> Counter[tuple[str, int]]:
        return Counter(
            (block.answer.question, statement.index)
            for block in one.blocks
            if isinstance(block, TakenAnswer)
            for statement in block.statements
        )

    before = held(draft)
    for name, place, step in steps:
        block = draft.blocks[place % len(draft.blocks)]
        if name == "move":
            draft = move(draft, block.id, step)
        elif name == "part":
            draft = move_to(draft, block.id, list(MemoPart)[step % 3])
        elif isinstance(block, TakenAnswer) and name == "split":
            draft = split(draft, block.id, step)
        elif isinstance(block, TakenAnswer):
            draft = move_statement(draft, block.id, block.statements[0].index, step)
    assert held(draft) == before
    assert sum(isinstance(block, OwnParagraph) for block in draft.blocks) == 1
    assert len({block.id for block in draft.blocks}) == len(draft.blocks)
