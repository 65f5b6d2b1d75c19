"""Which documents a question names, and that their passages come first then, and only then."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.types import Filters
from records.database import SCHEMA, open_database
from records.library import Library
from records.manifest import FILE
from records.names import file_words
from records.writing import document_id
from tests.stores import Store, keep_vectors, version, write_files
from vectorstore.routing import Clue, Router, asked_of_them, explained

LEASE = "This Lease is governed by the laws of {}. The tenant shall give notice of thirty days. {}"
FILES = {
    "AcmeCorp_20190401_EX-10.2_Office Lease.txt": LEASE.format("Ohio", "The rent is due monthly."),
    "AcmeCorp_20210930_EX-10.7_Supply Agreement.txt": LEASE.format("Ohio", "Goods are supplied weekly."),
    "NORTHERNLIGHTFOUNDRYINC_Lease.txt": LEASE.format("Maine", "The rent is due yearly."),
    "brightwater.com.txt": LEASE.format("Texas", "We keep your data for two years."),
    "Zephyr Holdings - Lease.txt": LEASE.format("Utah", "AcmeCorp is no party to this."),
    "Kestrel/terms2.txt": LEASE.format("Iowa", "Premises are to be kept clean."),
    "general.txt": "Leases are governed by the law that they name. Rent, notice and term vary.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(open_database(tmp_path_factory.mktemp("names")))
    keep_vectors(library, FILES)
    titles = {name: name.removesuffix(".txt").replace("_", " ") for name in FILES}
    titles["Kestrel/terms2.txt"] = "Terms"
    library.save(
        [version(name, words, [(0, len(words), name)], title=titles[name]) for name, words in FILES.items()]
    )
    return library


def named(library: Library, question: str, among: list[str] | None = None) -> set[str]:
    """The names of the documents that the question names."""
    ids = {listed.source.document: listed.source.name for listed in library.documents()}
    allowed = None if among is None else [document_id(name) for name in among]
    searched = len(ids) if among is None else len(among)
    found = Router(library.engine).named(question, among=allowed, searched=searched)
    return {ids[document] for document in found.documents} if found else set()


LEASE_OF_ACME, SUPPLY_OF_ACME, FOUNDRY, BRIGHT, ZEPHYR, KESTREL, _ = FILES


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        pytest.param("Consider the Office Lease of AcmeCorp; who pays?", {LEASE_OF_ACME}, id="one of two"),
        pytest.param("Consider the Supply Agreement of AcmeCorp; who pays?", {SUPPLY_OF_ACME}, id="other"),
        pytest.param("What is due under the leases of AcmeCorp from 2021-09-30?", {LEASE_OF_ACME}, id="kind"),
        pytest.param("What may AcmeCorp do?", {LEASE_OF_ACME, SUPPLY_OF_ACME}, id="both of a name"),
        pytest.param("Which law governs the Acme Corp Office Lease?", {LEASE_OF_ACME}, id="written apart"),
        pytest.param("Does the Northern Light Foundry pay rent?", {FOUNDRY}, id="written together"),
        pytest.param("brightwater.com: How long is my data kept?", {BRIGHT}, id="domain"),
        pytest.param("What do the Kestrel terms say?", {KESTREL}, id="folder and file name, not title"),
        pytest.param("Compare the notice of Zephyr with that of Kestrel.", {ZEPHYR, KESTREL}, id="two"),
        pytest.param("What is a lease governed by?", set(), id="none"),
        pytest.param("Is the Lease governed by Ohio law?", set(), id="capitals that name nothing"),
        pytest.param("Who is Xanthippe Ltd?", set(), id="a name that is not there"),
        pytest.param("", set(), id="empty"),
    ],
)
def test_the_documents_that_a_question_names(library: Library, question: str, documents: set[str]) -> None:
    assert named(library, question) == documents


def test_a_name_that_many_documents_mention_names_none(tmp_path: Path) -> None:
    library = Library(open_database(tmp_path))
    texts = {f"{n}.txt": f"As in Waymo, the court held {n}." for n in range(8)}
    texts["Waymo v Uber.txt"] = "Waymo sued Uber."
    keep_vectors(library, texts)
    library.save([version(name, words, [(0, len(words), name)]) for name, words in texts.items()])
    assert named(library, "What was decided in Waymo?") == set(), "eight others speak of it too"
    assert named(library, "What was decided against Uber?") == {"Waymo v Uber.txt"}


def test_who_may_not_see_a_document_learns_nothing_of_it(library: Library) -> None:
    question = "Consider the Office Lease of AcmeCorp; who pays?"
    assert named(library, question, [FOUNDRY, BRIGHT, ZEPHYR]) == set()
    assert named(library, question, [FOUNDRY, LEASE_OF_ACME]) == {LEASE_OF_ACME}
    assert named(library, question, []) == set()


@given(st.one_of(st.text(max_size=120), st.text(st.sampled_from("aB1 ;:,?.\"'()*^-_{}§"), max_size=60)))
def test_no_question_breaks_it(library: Library, question: str) -> None:
    found = Router(library.engine).named(question, among=None, searched=len(FILES))
    assert found is None or found.question


def clue(weight: float, *documents: str) -> Clue:
    """A clue that points at the documents."""
    return Clue(frozenset(), frozenset(documents), weight)


@pytest.mark.parametrize(
    ("clues", "documents"),
    [
        ([], ()),
        ([clue(0, "a")], ()),
        ([clue(1, "a", "b"), clue(1, "b", "c")], ("b",)),
        ([clue(2, "a"), clue(1, "b")], ("a", "b")),
        ([clue(1, "a", "b"), clue(0, "b")], ("b",)),
        ([clue(1, "a", "b"), clue(0, "c")], ("a", "b")),
    ],
)
def test_the_fewest_documents_explain_all_names(clues: list[Clue], documents: tuple[str, ...]) -> None:
    assert explained(clues) == documents


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Consider the Lease of Acme; who pays?", "who pays?"),
        ("acme.com: Who sees my data?", "Who sees my data?"),
        ("In the Acme lease, who pays?", "who pays?"),
        ("Who pays the rent under the Lease of Acme?", "Who pays the rent?"),
        ("Who pays the rent in acme.com?", "Who pays the rent?"),
        ("What is Acme?", "What is Acme?"),
        ("Whereas it rains; who pays?", "Whereas it rains; who pays?"),
        ("Who pays in Acme and who does not?", "Who pays in Acme and who does not?"),
    ],
)
def test_the_clause_that_names_is_not_searched_for(question: str, asked: str) -> None:
    assert asked_of_them(question, {"acme", "lease", "com"}) == asked


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("acme_NDAs/MyTerms.txt", "acme NDAs MyTerms My Terms"),
        ("AcmeCorp_2019-EX-10.2.pdf", "AcmeCorp Acme Corp 2019 EX 10 2"),
        ("terms2.html", "terms2 terms 2"),
        ("HTTPServer.md", "HTTPServer HTTP Server"),
        ("1234", "1234"),
        ("", ""),
    ],
)
def test_the_words_of_a_file_name(name: str, words: str) -> None:
    assert file_words(name) == words


def test_passages_of_the_named_document_come_first(store: Store, tmp_path: Path) -> None:
    store.add(write_files(tmp_path / "leases", FILES))
    question = "Consider the Lease of NORTHERNLIGHTFOUNDRYINC; which law governs?"
    found = store.search(question, limit=5)
    assert found.passages[0].source.name == FOUNDRY
    assert found.question == question
    assert len({passage.source.name for passage in found.passages}) > 1, "the others follow"
    scores = [passage.score for passage in found.passages]
    assert scores == sorted(scores, reverse=True)
    assert store.found("Who keeps data, according to brightwater.com?", 1) == [BRIGHT]
    other = Filters(document=(document_id(str(tmp_path / "leases" / ZEPHYR)),))
    assert {p.source.name for p in store.search(question, limit=5, filters=other).passages} == {ZEPHYR}


def test_where_more_is_named_than_documents_all_are_searched_as_well(store: Store, tmp_path: Path) -> None:
    files = {**FILES, "ohio.txt": "Ohio Leasing Statute: a tenant in Ohio may give notice of ten days."}
    store.add(write_files(tmp_path / "leases", files))
    found = store.found("How does notice in Kestrel terms differ from the Ohio Leasing Statute?", 2)
    assert set(found) == {KESTREL, "ohio.txt"}


def test_names_follow_what_the_library_holds(tmp_path: Path) -> None:
    library = Library(open_database(tmp_path))
    keep_vectors(library, "k")
    texts = ("alpha.txt", "beta.txt", "gamma.txt")
    library.save([version(name, "Some words.", [(0, 11, "k")]) for name in texts])
    assert named(library, "Alpha says what?") == set(), "the first word of a sentence may be any"
    assert named(library, "What does Alpha say?") == {"alpha.txt"}
    library.edit(document_id("alpha.txt"), {"title": "Omega"})
    assert named(library, "What is said in Omega?") == {"alpha.txt"}
    library.remove([document_id("alpha.txt")])
    assert named(library, "What is said in Omega?") == set()
    library.save([version("alpha.txt", "Other words.", [(0, 12, "k")])])
    assert named(library, "What is said in Omega?") == {"alpha.txt"}


def test_a_title_names_only_where_the_question_says_so(tmp_path: Path) -> None:
    library = Library(open_database(tmp_path))
    titles = {"1": "Loss of Klf2 in mice", "2": "Ageing of worms", "3": "Sleep of fruit flies"}
    keep_vectors(library, titles)
    library.save([version(name, "Words.", [(0, 6, name)], title=title) for name, title in titles.items()])
    assert named(library, "The role of Klf2 is important.") == set(), "titles may be prose"
    assert named(library, "Consider the study of Klf2; what was lost?") == {"1"}
    assert named(library, "What was lost in Klf2?") == {"1"}


def test_libraries_made_before_names_were_kept_learn_them(tmp_path: Path) -> None:
    engine = open_database(tmp_path)
    library = Library(engine)
    keep_vectors(library, "k")
    library.save(
        [version(name, "Some words.", [(0, 11, "k")]) for name in ("AcmeCorp.txt", "b.txt", "c.txt")]
    )
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        for trigger in ("names_insert", "names_delete", "names_update"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.executescript(
            "DROP TABLE name_words; DROP TABLE names; DROP TABLE memo_uses; DROP TABLE memo_revisions;"
            "DROP TABLE memos; CREATE TABLE memos (id, heading, answers, created, updated);"
            "ALTER TABLE documents DROP COLUMN removed; PRAGMA user_version = 1;"
        )
    again = Library(open_database(tmp_path))
    assert named(again, "What does Acme Corp say?") == {"AcmeCorp.txt"}
    assert len(again.documents()) == 3
    with again.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA
