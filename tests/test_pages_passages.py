"""A document's text in blocks: nothing lost, and exactly the cited words marked."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.types import Document, Heading, Layout, Metadata, Source, Span
from pages.parts.passages import all_blocks, around


def document(text: str, paragraphs: tuple[Span, ...] = (), headings: tuple[Heading, ...] = ()) -> Document:
    """A document with this text and layout."""
    source = Source("d", "v", "d.txt", Metadata("D"))
    layout = Layout(headings=headings, paragraphs=paragraphs)
    return Document(source, text, layout, "text/plain", "/d.txt", "hash", datetime.datetime.now())


@st.composite
def texts_with_layout(draw: st.DrawFn) -> tuple[Document, Span]:
    """A text, paragraphs somewhere in it (with gaps, or none at all), and a span to mark."""
    text = draw(st.text(alphabet="ab §\n.", min_size=1, max_size=120))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return document(text, tuple(spans)), Span(start, end)


def without_space(text: str) -> str:
    return "".join(text.split())


@given(texts_with_layout())
def test_the_blocks_hold_every_letter_in_order(case: tuple[Document, Span]) -> None:
    source, mark = case
    blocks = all_blocks(source, mark)
    shown = "".join(piece.text for block in blocks for piece in block.pieces)
    assert without_space(shown) == without_space(source.text)


@given(texts_with_layout())
def test_exactly_the_cited_words_are_marked(case: tuple[Document, Span]) -> None:
    source, mark = case
    marked = "".join(p.text for b in all_blocks(source, mark) for p in b.pieces if p.marked)
    assert without_space(marked) == without_space(source.text[mark.start : mark.end])


@given(texts_with_layout())
def test_a_block_is_the_text_at_its_place(case: tuple[Document, Span]) -> None:
    source, mark = case
    for block in all_blocks(source, mark):
        assert "".join(piece.text for piece in block.pieces) == source.text[block.start : block.end]


def test_a_repeated_sentence_is_marked_only_where_it_is_cited() -> None:
    text = "Same words.\n\nSame words.\n\nSame words."
    blocks = all_blocks(document(text), Span(13, 24))
    assert [block.marked for block in blocks] == [False, True, False]


def test_around_keeps_the_cited_paragraphs_and_their_neighbours() -> None:
    text = "\n\n".join(f"Paragraph {number}." for number in range(20))
    start = text.index("Paragraph 10.")
    kept = around(all_blocks(document(text), Span(start, start + 13)), 2)
    assert [text[block.start : block.end] for block in kept] == [f"Paragraph {n}." for n in range(8, 13)]


@pytest.mark.parametrize(("start", "level"), [pytest.param(0, 1, id="title"), pytest.param(5, 0, id="prose")])
def test_headings_have_their_level(start: int, level: int) -> None:
    text = "Act\n\nIt says so."
    source = document(text, (Span(0, 3), Span(5, 16)), (Heading(0, ("Act",)),))
    assert {block.start: block.level for block in all_blocks(source, None)}[start] == level
