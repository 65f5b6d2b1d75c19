"""Sentences: whole, in order, with nothing lost, and not ended by an abbreviation in brackets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sentences import sentences

SI_2018 = "The Trade Secrets (Enforcement, etc.) Regulations 2018 came into force on 9 June 2018."


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("  One. \n Two. ", ["One.", "Two."], id="white-space"),
        pytest.param(f"Yes. {SI_2018} No.", ["Yes.", SI_2018, "No."], id="etc-in-brackets"),
        pytest.param(f"{SI_2018} {SI_2018}", [SI_2018, SI_2018], id="twice"),
        pytest.param("Ends (so, etc.)", ["Ends (so, etc.)"], id="at-the-end"),
        pytest.param(
            "B | Seen by staff. Not by guests. | 12 years. No more.\nC | All. | 3 years",
            ["B | Seen by staff. Not by guests. | 12 years.", "No more.", "C | All. | 3 years"],
            id="row-of-a-table",
        ),
        pytest.param(
            f"{'Long prose in a column of a page. ' * 20}| Other.",
            [*["Long prose in a column of a page."] * 20, "| Other."],
            id="prose-in-columns",
        ),
        pytest.param(
            "See 18 U.S.C. § 1836(b). It says so.", ["See 18 U.S.C. § 1836(b).", "It says so."], id="law"
        ),
    ],
)
def test_sentences_are_found(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(alphabet="aB. \n()etc,;:-§1\u2029", max_size=200))
def test_nothing_is_lost_and_nothing_is_told_twice(text: str) -> None:
    spans = sentences(text)
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
