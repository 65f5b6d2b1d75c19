"""The picture of a PDF page, with boxes around the cited words and nowhere else."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from core.settings import Settings
from core.types import Box, Layout, Span
from ingest.read import Reader
from pages.parts.picture import PADDING, WIDTH, NoPicture, boxes_of, page_picture

WORDS = "mark every document as confidential"


def pdf() -> bytes:
    """Two pages; the words stand on the second, twice, some way apart."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=letter)
    canvas.drawString(72, 700, "A first page without them.")
    canvas.showPage()
    canvas.drawString(72, 600, f"A holder should {WORDS} before it leaves the plant.")
    canvas.drawString(72, 300, f"Nobody need {WORDS} in the yard.")
    canvas.save()
    return content.getvalue()


def test_the_box_stands_around_the_cited_words_only() -> None:
    content = pdf()
    with Reader(Settings()) as reader:
        reading = reader.read_content(content, "guidance.pdf")
    start = reading.text.index(WORDS)
    boxes = boxes_of(reading.layout, Span(start, start + len(WORDS)))
    assert len(boxes) == 1  # the words of one line are boxed together
    assert boxes[0].page == 2
    picture = Image.open(io.BytesIO(page_picture(content, 2, boxes))).convert("RGB")
    yellow = [
        (x, y)
        for x in range(0, picture.width, 2)
        for y in range(0, picture.height, 2)
        if picture.getpixel((x, y))[2] < 200 < picture.getpixel((x, y))[0]
    ]
    scale = WIDTH / letter[0]
    before = stringWidth("A holder should ", "Helvetica", 12)
    cited = stringWidth(WORDS, "Helvetica", 12)
    first, last = (PADDING + before * scale, PADDING + (before + cited) * scale)
    assert min(x for x, _ in yellow) == pytest.approx(first, abs=8)
    assert max(x for x, _ in yellow) == pytest.approx(last, abs=8)
    assert max(y for _, y in yellow) < picture.height / 4  # not the same words further down


def test_a_page_without_the_words_has_no_box() -> None:
    picture = Image.open(io.BytesIO(page_picture(pdf(), 1, [Box(0, 1, 2, 72, 590, 300, 612)])))
    assert all(red == green == blue for _, (red, green, blue) in picture.getcolors(1 << 20))


@pytest.mark.parametrize(
    ("content", "page"),
    [
        pytest.param(b"%PDF-1.4 broken", 1, id="damaged"),
        pytest.param(b"", 1, id="empty"),
        pytest.param(pdf(), 9, id="no-such-page"),
    ],
)
def test_what_cannot_be_drawn_is_said(content: bytes, page: int) -> None:
    with pytest.raises(NoPicture, match=f"Page {page} cannot be drawn"):
        page_picture(content, page, [])


def test_boxes_of_two_lines_and_two_columns_stay_apart() -> None:
    def box(start: int, left: float, bottom: float) -> Box:
        return Box(start, start + 4, 1, left, bottom, left + 30, bottom + 10)

    layout = Layout(boxes=(box(0, 72, 700), box(5, 105, 700), box(10, 72, 685), box(15, 330, 685)))
    found = boxes_of(layout, Span(0, 19))
    assert [(b.left, b.right, b.bottom) for b in found] == [
        (72, 135, 700),
        (72, 102, 685),
        (330, 360, 685),
    ]
    assert [b.start for b in boxes_of(layout, Span(6, 7))] == [5]
