"""What differs between old words and new ones, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

# Chinese, Japanese and Korean are written without spaces: there each character counts as a word.
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{UNSPACED}]\s*|[^\s{UNSPACED}]+\s*")
MOST = 4_000_000  # pairs of words that are compared: about a second; beyond it all counts as changed


class Change(StrEnum):
    """What became of a stretch of words."""

    KEPT = "kept"
    OUT = "taken out"
    IN = "put in"


@dataclass(frozen=True)
class Stretch:
    """Words that share one fate. White space is folded, and stands behind the words."""

    change: Change
    text: str


def difference(old: str, new: str) -> tuple[Stretch, ...]:
    """Old words and new ones in one row: without those put in the old, without those taken out the new.

    difference("for five years", "for six years") -> kept "for ", taken out "five ", put in "six ",
    kept "years ".
    """
    before, after = _words(old), _words(new)
    marked: list[tuple[Change, str]] = []
    for kind, i, j, k, m in _steps([word.strip() for word in before], [word.strip() for word in after]):
        if kind == "equal":
            kept = (max(pair, key=len) for pair in zip(before[i:j], after[k:m], strict=True))
            marked += [(Change.KEPT, word) for word in kept]
            continue
        marked += [(Change.OUT, word) for word in before[i:j]]
        marked += [(Change.IN, word) for word in after[k:m]]
    return tuple(
        Stretch(change, "".join(word for _, word in words))
        for change, words in groupby(marked, key=lambda pair: pair[0])
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(" ".join(text.split()) + " ")  # the last word too is followed by a space


def _steps(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """How the one becomes the other, as difflib says it."""
    if len(before) * len(after) > MOST:
        return [("replace", 0, len(before), 0, len(after))]
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
