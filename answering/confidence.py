"""How sure we are that the library answers a question: one probability from what the search brought."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Evidence:
    """What speaks for an answer, both between 0 and 1, and what against it."""

    similarity: float  # cosine of the question and the nearest sentence
    coverage: float  # share of the question's words that the best sentence or its headings hold
    absent: int = 0  # names of the question that stand nowhere in the library


# Logistic regression on the tuning suites: benchmarks/calibrate.py fits it, docs/answering.md has the
# figures, also those of the further evidence that was tried and did not pay.
# The weight of absent names is set, not fitted: one name refuses what would else be near certain.
WEIGHTS = (10.74, 0.83, -6.0)
BIAS = -6.45


def confidence(evidence: Evidence) -> float:
    """The probability that the library answers the question."""
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, astuple(evidence), strict=True))
    return 1 / (1 + math.exp(-total))
