"""Names, figures and comparisons: other words for the same stay, what turns the quotation round goes."""

from __future__ import annotations

import pytest

from answering.check import check
from core.types import DraftStatement, Quotation
from tests.answering_examples import Shelf, document

NOTICE = "The tenant must give notice at least 30 days before the lease ends."
GUESTS = "Each member may bring no more than two guests."
RIVERS = "The river Rhine is longer than the Elbe."
CROWNED = "Napoleon was crowned emperor after the plebiscite of 1804."
RENT = "The council raised the rent cap from 500 to 650 euros."
OFFENCES = "Penalties for a second offence are higher than for a first offence."
WILL = "The core duties began on 20 December 2023. The Act received assent in July 2023."
FBI = (
    "The Federal Bureau of Investigation opened the inquiry on 3 May 2011, two years before the Department "
    "of Justice filed charges."
)
REVERSED = "In Smith v. Jones, 12 F.4th 345 (9th Cir. 2021), Judge Brown reversed the ruling for Ryan."
USTR = "USTR named four requests: support, training, exchange and cooperation."
COUNTY = "Claims under £10,000 are heard by the county court."
JOBS = "A billion dollars of value and about 700 jobs were lost."
PAGE = document(
    "\n\n".join((NOTICE, GUESTS, RIVERS, CROWNED, RENT, OFFENCES, WILL, FBI, REVERSED, USTR, COUNTY, JOBS))
)


def kinds(statement: str, quote: str) -> set[str]:
    drafted = DraftStatement(statement, (Quotation(PAGE.source, quote),), own_words=True)
    dropped = check([drafted], Shelf((PAGE,))).dropped
    return {objection.kind for objection in dropped[0].objections} if dropped else set()


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param("The tenant has to give no less than thirty days' notice.", NOTICE, id="no-less-than"),
        pytest.param("A member can bring up to two guests.", GUESTS, id="up-to"),
        pytest.param("The plebiscite of 1804 came before Napoleon was crowned.", CROWNED, id="turned-order"),
        pytest.param("Following the 1804 plebiscite, Napoleon was crowned.", CROWNED, id="following"),
        pytest.param("The rent cap was increased to €650 from €500.", RENT, id="to-from"),
        pytest.param("The rent cap is now 650 euros instead of 500.", RENT, id="instead-of"),
        pytest.param("A second offence brings heavier penalties than a first.", OFFENCES, id="heavier"),
        pytest.param("The FBI opened its inquiry on May 3, 2011.", FBI, id="initials"),
        pytest.param("The Ninth Circuit reversed in Smith v. Jones.", REVERSED, id="circuit"),
        pytest.param("The US Trade Representative named 4 requests.", USTR, id="spelled-out"),
        pytest.param("Two of the four requests are support and training.", USTR, id="two-of-four"),
        pytest.param("The county court hears claims of less than £10,000.", COUNTY, id="less-than-amount"),
        pytest.param("About seven hundred jobs and $1 billion of value were lost.", JOBS, id="a-billion"),
    ],
)
def test_other_words_for_the_same_stay(statement: str, quote: str) -> None:
    assert kinds(statement, quote) == set()


@pytest.mark.parametrize(
    ("kind", "statement", "quote"),
    [
        pytest.param("comparison", "The tenant must give notice at most 30 days before.", NOTICE, id="most"),
        pytest.param("comparison", "Each member may bring no fewer than two guests.", GUESTS, id="fewer"),
        pytest.param("comparison", "The Elbe is longer than the Rhine.", RIVERS, id="comparative"),
        pytest.param(
            "comparison", "The plebiscite followed Napoleon's crowning as emperor.", CROWNED, id="order"
        ),
        pytest.param("comparison", "The council lowered the rent cap.", RENT, id="lowered"),
        pytest.param("comparison", "The rent cap is now 500 euros instead of 650.", RENT, id="instead-of"),
        pytest.param("comparison", "The core duties began before the Act received assent.", WILL, id="dates"),
        pytest.param("comparison", "The county court is stricter than others.", COUNTY, id="invented"),
        pytest.param("name", "Judge Ryan reversed the ruling.", REVERSED, id="judge"),
        pytest.param("name", "The Second Circuit reversed in Smith v. Jones.", REVERSED, id="circuit"),
        pytest.param("name", "Globex was the tenant.", NOTICE, id="name-that-begins-the-sentence"),
        pytest.param("number", "Three of the five requests are support and training.", USTR, id="of-five"),
    ],
)
def test_what_turns_the_quotation_round_is_objected_to(kind: str, statement: str, quote: str) -> None:
    assert kind in kinds(statement, quote)
