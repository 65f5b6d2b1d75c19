"""Which memos and answers cite what changed, was superseded or removed since, the worst first."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.memos import Holder, MemoDraft
from core.succession import Succession, Superseded
from core.types import Answer, Citation
from memo.content import Memo
from memo.standing import (
    WORST_FIRST,
    FindDocument,
    Standing,
    cited_by,
    cited_in,
    stand_in,
    standing_of,
    superseded_since,
    worst_first,
)


@dataclass(frozen=True)
class Holding:
    """A memo or an answer with all that it cites, and the answers that this comes from, where known."""

    holder: Holder
    id: str
    name: str
    when: datetime.datetime  # it was changed last
    given: datetime.datetime  # what it says counts as known up to then
    by: str
    cited: tuple[tuple[Answer | None, Citation], ...]


@dataclass(frozen=True)
class Pin:
    """A citation that is no longer what it was."""

    citation: Citation
    current: str | None  # the version of its document now
    standing: Standing
    superseded: Superseded | None

    def comes_from(self, changed: Collection[str], added: Collection[str]) -> bool:
        """Whether it is for these documents, which were changed or added, that it is not what it was."""
        by = self.superseded.by.document if self.superseded and self.superseded.by else None
        return self.citation.source.document in changed or by in changed or by in added


@dataclass(frozen=True)
class Affected:
    """A memo or an answer, and which of its citations are no longer what they were."""

    holder: Holder
    id: str
    name: str
    when: datetime.datetime
    by: str
    pins: tuple[Pin, ...]

    @property
    def counts(self) -> tuple[tuple[Standing, int], ...]:
        """How many citations there are of each standing, the worst first."""
        return worst_first(pin.standing for pin in self.pins)

    @property
    def rank(self) -> tuple[object, ...]:
        """Sorts memos before answers, what is worst first, and what is newest."""
        standings = Counter(pin.standing for pin in self.pins)
        severity = tuple(-standings[kind] for kind in WORST_FIRST)
        return (self.holder is Holder.ANSWER, severity, -self.when.timestamp(), self.id)


def of_draft(
    identifier: str, draft: MemoDraft, *, changed: datetime.datetime, begun: datetime.datetime, by: str
) -> Holding:
    """A draft with all that its file would cite."""
    return Holding(Holder.MEMO, identifier, draft.heading.subject, changed, begun, by, cited_in(draft))


def of_answer(identifier: str, answer: Answer, given: datetime.datetime) -> Holding:
    """An answer with all that it cites."""
    cited = tuple((answer, citation) for citation in cited_by(answer))
    return Holding(Holder.ANSWER, identifier, answer.question, given, given, "", cited)


def of_finished(identifier: str, memo: Memo, answer_of: Callable[[str], Answer | None]) -> Holding:
    """A finished memo with all that its footnotes cite; `answer_of` finds an answer by its id."""
    answers = {one.number: answer_of(one.answer) if one.answer else None for one in memo.statements}
    cited = tuple((answers.get(note.statement), note.citation) for note in memo.notes)
    heading = memo.heading
    return Holding(Holder.FINISHED, identifier, heading.subject, memo.made, memo.made, heading.sender, cited)


def affected(
    holdings: Sequence[Holding],
    *,
    current: Mapping[str, str],
    law: Succession,
    find: FindDocument,
    today: datetime.date,
) -> tuple[Affected, ...]:
    """Those of them that cite what is no longer what it was, the worst first.

    `current` are the versions that documents have now, `law` what supersedes what.
    """
    stood = _stood([citation for one in holdings for _, citation in one.cited], current, find)
    found = []
    for one in holdings:
        if pins := tuple(_pins(one, current, law, stood, today)):
            found.append(Affected(one.holder, one.id, one.name, one.when, one.by, pins))
    return tuple(sorted(_without_doubles(found), key=lambda one: one.rank))


def together(pins: Iterable[Pin]) -> list[tuple[Pin, ...]]:
    """The citations of one document that share one fate together, the worst first."""
    groups: dict[tuple[int, str, Superseded | None], list[Pin]] = {}
    for pin in pins:
        key = (WORST_FIRST.index(pin.standing), pin.citation.source.version, pin.superseded)
        groups.setdefault(key, []).append(pin)
    return [tuple(groups[key]) for key in sorted(groups, key=lambda key: key[:2])]


def _stood(
    citations: Collection[Citation], current: Mapping[str, str], find: FindDocument
) -> dict[tuple[str, str], bool]:
    """(version, words) -> whether they stand there, for the documents that changed; each is read once."""
    wanted = {
        (current[citation.source.document], citation.quote)
        for citation in citations
        if current.get(citation.source.document, citation.source.version) != citation.source.version
    }
    read = lru_cache(maxsize=1)(find)
    return {(version, words): stand_in(words, read(version).text) for version, words in sorted(wanted)}


def _pins(
    holding: Holding,
    current: Mapping[str, str],
    law: Succession,
    stood: Mapping[tuple[str, str], bool],
    today: datetime.date,
) -> Iterator[Pin]:
    def holds(version: str, words: str) -> bool:
        return stood[version, words]

    for citation, answer in {citation: answer for answer, citation in holding.cited}.items():
        version = current.get(citation.source.document)
        superseded = (
            superseded_since(answer, citation, law, given=holding.given.date(), today=today)
            if answer
            else law.superseded(citation.source, today)
        )
        standing = standing_of(citation, version, holds, superseded)
        if standing is not Standing.INTACT:
            yield Pin(citation, version, standing, superseded)


def _without_doubles(found: Sequence[Affected]) -> list[Affected]:
    """Without finished memos all of whose lost citations stand in a draft that is listed too."""
    drafts = [frozenset(one.pins) for one in found if one.holder is Holder.MEMO]
    return [
        one
        for one in found
        if one.holder is not Holder.FINISHED or not any(frozenset(one.pins) <= pins for pins in drafts)
    ]
