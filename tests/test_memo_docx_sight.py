from __future__ import annotations

import re
from typing import Any

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from memo_checked import archive, kept_of, memo
from memo_planting import Opened, run_of

from memo.checks.checking import check_content
from memo.checks.docx_colours import LEAST_CONTRAST, Palette, contrast
from memo.checks.findings import Report
from memo.writers.docx import write_docx

Element = Any
MEMO = memo()
KEPT = kept_of(MEMO)
DOCX = write_docx(MEMO)
BLACK_FILL = '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
DARK_TABLE = (
    '<w:style w:type="table" w:styleId="Dark"><w:name w:val="Dark"/>'
    '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="000000"/></w:tcPr></w:style>'
)


def checked(opened: Opened) -> Report:
    return check_content(opened.content, "memo", kept=KEPT.__getitem__, find=archive().find)


def element(xml: str) -> Element:
    """The element, with its namespace declared."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w')}", xml))


def first_words(opened: Opened) -> Element:
    """The first words of a statement, in a run of their own."""
    paragraph = opened.paragraph(1)
    words = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
    return run_of(paragraph, " ".join(words.split()[:2]))


def formatted(*xml: str) -> Opened:
    opened = Opened(DOCX, MEMO)
    run = first_words(opened)
    for one in xml:
        name = element(one).tag
        for old in run.get_or_add_rPr().findall(name):
            run.rPr.remove(old)
        run.rPr.append(element(one))
    return opened


BLACK = '<w:color w:val="000000"/>'
WHITE = '<w:color w:val="FFFFFF"/>'
YELLOW = '<w:color w:val="FFFF00"/>'


@pytest.mark.parametrize(
    "formats",
    [
        pytest.param((BLACK, '<w:shd w:val="clear" w:fill="000000"/>'), id="black on a black shading"),
        pytest.param(('<w:shd w:val="clear" w:fill="000000"/>',), id="the style's ink on a black shading"),
        pytest.param((BLACK, '<w:shd w:val="solid" w:color="auto"/>'), id="black on a solid pattern"),
        pytest.param((BLACK, '<w:shd w:val="pct95" w:color="000000"/>'), id="black on a dense pattern"),
        pytest.param((BLACK, '<w:shd w:themeFill="text1" w:fill="FFFFFF"/>'), id="black on the theme's"),
        pytest.param((BLACK, '<w:highlight w:val="black"/>'), id="black on a black highlight"),
        pytest.param((YELLOW, '<w:highlight w:val="yellow"/>'), id="yellow on a yellow highlight"),
        pytest.param((WHITE, '<w:highlight w:val="yellow"/>'), id="white on a yellow highlight"),
        pytest.param(
            (WHITE, '<w:shd w:fill="000000"/>', '<w:highlight w:val="white"/>'),
            id="a highlight over a shading",
        ),
        pytest.param(
            ('<w:color w:val="auto"/>', '<w:highlight w:val="black"/>'),
            id="the usual colour on a black highlight",
        ),
        pytest.param((YELLOW,), id="yellow on white"),
        pytest.param(('<w:color w:themeColor="background1"/>',), id="the theme's white"),
        pytest.param(('<w:color w:themeColor="text1" w:themeTint="11"/>',), id="the theme's black, paled"),
        pytest.param(('<w:spacing w:val="-300"/>',), id="printed over one another"),
        pytest.param(('<w:spacing w:val="-80"/>',), id="printed half over one another"),
        pytest.param(('<w:spacing w:val="20000"/>',), id="a page apart"),
        pytest.param(('<w:w w:val="1"/>',), id="narrow"),
    ],
)
def test_words_that_cannot_be_told_from_their_ground_are_missed(formats: tuple[str, ...]) -> None:
    assert not checked(formatted(*formats)).is_intact


@pytest.mark.parametrize(
    "formats",
    [
        pytest.param((BLACK, '<w:highlight w:val="yellow"/>'), id="black on a yellow highlight"),
        pytest.param(('<w:highlight w:val="yellow"/>',), id="the style's ink on a yellow highlight"),
        pytest.param(('<w:highlight w:val="lightGray"/>',), id="on a grey highlight"),
        pytest.param(('<w:color w:val="auto"/>',), id="the colour that Word chooses"),
        pytest.param(
            ('<w:color w:val="auto"/>', '<w:shd w:val="clear" w:fill="000000"/>'),
            id="the colour that Word chooses for a black ground: white",
        ),
        pytest.param((WHITE, '<w:shd w:val="clear" w:fill="1F3864"/>'), id="white on navy"),
        pytest.param((WHITE, '<w:shd w:themeFill="accent1" w:fill="auto"/>'), id="white on the theme's blue"),
        pytest.param((WHITE, '<w:shd w:val="clear" w:fill="FFC000"/>'), id="white on Word's gold"),
        pytest.param(('<w:color w:val="A6A6A6"/>',), id="grey"),
        pytest.param(('<w:color w:val="C00000"/>',), id="red"),
        pytest.param(('<w:shd w:val="clear" w:color="auto" w:fill="auto"/>',), id="no shading"),
        pytest.param(('<w:shd w:val="pct15" w:color="auto" w:fill="auto"/>',), id="a light pattern"),
        pytest.param(('<w:shd w:val="nil" w:fill="000000"/>',), id="a shading that is none"),
        pytest.param(('<w:spacing w:val="-20"/>',), id="a little closer"),
        pytest.param(('<w:spacing w:val="120"/>',), id="spaced out"),
    ],
)
def test_words_that_can_be_read_raise_no_alarm(formats: tuple[str, ...]) -> None:
    assert checked(formatted(*formats)).is_intact


@pytest.mark.parametrize("where", ["paragraph", "its style", "a style below", "cell", "table", "page"])
def test_a_ground_is_that_of_all_that_lies_below(where: str) -> None:
    """Black behind words hides them, and not where they have a yellow highlight."""
    opened = Opened(DOCX, MEMO)
    paragraph = opened.paragraph(1)
    shade(opened, paragraph, where)
    assert not checked(opened).is_intact
    document = opened.document
    for part in (document.element, document.footnotes._notes_elm, document.sections[0].header._element):
        for run in part.iter(qn("w:r")):
            run.get_or_add_rPr().append(element('<w:highlight w:val="yellow"/>'))
    assert checked(opened).is_intact


def shade(opened: Opened, paragraph: Element, where: str) -> None:
    styles = opened.document.styles
    if where == "paragraph":
        paragraph.get_or_add_pPr().append(element(BLACK_FILL))
    elif where == "its style":
        styles["Memo Statement"].element.get_or_add_pPr().append(element(BLACK_FILL))
    elif where == "a style below":
        styles["Normal"].element.get_or_add_pPr().append(element(BLACK_FILL))
    elif where == "page":
        opened.document.settings.element.insert(0, OxmlElement("w:displayBackgroundShape"))
        opened.document.element.insert(0, element('<w:background w:color="000000"/>'))
    else:
        table = opened.document.add_table(1, 1)
        paragraph.addprevious(table._tbl)
        cell = table.cell(0, 0)._tc
        cell.append(paragraph)
        if where == "cell":
            cell.get_or_add_tcPr().append(element(BLACK_FILL))
        else:
            styles.element.append(element(DARK_TABLE))
            table._tbl.tblPr.get_or_add_tblStyle().val = "Dark"


def test_a_theme_says_what_its_colours_are() -> None:
    scheme = (
        '<theme><themeElements><clrScheme><dk1><sysClr val="windowText" lastClr="FFFFFF"/></dk1>'
        '<accent1><srgbClr val="102030"/></accent1></clrScheme></themeElements></theme>'
    )
    palette = Palette(parse_xml(scheme), None)
    assert palette.letters(element('<w:color w:val="000000" w:themeColor="text1"/>')) == (255, 255, 255)
    assert palette.letters(element('<w:color w:val="000000" w:themeColor="accent1"/>')) == (16, 32, 48)
    assert palette.letters(element('<w:color w:val="0000FF" w:themeColor="accent9"/>')) == (0, 0, 255)
    assert palette.letters(element('<w:color w:val="auto"/>')) is None


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert contrast((31, 42, 55), (0, 0, 0)) < LEAST_CONTRAST < contrast((166, 166, 166), (255, 255, 255))
