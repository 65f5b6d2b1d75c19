"""The answerer without a language model: it picks the sentences that answer, in the sources' own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.confidence import LEAST, MOST, UNREAD, Evidence, confidence
from answering.language.words import stems, subject_stems
from answering.protocols import Draft, Library
from answering.selection.references import brought_along
from answering.selection.sentence_scores import Candidate, place_of, score_sentences
from answering.selection.standing_alone import standing_alone, wants_its_heading
from core.folding import CUT, fold
from core.types import Document, DraftStatement, Passage, Quotation, Span

WEAKER = 2.5  # how far a further sentence may score below the best one, in standard deviations


@dataclass(frozen=True)
class Chosen:
    """A candidate with the stretches of its document that it is quoted in."""

    candidate: Candidate
    document: Document
    stretches: tuple[Span, ...]

    @property
    def answering(self) -> Span:
        """The stretch that the candidate is in; the others lead into it or end its sentence."""
        end = self.candidate.span.end
        return next((s for s in self.stretches if s.start < end <= s.end), self.stretches[-1])

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

    def __call__(
        self,
        question: str,
        passages: Sequence[Passage],
        *,
        library: Library,
        most: int,
        absent: Sequence[str] = (),
    ) -> Draft:
        """The best sentences, grouped by source, the strongest source first."""
        if not passages:
            return Draft((), 0.0)
        scored = score_sentences(question, passages)
        candidates = [one for one in scored if one.span.start not in one.passage.barred]
        chosen = _choose(candidates, most, library)
        statements = [_statement(one) for one in _grouped(chosen)]
        statements = brought_along(question, _deduplicated(statements), library)
        spoken_for = evidence(question, candidates, absent=len(absent))
        return Draft(tuple(statements), confidence(spoken_for))


def evidence(question: str, candidates: Sequence[Candidate], *, absent: int = 0) -> Evidence:
    """What speaks for the best candidate answering the question, and how many names speak against it."""
    if not candidates:
        return Evidence(0.0, 0.0, absent, LEAST)
    best = candidates[0]
    held = set(stems(best.text + " " + place_of(best.passage)))
    subject = subject_stems(question)
    read = [max(candidate.answers, LEAST) for candidate in candidates if candidate.answers is not None]
    return Evidence(
        similarity=max(candidate.similarity for candidate in candidates),
        coverage=sum(word in held for word in subject) / len(subject) if subject else 0.0,
        absent=absent,
        answers=min(max(read, default=UNREAD), MOST),
    )


def _choose(candidates: Sequence[Candidate], most: int, library: Library) -> list[Chosen]:
    """The best sentence and those that come near it, widened to what can stand alone."""
    chosen: list[Chosen] = []
    for candidate in candidates:
        if len(chosen) == most or (chosen and candidate.score < candidates[0].score - WEAKER):
            break
        document = library.document(candidate.passage.source.version)
        one = Chosen(candidate, document, standing_alone(candidate.span, document))
        same = [place for place, other in enumerate(chosen) if _overlap(one, other)]
        if not same:
            chosen.append(one)
        elif len(same) == 1 and _holds(one, chosen[same[0]]):
            chosen[same[0]] = replace(chosen[same[0]], stretches=one.stretches)
    return chosen


def _holds(one: Chosen, other: Chosen) -> bool:
    """Whether all that the other quotes is within one stretch of `one`, which then takes its place."""
    first, last = other.stretches[0], other.stretches[-1]
    return any(mine.start <= first.start and last.end <= mine.end for mine in one.stretches)


def _overlap(one: Chosen, other: Chosen) -> bool:
    """Whether they would quote the same words; what opens and ends a long list may be quoted twice."""
    mine, its = one.answering, other.answering
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
    bare = wants_its_heading(chosen.stretches[0], chosen.document)
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
