"""Makes memo/template.docx, the styles and the page of a memo: `python -m memo.make_template`.

The library that writes the memos names the styles FootnoteText and FootnoteReference without bringing
them, so the numbers of its footnotes would not be raised. This template defines them.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from docx import Document, fields
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.styles.styles import Styles

TEMPLATE = Path(__file__).parent / "template.docx"
FACE = "Georgia"  # on every Windows and Mac; others put a serif face of like width in its place
INK = RGBColor(0x1F, 0x2A, 0x37)
KEPT = {  # what the library's own template brings besides is some 160 styles, nine tenths of the file
    "Normal",
    "Title",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Footer",
    "List Bullet",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
}


def make_template(path: Path = TEMPLATE) -> None:
    """Writes the template: the same bytes each time."""
    document = Document()
    styles = document.styles
    for style in list(styles):
        if style.name not in KEPT:
            styles.element.remove(style.element)
    for link in styles.element.findall(f".//{qn('w:link')}"):
        link.getparent().remove(link)  # to a character style that is gone
    identifiers = {style.style_id for style in styles}
    for level in document.part.numbering_part.element.findall(f".//{qn('w:pStyle')}"):
        if level.get(qn("w:val")) not in identifiers:
            level.getparent().remove(level)
    _body_styles(styles)
    _footnote_styles(styles)
    _page(document)
    properties = document.core_properties
    properties.title = "Memorandum"
    properties.author = properties.last_modified_by = "Pincite"
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    document.save(path)


def _body_styles(styles: Styles) -> None:
    normal = _paragraph_style(styles, "Normal", size=11, after=8, line=1.25)
    normal.paragraph_format.widow_control = True
    title = _paragraph_style(styles, "Title", size=20, after=14, bold=True)
    _drop_borders(title)
    for name, size, before in (("Heading 1", 14, 18), ("Heading 2", 12, 14), ("Heading 3", 11, 10)):
        heading = _paragraph_style(styles, name, size=size, before=before, after=6, bold=True)
        heading.paragraph_format.keep_with_next = True
    field = _new_style(styles, "Memo Field", based_on=normal)
    field.paragraph_format.space_after = Pt(3)
    field.paragraph_format.left_indent = Cm(2.5)
    field.paragraph_format.first_line_indent = Cm(-2.5)
    field.paragraph_format.tab_stops.add_tab_stop(Cm(2.5))
    notice = _new_style(styles, "Memo Notice", based_on=normal)
    notice.font.italic = True
    notice.paragraph_format.space_before = Pt(18)
    _paragraph_style(styles, "List Bullet", size=11, after=4)
    _paragraph_style(styles, "Footer", size=9)


def _footnote_styles(styles: Styles) -> None:
    """The two styles by the ids that Word and the library know them by."""
    normal = styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    text = _new_style(styles, "footnote text", based_on=normal, identifier="FootnoteText")
    text.font.size = Pt(9)
    text.paragraph_format.space_after = Pt(3)
    text.paragraph_format.line_spacing = 1.1
    mark: CharacterStyle = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)  # type: ignore[no-untyped-call]  # ships none
    mark.element.set(qn("w:styleId"), "FootnoteReference")
    mark.font.superscript = True


def _page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin = section.bottom_margin = Cm(2.5)
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Footer"]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("Page ")
    footer.add_field(fields.page_number(), dirty=False, simple=True, result="1")
    footer.add_run(" of ")
    footer.add_field(fields.page_count(), dirty=False, simple=True, result="1")


def _new_style(
    styles: Styles, name: str, *, based_on: ParagraphStyle, identifier: str | None = None
) -> ParagraphStyle:
    """A new paragraph style; one that Word knows itself has the `identifier` that Word gave it."""
    style: ParagraphStyle = styles.add_style(  # type: ignore[no-untyped-call]  # ships none
        name, WD_STYLE_TYPE.PARAGRAPH, builtin=identifier is not None
    )
    if identifier:
        style.element.set(qn("w:styleId"), identifier)
    style.base_style = based_on
    return style


def _paragraph_style(
    styles: Styles,
    name: str,
    *,
    size: int,
    before: int = 0,
    after: int = 0,
    line: float = 1.15,
    bold: bool = False,
) -> ParagraphStyle:
    """A style of ours over the one that the library's template has."""
    style = styles[name]
    assert isinstance(style, ParagraphStyle)
    _face(style)
    style.font.size = Pt(size)
    style.font.bold = bold or None
    style.font.color.rgb = INK
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = line
    return style


def _face(style: CharacterStyle) -> None:
    """One face for all scripts; the theme's faces would go before it."""
    style.font.name = FACE
    faces = style.element.rPr.rFonts
    for attribute in [name for name in faces.attrib if "theme" in name.lower()]:
        del faces.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        faces.set(qn(script), FACE)


def _drop_borders(style: ParagraphStyle) -> None:
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


if __name__ == "__main__":
    make_template()
