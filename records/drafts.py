"""How a memo draft is kept: its answers apart, since they are big and the revisions of a draft many."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.memos import MemoDraft, MemoHeading, MemoPart, OwnParagraph, Quotations, TakenAnswer, TakenStatement
from core.types import Answer
from records.stored import same_json

NONE: Mapping[str, Answer] = MappingProxyType({})


@dataclass(frozen=True)
class KeptAnswer:
    """A `TakenAnswer` that names its answer by its key."""

    id: str
    part: MemoPart
    answer: str
    statements: tuple[TakenStatement, ...]
    heading: str | None = None
    saved: str | None = None


@dataclass(frozen=True)
class KeptDraft:
    """A `MemoDraft` whose answers are kept elsewhere."""

    heading: MemoHeading
    blocks: tuple[KeptAnswer | OwnParagraph, ...] = ()
    template: str = "policy-memo"
    style: str | None = None
    quotations: Quotations | None = None

    @property
    def answers(self) -> frozenset[str]:
        """The keys of its answers."""
        return frozenset(block.answer for block in self.blocks if isinstance(block, KeptAnswer))

    @property
    def statements(self) -> int:
        """How many statements were taken into it."""
        return sum(len(block.statements) for block in self.blocks if isinstance(block, KeptAnswer))


def take_apart(draft: MemoDraft, known: Mapping[str, Answer] = NONE) -> tuple[KeptDraft, dict[str, str]]:
    """The draft without its answers, and key -> JSON of those that are not the `known` ones themselves."""
    keys = {id(answer): key for key, answer in known.items()}  # they are big, and most are there already
    answers: dict[str, str] = {}
    blocks: list[KeptAnswer | OwnParagraph] = []
    for block in draft.blocks:
        if isinstance(block, TakenAnswer):
            key = keys.get(id(block.answer))
            if key is None:
                content = same_json(block.answer)
                key = hashlib.sha256(content.encode()).hexdigest()
                answers[key] = content
            blocks.append(KeptAnswer(**{**vars(block), "answer": key}))
        else:
            blocks.append(block)
    return KeptDraft(**{**vars(draft), "blocks": tuple(blocks)}), answers


def put_together(kept: KeptDraft, answers: Mapping[str, Answer]) -> MemoDraft:
    """The draft that was taken apart. Raises KeyError for an answer that is not there."""
    blocks = tuple(
        TakenAnswer(**{**vars(block), "answer": answers[block.answer]})
        if isinstance(block, KeptAnswer)
        else block
        for block in kept.blocks
    )
    return MemoDraft(**{**vars(kept), "blocks": blocks})
