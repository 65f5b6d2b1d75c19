"""Words that no reader of a file sees are kept out of its text and told of; what is seen stays."""

from __future__ import annotations

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from reportlab.pdfgen.canvas import Canvas

from ingest.read import read_bytes
from tests.documents import pdf, word
from tests.hidden import BY_FORMAT, LATER, SEEN, page
from tests.injections import selected, tagged

SECRET = "Zebra walruses paint the ledger purple"
WAYS = [
    pytest.param(kind, build, name, id=f"{kind}: {name}")
    for kind, ways in BY_FORMAT.items()
    for name, build in ways.items()
]
# Notes, code and descriptions that no format shows as its text: never read, and nobody is told.
UNTOLD = {
    "annotation", "properties", "comment", "comment in a line", "deleted", "field code",
    "picture's description", "template", "noscript", "script", "alt text", "title attribute",
    "hidden field", "link title", "reference", "reference title", "unused reference",
    "language of a fence", "only in the formatted version", "header field",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "build", "name"), WAYS)
def test_hidden_words_are_left_out_and_told(kind: str, build, name: str) -> None:  # noqa: ANN001
    reading = read_bytes(build(SECRET), f"register.{kind}")
    text = " ".join(reading.text.split())
    assert SEEN in text
    assert LATER in text
    spelled = text.lower() + repr(reading.metadata).lower()
    assert not [word for word in SECRET.lower().split() if len(word) > 4 and word in spelled]
    assert any("left out" in notice for notice in reading.notices) == (name not in UNTOLD), reading.notices


@pytest.mark.parametrize("spell", [tagged, selected])
def test_plain_text_stays_as_it_is_and_its_hidden_words_are_told(spell) -> None:  # noqa: ANN001
    written = SEEN + spell(SECRET)
    reading = read_bytes(written.encode(), "register.txt")
    assert reading.text == written
    assert reading.notices == (f"holds {len(SECRET)} invisible characters, which may hide words",)


def dark_header(canvas: Canvas) -> None:
    """A table with white words on blue and black ones on grey, and a label that stands upright."""
    canvas.setFillColorRGB(0.1, 0.2, 0.5)
    canvas.rect(60, 640, 300, 30, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 650, "Kind and limit of each")
    canvas.setFillColorRGB(0.93, 0.93, 0.93)
    canvas.rect(60, 600, 300, 30, stroke=1, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 610, "A copy for the office")
    canvas.setFillColorRGB(0.7, 0.7, 0.7)
    canvas.drawString(72, 560, "Grey words of a footer")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont("Helvetica", 5)
    canvas.drawString(72, 500, "Small print i l .")
    canvas.saveState()
    canvas.translate(40, 300)
    canvas.rotate(90)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(0, 0, "Upright label")
    canvas.restoreState()


def test_what_is_seen_on_a_pdf_page_is_read() -> None:
    reading = read_bytes(pdf(dark_header), "a.pdf")
    for words in ("Kind and limit", "A copy for", "Grey words", "Small print i l .", "Upright label"):
        assert words in reading.text
    assert reading.notices == ()


def shaded(paragraph, fill: str) -> None:  # noqa: ANN001
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')
    )


def dark_word(document) -> None:  # noqa: ANN001
    """White words on dark cells, paragraphs, runs and a table style's header, and small print."""
    white = RGBColor(255, 255, 255)
    table = document.add_table(1, 2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    cell = table.cell(0, 0)
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="1F3864"/>')
    )
    cell.paragraphs[0].add_run("Dark cell").font.color.rgb = white
    table.cell(0, 1).text = "Light cell"
    styled = document.add_table(2, 1, style="Medium Shading 1 Accent 1")
    styled.cell(0, 0).paragraphs[0].add_run("Styled header").font.color.rgb = white
    styled.cell(1, 0).text = "Styled row"
    paragraph = document.add_paragraph("")
    shaded(paragraph, "000080")
    paragraph.add_run("Dark paragraph").font.color.rgb = white
    style = document.styles.add_style("Banner", WD_STYLE_TYPE.PARAGRAPH)
    style.font.color.rgb = white
    banner = document.add_paragraph("Banner words", style="Banner")
    shaded(banner, "7F0000")
    document.add_paragraph("").add_run("Small print").font.size = Pt(5)
    document.add_paragraph("").add_run("Grey note").font.color.rgb = RGBColor(160, 160, 160)


def test_what_is_seen_in_a_word_document_is_read() -> None:
    reading = read_bytes(word(dark_word), "a.docx")
    shown = (
        "Dark cell",
        "Light cell",
        "Styled header",
        "Dark paragraph",
        "Banner words",
        "Small print",
        "Grey",
    )
    assert [words for words in shown if words not in reading.text] == []
    assert reading.notices == ()


DARK_PAGES = {
    "dark ground": '<p style="background:#123;color:#fff">{}</p>',
    "ground above": '<table bgcolor="navy"><tr><th><font color="white">{}</font></th><td>x</td></tr></table>',
    "picture behind": '<div style="background-image:url(x.png)"><p style="color:white">{}</p></div>',
    "unknown ground": '<div style="background:var(--dark)"><p style="color:white">{}</p></div>',
    "parent without size": '<div style="font-size:0"><p style="font-size:14px">{}</p></div>',
    "shown in a hidden one": '<div style="visibility:hidden"><p style="visibility:visible">{}</p></div>',
    "aria": '<p aria-hidden="true">{}</p>',
    "grey": '<p style="color:#767676">{}</p>',
    "half": '<p style="opacity:0.5;font-size:80%">{}</p>',
    "pulled in": '<p style="position:relative;left:-12px;margin-left:-20px;text-indent:-2em">{}</p>',
}
DARK_SHEETS = {
    "header cells": (
        "th { background-color: #003366; color: #ffffff }",
        "<table><tr><th>{}</th><th>b</th></tr></table>",
    ),
    "dark theme": ("body { background: #111; color: #eee }", "<p>{}</p>"),
    "stronger rule": (
        ".tab { display: none } .tab.open { display: block }",
        '<div class="tab open"><p>{}</p></div>',
    ),
    "print only": ("@media print { .web { display: none } }", '<p class="web">{}</p>'),
    "narrow screens": ("@media (max-width: 400px) { .wide { display:none } }", '<p class="wide">{}</p>'),
    "on hover": (".note:hover { display: none }", '<p class="note">{}</p>'),
    "white links on hover": ("p:hover { color: #fff }", "<p>{}</p>"),
}


@pytest.mark.parametrize("name", [*DARK_PAGES, *DARK_SHEETS])
def test_what_is_seen_on_a_web_page_is_read(name: str) -> None:
    sheet, html = DARK_SHEETS.get(name) or ("", DARK_PAGES[name])
    reading = read_bytes(page(html.replace("{}", "Shown to everybody"), sheet).encode(), "a.html")
    assert "Shown to everybody" in reading.text
    assert reading.notices == ()


def test_both_versions_of_a_message_may_differ_in_their_greeting() -> None:
    from tests.documents import email_with

    plain = f"Dear all,\n\n{SEEN}\n\nView it at https://example.org/1\n\n{LATER}"
    reading = read_bytes(email_with(plain, html=page("<p>Noted.</p>")), "a.eml")
    assert SEEN in reading.text
    assert "Dear all" in reading.text
