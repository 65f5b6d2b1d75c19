"""Who takes which part in a deed, whatever their name: "reported to the officer" is not "by the officer"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from answering.evidence import Evidence
from answering.language.wording import Word, read
from answering.objections import objection
from core.types import Objection

_MODAL = r"(?:must|shall|may|can|could|should|will|has to|have to|had to)"
_BE = r"(?:is|are|was|were|be|been|being)"
_DONE = re.compile(rf"\b{_BE} (?:\w+ly )?(?P<verb>[a-z]+)", re.IGNORECASE)
_DOES = re.compile(
    rf" {_MODAL} (?:(?:not|also|only|then|first) )?(?P<verb>(?!be\b|have\b)[a-z]+)", re.IGNORECASE
)
_NEXT_DEED = re.compile(
    rf"[.;:()\n]|\b(?:{_BE}|{_MODAL}|has|have|had|who|which|that|if|unless|when|where|and|but|or)\b",
    re.IGNORECASE,
)
_DETERMINER = r"(?:the|an?|its|their|his|her|any|every|each|all|that|this) "
_BESIDE = re.compile(
    rf"\b(?:(?P<to>to) {_DETERMINER}|(?P<part>by|from|for|against) (?:{_DETERMINER})?)(?=[a-z])",
    re.IGNORECASE,
)
_AFTER_ANOTHER = re.compile(
    r"\b(?:of|in|on|at|with|for|from|to|by|against) (?:(?:the|an?|its|their|any|each) )?$", re.I
)
_BEYOND_NAME = re.compile(r"\w+ly|within|alone|concerned|whenever|upon", re.IGNORECASE)
_MEASURED = re.compile(r"(?:confirm|check|verif|test|compar)\w*", re.IGNORECASE)  # by a text, against a text
_OPPOSED = {  # none of them says what another does
    "by": frozenset(("to", "from", "for", "against")),
    "to": frozenset(("by", "from")),
    "from": frozenset(("by", "to")),
    "for": frozenset(("by", "against")),
    "against": frozenset(("by", "for")),
}


@dataclass(frozen=True)
class _Part:
    """What somebody is to a deed: it is done by, to, from, for or against them."""

    verb: Word
    part: str
    noun: Word

    def is_of_same(self, other: _Part) -> bool:
        """Whether it is the part of the same one in the same deed."""
        return self.verb.meets(other.verb) and self.noun.stem == other.noun.stem


def keeps_parts(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "granted to the officer" where the quotations have "granted by the officer"."""
    quoted = tuple(_parts(evidence.words))
    for said in _parts(statement):
        if _MEASURED.fullmatch(said.verb.text):
            continue
        theirs = {other.part for other in quoted if said.is_of_same(other)}
        if said.part not in theirs and theirs & _OPPOSED[said.part]:
            yield objection("role", f"{said.part} {said.noun.text}")


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[_Part, ...]:
    wording = read(text)
    words = {word.start: word for word in wording.words}
    ends = {word.end: word for word in wording.words}
    found = []
    for match in _BESIDE.finditer(wording.text):
        head, noun = ends.get(match.start() - 1), _last_of_name(words.get(match.end()), words, wording.text)
        if head and noun:  # "a claim against the tenant"
            found.append(_Part(head, (match["to"] or match["part"]).lower(), noun))
    for match in _DONE.finditer(wording.text):
        if verb := words.get(match.start("verb")):
            found += _beside(verb, words, wording.text)
    for match in _DOES.finditer(wording.text):
        verb, doer = words.get(match.start("verb")), ends.get(match.start())
        if verb:
            found += _beside(verb, words, wording.text)
        if (
            verb
            and doer
            and not _AFTER_ANOTHER.search(wording.text, 0, _first_of_name(doer, ends, wording.text))
        ):
            found.append(_Part(verb, "by", doer))
    return tuple(dict.fromkeys(found))


def _beside(verb: Word, words: dict[int, Word], text: str) -> Iterator[_Part]:
    """The parts that the words after a verb give, as far as the next one."""
    edge = _NEXT_DEED.search(text, verb.end)
    for match in _BESIDE.finditer(text, verb.end, edge.start() if edge else len(text)):
        if noun := _last_of_name(words.get(match.end()), words, text):
            yield _Part(verb, (match["to"] or match["part"]).lower(), noun)


def _last_of_name(word: Word | None, words: dict[int, Word], text: str) -> Word | None:
    """The last word of "security officer"; "within" after it is not of it."""
    while word and text[word.end : word.end + 1] == " " and (following := words.get(word.end + 1)):
        if _BEYOND_NAME.fullmatch(following.text):
            break
        word = following
    return word


def _first_of_name(word: Word, ends: dict[int, Word], text: str) -> int:
    """Where "security officer" begins."""
    while text[word.start - 1 : word.start] == " " and (before := ends.get(word.start - 1)):
        word = before
    return word.start
