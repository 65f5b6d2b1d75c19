"""Tells which characters of a PDF page a reader sees.

Extraction also gives text that is drawn invisibly, in the colour of its ground, under a box or beside the
page: ways to slip words past the person who adds the file. Where that may be so, the page is drawn with and
without the doubtful text: what makes no difference is not seen.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from numpy.typing import NDArray

_UNDRAWN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_OUTLINED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP)
_BACKGROUNDS = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_PATH)
_SEEN = (pdfium.FPDF_PAGEOBJ_TEXT, *_BACKGROUNDS)
_LIGHT = 200  # of 255: what is darker than this in one colour is seen on white paper
_FAINT = 50  # of 255: text that lets more than this through is doubtful
_NEAR = 32  # of 255: colours that differ less from one another can hardly be told apart
_INK = 12  # of 255: how much a letter must change the picture of its page to be seen
_SCALE = 2.0  # pixels a point
_PIXELS = 4_000_000  # the most that a page is drawn with
_SCAN_SHARE = 0.5  # of the page that a picture must cover for invisible text to be its OCR layer

_Bounds = tuple[float, float, float, float]
_Colour = tuple[int, ...]


class Sight:
    """Answers `draws(index)` for each character of a page."""

    def __init__(self, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> None:
        self.recognised = False  # the text is the invisible layer that OCR lays over a picture
        self._raw = textpage.raw
        self._page = page
        self._box = pdfium.FS_RECTF()
        self._undrawn: set[int] = set()  # by address of the text object
        self._doubtful: dict[int, pypdfium2.PdfObject] = {}
        self._judge(list(page.get_objects(filter=list(_SEEN))))

    def draws(self, index: int) -> bool:
        """Whether ink of this character is to be seen."""
        if not self._undrawn and not self._doubtful:
            return True
        text_object = pdfium.FPDFText_GetTextObject(self._raw, index)
        address = _address(text_object) if text_object else 0
        if address in self._undrawn:
            return False
        return address not in self._doubtful or self._leaves_ink(index)

    def _judge(self, items: Sequence[pypdfium2.PdfObject]) -> None:
        """Sorts the page's texts, in the order in which they are drawn; most are in no doubt."""
        grounds = [(place, _Ground(item)) for place, item in enumerate(items) if _is_ground(item)]
        for place, item in enumerate(items):
            if item.type != pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            if pdfium.FPDFTextObj_GetTextRenderMode(item.raw) in _UNDRAWN:
                self.recognised = self.recognised or self._is_scan
                if not self._is_scan:
                    self._undrawn.add(_address(item.raw))
            elif self._is_doubtful(item, place, grounds):
                self._doubtful[_address(item.raw)] = item

    def _is_doubtful(
        self, item: pypdfium2.PdfObject, place: int, grounds: Sequence[tuple[int, _Ground]]
    ) -> bool:
        """Whether a text is light or faint, has a ground of its colour, is covered or cut away."""
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item.raw)
        colour = _stroke(item.raw) if mode in _OUTLINED else _fill(item.raw)
        if colour is not None and (colour[3] < _FAINT or min(colour[:3]) >= _LIGHT):
            return True
        if _is_cut(item) or _is_of_a_layer(item):
            return True
        bounds = _bounds(item) if grounds else (0.0, 0.0, 0.0, 0.0)
        for drawn, ground in grounds:
            if _meet(ground.bounds, bounds) and (
                (drawn > place and ground.covers and not (ground.is_picture and self._is_scan))
                or (drawn < place and ground.is_near(colour))
            ):
                return True
        return False

    def _leaves_ink(self, index: int) -> bool:
        """Whether the page looks different where this character stands once doubtful text is gone."""
        ink, scale = self._ink
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, ctypes.byref(box))
        corners = [self._pixel(x, y, scale) for x in (box.left, box.right) for y in (box.bottom, box.top)]
        across, down = zip(*corners, strict=True)
        part = ink[max(min(down), 0) : max(down) + 1, max(min(across), 0) : max(across) + 1]
        return bool(part.size and part.max() >= _INK)

    def _pixel(self, x: float, y: float, scale: float) -> tuple[int, int]:
        """Where a point of the page stands in its picture."""
        width, height = (round(side * scale) for side in self._page.get_size())
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(
            self._page.raw, 0, 0, width, height, 0, x, y, ctypes.byref(across), ctypes.byref(down)
        )
        return across.value, down.value

    @cached_property
    def _ink(self) -> tuple[NDArray[np.int16], float]:
        """How far the page changes, pixel by pixel, where the doubtful texts are not drawn."""
        width, height = self._page.get_size()
        scale = min(_SCALE, (_PIXELS / max(width * height, 1.0)) ** 0.5)
        modes = {
            address: pdfium.FPDFTextObj_GetTextRenderMode(item.raw)
            for address, item in self._doubtful.items()
        }
        whole = _picture(self._page, scale)
        for item in self._doubtful.values():
            pdfium.FPDFTextObj_SetTextRenderMode(item.raw, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
        without = _picture(self._page, scale)
        for address, item in self._doubtful.items():
            pdfium.FPDFTextObj_SetTextRenderMode(item.raw, modes[address])
        return np.abs(whole - without).max(axis=2), scale

    @cached_property
    def _is_scan(self) -> bool:
        return is_scan(self._page)


class _Ground:
    """A picture, a shading or a filled path, on which or under which text may stand."""

    def __init__(self, item: pypdfium2.PdfObject) -> None:
        self.bounds = _bounds(item)
        self.is_picture = item.type != pdfium.FPDF_PAGEOBJ_PATH
        self._colour = None if self.is_picture else _fill(item.raw)
        self.covers = not pdfium.FPDFPageObj_HasTransparency(item.raw)

    def is_near(self, colour: _Colour | None) -> bool:
        """Whether text of this colour can hardly be told from it."""
        if colour is None or self._colour is None:
            return False
        return max(abs(a - b) for a, b in zip(colour[:3], self._colour[:3], strict=True)) < _NEAR


def has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether anything is drawn on the page besides text."""
    return next(page.get_objects(filter=list(_BACKGROUNDS)), None) is not None


def is_scan(page: pypdfium2.PdfPage) -> bool:
    """Whether one picture covers most of the page."""
    left, bottom, right, top = page.get_bbox()
    least = _SCAN_SHARE * max((right - left) * (top - bottom), 1.0)
    pictures = map(_bounds, page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
    return any((right - left) * (top - bottom) > least for left, bottom, right, top in pictures)


def _picture(page: pypdfium2.PdfPage, scale: float) -> NDArray[np.int16]:
    picture: NDArray[np.uint8] = page.render(scale=scale, rev_byteorder=True).to_numpy()
    return picture[:, :, :3].astype(np.int16)


def _address(page_object: pdfium.FPDF_PAGEOBJECT) -> int:
    return ctypes.addressof(page_object.contents)


def _bounds(item: pypdfium2.PdfObject) -> _Bounds:
    try:
        left, bottom, right, top = item.get_bounds()
    except pypdfium2.PdfiumError:
        return (0.0, 0.0, 0.0, 0.0)
    return left, bottom, right, top


def _meet(one: _Bounds, other: _Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_ground(item: pypdfium2.PdfObject) -> bool:
    """Pictures and shadings are; a path is where it is filled."""
    if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
        return False
    if item.type != pdfium.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value)


def _is_of_a_layer(item: pypdfium2.PdfObject) -> bool:
    """Whether the text belongs to a layer, which may be switched off."""
    length = ctypes.c_ulong()
    name = ctypes.create_string_buffer(16)
    for number in range(pdfium.FPDFPageObj_CountMarks(item.raw)):
        mark = pdfium.FPDFPageObj_GetMark(item.raw, number)
        wide = ctypes.cast(name, ctypes.POINTER(pdfium.FPDF_WCHAR))
        known = pdfium.FPDFPageObjMark_GetName(mark, wide, len(name), ctypes.byref(length))
        if known and name.raw[: length.value].decode("utf-16-le", "replace").rstrip("\0") == "OC":
            return True
    return False


def _is_cut(item: pypdfium2.PdfObject) -> bool:
    """Whether a path lets only a part of the text through, or nothing of it."""
    clip = pdfium.FPDFPageObj_GetClipPath(item.raw)
    paths = max(pdfium.FPDFClipPath_CountPaths(clip), 0) if clip else 0
    return paths > 0 and any(not _holds(clip, number, _bounds(item)) for number in range(paths))


def _holds(clip: pdfium.FPDF_CLIPPATH, number: int, bounds: _Bounds) -> bool:
    """Whether the middle of the bounds is within the rectangle around a clipping path."""
    x, y = ctypes.c_float(), ctypes.c_float()
    xs, ys = [], []
    for segment in range(max(pdfium.FPDFClipPath_CountPathSegments(clip, number), 0)):
        point = pdfium.FPDFClipPath_GetPathSegment(clip, number, segment)
        if pdfium.FPDFPathSegment_GetPoint(point, ctypes.byref(x), ctypes.byref(y)):
            xs.append(x.value)
            ys.append(y.value)
    if not xs:
        return True
    across, up = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    return min(xs) <= across <= max(xs) and min(ys) <= up <= max(ys)


def _fill(page_object: pdfium.FPDF_PAGEOBJECT) -> _Colour | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetFillColor(page_object, *map(ctypes.byref, parts))
    return tuple(part.value for part in parts) if known else None


def _stroke(page_object: pdfium.FPDF_PAGEOBJECT) -> _Colour | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetStrokeColor(page_object, *map(ctypes.byref, parts))
    return tuple(part.value for part in parts) if known else None
