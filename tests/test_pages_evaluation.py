"""The Evaluation page: the runs that are there, and an honest word where there is none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from eval_examples import facts, row
from streamlit.testing.v1 import AppTest

from core.types import ModelUse, Usage
from eval.model_use import model_facts
from eval.saved import write_results, write_rows
from eval.score import Score, Share
from eval.summary import summarise
from pages.parts.session import Store
from tests.pages_store import make_store, open_app, seen

PAGE = "pages/evaluation.py"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "store")[0]


def write_run(folder: Path, accuracy: float) -> None:
    """A run's measures, as `python -m eval run` writes them."""
    measure = {"value": accuracy, "n": 40, "low": accuracy - 0.1, "high": accuracy + 0.1}
    nothing = {"value": None, "n": 0, "low": None, "high": None}
    measures = {
        "overall": {"answer_accuracy": measure, "ndcg@10": nothing},
        "by_kind": {"date": {"answer_accuracy": measure}, "refusal": {"answer_accuracy": nothing}},
    }
    folder.mkdir(parents=True)
    (folder / "measures.json").write_text(json.dumps(measures))
    (folder / "run.json").write_text(json.dumps({"answerer": "quoting"}))


def test_without_runs_it_says_so_and_how_to_make_one(store: Store, tmp_path: Path) -> None:
    app = open_app(store, PAGE)
    app.text_input("runs").set_value(str(tmp_path / "nothing")).run()
    assert "There is no run in the folder" in seen(app)
    assert app.code[-1].value.startswith("python -m eval run --corpus")


def test_a_run_shows_its_measures_and_the_table_by_kind(store: Store, tmp_path: Path) -> None:
    write_run(tmp_path / "out" / "first", 0.8)
    app = open_app(store, PAGE)
    app.text_input("runs").set_value(str(tmp_path / "out")).run()
    overall, by_kind = (table.value for table in app.dataframe)
    assert overall.loc[0, ["Measure", "Value", "Questions"]].to_list() == ["answer_accuracy", 0.8, 40]
    assert list(by_kind["Kind"]) == ["date", "refusal"]
    assert by_kind["answer_accuracy"].to_list()[0] == 0.8
    assert '"answerer": "quoting"' in app.code[0].value


def test_the_latest_run_comes_first(store: Store, tmp_path: Path) -> None:
    for name, accuracy, written in (("old", 0.5, 1_000_000), ("new", 0.9, 2_000_000)):
        write_run(tmp_path / "out" / name, accuracy)
        os.utime(tmp_path / "out" / name / "measures.json", (written, written))
    app = open_app(store, PAGE)
    app.text_input("runs").set_value(str(tmp_path / "out")).run()
    assert app.selectbox("run").options == ["new", "old"]
    assert app.dataframe[0].value.loc[0, "Value"] == 0.9


@pytest.mark.parametrize("content", ["{", "[]", '{"by_kind": {}}', '{"overall": {"support": 1}}'])
def test_a_broken_file_is_a_sentence(store: Store, tmp_path: Path, content: str) -> None:
    write_run(tmp_path / "out" / "broken", 0.5)
    (tmp_path / "out" / "broken" / "measures.json").write_text(content)
    app = open_app(store, PAGE)
    app.text_input("runs").set_value(str(tmp_path / "out")).run()
    assert "cannot be read" in seen(app)
    assert not app.exception


def write_scored_run(folder: Path, *scores: Score, far: int = 0) -> None:
    """A whole run's files."""
    folder.mkdir(parents=True)
    write_results(folder, scores, summarise(scores, 0), facts())
    if far:
        write_rows(folder, [row(status="refused", confidence=0.1)] * far, "far.jsonl")


def score(confidence: float | None, *, answerable: bool = True, status: str | None = "answered") -> Score:
    right = {"answer_accuracy": Share(float(status == "answered"))} if answerable else {}
    return Score("q", "?", None, answerable, status, confidence, 0.1, right)


def opened(store: Store, folder: Path) -> AppTest:
    app = open_app(store, PAGE)
    app.text_input("runs").set_value(str(folder)).run()
    assert not app.exception
    return app


def test_it_shows_what_each_threshold_would_do_and_marks_the_present_one(
    store: Store, tmp_path: Path
) -> None:
    write_scored_run(
        tmp_path / "out" / "run",
        score(0.9),
        score(0.35),
        score(0.25, status="refused"),
        score(0.6, answerable=False),
        score(0.1, answerable=False, status="refused"),
        far=3,
    )
    app = opened(store, tmp_path / "out")
    table = next(frame.value for frame in app.dataframe if "Refuse below" in frame.value)
    rows = {told: values for told, *values in table.itertuples(index=False)}
    assert [told for told in rows if "(" in told] == ["0.12 (now)", "0.3 (this run)"]
    assert list(table.columns)[1:] == [
        *("Answerable, refused", "Unanswerable, refused", "From other fields, refused"),
        *("Right, of those answered", "Answered, of all"),
    ]
    assert rows["0.3 (this run)"] == pytest.approx([1 / 3, 1 / 2, 1.0, 2 / 3, 3 / 5])
    assert rows["0.12 (now)"][3] != rows["0.12 (now)"][3]  # not a number: what was refused had no answer
    assert "PINCITE_REFUSE_BELOW=0.3" in seen(app)
    assert not app.info
    chart = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    assert [layer["mark"]["type"] for layer in chart["layer"]] == ["line", "rule", "text"]


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        pytest.param([score(None, status=None)], "only searched", id="retrieval-only"),
        pytest.param([score(0.9)], "has an answer in its documents", id="nothing-unanswerable"),
    ],
)
def test_a_run_that_cannot_judge_a_threshold_says_why(
    store: Store, tmp_path: Path, scores: list[Score], told: str
) -> None:
    write_scored_run(tmp_path / "out" / "run", *scores)
    assert told in "".join(info.value for info in opened(store, tmp_path / "out").info)


def test_a_run_without_scores_or_with_broken_ones_is_a_sentence(store: Store, tmp_path: Path) -> None:
    write_run(tmp_path / "out" / "old", 0.5)
    assert "no scores.jsonl" in opened(store, tmp_path / "out").info[0].value
    (tmp_path / "out" / "old" / "scores.jsonl").write_text("{")
    assert "is not what a run writes" in opened(store, tmp_path / "out").error[0].value


def test_what_a_model_took_and_what_a_judge_thought_stand_apart(store: Store, tmp_path: Path) -> None:
    use = ModelUse("openai:m", "this machine", {}, Usage(1000, 200), 2.0, cost=0.0035)
    shares = {"answer_accuracy": Share(1), "tokens_in": Share(1000), "cost": Share(0.0035)}
    one = Score("q", "?", None, True, "answered", 0.9, 0.1, shares, judged={"completeness": 4, "clarity": 5})
    folder = tmp_path / "out" / "run"
    folder.mkdir(parents=True)
    told = facts(model=model_facts([row(model=use)]))
    write_results(folder, [one], summarise([one], 0), told)
    app = opened(store, tmp_path / "out")
    tables = [list(frame.value["Measure"]) for frame in app.dataframe if "Measure" in frame.value]
    assert tables[1:] == [["tokens_in", "cost"], ["judge_completeness", "judge_clarity"]]
    assert "answer_accuracy" in tables[0]
    assert not {"cost", "judge_clarity"} & set(tables[0])
    assert any("0 of 1 fell back to quoting" in text.value for text in app.text)
