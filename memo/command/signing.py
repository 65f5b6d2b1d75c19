"""The command that signs a statement off."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from core.memos import MemoDraft, SignOff
from core.unseen import without_unseen
from memo import composing
from memo.command.desk import BadCall, change, open_desk
from memo.command.numbering import statement_at
from memo.command.options import DECISIONS, MemoId, Place, Seen, Sign, Store
from memo.command.shown import one_line
from memo.describe import folded


def sign(
    identifier: MemoId,
    place: Place,
    decision: Annotated[Sign, typer.Argument(help="`open` takes a sign-off back.")],
    by: Annotated[str, typer.Option("--by", help="Your name, which stands beside the statement.")],
    seen: Seen = None,
    store: Store = None,
) -> None:
    """Signs a statement off in your name; rejected ones stay out of the file."""
    by = folded(without_unseen(by))
    if not by:
        raise BadCall("A sign-off needs a name. Say yours with --by.")
    when = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    sign_off = SignOff(made, by, when) if (made := DECISIONS[decision]) else None
    said = "sign-off taken back" if sign_off is None else sign_off.decision.value

    def revise(draft: MemoDraft) -> MemoDraft:
        block, taken = statement_at(draft, place)
        return composing.sign(draft, block.id, taken.index, sign_off)

    change(open_desk(store), identifier, revise, by=by, what=f"statement {place} {said}", seen=seen)
    typer.echo(f"{place}  {said} by {one_line(by)}")
