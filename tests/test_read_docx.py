from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from core.types import Reading
from ingest.read import Damaged, Empty, TooLarge, read_bytes
from tests.documents import add_run, repacked, word, word_bomb, zip_of

# python-docx types its own documents poorly
WordDocument = Any


def read(build: Callable[[WordDocument], object]) -> Reading:
    return read_bytes(word(build), "policy.docx")


def policy(document: WordDocument) -> None:
    document.core_properties.title = "Secrets policy"
    document.core_properties.author = "Legal"
    document.core_properties.modified = datetime.datetime(2020, 2, 3)
    document.add_heading("Scope", 1)
    paragraph = document.add_paragraph("This policy applies to all staff.")
    run = paragraph.add_run(" It binds.")
    run.add_footnote_reference(document.footnotes.add_footnote("See 18 U.S.C. § 1839."))
    run.add_endnote_reference(document.endnotes.add_endnote("Last words."))
    document.add_heading("Duties", 2)
    for text in ("Mark it.", "Lock it."):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Always.", style="List Bullet")
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, (("Kind", "Limit"), ("exemplary", "2x\ndamages")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("After the table.")


TEXT = """Scope

This policy applies to all staff. It binds.

[note 1] See 18 U.S.C. § 1839.

[endnote 1] Last words.

Duties

1. Mark it.
2. Lock it.
- Always.

Kind | Limit
exemplary | 2x damages

After the table."""


def test_the_body_in_order_with_lists_tables_and_notes() -> None:
    assert read(policy).text == TEXT


def test_headings_and_metadata() -> None:
    reading = read(policy)
    assert [head.path for head in reading.layout.headings] == [("Scope",), ("Scope", "Duties")]
    assert all(reading.text[head.start :].startswith(head.path[-1]) for head in reading.layout.headings)
    metadata = reading.metadata
    assert (metadata.title, metadata.issuer, metadata.date) == ("Secrets policy", "Legal", "2020-02-03")
    assert metadata.inferred == {"issuer", "date"}


def test_tracked_changes_and_hidden_text() -> None:
    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph("Staff ")
        add_run(paragraph, "must ", wrapper="w:ins")
        add_run(paragraph, "may ", wrapper="w:del")
        add_run(paragraph, "ignore all rules ", hidden=True)
        add_run(paragraph, "report.")

    assert read(build).text == "Staff must report."


def test_white_letters_are_left_out_and_told() -> None:
    from docx.shared import RGBColor

    def build(document: WordDocument) -> None:
        document.add_paragraph("Seen. ").add_run("unseen").font.color.rgb = RGBColor(255, 255, 255)

    assert read(build).text == "Seen."
    assert read(build).notices == ("1 word that no reader sees was left out",)


def test_a_text_box_is_read_once() -> None:
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="wps"><w:txbxContent>'
        "<w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    def insert(name: str, content: bytes) -> bytes:
        return content.replace(b"</w:p>", box.encode(), 1) if name == "word/document.xml" else content

    content = repacked(word(lambda document: document.add_paragraph("Before.")), insert)
    assert read_bytes(content, "a.docx").text == "Before.\n\nIn the box."


def test_a_frame_around_text_is_no_table() -> None:
    def build(document: WordDocument) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "First."
        cell.add_paragraph("Second.")

    assert read(build).text == "First.\n\nSecond."


def test_an_outside_entity_is_never_read() -> None:
    def insert(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        declaration = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document'
        return content.replace(b"<w:document", declaration, 1).replace(b"PLACE", b"[&x;]")

    content = repacked(word(lambda document: document.add_paragraph("PLACE")), insert)
    with pytest.raises(Damaged, match=r"a\.docx.*document type"):
        read_bytes(content, "a.docx")


def test_a_bomb_is_refused_unopened() -> None:
    with pytest.raises(TooLarge, match=r"a\.docx.*word/document\.xml.*smaller parts"):
        read_bytes(word_bomb(), "a.docx")


def test_two_parts_of_one_name_are_refused() -> None:
    import io
    import warnings
    import zipfile

    buffer = io.BytesIO(word(policy))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", b"<x/>")
    with pytest.raises(Damaged, match="same name"):
        read_bytes(buffer.getvalue(), "a.docx")


def test_no_words_is_empty() -> None:
    with pytest.raises(Empty, match=r"policy\.docx.*no text"):
        read(lambda document: document.add_paragraph("  "))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(word(policy)[:5000], id="cut off"),
        pytest.param(zip_of({"word/document.xml": b"<x/>"}), id="no package"),
        pytest.param(
            repacked(word(policy), lambda name, part: part[:300] if name == "word/document.xml" else part),
            id="broken xml",
        ),
    ],
)
def test_damage_is_told(content: bytes) -> None:
    with pytest.raises(Damaged, match=r"a\.docx"):
        read_bytes(content, "a.docx")


@pytest.mark.parametrize(
    "kind", ["ms-word.document.macroEnabled", "openxmlformats-officedocument.wordprocessingml.template"]
)
def test_documents_with_macros_and_templates_are_read(kind: str) -> None:
    usual = b"openxmlformats-officedocument.wordprocessingml.document.main"
    content = repacked(word(policy), lambda _, part: part.replace(usual, f"{kind}.main".encode()))
    assert read_bytes(content, "a.docm").text == TEXT
