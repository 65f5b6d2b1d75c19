"""What a quoted clause needs beside it: the provision that limits it, the definition it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from answering.language.words import stems, subject_stems
from answering.protocols import Library
from answering.selection.definitions import definition_places
from answering.selection.provisions import find_point, find_provision, normal_label, provisions, quotable
from answering.selection.standing_alone import standing_alone
from core.folding import CUT
from core.types import Document, DraftStatement, Quotation, Source, Span
from prompts.load import load_prompt

MOST_OF_A_CLAUSE = 2
MOST_OF_AN_ANSWER = 3
LONGEST_DEFINITION = 800  # characters; longer is an agreement's whole preamble

_LIMITING = (
    r"\b(?:subject to|notwithstanding|without prejudice to|as defined in|within the meaning of|"
    r"(?:has|have) the meaning (?:\w+ ){1,4}in|except (?:under|in)|"
    r"except as (?:\w+ )?(?:provided|set forth|set out|stated|specified|permitted|described|required)"
    r"(?: for)?(?: in| by| under)?|unless (?:\w+ ){1,4}(?:in accordance with|pursuant to|under|by))"
)
_LABEL = r"(?P<label>(?:sub)?sections?|articles?|clauses?|(?:sub)?paragraphs?|sec\.|art\.|§§?)"
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})*(?:\s?\([A-Za-z0-9]{1,4}\))*|[IVX]{1,5}\b|(?:\([A-Za-z0-9]{1,4}\))+)"
REFERENCE = re.compile(
    rf"{_LIMITING}\s+(?:the\s+)?(?:(?:provisions|terms|requirements|conditions|limitations|exceptions)\s+"
    rf"(?:of|in|set forth in)\s+)?{_LABEL}\s*(?P<numbers>{_NUMBER}(?:(?:,\s*(?:and|or)?\s*|\s+(?:and|or)\s+)"
    rf"{_NUMBER})*)(?![\w-])",
    re.I,
)
# "section 4 of the Crimes Act", "Section 14 thereof", "Articles 10 to 15", "Section 3 Bankruptcy Code"
ELSEWHERE = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:of\s+(?!this\b)|thereof\b|(?:to|in|under)\s+(?:the|that|such)\s+[A-Z]|"
    r"(?:through|to|[-–—])\s*\(?\d|,?\s*(?:the\s+)?[A-Z]\w+\s+(?:\w+\s+)?(?:Act|Code|Law|Agreement|Directive))"
)
# A text that speaks of itself; a brief on a law bears other numbers than the law's.
SPEAKS_OF_ITSELF = re.compile(
    r"\b(?:hereof|hereto|hereunder|herein|(?:[Tt]his|the present) (?:Act|Agreement|Amendment|Code|Contract|"
    r"Directive|Law|Lease|License|Licence|Policy|Regulation|Statute|Terms|Treaty|Convention))\b"
)
AMENDS = re.compile(r"\bamend(?:ment|ing)\b", re.I)  # its numbers may be another text's
OPENING = 400  # characters that a document names itself in


@dataclass
class _Answer:
    """The statements of an answer, and which words they quote by now."""

    statements: list[DraftStatement] = field(default_factory=list)
    quoted: list[tuple[str, Span]] = field(default_factory=list)  # version and stretch

    def add(self, statement: DraftStatement) -> None:
        self.statements.append(statement)

    def note(self, statement: DraftStatement) -> None:
        self.quoted += [
            (q.source.version, Span(q.start, q.start + len(q.text)))
            for q in statement.quotations
            if q.start is not None
        ]

    def quotes(self, version: str, stretches: Sequence[Span]) -> bool:
        return any(
            version == known and span.start < other.end and other.start < span.end
            for known, other in self.quoted
            for span in stretches
        )


def brought_along(
    question: str, statements: Sequence[DraftStatement], library: Library
) -> list[DraftStatement]:
    """The statements, each followed by what it cannot be understood without, as statements of their own.

    These are provisions of its own document that it is "subject to", and definitions of terms that the
    question asks about; three an answer at most, none twice, none that is uncertain.
    """
    answer = _Answer()
    for statement in statements:
        answer.note(statement)
    brought = 0
    for statement in statements:
        answer.add(statement)
        for more in _needed(question, statement, library, answer):
            if brought == MOST_OF_AN_ANSWER:
                break
            answer.add(more)
            brought += 1
    return answer.statements


def _needed(
    question: str, statement: DraftStatement, library: Library, answer: _Answer
) -> Iterator[DraftStatement]:
    """At most two statements that bring what the clause refers to, references first."""
    source = statement.quotations[0].source
    document = library.document(source.version)
    found = 0
    for lead, stretches in (
        *_references(statement, document),
        *_definitions(question, statement.text, document),
    ):
        if found == MOST_OF_A_CLAUSE or answer.quotes(source.version, stretches):
            continue
        brought = _statement(lead, stretches, source, document)
        answer.note(brought)
        found += 1
        yield brought


def _statement(lead: str, stretches: Sequence[Span], source: Source, document: Document) -> DraftStatement:
    quotations = tuple(Quotation(source, document.text[s.start : s.end], s.start) for s in stretches)
    return DraftStatement(CUT.join(quotation.text for quotation in quotations), quotations, lead)


def _references(statement: DraftStatement, document: Document) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The provisions that limit the statement, with their leads."""
    if not SPEAKS_OF_ITSELF.search(document.text) or AMENDS.search(document.text[:OPENING]):
        return
    place = statement.quotations[0].start or 0
    for mention in REFERENCE.finditer(statement.text):
        if ELSEWHERE.match(statement.text, mention.end()):
            continue
        for number in re.findall(_NUMBER, mention["numbers"]):
            if span := _resolve(mention["label"], number, place, document):
                name = f"{_singular(mention['label'])} {number}"
                yield load_prompt("lead-reference").fill(provision=name), (span,)


def _singular(label: str) -> str:
    word = label.lower()
    return "§" if "§" in word else word.removesuffix("s").capitalize()


def _resolve(label: str, number: str, place: int, document: Document) -> Span | None:
    points = tuple(re.findall(r"\(([A-Za-z0-9]+)\)", number))
    bare = re.sub(r"\s?\(.*", "", number)
    if bare:
        return find_provision(normal_label(label), bare, points, document)
    around = [p for p in provisions(document) if p.start <= place < p.end]
    if not around or len(points) > 1:
        return None
    span = find_point(points[0], Span(around[0].start, around[0].end), document)
    return quotable(span, document) if span else None


def _definitions(question: str, clause: str, document: Document) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The definitions of terms that the clause uses and the question asks about, with their leads."""
    asked = set(subject_stems(question))
    for term, start in definition_places(document).items():
        words = r"\s+".join(map(re.escape, term.split()))
        if not re.search(rf"\b{words}\b", clause) or not set(stems(term)) <= asked:
            continue
        stretches = standing_alone(Span(start, start + len(term)), document)
        if sum(s.end - s.start for s in stretches) <= LONGEST_DEFINITION:
            yield load_prompt("lead-definition").fill(term=term), stretches
