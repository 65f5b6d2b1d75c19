"""What a memo holds: every statement with its footnotes, refusals as they are, nothing unsupported."""

from __future__ import annotations

from dataclasses import replace

import pytest
from memo_examples import (
    DIRECTIVE,
    HEADING,
    OWNER,
    SECRET,
    SEIZURE,
    SOURCES,
    TEXTS,
    answered,
    disputed,
    pinned,
    refused,
    two_answers,
)

from core.types import Citation, Dropped, Filters, Metadata, Statement, Status, Verdict
from memo.memo import (
    NOT_ANSWERED,
    PARTLY_ANSWERED,
    UnsupportedStatement,
    build_memo,
    describe,
    note_ranges,
    pinpoint,
    written_date,
)


def test_footnotes_are_numbered_in_order_of_appearance_over_all_answers() -> None:
    memo = build_memo(HEADING, two_answers())
    assert [note.number for note in memo.footnotes] == [1, 2, 3, 4]
    assert [note.citation.quote for note in memo.footnotes] == [SEIZURE, OWNER, SEIZURE, SECRET]
    assert [s.footnotes for section in memo.sections for s in section.statements] == [(1,), (2, 3), (4,)]


def test_every_quotation_is_what_the_source_holds_at_the_cited_place() -> None:
    for note in build_memo(HEADING, two_answers()).footnotes:
        pin = note.citation
        assert TEXTS[pin.source.version][pin.start : pin.end] == pin.quote


def test_a_footnote_names_title_issuer_date_and_place() -> None:
    notes = build_memo(HEADING, two_answers()).footnotes
    assert notes[0].reference == (
        "Defend Trade Secrets Act, U.S. Congress, 11 May 2016, p. 3, Remedies › Seizure, para. 2"
    )
    assert notes[3].reference == "Directive 2016/943, European Union, 2016 [inferred], Article 2"


def test_a_sources_own_words_are_told_from_a_summary() -> None:
    memo = build_memo(HEADING, two_answers())
    assert [s.verbatim for section in memo.sections for s in section.statements] == [True, False, False]


def test_sources_are_listed_once_with_the_footnotes_that_quote_them() -> None:
    sources = build_memo(HEADING, two_answers()).sources
    assert [(listed.source, listed.footnotes) for listed in sources] == [
        (SOURCES["v-dtsa"], (1, 2, 3)),
        (SOURCES["v-directive"], (4,)),
    ]
    assert sources[0].description == (
        "Defend Trade Secrets Act, U.S. Congress, 11 May 2016, US, version v-dtsa"
    )


def test_a_confidentiality_label_travels_into_the_list_of_sources() -> None:
    labelled = replace(SOURCES["v-directive"], metadata=Metadata("Handbook", label="internal"))
    citation = replace(pinned(SECRET, "v-directive"), source=labelled)
    memo = build_memo(HEADING, [answered("Q?", Statement(SECRET, (0,)), citations=(citation,))])
    assert "label: internal" in memo.sources[0].description


def test_a_refused_answer_says_so_with_what_was_searched_and_cites_nothing() -> None:
    memo = build_memo(HEADING, [refused()])
    (section,) = memo.sections
    assert section.notes == (
        NOT_ANSWERED,
        "No passage speaks of this.",
        "Searched: 25 documents, the whole library.",
    )
    assert section.nearest == ("Defend Trade Secrets Act, U.S. Congress, 11 May 2016, p. 7, Remedies",)
    assert not section.statements
    assert not memo.footnotes
    assert not memo.sources


def test_a_refused_answer_names_the_filters_it_was_asked_under() -> None:
    filters = Filters(("EU", "US"), (), (), ("a", "b"), "2016", "2020", as_of="2018-06-09")
    (section,) = build_memo(HEADING, [replace(refused(), filters=filters)]).sections
    assert section.notes[2] == (
        "Searched: 25 documents, limited to jurisdiction EU or US; 2 chosen documents; "
        "dated from 2016; dated to 2020; in force on 2018-06-09."
    )
    (section,) = build_memo(HEADING, [replace(refused(), filters=Filters(as_of="2018-06-09"))]).sections
    assert section.notes[2] == "Searched: 25 documents, limited to in force on 2018-06-09."


def test_a_partial_answer_and_dropped_statements_are_told() -> None:
    answer = replace(
        two_answers()[0],
        status=Status.PARTIAL,
        reason="Nothing was found on fees.",
        dropped=(Dropped("Fees are low.", "no source"),),
    )
    (section,) = build_memo(HEADING, [answer]).sections
    assert section.notes == (
        PARTLY_ANSWERED,
        "Nothing was found on fees.",
        "Left out for want of a source: 1 drafted statement.",
    )


def test_the_question_presented_is_the_authors_else_those_asked() -> None:
    answers = two_answers()
    assert build_memo(HEADING, answers).questions == (answers[0].question, answers[1].question)
    own = replace(HEADING, question="May we seize?")
    assert build_memo(own, answers).questions == ("May we seize?",)


def test_empty_heading_fields_are_left_out() -> None:
    memo = build_memo(replace(HEADING, to="", date="  "), [])
    assert memo.fields == (("From", "Policy unit"), ("Subject", "Seizure orders"))


@pytest.mark.parametrize(
    ("statement", "citations"),
    [
        pytest.param(Statement("Courts are kind.", ()), (), id="no-citation"),
        pytest.param(Statement("Courts are kind.", (1,)), (pinned(SEIZURE),), id="citation-not-there"),
        pytest.param(Statement("Courts are kind.", (-1,)), (pinned(SEIZURE),), id="negative-index"),
        pytest.param(
            Statement("Courts are kind.", (0,)),
            (pinned(SEIZURE, verdict=Verdict.MISSING),),
            id="quotation-not-in-source",
        ),
    ],
)
def test_an_unsupported_statement_makes_no_memo(
    statement: Statement, citations: tuple[Citation, ...]
) -> None:
    with pytest.raises(UnsupportedStatement, match="Courts are kind"):
        build_memo(HEADING, [answered("Are courts kind?", statement, citations=citations)])


@pytest.mark.parametrize(
    ("numbers", "written"),
    [([4], "note 4"), ([1, 2], "notes 1–2"), ([1, 3, 4, 5, 9], "notes 1, 3–5, 9")],
)
def test_note_ranges(numbers: list[int], written: str) -> None:
    assert note_ranges(numbers) == written


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("2016-05-11", "11 May 2016"),
        ("2016-05", "2016-05"),
        ("2016", "2016"),
        ("spring\n2016", "spring 2016"),
    ],
)
def test_dates_are_written_as_exactly_as_they_are_known(date: str, written: str) -> None:
    assert written_date(date) == written


def test_what_nobody_stated_is_marked() -> None:
    metadata = Metadata("Act", "Congress", "2016", inferred=frozenset({"issuer", "title"}))
    assert describe(metadata) == "Act, Congress [inferred], 2016"


def test_a_place_without_page_section_or_paragraph_is_empty() -> None:
    assert pinpoint(pinned(SEIZURE)) == ""
    assert pinpoint(pinned("Article 2", "v-directive", paragraph=1)) == "para. 1"
    assert DIRECTIVE.startswith("Article 2")


def test_a_title_that_is_the_outermost_heading_is_not_repeated() -> None:
    title = SOURCES["v-dtsa"].metadata.title
    assert pinpoint(pinned(SEIZURE, section=(title, "Seizure"))) == "Seizure"
    assert pinpoint(pinned(SEIZURE, section=(title,), page=1)) == "p. 1"


def test_both_sides_of_a_conflict_have_footnotes_before_the_statement() -> None:
    memo = build_memo(HEADING, [disputed()])
    (section,) = memo.sections
    (conflict,) = section.conflicts
    assert (conflict.title, conflict.explanation) == ("Two sources differ", "Nothing says *which*.")
    assert [(side.text, side.footnotes, side.verbatim) for side in conflict.sides] == [
        (SEIZURE, (1,), True),
        (SECRET, (2,), True),
    ]
    assert section.statements[0].footnotes == (3,)
    assert [note.citation.quote for note in memo.footnotes] == [SEIZURE, SECRET, SEIZURE]
    assert [source.footnotes for source in memo.sources] == [(1, 3), (2,)]


def test_a_side_that_did_not_pass_checking_goes_into_no_memo() -> None:
    answer = disputed()
    (conflict,) = answer.conflicts
    broken = replace(conflict.sides[1], citation=replace(conflict.sides[1].citation, verdict=Verdict.MISSING))
    spoiled = replace(answer, conflicts=(replace(conflict, sides=(conflict.sides[0], broken)),))
    with pytest.raises(UnsupportedStatement):
        build_memo(HEADING, [spoiled])
