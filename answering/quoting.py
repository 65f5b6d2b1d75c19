"""The answerer without a language model: it picks the sentences that answer, in the sources' own words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from answering.confidence import Evidence, confidence
from answering.folding import CUT, fold
from answering.protocols import Draft, Library
from answering.question import Kind, kind_of
from answering.standing_alone import BARE_OPENING, LIST_ITEM, standing_alone
from answering.words import stems, subject_stems
from core.types import Document, DraftStatement, Passage, Quotation, Span

DATE = re.compile(r"\b(?:1[89]|20)\d\d\b")
NAME = re.compile(r"(?<=[a-z,;] )[A-Z]\w+")
FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third)\b", re.I
)
POINTS_ELSEWHERE = re.compile(r"See also\b")
FULL = 30  # words; beyond them a sentence gains nothing by being longer
SHORTEST = 4  # words; less is a heading, a label or a cut line
WEAKER = 1.5  # how far a further sentence may score below the best one, in standard deviations
WEAKER_IN_LISTS = 2.5  # a list wants more sentences, each of which answers less of the question


@dataclass(frozen=True)
class Candidate:
    """A sentence of a passage that may be quoted."""

    passage: Passage
    span: Span
    text: str
    similarity: float  # cosine of the sentence and the question
    score: float


@dataclass(frozen=True)
class Chosen:
    """A candidate with the stretches of its document that it is quoted in."""

    candidate: Candidate
    document: Document
    stretches: tuple[Span, ...]

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """The stretches as quotations, in the order of the document."""
        source = self.candidate.passage.source
        return tuple(
            Quotation(source, self.document.text[span.start : span.end], span.start)
            for span in self.stretches
        )


class Quoting:
    """An Answerer that cannot invent: every statement is stretches of one document's text."""

    name = "quoting"

    def __call__(self, question: str, passages: Sequence[Passage], *, library: Library, most: int) -> Draft:
        """The best sentences, grouped by source, the strongest source first."""
        if not passages:
            return Draft((), 0.0)
        candidates = score_sentences(question, passages)
        weaker = WEAKER_IN_LISTS if kind_of(question) is Kind.LIST else WEAKER
        chosen = _choose(candidates, most, weaker, library)
        statements = [_statement(one) for one in _grouped(chosen)]
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
        Candidate(passage, Span(start, end), text, similarity, float(score))
        for (passage, _, start, end, similarity), text, score in zip(rows, texts, scores, strict=True)
        if len(text.split()) >= SHORTEST and not POINTS_ELSEWHERE.match(text)
    ]
    return sorted(candidates, key=lambda c: (-c.score, c.passage.id, c.span.start))


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


def _choose(candidates: Sequence[Candidate], most: int, weaker: float, library: Library) -> list[Chosen]:
    """The best sentence and those that come near it, widened to what can stand alone."""
    chosen: list[Chosen] = []
    for candidate in candidates:
        if len(chosen) == most or (chosen and candidate.score < candidates[0].score - weaker):
            break
        document = library.document(candidate.passage.source.version)
        one = Chosen(candidate, document, standing_alone(candidate.span, document))
        if not any(_overlap(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _overlap(one: Chosen, other: Chosen) -> bool:
    """Whether they would quote the same words; the lead-in of a long list may be quoted twice."""
    mine, its = one.stretches[-1], other.stretches[-1]
    same = one.document.source.version == other.document.source.version
    return same and mine.start < its.end and its.start < mine.end


def _grouped(chosen: Sequence[Chosen]) -> list[Chosen]:
    """By source, the source with the strongest sentence first; within a source the strongest first."""
    order: dict[str, int] = {}
    for one in chosen:
        order.setdefault(one.document.source.document, len(order))
    return sorted(chosen, key=lambda one: (order[one.document.source.document], -one.candidate.score))


def _statement(chosen: Chosen) -> DraftStatement:
    """The chosen words; what opens with a bare "It", or is an item without a lead-in, gets its heading."""
    quotations = chosen.quotations
    text = CUT.join(quotation.text for quotation in quotations)
    bare = BARE_OPENING.match(text) or LIST_ITEM.match(text)
    section = chosen.candidate.passage.section
    heading = section[-1] if section else chosen.document.source.metadata.title
    return DraftStatement(text, quotations, heading if bare else None)


def _deduplicated(statements: Sequence[DraftStatement]) -> list[DraftStatement]:
    """The same words in two documents make one statement with two quotations."""
    merged: dict[str, DraftStatement] = {}
    for statement in statements:
        words = fold(statement.text).text
        known = merged.get(words)
        quotations = (*known.quotations, *statement.quotations) if known else statement.quotations
        merged[words] = DraftStatement((known or statement).text, quotations, (known or statement).lead)
    return list(merged.values())
