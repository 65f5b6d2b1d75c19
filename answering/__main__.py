"""`python -m answering "question"`: an answer from the library, every sentence with its source."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from answering.answer import answer_question
from answering.printed import as_row, as_text
from core.errors import PinciteError
from core.settings import load
from core.types import Answer
from ingest.index import repair_unless_busy
from records.database import open_database
from records.library import Library
from vectorstore.reader import Reader
from vectorstore.search import open_search

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    question: Annotated[str, typer.Argument(help="What to ask; left out with --loop.")] = "",
    store: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    loop: Annotated[bool, typer.Option(help="One question a line on stdin, one JSON line each.")] = False,
) -> None:
    """Ask the library."""
    try:
        settings = load()
        settings = replace(settings, home=store) if store else settings
        library = Library(open_database(settings.home))
        repair_unless_busy(library, settings)
        search, reader = open_search(library, settings), Reader(settings)

        def ask(words: str) -> Answer:
            return answer_question(words, search=search, library=library, settings=settings, reader=reader)

        if loop:
            for line in sys.stdin:
                print(_json(ask(line.strip())), flush=True)  # noqa: T201 (this is the output)
        else:
            answer = ask(question)
            typer.echo(_json(answer) if as_json else as_text(answer))
    except PinciteError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


def _json(answer: Answer) -> str:
    return json.dumps(as_row(answer), ensure_ascii=False)


if __name__ == "__main__":
    app(prog_name="python -m answering")
