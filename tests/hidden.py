"""Files with words that no reader of them sees: for each format, the ways to hide them.

Each way takes the hidden words and gives a file that also shows `SEEN`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import CharacterStyle
from docx.text.run import Run
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from tests.documents import email_with, pdf, repacked, word
from tests.injections import selected, tagged

SEEN = "The holder keeps the register of visitors for eleven years."
LATER = "It is destroyed after that."

Hiding = Callable[[str], bytes]


# PDF


def _drawn(hide: Callable[[Canvas, str], None]) -> Hiding:
    def build(secret: str) -> bytes:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(72, 700, SEEN)
            canvas.saveState()
            hide(canvas, secret)
            canvas.restoreState()
            canvas.drawString(72, 400, LATER)

        return pdf(draw)

    return build


def _filled(*colour: float, at: tuple[float, float] = (72, 550), size: float = 12) -> Hiding:
    def hide(canvas: Canvas, secret: str) -> None:
        canvas.setFillColor(Color(*colour))
        canvas.setFont("Helvetica", size)
        canvas.drawString(*at, secret)

    return _drawn(hide)


def _mode(number: int) -> Hiding:
    def hide(canvas: Canvas, secret: str) -> None:
        text = canvas.beginText(72, 550)
        text.setTextRenderMode(number)
        text.textLine(secret)
        canvas.drawText(text)

    return _drawn(hide)


def _on_its_own_colour(canvas: Canvas, secret: str) -> None:
    canvas.setFillColorRGB(0.1, 0.2, 0.5)
    canvas.rect(60, 540, 500, 30, stroke=0, fill=1)
    canvas.setFillColorRGB(0.1, 0.2, 0.5)
    canvas.drawString(72, 550, secret)


def _white_and_underlined(canvas: Canvas, secret: str) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 550, secret)
    canvas.setStrokeColorRGB(0, 0, 0)
    canvas.line(72, 552, 540, 552)


def _white_on_a_white_picture(canvas: Canvas, secret: str) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (20, 20), (255, 255, 255))), 60, 540, 500, 30)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 550, secret)


def _covered(canvas: Canvas, secret: str) -> None:
    canvas.drawString(72, 550, secret)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(60, 540, 500, 30, stroke=0, fill=1)


def _covered_in_black(canvas: Canvas, secret: str) -> None:
    canvas.drawString(72, 550, secret)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.rect(60, 540, 500, 30, stroke=0, fill=1)


def _squeezed(canvas: Canvas, secret: str) -> None:
    text = canvas.beginText(72, 550)
    text.setHorizScale(0.5)
    text.textLine(secret)
    canvas.drawText(text)


def _scaled_down(canvas: Canvas, secret: str) -> None:
    canvas.translate(72, 550)
    canvas.scale(0.02, 0.02)
    canvas.drawString(0, 0, secret)


def _clipped(canvas: Canvas, secret: str) -> None:
    path = canvas.beginPath()
    path.rect(10, 10, 5, 5)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(72, 550, secret)


def _annotation(secret: str) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, SEEN)
        canvas.textAnnotation(secret, Rect=[72, 500, 90, 520], addtopage=1)
        canvas.drawString(72, 400, LATER)

    return pdf(draw)


def _subject(secret: str) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setSubject(secret)
        canvas.setKeywords(secret)
        canvas.drawString(72, 700, SEEN)
        canvas.drawString(72, 400, LATER)

    return pdf(draw)


PDF: Mapping[str, Hiding] = {
    "render mode 3": _mode(3),
    "render mode 7": _mode(7),
    "white": _filled(1, 1, 1),
    "near white": _filled(0.96, 0.97, 0.96),
    "transparent": _filled(0, 0, 0, 0),
    "nearly transparent": _filled(0, 0, 0, 0.02),
    "0.1 point": _filled(0, 0, 0, 1, size=0.1),
    "1 point": _filled(0, 0, 0, 1, size=1),
    "scaled down": _drawn(_scaled_down),
    "squeezed": _drawn(_squeezed),
    "off the page": _filled(0, 0, 0, 1, at=(-12000, 550)),
    "above the page": _filled(0, 0, 0, 1, at=(72, 900)),
    "colour of its ground": _drawn(_on_its_own_colour),
    "white, struck through": _drawn(_white_and_underlined),
    "white on a white picture": _drawn(_white_on_a_white_picture),
    "under a white box": _drawn(_covered),
    "under a black box": _drawn(_covered_in_black),
    "clipped away": _drawn(_clipped),
    "annotation": _annotation,
    "properties": _subject,
}


# Word


def _written(hide: Callable[[WordDocument, str], None]) -> Hiding:
    def build(secret: str) -> bytes:
        def fill(document: WordDocument) -> None:
            document.add_paragraph(SEEN)
            hide(document, secret)
            document.add_paragraph(LATER)

        return word(fill)

    return build


def _run(change: Callable[[Run | CharacterStyle], None]) -> Hiding:
    return _written(lambda document, secret: change(document.add_paragraph("").add_run(secret)))


def _property(tag: str, **attributes: str) -> Callable[[Run | CharacterStyle], None]:
    def change(run: Run) -> None:
        element = OxmlElement(tag)
        for name, value in attributes.items():
            element.set(qn(f"w:{name}"), value)
        run._r.get_or_add_rPr().append(element)

    return change


def _coloured(value: str) -> Callable[[Run | CharacterStyle], None]:
    return lambda run: setattr(run.font.color, "rgb", RGBColor.from_string(value))


def _by_style(kind: WD_STYLE_TYPE, change: Callable[[Run | CharacterStyle], None]) -> Hiding:
    def hide(document: WordDocument, secret: str) -> None:
        style = document.styles.add_style("Faint", kind)
        change(style)
        child = document.styles.add_style("Fainter", kind)
        child.base_style = style
        if kind is WD_STYLE_TYPE.CHARACTER:
            document.add_paragraph("").add_run(secret, style="Fainter")
        else:
            document.add_paragraph(secret, style="Fainter")

    return _written(hide)


def _white_on_white_shading(run: Run) -> None:
    _coloured("FFFFFF")(run)
    _property("w:shd", val="clear", color="auto", fill="FFFFFF")(run)


def _black_on_black(run: Run) -> None:
    _coloured("000000")(run)
    _property("w:shd", val="clear", color="auto", fill="000000")(run)


def _highlighted(run: Run) -> None:
    _coloured("FFFF00")(run)
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _deleted(document: WordDocument, secret: str) -> None:
    paragraph = document.add_paragraph("")
    paragraph._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="1" w:author="A"><w:r><w:delText>{secret}</w:delText></w:r></w:del>'
        )
    )


def _commented(document: WordDocument, secret: str) -> None:
    paragraph = document.add_paragraph("Noted.")
    document.add_comment(paragraph.runs, text=secret, author="A", initials="A")


def _field(document: WordDocument, secret: str) -> None:
    paragraph = document.add_paragraph("")
    paragraph._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:instrText xml:space="preserve">{secret}</w:instrText></w:r>')
    )


def _hidden_row(document: WordDocument, secret: str) -> None:
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Kind", "Limit"
    table.cell(1, 0).text, table.cell(1, 1).text = secret, "none"
    row = table.rows[1]._tr.get_or_add_trPr()
    row.append(OxmlElement("w:hidden"))


def _white_in_a_cell(document: WordDocument, secret: str) -> None:
    table = document.add_table(1, 2)
    run = table.cell(0, 0).paragraphs[0].add_run(secret)
    _coloured("FFFFFF")(run)
    table.cell(0, 1).text = "Limit"


def _white_note(document: WordDocument, secret: str) -> None:
    note = document.footnotes.add_footnote()
    _coloured("FFFFFF")(note.paragraphs[0].add_run(secret))
    document.add_paragraph("Noted.").add_run("").add_footnote_reference(note)


def _described(document: WordDocument, secret: str) -> None:
    paragraph = document.add_paragraph("")
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w', 'wp')}><w:drawing><wp:inline>"
            f'<wp:docPr id="1" name="x" descr="{secret}"/></wp:inline></w:drawing></w:r>'
        )
    )


def _all_letters_tiny(secret: str) -> bytes:
    """The document's own default is one point; what is to be seen says that it is larger."""

    def fill(document: WordDocument) -> None:
        for text in (SEEN, LATER):
            document.add_paragraph("").add_run(text).font.size = Pt(11)
        document.add_paragraph(secret)

    def shrink(name: str, content: bytes) -> bytes:
        if name != "word/styles.xml":
            return content
        return content.replace(b'<w:sz w:val="22"/>', b'<w:sz w:val="2"/>')

    return repacked(word(fill), shrink)


DOCX: Mapping[str, Hiding] = {
    "vanish": _run(_property("w:vanish")),
    "vanish by style": _by_style(WD_STYLE_TYPE.CHARACTER, lambda style: setattr(style.font, "hidden", True)),
    "vanish by paragraph style": _by_style(
        WD_STYLE_TYPE.PARAGRAPH, lambda style: setattr(style.font, "hidden", True)
    ),
    "white": _run(_coloured("FFFFFF")),
    "near white": _run(_coloured("F4F6F5")),
    "white by style": _by_style(WD_STYLE_TYPE.CHARACTER, _coloured("FFFFFF")),
    "white by paragraph style": _by_style(WD_STYLE_TYPE.PARAGRAPH, _coloured("FFFFFF")),
    "white by theme": _run(_property("w:color", val="auto", themeColor="background1")),
    "white on white shading": _run(_white_on_white_shading),
    "black on black": _run(_black_on_black),
    "colour of its highlight": _run(_highlighted),
    "white in a table": _written(_white_in_a_cell),
    "white in a footnote": _written(_white_note),
    "1 point": _run(lambda run: setattr(run.font, "size", Pt(1))),
    "2 points": _run(lambda run: setattr(run.font, "size", Pt(2))),
    "1 point by style": _by_style(WD_STYLE_TYPE.PARAGRAPH, lambda style: setattr(style.font, "size", Pt(1))),
    "1 point by default": _all_letters_tiny,
    "1 per cent wide": _run(_property("w:w", val="1")),
    "hidden row": _written(_hidden_row),
    "comment": _written(_commented),
    "deleted": _written(_deleted),
    "field code": _written(_field),
    "picture's description": _written(_described),
}


# HTML, also in e-mails and Markdown

_HIDDEN_HTML: Mapping[str, str] = {
    "display none": '<p style="display:none">{}</p>',
    "visibility": '<p style="visibility: hidden">{}</p>',
    "opacity 0": '<p style="opacity:0">{}</p>',
    "opacity 0.01": '<p style="opacity:.01">{}</p>',
    "font size 0": '<p style="font-size:0">{}</p>',
    "font size 1": '<p style="font-size:1px">{}</p>',
    "white": '<p style="color:#fff">{}</p>',
    "white by name": '<p style="COLOR: White">{}</p>',
    "white in rgb": '<p style="color: rgb(255, 255, 255)">{}</p>',
    "near white": '<p style="color:#fdfdfd">{}</p>',
    "transparent": '<p style="color:transparent">{}</p>',
    "transparent rgba": '<p style="color:rgba(0,0,0,0)">{}</p>',
    "font tag": '<p><font color="white">{}</font></p>',
    "colour of its ground": '<p style="color:#123456;background-color:#123456">{}</p>',
    "colour of the ground around": '<div style="background:#222"><p style="color:#222">{}</p></div>',
    "off the screen": '<p style="position:absolute;left:-9999px">{}</p>',
    "indented away": '<p style="text-indent:-9999px">{}</p>',
    "clipped": '<p style="position:absolute;clip:rect(0,0,0,0)">{}</p>',
    "clip path": '<p style="clip-path: inset(100%)">{}</p>',
    "no height": '<div style="height:0;overflow:hidden">{}</div>',
    "no size": '<div style="max-height:0px;overflow:hidden">{}</div>',
    "scaled to nothing": '<p style="transform: scale(0)">{}</p>',
    "hidden attribute": "<p hidden>{}</p>",
    "comment": "<p>Noted.<!-- {} --></p>",
    "template": "<template><p>{}</p></template>",
    "noscript": "<noscript><p>{}</p></noscript>",
    "script": "<script>var note = '{}';</script>",
    "alt text": '<p><img src="x.png" alt="{}"></p>',
    "title attribute": '<p title="{}">Noted.</p>',
    "hidden field": '<p><input type="hidden" value="{}"></p>',
    "important": '<p style="display: none !important">{}</p>',
    "written with an entity": '<p style="display&#58;none">{}</p>',
}
_HIDDEN_BY_SHEET: Mapping[str, tuple[str, str]] = {
    "sheet: class": (".note { display: none }", '<p class="note">{}</p>'),
    "sheet: id": ("#note { visibility: hidden }", '<p id="note">{}</p>'),
    "sheet: element": ("aside.x, i { display:none }", "<p><i>{}</i></p>"),
    "sheet: element and class": ("p.note { display:none }", '<p class="note">{}</p>'),
    "sheet: inside": (".box p { display:none }", '<div class="box"><p>{}</p></div>'),
    "sheet: child": ("div > p.note { opacity: 0 }", '<div><p class="note">{}</p></div>'),
    "sheet: attribute": ('p[data-x="1"] { display:none }', '<p data-x="1">{}</p>'),
    "sheet: white": (".note { color: #ffffff }", '<p class="note">{}</p>'),
    "sheet: tiny": (".note { font-size: 1px }", '<p class="note">{}</p>'),
    "sheet: on screens": ("@media screen { .note { display:none } }", '<p class="note">{}</p>'),
    "sheet: off the screen": (".note { position: absolute; left: -99em }", '<p class="note">{}</p>'),
    "sheet: comment inside": (".note { /* } */ display: none }", '<p class="note">{}</p>'),
}
_PAGE = (
    "<html><head><title>Register</title><style>{sheet}</style></head>"
    "<body><h1>The register</h1><p>{seen}</p>{hidden}<p>{later}</p></body></html>"
)


def page(hidden: str, sheet: str = "") -> str:
    """A web page that shows what is to be seen, with HTML of one's own in it."""
    return _PAGE.format(sheet=sheet, seen=SEEN, hidden=hidden, later=LATER)


def _in_a_page(html: str, sheet: str = "") -> Hiding:
    return lambda secret: page(html.replace("{}", secret), sheet).encode()


HTML: Mapping[str, Hiding] = {
    **{name: _in_a_page(html) for name, html in _HIDDEN_HTML.items()},
    **{name: _in_a_page(html, sheet) for name, (sheet, html) in _HIDDEN_BY_SHEET.items()},
}


def _in_markdown(hidden: str) -> Hiding:
    return lambda secret: f"# Register\n\n{SEEN}\n\n{hidden.replace('{}', secret)}\n\n{LATER}\n".encode()


MARKDOWN: Mapping[str, Hiding] = {
    "comment": _in_markdown("<!-- {} -->"),
    "comment in a line": _in_markdown("Noted. <!-- {} --> So it is."),
    "link title": _in_markdown('See [the act](act.md "{}").'),
    "reference": _in_markdown("[//]: # ({})"),
    "reference title": _in_markdown('[act]: act.md "{}"'),
    "unused reference": _in_markdown("[{}]: act.md"),
    "alt text": _in_markdown("![{}](x.png)"),
    "hidden block": _in_markdown('<div style="display:none">\n{}\n</div>'),
    "hidden block, blank line": _in_markdown('<div style="display:none">\n\n{}\n\n</div>'),
    "hidden in a line": _in_markdown('Noted. <span style="display:none">{}</span> So it is.'),
    "white in a line": _in_markdown('Noted. <span style="color:white">{}</span> So it is.'),
    "white block": _in_markdown('<p style="color:#ffffff">{}</p>'),
    "tiny block": _in_markdown('<p style="font-size:1px">{}</p>'),
    "hidden attribute": _in_markdown("Noted. <b hidden>{}</b> So it is."),
    "entities in the style": _in_markdown('<p style="display&#58;none">{}</p>'),
    "language of a fence": _in_markdown("```{}\ncode\n```"),
    "tag characters": lambda secret: _in_markdown("Noted." + tagged(secret))(secret),
    "variation selectors": lambda secret: _in_markdown("Noted." + selected(secret))(secret),
}


def _in_an_email(build: Hiding) -> Hiding:
    return lambda secret: email_with("", html=build(secret).decode())


EML: Mapping[str, Hiding] = {
    **{name: _in_an_email(build) for name, build in HTML.items()},
    "only in the plain version": lambda secret: email_with(
        f"{SEEN}\n\n{secret}\n\n{LATER}", html=page("<p>Noted.</p>")
    ),
    "only in the formatted version": lambda secret: email_with(
        f"{SEEN}\n\nNoted.\n\n{LATER}", html=page(f"<p>{secret}</p>")
    ),
    "header field": lambda secret: email_with(f"{SEEN}\n\n{LATER}").replace(
        b"Message-ID:", f"X-Note: {secret}\nMessage-ID:".encode()
    ),
}

BY_FORMAT: Mapping[str, Mapping[str, Hiding]] = {
    "pdf": PDF,
    "docx": DOCX,
    "html": HTML,
    "md": MARKDOWN,
    "eml": EML,
}
