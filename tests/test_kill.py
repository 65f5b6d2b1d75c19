"""Ingest is killed while it writes, at any moment, and run again: nothing is lost, doubled or half there."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.types import Found
from ingest.index import check, repair_unless_busy
from tests.documents import email_with
from tests.stores import PROJECT, Store, run_python, write_files
from vectorstore.embed import Embedder

KILLS = 9
WRITES = 25  # changes of files that are seen while a run writes, or a few more
SEED = 39
FILES = 60
SUBJECTS = ("rivers", "bread", "secrets", "contracts", "courts", "treaties", "patents", "seizure")


def make_documents(folder: Path, round_number: int) -> None:
    """Small files, of which each round changes some, adds one and takes one away."""
    numbers = random.Random(round_number)
    texts = {}
    for number in range(FILES):
        revision = round_number if number % 7 == round_number % 7 else 0
        subject = SUBJECTS[number % len(SUBJECTS)]
        paragraphs = [
            f"Article {number}. In paragraph {part} of revision {revision} the law speaks of {subject}. "
            + " ".join(f"It names {subject} and {numbers.choice(SUBJECTS)} in point {n}." for n in range(5))
            for part in range(2)
        ]
        texts[f"{number:02}.txt"] = "\n\n".join(paragraphs)
    del texts[f"{round_number % FILES:02}.txt"]
    texts[f"new-{round_number}.txt"] = f"Round {round_number} brings this."
    for path in folder.glob("*.txt"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        path = folder / name
        if not path.is_file() or path.read_text() != text:
            path.write_text(text)
    attached = [(f"{round_number}.txt", f"Attached in round {round_number}.".encode())]
    (folder / "letter.eml").write_bytes(email_with("See below.", attached))


def ingest(folder: Path, home: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ingest", "add", str(folder), "--store", str(home), "--json"]
    return subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


@dataclass(frozen=True)
class Held:
    """What a library holds, to be compared with what it should hold."""

    passages: frozenset[str]
    names: tuple[str, ...]
    texts: frozenset[str]


def held(store: Store) -> Held:
    documents = store.library.documents()
    texts = frozenset(store.library.document(one.source.document).text for one in documents)
    return Held(frozenset(store.passages()), tuple(store.names()), texts)


def searched(store: Store) -> Found:
    """What the page does at a start and with a question. It must never fail."""
    repair_unless_busy(store.library, store.settings)
    found = store.search("What does the law say of rivers?", limit=5)
    for passage in found.passages:
        text = store.library.document(passage.source.version).text
        assert text[passage.start : passage.end] == passage.text
    return found


def files(home: Path) -> dict[Path, tuple[int, int]]:
    """The files of the store, and what tells that one of them was written to."""
    seen = {}
    for path in home.rglob("*"):
        with suppress(FileNotFoundError):  # it was there a moment ago
            seen[path] = (path.stat().st_size, path.stat().st_mtime_ns)
    return seen


def kill_at(write: int, process: subprocess.Popen[bytes], home: Path) -> None:
    """Kills the process once so many changes of the store's files were seen, unless it ends before."""
    before, count = files(home), 0
    while process.poll() is None:
        now = files(home)
        count += len(now.items() - before.items())
        before = now
        if count >= write:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        time.sleep(0.005)


def test_ingest_survives_being_killed_at_any_moment(tmp_path: Path, embedder: Embedder) -> None:
    folder = write_files(tmp_path / "docs", {"library.yaml": "defaults: {kind: statute}\n"})
    home = tmp_path / "store"
    moments = random.Random(SEED)
    round_number, killed = 0, 0
    make_documents(folder, round_number)
    store = Store(home, embedder)
    while killed < KILLS:
        process = ingest(folder, home)
        kill_at(moments.randint(1, WRITES), process, home)
        if process.returncode == -signal.SIGKILL:
            killed += 1
            searched(store)
            if killed % 3:
                continue
            searched(Store(home, embedder))
            process = ingest(folder, home)  # kills say something of later states too
            process.wait()
        assert process.returncode == 0, process.stderr and process.stderr.read().decode()
        round_number += 1
        make_documents(folder, round_number)
    last = ingest(folder, home)
    assert last.wait() == 0
    clean = Store(tmp_path / "clean", embedder)
    clean.add(folder)
    for one in (store, Store(home, embedder)):
        assert held(one) == held(clean)
        assert check(one.library, one.settings).well
        assert searched(one).documents == FILES + 2
    again = run_python("-m", "ingest", "add", str(folder), "--store", str(home), "--json")
    assert json.loads(again.stdout)["unchanged"] == FILES + 1
    assert len(list(home.glob("index-*"))) == 1


DIE = """
import os, sys
from pathlib import Path
import importlib
step, after, folder, home = sys.argv[1:]
module_name, _, name = step.partition(":")
owner = importlib.import_module(module_name)
*path, name = name.split(".")
for part in path:
    owner = getattr(owner, part)
inner = getattr(owner, name)
def dying(*arguments, **options):
    if after == "before":
        os._exit(9)
    result = inner(*arguments, **options)
    os._exit(9)
setattr(owner, name, dying)
from ingest.__main__ import app
app(["add", folder, "--store", home])
"""
STEPS = [
    ("before", "records.library:Library.keep_vectors"),
    ("after", "records.library:Library.keep_vectors"),
    ("after", "records.library:Library.remove"),
    ("after", "records.library:Library.save"),
    ("after", "vectorstore.index:VectorIndex.write"),
    ("after", "records.library:Library.index_written"),
    ("after", "ingest.index:build_index"),
    ("after", "ingest.index:delete_other_indexes"),
]
FIRST_ONLY = {"ingest.index:build_index", "ingest.index:delete_other_indexes"}


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize(("when", "step"), STEPS)
def test_a_death_at_each_step_is_mended(tmp_path: Path, when: str, step: str, embedder: Embedder) -> None:
    folder = write_files(tmp_path / "docs", {"library.yaml": "defaults: {kind: statute}\n"})
    make_documents(folder, 0)
    for path in folder.glob("[1-5]*.txt"):
        path.unlink()
    store = Store(tmp_path / "store", embedder)
    if step not in FIRST_ONLY:
        store.add(folder)
        searched(store)
        (folder / "05.txt").write_text("The fifth has other words now: xylophones.")
        (folder / "06.txt").unlink()
        (folder / "letter.eml").write_bytes(email_with("Nothing below."))
    died = run_python("-c", DIE, step, when, str(folder), str(store.home), check=False)
    assert died.returncode == 9, died.stderr
    for reader in (store, Store(store.home, embedder)):
        assert searched(reader).documents == len(reader.library.documents())
        assert check(reader.library, reader.settings).well
    store.add(folder)
    clean = Store(tmp_path / "clean", embedder)
    clean.add(folder)
    for reader in (store, Store(store.home, embedder)):
        assert held(reader) == held(clean)
        assert check(reader.library, reader.settings).well
        searched(reader)
    assert not store.library.index_state().writing


def test_search_goes_on_while_another_process_writes(tmp_path: Path, embedder: Embedder) -> None:
    folder, home = write_files(tmp_path / "docs", {}), tmp_path / "store"
    make_documents(folder, 0)
    store = Store(home, embedder)
    searches, found_something = 0, False
    for round_number in range(3):
        make_documents(folder, round_number)
        process = ingest(folder, home)
        while process.poll() is None:
            found_something |= bool(searched(store).passages)
            searches += 1
            time.sleep(0.05)
        assert process.returncode == 0, process.stderr and process.stderr.read().decode()
        assert len(searched(store).passages) == 5
    assert searches > 10
    assert found_something
    assert check(store.library, store.settings).well
