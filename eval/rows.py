"""What a run keeps of each question: one row of answers.jsonl."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from core.types import Answer, Dropped, Ending, ModelUse, Passage
from eval.recording import Call
from records.stored import from_json

DIGITS = 6  # of scores, confidence and seconds: sums differ beyond them with the order of threads


class Place(NamedTuple):
    """A stretch of a document by name: an evidence span, a passage, a citation."""

    document: str
    start: int
    end: int


@dataclass(frozen=True)
class FoundPassage:
    """One passage that was retrieved."""

    document: str
    start: int
    end: int
    score: float

    @property
    def place(self) -> Place:
        return Place(self.document, self.start, self.end)


@dataclass(frozen=True)
class ShownCitation:
    """One citation of an answer; `document` is the name that suites use."""

    document: str
    start: int
    end: int
    quote: str
    page: int | None
    section: tuple[str, ...]
    verdict: str

    @property
    def place(self) -> Place:
        return Place(self.document, self.start, self.end)


@dataclass(frozen=True)
class ShownStatement:
    """One statement of an answer; `citations` are indexes into the row's citations."""

    text: str
    citations: tuple[int, ...]
    own_words: bool = False  # a language model's wording


@dataclass(frozen=True)
class Row:
    """What became of one question. With `error` it has no status and counts as a miss."""

    id: str
    question: str
    kind: str | None
    standalone_question: str | None = None
    status: str | None = None  # answered, partial, refused; None: only retrieved, or an error
    text: str = ""
    statements: tuple[ShownStatement, ...] = ()
    citations: tuple[ShownCitation, ...] = ()
    passages: tuple[FoundPassage, ...] = ()
    conflicts: int = 0  # cards that set two sources against each other
    confidence: float | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    error: str | None = None
    dropped: tuple[Dropped, ...] = ()  # what checking took away, and why
    model: ModelUse | None = None  # the language model that was asked; its replies are in `calls`
    calls: tuple[Call, ...] = ()  # all that language models were asked for it, with their raw replies

    @property
    def refused(self) -> bool:
        return self.status == "refused"

    @property
    def answered(self) -> bool:
        """Whether a reader got an answer, whole or in part."""
        return self.status in ("answered", "partial")

    @property
    def fell_back(self) -> bool:
        """Whether a language model was asked, and the sources' own words stand in its place."""
        return self.model is not None and self.model.ending is Ending.FAILED

    def to_json(self) -> str:
        """The row as a line of answers.jsonl, without its line end."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)


def read_row(line: str) -> Row:
    """The row that `Row.to_json` wrote. Raises ValueError."""
    return from_json(Row, line)


def shown_passages(passages: tuple[Passage, ...]) -> tuple[FoundPassage, ...]:
    """Passages as a row holds them."""
    return tuple(
        FoundPassage(passage.source.name, passage.start, passage.end, round(passage.score, DIGITS))
        for passage in passages
    )


def with_answer(row: Row, answer: Answer) -> Row:
    """The row with all that an answer says, but for its passages and seconds."""
    return dataclasses.replace(
        row,
        standalone_question=answer.standalone_question,
        status=answer.status.value,
        text=answer.text,
        statements=tuple(
            ShownStatement(said.text, said.citations, said.own_words) for said in answer.statements
        ),
        citations=tuple(
            ShownCitation(
                document=citation.source.name,
                start=citation.start,
                end=citation.end,
                quote=citation.quote,
                page=citation.page,
                section=citation.section,
                verdict=citation.verdict.value,
            )
            for citation in answer.citations
        ),
        conflicts=len(answer.conflicts),
        confidence=round(answer.confidence, DIGITS),
        dropped=answer.dropped,
        model=answer.model and _use(answer.model),
    )


def _use(use: ModelUse) -> ModelUse:
    judge = use.judge and _use(use.judge)
    return dataclasses.replace(use, seconds=round(use.seconds, DIGITS), replies=(), judge=judge)
