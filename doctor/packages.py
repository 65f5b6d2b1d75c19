"""What requirements and constraints pin, and what is installed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from core.errors import PinciteError

_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;#]+)")


class NoPins(PinciteError):
    """A list of packages is missing."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is missing. Run this in the project's folder, from a whole checkout.")


@dataclass(frozen=True)
class Pin:
    """A package and the one version of it that Pincite was tested with."""

    name: str
    version: str


def read_pins(path: Path) -> list[Pin]:
    """The pins of a requirements file. Raises NoPins where it is not there."""
    if not path.is_file():
        raise NoPins(path)
    found = (_PIN.match(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Pin(canonical(pin[1]), pin[2]) for pin in found if pin]


def installed(name: str) -> str | None:
    """The installed version of a package, or None."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def differing(pins: Iterable[Pin]) -> list[Pin]:
    """The pins of packages that are installed at another version; builds (+cpu) count as the same."""
    pairs = ((pin, installed(pin.name)) for pin in pins)
    return [pin for pin, version in pairs if version and version.partition("+")[0] != pin.version]


def canonical(name: str) -> str:
    """A package's name as indexes compare it: PyYAML -> pyyaml, ir_measures -> ir-measures."""
    return re.sub(r"[-_.]+", "-", name).lower()
