"""Two runs of one suite beside each other: paired differences, and the questions that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import PinciteError
from eval.score import Score
from eval.summary import (
    LOWER_IS_BETTER,
    REMOVED,
    Measure,
    interval,
    judged_of,
    measures_of,
    removed_for,
    resamples,
)

NEITHER = frozenset({REMOVED})  # more of it is neither better nor worse
FEWEST = 6  # pairs: with fewer, even if all point one way, chance does that more often than once in twenty
# What a reader of two runs asks of a single question, the gravest first.
TELLING = ("quote_exactness", "answer_accuracy", "citation_recall", "hit@10", "ndcg@10")


class NothingToCompare(PinciteError):
    """Two runs have no question in common."""

    def __init__(self, one: Path, other: Path) -> None:
        super().__init__(f"{one} and {other} have no question in common. Compare two runs of one suite.")


@dataclass(frozen=True)
class Difference:
    """A measure in both runs; `low` to `high` is the 95% interval of `difference`, b less a."""

    name: str
    a: float
    b: float
    difference: float
    low: float
    high: float
    n: int

    @property
    def verdict(self) -> str:
        """better or worse where the interval is clear of 0 and not of a handful, else "unclear", or "same".

        Of removed statements there are more or less: a strict checker removes more, a good model fewer.
        """
        if self.low == self.high == 0:
            return "same"
        if self.low <= 0 <= self.high or self.n < FEWEST:
            return "unclear"
        if self.name.partition("@")[0] in NEITHER:
            return "more" if self.difference > 0 else "less"
        return "better" if (self.difference > 0) != (self.name in LOWER_IS_BETTER) else "worse"


@dataclass(frozen=True)
class Change:
    """A question that came out differently."""

    id: str
    question: str
    better: bool
    what: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """All that differs between two runs."""

    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    shared: int  # questions in both
    only_a: int
    only_b: int
    judged: tuple[Difference, ...] = ()  # in a judge model's opinion: no measures


def compare(a: Sequence[Score], b: Sequence[Score], seed: int) -> Comparison:
    """Compares the questions that both runs asked, each with itself; one id may be two questions.

    The intervals are of a paired bootstrap: in each of 1,000 draws both runs answer the same
    questions, so that what makes questions hard or easy cancels out.
    """
    of_b = {(score.id, score.question): score for score in b}
    pairs = [(score, other) for score in a if (other := of_b.get((score.id, score.question)))]
    ours, theirs = [one for one, _ in pairs], [other for _, other in pairs]
    objections = removed_for([*ours, *theirs])
    return Comparison(
        differences=_differences(measures_of(ours, objections), measures_of(theirs, objections), seed),
        changes=tuple(change for pair in pairs if (change := _change(*pair)) is not None),
        shared=len(pairs),
        only_a=len(a) - len(pairs),
        only_b=len(b) - len(pairs),
        judged=_differences(judged_of(ours), judged_of(theirs), seed),
    )


def _differences(a: Sequence[Measure], b: Sequence[Measure], seed: int) -> tuple[Difference, ...]:
    of_b = {measure.name: measure for measure in b}
    found = (_difference(measure, of_b[measure.name], seed) for measure in a if measure.name in of_b)
    return tuple(difference for difference in found if difference is not None)


def _difference(a: Measure, b: Measure, seed: int) -> Difference | None:
    counts = (a.counts | b.counts) & a.defined & b.defined
    if not counts.any():
        return None
    once = counts.astype(np.float64)
    value_a, value_b = float(a.statistic(once)), float(b.statistic(once))
    if np.isnan(value_a) or np.isnan(value_b):
        return None
    drawn = resamples(counts, seed)
    low, high = interval(b.statistic(drawn) - a.statistic(drawn))
    return Difference(a.name, value_a, value_b, value_b - value_a, low, high, int(counts.sum()))


def _change(a: Score, b: Score) -> Change | None:
    """What changed of one question, if anything did; the gravest decides whether it is for the better."""
    what: list[str] = []
    gains: list[float] = []
    for name in TELLING:
        one, other = _value(a, name), _value(b, name)
        if one is not None and other is not None and one != other:
            what.append(f"{name} {one:.2f} -> {other:.2f}")
            gains.append(other - one)
    if a.status != b.status:
        what.insert(0, f"{a.status or 'no answer'} -> {b.status or 'no answer'}")
        gains.append(_outcome(b) - _outcome(a))
    if not what:
        return None
    return Change(a.id, a.question, next((gain > 0 for gain in gains if gain), False), tuple(what))


def _value(score: Score, name: str) -> float | None:
    share = score.shares.get(name)
    return share.part / share.whole if share else None


def _outcome(score: Score) -> float:
    """1 where it was right to answer or to refuse."""
    wanted = ("answered", "partial") if score.answerable else ("refused",)
    return float(score.status in wanted)
