"""Resolves every quotation of a draft to the words of its document; what does not resolve is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answering.folding import CUT, WHOLE, find_folded, fold
from answering.protocols import Library
from core.types import Citation, Document, DraftStatement, Dropped, Quotation, Span, Statement, Verdict


@dataclass(frozen=True)
class Checked:
    """What of a draft may be shown, and what was dropped from it."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    dropped: tuple[Dropped, ...]


def check(draft: Sequence[DraftStatement], library: Library) -> Checked:
    """Checks each statement against the whole versions of the documents that it quotes.

    A statement stays where all its quotations stand in their documents, to the character but for
    typography, and where it says just their words, joined by an ellipsis. A statement and its
    negation are alike but for one word: nothing here is approximate.
    """
    statements: list[Statement] = []
    citations: list[Citation] = []
    dropped: list[Dropped] = []
    for drafted in draft:
        pins = [
            pin(quotation, library.document(quotation.source.version)) for quotation in drafted.quotations
        ]
        if reason := _fault(drafted, pins):
            dropped.append(Dropped(drafted.text, reason))
            continue
        numbers = []
        for citation in pins:
            if citation not in citations:
                citations.append(citation)
            numbers.append(citations.index(citation))
        statements.append(Statement(drafted.text, tuple(numbers), drafted.lead))
    return Checked(tuple(statements), tuple(citations), tuple(dropped))


def pin(quotation: Quotation, document: Document) -> Citation:
    """The citation of a quotation, with the verdict on it; a missing one has an empty span."""
    span, verdict = locate(quotation, document.text)
    return Citation(
        source=quotation.source,
        start=span.start,
        end=span.end,
        quote=document.text[span.start : span.end],
        verdict=verdict,
        page=document.layout.page_number(span.start) if verdict.passed else None,
        section=document.layout.heading_path(span.start) if verdict.passed else (),
        paragraph=document.layout.paragraph_number(span.start) if verdict.passed else None,
    )


def locate(quotation: Quotation, text: str) -> tuple[Span, Verdict]:
    """Where the quotation stands in the text: where it says, else where its words stand first."""
    words = quotation.text
    if not words.strip():
        return Span(0, 0), Verdict.MISSING
    whole = re.compile(WHOLE.format(re.escape(words)))
    if quotation.start is not None and (match := whole.match(text, quotation.start)):
        return Span(match.start(), match.end()), Verdict.EXACT
    if match := whole.search(text):
        return Span(match.start(), match.end()), Verdict.EXACT
    folded = find_folded(words, text)
    return (folded, Verdict.TYPOGRAPHIC) if folded else (Span(0, 0), Verdict.MISSING)


def _fault(drafted: DraftStatement, pins: Sequence[Citation]) -> str | None:
    if not pins:
        return "it quotes no source"
    missing = [q for q, citation in zip(drafted.quotations, pins, strict=True) if not citation.verdict.passed]
    if missing:
        return f"these words do not stand in {missing[0].source.metadata.title}: “{missing[0].text}”"
    quoted = [fold(quotation.text).text.strip() for quotation in drafted.quotations]
    said = fold(drafted.text).text.strip()
    if said != fold(CUT.join(quoted)).text and any(said != words for words in quoted):
        return "it says something else than the words that it quotes"
    return None
