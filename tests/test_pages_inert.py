"""What documents, models and users wrote is shown as text, whatever it holds.

markdown-it reads the escaped text as CommonMark here; what Streamlit adds to that (directives, emoji,
addresses, arrows) is tried on the real page in test_browser.py, with the same payloads.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pages.parts.inert import cell, copied, label, shortened, words

HOSTILE = {
    "image": "![x](http://evil.test/a.png)",
    "html": "<img src=http://evil.test/b.png> <script>alert(1)</script> <b>bold</b>",
    "link": "[click](http://evil.test) <https://evil.test> [a]: http://evil.test",
    "directive": ":red[danger] :blue-badge[x] :small[y] :::note",
    "icon": ":material/home: :smile: :+1: :streamlit:",
    "mathematics": "$x^2$ and $$y$$ cost $5 and $10",
    "addresses": "http://evil.test www.evil.test WWW.EVIL.TEST me@evil.test mailto:me@evil.test",
    "arrows": "a -- b --- c -> d <- e >= f <= g ~= h <-> i",
    "heading": "# head",
    "list": "- one",
    "numbered": "1. one",
    "quote": "> quoted",
    "emphasis": "`code` *em* __bold__ ~~gone~~ [^1] ***",
    "table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "code block": "    indented",
    "entities": "&lt;b&gt; &amp; &#x3c;img&#x3e;",
    "backslashes": r"\: \$ \\ \[y\] \(x\)",
    "lines": "one\n\n# two\n- three",
    "law": "18 U.S.C. § 1836(b)(1) — “quoted” v. Smith & Co., 5 U.S.C. 552(b)(4)",
}
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown: str) -> str:
    """The text that a Markdown reader shows; fails where it would show anything but one paragraph of text."""
    tokens = READER.parse(markdown)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], tokens
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}, children
    return "".join(child.content for child in children)


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_label_shows_its_words_and_nothing_else(payload: str) -> None:
    assert shown(label(payload)).replace("\u2060", "") == " ".join(payload.split())


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_label_holds_nothing_that_is_replaced_after_markdown_is_read(payload: str) -> None:
    text = shown(label(payload))
    replaced = (r"https?:/", r"\bwww\.", r"\w@\w", r":[\w+-]+:", r":\w+\[", r"--", r"->", r"<-", r"[<>~]=")
    for pattern in replaced:
        assert not re.search(pattern, text, re.IGNORECASE), pattern


@given(st.text())
def test_a_label_of_any_text_is_one_paragraph_of_that_text(text: str) -> None:
    assert shown(label(text)).replace("\u2060", "") == " ".join(words(text).replace("\u2060", "").split())


@given(st.lists(st.sampled_from([*HOSTILE.values(), ":", "[", "]", "\\", "`", "<", "$", "www", ".", "@"])))
def test_hostile_parts_put_together_stay_text(parts: list[str]) -> None:
    text = "".join(parts)
    assert shown(label(text)).replace("\u2060", "") == " ".join(text.split())


def test_words_keep_lines_and_lose_what_turns_text_around() -> None:
    assert words("one\r\ntwo\u202egnp.exe\x00") == "one\ntwognp.exe"


@given(st.text(), st.integers(min_value=3, max_value=80))
def test_what_is_shortened_is_short_and_a_beginning(text: str, length: int) -> None:
    line = " ".join(text.split())
    short = shortened(text, length)
    assert len(short) <= length
    assert line.startswith(short.removesuffix("…"))
    assert short == line or short.endswith("…")


@given(st.text())
def test_no_cell_and_no_copied_line_begins_as_a_spreadsheets_formula(text: str) -> None:
    formula = ("=", "+", "-", "@", "\t", "\r")
    assert not cell(text).startswith(formula)
    assert not any(line.startswith(formula) for line in copied(text).split("\n"))


def test_ordinary_words_are_copied_as_they_are() -> None:
    text = "A trade secret — “information” = value.\n[1] 18 U.S.C. § 1839(3)"
    assert copied(text) == cell(text) == text
