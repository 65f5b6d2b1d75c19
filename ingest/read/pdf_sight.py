"""Tells which characters of a PDF page a reader sees.

Extraction also gives text that is drawn invisibly, white on white, in letters of a tenth of a
point or beside the page: ways to slip words past the person who adds the file.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

_UNDRAWN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_OUTLINED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP)
_BACKGROUNDS = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_PATH)
_WHITE = 250  # of 255, in each colour
_SCAN_SHARE = 0.5  # of the page that a picture must cover for invisible text to be its OCR layer

_Bounds = tuple[float, float, float, float]


class Sight:
    """Answers `draws(index)` for each character of a page."""

    def __init__(self, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> None:
        self.recognised = False  # the text is the invisible layer that OCR lays over a picture
        self._raw = textpage.raw
        self._page = page
        self._scan: bool | None = None
        self._behind: list[_Bounds] | None = None
        self._box = pdfium.FS_RECTF()
        # By address of the text object; None where it is white. Most pages have nothing doubtful.
        judged = ((_address(item.raw), self._judged(item.raw)) for item in _texts(page))
        self._doubtful = {address: drawn for address, drawn in judged if drawn is not True}

    def draws(self, index: int) -> bool:
        """Whether ink of this character is to be seen."""
        if not self._doubtful:
            return True
        text_object = pdfium.FPDFText_GetTextObject(self._raw, index)
        drawn = self._doubtful.get(_address(text_object), True) if text_object else True
        return self._has_background(index) if drawn is None else drawn

    def _judged(self, text_object: pdfium.FPDF_PAGEOBJECT) -> bool | None:
        mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
        if mode in _UNDRAWN:
            if self._scan is None:
                self._scan = is_scan(self._page)
            self.recognised = self._scan
            return self._scan
        colour = _stroke(text_object) if mode in _OUTLINED else _fill(text_object)
        if colour is None:
            return True
        if colour[3] == 0:
            return False
        return None if min(colour[:3]) >= _WHITE else True

    def _has_background(self, index: int) -> bool:
        """Whether something dark, or a picture, lies under this white character."""
        if self._behind is None:
            items = self._page.get_objects(filter=list(_BACKGROUNDS))
            self._behind = [_bounds(item) for item in items if _is_dark(item)]
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, ctypes.byref(box))
        across, up = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return any(left <= across <= right and low <= up <= top for left, low, right, top in self._behind)


def has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether anything is drawn on the page besides text."""
    return next(page.get_objects(filter=list(_BACKGROUNDS)), None) is not None


def _texts(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfObject]:
    texts: Iterator[pypdfium2.PdfObject] = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
    return texts


def _address(page_object: pdfium.FPDF_PAGEOBJECT) -> int:
    return ctypes.addressof(page_object.contents)


def is_scan(page: pypdfium2.PdfPage) -> bool:
    """Whether one picture covers most of the page."""
    left, bottom, right, top = page.get_bbox()
    least = _SCAN_SHARE * max((right - left) * (top - bottom), 1.0)
    pictures = map(_bounds, page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
    return any((right - left) * (top - bottom) > least for left, bottom, right, top in pictures)


def _bounds(item: pypdfium2.PdfObject) -> _Bounds:
    try:
        left, bottom, right, top = item.get_bounds()
    except pypdfium2.PdfiumError:
        return (0.0, 0.0, 0.0, 0.0)
    return left, bottom, right, top


def _is_dark(item: pypdfium2.PdfObject) -> bool:
    """Pictures and shadings count as dark; a path where it is filled with a colour other than white."""
    if item.type != pdfium.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value:
        return False
    colour = _fill(item.raw)
    return colour is None or (colour[3] > 0 and min(colour[:3]) < _WHITE)


def _fill(page_object: pdfium.FPDF_PAGEOBJECT) -> tuple[int, ...] | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetFillColor(page_object, *map(ctypes.byref, parts))
    return tuple(part.value for part in parts) if known else None


def _stroke(page_object: pdfium.FPDF_PAGEOBJECT) -> tuple[int, ...] | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetStrokeColor(page_object, *map(ctypes.byref, parts))
    return tuple(part.value for part in parts) if known else None
