"""Corrupted statements, made from right ones: each must be refused, or pinned where its words do stand."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, partial

from core.types import DraftStatement, Passage, Quotation, Span
from eval.mutating import changed_names, changed_quotations, changed_values, changed_wording
from eval.mutating.changed_names import SORTS, Names, names_of
from eval.mutating.right_statements import Right
from eval.mutating.shelf import Held, Shelf, plain

FIRST = 300  # of each origin that mutants are made of before others: these are checked untouched as well


class Family(StrEnum):
    """What a mutant attacks; each has a floor of its own, but for the last."""

    QUOTATION = "altered quotations"
    UNFOUNDED = "nothing quoted, or made up"
    PLACEMENT = "quotations in the wrong place"
    CLAIM = "claims that guards compare"
    BEYOND = "claims that no guard compares"


@dataclass(frozen=True)
class Mutant:
    """A statement that must not be shown so: made from a right one, before checking."""

    kind: str
    family: Family
    right: Right
    draft: DraftStatement
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Bench:
    """What mutants are made of: documents, right statements, names."""

    shelf: Shelf
    rights: Sequence[Right]

    @cached_property
    def names(self) -> Names:
        """The names in the documents."""
        return names_of(self.shelf)

    @cached_property
    def said(self) -> frozenset[str]:
        """What all the right statements say."""
        return frozenset(plain(right.text) for right in self.rights)


Make = Callable[[Right, Bench, random.Random], Iterator[Mutant]]

# Kinds of the twins that people wrote: whether a guard compares what they change.
TWINS: Mapping[str, Family] = {
    **dict.fromkeys(
        (
            *("number", "date", "amount", "section", "name", "negation", "modality", "quantifier"),
            *("comparison", "version"),
        ),
        Family.CLAIM,
    ),
    **dict.fromkeys(("tense", "scope", "role", "cause", "support"), Family.BEYOND),
}


def make_mutants(bench: Bench, per_kind: int, seed: int) -> tuple[Mutant, ...]:
    """At most `per_kind` of each kind, shared out among the origins, and all the twins that people wrote.

    The same bench, number and seed give the same mutants.
    """
    twins = [mutant for right in bench.rights for mutant in _twins(right)]
    made = [mutant for kind in MAKERS for mutant in _of_kind(kind, bench, per_kind, seed)]
    return (*made, *(mutant for mutant in twins if _is_mutant(mutant, bench)))


def _of_kind(kind: str, bench: Bench, per_kind: int, seed: int) -> list[Mutant]:
    origins: dict[str, list[Right]] = {}
    for right in bench.rights:
        origins.setdefault(right.origin, []).append(right)
    queues = []
    for origin, rights in origins.items():
        chance = random.Random(f"{seed} {kind} {origin}")
        first, rest = rights[:FIRST], rights[FIRST:]
        chance.shuffle(first)
        chance.shuffle(rest)
        queues.append(_tried(kind, [*first, *rest], bench, seed))
    found: list[Mutant] = []
    while queues and len(found) < per_kind:
        for queue in tuple(queues):
            mutant = next(queue, None)
            if mutant is None:
                queues.remove(queue)
            elif len(found) < per_kind:
                found.append(mutant)
    return found


def _tried(kind: str, rights: Sequence[Right], bench: Bench, seed: int) -> Iterator[Mutant]:
    """One mutant of each right statement that yields one."""
    for right in rights:
        chance = random.Random(f"{seed} {kind} {right.id}")
        candidates = MAKERS[kind](right, bench, chance)
        mutant = next((found for found in candidates if _is_mutant(found, bench)), None)
        if mutant:
            yield mutant


def _is_mutant(mutant: Mutant, bench: Bench) -> bool:
    """Whether it is wrong indeed, as far as the documents tell: what happens to stand there is none."""
    right, draft = mutant.right, mutant.draft
    held = right.held
    if mutant.kind in UNRELATED:
        return True  # true, but not by these quotations
    if mutant.family in (Family.CLAIM, Family.BEYOND):
        return plain(draft.text) not in bench.said and not held.says(draft.text)
    if mutant.family is Family.PLACEMENT:
        return all(bench.shelf.words.count(plain(q.text)) == 1 for q in right.quotations)
    if not draft.quotations or mutant.kind == TOO_SHORT:
        return True
    made_up = [q.text for q in draft.quotations if q not in right.quotations]
    return bool(made_up) and not any(plain(text) in bench.shelf.words for text in made_up)


def _twins(right: Right) -> Iterator[Mutant]:
    for twin in right.twins:
        family = TWINS.get(twin.kind, Family.BEYOND)
        yield _claim(f"written: {twin.kind}", family, right, twin.text)


def _claim(kind: str, family: Family, right: Right, text: str) -> Mutant:
    return Mutant(kind, family, right, replace(right.draft, text=text), right.passages)


def _requoted(
    kind: str, family: Family, right: Right, quotations: Sequence[Quotation], text: str | None = None
) -> Mutant:
    draft = DraftStatement(text or right.text, tuple(quotations), own_words=True)
    return Mutant(kind, family, right, draft, right.passages)


def _known(right: Right) -> str:
    """The words around a statement: what it quotes, the passages of that document, its title."""
    own = [p.text for p in right.passages if p.source == right.held.document.source]
    return plain("\n".join((right.held.document.source.metadata.title, right.text, right.quoted, *own)))


def _wording(
    kind: str,
    family: Family,
    change: Callable[[str, str, random.Random], Iterator[str]],
    right: Right,
    bench: Bench,
    chance: random.Random,
) -> Iterator[Mutant]:
    for text in change(right.text, _known(right), chance):
        yield _claim(kind, family, right, text)


def _name(kind: str, sort: str, right: Right, bench: Bench, chance: random.Random) -> Iterator[Mutant]:
    changed = changed_names.other_name(sort, bench.names, right.text, _known(right), right.held.words, chance)
    for text in changed:
        yield _claim(kind, Family.CLAIM, right, text)


def _exchanged(kind: str, right: Right, bench: Bench, chance: random.Random) -> Iterator[Mutant]:
    for text in changed_names.names_exchanged(bench.names, right.text, _known(right), chance):
        yield _claim(kind, Family.BEYOND, right, text)


def _false_claim(
    kind: str, family: Family, right: Right, bench: Bench, chance: random.Random
) -> Iterator[Mutant]:
    """Another right statement over these quotations.

    For guards where it has a number or a name that neither they nor the document's title have.
    """
    known = set(_known(right).split())
    for other in chance.sample(bench.rights, min(len(bench.rights), 20)):
        quoted = set(plain(other.quoted).split())
        if other.held.folder != right.held.folder or quoted & known >= quoted:
            continue
        named = [
            *re.findall(r"(?<=[a-z,] )[A-Z]\w+", other.text),
            *re.findall(r"(?<![\w.,])\d[\d.,]*(?!\w)", other.text),
        ]
        strange = any(not set(plain(word).split()) <= known for word in named)
        if strange == (family is Family.CLAIM):
            yield _claim(kind, family, right, other.text)


def _altered(
    kind: str,
    change: Callable[[str, Held, random.Random], Iterator[str]],
    family: Family,
    right: Right,
    bench: Bench,
    chance: random.Random,
) -> Iterator[Mutant]:
    place = chance.randrange(len(right.quotations))
    for words in change(right.quotations[place].text, right.held, chance):
        changed = list(right.quotations)
        changed[place] = replace(changed[place], text=words)
        yield _requoted(kind, family, right, changed)


def _cut_short(kind: str, right: Right, bench: Bench, chance: random.Random) -> Iterator[Mutant]:
    for words in changed_quotations.too_short(right.quotations[0].text, right.held, chance):
        yield _requoted(kind, Family.UNFOUNDED, right, [replace(right.quotations[0], text=words)])


def _invented(kind: str, right: Right, bench: Bench, chance: random.Random) -> Iterator[Mutant]:
    """A false claim with a quotation made up to support it."""
    first = right.quotations[0]
    for words in changed_quotations.value_altered(first.text, right.held, chance):
        yield _requoted(kind, Family.UNFOUNDED, right, [replace(first, text=words)], words)
    for words in changed_quotations.small_word_altered(first.text, right.held, chance):
        yield _requoted(kind, Family.UNFOUNDED, right, [replace(first, text=words)], words)


def _own_words_quoted(kind: str, right: Right, bench: Bench, chance: random.Random) -> Iterator[Mutant]:
    """The statement's own wording, given as the source's."""
    yield _requoted(kind, Family.UNFOUNDED, right, [replace(right.quotations[0], text=right.text)])


def _uncited(kind: str, right: Right, bench: Bench, chance: random.Random) -> Iterator[Mutant]:
    yield _requoted(kind, Family.UNFOUNDED, right, ())


def _wrong_document(kind: str, right: Right, bench: Bench, chance: random.Random) -> Iterator[Mutant]:
    others = [h for h in bench.shelf.held if h.folder == right.held.folder and h is not right.held]
    if not others:
        return
    passage = chance.choice(chance.choice(others).passages)
    yield _moved(kind, right, passage)


def _wrong_passage(kind: str, right: Right, bench: Bench, chance: random.Random) -> Iterator[Mutant]:
    homes = {(q.within.start, q.within.end) for q in right.quotations if q.within}
    others = [p for p in right.held.passages if (p.start, p.end) not in homes]
    if others:
        yield _moved(kind, right, chance.choice(others))


def _moved(kind: str, right: Right, passage: Passage) -> Mutant:
    quotations = [
        Quotation(passage.source, q.text, within=Span(passage.start, passage.end)) for q in right.quotations
    ]
    mutant = _requoted(kind, Family.PLACEMENT, right, quotations)
    passages = {p.id: p for p in (passage, *right.passages)}
    return replace(mutant, passages=tuple(passages.values()))


UNRELATED = ("true quotation, false claim", "true quotation, other claim")
TOO_SHORT = "quotation too short"
ALTERATIONS: Mapping[str, Callable[[str, Held, random.Random], Iterator[str]]] = {
    "quotation: one word altered": changed_quotations.word_altered,
    "quotation: one word left out": changed_quotations.word_left_out,
    "quotation: one word put in": changed_quotations.word_put_in,
    "quotation: value altered": changed_quotations.value_altered,
    "quotation: small word altered": changed_quotations.small_word_altered,
    "quotation: two places stitched": changed_quotations.stitched,
}
MAKERS: Mapping[str, Make] = {
    **{kind: partial(_altered, kind, change, Family.QUOTATION) for kind, change in ALTERATIONS.items()},
    "invented quotation": partial(_invented, "invented quotation"),
    "own words given as a quotation": partial(_own_words_quoted, "own words given as a quotation"),
    TOO_SHORT: partial(_cut_short, TOO_SHORT),
    "uncited sentence": partial(_uncited, "uncited sentence"),
    "wrong document": partial(_wrong_document, "wrong document"),
    "wrong passage": partial(_wrong_passage, "wrong passage"),
    **{
        kind: partial(_wording, kind, Family.CLAIM, partial(changed_values.other_value, kind))
        for kind in changed_values.PATTERNS
    },
    **{
        kind: partial(_wording, kind, Family.CLAIM, partial(changed_wording.swapped, kind))
        for kind in changed_wording.SWAPS
        if kind != "tense"
    },
    "negation added": partial(_wording, "negation added", Family.CLAIM, changed_wording.negation_added),
    "scope widened": partial(_wording, "scope widened", Family.CLAIM, changed_wording.scope_widened),
    **{f"other {sort}": partial(_name, f"other {sort}", sort) for sort in SORTS},
    UNRELATED[0]: partial(_false_claim, UNRELATED[0], Family.CLAIM),
    UNRELATED[1]: partial(_false_claim, UNRELATED[1], Family.BEYOND),
    "names exchanged": partial(_exchanged, "names exchanged"),
    "tense": partial(_wording, "tense", Family.BEYOND, partial(changed_wording.swapped, "tense")),
    "condition dropped": partial(
        _wording, "condition dropped", Family.BEYOND, changed_wording.condition_dropped
    ),
}
