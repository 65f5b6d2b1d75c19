"""One PDF page as lines of words with their places, in PDFium's reading order."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from ingest.read.characters import normalised
from ingest.read.pdf_line import Line, Word
from ingest.read.pdf_rules import Shown, rules_of
from ingest.read.pdf_sight import Sight, has_picture, is_scan
from ingest.read.pdf_tables import with_rows

_HYPHEN_MARKS = (0x02, 0xFFFE)  # PDFium's signs for a hyphen that divides a word at the line's end
_LINE_END = 0x0A
_IGNORED = (0x0D, 0xAD)
_STAMP = 200  # characters
_TINY = 2.0  # points; the smallest print that can be read is about 3
_NARROW = 4.0  # points; what is wider and higher needs no second look
_SQUEEZED = 0.15  # times the height of its letters: a word narrower than this is a line
_MOST_SQUEEZED = 0.6  # the same of a long word
_UNLIKE = 1.6  # times as large: founts drawn by a file's own orders state sizes that mean nothing
_LONG = 4  # letters of a word that is wider than that in any fount

Place = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True)
class Sheet:
    """What stands on one page."""

    number: int
    lines: tuple[Line, ...] = ()
    width: float = 0.0
    height: float = 0.0
    has_picture: bool = False  # there are no words but there is a drawing, or hardly any on a scan
    recognised: bool = False  # the text is the invisible layer that OCR lays over a picture
    hidden: int = 0  # characters left out because no reader sees them
    nameless: int = 0  # glyphs without a character


def sheet_of(page: pypdfium2.PdfPage, number: int) -> Sheet:
    """The page's visible words. The caller holds PDFium's lock."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        sight = Sight(page, textpage)
        shown = _showing(page)
        gathering = _Gathering(_placing(textpage, shown), _measuring(textpage), width, height)
        gathering.take(textpage, sight)
    finally:
        textpage.close()
    return Sheet(
        number,
        with_rows(gathering.lines, rules_of(page, shown)) if gathering.lines else (),
        width,
        height,
        _looks_scanned(page, gathering.lines),
        sight.recognised and bool(gathering.lines),
        gathering.hidden,
        gathering.nameless,
    )


def _looks_scanned(page: pypdfium2.PdfPage, lines: list[Line]) -> bool:
    if not lines:
        return has_picture(page)
    # Courts stamp a line on each page of a scan; that line is not the page's text.
    return sum(len(line.text) for line in lines) < _STAMP and is_scan(page)


class _Gathering:
    """Puts characters together to words and lines, and counts what it leaves out."""

    def __init__(
        self,
        place_of: Callable[[int, int], Place],
        points_of: Callable[[int], float],
        width: float,
        height: float,
    ) -> None:
        self.lines: list[Line] = []
        self.hidden = 0
        self.nameless = 0
        self._place_of = place_of
        self._points_of = points_of
        self._width, self._height = width, height
        self._words: list[Word] = []
        self._letters: list[str] = []
        self._first = self._last = 0

    def take(self, textpage: pypdfium2.PdfTextPage, sight: Sight) -> None:
        """All characters of the page, in PDFium's order."""
        raw, code_of = textpage.raw, pdfium.FPDFText_GetUnicode
        for index in range(textpage.count_chars()):
            code = code_of(raw, index)
            if code in _HYPHEN_MARKS:
                self._end_line(divided=True)
            elif code == _LINE_END:
                self._end_line()
            elif code == 0:
                self.nameless += 1
            elif chr(code).isspace():
                self._end_word()
            elif code not in _IGNORED and self._counts(index, sight):
                if not self._letters:
                    self._first = index
                self._letters.append(chr(code))
                self._last = index
        self._end_line()

    def _counts(self, index: int, sight: Sight) -> bool:
        drawn = sight.draws(index)
        self.hidden += not drawn
        return drawn

    def _end_word(self) -> None:
        if not self._letters:
            return
        # PDFium gives characters beyond the first 65,536 as two halves.
        joined = "".join(self._letters).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if text := normalised(joined):
            word = self._word(text)
            if self._is_visible(word):
                self._words.append(word)
            else:
                self.hidden += len(text)
        self._letters = []

    def _word(self, text: str) -> Word:
        left, bottom, right, top = self._place_of(self._first, self._last)
        points = self._points_of(self._first)
        believed = top - bottom < _UNLIKE * points and points < _UNLIKE * (top - bottom)
        return Word(text, left, bottom, right, top, points if believed else 0.0)

    def _is_visible(self, word: Word) -> bool:
        """Whether the word is on the page, and in letters that an eye can see."""
        across, up = (word.left + word.right) / 2, (word.bottom + word.top) / 2
        on_page = -1 <= across <= self._width + 1 and -1 <= up <= self._height + 1
        narrowest = min(word.top - word.bottom, word.right - word.left)
        return on_page and (narrowest >= _NARROW or self._is_legible(word.text, narrowest))

    def _is_legible(self, text: str, narrowest: float) -> bool:
        """Whether the word now gathered is in letters that are large and wide enough."""
        left, bottom, right, top = self._place_of(self._first, self._first)
        size = max(top - bottom, right - left)  # whichever way the letter is turned
        squeezed = min(_SQUEEZED * len(text) / _LONG, _MOST_SQUEEZED) * size
        return size >= _TINY and (len(text) < _LONG or narrowest >= squeezed)

    def _end_line(self, *, divided: bool = False) -> None:
        self._end_word()
        if self._words:
            self.lines.append(Line(tuple(self._words), divided))
            self._words = []


def _measuring(textpage: pypdfium2.PdfTextPage) -> Callable[[int], float]:
    """Gives the size of a letter in points, as the file states it."""
    raw, matrix = textpage.raw, pdfium.FS_MATRIX()

    def points_of(index: int) -> float:
        stated = float(pdfium.FPDFText_GetFontSize(raw, index))
        if not pdfium.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix)):
            return 0.0
        return round(abs(stated) * math.hypot(matrix.c, matrix.d), 2)

    return points_of


def _showing(page: pypdfium2.PdfPage) -> Shown:
    """Gives where a point of the page is as the page is shown."""
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()

    def shown(x: float, y: float) -> tuple[float, float]:
        if rotation == 90:
            return y - bottom, right - x
        if rotation == 180:
            return right - x, top - y
        if rotation == 270:
            return top - y, x - left
        return x - left, y - bottom

    return shown


def _placing(textpage: pypdfium2.PdfTextPage, shown: Shown) -> Callable[[int, int], Place]:
    """Gives the place of a word, by its first and last letter, on the page as it is shown."""
    box = pdfium.FS_RECTF()
    raw, reference = textpage.raw, ctypes.byref(box)

    def place_of(first: int, last: int) -> Place:
        pdfium.FPDFText_GetLooseCharBox(raw, first, reference)
        low_x, low_y, high_x, high_y = box.left, box.bottom, box.right, box.top
        pdfium.FPDFText_GetLooseCharBox(raw, last, reference)
        low_x, low_y = min(low_x, box.left), min(low_y, box.bottom)
        high_x, high_y = max(high_x, box.right), max(high_y, box.top)
        (x1, y1), (x2, y2) = shown(low_x, low_y), shown(high_x, high_y)
        return round(min(x1, x2), 2), round(min(y1, y2), 2), round(max(x1, x2), 2), round(max(y1, y2), 2)

    return place_of
