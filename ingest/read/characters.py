"""Brings extracted text into one form of writing. Plain .txt files never pass through here."""

from __future__ import annotations

import re
import unicodedata

from core.unseen import without_unseen

_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}

_SMUGGLED = re.compile("[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\U000e0000-\U000e00ff]")
_SPELLING = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")  # one alone chooses how an emoji is drawn
_BLANKS = re.compile(r"[^\S\n]+")


def normalised(text: str) -> str:
    """Unseen characters gone, ligatures spelled out, white space folded: "a\\u200b  ﬁt" -> "a fit"."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        for ligature, letters in _LIGATURES.items():
            text = text.replace(ligature, letters)
    text = unicodedata.normalize("NFC", without_unseen(text))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines)


def count_smuggled(text: str) -> int:
    """How many characters could hide words from a reader: zero-width, direction and tag characters."""
    return 0 if text.isascii() else len(_SMUGGLED.findall(text)) + len("".join(_SPELLING.findall(text)))
