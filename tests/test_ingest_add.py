"""Documents in and out: what is new goes in, what is known costs nothing, what is gone is not found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import event

from core.types import Metadata
from ingest.add import add_paths
from ingest.files import BadPath
from ingest.index import check
from ingest.lock import Locked, writing
from ingest.originals import original
from ingest.read import BadLibraryFile
from ingest.remove import remove_documents
from ingest.report import Outcome, Progress
from records.library import UnknownDocument
from records.writing import document_id
from tests.documents import email_with, encrypted_word, scanned_pdf, unknown_binary
from tests.stores import (
    BREAD,
    PROJECT,
    RIVERS,
    SECRETS,
    CountingEmbedder,
    Store,
    outcomes,
    write_files,
)
from vectorstore.embed import TextTooLong

pytestmark = pytest.mark.usefixtures("counting")
THREE = {"rivers.txt": RIVERS, "law/secrets.txt": SECRETS, "bread.txt": BREAD}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with three documents."""
    return write_files(tmp_path / "docs", THREE)


def identifier(path: Path) -> str:
    return document_id(str(path.resolve()))


def test_files_go_in_under_their_names_in_the_folder(store: Store, docs: Path) -> None:
    told: list[Progress] = []
    report = add_paths([docs], library=store.library, settings=store.settings, progress=told.append)
    assert outcomes(report) == dict.fromkeys(THREE, Outcome.ADDED)
    assert (report.added, report.passages, report.failed) == (3, 3, 0)
    assert report.tokens > 50
    assert sorted(store.names()) == sorted(THREE)
    assert (told[-1].files_done, told[-1].passages_done, told[-1].passages_found) == (3, 3, 3)
    assert check(store.library, store.settings).well
    document = store.library.document(identifier(docs / "law/secrets.txt"))
    assert document.text == SECRETS
    assert original(document, store.settings) == SECRETS.encode()


def test_a_second_time_adds_nothing_and_embeds_nothing(
    store: Store, docs: Path, counting: CountingEmbedder
) -> None:
    store.add(docs)
    assert len(counting.texts) == 3
    state, passages = store.library.index_state(), store.passages()
    for again in (docs, docs / "bread.txt", docs / "law"):
        report = store.add(again)
        assert {file.outcome for file in report.files} == {Outcome.UNCHANGED}
    assert len(counting.texts) == 3
    assert (store.library.index_state(), store.passages()) == (state, passages)


def test_a_file_that_is_only_touched_or_moved_in_time_is_unchanged(store: Store, docs: Path) -> None:
    store.add(docs)
    os.utime(docs / "bread.txt", (1, 1))
    assert store.add(docs).unchanged == 3


def test_the_same_words_elsewhere_are_not_embedded_again(
    store: Store, docs: Path, tmp_path: Path, counting: CountingEmbedder
) -> None:
    store.add(docs)
    report = store.add(write_files(tmp_path / "copies", {"bread.txt": BREAD}))
    assert (report.added, len(counting.texts)) == (1, 3)


def paragraph(number: int) -> str:
    return f"Paragraph {number} speaks of subject {number}. " + "It says what must be said. " * (number % 7)


def test_one_changed_paragraph_embeds_only_the_passages_it_touches(
    store: Store, tmp_path: Path, counting: CountingEmbedder
) -> None:
    paragraphs = [paragraph(number) for number in range(120)]
    docs = write_files(tmp_path / "docs", {"long.txt": "\n\n".join(paragraphs)})
    total = store.add(docs).passages
    assert len(counting.texts) == total > 15
    counting.texts.clear()
    paragraphs[60] = "The sixtieth was rewritten and mentions xylophones. " + "It says other things. " * 8
    (docs / "long.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    report = store.add(docs)
    assert outcomes(report) == {"long.txt": Outcome.UPDATED}
    assert 1 <= len(counting.texts) <= 4
    assert any("xylophones" in text for text in counting.texts)
    best = store.search("xylophones", limit=1).passages[0]
    assert "xylophones" in best.text
    assert store.library.document(best.source.version).text[best.start : best.end] == best.text
    assert check(store.library, store.settings).well


def test_a_file_that_is_gone_leaves_search_at_once_and_stays_readable(store: Store, docs: Path) -> None:
    store.add(docs)
    found = store.search("How long does dough rest?", limit=1).passages[0]
    (docs / "bread.txt").unlink()
    report = store.add(docs)
    assert (report.removed, report.unchanged) == (1, 2)
    assert store.found("How long does dough rest?") == [
        name for name in store.found("How long does dough rest?") if name != "bread.txt"
    ]
    assert store.search("sourdough", limit=5).documents == 2
    old = store.library.document(found.source.version)
    assert (old.removed, old.text[found.start : found.end]) == (True, found.text)
    assert check(store.library, store.settings).well


def test_a_renamed_file_keeps_its_document(store: Store, docs: Path, counting: CountingEmbedder) -> None:
    store.add(docs)
    before = store.library.document(identifier(docs / "law/secrets.txt")).source
    store.library.edit(before.document, {"issuer": "Congress"})
    (docs / "law/secrets.txt").rename(docs / "renamed.txt")
    report = store.add(docs)
    told = [
        (file.name, file.reason, file.document) for file in report.files if file.outcome is Outcome.RENAMED
    ]
    assert told == [("renamed.txt", "it was law/secrets.txt", before.document)]
    assert (report.renamed, report.unchanged, report.added, report.removed) == (1, 2, 0, 0)
    after = store.library.document(before.document)
    assert (after.source.name, after.source.version, after.removed) == ("renamed.txt", before.version, False)
    assert (after.source.metadata.title, after.source.metadata.issuer) == ("renamed", "Congress")
    assert original(after, store.settings) == SECRETS.encode()
    assert sorted(store.names()) == ["bread.txt", "renamed.txt", "rivers.txt"]
    assert store.add(docs).unchanged == 3
    assert check(store.library, store.settings).well


def test_a_renamed_file_may_take_its_name_again_or_leave_it_to_another(store: Store, docs: Path) -> None:
    store.add(docs)
    first = identifier(docs / "bread.txt")
    (docs / "bread.txt").rename(docs / "dough.txt")
    assert store.add(docs).renamed == 1
    (docs / "bread.txt").write_text("Rye bread is another matter. It needs sour dough.")
    assert outcomes(store.add(docs))["bread.txt"] is Outcome.ADDED
    listed = {item.source.name: item.source.document for item in store.library.documents()}
    assert listed["dough.txt"] == first != listed["bread.txt"]
    (docs / "bread.txt").unlink()
    assert store.add(docs).removed == 1
    (docs / "dough.txt").rename(docs / "pain.txt")
    assert outcomes(store.add(docs))["pain.txt"] is Outcome.RENAMED
    assert store.library.document(first).source.name == "pain.txt"
    assert check(store.library, store.settings).well


@pytest.mark.parametrize("copies", [("one.txt", "two.txt"), ("one.txt",)])
def test_of_several_equal_files_none_is_taken_for_renamed(
    store: Store, docs: Path, copies: tuple[str, ...]
) -> None:
    (docs / "again.txt").write_text(BREAD)
    store.add(docs)
    (docs / "bread.txt").unlink()
    (docs / "again.txt").unlink()
    for name in copies:
        (docs / name).write_text(BREAD)
    report = store.add(docs)
    assert (report.renamed, report.removed, report.added) == (0, 2, len(copies))


def test_what_is_attached_to_a_renamed_letter_stays_too(store: Store, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "letter.eml").write_bytes(email_with(RIVERS, [("note.txt", BREAD.encode())]))
    store.add(docs)
    before = {item.source.document for item in store.library.documents()}
    (docs / "letter.eml").rename(docs / "post.eml")
    assert set(outcomes(store.add(docs)).values()) == {Outcome.RENAMED, Outcome.UPDATED}
    after = store.library.documents()
    assert {item.source.document for item in after} == before
    assert sorted(item.source.name for item in after) == ["post.eml", "post.eml/note.txt"]


def test_adding_one_folder_takes_nothing_out_of_another(store: Store, docs: Path, tmp_path: Path) -> None:
    store.add(docs)
    store.add(write_files(tmp_path / "docs-two", {"river.txt": RIVERS}))
    assert store.add(docs / "law").removed == 0
    assert len(store.names()) == 4


def test_removed_documents_come_back_when_they_are_added_again(store: Store, docs: Path) -> None:
    store.add(docs)
    remove_documents([identifier(docs / "bread.txt")], library=store.library, settings=store.settings)
    assert "bread.txt" not in store.found("sourdough")
    report = store.add(docs)
    assert (report.added, report.unchanged) == (1, 2)
    assert store.found("sourdough", 1) == ["bread.txt"]


def test_removing_an_unknown_document_changes_nothing(store: Store, docs: Path) -> None:
    store.add(docs)
    known = identifier(docs / "bread.txt")
    with pytest.raises(UnknownDocument, match="'unknown'"):
        remove_documents([known, "unknown"], library=store.library, settings=store.settings)
    assert len(store.names()) == 3
    assert not store.library.index_state().writing


def test_library_yaml_overrides_what_a_file_says(store: Store, docs: Path) -> None:
    (docs / "library.yaml").write_text(
        "defaults: {jurisdiction: EU}\nfiles:\n  bread.txt: {title: On bread, date: 2016-05-11}\n",
        encoding="utf-8",
    )
    (docs / "law/library.yaml").write_text("files:\n  secrets.txt: {jurisdiction: US}\n", encoding="utf-8")
    store.add(docs)

    def known(name: str) -> Metadata:
        return store.library.document(identifier(docs / name)).source.metadata

    assert (known("bread.txt").title, known("bread.txt").date) == ("On bread", "2016-05-11")
    assert [known(name).jurisdiction for name in THREE] == ["EU", "US", "EU"]
    assert known("bread.txt").inferred.isdisjoint({"title", "date", "jurisdiction"})
    assert "library.yaml" not in store.names()
    (docs / "library.yaml").write_text("files:\n  bread.txt: {title: Of bread}\n", encoding="utf-8")
    report = store.add(docs)
    assert (report.updated, report.unchanged) == (2, 1)
    assert known("bread.txt").title == "Of bread"
    assert known("rivers.txt").jurisdiction is None
    (docs / "library.yaml").write_text("files:\n  bread.txt: {colour: brown}\n", encoding="utf-8")
    with pytest.raises(BadLibraryFile, match=r"library\.yaml.*colour"):
        store.add(docs)


def test_what_a_user_edited_outlives_a_new_version(store: Store, docs: Path) -> None:
    store.add(docs)
    store.library.edit(identifier(docs / "bread.txt"), {"title": "Baking"})
    (docs / "bread.txt").write_text(BREAD + " It keeps for a week.", encoding="utf-8")
    store.add(docs)
    document = store.library.document(identifier(docs / "bread.txt"))
    assert (document.source.metadata.title, document.text[-7:]) == ("Baking", "a week.")


def mail(folder: Path, *attachments: tuple[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "letter.eml").write_bytes(email_with("See what is attached.", attachments))
    return folder


def test_attachments_are_documents_and_vanish_with_their_letter(store: Store, tmp_path: Path) -> None:
    inner = email_with("The innermost.", [("deep.txt", BREAD.encode())])
    docs = mail(tmp_path / "mail", ("note.txt", SECRETS.encode()), ("inner.eml", inner))
    report = store.add(docs)
    everything = [
        "letter.eml",
        "letter.eml/inner.eml",
        "letter.eml/inner.eml/deep.txt",
        "letter.eml/note.txt",
    ]
    assert sorted(outcomes(report)) == sorted(store.names()) == everything
    assert store.found("sourdough", 1) == ["letter.eml/inner.eml/deep.txt"]
    assert store.add(docs).unchanged == 1
    assert len(store.names()) == 4
    other = email_with("The innermost.", [("other.txt", RIVERS.encode())])
    mail(docs, ("inner.eml", other))
    store.add(docs)
    assert store.names() == ["letter.eml", "letter.eml/inner.eml", "letter.eml/inner.eml/other.txt"]
    assert "letter.eml/inner.eml/deep.txt" not in store.found("sourdough")
    (docs / "letter.eml").unlink()
    store.add(docs)
    assert (store.names(), store.library.count()) == ([], (0, 0))
    assert check(store.library, store.settings).well


def test_attachments_of_one_name_are_told_apart(store: Store, tmp_path: Path) -> None:
    same = [("a.txt", BREAD.encode()), ("a.txt", BREAD.encode()), ("a.txt", RIVERS.encode())]
    store.add(mail(tmp_path / "mail", ("a.txt (2)", b"Something else."), *same))
    assert len(store.names()) == len(set(store.names())) == 5
    assert store.found("sourdough", 2)[0] != store.found("sourdough", 2)[1]
    assert check(store.library, store.settings).well


def test_attachments_are_followed_so_far_and_no_further(store: Store, tmp_path: Path) -> None:
    content, name = email_with("bottom", [("last.txt", BREAD.encode())]), "m0.eml"
    for depth in range(1, 6):
        content, name = email_with(f"level {depth}", [(name, content)]), f"m{depth}.eml"
    report = store.add(mail(tmp_path / "mail", (name, content)))
    assert report.skipped == 1
    assert report.added == 4
    assert [file.reason for file in report.files if file.outcome is Outcome.SKIPPED] == ["attached too deep"]


def test_bad_files_are_told_and_the_others_go_in(store: Store, docs: Path) -> None:
    (docs / "locked.docx").write_bytes(encrypted_word())
    (docs / "blob.bin").write_bytes(unknown_binary())
    (docs / "scan.pdf").write_bytes(scanned_pdf(2))
    (docs / "empty.txt").write_bytes(b"")
    (docs / ".hidden.txt").write_text("hidden")
    report = store.add(docs)
    assert (report.added, report.failed, report.skipped) == (3, 4, 1)
    reasons = {file.name: file.reason for file in report.files if file.outcome is Outcome.FAILED}
    for name in ("locked.docx", "blob.bin", "scan.pdf", "empty.txt"):
        assert str(reasons[name]).startswith(f"{name} could not be read: ")
    assert sorted(store.names()) == sorted(THREE)


def test_a_file_that_became_unreadable_keeps_its_last_version(store: Store, docs: Path) -> None:
    store.add(docs)
    (docs / "bread.txt").write_bytes(b"")
    report = store.add(docs)
    assert (report.failed, report.removed) == (1, 0)
    assert store.found("sourdough", 1) == ["bread.txt"]


def test_a_path_that_is_not_there_is_told_before_anything_is_done(store: Store, docs: Path) -> None:
    with pytest.raises(BadPath, match=r"There is no file or folder .*nowhere"):
        store.add(docs, docs / "nowhere")
    assert store.names() == []


def test_the_library_does_not_swallow_its_own_store(tmp_path: Path) -> None:
    docs = write_files(tmp_path / "docs", {"bread.txt": BREAD})
    store = Store(docs / "store")
    store.upload(("rivers.txt", RIVERS.encode()))
    report = store.add(docs)
    assert (report.added, report.failed) == (1, 0)
    assert store.add(docs).added == 0


def test_a_beir_corpus_is_read_line_by_line(store: Store, tmp_path: Path) -> None:
    lines = [{"_id": "one", "title": "On rivers", "text": RIVERS}, {"_id": "two", "title": "", "text": BREAD}]
    path = tmp_path / "beir" / "corpus.jsonl"
    write_files(path.parent, {path.name: "\n".join(map(json.dumps, lines)) + "\n\n", "other.txt": "x"})
    assert outcomes(store.add(path.parent)) == {"one": Outcome.ADDED, "two": Outcome.ADDED}
    titles = [listed.source.metadata.title for listed in store.library.documents()]
    assert titles == ["On rivers", "two"]
    path.write_text(json.dumps(lines[0]) + "\n")
    report = store.add(path.parent)
    assert (report.unchanged, report.removed) == (0, 2) or report.removed == 1
    assert store.names() == ["one"]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"_id": 1}', '{"_id": "x", "text": "\\ud800"}', '{"text": "x"}']
)
def test_a_bad_line_of_a_beir_corpus_is_named(store: Store, tmp_path: Path, line: str) -> None:
    write_files(tmp_path / "beir", {"corpus.jsonl": '{"_id": "one", "text": "One."}\n' + line})
    with pytest.raises(BadPath, match=r"corpus\.jsonl, line 2 .*Mend that line"):
        store.add(tmp_path / "beir")


HOLDER = """
import sys; from pathlib import Path; from ingest.lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_writers_cannot_interleave(store: Store, docs: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(store.home)]
    holder = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    for act in (
        lambda: store.add(docs),
        lambda: store.upload(("a.txt", b"One.")),
        lambda: remove_documents(["x"], library=store.library, settings=store.settings),
    ):
        with pytest.raises(Locked, match=f"locked by process {holder.pid}, which"):
            act()
    assert store.names() == []
    holder.kill()
    holder.wait()
    assert store.add(docs).added == 3


def test_two_writers_of_one_process_cannot_interleave_either(store: Store, docs: Path) -> None:
    with writing(store.home), pytest.raises(Locked, match=f"process {os.getpid()}"):
        store.add(docs)
    assert store.add(docs).added == 3


def test_vectors_are_kept_while_a_run_goes_on(
    store: Store, tmp_path: Path, counting: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that breaks off in the middle of embedding does not embed again what was done."""
    monkeypatch.setattr("ingest.add.KEPT_AT_ONCE", 4)
    docs = write_files(tmp_path / "docs", {f"{n}.txt": paragraph(n) for n in range(12)})
    inner_embed = counting.inner.embed

    def fail_after_nine(items: object) -> object:
        for number, pair in enumerate(inner_embed(items)):  # type: ignore[arg-type]
            if number == 9:
                raise TextTooLong(300, 256, "broken off")
            yield pair

    monkeypatch.setattr(counting, "embed", fail_after_nine)
    with pytest.raises(TextTooLong):
        store.add(docs)
    assert store.names() == []
    monkeypatch.undo()
    counting.texts.clear()
    monkeypatch.setattr("ingest.add.load_embedder", lambda settings: counting)
    assert store.add(docs).added == 12
    assert len(counting.texts) == 12 - 8


def test_a_run_is_quick_where_files_are_many(store: Store, tmp_path: Path) -> None:
    """Keeping and indexing 400 small files takes much less than a transaction each."""
    docs = write_files(tmp_path / "docs", {f"{n}.txt": f"Number {n}." for n in range(400)})
    commits: list[object] = []
    event.listen(store.library.engine, "commit", commits.append)
    begun = time.process_time()
    assert store.add(docs).added == 400
    assert time.process_time() - begun < 20
    assert len(commits) < 40
