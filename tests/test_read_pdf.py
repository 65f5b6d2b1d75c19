from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.types import Reading
from ingest.read import Damaged, Empty, Encrypted, Scanned, read_bytes
from tests.documents import pdf, pdf_of_lines, picture, scanned_pdf, two_column_pdf

SENTENCE = "Information that derives independent economic value from secrecy is protected under number {}."


def read(content: bytes) -> Reading:
    return read_bytes(content, "act.pdf")


def boxed(reading: Reading, page: int = 1) -> list[str]:
    return [reading.text[box.start : box.end] for box in reading.layout.boxes if box.page == page]


def check_offsets(reading: Reading) -> None:
    """Every word has a box, every heading stands where it should, pages hold their own boxes."""
    text, layout = reading.text, reading.layout
    assert "".join(text[box.start : box.end] for box in layout.boxes) == "".join(text.split())
    assert all(text[head.start :].startswith(head.path[-1]) for head in layout.headings)
    pages = {page.number: page for page in layout.pages}
    for box in layout.boxes:
        page = pages[box.page]
        assert page.start <= box.start < box.end <= page.end
        assert 0 <= box.left < box.right <= page.width
        assert 0 <= box.bottom < box.top <= page.height


def test_columns_are_read_one_after_the_other() -> None:
    paragraphs = [" ".join(SENTENCE.format(f"{number}-{part}") for part in range(6)) for number in range(14)]
    reading = read(two_column_pdf("Protected information", paragraphs))
    assert reading.text == "\n\n".join(["Protected information", *paragraphs])
    check_offsets(reading)
    assert [head.path for head in reading.layout.headings] == [("Protected information",)]
    lefts = {round(box.left) for box in reading.layout.boxes}
    assert min(lefts) < 100 < 300 < max(lefts)  # both columns were there to confuse


def test_pages_are_numbered_and_bounded() -> None:
    reading = read(pdf_of_lines(["Page one ends."], ["Page two ends."], title="Act"))
    assert [(page.number, reading.text[page.start : page.end]) for page in reading.layout.pages] == [
        (1, "Page one ends."),
        (2, "Page two ends."),
    ]
    assert (reading.layout.pages[0].width, reading.layout.pages[0].height) == (612.0, 792.0)
    assert reading.metadata.title == "Act"
    assert "title" not in reading.metadata.inferred
    check_offsets(reading)


def test_a_divided_word_is_whole_again_in_two_boxes() -> None:
    reading = read(
        pdf_of_lines(["The holder of the infor-", "mation may sue for the con\u00ad", "fidential memo."])
    )
    assert reading.text == "The holder of the information may sue for the confidential memo."
    assert boxed(reading)[4:7] == ["infor", "mation", "may"]
    first, second = reading.layout.boxes[4:6]
    assert (first.end, first.bottom > second.bottom) == (second.start, True)
    check_offsets(reading)


def test_the_hyphen_of_a_compound_stays() -> None:
    lines = ["A trade secret is a secret of the trade. A trade-", "secret owner may sue."]
    reading = read(pdf_of_lines(lines))
    assert reading.text == "A trade secret is a secret of the trade. A trade-secret owner may sue."


def test_a_sentence_runs_on_across_pages_past_the_running_head() -> None:
    bodies = ["The holder shall", "take reasonable measures that", "keep the information secret."]

    def draw(canvas: Canvas) -> None:
        for number, body in enumerate(bodies, start=1):
            canvas.drawString(72, 760, f"130 STAT. {375 + number}")
            canvas.drawString(72, 400, body)
            canvas.drawString(300, 30, str(number))
            canvas.showPage()

    reading = read(pdf(draw))
    assert reading.text == "130 STAT. 376\n\n" + " ".join(bodies)
    assert [reading.layout.page_number(reading.text.index(body)) for body in bodies] == [1, 2, 3]
    check_offsets(reading)


def test_paragraphs_are_parted_by_gaps() -> None:
    def draw(canvas: Canvas) -> None:
        for height, line in ((700, "First line of the one"), (686, "paragraph here."), (650, "Another one.")):
            canvas.drawString(72, height, line)

    reading = read(pdf(draw))
    assert reading.text == "First line of the one paragraph here.\n\nAnother one."
    assert len(reading.layout.paragraphs) == 2


def test_a_box_encloses_its_word() -> None:
    reading = read(pdf(lambda canvas: canvas.drawString(100, 500, "secret")))
    (box,) = reading.layout.boxes
    assert (box.page, reading.text[box.start : box.end]) == (1, "secret")
    assert box.left == pytest.approx(100, abs=1)
    assert box.bottom < 500 < 508 < box.top < 515


def test_boxes_of_a_turned_page_stand_where_it_shows_them() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.drawString(100, 500, "secret")

    reading = read(pdf(draw))
    (box,) = reading.layout.boxes
    (page,) = reading.layout.pages
    assert (page.width, page.height) == (612.0, 792.0)
    # turned clockwise: what was 500 up is now 500 across, what was 100 across is 100 below the top
    assert 495 < box.left < 500 < 508 < box.right < 515
    assert box.top == pytest.approx(792 - 100, abs=1)


def test_what_no_reader_sees_is_left_out_and_told() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Seen words.")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(72, 650, "WHITE")
        canvas.setFillColorRGB(0, 0, 0)
        text = canvas.beginText(72, 600)
        text.setTextRenderMode(3)
        text.textLine("INVISIBLE")
        text.setTextRenderMode(0)
        canvas.drawText(text)
        canvas.drawString(-400, 550, "BESIDE")
        canvas.setFont("Helvetica", 0.1)
        canvas.drawString(72, 500, "TINY")

    reading = read(pdf(draw))
    assert reading.text == "Seen words."
    assert f"{len('WHITEINVISIBLEBESIDETINY')} characters" in reading.notices[0]


def test_white_words_on_a_dark_ground_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0, 0.4)
        canvas.rect(60, 640, 300, 30, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(72, 650, "Heading of the table")

    assert read(pdf(draw)).text == "Heading of the table"


def test_the_layer_of_recognised_text_over_a_scan_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 0, 0, width=612, height=792)
        text = canvas.beginText(72, 600)
        text.setTextRenderMode(3)
        text.textLine("Recognised words.")
        canvas.drawText(text)

    reading = read(pdf(draw))
    assert reading.text == "Recognised words."
    assert "recognised" in reading.notices[0]


def test_some_scanned_pages_are_told() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Words.")
        canvas.showPage()
        for _ in range(2):
            canvas.drawImage(picture(), 0, 0)
            canvas.showPage()
        canvas.drawString(72, 700, "More words.")

    reading = read(pdf(draw))
    assert reading.text == "Words.\n\nMore words."
    assert reading.notices == ("pages 2-3 have no text: scanned?",)
    assert reading.layout.page_number(reading.text.index("More")) == 4


def test_a_stamp_on_a_scan_is_not_taken_for_its_text() -> None:
    def draw(canvas: Canvas) -> None:
        for number in (1, 2):
            canvas.drawImage(picture(), 0, 0, width=612, height=792)
            canvas.drawString(72, 770, f"Case 1:20-cv-00123 Document 4 Page {number} of 2")
            canvas.showPage()

    assert read(pdf(draw)).notices == ("pages 1-2 have next to no text beside a picture: scanned?",)


def test_only_scans_are_an_error_that_counts_them() -> None:
    with pytest.raises(Scanned, match=r"act\.pdf.*pages 1-3 of 3.*OCR"):
        read(scanned_pdf(3))


def test_blank_pages_are_empty() -> None:
    with pytest.raises(Empty, match=r"act\.pdf.*none of its 2 pages"):
        read(pdf(lambda canvas: (canvas.showPage(), canvas.showPage())))


def test_a_password_is_told() -> None:
    with pytest.raises(Encrypted, match=r"act\.pdf.*password"):
        read(pdf(lambda canvas: canvas.drawString(72, 700, "Words."), password="secret"))


def test_a_cut_off_file_is_never_taken_for_whole() -> None:
    content = pdf_of_lines(*[[SENTENCE.format(number)] * 30 for number in range(20)])
    reading = read(content[: content.rindex(b"startxref")])  # PDFium mends this
    assert reading.text == read(content).text
    assert "cut off" in reading.notices[0]
    with pytest.raises(Damaged, match=r"act\.pdf.*broken"):
        read(content[:300])
