"""The search as a whole: fusion, filters, spans, and how long it takes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.latency import fill, latencies
from core.types import Filters
from records.writing import document_id
from tests.stores import BREAD, RIVERS, SECRETS, Store, keep_vectors, run_python, version, write_files
from vectorstore.abbreviations import BadAbbreviations
from vectorstore.index import BrokenIndex
from vectorstore.retriever import PassageRetriever
from vectorstore.search import BadQuestion, fuse, fused_scores


def test_fusion_by_hand() -> None:
    scores = fuse([["a", "b", "c"], ["c", "a"], ["d"]])
    assert scores == pytest.approx({"a": 1 / 61 + 1 / 62, "b": 1 / 62, "c": 1 / 63 + 1 / 61, "d": 1 / 61})
    assert fuse([]) == {}
    assert fuse([[], []]) == {}


def test_scores_are_fused_by_hand() -> None:
    assert fused_scores([0, 5, 10], [1, 1, 3], weights=(1, 1)) == [0, 0.25, 1]
    assert fused_scores([0, 5, 10], [1, 1, 3], weights=(3, 1)) == [0, 0.375, 1]
    assert fused_scores([7, 7], [0, 2], weights=(1, 1)) == [0, 0.5], "what is alike for all tells nothing"
    assert fused_scores([], [], weights=(1, 1)) == []


@pytest.fixture
def three(store: Store, tmp_path: Path) -> Store:
    """A library on rivers, secrets and bread."""
    said = "files:\n  rivers.txt: {jurisdiction: EU, kind: guidance, date: 2016}\n"
    said += "  secrets.txt: {jurisdiction: US, kind: statute, date: 2016-05-11}\n"
    write_files(
        tmp_path / "docs",
        {"rivers.txt": RIVERS, "secrets.txt": SECRETS, "bread.txt": BREAD, "library.yaml": said},
    )
    store.add(tmp_path / "docs")
    return store


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Where does the Elbe begin?", "rivers.txt"),
        ("What counts as confidential know-how?", "secrets.txt"),
        ("How long do I let dough stand?", "bread.txt"),
        ("1839(3)", "secrets.txt"),
    ],
)
def test_a_question_finds_its_passage(three: Store, question: str, name: str) -> None:
    found = three.search(question, limit=3)
    assert found.documents == 3
    best = found.passages[0]
    assert best.source.name == name
    document = three.library.document(best.source.version)
    assert document.text[best.start : best.end] == best.text
    scores = [passage.score for passage in found.passages]
    assert scores == sorted(scores, reverse=True)


def test_sentences_are_scored_by_themselves(three: Store) -> None:
    best = three.search("How many kilometres long is the river?", limit=1).passages[0]
    near = max(best.sentences, key=lambda sentence: sentence.similarity)
    assert best.text[near.start - best.start : near.end - best.start].startswith("It reaches the sea")
    assert 0 < best.similarity < 1


def test_filters_decide_before_anything_is_searched(three: Store) -> None:
    question = "What is a trade secret under 18 U.S.C. § 1839(3)?"
    europe = three.search(question, limit=5, filters=Filters(jurisdiction=("EU",)))
    assert europe.documents == 1
    assert {passage.source.name for passage in europe.passages} == {"rivers.txt"}
    nothing = three.search(question, limit=5, filters=Filters(kind=("treaty",)))
    assert (nothing.passages, nothing.documents) == ((), 0)
    late = three.search(question, limit=5, filters=Filters(date_from="2016-02"))
    assert {passage.source.name for passage in late.passages} == {"secrets.txt"}


def test_the_same_question_finds_the_same_passages_in_the_same_order(starter: Store) -> None:
    question = "Which measures are reasonable?"
    first = starter.search(question, limit=20)
    assert [starter.search(question, limit=20) for _ in range(3)] == [first] * 3
    again = Store(starter.home).search(question, limit=20)
    assert again == first


def test_ties_are_broken_by_id(store: Store, tmp_path: Path) -> None:
    store.add(write_files(tmp_path / "docs", {f"{n}/same.txt": SECRETS for n in range(6)}))
    passages = store.search("Who wrote the 1893 opera about Hansel?", limit=6).passages
    assert len({passage.similarity for passage in passages}) == 1
    assert len(passages) == 6
    lexical_only = sorted(passages, key=lambda passage: (-passage.score, passage.id))
    assert list(passages) == lexical_only


@pytest.mark.parametrize("question", ["", " \n"])
def test_an_empty_question_is_told(starter: Store, question: str) -> None:
    with pytest.raises(BadQuestion, match="The question is empty"):
        starter.search(question, limit=4)


@pytest.mark.parametrize("question", ["🙂", '"', "\x00", "a" * 3000, "AND OR NOT"])
def test_any_question_gets_passages(starter: Store, question: str) -> None:
    assert len(starter.search(question, limit=4).passages) == 4


def test_an_empty_library_is_searched_without_a_model(tmp_path: Path) -> None:
    store = Store(tmp_path)
    found = store.search("What is a trade secret?", limit=5)
    assert (found.passages, found.documents) == ((), 0)
    assert "embedder" not in vars(store.search)


def test_while_the_first_index_is_written_words_still_find(store: Store) -> None:
    keep_vectors(store.library, "k")
    store.library.save([version("a.txt", SECRETS, [(0, len(SECRETS), "k")])])
    assert store.found("What is a trade secret?") == ["a.txt"]


def test_a_missing_index_is_told_not_searched_around(three: Store) -> None:
    state = three.library.index_state()
    (three.home / state.folder).rename(three.home / "elsewhere")
    with pytest.raises(BrokenIndex, match="python -m ingest rebuild"):
        Store(three.home).search("bread", limit=1)


def test_a_search_goes_on_when_another_process_replaces_the_index(three: Store) -> None:
    assert three.found("sourdough", 1) == ["bread.txt"]
    run_python("-m", "ingest", "rebuild", "--store", str(three.home))
    assert three.found("sourdough", 1) == ["bread.txt"]


def test_the_retriever_gives_langchain_exact_spans(three: Store) -> None:
    documents = PassageRetriever(search=three.search, limit=2).invoke("What is a trade secret?")
    assert len(documents) == 2
    for found in documents:
        version_of = three.library.document(found.metadata["version"])
        assert version_of.text[found.metadata["start"] : found.metadata["end"]] == found.page_content
        assert found.metadata["document"] == version_of.source.document
    assert documents[0].metadata["name"] == "secrets.txt"
    only = PassageRetriever(search=three.search, filters=Filters(jurisdiction=("EU",)))
    assert {found.metadata["name"] for found in only.invoke("trade secrets")} == {"rivers.txt"}


def test_ten_thousand_passages_are_searched_in_a_fraction_of_a_second(store: Store) -> None:
    """Real records, index and words; the vectors are random, which is the hardest case for the index."""
    fill(store.library, store.settings, 10_000)
    taken = latencies(store.search, 40)
    assert np.median(taken) < 1, f"{np.percentile(taken, [50, 95])} s"  # quiet: 0.04
    found = store.search("A question", limit=8, filters=Filters(document=(document_id("70.txt"),)))
    assert {passage.source.name for passage in found.passages} == {"70.txt"}
    assert len(found.passages) == 8


def test_what_was_corrected_is_said_in_the_question_searched_for(three: Store) -> None:
    found = three.search("Is the sourdouhg baked?", limit=1)
    assert found.question == "Is the sourdough baked?"
    assert found.passages[0].source.name == "bread.txt"
    assert three.search("Which NDA binds?", limit=1).question == "Which NDA (non-disclosure agreement) binds?"


def test_a_bad_list_of_abbreviations_is_told(three: Store) -> None:
    (three.home / "abbreviations.txt").write_text(
        "ACME = Advanced Copper Makers\nnothing\n", encoding="utf-8"
    )
    with pytest.raises(BadAbbreviations, match=r"abbreviations.txt, line 2: 'nothing' is no abbreviation"):
        three.search("Who is ACME?", limit=1)
    (three.home / "abbreviations.txt").write_text("ACME = Advanced Copper Makers\n", encoding="utf-8")
    assert three.search("Who is ACME?", limit=1).question == "Who is ACME (Advanced Copper Makers)?"
