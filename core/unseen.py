"""Characters that no reader sees but a search or a language model would: they can spell hidden words."""

from __future__ import annotations

import re

# Control, zero-width, direction and tag characters, variation selectors, fillers.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u180b-\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Joiners belong to the spelling of Persian and of Indian scripts; elsewhere they only hide.
_STRAY_JOINER = re.compile("(?<![\u0600-\u0dff\u0f00-\u109f])[\u200c\u200d]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{2,6}\U000e007f")  # England, Scotland, Wales
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")


def without_unseen(text: str) -> str:
    """The text without the characters that no reader sees: "a\\u200bb" -> "ab"."""
    return text if text.isascii() and text.isprintable() else _STRAY_JOINER.sub("", _UNSEEN.sub("", text))


def spelled_unseen(text: str) -> str:
    """The words that tag characters and variation selectors spell, "" where there are none."""
    if text.isascii():
        return ""
    text = _FLAG.sub("", text)
    tags = ["".join(chr(ord(tag) - 0xE0000) for tag in found) for found in _TAGS.findall(text)]
    bytes_of = [bytes(map(_selected, found)) for found in _SELECTORS.findall(text)]
    return " ".join((*tags, *(spelled.decode("utf-8", "replace") for spelled in bytes_of)))


def _selected(selector: str) -> int:
    """The byte that a variation selector can stand for: the first sixteen lie apart from the others."""
    code = ord(selector)
    return code - 0xFE00 if code < 0xE0100 else code - 0xE0100 + 16
