"""The records: what goes in comes back, versions stay, filters filter, the lexical index keeps step."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.types import (
    Answer,
    Box,
    Citation,
    Document,
    Dropped,
    Filters,
    Found,
    Heading,
    Layout,
    LibraryChanges,
    Metadata,
    Page,
    Passage,
    Sentence,
    Source,
    Span,
    Statement,
    Status,
    Verdict,
)
from records.conversations import Conversations, UnknownAnswer
from records.database import open_database
from records.library import Library, UnknownDocument, pack, unpack
from records.stored import from_json, to_json
from records.writing import NewVersion, document_id, now, version_id
from tests.stores import version

WIDTH = 4
names = st.text(max_size=20)
numbers = st.integers(0, 10**9)
measures = st.floats(allow_nan=False, allow_infinity=False)
for kind, strategy in ((str, names), (int, numbers), (float, measures)):
    st.register_type_strategy(kind, strategy)
BUILT: dict[type, st.SearchStrategy[object]] = {
    Answer: st.builds(Answer, seconds=st.dictionaries(names, measures)),
    **{
        kind: st.from_type(kind)
        for kind in (Citation, Document, Filters, Found, Layout, Metadata, Passage, Source, Box, Page)
    },
}


@pytest.mark.parametrize("kind", BUILT)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_kept_as_json_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    value = data.draw(BUILT[kind])
    written = to_json(value)
    json.loads(written)
    assert from_json(kind, written) == value


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(open_database(tmp_path / "store"))
    library.keep_vectors({key: np.eye(WIDTH)[[number % 4] * 2] for number, key in enumerate("abcdef")})
    return library


def ids(library: Library) -> list[str]:
    return [listed.source.name for listed in library.documents()]


def matching(library: Library, words: str) -> list[str]:
    """The words of the passages that the lexical index finds; its own check of itself comes first."""
    with library.engine.begin() as connection:
        connection.execute(text("INSERT INTO words(words, rank) VALUES ('integrity-check', 1)"))
        query = "SELECT p.text FROM words JOIN passages p ON p.number = words.rowid WHERE words MATCH :w"
        return sorted(connection.execute(text(query), {"w": words}).scalars())


def test_a_document_comes_back_whole(library: Library) -> None:
    layout = Layout((Heading(0, ("One", "Two")),), (Span(0, 9),), (Page(1, 0, 9, 612, 792),))
    new = version("a.txt", "Secrets.\n", [(0, 8, "a")], issuer="Congress", date="2016")
    new = dataclasses.replace(new, reading=dataclasses.replace(new.reading, layout=layout))
    library.save([new])
    document = library.document(document_id("a.txt"))
    assert document.text == "Secrets.\n"
    assert document.layout == layout
    assert document.source == Source(
        document_id("a.txt"), version_id(document_id("a.txt"), "Secrets.\n"), "a.txt", new.reading.metadata
    )
    assert not document.removed
    assert library.document(document.source.version) == document
    (listed,) = library.documents()
    assert (listed.passages, listed.origin, listed.edited) == (1, "a.txt", frozenset())


def test_versions_stay_when_a_document_changes_and_when_it_goes(library: Library) -> None:
    library.save([version("a.txt", "The first words.", [(0, 16, "a")])])
    first = library.document(document_id("a.txt"))
    library.save([version("a.txt", "The second words.", [(0, 17, "b")])])
    second = library.document(document_id("a.txt"))
    assert second.text == "The second words."
    old = library.document(first.source.version)
    assert (old.text, old.removed) == ("The first words.", True)
    library.remove([document_id("a.txt")])
    assert library.documents() == []
    assert library.count() == (0, 0)
    for source, words in ((first.source, "The first words."), (second.source, "The second words.")):
        gone = library.document(source.version)
        assert (gone.text, gone.removed) == (words, True)
    assert library.document(document_id("a.txt")).removed
    library.save([version("a.txt", "The first words.", [(0, 16, "a")])])
    again = library.document(document_id("a.txt"))
    assert (again.source.version, again.removed) == (first.source.version, False)


def test_the_same_words_read_with_better_places_keep_their_version(library: Library) -> None:
    new = version("a.txt", "Secrets.", [(0, 8, "a")])
    library.save([new])
    before = library.document(document_id("a.txt"))
    reading = dataclasses.replace(new.reading, layout=Layout((Heading(0, ("Found later",)),)))
    library.save([dataclasses.replace(new, reading=reading, content="another file")])
    after = library.document(document_id("a.txt"))
    assert after.source.version == before.source.version
    assert after.layout.heading_path(3) == ("Found later",)
    assert after.content == "another file"


def test_what_came_changed_and_went_since_a_moment(library: Library) -> None:
    library.save([version(name, f"{name} then.") for name in ("kept", "changed", "read again", "removed")])
    library.save([version("gone before", "One.")])
    library.remove([document_id("gone before")])
    moment = now()
    assert library.changes_since(moment) == LibraryChanges()
    library.save([version("changed", "changed now."), version("read again", "read again then.")])
    library.save([version("new", "One."), version("came and went", "Two."), version("gone before", "One.")])
    library.remove([document_id("removed"), document_id("came and went")])
    assert library.changes_since(moment) == LibraryChanges(
        new={document_id(name): name for name in ("gone before", "new")},
        changed={document_id("changed"): "changed"},
        removed={document_id("removed"): "removed"},
    )
    assert library.changes_since(now()) == LibraryChanges()


def test_unknown_documents_are_named(library: Library) -> None:
    with pytest.raises(UnknownDocument, match=r"'nowhere'.*python -m ingest list"):
        library.document("nowhere")
    with pytest.raises(UnknownDocument, match="'nowhere'"):
        library.edit("nowhere", {"title": "x"})


def test_what_was_attached_leaves_with_its_file_however_deep(library: Library) -> None:
    def attach(name: str, parent: str | None) -> NewVersion:
        return dataclasses.replace(
            version(name, f"Words of {name}", [(0, 5, "a")]), parent=parent and document_id(parent)
        )

    letter, inner, deep, other = (
        attach("letter", None),
        attach("inner", "letter"),
        attach("deep", "inner"),
        attach("other", "letter"),
    )
    library.save([letter, inner, deep, other])
    assert ids(library) == ["deep", "inner", "letter", "other"]
    library.save([letter, inner])  # the letter came again, without `other`, and `inner` without `deep`
    assert ids(library) == ["inner", "letter"]
    library.save([letter, inner, deep])
    gone = library.remove([document_id("letter")])
    assert (ids(library), len(gone)) == ([], 3)


def test_edits_hold_against_what_the_file_says_later(library: Library) -> None:
    library.save([version("a.txt", "One.", [(0, 4, "a")], issuer="Nobody")])
    generation = library.index_state().generation
    library.edit(document_id("a.txt"), {"title": "The Elbe", "jurisdiction": "EU"})
    library.edit(document_id("a.txt"), {"issuer": None})
    assert library.index_state().generation > generation
    for words in ("One.", "Two."):
        library.save([version("a.txt", words, [(0, 4, "a")], issuer="Somebody", kind="statute")])
        known = library.document(document_id("a.txt")).source.metadata
        assert (known.title, known.jurisdiction, known.issuer) == ("The Elbe", "EU", None)
        assert known.kind == "statute"
    assert library.documents()[0].edited == {"title", "jurisdiction", "issuer"}
    assert library.select(Filters(jurisdiction=("EU",))) == [document_id("a.txt")]


def test_edited_fields_are_no_longer_inferred(library: Library) -> None:
    new = version("a.txt", "One.")
    metadata = Metadata("a", date="2016", inferred=frozenset({"title", "date"}))
    library.save([dataclasses.replace(new, reading=dataclasses.replace(new.reading, metadata=metadata))])
    library.edit(document_id("a.txt"), {"title": "Another"})
    assert library.document(document_id("a.txt")).source.metadata.inferred == {"date"}


def test_the_lexical_index_keeps_step(library: Library) -> None:
    library.save([version("a.txt", "Rivers run.Breads bake.", [(0, 11, "a"), (11, 23, "b")])])
    library.save([version("b.txt", "A river.", [(0, 8, "c")])])
    assert matching(library, "river") == ["A river.", "Rivers run."]
    library.save([version("a.txt", "Only bread.", [(0, 11, "d")])])
    assert matching(library, "river") == ["A river."]
    assert matching(library, "bread") == ["Only bread."]
    library.edit(document_id("b.txt"), {"title": "Hydrology"})
    assert matching(library, "hydrology") == ["A river."]
    library.remove([document_id("b.txt")])
    assert matching(library, "river OR hydrology") == []


countries = st.sampled_from([None, "US", "EU"])
dates = st.sampled_from([None, "2016", "2016-05", "2016-05-11", "2016-06-01", "2017", "2015-12-31"])
limits = st.sampled_from([None, "2016", "2016-05", "2016-05-11", "2016-01-01", "2017-01-01"])


def passes(known: Metadata, identifier: str, filters: Filters) -> bool:
    """The filters in plain Python, for comparison."""
    for name in ("jurisdiction", "kind", "issuer"):
        wanted = getattr(filters, name)
        if wanted and getattr(known, name) not in wanted:
            return False
    if filters.document and identifier not in filters.document:
        return False
    if filters.date_from or filters.date_to:
        if known.date is None:
            return False
        year, month, day = (int(part) for part in (known.date + "-1-1").split("-")[:3])
        first = datetime.date(year, month, day)
        if filters.date_from:
            year, month, day = (int(part) for part in (filters.date_from + "-1-1").split("-")[:3])
            if first < datetime.date(year, month, day):
                return False
        if filters.date_to and first.isoformat()[: len(filters.date_to)] > filters.date_to:
            return False
    if filters.as_of:
        begun, over = known.in_force_from, known.in_force_to
        if begun and begun + "-01-01"[len(begun) - 4 :] > filters.as_of:
            return False
        if over and filters.as_of[: len(over)] > over:
            return False
    return True


@pytest.fixture(scope="module")
def countless(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Documents of all combinations of jurisdiction, kind and date."""
    library = Library(open_database(tmp_path_factory.mktemp("filters")))
    combinations = [
        {"jurisdiction": jurisdiction, "kind": kind, "date": date, "issuer": issuer}
        for jurisdiction in (None, "US", "EU")
        for kind in (None, "statute")
        for issuer in (None, "O'Neil; DROP TABLE documents")
        for date in (None, "2016", "2016-05", "2016-05-11", "2016-06-01", "2017", "2015-12-31")
    ] + [
        {"in_force_from": begun, "in_force_to": over}
        for begun in (None, "2016", "2016-05-11")
        for over in (None, "2016", "2016-05", "2016-05-11", "2018")
    ]
    known = [{key: value for key, value in fields.items() if value} for fields in combinations]
    library.save([version(f"d{number}", "x", **fields) for number, fields in enumerate(known)])
    return library


@given(
    filters=st.builds(
        Filters,
        jurisdiction=st.sampled_from([(), ("US",), ("US", "EU"), ("us",), ("100%",)]),
        kind=st.sampled_from([(), ("statute",)]),
        issuer=st.sampled_from([(), ("O'Neil; DROP TABLE documents",)]),
        document=st.sampled_from([(), (document_id("d3"), document_id("d40"), "none")]),
        date_from=limits,
        date_to=limits,
        as_of=st.sampled_from([None, "2015-12-31", "2016-05-11", "2016-05-12", "2016-12-31", "2019-01-01"]),
    )
)
def test_filters_are_what_plain_python_says(countless: Library, filters: Filters) -> None:
    expected = [
        listed.source.document
        for listed in countless.documents()
        if passes(listed.source.metadata, listed.source.document, filters)
    ]
    assert countless.select(filters) == sorted(expected)


def test_jurisdictions_are_those_of_the_documents_that_pass(library: Library) -> None:
    library.save(
        [
            version("/a", "a", jurisdiction="China", kind="statute"),
            version("/b", "b", jurisdiction="Korea", kind="case"),
            version("/c", "c"),
        ]
    )
    assert library.jurisdictions() == ("China", "Korea")
    assert library.jurisdictions(Filters(kind=("case",))) == ("Korea",)
    library.remove([document_id("/a")])
    assert library.jurisdictions() == ("Korea",)


def test_dated_sources_are_those_that_state_their_force_or_what_they_supersede(library: Library) -> None:
    library.save(
        [
            version("/begun", "a", in_force_from="2019"),
            version("/over", "b", in_force_to="2019-01-01"),
            version("/newer", "c", supersedes="/over"),
            version("/undated", "d", date="2019"),
        ]
    )
    assert {source.name for source in library.dated_sources()} == {"/begun", "/over", "/newer"}
    library.remove([document_id("/newer")])
    assert {source.name for source in library.dated_sources()} == {"/begun", "/over"}


def test_an_answer_kept_before_there_were_notes_and_cautions_still_loads() -> None:
    kept = json.loads(to_json(ANSWER))
    del kept["notes"]
    for statement in kept["statements"]:
        del statement["caution"]
    for passage in kept["passages"]:
        del passage["barred"]
    assert from_json(Answer, json.dumps(kept)) == ANSWER


def test_more_documents_than_one_statement_takes(library: Library) -> None:
    many = [version(f"d{number:04}", "x", [(0, 1, "a")]) for number in range(1200)]
    library.save(many)
    everyone = [new.document for new in many]
    assert len(library.by_origin([new.origin for new in many])) == 1200
    assert len(list(library.indexed(everyone))) == 1200
    assert len(library.passages([entry.id for entry in library.indexed()])) == 1200
    assert len(library.remove(everyone)) == 1200


@given(st.integers(0, 5), st.integers(1, 400))
def test_vectors_come_back_nearly_the_same(sentences: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(1 + sentences, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    back = unpack(pack(vectors), sentences)
    assert back.shape == vectors.shape
    assert (back * vectors).sum(axis=1) == pytest.approx(1, abs=1e-3)


def test_passages_carry_their_vectors_sentences_and_source(library: Library) -> None:
    library.save([version("a.txt", "Rivers run.", [(0, 11, "b")])])
    (entry,) = library.indexed()
    passage, vectors = library.passages([entry.id, "unknown"])[entry.id]
    assert passage.text == "Rivers run."
    assert passage.sentences == (Sentence(0, 11, 0.0),)
    assert passage.source == library.document(document_id("a.txt")).source
    assert vectors.tolist() == np.eye(WIDTH)[[1, 1]].tolist()
    assert library.known_vectors(["a", "z"]) == {"a"}


def test_the_mark_stands_from_the_first_change_until_the_index_is_written(library: Library) -> None:
    assert library.index_state().writing is False
    library.save([version("a.txt", "One.")])
    assert library.index_state().writing is True
    library.index_written("index-1")
    state = library.index_state()
    assert (state.writing, state.folder) == (False, "index-1")
    library.remove([document_id("a.txt")])
    assert library.index_state().writing is True
    library.index_written()
    assert library.index_state().generation > state.generation
    assert library.index_state().folder == "index-1"


SOURCE = Source("d", "v", "act.txt", Metadata("Act"))
ANSWER = Answer(
    question="What is a trade secret?",
    standalone_question="What is a trade secret?",
    status=Status.ANSWERED,
    statements=(Statement("It is secret.", (0,)),),
    citations=(Citation(SOURCE, 0, 13, "It is secret.", Verdict.EXACT, 3, ("One",), 1),),
    passages=(),
    confidence=0.9,
    answerer="quoting",
    dropped=(Dropped("It is 100% public_", "not in the document"),),
    seconds={"total": 0.2},
)


def test_conversations_keep_their_answers_in_order(library: Library) -> None:
    conversations = Conversations(library.engine)
    first, second = conversations.start("Rivers"), conversations.start("Secrets")
    saved = [conversations.add(first, dataclasses.replace(ANSWER, confidence=n / 10)) for n in range(3)]
    assert [kept.answer.confidence for kept in conversations.answers(first)] == [0.0, 0.1, 0.2]
    assert conversations.answer(saved[1].id).answer == saved[1].answer
    assert [one.title for one in conversations.list()] == ["Rivers", "Secrets"]
    conversations.rename(second, "Bread_100%")
    assert {one.id for one in conversations.list("100%")} == {first, second}, "title, dropped words"
    assert [one.id for one in conversations.list("bread_")] == [second]
    assert [one.id for one in conversations.list("breadX")] == []
    conversations.rate(saved[0].id, 0, "beside the point")
    assert conversations.answer(saved[0].id).rating_reason == "beside the point"
    conversations.delete(first)
    assert conversations.answers(first) == ()
    with pytest.raises(UnknownAnswer, match=saved[0].id):
        conversations.answer(saved[0].id)
