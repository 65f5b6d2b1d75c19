"""`python -m answering "question"`: an answer from the library, every sentence with its source."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from answering.answer import answer_question
from answering.printed import as_row, as_text, replayed_as_row, replayed_as_text
from answering.protocols import Answerer
from answering.quoting import Quoting
from answering.replay import Replayed, by_model, compare
from answering.setup import setup_of
from answering.since import since_given
from answering.writing import Writing
from core.errors import PinciteError
from core.settings import Settings, load
from core.types import Answer
from ingest.index import repair_unless_busy
from records.conversations import Conversations
from records.database import open_database
from records.library import Library
from vectorstore.abbreviations import own_list_hash
from vectorstore.reader import NAME, Reader
from vectorstore.search import HybridSearch, open_search


class Asked(StrEnum):
    """Who may be asked to answer."""

    QUOTING = "quoting"  # the sources' own words
    WRITING = "writing"  # the language model of the settings


Ask = Callable[..., Answer]  # `answer_question`, from this library

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    question: Annotated[str, typer.Argument(help="What to ask; left out with --loop.")] = "",
    store: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    loop: Annotated[bool, typer.Option(help="One question a line on stdin, one JSON line each.")] = False,
    answerer: Annotated[
        Asked | None,
        typer.Option(help="Who answers; left out: the language model, where the settings name one."),
    ] = None,
    replay: Annotated[
        str | None,
        typer.Option(
            "--replay",
            metavar="ANSWER_ID",
            help="Asks a saved answer's question again, and tells what differs and why. Nothing is saved.",
        ),
    ] = None,
) -> None:
    """Ask the library."""
    try:
        settings = load()
        settings = replace(settings, home=store) if store else settings
        library = Library(open_database(settings.home))
        repair_unless_busy(library, settings)
        search, reader = open_search(library, settings), Reader(settings)

        ask: Ask = partial(answer_question, search=search, library=library, settings=settings, reader=reader)
        if replay is not None and (question or loop):
            raise typer.BadParameter(
                "It asks the saved question: give no other, and no --loop.", param_hint="--replay"
            )
        if replay is not None:
            compared = _replayed(replay, ask, answerer, library, settings, search)
            row = json.dumps(replayed_as_row(compared), ensure_ascii=False)
            typer.echo(row if as_json else replayed_as_text(compared))
            return
        made = _answerers(answerer, settings)
        if loop:
            for line in sys.stdin:
                print(_json(ask(line.strip(), answerer=made())), flush=True)  # noqa: T201 (the output)
        else:
            answer = ask(question, answerer=made())
            typer.echo(_json(answer) if as_json else as_text(answer))
    except PinciteError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


def _replayed(
    identifier: str,
    ask: Ask,
    asked: Asked | None,
    library: Library,
    settings: Settings,
    search: HybridSearch,
) -> Replayed:
    """How a saved answer compares with what its question gets now; a model answers where one did then."""
    saved = Conversations(library.engine).answer(identifier)
    then = saved.answer
    answerer = _answerers(asked, settings)() if asked or by_model(then) else Quoting()
    now = ask(then.question, filters=then.filters, standalone=then.standalone_question, answerer=answerer)
    abbreviations = own_list_hash(settings.home)
    setup = setup_of(settings, search_model=search.embedder.name, reader=NAME, abbreviations=abbreviations)
    return compare(then, replace(now, setup=setup), since_given(then, now, saved.created, library))


def _answerers(asked: Asked | None, settings: Settings) -> Callable[[], Answerer]:
    """Makes the answerer asked for, one for each question.

    Raises ModelFault where the model of the settings cannot be used.
    """
    from models.connect import configured, connect

    if asked is Asked.QUOTING or (asked is None and not configured(settings)):
        return Quoting
    judge = connect(settings, judge=True) if settings.judge_model else None
    return partial(Writing, connect(settings), settings, judge=judge)


def _json(answer: Answer) -> str:
    return json.dumps(as_row(answer), ensure_ascii=False)


if __name__ == "__main__":
    app(prog_name="python -m answering")
