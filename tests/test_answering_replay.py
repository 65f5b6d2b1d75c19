"""An answer and what its question gets now: the same, the same sources, or another one and why."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.replay import Kind, Replayed, compare
from answering.setup import SHAPING, setup_of
from answering.since import Since
from core.settings import Settings
from core.succession import Succession
from core.types import (
    Answer,
    Citation,
    Conflict,
    ConflictKind,
    ConflictSide,
    Filters,
    LibraryChanges,
    Metadata,
    ModelUse,
    Setup,
    Source,
    Span,
    Statement,
    Status,
    Usage,
    Verdict,
)

GIVEN, TODAY = datetime.date(2020, 1, 1), datetime.date(2026, 11, 29)
LAW = Source("law", "law-1", "law.txt", Metadata("The Law"))
NOTE = Source("note", "note-1", "note.txt", Metadata("The Note"))
SINCE = Since(GIVEN, TODAY, {"law": "law-1", "note": "note-1"})
Pinned = tuple[Source, str]


def answer(*said: tuple[str, Pinned], status: Status = Status.ANSWERED) -> Answer:
    """An answer of these statements, each on words of a source."""
    citations = tuple(
        Citation(of, 10 * n, 10 * n + len(words), words, Verdict.EXACT)
        for n, (_, (of, words)) in enumerate(said)
    )
    statements = tuple(Statement(text, (n,)) for n, (text, _) in enumerate(said))
    return Answer("Q?", "Q?", status, statements, citations, (), 0.9, "quoting", documents_searched=2)


FIRST = ("A holder must keep it.", (LAW, "must keep it"))
SECOND = ("It ends after 3 years.", (NOTE, "after 3 years"))
THEN = answer(FIRST, SECOND)
USE = ModelUse("openai:gpt-5", "api.openai.com", {"answer 3": "aa", "judge 1": "bb"}, Usage(9, 9), 1.0)


def moved(source: Source) -> Source:
    return replace(source, version=f"{source.document}-2")


def test_the_same_answer_is_the_same() -> None:
    assert compare(THEN, replace(THEN, seconds={"total": 9.0}, confidence=0.5), SINCE) == Replayed(Kind.SAME)
    refusal = answer(status=Status.REFUSED)
    assert compare(refusal, replace(refusal, reason="Other words."), SINCE).kind is Kind.SAME


CONFLICT = Conflict(
    ConflictKind.UNRESOLVED,
    "Two",
    "Both.",
    0,
    (ConflictSide(THEN.citations[0], Span(0, 4)), ConflictSide(THEN.citations[1], Span(10, 14))),
)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        pytest.param(answer(SECOND, FIRST), "another order", id="order"),
        pytest.param(
            answer(("It must be kept.", FIRST[1]), SECOND), "on the same quotations: 1.", id="other-words"
        ),
        pytest.param(
            answer(FIRST, SECOND, ("So 3 years.", SECOND[1])), "on the same quotations: 1.", id="one-more"
        ),
        pytest.param(
            answer((FIRST[0], (moved(LAW), FIRST[1][1])), SECOND),
            "“The Law” has changed since; the same words stand in it.",
            id="moved",
        ),
        pytest.param(
            answer(FIRST, (SECOND[0], (NOTE, "after\u00ad  3 years"))), "another place", id="typography"
        ),
        pytest.param(
            replace(THEN, statements=(replace(THEN.statements[0], caution="Over."), THEN.statements[1])),
            "Other cautions",
            id="caution",
        ),
        pytest.param(
            replace(THEN, conflicts=(CONFLICT,)), "Other differences between sources", id="conflict"
        ),
    ],
)
def test_the_same_words_of_the_same_documents_are_the_same_sources(now: Answer, said: str) -> None:
    replayed = compare(THEN, now, SINCE)
    assert (replayed.kind, replayed.came, replayed.went) == (Kind.SAME_SOURCES, (), ())
    assert any(said in difference for difference in replayed.differences), replayed.differences


NEW_LAW = Source(
    "new", "new-1", "new.txt", Metadata("The New Law", in_force_from="2025", supersedes="law.txt")
)
THIRD = ("It ends after 5 years.", (NEW_LAW, "after 5 years"))


@pytest.mark.parametrize(
    ("since", "said"),
    [
        pytest.param(replace(SINCE, current={"note": "note-1"}), "“The Law” is no longer in", id="removed"),
        pytest.param(
            replace(SINCE, current={"law": "law-2", "note": "note-1"}), "“The Law” has changed", id="changed"
        ),
        pytest.param(
            replace(SINCE, law=Succession((LAW, NEW_LAW))), "superseded by “The New Law”", id="superseded"
        ),
        pytest.param(
            replace(SINCE, changes=LibraryChanges(new={"new": "The New Law"})),
            "“The New Law” came into the library",
            id="new",
        ),
        pytest.param(
            replace(SINCE, changes=LibraryChanges(changed={"new": "The New Law"})),
            "“The New Law” has changed since.",
            id="grown",
        ),
        pytest.param(
            replace(SINCE), "“The New Law” was in force on only one of 1 January 2020 and 29", id="day"
        ),
    ],
)
def test_a_different_answer_is_told_with_its_cause(since: Since, said: str) -> None:
    replayed = compare(THEN, answer(SECOND, THIRD), since)
    assert replayed.kind is Kind.DIFFERENT
    assert [told.statement.text for told in replayed.went] == [FIRST[0]]
    assert [told.statement.text for told in replayed.came] == [THIRD[0]]
    assert any(said in cause for cause in replayed.causes), replayed.causes
    assert not any("Nothing that is kept" in cause for cause in replayed.causes)


SETUP = setup_of(Settings(), search_model="search:1", reader="reader:1")
OLD_SETUP = replace(SETUP, version="0.0.9")


def made_with(setup: Setup | None, answer: Answer) -> Answer:
    return replace(answer, setup=setup)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda one: replace(one, documents_searched=5), "Then 2 documents", id="documents"),
        pytest.param(lambda one: one, "Nothing that is kept with an answer differs.", id="nothing-known"),
        pytest.param(
            lambda one: replace(one, answerer=USE.name, model=USE),
            "Then it was answered by the sources' own words, now by openai:gpt-5.",
            id="answerer",
        ),
        pytest.param(
            lambda one: made_with(replace(SETUP, version="0.2.0"), one),
            f"Pincite {SETUP.version} answered then, Pincite 0.2.0 answers now.",
            id="version",
        ),
        pytest.param(
            lambda one: made_with(replace(SETUP, code="other"), one),
            f"Pincite itself was changed since, within version {SETUP.version}.",
            id="code",
        ),
        pytest.param(
            lambda one: made_with(replace(SETUP, search_model="search:2"), one),
            "Another search model found the passages: search:1 then, search:2 now.",
            id="search-model",
        ),
        pytest.param(
            lambda one: made_with(replace(SETUP, reader="reader:2"), one),
            "Another reader read the passages: reader:1 then, reader:2 now.",
            id="reader",
        ),
        pytest.param(
            lambda one: made_with(replace(SETUP, abbreviations="ab"), one),
            "Your own list of abbreviations was changed since.",
            id="abbreviations",
        ),
        *(
            pytest.param(
                lambda one, name=name: made_with(
                    setup_of(replace(Settings(), **{name: 6}), search_model="search:1", reader="reader:1"),
                    one,
                ),
                f"{getattr(Settings(), name)} then, 6 now (PINCITE_{name.upper()}).",
                id=name,
            )
            for name in SHAPING
            if not name.startswith("model_")
        ),
    ],
)
def test_without_a_change_of_documents_just_what_differs_is_told(
    change: Callable[[Answer], Answer], said: str
) -> None:
    then = made_with(SETUP, THEN)
    replayed = compare(then, change(made_with(SETUP, answer(FIRST))), SINCE)
    assert (replayed.kind, replayed.came) == (Kind.DIFFERENT, ())
    (cause,) = replayed.causes
    assert said in cause


def test_a_language_models_room_matters_only_where_one_wrote() -> None:
    narrow = setup_of(replace(Settings(), model_window=4096), search_model="search:1", reader="reader:1")
    then, now = made_with(SETUP, THEN), made_with(narrow, answer(FIRST))
    assert not any("PINCITE_MODEL_WINDOW" in cause for cause in compare(then, now, SINCE).causes)
    then, now = (replace(one, answerer=USE.name, model=USE) for one in (then, now))
    (cause,) = compare(then, now, SINCE).causes
    assert cause.endswith("8192 then, 4096 now (PINCITE_MODEL_WINDOW).")


def test_without_the_reader_its_number_of_passages_alone_is_told() -> None:
    unread = setup_of(replace(Settings(), passages_read=0), search_model="search:1", reader="reader:1")
    assert unread.reader is None
    (cause,) = compare(made_with(SETUP, THEN), made_with(unread, answer(FIRST)), SINCE).causes
    assert "8 then, 0 now (PINCITE_PASSAGES_READ)" in cause


def test_a_setting_that_one_version_does_not_know_is_not_compared() -> None:
    then = made_with(replace(SETUP, settings={"forgotten": 3}), THEN)
    (cause,) = compare(then, made_with(SETUP, answer(FIRST)), SINCE).causes
    assert cause.startswith("Nothing that is kept with an answer differs.")


def test_of_an_answer_without_a_setup_it_is_said_that_none_was_kept() -> None:
    now = made_with(SETUP, answer(FIRST))
    (cause,) = compare(THEN, now, SINCE).causes
    assert cause.startswith("Pincite did not yet keep its settings with an answer")
    known = compare(THEN, now, replace(SINCE, current={"law": "law-1"})).causes
    assert known == ("“The Note” is no longer in the library.",)


def test_documents_that_neither_answer_cites_are_named_where_no_other_explains_it() -> None:
    then, now = made_with(SETUP, THEN), made_with(SETUP, answer(FIRST))
    titles = {str(number): f"Act {number}" for number in range(1, 6)}
    changes = LibraryChanges(new=titles, changed={"six": "Act 6"}, removed={"seven": "Act 7"})
    assert compare(then, now, replace(SINCE, changes=changes)).causes == (
        "New in the library since, and searched too: “Act 1”, “Act 2”, “Act 3” and 2 more.",
        "Changed in the library since, and searched too: “Act 6”.",
        "Taken out of the library since: “Act 7”.",
    )
    gone = replace(SINCE, changes=changes, current={"law": "law-1"})
    assert compare(then, now, gone).causes == ("“The Note” is no longer in the library.",)


def test_a_setup_that_differs_is_told_unless_the_answer_is_the_same() -> None:
    then = made_with(OLD_SETUP, THEN)
    again = compare(then, made_with(SETUP, answer(SECOND, FIRST)), SINCE)
    assert again.causes == (f"Pincite 0.0.9 answered then, Pincite {SETUP.version} answers now.",)
    assert compare(then, made_with(SETUP, THEN), SINCE) == Replayed(Kind.SAME)


def test_prompts_that_changed_are_named() -> None:
    then = replace(THEN, answerer=USE.name, model=USE, setup=SETUP)
    now = replace(answer(FIRST), answerer=USE.name, model=replace(USE, prompts={"answer 4": "cc"}))
    now = made_with(SETUP, now)
    assert compare(then, now, SINCE).causes == ("The model was asked with other prompts: answer.",)
    again = replace(now, model=USE)
    assert compare(then, again, SINCE).causes == (
        "openai:gpt-5 does not write the same each time it is asked.",
    )


def test_an_answer_that_is_refused_now_is_a_different_one() -> None:
    replayed = compare(THEN, answer(status=Status.REFUSED), replace(SINCE, current={}))
    assert replayed.kind is Kind.DIFFERENT
    assert replayed.differences == ("Then it was answered, now it is not answered.",)
    assert len(replayed.went) == 2
    partly = replace(THEN, status=Status.PARTIAL)
    assert compare(THEN, partly, SINCE).kind is Kind.DIFFERENT


def test_the_day_explains_nothing_of_an_answer_as_of_a_day() -> None:
    then = replace(THEN, filters=Filters(as_of="2019-01-01"))
    causes = compare(then, answer(SECOND, THIRD), SINCE).causes
    assert not any("on only one of" in cause for cause in causes)


SAID = st.lists(st.sampled_from([FIRST, SECOND, THIRD, ("Other words.", FIRST[1])]), max_size=4)


@given(SAID, SAID)
def test_what_came_one_way_went_the_other_way(
    one: list[tuple[str, Pinned]], other: list[tuple[str, Pinned]]
) -> None:
    then, now = answer(*one), answer(*other)
    there, back = compare(then, now, SINCE), compare(now, then, SINCE)
    assert there.kind is back.kind
    assert [told.statement for told in there.came] == [told.statement for told in back.went]
    assert (there.kind is Kind.SAME) == (
        [s.text for s in then.statements] == [s.text for s in now.statements]
        and then.citations == now.citations
    )
    assert (there.kind is Kind.DIFFERENT) == ({pin for _, pin in one} != {pin for _, pin in other})
    assert all(said.endswith(".") for said in (*there.differences, *there.causes))
    assert bool(there.causes) == (there.kind is Kind.DIFFERENT)  # no setup differs here
