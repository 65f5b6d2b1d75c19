"""Names of a question that stand nowhere in the library, and all that is not such a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from core.types import Filters
from ingest.remove import remove_documents
from tests.stores import Store, write_files
from vectorstore.absent import AbsentNames, one_edit
from vectorstore.names import names
from vectorstore.places import places

FILES = {
    "us.txt": (
        "The Defend Trade Secrets Act was signed by President Obama in 2016. Prosecutors in California "
        "charged Huawei under 18 U.S.C. § 1832 and for a Racketeer Influenced and Corrupt Organization. "
        "American courts follow Articles 10 and 11, and Article 39, paragraph 2. So UTSA § 5."
    ),
    "asia/AcmeHoldingsInc_2007.txt": (
        "Chinese courts order damages. In Mexico and Korea nothing changed in 1996."
    ),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, starter: Store) -> Store:
    folder = tmp_path_factory.mktemp("absent")
    store = Store(folder / "store", starter.search.embedder)
    store.add(write_files(folder / "files", FILES))
    return store


def absent(store: Store, question: str, filters: Filters | None = None) -> tuple[str, ...]:
    documents = store.library.select(filters) if filters else None
    return AbsentNames(store.library.engine)(question, documents=documents)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        pytest.param("What is the penalty in Zimbabwe?", ["Zimbabwe"], id="place"),
        pytest.param("what is the penalty in zimbabwe?", ["zimbabwe"], id="place-in-small-letters"),
        pytest.param("What does New Zealand's law say?", ["New Zealand"], id="place-of-two-words"),
        pytest.param("What does the Lanham Act say?", ["Lanham Act"], id="instrument"),
        pytest.param("What does the Sarbanes-Oxley Act say?", ["Sarbanes-Oxley Act"], id="hyphen"),
        pytest.param("What did Nestlé's lawyers say?", ["Nestlé"], id="accent-and-possessive"),
        pytest.param("What does the CLOUD Act require?", ["CLOUD Act"], id="acronym-of-an-act"),
        pytest.param("What is Article 99 of Lanham's?", ["Article 99", "Lanham"], id="two-missing"),
        pytest.param("What does Article 41(2) say?", ["Article 41(2)"], id="article-with-paragraph"),
        pytest.param("What does 15 U.S.C. § 1125(a) say?", ["15 U.S.C. § 1125(a)"], id="code-section"),
        pytest.param("What does Directive 2009/24 say?", ["2009/24"], id="numbered-act"),
        pytest.param("How many were charged in 1931?", ["1931"], id="year-before-all"),
        pytest.param("How many were charged in 2031?", ["2031"], id="year-after-all"),
        pytest.param("Did Toyota and Volvo agree in China?", ["Toyota", "Volvo"], id="more-than-one"),
    ],
)
def test_what_stands_nowhere_is_absent(filled: Store, question: str, missing: list[str]) -> None:
    assert sorted(absent(filled, question)) == sorted(missing)
    assert filled.search(question, limit=3).absent == absent(filled, question)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Zoning is what?", id="first-word"),
        pytest.param("It says so. Zoning does too?", id="first-word-of-a-sentence"),
        pytest.param("Which Courts Award Zoning Damages?", id="title-case"),
        pytest.param("WHICH COURTS AWARD ZONING DAMAGES", id="all-capitals"),
        pytest.param("What did Beijing's courts order?", id="capital-for-country"),
        pytest.param("What do Mexican courts order?", id="adjective"),
        pytest.param("What did South Korea change?", id="another-name-of-a-place"),
        pytest.param("What does U.S. law say, or US law?", id="dots"),
        pytest.param("Is it a crime in CA?", id="postal-code"),
        pytest.param("What did Obamas sign?", id="plural"),
        pytest.param("What did Barack Obama sign?", id="first-name-that-is-nowhere"),
        pytest.param("What did Hauwei do?", id="misspelt"),
        pytest.param("What does the RICO Act say?", id="acronym-that-is-spelled-out"),
        pytest.param("What do NDAs say?", id="acronym-alone"),
        pytest.param("What does ACMEHOLDINGS, Inc owe?", id="in-the-file-name"),
        pytest.param("What did President Biden say?", id="somebody-with-a-title"),
        pytest.param("According to Bloomberg, what did Huawei do?", id="who-said-it"),
        pytest.param("What do states such as Norway order?", id="example"),
        pytest.param("How does China differ from Norway?", id="one-side-of-a-comparison"),
        pytest.param("Has anything changed since 1931?", id="bounding-year"),
        pytest.param("What was the law in 2004?", id="year-between-those-named"),
        pytest.param("Is HIPAA stricter than Norway's law?", id="acronym-in-a-comparison"),
        pytest.param("What was the law on 3 May 1931?", id="day"),
        pytest.param("What does 18 USC 1832 say?", id="code-section"),
        pytest.param("What does section 5 say?", id="section-by-its-sign"),
        pytest.param("What does Art. 11 say?", id="one-of-several-articles"),
        pytest.param("What does Article 39(2) say?", id="paragraph-written-out"),
        pytest.param("Are 76-85% of HOXB4 and IL-10 found?", id="numbers-and-symbols"),
        pytest.param("", id="empty"),
    ],
)
def test_what_stands_there_or_does_not_matter_is_not_absent(filled: Store, question: str) -> None:
    assert absent(filled, question) == ()


def test_a_document_that_is_filtered_away_does_not_count(filled: Store) -> None:
    """The same for words, file names, acronyms, neighbours in spelling."""
    identifiers = {listed.source.name: listed.source.document for listed in filled.library.documents()}
    only = {name: Filters(document=(identifier,)) for name, identifier in identifiers.items()}
    us, asia = (next(only[name] for name in only if part in name) for part in ("us.txt", "Acme"))
    for question, name, there, elsewhere in (
        ("What did Huawei do?", "Huawei", us, asia),
        ("What did Hauwei do?", "Hauwei", us, asia),
        ("What does the RICO Act say?", "RICO Act", us, asia),
        ("What does ACMEHOLDINGS owe?", "ACMEHOLDINGS", asia, us),
        ("What did Mexico change?", "Mexico", asia, us),
    ):
        assert absent(filled, question, there) == ()
        assert absent(filled, question, elsewhere) == (name,)
        assert filled.search(question, limit=3, filters=elsewhere).absent == (name,)


def test_a_year_that_chose_the_documents_needs_to_stand_nowhere(filled: Store) -> None:
    look = AbsentNames(filled.library.engine)
    assert look("What was the law in 1931?", documents=None, as_of="1931-12-31") == ()
    assert look("What was the law in 1931?", documents=None, as_of="1932-12-31") == ("1931",)


def test_a_removed_document_no_longer_counts(tmp_path: Path, starter: Store) -> None:
    store = Store(tmp_path / "store", starter.search.embedder)
    folder = write_files(tmp_path / "files", {"Acme.txt": "Volvo pays.", "b.txt": "Nobody else pays."})
    store.add(folder)
    assert absent(store, "Do Volvo and Acme pay?") == ()
    gone = next(listed for listed in store.library.documents() if listed.source.name.endswith("Acme.txt"))
    remove_documents([gone.source.document], library=store.library, settings=store.settings)
    assert absent(store, "Do Volvo and Acme pay?") == ("Volvo", "Acme")


def test_the_records_are_only_read(filled: Store) -> None:
    with filled.library.engine.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar()
        absent(filled, "What did Hauwei do in Norway?")
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == before


@given(question=st.text(max_size=80) | st.from_regex(r"[A-Z'\"*():/§. 0-9-]{0,40}"))
def test_no_question_breaks_it(filled: Store, question: str) -> None:
    for name in absent(filled, question.encode("utf-8", "ignore").decode()):
        assert name
        assert name in question


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("huawei", "huawei", True),
        ("huawei", "hauwei", True),
        ("huawei", "huawi", True),
        ("huawei", "huaweii", True),
        ("huawei", "huawee", True),
        ("huawei", "huwaie", False),
        ("huawei", "hua", False),
        ("", "", True),
        ("", "ab", False),
    ],
)
def test_one_edit(one: str, other: str, *, near: bool) -> None:
    assert one_edit(one, other) is near
    assert one_edit(other, one) is near


def test_a_place_is_found_under_each_of_its_names() -> None:
    assert {"belgium", "european union"} <= set(places()["brussels"])
    assert '"united states"' in names("What did Washington say?")[0].matches
    assert not any(name != name.strip() for name in places())
