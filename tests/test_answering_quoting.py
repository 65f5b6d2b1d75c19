"""Quoting: which sentences are picked, and how they are made to stand alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answering.check import check
from answering.language.words import stem, subject_stems
from answering.protocols import Draft
from answering.questions.followup import make_standalone
from answering.questions.question import Kind, kind_of
from answering.quoting import Quoting
from core.types import Layout, Passage, Span, Turn
from tests.answering_examples import ACT, Shelf, document, passage, source

SIGNED = "President Obama signed the Defend Trade Secrets Act on 11 May 2016."
EFFECT = "It took effect on the same day."
SIGNATURE = passage(f"{SIGNED} {EFFECT}", (SIGNED, EFFECT), (0.5, 0.8))
ITEMS = (
    "- an injunction;",
    "- damages for actual loss;",
    "- exemplary damages of at most twice the damages.",
)
LEAD_IN = "The court may order three things:"
LIST = ACT[ACT.index(LEAD_IN) : ACT.index("\n\nAn owner")]


SHELF = Shelf((document(),))


def drafted(question: str, *passages: Passage, most: int = 5, shelf: Shelf = SHELF) -> Draft:
    return Quoting()(question, passages, library=shelf, most=most)


def texts(question: str, *passages: Passage, most: int = 5) -> list[str]:
    return texts_of(drafted(question, *passages, most=most))


def texts_of(draft: Draft) -> list[str]:
    return [statement.text for statement in draft.statements]


def test_every_statement_is_a_stretch_of_its_document() -> None:
    remedies = passage(LIST, (LEAD_IN, *ITEMS), (0.4, 0.5, 0.6, 0.3))
    draft = drafted("What may the court order?", SIGNATURE, remedies)
    assert draft.statements
    for statement in draft.statements:
        for quotation in statement.quotations:
            assert quotation.start is not None
            assert ACT[quotation.start : quotation.start + len(quotation.text)] == quotation.text
            assert quotation.text in statement.text


def test_what_points_elsewhere_is_no_answer() -> None:
    pointer = "See also the signing of the Defend Trade Secrets Act in May 2016."
    text = f"{SIGNED} {pointer}"
    whole = document(text)
    found = passage(text, (SIGNED, pointer), (0.5, 0.9), of=whole)
    shelf = Shelf((whole,))
    assert texts_of(drafted("When was the Defend Trade Secrets Act signed?", found, shelf=shelf)) == [SIGNED]


def test_a_bare_it_brings_the_sentence_before_it() -> None:
    first = texts("When did it take effect?", SIGNATURE)[0]
    assert first == f"{SIGNED} {EFFECT}"


def test_a_sentence_that_brings_one_already_chosen_takes_its_place() -> None:
    both = replace(SIGNATURE, sentences=tuple(replace(s, similarity=0.8) for s in SIGNATURE.sentences))
    assert texts("When was the Defend Trade Secrets Act signed, and when did it take effect?", both) == [
        f"{SIGNED} {EFFECT}"
    ]


def test_the_sentence_before_a_bare_it_comes_from_the_passage_before_too() -> None:
    assert texts("When did it take effect?", passage(EFFECT, (EFFECT,), (0.8,))) == [f"{SIGNED} {EFFECT}"]


def test_a_bare_opening_without_a_sentence_before_it_gets_its_heading() -> None:
    bare = document(EFFECT)
    alone = replace(passage(EFFECT, (EFFECT,), (0.8,), of=bare), section=("Signature",))
    statement = drafted("When did it take effect?", alone, shelf=Shelf((bare,))).statements[0]
    assert (statement.text, statement.lead) == (EFFECT, "Signature")


def test_half_a_sentence_is_quoted_whole() -> None:
    sentence = (
        "No person shall be held liable for the disclosure of a trade secret that is made in confidence, "
        "or for its use in a complaint that is filed under seal."
    )
    half = sentence[sentence.index("the disclosure") :]
    whole = document(sentence)
    statements = drafted(
        "disclosure of a trade secret", passage(half, (half,), (0.9,), of=whole), shelf=Shelf((whole,))
    ).statements
    assert [statement.text for statement in statements] == [sentence]


def test_a_list_comes_whole_with_what_leads_into_it() -> None:
    remedies = passage(LIST, (LEAD_IN, *ITEMS), (0.4, 0.5, 0.9, 0.3))
    assert texts("damages for loss", remedies)[0] == LIST


def test_an_item_of_a_long_list_keeps_the_words_that_lead_into_it() -> None:
    lead_in = "The following are never protected as trade secrets:"
    items = [
        f"- customer lists of kind {n} that any competitor could compile {'x' * 120};" for n in range(12)
    ]
    text = "\n\n".join([lead_in, *items])
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in (lead_in, *items))
    whole = replace(document(text), layout=Layout(paragraphs=spans))
    found = passage(items[7], (items[7],), (0.9,), of=whole)
    (statement,) = drafted("Are customer lists of kind 7 protected?", found, shelf=Shelf((whole,))).statements
    assert statement.text == f"{lead_in} … {items[7]}"
    checked = check([statement], Shelf((whole,)))
    assert [citation.quote for citation in checked.citations] == [lead_in, items[7]]
    assert not checked.dropped


def test_two_items_of_a_list_are_quoted_though_the_same_words_end_both() -> None:
    long = "x" * 400
    items = [f"({n}) takes the secret of kind {n} {long};" for n in range(1, 5)]
    text = "\n\n".join(["Whoever knowingly:", *items, "shall be fined under this title."])
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in text.split("\n\n"))
    whole = replace(document(text), layout=Layout(paragraphs=spans))
    found = passage(text, (items[1], items[3]), (0.9, 0.9), of=whole)
    said = texts_of(drafted("Who takes the secret of kind 2 and kind 4?", found, shelf=Shelf((whole,))))
    assert sorted(words[:30] for words in said) == [
        "Whoever knowingly: … (2) takes",
        "Whoever knowingly: … (4) takes",
    ]
    assert all(words.endswith("… shall be fined under this title.") for words in said)


def test_what_a_chosen_clause_refers_to_follows_it() -> None:
    section = "2. Delay. The Company may wait thirty days under this Agreement."
    clause = "The fee is due at once, subject to Section 2."
    text = f"1. Fees. {clause}\n\n{section}"
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in text.split("\n\n"))
    whole = replace(document(text), layout=Layout(paragraphs=spans))
    found = passage(clause, (clause,), (0.9,), of=whole)
    statements = drafted("When is the fee due?", found, most=1, shelf=Shelf((whole,))).statements
    assert [(s.lead, s.text) for s in statements][1:] == [("Section 2, referred to above", section)]


def test_an_item_without_a_lead_in_loses_its_bullet_and_an_article_is_no_item() -> None:
    text = "Art. 39 protects undisclosed information.\n\n- Members may add more extensive protection."
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in text.split("\n\n"))
    whole = replace(document(text), layout=Layout(paragraphs=spans))
    shelf = Shelf((whole,))
    article, item = text.split("\n\n")
    found = passage(text, (article, item), (0.9, 0.2), of=whole)
    assert texts_of(drafted("What does Art. 39 protect?", found, shelf=shelf))[0] == article
    found = passage(item, (item,), (0.9,), of=whole)
    assert texts_of(drafted("May members add protection?", found, shelf=shelf)) == [item[2:]]


def test_a_when_question_prefers_the_sentence_with_a_date() -> None:
    other = document(
        "The Act was signed in great haste. The Act was signed in early 2016.", source("b.md", "B")
    )
    both = passage(
        other.text,
        ("The Act was signed in great haste.", "The Act was signed in early 2016."),
        (0.5, 0.5),
        of=other,
    )
    assert (
        texts_of(drafted("When was the Act signed?", both, shelf=Shelf((other,))))[0]
        == "The Act was signed in early 2016."
    )


def test_the_same_words_in_two_documents_are_one_statement_with_two_quotations() -> None:
    words = "Damages may be doubled where the theft was wilful."
    one, two = document(words, source("a.md", "A")), document(words, source("b.md", "B"))
    passages = [passage(words, (words,), (0.9,), of=one), passage(words, (words,), (0.9,), of=two)]
    draft = drafted("May damages be doubled?", *passages, shelf=Shelf((one, two)))
    assert [len(statement.quotations) for statement in draft.statements] == [2]


def test_no_more_than_the_most_are_quoted_and_sources_stay_together() -> None:
    words = [f"The fine for theft is {n} million dollars in case {n}." for n in range(1, 10)]
    one = document(" ".join(words[:5]), source("a.md", "A"))
    two = document(" ".join(words[5:]), source("b.md", "B"))
    passages = [
        passage(one.text, tuple(words[:5]), (0.9, 0.7, 0.8, 0.6, 0.5), of=one),
        passage(two.text, tuple(words[5:]), (0.85, 0.6, 0.5, 0.4), of=two),
    ]
    draft = drafted("List the fines for theft", *passages, most=4, shelf=Shelf((one, two)))
    order = [statement.quotations[0].source.name for statement in draft.statements]
    assert 1 < len(order) <= 4
    assert order == sorted(order)


def test_without_passages_there_is_nothing_to_say() -> None:
    draft = drafted("What is a trade secret?")
    assert (draft.statements, draft.confidence) == ((), 0.0)


def test_confidence_grows_with_nearness() -> None:
    far = replace(SIGNATURE, sentences=tuple(replace(s, similarity=0.1) for s in SIGNATURE.sentences))
    question = "When was the Defend Trade Secrets Act signed?"
    confidences = [drafted(question, found).confidence for found in (far, SIGNATURE)]
    assert 0 < confidences[0] < 0.3 < confidences[1] < 1


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did the DTSA take effect?", Kind.DATE),
        ("Who signed it?", Kind.WHO),
        ("How many counts did he admit?", Kind.AMOUNT),
        ("What are the best practices?", Kind.LIST),
        ("Is reverse engineering allowed?", Kind.OTHER),
    ],
)
def test_kinds_of_questions(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


def test_words_meet_by_their_stems() -> None:
    assert stem("misappropriated") == stem("misappropriation")
    assert subject_stems("What is the definition of a trade secret?") == ["definit", "trade", "secret"]


HISTORY = (
    Turn("user", "When did the Defend Trade Secrets Act take effect?"),
    Turn("assistant", "On 11 May 2016."),
)


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        pytest.param(
            "and who signed it?",
            "who signed the Defend Trade Secrets Act?",
            id="pronoun",
        ),
        pytest.param("What about China?", "China? (Defend Trade Secrets Act take effect)", id="what-about"),
        pytest.param(
            "And was its text changed?", "was the Defend Trade Secrets Act’s text changed?", id="its"
        ),
        pytest.param("and in Texas", "When did the Defend Trade Secrets Act take effect, in Texas?", id="in"),
        pytest.param(
            "Is there a federal right of action for firms that suffer theft?",
            "Is there a federal right of action for firms that suffer theft?",
            id="there-and-that-point-at-nothing",
        ),
        pytest.param(
            "Which remedies does Article 39 of TRIPS require?",
            "Which remedies does Article 39 of TRIPS require?",
            id="stands-alone",
        ),
    ],
)
def test_a_follow_up_is_made_to_stand_alone(question: str, standalone: str) -> None:
    assert make_standalone(question, HISTORY) == standalone


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        pytest.param(
            "What is the prison term in China for theft?",
            "And in Korea?",
            "What is the prison term in Korea for theft?",
            id="another-place",
        ),
        pytest.param(
            "What are the remedies under the DTSA?",
            "and under the UTSA?",
            "What are the remedies under the UTSA?",
            id="another-law",
        ),
        pytest.param(
            "What is the Appian v. Pegasystems case about?",
            "How was it discovered?",
            "How was the Appian v. Pegasystems case discovered?",
            id="case",
        ),
        pytest.param(
            "What is misappropriation under the UTSA?",
            "Is it a crime?",
            "Is it a crime? (misappropriation UTSA)",
            id="a-name-after-a-preposition-is-not-the-subject",
        ),
        pytest.param(
            "Which US employers must tell of it?",
            "any fines?",
            "any fines? (US employers)",
            id="US-is-no-pronoun",
        ),
    ],
)
def test_what_the_last_question_names_is_carried_over(before: str, question: str, standalone: str) -> None:
    assert make_standalone(question, (Turn("user", before),)) == standalone


def test_instruments_that_the_last_answer_names_are_carried_over() -> None:
    history = (
        Turn("user", "what does Canada say on espionage?"),
        Turn(
            "assistant", "Section 19 of the Foreign Interference and Security of Information Act covers it."
        ),
    )
    assert make_standalone("any defences?", history) == (
        "any defences? (Canada espionage "
        "Section 19 of the Foreign Interference and Security of Information Act)"
    )


def test_without_history_a_question_stays_as_it_is() -> None:
    assert make_standalone("and who signed it?", ()) == "and who signed it?"


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    history = (*HISTORY, Turn("user", "and who signed it?"), Turn("assistant", "President Obama."))
    assert "Defend Trade Secrets Act" in make_standalone("was it contested?", history)
