"""What kind of answer a question asks for."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What would answer."""

    DATE = "date"
    WHO = "who"
    AMOUNT = "amount"
    LIST = "list"
    OTHER = "other"


_SIGNS = (
    (Kind.DATE, r"\b(?:when|what (?:date|year|day|month)|which year|how long ago)\b"),
    (Kind.WHO, r"\b(?:who|whom|whose|which (?:person|president|agency|court|body|party))\b"),
    (Kind.AMOUNT, r"\bhow (?:much|many|long|large|high|old|often)\b|\bwhat (?:share|percentage)\b"),
    (Kind.LIST, r"^\s*(?:list|name|enumerate)\b|\bwhat (?:are|were) the\b|\b(?:which|what) \w+s\b"),
)


def kind_of(question: str) -> Kind:
    """The first kind whose signs the question bears: "Since when is it law?" is DATE."""
    return next((kind for kind, signs in _SIGNS if re.search(signs, question, re.I)), Kind.OTHER)
