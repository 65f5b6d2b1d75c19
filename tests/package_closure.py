"""The packages that a requirements file brings along, read from what is installed.

As a command it prints constraints.txt: `python tests/package_closure.py`.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parent.parent
HEADER = """\
# Every package that requirements.txt and requirements-dev.txt bring along, at the version that Pincite
# was tested with. Made by `make constraints`; a test says when it is stale.
"""


def direct(path: Path) -> list[Requirement]:
    """The requirements of a file, those of the files that it names (-r) too."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        stated = line.partition("#")[0].strip()
        if stated.startswith("-r"):
            found += direct(path.parent / stated[2:].strip())
        elif stated:
            found.append(Requirement(stated))
    return found


def closure(path: Path) -> dict[str, str]:
    """Name -> installed version, of all that a requirements file brings along on this machine."""
    versions: dict[str, str] = {}
    seen = set()
    todo = direct(path)
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        if (name, frozenset(wanted.extras)) in seen:
            continue
        seen.add((name, frozenset(wanted.extras)))
        package = metadata.distribution(wanted.name)
        versions[name] = package.version.partition("+")[0]
        for line in package.requires or ():
            brought = Requirement(line)
            marker = brought.marker
            if marker is None or any(marker.evaluate({"extra": e}) for e in ("", *wanted.extras)):
                todo.append(brought)
    return versions


if __name__ == "__main__":
    pins = closure(PROJECT / "requirements-dev.txt")
    print(HEADER + "\n".join(f"{name}=={pins[name]}" for name in sorted(pins)))  # noqa: T201  a command
