"""The picture of a PDF page with boxes around the cited words.

It is drawn in a process of its own: a hostile or damaged PDF that crashes PDFium, or eats memory,
takes that process with it and not the server. `python -m pages.parts.picture` is that process.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import PinciteError
from core.types import Box, Layout, Span

if TYPE_CHECKING:
    from PIL import Image

WIDTH = 1200  # pixels, whatever the page's size: sharp in a panel, readable when enlarged
MOST_PIXELS = 20_000_000
SECONDS = 20
MEMORY = 2 * 1024**3
_FILL, _LINE = (255, 213, 79, 90), (176, 110, 0, 255)
PADDING = 24  # pixels of blank paper kept around what is printed
_MARGIN = 3  # pixels between the words and their box


class NoPicture(PinciteError):
    """A page cannot be drawn."""

    def __init__(self, page: int) -> None:
        super().__init__(f"Page {page} cannot be drawn from the file. Read the text instead.")


def boxes_of(layout: Layout, span: Span) -> list[Box]:
    """The boxes of the words in `span`, on whatever pages they stand, one for each line of them."""
    lines: list[Box] = []
    for box in layout.boxes:
        if box.start >= span.end or box.end <= span.start:
            continue
        if lines and _same_line(lines[-1], box):
            lines[-1] = _around(lines[-1], box)
        else:
            lines.append(box)
    return lines


def _same_line(line: Box, box: Box) -> bool:
    """Whether a box goes on to the right where the line ends: as high, and not a column away."""
    height = max(line.top - line.bottom, box.top - box.bottom)
    level = min(line.top, box.top) - max(line.bottom, box.bottom) > height / 2
    return line.page == box.page and level and -height < box.left - line.right < 2 * height


def _around(line: Box, box: Box) -> Box:
    return Box(
        start=line.start,
        end=box.end,
        page=line.page,
        left=min(line.left, box.left),
        bottom=min(line.bottom, box.bottom),
        right=max(line.right, box.right),
        top=max(line.top, box.top),
    )


def page_picture(content: bytes, page: int, boxes: Sequence[Box]) -> bytes:
    """Page `page` (from 1) of the PDF as PNG, those of the boxes drawn that are on it. Raises NoPicture."""
    places = [(box.left, box.bottom, box.right, box.top) for box in boxes if box.page == page]
    order = json.dumps({"page": page, "boxes": places}).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pages.parts.picture"],
            input=order + content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            cwd=Path(__file__).parents[2],
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NoPicture(page) from error
    return done.stdout


def _draw(content: bytes, page: int, boxes: Sequence[Sequence[float]]) -> bytes:
    import pypdfium2  # type: ignore[import-untyped]
    from PIL import Image, ImageDraw

    sheet = pypdfium2.PdfDocument(content)[page - 1]
    width, height = sheet.get_size()
    scale = min(WIDTH / width, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = sheet.render(scale=scale)
    place: Any = bitmap.get_posconv(sheet)  # knows of turned pages and crop boxes
    picture = bitmap.to_pil().convert("RGBA")
    marks = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(marks)
    for left, bottom, right, top in boxes:
        (x1, y1), (x2, y2) = place.to_bitmap(left, bottom), place.to_bitmap(right, top)
        corners = (
            min(x1, x2) - _MARGIN,
            min(y1, y2) - _MARGIN,
            max(x1, x2) + _MARGIN,
            max(y1, y2) + _MARGIN,
        )
        pen.rectangle(corners, fill=_FILL, outline=_LINE, width=2)
    drawn = io.BytesIO()
    _without_margins(Image.alpha_composite(picture, marks).convert("RGB")).save(drawn, "PNG")
    return drawn.getvalue()


def _without_margins(picture: Image.Image) -> Image.Image:
    """The picture without its blank edges, so that its words are larger in a narrow panel."""
    from PIL import Image, ImageChops

    paper = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    ink = ImageChops.difference(picture, paper).getbbox()
    if ink is None:
        return picture
    left, top, right, bottom = ink
    return picture.crop(
        (
            max(0, left - PADDING),
            max(0, top - PADDING),
            min(picture.width, right + PADDING),
            min(picture.height, bottom + PADDING),
        )
    )


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    order = json.loads(sys.stdin.buffer.readline())
    picture = _draw(sys.stdin.buffer.read(), order["page"], order["boxes"])
    sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    _main()
