"""What a time is counted from: in other words it stays, another event is objected to."""

from __future__ import annotations

import pytest

from tests.test_answering_guards import objections

BREACH = "Breaches must be reported to the security officer within 48 hours."
SEIZED = "The court must hold a hearing on the seizure no later than 7 days after it issued the order."
ISSUED = "A hearing on the seizure order must be held within 7 days after it issued."
INVOICE = "The buyer must pay each invoice within 30 days of receipt."
CLAIM = "A claim must be brought within 3 years of the date on which the theft was discovered."
LEASE = "The tenant must give notice at least 30 days before the lease ends."
PRISON = "The thief was sentenced to two years of prison for the break-in."
VISA = "A visa is valid for 90 days from the date of entry, and may be extended."
DOSE = "The second dose of the vaccine is given 21 days after the first dose."
SURGERY = "Patients may not drive for 24 hours following general anaesthesia."
ACCOUNTS = "Accounts are filed with the registry within nine months after the end of the financial year."
TWO = "Objections are due 10 days after publication, appeals 30 days after the decision."


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param("The security officer must be told of breaches within 48 hours.", BREACH, id="no-start"),
        pytest.param(
            "Within 48 hours of a breach it must be reported to the security officer.", BREACH, id="its-own"
        ),
        pytest.param(
            "Within 7 days of the order, a hearing on the seizure must be held.", SEIZED, id="order"
        ),
        pytest.param("A hearing must be held within 7 days of the seizure order.", ISSUED, id="what-issued"),
        pytest.param(
            "A hearing must be held within 7 days after the seizure order was made.", ISSUED, id="made"
        ),
        pytest.param(
            "Each invoice must be paid by the buyer within 30 days after it was received.",
            INVOICE,
            id="received",
        ),
        pytest.param("A claim must be brought within three years from discovery.", CLAIM, id="discovery"),
        pytest.param(
            "The tenant must give notice no less than 30 days before the end of the lease.", LEASE, id="ends"
        ),
        pytest.param("For the break-in the thief was sentenced to two years of prison.", PRISON, id="of"),
        pytest.param("For 90 days after entry a visa is valid, and may be extended.", VISA, id="entry"),
        pytest.param("21 days following the first dose, the second is given.", DOSE, id="dose"),
        pytest.param("No patient may drive within 24 hours of general anaesthesia.", SURGERY, id="surgery"),
        pytest.param(
            "The registry must get the accounts within 9 months from when the financial year ends.",
            ACCOUNTS,
            id="year-ends",
        ),
        pytest.param("Appeals are due within 30 days of the decision.", TWO, id="of-two"),
    ],
)
def test_the_same_start_stays(statement: str, quote: str) -> None:
    assert "scope" not in {one.kind for one in objections(statement, quote, text=quote)}


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param(
            "Breaches must be reported to the security officer within 48 hours of the end of the project.",
            BREACH,
            id="none-quoted",
        ),
        pytest.param(
            "A hearing must be held within 7 days after the seizure was carried out.",
            ISSUED,
            id="carried-out",
        ),
        pytest.param("A hearing must be held within 7 days of the seizure.", SEIZED, id="the-seizure"),
        pytest.param("Each invoice must be paid within 30 days of dispatch.", INVOICE, id="dispatch"),
        pytest.param(
            "The tenant must give notice at least 30 days before moving out.", LEASE, id="moving-out"
        ),
        pytest.param("A visa is valid for 90 days from the date of issue.", VISA, id="issue"),
        pytest.param("The second dose is given 21 days after the diagnosis.", DOSE, id="diagnosis"),
        pytest.param("Patients may not drive for 24 hours following admission.", SURGERY, id="admission"),
        pytest.param(
            "Accounts are filed within nine months after the meeting of its members.", ACCOUNTS, id="meeting"
        ),
        pytest.param("Appeals are due 30 days after publication.", TWO, id="the-other"),
    ],
)
def test_another_start_is_objected_to(statement: str, quote: str) -> None:
    assert "scope" in {one.kind for one in objections(statement, quote, text=quote)}
