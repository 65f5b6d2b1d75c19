"""Running heads and page numbers: what stands at the same height on page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.read.pdf_line import Line
from ingest.read.pdf_page import Sheet

_MARGIN = 0.12  # of the page's height, at its top and bottom
_PAGES = 3  # on which a line must come back
_SAME_HEIGHT = 4.0  # points
_NUMBERS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)

_Key = tuple[str, int]


def without_running_heads(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages with only the first of each running head, so that sentences run on across pages.

    "130 STAT. 376" and "130 STAT. 377" are the same head; page numbers alone go everywhere.
    """
    pages: defaultdict[_Key, list[int]] = defaultdict(list)
    for sheet in sheets:
        for key in {_key(line) for line in _marginal(sheet)}:
            pages[key].append(sheet.number)
    running = {key: numbers[0] for key, numbers in pages.items() if len(numbers) >= _PAGES}

    def stays(line: Line, sheet: Sheet) -> bool:
        key = _key(line)
        if key not in running or line not in set(_marginal(sheet)):
            return True
        return running[key] == sheet.number and any(map(str.isalpha, _NUMBERS.sub("", line.text)))

    return [
        replace(sheet, lines=tuple(line for line in sheet.lines if stays(line, sheet))) for sheet in sheets
    ]


def _marginal(sheet: Sheet) -> Iterator[Line]:
    """The lines in the margins of the page."""
    margin = _MARGIN * sheet.height
    return (line for line in sheet.lines if not margin < line.bottom < sheet.height - margin)


def _key(line: Line) -> _Key:
    return _NUMBERS.sub("#", line.text), round(line.bottom / _SAME_HEIGHT)
