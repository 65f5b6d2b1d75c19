"""Conflict cards: where two sources differ, and where they only seem to."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from reportlab.pdfgen.canvas import Canvas

from answering.answer import answer_question
from answering.caveats.conflicts import other_row
from answering.printed import as_row, as_text
from core.types import NO_FILTERS, Answer, Conflict, ConflictKind, Status
from records.stored import from_json, to_json
from tests.documents import pdf, word
from tests.planted import plantings, write_plantings
from tests.stores import PROJECT, Store, write_files
from vectorstore.embed import Embedder

QUESTION = "Within what time must a trade secret claim be brought in court?"
CLAIM = "A trade secret claim must be brought in court within {} of the discovery of the misappropriation."


def brief(words: str, title: str = "Time limits", **known: str) -> str:
    """A Markdown document with the words, and what is known of it."""
    lines = [f"{name}: {value}" for name, value in {"title": title, **known}.items()]
    return "\n".join(("---", *lines, "---", "", f"# {title}", "", words, ""))


def answer(store: Store, question: str = QUESTION) -> Answer:
    return answer_question(question, search=store.search, library=store.library, settings=store.settings)


def conflicts(store: Store, tmp_path: Path, one: str, other: str) -> tuple[Conflict, ...]:
    """The conflicts in the answer of a library of two documents."""
    store.add(write_files(tmp_path / "in", {"one.md": one, "other.md": other}))
    answered = answer(store)
    assert answered.status is Status.ANSWERED
    return answered.conflicts


@pytest.mark.parametrize(
    ("mine", "its", "kind", "explanation"),
    [
        pytest.param({}, {}, ConflictKind.UNRESOLVED, "Nothing in the library says", id="unresolved"),
        pytest.param(
            {"jurisdiction": "France"},
            {"jurisdiction": "Japan"},
            ConflictKind.OTHER_JURISDICTION,
            "France",
            id="jurisdiction",
        ),
        pytest.param(
            {},
            {"in_force_to": "2019-12-31"},
            ConflictKind.SUPERSEDED,
            "until 31 December 2019 and",
            id="ended",
        ),
        pytest.param({}, {"supersedes": "one.md"}, ConflictKind.SUPERSEDED, "superseded by", id="superseded"),
        pytest.param(
            {"jurisdiction": "international"},
            {"jurisdiction": "Japan"},
            ConflictKind.UNRESOLVED,
            "",
            id="everywhere",
        ),
    ],
)
def test_two_sources_differ(
    store: Store,
    tmp_path: Path,
    mine: dict[str, str],
    its: dict[str, str],
    kind: ConflictKind,
    explanation: str,
) -> None:
    one = brief(CLAIM.format("3 years"), "Time limits in practice", **mine)
    other = brief(CLAIM.format("five years"), "A note on time limits", **its)
    (conflict,) = conflicts(store, tmp_path, one, other)
    assert conflict.kind is kind
    assert conflict.title == "Two sources give different periods"
    assert explanation in conflict.explanation
    assert {side.parts[1] for side in conflict.sides} == {"within 3 years", "within five years"}
    for side in conflict.sides:
        text = store.library.document(side.citation.source.version).text
        assert side.citation.verdict.passed
        assert text[side.citation.start : side.citation.end] == side.citation.quote == "".join(side.parts)
        assert text[side.value.start : side.value.end] == side.parts[1]


def test_what_differs_in_a_qualifying_word_has_another_scope(store: Store, tmp_path: Path) -> None:
    words = "The maximum fine for {} guilty of the theft of a trade secret is {} dollars."
    one, other = words.format("individuals", "250,000"), words.format("organisations", "5 million")
    store.add(
        write_files(tmp_path / "in", {"one.md": brief(one, "Fines"), "other.md": brief(other, "Penalties")})
    )
    (conflict,) = answer(store, "What is the maximum fine for the theft of a trade secret?").conflicts
    assert conflict.kind is ConflictKind.DIFFERENT_SCOPE
    assert "“individuals”" in conflict.explanation
    assert "“organisations”" in conflict.explanation


@pytest.mark.parametrize(
    ("mine", "its"),
    [
        pytest.param(CLAIM.format("3 years"), CLAIM.format("36 months"), id="the-same-period"),
        pytest.param(
            CLAIM.format("three years"), CLAIM.format("3 years") + " It is short.", id="the-same-words"
        ),
        pytest.param(
            CLAIM.format("3 years"),
            "A claim for unpaid wages must be brought in court within 5 years of the last day of work.",
            id="another-claim",
        ),
        pytest.param(
            CLAIM.format("3 years") + " Under the Uniform Act of Utah.",
            CLAIM.format("3 years"),
            id="one-says-more",
        ),
        pytest.param(
            "Under section 12 a trade secret claim must be brought in court within 3 years of its discovery.",
            "Under section 19 a trade secret claim must be brought in court within 5 years of its discovery.",
            id="two-provisions",
        ),
        pytest.param(
            "In Ohio a trade secret claim must be brought in court within 4 years of its discovery.",
            "In Maine a trade secret claim must be brought in court within 3 years of its discovery.",
            id="two-places",
        ),
        pytest.param(
            "Under this Agreement a trade secret claim must be brought within 3 years of its discovery.",
            "Under this Agreement a trade secret claim must be brought within 5 years of its discovery.",
            id="two-contracts",
        ),
    ],
)
def test_what_only_seems_to_differ_makes_no_card(store: Store, tmp_path: Path, mine: str, its: str) -> None:
    assert conflicts(store, tmp_path, brief(mine, "One"), brief(its, "Another")) == ()


ROWS = (
    ("Class", "Who may see it", "Kept for"),
    ("Orchid secret class A", "Board members only", "25 years"),
    ("Orchid secret class B", "Engineers of the project", "12 years"),
)


def in_word(document: WordDocument) -> None:
    """A table as Word has it."""
    document.add_heading("Orchid handling policy", 0)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def in_pdf(canvas: Canvas, last: str = "12 years") -> None:
    """The same table with rules around its cells, the words of one of them on two lines."""
    canvas.setFont("Helvetica", 18)
    canvas.drawString(72, 740, "Orchid handling policy")
    canvas.setFont("Helvetica", 11)
    for number, (name, readers, kept) in enumerate((*ROWS[:2], (*ROWS[2][:2], last))):
        for column, text in enumerate((name, readers, kept)):
            left, bottom = 72 + 130 * column, 680 - 40 * number
            canvas.rect(left, bottom, 130, 40)
            words = text.rsplit(" ", 1) if column == 1 and number == 2 else [text]
            for line, part in enumerate(words):
                canvas.drawString(left + 5, bottom + 26 - 13 * line, part)


def test_a_row_of_a_table_in_two_files_is_quoted_whole_and_makes_no_card(
    store: Store, tmp_path: Path
) -> None:
    folder = write_files(tmp_path / "in", {})
    folder.mkdir(exist_ok=True)
    (folder / "orchid.docx").write_bytes(word(in_word))
    (folder / "orchid.pdf").write_bytes(pdf(in_pdf))
    store.add(folder)
    answered = answer(store, "How long is an orchid secret class B kept?")
    assert answered.conflicts == ()
    quoted = {citation.quote for citation in answered.citations}
    assert " | ".join(ROWS[2]) in quoted <= {" | ".join(row) for row in ROWS}


def test_rows_of_one_thing_that_differ_make_a_card(store: Store, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "in", {})
    folder.mkdir(exist_ok=True)
    (folder / "orchid.docx").write_bytes(word(in_word))
    (folder / "orchid.pdf").write_bytes(pdf(lambda canvas: in_pdf(canvas, "10 years")))
    store.add(folder)
    answered = answer(store, "How long is an orchid secret class B kept?")
    (card,) = answered.conflicts
    said = {side.citation.quote for side in card.sides}
    assert said == {" | ".join(ROWS[2]), " | ".join((*ROWS[2][:2], "10 years"))}


@pytest.mark.parametrize(
    ("mine", "its", "compared"),
    [
        pytest.param("Class B | Staff | 12 years", "Class A | Staff | 25 years", False, id="other-row"),
        pytest.param(
            "Class B | Staff | 12 years", "Secrets of class B | Staff | 25 years", True, id="same-row"
        ),
        pytest.param("Class B is kept for 12 years.", "Class B | Staff | 25 years", True, id="prose"),
    ],
)
def test_rows_are_compared_where_they_are_of_one_thing(mine: str, its: str, compared: bool) -> None:
    assert other_row(mine, its) is not compared


def test_nothing_is_compared_where_the_library_does_not_answer(store: Store, tmp_path: Path) -> None:
    files = {"a.md": brief(CLAIM.format("3 years"), "A"), "b.md": brief(CLAIM.format("5 years"), "B")}
    store.add(write_files(tmp_path / "in", files))
    refused = answer(store, "Who won the football world cup of 2014 in Brazil?")
    assert refused.status is Status.REFUSED
    assert refused.conflicts == ()


@pytest.fixture
def disputed(store: Store, tmp_path: Path) -> Answer:
    """An answer with one unresolved conflict."""
    one, other = (
        brief(CLAIM.format("3 years"), "A first note"),
        brief(CLAIM.format("5 years"), "A second note"),
    )
    store.add(write_files(tmp_path / "in", {"one.md": one, "other.md": other}))
    return answer(store)


def test_sides_are_no_citations_of_statements(disputed: Answer) -> None:
    cited = {index for statement in disputed.statements for index in statement.citations}
    assert cited == set(range(len(disputed.citations)))
    (conflict,) = disputed.conflicts
    assert 0 <= conflict.statement < len(disputed.statements)
    assert conflict.sides[0].citation.quote in disputed.statements[conflict.statement].text


def test_conflicts_are_in_json_and_before_the_statements_in_text(disputed: Answer) -> None:
    (card,) = json.loads(json.dumps(as_row(disputed)))["conflicts"]
    assert (card["kind"], {side["value"] for side in card["sides"]}) == (
        "unresolved",
        {"within 3 years", "within 5 years"},
    )
    printed = as_text(disputed)
    assert printed.startswith("! Two sources give different periods.")
    assert printed.index("5 years") < printed.index("[1]")
    assert all(f"“{side.citation.quote}”" in printed for side in disputed.conflicts[0].sides)


def test_conflicts_are_kept_and_answers_from_before_them_still_load(disputed: Answer) -> None:
    assert from_json(Answer, to_json(disputed)) == disputed
    old = {name: value for name, value in json.loads(to_json(disputed)).items() if name != "conflicts"}
    assert from_json(Answer, json.dumps(old)) == replace(disputed, conflicts=())


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_conflicts_surface(starter: Store, embedder: Embedder, tmp_path: Path, seed: int) -> None:
    """Each brief of the starter library beside a copy with one value changed: 9 of 10 get their card."""
    planted = plantings(PROJECT / "corpus", seed)
    assert len(planted) >= 60
    assert len(Counter(planting.value for planting in planted)) >= 8
    shutil.copytree(starter.home, tmp_path / "store")
    store = Store(tmp_path / "store", embedder)
    store.add(write_plantings(planted, tmp_path / "planted"))
    answers = [(planting, answer(store, planting.question)) for planting in planted]
    surfaced = [planting for planting, given in answers if planting.surfaced(given)]
    missed = [planting.question for planting in planted if planting not in surfaced]
    assert len(surfaced) >= 0.9 * len(planted), missed
    right = [p for p, given in answers if p in surfaced and any(c.kind is p.kind for c in given.conflicts)]
    assert len(right) >= 0.9 * len(surfaced)


def test_the_starter_library_as_it_is_has_few_cards(starter: Store) -> None:
    lines = (PROJECT / "eval" / "suites" / "starter.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    asked = [row["question"] for row in rows if row["half"] == "tune" and not row.get("history")][::3]
    answers = [
        answer_question(
            question,
            search=starter.search,
            library=starter.library,
            settings=starter.settings,
            filters=NO_FILTERS,
        )
        for question in asked
    ]
    answered = [given for given in answers if given.status is not Status.REFUSED]
    assert len(answered) > 30
    assert sum(bool(given.conflicts) for given in answered) <= 0.05 * len(answered)
