"""How the command line names what stands in a draft: blocks 1, 2, ... and their statements 1.1, 1.2, ..."""

from __future__ import annotations

import re

from core.errors import PinciteError
from core.memos import Block, MemoDraft, TakenAnswer, TakenStatement


class NotInMemo(PinciteError):
    """A memo has nothing of this number."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}. What a memo holds, with its numbers: python -m memo show MEMO_ID")


def block_at(draft: MemoDraft, number: int) -> Block:
    """The block of this number. Raises NotInMemo."""
    if not 1 <= number <= len(draft.blocks):
        held = f"it has {len(draft.blocks)}" if draft.blocks else "it has none yet"
        raise NotInMemo(f"The memo has no block {number}: {held}")
    return draft.blocks[number - 1]


def statement_at(draft: MemoDraft, place: str) -> tuple[TakenAnswer, TakenStatement]:
    """The statement at "2.3", the third of block 2, and its block. Raises NotInMemo."""
    numbers = re.fullmatch(r"([0-9]{1,6})\.([0-9]{1,6})", place.strip())
    if numbers is None:
        raise NotInMemo(f"{place!r} names no statement: write BLOCK.STATEMENT, for example 2.3")
    block, number = block_at(draft, int(numbers[1])), int(numbers[2])
    if not isinstance(block, TakenAnswer):
        raise NotInMemo(f"Block {numbers[1]} is the author's own words: it has no statements")
    if not 1 <= number <= len(block.statements):
        raise NotInMemo(f"Block {numbers[1]} has no statement {number}: it has {len(block.statements)}")
    return block, block.statements[number - 1]


def chosen(numbers: str) -> tuple[int, ...]:
    """The statements that "1,3" names, as indexes in this order; each once. Raises NotInMemo."""
    parts = [part.strip() for part in numbers.split(",")]
    if not all(re.fullmatch(r"0*[1-9][0-9]{0,5}", part) for part in parts):
        raise NotInMemo(f"{numbers!r} names no statements: write their numbers, for example 1,3")
    return tuple(dict.fromkeys(int(part) - 1 for part in parts))
