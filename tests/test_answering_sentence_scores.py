"""What makes a sentence the likelier answer: worked examples, one for each thing that is weighed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from answering.selection.sentence_scores import WEIGHTS, features, score_sentences
from core.types import Passage
from tests.answering_examples import document, passage

ROUNDS = "The Senate passed the Defend Trade Secrets Act in April 2016 without a vote against it."
ITSELF = "The rules on the Defend Trade Secrets Act in this brief follow a text of April 2023."
PENALTY = "A thief pays up to 5 million dollars, or three times the value of what was taken."


def found(*sentences: str) -> Passage:
    """A passage of these sentences, all equally near to the question."""
    text = " ".join(sentences)
    return passage(text, sentences, (0.5,) * len(sentences), of=document(text))


def column(name: str, question: str, one: Passage) -> list[float]:
    """One feature of each sentence."""
    return list(features(question, [one])[:, list(WEIGHTS).index(name)])


@pytest.mark.parametrize(
    ("name", "question", "best"),
    [
        ("fit", "Who voted for the Act?", ROUNDS),
        ("fit", "When was the Act passed?", ROUNDS),
        ("year", "What happened to the bill in 2016?", ROUNDS),
        ("terms", "Did the Senate pass it?", ROUNDS),
    ],
)
def test_a_sentence_that_holds_what_is_asked_for_stands_out(name: str, question: str, best: str) -> None:
    sentences = (ROUNDS, PENALTY)
    values = column(name, question, found(*sentences))
    assert sentences[int(np.argmax(values))] == best
    assert values[0] != values[1]


def test_what_speaks_of_its_own_document_comes_last() -> None:
    assert column("of itself", "?", found(ROUNDS, ITSELF)) == [0, 1]
    scored = score_sentences("What does the Defend Trade Secrets Act say?", [found(ITSELF, ROUNDS)])
    assert [one.text for one in scored] == [ROUNDS, ITSELF]


def test_an_abbreviation_with_its_name_is_one_term() -> None:
    """Else the five words of the name would outweigh the one that is asked about."""
    named = "The Defend Trade Secrets Act is a law of the United States."
    asked = "Whoever steals pays a fine that courts may double under the statute."
    question = "Which fine does the DTSA (Defend Trade Secrets Act) set, and may courts double it?"
    values = column("terms", question, found(named, asked))
    assert values[1] > values[0]


def test_what_was_not_read_counts_as_the_mean_of_what_was() -> None:
    one = found(ROUNDS, PENALTY, ITSELF)
    assert column("reader", "?", one) == [0, 0, 0]
    odds = (-3.0, None, 3.0)
    read = replace(
        one, sentences=tuple(replace(s, answers=a) for s, a in zip(one.sentences, odds, strict=True))
    )
    low, unread, high = column("reader", "?", read)
    assert unread == pytest.approx(0)
    assert low < 0 < high


def test_headings_labels_and_pointers_are_no_answers() -> None:
    one = found("Penalties.", "See also the brief on remedies of the Act.", PENALTY)
    assert [candidate.text for candidate in score_sentences("What are the penalties?", [one])] == [PENALTY]
    assert score_sentences("What?", []) == []
