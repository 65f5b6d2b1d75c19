"""Answers as the answerer gives them, for the tests of memos: every quotation stands in a text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from core.memos import MemoDraft, MemoHeading
from core.types import (
    Answer,
    Citation,
    Conflict,
    ConflictKind,
    ConflictSide,
    Document,
    Layout,
    Metadata,
    ModelUse,
    Passage,
    Source,
    Span,
    Statement,
    Status,
    Usage,
    Verdict,
)
from memo.composing import add_answer

HEADING = MemoHeading(
    subject="Seizure orders", to="General Counsel", sender="Policy unit", date="23 November 2026"
)
DTSA = (
    "Remedies\n\nA court may issue an order for seizure only in extraordinary circumstances.\n"
    "The owner is a person in whom rightful title is reposed.\n"
)
DIRECTIVE = "Article 2\n\n‘Trade secret’ means information which is secret and has commercial value.\n"
TEXTS = {"v-dtsa": DTSA, "v-directive": DIRECTIVE}
SOURCES = {
    "v-dtsa": Source(
        "d-dtsa",
        "v-dtsa",
        "dtsa.txt",
        Metadata(
            "Defend Trade Secrets Act", "U.S. Congress", "2016-05-11", "US", url="https://example.org/dtsa"
        ),
    ),
    "v-directive": Source(
        "d-directive",
        "v-directive",
        "directive.txt",
        Metadata("Directive 2016/943", "European Union", "2016", "EU", inferred=frozenset({"date"})),
    ),
}
SEIZURE = "A court may issue an order for seizure only in extraordinary circumstances."
OWNER = "The owner is a person in whom rightful title is reposed."
SECRET = "‘Trade secret’ means information which is secret and has commercial value."

MODEL = ModelUse("openai:gpt-*5*", "api.openai.com", {}, Usage(900, 80), 2.5)
NOTE = "Asked as of 1 March 2018."
CAUTION = "No longer in force: until 22 April 2019."


MADE = datetime.datetime(2026, 11, 29, 18, 5, tzinfo=datetime.UTC)


class Shelf:
    """A library that holds the texts of these examples, or others."""

    def __init__(self, texts: Mapping[str, str] = TEXTS) -> None:
        self.texts = texts

    def document(self, identifier: str) -> Document:
        """A version of these examples; each blank-line block of its text is a paragraph."""
        text = self.texts[identifier]
        blocks = [Span(found.start(), found.end()) for found in re.finditer(r"\S.*", text)]
        added = datetime.datetime(2026, 11, 1, 9)
        layout = Layout(paragraphs=tuple(blocks))
        return Document(SOURCES[identifier], text, layout, "text/plain", "upload: it", "f" * 64, added)

    def fingerprint(self) -> str:
        return "0123456789abcdef"


class Finding(Shelf):
    """A library whose versions something else finds."""

    def __init__(self, find: Callable[[str], Document]) -> None:
        super().__init__({})
        self.find = find

    def document(self, identifier: str) -> Document:
        return self.find(identifier)


def draft_of(*answers: Answer, heading: MemoHeading = HEADING) -> MemoDraft:
    """A draft with these answers whole, in the discussion."""
    draft = MemoDraft(heading)
    for answer in answers:
        draft = add_answer(draft, answer)
    return draft


def pinned(
    quote: str,
    version: str = "v-dtsa",
    *,
    page: int | None = None,
    section: tuple[str, ...] = (),
    paragraph: int | None = None,
    verdict: Verdict = Verdict.EXACT,
) -> Citation:
    """A citation of words that stand in one of the texts."""
    start = TEXTS[version].index(quote)
    return Citation(SOURCES[version], start, start + len(quote), quote, verdict, page, section, paragraph)


def answered(question: str, *statements: Statement, citations: tuple[Citation, ...]) -> Answer:
    return Answer(question, question, Status.ANSWERED, statements, citations, (), 0.9, "quoting")


def hostile(text: str) -> Answer:
    """An answer in which every text that comes from a document or a user is `text`."""
    source = Source("d", "v", "name", Metadata(text, text, text, text, text, text, label=text))
    citation = Citation(source, 0, len(text), text, Verdict.EXACT, 1, (text,), 1)
    statement = Statement(text, (0,), lead=text, caution=text)
    return replace(answered(text, statement, citations=(citation,)), notes=(text,))


def two_answers() -> tuple[Answer, Answer]:
    """Three statements, four references, three different quotations."""
    first = answered(
        "When may a court order a seizure?",
        Statement(SEIZURE, (0,)),
        Statement("Only the owner may ask for it.", (1, 0), lead="Who may ask"),
        citations=(
            pinned(SEIZURE, page=3, section=("Remedies", "Seizure"), paragraph=2),
            pinned(OWNER, page=3),
        ),
    )
    second = answered(
        "What is a trade secret in the EU?",
        Statement("Information which is secret and valuable.", (0,)),
        citations=(pinned(SECRET, "v-directive", section=("Article 2",)),),
    )
    return first, second


def written(*also: Statement) -> Answer:
    """An answer in a language model's words, and what else is to stand in it."""
    given = answered(
        "When may a court order a seizure?",
        Statement("Seizure is reserved for extraordinary circumstances.", (0,), own_words=True),
        *also,
        citations=(pinned(SEIZURE, page=3),),
    )
    return replace(given, answerer=MODEL.name, model=MODEL)


def noted() -> Answer:
    """An answer as of a day, from a source that is no longer in force."""
    statement = Statement(SEIZURE, (0,), caution=CAUTION)
    return replace(answered("May it be seized?", statement, citations=(pinned(SEIZURE),)), notes=(NOTE,))


def disputed() -> Answer:
    """A statement, and a source that differs from it."""
    quotes = (pinned(SEIZURE), pinned(SECRET, "v-directive", section=("Article 2",)))
    sides = tuple(ConflictSide(quote, Span(quote.start, quote.start + 5)) for quote in quotes)
    conflict = Conflict(ConflictKind.UNRESOLVED, "Two sources differ", "Nothing says *which*.", 0, sides)
    given = answered("When may a court order a seizure?", Statement(SEIZURE, (0,)), citations=quotes[:1])
    return replace(given, conflicts=(conflict,))


def disputed_pair() -> Answer:
    """Three statements: the first two rest on a side each of a conflict, the third on neither."""
    answer = disputed()
    (conflict,) = answer.conflicts
    first, second = (side.citation for side in conflict.sides)
    statements = (Statement(SEIZURE, (0,)), Statement(SECRET, (1,)), Statement(OWNER, (2,)))
    return replace(answer, statements=statements, citations=(first, second, pinned(OWNER)))


def refused() -> Answer:
    near = Passage("p", SOURCES["v-dtsa"], 0, 8, "Remedies", 0.1, 7, ("Remedies",))
    return Answer(
        "Who won the 2014 World Cup?",
        "Who won the 2014 World Cup?",
        Status.REFUSED,
        (),
        (),
        (near, near),
        0.1,
        "quoting",
        documents_searched=25,
        reason="No passage speaks of this.",
    )
