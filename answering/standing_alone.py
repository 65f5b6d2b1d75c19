"""Widens a sentence to what it cannot be quoted without: its other half, its list, the one before "It"."""

from __future__ import annotations

import re
from bisect import bisect_right

from core.sentences import sentences
from core.types import Document, Span

BARE_OPENING = re.compile(
    r"(?:It|They|This|These|That|Those|He|She|Such|Both|Neither|Here|There|Its|Their|However|"
    r"Moreover|Also|In addition|The (?:same|latter|former))\b"
)
LIST_ITEM = re.compile(r"(?:[-•*–]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s")
BULLET = re.compile(r"[-•*–]\s+")
LONGEST_LIST = 1200  # characters of a list that is quoted whole


def standing_alone(span: Span, document: Document) -> tuple[Span, ...]:
    """The stretches of the document that `span`, a sentence or a part of one, is to be quoted in.

    One stretch; two where an item of a long list is quoted with the words that lead into the list:
    "never protected:" must not be lost from what follows it.
    """
    paragraphs = document.layout.paragraphs or (Span(0, len(document.text)),)
    number = max(0, bisect_right(paragraphs, span.start, key=lambda paragraph: paragraph.start) - 1)
    item = LIST_ITEM.match(_words(paragraphs[number], document)) is not None
    leads = _words(paragraphs[number], document).endswith(":") and span.end >= paragraphs[number].end - 1
    if item or leads:
        listed = _with_its_list(span, paragraphs, number, document, item=item)
        if listed:
            return listed
    around = _sentences(paragraphs[number], document)
    touched = [s for s in around if s.start < span.end and span.start < s.end] or [span]
    first = around.index(touched[0]) if touched[0] in around else 0
    if BARE_OPENING.match(_words(touched[0], document)) and first > 0:
        touched.insert(0, around[first - 1])
    start = touched[0].start
    if bullet := BULLET.match(document.text, start):
        start = bullet.end()  # without its list the mark says nothing
    return (Span(start, max(span.end, touched[-1].end)),)


def _with_its_list(
    span: Span, paragraphs: tuple[Span, ...], number: int, document: Document, *, item: bool
) -> tuple[Span, ...] | None:
    """The whole list with its lead-in; of a long one the lead-in and the item; None without a lead-in."""
    first = last = number
    while item and first > 0 and LIST_ITEM.match(_words(paragraphs[first - 1], document)):
        first -= 1
    while last + 1 < len(paragraphs) and LIST_ITEM.match(_words(paragraphs[last + 1], document)):
        last += 1
    before = paragraphs[first - 1] if item and first > 0 else paragraphs[number]
    if not _words(before, document).endswith(":") or (item and first == 0):
        return None
    lead_in = _sentences(before, document)[-1]
    if paragraphs[last].end - lead_in.start <= LONGEST_LIST:
        return (Span(lead_in.start, paragraphs[last].end),)
    return (lead_in, paragraphs[number]) if item else None


def _sentences(paragraph: Span, document: Document) -> list[Span]:
    words = document.text[paragraph.start : paragraph.end]
    return [Span(paragraph.start + s.start, paragraph.start + s.end) for s in sentences(words)]


def _words(span: Span, document: Document) -> str:
    return document.text[span.start : span.end].strip()
