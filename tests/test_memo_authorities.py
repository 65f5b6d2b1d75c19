"""The table of authorities, and the legal citations that lead there: no character is changed."""

from __future__ import annotations

import datetime
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memo_examples import MADE, Shelf, draft_of, two_answers

from core.memos import Quotations
from core.types import Citation, Metadata, Source, Verdict
from ingest.read.markdown import read as read_markdown
from memo.content import BlockKind, CitedStatement, ContentBlock, Note, NoteMark, Role, Run
from memo.describe import Authority, authority_of
from memo.finish import finish
from memo.notes.authorities import authorities_of, linked
from memo.notes.citing import load_style, write_notes
from memo.notes.legal_citations import legal_citations

CODE = "18 U.S.C. § 1839(3)"
CORPUS = Path(__file__).parents[1] / "corpus"


def note(number: int, quote: str, metadata: Metadata, version: str, document: str = "") -> Note:
    pin = Citation(
        Source(document or version, version, f"{version}.pdf", metadata), 0, len(quote), quote, Verdict.EXACT
    )
    (runs,) = write_notes([pin], load_style("plain"), Quotations.FULL)
    day = datetime.date(2026, 11, number)
    return Note(number, runs, pin, number, "hash", "hash", day, Verdict.EXACT)


def statement(number: int, text: str, *notes: int) -> CitedStatement:
    return CitedStatement(number, text, notes, verbatim=False, made_by="quoting")


def read(blocks: tuple[ContentBlock, ...]) -> list[str]:
    """Headings behind as many # as their level; bullets behind their anchor."""
    lines = []
    for block in blocks:
        words = "".join(run.text for run in block.inlines if isinstance(run, Run))
        lines.append(f"{'#' * block.level} {words}" if block.level else f"{block.anchor} {words}")
    return lines


ACT = Metadata("The Defend Trade Secrets Act", "U.S. Congress", "2016-05-11", kind="statute")
TREATY = Metadata("TRIPS", kind="treaty")
NOTES = (
    note(1, f"The term is defined in {CODE}.", ACT, "act"),
    note(2, "Members shall protect it.", TREATY, "trips"),
    note(3, "An earlier text.", Metadata("Economic Espionage Act", kind="statute"), "eea"),
    note(4, "See 416 U.S. 470 and 18 U.S.C. §  1839(3).", ACT, "act"),
    note(5, "It is so.", ACT, "act"),
    note(6, "Handle it well.", Metadata("Émigré handbook", label="internal"), "handbook"),
    note(7, "Handle it badly.", Metadata("Zebra handbook", kind="guidance"), "zebra"),
    note(8, "As it was held.", Metadata("Kewanee v. Bicron", kind="case"), "kewanee"),
    note(9, "It sums up.", Metadata("Economic Espionage Act", "Pincite", kind="statute"), "brief"),
    note(10, "It tells.", Metadata("Waymo v. Uber: a brief", "Pincite", kind="case"), "waymo"),
    note(11, "It compares.", Metadata("Definitions compared", kind="Comparison"), "compared"),
)
STATEMENTS = (
    statement(1, "A trade secret is what 18 USC 1839(3) says, and 18 U.S.C. § 1836(b).", 1, 2),
    statement(2, "The rule is 37 C.F.R. § 1.14(a); see 8 U.S.C. § 5.", 7),
)


def test_authorities_are_grouped_and_sorted_with_the_notes_that_cite_them() -> None:
    assert read(authorities_of(NOTES, STATEMENTS).blocks) == [
        "## Cases",
        "authority-1 Kewanee v. Bicron: note 8",
        "## Statutes",
        "authority-2 The Defend Trade Secrets Act, U.S. Congress, 11 May 2016: notes 1, 4–5",
        "authority-3 Economic Espionage Act: note 3",
        "## Treaties",
        "authority-4 TRIPS: note 2",
        "## Secondary sources",
        "authority-5 Definitions compared: note 11",
        "authority-6 Economic Espionage Act, Pincite: note 9",
        "authority-7 Waymo v. Uber: a brief, Pincite: note 10",
        "## Other authorities",
        "authority-8 Émigré handbook, label: internal: note 6",
        "authority-9 Zebra handbook: note 7",
        "## Mentioned in the sources",
        "### Cases",
        "authority-10 416 U.S. 470: note 4",
        "### Statutes",
        "authority-11 8 U.S.C. § 5: note 7",
        "authority-12 18 U.S.C. § 1836(b): notes 1–2",
        "authority-13 18 USC 1839(3): notes 1, 4",
        "### Regulations",
        "authority-14 37 C.F.R. § 1.14(a): note 7",
    ]


def test_nothing_cited_makes_no_table() -> None:
    assert authorities_of((), ()).blocks == ()


def test_two_versions_of_a_document_are_told_from_each_other() -> None:
    notes = (note(1, "Old.", ACT, "v1", "act"), note(2, "New.", ACT, "v2", "act"))
    named = read(authorities_of(notes, ()).blocks)[1:]
    assert [line.partition("2016, ")[2] for line in named] == [
        "library copy of 1 November 2026: note 1",
        "library copy of 2 November 2026: note 2",
    ]


def test_a_brief_named_after_a_law_is_not_that_law() -> None:
    brief = Metadata("18 U.S.C. § 1839: what it says", "Pincite", kind="statute")
    table = authorities_of((note(1, f"The term is defined in {CODE}.", brief, "brief"),), ())
    assert read(table.blocks) == [
        "## Secondary sources",
        "authority-1 18 U.S.C. § 1839: what it says, Pincite: note 1",
        "## Mentioned in the sources",
        "### Statutes",
        f"authority-2 {CODE}: note 1",
    ]


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.md")), ids=lambda path: path.stem)
def test_no_brief_of_the_starter_library_stands_as_law(path: Path) -> None:
    metadata = read_markdown(path.read_bytes(), path.name).metadata
    assert authority_of(metadata) is Authority.SECONDARY


@pytest.mark.parametrize(
    ("title", "words", "leads"),
    [
        ("18 U.S.C. § 1839. Definitions", "as in 18 USC 1839(3)", True),
        ("18 U.S.C. § 1839(5)", CODE, False),
        ("Immunity under 18 U.S.C. § 1839(3)", CODE, False),  # about the section, not the section
        ("Kewanee Oil Co. v. Bicron Corp., 416 U.S. 470 (1974)", "see 416 U.S. 470, 481", True),
    ],
)
def test_what_is_a_document_of_the_memo_is_not_listed_as_mentioned(
    title: str, words: str, leads: bool
) -> None:
    notes = (note(1, "It says so.", Metadata(title, kind="statute"), "code"),)
    table = authorities_of(notes, (statement(1, words, 1),))
    (target,) = (run.target for run in linked((Run(words),), table) if isinstance(run, Run) and run.target)
    assert (target == "authority-1") is leads
    assert ("## Mentioned in the sources" in read(table.blocks)) is not leads


def test_a_citation_leads_to_its_entry_and_the_rest_to_nothing() -> None:
    table = authorities_of(NOTES, STATEMENTS)
    runs = linked((Run("See "), Run(f"“{CODE}”, not § 7", italic=True), NoteMark(3)), table)
    assert runs == (
        Run("See "),
        Run("“", italic=True),
        Run(CODE, italic=True, target="authority-13"),
        Run("”, not § 7", italic=True),
        NoteMark(3),
    )


def test_a_finished_memo_has_links_to_its_own_entries() -> None:
    first, _ = two_answers()
    text = f"The owner may ask, says {CODE}."
    answer = replace(first, statements=(replace(first.statements[0], text=text, own_words=True),))
    memo = finish(draft_of(answer), Shelf(), made=MADE)
    blocks = [block for block in memo.blocks if isinstance(block, ContentBlock)]
    anchors = {block.anchor for block in blocks if block.anchor}
    runs = [run for block in blocks for run in block.inlines if isinstance(run, Run) and run.target]
    assert [run.text for run in runs] == [CODE]
    assert {run.target for run in runs} <= anchors
    (stated,) = (block for block in blocks if block.kind is BlockKind.STATEMENT)
    assert text in "".join(run.text for run in stated.inlines if isinstance(run, Run))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"It is {CODE}.", [(CODE, Authority.STATUTE, "18 U.S.C. § 1839")]),
        ("18 USC 1839", [("18 USC 1839", Authority.STATUTE, "18 U.S.C. § 1839")]),
        ("18 U. S. C. § 1839", [("18 U. S. C. § 1839", Authority.STATUTE, "18 U.S.C. § 1839")]),
        ("18 U.S.C. sec. 1839", [("18 U.S.C. sec. 1839", Authority.STATUTE, "18 U.S.C. § 1839")]),
        ("18 U.S.C. 1833(b)", [("18 U.S.C. 1833(b)", Authority.STATUTE, "18 U.S.C. § 1833")]),
        ("37 C.F.R. § 1.14(a)", [("37 C.F.R. § 1.14(a)", Authority.REGULATION, "37 C.F.R. § 1.14")]),
        ("Kewanee v. Bicron, 416 U.S. 470, 481", [("416 U.S. 470", Authority.CASE, "416 U.S. 470")]),
        ("101 Cal.App.4th 1443", [("101 Cal.App.4th 1443", Authority.CASE, "101 Cal. App. 4th 1443")]),
        (
            "Cal. Civ. Code § 3426.1(d)",
            [("Cal. Civ. Code § 3426.1(d)", Authority.STATUTE, "Cal. Civ. Code § 3426.1")],
        ),
        (
            "Pub. L. No. 114-153, 130 Stat. 376",
            [("Pub. L. No. 114-153", Authority.STATUTE, "Pub. L. 114-153")],
        ),
        (
            "Public Law 114-153, and Pub. L. 114-153.",
            [
                ("Public Law 114-153", Authority.STATUTE, "Pub. L. 114-153"),
                ("Pub. L. 114-153", Authority.STATUTE, "Pub. L. 114-153"),
            ],
        ),
        ("§ 1839, id. at 5, 91 Harv. L. Rev. 3, 467 U.S. at 1002", []),
        ("Article 2 of Directive (EU) 2016/943 of 8 June 2016", []),
        ("", []),
    ],
)
def test_legal_citations_are_found_as_they_stand(text: str, found: list[tuple[str, Authority, str]]) -> None:
    cited = [(text[one.start : one.end], one.kind, one.key) for one in legal_citations(text)]
    assert cited == found


def test_nothing_is_printed_while_citations_are_looked_for(capfd: pytest.CaptureFixture[str]) -> None:
    legal_citations("Ruckelshaus v. Monsanto Co., 467 U.S. 986 (1984); Monsanto, 467 U.S. at 1002; § 5; id.")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("18 U.S.C. § " + "1" * 100_000, id="digits"),
        pytest.param("18 U.S.C. § 5 " + "_" * 100_000, id="underscores"),
        pytest.param("A" * 200_000 + " 1", id="capitals"),
        pytest.param("1 A " + " " * 100_000, id="spaces"),
        pytest.param("§ " * 20_000, id="signs"),
        pytest.param("\ud800\x00 18 U.S.C. § 5 \U0001f600" * 500, id="odd characters"),
    ],
)
def test_hostile_texts_are_read_in_no_time(text: str) -> None:
    begun = time.process_time()
    legal_citations(text)
    assert time.process_time() - begun < 8  # without care, minutes


def test_the_words_of_three_hundred_notes_are_read_in_no_time() -> None:
    legal_citations(CODE)  # loads what reads them
    notes = [
        note(1 + n % 28, f"The court cites {n} F.3d {n}, and 18 U.S.C. § {n}(a), on it. " * 3, ACT, "act")
        for n in range(300)
    ]
    begun = time.process_time()
    table = authorities_of(notes, ())
    for one in notes:
        linked(one.runs, table)
    assert time.process_time() - begun < 4


PIECES = st.sampled_from(
    [
        CODE,
        "18 U.S.C. § 1836(b)",
        "18 USC 1839(3)",
        "416 U.S. 470",
        "id. at 5",
        "§",
        " ",
        "see",
        "1",
        "”",
        "\n",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=8).map("".join)


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=3), role=st.sampled_from(Role))
def test_linking_changes_no_character(texts: list[str], role: Role) -> None:
    table = authorities_of(NOTES, (*STATEMENTS, *(statement(3, text, 3) for text in texts)))
    runs = [Run(text, italic=True, role=role) for text in texts]
    done = linked(runs, table)
    assert "".join(run.text for run in done) == "".join(texts)
    assert {replace(run, text="", target=None) for run in done} == {Run("", italic=True, role=role)}
    anchors = {block.anchor for block in table.blocks}
    assert all(run.target in anchors for run in done if run.target)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60) | TEXTS)
def test_whatever_the_text_citations_lie_in_it_in_order(text: str) -> None:
    after = 0
    for one in legal_citations(text):
        assert after <= one.start < one.end <= len(text)
        after = one.end
