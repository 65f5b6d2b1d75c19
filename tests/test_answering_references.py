"""What a clause brings along: the provision that limits it, the definition it rests on, both checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answering.check import check
from answering.selection.definitions import definition_places
from answering.selection.provisions import provisions
from answering.selection.references import MOST_OF_AN_ANSWER, brought_along
from core.types import Document, DraftStatement, Quotation
from ingest.read.content import read_bytes
from tests.answering_examples import Shelf, document, source

# From the marketing agreement of Emmis Communications (8-K, 25 November 2019) and the outsourcing
# agreement of CCA Industries (14 April 2014), shortened.
AGREEMENT = """OUTSOURCING AGREEMENT

1. Agreement Term. The term of this Agreement will begin on the date hereof, subject to Section 3.

2. Definitions.

(n) "Intellectual Property" means all intellectual property rights, including trade secrets and know-how.

(o) "Claim" shall have the meaning set forth in Section 4.02.

3. Events of Default. Either party may end this Agreement upon the occurrence of an event of default. \
However, it must first give notice of thirty days.

4. Liability

4.01 Ownership. All rights to either party's Intellectual Property shall belong to that party, \
except as provided in Section 4.02(b) and subject to Section 2(a)(42) of the 1940 Act.

4.02 Exceptions. The following are not covered:

(a) rights of third parties; and

(b) work made for hire under the written direction of the Company.

5. Assignability. Programmer may not assign this Agreement without the prior written consent of Licensee.

6. Successors and Assigns. Subject to the provisions of Section 5 above, this Agreement shall be binding.
"""


def read(text: str) -> Document:
    reading = read_bytes(text.encode(), "agreement.txt")
    return replace(document(reading.text, source("agreement.txt")), layout=reading.layout)


def clause(words: str, of: Document) -> DraftStatement:
    return DraftStatement(words, (Quotation(of.source, words, of.text.index(words)),))


def brought(question: str, of: Document, *clauses: str) -> list[tuple[str | None, str]]:
    """Lead and text of what comes along; all of it has passed checking."""
    shelf = Shelf((of,))
    statements = brought_along(question, [clause(words, of) for words in clauses], shelf)
    checked = check(statements, shelf)
    assert not checked.dropped
    assert [citation.quote for citation in checked.citations if citation.quote not in of.text] == []
    return [(s.lead, s.text) for s in statements if s.text not in clauses]


BINDING = "Subject to the provisions of Section 5 above, this Agreement shall be binding."
OWNERSHIP = AGREEMENT[AGREEMENT.index("All rights to either") : AGREEMENT.index("\n\n4.02")]
BEGINS = "The term of this Agreement will begin on the date hereof, subject to Section 3."


def test_a_clause_brings_the_section_that_it_is_subject_to() -> None:
    assert brought("Is the agreement binding on successors?", read(AGREEMENT), BINDING) == [
        (
            "Section 5, referred to above",
            "5. Assignability. Programmer may not assign this Agreement without the prior written consent of "
            "Licensee.",
        )
    ]


def test_what_comes_along_follows_its_clause() -> None:
    whole = read(AGREEMENT)
    statements = brought_along("?", [clause(BEGINS, whole), clause(BINDING, whole)], Shelf((whole,)))
    assert [s.text[:2] for s in statements] == [BEGINS[:2], "3.", BINDING[:2], "5."]


def test_a_section_keeps_the_sentence_that_limits_it() -> None:
    ((_, text),) = brought("When does it begin?", read(AGREEMENT), BEGINS)
    assert text.endswith("However, it must first give notice of thirty days.")


def test_a_point_of_a_section_is_found_and_a_section_of_an_act_is_not() -> None:
    ((lead, text),) = brought("Who owns the rights?", read(AGREEMENT), OWNERSHIP)
    assert lead == "Section 4.02(b), referred to above"
    assert text == "(b) work made for hire under the written direction of the Company."


def test_a_term_that_the_question_asks_about_brings_its_definition() -> None:
    found = brought("Who owns intellectual property?", read(AGREEMENT), OWNERSHIP)
    assert [lead for lead, _ in found] == [
        "Section 4.02(b), referred to above",
        "Definition of “Intellectual Property”",
    ]
    assert found[1][1].startswith('(n) "Intellectual Property" means all')


def test_nothing_comes_twice_and_nothing_that_is_quoted_already() -> None:
    whole = read(AGREEMENT)
    section = "Programmer may not assign this Agreement without the prior written consent of Licensee."
    assert brought("?", whole, BINDING, section) == []
    assert len(brought("?", whole, BINDING, BINDING[:-1])) == 1


def test_an_answer_brings_three_at_most() -> None:
    sections = "\n\n".join(
        f"{n}. Rule {n}. This Agreement has a rule that bears number {n}." for n in range(1, 9)
    )
    clauses = [f"Subject to Section {n} above, the Company shall pay sum {n}." for n in range(1, 9)]
    whole = read(sections + "\n\n9. Sums. " + " ".join(clauses))
    assert len(brought("?", whole, *clauses)) == MOST_OF_AN_ANSWER


@pytest.mark.parametrize(
    "words",
    [
        "The duty is subject to section 4 of the Crimes Act.",
        "The duty is subject to Section 4 thereof.",
        "The duty is subject to 18 U.S.C. § 4 and its notes.",
        "The duty is subject to Sections 4 to 6.",
        "The duty is subject to Section 4 Bankruptcy Code.",
        "The duty is subject to Section 44.",
        "The duty is subject to Section 4(q).",
        "The duty is subject to Article 4.10.",
        "The duty is subject to Exhibit 4.",
    ],
)
def test_what_points_elsewhere_or_nowhere_brings_nothing(words: str) -> None:
    sections = "\n\n".join(
        f"{n}. Rule {n}. This Agreement has a rule that bears number {n}." for n in range(1, 9)
    )
    assert brought("?", read(f"{sections}\n\n9. Duty. {words}"), words) == []


def test_a_number_that_two_places_bear_brings_nothing() -> None:
    words = "The fee is due at once, subject to Section 2."
    once = f"1. Fees. {words}\n\n2. Delay. This Agreement allows the Company thirty days of delay."
    assert len(brought("?", read(once), words)) == 1
    assert brought("?", read(f"{once}\n\nEXHIBIT A\n\n2. Delay of goods. The Company may wait."), words) == []


def test_a_brief_on_a_law_has_not_the_numbers_of_the_law() -> None:
    words = "The defence is subject to section 2, as the court said."
    brief = f"1. The defence\n\n{words}\n\n2. The timeline\n\nThe case began in 2016 and ended in 2020."
    assert brought("?", read(brief), words) == []


def test_an_amendment_bears_the_numbers_of_another_text() -> None:
    words = "This Agreement is subject to Section 2."
    text = f"1. Effect. {words}\n\n2. Fees. The Company shall pay the fees at once."
    assert len(brought("?", read(text), words)) == 1
    assert brought("?", read(f"AMENDMENT NO. 2 TO THE AGREEMENT\n\n{text}"), words) == []


def test_the_paragraph_of_the_same_section_is_meant() -> None:
    words = "(a) Subject to paragraph (b), the recipient may use the information."
    text = (
        "1. Use under this Act\n\n"
        + words
        + "\n\n(b) The recipient shall not sell the information to others."
        "\n\n2. Copies\n\n(b) Copies of the information shall be destroyed."
    )
    assert brought("May it be used?", read(text), words) == [
        ("Paragraph (b), referred to above", "(b) The recipient shall not sell the information to others.")
    ]


def test_sections_within_one_paragraph_are_known_by_their_sentences() -> None:
    # as the distributor agreement of Staar Surgical (10-Q, 1 August 2018) is laid out
    text = (
        "1.2 Products. Products are sold under this Agreement. 1.3 Subject to Section 8.3, the right to sell "
        "shall be exclusive. 8.2 Orders bind once accepted. 8.3 All Products ordered pursuant to accepted "
        "purchase orders shall be scheduled for delivery. 8.4 Fees are due at once."
    )
    whole = read(text)
    assert [p.number for p in provisions(whole)] == ["1.2", "1.3", "8.2", "8.3", "8.4"]
    words = "Subject to Section 8.3, the right to sell shall be exclusive."
    ((_, section),) = brought("Is the right exclusive?", whole, words)
    assert section.startswith("8.3 All Products")
    assert section.endswith("for delivery.")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("“Trade secret” means information.", ["Trade secret"], id="means"),
        pytest.param('the term "Work Product" shall mean all work.', ["Work Product"], id="shall-mean"),
        pytest.param('rules (collectively, the "Governing Policies").', ["Governing Policies"], id="bracket"),
        pytest.param('Aduro Biotech, Inc. ("Aduro")', [], id="party"),
        pytest.param('"Claim" shall have the meaning set forth in Section 7.01.', [], id="points"),
        pytest.param('"Party" means a party.', [], id="common"),
        pytest.param(
            '"Term" means a year. "Term sheet" means a page. "Term" means two.', ["Term sheet"], id="two"
        ),
        pytest.param('He said "Trade Secrets" are dead.', [], id="only-quoted"),
    ],
)
def test_a_definition_is_known_by_how_it_is_written(text: str, terms: list[str]) -> None:
    assert list(definition_places(document(text))) == terms
