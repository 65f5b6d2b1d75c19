"""A suite of questions: JSON lines, read and checked before anything is asked."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from core.errors import PinciteError
from core.types import NO_FILTERS, Filters, Turn

MOST_PROBLEMS = 20  # so many are shown of a suite that is wrong all over
MOST_GRADE = 2**31 - 1  # of a relevant document, as trec_eval holds it


class BadSuite(PinciteError):
    """A suite cannot be used; the message names file, line and what to mend, a line for each."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = len(problems) - MOST_PROBLEMS
        rest = [f"... and {more} more of the kind"] if more > 0 else []
        super().__init__("\n".join([*problems[:MOST_PROBLEMS], *rest]))


@dataclass(frozen=True)
class Asked:
    """All of a question that retrieval and answering get to see."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = NO_FILTERS  # with the as-of date; documents by name: the run turns them into ids


@dataclass(frozen=True)
class Evidence:
    """Where a suite says that an answer stands: by offsets, by its words, or by both."""

    doc: str
    start: int | None = None
    end: int | None = None
    quote: str | None = None


@dataclass(frozen=True)
class Question:
    """One line of a suite: what is asked, and what is known to be right."""

    id: str
    line: int
    asked: Asked
    kind: str | None = None
    half: str | None = None  # "tune" or "test", say: what may set a threshold, and what judges it
    answerable: bool = True
    answers: tuple[str, ...] = ()
    must_include: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    relevant: Mapping[str, int] | None = None


Text = Annotated[str, StringConstraints(strict=True, pattern=r"")]  # a pattern refuses half characters
Words = Annotated[str, StringConstraints(strict=True, pattern=r"\S")]
Count = Annotated[int, Field(strict=True, ge=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class _TurnLine(_Strict):
    role: Literal["user", "assistant"]
    content: Text


class _FiltersLine(_Strict):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    jurisdiction: list[Words] = []
    kind: list[Words] = []
    issuer: list[Words] = []
    document: list[Words] = []
    date_from: Words | None = None
    date_to: Words | None = None

    @field_validator("date_from", "date_to")
    @classmethod
    def _is_a_date(cls, value: str | None) -> str | None:
        if value is not None and not is_date(f"{value}-01-01"[:10]):
            raise ValueError("must be a date like 2024-05-31, 2024-05 or 2024")
        return value


class _EvidenceLine(_Strict):
    doc: Words
    start: Count | None = None
    end: Count | None = None
    quote: Words | None = None

    @model_validator(mode="after")
    def _says_where(self) -> _EvidenceLine:
        if (self.start is None) != (self.end is None):
            raise ValueError("give `start` and `end` together")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError("`start` must be smaller than `end`")
        if self.start is None and self.quote is None:
            raise ValueError("give `start` and `end`, or `quote`")
        return self


class _Line(_Strict):
    id: Annotated[Words, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
    question: Words
    kind: Words | None = None
    # in other people's suites the field may mean anything: what is no word counts as absent
    half: Annotated[str | None, BeforeValidator(lambda value: value if isinstance(value, str) else None)] = (
        None
    )
    history: list[_TurnLine] | None = None
    as_of: Words | None = None
    filters: _FiltersLine | None = None
    answerable: bool | None = None
    answers: list[Words] | None = None
    must_include: list[Annotated[list[Words], Field(min_length=1)]] | None = None
    evidence: list[_EvidenceLine] | None = None
    relevant: dict[Words, Annotated[int, Field(strict=True, ge=-MOST_GRADE, le=MOST_GRADE)]] | None = None

    @model_validator(mode="after")
    def _is_a_date(self) -> _Line:
        if self.as_of is not None and not is_date(self.as_of):
            raise ValueError("`as_of` must be a date like 2024-05-31")
        return self


def is_date(text: str) -> bool:
    """Whether `text` is a day of the calendar as YYYY-MM-DD: "2024-02-29" is, "2023-02-29" is not."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_suite(path: Path) -> tuple[Question, ...]:
    """The questions of the suite, in its order. Raises BadSuite, with everything that is wrong in it."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise BadSuite([f"{path}: cannot be read: {error.strerror}. Check the path."]) from error
    except UnicodeDecodeError as error:
        broken = error.object[: error.start].count(b"\n") + 1
        raise BadSuite([f"{path}, line {broken}: is not UTF-8. Save the file as UTF-8."]) from error
    questions: dict[str, Question] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = _question(line, number)
        except ValidationError as error:
            problems += [f"{path}, line {number}: {message}" for message in _messages(error)]
        except ValueError as error:
            problems.append(f"{path}, line {number}: {error}")
        else:
            if question.id in questions:
                first = questions[question.id].line
                problems.append(
                    f"{path}, line {number}: the id {question.id!r} stands in line {first} already. "
                    "Give every question an id of its own."
                )
            questions.setdefault(question.id, question)
    if not questions and not problems:
        problems.append(f"{path}, line 1: the suite is empty. Write one question a line, as JSON.")
    if problems:
        raise BadSuite(problems)
    return tuple(questions.values())


def of_half(questions: Sequence[Question], half: str | None, path: Path) -> tuple[Question, ...]:
    """The questions of one half, or all for None. Raises BadSuite where the suite has no such half."""
    chosen = tuple(question for question in questions if half is None or question.half == half)
    if not chosen:
        halves = ", ".join(sorted({question.half for question in questions if question.half}))
        raise BadSuite(
            [
                f"{path}: no question has the half {half!r}. "
                + (
                    f"Its halves are: {halves}."
                    if halves
                    else 'Give each question a field "half", or leave --half out.'
                )
            ]
        )
    return chosen


def _question(line: str, number: int) -> Question:
    try:
        value: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"is not JSON ({error.msg}, column {error.colno}). Write one whole JSON object on each line."
        ) from error
    except RecursionError as error:
        raise ValueError("is nested too deeply. Write one flat JSON object on each line.") from error
    if not isinstance(value, dict):
        raise ValueError(f'is not a JSON object. Write {{"id": ..., "question": ...}}, not {line[:40]}')
    read = _Line.model_validate(value)
    filters = read.filters or _FiltersLine()
    return Question(
        id=str(read.id),
        line=number,
        asked=Asked(
            question=read.question,
            history=tuple(Turn(turn.role, turn.content) for turn in read.history or ()),
            filters=Filters(
                jurisdiction=tuple(filters.jurisdiction),
                kind=tuple(filters.kind),
                issuer=tuple(filters.issuer),
                document=tuple(filters.document),
                date_from=filters.date_from,
                date_to=filters.date_to,
                as_of=read.as_of,
            ),
        ),
        kind=read.kind,
        half=read.half,
        answerable=read.answerable is not False,
        answers=tuple(read.answers or ()),
        must_include=tuple(map(tuple, read.must_include or ())),
        evidence=tuple(Evidence(**place.model_dump()) for place in read.evidence or ()),
        relevant=read.relevant,
    )


def _messages(error: ValidationError) -> Iterator[str]:
    for details in error.errors():
        yield f"{_field(details)}{_wanted(details)}."


def _field(details: ErrorDetails) -> str:
    """evidence[0].start, as one would write it, or nothing for the line as a whole."""
    named = [part for part in details["loc"] if part != "[key]"]
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in named]
    return f"`{''.join(parts).lstrip('.')}`: " if parts else ""


def _wanted(details: ErrorDetails) -> str:
    if details["type"] == "string_pattern_mismatch":
        return "is blank; write words there"
    if details["type"] == "missing":
        return "is missing; write it"
    if details["type"] == "extra_forbidden":
        return f"is no filter; there are {', '.join(_FiltersLine.model_fields)}"
    message = details["msg"].removeprefix("Value error, ")
    return message[0].lower() + message[1:]
