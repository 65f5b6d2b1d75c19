"""The commands that show: what memos, answers and templates there are, and what a memo holds."""

from __future__ import annotations

from typing import Annotated

import typer

from core.settings import load
from memo.command.desk import house_of, open_desk
from memo.command.options import MOST, AsJson, MemoId, Store
from memo.command.shown import answer_lines, draft_data, draft_lines, one_line, print_json, print_lines
from memo.describe import counted
from memo.notes.citing import style_names
from memo.template import template_names
from records.conversations import Conversations
from records.finished import FinishedMemos


def list_memos(store: Store = None, as_json: AsJson = False) -> None:
    """Lists the memos: id, when last changed (UTC) and by whom, number of statements, subject."""
    saved = open_desk(store).memos.list()
    if as_json:
        print_json([{**vars(memo), "updated": memo.updated.isoformat()} for memo in saved])
        return
    for memo in saved:
        by = f" by {one_line(memo.by)}" if memo.by else ""
        held = counted(memo.statements, "statement")
        typer.echo(f"{memo.id}  {memo.updated:%Y-%m-%d %H:%M}{by}  {held}  {one_line(memo.subject)}")
    if not saved:
        typer.echo("No memos yet. Begin one: python -m memo new --subject ...", err=True)


def answers(
    identifier: Annotated[
        str | None, typer.Argument(metavar="ANSWER_ID", help="Shows this answer's statements instead.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=MOST, help="How many, the latest first.")] = 20,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Lists the last saved answers (id, when, statements, question), or the statements of one."""
    conversations = Conversations(open_desk(store).engine)
    if identifier is not None:
        answer = conversations.answer(identifier).answer
        if as_json:
            said = [statement.text for statement in answer.statements]
            print_json({"id": identifier, "question": answer.question, "statements": said})
        else:
            print_lines(answer_lines(answer))
        return
    listed = conversations.recent(limit)
    if as_json:
        print_json([{**vars(answer), "created": answer.created.isoformat()} for answer in listed])
        return
    for one in listed:
        held = counted(one.statements, "statement")
        typer.echo(f"{one.id}  {one.created:%Y-%m-%d %H:%M}  {held}  {one_line(one.question)}")
    if not listed:
        typer.echo("No answers yet. Ask on the page: make run", err=True)


def templates(store: Store = None, as_json: AsJson = False) -> None:
    """Lists the kinds of memo and the citation styles that there are, the store's own too."""
    house = house_of(store or load().home)
    found = {"template": template_names(house), "style": style_names(house)}
    if as_json:
        print_json(found)
        return
    for kind, named in found.items():
        for identifier, name in named.items():
            typer.echo(f"{kind}  {identifier}  {one_line(name)}")


def show(
    identifier: MemoId,
    revision: Annotated[int | None, typer.Option("--revision", max=MOST, help="As it was then.")] = None,
    history: Annotated[
        bool, typer.Option("--history", help="Who changed what, when, and what was exported.")
    ] = False,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Shows a memo: blocks and statements by number, sources, sign-offs, and what checking objects to."""
    desk = open_desk(store)
    made = desk.memos.history(identifier)
    number = made[0].number if revision is None else revision
    draft = desk.memos.at(identifier, number)
    files = FinishedMemos(desk.engine).of(identifier) if history else ()
    own = next(one for one in made if one.number == number)
    if as_json:
        data = {"id": identifier, "revision": own.number, "by": own.by, "saved": own.saved.isoformat()}
        past = {
            "history": [{**vars(one), "saved": one.saved.isoformat()} for one in made],
            "exported": [{"id": finished, "made": when.isoformat()} for finished, when in files],
        }
        print_json({**data, **draft_data(draft), **(past if history else {})})
        return
    print_lines(draft_lines(draft))
    by = f" by {one_line(own.by)}" if own.by else ""
    typer.echo(f"\nMemo {identifier}, revision {own.number} of {own.saved:%Y-%m-%d %H:%M} UTC{by}")
    for one in made if history else ():
        who = f"  {one_line(one.by)}" if one.by else ""
        typer.echo(f"  {one.number}  {one.saved:%Y-%m-%d %H:%M}{who}  {one_line(one.what)}")
    for finished, when in files:
        typer.echo(f"Exported {when:%Y-%m-%d %H:%M} UTC as {finished}")
