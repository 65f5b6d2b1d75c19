"""The values that sentences state, and when two of them agree."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.language.values import Value, ValueKind, values


def only(text: str) -> Value:
    """The one value of the text."""
    (value,) = values(text)
    return value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("It lapses 3 years after discovery.", [("period", "3 years")], id="period"),
        pytest.param("A three-year limit applies.", [("period", "three-year")], id="hyphened-period"),
        pytest.param("Signed on 11 May 2016 by Obama.", [("date", "11 May 2016")], id="date"),
        pytest.param("Signed on May 11, 2016.", [("date", "May 11, 2016")], id="american-date"),
        pytest.param("Revised in 2017, 2019 and 2025.", [("date", "2017, 2019 and 2025")], id="years"),
        pytest.param("The 2019 text of the Act of 1996 applies.", [], id="a-year-that-names"),
        pytest.param("A fine of up to USD 5 million.", [("amount", "up to USD 5 million")], id="bound"),
        pytest.param("It paid $5,000,000 in all.", [("amount", "$5,000,000")], id="dollars"),
        pytest.param(
            "It holds 5% or five per cent.", [("percentage", "5%"), ("percentage", "five per cent")], id="%"
        ),
        pytest.param("One to five times the loss.", [("count", "One to five")], id="range"),
        pytest.param("Under 18 U.S.C. § 1836(b)(3)(A).", [("section", "§ 1836(b)(3)(A)")], id="section"),
        pytest.param("Articles 9, 17 and 21 changed.", [("section", "Articles 9, 17 and 21")], id="articles"),
        pytest.param("The notice need not be in writing.", [("modal", "need not")], id="modal"),
        pytest.param(
            "By clear and convincing evidence.", [("standard", "clear and convincing evidence")], id="test"
        ),
        pytest.param("One of the owners has no secret.", [], id="one-of-them-is-no-count"),
        pytest.param("Ten associations asked for it.", [("count", "Ten")], id="count"),
    ],
)
def test_values_are_found_where_they_stand(text: str, found: list[tuple[str, str]]) -> None:
    assert [(v.kind.value, text[v.span.start : v.span.end]) for v in values(text)] == found


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        pytest.param("a three-year limit", "36 months", True, id="years-in-months"),
        pytest.param("thirty days", "one month", True, id="about-a-month"),
        pytest.param("3 years", "5 years", False, id="periods"),
        pytest.param("11 May 2016", "May 11, 2016", True, id="same-day"),
        pytest.param("11 May 2016", "2016-05-11", True, id="iso"),
        pytest.param("11 May 2016", "May 2016", True, id="a-day-of-the-month"),
        pytest.param("11 May 2016", "12 May 2016", False, id="another-day"),
        pytest.param("before 11 May 2016", "from 11 May 2016", False, id="before-and-after"),
        pytest.param("in 2017, 2019 and 2025", "27 June 2025", True, id="one-of-the-years"),
        pytest.param("in 2017, 2019 and 2025", "in 2016, 2019 and 2025", False, id="other-years"),
        pytest.param("USD 5 million", "$5,000,000", True, id="million"),
        pytest.param("about $5,000,000", "$5.2 million", True, id="rounded"),
        pytest.param("5 million dollars", "10 million dollars", False, id="amounts"),
        pytest.param("at least 3 years", "at most 3 years", False, id="bounds"),
        pytest.param("up to 3 years", "3 years", True, id="a-bound-left-out"),
        pytest.param("one to five times the loss", "up to five times the loss", True, id="end-of-a-range"),
        pytest.param("5%", "5 per cent", True, id="per-cent"),
        pytest.param("twenty-five members", "25 members", True, id="words-of-numbers"),
        pytest.param("5 to 10 million dollars", "$5,000,000 to 10 million", True, id="a-shared-scale"),
        pytest.param("section 1836(b)", "§ 1836(b)(3)", True, id="within-a-section"),
        pytest.param("Article 39", "Article 40", False, id="articles"),
        pytest.param("must", "shall", True, id="duty"),
        pytest.param("must", "need not", False, id="no-duty"),
        pytest.param("a preponderance of the evidence", "clear and convincing evidence", False, id="tests"),
        pytest.param("the balance of probabilities", "a preponderance of the evidence", True, id="one-test"),
    ],
)
def test_values_agree_or_differ(one: str, other: str, agree: bool) -> None:
    first, second = only(one), only(other)
    assert (first.kind, first.unit) == (second.kind, second.unit)
    assert first.agrees(second) is agree
    assert second.agrees(first) is agree


def test_other_units_and_currencies_are_told_apart() -> None:
    assert {only(text).unit for text in ("5 million yuan", "5 million dollars", "5 million NT dollars")} == {
        *("CNY", "USD", "TWD")
    }
    assert only("ten members met").unit != only("ten files went").unit


PIECES = st.sampled_from(
    [
        "at least",
        "up to",
        "3",
        "years",
        "11 May 2016",
        "in 2019",
        "$5 million",
        "5%",
        "must",
        "not",
        "may",
        "Article 9(1)",
        "ten",
        "files",
        "to",
        "and",
        ",",
        "–",
    ]
)


@given(st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=60))
def test_values_lie_in_the_text_apart_and_agree_with_themselves(text: str) -> None:
    found = values(text)
    spans = [value.span for value in found]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    assert all(value.agrees(value) for value in found)
    assert all(one.agrees(two) == two.agrees(one) for one in found for two in found if one.kind is two.kind)


def test_every_kind_has_a_word_for_readers() -> None:
    from answering.caveats.conflicts import CALLED

    assert set(CALLED) == set(ValueKind)
