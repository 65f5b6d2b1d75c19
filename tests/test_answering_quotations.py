"""Where a misplaced quotation is pinned: to the same words, in one place, or nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.quotations import resolve
from core.types import Document, Passage, Quotation, Span, Verdict
from tests.answering_examples import Shelf, document, source

FIRST = "The court may order the seizure of property. The owner may sue in federal court."
SECOND = "Criminal penalties reach ten years in prison. The owner may sue in federal court."
THIRD = "Fees may go to the winner of the case. Fees may go to the winner of the case."


def shelf(*texts: str) -> tuple[Shelf, list[Document], list[Passage]]:
    documents = [document(text, source(f"{n}.md", f"Document {n}")) for n, text in enumerate(texts)]
    passages = [
        Passage(str(n), one.source, 0, len(one.text), one.text, 1.0) for n, one in enumerate(documents)
    ]
    return Shelf(tuple(documents)), documents, passages


def test_words_of_the_said_passage_are_pinned_in_it() -> None:
    library, documents, passages = shelf(THIRD)
    second = THIRD.rindex("Fees")
    said = Quotation(documents[0].source, THIRD[second:], within=Span(second, len(THIRD)))
    assert resolve(said, library, passages).citation.start == second
    assert resolve(said, library, passages).citation.verdict is Verdict.EXACT


def test_words_across_the_edge_of_the_said_passage_stand_in_it() -> None:
    library, documents, passages = shelf(FIRST)
    said = Quotation(documents[0].source, "seizure of property. The owner may sue", within=Span(0, 40))
    assert resolve(said, library, passages).citation.verdict is Verdict.EXACT


def test_words_of_another_passage_of_the_document_are_pinned_there() -> None:
    library, documents, passages = shelf(FIRST)
    said = Quotation(documents[0].source, "The owner may sue in federal court.", within=Span(0, 20))
    citation = resolve(said, library, passages).citation
    assert citation.verdict is Verdict.MISATTRIBUTED
    assert citation.quote == "The owner may sue in federal court."


def test_words_of_one_other_document_that_the_model_saw_are_pinned_there() -> None:
    library, documents, passages = shelf(FIRST, SECOND)
    said = Quotation(documents[0].source, "Criminal penalties reach ten years in prison.")
    citation = resolve(said, library, passages).citation
    assert (citation.verdict, citation.source) == (Verdict.MISATTRIBUTED, documents[1].source)


def test_words_of_a_document_that_the_model_did_not_see_are_missing() -> None:
    library, documents, passages = shelf(FIRST, SECOND)
    said = Quotation(documents[0].source, "Criminal penalties reach ten years in prison.")
    assert resolve(said, library, passages[:1]).citation.verdict is Verdict.MISSING


@pytest.mark.parametrize("texts", [(FIRST, SECOND, SECOND), (FIRST, THIRD)], ids=["two-documents", "twice"])
def test_words_of_several_other_places_are_dropped(texts: tuple[str, ...]) -> None:
    library, documents, passages = shelf(*texts)
    words = texts[1][: texts[1].index(".") + 1]
    found = resolve(Quotation(documents[0].source, words), library, passages)
    assert found.citation.verdict is Verdict.MISSING
    assert found.objection is not None
    assert "places of other documents" in found.objection.reason


@given(st.integers(0, 60), st.integers(1, 40), st.integers(0, 80), st.integers(0, 80))
def test_what_is_pinned_are_always_the_quoted_words(start: int, length: int, one: int, other: int) -> None:
    library, documents, passages = shelf(FIRST, SECOND)
    words = SECOND[start : start + length]
    said = Quotation(documents[0].source, words, within=Span(min(one, other), max(one, other)))
    citation = resolve(said, library, passages).citation
    text = library.document(citation.source.version).text
    assert text[citation.start : citation.end] == citation.quote
    if citation.verdict.passed:
        assert citation.quote == words.strip(" \"'")
    else:
        assert citation.quote == ""
