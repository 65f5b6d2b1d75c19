"""What an author does to a draft. Each function takes a draft and returns what becomes of it.

Blocks are named by their ids. Where a block or statement is no longer there, another page has taken it
out: the functions raise NotThere, and nothing is changed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace

from core.errors import PinciteError
from core.memos import Block, MemoDraft, MemoPart, OwnParagraph, SignOff, TakenAnswer, TakenStatement
from core.types import Answer, Citation, Objection

# of an author's words; the guards' figures are published in the README
NOTHING_AGAINST = (
    "Checking has nothing against these words. It does not see everything, above all who does what to whom: "
    "compare them with the cited ones."
)


class NotThere(PinciteError):
    """A draft has no such block or statement."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is no longer in this memo. Look at the memo as it is now, then try again.")


def add_answer(
    draft: MemoDraft,
    answer: Answer,
    *,
    saved: str | None = None,
    statements: Sequence[int] | None = None,
    part: MemoPart = MemoPart.DISCUSSION,
    at: int | None = None,
) -> MemoDraft:
    """The draft with an answer, or some of its statements, by index, in the order given.

    `at` is the place among all blocks; without it, the end. Raises NotThere for an unknown statement.
    """
    chosen = range(len(answer.statements)) if statements is None else statements
    for index in chosen:
        if not 0 <= index < len(answer.statements):
            raise NotThere(f"Statement {index + 1} of the answer")
    taken = tuple(TakenStatement(index) for index in chosen)
    return _inserted(draft, TakenAnswer(new_id(), part, answer, taken, saved=saved), at)


def add_paragraph(
    draft: MemoDraft, text: str, *, part: MemoPart = MemoPart.DISCUSSION, at: int | None = None
) -> MemoDraft:
    """The draft with a paragraph of the author's own; an empty one changes nothing."""
    return _inserted(draft, OwnParagraph(new_id(), part, text.strip()), at) if text.strip() else draft


def holds(draft: MemoDraft, answer: Answer) -> bool:
    """Whether all statements of an answer are in the draft already."""
    taken = [block for block in draft.blocks if isinstance(block, TakenAnswer) and block.answer == answer]
    indexes = {statement.index for block in taken for statement in block.statements}
    return bool(taken) and indexes == set(range(len(answer.statements)))


def take_out(draft: MemoDraft, block: str) -> MemoDraft:
    """The draft without a block."""
    place = place_of(draft, block)
    return replace(draft, blocks=draft.blocks[:place] + draft.blocks[place + 1 :])


def move(draft: MemoDraft, block: str, step: int) -> MemoDraft:
    """The draft with a block `step` places further down, or up, among the blocks of its part."""
    place = place_of(draft, block)
    moved = draft.blocks[place]
    others = [one for one in draft.blocks if one.id != block]
    beside = [index for index, one in enumerate(others) if one.part == moved.part]
    rank = sum(index < place for index in beside) + step  # among those of its part
    rank = max(0, min(rank, len(beside)))
    at = (beside[rank] if rank < len(beside) else beside[-1] + 1) if beside else place
    others.insert(at, moved)
    return replace(draft, blocks=tuple(others))


def move_to(draft: MemoDraft, block: str, part: MemoPart) -> MemoDraft:
    """The draft with a block at the end of another part."""
    moved = replace(draft.blocks[place_of(draft, block)], part=part)
    return replace(draft, blocks=(*(one for one in draft.blocks if one.id != block), moved))


def rewrite(draft: MemoDraft, block: str, text: str) -> MemoDraft:
    """The draft with other words in a paragraph of the author's own; without words it is taken out."""
    if not text.strip():
        return take_out(draft, block)
    return _changed(draft, block, lambda one: replace(_own(one), text=text.strip()))


def head(draft: MemoDraft, block: str, heading: str | None) -> MemoDraft:
    """The draft with another heading over an answer; None: its question, empty: none."""
    return _changed(draft, block, lambda one: replace(_taken(one), heading=heading))


def split(draft: MemoDraft, block: str, before: int) -> MemoDraft:
    """The draft with a block cut in two before its statement at place `before`: words can go between."""
    place = place_of(draft, block)
    whole = _taken(draft.blocks[place])
    if not 0 < before < len(whole.statements):
        return draft
    first = replace(whole, statements=whole.statements[:before])
    rest = replace(whole, id=new_id(), statements=whole.statements[before:], heading="")
    return replace(draft, blocks=(*draft.blocks[:place], first, rest, *draft.blocks[place + 1 :]))


def insert_before(draft: MemoDraft, block: str, index: int, text: str) -> MemoDraft:
    """The draft with a paragraph of the author's own before a statement, whose block is cut in two for it."""
    place = place_of(draft, block)
    taken = _taken(draft.blocks[place])
    cut = split(draft, block, _place_of_statement(taken, index)) if text.strip() else draft
    return add_paragraph(cut, text, part=taken.part, at=place + len(cut.blocks) - len(draft.blocks))


def make_own(draft: MemoDraft, block: str, index: int) -> MemoDraft:
    """The draft with a statement's words as a paragraph of the author's own, which cites nothing."""
    place = place_of(draft, block)
    taken = _taken(draft.blocks[place])
    statement = taken.statements[_place_of_statement(taken, index)]
    put = insert_before(draft, block, index, words_of(taken, statement))
    behind = place + len(put.blocks) - len(draft.blocks)  # the block that now begins with the statement
    return drop_statement(put, put.blocks[behind].id, index)


def move_statement(draft: MemoDraft, block: str, index: int, step: int) -> MemoDraft:
    """The draft with a statement `step` places further down, or up, in its block."""

    def moved(one: Block) -> Block:
        taken = _taken(one)
        statements = list(taken.statements)
        place = _place_of_statement(taken, index)
        statements.insert(max(0, place + step), statements.pop(place))
        return replace(taken, statements=tuple(statements))

    return _changed(draft, block, moved)


def drop_statement(draft: MemoDraft, block: str, index: int) -> MemoDraft:
    """The draft without a statement; a block that has none left goes with it."""
    taken = _taken(draft.blocks[place_of(draft, block)])
    _place_of_statement(taken, index)
    left = tuple(one for one in taken.statements if one.index != index)
    return (
        _changed(draft, block, lambda one: replace(_taken(one), statements=left))
        if left
        else take_out(draft, block)
    )


def put_back(draft: MemoDraft, block: str, index: int) -> MemoDraft:
    """The draft with a statement of the answer that was dropped, at the end of its block."""
    taken = _taken(draft.blocks[place_of(draft, block)])
    if not 0 <= index < len(taken.answer.statements):
        raise NotThere(f"Statement {index + 1} of the answer")
    if any(one.index == index for one in taken.statements):
        return draft
    return _changed(
        draft, block, lambda one: replace(taken, statements=(*taken.statements, TakenStatement(index)))
    )


def reword(
    draft: MemoDraft, block: str, index: int, words: str | None, objections: Sequence[Objection] = ()
) -> MemoDraft:
    """The draft with a statement in the author's words, and what checking has against them.

    None, nothing, or the answer's own words restore the answer's. A sign-off goes: it was of other words.
    """

    def reworded(taken: TakenAnswer, statement: TakenStatement) -> TakenStatement:
        said = taken.answer.statements[index].text
        edited = " ".join((words or "").split())
        if edited in ("", " ".join(said.split())):
            edited = ""
        if (statement.edited or "") == edited:
            return replace(statement, objections=tuple(objections) if edited else ())
        return TakenStatement(index, edited or None, tuple(objections) if edited else ())

    return _changed_statement(draft, block, index, reworded)


def rechecked(
    draft: MemoDraft, objections: Callable[[str, Sequence[Citation]], Sequence[Objection]]
) -> MemoDraft:
    """The draft with what checking has today against reworded statements that it had nothing against.

    `objections` gives it for a statement's words and what it cites.
    """

    def again(block: TakenAnswer, taken: TakenStatement) -> TakenStatement:
        if taken.edited is None or taken.objections:
            return taken
        return replace(taken, objections=tuple(objections(taken.edited, cited(block, taken))))

    blocks = (
        one
        if isinstance(one, OwnParagraph)
        else replace(one, statements=tuple(again(one, taken) for taken in one.statements))
        for one in draft.blocks
    )
    return replace(draft, blocks=tuple(blocks))


def cited(block: TakenAnswer, taken: TakenStatement) -> tuple[Citation, ...]:
    """What a statement cites, as far as its answer holds it."""
    citations = block.answer.citations
    indexes = block.answer.statements[taken.index].citations
    return tuple(citations[index] for index in indexes if 0 <= index < len(citations))


def sign(draft: MemoDraft, block: str, index: int, sign_off: SignOff | None) -> MemoDraft:
    """The draft with a statement signed off; None takes the sign-off back."""
    return _changed_statement(draft, block, index, lambda _, one: replace(one, sign_off=sign_off))


def words_of(taken: TakenAnswer, statement: TakenStatement) -> str:
    """The statement as it stands in the memo."""
    return statement.edited or taken.answer.statements[statement.index].text


def place_of(draft: MemoDraft, block: str) -> int:
    """Where a block stands among all blocks. Raises NotThere."""
    for place, one in enumerate(draft.blocks):
        if one.id == block:
            return place
    raise NotThere("This part")


def new_id() -> str:
    """An id for a block, which no other block of the memo has."""
    return secrets.token_hex(4)


def _inserted(draft: MemoDraft, block: Block, at: int | None) -> MemoDraft:
    blocks = list(draft.blocks)
    blocks.insert(len(blocks) if at is None else at, block)
    return replace(draft, blocks=tuple(blocks))


def _changed(draft: MemoDraft, block: str, change: Callable[[Block], Block]) -> MemoDraft:
    place = place_of(draft, block)
    changed = change(draft.blocks[place])
    return replace(draft, blocks=(*draft.blocks[:place], changed, *draft.blocks[place + 1 :]))


def _changed_statement(
    draft: MemoDraft,
    block: str,
    index: int,
    change: Callable[[TakenAnswer, TakenStatement], TakenStatement],
) -> MemoDraft:
    def changed(one: Block) -> Block:
        taken = _taken(one)
        place = _place_of_statement(taken, index)
        statements = list(taken.statements)
        statements[place] = change(taken, statements[place])
        return replace(taken, statements=tuple(statements))

    return _changed(draft, block, changed)


def _place_of_statement(taken: TakenAnswer, index: int) -> int:
    for place, statement in enumerate(taken.statements):
        if statement.index == index:
            return place
    raise NotThere(f"Statement {index + 1} of the answer")


def _taken(block: Block) -> TakenAnswer:
    if not isinstance(block, TakenAnswer):
        raise NotThere("This answer")
    return block


def _own(block: Block) -> OwnParagraph:
    if not isinstance(block, OwnParagraph):
        raise NotThere("This paragraph")
    return block
