"""The HTML file: whole in itself, readable aloud, and no word of it markup."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import lxml.html
import pytest
from lxml.etree import _Element
from memo_content import example, hostile, text_block

from memo.content import BlockKind, ContentBlock, Memo, NoteMark, Run, Table
from memo.writers.html import write_html

PAYLOADS = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>",
    '"><a href=\'http://evil.example\' onclick="alert(1)">x</a>',
    "</style></title></main><iframe src=//evil.example></iframe>",
    "&lt;b&gt; &#60; &copy; \u202e\x00\ud800 <!-- x --> ]]> <?php ?>",
    '"; } body { background: url(http://evil.example/x.png) } \\',
    "http://evil.example/?q=1 javascript:alert(1)",
)
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "header", "main", "section"),
    *("h1", "h2", "h3", "h4", "p", "dl", "dt", "dd", "ul", "ol", "li", "blockquote"),
    *("table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
    *("strong", "em", "sup", "a", "bdi"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "dir", "id", "href", "role"),
    *("scope", "style", "value", "aria-label"),
}


def parsed(memo: Memo) -> _Element:
    return lxml.html.document_fromstring(write_html(memo))


def test_the_head_says_what_the_file_is() -> None:
    page = parsed(example())
    assert page.get("lang") == "en"
    assert page.findtext(".//title") == example().heading.subject
    meta = {each.get("name") or each.get("http-equiv"): each.get("content") for each in page.iter("meta")}
    assert meta["pincite-memo"] == "7f3a91c2"
    assert meta["author"] == example().heading.sender
    assert meta["Content-Security-Policy"].startswith("default-src 'none'")
    assert page.xpath("//header")[0].text_content() == "internal"


def test_every_mark_leads_to_its_note_and_back() -> None:
    page = parsed(example())
    marks = page.xpath("//*[@role='doc-noteref']")
    notes = page.xpath("//*[@role='doc-footnote']")
    assert [mark.text for mark in marks] == [str(note.number) for note in example().notes]
    assert [mark.get("href") for mark in marks] == [f"#{note.get('id')}" for note in notes]
    backs = [note.xpath(".//*[@role='doc-backlink']")[0].get("href") for note in notes]
    assert backs == [f"#{mark.get('id')}" for mark in marks]
    assert [note.getparent().get("value") for note in notes] == [mark.text for mark in marks]
    for note, element in zip(example().notes, notes, strict=True):
        assert element.text_content() == f"{note.text} ↩"
        assert element.find(".//bdi").text == note.citation.quote


def test_every_link_leads_to_a_place_in_the_file() -> None:
    page = parsed(example())
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    links = page.xpath("//@href")
    assert len(links) == 8 + 8 + 3
    assert {link.removeprefix("#") for link in links} <= set(names)


def test_headings_leave_out_no_level_and_tables_name_their_columns() -> None:
    page = parsed(example())
    levels = [int(each.tag[1]) for each in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    (table,) = page.iter("table")
    assert [cell.text for cell in table.xpath(".//th[@scope='col']")] == list(
        next(block for block in example().blocks if isinstance(block, Table)).head
    )
    assert len(table.xpath(".//th[@scope='row']")) == 8


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_stay_words(payload: str) -> None:
    text = write_html(hostile(payload))
    page = lxml.html.document_fromstring(text)
    assert {each.tag for each in page.iter()} <= TAGS
    assert {name for each in page.iter() for name in each.keys()} <= ATTRIBUTES  # noqa: SIM118
    assert all(link.startswith("#") for link in page.xpath("//@href"))
    assert text.count("</style>") == 1
    style = page.findtext(".//style")
    assert "url(" not in style
    assert style.count("{") == style.count("}") == write_html(example()).count("{")


def test_the_label_in_the_print_style_is_a_string_and_nothing_else() -> None:
    style = lxml.html.document_fromstring(write_html(replace(example(), label='a"; } é <x>'))).findtext(
        ".//style"
    )
    assert 'content: "a\\22 \\3b \\20 \\7d \\20 \\e9 \\20 \\3c x\\3e "; font' in style


def test_right_to_left_words_find_their_direction() -> None:
    memo = replace(example(), blocks=(text_block(BlockKind.PARAGRAPH, "הסודות (2016)."),))
    assert parsed(memo).xpath("//main/p")[0].get("dir") == "auto"


def test_own_words_and_excerpts_keep_their_lines() -> None:
    page = parsed(example())
    assert "not extraordinary.\nWe would not" in page.xpath("//div[@class='own']")[0].text_content()
    assert (
        page.xpath("//blockquote/strong")[1].text
        == "The duration of the limitation period shall not exceed 6 years."
    )


def test_a_note_that_is_referred_to_twice_has_one_way_back() -> None:
    marks = (Run("One"), NoteMark(1), Run(", again"), NoteMark(1), NoteMark(2))
    page = parsed(replace(example(), blocks=(ContentBlock(BlockKind.STATEMENT, marks),)))
    assert page.xpath("//sup/a/@id") == ["mark-1", "mark-2"]
    assert page.xpath("//main/p")[0].text_content() == "One1, again1, 2"
