"""The Markdown file: footnotes in order, and document text that stays text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from memo_content import MARKING, SEIZURE, THREE_YEARS, example, hostile

from memo.content import BlockKind, ContentBlock, Memo, NoteMark, Run
from memo.writers.markdown import escaped, write_markdown

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PAYLOADS = {
    "image": "![x](http://evil.example/pixel.png) ![y][z]\n\n[z]: http://evil.example",
    "link": "[click](javascript:alert(1)) <http://evil.example> [a]: b",
    "bare-address": "See http://evil.example/?q=1, www.evil.example, (mail: eve@evil.example).",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt; <!-- -->",
    "blocks": "# head\n- item\n+ item\n1. one\n2) two\n> quote\n```\ncode\n```\n---\n===\n    code",
    "blocks-after-spaces": "  # head\n  - item\n 1. one\n\t> quote\n      code",
    "table": "a | b\n--- | ---\nc | d",
    "emphasis": "*a* _b_ **c** ~~d~~ `e` ``f`` \\*g\\*",
    "footnote": "[^1] [^1]: mine instead",
    "after-a-mark": "(http://evil.example)!",
    "defining-a-mark": ": mine instead",
    "directive": ":red[x] :material/home: $x^2$",
    "backticks-beside-address": "`www.evil.example`www.evil.example``http://evil.example`",
    "backslash": "ends with \\",
    "right-to-left": "\u202eסודות\u202c",
    "control": "a\x00b\x1bc\ud800",
}
OURS = {
    *("heading", "paragraph", "strong", "em", "bullet_list", "list_item", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ALLOWED = {f"{kind}_{end}" for kind in OURS for end in ("open", "close")}
ALLOWED |= {"inline", "text", "code_inline", "softbreak", "hardbreak"}


def tokens(markdown: str) -> list[Token]:
    """All tokens, those inside of paragraphs too."""
    return [inner for token in READER.parse(markdown) for inner in [token, *(token.children or ())]]


def shown(markdown: str) -> str:
    """The words that a reader sees, white space folded."""
    words = [token.content for token in tokens(markdown) if token.type in ("text", "code_inline")]
    return " ".join("".join(words).split())


def of_one(*inlines: Run | NoteMark, kind: BlockKind = BlockKind.STATEMENT) -> str:
    """The Markdown of one block with these inlines."""
    memo = example()
    only: Memo = replace(memo, label="", blocks=(ContentBlock(kind, inlines),), notes=())
    return write_markdown(only).removesuffix("\n")


def test_as_many_footnotes_as_references_in_order_with_exact_quotations() -> None:
    memo = example()
    text = write_markdown(memo)
    numbers = [str(note.number) for note in memo.notes]
    assert re.findall(r"\[\^(\d+)\](?!:)", text) == numbers
    assert re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE) == numbers
    for note in memo.notes:
        line = next(line for line in text.splitlines() if line.startswith(f"[^{note.number}]:"))
        assert f"“{escaped(note.citation.quote)}”" in line


def test_every_kind_of_block_in_its_form() -> None:
    text = write_markdown(example())
    assert text.startswith("**internal**\n\n# Memorandum\n\n**To:** General Counsel\n\n**From:**")
    assert "\n\n## Short answer\n\n“Based on an affidavit" in text
    assert f"\n\n> **United States.** “{THREE_YEARS}”[^4]\n\n> **European Union.** “" in text
    assert "in order first.[^2][^3] *(As of 1 March 2026.)*\n" in text
    assert "are not extraordinary.\\\nWe would not apply" in text  # the author's own line end
    assert "\n- Defend Trade Secrets Act of 2016, page 7, Remedies\n- Handling guide" in text
    assert "\n- *Defend Trade Secrets Act of 2016*, U.S. Congress, 11 May 2016: note 1, note 4\n" in text
    assert f"\n> § 1836. Civil proceedings\n>\n> {SEIZURE}\n>\n> (d) Period of limitations.\n>\n> **" in text
    assert (
        "\n| Note | Document | Version | Characters | Result |\n| --- | --- | --- | --- | --- |\n| 1 |"
        in text
    )
    assert f"“{MARKING}”[^8]" in text
    assert text.count("not legal advice") == 1


def test_a_table_has_a_cell_for_each_cell() -> None:
    cells = [token.type for token in tokens(write_markdown(hostile("a | b `c|d` www.e|f.example")))]
    assert cells.count("td_open") == 8 * 5
    assert cells.count("th_open") == 5


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_document_text_is_inert(payload: str) -> None:
    text = write_markdown(hostile(payload))
    outdented = text.replace("\n    ", "\n")  # as readers of footnotes take their paragraphs
    assert {token.type for token in tokens(outdented)} <= ALLOWED
    marks = re.findall(r"\[\^(\d+)\]", re.sub(r"\\.", "", text))
    assert marks == [
        str(number) for number in (*range(1, 9), *range(1, 9))
    ]  # where they stand, then the notes


def test_what_follows_a_mark_makes_no_link_of_it_nor_what_precedes_it_an_image() -> None:
    assert of_one(Run("Fire!"), NoteMark(1), Run("(see)")) == "Fire\\![^1]\\(see)"
    assert of_one(NoteMark(1), Run(": so")) == "[^1]\\: so"


@pytest.mark.parametrize(
    ("inlines", "written"),
    [
        pytest.param((Run("Lead. ", bold=True), Run("Words")), "**Lead.** Words", id="space outside"),
        pytest.param((Run("a"), Run("b", bold=True), Run("c")), "a**b**c", id="inside of a word"),
        pytest.param((Run("a"), Run("“b”", bold=True), Run("c")), "a“b”c", id="signs between letters"),
        pytest.param((Run("a ", bold=True), Run("b", bold=True)), "**a b**", id="neighbours alike"),
        pytest.param((Run("a", bold=True), Run("b", italic=True)), "**a**b", id="neighbours unlike"),
        pytest.param((Run("a", bold=True, italic=True),), "***a***", id="both"),
        pytest.param((Run("www.ev", bold=False), Run("il.example")), "`www.evil.example`", id="address"),
        pytest.param((Run(" ", bold=True), Run("- a")), "\\- a", id="list behind a space"),
    ],
)
def test_emphasis_shows_as_emphasis_or_not_at_all(inlines: tuple[Run, ...], written: str) -> None:
    assert of_one(*inlines) == written
    assert shown(written) == " ".join("".join(run.text for run in inlines).split())


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


RUNS = st.builds(
    Run, st.text(alphabet=st.sampled_from("ab1 *_[](!-.:“\\`/w"), max_size=8), st.booleans(), st.booleans()
)


@settings(max_examples=300, deadline=None)
@given(st.lists(RUNS, min_size=1, max_size=5))
def test_a_reader_sees_the_words_of_runs_as_they_are(runs: list[Run]) -> None:
    assert shown(of_one(*runs)) == " ".join("".join(run.text for run in runs).split())


@pytest.mark.parametrize("words", ["ibid.", "javascript:alert(1)", "Act (2016)", 'Act "2016"', "Act"])
def test_a_footnote_of_a_word_is_no_address_for_readers_without_footnotes(words: str) -> None:
    text = write_markdown(hostile(words))
    assert "link_open" not in {token.type for token in tokens(text)}


def test_a_quotation_of_several_paragraphs_stays_in_its_footnote() -> None:
    text = write_markdown(hostile("one\ntwo\n\n  \n- three"))
    assert "[^1]: &#8288; &#8288; one\\\n    two\n\n    \\- threeone\\\n    two\n" in text
