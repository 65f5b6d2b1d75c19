"""Misspelt words are searched for as the library writes them; names, codes and real words are left alone."""

from __future__ import annotations

from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.database import open_database
from records.library import Library
from records.writing import document_id
from tests.stores import keep_vectors, version
from vectorstore.spelling import Spelling, mistaken, neighbours

TEXTS = {
    "a": "Misappropriation of a trade secret: the court awarded damages to Motorola and to Kolon.",
    "c": "Imports that injure an industry.",
    "b": "The contract obliges the government; reasonable measures are agreed with Kolin and Kolan.",
}
REAL = {"contact", "secret", "insurance"}  # what the model knows whole


@pytest.fixture(scope="module")
def spelling(tmp_path_factory: pytest.TempPathFactory) -> Spelling:
    library = Library(open_database(tmp_path_factory.mktemp("spelling")))
    keep_vectors(library, TEXTS)
    library.save([version(name, words, [(0, len(words), name)]) for name, words in TEXTS.items()])
    return Spelling(library.engine)


def corrected(spelling: Spelling, question: str, documents: list[str] | None = None) -> str:
    """The question as the library spells it."""
    return spelling.corrected(question, known=REAL.__contains__, documents=documents)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("What is misapropriation?", "What is misappropriation?", id="a letter left out"),
        pytest.param("the goverment", "the government", id="another"),
        pytest.param("the damagess", "the damages", id="a letter too many"),
        pytest.param("the dmaages", "the damages", id="two letters swapped"),
        pytest.param("the contrast", "the contract", id="a letter changed"),
        pytest.param("Goverment measures", "Government measures", id="opens the question"),
        pytest.param("Did Motorolla sue?", "Did Motorola sue?", id="a name with one neighbour"),
        pytest.param("Did Kolen sue?", "Did Kolen sue?", id="a name with several"),
        pytest.param("the Contrast", "the Contrast", id="no name becomes a word"),
        pytest.param("a contact", "a contact", id="a word that the model knows"),
        pytest.param("to insure it", "to insure it", id="a word that the model knows in another form"),
        pytest.param("to injyre it", "to injure it", id="the key beside it"),
        pytest.param("to injore it", "to injure it", id="another vowel"),
        pytest.param("to inpure it", "to inpure it", id="no slip"),
        pytest.param("the courd", "the court", id="five letters"),
        pytest.param("a tmaed", "a tmaed", id="too far"),
        pytest.param("the misapropriatoin", "the misapropriatoin", id="two edits"),
        pytest.param("the xisappropriation", "the xisappropriation", id="another first letter"),
        pytest.param('said "goverment"', 'said "goverment"', id="quoted"),
        pytest.param("goverment.com and goverment2", "goverment.com and goverment2", id="identifiers"),
        pytest.param("GOVERMENT", "GOVERMENT", id="capitals"),
        pytest.param("awarding", "awarding", id="inflected"),
        pytest.param("", "", id="empty"),
    ],
)
def test_words_are_corrected_with_care(spelling: Spelling, question: str, expected: str) -> None:
    assert corrected(spelling, question) == expected


def test_who_may_not_see_a_document_learns_no_word_of_it(spelling: Spelling) -> None:
    assert corrected(spelling, "the goverment", [document_id("a")]) == "the goverment"
    assert corrected(spelling, "the goverment", [document_id("b")]) == "the government"
    assert corrected(spelling, "the goverment", []) == "the goverment"


def test_neighbours_are_one_slip_away() -> None:
    near = neighbours("act")
    assert {"at", "cat", "aft", "ect", "acd", "fact", "acts", "ac"} <= near
    assert not {"act", "apt", "arts", "a", "tca"} & near


@given(st.sampled_from(ascii_lowercase), st.sampled_from(ascii_lowercase))
def test_a_letter_is_mistaken_for_one_that_is_mistaken_for_it(one: str, other: str) -> None:
    assert (one in mistaken(other)) == (other in mistaken(one))


@given(st.text(max_size=60))
def test_no_question_breaks_it(spelling: Spelling, question: str) -> None:
    assert len(corrected(spelling, question).split()) == len(question.split())
