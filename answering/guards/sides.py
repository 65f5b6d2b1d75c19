"""Opposites: "accepted" is not what "rejected" says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.caveats.contradiction import (
    FEWEST,
    denials_beyond,
    is_denied,
    plain_words,
    shared,
    turned_beyond,
)
from answering.evidence import Evidence
from answering.language.keys import is_party
from answering.language.polarity import WHETHER, may_deny
from answering.language.wording import Clause, Word, families, nearest, read
from answering.objections import objection
from core.types import Objection

_EXCEPT = re.compile(r"\b(?:except\w*|unless|other than|apart from|only)\b", re.IGNORECASE)
_CONFIRMS = re.compile(
    r"(?:un)?(?:confirm|check|verif)|report|alleg", re.IGNORECASE
)  # see keeps_reservations


def keeps_sides(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "accepted" where the quotations say "rejected"; "not accepted" says the same as they."""
    said, quoted = read(statement), read(evidence.words)
    if _EXCEPT.search(quoted.text) and not _EXCEPT.search(said.text):
        return
    opposite = families().opposites
    more = denials_beyond(said, quoted) + turned_beyond(said, quoted) - turned_beyond(quoted, said)
    theirs = {side for clause in quoted.clauses for word in clause.words for side in _sides(word, clause)}
    for clause in said.clauses:
        if WHETHER.search(clause.text):
            continue
        only_others = not more or may_deny(clause.text) - may_deny(quoted.text)
        for word in plain_words(clause):
            mine = _sides(word, clause)
            if not mine or not mine.isdisjoint(theirs) or _is_for_others(word):
                continue
            if only_others and not (word.meanings - {word.stem}).isdisjoint(quoted.meanings):
                continue
            near = [other for other in nearest(clause, quoted) if len(shared(clause, other)) >= FEWEST]
            against = {side for other in near for w in plain_words(other) for side in _sides(w, other)}
            if any(opposite[side] in against for side in mine):
                yield objection("negation", word.text, "opposite")


def _is_for_others(word: Word) -> bool:
    """Whether other guards look at a word: parties, and what is confirmed."""
    return is_party(word.text) or _CONFIRMS.match(word.text) is not None


def _sides(word: Word, clause: Clause) -> frozenset[str]:
    """The families with an opposite that a word belongs to; those opposites where it is denied."""
    opposite = families().opposites
    own = frozenset(family for family in word.meanings if family in opposite)
    if own and is_denied(word, clause, clause.denials):
        return frozenset(opposite[side] for side in own)
    return own
