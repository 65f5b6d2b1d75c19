"""`python -m benchmarks`: Pincite beside the pipeline that tutorials teach, as whole processes."""

from __future__ import annotations

import json
import os
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from benchmarks.fidelity import fidelity
from benchmarks.latency import fill, latencies
from benchmarks.processes import PROJECT, Cost, run, size_of
from benchmarks.report import Pipeline, Results, as_page
from benchmarks.text import make_text
from core.errors import PinciteError
from core.settings import load
from records.database import open_database
from records.library import Library
from vectorstore.search import open_search

QUESTION = "Which measures must the owner of a trade secret take?"
FILES = 40
SEARCHED = 10_000  # passages
QUESTIONS = 100
SUITE = PROJECT / "eval" / "suites" / "starter.jsonl"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    corpus: Annotated[Path, typer.Option(help="Whose sentences the text is made of.")] = PROJECT / "corpus",
    megabytes: Annotated[float, typer.Option(min=0.01, help="How much text to add.")] = 1.0,
    repeat: Annotated[int, typer.Option(min=1, help="How often each is done.")] = 3,
    out: Annotated[Path, typer.Option(help="The page to write.")] = PROJECT / "docs" / "benchmarks.md",
) -> None:
    """Measure, and write the figures into docs/benchmarks.md."""
    try:
        with tempfile.TemporaryDirectory(prefix="pincite-benchmarks-") as work:
            page = as_page(_measure(Path(work), corpus, megabytes, repeat))
    except (PinciteError, FileNotFoundError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    out.write_text(page, encoding="utf-8")
    typer.echo(page)


def _measure(work: Path, corpus: Path, megabytes: float, repeat: int) -> Results:
    busy = os.getloadavg()[0]
    make_text(corpus, work / "text", size=int(megabytes * 1e6), files=FILES)
    make_text(corpus, work / "larger", size=int(5e6 * megabytes), files=5 * FILES)
    tutorial, pincite = _compare(work, repeat)
    _tell("five times as much text")
    larger = run("ingest", "add", str(work / "larger"), "--store", str(work / "larger-store"), "--json")
    _tell("fidelity of the vectors")
    true_to_oracle = fidelity(PROJECT / "corpus", SUITE, load())
    _tell(f"search among {SEARCHED} passages")
    return Results(
        megabytes=size_of(work / "text"),
        files=FILES,
        repeats=repeat,
        load=busy,
        tutorial=tutorial,
        pincite=pincite,
        larger=larger,
        fidelity=true_to_oracle,
        latencies=_latencies(work / "searched"),
        searched=SEARCHED,
    )


def _compare(work: Path, repeat: int) -> tuple[Pipeline, Pipeline]:
    """Both pipelines, in turns, so that whatever else the machine does hits both."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    sizes: dict[str, float] = {}
    text = str(work / "text")
    for number in range(repeat):
        stores = {name: str(work / f"{name}-{number}") for name in ("tutorial", "pincite")}
        add = {
            "tutorial": ("benchmarks.tutorial", "add", text, stores["tutorial"]),
            "pincite": ("ingest", "add", text, "--store", stores["pincite"], "--json"),
        }
        ask = {
            "tutorial": ("benchmarks.tutorial", "ask", stores["tutorial"], QUESTION),
            "pincite": ("vectorstore", QUESTION, "--store", stores["pincite"], "-k", "4", "--json"),
        }
        for name, store in stores.items():
            _tell(f"{name}, repetition {number + 1} of {repeat}")
            costs[f"{name} ingest"].append(run(*add[name]))
            sizes[name] = size_of(Path(store))
            costs[f"{name} question"].append(run(*ask[name]))
            costs[f"{name} again"].append(run(*add[name]))
    passages = {
        "tutorial": int(costs["tutorial ingest"][0].output),
        "pincite": int(json.loads(costs["pincite ingest"][0].output)["passages"]),
    }
    made = {
        name: Pipeline(
            name=name,
            ingest=costs[f"{name} ingest"],
            again=costs[f"{name} again"],
            first_question=costs[f"{name} question"],
            passages=passages[name],
            store=sizes[name],
        )
        for name in ("tutorial", "pincite")
    }
    return made["tutorial"], made["pincite"]


def _latencies(home: Path) -> NDArray[np.float64]:
    settings = replace(load(), home=home)
    library = Library(open_database(home))
    fill(library, settings, SEARCHED)
    return latencies(open_search(library, settings), QUESTIONS)


def _tell(step: str) -> None:
    typer.echo(step, err=True)


if __name__ == "__main__":
    app(prog_name="python -m benchmarks")
