"""The files of a run in its --out folder, written and read again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from core.errors import PinciteError
from eval.facts import RunFacts
from eval.rows import Row, read_row
from eval.score import Score, read_score
from eval.summary import Summary
from records.stored import from_json

ANSWERS = "answers.jsonl"
FAR = "far.jsonl"  # rows of questions from other fields, which this library should not answer
SCORES = "scores.jsonl"  # what each measure is made of, by question: compare needs no suite
RUN = "run.json"
MEASURES = "measures.json"
REPORT_PAGE = "report.html"
REPORT_TEXT = "report.md"

T = TypeVar("T")


class BadRun(PinciteError):
    """A folder does not hold the files of a whole run."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path} {cause}. Make the run again: python -m eval run --out {path.parent} ...")


class BadOut(PinciteError):
    """Nothing can be written to the --out folder."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path} cannot be written: {cause}. Choose another folder with --out.")


@dataclass(frozen=True)
class SavedRun:
    """A run as its folder tells it."""

    folder: Path
    facts: RunFacts
    rows: tuple[Row, ...]
    scores: tuple[Score, ...]
    summary: Summary
    far: tuple[Row, ...] = ()  # questions from other fields


def prepare(out: Path) -> None:
    """Makes the folder, and takes away what an earlier run left: half of it must not pass for new."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in (ANSWERS, FAR, SCORES, RUN, MEASURES, REPORT_PAGE, REPORT_TEXT):
            (out / name).unlink(missing_ok=True)
    except OSError as error:
        raise BadOut(out, error.strerror or str(error)) from error


def write_rows(out: Path, rows: Iterable[Row], name: str = ANSWERS) -> list[Row]:
    """Writes each row as it comes, so that a run that is broken off leaves what it has."""
    written = []
    with (out / name).open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(row.to_json() + "\n")
            file.flush()
            written.append(row)
    return written


def write_results(out: Path, scores: Iterable[Score], summary: Summary, facts: RunFacts) -> None:
    """Writes scores.jsonl, measures.json and run.json."""
    (out / SCORES).write_text("".join(f"{score.to_json()}\n" for score in scores), encoding="utf-8")
    for name, value in ((MEASURES, summary), (RUN, facts)):
        (out / name).write_text(_pretty(value), encoding="utf-8")


def read_run(out: Path) -> SavedRun:
    """The run in a folder. Raises BadRun."""
    return SavedRun(
        folder=out,
        facts=read_facts(out),
        rows=_read_rows(out / ANSWERS),
        scores=read_scores(out),
        summary=read_summary(out),
        far=read_far(out),
    )


def read_facts(out: Path) -> RunFacts:
    """What the run in a folder says of itself. Raises BadRun."""
    return _read(out / RUN, lambda text: from_json(RunFacts, text))


def read_far(out: Path) -> tuple[Row, ...]:
    """The run's questions from other fields, none where it asked none. Raises BadRun."""
    return _read_rows(out / FAR) if (out / FAR).exists() else ()


def read_scores(out: Path) -> tuple[Score, ...]:
    """The scores of the run in a folder. Raises BadRun."""
    return _read(out / SCORES, lambda text: tuple(map(read_score, text.split("\n")[:-1])))


def read_summary(out: Path) -> Summary:
    """The measures of the run in a folder. Raises BadRun."""
    return _read(out / MEASURES, lambda text: from_json(Summary, text))


def _read_rows(path: Path) -> tuple[Row, ...]:
    return _read(path, lambda text: tuple(map(read_row, text.split("\n")[:-1])))


def _read(path: Path, parse: Callable[[str], T]) -> T:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRun(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise BadRun(path, "is not what a run writes") from error


def _pretty(value: Summary | RunFacts) -> str:
    return json.dumps(dataclasses.asdict(value), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
