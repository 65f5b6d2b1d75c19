"""The files that a finished memo can be exported as, and their names."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from memo.content import Memo
from memo.plain import plain
from memo.writers.docx import write_docx
from memo.writers.html import write_html
from memo.writers.json_file import write_json
from memo.writers.markdown import write_markdown
from memo.writers.pdf import write_pdf

NAME_LENGTH = 60
# Windows keeps these names for devices, with any ending:
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
RESERVED = re.compile(r"con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]", re.IGNORECASE)


class Format(StrEnum):
    """A format that memos are exported in; the value is the file's ending."""

    DOCX = "docx"
    PDF = "pdf"
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"


MEDIA_TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.MARKDOWN: "text/markdown",
    Format.HTML: "text/html",
    Format.JSON: "application/json",
}


def write(memo: Memo, kind: Format, *, house: Path | None = None, face: str | None = None) -> bytes:
    """The memo as the bytes of a file; the same memo gives the same bytes.

    `house` is a Word file of the user's own, whose styles Word files follow; `face` the font family of
    PDF files. Raises what the writers raise, all of it PinciteError.
    """
    match kind:
        case Format.DOCX:
            return write_docx(memo, house=house)
        case Format.PDF:
            return write_pdf(memo, face=face)
        case Format.HTML:
            return write_html(memo).encode()
        case Format.MARKDOWN:
            return write_markdown(memo).encode()
        case Format.JSON:
            return write_json(memo).encode()


def file_name(subject: str, ending: str) -> str:
    """A name that every file system takes: "Reasonable steps?", "docx" -> "reasonable-steps.docx"."""
    words = re.sub(r"[^\w]+", "-", plain(subject).casefold())
    kept = words.strip("-_")[:NAME_LENGTH].strip("-_") or "memo"
    return f"memo-{kept}.{ending}" if RESERVED.fullmatch(kept) else f"{kept}.{ending}"
