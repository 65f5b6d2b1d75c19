"""What a run of mutations comes to: shares with intervals, and whether the floors hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.types import Objection
from eval.calibration import wilson
from eval.mutating.mutants import Family
from eval.mutating.right_statements import TUNE
from eval.mutations import Attacked, MutationRun, Untouched

FLOORS: Mapping[Family, float] = {  # least share of mutants that are caught
    Family.QUOTATION: 0.98,
    Family.UNFOUNDED: 0.98,
    Family.PLACEMENT: 1.0,
    Family.CLAIM: 0.90,
}
MOST_REFUSED = 0.03  # of right statements
UNNAMED = "no objection named"
PINNED = "shown, rightly pinned"


@dataclass(frozen=True)
class Share:
    """So many of so many, with the 95% interval of the share (Wilson)."""

    hits: int
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class KindTally:
    """How one kind of mutant fared; `objections`: what caught them, how often."""

    kind: str
    family: Family
    caught: Share
    fairly: Share | None  # of those only whose right statement passes
    objections: Mapping[str, int]


@dataclass(frozen=True)
class OriginTally:
    """What became of statements of one origin: right ones refused, and mutants of them caught, by family."""

    origin: str
    gated: bool  # False for the half that the guards were made on
    refused: Share | None
    caught: Mapping[Family, Share]
    objections: Mapping[str, int]  # to right statements


@dataclass(frozen=True)
class MutationSummary:
    """The figures of a run. `caught` and `refused` leave out what guards were made on: floors hold them."""

    mutants: int
    kinds: tuple[KindTally, ...]
    origins: tuple[OriginTally, ...]
    caught: Mapping[Family, Share]
    fairly: Mapping[Family, Share]  # of those only whose right statement passes
    refused: Share | None
    misplaced: int  # right statements that were shown with a wrong pin
    fallen: tuple[str, ...]  # what did not hold, in words


def summarise_mutations(run: MutationRun) -> MutationSummary:
    """Counts what was caught and what was refused, and holds it against the floors."""
    judged = [attacked for attacked in run.attacked if attacked.mutant.right.origin != TUNE]
    spared = [untouched for untouched in run.untouched if untouched.right.origin != TUNE]
    caught = _by_family(judged)
    refused = _refused(spared)
    misplaced = sum(untouched.misplaced for untouched in run.untouched)
    origins = dict.fromkeys(
        [u.right.origin for u in run.untouched] + [a.mutant.right.origin for a in run.attacked]
    )
    return MutationSummary(
        mutants=len(run.attacked),
        kinds=_by_kind(run.attacked),
        origins=tuple(_of_origin(origin, run) for origin in origins),
        caught=caught,
        fairly=_by_family(attacked for attacked in judged if attacked.fair),
        refused=refused,
        misplaced=misplaced,
        fallen=tuple(_fallen(caught, refused, misplaced)),
    )


def share(hits: int, n: int) -> Share:
    """So many of so many: 8 of 10 is 0.8, between 0.490 and 0.943."""
    return Share(hits, n, hits / n, *wilson(hits, n))


def _by_kind(attacked: Sequence[Attacked]) -> tuple[KindTally, ...]:
    kinds: dict[tuple[str, Family], list[Attacked]] = {}
    for one in attacked:
        kinds.setdefault((one.mutant.kind, one.mutant.family), []).append(one)
    ranks = list(Family)
    ordered = sorted(
        kinds.items(), key=lambda item: ranks.index(item[0][1])
    )  # stable: kinds as they were made
    return tuple(
        KindTally(
            kind,
            family,
            share(sum(one.caught for one in found), len(found)),
            share(sum(one.caught for one in fair), len(fair))
            if (fair := [one for one in found if one.fair])
            else None,
            _objections(one.finding.objections for one in found if not one.finding.shown)
            | (
                {PINNED: pinned} if (pinned := sum(one.caught and one.finding.shown for one in found)) else {}
            ),
        )
        for (kind, family), found in ordered
    )


def _by_family(attacked: Iterable[Attacked]) -> dict[Family, Share]:
    families: dict[Family, list[bool]] = {}
    for one in attacked:
        families.setdefault(one.mutant.family, []).append(one.caught)
    return {
        family: share(sum(families[family]), len(families[family])) for family in Family if family in families
    }


def _refused(untouched: Sequence[Untouched]) -> Share | None:
    return share(sum(one.refused for one in untouched), len(untouched)) if untouched else None


def _of_origin(origin: str, run: MutationRun) -> OriginTally:
    untouched = [one for one in run.untouched if one.right.origin == origin]
    return OriginTally(
        origin,
        origin != TUNE,
        _refused(untouched),
        _by_family(one for one in run.attacked if one.mutant.right.origin == origin),
        _objections(one.finding.objections for one in untouched if one.refused),
    )


def _objections(found: Iterable[Sequence[Objection]]) -> dict[str, int]:
    """Each kind of objection with the statements that met it, the most frequent first."""
    counts = Counter(kind for objections in found for kind in ({o.kind for o in objections} or {UNNAMED}))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _fallen(caught: Mapping[Family, Share], refused: Share | None, misplaced: int) -> Iterable[str]:
    for family, floor in FLOORS.items():
        if family not in caught:
            yield f"{family}: none could be made, so that nothing is known of them"
        elif caught[family].value < floor:
            yield f"{family}: {caught[family].value:.1%} caught, below the floor of {floor:.0%}"
    if refused is None:
        yield "right statements: none were checked"
    elif refused.value > MOST_REFUSED:
        yield f"right statements: {refused.value:.1%} refused, above {MOST_REFUSED:.0%}"
    if misplaced:
        yield f"right statements: {misplaced} shown with a pin that is not their quotation"
