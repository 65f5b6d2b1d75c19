"""`python -m vectorstore "question"`: the passages that a question finds."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from core.errors import PinciteError
from core.settings import load
from core.types import Passage
from ingest.index import repair_unless_busy
from records.database import open_database
from records.library import Library
from vectorstore.search import HybridSearch, open_search

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    question: Annotated[str, typer.Argument(help="What to look for; left out with --loop.")] = "",
    store: Annotated[Path | None, typer.Option(help="The library's folder.")] = None,
    limit: Annotated[int, typer.Option("-k", min=1, help="How many passages.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    loop: Annotated[bool, typer.Option(help="One question a line on stdin, one JSON line each.")] = False,
) -> None:
    """Find passages, best first."""
    try:
        settings = load()
        settings = replace(settings, home=store) if store else settings
        library = Library(open_database(settings.home))
        repair_unless_busy(library, settings)
        search = open_search(library, settings)
        if loop:
            for line in sys.stdin:
                print(_json(search, line.strip(), limit), flush=True)  # noqa: T201 (this is the output)
        elif as_json:
            typer.echo(_json(search, question, limit))
        else:
            for passage in search(question, limit=limit).passages:
                typer.echo(f"{_place(passage)}\n{passage.text}\n")
    except PinciteError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


def _json(search: HybridSearch, question: str, limit: int) -> str:
    passages = search(question, limit=limit).passages
    return json.dumps(
        [
            {
                "document": passage.source.name,
                "start": passage.start,
                "end": passage.end,
                "score": round(passage.score, 6),
                "text": passage.text,
            }
            for passage in passages
        ],
        ensure_ascii=False,
    )


def _place(passage: Passage) -> str:
    page = f", p. {passage.page}" if passage.page else ""
    return f"[{passage.score:.4f}] {passage.source.metadata.title}{page} {' › '.join(passage.section)}"


if __name__ == "__main__":
    app(prog_name="python -m vectorstore")
