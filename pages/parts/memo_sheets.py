"""A page of a memo's PDF as a picture. `python -m pages.parts.memo_sheets` is the process that draws it:
PDFium is not made for many threads.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pages.parts.picture import MEMORY, PADDING, SECONDS, WIDTH, NoPicture

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True)
class Sheet:
    """A page as PNG; `number` counts from 1 to `of`."""

    picture: bytes
    number: int
    of: int


def draw_sheet(content: bytes, number: int) -> Sheet:
    """A page of a PDF; of a number past the last page, the last. Raises NoPicture.

    The blank margins at its sides are left out, so that its words are larger beside the draft.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pages.parts.memo_sheets", str(number)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            cwd=Path(__file__).parents[2],
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NoPicture(number) from error
    said, _, picture = done.stdout.partition(b"\n")
    return Sheet(picture, **json.loads(said))


def _draw(content: bytes, number: int) -> bytes:
    import pypdfium2  # type: ignore[import-untyped]

    sheets = pypdfium2.PdfDocument(content)
    number = max(1, min(number, len(sheets)))
    sheet = sheets[number - 1]
    drawn = io.BytesIO()
    _without_sides(sheet.render(scale=WIDTH / sheet.get_width()).to_pil()).save(drawn, "PNG")
    return json.dumps({"number": number, "of": len(sheets)}).encode() + b"\n" + drawn.getvalue()


def _without_sides(picture: Image.Image) -> Image.Image:
    from PIL import ImageOps

    ink = ImageOps.invert(picture.convert("L")).getbbox()
    if ink is None:
        return picture
    beside = max(0, min(ink[0], picture.width - ink[2]) - PADDING)  # the same on both sides
    return picture.crop((beside, 0, picture.width - beside, picture.height))


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read(), int(sys.argv[1])))


if __name__ == "__main__":
    _main()
