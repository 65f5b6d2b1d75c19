"""Denials: however they are put, what a quotation denies is not affirmed, nor denied what it affirms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.evidence import Evidence, Quoted
from answering.guards.denial import keeps_denials
from answering.guards.letter import keeps_small_words
from answering.guards.reservations import keeps_reservations
from answering.guards.sides import keeps_sides
from answering.language.polarity import denials, written_out
from core.types import Metadata, Objection

DATA = "We do not sell personal data to third parties."
STRIKES = "The supplier is not liable for delays caused by strikes or bad weather."
LEAVE = "Employees are not required to give a reason for taking annual leave."
WARRANTY = "The warranty excludes damage caused by water."
TESTS = "The treaty does not prohibit underground tests."
TOBACCO = "Nobody under the age of 18 may buy tobacco."
LICENCE = "The agency refused to grant the licence because the form was incomplete."
VACCINE = "The report found no evidence that the vaccine causes autism."
INTERNS = "Interns are exempt from the minimum wage rules."
DEFECTS = "The seller must disclose known defects to the buyer."
KING = "It is unknown whether the king ordered the murder."
BUDGET = "The committee did not reach a decision on the budget."
CARDS = "Neither the bank nor its agents are responsible for lost cards."
FINE = "The court dismissed the appeal and upheld the fine."
DRONE = "The pilot flew the drone without a licence in 2019."
CHECKED = "The toll is said to be 5 euros, which has not been confirmed."


def objections(statement: str, quote: str) -> list[Objection]:
    evidence = Evidence((Quoted(quote, "", "", (), (), Metadata("A text")),))
    guards = (keeps_denials, keeps_sides, keeps_small_words, keeps_reservations)
    return [found for guard in guards for found in guard(statement, evidence)]


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param("Personal data aren't sold to third parties.", DATA, id="contraction"),
        pytest.param("We don't sell personal data to third parties.", DATA, id="contraction-alone"),
        pytest.param("No personal data are sold to third parties.", DATA, id="no-for-not"),
        pytest.param("The company never sells personal data to third parties.", DATA, id="never-for-not"),
        pytest.param("Delays from strikes don't make the supplier liable.", STRIKES, id="other-verb"),
        pytest.param("Employees may take annual leave without giving a reason.", LEAVE, id="without"),
        pytest.param("The warranty does not cover damage caused by water.", WARRANTY, id="not-covered"),
        pytest.param("Damage caused by water falls outside the warranty.", WARRANTY, id="outside"),
        pytest.param("Underground tests aren't forbidden by the treaty.", TESTS, id="not-forbidden"),
        pytest.param("Underground tests remain permitted by the treaty.", TESTS, id="two-denials-affirm"),
        pytest.param("Persons under 18 may not buy tobacco.", TOBACCO, id="nobody"),
        pytest.param("The agency did not grant the licence.", LICENCE, id="refused-is-not"),
        pytest.param("There is no evidence that the vaccine causes autism.", VACCINE, id="no-evidence"),
        pytest.param("The minimum wage rules do not apply to interns.", INTERNS, id="exempt-is-not"),
        pytest.param("The seller shall disclose known defects to the buyer.", DEFECTS, id="shall-for-must"),
        pytest.param("The seller may not conceal known defects from the buyer.", DEFECTS, id="not-conceal"),
        pytest.param("Nobody knows whether the murder was ordered by the king.", KING, id="left-open"),
        pytest.param("The committee failed to reach a decision on the budget.", BUDGET, id="failed-to"),
        pytest.param("The bank and its agents aren't responsible for lost cards.", CARDS, id="neither-nor"),
        pytest.param("The appeal failed and the fine stood.", FINE, id="other-denying-words"),
        pytest.param("The pilot flew the drone in 2019 although he had no licence.", DRONE, id="no-licence"),
        pytest.param("Reportedly, the toll is 5 euros; nobody has checked this.", CHECKED, id="unchecked"),
    ],
)
def test_a_denial_may_be_put_in_other_words(statement: str, quote: str) -> None:
    assert objections(statement, quote) == []


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param("Personal data may be sold to third parties.", DATA, id="dropped"),
        pytest.param("Where strikes cause a delay, the supplier is liable for it.", STRIKES, id="clauses"),
        pytest.param("Employees must give a reason for taking annual leave.", LEAVE, id="required"),
        pytest.param("The warranty covers damage caused by water.", WARRANTY, id="covers"),
        pytest.param("Damage caused by water isn't excluded from the warranty.", WARRANTY, id="not-excluded"),
        pytest.param("Underground tests are forbidden by the treaty.", TESTS, id="forbidden"),
        pytest.param("Anyone under the age of 18 may buy tobacco.", TOBACCO, id="anyone"),
        pytest.param("The agency did not refuse to grant the licence.", LICENCE, id="not-refused"),
        pytest.param("The report found evidence that the vaccine causes autism.", VACCINE, id="evidence"),
        pytest.param("Interns are subject to the minimum wage rules.", INTERNS, id="subject-to"),
        pytest.param("The seller doesn't have to disclose known defects.", DEFECTS, id="does-not-have-to"),
        pytest.param("The king ordered the murder.", KING, id="open-affirmed"),
        pytest.param("The king did not order the murder.", KING, id="open-denied"),
        pytest.param("A decision on the budget was reached by the committee.", BUDGET, id="passive"),
        pytest.param("Both the bank and its agents are responsible for lost cards.", CARDS, id="both"),
        pytest.param("The pilot flew the drone with a licence in 2019.", DRONE, id="with"),
        pytest.param("The toll is 5 euros, which has been confirmed.", CHECKED, id="confirmed"),
    ],
)
def test_a_denial_turned_round_is_objected_to(statement: str, quote: str) -> None:
    assert "negation" in {found.kind for found in objections(statement, quote)}


@pytest.mark.parametrize(
    ("short", "full"),
    [("isn't", "is not"), ("Can’t", "Can not"), ("won't", "will not"), ("shan't", "shall not")],
)
def test_contractions_are_written_out(short: str, full: str) -> None:
    assert written_out(f"it {short} so").lower() == f"it {full} so".lower()


WORDS = st.lists(st.sampled_from(["tax", "is", "not", "may", "never", "no", "and", "to"]), max_size=12)


@given(WORDS)
def test_a_denial_stays_within_its_clause_and_leaves_itself_out(words: list[str]) -> None:
    clause = " ".join(words)
    for denial in denials(clause):
        assert 0 <= denial.start < denial.end <= len(clause)
        assert not any(denial.covers(place) for place in range(denial.start, denial.end))
        assert not any(denial.covers(place) for place in (-1, len(clause)))
