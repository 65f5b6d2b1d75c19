"""The DOCX file, opened again: real footnotes in order, exact words, real styles, nothing that acts."""

from __future__ import annotations

import base64
import io
import random
import re
import shutil
import subprocess
import time
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from memo_content import SEIZURE, example, field, hostile, many_notes, text_block

from core.types import Verdict
from memo.content import BlockKind, ContentBlock, Memo, NoteMark, Role, Run, Table
from memo.plain import plain
from memo.writers.docx import (
    MEMO_PROPERTY,
    ROLES,
    STYLES,
    TEMPLATE,
    NotesOutOfOrder,
    _stretches,
    bookmark,
    write_docx,
)
from memo.writers.house import UnfitHouseStyle
from memo.writers.make_template import make_template

HOSTILE = {
    "control-characters": "a\x00b\x07c\x1b[31md\x85e\ufffef\ud800g",
    "direction-overrides": "pay \u202e000,1\u202c euros \u2066now\u2069",
    "right-to-left": "الأسرار التجارية, page 3 סודות מסחר (1839)",
    "field-code": '{ HYPERLINK "http://evil.example" } { INCLUDEPICTURE "http://evil.example/x.png" } =1+1',
    "formula": '=cmd|" /C calc"!A0',
    "xml": "</w:t></w:r><w:hyperlink r:id='rId1'/><!-- ]]> &amp; &#x0;",
    "long": "Trade secrets " * 72,
    "line-ends": "one\r\ntwo\rthree\n\n\nfour\tfive",
    "only-control-characters": "\x00\x01",
    "nothing": "",
}
ARABIC = "الأسرار التجارية معلومات سرية ذات قيمة تجارية."
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def opened(content: bytes) -> DocxDocument:
    return Document(io.BytesIO(content))


def references(document: DocxDocument) -> list[int]:
    """The ids of the footnotes that the body refers to, in order."""
    return [int(mark.get(qn("w:id"))) for mark in document.element.iter(qn("w:footnoteReference"))]


def notes(document: DocxDocument) -> list[str]:
    """What the footnotes say, in the order in which the body refers to them."""
    return [document.footnotes.get(mark).text.strip() for mark in references(document)]


def said(block: ContentBlock) -> str:
    """The words of a block as Word shows them, but for the numbers of its notes."""
    words = [plain(part.text) for part in block.inlines if isinstance(part, Run)]
    return "\t".join(words) if block.kind is BlockKind.FIELD else "".join(words)


def styled(paragraph: Paragraph) -> list[tuple[str, str]]:
    """The words of a paragraph in a role's style, each with that style."""
    return [(run.style.name, run.text) for run in paragraph.runs if run.style.name in ROLES.values()]


def parts(content: bytes, ending: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name).decode() for name in package.namelist() if name.endswith(ending)}


def assert_points_nowhere(content: bytes) -> None:
    """No relation leaves the file, and no field does more than number pages."""
    assert not [name for name, text in parts(content, ".rels").items() if "External" in text]
    for text in parts(content, ".xml").values():
        fields = re.findall(r"<w:instrText[^>]*>([^<]*)", text) + re.findall(r'w:instr="([^"]*)"', text)
        assert {field.split()[0] for field in fields} <= {"PAGE", "NUMPAGES"}


def test_footnotes_say_what_the_memo_says_in_its_order() -> None:
    memo = example()
    document = opened(write_docx(memo))
    assert notes(document) == [note.text for note in memo.notes]
    assert references(document) == list(range(1, len(memo.notes) + 1))
    for mark, note in zip(references(document), memo.notes, strict=True):
        expected = [(ROLES[run.role], run.text) for run in note.runs if run.role is not Role.TEXT]
        (paragraph,) = document.footnotes.get(mark).paragraphs
        assert styled(paragraph) == expected
        assert paragraph.style.name == "footnote text"


def test_the_body_says_what_the_memo_says_in_its_order_and_styles() -> None:
    memo = example()
    document = opened(write_docx(memo))
    expected = []
    for block in memo.blocks:
        if isinstance(block, ContentBlock):
            style = f"Heading {block.level}" if block.kind is BlockKind.HEADING else STYLES[block.kind]
            lines = said(block).split("\n")
            expected += [(style, line) for line in lines if line.strip()]
    raised = [(p.style.name, re.sub("(?<=[.”]),(?= |$)", "", p.text)) for p in document.paragraphs]
    assert raised == expected
    assert {style for style, _ in expected} >= {*STYLES.values(), "Heading 1", "Heading 2", "Heading 3"}


def test_bold_and_italic_words_are_so() -> None:
    document = opened(write_docx(example()))
    (marked,) = [p for p in document.paragraphs if p.text.startswith("Marking. ")]
    assert marked.runs[0].bold
    assert marked.runs[-1].italic
    assert not marked.runs[1].bold


def test_the_table_is_whole_as_wide_as_the_text_and_its_head_is_repeated() -> None:
    memo = example()
    (expected,) = [block for block in memo.blocks if isinstance(block, Table)]
    document = opened(write_docx(memo))
    (table,) = document.tables
    rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert rows == [expected.head, *expected.rows]
    assert [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows] == [
        count == 0 for count in range(len(rows))
    ]
    section = document.sections[0]
    text = section.page_width - section.left_margin - section.right_margin
    assert 0.99 * text < sum(column.width for column in table.columns) <= text
    assert table.style.name == "Memo Table"


def test_two_tables_stay_two_and_the_last_thing_is_a_paragraph() -> None:
    table = Table(("a", "b"), (("1", "2"),), (1, 3))
    document = opened(write_docx(replace(example(), blocks=(table, table), notes=(), statements=())))
    assert len(document.tables) == 2
    assert [child.tag.split("}")[1] for child in document.element.body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_every_style_in_use_is_defined_and_no_paragraph_is_there_for_space() -> None:
    content = write_docx(example())
    document = opened(content)
    defined = {style.style_id for style in document.styles}
    for text in parts(content, ".xml").values():
        used = re.findall(r'<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val="([^"]*)"', text)
        assert set(used) <= defined
    assert all(paragraph.text.strip() for paragraph in document.paragraphs)
    for level in (1, 2, 3):
        assert document.styles[f"Heading {level}"].paragraph_format.keep_with_next
    assert document.styles["Normal"].paragraph_format.widow_control
    mark = next(style for style in document.styles if style.style_id == "FootnoteReference")
    assert mark.font.superscript
    assert 'w:lang w:val="en-GB"' in parts(content, "styles.xml")["word/styles.xml"]


def test_the_label_stands_in_the_header_and_the_pages_are_numbered() -> None:
    document = opened(write_docx(example()))
    assert [(p.text, p.style.name) for p in document.sections[0].header.paragraphs] == [
        ("internal", "Memo Label")
    ]
    footer = document.sections[0].footer._element.xml
    assert re.findall(r'w:instr="\s*(\w+)', footer) == ["PAGE", "NUMPAGES"]
    bare = write_docx(replace(example(), label=""))
    assert not [name for name in parts(bare, ".xml") if "header" in name]


def test_the_properties_tell_what_the_memo_is() -> None:
    memo = example()
    document = opened(write_docx(memo))
    properties = document.core_properties
    assert properties.title == memo.heading.subject
    assert properties.author == properties.last_modified_by == memo.heading.sender
    assert (properties.subject, properties.category) == (memo.heading.question, "internal")
    assert properties.keywords == f"pincite-memo:{memo.id}"
    assert properties.created == properties.modified == memo.made
    assert dict(document.custom_properties) == {MEMO_PROPERTY: memo.id}


def test_statements_have_bookmarks_and_links_lead_to_what_stands_in_the_memo() -> None:
    document = opened(write_docx(example()))
    names = [start.get(qn("w:name")) for start in document.element.iter(qn("w:bookmarkStart"))]
    assert [name for name in names if name.startswith("statement_")] == [
        f"statement_{n}" for n in range(1, 7)
    ]
    links = list(document.element.iter(qn("w:hyperlink")))
    assert [link.get(qn("w:anchor")) for link in links] == ["statement_1", "statement_3", "statement_4"]
    assert all(link.get(qn("r:id")) is None for link in links)
    assert ["".join(t.text for t in link.iter(qn("w:t"))) for link in links] == ["note 1", "note 4", "note 5"]


def test_a_link_to_nowhere_is_plain_words() -> None:
    block = ContentBlock(BlockKind.PARAGRAPH, (Run("see there", target="not-there"),))
    document = opened(write_docx(replace(example(), blocks=(block,), notes=(), statements=())))
    assert document.paragraphs[0].text == "see there"
    assert not list(document.element.iter(qn("w:hyperlink")))


@pytest.mark.parametrize("anchor", ["7", "-", "a" * 60, "a" * 59 + "b", "note-1"])
def test_bookmarks_are_named_as_word_wants_it(anchor: str) -> None:
    assert re.fullmatch(r"[A-Za-z]\w{0,39}", bookmark(anchor))
    assert bookmark("a" * 60) != bookmark("a" * 59 + "b")


@pytest.mark.parametrize("marks", [(2, 1), (1, 1), (1,), ()], ids=str)
def test_notes_that_word_would_number_otherwise_are_refused(marks: tuple[int, ...]) -> None:
    memo = many_notes(2)
    block = ContentBlock(BlockKind.STATEMENT, (Run("Words."), *(NoteMark(number) for number in marks)))
    with pytest.raises(NotesOutOfOrder, match="footnotes are 1, 2"):
        write_docx(replace(memo, blocks=(block,)))


def test_the_same_memo_gives_the_same_bytes() -> None:
    first = write_docx(example())
    time.sleep(2.1)  # the time of entries in a ZIP file counts in steps of two seconds
    assert first == write_docx(example())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_stay_words(text: str) -> None:
    memo = hostile(text)
    content = write_docx(memo)
    assert_points_nowhere(content)
    document = opened(content)
    kept = plain(text)
    assert notes(document) == [plain(note.text).strip() for note in memo.notes]
    assert all(kept.strip() in words for words in notes(document))
    bodies = [p.text for p in document.paragraphs if p.style.name == "Memo Statement"]
    assert all(kept.strip() in body for body in bodies)
    assert document.tables[0].rows[1].cells[0].text == kept
    assert len(document.core_properties.title) <= 255
    assert "http://evil.example" not in "".join(parts(content, ".rels").values())


def test_text_from_right_to_left_is_marked_so() -> None:
    blocks = (
        text_block(BlockKind.PARAGRAPH, f"{ARABIC} (DTSA, 2016)"),
        text_block(
            BlockKind.PARAGRAPH, f"The law says “{ARABIC}” and so on in plain English, at some length."
        ),
    )
    document = opened(write_docx(replace(example(), blocks=blocks, notes=(), statements=())))
    whole, quoted = document.paragraphs
    assert whole._p.pPr.find(qn("w:bidi")) is not None
    assert quoted._p.pPr.find(qn("w:bidi")) is None
    assert [(run.text, bool(run.font.rtl)) for run in quoted.runs] == [
        ("The law says “", False),
        (ARABIC.rstrip("."), True),
        (".” and so on in plain English, at some length.", False),
    ]
    assert [(run.text, bool(run.font.rtl)) for run in whole.runs] == [
        (f"{ARABIC} (", True),
        ("DTSA", False),
        (", 2016)", True),
    ]
    assert whole.text == said(blocks[0])


def test_the_names_of_fields_stand_below_each_other_whatever_the_values_are() -> None:
    block = field("Subject", ARABIC)
    document = opened(write_docx(replace(example(), blocks=(block,), notes=(), statements=())))
    (paragraph,) = document.paragraphs
    assert paragraph._p.pPr.find(qn("w:bidi")) is None
    assert (paragraph.text, paragraph.runs[2].font.rtl) == (f"Subject\t{ARABIC}", True)


def test_a_quotation_from_right_to_left_is_marked_so_in_its_note() -> None:
    memo = many_notes(1)
    note = replace(memo.notes[0], runs=(Run(ARABIC, role=Role.QUOTATION),))
    document = opened(write_docx(replace(memo, notes=(note,))))
    (paragraph,) = document.footnotes.get(1).paragraphs
    assert paragraph._p.pPr.find(qn("w:bidi")) is not None
    assert styled(paragraph) == [("Memo Quotation", ARABIC)]
    assert paragraph.runs[-1].font.rtl


@given(st.text(), st.booleans())
def test_stretches_of_one_direction_lose_nothing(text: str, leftward: bool) -> None:
    stretches = list(_stretches(text, leftward=leftward))
    assert "".join(words for words, _ in stretches) == text
    for words, turned in stretches:
        other = ("L",) if turned else ("R", "AL")
        assert not any(one.isalpha() and unicodedata.bidirectional(one) in other for one in words)


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_any_words_stand_in_the_note_as_they_are(text: str) -> None:
    memo = many_notes(1)
    note = replace(memo.notes[0], runs=(Run("“"), Run(text, role=Role.QUOTATION), Run("”")))
    document = opened(write_docx(replace(memo, notes=(note,))))
    assert notes(document) == [f"“{plain(text)}”"]


def test_three_hundred_notes_are_written_in_time() -> None:
    memo = many_notes(300)
    begun = time.process_time()
    content = write_docx(memo)
    assert time.process_time() - begun < 10  # 0.5 s on a quiet machine
    assert len(references(opened(content))) == 300


def test_the_template_is_what_its_script_makes(tmp_path: Path) -> None:
    make_template(tmp_path / "template.docx")
    assert (tmp_path / "template.docx").read_bytes() == TEMPLATE.read_bytes()


def test_the_examples_quote_what_stands_in_their_documents() -> None:
    for note in example().notes:
        assert note.verdict is Verdict.EXACT
        assert note.citation.quote in note.text


# A house style


def house_style(tmp_path: Path, *, name: str = "house.docx") -> tuple[Path, DocxDocument]:
    """A firm's letter: its own faces, margins, letterhead with a picture; and text that is not for others."""
    document = Document()
    for style in list(document.styles):
        if style.name not in {"Normal", "Heading 1", "Header", "Footer", "Default Paragraph Font"}:
            document.styles.element.remove(style.element)
    document.styles["Normal"].font.name = "Garamond"
    document.styles["Heading 1"].font.size = Pt(31)
    document.styles["Heading 1"].element.set(qn("w:styleId"), "berschrift1")
    own = document.styles.add_style("Memo Own", WD_STYLE_TYPE.PARAGRAPH)
    own.font.italic = True
    taken = document.styles.add_style("Something else", WD_STYLE_TYPE.PARAGRAPH)
    taken.element.set(qn("w:styleId"), "MemoStatement")
    section = document.sections[0]
    section.left_margin = Cm(5)
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].add_run("Keller & Partners").add_picture(io.BytesIO(PIXEL))
    section.header.paragraphs[0].text = "Continued"
    section.footer.paragraphs[0].text = "Zürich"
    document.add_paragraph("Secret matter of another client")
    document.add_paragraph("see ").add_hyperlink("the site", "http://client.example/", style=None)
    document.add_picture(io.BytesIO(PIXEL))
    document.footnotes.add_footnote("Secret note")
    document.add_section()
    document.core_properties.comments = "of another client"
    path = tmp_path / name
    return path, document


def test_a_house_style_gives_page_header_and_styles_and_nothing_of_its_text(tmp_path: Path) -> None:
    path, house = house_style(tmp_path)
    house.save(path)
    memo = example()
    content = write_docx(memo, house=path)
    assert content == write_docx(memo, house=path)
    assert_points_nowhere(content)
    document = opened(content)
    (section,) = document.sections
    assert section.left_margin.cm == pytest.approx(5, abs=0.01)
    assert [p.text for p in section.first_page_header.paragraphs] == ["Keller & Partners", "internal"]
    assert [p.text for p in section.header.paragraphs] == ["Continued", "internal"]
    assert section.first_page_header.part.related_parts
    assert section.footer.paragraphs[0].text == "Zürich"
    assert not re.search("another client|Secret note", "".join(parts(content, ".xml").values()))
    assert notes(document) == [note.text for note in memo.notes]
    styles = document.styles
    assert (styles["Normal"].font.name, styles["Heading 1"].font.size) == ("Garamond", Pt(31))
    assert styles["Memo Own"].font.italic
    assert styles["Memo Statement"].style_id != "MemoStatement"
    assert {p.style.name for p in document.paragraphs} >= {"Heading 1", "Memo Own", "Memo Statement"}
    (bullets,) = {
        paragraph.style.element.pPr.numPr.numId.val
        for paragraph in document.paragraphs
        if paragraph.style.name == "List Bullet"
    }
    assert document.part.numbering_part.element.xpath(f"w:num[@w:numId={bullets}]")


def test_a_house_style_cannot_count_the_notes_otherwise(tmp_path: Path) -> None:
    path, house = house_style(tmp_path)
    for count, element in enumerate((house.sections[-1]._sectPr, house.settings.element)):
        element.insert(
            count,
            parse_xml(
                f'<w:footnotePr {nsdecls("w")}><w:pos w:val="pageBottom"/><w:numFmt w:val="lowerRoman"/>'
                '<w:numStart w:val="5"/><w:numRestart w:val="eachPage"/></w:footnotePr>'
            ),
        )
    house.save(path)
    written = parts(write_docx(example(), house=path), ".xml")
    for name in ("word/document.xml", "word/settings.xml"):
        assert "pageBottom" in written[name]
        assert not re.search("w:num(Start|Restart)|lowerRoman", written[name])


def test_a_house_style_without_a_footer_gets_page_numbers(tmp_path: Path) -> None:
    Document().save(tmp_path / "bare.docx")
    document = opened(write_docx(example(), house=tmp_path / "bare.docx"))
    footer = document.sections[0].footer
    assert re.findall(r'w:instr="\s*(\w+)', footer._element.xml) == ["PAGE", "NUMPAGES"]
    assert footer.paragraphs[0].style.name == "Footer"


def test_a_template_of_word_becomes_a_document(tmp_path: Path) -> None:
    path, house = house_style(tmp_path, name="house.dotx")
    house.save(path, as_template=True)
    assert "template" not in opened(write_docx(example(), house=path)).part.content_type


def test_links_and_templates_of_a_house_style_are_let_go(tmp_path: Path) -> None:
    path, house = house_style(tmp_path)
    house.sections[0].footer.paragraphs[0].add_hyperlink(
        "keller.example", "https://keller.example/", style=None
    )
    template = house.part._settings_part.rels.get_or_add_ext_rel(
        RELATIONSHIP_TYPE.STYLES.replace("styles", "attachedTemplate"), "http://keller.example/a.dotm"
    )
    house.settings.element.insert(
        0, parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{template}"/>')
    )
    house.save(path)
    content = write_docx(example(), house=path)
    assert_points_nowhere(content)
    assert opened(content).sections[0].footer.paragraphs[0].text == "Zürichkeller.example"
    assert "attachedTemplate" not in "".join(parts(content, "settings.xml").values())


def test_a_house_style_that_shows_what_lies_outside_is_refused(tmp_path: Path) -> None:
    path, house = house_style(tmp_path)
    header = house.sections[0].header
    picture = header.part.rels.get_or_add_ext_rel(RELATIONSHIP_TYPE.IMAGE, "http://keller.example/logo.png")
    header.paragraphs[0]._p.append(
        parse_xml(f'<w:r {nsdecls("w", "a", "r")}><a:blip r:link="{picture}"/></w:r>')
    )
    house.save(path)
    with pytest.raises(UnfitHouseStyle, match=r"house\.docx .* outside of it \(image in .*embed the picture"):
        write_docx(example(), house=path)


def test_a_field_that_fetches_is_refused(tmp_path: Path) -> None:
    path, house = house_style(tmp_path)
    house.sections[0].header.paragraphs[0]._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" INCLUDEPICTURE &quot;http://a.example/b.png&quot; "/>'
        )
    )
    house.save(path)
    with pytest.raises(UnfitHouseStyle, match="INCLUDEPICTURE"):
        write_docx(example(), house=path)


def test_a_part_that_is_named_and_not_there_is_refused(tmp_path: Path) -> None:
    path, house = house_style(tmp_path)
    (reference,) = house.element.body.iter(qn("w:footerReference"))
    reference.set(qn("r:id"), "rId999")
    house.save(path)
    with pytest.raises(UnfitHouseStyle, match=r"no readable \.docx file"):
        write_docx(example(), house=path)


def test_a_file_with_macros_is_refused(tmp_path: Path) -> None:
    path, house = house_style(tmp_path)
    house.part.content_type = "application/vnd.ms-word.document.macroEnabled.main+xml"
    house.save(path)
    with pytest.raises(UnfitHouseStyle, match=r"house\.docx may hold macros.*Save it in Word as a \.docx"):
        write_docx(example(), house=path)


@pytest.mark.parametrize(
    "content",
    [b"", b"Dear Sirs", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)],
    ids=["empty", "text", "cut", "encrypted"],
)
def test_what_is_no_docx_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "house.docx"
    path.write_bytes(content)
    with pytest.raises(
        UnfitHouseStyle, match=r"house\.docx (is no readable|has a password).*Save it in Word"
    ):
        write_docx(example(), house=path)
    with pytest.raises(UnfitHouseStyle, match=r"gone\.docx can't be read"):
        write_docx(example(), house=tmp_path / "gone.docx")


def test_a_damaged_house_style_is_refused_or_serves(tmp_path: Path) -> None:
    path, house = house_style(tmp_path)
    house.save(path)
    whole, chance, memo = path.read_bytes(), random.Random(6), many_notes(1)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 8, 64))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))])
        try:
            content = write_docx(memo, house=path)
        except UnfitHouseStyle:
            continue
        assert len(references(opened(content))) == 1


# LibreOffice


@pytest.fixture(scope="module")
def saved_by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Memos after LibreOffice opened them and saved them as DOCX."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("libreoffice")
    path, house = house_style(folder, name="style.docx")
    house.save(path)
    memos: dict[str, Memo] = {name: hostile(text) for name, text in HOSTILE.items()}
    memos |= {"example": example(), "many": many_notes(500)}
    for name, memo in memos.items():
        (folder / f"{name}.docx").write_bytes(write_docx(memo))
    (folder / "house.docx").write_bytes(write_docx(example(), house=path))
    files = [folder / f"{name}.docx" for name in (*memos, "house")]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(folder / "saved")]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True)
    return {file.stem: (folder / "saved" / file.name).read_bytes() for file in files}


def test_the_memo_survives_libreoffice(saved_by_libreoffice: dict[str, bytes]) -> None:
    memo = example()
    for name in ("example", "house"):
        document = opened(saved_by_libreoffice[name])
        assert document.custom_properties[MEMO_PROPERTY] == memo.id
        assert notes(document) == [note.text for note in memo.notes]
        for mark, note in zip(references(document), memo.notes, strict=True):
            (quotation,) = [run.text for run in note.runs if run.role is Role.QUOTATION]
            (paragraph,) = document.footnotes.get(mark).paragraphs
            assert ("Memo Quotation", quotation) in styled(paragraph)
        names = {start.get(qn("w:name")) for start in document.element.iter(qn("w:bookmarkStart"))}
        assert {f"statement_{number}" for number in range(1, 7)} <= names
        (short, *_) = [p for p in document.paragraphs if p.style.name == "Memo Statement"]
        assert short.text == f"“{SEIZURE}”"
        assert len(document.tables[0].rows) == 9


@pytest.mark.parametrize("name", HOSTILE)
def test_libreoffice_reads_hostile_words_as_words(saved_by_libreoffice: dict[str, bytes], name: str) -> None:
    content = saved_by_libreoffice[name]
    assert "External" not in "".join(parts(content, ".rels").values())
    document = opened(content)
    assert len(references(document)) == 8
    assert all(plain(HOSTILE[name]).strip() in note for note in notes(document))


def test_libreoffice_reads_five_hundred_notes(saved_by_libreoffice: dict[str, bytes]) -> None:
    assert notes(opened(saved_by_libreoffice["many"])) == [note.text for note in many_notes(500).notes]


def test_a_remark_under_a_heading_stands_on_the_page_of_what_it_is_about() -> None:
    blocks = (
        text_block(BlockKind.REMARK, "Sources on China come first, where there are any."),
        text_block(BlockKind.REMARK, "Asked as of 2018."),
        text_block(BlockKind.STATEMENT, "It is so."),
        text_block(BlockKind.REMARK, "Only a part is answered."),
        ContentBlock(BlockKind.HEADING, (Run("Another question"),), level=2),
    )
    document = opened(write_docx(replace(example(), blocks=blocks, notes=(), statements=())))
    kept = [bool(paragraph.paragraph_format.keep_with_next) for paragraph in document.paragraphs]
    assert kept[:4] == [True, True, False, False]
