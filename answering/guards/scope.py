"""The reach of a statement: conditions of the quotations may not be lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.evidence import Evidence
from answering.language.wording import Word, read
from answering.objections import objection
from core.types import Objection

_CONDITION = re.compile(
    r"(?:,\s|\s|^)(?P<mark>if|unless|where|when|provided that|except(?: for)?|only|so long as|"
    r"as long as|to the extent|"
    r"solely|in case|without|until|in serious cases|in exceptional circumstances|"
    r"subject to)\b(?P<rest>[^.;:()]*)",
    re.IGNORECASE,
)
_CARRIED = 1 / 3  # of a condition's words, how many a statement must have
_SHARED = 0.5  # of the rest of its sentence, how many make the statement one on the same matter
_MARKED = re.compile(
    r"\b(?:if|unless|where|when|provided|except\w*|only|as long|extent|solely|without|until|subject|"
    r"once|condition\w*|"
    r"circumstances?|absent|otherwise|limited|cases?|before|after|for|against|who|that|which|needs?|"
    r"requires?)\b",
    re.IGNORECASE,
)


def keeps_conditions(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects where a quotation has "if", "unless", "only" and the statement leaves the condition out."""
    said = read(statement)
    for one in evidence.quoted:
        for match in _CONDITION.finditer(one.words):
            condition = read(match["rest"]).words
            rest = read(one.words[: match.start()] + " . " + one.words[match.end() :]).words
            if len(condition) < 2 or _share(rest, said.meanings) < _SHARED:
                continue
            if _share(condition, said.meanings) < _CARRIED:
                yield objection("scope", match[0].strip(" ,"), "condition")


def _share(words: tuple[Word, ...], meanings: frozenset[str]) -> float:
    return sum(not word.meanings.isdisjoint(meanings) for word in words) / max(1, len(words))
