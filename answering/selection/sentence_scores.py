"""Scores every sentence of the passages found: how likely it is the one that answers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from answering.language.words import stem, stems, subject_stems
from answering.questions.question import Kind, kind_of
from core.types import Passage, Sentence, Span

# What a sentence's score is the sum of, with weights: the first four are standard scores among the
# sentences found, the others 1 or 0. `python -m benchmarks.choose` fits them; figures: docs/answering.md.
WEIGHTS: Mapping[str, float] = {
    "similarity": 1.0,  # nearness in meaning to the question
    "terms": 0.7,  # of the question that it or its headings hold, weighted by rarity
    "place": 0.15,  # of its passage among those found
    "reader": 0.5,  # what the reader says
    "fit": 0.5,  # it holds what is asked for: a date, a name, a figure
    "year": 0.35,  # it holds a year that the question names
    "of itself": -1.0,  # it speaks of its own document: "this brief does not cover"
}

SHORTEST = 4  # words; less is a heading, a label or a cut line
ENOUGH = 0.7  # share of a spelled-out name's words that stands for the name

DATE = re.compile(r"\b(?:1[89]|20)\d\d\b")
NAME = re.compile(r"(?<=[a-z,;] )[A-Z]\w+")
FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third)\b", re.I
)
WANTED = {Kind.DATE: DATE, Kind.WHO: NAME, Kind.AMOUNT: FIGURE}
POINTS_ELSEWHERE = re.compile(r"See also\b")
# Not "this chapter", "this Act": so laws speak of their rules.
SPEAKS_OF_ITSELF = re.compile(
    r"\b(?:this|the) (?:brief|guide|page|memo|glossary|timeline|overview|fact sheet)s?\b"
    r"|\b(?:not covered|described) here\b|\bnot covered\.$|\ba (?:brief|page) of (?:their|its) own\b",
    re.I,
)
SPELLED_OUT = re.compile(r"\b([A-Z][A-Z&]{1,9}) \(([^)]+)\)")  # as a search spells abbreviations out

Term = tuple[frozenset[str], ...]  # the stems of each way to write it


@dataclass(frozen=True)
class Candidate:
    """A sentence of a passage that may be quoted."""

    passage: Passage
    span: Span
    text: str
    similarity: float  # cosine of the sentence and the question
    answers: float | None  # log-odds that it answers, where the reader read it
    score: float


def score_sentences(question: str, passages: Sequence[Passage]) -> list[Candidate]:
    """Every sentence of the passages with its score, best first."""
    rows = [(passage, sentence) for passage in passages for sentence in passage.sentences]
    scores = features(question, passages) @ np.array(list(WEIGHTS.values()))
    candidates = [
        Candidate(
            passage=passage,
            span=Span(sentence.start, sentence.end),
            text=_text(passage, sentence),
            similarity=sentence.similarity,
            answers=sentence.answers,
            score=float(score),
        )
        for (passage, sentence), score in zip(rows, scores, strict=True)
    ]
    fit = [one for one in candidates if len(one.text.split()) >= SHORTEST]
    fit = [one for one in fit if not POINTS_ELSEWHERE.match(one.text)]
    return sorted(fit, key=lambda c: (-c.score, c.passage.id, c.span.start))


def features(question: str, passages: Sequence[Passage]) -> NDArray[np.float64]:
    """What each sentence's score is the sum of, unweighted: a row a sentence, a column for each weight."""
    rows = [
        (passage, place, sentence) for place, passage in enumerate(passages) for sentence in passage.sentences
    ]
    texts = [_text(passage, sentence) for passage, _, sentence in rows]
    wanted, years = WANTED.get(kind_of(question)), set(DATE.findall(question))
    columns = {
        "similarity": _standard([sentence.similarity for *_, sentence in rows]),
        "terms": _standard(_held(question, [passage for passage, *_ in rows], texts)),
        "place": _standard([1 / (1 + place) for _, place, _ in rows]),
        "reader": _standard(_read([sentence.answers for *_, sentence in rows])),
        "fit": [bool(wanted and wanted.search(text)) for text in texts],
        "year": [not years.isdisjoint(DATE.findall(text)) for text in texts],
        "of itself": [bool(SPEAKS_OF_ITSELF.search(text)) for text in texts],
    }
    return np.array([columns[name] for name in WEIGHTS], dtype=float).T


def _text(passage: Passage, sentence: Sentence) -> str:
    return passage.text[sentence.start - passage.start : sentence.end - passage.start]


def place_of(passage: Passage) -> str:
    """The title and headings that a passage stands under."""
    return " ".join((passage.source.metadata.title, *passage.section))


def _terms(question: str) -> list[Term]:
    """The terms of a question; an abbreviation and the name it stands for are one.

    Else the words of a long name would outweigh all that is asked about it.
    """
    names = [
        (frozenset((stem(short),)), frozenset(stems(name))) for short, name in SPELLED_OUT.findall(question)
    ]
    rest = subject_stems(SPELLED_OUT.sub(" ", question))
    return [*names, *((frozenset((word,)),) for word in rest)]


def _holds(words: set[str], term: Term) -> bool:
    return any(len(stemmed & words) >= ENOUGH * len(stemmed) for stemmed in term)


def _held(question: str, passages: Sequence[Passage], texts: Sequence[str]) -> list[float]:
    """For each sentence the rarity of the terms that it or its headings hold, summed.

    Rarity is the inverse document frequency among the sentences (Robertson and Spärck Jones 1976).
    """
    own = [set(stems(text)) for text in texts]
    places = {passage.id: set(stems(place_of(passage))) for passage in passages}
    total = [0.0] * len(own)
    for term in _terms(question):
        rarity = math.log(1 + len(own) / (0.5 + sum(_holds(words, term) for words in own)))
        for number, (words, passage) in enumerate(zip(own, passages, strict=True)):
            total[number] += rarity * _holds(words | places[passage.id], term)
    return total


def _read(answers: Sequence[float | None]) -> list[float]:
    """The reader's log-odds; what it did not read counts as their mean."""
    known = [value for value in answers if value is not None]
    mean = sum(known) / len(known) if known else 0.0
    return [mean if value is None else value for value in answers]


def _standard(values: Sequence[float]) -> NDArray[np.float64]:
    array = np.array(values, dtype=float)
    spread = array.std() if len(array) else 0.0
    return (array - array.mean()) / spread if spread else np.zeros_like(array)
