"""Statements that keep close to what they quote, and change one thing of it; and right ones beside them."""

from __future__ import annotations

import pytest

from tests.test_answering_guards import checked

LOSSES = "The court in Federal v. Turbine found losses above 550 million dollars."
AGREED = "Turbine agreed to pay Cables 57.5 million dollars in the settlement of 2018."
CUT = "A jury awarded Epic 940 million dollars in 2016, which the judge cut to 420 million dollars."
CAPPED = "The Seventh Circuit capped the punitive damages in the case at 140 million dollars."
ACQUITTED = "A federal judge acquitted the company on 27 February 2024, after a bench trial."
CHARGED = "The engineer was charged in 2019 with 33 counts over the self-driving files."
SENTENCED = "In August 2020 Lewis was sentenced to 18 months, and in January 2021 he was pardoned by decree."
OFFICER = "A federal law enforcement officer serves and executes the seizure order without delay."
SECURITY = "The applicant must post security for the damages of a wrongful or excessive seizure."
GREATER = "An organisation can be fined up to the greater of 10 million dollars or three times the value."
INCLUDED = "The fine is three times the value of the secret, including the avoided research cost."
REACHES = (
    "The circuit held in the radio case that the Act reaches foreign sales where a step was taken in Japan."
)
SOLELY = "The rule protects a disclosure in confidence, if it is made solely to report a violation of law."
NOTICE = "An employer cannot recover attorney fees from an employee to whom it gave no notice of the rule."
NEARLY = "The victim nearly collapsed: a billion dollars of value and about 700 jobs were lost."
BANNED = "The rule would have banned most employee contracts of this kind from 4 September 2024."
REPORT = "The Attorney General must report on the theft of secrets abroad within a year."
VOTE = "The Commission voted 3-1 to dismiss its appeals and to accept the order of the court."
LISTED = "The list of 22 key technologies includes chip processes of 14 nanometres and below."
RANGE = "The offence carries 5 to 12 years and a fine of 5 to 100 million dollars."
FILES = "The engineers in the radio case downloaded thousands of files before they left."
VALUE = "The information must have commercial value because it is secret."
COMPLIES = "Compliance with the treaty does not prevent a finding that protection is inadequate."
SPARED = "The chapter does not preempt other state remedies for secrets, except for the whistleblower rule."
OFTEN = "The office must report on thefts abroad biannually to the two houses."
ANY_ACT = "The Act gives a right of action where any act occurs on or after its enactment."
PRISON = "The maximum penalty for the offence in section 2 of the Act is 14 years' imprisonment."
SETTLED = "Micron and Jinhua settled in 2023, before the acquittal of Jinhua, and dropped their claims."
UPHELD = "The circuit is said to have upheld an order on the theory that he would rely on old secrets."
QUESTION = "How did the two companies settle their dispute over the files?"
SENTENCES = (
    *(LOSSES, AGREED, CUT, CAPPED, ACQUITTED, CHARGED, SENTENCED, OFFICER, SECURITY, GREATER, INCLUDED),
    *(REACHES, SOLELY, NOTICE, NEARLY, BANNED, REPORT, VOTE, LISTED, RANGE, FILES, VALUE, COMPLIES, SPARED),
    *(OFTEN, ANY_ACT, PRISON, SETTLED, UPHELD, QUESTION),
)
TEXT = "\n\n".join(SENTENCES)


def passes(statement: str, quote: str) -> bool:
    """Whether a statement that quotes these words of the text is kept."""
    return bool(checked(statement, quote, text=TEXT).statements)


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The companies did settle their dispute over the files.", QUESTION),
        ("Did the court find losses above 550 million dollars?", LOSSES),
        ("The court found losses of -550 million dollars.", LOSSES),
        ("The court found losses of exactly 550 million dollars.", LOSSES),
        ("The court found the largest losses ever, above 550 million dollars.", LOSSES),
        ("The court rightly found losses above 550 million dollars.", LOSSES),
        ("Unfortunately, the court found losses above 550 million dollars.", LOSSES),
        ("The court found losses above 550 million dollars, which was too much.", LOSSES),
        ("The appeals court found losses above 550 million dollars.", LOSSES),
        ("Turbine paid Cables 57.5 million dollars in 2018.", AGREED),
        ("A jury awarded Epic 420 million dollars in 2016.", CUT),
        ("The judge cut the award by 420 million dollars.", CUT),
        ("The Seventh Circuit capped the compensatory damages in the case at 140 million dollars.", CAPPED),
        ("The Seventh Circuit raised the punitive damages in the case to 140 million dollars.", CAPPED),
        ("A state judge acquitted the company on 27 February 2024.", ACQUITTED),
        ("A federal judge acquitted the company on 27 February 2024, after a jury trial.", ACQUITTED),
        ("The engineer was guilty of 33 counts over the self-driving files.", CHARGED),
        ("Lewis was sentenced in January 2021 and pardoned in August 2020.", SENTENCED),
        ("A state law enforcement officer serves and executes the seizure order.", OFFICER),
        ("The target must post security for the damages of a wrongful or excessive seizure.", SECURITY),
        ("An organisation can be fined 10 million dollars plus three times the value.", GREATER),
        ("The fine is three times the value of the secret, excluding the avoided research cost.", INCLUDED),
        ("The Act reaches foreign sales.", REACHES),
        ("The Act reaches foreign sales where a step was taken outside Japan.", REACHES),
        ("The rule protects a disclosure in confidence, if it is made to report a violation of law.", SOLELY),
        ("An employer cannot recover attorney fees from an employee.", NOTICE),
        ("The victim collapsed: a billion dollars of value was lost.", NEARLY),
        ("The rule banned most employee contracts of this kind from 4 September 2024.", BANNED),
        ("The Attorney General reported on the theft of secrets abroad within a year.", REPORT),
        ("The Commission voted 1-3 to dismiss its appeals.", VOTE),
        ("The list of 14 key technologies includes chip processes of 22 nanometres and below.", LISTED),
        ("The list of 22 key technologies consists of chip processes of 14 nanometres.", LISTED),
        ("The offence carries up to 5 years.", RANGE),
        ("The offence carries at least 12 years.", RANGE),
        ("The engineers in the radio case downloaded millions of files before they left.", FILES),
        ("The engineers in the radio case deleted thousands of files before they left.", FILES),
        ("The information must be secret because it has commercial value.", VALUE),
        ("The information must have commercial value although it is secret.", VALUE),
        (
            "Non-compliance with the treaty does not prevent a finding that protection is inadequate.",
            COMPLIES,
        ),
        ("The chapter does not preempt any state remedies for secrets.", SPARED),
        ("The office must report on thefts abroad annually to the two houses.", OFTEN),
        ("The Act gives a right of action where all acts occur on or after its enactment.", ANY_ACT),
        ("The maximum penalty for the offence in section 2 of the Act is prison and a whipping.", PRISON),
    ],
)
def test_a_close_change_is_dropped(statement: str, quote: str) -> None:
    assert not passes(statement, quote)


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The court found losses of more than 550 million dollars.", LOSSES),
        ("Turbine agreed to pay $57.5 million to Cables.", AGREED),
        ("In 2016 a jury awarded Epic $940 million, which the judge later reduced to $420 million.", CUT),
        ("The punitive damages were capped at $140 million by the Seventh Circuit.", CAPPED),
        ("The company was acquitted by a federal judge after a bench trial.", ACQUITTED),
        ("The engineer was charged with 33 counts in 2019.", CHARGED),
        ("Lewis was sentenced in August 2020 and pardoned in January 2021.", SENTENCED),
        ("The seizure order is served and executed by a federal law enforcement officer.", OFFICER),
        ("Security for the damages of a wrongful seizure must be posted by the applicant.", SECURITY),
        (
            "Organisations can be fined up to $10 million or three times the value, whichever is greater.",
            GREATER,
        ),
        ("The Act reaches foreign sales if a step was taken in Japan.", REACHES),
        ("Disclosures in confidence are protected if made only to report a violation of law.", SOLELY),
        ("An employee who got no notice of the rule need not pay the employer's attorney fees.", NOTICE),
        ("The victim came close to collapse.", NEARLY),
        ("The rule would have banned most employee contracts of this kind.", BANNED),
        ("The Attorney General has to report on the theft of secrets abroad within a year.", REPORT),
        ("By 3-1 the Commission voted to dismiss its appeals.", VOTE),
        ("Chip processes of 14 nanometres and below are on the list of 22 key technologies.", LISTED),
        ("The offence carries from 5 to 12 years.", RANGE),
        ("The offence carries at least 5 years.", RANGE),
        ("Because it is secret, the information must have commercial value.", VALUE),
        ("Apart from the whistleblower rule, the chapter does not preempt state remedies.", SPARED),
        ("Twice a year the office must report on thefts abroad.", OFTEN),
        ("Micron and Jinhua settled in 2023 and dropped their claims.", SETTLED),
        ("The circuit is said to have upheld an order.", UPHELD),
    ],
)
def test_a_right_statement_beside_it_is_kept(statement: str, quote: str) -> None:
    assert passes(statement, quote)


def test_a_quotation_is_read_with_the_would_that_was_cut_off_before_it() -> None:
    quote = BANNED[BANNED.index("banned") :]
    assert not passes("The rule banned most employee contracts from 4 September 2024.", quote)
    assert passes("The rule would have banned most employee contracts from 4 September 2024.", quote)


def test_a_name_from_the_title_does_not_take_the_place_of_the_one_that_is_quoted() -> None:
    text = "The plea of Kolon\n\nIn 2020 Micron and Jinhua paid nothing for the files that they took."
    quote = text.split("\n\n")[1]
    statement = "In 2020 Micron and Kolon paid nothing for the files that they took."
    assert not checked(statement, quote, text=text).statements
