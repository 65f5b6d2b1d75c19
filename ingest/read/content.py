"""From bytes to a Reading: the type is found by content, and its module does the rest."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace

from core.types import Reading
from ingest.read.kind import Kind, kind_of, misnamed

# Imported when first needed: PDFium, lxml and trafilatura take longer to load than most files to read.
_MODULES = {
    Kind.TEXT: "ingest.read.text",
    Kind.MARKDOWN: "ingest.read.markdown",
    Kind.HTML: "ingest.read.html",
    Kind.EML: "ingest.read.eml",
    Kind.DOCX: "ingest.read.docx",
    Kind.PDF: "ingest.read.pdf",
}


def reader_of(kind: Kind) -> Callable[[bytes, str], Reading]:
    """The function that reads this kind of file."""
    function: Callable[[bytes, str], Reading] = importlib.import_module(_MODULES[kind]).read
    return function


def read_bytes(content: bytes, name: str) -> Reading:
    """Reads in this process, without limits. Raises Unreadable; a parser's own errors come through."""
    kind = kind_of(content, name)
    reading = reader_of(kind)(content, name)
    notice = misnamed(kind, name)
    return replace(reading, notices=(notice, *reading.notices)) if notice else reading
