"""How sure we are that the library answers a question: one probability from what the search brought."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

LEAST, MOST = -12.0, 10.0  # log-odds beyond which nothing is told apart
UNREAD = 0.0  # log-odds where nothing was read
DOUBTFUL = 0.3  # below it a reader is warned: of such questions no more have an answer than have none


@dataclass(frozen=True)
class Evidence:
    """What speaks for an answer, similarity and coverage between 0 and 1, and what against it."""

    similarity: float  # cosine of the question and the nearest sentence
    coverage: float  # share of the question's words that the best sentence or its headings hold
    absent: int = 0  # names of the question that stand nowhere in the library
    answers: float = UNREAD  # log-odds of the sentence that the reader finds likeliest to answer


# Logistic regression on tuning suites: benchmarks/calibrate.py fits it, docs/answering.md has the figures,
# also those of the further evidence that was tried and did not pay.
WEIGHTS = (8.94, 0.24, -4.47, 0.27)
BIAS = -4.90


def confidence(evidence: Evidence) -> float:
    """The probability that the library answers the question."""
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, astuple(evidence), strict=True))
    return 1 / (1 + math.exp(-total))
