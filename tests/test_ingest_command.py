"""`python -m ingest`: its commands, its JSON, its exit codes, and how little a run without work costs."""

from __future__ import annotations

import json
import resource
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ingest.__main__ import app
from records.writing import document_id
from tests.stores import BREAD, RIVERS, SECRETS, CountingEmbedder, Store, run_python, write_files

pytestmark = pytest.mark.usefixtures("counting")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_files(tmp_path / "docs", {"rivers.txt": RIVERS, "secrets.txt": SECRETS})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "store"


def ingest(home: Path, *arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [*map(str, arguments), "--store", str(home)])
    assert result.exit_code == code, result.output
    return result


def ingest_json(home: Path, *arguments: str | Path, code: int = 0) -> Any:  # noqa: ANN401
    return json.loads(ingest(home, *arguments, "--json", code=code).stdout)


def test_add_tells_what_became_of_each_file(home: Path, docs: Path) -> None:
    first = ingest(home, "add", docs)
    assert "added: rivers.txt, 1 passages" in first.stdout
    assert "2 added; 2 passages" in first.stdout
    assert "2 unchanged; 0 passages, 0 tokens" in ingest(home, "add", docs).stdout


def test_add_as_json(home: Path, docs: Path) -> None:
    told = ingest_json(home, "add", docs)
    counts = {"files": 2, "added": 2, "unchanged": 0, "updated": 0, "removed": 0, "skipped": 0, "failed": 0}
    assert {key: told[key] for key in counts} == counts
    assert (told["passages"], told["tokens"] > 40) == (2, True)
    assert [outcome["name"] for outcome in told["outcomes"]] == ["rivers.txt", "secrets.txt"]
    (docs / "rivers.txt").unlink()
    told = ingest_json(home, "add", docs)
    assert (told["removed"], told["unchanged"]) == (1, 1)
    assert [outcome["outcome"] for outcome in told["outcomes"]] == ["removed"]


def test_a_failed_file_makes_exit_code_one_each_time(home: Path, docs: Path) -> None:
    (docs / "empty.pdf").write_bytes(b"%PDF-1.4\n")
    for _ in range(2):
        told = ingest_json(home, "add", docs, code=1)
        assert told["failed"] == 1
        reasons = [one["reason"] for one in told["outcomes"] if one["outcome"] == "failed"]
        assert reasons[0].startswith("empty.pdf could not be read: ")
    assert len(Store(home).names()) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "/nowhere"), "There is no file or folder /nowhere"),
        (("show", "unknown"), "No document has the id 'unknown'"),
        (("remove", "unknown"), "No document has the id 'unknown'"),
        (("add",), "Missing argument"),
        (("frobnicate",), "No such command"),
    ],
)
def test_mistakes_make_exit_code_two(home: Path, arguments: tuple[str, ...], told: str) -> None:
    result = CliRunner().invoke(app, [*arguments, "--store", str(home)])
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_list_and_show(home: Path, docs: Path) -> None:
    (docs / "library.yaml").write_text("files:\n  rivers.txt: {title: The Elbe, date: 2016}\n")
    ingest(home, "add", docs)
    identifier = document_id(str((docs / "rivers.txt").resolve()))
    assert f"{identifier}  The Elbe · 2016  (1 passages, rivers.txt)" in ingest(home, "list").stdout
    listed = ingest_json(home, "list")
    first = listed[0]
    assert (first["id"], first["name"], first["title"]) == (identifier, "rivers.txt", "The Elbe")
    shown = ingest(home, "show", identifier).stdout
    assert "title: The Elbe\n" in shown
    assert shown.endswith(f"\n\n{RIVERS}\n")
    assert ingest_json(home, "show", identifier)["text"] == RIVERS


def test_remove(home: Path, docs: Path) -> None:
    ingest(home, "add", docs)
    identifier = document_id(str((docs / "rivers.txt").resolve()))
    assert ingest_json(home, "remove", identifier) == {"removed": [identifier]}
    assert [one["name"] for one in ingest_json(home, "list")] == ["secrets.txt"]
    assert "(no longer in the library)" in ingest(home, "show", identifier).stdout
    ingest(home, "remove", identifier, code=2)


def test_check_finds_what_is_broken_and_rebuild_mends_it(
    home: Path, docs: Path, counting: CountingEmbedder
) -> None:
    ingest(home, "add", docs)
    assert ingest_json(home, "check") == {"passages": 2, "missing": [], "fault": None, "well": True}
    (index,) = home.glob("index-*")
    shutil.rmtree(index)
    told = ingest_json(home, "check", code=1)
    assert (told["well"], "it is not there" in told["fault"]) == (False, True)
    counting.texts.clear()
    assert ingest_json(home, "rebuild") == {"passages": 2}
    assert ingest(home, "check").stdout == "All 2 passages are found.\n"
    assert counting.texts == [], "rebuilding embedded again"
    assert Store(home).found("Where does the Elbe rise?", 1) == ["rivers.txt"]


def test_an_empty_library_is_well(home: Path) -> None:
    assert ingest_json(home, "list") == []
    assert ingest(home, "check").stdout == "All 0 passages are found.\n"
    assert ingest_json(home, "rebuild") == {"passages": 0}


def test_the_command_itself_runs(home: Path, docs: Path) -> None:
    (docs / "bread.txt").write_text(BREAD)
    ran = run_python("-m", "ingest", "add", str(docs), "--store", str(home), "--json")
    assert json.loads(ran.stdout)["added"] == 3
    assert ran.stderr == "", "progress on a stderr that is no terminal"


HEAVY = {"chromadb", "openvino", "sqlalchemy", "torch", "numpy", "tokenizers", "langchain_core", "pydantic"}


def test_a_run_with_nothing_to_do_is_over_at_once(home: Path, tmp_path: Path) -> None:
    docs = write_files(tmp_path / "many", {f"{n}.txt": f"Number {n}. {RIVERS}" for n in range(300)})
    one = write_files(tmp_path / "one", {"one.txt": RIVERS})
    Store(home).add(docs)
    Store(tmp_path / "small").add(one)
    command = ("-m", "ingest", "add", str(docs), "--store", str(home), "--json")
    ran = run_python("-X", "importtime", *command)
    assert json.loads(ran.stdout)["unchanged"] == 300
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in ran.stderr.splitlines()}
    assert "ingest" in imported
    assert not imported & HEAVY
    of_one = ("-m", "ingest", "add", str(one), "--store", str(tmp_path / "small"))
    assert seconds_of(*command) < 3 * seconds_of(*of_one), "it takes long for each file"


def seconds_of(*arguments: str) -> float:
    """What a command takes of the processor's time: the least of three runs."""
    taken = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run_python(*arguments)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)
