"""Brings extracted text into one form of writing. Plain .txt files never pass through here."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}

# What a reader cannot see but a search or a language model would: control, zero-width,
# direction and tag characters, variation selectors (tags and selectors can spell hidden orders).
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u180b-\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff"
)
_UNSEEN_CHARACTER = re.compile(f"[{_UNSEEN}]")
# Joiners belong to the spelling of Persian and of Indian scripts; elsewhere they only hide.
_STRAY_JOINER = re.compile("(?<![\u0600-\u0dff\u0f00-\u109f])[\u200c\u200d]")
_SMUGGLED = re.compile("[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\U000e0000-\U000e0fff]")
_BLANKS = re.compile(r"[^\S\n]+")


def normalised(text: str) -> str:
    """Unseen characters gone, ligatures spelled out, white space folded: "a\\u200b  ﬁt" -> "a fit"."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        for ligature, letters in _LIGATURES.items():
            text = text.replace(ligature, letters)
    text = _STRAY_JOINER.sub("", _UNSEEN_CHARACTER.sub("", text))
    lines = (_BLANKS.sub(" ", line).strip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(lines)


def count_smuggled(text: str) -> int:
    """How many characters could hide words from a reader: zero-width, direction and tag characters."""
    return 0 if text.isascii() else len(_SMUGGLED.findall(text))
