"""The Memos page: drafts, their answers in order, the preview, the files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.types import Answer, MemoHeading, Metadata
from pages.parts.session import Store
from tests.pages_store import DAMAGES, SIGNED, add, add_dtsa, answered, make_store, open_app, refused, seen

PAGE = "pages/memos.py"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)[0]


def draft(store: Store, *answers: Answer, subject: str = "The act") -> str:
    """A memo with these answers."""
    identifier = store.memos.start(MemoHeading(subject))
    store.memos.save(identifier, MemoHeading(subject), answers)
    return identifier


def two_answers(store: Store) -> tuple[Answer, Answer]:
    document = add_dtsa(store.library)
    first = replace(answered(store.library, document, SIGNED), question="When was it signed?")
    return first, replace(answered(store.library, document, DAMAGES), question="What damages?")


def preview(app: AppTest) -> str:
    return seen(app)


def test_without_memos_it_says_how_one_begins(store: Store) -> None:
    app = open_app(store, PAGE)
    assert "choose “Add to memo” under its answer" in seen(app)
    app.button("new-memo").click().run()
    (memo,) = store.memos.list()
    assert memo.heading.subject == "Untitled memo"
    assert memo.heading.date  # today


def test_the_preview_shows_statements_with_numbered_footnotes(store: Store) -> None:
    draft(store, *two_answers(store))
    text = preview(open_app(store, PAGE))
    assert f"“{SIGNED}” :small[[1]]" in text
    assert f"“{DAMAGES}” :small[[2]]" in text
    assert "[2] The Defend Trade Secrets Act, U.S. Congress, 11 May 2016" in text


def test_the_heading_is_kept_field_by_field(store: Store) -> None:
    identifier = draft(store, *two_answers(store))
    app = open_app(store, PAGE)
    app.text_input(f"to-{identifier}").set_value("The Minister").run()
    app.text_area(f"question-{identifier}").set_value("What does the act say?").run()
    memo = store.memos.memo(identifier)
    assert (memo.heading.to, memo.heading.question) == ("The Minister", "What does the act say?")
    assert len(memo.answers) == 2
    assert "**To:** The Minister" in preview(app)


def test_answers_are_moved_and_taken_out(store: Store) -> None:
    first, second = two_answers(store)
    identifier = draft(store, first, second)
    app = open_app(store, PAGE)
    assert app.button(f"up-{identifier}-0").disabled
    app.button(f"down-{identifier}-0").click().run()
    assert store.memos.memo(identifier).answers == (second, first)
    app.button(f"take-out-{identifier}-0").click().run()
    assert store.memos.memo(identifier).answers == (first,)


def test_the_same_answer_twice_is_taken_out_once(store: Store) -> None:
    first, second = two_answers(store)
    identifier = draft(store, first, second, first)
    app = open_app(store, PAGE)
    app.button(f"take-out-{identifier}-2").click().run()
    assert store.memos.memo(identifier).answers == (first, second)


def test_a_refusal_in_a_memo_says_that_the_library_does_not_answer(store: Store) -> None:
    document = add_dtsa(store.library)
    draft(store, replace(refused(store.library, document), question="And bread?"))
    assert "The library does not answer this." in preview(open_app(store, PAGE))


def test_an_unsupported_statement_stops_the_memo_with_a_sentence(store: Store) -> None:
    first, _ = two_answers(store)
    draft(store, replace(first, citations=()))
    app = open_app(store, PAGE)
    assert "Take the answer out of the memo" in seen(app)
    assert not app.get("download_button")


def test_both_files_are_offered_under_the_name_of_the_subject(store: Store) -> None:
    draft(store, *two_answers(store), subject="Reasonable steps: what counts?")
    app = open_app(store, PAGE)
    assert [button.label for button in app.get("download_button")] == ["Word (.docx)", "Markdown (.md)"]


def test_a_memo_is_deleted(store: Store) -> None:
    identifier = draft(store, *two_answers(store))
    kept = draft(store, subject="Another")
    app = open_app(store, PAGE)
    app.selectbox[0].set_value(identifier).run()
    app.button(f"delete-{identifier}").click().run()
    assert [memo.id for memo in store.memos.list()] == [kept]
    assert not app.exception


def test_hostile_words_stay_words_in_the_preview(store: Store) -> None:
    hostile = "![x](http://evil.test/a.png) <img src=x>."
    document = add(store.library, f"Title\n\n{hostile}", Metadata(hostile), "hostile.txt")
    draft(store, replace(answered(store.library, document, hostile), question=hostile), subject=hostile)
    app = open_app(store, PAGE)
    said = [str(element.value) for kind in ("markdown", "caption") for element in app.get(kind)]
    assert not [line for line in said if "![x](" in line or " <img" in line]
    assert any(r"\!\[x\]\(" in line for line in said)


def test_a_footnote_whose_document_has_left_the_library_is_told(store: Store) -> None:
    draft(store, *two_answers(store))
    assert not open_app(store, PAGE).warning
    store.shelves.remove([listed.source.document for listed in store.library.documents()])
    (warning,) = open_app(store, PAGE).warning
    assert "Footnote 1: the document is no longer in the library." in warning.value
    assert "Footnote 2" in warning.value


def test_no_file_is_offered_with_a_quotation_that_does_not_stand_in_its_source(store: Store) -> None:
    first, _ = two_answers(store)
    misplaced = replace(first.citations[0], quote="The act was vetoed on 11 May 2016.")
    statement = replace(first.statements[0], text=misplaced.quote)
    draft(store, replace(first, citations=(misplaced,), statements=(statement,)))
    app = open_app(store, PAGE)
    assert "does not stand at the cited place" in app.error[0].value
    assert not app.get("download_button")


def test_a_page_that_shows_an_old_state_loses_nothing(store: Store) -> None:
    first, second = two_answers(store)
    third = replace(first, question="And when did it enter into force?")
    identifier = draft(store, first, second)
    stale = open_app(store, PAGE)
    store.memos.save(identifier, MemoHeading("The act", to="The Minister"), (third, first, second))
    stale.button(f"down-{identifier}-0").click().run()  # it showed `first` there
    memo = store.memos.memo(identifier)
    assert memo.answers == (third, second, first)
    assert memo.heading.to == "The Minister"

    stale = open_app(store, PAGE)
    store.memos.save(identifier, MemoHeading("The act", to="The President"), (first, third, second))
    stale.button(f"take-out-{identifier}-0").click().run()  # it showed `third` there
    memo = store.memos.memo(identifier)
    assert memo.answers == (first, second)
    assert memo.heading.to == "The President"

    stale = open_app(store, PAGE)
    store.memos.save(identifier, MemoHeading("The act", to="The King"), (first, second, third))
    stale.text_input(f"date-{identifier}").set_value("Monday").run()
    memo = store.memos.memo(identifier)
    assert memo.answers == (first, second, third)
    assert memo.heading == MemoHeading("The act", to="The King", date="Monday")


def test_an_answer_that_is_out_already_takes_no_other_with_it(store: Store) -> None:
    first, second = two_answers(store)
    identifier = draft(store, first, second)
    stale = open_app(store, PAGE)
    store.memos.save(identifier, MemoHeading("The act"), (second,))
    stale.button(f"take-out-{identifier}-0").click().run()
    assert store.memos.memo(identifier).answers == (second,)


def test_a_change_to_a_memo_that_was_deleted_is_explained(store: Store) -> None:
    identifier = draft(store, *two_answers(store))
    app = open_app(store, PAGE)
    store.memos.delete(identifier)
    app.button(f"down-{identifier}-0").click().run()
    assert not app.exception
    assert "it may have been deleted" in seen(app)
    assert "it may have been deleted" not in seen(app.run())
