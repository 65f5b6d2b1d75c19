"""Standing alone: a quotation loses no condition, no negation, and neither end of its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from answering.selection.standing_alone import standing_alone, wants_its_heading
from core.sentences import sentences
from core.types import Document, Span
from ingest.read.content import read_bytes
from tests.answering_examples import document, source

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def read(text: str, name: str = "agreement.txt") -> Document:
    """A document with the layout that reading gives it."""
    reading = read_bytes(text.encode(), name)
    return replace(document(reading.text, source(name)), layout=reading.layout)


def quoted(words: str, of: Document) -> list[str]:
    start = of.text.index(words)
    return [of.text[s.start : s.end] for s in standing_alone(Span(start, start + len(words)), of)]


FILLER = "that the parties have agreed upon in writing before the date of this agreement and at length " * 8

NESTED = f"""Permitted Disclosures

Notwithstanding the obligations set out above, a Receiving Party may not disclose Confidential Information to:

(a) its advisers, unless they are bound by:

(i) a duty of confidence {FILLER};

(ii) the rules of their profession {FILLER}; or

(b) any other person {FILLER}.
"""


def test_an_item_of_a_nested_list_keeps_every_lead_in() -> None:
    whole = read(NESTED)
    first, second, item = quoted("the rules of their profession", whole)  # even (a) alone is long
    assert first.endswith("may not disclose Confidential Information to:")
    assert second == "(a) its advisers, unless they are bound by:"
    assert item.startswith("(ii) the rules")
    outer, last = quoted("any other person", whole)
    assert (outer, last[:7]) == (first, "(b) any")


def test_a_short_nested_list_comes_whole_from_whichever_item() -> None:
    whole = read(NESTED.replace(FILLER, ""))
    expected = NESTED[NESTED.index("Notwithstanding") :].replace(FILLER, "").strip()
    for words in ("its advisers", "a duty of confidence", "any other person", "Notwithstanding"):
        assert quoted(words, whole) == [expected]


PENALTY = f"""Whoever knowingly:

(1) steals a trade secret {FILLER};

(2) copies a trade secret {FILLER}; or

(3) receives a trade secret {FILLER},

shall be fined under this title, except as the court directs."""


def test_what_ends_the_sentence_of_a_list_comes_with_each_item() -> None:
    lead_in, item, tail = quoted("copies a trade secret", read(PENALTY))
    assert (lead_in, item[:10]) == ("Whoever knowingly:", "(2) copies")
    assert tail == "shall be fined under this title, except as the court directs."


def test_items_without_marks_are_known_by_the_words_before_them() -> None:
    text = """We never share your personal information:

to let advertisers reach you,

with partners abroad, or

for the training of models."""
    assert quoted("with partners abroad", read(text)) == [text]


ANNOUNCED = (
    "A licence is granted on two conditions. The fee must be paid. The device must be tested. It costs $5."
)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        pytest.param(ANNOUNCED, "The device must be tested.", id="two-conditions"),
        pytest.param(ANNOUNCED.replace("two conditions", "two days"), "on two days.", id="an-amount"),
        pytest.param(ANNOUNCED.replace("two cond", "five cond"), "on five conditions.", id="not-all-there"),
        pytest.param(
            "A licence is granted on two conditions.\n\nThe fee must be paid. The device must be tested.",
            "on two conditions.",
            id="another-paragraph",
        ),
    ],
)
def test_a_sentence_that_announces_conditions_brings_them_along(text: str, last: str) -> None:
    assert quoted("A licence is granted", read(text)) == [text[: text.index(last) + len(last)]]


def test_a_sentence_cut_by_a_page_is_quoted_whole() -> None:
    # as a contract of Hydron Technologies, 31 March 1997, is laid out
    text = """9.6 No party may assign any of its rights or obligations

                                        7

hereunder without the prior written consent of the other party, except to its parent.

9.7 Notices shall be in writing."""
    (first,) = quoted("hereunder without the prior written consent", read(text))
    (second,) = quoted("No party may assign any of its rights", read(text))
    assert first == second == text[: text.index("\n\n9.7")]


def test_what_is_printed_on_every_page_interrupts_no_list() -> None:
    item = "the Receiving Party shall not {} the Confidential Information;"
    text = "The Receiving Party undertakes:\n\n" + "\n\nSource: AZUL SA, F-1/A, 3/3/2017\n\n".join(
        f"({letter}) {item.format(verb)}"
        for letter, verb in zip("abcd", ("copy", "sell", "show", "use"), strict=True)
    )
    (whole,) = quoted("the Receiving Party shall not sell", read(text))
    assert whole.startswith("The Receiving Party undertakes:")
    assert whole.endswith("use the Confidential Information;")


def test_words_that_open_a_contract_lead_into_none_of_its_sections() -> None:
    text = f"""NOW, THEREFORE, the parties agree as follows:

1. Services. The Consultant shall advise the Company {FILLER}.

2. Term. This agreement ends on 31 December {FILLER}.

3. Fees. The Company shall pay the Consultant {FILLER}."""
    assert quoted("The Company shall pay", read(text)) == [f"The Company shall pay the Consultant {FILLER}."]


def test_items_in_one_paragraph_keep_their_lead_in() -> None:
    text = (
        "The following information is not protected: (1) It was public before. "
        "(2) It was developed independently. The owner bears the burden of proof."
    )
    (whole,) = quoted("It was developed independently.", read(text))
    assert whole == text[: text.index(" The owner")]


@pytest.mark.parametrize(
    "limit",
    [
        "However, this does not apply to personal data.",
        "This exception does not extend to software.",
        "Unless the owner agrees, the copy must be returned.",
        "The foregoing shall not apply to information in the public domain.",
        "Notwithstanding the foregoing, a court may order otherwise.",
    ],
)
def test_the_sentence_that_limits_it_comes_along(limit: str) -> None:
    first = "The recipient may copy the information."
    assert quoted(first, read(f"{first} {limit} The term is one year.")) == [f"{first} {limit}"]


@pytest.mark.parametrize(
    "following",
    ["The term is one year.", "This agreement applies to copies.", "The recipient is not a bank."],
)
def test_a_sentence_that_limits_nothing_stays_where_it_is(following: str) -> None:
    first = "The recipient may copy the information."
    assert quoted(first, read(f"{first} {following}")) == [first]


def test_an_item_that_only_a_heading_leads_into_wants_it() -> None:
    whole = read("# Never protected\n\n- Reverse engineering of a product.\n\nA rule of law.", "a.md")
    item = whole.text.index("Reverse")
    assert quoted("Reverse engineering of a product.", whole) == ["Reverse engineering of a product."]
    assert wants_its_heading(Span(item, item + 7), whole)
    rule = whole.text.index("A rule")
    assert not wants_its_heading(Span(rule, rule + 6), whole)


def every_sentence() -> Iterator[tuple[Document, Span]]:
    """Each sentence of each brief."""
    for path in sorted(CORPUS.glob("*.md")):
        whole = read(path.read_text(encoding="utf-8"), path.name)
        headings = {heading.start for heading in whole.layout.headings}
        for paragraph in whole.layout.paragraphs:
            if paragraph.start not in headings:
                for sentence in sentences(whole.text[paragraph.start : paragraph.end]):
                    yield whole, Span(paragraph.start + sentence.start, paragraph.start + sentence.end)


def test_every_sentence_of_every_brief_stands_alone() -> None:
    """It is held, of whole words; it begins and ends where its sentence and its list do."""
    count = 0
    for whole, sentence in every_sentence():
        count += 1
        stretches = standing_alone(sentence, whole)
        text, said = whole.text, whole.text[sentence.start : sentence.end]
        words = re.sub(r"^(?:[-•*–]\s+)", "", said)
        assert any(words in text[s.start : s.end] for s in stretches), said
        assert all(one.end <= other.start for one, other in pairwise(stretches))
        for stretch in stretches:
            assert not text[max(0, stretch.start - 1) : stretch.start + 1].isalnum() or stretch.start == 0
            assert not text[stretch.end - 1 : stretch.end + 1].isalnum() or stretch.end == len(text)
        first, last = stretches[0], stretches[-1]
        before = text[: first.start].rstrip().removesuffix("-").rstrip()[-1:]
        assert not (text[first.start].islower() and before in {",", ";", ":"}), said
        assert not text[first.start : last.end].endswith((":", "—")), said
        after = text[last.end :].lstrip()
        assert not re.match(r"(?:unless|except|provided that|only if|but)\b", after), said
    assert count > 2000
