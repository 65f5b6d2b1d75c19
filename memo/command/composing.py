"""The commands that compose a memo: it is begun, added to, put into the author's words."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from core.memos import MemoDraft, MemoHeading, TakenAnswer, TakenStatement
from core.types import Objection
from memo import composing
from memo.command.desk import BadCall, change, open_desk, styled
from memo.command.numbering import block_at, chosen, statement_at
from memo.command.options import PARTS, By, MemoId, Part, Place, Quoted, Seen, Store, Style
from memo.command.shown import one_line
from memo.describe import folded, written_date
from memo.template import load_template
from records.conversations import Conversations
from records.library import Library


def new(
    subject: Annotated[str, typer.Option("--subject", help="What the memo is about.")],
    template: Annotated[str, typer.Option("--template", help="The kind of memo.")] = "policy-memo",
    to: Annotated[str, typer.Option("--to")] = "",
    sender: Annotated[str, typer.Option("--from")] = "",
    date: Annotated[str | None, typer.Option("--date", help="As it is to stand there; else today's.")] = None,
    question: Annotated[str, typer.Option("--question", help="The question presented.")] = "",
    label: Annotated[str, typer.Option("--label", help="Confidentiality; else that of the sources.")] = "",
    style: Style = None,
    quotations: Quoted = None,
    by: By = "",
    store: Store = None,
) -> None:
    """Begins a memo and prints its id."""
    if not subject.strip():
        raise BadCall("A memo needs a subject. Say it with --subject.")
    desk = open_desk(store)
    load_template(template, desk.house)
    today = written_date(datetime.date.today().isoformat())
    heading = MemoHeading(
        subject.strip(),
        to.strip(),
        sender.strip(),
        today if date is None else date.strip(),
        question.strip(),
        label.strip(),
    )
    draft = styled(MemoDraft(heading, template=template), style, quotations, desk)
    typer.echo(desk.memos.start(draft, by=by.strip()))


def add(
    identifier: MemoId,
    answer: Annotated[
        str | None, typer.Option("--answer", metavar="ANSWER_ID", help="From `python -m memo answers`.")
    ] = None,
    statements: Annotated[
        str | None,
        typer.Option("--statements", metavar="1,3", help="Only these of the answer, in this order."),
    ] = None,
    paragraph: Annotated[str | None, typer.Option("--paragraph", help="A paragraph of your own.")] = None,
    part: Annotated[Part, typer.Option("--part", help="Where in the memo it stands.")] = Part.discussion,
    at: Annotated[
        int | None, typer.Option("--at", help="The number that the block gets; else it comes last.")
    ] = None,
    by: By = "",
    seen: Seen = None,
    store: Store = None,
) -> None:
    """Adds an answer, or a paragraph of your own, as a block, and prints the block's number."""
    desk = open_desk(store)
    where = PARTS[part]
    if answer is not None and paragraph is None:
        kept = Conversations(desk.engine).answer(answer)
        indexes = None if statements is None else chosen(statements)

        def revise(draft: MemoDraft) -> MemoDraft:
            if indexes is None and composing.holds(draft, kept.answer):
                raise BadCall("This answer is in the memo already. Name --statements to have some again.")
            place = _place(draft, at)
            return composing.add_answer(
                draft, kept.answer, saved=kept.id, statements=indexes, part=where, at=place
            )

    elif paragraph is not None and answer is None and statements is None:
        if not paragraph.strip():
            raise BadCall("The paragraph has no words. Say them with --paragraph.")

        def revise(draft: MemoDraft) -> MemoDraft:
            return composing.add_paragraph(draft, paragraph, part=where, at=_place(draft, at))

    else:
        raise BadCall("Add either an answer (--answer, with --statements if not all) or a --paragraph.")
    what = "paragraph added" if answer is None else "answer added"
    draft = change(desk, identifier, revise, by=by, what=what, seen=seen).draft
    typer.echo(len(draft.blocks) if at is None else at)


def reword(
    identifier: MemoId,
    place: Place,
    words: Annotated[str, typer.Option("--words", help="Your wording; empty: the answer's again.")],
    by: By = "",
    seen: Seen = None,
    store: Store = None,
) -> None:
    """Puts a statement into your words, and prints what its sources no longer support in them.

    The wording is kept either way; a memo with an objection cannot be exported. Exit code 1: there are some.
    """
    desk = open_desk(store)
    shown = desk.memos.memo(identifier).revision if seen is None else seen
    block, taken = statement_at(desk.memos.at(identifier, shown), place)
    objections = _objections(words, block, taken.index, desk.library)

    def revise(draft: MemoDraft) -> MemoDraft:
        return composing.reword(draft, block.id, taken.index, words, objections)

    change(desk, identifier, revise, by=by, what=f"statement {place} reworded", seen=shown)
    for objection in objections:
        typer.echo(one_line(objection.reason))
    if objections:
        raise typer.Exit(1)
    typer.echo(composing.NOTHING_AGAINST)
    for index in block.answer.statements[taken.index].citations:
        typer.echo(f"- “{one_line(block.answer.citations[index].quote)}”")


def _place(draft: MemoDraft, at: int | None) -> int | None:
    """Where among the blocks a new one comes that gets the number `at`. Raises NotInMemo."""
    if at is not None and at != len(draft.blocks) + 1:
        block_at(draft, at)
    return None if at is None else at - 1


def _objections(words: str, block: TakenAnswer, index: int, library: Library) -> tuple[Objection, ...]:
    from answering.rechecking import recheck  # takes half a second to load: only here

    statement = block.answer.statements[index]
    if folded(words) in ("", folded(statement.text)):
        return ()
    return recheck(words, composing.cited(block, TakenStatement(index)), library)
