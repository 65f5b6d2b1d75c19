"""What the commands of `python -m memo` are told."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from core.memos import Decision, MemoPart, Quotations

MOST = 2**63 - 1  # the largest number that the records hold


class Sign(StrEnum):
    """What an author makes of a statement; the last takes a sign-off back."""

    accepted = "accepted"
    rejected = "rejected"
    to_check = "to-check"
    open = "open"


class Part(StrEnum):
    """The parts of a memo that an author fills."""

    short_answer = "short-answer"
    discussion = "discussion"
    conclusion = "conclusion"


class Shown(StrEnum):
    """How much of the cited words a footnote shows."""

    full = "full"
    first_words = "first-words"


DECISIONS = {
    Sign.accepted: Decision.ACCEPTED,
    Sign.rejected: Decision.REJECTED,
    Sign.to_check: Decision.TO_CHECK,
    Sign.open: None,
}
PARTS = {
    Part.short_answer: MemoPart.SHORT_ANSWER,
    Part.discussion: MemoPart.DISCUSSION,
    Part.conclusion: MemoPart.CONCLUSION,
}
QUOTATIONS = {Shown.full: Quotations.FULL, Shown.first_words: Quotations.FIRST_WORDS}

Store = Annotated[
    Path | None, typer.Option("--store", help="The folder of the library; else that of the settings.")
]
MemoId = Annotated[str, typer.Argument(metavar="MEMO_ID", help="From `python -m memo list`.")]
Place = Annotated[
    str, typer.Argument(metavar="BLOCK.STATEMENT", help="For example 2.3, from `python -m memo show`.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
By = Annotated[str, typer.Option("--by", help="Your name, for the memo's history.")]
Seen = Annotated[
    int | None,
    typer.Option(
        "--seen", max=MOST, help="The revision that `show` showed: nothing is changed if it is another now."
    ),
]
Style = Annotated[
    str | None, typer.Option("--style", help="A citation style, from `python -m memo templates`.")
]
Quoted = Annotated[
    Shown | None, typer.Option("--quotations", help="How much of the cited words footnotes show.")
]
