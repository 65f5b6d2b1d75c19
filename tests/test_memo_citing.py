"""Footnotes in citation styles: the words of the sources untouched, each note of one source."""

from __future__ import annotations

import datetime
import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.memos import Quotations
from core.types import Citation, Metadata, Source, Verdict
from memo.content import Role, Run
from memo.describe import describe, pinpoint
from memo.notes.citing import (
    BadStyle,
    UnknownStyle,
    load_style,
    style_names,
    write_notes,
    written_pinpoint,
)

GOLDEN = Path(__file__).parent / "data" / "memo_citing"
STYLES = ("plain", "bluebook", "oscola")
ADDED = datetime.date(2026, 11, 23)


def source(version: str, metadata: Metadata) -> Source:
    return Source(f"document-{version}", version, f"{version}.pdf", metadata)


DTSA = source(
    "dtsa",
    Metadata(
        "Defend Trade Secrets Act of 2016",
        "U.S. Congress",
        "2016-05-11",
        "United States",
        "statute",
        "https://example.org/dtsa",
    ),
)
CODE = source("code", Metadata("Title 18, Chapter 90", kind="statute", date="2023"))
TRIPS = source(
    "trips",
    Metadata("TRIPS: the agreement", "World Trade Organization", "1994-04-15", kind="treaty"),
)
KEWANEE = source(
    "kewanee",
    Metadata("Kewanee Oil Co. v. Bicron Corp.", "Supreme Court", "1974-05-13", kind="case"),
)
RULE = source(
    "rule",
    Metadata("Non-Compete Clause Rule", "Federal Trade Commission", "2024-05", kind="regulation"),
)
REPORT = source(
    "report",
    Metadata(
        "Special 301 Report",
        "Trade Representative",
        "2025",
        kind="guidance",
        url="https://example.org/301",
        inferred=frozenset({"issuer", "date"}),
    ),
)
BARE = source("bare", Metadata("Handbook"))


def cited(
    where: Source,
    quote: str,
    page: int | None = None,
    section: tuple[str, ...] = (),
    paragraph: int | None = None,
) -> Citation:
    return Citation(where, 0, len(quote), quote, Verdict.EXACT, page, section, paragraph)


NESTED = "The term “trade secret” means all forms and types of information"
DISTINCT = "‘Trade secret’ means information which\n\n  is secret."
LONG = "The court may issue an order providing for the seizure of goods necessary to prevent its propagation."
NOTES = (
    cited(DTSA, LONG, 3, ("Defend Trade Secrets Act of 2016", "Remedies", "Seizure"), 7),
    cited(DTSA, LONG, 3, ("Defend Trade Secrets Act of 2016", "Remedies", "Seizure"), 7),
    cited(DTSA, "The owner’s rights remain.", 4, ("Remedies",), 9),
    cited(DTSA, "A place that nobody knows."),  # no ibid: it would be read as the place before
    cited(CODE, NESTED, None, ("Chapter 90 Protection", "§ 1839. Definitions"), 12),
    cited(CODE, "A civil action may be brought", None, ("Chapter 90 Protection", "§ 1836(b): Actions"), 3),
    cited(TRIPS, DISTINCT, 18, ("Part II", "Article 39", "Undisclosed information")),
    cited(KEWANEE, "The law protects the “work’s” secrets", 481),
    cited(TRIPS, "Members shall protect", 18, ("Part II", "Article 39")),
    cited(RULE, "It’s an unfair method of competition?", 5, (), 31),
    cited(REPORT, "Trading partners ‘of concern’ and “others” are named", 12),
    cited(BARE, "Keep it secret"),
    cited(REPORT, "See Section 3.", None, ("Section 3", "Watch list")),
    cited(KEWANEE, "Trade secret law encourages invention", 485),
    cited(DTSA, "Only in extraordinary circumstances.", 3),
    cited(RULE, "The rule is vacated.", 6),
    cited(KEWANEE, "Patent law does not preempt.", 492),
    cited(CODE, "An owner may sue.", None, ("§ 1836. Civil proceedings",)),
)


def notes_of(
    style: str, *citations: Citation, quotations: Quotations = Quotations.FULL
) -> tuple[tuple[Run, ...], ...]:
    added = {citation.source.version: ADDED for citation in citations if citation.source is not BARE}
    return write_notes(citations, load_style(style), quotations, added=added)


def words(runs: tuple[Run, ...], *roles: Role) -> str:
    return "".join(run.text for run in runs if not roles or run.role in roles)


def shown(notes: tuple[tuple[Run, ...], ...]) -> str:
    """Notes as a reader sees them, italics between asterisks; below each, what its stretches are."""
    lines = []
    for number, runs in enumerate(notes, start=1):
        lines.append(f"{number}. " + "".join(f"*{run.text}*" if run.italic else run.text for run in runs))
        lines += [f"    {run.role}: {run.text}" for run in runs if run.role is not Role.TEXT]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("style", STYLES)
def test_notes_are_what_the_golden_file_of_the_style_has(style: str) -> None:
    """With PINCITE_GOLDEN=1 the files are written anew: look at what changed before you keep it."""
    path = GOLDEN / f"{style}.txt"
    written = shown(notes_of(style, *NOTES))
    written += "\nFirst words:\n" + shown(notes_of(style, *NOTES[:7], quotations=Quotations.FIRST_WORDS))
    if os.environ.get("PINCITE_GOLDEN") == "1":
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


def test_the_styles_are_listed_with_their_names() -> None:
    assert style_names() == {"bluebook": "Bluebook-like", "oscola": "OSCOLA-like", "plain": "Plain"}


def test_plain_notes_name_source_and_place_as_the_rest_of_the_memo_does() -> None:
    for citation, runs in zip(NOTES, notes_of("plain", *NOTES), strict=True):
        if citation.source is not RULE:  # a month is written in words in notes
            assert words(runs, Role.REFERENCE) == describe(citation.source.metadata)
        assert words(runs, Role.PINPOINT) == pinpoint(citation)


@pytest.mark.parametrize(
    ("section", "place"),
    [
        (("Article 2",), "art 2"),
        (("ARTICLE XX. General exceptions",), "art XX"),
        (("Art. 39(2) – Scope",), "art 39(2)"),
        (("§ 1839",), "s 1839"),
        (("Section 3: Reports",), "s 3"),
        (("Section 134A.002",), "s 134A.002"),
        (("Annex A", "Article 2"), "under Annex A, art 2"),
        (("Chapter II", "Article 2", "Scope"), "art 2, under Scope"),
        (("Damages under Article 17",), "under Damages under Article 17"),
        (("Article 17 and fines",), "under Article 17 and fines"),
        (("Sections 3 to 5",), "under Sections 3 to 5"),
        (("§§ 1836–1839",), "under §§ 1836–1839"),
        (("Particle 3",), "under Particle 3"),
        (("Handbook",), ""),
    ],
)
def test_numbers_of_articles_and_sections_come_from_headings_that_are_such(
    section: tuple[str, ...], place: str
) -> None:
    assert written_pinpoint(cited(BARE, "Words.", section=section), load_style("oscola")) == place


def test_a_counted_paragraph_is_not_given_as_an_articles_own() -> None:
    oscola = load_style("oscola")
    assert written_pinpoint(cited(BARE, "W", 2, ("Article 2",), 57), oscola) == "art 2, p 2"
    assert written_pinpoint(cited(BARE, "W", 2, ("Scope",), 57), oscola) == "under Scope, p 2, para 57"


def test_nothing_of_a_pinpoint_is_read_from_the_words() -> None:
    (runs,) = notes_of("oscola", cited(BARE, "Article 5 on page 12 says: § 3 applies, para 4."))
    assert not words(runs, Role.PINPOINT)


@pytest.mark.parametrize(
    ("style", "quote", "written"),
    [
        ("bluebook", "an owner’s secret", "“an owner’s secret”"),
        ("bluebook", "the “owner”", "‘the “owner”’"),
        ("bluebook", 'the "owner"', '‘the "owner"’'),
        ("bluebook", "‘a’ and “b”", "“‘a’ and “b””"),
        ("oscola", "an owner’s and owners’ secret", "‘an owner’s and owners’ secret’"),
        ("oscola", "‘a’", "“‘a’”"),
        ("oscola", "the “owner”", "‘the “owner”’"),
        ("oscola", "the 'owner'", "“the 'owner'”"),
    ],
)
def test_marks_are_chosen_so_that_no_character_of_the_quotation_changes(
    style: str, quote: str, written: str
) -> None:
    (runs,) = notes_of(style, cited(BARE, quote))
    assert words(runs).removesuffix(".").endswith(f": {written}")
    assert words(runs, Role.QUOTATION) == quote


def test_a_short_quotation_is_shown_whole_where_only_first_words_are() -> None:
    ten, eleven = "one two three four five six seven eight nine ten", "a b c d e f g h i j k"
    notes = notes_of("plain", cited(BARE, ten), cited(BARE, eleven), quotations=Quotations.FIRST_WORDS)
    assert [words(runs, Role.QUOTATION) for runs in notes] == [ten, "a b c d e f g h"]
    assert words(notes[1]) == "Handbook: “a b c d e f g h …”"


def test_short_forms_only_where_the_style_finds_the_source_again() -> None:
    between = [cited(TRIPS, "W", page) for page in range(1, 7)]
    near, far = cited(CODE, "W", section=("§ 2",)), cited(CODE, "W", section=("§ 3",))
    assert words(notes_of("bluebook", near, *between[:4], far)[-1]).startswith("Title 18, Chapter 90, § 3:")
    assert "(2023)" in words(notes_of("bluebook", near, *between[:5], far)[-1])
    assert words(notes_of("oscola", near, *between, far)[-1]).startswith("Title 18, Chapter 90 (n 1), s 3:")


def test_two_sources_of_one_title_are_not_taken_for_each_other() -> None:
    other = replace(CODE, version="other", metadata=replace(CODE.metadata, date="2020"))
    citations = (cited(CODE, "W"), cited(other, "W"), cited(CODE, "W"))
    assert "(2023)" in words(notes_of("bluebook", *citations)[-1])
    assert "(n 1)" in words(notes_of("oscola", *citations)[-1])


def test_a_title_is_shortened_at_its_colon_only_where_no_other_begins_so() -> None:
    law = source("law", Metadata("China’s Law: the 2017 text"))
    later = source("later", Metadata("China’s Law: the 2019 text"))
    alone = notes_of("oscola", cited(law, "W"), cited(BARE, "W"), cited(law, "W"))
    assert words(alone[2], Role.REFERENCE) == "China’s Law (n 1)"
    both = notes_of("oscola", cited(law, "W"), cited(later, "W"), cited(law, "W"))
    assert words(both[2], Role.REFERENCE) == "China’s Law: the 2017 text (n 1)"


def test_three_hundred_notes_are_written_in_no_time() -> None:
    begun = time.process_time()
    assert len(notes_of("bluebook", *(NOTES * 17))) == 306
    assert time.process_time() - begun < 2  # 0.1 s at rest


NAME = st.lists(
    st.sampled_from(["Act", "of", "Trade", "Secrets", "II", "(EU)", "Co."]), min_size=1, max_size=4
)
TEXT = NAME.map(" ".join) | st.sampled_from(["", "  ", "Firm, Inc.,", "Twice  spaced:", "one\nline"])
DATES = st.sampled_from(["2016-05-11", "2016-05", "2016", "spring 2016", "2016-13-41", ""])
FIELDS = st.builds(
    Metadata,
    title=st.just(""),
    issuer=st.none() | TEXT,
    date=st.none() | DATES,
    kind=st.none() | st.sampled_from(["statute", "treaty", "Case", "regulation", "event", ""]),
    url=st.none() | st.just("https://example.org/a,b"),
    inferred=st.frozensets(st.sampled_from(["issuer", "date", "title"])),
)
PLACES = st.lists(st.sampled_from(["Scope", "Article 2", "§ 3. Aim", "Annex: A", " "]), max_size=3).map(tuple)
QUOTES = st.text(alphabet="abc ,.’‘“”\"'\n[]*{}|\\", min_size=1, max_size=60).filter(str.strip)
NUMBERS = st.none() | st.integers(1, 99)


@st.composite
def citations(draw: st.DrawFn) -> list[Citation]:
    sources = [
        source(name, replace(draw(FIELDS), title=f"Source {name} {draw(TEXT)}"))
        for name in ("Ax", "By", "Cz")
    ]
    pins = st.builds(cited, st.sampled_from(sources), QUOTES, NUMBERS, PLACES, NUMBERS)
    return draw(st.lists(pins, min_size=1, max_size=9))


def names(text: str) -> set[str]:
    return {name for name in ("Ax", "By", "Cz") if f"Source {name}" in text}


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=60, deadline=None)
@given(pins=citations(), quotations=st.sampled_from(Quotations), dated=st.booleans())
def test_whatever_is_missing_notes_are_whole_and_of_one_source(
    style: str, pins: list[Citation], quotations: Quotations, dated: bool
) -> None:
    added = {pin.source.version: ADDED for pin in pins} if dated else None
    notes = write_notes(pins, load_style(style), quotations, added=added)
    assert len(notes) == len(pins)
    for place, (pin, runs) in enumerate(zip(pins, notes, strict=True)):
        quoted = [run.text for run in runs if run.role is Role.QUOTATION]
        whole = " ".join(pin.quote.split())
        assert len(quoted) == 1
        assert f"{whole} ".startswith(f"{quoted[0]} ")
        assert quotations is Quotations.FIRST_WORDS or quoted[0] == whole
        others = (Role.QUOTATION, Role.ADDRESS)  # these may have any characters
        around = "".join("x" if run.role in others else run.text for run in runs)
        assert not re.search(r"  |\[\]|\(\)|<>|, ,|,,|[,(] ?[)]|[{}|*\\]|^[ ,]", around)
        said = words(runs, Role.REFERENCE)
        if said in ("Id.", "ibid"):
            assert pins[place - 1].source == pin.source
        elif number := re.search(r"(?:\(n|note) (\d+)", said):
            assert pins[int(number[1]) - 1].source == pin.source
            assert int(number[1]) == 1 + [one.source for one in pins].index(pin.source)
        else:
            assert names(said) == {pin.source.version}
        at, before = (written_pinpoint(one, load_style(style)) for one in (pin, pins[place - 1]))
        same_place = said in ("Id.", "ibid") and at == before
        assert words(runs, Role.PINPOINT) == ("" if same_place else at)


HOUSE = """
name = "House"
version = 'copy of {date}'
marks = [["“", "”"]]
[note]
full = '{reference}: {quotation}[ ({version})]'
[other]
full = '*{title}*[, {date}][ {pinpoint}]'
"""


def house_style(folder: Path, text: str = HOUSE, name: str = "house") -> Path:
    (folder / "styles").mkdir(exist_ok=True)
    (folder / "styles" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_style_of_ones_own_is_a_file_in_the_house_folder(tmp_path: Path) -> None:
    house = house_style(tmp_path)
    assert style_names(house)["house"] == "House"
    (runs,) = write_notes([NOTES[7]], load_style("house", house), Quotations.FULL)
    assert words(runs) == (
        "Kewanee Oil Co. v. Bicron Corp., 13 May 1974 p. 481: “The law protects the “work’s” secrets”."
    )
    assert [run.text for run in runs if run.italic] == ["Kewanee Oil Co. v. Bicron Corp."]


def test_a_brief_about_a_law_has_a_form_of_its_own_or_that_of_other_sources(tmp_path: Path) -> None:
    about = cited(source("brief", Metadata("The Act", "Pincite", "2026", kind="statute")), "It sums up.", 2)
    forms = (
        f"{HOUSE}[statute]\nfull = 'Law {{title}}[ {{pinpoint}}]'\n",
        "[secondary]\nfull = 'On {title}[ {pinpoint}]'\n",
    )
    written = []
    for text in (forms[0], "".join(forms)):
        (runs,) = write_notes([about], load_style("house", house_style(tmp_path, text)), Quotations.FULL)
        written.append(words(runs, Role.REFERENCE))
    assert written == ["The Act, 2026", "On The Act"]


def test_a_style_of_ones_own_goes_before_one_of_the_same_name(tmp_path: Path) -> None:
    assert load_style("plain", house_style(tmp_path, name="plain")).name == "House"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[note]", "[note", "line 5"),
        ("name = ", "nome = ", "name: this key is missing"),
        ("[other]", "[other]\nsmall = 'x'", "other.small: there is no such key"),
        ("{date}][ {p", "{day}][ {p", "other.full: there is no blank {day} here. There are: {date}"),
        ("[, {date}]", ", {date}", "other.full: {date} may lack a value: put it into square brackets"),
        ("[, {date}]", "[, {date}", "other.full: a square bracket is opened and not closed"),
        ("[, {date}]", "[, ]", "has no blank of its own"),
        ("[, {date}]", ", {date}]", "']' stands outside square brackets"),
        ("*{title}*", "*{title}", "an asterisk begins italic words that no second one ends"),
        ("[, {date}]", "[, *{date}]*", "an asterisk in square brackets has no second one there"),
        ("*{title}*", "{title", "'{' stands alone"),
        ("*{title}*", "[" * 5000, "too many square brackets"),
        ("[ {pinpoint}]", "", "other.full: {pinpoint} is missing"),
        ("{quotation}", "", "note.full: {quotation} is missing"),
        ('[["“", "”"]]', '[["“"]]', "marks.0: a pair of quotation marks is wanted"),
        ("[other]", "[pinpoint]\norder = ['page']\n[other]", "other.pinpoint.order"),
        ("[note]", "[other.pinpoint]\npages = 'p'\n[note]", "other.pinpoint.pages: there is"),
        ("[other]", "[other]\nwithin = 'five'", "other.within: "),
    ],
)
def test_a_bad_style_is_told_with_its_file_and_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in HOUSE
    house = house_style(tmp_path, HOUSE.replace(old, new))
    with pytest.raises(BadStyle) as caught:
        load_style("house", house)
    assert told in str(caught.value)
    assert "house.toml" in str(caught.value)


def test_the_style_that_the_documentation_shows_can_be_used(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "docs" / "citation-styles.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example
    style = load_style("house", house_style(tmp_path, example[1]))
    notes = write_notes([NOTES[7], NOTES[11], NOTES[7], NOTES[7]], style, Quotations.FULL)
    assert [words(runs, Role.REFERENCE, Role.PINPOINT) for runs in notes[2:]] == [
        "Kewanee Oil Co. v. Bicron Corp., note 1at 481",
        "ibid",
    ]


def test_a_style_that_is_no_text_is_told(tmp_path: Path) -> None:
    house_style(tmp_path)
    (tmp_path / "styles" / "house.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadStyle):
        load_style("house", tmp_path)


@pytest.mark.parametrize("name", ["none", "", "../styles/plain", "plain.toml"])
def test_an_unknown_style_is_told_with_those_that_there_are(name: str) -> None:
    with pytest.raises(UnknownStyle, match="bluebook, oscola, plain"):
        load_style(name)
