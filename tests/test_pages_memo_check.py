"""The page that checks a finished memo: what it says of a file that is intact, altered, unknown, no memo."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from streamlit.testing.v1 import AppTest

from memo.content import Memo
from memo.finish import finish
from memo.writers.files import Format, write
from memo.writers.json_file import write_json
from pages.parts.session import Store
from records.finished import FinishedMemos
from tests.pages_store import DTSA, SIGNED, add, component_data, make_store, open_app, seen
from tests.pages_store import Metadata as Described
from tests.test_pages_memos import draft_of, two_answers

PAGE = "pages/memo_check.py"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Store, Memo]:
    """A store with a memo that was exported from it."""
    store = make_store(tmp_path)[0]
    memo = finish(draft_of(*two_answers(store)), store.library)
    FinishedMemos(store.library.engine).keep(memo.id, None, write_json(memo))
    return store, memo


def checked(store: Store, content: bytes, name: str = "memo.docx") -> AppTest:
    """The page after a file was uploaded."""
    app = open_app(store, PAGE)
    app.file_uploader[0].upload(name, content).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("kind", list(Format))
def test_a_file_as_it_was_exported_is_intact(exported: tuple[Store, Memo], kind: Format) -> None:
    store, memo = exported
    app = checked(store, write(memo, kind), f"memo.{kind.value}")
    assert "All 2 footnotes intact" in app.success[0].value
    assert memo.id in seen(app)
    assert not app.error


def test_an_altered_quotation_is_shown_with_old_and_new_words(exported: tuple[Store, Memo]) -> None:
    store, memo = exported
    document = docx.Document(io.BytesIO(write(memo, Format.DOCX)))
    for note in document.footnotes:
        for paragraph in note.paragraphs:
            for run in paragraph.runs:
                run.text = run.text.replace("signed on 11 May", "signed on 12 May")
    altered = io.BytesIO()
    document.save(altered)
    app = checked(store, altered.getvalue())
    assert "1 of 2 footnotes altered" in app.error[0].value
    assert "Footnote 1** :red-badge[quotation altered]" in seen(app)
    (shown,) = component_data(app, "pincite_difference")
    assert [one for one in shown["stretches"] if one[0] != "kept"] == [
        ["taken out", "11 "],
        ["put in", "12 "],
    ]
    assert "Intact: note 2" in seen(app)


def test_a_source_that_changed_since_is_told(exported: tuple[Store, Memo]) -> None:
    store, memo = exported
    add(
        store.library, DTSA.replace("11 May", "10 May"), Described("The Defend Trade Secrets Act"), "dtsa.txt"
    )
    app = checked(store, write(memo, Format.DOCX))
    assert "1 footnote on changed sources" in app.error[0].value
    assert "source changed since" in seen(app)


def test_a_paragraph_added_by_hand_is_set_apart_from_the_citations(exported: tuple[Store, Memo]) -> None:
    store, memo = exported
    document = docx.Document(io.BytesIO(write(memo, Format.DOCX)))
    cited = next(one for one in document.paragraphs if "signed on 11 May" in one.text)
    cited.insert_paragraph_before("None of the following is true:")
    altered = io.BytesIO()
    document.save(altered)
    app = checked(store, altered.getvalue())
    assert "The citations are intact; 1 passage added by hand" in app.error[0].value
    shown = seen(app)
    assert "Added by hand, not verified (1)" in shown
    assert "None of the following is true:" in shown
    assert "before statement 1" in shown
    assert "Citations altered" not in shown


def test_a_memo_of_another_library_is_unknown(exported: tuple[Store, Memo], tmp_path: Path) -> None:
    _, memo = exported
    (tmp_path / "other").mkdir()
    app = checked(make_store(tmp_path / "other")[0], write(memo, Format.DOCX))
    assert "know no finished memo" in app.error[0].value
    assert not app.success


def test_a_file_that_names_no_memo_asks_for_its_id(exported: tuple[Store, Memo]) -> None:
    store, memo = exported
    document = docx.Document()
    document.add_paragraph(SIGNED)
    file = io.BytesIO()
    document.save(file)
    app = checked(store, file.getvalue())
    assert "does not name the memo" in app.error[0].value
    app.text_input("checked-memo").set_value(memo.id).run()
    assert "1 of 2 footnotes altered; 3 changes to what proves them" in app.error[0].value


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("memo.docx", b"PK\x03\x04 nonsense"),
        ("memo.pdf", b"%PDF-1.7 nonsense"),
        ("memo.json", b"{"),
        ("memo.json", b""),
    ],
)
def test_what_is_no_memo_is_explained(exported: tuple[Store, Memo], name: str, content: bytes) -> None:
    app = checked(exported[0], content, name)
    assert app.error
    assert not app.success
