"""What goes wrong around files: one that cannot be read is told, keeps what it had, and stops no other."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.types import Reading
from ingest.__main__ import app
from ingest.files import BadPath, make_plan
from ingest.index import check
from ingest.originals import original
from ingest.read import BadLibraryFile, Reader, TooDemanding
from ingest.report import Outcome, Report
from records.writing import document_id
from tests.documents import email_with, pdf_of_lines, unknown_binary
from tests.stores import BREAD, RIVERS, SECRETS, CountingEmbedder, Store, outcomes, write_files
from vectorstore.embed import Embeddable

pytestmark = pytest.mark.usefixtures("counting")
NOBODY = 65534
THREE = {"bread.txt": BREAD, "law/secrets.txt": SECRETS, "law/old/rivers.txt": RIVERS}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_files(tmp_path / "docs", THREE)


@pytest.fixture
def guarded(store: Store, docs: Path) -> Iterator[Path]:
    """A folder of a user whom the system may deny things; root is denied nothing."""
    write_files(docs, {"library.yaml": "defaults: {kind: text}"})
    store.add(docs)  # loads what that user may not be allowed to load: Python, modules, the model
    folder = Path(tempfile.mkdtemp())
    user = os.geteuid()
    if user == 0:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    yield folder
    os.seteuid(user)
    shutil.rmtree(folder)


def failures(report: Report) -> dict[str, str]:
    """The reasons of what failed."""
    return {file.name: str(file.reason) for file in report.files if file.outcome is Outcome.FAILED}


def test_an_unreadable_folder_is_told_and_its_documents_stay(guarded: Path) -> None:
    docs, store = write_files(guarded / "docs", THREE), Store(guarded / "store")
    store.add(docs)
    (docs / "bread.txt").unlink()
    (docs / "law/old").chmod(0)
    report = store.add(docs)
    assert failures(report) == {
        "law/old": "law/old could not be read: it cannot be opened (Permission denied). "
        "Check that it is there and may be read."
    }
    assert (report.removed, report.unchanged) == (1, 1)
    assert store.names() == ["law/old/rivers.txt", "law/secrets.txt"]
    (docs / "law/old").chmod(0o700)
    assert store.add(docs).unchanged == 2
    docs.chmod(0)
    report = store.add(docs)
    assert (list(failures(report)), report.removed) == ([str(docs)], 0)
    report = store.add(docs / "law")
    assert (list(failures(report)), report.removed) == ([str(docs / "law")], 0)


def test_an_unreadable_file_stops_no_other_and_keeps_its_last_version(guarded: Path) -> None:
    docs, store = write_files(guarded / "docs", {"bread.txt": BREAD}), Store(guarded / "store")
    store.add(docs)
    (docs / "bread.txt").chmod(0)
    write_files(docs, {"rivers.txt": RIVERS})
    report = store.add(docs)
    assert (list(failures(report)), report.added, report.removed) == (["bread.txt"], 1, 0)
    assert store.names() == ["bread.txt", "rivers.txt"]
    assert (store.add(docs).failed, store.add(docs / "bread.txt").failed) == (1, 1)


def test_an_unreadable_corpus_keeps_its_documents(guarded: Path) -> None:
    line = json.dumps({"_id": "one", "text": RIVERS})
    docs, store = write_files(guarded / "beir", {"corpus.jsonl": line}), Store(guarded / "store")
    store.add(docs)
    (docs / "corpus.jsonl").chmod(0)
    report = store.add(docs)
    assert (list(failures(report)), report.removed, store.names()) == (["corpus.jsonl"], 0, ["one"])


def test_an_unreadable_library_yaml_stops_the_run(guarded: Path) -> None:
    docs, store = write_files(guarded / "docs", {"bread.txt": BREAD, "library.yaml": ""}), Store(guarded)
    (docs / "library.yaml").chmod(0)
    with pytest.raises(BadLibraryFile, match=r"library\.yaml.* cannot be opened \(Permission denied\)"):
        store.add(docs)


def test_names_that_are_no_text_are_told(store: Store, docs: Path) -> None:
    odd = os.fsencode(docs) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(odd)).write_text(RIVERS)
        Path(os.fsdecode(os.fsencode(docs) + b"/law/\xff")).mkdir()
    except OSError:
        pytest.skip("this file system takes no such names")
    write_files(Path(os.fsdecode(os.fsencode(docs) + b"/law/\xff")), {"inner.txt": RIVERS})
    report = store.add(docs)
    assert sorted(failures(report)) == ["caf\\xe9.txt", "law/\\xff/inner.txt"]
    assert all(reason.endswith("is not valid UTF-8. Rename it.") for reason in failures(report).values())
    assert report.added == 3
    assert list(failures(store.add(Path(os.fsdecode(odd))))) == ["caf\\xe9.txt"]
    assert store.add(Path(os.fsdecode(os.fsencode(docs) + b"/law/\xff"))).failed == 1


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (b'{"_id": "two", "text": "caf\xe9"}', r"line 2 is not .*utf-8.*Mend that line"),
        (b'\n{"_id": "one", "text": "Again."}', r"lines 1 and 3 have the same _id 'one'"),
    ],
)
def test_lines_of_a_corpus_that_cannot_be_taken_are_named(
    store: Store, tmp_path: Path, second: bytes, told: str
) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b'{"_id": "one", "text": "One."}\n' + second)
    with pytest.raises(BadPath, match=told):
        store.add(tmp_path)


def test_a_line_without_text_is_told_and_the_others_go_in(store: Store, tmp_path: Path) -> None:
    lines = [{"_id": "one", "title": "Void", "text": " "}, {"_id": "two", "text": RIVERS}]
    docs = write_files(tmp_path / "beir", {"corpus.jsonl": "\n".join(map(json.dumps, lines))})
    report = store.add(docs)
    reason = "one could not be read: its text is empty. Fill it in, or delete the line."
    assert (failures(report), store.names()) == ({"one": reason}, ["two"])


def test_uploads_of_one_name_in_one_call_are_all_kept(store: Store) -> None:
    twice = (("a.txt", BREAD.encode()), ("x/a.txt", RIVERS.encode()))
    assert outcomes(store.upload(*twice)) == {"a.txt": Outcome.ADDED, "a.txt (2)": Outcome.ADDED}
    assert store.library.document(document_id("upload: a.txt (2)")).text == RIVERS
    assert store.upload(*twice).unchanged == 2


LIBRARY = """
defaults: {issuer: The Council, label: internal}
files:
  law/secrets.txt: {title: On secrets, label: secret}
"""


def known(store: Store, path: Path) -> tuple[str, str | None, str | None, str | None]:
    source = store.library.document(document_id(str(path.resolve()))).source
    return source.name, source.metadata.title, source.metadata.issuer, source.metadata.label


def test_a_file_added_alone_is_known_as_it_is_in_its_folder(store: Store, docs: Path) -> None:
    write_files(docs, {"library.yaml": LIBRARY, "law/library.yaml": "defaults: {issuer: The Court}"})
    path = docs / "law/secrets.txt"
    store.add(docs)
    assert known(store, path) == ("law/secrets.txt", "On secrets", "The Court", "secret")
    for narrower in (path, docs / "law", docs / "law/old"):
        assert {file.outcome for file in store.add(narrower).files} == {Outcome.UNCHANGED}
    path.write_text(SECRETS + " More follows.")
    assert outcomes(store.add(path)) == {"law/secrets.txt": Outcome.UPDATED}
    assert known(store, path) == ("law/secrets.txt", "On secrets", "The Court", "secret")


def test_a_file_added_first_keeps_its_label_when_its_folder_is_added(store: Store, docs: Path) -> None:
    write_files(docs, {"library.yaml": LIBRARY})
    store.add(docs / "law/secrets.txt")
    assert known(store, docs / "law/secrets.txt") == ("secrets.txt", "On secrets", "The Council", "secret")
    report = store.add(docs)
    assert (report.added, report.unchanged) == (2, 1)


def test_library_yaml_is_not_looked_for_beyond_the_project_or_the_home(
    store: Store, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(docs, {"library.yaml": "defaults: {issuer: Far above}"})
    (docs / "law/.git").mkdir()
    store.add(docs / "law/old/rivers.txt", docs / "bread.txt")
    assert known(store, docs / "law/old/rivers.txt")[2] is None
    assert known(store, docs / "bread.txt")[2] == "Far above"
    (docs / "law/.git").rmdir()
    monkeypatch.setenv("HOME", str(docs / "law"))
    assert store.add(docs / "law/old/rivers.txt").unchanged == 1
    monkeypatch.undo()
    plan = make_plan([docs / "law/old/rivers.txt"], store.home)
    assert [file.override for file in plan.changed] == [{"issuer": "Far above"}]


def test_a_huge_document_is_embedded_in_windows(
    store: Store, tmp_path: Path, counting: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.add.WINDOW", 5)
    monkeypatch.setattr("ingest.add.KEPT_AT_ONCE", 3)
    windows: list[int] = []
    embed = counting.embed

    def counted(items: Sequence[Embeddable]) -> object:
        windows.append(len(items))
        return embed(items)

    monkeypatch.setattr(counting, "embed", counted)
    long = "\n\n".join(f"# Part {n}\n\nThis part speaks of subject {n} and of no other." for n in range(23))
    report = store.add(write_files(tmp_path / "long", {"long.md": long}))
    assert sum(windows) == report.passages >= 20
    assert max(windows) <= 5
    assert check(store.library, store.settings).well
    best = store.search("subject 17", limit=1).passages[0]
    assert "subject 17" in best.text


def test_an_attached_pdf_can_be_shown(store: Store, tmp_path: Path) -> None:
    content = pdf_of_lines(["Reasonable measures keep a secret."])
    letter = email_with("See below.", [("a.pdf", content), ("b.txt", BREAD.encode())])
    (tmp_path / "letter.eml").write_bytes(letter)
    store.add(tmp_path / "letter.eml")
    origin = str(tmp_path / "letter.eml")

    def kept(origin: str) -> bytes | None:
        return original(store.library.document(document_id(origin)), store.settings)

    assert kept(f"{origin}!a.pdf") == content
    assert kept(f"{origin}!b.txt") is None, "it has no pages to be shown"
    assert kept(origin) == letter


def test_a_deleted_link_takes_its_document_out(store: Store, docs: Path, tmp_path: Path) -> None:
    elsewhere = write_files(tmp_path / "elsewhere", {"far.txt": "A text that stands elsewhere."})
    (docs / "link.txt").symlink_to(elsewhere / "far.txt")
    assert store.add(docs).added == 4
    (docs / "link.txt").unlink()
    report = store.add(docs)
    assert (report.removed, report.unchanged) == (1, 3)
    assert sorted(store.names()) == sorted(THREE)


def test_a_dangling_link_is_told_and_keeps_its_document(store: Store, docs: Path, tmp_path: Path) -> None:
    elsewhere = write_files(tmp_path / "elsewhere", {"far.txt": "A text that stands elsewhere."})
    (docs / "link.txt").symlink_to(elsewhere / "far.txt")
    store.add(docs)
    (elsewhere / "far.txt").rename(elsewhere / "gone.txt")
    for _ in range(2):
        report = store.add(docs)
        assert failures(report) == {
            "link.txt": "link.txt could not be read: it is a link to a file that is not there. "
            "Mend or delete the link."
        }
        assert (report.removed, len(store.names())) == (0, 4)


def test_a_run_with_nothing_but_a_failure_makes_exit_code_one(store: Store, docs: Path) -> None:
    store.add(docs)
    (docs / "link.txt").symlink_to("nowhere")
    assert not make_plan([docs], store.home).work
    result = CliRunner().invoke(app, ["add", str(docs), "--store", str(store.home)])
    assert result.exit_code == 1
    assert "failed: link.txt (link.txt could not be read" in result.stdout
    assert "3 unchanged, 1 failed" in result.stdout


def test_links_to_what_is_added_anyway_are_skipped(store: Store, docs: Path) -> None:
    (docs / "again.txt").symlink_to("bread.txt")
    (docs / "laws").symlink_to("law")
    report = store.add(docs)
    told = {file.name: file.reason for file in report.files if file.outcome is Outcome.SKIPPED}
    assert told["again.txt"] == "a link to bread.txt"
    assert str(told["laws"]).startswith("a link to a folder")
    assert sorted(store.names()) == sorted(THREE)


def test_hidden_folders_and_the_store_are_not_walked_through(docs: Path) -> None:
    write_files(docs, {".git/a/b.txt": "x", ".hidden.txt": "x"})
    store = Store(docs / "law/store")
    store.upload(("a.txt", b"Uploaded."))
    os.mkfifo(docs / "pipe")
    report = store.add(docs)
    told = [name for name, outcome in outcomes(report).items() if outcome is Outcome.SKIPPED]
    assert sorted(told) == [".git", ".hidden.txt", "law/store", "pipe"]
    assert (report.added, report.failed) == (3, 0)


def test_an_attachment_that_failed_is_tried_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = email_with("Inside.", [("slow.txt", BREAD.encode())])
    files = [("note.txt", SECRETS.encode()), ("inner.eml", inner)]
    docs = tmp_path / "mail"
    docs.mkdir()
    (docs / "letter.eml").write_bytes(email_with("See below.", files))
    read_content = Reader.read_content

    def busy(reader: Reader, content: bytes, name: str) -> Reading:
        if name == "slow.txt":
            raise TooDemanding(name, "reading it took longer than 60 seconds", "Split it.")
        return read_content(reader, content, name)

    monkeypatch.setattr(Reader, "read_content", busy)
    report = store.add(docs)
    assert (report.added, list(failures(report))) == (3, ["letter.eml/inner.eml/slow.txt"])
    generation = store.library.index_state().generation
    report = store.add(docs)
    assert (report.unchanged, report.added, report.updated, report.failed) == (3, 0, 0, 1)
    assert store.library.index_state().generation == generation, "nothing new, and yet it was written"
    monkeypatch.undo()
    report = store.add(docs)
    assert outcomes(report)["letter.eml/inner.eml/slow.txt"] is Outcome.ADDED
    assert (report.added, report.updated, report.failed) == (1, 3, 0)
    assert store.found("sourdough", 1) == ["letter.eml/inner.eml/slow.txt"]
    assert not make_plan([docs], store.home).work
    assert check(store.library, store.settings).well


def test_an_attachment_of_no_known_kind_is_told_each_time(store: Store, tmp_path: Path) -> None:
    (tmp_path / "letter.eml").write_bytes(email_with("See below.", [("blob.bin", unknown_binary())]))
    assert [store.add(tmp_path / "letter.eml").failed for _ in range(2)] == [1, 1]
