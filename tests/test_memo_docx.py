"""The DOCX file, opened again: real footnotes in order, exact quotations, nothing that acts."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from memo_examples import (
    CAUTION,
    HEADING,
    NOTE,
    SECRET,
    SEIZURE,
    answered,
    disputed,
    hostile,
    noted,
    pinned,
    refused,
    two_answers,
)

from core.types import MemoHeading, Statement
from memo.docx import TEMPLATE, write_docx
from memo.make_template import make_template
from memo.memo import NOT_ANSWERED, NOT_LEGAL_ADVICE, build_memo

HOSTILE = {
    "control-characters": "a\x00b\x07c\x1b[31md\x85e\ufffef\ud800g",
    "direction-overrides": "pay \u202e000,1\u202c euros \u2066now\u2069",
    "right-to-left": "الأسرار التجارية סודות מסחר",
    "field-code": '{ INCLUDEPICTURE "http://evil.example/x.png" } =cmd|" /C calc"!A0',
    "xml": "</w:t></w:r><w:hyperlink r:id='rId1'/><!-- ]]> &amp; &#x0;",
    "long-title": "Trade secrets " * 72,
    "line-ends": "one\r\ntwo\rthree\n\n\nfour\tfive",
    "only-control-characters": "\x00\x01",
}


def opened(content: bytes) -> DocxDocument:
    return Document(io.BytesIO(content))


def references(document: DocxDocument) -> list[int]:
    """The ids of the footnotes that the body refers to, in order."""
    return [int(mark.get(qn("w:id"))) for mark in document.element.iter(qn("w:footnoteReference"))]


def test_as_many_footnotes_as_references_in_order_with_exact_quotations() -> None:
    memo = build_memo(HEADING, two_answers())
    document = opened(write_docx(memo))
    marks = references(document)
    assert marks == sorted(set(marks))
    assert len(marks) == len(memo.footnotes) == len(document.footnotes) == 4
    for mark, footnote in zip(marks, memo.footnotes, strict=True):
        text = document.footnotes.get(mark).text
        assert text.strip().startswith(f"{footnote.reference}: “{footnote.citation.quote}”")
    assert document.footnotes.get(marks[0]).text.endswith("https://example.org/dtsa")


def test_a_conflict_stands_before_the_statement_with_a_footnote_a_side() -> None:
    document = opened(write_docx(build_memo(HEADING, [disputed()])))
    body = [paragraph.text for paragraph in document.paragraphs]
    title = body.index("Two sources differ. Nothing says *which*.")
    assert body[title + 1] == f"Defend Trade Secrets Act, U.S. Congress, 11 May 2016. “{SEIZURE}”"
    assert body[title + 2].endswith(f"“{SECRET}”")
    assert body[title + 3] == f"“{SEIZURE}”"
    assert [document.footnotes.get(mark).text.count("“") for mark in references(document)] == [1, 1, 1]
    assert document.paragraphs[title + 1].paragraph_format.left_indent


def test_the_numbers_of_footnotes_are_raised() -> None:
    document = opened(write_docx(build_memo(HEADING, two_answers())))
    style = next(style for style in document.styles if style.style_id == "FootnoteReference")
    assert style.font.superscript
    for mark in document.element.iter(qn("w:footnoteReference")):
        assert mark.getparent().find(f"{qn('w:rPr')}/{qn('w:rStyle')}").get(qn("w:val")) == style.style_id
    assert "FootnoteText" in {style.style_id for style in document.styles}
    assert all(note.paragraphs[0]._p.style == "FootnoteText" for note in document.footnotes)


def test_every_style_in_use_is_defined() -> None:
    document = opened(write_docx(build_memo(HEADING, (*two_answers(), refused()))))
    defined = {style.style_id for style in document.styles}
    used = {p._p.style for p in document.paragraphs} - {None}
    assert {"Title", "Heading1", "Heading2", "MemoField", "MemoNotice", "ListBullet"} <= used <= defined


def test_heading_questions_statements_and_notice_stand_in_the_body() -> None:
    document = opened(write_docx(build_memo(HEADING, (*two_answers(), refused()))))
    body = [paragraph.text for paragraph in document.paragraphs]
    assert body[:5] == [
        "Memorandum",
        "To:\tGeneral Counsel",
        "From:\tPolicy unit",
        "Date:\t23 November 2026",
        "Subject:\tSeizure orders",
    ]
    assert f"“{SEIZURE}”" in body
    assert "Who may ask. Only the owner may ask for it., " in body
    assert NOT_ANSWERED in body
    assert body.count(NOT_LEGAL_ADVICE) == 1
    assert "PAGE" in document.sections[0].footer._element.xml


def test_the_properties_name_subject_author_and_time() -> None:
    written = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)
    properties = opened(write_docx(build_memo(HEADING, []), written=written)).core_properties
    assert (properties.title, properties.author) == ("Seizure orders", "Policy unit")
    assert properties.created.replace(tzinfo=datetime.UTC) == written


def test_the_same_memo_and_time_give_the_same_bytes() -> None:
    written = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
    memo = build_memo(HEADING, two_answers())
    assert write_docx(memo, written=written) == write_docx(memo, written=written)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_gives_a_valid_file_that_points_nowhere(text: str) -> None:
    memo = build_memo(MemoHeading(text, text, text, text, text), [hostile(text)])
    content = write_docx(memo)
    document = opened(content)
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800\u202e\u202c\u2066\u2069\ufffe]", "", text)
    quoted = kept.replace("\r\n", "\n").replace("\r", "\n")
    (footnote,) = document.footnotes
    assert f"“{quoted}”" in footnote.text
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        relations = [package.read(n).decode() for n in package.namelist() if n.endswith(".rels")]
        parts = [package.read(n).decode() for n in package.namelist() if n.startswith("word/")]
    assert not any("External" in relation for relation in relations)
    assert not any("<w:hyperlink" in part or "INCLUDEPICTURE" in _instructions(part) for part in parts)


def _instructions(part: str) -> str:
    return " ".join(re.findall(r'<w:instrText[^>]*>[^<]*|w:instr="[^"]*"', part))


def test_three_hundred_footnotes_take_under_three_seconds() -> None:
    statements = [Statement(f"Statement {number}.", (0,)) for number in range(300)]
    memo = build_memo(HEADING, [answered("Many?", *statements, citations=(pinned(SEIZURE),))])
    begun = time.perf_counter()
    content = write_docx(memo)
    assert time.perf_counter() - begun < 3
    document = opened(content)
    assert len(references(document)) == len(document.footnotes) == 300


def test_the_template_is_what_its_script_makes(tmp_path: Path) -> None:
    make_template(tmp_path / "template.docx")
    assert (tmp_path / "template.docx").read_bytes() == TEMPLATE.read_bytes()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_file(tmp_path: Path) -> None:
    memo = tmp_path / "memo.docx"
    memo.write_bytes(write_docx(build_memo(HEADING, two_answers())))
    command = ["soffice", "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(memo)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert SEIZURE in (tmp_path / "memo.txt").read_text(encoding="utf-8-sig")


def test_what_the_answer_notes_and_warns_of_stands_in_the_body() -> None:
    document = opened(write_docx(build_memo(HEADING, [noted()])))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    said = next(paragraph for paragraph in document.paragraphs if SEIZURE in paragraph.text)
    assert paragraphs[paragraphs.index(said.text) - 1] == NOTE
    assert said.runs[-1].text == f" ({CAUTION})"
    assert said.runs[-1].italic
