"""Language models' answers, evaluated: a real index, a model server over real HTTP, files, exit codes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eval_examples import write_corpus, write_suite
from model_server import Body, ModelServer, Reply, nobody_listens, tokens
from typer.testing import CliRunner, Result

from eval.__main__ import app
from eval.run import GREETING

MODEL = "openai:scripted"
WHO = {
    "id": "who",
    "question": "Who signed the Act?",
    "kind": "person",
    "evidence": [{"doc": "dtsa.txt", "quote": "It was signed by President Obama."}],
    "must_include": [["Obama"]],
}
WHEN = {
    "id": "when",
    "question": "When did the Act take effect?",
    "kind": "date",
    "evidence": [{"doc": "dtsa.txt", "quote": "The Act took effect on May 11, 2016."}],
    "must_include": [["May 11, 2016"]],
}
STATES = {
    "id": "states",
    "question": "How many states enacted the Uniform Act?",
    "kind": "number",
    "must_include": [["Forty-eight"]],
}
SUITE = (WHO, WHEN, STATES)
SAID = {
    WHO["question"]: [("The Act was signed by President Obama.", "It was signed by President Obama.")],
    WHEN["question"]: [
        ("The Act took effect on May 11, 2016.", "The Act took effect on May 11, 2016."),
        ("It was repealed in 2020.", "The Act was repealed on May 11, 2020."),
    ],
    STATES["question"]: [("Forty-eight states enacted it.", "Forty-eight states\n  enacted it.")],
}
MARKS = '{"completeness": 4, "clarity": 5, "why": "It says who."}'


def told(body: Body) -> str:
    return "\n".join(message["content"] for message in body["messages"])


def asks_for(body: Body) -> str:
    """The question that a prompt asks, "judge" or "greeting"."""
    words = told(body)
    if words == GREETING:
        return "greeting"
    if "You judge how well" in words:
        return "judge"
    return next(question for question in SAID if f"Question: {question}" in words)


def written(body: Body) -> str:
    """The reply that the answer prompt asks for, each quotation from the passage that it names."""
    question = asks_for(body)
    if question in ("greeting", "judge"):
        return "Yes." if question == "greeting" else MARKS
    passages = re.findall(r"<passage (\d+), code \w+>\n(.*?)\n</passage", told(body), re.S)
    statements = []
    for text, quote in SAID[question]:
        holding = [int(number) for number, words in passages if quote in words] or [1]
        statements.append({"text": text, "quotations": [{"passage": holding[0], "quote": quote}]})
    return json.dumps({"answered": True, "statements": statements})


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    surround(tmp_path, monkeypatch)


def surround(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings for tiny documents, in a folder of their own."""
    for name, value in {
        "PINCITE_HOME": str(folder / "store"),
        "PINCITE_REFUSE_BELOW": "0.01",  # tiny documents make Pincite unsure
        "PINCITE_MODEL_PRICE_IN": "2",
        "PINCITE_MODEL_PRICE_OUT": "10",
        "OPENAI_API_KEY": "none",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("eval.vector_cache.cache_file", lambda corpus, cache: folder / "vectors.sqlite3")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    with ModelServer(written) as running:
        monkeypatch.setenv("PINCITE_MODEL_URL", running.url)
        yield running


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run that a model answered, made once: tests take copies of it."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch, ModelServer(written) as running:
        surround(folder, patch)
        patch.setenv("PINCITE_MODEL_URL", running.url)
        succeed(run(folder))
    return folder


@pytest.fixture
def finished(made: Path, tmp_path: Path) -> Path:
    """The `out` of a run that a model answered, beside its corpus."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out"


def command(folder: Path, *arguments: str, suite: tuple[dict[str, Any], ...] = SUITE) -> Result:
    """`python -m eval` with the small corpus and this suite."""
    corpus = folder / "corpus"
    if not corpus.exists():
        write_corpus(corpus)
    lines = write_suite(folder / "suite.jsonl", *suite)
    return CliRunner().invoke(app, [*arguments, "--corpus", str(corpus), "--suite", str(lines)])


def run(folder: Path, *options: str, out: str = "out", answerer: str = MODEL) -> Result:
    return command(folder, "run", "--out", str(folder / out), "--answerer", answerer, *options)


def succeed(result: Result) -> Result:
    assert result.exit_code == 0, result.output
    return result


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def read(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return value


def without_seconds(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**row, "seconds": None, "model": row["model"] and {**row["model"], "seconds": None}} for row in rows
    ]


def questions(server: ModelServer) -> list[str]:
    """What the server was asked, in order."""
    return list(map(asks_for, server.asked))


def test_a_run_keeps_what_the_model_took_and_said(tmp_path: Path, server: ModelServer) -> None:
    succeed(run(tmp_path))
    out = tmp_path / "out"
    assert questions(server) == ["greeting", WHO["question"], WHEN["question"], STATES["question"]]
    rows = lines(out / "answers.jsonl")
    assert [row["text"] for row in rows] == [SAID[one["question"]][0][0] for one in SUITE]
    assert all(said["own_words"] for row in rows for said in row["statements"])
    for row, body in zip(rows, server.asked[1:], strict=True):
        use, (call,) = row["model"], row["calls"]
        assert (use["name"], use["where"], use["ending"], use["fault"]) == (
            MODEL,
            "this machine",
            "whole",
            None,
        )
        assert call["replies"] == [written(body)]
        went, came = tokens("".join(m["content"] for m in body["messages"])), tokens(written(body))
        assert use["usage"] == {"tokens_in": went, "tokens_out": came, "counted_here": False}
        assert use["cost"] == pytest.approx((went * 2 + came * 10) / 1_000_000)  # prices are for a million
        assert {name.split()[0] for name in use["prompts"]} == {"answer", "answer-question"}
    (dropped,) = rows[1]["dropped"]
    assert dropped["text"] == "It was repealed in 2020."
    overall = read(out / "measures.json")["overall"]
    assert overall["answer_accuracy"]["value"] == overall["quote_exactness"]["value"] == 1
    assert overall["fallback"] == {"value": 0.0, "n": 3, "low": 0.0, "high": 0.0}
    assert overall["statements_removed"]["value"] == pytest.approx(1 / 4)
    costs = [row["model"]["cost"] for row in rows]
    assert overall["cost"]["value"] == pytest.approx(sum(costs) / 3)
    assert overall["seconds_model_p95"]["value"] >= overall["seconds_model_p50"]["value"] > 0
    facts = read(out / "run.json")
    assert (facts["answerer"], facts["model"]["asked"], facts["model"]["removed"]) == (MODEL, 3, 1)
    assert facts["model"]["cost"] == pytest.approx(sum(costs), abs=1e-6)
    report = (out / "report.md").read_text("utf-8")
    assert "0 of 3 fell back to quoting." in report
    assert "1 of 4 statements were removed by checking" in report
    assert "0 of 3 fell back to quoting." in (out / "report.html").read_text("utf-8")


def test_scoring_anew_asks_nobody_and_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(written) as server:
        monkeypatch.setenv("PINCITE_MODEL_URL", server.url)
        succeed(run(tmp_path, "--judge", MODEL))
        asked = len(server.asked)
        out = tmp_path / "out"
        before = {
            name: (out / name).read_bytes() for name in ("scores.jsonl", "measures.json", "judge.jsonl")
        }
        succeed(command(tmp_path, "score", str(out)))
        assert len(server.asked) == asked
    assert {name: (out / name).read_bytes() for name in before} == before
    succeed(command(tmp_path, "score", str(out)))  # the server is gone
    assert read(out / "run.json")["scored"] is not None
    assert "scored anew" in (out / "report.md").read_text("utf-8")


def test_scoring_anew_takes_mended_gold_and_looks_quotations_up(tmp_path: Path, finished: Path) -> None:
    out = finished
    rows = lines(out / "answers.jsonl")
    rows[0]["citations"][0]["quote"] = "It was signed by President Osama."
    write_suite(out / "answers.jsonl", *rows)
    mended = (WHO, {**WHEN, "must_include": [["2017"]]}, STATES)
    succeed(command(tmp_path, "score", str(out), "--into", str(tmp_path / "anew"), suite=mended))
    overall = read(tmp_path / "anew" / "measures.json")["overall"]
    for name in ("answer_accuracy", "quote_exactness", "support"):
        assert overall[name]["value"] == pytest.approx(2 / 3), name
    assert read(out / "measures.json")["overall"]["support"]["value"] == 1  # the run itself is as it was


@pytest.mark.parametrize(
    ("suite", "document", "told"),
    [
        pytest.param((WHO, WHEN), None, "does not ask what the run", id="fewer-questions"),
        pytest.param(
            ({**WHO, "question": "Who vetoed the Act?"}, WHEN, STATES), None, "difference: who", id="reworded"
        ),
        pytest.param(SUITE, "more.txt", "are not those that the run", id="another-document"),
    ],
)
def test_a_run_is_not_scored_with_what_it_was_not_made_from(
    tmp_path: Path, finished: Path, suite: tuple[dict[str, Any], ...], document: str | None, told: str
) -> None:
    if document:
        (tmp_path / "corpus" / document).write_text("More.")
    result = command(tmp_path, "score", str(finished), suite=suite)
    assert (result.exit_code, told in result.stderr) == (2, True), result.output


def test_a_run_whose_answers_were_cut_is_not_scored(tmp_path: Path, finished: Path) -> None:
    answers = finished / "answers.jsonl"
    answers.write_text(answers.read_text("utf-8")[:-100], "utf-8")
    result = command(tmp_path, "score", str(finished))
    assert result.exit_code == 2
    assert "answers.jsonl has 2 answers, not the 3 of its run" in result.stderr


def test_saved_replies_are_read_and_checked_as_today(tmp_path: Path, server: ModelServer) -> None:
    """The saved replies are changed here, which is to the checker as if it had changed itself."""
    succeed(run(tmp_path))
    out, asked = tmp_path / "out", len(server.asked)
    rows = lines(out / "answers.jsonl")
    (reply,) = rows[1]["calls"][0]["replies"]
    rows[1]["calls"][0]["replies"] = [reply.replace("repealed on May 11, 2020", "enacted on May 11, 2016")]
    rows[0]["calls"][0]["replies"] = [written(server.asked[1]).replace("signed by President", "seen by Mr")]
    rows[2]["calls"][0]["asked"] = "0" * 16  # its instructions were others
    write_suite(out / "answers.jsonl", *rows)
    assert command(tmp_path, "score", str(out), "--recheck").exit_code == 2
    succeed(command(tmp_path, "score", str(out), "--recheck", "--into", str(tmp_path / "anew")))
    assert len(server.asked) == asked
    anew = lines(tmp_path / "anew" / "answers.jsonl")
    assert anew[2] == rows[2]
    assert anew[0]["model"]["ending"] == "failed"
    assert anew[0]["statements"]
    assert not any(said["own_words"] for said in anew[0]["statements"])
    assert len(anew[0]["dropped"]) == 1
    assert anew[0]["model"]["usage"] == rows[0]["model"]["usage"]
    facts = read(tmp_path / "anew" / "run.json")
    assert (facts["counts"]["checked_again"], facts["counts"]["not_checked_again"]) == (2, 1)
    assert facts["model"]["fell_back"] == {"unsupported": 1}


def test_unchanged_replies_come_out_as_they_were(tmp_path: Path, finished: Path) -> None:
    succeed(command(tmp_path, "score", str(tmp_path / "out"), "--recheck", "--into", str(tmp_path / "anew")))
    for name in ("answers.jsonl", "scores.jsonl", "measures.json"):
        assert (tmp_path / "anew" / name).read_text() == (tmp_path / "out" / name).read_text(), name


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(
    tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    succeed(run(tmp_path))
    out, asked = tmp_path / "out", len(server.asked)
    whole = lines(out / "answers.jsonl")
    first, second, _ = (out / "answers.jsonl").read_text("utf-8").splitlines(keepends=True)
    (out / "answers.jsonl").write_text(first + second[:100], "utf-8")
    for name in ("run.json", "scores.jsonl", "measures.json"):
        (out / name).unlink()
    result = command(tmp_path, "score", str(out))
    assert (result.exit_code, "was broken off" in result.stderr) == (2, True)
    succeed(run(tmp_path, "--resume"))
    assert questions(server)[asked:] == ["greeting", WHEN["question"], STATES["question"]]
    assert without_seconds(lines(out / "answers.jsonl")) == without_seconds(whole)
    assert read(out / "measures.json")["overall"]["tokens_in"]["n"] == 3
    monkeypatch.setenv("PINCITE_PASSAGES_PER_ANSWER", "3")
    other = run(tmp_path, "--resume", "--limit", "2")
    assert other.exit_code == 2
    assert "limit None, now 2; passages_per_answer 8, now 3" in other.stderr
    assert len(lines(out / "answers.jsonl")) == 3
    nothing = run(tmp_path, "--resume", out="nothing")
    assert (nothing.exit_code, "plan.json cannot be read" in nothing.stderr) == (2, True)


def test_faults_in_the_middle_leave_the_quoting_answer_and_are_counted(
    tmp_path: Path, server: ModelServer
) -> None:
    faults = {
        WHO["question"]: Reply("too many requests", status=429, headers={"Retry-After": "0"}),
        WHEN["question"]: Reply('{"answered": true, "statements": [', fault="cut"),
    }
    server.script = (lambda body: faults.get(asks_for(body)) or written(body),)
    succeed(run(tmp_path))
    succeed(run(tmp_path, out="quoted", answerer="quoting"))
    rows, quoted = lines(tmp_path / "out" / "answers.jsonl"), lines(tmp_path / "quoted" / "answers.jsonl")
    for row, other in zip(rows[:2], quoted[:2], strict=True):
        assert row["text"] == other["text"] != ""
        assert row["model"]["ending"] == "failed"
        assert row["error"] is None
    assert [row["model"]["fault_kind"] for row in rows] == ["rate limited", "cut", None]
    assert "429" in rows[0]["model"]["fault"] or "requests" in rows[0]["model"]["fault"]
    assert rows[1]["calls"][0]["fault_kind"] == "cut"
    assert len(rows[1]["calls"][0]["replies"]) == 2  # it was begun once more
    facts = read(tmp_path / "out" / "run.json")
    assert facts["model"]["fell_back"] == {"rate limited": 1, "cut": 1}
    assert read(tmp_path / "out" / "measures.json")["overall"]["fallback"]["value"] == pytest.approx(2 / 3)
    report = (tmp_path / "out" / "report.md").read_text("utf-8")
    assert "2 of 3 fell back to quoting: rate limited 1, cut 1." in report
    assert {row["model"] for row in quoted} == {None}
    recheck = command(tmp_path, "score", str(tmp_path / "out"), "--recheck", "--into", str(tmp_path / "anew"))
    succeed(recheck)
    assert lines(tmp_path / "anew" / "answers.jsonl") == rows  # it fails again as it failed


@pytest.mark.parametrize(
    ("answerer", "told"),
    [
        pytest.param(MODEL, "127.0.0.1", id="nobody-listens"),
        pytest.param("abacus:one", "'abacus:one'", id="no-such-provider"),
        pytest.param("writing", "No language model is set up", id="none-set-up"),
        pytest.param("oracle", "There is no answerer 'oracle'", id="no-such-answerer"),
    ],
)
def test_a_model_that_cannot_be_asked_is_bad_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answerer: str, told: str
) -> None:
    monkeypatch.setenv("PINCITE_MODEL_URL", nobody_listens())
    result = run(tmp_path, answerer=answerer)
    assert (result.exit_code, told in result.stderr) == (2, True), result.output
    assert not (tmp_path / "out").exists()


def test_a_judge_that_cannot_be_asked_is_bad_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_MODEL_URL", nobody_listens())
    result = run(tmp_path, "--judge", MODEL, answerer="quoting")
    assert (result.exit_code, "127.0.0.1" in result.stderr) == (2, True), result.output


def test_the_configured_model_writes(
    tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_MODEL", MODEL)
    succeed(run(tmp_path, "--limit", "1", answerer="writing"))
    assert read(tmp_path / "out" / "run.json")["answerer"] == MODEL
    asked = len(server.asked)
    succeed(run(tmp_path, out="default", answerer="quoting"))
    assert len(server.asked) == asked
    assert read(tmp_path / "default" / "run.json")["settings"]["model"] == ""


def test_a_judge_is_kept_apart_and_its_failures_counted(tmp_path: Path, server: ModelServer) -> None:
    judged: list[Body] = []

    def reply(body: Body) -> str:
        if asks_for(body) == "judge":
            judged.append(body)
            return MARKS if len(judged) != 2 else "I would rather not say."
        return written(body)

    server.script = (reply,)
    succeed(run(tmp_path, out="plain"))
    printed = succeed(run(tmp_path, "--judge", MODEL)).stdout
    out = tmp_path / "out"
    opinions = lines(out / "judge.jsonl")
    assert [(one["id"], one["completeness"], one["clarity"]) for one in opinions] == [
        ("who", 4, 5),
        ("when", None, None),
        ("states", 4, 5),
    ]
    assert opinions[0]["why"] == "It says who."
    assert [one["model"]["replies"] for one in opinions] == [[MARKS], ["I would rather not say."], [MARKS]]
    assert "It says: Obama" in told(judged[0])
    assert SAID[WHO["question"]][0][0] in told(judged[0])
    measures, plain = read(out / "measures.json"), read(tmp_path / "plain" / "measures.json")
    assert measures["judged"]["judge_completeness"] == {"value": 4.0, "n": 2, "low": 4.0, "high": 4.0}
    assert measures["judged"]["judge_clarity"]["value"] == 5
    assert "judge_clarity" in printed
    assert "marks for 2 answers, 1 got none (malformed 1)" in printed
    seconds = {"latency_p50", "latency_p95", "seconds_model_p50", "seconds_model_p95"}
    assert {name: value for name, value in measures["overall"].items() if name not in seconds} == {
        name: value for name, value in plain["overall"].items() if name not in seconds
    }
    facts = read(out / "run.json")["judge"]
    assert (facts["name"], facts["judged"], facts["failed"]) == (MODEL, 2, {"malformed": 1})
    assert list(facts["prompts"]) == ["score 1"]
    assert "1 got none (malformed 1)" in (out / "report.md").read_text("utf-8")
    succeed(command(tmp_path, "score", str(out), "--judge", MODEL))  # only what failed is asked for again
    assert [asks_for(body) for body in server.asked[-2:]] == ["greeting", "judge"]
    assert len(judged) == 4
    assert read(out / "measures.json")["judged"]["judge_clarity"]["n"] == 3


def test_quoting_and_writing_beside_each_other(tmp_path: Path, server: ModelServer) -> None:
    succeed(run(tmp_path, out="a", answerer="quoting"))
    succeed(run(tmp_path, "--judge", MODEL, out="b"))
    both = [str(tmp_path / "a"), str(tmp_path / "b")]
    text = succeed(CliRunner().invoke(app, ["compare", *both])).stdout
    assert f"a was answered by quoting, b by {MODEL}, on 3 questions that both asked." in text
    assert "no language model asked" in text
    assert "b: openai:scripted (this machine) was asked 3 questions. 0 of 3 fell back to quoting." in text
    assert "a question" in text
    assert "other settings" not in text
    compared = json.loads(succeed(CliRunner().invoke(app, ["compare", *both, "--json"])).stdout)
    assert {"answer_accuracy", "citation_recall"} <= {one["name"] for one in compared["differences"]}
    assert compared["judged"] == []  # only one of them was judged
    succeed(command(tmp_path, "score", both[0], "--judge", MODEL))
    compared = json.loads(succeed(CliRunner().invoke(app, ["compare", *both, "--json"])).stdout)
    assert [one["name"] for one in compared["judged"]] == ["judge_completeness", "judge_clarity"]
