"""The starter suite asks what the starter library holds: every quotation stands in its brief."""

from __future__ import annotations

from collections import Counter

import pytest

from eval.evidence import find_words
from eval.suite import Question, read_suite
from tests.stores import PROJECT, Store

SUITE = PROJECT / "eval" / "suites" / "starter.jsonl"
QUESTIONS = read_suite(SUITE)
ANSWERABLE = [question for question in QUESTIONS if question.answerable]
FEWEST = {  # questions of each kind, as what was asked for has it, or more
    **{"factoid": 50, "date": 20, "who": 20, "list": 20, "compare": 20, "multi-document": 15},
    **{"follow-up": 25, "as-of": 15, "yes-no": 20, "false-premise": 20},
    **{"near-miss": 20, "other-law": 10, "off-topic": 10, "advice": 5, "prediction": 5},
}
UNANSWERABLE = {"near-miss", "other-law", "off-topic", "advice", "prediction"}


@pytest.fixture(scope="module")
def texts(starter: Store) -> dict[str, str]:
    """Name of a brief -> the text that citations point into."""
    documents = (starter.library.document(d.source.document) for d in starter.library.documents())
    return {document.source.name: document.text for document in documents}


def folded(text: str) -> str:
    """Case and white space as answers are scored: "A\\n  B" -> "a b"."""
    return " ".join(text.split()).casefold()


def names(questions: list[Question]) -> list[str]:
    return [f"{question.id}: {question.asked.question}" for question in questions]


def test_the_suite_asks_enough_of_every_kind() -> None:
    kinds = Counter(question.kind for question in QUESTIONS)
    assert {kind: fewest for kind, fewest in FEWEST.items() if kinds[kind] < fewest} == {}
    assert len(QUESTIONS) >= 250
    assert sum(not question.answerable for question in QUESTIONS) >= 60
    assert {question.kind for question in QUESTIONS if not question.answerable} == UNANSWERABLE


def test_no_question_is_asked_twice() -> None:
    asked = Counter((folded(q.asked.question), q.asked.history, q.asked.filters) for q in QUESTIONS)
    assert [question for question, times in asked.items() if times > 1] == []


def test_odd_numbers_tune_and_even_ones_test() -> None:
    assert [question.id for question in QUESTIONS] == [f"st-{n:03d}" for n in range(1, len(QUESTIONS) + 1)]
    for question in QUESTIONS:
        assert question.half == ("tune" if int(question.id[3:]) % 2 else "test"), question.id
    halves = Counter((question.kind, question.half) for question in QUESTIONS)
    assert all(abs(halves[kind, "tune"] - halves[kind, "test"]) <= 1 for kind in FEWEST)


def test_every_quotation_stands_once_in_its_brief(texts: dict[str, str]) -> None:
    gone = []
    for question in ANSWERABLE:
        for evidence in question.evidence:
            place = find_words(evidence.quote or "", texts[evidence.doc])
            if place is None or find_words(evidence.quote or "", texts[evidence.doc][place[1] :]):
                gone.append((question.id, evidence.doc, evidence.quote))
    assert gone == []


def test_evidence_is_in_force_on_the_day_asked_about(starter: Store) -> None:
    briefs = {listed.source.document: listed.source.name for listed in starter.library.documents()}
    for question in ANSWERABLE:
        if question.asked.filters.as_of:
            searched = {briefs[identifier] for identifier in starter.library.select(question.asked.filters)}
            assert searched < set(briefs.values()), question.id  # the day leaves something out
            assert {evidence.doc for evidence in question.evidence} <= searched, question.id


def test_the_evidence_would_score_as_a_right_answer() -> None:
    for question in ANSWERABLE:
        assert question.evidence, question.id
        assert question.answers, question.id
        assert question.must_include, question.id
        quoted = folded(" ".join(evidence.quote or "" for evidence in question.evidence))
        for group in question.must_include:
            assert any(folded(words) in quoted for words in group), (question.id, group)


def test_no_question_holds_its_answer() -> None:
    told = [
        question
        for question in ANSWERABLE
        if all(
            any(folded(w) in folded(question.asked.question) for w in group)
            for group in question.must_include
        )
    ]
    assert names(told) == []


def test_a_question_that_has_no_answer_has_no_evidence() -> None:
    for question in QUESTIONS:
        if not question.answerable:
            assert (question.evidence, question.answers, question.must_include) == ((), (), ()), question.id


def test_kinds_keep_their_promise() -> None:
    for question in QUESTIONS:
        assert bool(question.asked.filters.as_of) == (question.kind == "as-of"), question.id
        assert bool(question.asked.history) or question.kind != "follow-up", question.id
        documents = {evidence.doc for evidence in question.evidence}
        assert len(documents) > 1 or question.kind != "multi-document", question.id


def test_every_brief_is_asked_about(texts: dict[str, str]) -> None:
    asked = {evidence.doc for question in QUESTIONS for evidence in question.evidence}
    assert texts.keys() - asked == set()


def test_a_brief_that_changed_would_be_noticed(texts: dict[str, str]) -> None:
    evidence = ANSWERABLE[0].evidence[0]
    quote = evidence.quote or ""
    altered = texts[evidence.doc].replace(quote, quote.replace("e", "a", 1))
    assert find_words(quote, altered) is None
