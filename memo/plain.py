"""What a document's text must lose before it may stand in a file of ours."""

from __future__ import annotations

import re

# What XML 1.0 cannot hold; the characters that turn the direction of text around: with those a
# quotation could show other words than it has (Arabic and Hebrew read right without them); and those
# that spell words which no screen shows, but which go along with what is copied.
_UNFIT = re.compile(
    "[\U000e0000-\U000e0fff]|[\ufe00-\ufe0f]{4,}"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def plain(text: str) -> str:
    """The text without control, direction and tag characters, lines ended by \\n; else unchanged."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
