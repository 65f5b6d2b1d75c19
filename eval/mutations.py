"""Attacks the checker: it is handed corrupted statements, which it must refuse, and right ones, which not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol, TypeVar

from answering.check import Checked, check
from answering.protocols import Library
from core.settings import Settings
from core.types import Citation, DraftStatement, Objection, Passage
from eval.mutating.mutants import FIRST, Bench, Family, Mutant, make_mutants
from eval.mutating.right_statements import Right, drawn_sentences, paraphrases
from eval.mutating.shelf import Shelf, plain, read_shelf

T = TypeVar("T")

SENTENCES = 3000  # of each folder that mutants may be made of


class Check(Protocol):
    """The checker: answering.check.check, or one that tests put in its place."""

    def __call__(
        self, draft: Sequence[DraftStatement], library: Library, *, passages: Sequence[Passage] = ()
    ) -> Checked: ...


class Watch(Protocol):
    """Is told how far a stage is."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


@dataclass(frozen=True)
class MutateOptions:
    """What is attacked with what."""

    corpora: tuple[Path, ...]
    paraphrases: Path
    seed: int = 0
    per_kind: int = 60


@dataclass(frozen=True)
class Finding:
    """What checking made of one statement."""

    shown: bool
    citations: tuple[Citation, ...]
    reason: str  # why it was not shown
    objections: tuple[Objection, ...]


@dataclass(frozen=True)
class Attacked:
    """A mutant, and whether checking caught it: it is not shown, or only with quotations that are true."""

    mutant: Mutant
    finding: Finding
    caught: bool
    fair: bool  # the right statement is shown: refusing this one is no accident


@dataclass(frozen=True)
class Untouched:
    """A right statement as it was: `misplaced` where it is shown with a pin that is not its quotation."""

    right: Right
    finding: Finding
    misplaced: bool

    @property
    def refused(self) -> bool:
        return not self.finding.shown


@dataclass(frozen=True)
class MutationRun:
    """All that one run found."""

    options: MutateOptions
    documents: int
    unread: tuple[str, ...]
    elsewhere: int  # paraphrases of documents that are in none of the folders
    attacked: tuple[Attacked, ...]
    untouched: tuple[Untouched, ...]
    seconds: float


def mutate(options: MutateOptions, settings: Settings, watch: Watch, checker: Check = check) -> MutationRun:
    """Reads the folders, makes mutants of what their documents say, and has them all checked.

    The same folders, paraphrases and options give the same run, but for the seconds. Raises BadPath,
    NothingOnTheShelf, NoParaphrases, BadParaphrases.
    """
    began = perf_counter()
    shelf = read_shelf(options.corpora, settings)
    written, elsewhere = paraphrases(options.paraphrases, shelf, options.seed)
    drawn = drawn_sentences(shelf, SENTENCES, options.seed)
    mutants = make_mutants(Bench(shelf, (*written, *drawn)), options.per_kind, options.seed)
    rights = {right.id: right for right in (*written, *_first_of_each(drawn))}
    rights |= {mutant.right.id: mutant.right for mutant in mutants}
    sparing = _watched(spare(rights.values(), shelf, checker), len(rights), watch, "right statements")
    spared = {untouched.right.id: untouched for untouched in sparing}
    shown = frozenset(name for name, untouched in spared.items() if not untouched.refused)
    attacking = attack(mutants, shelf, checker, shown)
    attacked = tuple(_watched(attacking, len(mutants), watch, "mutants"))
    return MutationRun(
        options=options,
        documents=len(shelf.held),
        unread=tuple(f"{name}: {reason}" for name, reason in shelf.unread.items()),
        elsewhere=elsewhere,
        attacked=attacked,
        untouched=tuple(spared[right.id] for right in (*written, *_first_of_each(drawn))),
        seconds=perf_counter() - began,
    )


def attack(
    mutants: Iterable[Mutant], shelf: Shelf, checker: Check, shown: Collection[str] = ()
) -> Iterator[Attacked]:
    """Has each mutant checked; `shown` are the ids of the right statements that pass."""
    for mutant in mutants:
        finding = _checked(mutant.draft, mutant.passages, shelf, checker)
        caught = not finding.shown or _harmless(mutant, finding)
        yield Attacked(mutant, finding, caught, fair=mutant.right.id in shown)


def spare(rights: Iterable[Right], shelf: Shelf, checker: Check) -> Iterator[Untouched]:
    """Has each right statement checked as it is."""
    for right in rights:
        finding = _checked(right.draft, right.passages, shelf, checker)
        yield Untouched(right, finding, misplaced=finding.shown and not _rightly_pinned(right, finding))


def _checked(draft: DraftStatement, passages: Sequence[Passage], shelf: Shelf, checker: Check) -> Finding:
    checked = checker([draft], shelf, passages=passages)
    if not checked.statements:
        dropped = checked.dropped[0]
        return Finding(False, (), dropped.reason, dropped.objections)
    cited = tuple(checked.citations[place] for place in checked.statements[0].citations)
    return Finding(True, cited, "", ())


def _harmless(mutant: Mutant, finding: Finding) -> bool:
    """Whether it is shown as the right statement is: by true quotations alone, pinned where they stand.

    A changed claim is never harmless.
    """
    return mutant.family in (Family.QUOTATION, Family.PLACEMENT) and _rightly_pinned(
        mutant.right, finding, [quotation.text for quotation in mutant.draft.quotations]
    )


def _rightly_pinned(right: Right, finding: Finding, drafted: Sequence[str] | None = None) -> bool:
    """Whether every citation is one of its quotations, as drafted, to the character in its own document."""
    quoted = {plain(quotation.text) for quotation in right.quotations}
    if drafted is not None:
        quoted &= {plain(words) for words in drafted}
    return bool(finding.citations) and all(
        citation.source == right.held.document.source
        and citation.quote == right.held.document.text[citation.start : citation.end]
        and plain(citation.quote) in quoted
        and citation.page == right.held.document.layout.page_number(citation.start)
        for citation in finding.citations
    )


def _first_of_each(rights: Sequence[Right]) -> Iterator[Right]:
    counted: dict[str, int] = {}
    for right in rights:
        counted[right.origin] = counted.get(right.origin, 0) + 1
        if counted[right.origin] <= FIRST:
            yield right


def _watched(found: Iterator[T], total: int, watch: Watch, stage: str) -> Iterator[T]:
    for done, item in enumerate(found, start=1):
        yield item
        watch(stage, done, total)
