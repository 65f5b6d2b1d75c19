"""The straight lines that are drawn on a PDF page: what tables are ruled with."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

NEAR = 3.5  # points; lines that are no farther apart are one, or touch
_LONG = 6.0  # points; what is shorter belongs to a drawing or a letter
_SLANT = 0.5  # points that a straight line may lean
_SEGMENTS = 20_000  # a page with more is a drawing
_RULES = 400  # of one direction, likewise

Shown = Callable[[float, float], tuple[float, float]]  # where a point of the page is as it is shown
_Point = tuple[float, float]


@dataclass(frozen=True)
class Rule:
    """A straight line at a height (or, upright, at a distance from the left) from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Rules:
    """The straight lines of a page, each drawn in however many parts."""

    across: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()


def rules_of(page: pypdfium2.PdfPage, shown: Shown) -> Rules:
    """All lines of the page and edges of its filled boxes. The caller holds PDFium's lock."""
    across, upright = [], []
    for count, (one, other) in enumerate(_segments(page, shown)):
        if count == _SEGMENTS:
            return Rules()
        (x1, y1), (x2, y2) = one, other
        if abs(y1 - y2) <= _SLANT and abs(x1 - x2) >= _LONG:
            across.append(Rule(y1, min(x1, x2), max(x1, x2)))
        elif abs(x1 - x2) <= _SLANT and abs(y1 - y2) >= _LONG:
            upright.append(Rule(x1, min(y1, y2), max(y1, y2)))
    whole = Rules(_joined(across), _joined(upright))
    return whole if max(len(whole.across), len(whole.upright)) <= _RULES else Rules()


def distinct(places: Iterable[float]) -> list[float]:
    """The places in order, of those near one another the first."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found


def _joined(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules with those in one line that touch made one."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if rows and rule.at - rows[-1][0].at <= NEAR:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    joined = []
    for row in rows:
        row.sort(key=lambda rule: rule.start)
        start, end = row[0].start, row[0].end
        for rule in row[1:]:
            if rule.start - end > NEAR:
                joined.append(Rule(row[0].at, start, end))
                start = rule.start
                end = rule.end
            end = max(end, rule.end)
        joined.append(Rule(row[0].at, start, end))
    return tuple(joined)


def _segments(page: pypdfium2.PdfPage, shown: Shown) -> Iterator[tuple[_Point, _Point]]:
    """The straight parts of all paths, as they are shown."""
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        for one, other in _straight(item):
            yield shown(*_placed(item, one)), shown(*_placed(item, other))


def _placed(item: pypdfium2.PdfObject, point: _Point) -> _Point:
    """A point of a path on its page, through the forms that the path is part of."""
    holder = item
    while holder is not None:
        x, y = holder.get_matrix().on_point(*point)
        point = (x, y)
        holder = holder.container
    return point


def _straight(item: pypdfium2.PdfObject) -> Iterator[tuple[_Point, _Point]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = last = None
    for number in range(max(pdfium.FPDFPath_CountSegments(item.raw), 0)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, number)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = (x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            yield last, point
        if pdfium.FPDFPathSegment_GetClose(segment) and begin is not None:
            yield point, begin
        last = point
