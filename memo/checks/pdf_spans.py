"""The words of a PDF with where they stand, how large they are, and whether a reader sees them.

They are read in a process of its own: a hostile or damaged PDF that crashes PDFium, or eats memory,
takes that process with it. `python -m memo.checks.pdf_spans` is that process.
"""

from __future__ import annotations

import ctypes
import json
import math
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from memo.checks.finished_file import UnreadableFile

Pdfium = Any  # pypdfium2 ships no types

SECONDS = 60
MEMORY = 2 * 1024**3
MOST_PAGES = 2_000
REPLY_MB = 64
ATTACHED = "memo.json"
_HYPHENS = {0x02, 0x2D, 0xAD, 0x2010, 0xFFFE}  # what PDFium may give for one at a line's end
_PALE = 0xE0  # a letter whose three colours are all above cannot be told from the paper
_FAINT = 25  # of 255: letters less opaque cannot be read
_INVISIBLE = 3  # the render mode of letters that are not drawn
_TINY = 3.0  # points: nobody reads smaller print
_LIFTED = 0.2  # of a letter's height: how far a raised digit begins above the line
_THIN, _SHORTEST, _LONGEST = 3.0, 30.0, 320.0  # points: the line over footnotes
_NESTED = 5  # groups inside of one another in which pictures are looked for
_COVERING = 20.0  # square points: what is smaller covers no word
_EDGE = 0.13  # of a page's height, at top and bottom: where a letterhead stands
_FORM_FIELD = 20
_ANNOTATIONS = {  # what can be put on a page afterwards; Pincite writes links only
    **{1: "A comment", 3: "Words written on the page", 4: "A line", 5: "A box", 6: "A circle"},
    **{7: "A drawing", 8: "A drawing", 9: "A highlight", 10: "An underlining", 11: "An underlining"},
    **{12: "A line through words", 13: "A stamp", 14: "A comment", 15: "A drawing"},
    **{17: "A file pinned to a place", 18: "A sound", 19: "A film", _FORM_FIELD: "A form field"},
    **{21: "A film", 24: "A watermark", 25: "A drawing", 26: "A film", 28: "A redaction"},
}
PICTURE = "A picture, which is not read: see what it says, and that it covers no words"


@dataclass(frozen=True)
class PdfSpan:
    """Letters in a row, of one size on one height, in points from the page's bottom left."""

    text: str
    left: float
    right: float
    y: float  # of the line that they stand on
    size: float
    raised: bool = False  # digits as a font has them for footnote marks
    seen: bool = True
    margin: bool = False  # the file itself says that it is no part of the text: page numbers and the like


@dataclass(frozen=True)
class PdfRule:
    """A short horizontal line, as stands over footnotes."""

    left: float
    right: float
    y: float


@dataclass(frozen=True)
class PdfAddition:
    """A picture, or what was written on a page afterwards."""

    what: str
    words: str = ""


@dataclass(frozen=True)
class PdfPage:
    """One page."""

    width: float
    height: float
    spans: tuple[PdfSpan, ...]
    rules: tuple[PdfRule, ...]
    additions: tuple[PdfAddition, ...] = ()
    turned: int = 0  # degrees by which programs turn it when they show it


@dataclass(frozen=True)
class PdfWords:
    """All that the check reads of a PDF."""

    keywords: str
    creator: str  # the program that made it
    pages: tuple[PdfPage, ...]
    attached: str | None  # the memo as JSON, where the file brings it


def pdf_words(content: bytes, name: str) -> PdfWords:
    """What stands in the PDF. Raises UnreadableFile."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "memo.checks.pdf_spans"],
            input=content,
            capture_output=True,
            timeout=2 * SECONDS,
            check=True,
            cwd=Path(__file__).parents[2],
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        reason = "it is damaged, locked by a password, or takes too long to read"
        raise UnreadableFile(name, reason, "Open it in a PDF program and save it again.") from error
    if len(done.stdout) > REPLY_MB * 2**20:
        raise UnreadableFile(name, "it holds more words than a memo", "Name another file.")
    reply = json.loads(done.stdout)
    pages = tuple(
        PdfPage(
            page["width"],
            page["height"],
            tuple(PdfSpan(**span) for span in page["spans"]),
            tuple(PdfRule(**rule) for rule in page["rules"]),
            tuple(PdfAddition(**addition) for addition in page["additions"]),
            page["turned"],
        )
        for page in reply["pages"]
    )
    return PdfWords(reply["keywords"], reply["creator"], pages, reply["attached"])


def _read(content: bytes) -> PdfWords:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(content)
    if len(document) > MOST_PAGES:
        raise SystemExit(f"more than {MOST_PAGES} pages")
    described = document.get_metadata_dict()
    pages = tuple(_Page(document[number]).read() for number in range(len(document)))
    return PdfWords(described.get("Keywords", ""), described.get("Creator", ""), pages, _attachment(document))


def _attachment(document: Pdfium) -> str | None:
    for number in range(document.count_attachments()):
        attachment = document.get_attachment(number)
        if attachment.get_name() == ATTACHED:
            return bytes(attachment.get_data()).decode("utf-8", "replace")
    return None


class _Key(NamedTuple):
    """What the letters of a span have in common."""

    y: float
    size: float
    raised: bool
    seen: bool
    margin: bool


@dataclass
class _Growing:
    """A span to which letters are still added."""

    letters: list[str]
    key: _Key
    first: int
    last: int

    @property
    def has_words(self) -> bool:
        return bool("".join(self.letters).strip())

    def add(self, letter: str, number: int) -> None:
        self.letters.append(letter)
        self.last = number


class _Page:
    """One page while it is read."""

    def __init__(self, page: Pdfium) -> None:
        import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

        self._pdfium = pdfium
        self._page = page
        self._turned = page.get_rotation()
        page.set_rotation(0)  # letters stand in the order of reading on a page that is upright
        self._text = page.get_textpage()
        self._handle = self._text.raw  # asked of for every letter: pypdfium2 need not look it up each time
        self._width, self._height = page.get_size()
        self._order: dict[int, int] = {}  # of an object on the page: when it is drawn
        self._covers: list[tuple[int, tuple[float, float, float, float]]] = []
        self._rules: list[PdfRule] = []
        self._looks: dict[int, tuple[bool, bool, int]] = {}
        self._inside: dict[int, bool] = {}  # of an object: whether all of it is on the page
        self._box = page.get_bbox()
        self._objects()

    def read(self) -> PdfPage:
        """Its spans in the order of the file, its rules, and what was put on it."""
        added = (*self._pictures(), *self._annotations())
        spans, rules = tuple(self._spans()), tuple(self._rules)
        return PdfPage(self._width, self._height, spans, rules, added, self._turned)

    def _pictures(self) -> Iterator[PdfAddition]:
        """Those that are no letterhead's."""
        low, high = _EDGE * self._height, (1 - _EDGE) * self._height
        for item in self._page.get_objects(filter=[self._pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_NESTED):
            _, bottom, _, top = item.get_bounds()
            if item.level or not (top <= low or bottom >= high):
                yield PdfAddition(PICTURE)

    def _objects(self) -> None:
        """Which lines there are, and what can hide words that are drawn before it."""
        for number, item in enumerate(self._page.get_objects(max_depth=1)):
            self._order[ctypes.addressof(item.raw.contents)] = number
            if item.type == self._pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            left, bottom, right, top = item.get_bounds()
            width, height = right - left, top - bottom
            if height <= _THIN and _SHORTEST <= width <= _LONGEST:
                self._rules.append(PdfRule(left, right, (bottom + top) / 2))
            elif width * height > _COVERING and self._hides(item):
                self._covers.append((number, (left, bottom, right, top)))

    def _hides(self, item: Pdfium) -> bool:
        """Whether what lies under it cannot be seen; a group that holds words of its own is read instead."""
        if item.type == self._pdfium.FPDF_PAGEOBJ_PATH:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            self._pdfium.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroke))
            return bool(fill.value) and self._colour(self._pdfium.FPDFPageObj_GetFillColor, item.raw)[3] > 200
        return item.type in (self._pdfium.FPDF_PAGEOBJ_IMAGE, self._pdfium.FPDF_PAGEOBJ_SHADING)

    def _spans(self) -> Iterator[PdfSpan]:
        span: _Growing | None = None
        alike = 0  # the object that the span goes on in: its letters, but for digits, all look the same
        for number in range(self._text.count_chars()):
            letter = self._letter(number)
            text_object = self._object(number)
            if span and text_object and text_object == alike and not (letter.isdecimal() or letter.isspace()):
                span.add(letter, number)
                continue
            if letter in ("\r", "\n") or self._pdfium.FPDFText_IsGenerated(self._handle, number) == 1:
                if span:
                    span.letters.append(letter)
                continue
            if span and text_object and text_object == alike and not letter.isdecimal():
                span.add(letter, number)
                continue
            key = self._key(number, letter)
            if span and _same(key, span.key):
                span.add(letter, number)
            else:
                if span and span.has_words:
                    yield self._finished(span)
                span = _Growing([letter], key, number, number)
            alike = text_object if not span.key.raised and self._is_plain(text_object) else 0
        if span and span.has_words:
            yield self._finished(span)

    def _finished(self, span: _Growing) -> PdfSpan:
        first = self._text.get_charbox(span.first, loose=True)
        last = self._text.get_charbox(span.last, loose=True)  # left of the first where words run so
        left, right = min(first[0], last[0]), max(first[2], last[2])
        return PdfSpan("".join(span.letters), left, right, *span.key)

    def _size(self, number: int) -> float:
        """The size of the letter's font in points of the page, whatever room the font takes for itself."""
        matrix = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFText_GetMatrix(self._text, number, ctypes.byref(matrix))
        return float(self._pdfium.FPDFText_GetFontSize(self._text, number)) * math.hypot(matrix.c, matrix.d)

    def _letter(self, number: int) -> str:
        code = self._pdfium.FPDFText_GetUnicode(self._handle, number)
        if code in _HYPHENS and self._pdfium.FPDFText_IsHyphen(self._text, number) == 1:
            return "-"
        return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""

    def _object(self, number: int) -> int:
        """The address of the object that the letter is part of; 0: of none."""
        raw = self._pdfium.FPDFText_GetTextObject(self._handle, number)
        return ctypes.addressof(raw.contents) if raw else 0

    def _is_plain(self, text_object: int) -> bool:
        """Whether one of its letters is seen where all are: nothing is drawn over the page."""
        return bool(text_object) and not self._covers and self._inside.get(text_object, False)

    def _key(self, number: int, letter: str) -> _Key:
        x, y = ctypes.c_double(), ctypes.c_double()
        self._pdfium.FPDFText_GetCharOrigin(self._text, number, ctypes.byref(x), ctypes.byref(y))
        box = self._text.get_charbox(number, loose=True)
        size = self._size(number)
        drawn, margin, order = self._look(number)
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        seen = drawn and size > _TINY and self._on_page(*middle) and not self._covered(*middle, order)
        raised = False
        if letter.isdecimal():
            tight = self._text.get_charbox(number)
            raised = tight[1] - y.value > _LIFTED * size
        return _Key(y.value, size, raised, seen, margin)

    def _look(self, number: int) -> tuple[bool, bool, int]:
        """Of the object that the letter is part of: whether it is drawn, is no text, and when it is drawn."""
        raw = self._pdfium.FPDFText_GetTextObject(self._text, number)
        if not raw:
            return True, False, -1
        address = ctypes.addressof(raw.contents)
        if address not in self._looks:
            red, green, blue, opaque = self._colour(self._pdfium.FPDFPageObj_GetFillColor, raw)
            drawn = (
                self._pdfium.FPDFTextObj_GetTextRenderMode(raw) != _INVISIBLE
                and opaque > _FAINT
                and min(red, green, blue) < _PALE
            )
            self._inside[address] = self._holds(raw)
            self._looks[address] = drawn, self._is_marked(raw, "Artifact"), self._order.get(address, -1)
        return self._looks[address]

    def _colour(self, ask: Pdfium, raw: Pdfium) -> tuple[int, int, int, int]:
        parts = [ctypes.c_uint() for _ in range(4)]
        known = ask(raw, *map(ctypes.byref, parts))
        red, green, blue, opaque = (part.value for part in parts) if known else (0, 0, 0, 255)
        return red, green, blue, opaque

    def _is_marked(self, raw: Pdfium, wanted: str) -> bool:
        length, name = ctypes.c_ulong(), ctypes.create_string_buffer(64)
        for number in range(max(0, self._pdfium.FPDFPageObj_CountMarks(raw))):
            mark = self._pdfium.FPDFPageObj_GetMark(raw, number)
            wide = ctypes.cast(name, ctypes.POINTER(self._pdfium.FPDF_WCHAR))
            if self._pdfium.FPDFPageObjMark_GetName(mark, wide, len(name), ctypes.byref(length)):
                found = name.raw[: length.value].decode("utf-16-le", "replace").rstrip("\0")
                if found == wanted:
                    return True
        return False

    def _holds(self, raw: Pdfium) -> bool:
        """Whether the whole object is on the page."""
        parts = [ctypes.c_float() for _ in range(4)]
        known = self._pdfium.FPDFPageObj_GetBounds(raw, *map(ctypes.byref, parts))
        left, bottom, right, top = (part.value for part in parts)
        return bool(known) and self._on_page(left, bottom) and self._on_page(right, top)

    def _on_page(self, x: float, y: float) -> bool:
        left, bottom, right, top = self._box
        return bool(left <= x <= right and bottom <= y <= top)

    def _covered(self, x: float, y: float, order: int) -> bool:
        return any(
            later > order >= 0 and box[0] <= x <= box[2] and box[1] <= y <= box[3]
            for later, box in self._covers
        )

    def _annotations(self) -> Iterator[PdfAddition]:
        """What was written on the page afterwards."""
        pdfium = self._pdfium
        for number in range(pdfium.FPDFPage_GetAnnotCount(self._page)):
            annotation = pdfium.FPDFPage_GetAnnot(self._page, number)
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            words = self._value(annotation, b"V" if kind == _FORM_FIELD else b"Contents")
            if kind in _ANNOTATIONS and (words or kind != _FORM_FIELD):  # a signature's field has no words
                yield PdfAddition(_ANNOTATIONS[kind], words)
            pdfium.FPDFPage_CloseAnnot(annotation)

    def _value(self, annotation: Pdfium, key: bytes) -> str:
        buffer = ctypes.create_string_buffer(4096)
        wide = ctypes.cast(buffer, ctypes.POINTER(self._pdfium.FPDF_WCHAR))
        length = self._pdfium.FPDFAnnot_GetStringValue(annotation, key, wide, len(buffer))
        return buffer.raw[: min(length, len(buffer))].decode("utf-16-le", "replace").rstrip("\0")


def _same(one: _Key, other: _Key) -> bool:
    """Whether two letters stand on one height, in one size and one look."""
    return abs(one.y - other.y) < 0.5 and abs(one.size - other.size) < 0.5 and one[2:] == other[2:]


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(asdict(_read(sys.stdin.buffer.read())), sys.stdout)


if __name__ == "__main__":
    _main()
