"""Uploads: their bytes are kept in the store, whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.index import check
from ingest.originals import original
from ingest.report import Outcome
from records.writing import document_id
from tests.documents import email_with
from tests.stores import BREAD, RIVERS, CountingEmbedder, Store, outcomes

pytestmark = pytest.mark.usefixtures("counting")


def files_of(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_the_same_name_updates_and_the_same_content_changes_nothing(
    store: Store, counting: CountingEmbedder
) -> None:
    assert outcomes(store.upload(("note.txt", BREAD.encode()))) == {"note.txt": Outcome.ADDED}
    first = store.library.document(document_id("upload: note.txt"))
    assert outcomes(store.upload(("note.txt", BREAD.encode()))) == {"note.txt": Outcome.UNCHANGED}
    assert len(counting.texts) == 1
    assert outcomes(store.upload(("note.txt", RIVERS.encode()))) == {"note.txt": Outcome.UPDATED}
    second = store.library.document(document_id("upload: note.txt"))
    assert (store.names(), second.text) == (["note.txt"], RIVERS)
    assert original(second, store.settings) == RIVERS.encode()
    old = store.library.document(first.source.version)
    assert (old.removed, original(old, store.settings)) == (True, BREAD.encode())


def test_uploads_outlive_adding_a_folder(store: Store, tmp_path: Path) -> None:
    store.upload(("note.txt", BREAD.encode()))
    (tmp_path / "docs").mkdir()
    assert store.add(tmp_path / "docs").removed == 0
    assert store.names() == ["note.txt"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../../escaped.txt", "escaped.txt"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\windows.txt", "windows.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("..", ".."),
        ("", "upload"),
        ("folder/", "upload"),
        ("x" * 5000 + ".txt", "x" * 5000 + ".txt"),
        ("$(touch pwned).txt", "$(touch pwned).txt"),
        ("<img src=x>.txt", "<img src=x>.txt"),
    ],
)
def test_hostile_names_are_labels_only(store: Store, tmp_path: Path, name: str, label: str) -> None:
    before = files_of(tmp_path)
    report = store.upload((name, BREAD.encode()))
    assert outcomes(report) == {label: Outcome.ADDED}
    assert all(path.is_relative_to(store.home) for path in files_of(tmp_path) - before)
    uploads = files_of(store.home / "uploads")
    assert [len(path.name) for path in uploads] == [64]
    assert store.found("sourdough", 1) == [label]


def test_one_bad_upload_does_not_hold_up_the_others(store: Store) -> None:
    report = store.upload(("empty.txt", b""), ("good.txt", BREAD.encode()))
    assert (report.failed, report.added) == (1, 1)
    assert store.library.document(document_id("upload: good.txt")).text == BREAD


def test_an_uploaded_letter_brings_its_attachments(store: Store) -> None:
    store.upload(("letter.eml", email_with("See below.", [("../note.txt", BREAD.encode())])))
    assert store.names() == ["letter.eml", "letter.eml/note.txt"]
    store.upload(("letter.eml", email_with("Nothing below.")))
    assert store.names() == ["letter.eml"]
    assert check(store.library, store.settings).well
