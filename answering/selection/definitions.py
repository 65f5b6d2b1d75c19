"""Where a document defines the terms that it uses."""

from __future__ import annotations

import re

from core.types import Document

MEANS = re.compile(
    r"\s*(?:\([^()]{0,80}\)\s*)?,?\s*(?:as used (?:herein|in this \w+),?\s*)?"
    r"(?:each |collectively |also |is understood to )?"
    r"(?:means?|shall mean|will mean|refers? to|shall refer to|is defined as|includes?|shall include)\b",
    re.I,
)
BRACKET = re.compile(r"\([^()\"“”;.]*$")
POINTS = re.compile(r"\s*(?:shall |will )?ha(?:s|ve) the (?:same )?meanings?\b", re.I)
TERM = re.compile(r"[\"“‘](?P<term>[A-Za-z][\w&'’/-]*(?:\s+[\w&'’/-]+){0,5}),?[\"”’]")
# Names of what every contract and law speaks of: their definitions tell a reader nothing.
COMMON = frozenset(
    """party parties agreement act contract policy company law section effective date user users site
    website service services we us our you your customer directive regulation person
    including include term""".split()  # noqa: SIM905
)


def definition_places(document: Document) -> dict[str, int]:
    """Where each term is defined, once and for certain: {"Territory": 2014}.

    A sentence with "means" goes before a bracket, (collectively, "Governing Policies"); one word in a
    bracket is as good as always the name of a party. A term that two sentences define is left out, and
    so is one whose definition only points: "shall have the meaning set forth in Section 2.01".
    """
    means: dict[str, list[int]] = {}
    brackets: dict[str, list[int]] = {}
    for match in TERM.finditer(document.text):
        term = " ".join(match["term"].split())
        if POINTS.match(document.text, match.end()):
            continue
        if MEANS.match(document.text, match.end()):
            means.setdefault(term, []).append(match.start())
        elif " " in term and _in_brackets(document.text, match.start(), match.end()):
            brackets.setdefault(term, []).append(match.start())
    found: dict[str, int] = {}
    for term in {**means, **brackets}:
        places = means.get(term) or brackets[term]
        if len(places) == 1 and not all(word.lower() in COMMON for word in term.split()):
            found[term] = places[0]
    return found


def _in_brackets(text: str, start: int, end: int) -> bool:
    """Whether the quoted term is given as a name: (collectively, the "Governing League Policies")."""
    return text[end : end + 1] == ")" and BRACKET.search(text[max(0, start - 60) : start]) is not None
