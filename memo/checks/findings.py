"""What the check of a finished memo finds, and its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from memo.checks.finished_file import FileKind


class Group(StrEnum):
    """What findings are about: a report tells of each group by itself, in this order."""

    CITED = "citations"  # footnotes, the statements that they support, and what proves them
    ADDED = "added by hand"  # nobody has verified it
    OTHER = "other words of the memo"
    SOURCES = "sources"
    UNSURE = "not to be verified in a PDF"
    TOLD = "no fault"


class Kind(StrEnum):
    """What was found; the worst first, those that are no fault last."""

    DAMAGED = "records damaged"  # the archive itself does not hold what the memo cites
    QUOTATION = "quotation altered"
    MISATTRIBUTED = "quotation attributed to another source"
    STATEMENT = "statement altered"
    MISPLACED = "footnote at another statement"
    REMOVED = "footnote removed"
    PINPOINT = "pinpoint wrong"
    REFERENCE = "reference altered"
    SHORT_FORM = "short form points elsewhere"
    NOTE = "footnote altered"
    NUMBER = "number of a footnote altered"
    EXCERPT = "excerpt altered"
    LOG = "verification log altered"
    DATA = "data altered"
    HIDDEN = "hidden words"
    LOOKS = "looks altered: what is seen is not sure"
    ADDED = "footnote added by hand: not verified"
    ADDED_WORDS = "added by hand: not verified"
    TAKEN_OUT = "statement and footnote taken out"
    REORDERED = "moved to another place"
    CHANGED_WORDS = "uncited words altered"
    GONE = "source gone"
    CHANGED = "source changed since"
    UNSURE = "not to be verified in a PDF"  # whose letters come out in another order than they went in
    SUPERSEDED = "source superseded"
    MOVED = "source changed, same words"
    MARGIN = "not verified"  # a house style may bring its own
    INTACT = "intact"

    @property
    def group(self) -> Group:
        """What it is about."""
        return _GROUPS.get(self, Group.CITED)

    @property
    def is_fault(self) -> bool:
        """Whether a memo with this is no longer what was checked when it was made."""
        return self.group not in (Group.UNSURE, Group.TOLD)


_GROUPS = {
    **dict.fromkeys((Kind.ADDED, Kind.ADDED_WORDS), Group.ADDED),
    **dict.fromkeys((Kind.TAKEN_OUT, Kind.REORDERED, Kind.CHANGED_WORDS), Group.OTHER),
    **dict.fromkeys((Kind.DAMAGED, Kind.GONE, Kind.CHANGED), Group.SOURCES),
    Kind.UNSURE: Group.UNSURE,
    **dict.fromkeys((Kind.SUPERSEDED, Kind.MOVED, Kind.MARGIN, Kind.INTACT), Group.TOLD),
}
WORST_FIRST = tuple(Kind)


@dataclass(frozen=True)
class Finding:
    """One thing that was found: what was expected, and what stands there."""

    kind: Kind
    number: int | None = None  # of the footnote, as the file numbers it
    kept: int | None = None  # as the memo numbered it when it was made
    statement: int | None = None  # of the memo, from 1
    expected: str = ""  # what stood there when the memo was made, around what differs
    found: str = ""  # what stands there now
    told: str = ""  # the rest, in a sentence
    place: str = ""  # of what is no footnote and no statement: "after statement 2"

    @property
    def where(self) -> str:
        """The place in the file: "footnote 3 (5 when the memo was made)", "after statement 2"."""
        if self.number is not None:
            moved = self.kept is not None and self.kept != self.number
            return f"footnote {self.number}" + (f" ({self.kept} when the memo was made)" if moved else "")
        if self.kept is not None:
            return f"footnote {self.kept} when the memo was made"
        if self.statement is not None:
            return f"statement {self.statement}"
        return self.place or "outside the footnotes"


@dataclass(frozen=True)
class Report:
    """The check of one file: every footnote has at least one finding, "intact" where nothing else."""

    memo: str  # its id
    file: str  # its name
    format: FileKind
    findings: tuple[Finding, ...]  # the worst first, then in the order of the file
    notices: tuple[str, ...] = ()

    @property
    def is_intact(self) -> bool:
        """Whether the file says just what the memo said when it was made, and its sources still do."""
        return not any(finding.kind.is_fault for finding in self.findings) and not self.is_unsure

    @property
    def is_unsure(self) -> bool:
        """Whether there is no fault, but something that cannot be verified in a file of this format."""
        groups = {finding.kind.group for finding in self.findings}
        return Group.UNSURE in groups and not any(finding.kind.is_fault for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """Of the command: 0 where all is intact, 1 at a fault, 2 where something cannot be verified."""
        return 0 if self.is_intact else 2 if self.is_unsure else 1

    def of(self, group: Group) -> tuple[Finding, ...]:
        """The findings of a group, without "intact"."""
        return tuple(one for one in self.findings if one.kind.group is group and one.kind is not Kind.INTACT)

    @property
    def only_told(self) -> frozenset[int]:
        """The footnotes, as the memo numbered them, of which something is told and nothing is wrong."""
        told = {one.kept for one in self.findings if one.kind in (Kind.MOVED, Kind.SUPERSEDED)}
        wrong = {one.kept for one in self.findings if one.kind.is_fault or one.kind is Kind.UNSURE}
        return frozenset(number for number in told - wrong if number is not None)

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many findings of each kind there are, the worst kind first."""
        counted = Counter(finding.kind for finding in self.findings)
        return {kind: counted[kind] for kind in WORST_FIRST if counted[kind]}
