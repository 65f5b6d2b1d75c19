"""Reads a file of a plan, or one line of a BEIR corpus."""

from __future__ import annotations

from dataclasses import replace

from core.types import Layout, Metadata, Reading, Span
from ingest.files import File
from ingest.originals import UPLOAD
from ingest.read import Empty, Reader
from ingest.read.metadata import with_overrides


def reading_of(file: File, reader: Reader) -> Reading:
    """What stands in a file, with what library.yaml says of it. Raises Unreadable."""
    if file.record is not None:
        title = file.record["title"]
        inferred = frozenset() if title else frozenset({"title"})
        metadata = Metadata(title or file.name, inferred=inferred)
        text = file.record["text"]
        if not text.strip():
            raise Empty(file.name, "its text is empty", "Fill it in, or delete the line.")
        return Reading(text, Layout(paragraphs=(Span(0, len(text)),)), metadata, "text/plain")
    if file.origin.startswith(UPLOAD):
        reading = reader.read_content(file.path.read_bytes(), file.name)
    else:
        reading = reader.read(file.path)
    metadata = with_overrides(reading.metadata, file.override)
    return replace(reading, metadata=metadata, layout=_below_title(reading.layout, metadata.title))


def _below_title(layout: Layout, title: str) -> Layout:
    """The layout without the title as the outermost heading: a section is a place inside a document."""
    headings = tuple(
        replace(heading, path=heading.path[1:]) if heading.path[:1] == (title,) else heading
        for heading in layout.headings
    )
    return replace(layout, headings=headings)
