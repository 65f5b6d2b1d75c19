"""The appendix of a memo: what is cited, in its context."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from core.types import Citation, Document, Span
from memo.content import BlockKind, ContentBlock, Note, Run
from memo.describe import describe, folded, note_ranges, pinpoint

_ADDRESS = re.compile(  # also as bare as "example.org", but not "Fed.Cir."
    r"\S*(?i:://|@\w|\b(?:www|mailto)[.:])\S*|\S*(?<![\w.])[a-z][a-z0-9-]+(?:\.[a-z][a-z0-9-]+)+\S*"
)
BESIDE = 400  # characters of context on each side, at most
FindDocument = Callable[[str], Document]  # by the id of a version


def excerpts(notes: Sequence[Note], find: FindDocument) -> tuple[ContentBlock, ...]:
    """For each place that is cited, in order: its notes and name, then its words in bold in their context."""
    places: dict[tuple[str, int, int], list[Note]] = {}
    for note in notes:
        pin = note.citation
        places.setdefault((pin.source.version, pin.start, pin.end), []).append(note)
    blocks: list[ContentBlock] = []
    for citing in places.values():
        pin = citing[0].citation
        ranges = note_ranges(note.number for note in citing)
        named = ", ".join(part for part in (describe(pin.source.metadata), pinpoint(pin)) if part)
        heading = (Run(f"{ranges[0].upper()}{ranges[1:]}. ", bold=True), Run(named))
        blocks.append(ContentBlock(BlockKind.PARAGRAPH, heading))
        blocks.append(ContentBlock(BlockKind.EXCERPT, _in_context(pin, find(pin.source.version))))
    return tuple(blocks)


def _in_context(pin: Citation, document: Document) -> tuple[Run, ...]:
    around = _around(pin, document)
    text = document.text
    before, after = text[around.start : pin.start], text[pin.end : around.end]
    runs = [
        Run(("" if around.start == 0 else "… ") + _folded_inside(before)),
        Run(folded(text[pin.start : pin.end]), bold=True),
        Run(_folded_inside(after) + ("" if around.end == len(text) else " …")),
    ]
    return tuple(run for run in runs if run.text.strip())


def _around(pin: Citation, document: Document) -> Span:
    """The paragraphs that hold the words; of long ones, what is near, cut between words."""
    touched = [one for one in document.layout.paragraphs if one.start < pin.end and one.end > pin.start]
    start = min([pin.start, *(one.start for one in touched)])
    end = max([pin.end, *(one.end for one in touched)])
    text = document.text
    if not touched or pin.start - start > BESIDE:
        start = max(0, pin.start - BESIDE)
        start = text.find(" ", start, pin.start) + 1 or pin.start if start else 0
    if not touched or end - pin.end > BESIDE:
        end = min(len(text), pin.end + BESIDE)
        end = max(text.rfind(" ", pin.end, end), pin.end) if end < len(text) else end
    return Span(start, end)


def _folded_inside(text: str) -> str:
    """The text on one line, without addresses; a space stays where it borders on the cited words.

    Context is nobody's choice: an address that a document plants beside the cited words goes no further.
    """
    words = folded(_ADDRESS.sub("[address left out]", text))
    before = " " if text[:1].isspace() and words else ""
    after = " " if text[-1:].isspace() and words else ""
    return f"{before}{words}{after}"
