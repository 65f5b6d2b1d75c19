"""The files of a run in its --out folder, written and read again."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from core.errors import PinciteError
from eval.facts import Plan, RunFacts
from eval.judge import Opinion, read_opinion
from eval.rows import Row, read_row
from eval.score import Score, read_score
from eval.summary import Summary
from records.stored import from_json

ANSWERS = "answers.jsonl"
FAR = "far.jsonl"  # rows of questions from other fields, which this library should not answer
JUDGE = "judge.jsonl"  # what a judge model thought of the answers, with its replies as they came
PLAN = "plan.json"  # what a run was begun with: it must be the same to go on with it
SCORES = "scores.jsonl"  # what each measure is made of, by question: compare needs no suite
RUN = "run.json"
MEASURES = "measures.json"
REPORT_PAGE = "report.html"
REPORT_TEXT = "report.md"

T = TypeVar("T")
V = TypeVar("V", Row, Opinion)


AT_THE_END = (SCORES, MEASURES, RUN)  # a run that was broken off has none of them
ALL = (ANSWERS, FAR, JUDGE, PLAN, SCORES, RUN, MEASURES, REPORT_PAGE, REPORT_TEXT)


class BadRun(PinciteError):
    """A folder does not hold the files of a whole run."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path} {cause}. Make the run again: python -m eval run --out {path.parent} ...")


class BrokenOff(PinciteError):
    """A folder holds a run without its end."""

    def __init__(self, out: Path) -> None:
        super().__init__(
            f"The run in {out} was broken off. Go on with it: the command that began it, with --resume."
        )


class BadOut(PinciteError):
    """Something cannot be written where it was to go."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path} cannot be written: {cause}. Make room there, or choose another place.")


@dataclass(frozen=True)
class SavedRun:
    """A run as its folder tells it."""

    folder: Path
    facts: RunFacts
    rows: tuple[Row, ...]
    scores: tuple[Score, ...]
    summary: Summary
    far: tuple[Row, ...] = ()  # questions from other fields
    opinions: tuple[Opinion, ...] = ()  # of a judge model


def prepare(out: Path) -> None:
    """Makes the folder, and takes away what an earlier run left: half of it must not pass for new."""
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        for name in ALL:
            (out / name).unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raises BadOut where what is done meanwhile cannot be written: a full disk, no such folder."""
    try:
        yield
    except OSError as error:
        raise BadOut(path, error.strerror or str(error)) from error


def write_rows(out: Path, rows: Iterable[Row], name: str = ANSWERS) -> list[Row]:
    """Adds each row as it comes, so that a run that is broken off leaves what it has."""
    return list(_written(out / name, rows))


def write_opinions(out: Path, opinions: Iterable[Opinion], known: Iterable[Opinion]) -> list[Opinion]:
    """Adds each opinion that is not `known` as it comes; at the end the file holds just `opinions`."""
    path, old = out / JUDGE, set(map(Opinion.to_json, known))
    given = []
    for opinion in opinions:
        if opinion.to_json() not in old:
            list(_written(path, [opinion]))
        given.append(opinion)
    path.unlink(missing_ok=True)
    return list(_written(path, given)) if given else []


def _written(path: Path, values: Iterable[V]) -> Iterator[V]:
    """Each value once its line is on the disk, whole."""
    for value in values:
        with writing(path), path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(value.to_json() + "\n")
        yield value


def copy_rows(out: Path, into: Path | None, rows: Iterable[Row]) -> Path:
    """The folder for a run's new scores: `out` itself, or `into`, with the rows and what else was asked."""
    if into is None or into.resolve() == out.resolve():
        return out
    prepare(into)
    write_rows(into, rows)
    for name in (FAR, JUDGE):
        if (out / name).exists():
            with writing(into / name):
                shutil.copyfile(out / name, into / name)
    return into


def write_plan(out: Path, plan: Plan) -> None:
    """Writes plan.json."""
    write_text(out / PLAN, _pretty(plan))


def write_text(path: Path, text: str) -> None:
    """Writes a file of a run. Raises BadOut."""
    with writing(path):
        path.write_text(text, encoding="utf-8")


def read_plan(out: Path) -> Plan:
    """What the run in a folder was begun with. Raises BadRun."""
    return _read(out / PLAN, lambda text: from_json(Plan, text))


def read_begun(out: Path, name: str = ANSWERS) -> tuple[Row, ...]:
    """The whole rows of a run that was broken off; half a row at the end is taken away. Raises BadRun."""
    path = out / name
    if not path.exists():
        return ()
    os.truncate(path, path.read_bytes().rfind(b"\n") + 1)
    return _read_rows(path)


def write_results(out: Path, scores: Iterable[Score], summary: Summary, facts: RunFacts) -> None:
    """Writes scores.jsonl, measures.json and run.json."""
    write_text(out / SCORES, "".join(f"{score.to_json()}\n" for score in scores))
    for name, value in ((MEASURES, summary), (RUN, facts)):
        write_text(out / name, _pretty(value))


def read_run(out: Path) -> SavedRun:
    """The run in a folder. Raises BadRun."""
    return SavedRun(
        folder=out,
        facts=read_facts(out),
        rows=_read_rows(out / ANSWERS),
        scores=read_scores(out),
        summary=read_summary(out),
        far=read_far(out),
        opinions=read_opinions(out),
    )


def read_rows(out: Path) -> tuple[Row, ...]:
    """The answers of the run in a folder. Raises BadRun."""
    return _read_rows(out / ANSWERS)


def read_opinions(out: Path) -> tuple[Opinion, ...]:
    """What a judge model thought of the answers; none where none was asked. Raises BadRun.

    Where judging was broken off, half a line at its end is left out, and of one answer the last counts.
    """
    path = out / JUDGE
    if not path.exists():
        return ()
    given = _read(path, lambda text: [read_opinion(line) for line in _lines(text)])
    return tuple({opinion.id: opinion for opinion in given}.values())


def read_facts(out: Path) -> RunFacts:
    """What the run in a folder says of itself. Raises BadRun, BrokenOff."""
    return _read(out / RUN, lambda text: from_json(RunFacts, text))


def read_far(out: Path) -> tuple[Row, ...]:
    """The run's questions from other fields, none where it asked none. Raises BadRun."""
    return _read_rows(out / FAR) if (out / FAR).exists() else ()


def read_scores(out: Path) -> tuple[Score, ...]:
    """The scores of the run in a folder. Raises BadRun."""
    return _read(out / SCORES, lambda text: tuple(map(read_score, _lines(text))))


def read_summary(out: Path) -> Summary:
    """The measures of the run in a folder. Raises BadRun."""
    return _read(out / MEASURES, lambda text: from_json(Summary, text))


def _read_rows(path: Path) -> tuple[Row, ...]:
    return _read(path, lambda text: tuple(map(read_row, _lines(text))))


def _lines(text: str) -> Sequence[str]:
    return text.split("\n")[:-1]


def _read(path: Path, parse: Callable[[str], T]) -> T:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except OSError as error:
        begun, ended = (path.parent / PLAN).exists(), (path.parent / RUN).exists()
        if path.name in AT_THE_END and begun and not ended:
            raise BrokenOff(path.parent) from error
        raise BadRun(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise BadRun(path, "is not what a run writes") from error


def _pretty(value: Summary | Plan) -> str:
    return json.dumps(dataclasses.asdict(value), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
