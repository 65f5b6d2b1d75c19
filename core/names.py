"""How names are written: in one word, or apart."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+")
BOUNDARY = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])"
)


def parts(word: str) -> list[str]:
    """The words written together in one: "StaarSurgicalCo2" gives Staar, Surgical, Co, 2; NDAs is one."""
    return BOUNDARY.split(word)
