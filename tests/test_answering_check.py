"""Checking: no quotation passes that does not stand in its document, and none is misplaced."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from answering.check import check, locate, pin
from core.folding import find_folded, fold
from core.types import DraftStatement, Quotation, Span, Verdict
from tests.answering_examples import ACT, Shelf, document, source

SIGNED = "President Obama signed the Defend Trade Secrets Act on 11 May 2016."


def located(words: str, start: int | None = None) -> tuple[str, Verdict]:
    span, verdict = locate(Quotation(source(), words, start), ACT)
    return ACT[span.start : span.end], verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        pytest.param(SIGNED, Verdict.EXACT, id="to-the-character"),
        pytest.param('An owner "shall not" wait', Verdict.TYPOGRAPHIC, id="quotes-folded"),
        pytest.param("3 years after discovery - not later", Verdict.TYPOGRAPHIC, id="dash-folded"),
        pytest.param("It took  effect\non the same day", Verdict.TYPOGRAPHIC, id="white-space-folded"),
        pytest.param("It took ef\u00adfect on the same day", Verdict.TYPOGRAPHIC, id="soft-hyphen"),
        pytest.param("An owner “shall” wait", Verdict.MISSING, id="negation-dropped"),
        pytest.param(
            "signed the Defend Trade Secrets Act on 12 May 2016", Verdict.MISSING, id="date-changed"
        ),
        pytest.param("president obama signed", Verdict.MISSING, id="letter-case-is-no-typography"),
        pytest.param("gned the Defend Trade", Verdict.MISSING, id="cut-into-a-word"),
        pytest.param("11 May 201", Verdict.MISSING, id="cut-into-a-number"),
        pytest.param("signed the Act on 11 May 2016", Verdict.MISSING, id="words-left-out"),
        pytest.param("an injunction; It took effect", Verdict.MISSING, id="stitched"),
        pytest.param(" \n", Verdict.MISSING, id="white-space-alone"),
    ],
)
def test_a_quotation_is_found_exactly_or_not_at_all(words: str, verdict: Verdict) -> None:
    assert located(words)[1] is verdict


def test_what_is_cited_are_the_documents_own_characters() -> None:
    quote, _ = located('An owner "shall not" wait')
    assert quote == "An owner “shall not” wait"


@pytest.mark.parametrize("words", ["5 million dollars", "000 dollars", "1 million"])
def test_no_quotation_begins_or_ends_inside_a_number(words: str) -> None:
    text = "The fine is 1.5 million dollars or 10,000 dollars. In all 1 million.5 is odd."
    for start in (None, text.index(words)):
        assert locate(Quotation(source(), words, start), text)[1] is Verdict.MISSING


def test_a_repeated_quotation_is_pinned_where_the_draft_says() -> None:
    text = "The fine is 5 million. In 2020: The fine is 5 million."
    second = text.rindex("The fine")
    span, verdict = locate(Quotation(source(), "The fine is 5 million.", second), text)
    assert (span, verdict) == (Span(second, len(text)), Verdict.EXACT)


@given(st.integers(0, len(ACT) - 1), st.characters(categories=("L", "N")))
def test_no_quotation_with_a_changed_letter_or_figure_passes(place: int, letter: str) -> None:
    assume(ACT[place].isalnum() and letter != ACT[place])
    altered = ACT[:place] + letter + ACT[place + 1 :]
    span, verdict = locate(Quotation(source(), altered, 0), ACT)
    assert verdict is Verdict.MISSING
    assert span == Span(0, 0)


@given(st.text(alphabet="ab'’“\" \u00a0\n\u00adﬁ-–", max_size=60))
def test_folding_maps_every_character_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.places) == len(folded.text) + 1
    for place, character in zip(folded.places, folded.text, strict=False):
        assert character in fold(text[place]).text or (character == " " and text[place].isspace())


@given(st.text(alphabet="abc ’“”–\n", min_size=1, max_size=40), st.data())
def test_what_folding_finds_folds_to_what_was_sought(text: str, data: st.DataObject) -> None:
    words = text.split()
    assume(words)
    first = data.draw(st.integers(0, len(words) - 1))
    wanted = " ".join(words[first : first + 3]).replace("’", "'").replace("–", "-")
    span = find_folded(wanted, text)
    if span is not None:
        assert fold(text[span.start : span.end]).text.strip() == fold(wanted).text.strip()
    else:  # only where the words stand inside a longer word
        assert any(character.isalnum() for character in wanted)


def test_a_citation_carries_its_place() -> None:
    words = "exemplary damages of at most twice the damages"
    citation = pin(Quotation(source(), words), document())
    assert (citation.quote, citation.section) == (words, ("Remedies",))
    assert citation.paragraph == 7
    assert document().text[citation.start : citation.end] == words


def test_a_statement_without_support_is_dropped_with_its_reason() -> None:
    shelf = Shelf((document(),))
    invented = Quotation(source(), "The Act was repealed in 2020.")
    checked = check(
        [
            DraftStatement(SIGNED, (Quotation(source(), SIGNED),)),
            DraftStatement("The Act was repealed in 2020.", (invented,)),
            DraftStatement("The Act is popular.", ()),
            DraftStatement("President Obama vetoed it.", (Quotation(source(), SIGNED),)),
        ],
        shelf,
    )
    assert [statement.text for statement in checked.statements] == [SIGNED]
    assert [dropped.text for dropped in checked.dropped] == [
        "The Act was repealed in 2020.",
        "The Act is popular.",
        "President Obama vetoed it.",
    ]
    assert "do not stand in The Defend Trade Secrets Act" in checked.dropped[0].reason
    assert "quotes no source" in checked.dropped[1].reason
    assert "says something else" in checked.dropped[2].reason


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("lawful acquisition is punishable.", "unlawful acquisition is punishable."),
        ("person who discloses shall be held liable.", "No person who discloses shall be held liable."),
        ("The claim lapses. It may be renewed.", "The claim lapses."),
    ],
)
def test_a_statement_that_is_but_a_part_of_its_quotation_is_dropped(said: str, quoted: str) -> None:
    whole = document(quoted)
    checked = check([DraftStatement(said, (Quotation(source(), quoted),))], Shelf((whole,)))
    assert not checked.statements
    assert len(checked.dropped) == 1


def test_the_same_quotation_is_one_citation() -> None:
    drafted = DraftStatement(SIGNED, (Quotation(source(), SIGNED), Quotation(source(), SIGNED)))
    checked = check([drafted, drafted], Shelf((document(),)))
    assert len(checked.citations) == 1
    assert [statement.citations for statement in checked.statements] == [(0, 0), (0, 0)]
