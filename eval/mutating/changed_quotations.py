"""False quotations: other words, words left out or put in, two places given as one, made up, too short."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from eval.mutating.changed_values import PATTERNS, other_value
from eval.mutating.changed_wording import negation_added, swapped
from eval.mutating.shelf import Held

CONTENT = re.compile(r"(?<![\w’'-])[a-z]{5,}(?![\w’'-])")
PUT_IN = ("generally", "usually", "always", "expressly", "in writing", "materially")
SMALL_WORDS = ("negation dropped", "modality", "quantifier", "comparison")
LEAST = 4  # words of a quotation that stands for itself


def word_altered(quote: str, held: Held, chance: random.Random) -> Iterator[str]:
    """One word of it is another word of the same document, of the same ending where there is one."""
    found = list(CONTENT.finditer(quote))
    chance.shuffle(found)
    own = sorted(set(CONTENT.findall(held.document.text)) - {match[0] for match in found})
    for match in found:
        alike = [word for word in own if word[-2:] == match[0][-2:]] or own
        for other in chance.sample(alike, min(3, len(alike))):
            yield quote[: match.start()] + other + quote[match.end() :]


def word_left_out(quote: str, held: Held, chance: random.Random) -> Iterator[str]:
    """One word from its middle is missing."""
    words = quote.split(" ")
    for place in chance.sample(range(1, len(words) - 1), max(0, len(words) - 2)):
        yield " ".join((*words[:place], *words[place + 1 :]))


def word_put_in(quote: str, held: Held, chance: random.Random) -> Iterator[str]:
    """An adverb stands in its middle that the source does not have."""
    words = quote.split(" ")
    for place in chance.sample(range(2, len(words) - 1), max(0, len(words) - 3)):
        yield " ".join((*words[:place], chance.choice(PUT_IN), *words[place:]))


def value_altered(quote: str, held: Held, chance: random.Random) -> Iterator[str]:
    """A number, date, amount or section of it is another one."""
    for kind in chance.sample(list(PATTERNS), len(PATTERNS)):
        yield from other_value(kind, quote, "", chance)


def small_word_altered(quote: str, held: Held, chance: random.Random) -> Iterator[str]:
    """A "not", "must", "all" or "at least" of it is gone or another one."""
    changes = [negation_added(quote, "", chance)]
    changes += [swapped(kind, quote, "", chance) for kind in SMALL_WORDS]
    chance.shuffle(changes)
    for change in changes:
        yield from change


def stitched(quote: str, held: Held, chance: random.Random) -> Iterator[str]:
    """Its beginning goes on with the end of a paragraph elsewhere in the document, with or without a mark."""
    words = quote.split(" ")
    half = len(words) // 2
    if half < LEAST:
        return
    text, paragraphs = held.document.text, held.document.layout.paragraphs
    for paragraph in chance.sample(paragraphs, len(paragraphs)):
        said = text[paragraph.start : paragraph.end]
        other = said.split()
        if len(other) >= half and quote not in said:
            joint = chance.choice((" ", " … ", " ... "))
            yield " ".join(words[:half]) + joint + " ".join(other[-half:])


def too_short(quote: str, held: Held, chance: random.Random) -> Iterator[str]:
    """Two or three plain words of it, which could be from anywhere."""
    words = quote.split(" ")
    for place in chance.sample(range(len(words) - 2), max(0, len(words) - 2)):
        short = " ".join(words[place : place + chance.choice((2, 3))])
        if re.fullmatch(r"[a-z]+(?: [a-z]+)+", short) and "trade secret" not in short:
            yield short
