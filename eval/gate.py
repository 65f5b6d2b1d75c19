"""Holds a run against floors, so that a change that makes answers worse does not pass unseen."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import PinciteError
from eval.summary import LOWER_IS_BETTER, Measured, is_of_model

MACHINE_BOUND = frozenset({"latency_p50", "latency_p95"})  # another machine has other seconds
LIBRARY_BOUND = frozenset({"conflict_cards"})  # a library whose sources differ has more of them
NEVER_LESS = {"quote_exactness": 1.0}  # anything under it is a defect, not a matter of degree
DIGITS = 4


class BadFloors(PinciteError):
    """A file of floors cannot be used."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(
            f"{path}: {cause}. Write one JSON object of measures and floors, e.g. "
            '{"quote_exactness": 1.0}, or make it from a run: python -m eval floors OUT --write FILE'
        )


@dataclass(frozen=True)
class Fallen:
    """A measure that did not hold its floor; `value` None: the run does not have it."""

    name: str
    floor: float
    value: float | None

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.name} was not measured; its floor is {self.floor:g}"
        side = "above" if self.name in LOWER_IS_BETTER else "below"
        return f"{self.name} is {self.value:.4f}, {side} its floor {self.floor:g}"


def read_floors(path: Path) -> dict[str, float]:
    """Measure -> floor. Raises BadFloors."""
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFloors(path, f"cannot be read ({error.strerror})") from error
    except json.JSONDecodeError as error:
        raise BadFloors(path, f"line {error.lineno} is not JSON ({error.msg})") from error
    except RecursionError as error:
        raise BadFloors(path, "is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise BadFloors(path, "is not UTF-8") from error
    if not isinstance(value, dict) or not value:
        raise BadFloors(path, "holds no floors")
    for name, floor in value.items():
        if isinstance(floor, bool) or not isinstance(floor, int | float) or not math.isfinite(floor):
            raise BadFloors(path, f"the floor of {name} is {floor!r}, not a number")
    return {name: float(floor) for name, floor in value.items()}


def fallen(measures: Mapping[str, Measured], floors: Mapping[str, float]) -> list[Fallen]:
    """The measures that fell below their floors, or are missing.

    For false_refusal, wrong_document@5 and the latencies, where less is better, the floor is the most
    that they may be.
    """
    found = []
    for name, floor in floors.items():
        value = measures[name].value if name in measures else None
        if value is None or (value > floor if name in LOWER_IS_BETTER else value < floor):
            found.append(Fallen(name, floor, value))
    return found


def floors_from(measures: Mapping[str, Measured]) -> dict[str, float]:
    """Floors that a run as good as this one holds: its values less their intervals.

    Latencies and what a language model took have none.

    Rounded away from the value, so that the run that they are made from passes; but the floor of
    quote_exactness is 1 whatever the run had.
    """
    scale = 10**DIGITS
    floors = {
        name: math.ceil(measured.high * scale) / scale
        if name in LOWER_IS_BETTER
        else math.floor(measured.low * scale) / scale
        for name, measured in measures.items()
        if name not in MACHINE_BOUND | LIBRARY_BOUND and not is_of_model(name)
    }
    return floors | {name: floor for name, floor in NEVER_LESS.items() if name in floors}
