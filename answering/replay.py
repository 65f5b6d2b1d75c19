"""Compares an answer with what its question gets now: the same, the same sources, or another one and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from answering.quoting import Quoting
from answering.setup import what_differs
from answering.since import Since
from core.folding import fold
from core.succession import in_force, written_day
from core.types import Answer, Citation, Ending, ModelUse, Statement, Status
from prompts.load import load_prompt

Pin = tuple[str, str]  # a document, and words of it, folded
OWN_WORDS = "the sources' own words"
NAMED = 3  # documents that are named one by one
ENDED = {
    Status.ANSWERED: "answered",
    Status.PARTIAL: "answered in part",
    Status.REFUSED: "not answered",
}


class Kind(StrEnum):
    """How an answer compares with the one that is given now."""

    SAME = "the same answer"  # the same statements on the same words at the same places
    SAME_SOURCES = "the same sources, put differently"  # the same words of the same documents
    DIFFERENT = "a different answer"


@dataclass(frozen=True)
class Told:
    """A statement that only one of the two answers rests on, with what it cites, and why as far as known."""

    statement: Statement
    citations: tuple[Citation, ...]
    why: tuple[str, ...] = ()  # a sentence each


@dataclass(frozen=True)
class Replayed:
    """How the answer compares with the one given now."""

    kind: Kind
    differences: tuple[str, ...] = ()  # a sentence each
    causes: tuple[str, ...] = ()  # what changed since then and may explain them, a sentence each
    came: tuple[Told, ...] = ()
    went: tuple[Told, ...] = ()


def by_model(answer: Answer) -> bool:
    """Whether a language model wrote the answer, in whole or in part."""
    return answer.model is not None and answer.model.ending is not Ending.FAILED


def compare(then: Answer, now: Answer, since: Since) -> Replayed:
    """What differs between an answer and the one that the same question gets now, and because of what.

    Words that stand elsewhere in a newer version of the same document are the same evidence.
    """
    cited_then, cited_now = _all_pins(then), _all_pins(now)
    if then.status is now.status and cited_then == cited_now:
        if differences := tuple(_differences(then, now)):
            return Replayed(Kind.SAME_SOURCES, differences, tuple(_other_answering(then, now)))
        return Replayed(Kind.SAME)
    went = tuple(_told(then, cited_now, lambda citation: _why_went(citation, since)))
    came = tuple(_told(now, cited_then, lambda citation: _why_came(citation, since)))
    differences = tuple(_other_status(then, now))
    causes = tuple(_causes(then, now, (*went, *came), since))
    return Replayed(Kind.DIFFERENT, differences, causes, came, went)


def _pin(citation: Citation) -> Pin:
    return citation.source.document, fold(citation.quote).text.strip()


def _cited(answer: Answer, statement: Statement) -> tuple[Citation, ...]:
    return tuple(answer.citations[number] for number in statement.citations)


def _all_pins(answer: Answer) -> frozenset[Pin]:
    return frozenset(_pin(one) for statement in answer.statements for one in _cited(answer, statement))


def _told(answer: Answer, others: frozenset[Pin], why: Callable[[Citation], Iterable[str]]) -> Iterator[Told]:
    """The statements that rest on words which the other answer does not rest on."""
    for statement in answer.statements:
        citations = _cited(answer, statement)
        own = [citation for citation in citations if _pin(citation) not in others]
        if own:
            reasons = dict.fromkeys(reason for citation in own for reason in why(citation))
            yield Told(statement, citations, tuple(reasons))


def _why_went(citation: Citation, since: Since) -> Iterator[str]:
    title, document = citation.source.metadata.title, citation.source.document
    if document not in since.current:
        yield load_prompt("replay-removed").fill(title=title)
    elif since.current[document] != citation.source.version:
        yield load_prompt("replay-changed").fill(title=title)
    superseded = since.law.superseded(citation.source, since.today)
    if superseded and superseded.by:
        known = since.law.superseded(citation.source, since.given)
        if known is None or superseded.by.document in since.changes.new:
            successor = superseded.by.metadata.title
            yield load_prompt("replay-superseded").fill(title=title, successor=successor)


def _why_came(citation: Citation, since: Since) -> Iterator[str]:
    title, document = citation.source.metadata.title, citation.source.document
    if document in since.changes.new:
        yield load_prompt("replay-new").fill(title=title)
    elif document in since.changes.changed:
        yield load_prompt("replay-changed").fill(title=title)


def _differences(then: Answer, now: Answer) -> Iterator[str]:
    """What differs between two answers on the same evidence."""
    versions = {version for version, _, _ in _places(then)}
    moved = _places(now).items() - _places(then).items()
    for elsewhere, title in sorted({(place[0] in versions, title) for place, title in moved}):
        yield load_prompt("replay-place" if elsewhere else "replay-moved").fill(title=title)
    before, after = Counter(_said(then)), Counter(_said(now))
    if before != after:
        others = max((before - after).total(), (after - before).total())
        yield load_prompt("replay-words").fill(count=others)
    elif _said(then) != _said(now):
        yield load_prompt("replay-order").fill()
    elif [one.caution for one in then.statements] != [one.caution for one in now.statements]:
        yield load_prompt("replay-caution").fill()
    if _conflicts(then) != _conflicts(now):
        yield load_prompt("replay-conflicts").fill()


def _places(answer: Answer) -> dict[tuple[str, int, int], str]:
    """Each place that is cited, with its document's title."""
    cited = (one for statement in answer.statements for one in _cited(answer, statement))
    return {(one.source.version, one.start, one.end): one.source.metadata.title for one in cited}


def _said(answer: Answer) -> list[tuple[object, ...]]:
    """What each statement says, and on what it rests."""
    return [
        (one.text, one.lead, one.part, frozenset(map(_pin, _cited(answer, one)))) for one in answer.statements
    ]


def _conflicts(answer: Answer) -> frozenset[frozenset[Pin]]:
    return frozenset(
        frozenset(_pin(side.citation) for side in conflict.sides) for conflict in answer.conflicts
    )


def _other_status(then: Answer, now: Answer) -> Iterator[str]:
    if then.status is not now.status:
        yield load_prompt("replay-status").fill(then=ENDED[then.status], now=ENDED[now.status])


def _causes(then: Answer, now: Answer, told: Sequence[Told], since: Since) -> Iterator[str]:
    """Why two answers rest on different words, as far as it can be known."""
    documents = dict.fromkeys((*(why for one in told for why in one.why), *_other_day(then, told, since)))
    answering = tuple(_other_answering(then, now))
    library = () if documents else tuple(_other_library(then, now, since))
    yield from (*documents, *answering, *library)
    if not documents and then.setup is None:
        yield load_prompt("replay-no-setup").fill()
    elif not (documents or answering or library):
        name = now.model.name if now.model else None
        yield load_prompt("replay-model").fill(name=name) if name else load_prompt("replay-search").fill()


def _other_library(then: Answer, now: Answer, since: Since) -> Iterator[str]:
    """What came, changed and went of the documents that neither answer cites."""
    changes = since.changes
    named = (("new", changes.new), ("changed", changes.changed), ("removed", changes.removed))
    for kind, titles in named:
        if titles:
            yield load_prompt(f"replay-library-{kind}").fill(titles=_named_titles(titles))
    if then.documents_searched != now.documents_searched and not any(titles for _, titles in named):
        counts = {"then": then.documents_searched, "now": now.documents_searched}
        yield load_prompt("replay-documents").fill(**counts)


def _named_titles(titles: Mapping[str, str]) -> str:
    """The first few: "“A”, “B”, “C” and 4 more"."""
    said = ", ".join(f"“{title}”" for title in list(titles.values())[:NAMED])
    return said if len(titles) <= NAMED else f"{said} and {len(titles) - NAMED} more"


def _other_day(then: Answer, told: Sequence[Told], since: Since) -> Iterator[str]:
    """Sources that were in force on only one of the two days on which the question was asked."""
    if then.filters.as_of:
        return
    for citation in (citation for one in told for citation in one.citations):
        known = citation.source.metadata
        if in_force(known, since.given) != in_force(known, since.today):
            days = {"given": written_day(since.given), "today": written_day(since.today)}
            yield load_prompt("replay-day").fill(title=known.title, **days)


def _other_answering(then: Answer, now: Answer) -> Iterator[str]:
    """Who or what answered otherwise: another answerer, other prompts, another setup."""
    if then.answerer != now.answerer:
        yield load_prompt("replay-answerer").fill(then=_named(then), now=_named(now))
    if then.model and now.model:
        before, after = _prompts(then.model), _prompts(now.model)
        changed = sorted(name for name in before.keys() & after.keys() if before[name] != after[name])
        if changed:
            yield load_prompt("replay-prompts").fill(names=", ".join(changed))
    if then.setup and now.setup:
        yield from what_differs(then.setup, now.setup, by_model=bool(then.model or now.model))


def _named(answer: Answer) -> str:
    return OWN_WORDS if answer.answerer == Quoting.name else answer.answerer


def _prompts(use: ModelUse) -> dict[str, str]:
    """The hash of each prompt by its name, whatever its version: {"answer 3": "ab"} -> {"answer": "ab"}."""
    return {name.rpartition(" ")[0]: digest for name, digest in use.prompts.items()}
