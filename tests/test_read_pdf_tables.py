"""Tables and headings in PDFs: rows stay whole, however they are ruled; headings nest as they look."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from core.types import Reading
from ingest.read import read_bytes
from tests.documents import pdf
from tests.test_read_pdf import check_offsets

STYLES = getSampleStyleSheet()
GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
BANDS = [("BACKGROUND", (0, row), (-1, row), "lightgrey") for row in (0, 2)]
TWO_LINES = [("LINEABOVE", (0, 0), (-1, 1), 0.5, "black")]
HEAD = ["Class", "Who may see it", "Kept for"]
A = ["Orchid secret class A", "Board members only", "25 years"]
B = ["Orchid secret class B", "Engineers of the project", "12 years"]
LONG_B = [B[0], "Engineers of the project who have signed the undertaking of secrecy", B[2]]
EMPTY_C = ["Orchid secret class C", "", "3 years"]
INTRODUCTION = "This policy tells how the secrets of the project are handled by everyone. " * 4
AFTERWARDS = "What is no secret any more is handled as the words of this paragraph say. " * 4


def table(rows: Sequence[Sequence[str]], style: Sequence[Any], *, narrow: bool = False) -> Reading:
    """A table between two paragraphs; in a narrow one the words of a cell go on in its next line."""
    body = STYLES["BodyText"]
    cells = [[Paragraph(text, body) if narrow else text for text in row] for row in rows]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=letter, invariant=1).build(
        [
            Paragraph("Policy", STYLES["Heading1"]),
            Paragraph(INTRODUCTION, body),
            Table(cells, colWidths=[130, 100, 80] if narrow else None, style=list(style)),
            Paragraph(AFTERWARDS, body),
        ]
    )
    reading = read_bytes(buffer.getvalue(), "policy.pdf")
    assert "".join(reading.text.replace("|", "").split()) == "".join(
        "".join(("Policy", INTRODUCTION, *(text for row in rows for text in row), AFTERWARDS)).split()
    )
    assert all(reading.text[box.start : box.end].strip(" |") for box in reading.layout.boxes)
    assert [heading.path for heading in reading.layout.headings] == [("Policy",)]
    return reading


def paragraphs(reading: Reading) -> list[str]:
    return [reading.text[span.start : span.end] for span in reading.layout.paragraphs]


@pytest.mark.parametrize(
    ("style", "narrow"),
    [
        pytest.param(GRID, False, id="ruled"),
        pytest.param(GRID, True, id="ruled-and-narrow"),
        pytest.param([], False, id="no-rules"),
        pytest.param([], True, id="no-rules-and-narrow"),
        pytest.param([("VALIGN", (0, 0), (-1, -1), "TOP")], True, id="no-rules-and-narrow-from-the-top"),
        pytest.param(TWO_LINES, False, id="lines-between-rows"),
        pytest.param(BANDS, True, id="coloured-bands"),
    ],
)
def test_each_row_is_a_line_cell_by_cell(style: Sequence[Any], narrow: bool) -> None:
    rows = [HEAD, A, LONG_B, EMPTY_C] if narrow else [HEAD, A, B, EMPTY_C]
    reading = table(rows, style, narrow=narrow)
    expected = [" | ".join(row).replace("|  |", "| |") for row in rows]
    assert paragraphs(reading)[2:-1] == expected
    assert "\n".join(expected) in reading.text


def test_two_columns_without_rules_are_rows_too() -> None:
    reading = table([row[::2] for row in (HEAD, A, B)], [])
    assert paragraphs(reading)[2:-1] == ["Class | Kept for", f"{A[0]} | 25 years", f"{B[0]} | 12 years"]


def test_a_cell_over_several_rows_keeps_them_together() -> None:
    reading = table([HEAD, A, ["", *B[1:]], EMPTY_C], [*GRID, ("SPAN", (0, 1), (0, 2))])
    assert f"{A[0]} | Board members only | 25 years | {B[1]} | 12 years" in paragraphs(reading)


def test_a_turned_page_has_rows_too() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        for number, row in enumerate((HEAD, B)):
            for column, text in enumerate(row):
                left, bottom = 100 + 180 * column, -200 - 40 * number
                canvas.rect(left, bottom, 180, 40)
                canvas.drawString(left + 10, bottom + 15, text)

    assert read_bytes(pdf(draw), "policy.pdf").text == f"{' | '.join(HEAD)}\n{' | '.join(B)}"


def test_a_frame_around_text_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 660, 400, 70)
        canvas.drawString(72, 700, "The holder keeps the words of this")
        canvas.drawString(72, 686, "paragraph secret.")

    assert read_bytes(pdf(draw), "policy.pdf").text == "The holder keeps the words of this paragraph secret."


def test_prose_in_columns_with_a_rule_between_stays_prose() -> None:
    words = "It is kept secret by all who know of it, and nobody tells anyone."

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.line(50, 740, 560, 740)
        canvas.line(50, 240, 560, 240)
        canvas.line(305, 740, 305, 240)
        for left in (60, 310):
            for line in range(40):
                canvas.drawString(left, 725 - 12 * line, words)

    assert "|" not in read_bytes(pdf(draw), "policy.pdf").text


def test_a_numbered_list_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 5):
            canvas.drawString(72, 700 - 20 * number, f"({number})")
            canvas.drawString(110, 700 - 20 * number, f"Measure {number} is taken.")

    text = read_bytes(pdf(draw), "policy.pdf").text
    assert "|" not in text
    assert "(2) Measure 2 is taken." in text


def test_headings_of_one_size_are_siblings_and_a_long_one_is_one() -> None:
    """Letters of one size measure more or less: "Agreements" has strokes below, "ACME" has none."""

    def draw(canvas: Canvas) -> None:
        lines = [
            (18, 700, "Handling Policy"),
            (14, 660, "Article 4. Breach"),
            (11, 640, "Each breach is told to the board."),
            (14, 600, "Article 5. Escrow of the source code that was written for the project,"),
            (14, 582, "and of the keys to it"),
            (11, 560, "The notary keeps the code, and gives it to nobody but the holder"),
            (11, 547, "of the licence that was granted for the project."),
        ]
        for size, height, text in lines:
            canvas.setFont("Helvetica", size)
            canvas.drawString(72, height, text)

    reading = read_bytes(pdf(draw), "policy.pdf")
    check_offsets(reading)
    long = "Article 5. Escrow of the source code that was written for the project, and of the keys to it"
    assert [heading.path for heading in reading.layout.headings] == [
        ("Handling Policy",),
        ("Handling Policy", "Article 4. Breach"),
        ("Handling Policy", long),
    ]
