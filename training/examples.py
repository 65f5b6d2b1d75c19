"""Makes the examples that the reader learns from: `python -m training.examples --suite NAME CORPUS SUITE`.

An example is a question with the passages that our own search finds for it, and those that hold its
evidence; each of their sentences is right where it shares half of an evidence span, or of itself, with one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import click

from answering.questions.followup import make_standalone
from core.errors import PinciteError
from core.settings import load
from core.types import Passage, Span
from eval.evidence import Archive, resolve
from eval.rows import Place
from eval.suite import Question, read_suite
from ingest.add import add_paths
from records.database import open_database
from records.library import Library
from vectorstore.search import open_search

DEPTH = 20  # passages of our own search
HELD = 2  # passages with the evidence that the search did not find


@dataclass(frozen=True)
class Seen:
    """A passage as the reader sees it."""

    document: str
    place: tuple[str, ...]  # title and headings
    text: str
    sentences: tuple[Span, ...]  # of `text`
    right: tuple[bool, ...]  # whether each answers
    found: bool  # by the search, in the order of its ranks; else added since it holds the evidence


@dataclass(frozen=True)
class Example:
    """A question with passages."""

    id: str
    question: str
    half: str | None
    answerable: bool
    passages: tuple[Seen, ...]


@click.command()
@click.option(
    "--suite",
    "suites",
    type=(str, click.Path(path_type=Path), click.Path(path_type=Path)),
    multiple=True,
    required=True,
    metavar="NAME CORPUS SUITE",
    help="A name, a folder of documents and its questions.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to write to.")
def main(suites: tuple[tuple[str, Path, Path], ...], out: Path) -> None:
    """Write NAME.jsonl for each suite."""
    out.mkdir(parents=True, exist_ok=True)
    for name, corpus, suite in suites:
        try:
            made = list(_examples(corpus, suite, out))
        except PinciteError as error:
            click.echo(str(error), err=True)
            raise SystemExit(2) from error
        lines = [json.dumps(asdict(example), ensure_ascii=False) + "\n" for example in made]
        (out / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        click.echo(f"{name}: {len(lines)} questions", err=True)


def read_examples(folder: Path) -> dict[str, list[Example]]:
    """The examples of each suite, by its name."""
    return {
        path.stem: [_example(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in sorted(folder.glob("*.jsonl"))
    }


def training_set(suites: Mapping[str, list[Example]]) -> list[Example]:
    """What may be learned from: our own questions and those of `squad2-train` whole, of others one half.

    The other halves judge: of `policyqa` and `cuad` the questions on every second document, of `chunking`
    every second question. All of `squad2` (other articles) and of `starter` is left for fitting what uses
    the reader, and for judging.
    """
    return [
        *suites["squad2-train"],
        *(suites["own-cuad"] + suites["own-policyqa"] + suites["own-squad2"]) * 2,
        *_first_half(suites["policyqa"]),
        *_first_half(suites["cuad"]) * 2,
        *suites["chunking"][::2] * 2,
    ]


def _first_half(examples: Sequence[Example]) -> list[Example]:
    """The questions on every second document, and half of those that none answers."""
    documents = sorted({document for example in examples for document in _right_documents(example)})
    chosen = set(documents[::2])
    return [
        example
        for example in examples
        if (_right_documents(example)[0] in chosen if _right_documents(example) else _even(example.id))
    ]


def _right_documents(example: Example) -> list[str]:
    return [passage.document for passage in example.passages if any(passage.right)]


def _even(identifier: str) -> bool:
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 2 == 0


def _examples(corpus: Path, suite: Path, out: Path) -> Iterator[Example]:
    settings = replace(load(), home=out / "stores" / corpus.resolve().parent.name)
    library = Library(open_database(settings.home))
    add_paths([corpus], library=library, settings=settings)
    search = open_search(library, settings)
    questions = read_suite(suite)
    resolved = resolve(questions, Archive(library), suite)
    ids = [indexed.id for indexed in library.indexed()]
    passages = [passage for passage, _ in library.passages(ids).values()]
    for question in questions:
        gold = resolved.gold[question.id]
        standalone = make_standalone(question.asked.question, question.asked.history)
        found = search(standalone, limit=DEPTH, filters=resolved.filters[question.id])
        known = {passage.id for passage in found.passages}
        held = [p for p in passages if p.id not in known and any(_right(p, gold))][:HELD]
        yield _made(question, found.question, found.passages, held, gold)


def _made(
    question: Question, words: str, found: Sequence[Passage], held: Sequence[Passage], gold: Sequence[Place]
) -> Example:
    return Example(
        id=question.id,
        question=words,
        half=question.half,
        answerable=question.answerable,
        passages=(
            *(_seen(passage, gold, found=True) for passage in found),
            *(_seen(passage, gold, found=False) for passage in held),
        ),
    )


def _seen(passage: Passage, gold: Sequence[Place], *, found: bool) -> Seen:
    title = passage.source.metadata.title
    return Seen(
        document=passage.source.name,
        place=(title, *(heading for heading in passage.section if heading != title)),
        text=passage.text,
        sentences=tuple(Span(s.start - passage.start, s.end - passage.start) for s in passage.sentences),
        right=_right(passage, gold),
        found=found,
    )


def _right(passage: Passage, gold: Sequence[Place]) -> tuple[bool, ...]:
    places = [place for place in gold if place.document == passage.source.name]
    return tuple(
        any(
            2 * (min(place.end, s.end) - max(place.start, s.start))
            >= min(place.end - place.start, s.end - s.start)
            for place in places
        )
        for s in passage.sentences
    )


def _example(row: dict[str, object]) -> Example:
    passages = tuple(
        Seen(
            document=p["document"],
            place=tuple(p["place"]),
            text=p["text"],
            sentences=tuple(Span(**span) for span in p["sentences"]),
            right=tuple(p["right"]),
            found=p["found"],
        )
        for p in row["passages"]  # type: ignore[attr-defined]
    )
    return Example(row["id"], row["question"], row["half"], row["answerable"], passages)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(prog_name="python -m training.examples")
