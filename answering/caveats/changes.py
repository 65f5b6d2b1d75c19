"""What changed from one time to another: the words of both versions of a law, each under its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.caveats.scope import Scope
from answering.caveats.versions import in_force, written_day
from answering.language.dates import Period
from answering.protocols import Answerer, Draft, Library, Search
from core.types import DraftStatement, Passage, Source
from prompts.load import load_prompt

LIKELIEST = 3  # passages among which the law that changed must be
EACH = 2  # statements from each version


@dataclass(frozen=True)
class Compared:
    """The statements of both versions, none where there are not two of them, and what to tell of it."""

    draft: Draft
    notes: tuple[str, ...] = ()


def compare_versions(
    scope: Scope,
    passages: Sequence[Passage],
    *,
    search: Search,
    answerer: Answerer,
    library: Library,
    limit: int,
) -> Compared:
    """What the versions before and after the change say on the question; empty where none is in question."""
    nothing = Draft((), 0.0)
    known = {source.document for source in scope.versions.sources}
    law = next((p.source for p in passages[:LIKELIEST] if p.source.document in known), None)
    if scope.change is None or law is None:
        return Compared(nothing)
    chosen = scope.filters.document
    chain = [one for one in scope.versions.chain(law) if not chosen or one.document in chosen]
    before, after = _at(scope.change.before, chain), _at(scope.change.after, chain)
    if before is None or after is None or before == after:
        return Compared(nothing, _why_not(scope, chain, before, after))
    drafts = []
    for version, period in ((before, scope.change.before), (after, scope.change.after)):
        own = scope.of_version(version, period.last)
        found = search(own.question, limit=limit, filters=own.filters)
        draft = answerer(own.question, own.barring(found.passages), library=library, most=EACH)
        if not draft.statements:  # it only tells of what came later
            draft = answerer(own.question, found.passages, library=library, most=EACH)
        drafts.append(draft)
    note = load_prompt("note-compared").fill(before=before.metadata.title, after=after.metadata.title)
    statements = [
        _led(statement, version)
        for version, draft in zip((before, after), drafts, strict=True)
        for statement in draft.statements
    ]
    return Compared(Draft(tuple(statements), max(draft.confidence for draft in drafts)), (note,))


def together(compared: Draft, other: Draft, most: int) -> Draft:
    """The statements of both versions, then what else answers, up to `most`; none twice."""
    if not compared.statements:
        return other
    said = {statement.text for statement in compared.statements}
    more = [statement for statement in other.statements if statement.text not in said]
    statements = (*compared.statements, *more)[: max(most, len(compared.statements))]
    return replace(other, statements=statements, confidence=max(compared.confidence, other.confidence))


def _at(period: Period, chain: Sequence[Source]) -> Source | None:
    """The version that bears the year's name, else the one in force on the last day of the period."""
    named = [one for one in chain if period.year and str(period.year) in one.metadata.title]
    stated = [one for one in chain if one.metadata.in_force_from or one.metadata.in_force_to]
    return next(iter([*named, *(one for one in stated if in_force(one.metadata, period.last))]), None)


def _why_not(
    scope: Scope, chain: Sequence[Source], before: Source | None, after: Source | None
) -> tuple[str, ...]:
    change = scope.change
    if change is None or len(chain) == 0 or (before is None and after is None):
        return ()
    if len(chain) == 1:
        return (load_prompt("note-one-version").fill(title=chain[0].metadata.title),)
    if before is None or after is None:
        day = change.before.last if before is None else change.after.last
        return (load_prompt("note-no-version").fill(day=written_day(day)),)
    return (load_prompt("note-no-change").fill(title=before.metadata.title),)


def _led(statement: DraftStatement, version: Source) -> DraftStatement:
    """The statement under the name of its version."""
    known = version.metadata
    began = f"from {written_day(known.in_force_from)}" if known.in_force_from else ""
    ended = f"to {written_day(known.in_force_to)}" if known.in_force_to else ""
    force = " ".join(part for part in (began, ended) if part)
    lead = f"{known.title} (in force {force})" if force else known.title
    return replace(statement, lead=f"{lead}: {statement.lead}" if statement.lead else lead)
