"""Makes template.docx, the styles and the page of a memo: `python -m memo.writers.make_template`.

Only Normal has a face, and only what must differ from it has a size: so the styles that are lent to a house
style of a user's own take its face and its size.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from docx import Document, fields
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import BaseStyle, CharacterStyle, ParagraphStyle
from docx.styles.styles import Styles

TEMPLATE = Path(__file__).parent / "template.docx"
FACE = (
    "Cambria"  # comes with Word on Windows and Mac, has lining figures, and a double of like width elsewhere
)
LANGUAGE = "en-GB"
INK = RGBColor(0x1F, 0x2A, 0x37)
GREY = RGBColor(0x55, 0x5F, 0x6B)
RULE = "9AA5B1"
MARGIN = Cm(2.8)
KEPT = {  # what the library's own template brings besides is some 160 styles, nine tenths of the file
    "Normal",
    "Title",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Header",
    "Footer",
    "List Bullet",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
}
DROPPED = {"extended-properties", "webSettings", "fontTable", "thumbnail"}  # they tell of the library's maker
SETTINGS = f"""<w:settings {nsdecls("w")}>
<w:zoom w:percent="100"/>
<w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat>
<w:themeFontLang w:val="{LANGUAGE}"/>
<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"
 w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6"
 w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>
<w:decimalSymbol w:val="."/>
<w:listSeparator w:val=","/>
</w:settings>"""
BULLETS = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="0">
<w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0">
<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="397" w:hanging="284"/></w:pPr>
</w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
</w:numbering>"""


def make_template(path: Path = TEMPLATE) -> None:
    """Writes the template: the same bytes each time."""
    document = Document()
    _drop_what_is_not_needed(document)
    _fill(document.settings.element, SETTINGS)
    _fill(document.part.numbering_part.element, BULLETS)
    _defaults(document.styles)
    _body_styles(document.styles)
    _table_styles(document.styles)
    _margin_styles(document.styles)
    _footnote_styles(document.styles)
    _page(document)
    properties = document.core_properties
    properties.title = "Memorandum"
    properties.author = properties.last_modified_by = "Pincite"
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    document.save(path)


def _drop_what_is_not_needed(document: DocxDocument) -> None:
    styles = document.styles
    for style in list(styles):
        if style.name not in KEPT:
            styles.element.remove(style.element)
    for link in styles.element.findall(f".//{qn('w:link')}"):
        link.getparent().remove(link)  # to a character style that is gone
    for relations in (document.part.rels, document.part.package.rels):
        for identifier in [key for key, to in relations.items() if to.reltype.split("/")[-1] in DROPPED]:
            del relations[identifier]


def _fill(element: BaseOxmlElement, xml: str) -> None:
    """Puts the children that `xml` has in place of the element's own."""
    element[:] = parse_xml(xml)[:]


def _defaults(styles: Styles) -> None:
    defaults = styles.element.find(qn("w:docDefaults"))
    _fill(
        defaults,
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" w:cs="Times New Roman"/>'
        f'<w:sz w:val="22"/><w:szCs w:val="22"/>'
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>",
    )


def _body_styles(styles: Styles) -> None:
    normal = _known(styles, "Normal", after=7, line=1.2)
    normal.font.color.rgb = INK
    normal.paragraph_format.widow_control = True
    title = _known(styles, "Title", size=22, after=14)
    _bold(title)
    title.paragraph_format.keep_with_next = True
    _bold(_heading(styles, "Heading 1", size=14, before=20, after=6))
    _bold(_heading(styles, "Heading 2", size=12, before=14, after=5))
    _italic(_heading(styles, "Heading 3", before=10, after=4))
    field = _new(styles, "Memo Field", after=3)
    field.paragraph_format.left_indent = Cm(2.4)
    field.paragraph_format.first_line_indent = Cm(-2.4)
    field.paragraph_format.tab_stops.add_tab_stop(Cm(2.4))
    _rule(field, "bottom", distance=8)  # Word draws it once, under the last of the lines
    _new(styles, "Memo Paragraph", after=7)
    _new(styles, "Memo Statement", after=7)
    _new(styles, "Memo Side", after=7, left=0.9)
    own = _new(styles, "Memo Own", after=7, left=0.45)
    _rule(own, "left", distance=9, width=12)
    _new(styles, "Memo Remark", size=9.5, after=6).font.color.rgb = GREY
    _new(styles, "Memo Excerpt", size=9.5, after=5, left=0.9, right=0.9)
    notice = _new(styles, "Memo Notice", size=9, before=20)
    notice.font.color.rgb = GREY
    _rule(notice, "top", distance=6)
    bullet = _known(styles, "List Bullet", after=3)
    bullet.paragraph_format.left_indent = Cm(0.7)
    bullet.paragraph_format.first_line_indent = Cm(-0.5)
    bullet.element.pPr.get_or_add_numPr().get_or_add_numId().val = 1
    _character(styles, "Memo Link").font.color.rgb = RGBColor(0x1F, 0x4E, 0x79)


def _table_styles(styles: Styles) -> None:
    _new(styles, "Memo Cell", size=8.5, before=2, after=2, line=1.0)
    _bold(_new(styles, "Memo Cell Head", size=8.5, before=2, after=2, line=1.0))
    table = styles.add_style("Memo Table", WD_STYLE_TYPE.TABLE)  # type: ignore[no-untyped-call]  # ships none
    table.base_style = styles["Normal Table"]
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="{RULE}"/>'
        for side, width in (("top", 8), ("bottom", 8), ("insideH", 4))
    )
    table.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>{rules}</w:tblBorders>"
            '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
            "</w:tblPr>"
        )
    )


def _margin_styles(styles: Styles) -> None:
    """What stands above and below the text of every page."""
    for name in ("Header", "Footer"):
        _known(styles, name, size=9).font.color.rgb = GREY
    label = _new(styles, "Memo Label", size=9, after=6)
    _bold(label)
    label.font.all_caps = True
    label.font.color.rgb = INK
    label.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "20")  # twentieths of a point between letters
    label.element.rPr.insert_element_before(spacing, "w:sz", "w:szCs", "w:lang")


def _footnote_styles(styles: Styles) -> None:
    """Word's own two by the ids that Word knows them by, and one for each thing that a note says."""
    text = _new(styles, "footnote text", size=9, after=3, line=1.1, identifier="FootnoteText")
    text.paragraph_format.left_indent = Cm(0.6)
    text.paragraph_format.first_line_indent = Cm(-0.6)
    text.paragraph_format.tab_stops.add_tab_stop(Cm(0.6))
    mark = _character(styles, "footnote reference", identifier="FootnoteReference")
    mark.font.superscript = True
    for name in ("Memo Reference", "Memo Pinpoint", "Memo Version"):
        _character(styles, name)
    for name in ("Memo Quotation", "Memo Address"):
        _character(styles, name).font.no_proof = True  # nothing is to be put right in a source's words


def _page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Cm(2.5)
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Footer"]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("Page ")
    footer.add_field(fields.page_number(), dirty=False, simple=True, result="1")
    footer.add_run(" of ")
    footer.add_field(fields.page_count(), dirty=False, simple=True, result="1")


def _known(styles: Styles, name: str, **looks: float) -> ParagraphStyle:
    """A style of the library's template with our looks in the place of its own."""
    style = styles[name]
    assert isinstance(style, ParagraphStyle)
    for properties in style.element.xpath("./w:pPr | ./w:rPr"):
        style.element.remove(properties)
    _looks(style, **looks)
    return style


def _heading(styles: Styles, name: str, **looks: float) -> ParagraphStyle:
    heading = _known(styles, name, **looks)
    heading.paragraph_format.keep_with_next = heading.paragraph_format.keep_together = True
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), str(int(name[-1]) - 1))
    heading.element.pPr.append(level)
    return heading


def _bold(style: ParagraphStyle) -> None:
    style.font.bold = style.font.cs_bold = True  # "cs": of scripts that run from right to left


def _italic(style: ParagraphStyle) -> None:
    style.font.italic = style.font.cs_italic = True


def _new(styles: Styles, name: str, *, identifier: str | None = None, **looks: float) -> ParagraphStyle:
    """A new paragraph style; one that Word knows itself has the `identifier` that Word gave it."""
    style: ParagraphStyle = styles.add_style(  # type: ignore[no-untyped-call]  # ships none
        name, WD_STYLE_TYPE.PARAGRAPH, builtin=identifier is not None
    )
    style.base_style = styles["Normal"]
    _finish(style, identifier)
    _looks(style, **looks)
    return style


def _character(styles: Styles, name: str, *, identifier: str | None = None) -> CharacterStyle:
    style: CharacterStyle = styles.add_style(  # type: ignore[no-untyped-call]  # ships none
        name, WD_STYLE_TYPE.CHARACTER, builtin=identifier is not None
    )
    style.base_style = styles["Default Paragraph Font"]
    _finish(style, identifier)
    return style


def _finish(style: BaseStyle, identifier: str | None) -> None:
    if identifier:
        style.element.set(qn("w:styleId"), identifier)
    else:
        style.quick_style = True


def _looks(
    style: ParagraphStyle,
    *,
    size: float = 0,
    before: float = 0,
    after: float = 0,
    line: float = 0,
    left: float = 0,
    right: float = 0,
) -> None:
    """Sizes and spaces in points, `line` in lines, indents in centimetres; 0 of size and line: as Normal."""
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if line:
        layout.line_spacing = line
    if left:
        layout.left_indent = Cm(left)
    if right:
        layout.right_indent = Cm(right)
    if size:
        style.font.size = Pt(size)
        arabic = OxmlElement("w:szCs")  # of scripts that run from right to left
        arabic.set(qn("w:val"), str(round(2 * size)))
        style.element.rPr.append(arabic)


def _rule(style: ParagraphStyle, side: str, *, distance: int, width: int = 4) -> None:
    """A line beside the paragraph: `distance` from it in points, `width` in eighths of a point."""
    borders = parse_xml(
        f"<w:pBdr {nsdecls('w')}>"
        f'<w:{side} w:val="single" w:sz="{width}" w:space="{distance}" w:color="{RULE}"/></w:pBdr>'
    )
    style.element.pPr.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


if __name__ == "__main__":
    make_template()
