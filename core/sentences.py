"""Where sentences begin and end: the same for passages that are cut and for statements that are quoted."""

from __future__ import annotations

import re

import nupunkt

from core.types import Span

# nupunkt ends a sentence here: "The Trade Secrets (Enforcement, etc.) Regulations 2018 came into force ..."
CELL = " | "  # stands between the cells of a row of a table
_ROW = 500  # characters; the cells of a longer row hold prose, whose sentences stand by themselves
_GOES_ON = re.compile(r"\betc\.\)\s*$")


def sentences(text: str) -> list[Span]:
    """The sentences of a paragraph by their offsets in it, without the white space around them."""
    found: list[Span] = []
    goes_on = False
    for start, end in nupunkt.sent_spans(text):
        words = text[start:end]
        if not words.strip():
            continue
        begin = start + len(words) - len(words.lstrip())
        if goes_on:
            begin = found.pop().start
        found.append(Span(begin, start + len(words.rstrip())))
        goes_on = _GOES_ON.search(words) is not None or _is_within_row(text, found[-1].end)
    return found


def _is_within_row(text: str, place: int) -> bool:
    """Whether more cells of a row of a table follow: a row whose end is cut off says something else."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    end = len(text) if end < 0 else end
    return end - start <= _ROW and CELL in text[place:end]
