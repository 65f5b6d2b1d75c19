"""The answerer without a language model: it picks the sentences that answer, in the sources' own words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from answering.confidence import Evidence, confidence
from answering.folding import fold
from answering.protocols import Draft
from answering.question import Kind, kind_of
from answering.words import stems, subject_stems
from core.types import DraftStatement, Passage, Quotation

BARE_OPENING = re.compile(
    r"(?:It|They|This|These|That|Those|He|She|Such|Both|Neither|Here|There|Its|Their|However|"
    r"Moreover|Also|In addition|The (?:same|latter|former))\b"
)
LIST_ITEM = re.compile(r"(?:[-•*–]|\(?\w{1,4}[.)])\s")
DATE = re.compile(r"\b(?:1[89]|20)\d\d\b")
NAME = re.compile(r"(?<=[a-z,;] )[A-Z]\w+")
FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third)\b", re.I
)
FULL = 30  # words; beyond them a sentence gains nothing by being longer
SHORTEST = 4  # words; less is a heading, a label or a cut line
LONGEST_LIST = 1200  # characters of a list that is quoted whole
WEAKER = 1.5  # how far a further sentence may score below the best one, in standard deviations
WEAKER_IN_LISTS = 2.5  # a list wants more sentences, each of which answers less of the question


@dataclass(frozen=True)
class Candidate:
    """A sentence that may be quoted, and its score."""

    passage: Passage
    start: int
    end: int
    text: str
    similarity: float  # cosine of the sentence and the question
    score: float


class Quoting:
    """An Answerer that cannot invent: every statement is a stretch of one document's text."""

    name = "quoting"

    def __call__(self, question: str, passages: Sequence[Passage], *, most: int) -> Draft:
        """The best sentences, grouped by source, the strongest source first."""
        if not passages:
            return Draft((), 0.0)
        candidates = score_sentences(question, passages)
        weaker = WEAKER_IN_LISTS if kind_of(question) is Kind.LIST else WEAKER
        chosen = _choose(candidates, most, weaker)
        statements = [_statement(candidate) for candidate in _grouped(chosen)]
        return Draft(tuple(_deduplicated(statements)), confidence(evidence(question, candidates)))


def score_sentences(question: str, passages: Sequence[Passage]) -> list[Candidate]:
    """Every sentence of the passages with its score, best first.

    The score is a sum of standard scores: nearness in meaning, the question's words that it or its
    headings hold, weighted by rarity, the passage's place, and length up to a full sentence; and
    whether it holds what is asked for. docs/answering.md has the figures that set the weights.
    """
    subject = subject_stems(question)
    kind = kind_of(question)
    rows = [
        (passage, place, sentence.start, sentence.end, sentence.similarity)
        for place, passage in enumerate(passages)
        for sentence in passage.sentences
    ]
    texts = [passage.text[start - passage.start : end - passage.start] for passage, _, start, end, _ in rows]
    own = [set(stems(text)) for text in texts]
    weights = _rarity(subject, own)
    places = {passage.id: set(stems(_place(passage))) for passage in passages}
    held = [words | places[passage.id] for words, (passage, *_) in zip(own, rows, strict=True)]
    scores = (
        _standard([similarity for *_, similarity in rows])
        + 1.2 * _standard([sum(weights[word] for word in subject if word in words) for words in held])
        + 0.4 * _standard([1 / (1 + place) for _, place, *_ in rows])
        + 0.3 * _standard([min(len(text.split()), FULL) for text in texts])
        + np.array([_fit(kind, text) for text in texts])
    )
    candidates = [
        Candidate(passage, start, end, text, similarity, float(score))
        for (passage, _, start, end, similarity), text, score in zip(rows, texts, scores, strict=True)
        if len(text.split()) >= SHORTEST
    ]
    return sorted(candidates, key=lambda c: (-c.score, c.passage.id, c.start))


def evidence(question: str, candidates: Sequence[Candidate]) -> Evidence:
    """What speaks for the best candidate answering the question."""
    if not candidates:
        return Evidence(0.0, 0.0)
    best = candidates[0]
    held = set(stems(best.text + " " + _place(best.passage)))
    subject = subject_stems(question)
    return Evidence(
        similarity=max(candidate.similarity for candidate in candidates),
        coverage=sum(word in held for word in subject) / len(subject) if subject else 0.0,
    )


def _place(passage: Passage) -> str:
    return " ".join((passage.source.metadata.title, *passage.section))


def _rarity(subject: Sequence[str], sentences: Sequence[set[str]]) -> dict[str, float]:
    """Inverse document frequency of each word among the sentences (Robertson and Spärck Jones 1976)."""
    count = len(sentences)
    return {
        word: math.log(1 + count / (0.5 + sum(word in sentence for sentence in sentences)))
        for word in subject
    }


def _standard(values: Sequence[float]) -> np.ndarray:
    array = np.array(values, dtype=float)
    spread = array.std() if len(array) else 0.0
    return (array - array.mean()) / spread if spread else np.zeros_like(array)


def _fit(kind: Kind, text: str) -> float:
    """A bonus for sentences that hold the kind of thing asked for."""
    wanted = {Kind.DATE: DATE, Kind.WHO: NAME, Kind.AMOUNT: FIGURE}.get(kind)
    return 0.5 if wanted and wanted.search(text) else 0.0


def _choose(candidates: Sequence[Candidate], most: int, weaker: float) -> list[Candidate]:
    """The best sentence and those that come near it, widened to what can stand alone."""
    chosen: list[Candidate] = []
    for candidate in candidates:
        if len(chosen) == most or (chosen and candidate.score < chosen[0].score - weaker):
            break
        wide = _widened(candidate)
        if not any(_overlap(wide, other) for other in chosen):
            chosen.append(wide)
    return chosen


def _overlap(one: Candidate, other: Candidate) -> bool:
    same = one.passage.source.version == other.passage.source.version
    return same and one.start < other.end and other.start < one.end


def _widened(candidate: Candidate) -> Candidate:
    """The sentence with what it cannot stand without: the one before a bare "It", its whole list."""
    passage = candidate.passage
    sentences = passage.sentences
    first = last = next(i for i, sentence in enumerate(sentences) if sentence.start == candidate.start)

    def words(number: int) -> str:
        return passage.text[sentences[number].start - passage.start : sentences[number].end - passage.start]

    while LIST_ITEM.match(words(first)) and first > 0:
        first -= 1
    if first != last or words(first).rstrip().endswith(":"):
        while last + 1 < len(sentences) and LIST_ITEM.match(words(last + 1)):
            last += 1
    if sentences[last].end - sentences[first].start > LONGEST_LIST:
        first = last = next(i for i, s in enumerate(sentences) if s.start == candidate.start)
    if BARE_OPENING.match(words(first)) and first > 0:
        first -= 1
    start, end = sentences[first].start, sentences[last].end
    text = passage.text[start - passage.start : end - passage.start]
    return replace(candidate, start=start, end=end, text=text)


def _grouped(chosen: Sequence[Candidate]) -> list[Candidate]:
    """By source, the source with the strongest sentence first; within a source the strongest first."""
    order: dict[str, int] = {}
    for candidate in chosen:
        order.setdefault(candidate.passage.source.document, len(order))
    return sorted(chosen, key=lambda c: (order[c.passage.source.document], -c.score))


def _statement(candidate: Candidate) -> DraftStatement:
    source = candidate.passage.source
    bare = BARE_OPENING.match(candidate.text) is not None
    section = candidate.passage.section
    return DraftStatement(
        text=candidate.text,
        quotations=(Quotation(source, candidate.text, candidate.start),),
        lead=(section[-1] if section else source.metadata.title) if bare else None,
    )


def _deduplicated(statements: Sequence[DraftStatement]) -> list[DraftStatement]:
    """The same words in two documents make one statement with two quotations."""
    merged: dict[str, DraftStatement] = {}
    for statement in statements:
        words = fold(statement.text).text
        known = merged.get(words)
        quotations = (*known.quotations, *statement.quotations) if known else statement.quotations
        merged[words] = DraftStatement((known or statement).text, quotations, (known or statement).lead)
    return list(merged.values())
