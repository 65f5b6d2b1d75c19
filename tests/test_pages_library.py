"""The Library page: what is added, found, described, read and removed there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import PinciteError
from core.types import Metadata
from ingest.report import FileOutcome, Outcome, Progress, Report
from pages.parts.session import Store
from tests.pages_store import DTSA, TITLE, add, add_dtsa, component_data, make_store, open_app, seen

PAGE = "pages/library.py"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)[0]


def test_an_empty_library_offers_the_starter_library(store: Store) -> None:
    app = open_app(store, PAGE)
    assert "The library is empty." in seen(app)
    app.button("add-starter").click().run()
    store.work.wait()
    app.run()
    assert not app.exception
    assert store.library.count()[0] == 2  # the shelves of this test take two of its files
    assert "2 added" in seen(app)


def test_files_go_in_and_each_says_what_became_of_it(store: Store) -> None:
    app = open_app(store, PAGE)
    app.file_uploader[0].set_value(
        [("good.txt", b"It is so.", "text/plain"), ("bad.txt", b" ", "text/plain")]
    )
    app.run()
    app.button("add").click().run()
    store.work.wait()
    app.run()
    assert "1 added, 1 failed: 1 passage in 0.1 s." in seen(app)
    outcomes = app.dataframe[0].value
    assert list(outcomes["File"]) == ["bad.txt", "good.txt"]  # what needs attention comes first
    assert list(outcomes["Why"]) == ["bad.txt holds no text.", ""]
    assert [item.source.name for item in store.library.documents()] == ["good.txt"]
    assert not app.file_uploader[0].value


def test_the_table_shows_what_is_known_and_marks_what_is_inferred(store: Store) -> None:
    add_dtsa(store.library)
    add(store.library, "It is so.", Metadata("Note", inferred=TITLE), "note.txt")
    table = open_app(store, PAGE).dataframe[0].value
    assert list(table["Title"]) == ["The Defend Trade Secrets Act", "Note (inferred)"]
    assert list(table["Issuer"]) == ["U.S. Congress", ""]
    assert list(table["Passages"]) == [1, 1]
    assert list(table["Origin"]) == ["/documents/dtsa.txt", "/documents/note.txt"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param("congress 2016", ["The Defend Trade Secrets Act"], id="issuer-and-date"),
        pytest.param("NOTE", ["Note (inferred)"], id="title-any-case"),
        pytest.param(".txt", ["The Defend Trade Secrets Act", "Note (inferred)"], id="file-name"),
    ],
)
def test_documents_are_found_by_their_words(store: Store, words: str, names: list[str]) -> None:
    add_dtsa(store.library)
    add(store.library, "It is so.", Metadata("Note", inferred=TITLE), "note.txt")
    app = open_app(store, PAGE)
    app.text_input("find").set_value(words).run()
    assert list(app.dataframe[0].value["Title"]) == names


def test_finding_nothing_is_said(store: Store) -> None:
    add_dtsa(store.library)
    app = open_app(store, PAGE)
    app.text_input("find").set_value("bread").run()
    assert "No document matches these words." in seen(app)


def test_a_document_is_read_with_its_headings(store: Store) -> None:
    document = add_dtsa(store.library)
    app = open_app(store, PAGE)
    app.selectbox("document").set_value(document).run()
    blocks = component_data(app, "pincite_document")[0]["blocks"]
    assert "\n\n".join(block["pieces"][0][0] for block in blocks) == DTSA
    assert [block["level"] for block in blocks] == [1, 2, 0, 2, 0]


def test_metadata_is_edited_and_no_longer_counts_as_inferred(store: Store) -> None:
    document = add(store.library, "It is so.", Metadata("Note", inferred=TITLE), "note.txt")
    app = open_app(store, PAGE)
    app.selectbox("document").set_value(document).run()
    assert "inferred, please check" in app.text_input(f"title-{document}").label
    app.text_input(f"issuer-{document}").set_value("USTR")
    app.text_input(f"date-{document}").set_value("2017-11")
    app.button(f"FormSubmitter:edit-{document}-Save").click().run()
    metadata = store.library.document(document).source.metadata
    assert (metadata.title, metadata.issuer, metadata.date) == ("Note", "USTR", "2017-11")
    assert metadata.inferred == frozenset()
    assert list(app.dataframe[0].value["Title"]) == ["Note"]


@pytest.mark.parametrize("date", ["11 May 2016", "2016-13", "2016-02-30", "16"])
def test_what_is_no_date_is_not_kept(store: Store, date: str) -> None:
    document = add_dtsa(store.library)
    app = open_app(store, PAGE)
    app.selectbox("document").set_value(document).run()
    app.text_input(f"date-{document}").set_value(date)
    app.button(f"FormSubmitter:edit-{document}-Save").click().run()
    assert "write it as 2016-05-11, 2016-05 or 2016" in seen(app)
    assert store.library.document(document).source.metadata.date == "2016-05-11"


def test_a_field_is_emptied(store: Store) -> None:
    document = add_dtsa(store.library)
    app = open_app(store, PAGE)
    app.selectbox("document").set_value(document).run()
    app.text_input(f"url-{document}").set_value("")
    app.button(f"FormSubmitter:edit-{document}-Save").click().run()
    assert store.library.document(document).source.metadata.url is None


def test_removing_asks_first(store: Store) -> None:
    document = add_dtsa(store.library)
    app = open_app(store, PAGE)
    app.selectbox("document").set_value(document).run()
    assert app.button(f"remove-{document}").disabled
    app.checkbox(f"sure-{document}").check().run()
    app.button(f"remove-{document}").click().run()
    assert store.library.count() == (0, 0)
    assert "The library is empty." in seen(app)


def test_adding_goes_on_while_another_page_is_looked_at(store: Store) -> None:
    hold, held = threading.Event(), threading.Event()

    def slowly(progress: Callable[[Progress], None]) -> Report:
        progress(Progress(4, 1, 20, 5, "treaty.pdf"))
        held.set()
        assert hold.wait(timeout=200)
        add_dtsa(store.library)
        return Report((FileOutcome("treaty.pdf", Outcome.ADDED, passages=1),), 10, 0.1)

    assert store.work.begin(slowly)
    assert held.wait(timeout=200)
    app = open_app(store, PAGE)
    assert app.progress[0].text.replace("\\", "") == (
        "1 of 4 files read, 5 of 20 passages indexed: treaty.pdf"
    )
    assert app.file_uploader[0].disabled
    assert not store.work.begin(slowly)  # one at a time
    app.switch_page("pages/memos.py").run()
    hold.set()
    store.work.wait()
    app.switch_page(PAGE).run()
    assert "1 added" in seen(app)
    assert store.library.count()[0] == 1


def test_an_ingest_that_cannot_begin_says_why(store: Store) -> None:
    def locked(progress: Callable[[Progress], None]) -> Report:
        raise PinciteError("The library is locked by process 12.")

    store.work.begin(locked)
    store.work.wait()
    assert "The library is locked by process 12." in seen(open_app(store, PAGE))


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        pytest.param(lambda: 1 / 0, "ZeroDivisionError: division by zero.", id="a-fault-of-ours"),
        pytest.param(lambda: Path("/").write_bytes(b""), "Is a directory", id="a-file-system"),
        pytest.param(lambda: next(iter(())), "StopIteration: no cause was given.", id="without-words"),
    ],
)
def test_an_ingest_that_breaks_says_so(
    store: Store, failure: Callable[[], object], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    def breaking(progress: Callable[[Progress], None]) -> Report:
        failure()
        raise AssertionError

    assert store.work.begin(breaking)
    store.work.wait()
    assert not store.work.running
    (error,) = open_app(store, PAGE).error
    shown = error.value.replace("\u2060", "").replace("\\", "")
    assert "could not be finished: " in shown
    assert said in shown
    assert [record.exc_info is not None for record in caplog.records if record.name == "pages.parts.work"]
