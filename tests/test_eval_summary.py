"""Values and intervals over questions, against plain arithmetic and plain resampling."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

import numpy as np
import pytest

from eval.score import Score, Share
from eval.summary import (
    RESAMPLES,
    auroc,
    interval,
    measured,
    quantile,
    ratio,
    resamples,
    selective,
    selective_curve,
    summarise,
)

ONCE = np.ones


def score(
    identifier: str,
    shares: Mapping[str, Share] | None = None,
    *,
    kind: str | None = None,
    answerable: bool = True,
    confidence: float | None = None,
    seconds: float | None = None,
) -> Score:
    return Score(identifier, "?", kind, answerable, "answered", confidence, seconds, shares or {})


def test_parts_and_wholes_are_summed_before_they_are_divided() -> None:
    scores = [
        score("a", {"quote_exactness": Share(1, 1)}),
        score("b", {"quote_exactness": Share(2, 3)}),
        score("c"),
    ]
    found = measured(scores, seed=0)["quote_exactness"]
    assert (found.value, found.n) == (3 / 4, 2)
    assert 2 / 3 <= found.low < found.high <= 1


def test_measures_that_do_not_apply_are_left_out() -> None:
    assert measured([score("a")], seed=0) == {}
    all_answerable = [score("a", {"refusal_precision": Share(0), "refusal_f1": Share(0)})]
    assert measured(all_answerable, seed=0) == {}
    assert "confidence_auroc" not in measured([score("a", confidence=0.5)], seed=0)


def test_a_resample_draws_as_many_questions_as_count_and_no_others() -> None:
    counts = np.array([True, False, True, True])
    weights = resamples(counts, seed=3)
    assert weights.shape == (RESAMPLES, 4)
    assert (weights.sum(axis=1) == 3).all()
    assert (weights[:, 1] == 0).all()
    assert weights.mean(axis=0) == pytest.approx([1, 0, 1, 1], abs=0.1)
    assert (weights == resamples(counts, seed=3)).all()
    assert (weights != resamples(counts, seed=4)).any()


def test_the_interval_is_that_of_a_bootstrap_done_in_a_loop() -> None:
    """80 of 100 right: the normal approximation gives 0.8 ± 1.96·0.04."""
    scores = [score(str(number), {"hit@5": Share(float(number < 80))}) for number in range(100)]
    found = measured(scores, seed=0)["hit@5"]
    chance = np.random.default_rng(99)
    values = np.array([float(number < 80) for number in range(100)])
    loop = [chance.choice(values, 100).mean() for _ in range(4000)]
    assert found.value == 0.8
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(loop, [2.5, 97.5])), abs=0.02)
    assert (found.low, found.high) == pytest.approx((0.8 - 0.0784, 0.8 + 0.0784), abs=0.02)


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    chance = np.random.default_rng(1)
    confidence = chance.integers(0, 8, 30) / 8.0  # with ties
    positive = chance.random(30) < 0.4
    pairs = list(itertools.product(confidence[positive], confidence[~positive]))
    share = sum(1.0 if one > other else 0.5 if one == other else 0.0 for one, other in pairs) / len(pairs)
    assert float(auroc(confidence, positive, ONCE(30))) == pytest.approx(share)
    assert float(auroc(np.array([0.9, 0.4, 0.6]), np.array([True, True, False]), ONCE(3))) == 0.5


def test_auroc_weighs_a_question_drawn_twice_twice() -> None:
    confidence, positive = np.array([0.9, 0.4, 0.6]), np.array([True, True, False])
    twice = np.array([[2.0, 1.0, 1.0], [0.0, 2.0, 1.0], [1.0, 1.0, 0.0]])
    values = auroc(confidence, positive, twice)
    assert values[:2] == pytest.approx([2 / 3, 0])
    assert math.isnan(values[2])


def test_selective_accuracy_keeps_the_surest() -> None:
    confidence, part, whole = (
        np.array([0.8, 0.9, 0.1, 0.5]),
        np.array([0.0, 1, 1, 0]),
        np.array([1.0, 1, 1, 0]),
    )
    kept = {q: float(selective(q, confidence, part, whole, ONCE(4))) for q in (0.25, 0.5, 0.75, 1.0)}
    assert kept == {0.25: 1, 0.5: 1 / 2, 0.75: 1 / 2, 1.0: pytest.approx(2 / 3)}
    drawn = np.array([0.0, 3.0, 1.0, 0.0])  # the second question three times, the third once
    assert float(selective(0.5, confidence, part, whole, drawn)) == 1


def test_quantiles_are_numpys() -> None:
    values = np.random.default_rng(2).random(37)
    weights = resamples(np.ones(37, dtype=np.bool_), seed=5)[:50]
    for q in (0.5, 0.95):
        expected = [np.percentile(np.repeat(values, row.astype(int)), 100 * q) for row in weights]
        assert quantile(q, values, weights) == pytest.approx(expected)
    assert float(quantile(0.5, np.array([8.0, 1, 4, 2]), ONCE(4))) == 3


def test_latency_leaves_failed_questions_out() -> None:
    scores = [score("a", seconds=1.0), score("b", seconds=3.0), score("c", seconds=None)]
    found = measured(scores, seed=0)
    assert (found["latency_p50"].value, found["latency_p50"].n) == (2.0, 2)
    assert found["latency_p95"].value == pytest.approx(2.9)


def test_a_ratio_of_nothing_is_not_a_number_and_not_in_the_interval() -> None:
    values = ratio(np.array([1.0, 0.0]), np.array([1.0, 0.0]), np.array([[0.0, 2.0], [1.0, 1.0]]))
    assert math.isnan(values[0])
    assert interval(values) == (1, 1)
    assert interval(values[:1]) == (0, 1)


def test_kinds_are_measured_by_themselves() -> None:
    scores = [
        score("a", {"hit@1": Share(1)}, kind="date"),
        score("b", {"hit@1": Share(0)}, kind="list"),
        score("c", {"hit@1": Share(0)}),
    ]
    summary = summarise(scores, seed=0)
    assert summary.overall["hit@1"].value == pytest.approx(1 / 3)
    assert {kind: found["hit@1"].value for kind, found in summary.by_kind.items()} == {"date": 1, "list": 0}


def test_refusal_measures_over_a_mixed_suite() -> None:
    """Refused: 3, of which 2 rightly; unanswerable: 4. Precision 2/3, recall 1/2, F1 4/7."""
    right = {"refusal_precision": Share(1), "refusal_recall": Share(1), "refusal_f1": Share(2, 2)}
    wrong = {"refusal_precision": Share(0), "false_refusal": Share(1), "refusal_f1": Share(0, 1)}
    missed = {"refusal_recall": Share(0), "refusal_f1": Share(0, 1)}
    shares = [right, right, missed, missed]
    scores = [score(str(n), of, answerable=False, confidence=0.2) for n, of in enumerate(shares)]
    scores += [score("x", wrong, confidence=0.1), score("y", {"false_refusal": Share(0)}, confidence=0.9)]
    found = {name: value.value for name, value in measured(scores, seed=0).items()}
    assert found == {
        "refusal_precision": pytest.approx(2 / 3),
        "refusal_recall": 0.5,
        "refusal_f1": pytest.approx(4 / 7),
        "false_refusal": 0.5,
        "confidence_auroc": 0.5,
        "confidence_ece": pytest.approx((4 * 0.2 + 0.9 + 0.1) / 6),
        "confidence_brier": pytest.approx((4 * 0.2**2 + 0.9**2 + 0.1**2) / 6),
    }


def test_the_curve_ends_in_the_accuracy_of_all() -> None:
    scores = [
        score("a", {"answer_accuracy": Share(1)}, confidence=0.9),
        score("b", {"answer_accuracy": Share(0)}, confidence=0.3),
    ]
    curve = selective_curve(scores)
    assert curve[0][1] == 1
    assert curve[-1] == (1.0, 0.5)
    assert measured(scores, seed=0)["selective_accuracy@1.0"].value == 0.5
    assert selective_curve([score("a", confidence=0.5)]) == []
