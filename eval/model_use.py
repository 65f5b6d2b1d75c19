"""What a language model took and gave over a run: tokens, money, time, faults, statements removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.types import Dropped
from eval.rows import Row
from eval.wording import number_of

OTHER = "other"  # a removed statement without an objection that has a name


@dataclass(frozen=True)
class ModelFacts:
    """The language model of a run; sums are over all questions that it was asked."""

    name: str
    where: str  # where questions and passages went
    asked: int  # questions
    tokens_in: int
    tokens_out: int
    counted_here: int  # questions whose tokens the server did not tell, so that they are our own count
    cost: float | None  # its judge's included; None: no price is set
    seconds: float
    prompts: Mapping[str, str]  # "answer 3" -> the hash of its text
    fell_back: Mapping[str, int]  # fault -> questions that the sources' own words answered instead
    faults: Mapping[str, int]  # fault -> questions that the model answered all the same, in part
    drafted: int  # statements in the model's words that were checked
    removed: int  # of these
    objections: Mapping[str, int]  # kind -> statements removed for it; a statement may have several


def model_facts(rows: Iterable[Row]) -> ModelFacts | None:
    """What the rows tell of the model that was asked; None where none was."""
    asked = [(row, row.model) for row in rows if row.model is not None]
    if not asked:
        return None
    uses = [use for _, use in asked]
    costs = [use.whole_cost for use in uses if use.whole_cost is not None]
    removed = [dropped for row, _ in asked for dropped in row.dropped]
    fallen = Counter(kind_of_fault(row) for row, _ in asked if row.fell_back)
    faulty = Counter(kind_of_fault(row) for row, use in asked if use.fault and not row.fell_back)
    return ModelFacts(
        name=uses[0].name,
        where=uses[0].where,
        asked=len(asked),
        tokens_in=sum(use.usage.tokens_in for use in uses),
        tokens_out=sum(use.usage.tokens_out for use in uses),
        counted_here=sum(use.usage.counted_here for use in uses),
        cost=round(sum(costs), 6) if costs else None,
        seconds=round(sum(use.seconds for use in uses), 3),
        prompts=dict(sorted({name: text for use in uses for name, text in use.prompts.items()}.items())),
        fell_back=dict(fallen.most_common()),
        faults=dict(faulty.most_common()),
        drafted=sum(drafted(row) for row, _ in asked),
        removed=len(removed),
        objections=dict(Counter(kind for one in removed for kind in kinds_of(one)).most_common()),
    )


def kind_of_fault(row: Row) -> str:
    """The name of the fault that the model's use ended with: "rate limited"."""
    assert row.model is not None
    return row.model.fault_kind or row.model.ending.value


def drafted(row: Row) -> int:
    """How many statements of the model were checked: those shown in its words, and those removed."""
    return sum(said.own_words for said in row.statements) + len(row.dropped)


def kinds_of(dropped: Dropped) -> Sequence[str]:
    """The kinds of objections to a removed statement, each once."""
    return list(dict.fromkeys(objection.kind for objection in dropped.objections)) or [OTHER]


def in_words(facts: ModelFacts) -> list[str]:
    """What became of the model's answers and what they cost, for a reader."""
    told = [_asked(facts), _used(facts)]
    if facts.drafted:
        removed = f"{facts.removed:,} of {facts.drafted:,} statements were removed by checking"
        told.append(f"{removed}{_counted(facts.objections)}.")
    return told


def _asked(facts: ModelFacts) -> str:
    fallen = sum(facts.fell_back.values())
    words = f"{facts.name} ({facts.where}) was asked {number_of(facts.asked, 'question')}. "
    words += f"{fallen:,} of {facts.asked:,} fell back to quoting{_counted(facts.fell_back)}."
    if facts.faults:
        words += f" {sum(facts.faults.values()):,} of {facts.asked:,} came in part{_counted(facts.faults)}."
    return words


def _used(facts: ModelFacts) -> str:
    words = (
        f"It took {facts.tokens_in:,} tokens in and {facts.tokens_out:,} out "
        f"({facts.tokens_in / facts.asked:,.0f} and {facts.tokens_out / facts.asked:,.0f} a question)"
    )
    if facts.counted_here:
        words += f", of which Pincite counted those of {number_of(facts.counted_here, 'question')} itself"
    words += f", and {facts.seconds:,.1f} s."
    if facts.cost is not None:
        words += f" That cost {facts.cost:,.4f}, or {facts.cost / facts.asked:.6f} a question."
    return words


def _counted(counts: Mapping[str, int]) -> str:
    """ ": rate limited 10, cut 2", or "" where there is nothing."""
    return ": " + ", ".join(f"{name} {count:,}" for name, count in counts.items()) if counts else ""
