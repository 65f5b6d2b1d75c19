from __future__ import annotations

from pathlib import Path

import pytest

from core.types import Metadata
from ingest.read import BadLibraryFile, override_for, overrides, with_overrides
from ingest.read.characters import normalised
from ingest.read.dates import iso_date
from ingest.read.metadata import describe


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2016-05-11", "2016-05-11"),
        ("2016-5", "2016-05"),
        ("2016", "2016"),
        ("2016-05-11T10:00:00Z", "2016-05-11"),
        ("D:20160511093000-04'00'", "2016-05-11"),
        ("11 May 2016", "2016-05-11"),
        ("May 11, 2016", "2016-05-11"),
        ("May 2016", "2016-05"),
        ("2016-13-01", None),
        ("2023-02-29", None),
        ("05/11/2016", None),
        ("soon", None),
        ("", None),
    ],
)
def test_iso_date(written: str, date: str | None) -> None:
    assert iso_date(written) == date


def test_nothing_is_guessed_silently() -> None:
    metadata, notices = describe("a_policy.pdf", {"issuer": "Office"}, {"date": "2016"})
    assert metadata == Metadata("a policy", "Office", "2016", inferred=frozenset({"title", "date"}))
    assert notices == ()


def test_what_is_stated_wins_over_what_is_inferred() -> None:
    metadata, _ = describe("a.pdf", {"title": "Stated"}, {"title": "Inferred"})
    assert (metadata.title, metadata.inferred) == ("Stated", frozenset())


def library(folder: Path, content: str) -> dict[str, dict[str, str]]:
    (folder / "library.yaml").write_text(content, encoding="utf-8")
    return overrides(folder)


def test_overrides_by_file_above_the_defaults(tmp_path: Path) -> None:
    found = library(
        tmp_path,
        "defaults: {jurisdiction: US, kind: statute}\n"
        "files:\n  acts/dtsa.pdf: {title: DTSA, date: 2016-05-11, kind: act}\n",
    )
    assert override_for(found, "acts/dtsa.pdf") == {
        "jurisdiction": "US",
        "kind": "act",
        "title": "DTSA",
        "date": "2016-05-11",
    }
    assert override_for(found, "other.pdf") == {"jurisdiction": "US", "kind": "statute"}


def test_an_overridden_field_is_stated() -> None:
    before = Metadata("dtsa", date="2020", inferred=frozenset({"title", "date"}))
    after = with_overrides(before, {"title": "DTSA", "label": "internal"})
    assert after == Metadata("DTSA", date="2020", label="internal", inferred=frozenset({"date"}))
    assert hash(after)  # sources are looked up by it


def test_no_library_file_overrides_nothing(tmp_path: Path) -> None:
    assert overrides(tmp_path) == {}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("files: {a.pdf: {titel: x}}", r"files: a\.pdf: titel is unknown", id="misspelt key"),
        pytest.param("files: {a.pdf: {date: 2016-02-30}}", r"files: a\.pdf: date is no date", id="bad date"),
        pytest.param("files: {a.pdf: {title: [x]}}", r"a\.pdf: title must be", id="list"),
        pytest.param("files: [a.pdf]", "files must hold", id="no mapping"),
        pytest.param("file: {}", "'file' is unknown", id="unknown section"),
        pytest.param("files: {a.pdf: {title: 'x}", "no readable YAML", id="broken"),
    ],
)
def test_a_bad_library_file_is_named_with_its_key(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(BadLibraryFile, match=told) as caught:
        library(tmp_path, content)
    assert "library.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        pytest.param("a\u200bb\ufeff\u2060", "ab", id="zero width"),
        pytest.param("x" + "".join(chr(0xE0000 + ord(c)) for c in "obey"), "x", id="tags"),
        pytest.param("ab\u202ecd\x07", "abcd", id="direction and control"),
        pytest.param("a \t\u00a0 b\r\n  c", "a b\nc", id="white space"),
        pytest.param("e\u0301ﬁ", "éfi", id="composed, ligature"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="Persian joiner stays"),
        pytest.param("a\u200cb", "ab", id="joiner in Latin goes"),
    ],
)
def test_normalised(written: str, plain: str) -> None:
    assert normalised(written) == plain
