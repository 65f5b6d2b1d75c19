"""The README and docs/ tell the truth: commands work, tables match the code, links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

import pytest
from memo_examples import answered, draft_of

from answering.check import pin
from core.memos import MemoHeading
from core.settings import Settings
from core.types import Quotation, Statement
from records.conversations import Conversations
from records.database import open_database
from records.library import Library
from records.memos import Memos

PROJECT = Path(__file__).parent.parent
README = PROJECT / "README.md"
DOCUMENTS = [README, *sorted((PROJECT / "docs").glob("*.md"))]
# In these every command is run; in those that others may add, its options are looked up.
RUN_IN_FULL = {"README.md", "documents.md", "memos.md", "troubleshooting.md"}
SENTENCE = "A trade secret is information that has value because it is not generally known."


@dataclass(frozen=True)
class Command:
    """A line of a fenced shell block."""

    document: Path
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.document.name}: {shlex.join(self.words)}"


def commands() -> Iterator[Command]:
    """The commands of all fenced shell blocks, comments and continued lines folded away."""
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for block in re.findall(r"^```(?:sh|bash|shell|console)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            for line in block.replace("\\\n", " ").splitlines():
                words = tuple(shlex.split(line.removeprefix("$ "), comments=True))
                if words:
                    yield Command(document, words)


COMMANDS = list(commands())
MAKE = [command for command in COMMANDS if command.words[0] == "make"]
PYTHON = [command for command in COMMANDS if command.words[:2] == ("python", "-m")]
RUN = [command for command in PYTHON if command.document.name in RUN_IN_FULL]
LOOKED_UP = [command for command in PYTHON if command.document.name not in RUN_IN_FULL]


def table(text: str, first: str) -> dict[str, str]:
    """First column -> second column of the table whose head begins with `first`, without backticks."""
    rows = re.search(rf"^\| {first} \|.*\n\| ---.*\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert rows, f"no table of {first}"
    cells = [[cell.strip().strip("`") for cell in row.split("|")[1:-1]] for row in rows[1].splitlines()]
    return {row[0]: row[1] for row in cells}


def test_the_readme_leads_with_the_two_commands() -> None:
    assert [command.words for command in COMMANDS[:2]] == [("make", "run"), ("make", "test")]
    assert README.read_text().index("make run") < 100


def test_every_command_is_of_a_kind_that_is_tested() -> None:
    kinds = {*MAKE, *PYTHON}
    others = [str(command) for command in COMMANDS if command not in kinds]
    assert others == ["README.md: . .venv/bin/activate"]
    assert len(RUN) > 10


@pytest.mark.parametrize("command", MAKE, ids=str)
def test_make_knows_its_targets(command: Command) -> None:
    makefile = (PROJECT / "Makefile").read_text()
    targets = [word for word in command.words[1:] if "=" not in word]
    settings = [word.partition("=")[0] for word in command.words[1:] if "=" in word]
    assert [t for t in targets if not re.search(rf"^{t}:", makefile, re.MULTILINE)] == []
    assert [s for s in settings if f"$({s})" not in makefile] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands are run: a folder with a small corpus and a library with a memo."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "brief.txt").write_text(f"Trade secrets\n\n{SENTENCE}\n")
    run(folder, "ingest", "add", "corpus")
    engine = open_database(folder / ".pincite")
    library, memos = Library(engine), Memos(engine)
    document = library.document(library.documents()[0].source.document)
    citation = pin(Quotation(document.source, SENTENCE), document)
    answer = answered("What is it?", Statement(SENTENCE, (0,)), citations=(citation,))
    memos.start(draft_of(answer, heading=MemoHeading("Secrets")))
    conversations = Conversations(engine)
    conversations.add(conversations.start("Secrets"), replace(answer, question="What is a trade secret?"))
    return folder


def run(folder: Path, *words: str) -> str:
    """What `python -m` with these words prints in this folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PINCITE_")}
    result = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(PROJECT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize("command", RUN, ids=str)
def test_a_command_does_what_it_says(command: Command, folder: Path) -> None:
    engine = open_database(folder / ".pincite")
    library = Library(engine)
    if not library.documents():
        run(folder, "ingest", "add", "corpus")  # a command before this one removed it
    known = {
        "ID": library.documents()[0].source.document,
        "MEMO_ID": Memos(engine).list()[0].id,
        "ANSWER_ID": Conversations(engine).recent(1)[0].id,
    }
    words = [known.get(word, word) for word in command.words[2:]]
    printed = run(folder, *words)
    if "--out" in words:
        assert (folder / words[words.index("--out") + 1]).stat().st_size > 300
    elif words[:2] != ["ingest", "rebuild"]:
        assert printed.strip()


@cache
def described(*words: str) -> str:
    """What a command says of itself."""
    return run(PROJECT, *words, "--help")


@pytest.mark.parametrize("command", LOOKED_UP, ids=str)
def test_a_command_knows_its_options(command: Command) -> None:
    module, *rest = command.words[2:]
    known = described(module)
    command_named = rest and not rest[0].startswith("-")
    if command_named and re.search(rf"^\W*{re.escape(rest[0])}\s", known, re.MULTILINE):
        known = described(module, rest[0])
    options = [word.partition("=")[0] for word in rest if word.startswith("-")]
    assert [option for option in options if option not in known] == []


def test_the_table_of_settings_is_that_of_the_code() -> None:
    shown = table(README.read_text(), "variable")
    assert list(shown) == [f"PINCITE_{setting.name.upper()}" for setting in fields(Settings)]
    for setting in fields(Settings):
        default = str(setting.default).replace(str(Path.home()), "~")
        assert shown[f"PINCITE_{setting.name.upper()}"] == default


def test_the_table_of_the_layout_names_every_folder() -> None:
    shown = {name.rstrip("/") for name in table(README.read_text(), "folder")}
    there = {path.name for path in PROJECT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert shown == there - {"out", "__pycache__"}


@pytest.mark.parametrize("document", [*DOCUMENTS, PROJECT / "CHANGELOG.md"], ids=lambda path: path.name)
def test_links_lead_to_files_that_are_there(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize(
    "path",
    [*DOCUMENTS, *(PROJECT / n for n in ("CHANGELOG.md", "NOTICE", "Makefile", ".env.example"))],
    ids=lambda path: path.name,
)
def test_no_machine_and_no_registry_is_named(path: Path) -> None:
    machine = r"/work/|/root\b|/opt/|/home/\w|/Users/|/tmp/\w"
    registry = r"pypi\.org|pythonhosted|huggingface\.co|download\.pytorch|index-url"
    assert re.findall(f"{machine}|{registry}", path.read_text(encoding="utf-8")) == []


def test_memo_files_in_the_readme_are_not_left_in_the_project() -> None:
    assert not list(PROJECT.glob("memo.*"))
