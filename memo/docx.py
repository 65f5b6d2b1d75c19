"""Writes a memo as DOCX with Word's own footnotes."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from memo.memo import (
    NOT_LEGAL_ADVICE,
    CitedStatement,
    Footnote,
    Memo,
    Section,
    folded,
    note_ranges,
)
from memo.plain import plain

TEMPLATE = Path(__file__).parent / "template.docx"  # made by memo/make_template.py
INDENT = Cm(0.75)  # of the two sides of a conflict
PROPERTY_LENGTH = 255  # the most that a core property may hold


def write_docx(memo: Memo, *, written: datetime.datetime | None = None) -> bytes:
    """The memo as the bytes of a DOCX file; the same memo and time give the same bytes.

    `written` goes into the file's properties; without it, the time is now, in UTC.
    """
    document = Document(str(TEMPLATE))
    _properties(document, memo, written or datetime.datetime.now(datetime.UTC))
    document.add_paragraph("Memorandum", style="Title")
    for name, value in memo.fields:
        line = document.add_paragraph(style="Memo Field")
        line.add_run(f"{name}:").bold = True
        line.add_run(f"\t{plain(value)}")
    document.add_paragraph("Question presented", style="Heading 1")
    for question in memo.questions:
        document.add_paragraph(plain(folded(question)))
    document.add_paragraph("Discussion", style="Heading 1")
    footnotes = {footnote.number: footnote for footnote in memo.footnotes}
    for section in memo.sections:
        _section(document, section, footnotes)
    _sources(document, memo)
    document.add_paragraph(NOT_LEGAL_ADVICE, style="Memo Notice")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _properties(document: DocxDocument, memo: Memo, written: datetime.datetime) -> None:
    properties = document.core_properties
    properties.title = plain(folded(memo.heading.subject))[:PROPERTY_LENGTH]
    properties.author = plain(folded(memo.heading.sender))[:PROPERTY_LENGTH] or "Pincite"
    properties.last_modified_by = properties.author
    properties.created = properties.modified = written


def _section(document: DocxDocument, section: Section, footnotes: dict[int, Footnote]) -> None:
    document.add_paragraph(plain(folded(section.question)), style="Heading 2")
    for note in section.asked:
        document.add_paragraph(plain(folded(note)))
    for conflict in section.conflicts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{plain(folded(conflict.title))}. ").bold = True
        paragraph.add_run(plain(folded(conflict.explanation)))
        for side in conflict.sides:
            _statement(document, side, footnotes).paragraph_format.left_indent = INDENT
    for part in section.subsections:
        if part.heading:
            document.add_paragraph(plain(folded(part.heading)), style="Heading 3")
        if part.note:
            document.add_paragraph(plain(folded(part.note)))
        for statement in part.statements:
            _statement(document, statement, footnotes)
    for note in section.notes:
        document.add_paragraph(plain(folded(note)))
    if section.nearest:
        document.add_paragraph("Nearest passages, which do not answer it:")
    for place in section.nearest:
        document.add_paragraph(plain(place), style="List Bullet")


def _statement(
    document: DocxDocument, statement: CitedStatement, footnotes: dict[int, Footnote]
) -> Paragraph:
    paragraph = document.add_paragraph()
    if statement.lead:
        paragraph.add_run(f"{plain(folded(statement.lead))}. ").bold = True
    words = plain(folded(statement.text))
    paragraph.add_run(f"“{words}”" if statement.verbatim else words)
    for position, number in enumerate(statement.footnotes):
        if position:
            paragraph.add_run(", ", style="footnote reference")
        _footnote(document, paragraph, footnotes[number])
    if statement.caution:
        paragraph.add_run(f" ({plain(folded(statement.caution))})").italic = True
    return paragraph


def _footnote(document: DocxDocument, paragraph: Paragraph, footnote: Footnote) -> None:
    """A real footnote: its reference in the paragraph, its words at the foot of the page."""
    note = document.footnotes.add_footnote()
    text = note.paragraphs[0]
    text.add_run(f" {plain(footnote.reference)}: “")
    text.add_run(plain(footnote.citation.quote))
    text.add_run("”")
    address = footnote.citation.source.metadata.url
    if address:
        text.add_run(f" {plain(folded(address))}")  # as text: a file of ours links to nothing outside
    paragraph.add_run().add_footnote_reference(note)


def _sources(document: DocxDocument, memo: Memo) -> None:
    if not memo.sources:
        return
    document.add_paragraph("Sources", style="Heading 1")
    for listed in memo.sources:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(plain(listed.description))
        if listed.source.metadata.url:
            line.add_run(f" {plain(folded(listed.source.metadata.url))}")
        line.add_run(f" ({note_ranges(listed.footnotes)})")
