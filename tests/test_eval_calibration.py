"""Whether confidence means what it says: worked examples, and scikit-learn as the oracle."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve  # type: ignore[import-untyped]
from sklearn.metrics import brier_score_loss  # type: ignore[import-untyped]

from eval.calibration import (
    Threshold,
    answerable_bins,
    answered_right,
    brier,
    calibration_error,
    reliability,
    right_bins,
    thresholds,
    wilson,
)
from eval.score import Score, Share
from eval.summary import measured, measured_far, summarise

CONFIDENCE = np.array([0.9, 0.7, 0.72])
POSITIVE = np.array([True, False, True])


def score(
    identifier: str,
    confidence: float | None,
    *,
    answerable: bool = True,
    right: bool | None = None,
    status: str | None = "answered",
) -> Score:
    shares = {} if right is None else {"answer_accuracy": Share(float(right))}
    if not answerable:
        shares["refusal_recall"] = Share(float(status == "refused"))
    return Score(identifier, "?", None, answerable, status, confidence, 0.1, shares)


def test_the_worked_examples() -> None:
    assert float(calibration_error(CONFIDENCE, POSITIVE, np.ones(3))) == pytest.approx((0.1 + 2 * 0.21) / 3)
    two = np.array([0.9, 0.2]), np.array([True, False])
    assert float(brier(*two, np.ones(2))) == pytest.approx(0.025)
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=5e-4)
    assert wilson(0, 5)[0] == 0
    assert wilson(5, 5)[1] == 1


def test_a_question_drawn_twice_counts_twice_and_one_without_confidence_never() -> None:
    drawn = np.array([[2.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
    values = calibration_error(CONFIDENCE, POSITIVE, drawn)
    assert values[0] == pytest.approx((2 * 0.1 + 0.28) / 3)
    assert math.isnan(values[1])
    unknown = np.array([0.9, math.nan, 0.72])
    assert brier(unknown, POSITIVE, np.ones((1, 3)))[0] == pytest.approx((0.01 + 0.28**2) / 2)


@given(
    st.lists(
        st.tuples(st.floats(0, 1).filter(lambda c: abs(c * 10 - round(c * 10)) > 1e-6), st.booleans()),
        min_size=2,
        max_size=60,
    )
)
def test_they_agree_with_scikit_learn(questions: list[tuple[float, bool]]) -> None:
    confidence = np.array([sure for sure, _ in questions])
    truth = np.array([right for _, right in questions])
    once = np.ones(len(truth))
    assert float(brier(confidence, truth, once)) == pytest.approx(
        brier_score_loss(truth, confidence, pos_label=True)
    )
    share, mean = calibration_curve(truth, confidence, n_bins=10)
    counts = np.histogram(confidence, bins=10, range=(0, 1))[0]
    apart = float(np.sum(counts[counts > 0] * np.abs(share - mean)) / len(truth))
    assert float(calibration_error(confidence, truth, once)) == pytest.approx(apart)
    bins = reliability(list(confidence), list(truth))
    assert [found.share for found in bins] == pytest.approx(list(share))
    assert [found.confidence for found in bins] == pytest.approx(list(mean))
    assert [found.n for found in bins] == list(counts[counts > 0])
    assert all(0 <= found.low <= found.share <= found.high <= 1 for found in bins)


def test_the_ends_of_a_bin() -> None:
    bins = reliability([0.0, 0.3, 0.3999, 1.0], [False, True, True, True])
    assert [(found.start, found.n) for found in bins] == [(0.0, 1), (0.3, 2), (0.9, 1)]


def test_a_run_measures_them_where_there_is_something_to_tell_apart() -> None:
    mixed = [score("a", 0.9), score("b", 0.2, answerable=False, status="refused")]
    found = measured(mixed, seed=0)
    assert found["confidence_brier"].value == pytest.approx(0.025)
    assert found["confidence_ece"].value == pytest.approx(0.15)
    assert not {"confidence_ece", "confidence_brier"} & measured([score("a", 0.9)], seed=0).keys()


def test_what_was_answered_rightly() -> None:
    assert answered_right(score("a", 0.9, right=True)) is True
    assert answered_right(score("a", 0.9, right=False)) is False
    assert answered_right(score("a", 0.9, right=False, status="refused")) is None
    assert answered_right(score("a", 0.9)) is None  # nobody says what is right
    assert answered_right(score("a", 0.9, answerable=False)) is False
    assert answered_right(score("a", None, status=None)) is None


SCORES = [
    score("sure", 0.9, right=True),
    score("wrong", 0.8, right=False),
    score("refused", 0.1, right=False, status="refused"),
    score("near", 0.6, answerable=False),
    score("far", 0.05, answerable=False, status="refused"),
]


def test_what_each_threshold_would_do() -> None:
    low, high = thresholds(SCORES, [0.2, 0.7], asked_at=0.2, far=[0.3, 0.9, None])
    assert low == Threshold(0.2, 1 / 3, 1 / 2, 1 / 3, 3 / 5, 0.0)
    assert high == Threshold(0.7, 1 / 3, 1.0, 1 / 2, 2 / 5, pytest.approx(1 / 3))
    assert [found.n for found in answerable_bins(SCORES)] == [1, 1, 1, 1, 1]
    assert [found.share for found in right_bins(SCORES)] == [0, 0, 1]


def test_what_a_run_cannot_tell_is_none() -> None:
    below, at = thresholds(SCORES[:1], [0.1, 0.2], asked_at=0.2)
    assert (below.accuracy, at.accuracy) == (None, 1.0)
    assert (at.refusal_recall, at.far_refusal_recall) == (None, None)
    assert thresholds([score("a", None)], [0.5], asked_at=0.2) == [Threshold(0.5, None, None, None, 0.0)]


@given(st.lists(st.floats(0, 1), min_size=1), st.lists(st.booleans(), min_size=1))
def test_a_higher_threshold_never_refuses_less(confidence: list[float], truth: list[bool]) -> None:
    scores = [score("q", sure, answerable=yes) for sure, yes in zip(confidence, truth, strict=False)]
    found = thresholds(scores, [0.1, 0.5, 0.9], asked_at=0.0)
    for one, other in itertools.pairwise(found):
        assert one.answered >= other.answered
        assert (one.false_refusal or 0) <= (other.false_refusal or 0)
        assert (one.refusal_recall or 0) <= (other.refusal_recall or 0)


def test_questions_from_other_fields_have_measures_of_their_own() -> None:
    far = [score("x", 0.05, answerable=False, status="refused"), score("y", 0.95, answerable=False)]
    found = measured_far(SCORES, far, seed=0)
    assert found.keys() == {"far_refusal_recall", "far_auroc"}
    assert (found["far_refusal_recall"].value, found["far_refusal_recall"].n) == (0.5, 2)
    assert found["far_auroc"].value == pytest.approx(3 / 6)  # of 3 answerable with 2 far ones
    with_far, without = summarise(SCORES, 0, far).overall, summarise(SCORES, 0).overall
    assert {name: with_far[name] for name in without} == without
    assert measured_far(SCORES, [], seed=0) == {}
