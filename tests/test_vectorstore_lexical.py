"""Search by words: what a question names exactly is found first, and no question breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.types import Filters
from records.database import open_database
from records.library import Library
from records.writing import document_id
from tests.stores import Store, keep_vectors, version, write_files
from vectorstore.lexical import Identifier, LexicalIndex, content_words, identifiers


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        pytest.param(
            "What does 18 U.S.C. 1839(3) say?", [("18 u s c 1839 3", "18 usc 1839 3")], id="code section"
        ),
        pytest.param("18 USC § 1836(b)(1)", [("18 u s c 1836 b 1", "18 usc 1836 b 1")], id="code with sign"),
        pytest.param("What is in § 1836(b)?", [("1836 b",)], id="section sign"),
        pytest.param("See §§ 1831", [("1831",)], id="two signs"),
        pytest.param("Article 39 of TRIPS", [("article 39", "art 39")], id="article"),
        pytest.param("Art. 39 TRIPS", [("art 39", "article 39")], id="art with a point"),
        pytest.param("Section 337", [("section 337", "sec 337")], id="section"),
        pytest.param("Recital 16?", [("recital 16",)], id="recital"),
        pytest.param("chapter 20.77", [("chapter 20 77",)], id="chapter with a part"),
        pytest.param("Directive 2016/943", [("2016 943",)], id="directive"),
        pytest.param("Pub. L. 114-153", [("114 153",)], id="public law"),
        pytest.param("37 CFR 2.61", [("37 c f r 2 61", "37 cfr 2 61")], id="regulation"),
        pytest.param('who said "reasonable measures"?', [("reasonable measures",)], id="quoted"),
        pytest.param("“Friends of Trade Secrets”", [("friends of trade secrets",)], id="typographic quotes"),
        pytest.param(
            "Article 39 and Art. 39", [("article 39", "art 39"), ("art 39", "article 39")], id="both"
        ),
        pytest.param(
            'Art. 2 of 2016/943 and "due diligence"',
            [("due diligence",), ("art 2", "article 2"), ("2016 943",)],
            id="three at once",
        ),
        pytest.param("What did they agree in 2015?", [], id="a year alone"),
        pytest.param('"§§"', [], id="signs without words"),
        pytest.param("", [], id="empty"),
    ],
)
def test_what_a_question_names_exactly(question: str, phrases: list[tuple[str, ...]]) -> None:
    assert identifiers(question) == [Identifier(written) for written in phrases]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is a trade secret?", ["trade", "secret"]),
        ("Secret secrets SECRET", ["secret", "secrets"]),
        ("What was it?", []),
    ],
)
def test_words_that_say_nothing_are_left_out(question: str, words: list[str]) -> None:
    assert content_words(question) == words


TEXTS = {
    "a": "Under 18 U.S.C. § 1839(3) a trade secret is information.",
    "b": "Article 39 protects undisclosed information.",
    "c": "Article 3 and Recital 39 concern other matters, the 1839 rebellion for one.",
    "d": "Pub. L. 114-153 amended 18 USC 1836(b).",
    "e": "Reasonable measures; measures that are reasonable.",
    "f": "Art. 39(2) of TRIPS and Directive 2016/943.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(open_database(tmp_path_factory.mktemp("words")))
    keep_vectors(library, TEXTS)
    library.save([version(name, words, [(0, len(words), name)]) for name, words in TEXTS.items()])
    return library


@pytest.fixture(scope="module")
def index(library: Library) -> LexicalIndex:
    return LexicalIndex(library.engine)


def names(library: Library, ids: object) -> set[str]:
    with library.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT id, title FROM passages").all()
    known = dict(tuple(row) for row in rows)
    return {known[identifier] for identifier in ids}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("question", "holders"),
    [
        ("18 U.S.C. 1839(3)", {"a"}),
        ("§ 1836(b)", {"d"}),
        ("18 U.S.C. § 1836(b)", {"d"}),
        ("Article 39", {"b", "f"}),
        ("Art. 39", {"b", "f"}),
        ("Directive 2016/943", {"f"}),
        ("Pub. L. 114-153", {"d"}),
        ('"reasonable measures"', {"e"}),
        ('"measures reasonable"', set()),
    ],
)
def test_identifiers_are_found_however_they_are_written(
    library: Library, index: LexicalIndex, question: str, holders: set[str]
) -> None:
    held = index.holding(identifiers(question), limit=10, documents=None)
    assert names(library, held) == holders
    assert set(held.values()) <= {1}


def test_a_passage_that_holds_more_of_them_counts_more(library: Library, index: LexicalIndex) -> None:
    held = index.holding(identifiers("Art. 39 and Directive 2016/943"), limit=10, documents=None)
    assert sorted(held.values()) == [1, 2]
    assert names(library, [key for key, count in held.items() if count == 2]) == {"f"}


def test_only_the_given_documents_are_searched(library: Library, index: LexicalIndex) -> None:
    only = [document_id("b")]
    assert names(library, index.query("information", limit=5, documents=None)) == {"a", "b"}
    assert names(library, index.query("information", limit=5, documents=only)) == {"b"}
    assert index.query("information", limit=5, documents=[]) == {}
    assert names(library, index.holding(identifiers("Art. 39"), limit=5, documents=only)) == {"b"}


def test_titles_are_searched_and_words_are_stemmed(library: Library, index: LexicalIndex) -> None:
    assert names(library, index.query("amending", limit=5, documents=None)) == {"d"}
    assert names(library, index.query("PROTECTION of Ümlauts protecting", limit=5, documents=None)) == {"b"}


HOSTILE = [
    "",
    " ",
    '"',
    '""',
    "'; DROP TABLE passages; --",
    "a AND",
    "NOT NEAR(a b, 5)",
    "title:secret",
    "sec* OR -law ^first {a b}: +",
    "🙂🙂",
    "\x00",
    "(((",
    "§",
    '"“',
    "Art. ",
    "e\u0301" * 50,
    "A" * 5000,
    "AB-CD. " * 200,
    "ABCDEFGHIJ " * 50,
    " ".join(f"word{n}" for n in range(3000)),
]


@pytest.mark.parametrize("question", HOSTILE, ids=lambda question: repr(question)[:20])
def test_hostile_questions_are_only_words(index: LexicalIndex, question: str) -> None:
    assert isinstance(index.query(question, limit=5, documents=None), dict)
    assert isinstance(index.holding(identifiers(question), limit=5, documents=None), dict)
    assert question in index.spelled_out(question, documents=None) or "(" in question


@given(
    st.one_of(
        st.text(max_size=80),
        st.text(st.sampled_from("ab 1\"“”()*:^-+{}§./\\'AND OR NOT NEAR ArtUSC"), max_size=60),
    )
)
def test_no_question_raises(index: LexicalIndex, question: str) -> None:
    index.query(question, limit=5, documents=None)
    index.holding(identifiers(question), limit=5, documents=None)
    index.spelled_out(question, documents=None)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "What is DTSA?",
            "The Defend Trade Secrets Act (DTSA) is law.",
            "What is DTSA (Defend Trade Secrets Act)?",
        ),
        ("DTSA", "The Defend Trade Secrets Act of 2016 (DTSA) is law.", "DTSA (Defend Trade Secrets Act)"),
        ("the Defend Trade Secrets Act, DTSA", "Defend Trade Secrets Act (DTSA)", None),
        ("What is NAFTA?", "Nobody explains NAFTA here.", None),
    ],
)
def test_abbreviations_that_a_document_explains_are_spelled_out(
    tmp_path: Path, question: str, text: str, expected: str | None
) -> None:
    library = Library(open_database(tmp_path))
    keep_vectors(library, "a")
    library.save([version("a", text, [(0, len(text), "a")])])
    lexical = LexicalIndex(library.engine)
    assert lexical.spelled_out(question, documents=None) == (expected or question)
    assert lexical.spelled_out(question, documents=[]) == question, "who may not see it learns nothing"


def test_exact_identifiers_come_first_end_to_end(store: Store, tmp_path: Path) -> None:
    about = "The section concerns trade secrets, their owners, their misappropriation and their protection."
    texts = {f"{n}.txt": f"Section {n}. {about} See also section {n + 100}." for n in range(30, 60)}
    store.add(write_files(tmp_path / "acts", texts))
    for number in (33, 47, 58):
        assert store.found(f"What does section {number} say of trade secrets?", 1) == [f"{number}.txt"]
    only = Filters(document=(document_id(str(tmp_path / "acts" / "47.txt")),))
    assert store.search("section 33", limit=3, filters=only).documents == 1


def test_the_starter_library_is_found_by_its_identifiers(starter: Store) -> None:
    for question, words in (
        ("What does Directive 2016/943 protect?", "2016/943"),
        ("Article 39 TRIPS", "39"),
        ("18 U.S.C. 1833", "1833"),
    ):
        best = starter.search(question, limit=1).passages[0]
        assert words in best.text + best.source.metadata.title + " ".join(best.section), question
