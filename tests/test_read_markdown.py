from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.types import Reading
from ingest.read import Damaged, Empty, read_bytes
from ingest.read.reader import _QUICK_MARKDOWN

SOURCE = """---
title: Defend Trade Secrets Act
date: 2016-05-11
jurisdiction: NO
in_force_from: 2016-13-45
sources: [a, b]
---
# Civil *proceedings*

The owner of a **trade secret** that is
misappropriated may bring [a civil action](https://example.org/x).
<!-- not for readers -->

1. first
   - inner

     more of inner
2. second

## Remedies &amp; damages

| Kind | Limit |
|------|-------|
| exemplary | 2x |

> Quoted words.

![a picture](https://example.org/p.png)

<div>shown<span hidden>unseen</span></div>

```
code stays
```
"""
TEXT = """Civil proceedings

The owner of a trade secret that is misappropriated may bring a civil action.

1. first
  - inner
    more of inner
2. second

Remedies & damages

Kind | Limit
exemplary | 2x

Quoted words.

shown

code stays"""


def read(source: str) -> Reading:
    return read_bytes(source.encode(), "act.md")


def test_the_prose_that_a_reader_sees() -> None:
    assert read(SOURCE).text == TEXT


def test_headings_point_at_their_words() -> None:
    reading = read(SOURCE)
    assert [heading.path for heading in reading.layout.headings] == [
        ("Civil proceedings",),
        ("Civil proceedings", "Remedies & damages"),
    ]
    assert all(reading.text[head.start :].startswith(head.path[-1]) for head in reading.layout.headings)


def test_front_matter_is_stated_and_a_bad_date_is_told() -> None:
    reading = read(SOURCE)
    metadata = reading.metadata
    assert (metadata.title, metadata.date) == ("Defend Trade Secrets Act", "2016-05-11")
    assert metadata.jurisdiction == "NO"  # YAML 1.1 would say False
    assert metadata.in_force_from is None
    assert metadata.inferred == frozenset()
    assert [notice for notice in reading.notices if "in_force_from" in notice]


def test_without_front_matter_the_title_is_inferred() -> None:
    metadata = read("# TRIPS\n\nArticle 39.").metadata
    assert (metadata.title, metadata.inferred) == ("TRIPS", frozenset({"title"}))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("---\ntitle: [unclosed\n---\nBody words.", id="broken yaml"),
        pytest.param("---\njust a line\n---\nBody words.", id="rules, not front matter"),
    ],
)
def test_what_is_no_front_matter_is_text(source: str) -> None:
    assert "Body words." in read(source).text


def test_front_matter_cannot_multiply() -> None:
    bomb = "a: &a [x,x,x,x]\nb: &b [*a,*a,*a]\ntitle: &c [*b,*b]\n"
    reading = read(f"---\n{bomb}---\nBody.")
    assert reading.metadata.title == "act"
    assert "title" in reading.notices[0]


def test_only_front_matter_is_empty() -> None:
    with pytest.raises(Empty, match=r"act\.md.*no text"):
        read("---\ntitle: x\n---\n")


def test_nesting_that_the_parser_would_cut_is_an_error() -> None:
    lists = "\n".join("  " * depth + f"- item {depth}" for depth in range(120))
    with pytest.raises(Damaged, match=r"act\.md.*deep"):
        read(lists)
    assert "item 40" in read("\n".join(lists.split("\n")[:41])).text


@pytest.mark.parametrize("piece", ["![[", "[a](", "**a_", "- a\n", "a|b\n-|-\n", "&#"])
def test_no_file_that_is_read_in_this_process_takes_long(piece: str) -> None:
    source = "Words.\n\n" + piece * (_QUICK_MARKDOWN // len(piece))
    started = time.process_time()
    assert read(source).text.startswith("Words.")
    assert time.process_time() - started < 15


@pytest.mark.parametrize("piece", ["<div ", "<div>", "<!--", "<!---->", "</div>"])
def test_taking_out_tags_takes_no_longer_than_the_text(piece: str) -> None:
    source = "Words.\n\n" + piece * 50_000
    started = time.process_time()
    assert read(source).text.startswith("Words.")
    assert time.process_time() - started < 15  # html.parser takes minutes over the first


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<div>a &amp; b</div>", "a & b"),
        ("<p>a<!-- no --> b</p>", "a b"),
        ("<div hidden>no <b>no</b> no</div>yes", "yes"),
        ("<div style='display: none'>no<br>no</div>yes", "yes"),
        ("<div class='hidden-phone'>yes</div>", "yes"),
        ("<div>1 < 2 and 3 > 2</div>", "1 < 2 and 3 > 2"),
    ],
)
def test_html_inside_markdown(source: str, text: str) -> None:
    assert read(source).text == text


words = st.text(st.sampled_from("abc §“”.,;()1839 "), min_size=1).map(
    lambda text: " ".join(["A", *text.split()])
)


@given(st.lists(words, min_size=1))
def test_plain_prose_comes_back(paragraphs: list[str]) -> None:
    assert read("\n\n".join(paragraphs)).text == "\n\n".join(paragraphs)


@given(st.text(st.sampled_from("#*_-+>`~|[]()<>!&\\:\n\t 1.ab\u200b\U000e0041é{}=\"'"), min_size=1))
def test_any_markdown_gives_sound_offsets(source: str) -> None:
    try:
        reading = read("x\n\n" + source)
    except Empty:
        pytest.fail("the x is text")
    layout, text = reading.layout, reading.text
    assert all(text[span.start : span.end].strip() for span in layout.paragraphs)
    assert all(text[head.start :].startswith(head.path[-1]) for head in layout.headings)
    covered = "".join(text[span.start : span.end] for span in layout.paragraphs)
    assert "".join(covered.split()) == "".join(text.split())
    assert "\u200b" not in text
    assert "\U000e0041" not in text


def test_headings_list_items_and_table_rows_are_counted_as_paragraphs() -> None:
    """docs/citation-styles.md says so of the "para." of footnotes."""
    text = "# Title\n\nOne.\n\n- item\n- other\n\n| a | b |\n|---|---|\n| c | d |\n\n## Next\n\nTwo.\n"
    reading = read_bytes(text.encode(), "law.md")
    numbers = [
        reading.layout.paragraph_number(reading.text.index(word)) for word in ("One", "item", "c", "Two")
    ]
    assert numbers == [2, 3, 6, 8]
