"""Checks a draft against its sources: what it quotes, and what it makes of it; what fails is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.evidence import read_evidence
from answering.guards.every import objections_to
from answering.protocols import Library
from answering.quotations import Resolved, locate, pin, resolve
from core.folding import CUT, fold
from core.types import Citation, DraftStatement, Dropped, Objection, Passage, Statement, Verdict
from core.unseen import without_unseen
from prompts.load import load_prompt

__all__ = ["Checked", "check", "locate", "pin"]


@dataclass(frozen=True)
class Checked:
    """What of a draft may be shown, and what was dropped from it."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    dropped: tuple[Dropped, ...]


def check(draft: Sequence[DraftStatement], library: Library, *, passages: Sequence[Passage] = ()) -> Checked:
    """Checks each statement against the whole versions of the documents that it quotes.

    A statement stays where its quotations stand in their documents, to the character but for
    typography, and where it says just their words, joined by an ellipsis; or, in a language model's own
    words, where no guard finds that it says anything else. `passages` are all that the model saw.
    """
    statements: list[Statement] = []
    citations: list[Citation] = []
    dropped: list[Dropped] = []
    for drafted in map(_legible, draft):
        judged = _written(drafted, library, passages) if drafted.own_words else _quoted(drafted, library)
        if isinstance(judged, Dropped):
            dropped.append(judged)
            continue
        citations.extend(citation for citation in dict.fromkeys(judged) if citation not in citations)
        numbers = tuple(citations.index(citation) for citation in judged)
        statements.append(Statement(drafted.text, numbers, drafted.lead, own_words=drafted.own_words))
    return Checked(tuple(statements), tuple(citations), tuple(dropped))


def _legible(drafted: DraftStatement) -> DraftStatement:
    """The statement without characters that nobody sees: a "not" with one of them inside is a "not"."""
    return replace(drafted, text=without_unseen(drafted.text)) if drafted.own_words else drafted


def _written(
    drafted: DraftStatement, library: Library, passages: Sequence[Passage]
) -> list[Citation] | Dropped:
    """The citations of a statement in a model's own words; or why it is dropped.

    Who alters, stitches or invents a quotation made something up: the statement goes. Too few words
    are true all the same: the other quotations may carry the statement without them.
    """
    if not drafted.quotations:
        return Dropped(drafted.text, load_prompt("dropped-uncited").fill())
    resolved = [resolve(quotation, library, passages) for quotation in drafted.quotations]
    passed = list(dict.fromkeys(one.citation for one in resolved if one.objection is None))
    made_up = [one for one in resolved if one.objection and one.citation.verdict is not Verdict.SHORT]
    if made_up or not passed:
        return _dropped(drafted, _objections(resolved))
    if objections := objections_to(drafted.text, read_evidence(passed, library)):
        return _dropped(drafted, (*_objections(resolved), *objections))
    return passed


def _objections(resolved: Sequence[Resolved]) -> tuple[Objection, ...]:
    return tuple(one.objection for one in resolved if one.objection)


def _dropped(drafted: DraftStatement, objections: Sequence[Objection]) -> Dropped:
    return Dropped(drafted.text, objections[0].reason, tuple(objections))


def _quoted(drafted: DraftStatement, library: Library) -> list[Citation] | Dropped:
    """The citations of a statement that is to say just the words which it quotes; or why it is dropped."""
    if not drafted.quotations:
        return Dropped(drafted.text, load_prompt("dropped-uncited").fill())
    pins = [pin(quotation, library.document(quotation.source.version)) for quotation in drafted.quotations]
    for quotation, citation in zip(drafted.quotations, pins, strict=True):
        if not citation.verdict.passed:
            title = citation.source.metadata.title
            reason = load_prompt("quotation-missing").fill(title=title, words=quotation.text)
            return _dropped(drafted, [Objection(citation.verdict.value, quotation.text, reason)])
    quoted = [fold(quotation.text).text.strip() for quotation in drafted.quotations]
    said = fold(drafted.text).text.strip()
    if said != fold(CUT.join(quoted)).text and any(said != words for words in quoted):
        return Dropped(drafted.text, load_prompt("dropped-other-words").fill())
    return pins
