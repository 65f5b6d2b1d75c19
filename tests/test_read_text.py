from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import Damaged, Empty, read_bytes
from ingest.read.text import decode, heading_level, read

STATUTE = "CHAPTER 90\n\n§ 1836. Civil proceedings\n\nThe  owner may\nsue.\t“Now”\u00a0– or not.\n"


def test_utf8_stays_as_it_is() -> None:
    assert read_bytes(STATUTE.encode(), "a.txt").text == STATUTE


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(STATUTE.encode("utf-8-sig"), id="utf-8 mark"),
        pytest.param(STATUTE.encode("utf-16"), id="utf-16"),
        pytest.param(b"\xfe\xff" + STATUTE.encode("utf-16-be"), id="utf-16 big end"),
        pytest.param(STATUTE.encode("utf-32"), id="utf-32"),
        pytest.param(STATUTE.replace("\n", "\r\n").encode(), id="windows line ends"),
        pytest.param(STATUTE.replace("\n", "\r").encode(), id="old mac line ends"),
    ],
)
def test_encodings_and_line_ends(content: bytes) -> None:
    assert read(content, "a.txt").text == STATUTE


def test_short_windows_text_is_western_and_the_user_is_told() -> None:
    text = "“Trade secret” – § 5 means any information, as l’on dit"
    reading = read_bytes(text.encode("cp1252"), "a.txt")
    assert reading.text == text
    assert "cp1252" in reading.notices[0]


def test_a_bad_byte_does_not_spoil_a_utf8_file() -> None:
    content = ("§ 1839 “trade secret” – " * 20).encode() + b"\x93end"
    reading = read_bytes(content, "a.txt")
    assert reading.text == "§ 1839 “trade secret” – " * 20 + "\ufffdend"
    assert "1 damaged" in reading.notices[0]


def test_invisible_characters_stay_but_are_told() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    reading = read_bytes(f"Plain words{hidden}\u200b.".encode(), "a.txt")
    assert reading.text == f"Plain words{hidden}\u200b."
    assert "5 invisible" in reading.notices[0]


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_comes_back(text: str) -> None:
    wanted = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not wanted.strip():
        with pytest.raises(Empty):
            read(text.encode(), "a.txt")
        return
    reading = read(text.encode(), "a.txt")
    assert reading.text == wanted
    inside = [wanted[span.start : span.end] for span in reading.layout.paragraphs]
    assert all(words and words == words.strip() for words in inside)
    assert "".join("".join(inside).split()) == "".join(wanted.split())  # nothing but blanks between
    assert all(wanted[head.start :].startswith(head.path[-1]) for head in reading.layout.headings)


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_clear_error(content: bytes) -> None:
    try:
        decoded = decode(content, "a.txt")
    except Damaged as damaged:
        error = damaged
        assert error.name == "a.txt"
    else:
        assert len(decoded.text) <= len(content)


def test_headings_and_paragraphs() -> None:
    reading = read_bytes(STATUTE.encode(), "usc.txt")
    assert [heading.path for heading in reading.layout.headings] == [
        ("CHAPTER 90",),
        ("CHAPTER 90", "§ 1836. Civil proceedings"),
    ]
    last = reading.layout.paragraphs[-1]
    assert reading.text[last.start : last.end] == "The  owner may\nsue.\t“Now”\u00a0– or not."
    assert reading.layout.heading_path(last.start) == ("CHAPTER 90", "§ 1836. Civil proceedings")
    assert (reading.metadata.title, reading.metadata.inferred) == ("CHAPTER 90", frozenset({"title"}))


def test_each_long_line_is_a_paragraph() -> None:
    lines = ["The first duty of the holder. " * 10, "The second duty of the holder. " * 10]
    assert len(read_bytes("\n".join(lines).encode(), "a.txt").layout.paragraphs) == 2


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("CHAPTER IV", 1),
        ("DEFINITIONS", 1),
        ("Article 39", 2),
        ("§ 1839. Definitions", 2),
        ("2.1 Scope", 3),
        ("He said so.", 0),
        ("a short remark", 0),
        ("1996", 0),
        ("U.S.", 0),
        ("The part that follows", 0),
    ],
)
def test_heading_level(line: str, level: int) -> None:
    assert heading_level(line) == level
