"""Answers as the answerer gives them, for the tests of memos: every quotation stands in a text."""

from __future__ import annotations

from dataclasses import replace

from core.types import (
    Answer,
    Citation,
    Conflict,
    ConflictKind,
    ConflictSide,
    MemoHeading,
    Metadata,
    Passage,
    Source,
    Span,
    Statement,
    Status,
    Verdict,
)

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

NOTE = "Asked as of 1 March 2018."
CAUTION = "No longer in force: until 22 April 2019."


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
