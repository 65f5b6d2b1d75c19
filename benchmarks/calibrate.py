"""Fits the weights and the bias of answering/confidence.py on evaluation suites.

    python -m benchmarks.calibrate --suite CORPUS SUITE --suite CORPUS SUITE --stores FOLDER

A question is "near" unanswerable where its own suite says so, and "far" unanswerable where it was asked
of another suite's library. The first suite is that of the library that ships. Of a suite with halves only
the half "tune" is looked at, of others about every second question; `--left-out training/learned.txt`
leaves out those that the reader learned from. Written on click: typer knows no option of two values that
repeats.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import TextIO

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

from answering.questions.followup import make_standalone
from answering.quoting import evidence
from answering.selection.sentence_scores import score_sentences
from core.errors import PinciteError
from core.settings import load
from core.types import Filters
from eval.suite import Question, of_half, read_suite
from ingest.add import add_paths
from records.database import open_database
from records.library import Library
from records.writing import document_id
from vectorstore.reader import Reader
from vectorstore.search import HybridSearch, open_search

SEED = 20161111
REGULARISATION = 10.0  # scikit-learn's C: weak, for three numbers from hundreds of questions
ITERATIONS = 5000
OWN_LIBRARY = 3  # times that the first library counts
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
OWN, FAR = "own", "far"
TUNE = "tune"  # of a suite with halves only this one is looked at


@dataclass(frozen=True)
class Suite:
    """A suite with the search over its library."""

    name: str
    questions: tuple[Question, ...]
    search: HybridSearch
    library: Library
    reader: Reader


@dataclass(frozen=True)
class Example:
    """What a search brought for one question, and whether the library answers it."""

    library: str
    group: str  # OWN, or FAR for a question of another suite
    answerable: bool
    features: tuple[float, ...]


@dataclass(frozen=True)
class Fit:
    """The regression, as answering/confidence.py has it."""

    weights: tuple[float, ...]
    bias: float

    def confidences(self, examples: Sequence[Example]) -> NDArray[np.float64]:
        """The probability of each example that it is answerable."""
        features = np.array([example.features for example in examples])
        total: NDArray[np.float64] = self.bias + features @ np.array(self.weights)
        return 1 / (1 + np.exp(-total))


@click.command()
@click.option(
    "--suite",
    "pairs",
    type=(click.Path(path_type=Path), click.Path(path_type=Path)),
    multiple=True,
    required=True,
    metavar="CORPUS SUITE",
    help="A folder of documents and its questions; give two or more.",
)
@click.option("--stores", type=click.Path(path_type=Path), help="Where libraries are kept between runs.")
@click.option("--far", default=40, help="Questions of each other suite that a library is asked.")
@click.option("--limit", default=0, help="Only so many questions of each suite.")
@click.option("--left-out", type=click.File(), help="Ids that are not looked at, one a line.")
def main(
    pairs: tuple[tuple[Path, Path], ...],
    stores: Path | None,
    far: int,
    limit: int,
    left_out: TextIO | None,
) -> None:
    """Fit the confidence on suites; print weights, AUROC and what each threshold would do."""
    with tempfile.TemporaryDirectory(prefix="pincite-calibrate-") as work:
        try:
            known = frozenset(left_out.read().split()) if left_out else frozenset()
            folder = stores or Path(work)
            suites = [open_suite(corpus, suite, folder, limit, known) for corpus, suite in pairs]
            examples = list(_examples(suites, far))
        except PinciteError as error:
            click.echo(str(error), err=True)
            raise SystemExit(2) from error
    if len({example.answerable for example in examples}) < 2:
        click.echo(
            "All questions are answerable: give a second suite, or one with unanswerable ones.", err=True
        )
        raise SystemExit(2)
    fitted = fit(examples)
    click.echo("\n".join(_told(fitted, examples)))


def fit(examples: Sequence[Example]) -> Fit:
    """Logistic regression of `answerable` on the features.

    Each library counts alike, however many its questions, but the first, which ships, three times.
    """
    sizes = Counter(example.library for example in examples)
    weights = [(OWN_LIBRARY if e.library == examples[0].library else 1) / sizes[e.library] for e in examples]
    scale = len(examples) / sum(weights)
    model = LogisticRegression(C=REGULARISATION, max_iter=ITERATIONS)
    model.fit(
        [example.features for example in examples],
        [example.answerable for example in examples],
        sample_weight=[scale * weight for weight in weights],
    )
    return Fit(tuple(float(weight) for weight in model.coef_[0]), float(model.intercept_[0]))


def open_suite(
    corpus: Path, suite: Path, stores: Path, limit: int = 0, left_out: Collection[str] = ()
) -> Suite:
    """The suite with its library, kept in a folder of `stores`, and what may be tuned on.

    Of a suite with halves that is the half "tune", of others about every second question, but for those
    `left_out`.
    """
    name = corpus.resolve().parent.name if corpus.name == "corpus" else corpus.name
    settings = replace(load(), home=stores / f"{name}-{document_id(str(corpus.resolve()))[:8]}")
    library = Library(open_database(settings.home))
    click.echo(f"{name}: adding {corpus}", err=True)
    add_paths([corpus], library=library, settings=settings)
    questions = read_suite(suite)
    if any(question.half for question in questions):
        questions = of_half(questions, TUNE, suite)
    else:
        questions = tuple(q for q in questions if q.id not in left_out and _is_odd(q.id))
    return Suite(
        name,
        questions[:limit] if limit else questions,
        open_search(library, settings),
        library,
        Reader(settings),
    )


def _is_odd(identifier: str) -> bool:
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 2 == 1


def _examples(suites: Sequence[Suite], far: int) -> Iterator[Example]:
    numbers = random.Random(SEED)
    for suite in suites:
        click.echo(f"{suite.name}: asking", err=True)
        for question in suite.questions:
            yield _example(suite, question, OWN, answerable=question.answerable)
        for other in suites:
            answerable = [question for question in other.questions if question.answerable]
            if other is not suite:
                for question in numbers.sample(answerable, min(far, len(answerable))):
                    yield _example(suite, question, FAR, answerable=False)


def _example(suite: Suite, question: Question, group: str, *, answerable: bool) -> Example:
    words = make_standalone(question.asked.question, question.asked.history)
    day = Filters(as_of=question.asked.filters.as_of)
    found = suite.search(words, limit=load().passages_per_answer, filters=day)
    candidates = score_sentences(found.question, suite.reader(found.question, found.passages))
    brought = evidence(found.question, candidates, absent=len(found.absent))
    return Example(suite.name, group, answerable, astuple(brought))


def _told(fitted: Fit, examples: Sequence[Example]) -> Iterator[str]:
    yield f"WEIGHTS = ({', '.join(f'{weight:.2f}' for weight in fitted.weights)})"
    yield f"BIAS = {fitted.bias:.2f}"
    yield ""
    yield "AUROC, own questions (near), and answerable ones against those of other suites (far):"
    for name, of_library in _by_library(examples):
        own = [example for example in of_library if example.group == OWN]
        against_far = [example for example in of_library if example.answerable or example.group == FAR]
        yield f"  {name:12} near {_auroc(fitted, own)}   far {_auroc(fitted, against_far)}"
    yield ""
    yield "Share that is refused under a threshold: answerable (false refusals), near and far unanswerable"
    yield f"  {'library':12} {'':10} " + " ".join(f"{threshold:6.1f}" for threshold in THRESHOLDS)
    for name, of_library in [*_by_library(examples), ("all", list(examples))]:
        kinds = {
            "answerable": [example for example in of_library if example.answerable],
            "near": [e for e in of_library if e.group == OWN and not e.answerable],
            "far": [example for example in of_library if example.group == FAR],
        }
        for kind, chosen in kinds.items():
            if chosen:
                confidences = fitted.confidences(chosen)
                shares = " ".join(f"{np.mean(confidences < threshold):6.1%}" for threshold in THRESHOLDS)
                yield f"  {name:12} {kind:10} {shares}"


def _by_library(examples: Sequence[Example]) -> list[tuple[str, list[Example]]]:
    names = dict.fromkeys(example.library for example in examples)
    return [(name, [example for example in examples if example.library == name]) for name in names]


def _auroc(fitted: Fit, examples: Sequence[Example]) -> str:
    """The chance that an answerable question gets the higher confidence; "-" where there is one kind only."""
    truth = [example.answerable for example in examples]
    if len(set(truth)) < 2:
        return "    -"
    return f"{roc_auc_score(truth, fitted.confidences(examples)):.3f}"


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.calibrate")
