"""Kinds of a thing: a federal officer is no state officer, and punitive damages are not compensatory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.evidence import Evidence
from answering.language.wording import Word, Wording, read
from answering.objections import objection
from core.types import Objection

# Words that say of which kind something is: of those of one line a thing is usually one only. Those that
# stand between the same commas say the same.
_LINES = """
    federal, state, local, municipal, private, foreign, international, domestic
    jury, bench
    punitive exemplary, compensatory, nominal, statutory
    negligent, wilful willful intentional malicious deliberate, innocent inadvertent accidental
    public, confidential secret
    supreme, district trial, appeals appellate
    written, oral verbal
    mandatory compulsory, voluntary optional
    annual yearly, monthly, weekly, daily, quarterly, biannual
    direct, indirect
    gross, net
"""
_KINDS = {
    word: frozenset(other for same in line.split(",") if word not in same.split() for other in same.split())
    for line in _LINES.strip().splitlines()
    for word in line.replace(",", " ").split()
}

# Also where the quotations say of no kind.
_TELLING = frozenset(["supreme", "district", "trial", "appeals", "appellate", "jury", "bench"])


def keeps_kinds(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "a state officer" where the quotations have "a federal officer"."""
    quoted, said = read(evidence.words), read(statement)
    heard = {word.text.lower() for text in (evidence.words, evidence.context) for word in read(text).words}
    for word in said.words:
        kind, head = _KINDS.get(word.text), _after(word, said)
        if not kind or not head or word.text in heard:
            continue
        others = [other for other in quoted.words if _meets(_after(other, quoted), head)]
        if any(other.text.lower() in kind for other in others) or (word.text in _TELLING and others):
            yield objection("support", word.text)


def _after(word: Word, wording: Wording) -> Word | None:
    """The next word of meaning, where nothing but words of form stand between."""
    rest = (one for one in wording.words if one.start >= word.end)
    following = next(rest, None)
    if following is None or re.search(r"[,;.:]", wording.text[word.end : following.start]):
        return None
    return following


def _meets(one: Word | None, other: Word) -> bool:
    return one is not None and one.meets(other)


_HOW_OFTEN = {
    often: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for often, words in {
        "yearly": r"annual(?:ly)?|yearly|(?:each|every|once a|per) year",
        "twice a year": r"biannual(?:ly)?|semi-?annual(?:ly)?|twice (?:a|each) year|half-yearly",
        "every two years": r"biennial(?:ly)?|(?:every|each) (?:two|2|other|second) years?",
        "monthly": r"monthly|(?:each|every|once a|per) month",
        "quarterly": r"quarterly|(?:each|every|once a|per) quarter",
        "weekly": r"weekly|(?:each|every|once a|per) week",
        "daily": r"daily|(?:each|every|once a|per) day",
    }.items()
}


def keeps_how_often(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "annually" where the quotations have "biannually"."""
    quoted = {often for often, pattern in _HOW_OFTEN.items() if pattern.search(evidence.words)}
    for often, pattern in _HOW_OFTEN.items():
        if quoted and often not in quoted and (said := pattern.search(statement)):
            yield objection("number", said[0], "figure")
