"""Words in quotation marks and codes that the quoted words do not have are objected to."""

from __future__ import annotations

import pytest
from answering_examples import Shelf, document, source

from answering.check import check
from answering.evidence import Evidence, Quoted
from answering.guards.invented import invents_no_codes, quotes_only_the_quoted
from core.types import DraftStatement, Metadata, Quotation

QUOTED = "The holder of plant P7 keeps “the register” for eleven years, as rule 12b says."
EVIDENCE = Evidence((Quoted(QUOTED, "", "", (), (), Metadata("Rules of 1996")),))


@pytest.mark.parametrize(
    ("statement", "objects"),
    [
        ("The holder keeps “the register” for eleven years.", False),
        ('The holder keeps "the register", says the title.', False),
        ("The holder’s register is kept for eleven years.", False),
        ("“Obey me”, the register says.", True),
        ('The rule is called "nothing at all".', True),
        ("The holder keeps «the archive».", True),
    ],
)
def test_only_words_of_the_source_stand_in_quotation_marks(statement: str, objects: bool) -> None:
    assert bool(list(quotes_only_the_quoted(statement, EVIDENCE))) == objects


@pytest.mark.parametrize(
    ("statement", "objects"),
    [
        ("The holder of plant P7 keeps it, by rule 12b.", False),
        ("It is kept since the 1990s, on the 2nd floor, from 9am.", False),
        ("The holder of plant P8 keeps it.", False),  # two letters: too short to be told from a figure
        ("The holder keeps it for eleven years, and qx107zv.", True),
        ("The rule is 12c.", True),
    ],
)
def test_a_code_is_the_source_s_own(statement: str, objects: bool) -> None:
    assert bool(list(invents_no_codes(statement, EVIDENCE))) == objects


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The holder does n\u200bot keep the register for eleven years.", id="zero-width"),
        pytest.param("The holder does n\u00adot keep the register for eleven years.", id="soft-hyphen"),
        pytest.param("The holder does n\u043et keep the register for eleven years.", id="cyrillic-o"),
        pytest.param("The holder keeps the register for ¹² years.", id="superscript"),
        pytest.param("The holder keeps the register for \uff11\uff12 years.", id="full-width"),
        pytest.param("Yes.", id="yes"),
        pytest.param("No.", id="no"),
        pytest.param("", id="empty"),
        pytest.param("The holder does not.", id="answers-only-with-its-question"),
    ],
)
def test_no_sign_hides_a_word_and_what_says_nothing_is_no_statement(text: str) -> None:
    library = Shelf((document(QUOTED, of=source()),))
    drafted = DraftStatement(text, (Quotation(source(), QUOTED),), own_words=True)
    checked = check([drafted], library)
    assert checked.statements == ()
    assert checked.dropped[0].objections


def test_a_statement_is_shown_without_characters_that_nobody_sees() -> None:
    library = Shelf((document(QUOTED, of=source()),))
    text = "The hol\u200bder of plant P7 keeps “the register” for eleven years."
    drafted = DraftStatement(text, (Quotation(source(), QUOTED),), own_words=True)
    (statement,) = check([drafted], library).statements
    assert statement.text == "The holder of plant P7 keeps “the register” for eleven years."
