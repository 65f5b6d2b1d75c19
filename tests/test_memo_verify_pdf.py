"""The check of PDFs: what was put on their pages, and words that are read from right to left."""

from __future__ import annotations

import ctypes
import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from memo_checked import DTSA, SAID, Archive, Said, archive, kept_of, laid_out, memo
from memo_planting import with_note
from PIL import Image

from core.types import Metadata
from memo.checks.checking import check_content
from memo.checks.findings import Group, Kind, Report
from memo.checks.finished_file import UnreadableFile
from memo.checks.finished_pdf import read_pdf
from memo.content import BlockKind, ContentBlock, Inline, Memo, Role, Run
from memo.writers.docx import write_docx
from memo.writers.html import write_html
from memo.writers.json_file import fingerprint, write_json
from memo.writers.markdown import write_markdown
from memo.writers.pdf import write_pdf
from tests.test_browser import CHROMIUM, FLAGS

MEMO = memo()
COMMENT, LINK, FREE_TEXT, STRIKE_OUT = 1, 2, 3, 12  # kinds of annotations


def checked(content: bytes) -> Report:
    return check_content(content, "memo", kept=kept_of(MEMO).__getitem__, find=archive().find)


def annotated(content: bytes, kind: int, words: str) -> bytes:
    """The PDF with an annotation on its first page."""
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    annotation = pdfium.FPDFPage_CreateAnnot(page, kind)
    box = pdfium.FS_RECTF(100, 520, 300, 500)
    pdfium.FPDFAnnot_SetRect(annotation, box)
    said = ctypes.create_string_buffer(words.encode("utf-16-le") + b"\0\0")
    wide = ctypes.cast(said, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFAnnot_SetStringValue(annotation, b"Contents", wide)
    pdfium.FPDFPage_CloseAnnot(annotation)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_link_on_a_page_of_a_pdf_is_no_change() -> None:
    assert checked(annotated(write_pdf(MEMO), LINK, "")).is_intact


@pytest.mark.parametrize("kind", [COMMENT, FREE_TEXT, STRIKE_OUT])
def test_what_was_written_on_a_page_of_a_pdf_is_added_by_hand(kind: int) -> None:
    report = checked(annotated(write_pdf(MEMO), kind, "It is all false."))
    assert [finding.found for finding in report.of(Group.ADDED)] == ["It is all false."]
    assert [finding.kind for finding in report.findings if finding.kind.is_fault] == [Kind.ADDED_WORDS]


def test_a_picture_on_a_page_of_a_pdf_is_added_by_hand_but_for_a_letterhead() -> None:
    for height, kinds in ((400, {Kind.ADDED_WORDS}), (780, set())):
        document = pypdfium2.PdfDocument(write_pdf(MEMO))
        page = document[0]
        picture = pypdfium2.PdfImage.new(document)
        picture.set_bitmap(pypdfium2.PdfBitmap.from_pil(Image.new("RGB", (20, 20), "red")))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(20, 20).translate(10, height))
        page.insert_obj(picture)
        page.gen_content()
        file = io.BytesIO()
        document.save(file)
        assert {one.kind for one in checked(file.getvalue()).of(Group.ADDED)} == kinds


ARABIC = laid_out(
    "law",
    (
        "# المادة 1",
        "يعد سرا تجاريا كل معلومة لها قيمة تجارية لأنها سرية (المادة 39)، ولا يجوز إفشاؤها قبل مرور 5 سنوات.",
        "للمالك أن يطلب من المحكمة وقف التعدي خلال 30 يوما من تاريخ العلم به، وفقا لأحكام القانون رقم 82.",
    ),
    Metadata("قانون حماية حقوق الملكية الفكرية رقم 82", "مجلس الشعب", "2002-06-02", "EG"),
)
HEBREW = laid_out(
    "torts",
    ("# סעיף 13", "לא יגזול אדם סוד מסחרי של אחר; העובר על כך ישלם פיצויים של 100,000 שקלים (סעיף 13 לחוק)."),
    Metadata("חוק עוולות מסחריות", "הכנסת", "1999-04-29", "IL", url="https://example.org/torts"),
)
LEFTWARD_SAID = (
    Said(None, ((ARABIC, ARABIC.text.split("\n\n")[1]),)),
    Said("The owner can ask a court, and wins 100,000.", ((ARABIC, ARABIC.text[-60:-10].strip()),)),
    Said(None, ((HEBREW, HEBREW.text.split("\n\n")[1]),)),
    SAID[3],
)
LEFTWARD = memo(LEFTWARD_SAID)


def test_a_turned_page_and_one_without_words_are_told() -> None:
    document = pypdfium2.PdfDocument(write_pdf(MEMO))
    pages = len(document)
    document[1].set_rotation(180)
    document.new_page(595, 842)
    file = io.BytesIO()
    document.save(file)
    report = checked(file.getvalue())
    assert report.notices == ("Page 2 is shown turned by 180 degrees.", f"Page {pages + 1} has no words.")
    assert not checked(write_pdf(MEMO)).notices


def as_text(memo: Memo) -> Memo:
    """The memo with its footnotes as a list at its end, as a browser prints HTML."""
    marked = tuple(
        replace(one, inlines=tuple(_typed(part) for part in one.inlines))
        if isinstance(one, ContentBlock)
        else one
        for one in memo.blocks
    )
    listed = (ContentBlock(BlockKind.PARAGRAPH, (Run(f"{one.number}. {one.text}"),)) for one in memo.notes)
    return replace(memo, blocks=(*marked, *listed), notes=())


def _typed(part: Inline) -> Run:
    return part if isinstance(part, Run) else Run(str(part.number))


def test_a_pdf_with_its_footnotes_in_its_text_is_called_neither_intact_nor_altered() -> None:
    content = by_another_program(without_attachments(write_pdf(as_text(MEMO))))
    with pytest.raises(UnreadableFile, match="Check the HTML"):
        checked(content)


def test_a_pdf_without_its_footnotes_is_a_fault() -> None:
    content = by_another_program(
        without_attachments(write_pdf(replace(as_text(MEMO), blocks=MEMO.blocks[:3])))
    )
    assert Kind.REMOVED in checked(content).counts or Kind.TAKEN_OUT in checked(content).counts


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_html_that_chromium_printed_is_called_neither_intact_nor_altered(tmp_path: Path) -> None:
    page, printed = tmp_path / "memo.html", tmp_path / "memo.pdf"
    page.write_text(write_html(MEMO))
    command = [str(CHROMIUM), *FLAGS, "--headless", f"--print-to-pdf={printed}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)
    with pytest.raises(UnreadableFile, match="Check the HTML"):
        checked(printed.read_bytes())


def labelled(label: str) -> Memo:
    """The memo under another label."""
    made = replace(MEMO, label=label, id="", blocks=MEMO.blocks[:-1])
    identifier = fingerprint(made)
    closing = ContentBlock(BlockKind.NOTICE, (Run(f"This memo is not legal advice. Memo ID {identifier}."),))
    return replace(made, id=identifier, blocks=(*made.blocks, closing))


def checked_as(made: Memo, content: bytes) -> Report:
    return check_content(content, "memo", kept=kept_of(made).__getitem__, find=archive().find)


def checked_leftward(content: bytes) -> Report:
    find = Archive(ARABIC, HEBREW, DTSA).find
    return check_content(content, "memo", kept=kept_of(LEFTWARD).__getitem__, find=find)


@pytest.mark.parametrize("write", [write_docx, write_pdf, write_html, write_markdown, write_json])
def test_footnotes_from_right_to_left_raise_no_alarm(write: Callable[[Memo], bytes | str]) -> None:
    content = write(LEFTWARD)
    report = checked_leftward(content if isinstance(content, bytes) else content.encode())
    assert report.counts == {Kind.INTACT: len(LEFTWARD.notes)}


def test_an_altered_footnote_from_right_to_left_in_a_pdf_is_a_fault() -> None:
    note = LEFTWARD.notes[0]
    runs = tuple(replace(run, text=run.text.replace("قيمة", "فائدة")) for run in note.runs)
    report = checked_leftward(write_pdf(with_note(LEFTWARD, replace(note, runs=runs))))
    assert Kind.QUOTATION in {one.kind for one in report.of(Group.CITED) if one.kept == 1}


TURNED = with_note(
    LEFTWARD,
    replace(
        LEFTWARD.notes[2],
        runs=tuple(
            replace(run, text=" ".join(reversed(run.text.split(" ")))) if run.role is Role.QUOTATION else run
            for run in LEFTWARD.notes[2].runs
        ),
    ),
)


def test_words_in_another_order_from_right_to_left_are_not_called_altered_in_what_others_printed() -> None:
    report = checked_leftward(by_another_program(without_attachments(write_pdf(TURNED))))
    assert [(one.kind, one.kept) for one in report.findings[:1]] == [(Kind.UNSURE, 3)]
    assert (report.is_intact, report.exit_code) == (False, 2)


def test_words_in_another_order_from_right_to_left_are_altered_in_a_pdf_of_pincite() -> None:
    report = checked_leftward(without_attachments(write_pdf(TURNED)))
    assert Kind.QUOTATION in {one.kind for one in report.of(Group.CITED) if one.kept == 3}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The owner can ask a court", "The court can ask a owner"),
        ("wins 100,000", "wins 001,000"),
        ("When may a court order a seizure", "When may a seizure order a court"),
    ],
)
def test_words_from_left_to_right_keep_their_order_beside_others(old: str, new: str) -> None:
    altered = with_words(LEFTWARD, old, new)
    for content in (write_pdf(altered), by_another_program(write_pdf(altered))):
        report = checked_leftward(without_attachments(content))
        kinds = {one.kind for one in report.findings if one.kind.is_fault}
        assert kinds & {Kind.STATEMENT, Kind.CHANGED_WORDS}


MIXED = memo(
    (
        Said(
            "The owner calls it سر تجاري لها قيمة and asks a court to stop 12 rivals.",
            ((ARABIC, ARABIC.text.split("\n\n")[1]),),
        ),
        SAID[3],
    )
)


@pytest.mark.parametrize(
    ("old", "new"), [("asks a court to stop", "court asks a to stop"), ("12 rivals", "21 rivals")]
)
def test_words_from_left_to_right_among_others_are_not_taken_from_the_memo(old: str, new: str) -> None:
    content = by_another_program(without_attachments(write_pdf(with_words(MIXED, old, new))))
    find = Archive(ARABIC, DTSA).find
    report = check_content(content, "memo", kept=kept_of(MIXED).__getitem__, find=find)
    assert not report.is_intact
    assert any(old in one.expected and new in one.found for one in report.findings)


LABELLED = labelled("Not privileged. Do not send outside the office")


@pytest.mark.parametrize("label", [LABELLED.label, "word " * 60, "سري للغاية", "गोपनीय दस्तावेज़", ""])
def test_a_label_of_any_length_and_script_stands_over_each_page_of_a_pdf(label: str) -> None:
    made = labelled(label)
    report = checked_as(made, without_attachments(write_pdf(made)))
    assert report.is_intact, report.findings


@pytest.mark.parametrize("label", ["privileged. Do not send", "Public", ""])
def test_an_altered_label_of_a_pdf_is_a_fault(label: str) -> None:
    content = without_attachments(write_pdf(replace(LABELLED, label=label)))
    found = [one for one in checked_as(LABELLED, content).findings if one.kind.is_fault]
    assert [(one.kind, one.expected) for one in found] == [(Kind.CHANGED_WORDS, LABELLED.label)]


def test_what_other_programs_have_over_a_page_is_the_label_only_as_far_as_it_begins_so() -> None:
    for label, told in (("Not privileged. Do not", set()), ("privileged. Do not send", {Kind.MARGIN})):
        content = by_another_program(without_attachments(write_pdf(replace(LABELLED, label=label))))
        assert set(checked_as(LABELLED, content).counts) - {Kind.INTACT} == told


@pytest.mark.parametrize("words", ["It is all false.", "هذا غير صحيح"])
def test_a_comment_beside_words_from_right_to_left_is_a_fault_and_shown(words: str) -> None:
    content = annotated(by_another_program(without_attachments(write_pdf(LEFTWARD))), COMMENT, words)
    assert [one.found for one in checked_leftward(content).of(Group.ADDED)] == [words]


def with_words(memo: Memo, old: str, new: str) -> Memo:
    """The memo with other words in its body, which has them."""
    blocks = tuple(
        replace(block, inlines=tuple(_with_words(part, old, new) for part in block.inlines))
        if isinstance(block, ContentBlock)
        else block
        for block in memo.blocks
    )
    assert blocks != memo.blocks
    return replace(memo, blocks=blocks)


def _with_words(part: Inline, old: str, new: str) -> Inline:
    return replace(part, text=part.text.replace(old, new)) if isinstance(part, Run) else part


def by_another_program(content: bytes) -> bytes:
    """The PDF as one that does not say that Pincite made it."""
    printed = content.replace(b"Typst", b"Other")
    assert read_pdf(printed, "memo").elsewhere
    return printed


def without_attachments(content: bytes) -> bytes:
    document = pypdfium2.PdfDocument(content)
    pdfium.FPDFDoc_DeleteAttachment(document, 0)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
