"""Two runs beside each other, and a run against floors."""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path

import pytest
from eval_examples import facts

from eval.compare import FEWEST, Comparison, Difference, compare
from eval.facts import CorpusFacts, SuiteFacts
from eval.gate import BadFloors, fallen, floors_from, read_floors
from eval.reports.compared_words import in_words
from eval.saved import (
    BadOut,
    BadRun,
    BrokenOff,
    prepare,
    read_begun,
    read_run,
    read_summary,
    write_results,
    write_rows,
)
from eval.score import Score, Share
from eval.summary import Measured, Summary, summarise


def score(identifier: str, right: float, status: str = "answered", **more: float) -> Score:
    shares = {"answer_accuracy": Share(right), **{name: Share(value) for name, value in more.items()}}
    return Score(identifier, f"Question {identifier}?", None, True, status, 0.5, 1.0, shares)


def test_differences_are_paired() -> None:
    """Ten of 200 questions got better, none worse: the paired interval is clear of 0.

    Unpaired, the difference of 0.05 would drown in the spread of easy and hard questions.
    """
    a = [score(str(n), float(n % 2)) for n in range(200)]
    b = [score(str(n), 1.0 if n < 20 else float(n % 2)) for n in range(200)]
    found = {difference.name: difference for difference in compare(a, b, seed=0).differences}
    accuracy = found["answer_accuracy"]
    assert (accuracy.a, accuracy.b, accuracy.n) == (0.5, 0.55, 200)
    assert accuracy.difference == pytest.approx(0.05)
    assert 0.02 < accuracy.low < 0.05 < accuracy.high < 0.09
    assert accuracy.verdict == "better"
    back = {difference.name: difference for difference in compare(b, a, seed=0).differences}
    assert back["answer_accuracy"].verdict == "worse"
    assert back["answer_accuracy"].low == pytest.approx(-accuracy.high)


def test_a_run_is_the_same_as_itself() -> None:
    a = [score(str(n), float(n % 3 == 0)) for n in range(30)]
    comparison = compare(a, a, seed=0)
    assert {difference.verdict for difference in comparison.differences} == {"same"}
    assert comparison.changes == ()


def test_more_false_refusals_are_worse() -> None:
    a = [score(str(n), 1, false_refusal=0.0) for n in range(50)]
    b = [score(str(n), 1, false_refusal=float(n < 25)) for n in range(50)]
    found = {difference.name: difference for difference in compare(a, b, seed=0).differences}
    assert found["false_refusal"].verdict == "worse"


def test_questions_that_changed_are_named_with_what_changed() -> None:
    a = [score("same", 1), score("lost", 1), score("won", 0, "refused"), score("only a", 1)]
    b = [score("same", 1), score("lost", 0), score("won", 1), score("only b", 1), score("also b", 1)]
    comparison = compare(a, b, seed=0)
    assert [(change.id, change.better, change.what) for change in comparison.changes] == [
        ("lost", False, ("answer_accuracy 1.00 -> 0.00",)),
        ("won", True, ("refused -> answered", "answer_accuracy 0.00 -> 1.00")),
    ]
    assert (comparison.shared, comparison.only_a, comparison.only_b) == (3, 1, 2)


def test_runs_without_a_common_question_share_nothing() -> None:
    comparison = compare([score("a", 1)], [score("b", 1)], seed=0)
    assert (comparison.differences, comparison.changes, comparison.shared) == ((), (), 0)


def test_questions_that_share_an_id_alone_are_not_the_same() -> None:
    """Suites often number their questions: 1, 2, 3 of another suite are other questions."""
    other = [replace(score(str(n), 1), question=f"Another {n}?") for n in range(3)]
    comparison = compare([score(str(n), 0) for n in range(3)], [score("0", 1), *other[1:]], seed=0)
    assert (comparison.shared, comparison.only_a, comparison.only_b) == (1, 2, 2)


@pytest.mark.parametrize(("pairs", "verdict"), [(FEWEST - 1, "unclear"), (FEWEST, "better")])
def test_a_handful_of_questions_tells_nothing(pairs: int, verdict: str) -> None:
    """All of five better: by chance alone that comes in one of sixteen comparisons."""
    a, b = ([score(str(n), right) for n in range(pairs)] for right in (0, 1))
    found = {difference.name: difference for difference in compare(a, b, seed=0).differences}
    assert found["answer_accuracy"].verdict == verdict
    assert found["latency_p50"].verdict == "same"


def difference(name: str, by: float, spread: float = 0.01) -> Difference:
    return Difference(name, 0.5, 0.5 + by, by, by - spread, by + spread, 100)


def words(*differences: Difference, **changes: object) -> list[str]:
    return in_words(Comparison(differences, (), 100, 0, 0), facts(), facts(**changes))[1:-1]


def test_words_tell_the_largest_loss_whatever_its_depth() -> None:
    told = words(
        difference("selective_accuracy@0.5", -0.2),
        difference("selective_accuracy@0.8", -0.05),
        difference("selective_accuracy@1.0", 0.0),
        difference("wrong_document@5", 0.1),
        difference("recall@1", 0.03),
        difference("recall@5", -0.03),
        difference("recall@20", -0.04),
        difference("hit@1", 0.0),
        difference("hit@5", 0.0),
        difference("mrr@10", 0.0),
        difference("latency_p50", 0.3),
    )
    assert told == [
        "b is better in recall@1 (0.500 in a, 0.530 in b).",
        "b is worse in selective_accuracy@0.5 (0.500 in a, 0.300 in b), wrong_document@5 (0.500 in a, "
        "0.600 in b), recall@20 (0.500 in a, 0.460 in b).",
        "No difference can be told in hit@5, mrr@10.",
    ]


def test_words_tell_what_else_differs_than_the_answers() -> None:
    corpus, suite = CorpusFacts("c", "d" * 64, 2, 4, 40, 0, {}), SuiteFacts("s", "6" * 64, 3, 3)
    told = in_words(
        Comparison((), (), 1, 0, 0),
        facts(),
        facts(corpus=corpus, suite=suite, versions={"python": "3.12"}, settings={"refuse_below": 0.1}),
    )
    assert told[2:] == [
        "They searched other documents: what differs may come from those.",
        "They were scored with other suites: gold answers may differ.",
        "They were run with other settings: refuse_below.",
        "They were run with other versions: python.",
    ]
    assert len(in_words(Comparison((), (), 1, 0, 0), facts(), facts())) == 2


def test_a_question_that_counts_in_one_run_only_is_still_paired() -> None:
    """Refusal precision counts the refused: other questions in each run."""
    right, wrong = {"refusal_precision": Share(1)}, {"refusal_precision": Share(0)}
    a = [
        Score("1", "?", None, False, "refused", 0.1, 1, right),
        Score("2", "?", None, True, "answered", 0.1, 1, {}),
    ]
    b = [
        Score("1", "?", None, False, "refused", 0.1, 1, right),
        Score("2", "?", None, True, "refused", 0.1, 1, wrong),
    ]
    found = {difference.name: difference for difference in compare(a, b, seed=0).differences}
    assert (found["refusal_precision"].a, found["refusal_precision"].b) == (1, 0.5)


MEASURES = {
    "quote_exactness": Measured(0.999, 40, 0.99, 1.0),
    "answer_accuracy": Measured(0.8, 100, 0.72345, 0.88),
    "false_refusal": Measured(0.1, 100, 0.05, 0.15001),
    "latency_p50": Measured(0.02, 100, 0.01, 0.03),
}


def test_floors_are_values_less_their_intervals() -> None:
    assert floors_from(MEASURES) == {
        "quote_exactness": 1.0,
        "answer_accuracy": 0.7234,
        "false_refusal": 0.1501,
    }


@pytest.mark.parametrize(
    ("floors", "told"),
    [
        pytest.param({"answer_accuracy": 0.8, "false_refusal": 0.1}, [], id="just-held"),
        pytest.param(
            {"answer_accuracy": 0.81}, ["answer_accuracy is 0.8000, below its floor 0.81"], id="below"
        ),
        pytest.param({"false_refusal": 0.09}, ["false_refusal is 0.1000, above its floor 0.09"], id="above"),
        pytest.param({"latency_p50": 0.01}, ["latency_p50 is 0.0200, above its floor 0.01"], id="slower"),
        pytest.param({"support": 1}, ["support was not measured; its floor is 1"], id="not-measured"),
    ],
)
def test_what_fell_is_told(floors: dict[str, float], told: list[str]) -> None:
    assert [str(measure) for measure in fallen(MEASURES, floors)] == told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "cannot be read", id="missing"),
        pytest.param(b"{\n]", "line 2 is not JSON", id="not-json"),
        pytest.param(b"\xff", "is not UTF-8", id="encoding"),
        pytest.param(b"[]", "holds no floors", id="not-an-object"),
        pytest.param(b"{}", "holds no floors", id="empty"),
        pytest.param(b"[" * 100_000, "is nested too deeply", id="deep"),
        pytest.param(b'{"support": "high"}', "the floor of support is 'high', not a number", id="words"),
        pytest.param(b'{"support": true}', "the floor of support is True, not a number", id="true"),
        pytest.param(b'{"support": NaN}', "the floor of support is nan, not a number", id="nan"),
    ],
)
def test_bad_floors_are_told(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "floors.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadFloors, match=told):
        read_floors(path)


def test_a_run_comes_back_from_its_folder_as_it_was(tmp_path: Path) -> None:
    from eval_examples import row

    scores = (score("a\u2028b", 1), score("c", 0))  # a line separator that is no line end
    rows = (row(text="a\u2028b"), row(status="refused"))
    summary = summarise(scores, seed=0)
    prepare(tmp_path / "out")
    write_rows(tmp_path / "out", rows)
    write_results(tmp_path / "out", scores, summary, facts())
    saved = read_run(tmp_path / "out")
    assert (saved.rows, saved.scores, saved.summary, saved.facts) == (rows, scores, summary, facts())


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRun, match="cannot be read"):
        read_summary(tmp_path)
    (tmp_path / "plan.json").write_text("{}")
    with pytest.raises(BrokenOff, match="--resume"):
        read_summary(tmp_path)
    (tmp_path / "measures.json").write_text('{"overall": 3}')
    with pytest.raises(BadRun, match="is not what a run writes"):
        read_summary(tmp_path)


def test_a_full_disk_is_told_and_the_rows_before_it_stay(tmp_path: Path) -> None:
    from eval_examples import row

    line = len(row().to_json().encode()) + 1
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * line + 9, usual[1]))  # as full as a disk
    try:
        with pytest.raises(BadOut, match=r"answers\.jsonl cannot be written: .*Make room there"):
            write_rows(tmp_path, [row()] * 3)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert read_begun(tmp_path) == (row(), row())
    (tmp_path / "scores.jsonl").mkdir()
    with pytest.raises(BadOut, match=r"scores\.jsonl cannot be written: Is a directory"):
        write_results(tmp_path, (), Summary({}, {}), facts())


def test_preparing_takes_an_earlier_run_away(tmp_path: Path) -> None:
    write_results(tmp_path, (), Summary({}, {}), facts())
    (tmp_path / "notes.txt").write_text("mine")
    prepare(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
