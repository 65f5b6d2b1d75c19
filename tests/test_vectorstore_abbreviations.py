"""What abbreviations stand for: the field's list, the user's own, and what is wrong in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.database import open_database
from records.library import Library
from tests.stores import keep_vectors, version
from vectorstore.abbreviations import BadAbbreviations, abbreviations, read_abbreviations
from vectorstore.lexical import LexicalIndex


def test_the_list_of_the_field(tmp_path: Path) -> None:
    listed = abbreviations(tmp_path)
    assert listed["DTSA"] == "Defend Trade Secrets Act"
    assert {"EEA", "UTSA", "TRIPS", "NDA", "CFR", "ITC"} <= listed.keys()


def test_the_users_list_wins_over_it(tmp_path: Path) -> None:
    own = "\ufeff# ours\n\nITC = Indian Tobacco Company\n  R&D = research and development\n"
    (tmp_path / "abbreviations.txt").write_text(own, encoding="utf-8")
    listed = abbreviations(tmp_path)
    assert (listed["ITC"], listed["R&D"]) == ("Indian Tobacco Company", "research and development")
    assert listed["DTSA"] == "Defend Trade Secrets Act"


def test_every_bad_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "abbreviations.txt"
    path.write_text(
        "AB = All Bad\nno equals sign\nlow = Lower\nX = One\nAB = Another Book\nAB = All Bad\nCD =\n"
    )
    with pytest.raises(BadAbbreviations) as told:
        read_abbreviations(path)
    assert [line.partition(": ")[0].rpartition(", ")[2] for line in str(told.value).splitlines()] == [
        f"line {n}" for n in (2, 3, 4, 5, 7)
    ]
    assert "AB stands for 'All Bad' already. Keep one." in str(told.value)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "abbreviations.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadAbbreviations, match="Save it as text in UTF-8"):
        abbreviations(tmp_path)


def test_what_a_document_explains_wins_over_the_list(tmp_path: Path) -> None:
    library = Library(open_database(tmp_path))
    text = "The Inland Trade Council (ITC) met. The EEA is mentioned."
    keep_vectors(library, "a")
    library.save([version("a", text, [(0, len(text), "a")])])
    lexical = LexicalIndex(library.engine)
    listed = abbreviations(tmp_path)
    question = "ITC, EEA and XYZ"
    expected = "ITC (Inland Trade Council), EEA (Economic Espionage Act) and XYZ"
    assert lexical.spelled_out(question, documents=None, listed=listed) == expected
    assert lexical.spelled_out("the Economic Espionage Act, EEA", documents=None, listed=listed).endswith(
        "EEA"
    )
