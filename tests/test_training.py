"""Training the reader: examples from a real search, the halves, a short run to weights that load."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.choose import Choice, fit, ranked
from core.settings import Settings
from tests.stores import RIVERS, SECRETS, Store, write_files
from training import examples, train
from training.examples import Example, Seen, read_examples, training_set
from vectorstore import reader

QUESTIONS = [
    {
        "id": "a",
        "question": "Where does the Elbe begin?",
        "evidence": [{"doc": "rivers.txt", "quote": "Elbe"}],
    },
    {"id": "b", "question": "Who bakes the bread?", "answerable": False},
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of examples from a suite of two questions, under each name that training wants."""
    folder = tmp_path_factory.mktemp("examples")
    write_files(folder / "corpus", {"rivers.txt": RIVERS, "secrets.txt": SECRETS})
    suite = folder / "suite.jsonl"
    suite.write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    names = ["squad2-train", "own-cuad", "own-policyqa", "own-squad2", "policyqa", "cuad", "chunking"]
    options = [option for name in names for option in ("--suite", name, str(folder / "corpus"), str(suite))]
    run = CliRunner().invoke(examples.main, [*options, "--out", str(folder / "out")])
    assert run.exit_code == 0, run.output
    return folder / "out"


def test_examples_mark_the_sentences_that_answer(made: Path) -> None:
    answerable, unanswerable = read_examples(made)["cuad"]
    assert (answerable.id, unanswerable.id) == ("a", "b")
    right = [
        passage.text[span.start : span.end]
        for passage in answerable.passages
        for span, answers in zip(passage.sentences, passage.right, strict=True)
        if answers
    ]
    assert right
    assert all("Elbe" in sentence for sentence in right)
    assert unanswerable.passages
    assert not any(any(passage.right) for passage in unanswerable.passages)


def test_halves_share_no_document() -> None:
    def example(number: int, document: str) -> Example:
        seen = Seen(document, (), "text", (), (True,), found=True)
        return Example(str(number), "?", None, True, (seen,))

    asked = [example(number, f"document {number % 4}") for number in range(12)]
    nothing: list[Example] = []
    names = ["squad2-train", "own-cuad", "own-policyqa", "own-squad2", "cuad", "chunking"]
    chosen = training_set({**dict.fromkeys(names, nothing), "policyqa": asked})
    documents = {seen.document for one in chosen for seen in one.passages}
    assert documents == {"document 0", "document 2"}
    assert len(chosen) == 6


def test_a_short_run_writes_weights_that_read(
    made: Path, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "reader.safetensors"
    train.main(made, weights, passes=1.0, threads=1)
    assert (tmp_path / "learned.txt").read_text().split() == ["a", "b"]
    monkeypatch.setattr(reader, "EXPECTED", reader.file_hash(weights))
    write_files(tmp_path / "docs", {"rivers.txt": RIVERS})
    store.add(tmp_path / "docs")
    found = store.search("Where does the Elbe begin?", limit=1).passages
    (read,) = reader.Reader(Settings(), weights)("Where does the Elbe begin?", found)
    assert all(sentence.answers is not None for sentence in read.sentences)
    assert weights.stat().st_size < 30e6


def test_weights_are_found_that_put_the_right_sentence_first() -> None:
    random = np.random.default_rng(7)
    choices = []
    for _ in range(40):
        columns = random.normal(size=(6, 7))
        choices.append(Choice(columns, columns[:, 1] == columns[:, 1].max()))
    fitted = fit(choices, ["similarity", "terms"])
    assert fitted["terms"] > 3 * abs(fitted["similarity"])
    assert ranked(choices, {"terms": 1.0}) == (1.0, 1.0)
    assert ranked(choices, {"similarity": 1.0})[0] < 0.5


def test_the_rank_of_what_was_not_found_is_no_rank() -> None:
    found = Choice(np.array([[1.0] * 7, [2.0] * 7]), np.array([True, False]))
    missed = Choice(np.array([[1.0] * 7]), np.array([False]))
    assert ranked([found, missed], {"terms": 1.0}) == (0.0, 0.25)
