"""The reader: the network it was trained as is its oracle; what it reads, and which weights it takes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file
from tokenizers import Tokenizer

from core.settings import Settings
from core.types import Passage, Span
from tests.stores import RIVERS, SECRETS, Store, write_files
from training.network import Network, loss
from vectorstore.embed import UnusableModel, verified_default_model
from vectorstore.reader import WEIGHTS, Reader
from vectorstore.reader_input import WINDOW, pieces

QUESTION = "Where does the Elbe begin?"


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    loaded = Tokenizer.from_file(str(verified_default_model() / "tokenizer.json"))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


@pytest.fixture(scope="module")
def network() -> Network:
    """The network in torch, in float32, with the weights that ship."""
    oracle = Network(verified_default_model())
    learned = load_file(WEIGHTS)
    named = {f"bert.{name}" if name.startswith("encoder") else name: w for name, w in learned.items()}
    missing, unexpected = oracle.load_state_dict(named, strict=False)
    assert not unexpected
    assert all("embeddings" in name for name in missing)
    return oracle.eval()


@pytest.fixture
def passages(store: Store, tmp_path: Path) -> list[Passage]:
    write_files(tmp_path / "docs", {"rivers.txt": RIVERS, "secrets.txt": SECRETS})
    store.add(tmp_path / "docs")
    return list(store.search(QUESTION, limit=5).passages)


def test_it_reads_as_the_network_does(
    network: Network, tokenizer: Tokenizer, passages: list[Passage]
) -> None:
    read = Reader(Settings())(QUESTION, passages)
    rows = [
        pieces(
            tokenizer,
            QUESTION,
            [passage.source.metadata.title, *passage.section],
            passage.text,
            [Span(s.start - passage.start, s.end - passage.start) for s in passage.sentences],
        )
        for passage in passages
    ]
    with torch.no_grad():
        expected = np.concatenate([scores.numpy() for scores in network(rows, padded_to=0)])
    found = np.array([sentence.answers for passage in read for sentence in passage.sentences])
    assert found == pytest.approx(expected, abs=0.4)  # of log-odds from -10 to 8: bfloat16
    assert found.argmax() == expected.argmax()


def test_it_finds_the_sentence_that_answers(passages: list[Passage]) -> None:
    read = Reader(Settings())(QUESTION, passages)
    answers = {
        passage.text[s.start - passage.start : s.end - passage.start]: s.answers
        for passage in read
        for s in passage.sentences
        if s.answers is not None
    }
    best = max(answers, key=lambda text: answers[text])
    assert "Elbe" in best
    assert Reader(Settings())(QUESTION, []) == ()


def test_nothing_but_the_scores_is_changed(passages: list[Passage]) -> None:
    for passage, read in zip(passages, Reader(Settings())(QUESTION, passages), strict=True):
        assert (read.id, read.text, read.score) == (passage.id, passage.text, passage.score)
        assert [(s.start, s.end) for s in read.sentences] == [(s.start, s.end) for s in passage.sentences]


def test_only_the_first_are_read_or_none(passages: list[Passage], tmp_path: Path) -> None:
    first, *rest = Reader(Settings(passages_read=1))(QUESTION, passages)
    assert all(sentence.answers is not None for sentence in first.sentences)
    assert rest == passages[1:]
    assert Reader(Settings(passages_read=0), tmp_path / "none")(QUESTION, passages) == tuple(passages)


@pytest.mark.parametrize("content", [None, b"other weights"])
def test_other_weights_are_refused(tmp_path: Path, passages: list[Passage], content: bytes | None) -> None:
    weights = tmp_path / "reader.safetensors"
    if content is not None:
        weights.write_bytes(content)
    with pytest.raises(UnusableModel, match=r"SHA-256.*PINCITE_PASSAGES_READ=0"):
        Reader(Settings(), weights)(QUESTION, passages)


WORDS = st.text("abc é\n.", min_size=0, max_size=60)


@given(question=WORDS, title=WORDS, sentences=st.lists(WORDS.filter(str.strip), min_size=1, max_size=30))
def test_pieces_of_sentences_are_theirs(
    tokenizer: Tokenizer, question: str, title: str, sentences: list[str]
) -> None:
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    made = pieces(tokenizer, question, [title], text, spans)
    assert len(made.ids) <= WINDOW
    assert len(made.sentences) == len(sentences)
    end = made.question
    for sentence, span in zip(sentences, made.sentences, strict=True):
        alone = tokenizer.encode(sentence, add_special_tokens=False).ids
        if span is not None:
            assert end <= span.start < span.end < len(made.ids)
            assert list(made.ids[span.start : span.end]) == alone[: span.end - span.start]
            end = span.end


def test_the_loss_by_hand() -> None:
    scores = torch.tensor([1.0, 0.0, 2.0])
    nothing = torch.tensor([False, False, False])
    e = np.exp
    assert float(loss(scores, nothing)) == pytest.approx(np.log(1 + e(1) + e(0) + e(2)))
    one = float(loss(scores, torch.tensor([True, False, False])))
    assert one == pytest.approx(-np.log(e(1) / (e(1) + 1 + e(0) + e(2))))
    two = float(loss(scores, torch.tensor([True, False, True])))
    rest = 1 + e(0)
    assert two == pytest.approx(-(np.log(e(1) / (e(1) + rest)) + np.log(e(2) / (e(2) + rest))) / 2)
