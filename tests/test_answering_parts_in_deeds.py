"""Who does a deed and to whom it is done, where the parties are any nouns: told otherwise it stays."""

from __future__ import annotations

import pytest

from tests.test_answering_guards import objections

REPORT = "Breaches must be reported to the security officer within 48 hours."
GRANT = "The security officer may grant an exception."
GRANTED = "An exception may be granted by the security officer."
SAMPLE = "Water samples must be sent by the miller to the laboratory each month."
RENT = "The rent shall be paid to the caretaker in cash."
COMPLAINT = "A complaint against the surgeon is heard by the chamber."
SEEDS = "Seeds may be bought from the cooperative."
NOTIFY = "The pilot must notify the tower of every change of course."
LETTER = "The curator shall write to the lender before the exhibition opens."


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param(
            "Within 48 hours, breaches must be reported to the security officer.", REPORT, id="moved"
        ),
        pytest.param("An exception may be granted by the security officer.", GRANT, id="passive"),
        pytest.param("The security officer can grant an exception.", GRANTED, id="active"),
        pytest.param("The miller must send water samples to the laboratory each month.", SAMPLE, id="two"),
        pytest.param(
            "Each month, the laboratory must be sent water samples by the miller.", SAMPLE, id="three"
        ),
        pytest.param("The caretaker shall be paid the rent in cash.", RENT, id="paid"),
        pytest.param("The chamber hears a complaint against the surgeon.", COMPLAINT, id="complaint"),
        pytest.param("One may buy seeds from the cooperative.", SEEDS, id="seeds"),
        pytest.param(
            "The tower must be notified by the pilot of every change of course.", NOTIFY, id="tower"
        ),
        pytest.param(
            "Before the exhibition opens, the lender shall be written to by the curator.", LETTER, id="letter"
        ),
    ],
)
def test_the_same_parts_stay(statement: str, quote: str) -> None:
    assert "role" not in {one.kind for one in objections(statement, quote, text=quote)}


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param("Breaches must be reported by the security officer within 48 hours.", REPORT, id="by"),
        pytest.param("The security officer must report breaches within 48 hours.", REPORT, id="reports"),
        pytest.param("An exception may be granted to the security officer.", GRANT, id="granted-to"),
        pytest.param("An exception may be granted to the security officer.", GRANTED, id="by-to"),
        pytest.param("Water samples must be sent by the laboratory each month.", SAMPLE, id="laboratory"),
        pytest.param("The rent shall be paid by the caretaker in cash.", RENT, id="caretaker"),
        pytest.param("A complaint by the surgeon is heard by the chamber.", COMPLAINT, id="surgeon"),
        pytest.param("Seeds may be bought by the cooperative.", SEEDS, id="cooperative"),
        pytest.param(
            "Before the exhibition opens, the lender shall write to the curator.", LETTER, id="lender"
        ),
    ],
)
def test_another_part_is_objected_to(statement: str, quote: str) -> None:
    assert "role" in {one.kind for one in objections(statement, quote, text=quote)}
