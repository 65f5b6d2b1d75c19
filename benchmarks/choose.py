"""Fits the weights by which answering/selection/sentence_scores.py chooses the sentence that answers.

    python -m benchmarks.choose --suite CORPUS SUITE --suite CORPUS SUITE --stores FOLDER

Prints the weights; and for each suite how often the right sentence comes first and the mean reciprocal rank
of the first right one: with the weights in use, with the fitted ones, and with each left out. Of a suite
with halves only the half "tune" is looked at. Written on click: typer knows no option of two values that
repeats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray

from answering.questions.followup import make_standalone
from answering.selection.sentence_scores import WEIGHTS, features
from benchmarks.calibrate import Suite, open_suite
from core.errors import PinciteError
from core.settings import load
from core.types import Passage
from eval.evidence import Archive, resolve
from eval.measures import cites_evidence
from eval.rows import Place

RIDGE = 0.02  # times the squared weights: for seven numbers from hundreds of questions it hardly tells
Weights = Mapping[str, float]


@dataclass(frozen=True)
class Choice:
    """The sentences found for one question: their features, and which of them answer."""

    features: NDArray[np.float64]
    right: NDArray[np.bool_]


@click.command()
@click.option(
    "--suite",
    "pairs",
    type=(click.Path(path_type=Path), click.Path(path_type=Path)),
    multiple=True,
    required=True,
    metavar="CORPUS SUITE",
    help="A folder of documents and its questions.",
)
@click.option("--stores", type=click.Path(path_type=Path), required=True, help="Where libraries are kept.")
@click.option("--limit", default=0, help="Only so many questions of each suite, from its start.")
def main(pairs: tuple[tuple[Path, Path], ...], stores: Path, limit: int) -> None:
    """Fit the weights of sentence choice on suites; print what each is worth."""
    try:
        choices = {
            suite.name: list(_choices(suite, path))
            for suite, path in ((open_suite(corpus, path, stores, limit), path) for corpus, path in pairs)
        }
    except PinciteError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error
    every = [choice for of_suite in choices.values() for choice in of_suite]
    fitted = fit(every, list(WEIGHTS))
    click.echo("\n".join(f'    "{name}": {weight:.2f},' for name, weight in fitted.items()))
    click.echo(f"{'right sentence first / MRR':28}" + "".join(f"{name:>16}" for name in choices))
    _tell("in use", WEIGHTS, choices)
    _tell("fitted", fitted, choices)
    for name in WEIGHTS:
        rest = [other for other in WEIGHTS if other != name]
        _tell(f"fitted without {name}", fit(every, rest), choices)


def fit(choices: Sequence[Choice], names: Sequence[str]) -> Weights:
    """The weights of these features under which the right sentences are likeliest, by a softmax over each."""
    columns = [list(WEIGHTS).index(name) for name in names]
    data = [
        (torch.tensor(choice.features[:, columns]), torch.tensor(choice.right))
        for choice in choices
        if choice.right.any()
    ]
    weights = torch.zeros(len(columns), dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        losses = [torch.logsumexp(x @ weights, 0) - torch.logsumexp((x @ weights)[y], 0) for x, y in data]
        loss = torch.stack(losses).mean() + RIDGE * (weights**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return dict(zip(names, weights.detach().tolist(), strict=True))


def ranked(choices: Sequence[Choice], weights: Weights) -> tuple[float, float]:
    """How often a right sentence comes first, and the mean reciprocal rank of the first right one."""
    vector = np.array([weights.get(name, 0.0) for name in WEIGHTS])
    ranks = [_rank(choice.features @ vector, choice.right) for choice in choices]
    reciprocal = [1 / rank if rank else 0.0 for rank in ranks]
    return float(np.mean([rank == 1 for rank in ranks])), float(np.mean(reciprocal))


def _rank(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> int | None:
    if not right.any():
        return None
    return 1 + int((scores > scores[right].max()).sum())


def _choices(suite: Suite, path: Path) -> Iterator[Choice]:
    """The choice that each answerable question leaves, whether or not the evidence was found."""
    click.echo(f"{suite.name}: asking", err=True)
    resolved = resolve(suite.questions, Archive(suite.library), path)
    for question in suite.questions:
        if question.answerable:
            words = make_standalone(question.asked.question, question.asked.history)
            filters = resolved.filters[question.id]
            found = suite.search(words, limit=load().passages_per_answer, filters=filters)
            gold = resolved.gold[question.id]
            right = [cites_evidence(place, gold) for place in _sentences(found.passages)]
            passages = suite.reader(found.question, found.passages)
            yield Choice(features(found.question, passages), np.array(right, dtype=bool))


def _sentences(passages: Sequence[Passage]) -> Iterator[Place]:
    for passage in passages:
        for sentence in passage.sentences:
            yield Place(passage.source.name, sentence.start, sentence.end)


def _tell(label: str, weights: Weights, choices: Mapping[str, Sequence[Choice]]) -> None:
    shares = [ranked(of_suite, weights) for of_suite in choices.values()]
    click.echo(f"{label:28}" + "".join(f"   {first:.3f} / {mean:.3f}" for first, mean in shares))


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.choose")
