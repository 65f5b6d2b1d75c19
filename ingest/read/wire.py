"""A Reading or an Unreadable as JSON, the only thing that comes back from a worker."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, astuple
from typing import Any

from core.types import Attachment, Box, Heading, Layout, Metadata, Page, Reading, Span
from ingest.read.errors import CAUSES, Unreadable


class BadReply(ValueError):
    """The bytes are no reading: the worker was broken, or broken into."""


def reading_to_json(reading: Reading) -> bytes:
    """The reading, its boxes as plain lists because there are many."""
    layout = reading.layout
    return _packed(
        {
            "text": reading.text,
            "headings": [[heading.start, heading.path] for heading in layout.headings],
            "paragraphs": [astuple(span) for span in layout.paragraphs],
            "pages": [astuple(page) for page in layout.pages],
            "boxes": [
                (box.start, box.end, box.page, box.left, box.bottom, box.right, box.top)
                for box in layout.boxes
            ],
            "metadata": {**asdict(reading.metadata), "inferred": sorted(reading.metadata.inferred)},
            "media_type": reading.media_type,
            "attachments": [
                [attached.name, base64.b64encode(attached.content).decode()]
                for attached in reading.attachments
            ],
            "notices": reading.notices,
        }
    )


def error_to_json(error: Unreadable) -> bytes:
    """The error, to be raised again on the other side."""
    return _packed({"error": [error.cause, error.name, error.reason, error.remedy]})


def from_json(reply: bytes) -> Reading | Unreadable:
    """What a worker sent. Raises BadReply where it is not what reading_to_json makes."""
    try:
        content = json.loads(reply)
        if "error" in content:
            cause, name, reason, remedy = map(_words, content["error"])
            return CAUSES[cause](name, reason, remedy)
        reading = _reading(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadReply(str(error)) from error
    _check_offsets(reading)
    return reading


def _packed(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _reading(content: dict[str, Any]) -> Reading:
    layout = Layout(
        tuple(Heading(int(start), tuple(map(_words, path))) for start, path in content["headings"]),
        tuple(Span(int(start), int(end)) for start, end in content["paragraphs"]),
        tuple(
            Page(int(number), int(start), int(end), float(width), float(height))
            for number, start, end, width, height in content["pages"]
        ),
        tuple(
            Box(int(start), int(end), int(page), float(left), float(bottom), float(right), float(top))
            for start, end, page, left, bottom, right, top in content["boxes"]
        ),
    )
    return Reading(
        _words(content["text"]),
        layout,
        Metadata(**_stated(content), inferred=frozenset(map(_words, content["metadata"]["inferred"]))),
        _words(content["media_type"]),
        tuple(Attachment(_words(name), base64.b64decode(data)) for name, data in content["attachments"]),
        tuple(map(_words, content["notices"])),
    )


def _stated(content: dict[str, Any]) -> dict[str, Any]:
    fields = {key: value for key, value in content["metadata"].items() if key != "inferred"}
    return {key: None if value is None else _words(value) for key, value in fields.items()}


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _check_offsets(reading: Reading) -> None:
    """Every place must lie within the text, in order: a wrong offset is a wrong quotation."""
    length = len(reading.text)
    layout = reading.layout
    for places in (layout.paragraphs, layout.pages, layout.boxes):
        reached = 0
        for place in places:
            if not reached <= place.start <= place.end <= length:
                raise BadReply(f"{place} lies outside the text or out of order")
            reached = place.start
    reached = 0
    for heading in layout.headings:
        if not reached <= heading.start < length:
            raise BadReply(f"{heading} lies outside the text or out of order")
        reached = heading.start
