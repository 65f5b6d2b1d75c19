"""Who did what to whom, and what is whose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from answering.evidence import Evidence
from answering.language.keys import CASE, DISTINCT, Key, is_party, key_of, with_plain_keys
from answering.language.wording import Word, read
from answering.objections import objection
from core.types import Objection

_THE = r"(?:(?:the|an?|its|their|his|her|one of|two|three|\d+) )*"
_BY = re.compile(r"\bby [^,;]{0,30}$", re.IGNORECASE)
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s(?:\w+\s)?$", re.IGNORECASE)
_BESIDE = re.compile(rf"\b(?:in|of|at|from|with|under|on|within|before) {_THE}$", re.IGNORECASE)
_NOUN_FOLLOWS = re.compile(
    r"(?:\b(?:the|an?|of|its|their|his|her|no|any|this|that|for|by|from|with)\s+|['’]s?\s+)$", re.IGNORECASE
)
_ONE_NAME = re.compile(r" |-| \(|(?: No\. \d+)? (?:of|for) (?:the )?")
_NUMBERED = re.compile(r"(?:title|chapter|section|article|part|rule|regulation|annex)s? \d", re.IGNORECASE)
_VERBAL = re.compile(
    r"(?:\b(?:not|do|does|did|has|have|had|must|shall|may|can|cannot|could|would|should|will|to|that|who|which"
    r"|is|are|was|were|been|being|be|and|or)\s(?:(?:also|never|only|then|later|not|\w+ly)\s)*|^)$",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:^|[.:\n]\s?)$")  # written large because it begins a sentence
_NAME = re.compile(r"[A-Z]\w+")
_ADVERB = re.compile(r"\w+ly|aside|away|back|apart|together|nationwide|worldwide|abroad|again|alike")
_OBJECT = re.compile(r" (?:(?:the|an?|its|their|his|her)\b|[A-Z\d])")
_JOINED = re.compile(rf",? (?:and|or|nor) {_THE}", re.IGNORECASE)
_SUFFERS = re.compile(r" (?:is|are|was|were|(?:has|have|had) been|be|being)(?: \w+ly| not)? ")
_RELATION = re.compile(
    rf" (?:(?P<relation>of|by|for|to|from|against|with|on behalf of)|,?(?:that|which)) {_THE}", re.IGNORECASE
)


@dataclass(frozen=True)
class _Actor:
    """Who a text names: "the Supreme Court of Virginia" is one; `keys` are those of all its words."""

    start: int
    end: int
    keys: frozenset[Key]

    @property
    def kind(self) -> str:
        return min(key.kind for key in self.keys)

    def is_same(self, other: _Actor) -> bool:
        return not self.keys.isdisjoint(other.keys)


@dataclass(frozen=True)
class _Deed:
    """Who did what to whom."""

    doer: _Actor
    verb: str
    other: _Actor


@dataclass(frozen=True)
class _Tie:
    """That a thing or a deed is somebody's ("of"), or is done to, for or against somebody."""

    relation: str
    head: str
    actor: _Actor


@dataclass(frozen=True)
class _Roles:
    """All that a text says of who does what and what is whose."""

    actors: tuple[_Actor, ...]
    deeds: tuple[_Deed, ...]
    ties: tuple[_Tie, ...]


def keeps_roles(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "A sued B" where the quotations say "B sued A", to "A's files" where they are B's, and
    to a party in place of another.

    "A was sued by B" says the same as "B sued A".
    """
    said, quoted = _roles(statement), _roles(evidence.words)
    for deed in said.deeds:
        like = [other for other in quoted.deeds if other.verb == deed.verb]
        if any(_is_turned(deed, other) for other in like) and not any(_agrees(deed, other) for other in like):
            yield objection("role", deed.verb)
    for tie in said.ties:
        if _is_anothers(tie, said, quoted) or _does_or_suffers(tie, quoted):
            yield objection("role", tie.head)
    yield from _replaced(statement, evidence)
    yield from _other_sides(statement, evidence)


def _is_turned(deed: _Deed, other: _Deed) -> bool:
    return deed.doer.is_same(other.other) and deed.other.is_same(other.doer)


def _agrees(deed: _Deed, other: _Deed) -> bool:
    return deed.doer.is_same(other.doer) and deed.other.is_same(other.other)


def _is_anothers(tie: _Tie, said: _Roles, quoted: _Roles) -> bool:
    """Whether the quotations tie the thing to another, whom the statement names as well."""
    same = [other.actor for other in quoted.ties if (other.relation, other.head) == (tie.relation, tie.head)]
    own = [other.actor for other in said.ties if (other.relation, other.head) == (tie.relation, tie.head)]
    return (
        bool(same)
        and any(tie.actor.is_same(actor) for actor in quoted.actors)
        and not any(one.is_same(actor) for actor in same for one in own)
        and all(actor.kind == tie.actor.kind for actor in same)
        and any(actor.is_same(other) for actor in same for other in said.actors)
    )


def _does_or_suffers(tie: _Tie, quoted: _Roles) -> bool:
    """Whether who does something here suffers it in the quotations, or the other way round."""
    turned = {"does": "suffers", "suffers": "does"}.get(tie.relation)
    theirs = {
        other.relation for other in quoted.ties if other.head == tie.head and other.actor.is_same(tie.actor)
    }
    return turned in theirs and tie.relation not in theirs


def _replaced(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to a party that the quotations do not speak of, in place of one that they do."""
    said, quoted = read(statement), read(evidence.words)
    missing = [
        word
        for word in quoted.words
        if _is_distinct(word, quoted.text) and word.meanings.isdisjoint(said.meanings)
    ]
    for word in said.words:
        if missing and _is_distinct(word, said.text) and word.meanings.isdisjoint(quoted.meanings):
            yield objection("role", word.text)
            return


def _other_sides(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to one side of a case where the quotations speak of the other alone."""
    said, quoted = (set(_NAME.findall(CASE.sub(" ", text))) for text in (statement, evidence.words))
    cases = {match.groups() for match in CASE.finditer(f"{evidence.words}\n{evidence.context}")}
    for one, other in sorted(cases | {(other, one) for one, other in cases}):
        if one in said - quoted and other in quoted - said and "United" not in (one, other):
            yield objection("role", one)


def _is_distinct(word: Word, text: str) -> bool:
    named = word.stem in DISTINCT and word.stem != "parti"  # any of them may be called a party
    return named and (word.text[0].islower() or _BEGINS.search(text, 0, word.start) is not None)


@lru_cache(maxsize=1024)
def _roles(text: str) -> _Roles:
    text = with_plain_keys(text)
    wording = read(text)
    actors = tuple(_actors(wording.words, text))
    deeds = (
        deed
        for clause in wording.clauses
        for deed in _deeds(
            clause.words, [actor for actor in actors if clause.start <= actor.start < clause.end], text
        )
    )
    return _Roles(actors, tuple(deeds), tuple(_ties(wording.words, actors, text)))


def _actors(words: Sequence[Word], text: str) -> Iterator[_Actor]:
    """Whom the words name; a name of several words is one."""
    last: _Actor | None = None
    for word in words:
        key = key_of(word, text)
        if key is None or key.kind in ("figure", "year") or _NUMBERED.match(text, word.start):
            continue
        one = _Actor(word.start, word.end, frozenset({key}))
        if last and _is_one_name(last, one, text):
            last = _Actor(last.start, one.end, last.keys | one.keys)
            continue
        if last:
            yield _with_initials(last, text)
        last = one
    if last:
        yield _with_initials(last, text)


def _is_one_name(last: _Actor, one: _Actor, text: str) -> bool:
    large = text[last.start].isupper() and text[one.start].isupper()
    return large and _ONE_NAME.fullmatch(text, last.end, one.start) is not None


def _with_initials(actor: _Actor, text: str) -> _Actor:
    """The actor, known by its initials too: the "Defend Trade Secrets Act" is the DTSA."""
    initials = "".join(re.findall(r"\b[A-Z]", text[actor.start : actor.end])).lower()
    known = {Key("name", initials)} if len(initials) > 2 else set[Key]()
    return replace(actor, keys=actor.keys | known)


def _deeds(words: Sequence[Word], actors: Sequence[_Actor], text: str) -> Iterator[_Deed]:
    free = [actor for actor in actors if not _BESIDE.search(_before(actor, text))]
    for verb in words:
        if not verb.text.isalpha() or verb.text[0].isupper() or _NOUN_FOLLOWS.search(_before(verb, text)):
            continue
        before = [actor for actor in free if actor.end <= verb.start and not _owns(actor, text)]
        after = [  # but for the owner in "secret owner"
            actor for actor in free if actor.start >= verb.end + (2 if actor.kind == "party" else 0)
        ]
        if not before or not after or before[-1].is_same(after[0]) or is_party(verb.text):
            continue
        between = text[verb.end : after[0].start]
        passive = _BE.search(_before(verb, text)) is not None
        if _BY.search(between):
            if passive or between.startswith(" by "):
                yield _Deed(after[0], verb.stem, before[-1])
        elif not passive and _is_verb(verb, before[-1], text):
            yield _Deed(before[-1], verb.stem, after[0])


def _is_verb(word: Word, before: _Actor, text: str) -> bool:
    """Whether a word reads as a verb after an actor: "sued", "may sue", "Chile exports", "who joins the"."""
    return bool(
        word.text.endswith("ed")
        or text[before.end : word.start] == " "
        or _VERBAL.search(_before(word, text))
        or _OBJECT.match(text, word.end)
    )


def _ties(words: Sequence[Word], actors: Sequence[_Actor], text: str) -> Iterator[_Tie]:
    plain = [word for word in words if key_of(word, text) is None]
    for place, actor in enumerate(actors):
        joined = _joined(actors, place, text)
        following = [word for word in plain if word.start >= actor.end][:2]
        leading = next((word for word in reversed(plain) if word.end <= actor.start), None)
        for relation, word in _heads(actor, following, leading, text):
            for one in joined:
                yield _Tie(relation, word.stem, one)


def _heads(
    actor: _Actor, following: Sequence[Word], leading: Word | None, text: str
) -> Iterator[tuple[str, Word]]:
    """What is the actor's, is done by or to the actor, or stands before "for" and the actor."""
    if following:
        gap = text[actor.end : following[0].start]
        if _owns(actor, text):
            yield "of", following[0]
            if len(following) > 1 and text[following[0].end : following[1].start] == " ":
                yield "of", following[1]
        elif gap == " " and not _ADVERB.fullmatch(following[0].text):
            if actor.kind == "place" or not _BESIDE.search(_before(actor, text)):
                yield "of", following[0]
            if actor.kind != "place" and _OBJECT.match(text, following[0].end):
                yield "does", following[0]
        elif _SUFFERS.fullmatch(gap):
            yield "suffers", following[0]
    match = _RELATION.fullmatch(text, leading.end, actor.start) if leading else None
    if leading and match:
        relation = (match["relation"] or "of").lower()
        yield {"by": "of", "on behalf of": "for"}.get(relation, relation), leading


def _joined(actors: Sequence[_Actor], place: int, text: str) -> list[_Actor]:
    """The actor with those that "and" or "or" joins to it."""
    found = [actors[place]]
    for one, other in pairwise(actors[place:]):
        if not _JOINED.search(text, one.end, other.start) or other.start - one.end > 30:
            break
        found.append(other)
    for other, one in pairwise(reversed(actors[: place + 1])):
        if not _JOINED.fullmatch(text, one.end, other.start):
            break
        found.append(one)
    return found


def _before(one: Word | _Actor, text: str) -> str:
    """The last words before a word: as many as the patterns above ask for."""
    return text[max(0, one.start - 40) : one.start]


def _owns(actor: _Actor, text: str) -> bool:
    """Whether it is a genitive: "Appian's rival" does nothing to the rival's name."""
    return text[: actor.end].endswith(("'s", "’s")) or text[actor.end : actor.end + 1] in ("'", "’")
