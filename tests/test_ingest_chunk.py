"""Passages: nothing lost, nothing twice, nothing beyond the model's window, no sentence torn."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

import nupunkt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.types import Heading, Layout, Metadata, Reading, Span
from ingest.chunk import PREFIX_PIECES, Cut, chunk
from ingest.read import read_file
from tests.stores import PROJECT, Store
from vectorstore.embed import Embedder

WINDOW = 256
STATUTE = (
    "The term “trade secret” means all forms and types of financial, business, scientific, technical, "
    "economic, or engineering information, if the owner has taken reasonable measures to keep it secret. "
    "See 18 U.S.C. § 1839(3). An owner may bring a civil action under § 1836(b)(1) of title 18. "
)


def reading_of(text: str, layout: Layout | None = None, **known: str) -> Reading:
    metadata = Metadata(**{"title": "Defend Trade Secrets Act", **known})
    return Reading(text, layout or Layout(paragraphs=(Span(0, len(text)),)), metadata, "text/plain")


def assert_sound(reading: Reading, cuts: list[Cut], embedder: Embedder) -> None:
    """What must hold of the passages of any text with any layout."""
    text = reading.text
    for earlier, later in pairwise(cuts):
        assert earlier.end <= later.start, "passages overlap or are out of order"
    kept = {place for cut in cuts for place in range(cut.start, cut.end)}
    lost = [place for place, letter in enumerate(text) if not letter.isspace() and place not in kept]
    assert not lost, f"{text[lost[0] :][:40]!r} is in no passage"
    lengths = embedder.lengths([cut.prefix + text[cut.start : cut.end] for cut in cuts])
    assert all(length + 2 <= WINDOW for length in lengths), max(lengths) + 2
    headings = {heading.start for heading in reading.layout.headings}
    for cut in cuts:
        assert text[cut.start : cut.end].strip() == text[cut.start : cut.end] != ""
        assert not any(sentence.start in headings for sentence in cut.sentences)
        edges = [cut.start, *(edge for s in cut.sentences for edge in (s.start, s.end)), cut.end]
        assert edges == sorted(edges), "sentences overlap, or leave their passage"


def test_a_part_of_a_row_of_a_table_is_no_sentence(embedder: Embedder) -> None:
    """A row that is longer than the window is found by its parts, and none of them is quoted."""
    long = f"Class A | {'measures of many kinds, ' * 80}| 25 years"
    text = f"Class B | Engineers | 12 years\n{long}"
    reading = reading_of(text, Layout(paragraphs=(Span(0, 30), Span(31, len(text)))))
    cuts = chunk(reading, embedder, tokens=200)
    assert_sound(reading, cuts, embedder)
    assert len(cuts) > 1
    quotable = [text[sentence.start : sentence.end] for cut in cuts for sentence in cut.sentences]
    assert quotable == ["Class B | Engineers | 12 years"]


words = st.text(
    st.one_of(
        st.sampled_from("aAeZ09 .,;:!?\n\t-§“”’()/=+_\u00a0\u00ad\u2028\x1f\ufeff東京مرح🙂é\u0301"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=400,
)
endless = st.integers(1, 3000).flatmap(
    lambda n: st.sampled_from(["a", "ab/", "x1.", "§", "wor d"]).map(lambda w: w * n)
)
blocks = st.lists(
    st.tuples(st.booleans(), st.one_of(words, words, st.just(STATUTE), st.just(STATUTE * 5), endless)),
    max_size=5,
)


@st.composite
def ordered_readings(draw: st.DrawFn) -> Reading:
    """A document as readers make them: headings and paragraphs with something between them."""
    text, headings, paragraphs = "", [], []
    for is_heading, block in draw(blocks):
        if is_heading:
            headings.append(Heading(len(text), (block[:200].strip() or "Heading",)))
        paragraphs.append(Span(len(text), len(text) + len(block)))
        text += block + draw(st.sampled_from(["\n\n", "\n", " ", ""]))
    title = draw(st.one_of(st.just("Title"), st.text(min_size=1, max_size=600)))
    issuer = draw(st.one_of(st.none(), st.text(max_size=100)))
    return Reading(text, Layout(tuple(headings), tuple(paragraphs)), Metadata(title, issuer), "text/plain")


@st.composite
def disordered_readings(draw: st.DrawFn) -> Reading:
    """A text whose layout has nothing to do with it."""
    text = "".join(block for _, block in draw(blocks))
    place = st.integers(0, len(text))
    headings = sorted(draw(st.lists(place, max_size=4, unique=True)))
    spans = draw(st.lists(st.tuples(place, place), max_size=5))
    paragraphs = tuple(Span(min(pair), max(pair)) for pair in spans)
    layout = Layout(tuple(Heading(start, (f"H{start}",)) for start in headings), paragraphs)
    return reading_of(text, layout)


@settings(max_examples=150, deadline=None)
@given(reading=st.one_of(ordered_readings(), disordered_readings()), tokens=st.sampled_from([20, 180, 180]))
def test_any_text_under_any_layout_is_kept_whole(reading: Reading, tokens: int, embedder: Embedder) -> None:
    assert_sound(reading, chunk(reading, embedder, tokens=tokens), embedder)


TABLE = "| Country | Law | Term |\n| --- | --- | --- |\n" + "| Japan | UCPA | 10 years |\n" * 60


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t\u00a0 ", id="white space"),
        pytest.param("§", id="one sign"),
        pytest.param("word " * 2000, id="one endless sentence"),
        pytest.param("a" * 5000, id="one endless word"),
        pytest.param("aGVsbG8/d29y+bGQ" * 400, id="base64"),
        pytest.param(STATUTE * 30, id="the same words again and again"),
        pytest.param(TABLE, id="a table"),
        pytest.param("営業秘密とは、秘密として管理されている情報をいう。" * 60, id="Japanese"),
        pytest.param("السر التجاري معلومات غير معروفة. " * 80, id="Arabic"),
        pytest.param("🙂" * 900, id="emoji"),
        pytest.param("e\u0301a\u00ad" * 900, id="combining marks and soft hyphens"),
        pytest.param("one\x1ftwo\u2028three\x85four " * 200, id="odd white space"),
        pytest.param("Yes. No. " * 800, id="tiny sentences"),
    ],
)
def test_hard_texts_are_kept_whole(text: str, embedder: Embedder) -> None:
    reading = reading_of(text)
    assert_sound(reading, chunk(reading, embedder, tokens=180), embedder)


def test_only_a_sentence_that_alone_exceeds_the_window_is_cut(embedder: Embedder) -> None:
    endless_sentence = "The parties agree to " + "disclose nothing, " * 200 + "and to sign. "
    text = STATUTE * 4 + endless_sentence + STATUTE * 4
    cuts = chunk(reading_of(text), embedder, tokens=180)
    whole = {text[s.start : s.end] for cut in cuts for s in cut.sentences}
    expected = [text[start:end].strip() for start, end in nupunkt.sent_spans(text)]
    torn = [sentence for sentence in expected if sentence not in whole]
    assert torn == [endless_sentence.strip()]
    parts = [part for part in whole if part not in expected]
    assert all(part.endswith((",", "sign.")) for part in parts), "it was not cut at its clauses"


def test_headings_are_no_sentences_and_stand_with_what_follows(embedder: Embedder) -> None:
    text = "Remedies\n\nCivil seizure\n\nA court may order it.\n\nDamages\n\nThey are paid."
    starts = [text.index(words) for words in ("Remedies", "Civil", "A court", "Damages", "They")]
    ends = [*(start - 2 for start in starts[1:]), len(text)]
    headings = (
        Heading(starts[0], ("Remedies",)),
        Heading(starts[1], ("Remedies", "Civil seizure")),
        Heading(starts[3], ("Remedies", "Damages")),
    )
    layout = Layout(headings, tuple(map(Span, starts, ends)))
    cuts = chunk(reading_of(text, layout, issuer="Congress", date="2016-05-11"), embedder, tokens=180)
    assert [text[cut.start : cut.end] for cut in cuts] == [
        "Remedies\n\nCivil seizure\n\nA court may order it.",
        "Damages\n\nThey are paid.",
    ]
    assert [[text[s.start : s.end] for s in cut.sentences] for cut in cuts] == [
        ["A court may order it."],
        ["They are paid."],
    ]
    known = "Defend Trade Secrets Act · Congress · 2016-05-11 · Remedies · "
    assert [cut.prefix for cut in cuts] == [f"{known}Civil seizure\n", f"{known}Damages\n"]


@pytest.mark.parametrize(
    ("known", "path", "kept"),
    [
        pytest.param(
            {"date": "2016"}, ("x " * 46,), "Defend Trade Secrets Act · " + "x " * 46, id="date goes"
        ),
        pytest.param(
            {}, ("x " * 60, "Seizure"), "Defend Trade Secrets Act · Seizure", id="outer heading goes"
        ),
        pytest.param({"title": "t " * 200}, (), "", id="endless title"),
    ],
)
def test_a_prefix_that_is_too_long_loses_what_says_least(
    known: dict[str, str], path: tuple[str, ...], kept: str, embedder: Embedder
) -> None:
    issuer = {"issuer": "Office " * 8} if "date" in known else {}
    layout = Layout((Heading(0, path),) if path else (), (Span(0, 3), Span(3, 20)))
    (cut,) = chunk(reading_of("A.\n" + "It is so ordered.", layout, **known, **issuer), embedder, tokens=180)
    assert cut.prefix == (kept + "\n" if kept else "")
    assert embedder.lengths([cut.prefix])[0] <= PREFIX_PIECES


def test_passages_have_about_the_tokens_that_were_asked_for(starter: Store, embedder: Embedder) -> None:
    text = " ".join(starter.library.document(d.source.document).text for d in starter.library.documents())
    paragraphs, start = [], 0
    for block in text.split("\n\n"):
        paragraphs.append(Span(start, start + len(block)))
        start += len(block) + 2
    cuts = chunk(reading_of(text, Layout(paragraphs=tuple(paragraphs))), embedder, tokens=180)
    sizes = [cut.tokens for cut in cuts if len(cut.sentences) > 1]
    assert max(sizes) <= 180
    assert 120 <= median(sizes) <= 180


def test_a_changed_paragraph_leaves_the_passages_around_it(embedder: Embedder) -> None:
    blocks = [f"Paragraph {n} says this. {STATUTE}" for n in range(40)]
    before = _cut_blocks(blocks, embedder)
    blocks[20] = f"Paragraph twenty is another one now. It was rewritten. {STATUTE}"
    after = _cut_blocks(blocks, embedder)
    assert len(after - before) <= 2


def _cut_blocks(blocks: list[str], embedder: Embedder) -> set[str]:
    text, paragraphs = "", []
    for block in blocks:
        paragraphs.append(Span(len(text), len(text) + len(block)))
        text += block + "\n\n"
    cuts = chunk(reading_of(text, Layout(paragraphs=tuple(paragraphs))), embedder, tokens=180)
    return {text[cut.start : cut.end] for cut in cuts}


def test_every_document_of_the_starter_library_is_cut_soundly(starter: Store, embedder: Embedder) -> None:
    for path in sorted((PROJECT / "corpus").glob("*.md")):
        reading = read_file(path, starter.settings)
        assert_sound(reading, chunk(reading, embedder, tokens=180), embedder)


def test_cutting_is_deterministic(embedder: Embedder) -> None:
    reading = reading_of(STATUTE * 20)
    assert chunk(reading, embedder, tokens=180) == chunk(replace(reading), embedder, tokens=180)
