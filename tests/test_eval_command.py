"""`python -m eval` as a user runs it: a real index, real answers, files, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from eval_examples import TEXTS, write_corpus, write_suite
from typer.testing import CliRunner, Result

from core.types import Answer
from eval.__main__ import app
from eval.summary import SHARES

OBAMA = {
    "id": "obama",
    "question": "Who signed the Act?",
    "kind": "who",
    "evidence": [{"doc": "dtsa.txt", "quote": "It was signed by President Obama."}],
    "must_include": [["Obama"]],
    "answers": ["President Obama"],
}
FOLLOW_UP = {
    "id": "follow-up",
    "question": "And when did it take effect?",
    "kind": "date",
    "history": [
        {"role": "user", "content": "Who signed the Act?"},
        {"role": "assistant", "content": "Obama."},
    ],
    "evidence": [{"doc": "dtsa.txt", "start": 0, "end": 36}],
}
STATES = {
    "id": "states",
    "question": "How many states enacted the Uniform Act?",
    "relevant": {"states/utsa.txt": 1},
}
NOTHING = {
    "id": "nothing",
    "question": "What is the boiling point of mercury?",
    "answerable": False,
    "kind": "none",
}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's store that no run may touch; the cache of models is shared, that of vectors is not."""
    monkeypatch.setenv("PINCITE_HOME", str(tmp_path / "store"))
    monkeypatch.setattr("eval.vector_cache.cache_file", lambda corpus, cache: tmp_path / "vectors.sqlite3")
    return tmp_path / "store"


def evaluate(folder: Path, *options: str, suite: Path | None = None, out: str = "out") -> Result:
    corpus = folder / "corpus"
    if not corpus.exists():
        write_corpus(corpus)
    suite = suite or write_suite(folder / "suite.jsonl", OBAMA, FOLLOW_UP, STATES, NOTHING)
    arguments = ["run", "--corpus", str(corpus), "--suite", str(suite), "--out", str(folder / out), *options]
    return CliRunner().invoke(app, arguments)


def rows(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "answers.jsonl").read_text(encoding="utf-8").splitlines()]


def without_seconds(out: Path) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "seconds"} for row in rows(out)]


def test_a_run_writes_what_the_contract_says(tmp_path: Path, own_store: Path) -> None:
    result = evaluate(tmp_path)
    assert result.exit_code == 0, result.output
    out = tmp_path / "out"
    answers = rows(out)
    assert [row["id"] for row in answers] == ["obama", "follow-up", "states", "nothing"]
    for row in answers:
        assert set(row) == {
            *("id", "question", "kind", "standalone_question", "status", "text", "statements", "citations"),
            *("passages", "confidence", "seconds", "error", "conflicts", "dropped", "model", "calls"),
        }
        assert set(row["seconds"]) == {"retrieve", "answer", "total"}
        assert row["error"] is None
        for citation in row["citations"]:
            assert set(citation) == {"document", "start", "end", "quote", "page", "section", "verdict"}
            assert TEXTS[citation["document"]][citation["start"] : citation["end"]] == citation["quote"]
        assert all(set(passage) == {"document", "start", "end", "score"} for passage in row["passages"])
    assert any(row["citations"] for row in answers)  # else nothing was checked above
    assert answers[1]["standalone_question"] != answers[1]["question"]
    assert answers[3]["citations"] == []
    measures = json.loads((out / "measures.json").read_text(encoding="utf-8"))
    assert set(measures) == {"overall", "by_kind", "judged"}
    assert set(measures["by_kind"]) == {"who", "date", "none"}
    assert measures["overall"]["quote_exactness"]["value"] == 1
    assert measures["overall"]["ndcg@10"]["n"] == 1
    assert all(set(value) == {"value", "n", "low", "high"} for value in measures["overall"].values())
    assert set(SHARES) - set(measures["overall"]) <= {"refusal_precision", "refusal_f1"}
    facts = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert facts["corpus"]["documents"] == 2
    assert facts["counts"]["questions"] == 4
    assert facts["models"]["embedding"]
    assert facts["models"]["reader"].startswith("reader:")
    assert facts["seconds"]["wall"] >= facts["seconds"]["ingest"]
    assert facts["peak_memory_mb"] > 50
    assert {path.name for path in out.iterdir()} == {
        *("answers.jsonl", "plan.json", "scores.jsonl", "run.json", "measures.json"),
        *("report.html", "report.md"),
    }
    assert not own_store.exists()


def test_the_same_run_gives_the_same_answers(tmp_path: Path) -> None:
    for out in ("a", "b"):
        assert evaluate(tmp_path, out=out).exit_code == 0
    (tmp_path / "vectors.sqlite3").unlink()
    assert evaluate(tmp_path, out="c").exit_code == 0
    assert (
        without_seconds(tmp_path / "a") == without_seconds(tmp_path / "b") == without_seconds(tmp_path / "c")
    )
    cached = [
        json.loads((tmp_path / out / "run.json").read_text())["corpus"]["cached_vectors"] for out in "abc"
    ]
    assert cached[0] == cached[2] == 0 < cached[1]


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "vectors.sqlite3").write_bytes(b"not a database" * 100)
    assert evaluate(tmp_path).exit_code == 0
    assert evaluate(tmp_path).exit_code == 0
    assert json.loads((tmp_path / "out" / "run.json").read_text())["corpus"]["cached_vectors"] > 0


def test_retrieval_only_and_limit(tmp_path: Path) -> None:
    result = evaluate(tmp_path, "--retrieval-only", "--limit", "2", "--depth", "1", "--json")
    assert result.exit_code == 0, result.output
    answers = rows(tmp_path / "out")
    assert [row["id"] for row in answers] == ["obama", "follow-up"]
    assert all(row["status"] is None and row["confidence"] is None for row in answers)
    assert all(len(row["passages"]) == 1 and not row["citations"] for row in answers)
    overall = json.loads(result.stdout)["overall"]
    assert "recall@1" in overall
    assert not {"quote_exactness", "false_refusal", "confidence_auroc"} & set(overall)


def test_a_half_of_a_suite(tmp_path: Path) -> None:
    suite = write_suite(tmp_path / "suite.jsonl", {**OBAMA, "half": "tune"}, {**NOTHING, "half": "test"})
    assert evaluate(tmp_path, "--half", "test", suite=suite).exit_code == 0
    assert [row["id"] for row in rows(tmp_path / "out")] == ["nothing"]
    assert json.loads((tmp_path / "out" / "run.json").read_text())["half"] == "test"
    assert "half test" in (tmp_path / "out" / "report.md").read_text()
    wrong = evaluate(tmp_path, "--half", "other", suite=suite)
    assert wrong.exit_code == 2
    assert "suite.jsonl: no question has the half 'other'" in wrong.stderr


def test_a_beir_corpus_is_named_by_its_ids(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_suite(
        corpus / "corpus.jsonl",
        {"_id": "77", "title": "Uniform Act", "text": TEXTS["states/utsa.txt"]},
        {"_id": "4983", "title": "Defend Trade Secrets Act", "text": TEXTS["dtsa.txt"]},
    )
    suite = write_suite(
        tmp_path / "suite.jsonl",
        {"id": "a", "question": "Who signed the Act?", "relevant": {"4983": 2}},
        {
            "id": "b",
            "question": "Who signed the Act?",
            "evidence": [{"doc": "4983", "quote": "President Obama"}],
        },
    )
    result = evaluate(tmp_path, "--retrieval-only", suite=suite)
    assert result.exit_code == 0, result.output
    overall = json.loads((tmp_path / "out" / "measures.json").read_text())["overall"]
    assert overall["ndcg@10"]["value"] > 0
    assert overall["recall@5"] == {"value": 1.0, "n": 2, "low": 1.0, "high": 1.0}


def test_an_answer_that_raises_becomes_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from answering.answer import answer_question

    def fails(question: str, **given: Any) -> Answer:  # noqa: ANN401
        if "states" in question:
            raise RuntimeError("the model is gone")
        return answer_question(question, **given)

    monkeypatch.setattr("eval.pipeline.answer_question", fails)
    assert evaluate(tmp_path).exit_code == 0
    errors = [row["error"] for row in rows(tmp_path / "out")]
    assert errors == [None, None, "RuntimeError: the model is gone", None]
    assert json.loads((tmp_path / "out" / "run.json").read_text())["counts"]["errors"] == 1
    overall = json.loads((tmp_path / "out" / "measures.json").read_text())["overall"]
    assert overall["ndcg@10"]["value"] == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param({"id": "a"}, "suite.jsonl, line 1: `question`: is missing", id="bad-line"),
        pytest.param(
            {"id": "a", "question": "?", "evidence": [{"doc": "dtsa.pdf", "quote": "x"}]},
            "suite.jsonl, line 1: the document 'dtsa.pdf' is not in the corpus. Did you mean 'dtsa.txt'?",
            id="absent-document",
        ),
        pytest.param(
            {"id": "a", "question": "?", "evidence": [{"doc": "dtsa.txt", "quote": "Bush"}]},
            "suite.jsonl, line 1: the quote 'Bush' does not stand in 'dtsa.txt'",
            id="absent-quote",
        ),
    ],
)
def test_a_bad_suite_ends_with_2(tmp_path: Path, line: dict[str, Any], told: str) -> None:
    result = evaluate(tmp_path, suite=write_suite(tmp_path / "suite.jsonl", line))
    assert result.exit_code == 2
    assert told in result.stderr
    assert not result.stdout


def test_a_bad_corpus_or_answerer_ends_with_2(tmp_path: Path) -> None:
    suite = write_suite(tmp_path / "suite.jsonl", STATES)
    base = ["run", "--suite", str(suite), "--out", str(tmp_path / "out")]
    absent = CliRunner().invoke(app, [*base, "--corpus", str(tmp_path / "nowhere")])
    assert (absent.exit_code, "There is no folder" in absent.stderr) == (2, True)
    (tmp_path / "empty").mkdir()
    empty = CliRunner().invoke(app, [*base, "--corpus", str(tmp_path / "empty")])
    assert (empty.exit_code, "No document in" in empty.stderr) == (2, True)
    unknown = evaluate(tmp_path, "--answerer", "oracle", suite=suite)
    assert (unknown.exit_code, "There is no answerer 'oracle'" in unknown.stderr) == (2, True)
    assert CliRunner().invoke(app, ["run"]).exit_code == 2


def test_a_run_neither_searches_its_own_suite_nor_writes_over_documents(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "report.md").write_text("Ours, of the year.\n", encoding="utf-8")
    inside = evaluate(tmp_path, out="corpus")
    assert (inside.exit_code, "would write over them" in inside.stderr) == (2, True)
    assert evaluate(tmp_path, out="corpus/out").exit_code == 2
    assert (corpus / "report.md").read_text() == "Ours, of the year.\n"
    searched = evaluate(tmp_path, suite=write_suite(corpus / "suite.jsonl", OBAMA))
    assert (searched.exit_code, "gold answers would be searched" in searched.stderr) == (2, True)
    (corpus / "suite.jsonl").unlink()
    far = write_suite(corpus / "far.jsonl", NOTHING)
    assert evaluate(tmp_path, "--far", str(far)).exit_code == 2
    assert not (tmp_path / "out").exists()


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    for blocked in (tmp_path / "file" / "vectors.sqlite3", tmp_path / "corpus"):
        monkeypatch.setattr("eval.vector_cache.cache_file", lambda corpus, cache, at=blocked: at)
        assert evaluate(tmp_path, "--retrieval-only", "--limit", "1").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "file", "out", "suite.jsonl"]


def test_judged_documents_that_the_corpus_lacks_are_told(tmp_path: Path) -> None:
    judged = {**STATES, "relevant": {"states/utsa.txt": 1, "gone`.txt": 2}}
    result = evaluate(tmp_path, "--retrieval-only", suite=write_suite(tmp_path / "suite.jsonl", judged))
    assert result.exit_code == 0, result.output
    told = "1 document, which count as not found: gone`.txt"
    assert f"Relevant, but not in the corpus: {told}." in result.stdout
    assert told in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert told.replace("`", "\\`") in (tmp_path / "out" / "report.md").read_text("utf-8")
    assert json.loads((tmp_path / "out" / "run.json").read_text())["absent"] == ["gone`.txt"]
    assert json.loads((tmp_path / "out" / "measures.json").read_text())["overall"]["recall@5"]["value"] == 0.5


def test_gate_floors_and_compare(tmp_path: Path) -> None:
    assert evaluate(tmp_path).exit_code == 0
    assert evaluate(tmp_path, "--retrieval-only", out="other").exit_code == 0
    out, floors = str(tmp_path / "out"), tmp_path / "floors.json"
    command = CliRunner()
    assert command.invoke(app, ["floors", out, "--write", str(floors)]).exit_code == 0
    held = command.invoke(app, ["gate", out, "--baseline", str(floors)])
    assert (held.exit_code, held.stdout) == (0, f"All {len(json.loads(floors.read_text()))} floors hold.\n")
    fell = command.invoke(app, ["gate", str(tmp_path / "other"), "--baseline", str(floors)])
    assert fell.exit_code == 1
    assert "quote_exactness was not measured; its floor is 1" in fell.stdout
    floors.write_text('{"recall@5": 1.01}')
    fell = command.invoke(app, ["gate", out, "--baseline", str(floors), "--json"])
    assert (fell.exit_code, json.loads(fell.stdout)["fallen"][0]["name"]) == (1, "recall@5")
    assert command.invoke(app, ["gate", out, "--baseline", str(tmp_path / "none.json")]).exit_code == 2
    assert command.invoke(app, ["gate", str(tmp_path / "none"), "--baseline", str(floors)]).exit_code == 2
    compared = command.invoke(app, ["compare", out, str(tmp_path / "other")])
    assert compared.exit_code == 0
    assert "recall@5" in compared.stdout
    assert "answered -> no answer" in compared.stdout
    assert command.invoke(app, ["compare", out, str(tmp_path / "none")]).exit_code == 2


def test_runs_of_other_questions_cannot_be_compared(tmp_path: Path) -> None:
    for name, line in (("a", OBAMA), ("b", STATES)):
        suite = write_suite(tmp_path / f"{name}.jsonl", line)
        assert evaluate(tmp_path, "--retrieval-only", suite=suite, out=name).exit_code == 0
    result = CliRunner().invoke(app, ["compare", str(tmp_path / "a"), str(tmp_path / "b")])
    assert result.exit_code == 2
    assert "have no question in common" in result.stderr


def test_questions_from_another_field_are_asked_and_reported_apart(tmp_path: Path) -> None:
    far = write_suite(
        tmp_path / "far.jsonl",
        {"id": "obama", "question": "How do I bake bread?", "evidence": [{"doc": "no.txt", "quote": "no"}]},
        {"id": "2", "question": "Who won in 1954?", "filters": {"document": ["no.txt"]}},
        {"id": "3", "question": "Who painted the Mona Lisa?", "answerable": False},
    )
    assert evaluate(tmp_path, out="without").exit_code == 0
    assert evaluate(tmp_path, "--far", str(far), "--far", str(far), out="with").exit_code == 0
    with_far, without = tmp_path / "with", tmp_path / "without"
    assert without_seconds(with_far) == without_seconds(without)
    lines = (with_far / "far.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    assert [row["id"].rpartition(": ")[2] for row in asked] == ["obama", "2", "3"]
    assert {row["error"] for row in asked} == {None}
    measures = [json.loads((out / "measures.json").read_text("utf-8")) for out in (with_far, without)]
    assert measures[0]["by_kind"].keys() == measures[1]["by_kind"].keys()
    more = measures[0]["overall"].keys() - measures[1]["overall"].keys()
    assert more == {"far_refusal_recall", "far_auroc"}
    assert measures[0]["overall"]["far_refusal_recall"]["n"] == 3
    assert json.loads((with_far / "run.json").read_text("utf-8"))["far"][0]["asked"] == 3
    assert "from other fields" in (with_far / "report.html").read_text("utf-8")
    assert "from other fields, refused" in (with_far / "report.md").read_text("utf-8")


def test_a_sample_of_questions_from_another_field_is_drawn_by_the_seed(tmp_path: Path) -> None:
    far = write_suite(
        tmp_path / "far.jsonl", *({"id": str(n), "question": f"Who won in {1900 + n}?"} for n in range(30))
    )
    drawn = []
    for out, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        result = evaluate(tmp_path, "--far", str(far), "--far-limit", "4", "--seed", seed, out=out)
        assert result.exit_code == 0, result.output
        lines = (tmp_path / out / "far.jsonl").read_text("utf-8").splitlines()
        drawn.append([int(json.loads(line)["id"].rpartition(": ")[2]) for line in lines])
    assert drawn[0] == drawn[1] == sorted(drawn[0])
    assert len(set(drawn[0])) == 4
    assert drawn[0] != drawn[2]


def test_other_fields_cannot_be_judged_without_answers(tmp_path: Path) -> None:
    far = write_suite(tmp_path / "far.jsonl", {"id": "1", "question": "Who won?"})
    result = evaluate(tmp_path, "--far", str(far), "--retrieval-only")
    assert result.exit_code == 2
    assert "--retrieval-only" in result.output
    missing = evaluate(tmp_path, "--far", str(tmp_path / "none.jsonl"))
    assert missing.exit_code == 2
    assert "none.jsonl" in missing.output
