"""One memo says the same in every format, and its files have names that every system takes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memo_content import example, hostile, many_notes
from memo_readers import Read, read_html, read_markdown, read_memo, read_pdf

from memo.content import Memo, Table
from memo.writers.files import MEDIA_TYPES, Format, file_name, write
from memo.writers.json_file import read_json

READERS = {
    Format.PDF: read_pdf,
    Format.HTML: lambda file: read_html(file.decode()),
    Format.MARKDOWN: lambda file: read_markdown(file.decode()),
    Format.JSON: lambda file: read_memo(read_json(file)),
}
TEXTS = (
    "*a* _b_ #set $x$ \\u{41} @label <c> // d /* e */ `f` [g](h) | i",
    "<script>alert('x')</script> & &amp; \"q\" ![p](http://evil.example/p.png)",
    "1. one 2) two - three # four > five === six",
    "fire! (now): https://www.example.org/a/b?c=d&e=f#g and eve@evil.example",
    "two\nlines\n\nand a paragraph\twith a tab",
)


def unlabelled(memo: Memo) -> Memo:
    """The label stands over the pages, where each format has it elsewhere."""
    return replace(memo, label="")


def read(memo: Memo, kind: Format) -> Read:
    return READERS[kind](write(memo, kind))


@pytest.mark.parametrize("kind", READERS)
def test_every_format_says_the_same_words_in_the_same_order(kind: Format) -> None:
    memo = unlabelled(example())
    assert len(read_memo(memo).body) > 300
    assert read(memo, kind) == read_memo(memo)


@pytest.mark.parametrize("kind", READERS)
def test_five_hundred_notes_stand_in_every_format(kind: Format) -> None:
    memo = unlabelled(many_notes(500))
    assert len(read(memo, kind).notes) == 500
    assert read(memo, kind) == read_memo(memo)


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("text", TEXTS)
def test_what_looks_like_markup_stays_words(text: str, kind: Format) -> None:
    memo = unlabelled(hostile(f"{text} "))  # runs stay apart where a page ends between them
    if kind is Format.PDF:  # where a page ends in a row, the reader of tags reads on in the next cell
        memo = replace(memo, blocks=tuple(block for block in memo.blocks if not isinstance(block, Table)))
    assert read(memo, kind) == read_memo(memo)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 \\`*_[]()<>!#+-=.:|~$^&@/w\nא"), max_size=30))
def test_any_signs_stay_what_they_are(text: str) -> None:
    memo = unlabelled(hostile(text))
    for kind in (Format.HTML, Format.MARKDOWN, Format.JSON):
        assert read(memo, kind) == read_memo(memo)


@pytest.mark.parametrize("kind", Format)
def test_the_same_memo_gives_the_same_bytes(kind: Format) -> None:
    assert write(example(), kind) == write(example(), kind)
    assert MEDIA_TYPES[kind].count("/") == 1


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        pytest.param("Reasonable steps?", "reasonable-steps.pdf", id="words"),
        pytest.param("Übergang: § 2 GeschGehG", "übergang-2-geschgehg.pdf", id="not ASCII"),
        pytest.param("../../etc/passwd", "etc-passwd.pdf", id="path"),
        pytest.param('a\\b:c*d?e"f<g>h|i\x00j\u202egpj', "a-b-c-d-e-f-g-h-ijgpj.pdf", id="signs"),
        pytest.param("x" * 1000, "x" * 60 + ".pdf", id="long"),
        pytest.param("漢" * 1000, "漢" * 60 + ".pdf", id="long in bytes"),
        pytest.param("CON", "memo-con.pdf", id="device"),
        pytest.param("lpt1", "memo-lpt1.pdf", id="numbered device"),
        pytest.param("COM¹", "memo-com¹.pdf", id="device with a raised digit"),
        pytest.param("console", "console.pdf", id="no device"),
        pytest.param(" \n- _", "memo.pdf", id="nothing left"),
    ],
)
def test_file_names(subject: str, name: str) -> None:
    assert file_name(subject, "pdf") == name
    assert len(name.encode()) <= 255
