"""Whether a confidence means what it says, and what each threshold on it would do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.score import Score

Numbers = NDArray[np.float64]

BINS = 10
NORMAL_95 = 1.959964  # standard deviations that hold the middle 95% of a normal distribution


@dataclass(frozen=True)
class Bin:
    """The questions of one stretch of confidence, and the share of them that is right."""

    start: float  # the least confidence of the bin: 0.3 of the fourth
    n: int
    confidence: float  # their mean
    share: float
    low: float  # of the 95% interval of the share
    high: float


@dataclass(frozen=True)
class Threshold:
    """What refusing below a confidence would do. None: the run cannot tell."""

    value: float
    false_refusal: float | None  # of the answerable questions, the share refused
    refusal_recall: float | None  # of the unanswerable ones, the share refused
    accuracy: float | None  # of what would be answered, the share that is right
    answered: float  # of the suite's questions, the share answered
    far_refusal_recall: float | None = None  # of questions from other fields, the share refused


def bins_of(confidence: Numbers) -> NDArray[np.intp]:
    """The bin of each confidence, of ten equally wide ones: 0.3 falls into the fourth, 1 into the last."""
    return np.clip(np.floor(confidence * BINS + 1e-9).astype(np.intp), 0, BINS - 1)


def calibration_error(confidence: Numbers, positive: NDArray[np.bool_], weights: Numbers) -> Numbers:
    """How far confidence and share of positives are apart, bin by bin, weighted by the questions in it.

    Confidence 0.9, 0.7 (positive, not) and 0.72 (positive): the bin of 0.9 is 0.1 off, that of the two
    others 0.21, so (0.1 + 2 * 0.21) / 3 (expected calibration error, Naeini and others 2015).
    """
    known = ~np.isnan(confidence)
    sure = np.where(known, confidence, 0.0)
    member = np.eye(BINS)[bins_of(sure)] * known[:, np.newaxis]
    apart = np.abs(weights @ (member * (sure - positive)[:, np.newaxis])).sum(axis=-1)
    with np.errstate(invalid="ignore"):
        result: Numbers = apart / (weights @ known)
    return result


def brier(confidence: Numbers, positive: NDArray[np.bool_], weights: Numbers) -> Numbers:
    """The mean squared difference of confidence and truth: 0.9 of a positive, 0.2 of none: 0.025 (1950)."""
    known = ~np.isnan(confidence)
    squared = np.where(known, (np.nan_to_num(confidence) - positive) ** 2, 0.0)
    with np.errstate(invalid="ignore"):
        result: Numbers = (weights @ squared) / (weights @ known)
    return result


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95% interval of a share: 8 of 10 gives 0.490 to 0.943 (Wilson 1927)."""
    z = NORMAL_95
    share, scale = right / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / scale
    reach = z / scale * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


def reliability(confidence: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """The bins that hold questions, the lowest confidence first."""
    sure, truth = np.array(confidence, dtype=np.float64), np.array(right, dtype=np.bool_)
    places = bins_of(sure)
    found: list[Bin] = []
    for place in np.unique(places):
        here = places == place
        n, hits = int(here.sum()), int(truth[here].sum())
        found.append(Bin(place / BINS, n, float(sure[here].mean()), hits / n, *wilson(hits, n)))
    return found


def answerable_bins(scores: Sequence[Score]) -> list[Bin]:
    """Confidence against whether the library answers the question."""
    known = [score for score in scores if score.confidence is not None]
    return reliability([score.confidence or 0.0 for score in known], [score.answerable for score in known])


def right_bins(scores: Sequence[Score]) -> list[Bin]:
    """Confidence against whether the answer was right, of what was answered and can be judged."""
    judged = [(score.confidence, right) for score in scores if (right := answered_right(score)) is not None]
    return reliability([sure or 0.0 for sure, _ in judged], [right for _, right in judged])


def answered_right(score: Score) -> bool | None:
    """Whether what was answered is right; None where nothing was answered, or nobody says what is right."""
    if score.status not in ("answered", "partial") or score.confidence is None:
        return None
    if not score.answerable:
        return False
    accuracy = score.shares.get("answer_accuracy")
    return None if accuracy is None else accuracy.part > 0


def thresholds(
    scores: Sequence[Score], values: Sequence[float], *, asked_at: float, far: Sequence[float | None] = ()
) -> list[Threshold]:
    """What each threshold would have done to the questions of a run that refused below `asked_at`.

    `far` are the confidences of questions from other fields. Below `asked_at` the accuracy is not known:
    what the run refused it did not answer.
    """
    known = [score for score in scores if score.confidence is not None]
    sure = np.array([score.confidence for score in known], dtype=np.float64)
    answerable = np.array([score.answerable for score in known], dtype=np.bool_)
    rights = [answered_right(score) for score in known]
    judged = np.array([right is not None for right in rights], dtype=np.bool_)
    right = np.array([bool(right) for right in rights], dtype=np.bool_)
    elsewhere = np.array([1.0 if confidence is None else confidence for confidence in far])
    found: list[Threshold] = []
    for value in values:
        refused = sure < value
        accuracy = _share(right, judged & ~refused) if value >= asked_at else None
        found.append(
            Threshold(
                value,
                false_refusal=_share(refused, answerable),
                refusal_recall=_share(refused, ~answerable),
                accuracy=accuracy,
                answered=float((~refused).mean()) if known else 0.0,
                far_refusal_recall=_share(elsewhere < value, np.ones(len(far), dtype=np.bool_)),
            )
        )
    return found


def _share(what: NDArray[np.bool_], among: NDArray[np.bool_]) -> float | None:
    return float(what[among].mean()) if among.any() else None
