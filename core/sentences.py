"""Where sentences begin and end: the same for passages that are cut and for statements that are quoted."""

from __future__ import annotations

import re

import nupunkt

from core.types import Span

# nupunkt ends a sentence here: "The Trade Secrets (Enforcement, etc.) Regulations 2018 came into force ..."
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
        goes_on = _GOES_ON.search(words) is not None
    return found
