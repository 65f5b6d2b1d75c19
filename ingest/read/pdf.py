"""PDF files: pages, paragraphs in reading order, a box for every word."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from core.types import Attachment, Metadata, Reading
from ingest.read.errors import Damaged, Empty, Encrypted, Scanned
from ingest.read.metadata import describe
from ingest.read.pdf_flow import flow
from ingest.read.pdf_margins import without_running_heads
from ingest.read.pdf_page import Sheet, sheet_of

# PDFium is not thread-safe, not even across documents: two threads can get wrong text silently.
_PDFIUM = threading.Lock()

_REMEDY_SCAN = "Run text recognition (OCR) on it first, for example with ocrmypdf."
_WORTHLESS_TITLES = ("untitled", "microsoft word - ", "microsoft powerpoint - ")
_WORTHLESS_AUTHORS = ("anonymous", "unknown", "user", "administrator")
_ATTACHMENTS = 50
_TAIL = 4096  # bytes in which a PDF must end; some writers and mail gateways add a few


def read(content: bytes, name: str) -> Reading:
    """The file's text. Raises Encrypted, Damaged, Scanned or Empty where there is none to be had."""
    with _PDFIUM:
        document = _opened(content, name)
        try:
            sheets, broken = _sheets(document)
            properties = document.get_metadata_dict(skip_empty=True)
            attachments, left_out = _attachments(document)
        finally:
            document.close()
    _require_text(sheets, broken, name)
    text, layout = flow(without_running_heads(sheets))
    metadata, bad_dates = _metadata(
        name, properties, layout.headings[0].path[-1] if layout.headings else None
    )
    # PDFium mends a cut-off file as well as it can, and says nothing of the pages that are gone.
    whole = b"%%EOF" in content[-_TAIL:]
    cut = () if whole else ("has no proper end: it may be cut off, and pages may be missing",)
    notices = (*cut, *_notices(sheets, broken), *left_out, *bad_dates)
    return Reading(text, layout, metadata, "application/pdf", attachments, notices)


def page_ranges(numbers: Sequence[int]) -> str:
    """Page numbers as a person writes them: [3, 4, 5, 9] -> "pages 3-5, 9"."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
    return f"page{'s' if len(numbers) > 1 else ''} {shown}"


def _opened(content: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Encrypted(
                name, "it is protected by a password", "Open it and save a copy without the password."
            ) from error
        raise Damaged(name, "the PDF is cut off or broken", "Download or save it again.") from error
    if len(document) == 0:
        document.close()
        raise Damaged(name, "the PDF has no pages", "Download or save it again.")
    return document


def _sheets(document: pypdfium2.PdfDocument) -> tuple[list[Sheet], list[int]]:
    """What stands on each page, and the numbers of the pages that could not be opened."""
    sheets, broken = [], []
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            sheets.append(Sheet(index + 1))
            continue
        try:
            sheets.append(sheet_of(page, index + 1))
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            sheets.append(Sheet(index + 1))
        finally:
            page.close()
    return sheets, broken


def _require_text(sheets: Sequence[Sheet], broken: Sequence[int], name: str) -> None:
    if any(sheet.lines for sheet in sheets):
        return
    if broken:
        raise Damaged(name, f"{page_ranges(broken)} cannot be opened", "Download or save it again.")
    pictured = [sheet.number for sheet in sheets if sheet.has_picture]
    if pictured:
        called = f"{page_ranges(pictured)} of {len(sheets)} hold pictures and no text"
        raise Scanned(name, called, _REMEDY_SCAN)
    raise Empty(name, f"none of its {len(sheets)} pages holds text", "Check that the right file was added.")


def _notices(sheets: Sequence[Sheet], broken: Sequence[int]) -> list[str]:
    """What the user must be told: pages without text, and words that are not as they seem."""
    told = []
    if broken:
        told.append(f"{page_ranges(broken)} cannot be opened: damaged?")
    empty = [sheet.number for sheet in sheets if sheet.has_picture and not sheet.lines]
    if empty:
        told.append(f"{page_ranges(empty)} have no text: scanned?")
    stamped = [sheet.number for sheet in sheets if sheet.has_picture and sheet.lines and not sheet.recognised]
    if stamped:
        told.append(f"{page_ranges(stamped)} have next to no text beside a picture: scanned?")
    recognised = [sheet.number for sheet in sheets if sheet.recognised]
    if recognised:
        told.append(f"{page_ranges(recognised)}: the text was recognised from a picture and may hold errors")
    hidden = [sheet.number for sheet in sheets if sheet.hidden]
    if hidden:
        count = sum(sheet.hidden for sheet in sheets)
        told.append(f"{page_ranges(hidden)}: {count} characters that no reader sees were left out")
    nameless = [sheet.number for sheet in sheets if sheet.nameless]
    if nameless:
        count = sum(sheet.nameless for sheet in sheets)
        told.append(f"{page_ranges(nameless)}: {count} signs are drawn without saying which letter they are")
    return told


def _metadata(name: str, properties: dict[str, str], heading: str | None) -> tuple[Metadata, tuple[str, ...]]:
    title = properties.get("Title", "")
    worthless = title.lower().startswith(_WORTHLESS_TITLES)
    author = properties.get("Author", "")
    return describe(
        name,
        {"title": None if worthless else title},
        {
            "title": heading,
            "issuer": None if author.lower() in _WORTHLESS_AUTHORS else author,
            "date": properties.get("CreationDate"),
        },
    )


def _attachments(document: pypdfium2.PdfDocument) -> tuple[tuple[Attachment, ...], list[str]]:
    count = document.count_attachments()
    found = []
    for index in range(min(count, _ATTACHMENTS)):
        attached = document.get_attachment(index)
        try:
            found.append(Attachment(attached.get_name(), bytes(attached.get_data())))
        except pypdfium2.PdfiumError:
            continue
    left_out = [f"{count - len(found)} attached files could not be opened"] if len(found) < count else []
    return tuple(found), left_out
