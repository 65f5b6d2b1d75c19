"""Asking the questions of a suite: what goes in, what is kept, what a failure costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from eval_examples import DTSA, FirstPassage, WordSearch, question

from core.errors import PinciteError
from core.types import NO_FILTERS, Answer, Filters, Found, Turn
from eval.rows import Row, read_row
from eval.run import WARM_UP, Pipeline, ask_all
from eval.suite import Asked, Evidence, Question


def as_it_is(asked: str, history: Sequence[Turn]) -> str:
    return f"{asked} {' '.join(turn.content for turn in history)}".strip()


def run(questions: Sequence[Question], search: Any, answering: Any, depth: int = 3) -> list[Row]:  # noqa: ANN401
    filters = {one.id: one.asked.filters for one in questions}
    return list(ask_all(questions, filters, Pipeline(search, as_it_is, answering, depth)))


def test_a_row_holds_the_answer_and_the_passages_to_depth() -> None:
    (row,) = run([question(kind="date")], WordSearch(), FirstPassage())
    assert (row.id, row.kind, row.status, row.error) == ("q1", "date", "answered", None)
    assert row.text == DTSA[:36]
    assert [(said.text, said.citations) for said in row.statements] == [(DTSA[:36], (0,))]
    (citation,) = row.citations
    assert DTSA[citation.start : citation.end] == citation.quote == "The Act took effect on May 11, 2016."
    assert (citation.document, citation.verdict, citation.section) == ("dtsa.txt", "exact", ("Dates",))
    assert row.passages[0].document == "dtsa.txt"
    assert len(row.passages) == 3
    assert row.seconds == {"retrieve": 0.01, "answer": 0.02, "total": 0.03}
    assert read_row(row.to_json()) == row


def test_the_deep_search_repeats_the_answers_own() -> None:
    search = WordSearch()
    filters = Filters(kind=("statute",))
    asked = question()
    run([replace(asked, asked=replace(asked.asked, filters=filters))], search, FirstPassage())
    words = "When did the Act take effect?"
    assert search.asked[2:] == [(words, 2, filters), (words, 3, filters)]  # after those of the warm-up


def test_no_second_search_where_the_answers_own_was_deep_enough() -> None:
    search = WordSearch()
    (row,) = run([question()], search, FirstPassage(), depth=1)
    assert [limit for _, limit, _ in search.asked] == [2, 2]
    assert len(row.passages) == 1


def test_passages_that_the_answer_found_and_did_not_keep_count_for_the_search() -> None:
    """An answer searches wide, to tell conflicts, and is drawn from the best few."""

    class KeepsOne(FirstPassage):
        def __call__(self, asked: Asked, search: Any) -> Answer:  # noqa: ANN401
            search(asked.question, limit=4, filters=asked.filters)
            found = super().__call__(asked, search)
            return replace(found, passages=found.passages[:1])

    search = WordSearch()
    (row,) = run([question()], search, KeepsOne())
    assert len(row.passages) == 3
    assert row.passages[0].document == "dtsa.txt"
    assert [limit for _, limit, _ in search.asked] == [4, 2, 4, 2]  # none was made again


def test_nothing_of_the_suite_but_the_asking_gets_in() -> None:
    search, answering = WordSearch(), FirstPassage()
    known = Question(
        id="SECRET-id",
        line=99,
        asked=Asked("And the Act?", (Turn("user", "When?"),), Filters(kind=("statute",), as_of="2024-05-31")),
        kind="SECRET-kind",
        answerable=False,
        answers=("SECRET-answer",),
        must_include=(("SECRET-group",),),
        evidence=(Evidence("SECRET-doc", quote="SECRET-quote"),),
        relevant={"SECRET-relevant": 1},
    )
    run([known], search, answering)
    run([known], search, None)
    assert answering.seen == [WARM_UP, known.asked]
    assert "SECRET" not in repr((answering.seen, search.asked))
    assert search.asked[-1] == ("And the Act? When?", 3, Filters(kind=("statute",), as_of="2024-05-31"))


def test_retrieval_only_neither_answers_nor_judges() -> None:
    (row,) = run([question()], WordSearch(), None)
    assert (row.status, row.confidence, row.text, row.statements, row.citations) == (None, None, "", (), ())
    assert len(row.passages) == 3
    assert row.seconds["total"] == row.seconds["retrieve"] > 0


class Explodes(PinciteError):
    """An error with words for a user."""


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(
            Explodes("The index is broken.\nRebuild it."), "The index is broken. Rebuild it.", id="ours"
        ),
        pytest.param(
            ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero", id="a-bug"
        ),
    ],
)
@pytest.mark.parametrize("answers", [True, False], ids=["answering", "retrieval-only"])
def test_a_question_that_fails_gets_a_row_and_the_others_go_on(
    error: Exception, told: str, answers: bool
) -> None:
    class Fails(WordSearch):
        def __call__(self, question: str, *, limit: int, filters: Filters = NO_FILTERS) -> Found:
            if "explode" in question:
                raise error
            return super().__call__(question, limit=limit, filters=filters)

    asked = [question("a"), question("b", "Does it explode?"), question("c")]
    rows = run(asked, Fails(), FirstPassage() if answers else None)
    assert [row.id for row in rows] == ["a", "b", "c"]
    assert [row.error for row in rows] == [None, told, None]
    assert rows[1].status is None
    assert rows[1].passages == ()
    assert rows[1].seconds["total"] >= 0


def test_a_warm_up_that_fails_does_not_end_the_run() -> None:
    class FailsFirst(FirstPassage):
        def __call__(self, asked: Asked, search: Any) -> Answer:  # noqa: ANN401
            if not self.seen:
                self.seen.append(asked)
                raise RuntimeError("cold")
            return super().__call__(asked, search)

    (row,) = run([question()], WordSearch(), FailsFirst())
    assert row.status == "answered"
