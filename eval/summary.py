"""From scores of questions to measures of a run: values with 95% intervals, overall and by kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from eval.calibration import brier, calibration_error
from eval.judge import MARKS
from eval.measures import DEPTHS, WRONG_WITHIN
from eval.score import Score, Share

Numbers = NDArray[np.float64]
# A statistic takes how often each question counts, in one row or in many, and gives a value for each row.
Statistic = Callable[[Numbers], Numbers]

RESAMPLES = 1000
COVERAGES = (0.5, 0.8, 1.0)
NOTHING = Share(0.0, 0.0)
SHARES = (
    *(f"{name}@{k}" for name in ("recall", "precision", "hit") for k in DEPTHS),
    f"wrong_document@{WRONG_WITHIN}",
    *("mrr@10", "ndcg@10", "quote_exactness", "citation_recall", "citation_precision", "support"),
    *("answer_accuracy", "token_f1", "refusal_precision", "refusal_recall", "refusal_f1", "false_refusal"),
    "conflict_cards",
)
REMOVED = "statements_removed"
OF_MODELS = ("fallback", "tokens_in", "tokens_out", "cost", REMOVED)  # for those asked of a language model
MODEL_BOUND = frozenset({*OF_MODELS, "seconds_model_p50", "seconds_model_p95"})  # another model has others
LOWER_IS_BETTER = frozenset(
    {
        *("false_refusal", f"wrong_document@{WRONG_WITHIN}", "confidence_ece", "confidence_brier"),
        *("conflict_cards", "latency_p50", "latency_p95", "seconds_model_p50", "seconds_model_p95"),
        *("fallback", "tokens_in", "tokens_out", "cost"),
    }
)
ABOUT_REFUSALS = frozenset({"refusal_precision", "refusal_recall", "refusal_f1"})


@dataclass(frozen=True)
class Measured:
    """A measure over `n` questions, with a 95% interval."""

    value: float
    n: int
    low: float
    high: float


@dataclass(frozen=True)
class Measure:
    """One measure of a run: which questions it counts, and how it is made of them."""

    name: str
    counts: NDArray[np.bool_]
    statistic: Statistic
    defined: NDArray[np.bool_]  # questions that may be given to the statistic at all


@dataclass(frozen=True)
class Summary:
    """The measures of a run; one that does not apply is left out."""

    overall: Mapping[str, Measured]
    by_kind: Mapping[str, Mapping[str, Measured]]
    judged: Mapping[str, Measured] = field(default_factory=dict)  # a judge model's opinion: no measure


def summarise(scores: Sequence[Score], seed: int, far: Sequence[Score] = ()) -> Summary:
    """All measures that apply, over all questions and over those of each kind.

    `far` are questions from other fields: their measures stand beside the others and are of no kind.
    """
    kinds = sorted({score.kind for score in scores if score.kind is not None})
    return Summary(
        overall={**measured(scores, seed), **measured_far(scores, far, seed)},
        by_kind={kind: measured([s for s in scores if s.kind == kind], seed) for kind in kinds},
        judged=values(judged_of(scores), seed),
    )


def measured_far(scores: Sequence[Score], far: Sequence[Score], seed: int) -> dict[str, Measured]:
    """The share of questions from other fields refused, and how confidence tells the answerable from them."""
    if not far:
        return {}
    together = [*(score for score in scores if score.answerable), *far]
    names = {"refusal_recall": "far_refusal_recall", "confidence_auroc": "far_auroc"}
    return {names[name]: value for name, value in measured(together, seed).items() if name in names}


def measured(scores: Sequence[Score], seed: int) -> dict[str, Measured]:
    """Name -> value and percentile bootstrap interval over the questions that the measure counts."""
    return values(measures_of(scores), seed)


def values(measures: Iterable[Measure], seed: int) -> dict[str, Measured]:
    """Name -> value and interval of each measure that has a value."""
    found: dict[str, Measured] = {}
    for measure in measures:
        count = int(measure.counts.sum())
        value = float(measure.statistic(measure.counts.astype(np.float64)))
        if not count or math.isnan(value):
            continue
        low, high = interval(measure.statistic(resamples(measure.counts, seed)))
        found[measure.name] = Measured(value, count, low, high)
    return found


def resamples(counts: NDArray[np.bool_], seed: int) -> Numbers:
    """How often each question is drawn, in 1,000 draws with replacement of those that count."""
    chosen = np.flatnonzero(counts)
    size = len(chosen)
    drawn = np.random.default_rng(seed).integers(size, size=(RESAMPLES, size))
    drawn += size * np.arange(RESAMPLES)[:, np.newaxis]
    weights = np.zeros((RESAMPLES, len(counts)))
    weights[:, chosen] = np.bincount(drawn.ravel(), minlength=RESAMPLES * size).reshape(RESAMPLES, size)
    return weights


def interval(values: Numbers) -> tuple[float, float]:
    """The middle 95% of bootstrap values; draws to which the measure does not apply are left out."""
    known = values[~np.isnan(values)]
    if not known.size:
        return 0.0, 1.0  # nothing is known of a share but that
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def measures_of(scores: Sequence[Score], objections: Iterable[str] = ()) -> list[Measure]:
    """Every measure that counts at least one of the questions, in the order of reports.

    `objections` names shares of removed statements to be measured though these questions have none.
    """
    answerable = np.array([score.answerable for score in scores], dtype=np.bool_)
    found = [_share(name, scores) for name in SHARES if name not in ABOUT_REFUSALS or not answerable.all()]
    confidence = _values(score.confidence for score in scores)
    known = ~np.isnan(confidence)
    if answerable[known].any() and not answerable[known].all():
        for name, of in (("auroc", auroc), ("ece", calibration_error), ("brier", brier)):
            found.append(Measure(f"confidence_{name}", known, partial(of, confidence, answerable), known))
    part, whole = _parts("answer_accuracy", scores)
    if whole[known].any():
        found += [_selective(q, confidence, part, whole, known) for q in COVERAGES]
    found += _times("latency", [score.seconds for score in scores])
    found += _times("seconds_model", [score.seconds_model for score in scores])
    kinds = sorted({*removed_for(scores), *objections})
    found += [_share(name, scores) for name in (*OF_MODELS, *kinds)]
    return [measure for measure in found if measure.counts.any()]


def removed_for(scores: Iterable[Score]) -> set[str]:
    """The shares of removed statements by kind of objection: {"statements_removed@number"}."""
    return {name for score in scores for name in score.shares if name.startswith(f"{REMOVED}@")}


def is_of_model(name: str) -> bool:
    """Whether a measure says what a language model took and gave, not how good the answers are."""
    return name.partition("@")[0] in MODEL_BOUND


def judged_of(scores: Sequence[Score]) -> list[Measure]:
    """The mean of each mark that a judge model gave, over the answers that got it."""
    marks = {name: _values(score.judged.get(name) for score in scores) for name in MARKS}
    return [
        Measure(f"judge_{name}", given, partial(ratio, np.nan_to_num(mark), given.astype(np.float64)), given)
        for name, mark in marks.items()
        if (given := ~np.isnan(mark)).any()
    ]


def _values(values: Iterable[float | None]) -> Numbers:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def _parts(name: str, scores: Sequence[Score]) -> tuple[Numbers, Numbers]:
    """The parts and wholes of a share; what a question lacks of name@KIND is none of the whole of name."""
    whole = name.partition("@")[0]
    shares = [score.shares.get(name) or (0.0, score.shares.get(whole, NOTHING)[1]) for score in scores]
    table = np.array(shares, dtype=np.float64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _share(name: str, scores: Sequence[Score]) -> Measure:
    part, whole = _parts(name, scores)
    everywhere = np.ones(len(scores), dtype=np.bool_)
    return Measure(name, whole > 0, partial(ratio, part, whole), everywhere)


def _selective(
    q: float, confidence: Numbers, part: Numbers, whole: Numbers, known: NDArray[np.bool_]
) -> Measure:
    statistic = partial(selective, q, confidence, part, whole)
    return Measure(f"selective_accuracy@{q}", known, statistic, known)


def _times(name: str, values: Iterable[float | None]) -> list[Measure]:
    seconds = _values(values)
    timed = ~np.isnan(seconds)
    return [
        Measure(f"{name}_p{q * 100:.0f}", timed, partial(quantile, q, seconds), timed) for q in (0.5, 0.95)
    ]


def ratio(part: Numbers, whole: Numbers, weights: Numbers) -> Numbers:
    """Summed parts over summed wholes: parts 1, 2 of wholes 1, 3 give 3/4; 0/0 is not a number."""
    with np.errstate(invalid="ignore"):
        result: Numbers = (weights @ part) / (weights @ whole)
    return result


def auroc(confidence: Numbers, positive: NDArray[np.bool_], weights: Numbers) -> Numbers:
    """The chance that a positive has more confidence than a negative, ties counting half.

    Positives 0.9, 0.4 and negative 0.6: 1 pair of 2 is in order, so 0.5 (Mann and Whitney 1947).
    """
    order = np.argsort(confidence, kind="stable")  # not-a-number last, with weight 0
    starts = np.flatnonzero(np.diff(confidence[order], prepend=-np.inf))
    positives = np.add.reduceat((weights * positive)[..., order], starts, axis=-1)
    negatives = np.add.reduceat((weights * ~positive)[..., order], starts, axis=-1)
    below = np.cumsum(negatives, axis=-1) - negatives / 2
    pairs = (positives * below).sum(axis=-1)
    with np.errstate(invalid="ignore"):
        result: Numbers = pairs / (positives.sum(axis=-1) * negatives.sum(axis=-1))
    return result


def selective(q: float, confidence: Numbers, part: Numbers, whole: Numbers, weights: Numbers) -> Numbers:
    """The ratio of part to whole on the share q of questions with the highest confidence.

    Confidence 0.9, 0.8, 0.1 with parts 1, 0, 1 of wholes 1: q=0.5 keeps two (rounded up), so 0.5.
    Questions of equal confidence are taken in the suite's order.
    """
    order = np.argsort(-confidence, kind="stable")
    ordered = weights[..., order]
    kept = np.ceil(q * weights.sum(axis=-1, keepdims=True) - 1e-9)
    before = np.cumsum(ordered, axis=-1) - ordered
    return ratio(part[order], whole[order], np.clip(kept - before, 0.0, ordered))


def selective_curve(scores: Sequence[Score], steps: int = 40) -> list[tuple[float, float]]:
    """(share of questions, answer accuracy on that share, the surest first); empty where unknown."""
    confidence = _values(score.confidence for score in scores)
    part, whole = _parts("answer_accuracy", scores)
    weights = (~np.isnan(confidence)).astype(np.float64)
    if not (whole * weights).any():
        return []
    shares = [step / steps for step in range(1, steps + 1)]
    curve = [(q, float(selective(q, confidence, part, whole, weights))) for q in shares]
    return [(q, value) for q, value in curve if not math.isnan(value)]


def quantile(q: float, values: Numbers, weights: Numbers) -> Numbers:
    """The q-quantile with linear interpolation: q=0.5 of 1, 2, 4, 8 gives 3."""
    order = np.argsort(values, kind="stable")
    position = q * (weights.sum(axis=-1, keepdims=True) - 1)
    upto = np.cumsum(weights[..., order], axis=-1)
    below = np.floor(position)
    one = values[order][np.argmax(upto > below, axis=-1)]
    other = values[order][np.argmax(upto > np.ceil(position), axis=-1)]
    result: Numbers = one + (position - below)[..., 0] * (other - one)
    return result
