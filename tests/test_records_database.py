"""Opening the records: new, damaged, from the future, half made, twice at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from core.memos import TakenAnswer
from records import database
from records.conversations import Conversations
from records.database import SCHEMA, UnusableRecords, open_database
from records.library import Library
from records.manifest import FILE, read_manifest
from records.memos import Memos
from tests.stores import PROJECT, version


@pytest.mark.parametrize("name", ["store", "a?b#c%41 d", "büro/2026"])
def test_a_store_may_stand_in_any_folder(tmp_path: Path, name: str) -> None:
    Library(open_database(tmp_path / name)).save([version("a.txt", "One.")])
    assert (tmp_path / name / FILE).is_file()
    assert len(Library(open_database(tmp_path / name)).documents()) == 1


def test_records_of_a_newer_pincite_are_refused_untouched(tmp_path: Path) -> None:
    open_database(tmp_path).dispose()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(UnusableRecords, match=r"a newer Pincite wrote them\. Install that version\."):
        open_database(tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(b"no database at all" * 500), id="other content"),
        pytest.param(lambda path: os.truncate(path, path.stat().st_size // 2 + 100), id="cut in half"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:90] + b"\xff" * 900), id="overwritten"),
    ],
)
def test_damaged_records_are_told_with_a_remedy(tmp_path: Path, damage: object) -> None:
    engine = open_database(tmp_path)
    Library(engine).save([version(f"{n}.txt", "One. " * 500) for n in range(50)])
    engine.dispose()
    assert callable(damage)
    damage(tmp_path / FILE)
    with pytest.raises(UnusableRecords, match=r"cannot be used: .*backup"):
        open_database(tmp_path)
    assert read_manifest(tmp_path).suspect


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    with pytest.raises(UnusableRecords, match="PINCITE_HOME"):
        open_database(tmp_path / "store")


KILLED_AT = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
statements = 0
@event.listens_for(Engine, "before_cursor_execute")
def _die(connection, cursor, statement, *rest):
    global statements
    statements += 1
    if statements == int(sys.argv[2]):
        os._exit(9)
from records.database import open_database
open_database(Path(sys.argv[1]))
"""


def test_a_store_whose_making_was_broken_off_is_made_again(tmp_path: Path) -> None:
    deaths = 0
    for step in range(3, 40, 6):
        home = tmp_path / str(step)
        ran = subprocess.run(
            [sys.executable, "-c", KILLED_AT, str(home), str(step)], cwd=PROJECT, check=False
        )
        deaths += ran.returncode == 9
        engine = open_database(home)
        assert {"documents", "passages", "words"} <= set(inspect(engine).get_table_names())
        Library(engine).save([version("a.txt", "One.")])
    assert deaths >= 4


def test_several_processes_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from records.database import open_database; "
    code += "open_database(Path(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path / "store")]
    processes = [subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE) for _ in range(4)]
    errors = [process.communicate()[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, errors


def test_the_manifest_knows_what_the_library_holds(tmp_path: Path) -> None:
    assert read_manifest(tmp_path).fingerprints == {}
    library = Library(open_database(tmp_path))
    library.save([version("a.txt", "One."), version("b.txt", "Two.")])
    manifest = read_manifest(tmp_path)
    assert manifest.suspect
    assert set(manifest.fingerprints) == {"a.txt", "b.txt"}
    library.index_written("index-1")
    library.remove([library.documents()[0].source.document])
    library.index_written()
    assert set(read_manifest(tmp_path).fingerprints) == {"b.txt"}
    assert not read_manifest(tmp_path).suspect


def test_records_that_another_program_holds_are_waited_for_and_not_called_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_database(tmp_path).dispose()
    monkeypatch.setattr(database, "PATIENCE", 0)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        holder.execute("CREATE TABLE held (number)")
        with pytest.raises(UnusableRecords, match="Wait until no other program") as refused:
            open_database(tmp_path)
        assert "backup" not in str(refused.value)


SCHEMA_3 = PROJECT / "tests" / "data" / "records-of-schema-3.sql"  # as the Pincite of then made it


def test_records_of_schema_3_keep_all_and_date_removals_from_now_on(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.executescript(SCHEMA_3.read_text(encoding="utf-8"))
    engine = open_database(tmp_path)
    library, memos = Library(engine), Memos(engine)
    assert [listed.source.name for listed in library.documents()] == ["dtsa.txt"]
    (listed,) = memos.list()
    answer = Conversations(engine).recent(1)[0]
    saved = Conversations(engine).answer(answer.id)
    assert saved.answer.setup is None  # it was given before setups were kept, which is said of it
    assert saved.answer.citations[0].quote == "The act was signed on 11 May 2016."
    (block,) = memos.memo(listed.id).draft.blocks
    assert isinstance(block, TakenAnswer)
    assert block.answer == saved.answer
    assert library.changes_since(saved.created).removed == {}  # the guide went, and nobody knows when
    act = library.documents()[0].source.document
    library.remove([act])
    assert library.changes_since(saved.created).removed == {act: "The Defend Trade Secrets Act"}
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
