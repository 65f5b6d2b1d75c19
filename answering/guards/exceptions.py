"""Conditions turned round: "even if they agree" is not "unless they agree", nor is "if they agree"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from answering.evidence import Evidence
from answering.language.polarity import may_deny, written_out
from answering.language.wording import Word, read
from answering.objections import objection
from core.types import Objection


class _Sense(StrEnum):
    """What holds where the condition is met."""

    STILL = auto()  # what is told holds all the same
    NOT = auto()  # it does not
    THEN = auto()  # it does


_MARKS = re.compile(
    r"\b(?:(?P<still>even (?:if|where|when|though|after|with)|whether or not"
    r"|(?:regardless|irrespective) of(?: whether)?|no matter (?:whether|if|what|how)"
    r"|despite|in spite of|notwithstanding)"
    r"|(?P<not>unless|(?:except|save|other than) (?:if|where|when|that|with|to the extent|in case)|if not)"
    r"|(?P<then>if|where|when|provided(?: that)?|(?:as|so) long as|on condition that|in case))"
    r"\s(?P<rest>[^,:()]+)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.;\n]+")
_MET = 0.6  # of a condition's words, how many make it the same condition
_ALL_THE_SAME = re.compile(
    r"\b(?:even|although|though|whether|regardless|irrespective|no matter|despite|in spite|notwithstanding"
    r"|any|every|all|always|each|without regard|not affect\w*|unaffected)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Condition:
    """A condition of a sentence."""

    sense: _Sense
    words: str
    told: tuple[Word, ...]
    sentence: str
    affirmed: bool | None  # what is told where it is met; None: not sure


def keeps_exceptions(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "even if" and "if" where the quotations have "unless", and the other way round."""
    quoted = tuple(_conditions(evidence.words))
    for said in _conditions(statement):
        same = [other for other in quoted if _is_same(said, other)]
        if same and all(_is_turned(said, other) for other in same):
            yield objection("scope", said.words, "exception")


def _conditions(text: str) -> Iterator[_Condition]:
    for sentence in _SENTENCE.findall(written_out(text)):
        for match in _MARKS.finditer(sentence):
            sense = next(sense for sense in _Sense if match[sense])
            around = f"{sentence[: match.start()]} {match['rest']} {sentence[match.end() :]}"
            denied = sum(len(clause.denials) for clause in read(around).clauses) + (sense is _Sense.NOT)
            affirmed = None if may_deny(around) else denied % 2 == 0
            yield _Condition(sense, match[0].strip(), read(match["rest"]).words, sentence, affirmed)


def _is_same(said: _Condition, other: _Condition) -> bool:
    met = sum(any(word.meets(one) for one in other.told) for word in said.told)
    return met >= max(1, _MET * len(said.told))


def _is_turned(said: _Condition, other: _Condition) -> bool:
    if said.sense is _Sense.STILL:
        return other.sense is not _Sense.STILL and not _ALL_THE_SAME.search(other.sentence)
    if other.sense is _Sense.STILL:
        return said.sense is _Sense.NOT
    turned = said.sense is not other.sense and None not in (said.affirmed, other.affirmed)
    return turned and said.affirmed is not other.affirmed
