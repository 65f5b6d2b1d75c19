"""Checks a statement again after an author has put it in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.check import check
from answering.language.polarity import denying, left_without
from answering.language.words import stems
from answering.objections import objection
from answering.protocols import Library
from core.types import Citation, DraftStatement, Objection, Quotation

_SWEEPING = frozenset({"never", "no", "nowhere", "nobody", "no one", "none"})
_PLAIN = _SWEEPING | {"not", "cannot", "neither", "nor", "nothing"}
_RESERVES = re.compile(
    r"\b(?:only|solely|alone|unless|until|except\w*|other than|apart from|outside|but)\b", re.IGNORECASE
)


def recheck(words: str, citations: Sequence[Citation], library: Library) -> tuple[Objection, ...]:
    """What checking has against these words for what the citations quote; () where they carry them.

    The words are held to the guards of a language model's, and to one more: an author can take back what
    is objected to, so that here a needless objection to a denial costs little.
    """
    quotations = tuple(Quotation(pin.source, pin.quote, pin.start) for pin in citations)
    checked = check([DraftStatement(words, quotations, own_words=True)], library)
    found = tuple(
        told
        for dropped in checked.dropped
        for told in dropped.objections or (Objection("unsupported", words, dropped.reason),)
    )
    if not found and _denies_anew(words, " ".join(pin.quote for pin in citations)):
        return (objection("negation", words),)
    return found


def _denies_anew(words: str, quoted: str) -> bool:
    """Whether the words deny something, and nothing in the quotations does.

    For "never" and "no court" it takes more than a word like "unavailable", which denies in one case.
    "No seizure without an affidavit" denies as much as "only on an affidavit", and "notice need not be
    given" as much as "without notice".
    """
    said, theirs = denying(words), denying(quoted)
    if not said or theirs & _PLAIN or (theirs and not said & _SWEEPING):
        return False
    if _RESERVES.search(words) and _RESERVES.search(quoted):
        return False
    return left_without(quoted).isdisjoint(stems(words))
