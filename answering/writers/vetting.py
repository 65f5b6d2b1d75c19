"""Checks what a language model writes, statement by statement, and decides whether the rest is an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from answering.check import Checked, check
from answering.protocols import Library
from answering.questions.question import kind_of
from answering.selection.sentence_scores import WANTED
from answering.writers.reply import Quoted, Written
from core.types import DraftStatement, Dropped, Objection, Passage, Quotation, Span, Verdict
from prompts.load import load_prompt

# Marks of citations that a model adds though they are not its to set: [1], (passage 2).
MARK = re.compile(r"\s*(?:\[\d+(?:\s*[,;–-]\s*\d+)*\]|[(\[]passages? \d+(?:(?:,| and) \d+)*[)\]])", re.I)
AROUND = (("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"))


@dataclass(frozen=True)
class Vetted:
    """What of a reply passed: as a draft to be checked with the answer, and as it was checked."""

    statements: tuple[DraftStatement, ...]
    checked: Checked

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """What did not pass."""
        return self.checked.dropped


NOTHING = Vetted((), Checked((), (), ()))


class Vetting:
    """Checks the statements of a reply about these passages; at most `most` of them are kept."""

    def __init__(self, passages: Sequence[Passage], library: Library, most: int) -> None:
        self.passages = passages
        self.library = library
        self.most = most
        self._together = cache(self._vetted_together)  # what came so far comes again with each piece
        self._alone = cache(self._vetted_alone)  # and each statement with those after it

    def __call__(self, written: Sequence[Written]) -> Vetted:
        """What of the statements passed so far, in their order, none twice."""
        return self._together(tuple(written))

    def _vetted_together(self, written: tuple[Written, ...]) -> Vetted:
        kept: dict[str, DraftStatement] = {}
        dropped: list[Dropped] = []
        for statement in written:
            outcome = self._alone(statement)
            if isinstance(outcome, Dropped):
                dropped.append(outcome)
            elif len(kept) < self.most:
                kept.setdefault(outcome.text, outcome)
        statements = tuple(kept.values())
        checked = check(statements, self.library, passages=self.passages)
        return Vetted(
            statements, Checked(checked.statements, checked.citations, (*dropped, *checked.dropped))
        )

    def _vetted_alone(self, written: Written) -> DraftStatement | Dropped:
        text = MARK.sub("", " ".join(written.text.split()))
        for quoted in written.quotations:
            if not 1 <= quoted.passage <= len(self.passages):
                number = quoted.passage
                return _dropped(text, Verdict.MISSING, quoted.quote, "objection-passage", number=number)
        drafted = DraftStatement(text, tuple(map(self._quotation, written.quotations)), own_words=True)
        checked = check((drafted,), self.library, passages=self.passages)
        if checked.dropped:
            return checked.dropped[0]
        for cited in checked.citations:
            if self._is_barred(cited.source.version, cited.start, cited.end):
                title = cited.source.metadata.title
                return _dropped(text, "barred", cited.quote, "objection-barred", title=title)
        return drafted

    def _quotation(self, quoted: Quoted) -> Quotation:
        passage = self.passages[quoted.passage - 1]
        return Quotation(passage.source, _bare(quoted.quote), within=Span(passage.start, passage.end))

    def _is_barred(self, version: str, start: int, end: int) -> bool:
        return any(
            sentence.start < end and start < sentence.end
            for passage in self.passages
            if passage.source.version == version
            for sentence in passage.sentences
            if sentence.start in passage.barred
        )


def still_answers(question: str, kept: Sequence[str], removed: Sequence[str]) -> bool:
    """Whether what is left of an answer is one.

    It is none where nothing is left, where more was removed than is left, or where the date, the name or
    the figure that the question asks for was removed with the statements that had one.
    """
    if not kept or len(removed) > len(kept):
        return False
    wanted = WANTED.get(kind_of(question))
    lost = wanted and any(wanted.search(text) for text in removed)
    return not lost or any(wanted.search(text) for text in kept if wanted)


def _bare(quote: str) -> str:
    """The words without the quotation marks that a model may set around them."""
    words = quote.strip()
    for opening, closing in AROUND:
        if len(words) > 1 and words[0] == opening and words[-1] == closing:
            return words[1:-1].strip()
    return words


def _dropped(text: str, kind: str, words: str, objection: str, **blanks: object) -> Dropped:
    reason = load_prompt(objection).fill(**blanks)
    return Dropped(text, reason, (Objection(kind, words, reason),))
