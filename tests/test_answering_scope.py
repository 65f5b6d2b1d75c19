"""Answers as of a day and of places: a small library of versions, real search, real records."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import pytest

from answering.answer import answer_question
from answering.caveats.scope import read_scope
from answering.caveats.versions import Versions, in_force, written_day
from answering.printed import as_row, as_text
from answering.protocols import Answerer, Draft, Library
from answering.quoting import Quoting
from core.types import (
    NO_FILTERS,
    Answer,
    DraftStatement,
    Filters,
    Metadata,
    Passage,
    Quotation,
    Source,
    Status,
)
from tests.stores import Store, write_files
from vectorstore.embed import Embedder

TODAY = datetime.date(2026, 11, 25)
ADDED = "The higher fine for the theft of a recipe came with the 2019 text of the Norwegian Recipe Act."
OLD = "Under the 2017 text of the Norwegian Recipe Act the theft of a recipe brings a fine of 100 crowns."
NEW = "Under the 2019 text of the Norwegian Recipe Act the theft of a recipe brings a fine of 900 crowns."
COMING = "Under the 2027 text of the Norwegian Recipe Act the theft of a recipe brings a fine of 5000 crowns."
LATER = "Since 2019 the theft of a recipe brings a fine of 900 crowns in Norway."
ALWAYS = "The theft of a recipe is an offence that brings a fine in Norway."
SWEDISH = "In Sweden the theft of a recipe brings a fine of 30 crowns."
DANISH = "Under the Danish Recipe Act of 2016 the theft of a recipe brings a fine of 70 crowns."


def brief(words: str, title: str, **known: str) -> str:
    """A Markdown file with its front matter."""
    stated = "\n".join(f"{name}: {value}" for name, value in {"title": title, **known}.items())
    return f"---\n{stated}\n---\n\n{words}\n"


FILES = {
    "act-2017.md": brief(
        f"{OLD}\n\n{ADDED}",
        "Norwegian Recipe Act, 2017 text",
        jurisdiction="Norway",
        in_force_from="2018-01-01",
        in_force_to="2019-04-22",
    ),
    "act-2019.md": brief(
        NEW,
        "Norwegian Recipe Act, 2019 text",
        jurisdiction="Norway",
        in_force_from="2019-04-23",
        in_force_to="2026-12-31",
        supersedes="act-2017.md",
    ),
    "act-2027.md": brief(
        COMING,
        "Norwegian Recipe Act, 2027 text",
        jurisdiction="Norway",
        in_force_from="2027-01-01",
        supersedes="act-2019.md",
    ),
    "norway.md": brief(f"{LATER}\n\n{ALWAYS}", "Recipes in Norway", jurisdiction="Norway"),
    "sweden.md": brief(SWEDISH, "Recipes in Sweden", jurisdiction="Sweden"),
    "denmark.md": brief(DANISH, "Danish Recipe Act", jurisdiction="Denmark", in_force_from="2016-06-01"),
}


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Store:
    """The library of versions. Tests must leave it as it is."""
    folder = tmp_path_factory.mktemp("law")
    store = Store(folder / "store", embedder)
    store.add(write_files(folder / "files", FILES))
    return store


class Everything:
    """An answerer that quotes all that it may, so that what it may is seen."""

    name = "everything"

    def __call__(
        self,
        question: str,
        passages: Sequence[Passage],
        *,
        library: Library,
        most: int,
        absent: Sequence[str] = (),
    ) -> Draft:
        quoted = [
            DraftStatement(words, (Quotation(passage.source, words, sentence.start),))
            for passage in passages
            for sentence in passage.sentences
            if sentence.start not in passage.barred
            for words in [passage.text[sentence.start - passage.start : sentence.end - passage.start]]
        ]
        return Draft(tuple(quoted), 0.9)


def ask(law: Store, question: str, filters: Filters = NO_FILTERS, by: Answerer | None = None) -> Answer:
    return answer_question(
        question,
        search=law.search,
        library=law.library,
        settings=law.settings,
        filters=filters,
        answerer=by or Everything(),
        today=TODAY,
    )


def cautions(answer: Answer) -> dict[str, str | None]:
    return {statement.text: statement.caution for statement in answer.statements}


def order(answer: Answer, *texts: str) -> list[int]:
    said = [statement.text for statement in answer.statements]
    return [said.index(text) for text in texts]


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        pytest.param(
            "As of 1 March 2018, what fine does the theft of a recipe bring in Norway?",
            Filters(),
            id="question",
        ),
        pytest.param(
            "What fine does the theft of a recipe bring in Norway?", Filters(as_of="2018-03-01"), id="filter"
        ),
        pytest.param(
            "As of 1 March 2020, what fine does the theft of a recipe bring in Norway?",
            Filters(as_of="2018-03-01"),
            id="the-filter-wins",
        ),
    ],
)
def test_an_answer_as_of_a_day_quotes_the_law_of_that_day_and_says_so(
    law: Store, question: str, filters: Filters
) -> None:
    answer = ask(law, question, filters)
    said = cautions(answer)
    assert said[OLD] is None
    assert not {NEW, COMING, LATER} & said.keys()
    assert ALWAYS in said
    assert answer.notes[0].startswith("Asked as of 1 March 2018: ")
    assert answer.filters.as_of == "2018-03-01"
    quoted = cautions(ask(law, question, filters, Quoting()))
    assert quoted
    assert not {NEW, COMING, LATER} & quoted.keys()


def test_the_words_that_only_say_the_day_are_not_searched_for(law: Store) -> None:
    question = "As of 1 March 2018, what fine does the theft of a recipe bring in Norway?"
    scope = read_scope(question, NO_FILTERS, law.library, TODAY)
    assert scope.question == "What fine does the theft of a recipe bring in Norway?"
    assert ask(law, question).standalone_question == question  # asked again, it asks as of the same day
    restated = scope.restated("What fine (penalty) does the theft of a recipe bring in Norway?")
    assert read_scope(restated, NO_FILTERS, law.library, TODAY).day == scope.day


def test_under_the_2017_law_asks_as_of_its_days(law: Store) -> None:
    answer = ask(law, "Under the 2017 law, what fine does the theft of a recipe bring in Norway?")
    assert OLD in cautions(answer)
    assert NEW not in cautions(answer)
    assert answer.filters.as_of == "2018-01-01"


def test_what_the_old_text_says_of_the_new_one_carries_a_caution(law: Store) -> None:
    said = cautions(ask(law, "As of 1 March 2018, what fine does the theft of a recipe bring in Norway?"))
    assert said[ADDED] == "Speaks of a later day than 1 March 2018."


def test_a_year_of_the_law_in_force_selects_nothing(law: Store) -> None:
    answer = ask(law, "What fine does the Danish Recipe Act of 2016 bring for the theft of a recipe?")
    assert answer.filters.as_of is None
    assert cautions(answer)[DANISH] is None


def test_without_a_day_the_law_in_force_comes_first_and_the_others_say_what_they_are(law: Store) -> None:
    answer = ask(law, "What fine does the theft of a recipe bring under the Norwegian Recipe Act?")
    said = cautions(answer)
    assert said[NEW] is None
    assert said[OLD] == (
        "No longer in force: until 22 April 2019; superseded by “Norwegian Recipe Act, 2019 text”."
    )
    assert said[COMING] == "Not yet in force: from 1 January 2027."
    assert order(answer, NEW)[0] < min(order(answer, OLD, COMING))
    assert answer.notes == ("Sources on Norway come first, where there are any.",)


def test_places_in_the_question_leave_out_what_is_said_of_others(law: Store) -> None:
    question = "What fine does the theft of a recipe bring"
    assert order(ask(law, f"{question} in Sweden?"), SWEDISH) == [0]
    assert NEW in cautions(ask(law, f"{question} in Sweden?"))  # its own law, further down
    assert order(ask(law, f"{question} in Sweden?", by=Quoting()), SWEDISH) == [0]
    both = ask(law, f"{question} in Sweden and in Denmark?")
    assert set(order(both, SWEDISH, DANISH)) == {0, 1}
    assert ask(law, f"{question} in Sweden and in Denmark?").notes == (
        "Sources on Denmark and Sweden come first, where there are any.",
    )


def test_a_place_without_documents_or_a_chosen_jurisdiction_prefers_nothing(law: Store) -> None:
    question = "What fine does the theft of a recipe bring in"
    assert ask(law, f"{question} Japan?").notes == ()
    assert ask(law, f"{question} Sweden?", Filters(jurisdiction=("Norway",))).notes == ()
    assert ask(law, f"{question} Sweden?", Filters(kind=("case",))).status is Status.REFUSED


@pytest.mark.parametrize(
    "question",
    [
        "How did the fine for the theft of a recipe change in Norway in 2019?",
        "What changed between 2017 and 2019 in the fine for the theft of a recipe in Norway?",
        "What is different since 1 March 2018 in the fine for the theft of a recipe in Norway?",
        "Norwegian Recipe Act 2017 vs 2019: the fine for the theft of a recipe?",
    ],
)
def test_what_changed_quotes_both_texts_each_under_its_name(law: Store, question: str) -> None:
    answer = ask(law, question)
    old, new = answer.statements[:2]
    assert (old.text, new.text) == (OLD, NEW)
    assert old.lead == "Norwegian Recipe Act, 2017 text (in force from 1 January 2018 to 22 April 2019)"
    assert new.lead == "Norwegian Recipe Act, 2019 text (in force from 23 April 2019 to 31 December 2026)"
    assert old.caution is not None
    assert (
        "Compared: “Norwegian Recipe Act, 2017 text” and “Norwegian Recipe Act, 2019 text”." in answer.notes
    )
    for statement in (old, new):
        (citation,) = (answer.citations[index] for index in statement.citations)
        text = law.library.document(citation.source.version).text
        assert text[citation.start : citation.end] == citation.quote == statement.text


def test_what_changed_says_where_the_library_has_not_both_texts(law: Store) -> None:
    one = ask(law, "What changed in the Danish Recipe Act since 2018 in the fine for theft?")
    assert "The library has only one version of this law: “Danish Recipe Act”." in one.notes
    none = ask(law, "How did the fine in the Norwegian Recipe Act change in 2018?")
    assert "The library has no version of this law that was in force on 31 December 2017." in none.notes
    same = ask(law, "What changed in the Norwegian Recipe Act from 1 May 2020 to 1 May 2021 in the fine?")
    assert "The library has one version for both times: “Norwegian Recipe Act, 2019 text”." in same.notes
    chosen = Filters(document=(law_id(law, "act-2019.md"),))
    limited = ask(law, "How did the fine for the theft of a recipe change in Norway in 2019?", chosen)
    assert {citation.source.name for citation in limited.citations} == {"act-2019.md"}


def law_id(law: Store, name: str) -> str:
    return next(one.source.document for one in law.library.documents() if one.source.name == name)


def test_notes_and_cautions_stand_in_the_row_and_on_the_terminal(law: Store) -> None:
    answer = ask(law, "What fine does the theft of a recipe bring under the Norwegian Recipe Act?")
    row = as_row(answer)
    assert row["notes"] == ["Sources on Norway come first, where there are any."]
    assert "Not yet in force: from 1 January 2027." in str(row["statements"])
    assert "Not yet in force" not in answer.text
    printed = as_text(answer)
    assert printed.startswith("Sources on Norway come first, where there are any.")
    assert "[Not yet in force: from 1 January 2027.]" in printed


def test_a_library_that_dates_nothing_reads_no_day(store: Store, tmp_path: Path) -> None:
    store.add(write_files(tmp_path / "files", {"sweden.md": FILES["sweden.md"]}))
    answer = ask(store, "As of 1 March 2018, what fine did the theft of a recipe bring in Sweden?")
    assert answer.filters == Filters()
    assert answer.standalone_question == answer.question


def source(name: str, **known: str | None) -> Source:
    return Source(name, f"{name}-v", name, Metadata(**{"title": name.title(), **known}))  # type: ignore[arg-type]


FIRST = source("law/one.md")
SECOND = source("law/two.md", supersedes="one.md")
THIRD = source("law/three.md", supersedes="Law/Two.Md", in_force_from="2030")
TURNING = source("turning.md", supersedes="round.md"), source("round.md", supersedes="turning.md")


def test_a_chain_is_found_by_name_beside_it_or_title_and_never_turns_round() -> None:
    versions = Versions((FIRST, SECOND, THIRD))
    for one in versions.sources:
        assert versions.chain(one) == (FIRST, SECOND, THIRD)
    assert len(Versions(TURNING).chain(TURNING[0])) == 2


def test_a_superseded_source_says_so_even_without_dates() -> None:
    versions = Versions((SECOND, THIRD))
    assert Versions((FIRST, *versions.sources)).caution(FIRST, TODAY) == "Superseded by “Law/Two.Md”."
    assert versions.caution(FIRST, TODAY) is None
    assert versions.caution(SECOND, TODAY) is None
    assert versions.caution(SECOND, datetime.date(2031, 1, 1)) == "Superseded by “Law/Three.Md”."
    assert versions.caution(THIRD, TODAY) == "Not yet in force: from 2030."
    over = source("over.md", in_force_to="2024-08")
    assert Versions(()).caution(over, TODAY) == "No longer in force: until August 2024."


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2018-12-31", False), ("2019-01-01", True), ("2024-08-31", True), ("2024-09-01", False)],
)
def test_a_date_known_in_part_counts_from_its_first_day_to_its_last(day: str, expected: bool) -> None:
    known = Metadata("Act", in_force_from="2019", in_force_to="2024-08")
    assert in_force(known, datetime.date.fromisoformat(day)) is expected


def test_days_are_written_as_exactly_as_they_are_known() -> None:
    assert [written_day(day) for day in ("2018-03-01", "2018-03", "2018", TODAY)] == [
        "1 March 2018",
        "March 2018",
        "2018",
        "25 November 2026",
    ]
