"""The Evaluation page: the runs that are there, and an honest word where there is none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

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
    assert "There is no run in" in seen(app)
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
