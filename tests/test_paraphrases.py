"""The written paraphrases are what they claim: exact quotations, true wording, false twins."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.read.content import read_bytes

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "eval" / "mutating" / "paraphrases").glob("*.jsonl"))
KINDS = {
    *("number", "amount", "date", "section", "name", "role", "negation", "modality", "quantifier"),
    *("comparison", "tense", "version", "scope", "support", "cause"),
}
MARKS = set("*[]#|")

pytestmark = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@cache
def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@cache
def text_of(name: str) -> str:
    return read_bytes((ROOT / "corpus" / name).read_bytes(), name).text


def statements(line: dict[str, Any]) -> list[str]:
    return [line["statement"], *(twin["statement"] for twin in line["false"])]


def test_every_line_has_its_parts_and_an_id_of_its_own(path: Path) -> None:
    for line in lines(path):
        assert set(line) == {"id", "doc", "quotes", "statement", "false"}, line
        assert 1 <= len(line["quotes"]) <= 3, line["id"]
        assert 2 <= len(line["false"]) <= 3, line["id"]
        assert all(twin["kind"] in KINDS for twin in line["false"]), line["id"]
    ids = Counter(line["id"] for line in lines(path))
    assert [one for one, count in ids.items() if count > 1] == []


def test_every_quotation_stands_word_for_word_in_its_document(path: Path) -> None:
    for line in lines(path):
        for quote in line["quotes"]:
            assert quote in text_of(line["doc"]), (line["id"], quote)
            assert len(quote.split()) >= 4, (line["id"], quote)


def test_quotations_hold_no_marks_of_markdown(path: Path) -> None:
    for line in lines(path):
        for quote in line["quotes"]:
            assert not MARKS & set(quote), (line["id"], quote)


def test_no_statement_repeats_its_quotation_or_another_statement(path: Path) -> None:
    for line in lines(path):
        said = statements(line)
        assert len(set(said)) == len(said), line["id"]
        assert not {one.strip(". ") for one in said} & {one.strip(". ") for one in line["quotes"]}, line["id"]
    right = Counter(line["statement"] for line in lines(path))
    assert max(right.values()) == 1


def test_statements_read_as_sentences(path: Path) -> None:
    for line in lines(path):
        for one in statements(line):
            assert not one[0].islower(), (line["id"], one)
            assert one.endswith("."), (line["id"], one)
            assert "  " not in one, (line["id"], one)


def test_there_are_enough_lines_and_each_kind_of_falsehood_occurs(path: Path) -> None:
    assert len(lines(path)) >= 70
    assert {twin["kind"] for line in lines(path) for twin in line["false"]} == KINDS


def test_what_is_held_out_says_nothing_that_tunes_the_checker(path: Path) -> None:
    if path.stem.startswith("held"):
        tuning = [line for other in FILES if other.stem.startswith("tune") for line in lines(other)]
        for part in ("statement", "id"):
            assert not {line[part] for line in lines(path)} & {line[part] for line in tuning}
