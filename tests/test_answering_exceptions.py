"""Conditions: in other words they stay, turned round they are objected to."""

from __future__ import annotations

import pytest

from tests.test_answering_guards import objections

DANISH = "The contract is governed by Danish law unless the parties concerned agree otherwise."
SHARED = "Patient files may be shared with insurers if the patient has agreed in writing."
SECRET = "Bids may not be opened unless two officials are present."
SWIM = "The lake is open to swimmers, except where a red flag is flown."
RENT = "If the roof leaks, the tenant may reduce the rent."
PENALTY = "The penalty is due even if the delay caused no loss."
FUEL = "Aircraft must carry reserve fuel regardless of the length of the flight."
GRANT = "The grant is paid in full unless the project ends early."


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param("Unless the parties agree otherwise, Danish law governs.", DANISH, id="unless"),
        pytest.param(
            "Danish law does not govern the contract if the parties agree otherwise.", DANISH, id="not-if"
        ),
        pytest.param(
            "Danish law governs the contract except where the parties agree otherwise.", DANISH, id="except"
        ),
        pytest.param(
            "Where a patient agreed in writing, the files may be shared with insurers.", SHARED, id="where"
        ),
        pytest.param(
            "Patient files may not be shared with insurers unless the patient has agreed.",
            SHARED,
            id="not-unless",
        ),
        pytest.param("Bids may be opened if two officials are present.", SECRET, id="if"),
        pytest.param("Bids may not be opened if two officials are not present.", SECRET, id="not-if-not"),
        pytest.param("Swimmers may use the lake unless a red flag is flown.", SWIM, id="unless-flag"),
        pytest.param("The tenant may reduce the rent when the roof leaks.", RENT, id="when"),
        pytest.param("Even where the delay caused no loss, the penalty is due.", PENALTY, id="even-where"),
        pytest.param("The penalty is due whether or not the delay caused a loss.", PENALTY, id="whether"),
        pytest.param(
            "Whatever the length of the flight, aircraft must carry reserve fuel.", FUEL, id="whatever"
        ),
        pytest.param("The grant is not paid in full if the project ends early.", GRANT, id="ends-early"),
    ],
)
def test_the_same_condition_stays(statement: str, quote: str) -> None:
    assert "scope" not in {one.kind for one in objections(statement, quote, text=quote)}


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param(
            "Danish law governs the contract even where the parties agree otherwise.", DANISH, id="even-where"
        ),
        pytest.param(
            "The contract is governed by Danish law if the parties agree otherwise.", DANISH, id="if"
        ),
        pytest.param(
            "Patient files may be shared with insurers unless the patient has agreed.", SHARED, id="unless"
        ),
        pytest.param(
            "Files may be shared with insurers whether or not the patient has agreed.", SHARED, id="whether"
        ),
        pytest.param("Bids may not be opened if two officials are present.", SECRET, id="not-if"),
        pytest.param("Bids may not be opened even if two officials are present.", SECRET, id="even-if"),
        pytest.param("The lake is open to swimmers even when a red flag is flown.", SWIM, id="even-when"),
        pytest.param("The tenant may reduce the rent unless the roof leaks.", RENT, id="roof"),
        pytest.param("The penalty is due unless the delay caused no loss.", PENALTY, id="penalty"),
        pytest.param(
            "The grant is paid in full regardless of whether the project ends early.", GRANT, id="grant"
        ),
    ],
)
def test_a_condition_turned_round_is_objected_to(statement: str, quote: str) -> None:
    assert "scope" in {one.kind for one in objections(statement, quote, text=quote)}
