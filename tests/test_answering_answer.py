"""The whole path of a question, over a library in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from answering.answer import answer_question
from answering.confidence import DOUBTFUL
from answering.printed import as_row, as_text
from answering.protocols import Draft, Library, Reader
from answering.runnable import Asked, answering_runnable
from core.settings import Settings
from core.types import Answer, DraftStatement, Filters, Passage, Quotation, Status, Turn, Verdict
from prompts.load import BadPrompt, load_prompt
from tests.answering_examples import Shelf, document, passage, source

SIGNED = "President Obama signed the Defend Trade Secrets Act on 11 May 2016."
EFFECT = "It took effect on the same day."
FOUND = passage(f"{SIGNED} {EFFECT}", (SIGNED, EFFECT), (0.9, 0.5))
SHELF = Shelf((document(),), (FOUND,))
FILTERS = Filters(kind=("statute",))


def ask(shelf: Shelf, question: str = "When was the Act signed?", **options: object) -> Answer:
    return answer_question(question, search=shelf, library=shelf, settings=Settings(), **options)  # type: ignore[arg-type]


def test_an_answer_is_pinned_to_the_words_of_its_source() -> None:
    answer = ask(SHELF)
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].text == SIGNED
    for citation in answer.citations:
        text = SHELF.document(citation.source.version).text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.verdict is Verdict.EXACT
    assert all(statement.citations for statement in answer.statements)


@pytest.mark.parametrize(
    ("shelf", "filters", "reason"),
    [
        pytest.param(Shelf(), Filters(), "holds no documents yet", id="empty-library"),
        pytest.param(Shelf(), FILTERS, "No document passes the filters", id="filtered-out"),
        pytest.param(
            Shelf((document(),), (passage(SIGNED, (SIGNED,), (0.05,)),)),
            Filters(),
            "None of the 1 documents",
            id="too-far",
        ),
    ],
)
def test_a_refusal_says_why_and_cites_nothing(shelf: Shelf, filters: Filters, reason: str) -> None:
    answer = ask(shelf, "How do I bake bread?", filters=filters)
    assert answer.status is Status.REFUSED
    assert answer.reason is not None
    assert reason in answer.reason
    assert (answer.statements, answer.citations, answer.text) == ((), (), "")
    assert answer.passages == shelf.passages


class Inventor:
    """An answerer that makes things up."""

    name = "inventor"

    def __call__(
        self,
        question: str,
        passages: Sequence[Passage],
        *,
        library: Library,
        most: int,
        absent: Sequence[str] = (),
    ) -> Draft:
        words = "The Act was repealed in 2020."
        return Draft((DraftStatement(words, (Quotation(source(), words),)),), 1.0)


def test_an_invented_answer_is_refused_and_its_statements_are_kept_as_dropped() -> None:
    answer = ask(SHELF, answerer=Inventor())
    assert answer.status is Status.REFUSED
    assert answer.citations == ()
    assert [dropped.text for dropped in answer.dropped] == ["The Act was repealed in 2020."]


def test_what_names_something_absent_is_refused_with_that_reason() -> None:
    sure = ask(SHELF)
    answer = ask(replace(SHELF, absent=("Zimbabwe", "Article 99")))
    assert (sure.status, answer.status) == (Status.ANSWERED, Status.REFUSED)
    assert answer.reason == "Nothing in the 1 documents searched names Zimbabwe or Article 99."
    assert answer.confidence < 0.05 < sure.confidence
    assert (answer.statements, answer.citations) == ((), ())
    assert answer.passages == sure.passages


class Unsure(Inventor):
    """Another answerer, with a true quotation and little confidence."""

    def __call__(self, *_: object, **__: object) -> Draft:
        return Draft((DraftStatement(SIGNED, (Quotation(source(), SIGNED),)),), 0.2)


def test_a_doubtful_answer_says_so_and_a_sure_one_does_not() -> None:
    doubtful = Shelf((document(),), (passage(f"{SIGNED} {EFFECT}", (SIGNED, EFFECT), (0.35, 0.3)),))
    answer = ask(doubtful)
    assert Settings().refuse_below < answer.confidence < DOUBTFUL < ask(SHELF).confidence
    assert answer.notes == (
        "It is doubtful that the library answers “When was the Act signed?”: these sentences come nearest.",
    )
    assert answer.notes[0] in as_text(answer)
    assert ask(SHELF).notes == ()
    assert ask(SHELF, "How do I bake bread?", answerer=Unsure()).notes == ()


def test_a_doubt_names_the_part_of_the_question_and_a_refusal_needs_none() -> None:
    doubtful = Shelf((document(),), (passage(f"{SIGNED} {EFFECT}", (SIGNED, EFFECT), (0.35, 0.3)),))
    answer = ask(doubtful, "When was the Act signed? When did it take effect?")
    assert len(answer.parts) == len(answer.notes) == 2
    for part, note in zip(answer.parts, answer.notes, strict=True):
        assert part.question in note
    assert ask(replace(doubtful, absent=("Zimbabwe",))).notes == ()


def test_what_the_reader_finds_is_quoted_and_the_surer_it_is_the_more_confidence() -> None:
    both = passage(f"{SIGNED} {EFFECT}", (SIGNED, EFFECT), (0.6, 0.6))
    shelf = Shelf((document(),), (both,))

    def reader(answers: float) -> Reader:
        def read(question: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
            odds = (-9.0, answers)
            return tuple(
                replace(
                    one,
                    sentences=tuple(replace(s, answers=a) for s, a in zip(one.sentences, odds, strict=True)),
                )
                for one in passages
            )

        return read

    unread = ask(shelf, "From which day on is it law?")
    sure = ask(shelf, "From which day on is it law?", reader=reader(6.0))
    unsure = ask(shelf, "From which day on is it law?", reader=reader(-6.0))
    assert sure.statements[0].text.endswith(EFFECT)
    assert unsure.confidence < unread.confidence < sure.confidence


def test_the_follow_up_that_is_searched_is_shown_and_may_be_edited() -> None:
    shelf = replace(SHELF, asked=[])
    history = (Turn("user", "When was the Defend Trade Secrets Act signed?"),)
    answer = ask(shelf, "and who signed it?", history=history)
    assert answer.question == "and who signed it?"
    assert answer.standalone_question == "who signed the Defend Trade Secrets Act?"
    edited = ask(shelf, "and who signed it?", history=history, standalone="Who signed the DTSA?")
    assert edited.standalone_question == "Who signed the DTSA?"
    assert [question for question, _ in shelf.asked] == [
        answer.standalone_question,
        "Who signed the DTSA?",
    ]


def test_filters_reach_the_search() -> None:
    shelf = replace(SHELF, asked=[])
    ask(shelf, filters=FILTERS)
    assert shelf.asked[0][1] == FILTERS


def test_the_runnable_gives_the_same_answer() -> None:
    runnable = answering_runnable(search=SHELF, library=SHELF, settings=Settings())
    answer = runnable.invoke(Asked("When was the Act signed?"))
    assert replace(answer, seconds={}) == replace(ask(SHELF), seconds={})


def test_a_row_has_the_fields_of_the_evaluation_contract() -> None:
    row = as_row(ask(SHELF))
    assert {"standalone_question", "status", "text", "statements", "citations", "passages"} <= row.keys()
    assert row["text"] == SIGNED
    assert row["seconds"].keys() == {"retrieve", "answer", "total"}  # type: ignore[attr-defined]


def test_an_answer_for_the_terminal_numbers_its_sources() -> None:
    printed = as_text(ask(SHELF))
    assert f"{SIGNED} [1]" in printed
    assert "[1] The Defend Trade Secrets Act, Congress, 2016-05-11, Signature" in printed
    refused = as_text(ask(Shelf((document(),), (passage(SIGNED, (SIGNED,), (0.05,)),)), "bread"))
    assert refused.startswith("The library does not answer this.")
    assert "Nearest passages:\n- The Defend Trade Secrets Act, Signature" in refused


def test_prompts_say_which_blanks_they_have() -> None:
    names = ("absent", "far", "empty", "filtered", "unchecked", "part")
    for name in (f"refused-{why}" for why in names):
        prompt = load_prompt(name)
        assert "$" not in prompt.fill(**dict.fromkeys(prompt.blanks, 3))
    with pytest.raises(BadPrompt, match="documents"):
        load_prompt("refused-far").fill(pages=3)
    with pytest.raises(BadPrompt, match="no prompt 'nonsense'"):
        load_prompt("nonsense")
