"""A memo as its author composes it: blocks in order, each statement edited and signed off by itself."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from core.types import Answer, Objection


class Quotations(StrEnum):
    """How much of the cited words a footnote shows."""

    FULL = "in full"
    FIRST_WORDS = "first words"


class MemoPart(StrEnum):
    """The part of a memo that a block stands in."""

    SHORT_ANSWER = "short answer"
    DISCUSSION = "discussion"
    CONCLUSION = "conclusion"


class Holder(StrEnum):
    """What cites documents."""

    ANSWER = "answer"
    MEMO = "memo"  # a draft as it stands
    FINISHED = "finished memo"  # the last one made from a draft


class Decision(StrEnum):
    """What an author made of a statement."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"  # it stays in the draft, and out of the file
    TO_CHECK = "to check"


@dataclass(frozen=True)
class SignOff:
    """Who decided what on a statement, and when (UTC)."""

    decision: Decision
    by: str
    when: datetime.datetime


@dataclass(frozen=True)
class TakenStatement:
    """A statement of an answer as an author took it into a memo."""

    index: int  # among the answer's statements
    edited: str | None = None  # the author's wording; None: as it was answered
    objections: tuple[Objection, ...] = ()  # what checking has against the author's wording
    sign_off: SignOff | None = None


@dataclass(frozen=True)
class TakenAnswer:
    """An answer, or some of its statements, as a block of a memo."""

    id: str  # among the memo's blocks
    part: MemoPart
    answer: Answer
    statements: tuple[TakenStatement, ...]  # in the author's order; of a refused answer none
    heading: str | None = None  # over the block; None: the question; empty: no heading
    saved: str | None = None  # the permanent id of the answer


@dataclass(frozen=True)
class OwnParagraph:
    """An author's own words, which cite nothing and are marked so."""

    id: str  # among the memo's blocks
    part: MemoPart
    text: str


Block = TakenAnswer | OwnParagraph


@dataclass(frozen=True)
class MemoHeading:
    """The fields over a memo, as its author filled them in; empty ones are left out of the file."""

    subject: str
    to: str = ""
    sender: str = ""
    date: str = ""
    question: str = ""  # the question presented; empty: the questions of the answers
    label: str = ""  # confidentiality; empty: the labels of the documents that are cited


@dataclass(frozen=True)
class MemoDraft:
    """Everything that an author decides about a memo."""

    heading: MemoHeading
    blocks: tuple[Block, ...] = ()
    template: str = "policy-memo"
    style: str | None = None  # of citations; None: the template's
    quotations: Quotations | None = None  # None: the template's
