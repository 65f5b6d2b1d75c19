"""Who imports whom: the table of the design, held by reading the imports of every file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
MAY_IMPORT = {
    "core": set(),
    "prompts": set(),
    "records": {"core"},
    "vectorstore": {"core"},
    "memo": {"core"},
    "models": {"core"},
    "doctor": {"core", "records", "vectorstore", "ingest", "models"},
    "ingest": {"core", "records", "vectorstore"},
    "answering": {"core", "prompts"},
    "eval": {"core", "prompts", "records", "vectorstore", "ingest", "answering"},
}
FOR_ALL = "core.errors"  # what a user is told derives from PinciteError, in every room
ROOMS = {*MAY_IMPORT, "pages"}
DOORS = {"__main__.py", "app.py"}  # these, and pages/, join the rooms
COMMANDS = "command"  # a folder of the commands that a __main__.py is made of


def files(room: str) -> list[Path]:
    """The Python files of a room."""
    return sorted((PROJECT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, wherever in it, those for type checking too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


def tops(path: Path) -> set[str]:
    """The packages that a file imports from."""
    return {name.partition(".")[0] for name in imported(path) if name != FOR_ALL}


ALL_FILES = [path for room in sorted(ROOMS) for path in files(room)] + [PROJECT / "app.py"]


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_those_below_it(room: str) -> None:
    assert files(room), f"{room} is empty"
    for path in files(room):
        if path.name not in DOORS and path.parent.name != COMMANDS:
            strangers = tops(path) & (ROOMS - MAY_IMPORT[room] - {room})
            assert not strangers, f"{path.relative_to(PROJECT)} imports {strangers}"


@pytest.mark.parametrize(
    ("package", "home"), [("chromadb", ["vectorstore"]), ("streamlit", ["pages", "app.py"])]
)
def test_a_package_stays_in_its_room(package: str, home: list[str]) -> None:
    users = {path.relative_to(PROJECT).parts[0] for path in ALL_FILES if package in tops(path)}
    assert users
    assert users <= set(home)


def test_nobody_imports_the_doors_or_the_tests() -> None:
    for path in ALL_FILES:
        names = set(imported(path))
        assert not {name for name in names if name.endswith("__main__")}, path
        assert not {"app", "tests", "benchmarks", "training"} & {name.partition(".")[0] for name in names}, (
            path
        )


def test_every_folder_with_code_is_a_room() -> None:
    folders = {path.parent.name for path in PROJECT.glob("*/*.py") if not path.parent.name.startswith(".")}
    assert folders - {"tests", "benchmarks", "training"} == ROOMS


def test_imports_inside_functions_and_for_types_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "sly.py"
    path.write_text("if TYPE_CHECKING:\n    from ingest.add import x\ndef f():\n    import eval.run\n")
    assert tops(path) == {"ingest", "eval"}
