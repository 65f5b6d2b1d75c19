"""The Markdown file: footnotes in order, and document text that stays text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from memo_examples import (
    CAUTION,
    HEADING,
    NOTE,
    SECRET,
    SEIZURE,
    disputed,
    hostile,
    noted,
    refused,
    two_answers,
)

from core.types import MemoHeading
from memo.markdown import escaped, write_markdown
from memo.memo import NOT_ANSWERED, NOT_LEGAL_ADVICE, build_memo

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PAYLOADS = {
    "image": "![x](http://evil.example/pixel.png) ![y][z]\n\n[z]: http://evil.example",
    "link": "[click](javascript:alert(1)) <http://evil.example> [a]: b",
    "bare-address": "See http://evil.example/?q=1, www.evil.example, (mail: eve@evil.example).",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt; <!-- -->",
    "blocks": "# head\n- item\n+ item\n1. one\n2) two\n> quote\n```\ncode\n```\n---\n===\n    code",
    "table": "a | b\n--- | ---\nc | d",
    "emphasis": "*a* _b_ **c** ~~d~~ `e` ``f`` \\*g\\*",
    "footnote": "[^1] [^1]: mine instead",
    "directive": ":red[x] :material/home: $x^2$",
    "backticks-beside-address": "`www.evil.example`www.evil.example``http://evil.example`",
    "backslash": "ends with \\",
    "right-to-left": "\u202eסודות\u202c",
    "control": "a\x00b\x1bc\ud800",
}


def tokens(markdown: str) -> list[Token]:
    """All tokens, those inside of paragraphs too."""
    return [inner for token in READER.parse(markdown) for inner in [token, *(token.children or ())]]


def shown(markdown: str) -> str:
    """The words that a reader sees, white space folded."""
    words = [token.content for token in tokens(markdown) if token.type in ("text", "code_inline")]
    return " ".join("".join(words).split())


def test_as_many_footnotes_as_references_in_order_with_exact_quotations() -> None:
    memo = build_memo(HEADING, two_answers())
    text = write_markdown(memo)
    assert re.findall(r"\[\^(\d+)\](?!:)", text) == ["1", "2", "3", "4"]
    assert re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE) == ["1", "2", "3", "4"]
    for note in memo.footnotes:
        line = next(line for line in text.splitlines() if line.startswith(f"[^{note.number}]:"))
        assert f"{escaped(note.reference)}: “{note.citation.quote}”" in line
    assert SECRET in text


def test_a_conflict_stands_before_the_statement_with_a_footnote_a_side() -> None:
    text = write_markdown(build_memo(HEADING, [disputed()]))
    assert r"**Two sources differ.** Nothing says \*which\*." in text
    assert f"> **Defend Trade Secrets Act, U.S. Congress, 11 May 2016.** “{SEIZURE}”[^1]\n" in text
    assert f"“{SECRET}”[^2]\n\n“{SEIZURE}”[^3]" in text
    assert sum(token.type == "blockquote_open" for token in tokens(text)) == 2


def test_a_refusal_reads_as_one_and_the_notice_stands_once() -> None:
    text = write_markdown(build_memo(HEADING, [refused()]))
    assert NOT_ANSWERED in text
    assert "Searched: 25 documents, the whole library." in text
    assert "[^" not in text
    assert text.count(NOT_LEGAL_ADVICE) == 1


def test_summaries_stand_without_quotation_marks() -> None:
    text = write_markdown(build_memo(HEADING, two_answers()))
    assert f"\n“{SEIZURE}”[^1]\n" in text
    assert "\n**Who may ask.** Only the owner may ask for it.[^2][^3]\n" in text


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_document_text_is_inert(payload: str) -> None:
    memo = build_memo(MemoHeading(payload, payload, payload, payload, payload), [hostile(payload)])
    outdented = write_markdown(memo).replace("\n    ", "\n")  # as readers of footnotes take their paragraphs
    kinds = {token.type for token in tokens(outdented)}
    ours = {"heading", "paragraph", "strong", "em", "bullet_list", "list_item"}
    allowed = {f"{kind}_{end}" for kind in ours for end in ("open", "close")}
    assert kinds <= allowed | {"inline", "text", "code_inline", "softbreak", "hardbreak"}


def test_addresses_stand_in_code_where_nothing_makes_links_of_them() -> None:
    text = escaped(PAYLOADS["bare-address"])
    assert text == ("See `http://evil.example/?q=1`, `www.evil.example`, (mail: `eve@evil.example`).")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 \\`*_[]()<>!#+-=.:|~$^&@/w\n"), max_size=40))
def test_a_reader_sees_the_words_as_they_are(text: str) -> None:
    line = " ".join(text.split())
    assert shown(f"x {escaped(line)} x") == f"x {line} x".replace("  ", " ")
    assert {t.type for t in tokens(f"x {escaped(line)} x")} <= {
        "paragraph_open",
        "inline",
        "text",
        "code_inline",
        "paragraph_close",
    }


def test_a_quotation_of_several_paragraphs_stays_in_its_footnote() -> None:
    text = write_markdown(build_memo(HEADING, [hostile("one\ntwo\n\n  \n- three")]))
    assert "“one\n    two\n\n    \\- three”" in text


def test_what_the_answer_notes_and_warns_of_stands_in_the_memo() -> None:
    markdown = write_markdown(build_memo(HEADING, [noted()]))
    assert f"{NOTE}\n\n“{SEIZURE}”[^1] *({CAUTION})*" in markdown
    refusal = write_markdown(build_memo(HEADING, [replace(refused(), notes=(NOTE,))]))
    assert NOTE in refusal
