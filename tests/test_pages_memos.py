"""The Memos page: composing, signing off, rewording, the preview, the history, two authors on one memo."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from streamlit.testing.v1 import AppTest

from core.memos import (
    Decision,
    MemoDraft,
    MemoHeading,
    OwnParagraph,
    Quotations,
    TakenAnswer,
    TakenStatement,
)
from core.types import Answer, Conflict, ConflictKind, ConflictSide, Metadata, Span
from memo import composing
from memo.content import ContentBlock
from memo.finish import finish
from memo.notes.style_file import FOLDER
from memo.writers.arrangement import words_of
from memo.writers.files import Format
from memo.writers.json_file import read_json
from pages.parts.inert import label
from pages.parts.memo_changes import NAME
from pages.parts.memo_files import Export
from pages.parts.session import Store
from records.finished import FinishedMemos
from tests.pages_store import (
    DAMAGES,
    DTSA,
    SIGNED,
    add,
    add_dtsa,
    answered,
    component_data,
    make_store,
    open_app,
    refused,
    seen,
)
from tests.test_pages_inert import HOSTILE

PAGE = "pages/memos.py"
AUTHOR = "A. Berg"
UNSUPPORTED = "The act was signed on 12 May 2016."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)[0]


def draft_of(*answers: Answer, subject: str = "The act") -> MemoDraft:
    draft = MemoDraft(MemoHeading(subject))
    for answer in answers:
        draft = composing.add_answer(draft, answer)
    return draft


def begun(store: Store, *answers: Answer, subject: str = "The act") -> str:
    """A memo with these answers."""
    return store.memos.start(draft_of(*answers, subject=subject), by=AUTHOR)


def two_answers(store: Store) -> tuple[Answer, Answer]:
    document = add_dtsa(store.library)
    first = replace(answered(store.library, document, SIGNED), question="When was it signed?")
    return first, replace(answered(store.library, document, DAMAGES), question="What damages?")


def one_of_two(store: Store) -> Answer:
    """An answer of two statements."""
    document = add_dtsa(store.library)
    return replace(answered(store.library, document, SIGNED, DAMAGES), question="What does the act say?")


def opened(store: Store, author: str = AUTHOR) -> AppTest:
    """The page, at work under this name."""
    app = open_app(store, PAGE)
    app.text_input(NAME).set_value(author).run()
    return app


def block(store: Store, memo: str, place: int = 0) -> TakenAnswer:
    held = store.memos.memo(memo).draft.blocks[place]
    assert isinstance(held, TakenAnswer)
    return held


def held(store: Store, memo: str) -> list[tuple[str, list[int] | str]]:
    """What a memo holds: the part of each block, and its statements or its words."""
    return [
        (
            one.part.value,
            one.text if isinstance(one, OwnParagraph) else [taken.index for taken in one.statements],
        )
        for one in store.memos.memo(memo).draft.blocks
    ]


def choose(app: AppTest, menu: str, option: str) -> None:
    app.menu_button(menu).click(option).run()
    assert not app.exception


def test_without_memos_it_says_how_one_begins(store: Store) -> None:
    app = open_app(store, PAGE)
    assert "choose “Add to memo” under its answer" in seen(app)
    app.button("new-memo").click().run()
    (memo,) = store.memos.list()
    assert memo.subject == "Untitled memo"
    assert store.memos.memo(memo.id).draft.heading.date  # today
    assert "Nothing is in this memo yet" in app.info[0].value


def test_page_blocks_command_and_file_count_the_same_statements(store: Store) -> None:
    answer = one_of_two(store)
    sides = tuple(ConflictSide(cited, Span(cited.start, cited.start + 3)) for cited in answer.citations[:2])
    conflict = Conflict(ConflictKind.UNRESOLVED, "Two sources differ", "Nothing says which.", 0, sides)
    memo = begun(store, replace(answer, conflicts=(conflict,)))
    app = opened(store)
    app.segmented_control(f"sign-{block(store, memo).id}-0").set_value(Decision.ACCEPTED).run()
    assert "1 of 2 statements accepted · 1 not signed off" in seen(app)
    assert "2 statements" in seen(app)
    assert [one.statements for one in store.memos.list()] == [2]
    made = finish(store.memos.memo(memo).draft, store.library).blocks
    lines = [words_of(one.inlines) for one in made if isinstance(one, ContentBlock)]
    assert "Two sources differ. Nothing says which." in lines
    assert f"Statements: 1 of 2 statements accepted by {AUTHOR}; 1 not signed off." in lines


def test_the_heading_is_kept_field_by_field_under_the_authors_name(store: Store) -> None:
    memo = begun(store, *two_answers(store))
    app = opened(store)
    app.text_input(f"to-{memo}").set_value("The Minister").run()
    app.text_input(f"label-{memo}").set_value("confidential").run()
    app.text_area(f"question-{memo}").set_value("What does the act say?").run()
    heading = store.memos.memo(memo).draft.heading
    assert (heading.to, heading.label) == ("The Minister", "confidential")
    assert heading.question == "What does the act say?"
    last = store.memos.history(memo)[0]
    assert (last.by, last.what) == (AUTHOR, "question presented changed")


def test_template_style_and_quotations_are_chosen(store: Store) -> None:
    memo = begun(store, *two_answers(store))
    app = opened(store)
    assert [one.value for one in app.subheader][1:] == ["Short answer", "Discussion", "Conclusion"]
    app.selectbox(f"template-{memo}").set_value("briefing-note").run()
    app.selectbox(f"style-{memo}-briefing-note").set_value("oscola").run()
    app.selectbox(f"quotations-{memo}-briefing-note").set_value(Quotations.FIRST_WORDS).run()
    draft = store.memos.memo(memo).draft
    assert (draft.template, draft.style, draft.quotations) == (
        "briefing-note",
        "oscola",
        Quotations.FIRST_WORDS,
    )
    assert [one.value for one in app.subheader] == ["Key points", "Issue", "Background", "Recommendation"]


def test_a_template_that_cannot_be_used_is_explained_and_hides_nothing(store: Store) -> None:
    memo = begun(store, *two_answers(store))
    house = store.settings.home / "templates"
    house.mkdir()
    (house / "ours.toml").write_text("name = 'Ours'\nparts = ['nonsense']")
    store.memos.change(memo, lambda draft: replace(draft, template="ours"))
    app = opened(store)
    assert "The template ours.toml cannot be used" in seen(app)
    assert f"“{SIGNED}”" in seen(app)
    app.selectbox(f"template-{memo}").set_value("legal-memo").run()
    assert store.memos.memo(memo).draft.template == "legal-memo"


def test_signing_off_asks_for_a_name_once_and_says_who_and_when(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    taken = block(store, memo).id
    app = open_app(store, PAGE)
    app.segmented_control(f"sign-{taken}-0").set_value(Decision.ACCEPTED).run()
    assert block(store, memo).statements[0].sign_off is None
    app.button("FormSubmitter:signing-Sign off").click().run()
    assert "Write your name: nothing is signed off without one." in seen(app)
    app.text_input("signing-name").set_value(AUTHOR)
    app.button("FormSubmitter:signing-Sign off").click().run()
    signed = block(store, memo).statements[0].sign_off
    assert signed is not None
    assert (signed.decision, signed.by) == (Decision.ACCEPTED, AUTHOR)
    app.run()
    assert f"Accepted by {AUTHOR}, " in seen(app)
    assert "1 of 2 statements accepted · 1 not signed off" in seen(app)
    app.segmented_control(f"sign-{taken}-1").set_value(Decision.REJECTED).run()  # not asked again
    assert block(store, memo).statements[1].sign_off is not None
    assert "All 1 statement accepted" in seen(app)  # the rejected one stays out of the file
    editing = opened(store).button(f"edit-{taken}-0").click().run()
    assert "Saving other words takes the sign-off back" in seen(editing)
    app.segmented_control(f"sign-{taken}-0").set_value(None).run()
    assert block(store, memo).statements[0].sign_off is None
    done = [revision.what for revision in store.memos.history(memo)[:3]]
    assert [what.partition(": “")[0] for what in done] == [
        "sign-off taken back",
        "statement rejected",
        "statement accepted",
    ]
    assert done[2].endswith(f": “{SIGNED}”")  # the history says of which


def test_names_are_offered_after_a_reload_and_none_is_taken_for_the_authors(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    store.memos.change(memo, lambda draft: replace(draft, style="oscola"), by="B. *Chen*")
    app = open_app(store, PAGE)
    assert app.text_input(NAME).value == ""
    offered = [app.button(f"go-on-as-{number}") for number in range(2)]
    assert [button.label for button in offered] == [label("B. *Chen*"), label(AUTHOR)]
    app.text_input(f"to-{memo}").set_value("The Minister").run()
    assert store.memos.history(memo)[0].by == ""  # nobody's, as long as nobody says who it is
    app.button("go-on-as-1").click().run()
    assert app.text_input(NAME).value == AUTHOR
    app.text_input(f"to-{memo}").set_value("The Cabinet").run()
    assert store.memos.history(memo)[0].by == AUTHOR
    assert not [button for button in app.button if button.key.startswith("go-on-as")]


def test_a_sign_off_without_a_name_offers_those_who_worked_on_the_memo(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    store.memos.start(draft_of(subject="Another"), by="C. Diaz")
    taken = block(store, memo).id
    app = open_app(store, PAGE)
    app.selectbox[0].set_value(memo).run()
    app.segmented_control(f"sign-{taken}-0").set_value(Decision.ACCEPTED).run()
    assert [b.label for b in app.button if b.key.startswith("sign-as")] == [label(f"Sign off as {AUTHOR}")]
    app.button("sign-as-0").click().run()
    signed = block(store, memo).statements[0].sign_off
    assert signed is not None
    assert (signed.decision, signed.by) == (Decision.ACCEPTED, AUTHOR)
    assert app.text_input(NAME).value == AUTHOR


def test_in_a_memo_that_nobody_named_changed_the_authors_of_the_others_are_offered(store: Store) -> None:
    begun(store, one_of_two(store))
    store.memos.start(draft_of(subject="Nobody's"))
    app = open_app(store, PAGE)
    assert app.button("go-on-as-0").label == label(AUTHOR)


def test_words_that_the_sources_carry_are_kept_as_the_authors(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    taken = block(store, memo).id
    app = opened(store)
    app.button(f"edit-{taken}-0").click().run()
    assert f"“{SIGNED}”" in seen(app)  # what the words must keep to
    app.text_area(f"words-{taken}-0").set_value("It was signed on 11 May 2016.")
    app.button(f"save-words-{taken}-0").click().run()
    edited = TakenStatement(0, "It was signed on 11 May 2016.")
    assert block(store, memo).statements[0] == edited
    assert "reworded" in seen(app)
    assert f"> “{label(SIGNED)}”" in "\n".join(text.value for text in app.markdown)  # to compare with
    assert "compare them with the cited ones" in seen(app)
    assert not app.error
    choose(app, f"menu-{taken}-0", "Put the answer’s words back")
    assert block(store, memo).statements[0] == TakenStatement(0)


@pytest.fixture
def objected(store: Store) -> tuple[AppTest, Store, str]:
    """A memo with a statement in words that its source does not carry."""
    memo = begun(store, one_of_two(store))
    taken = block(store, memo).id
    app = opened(store)
    app.button(f"edit-{taken}-0").click().run()
    app.text_area(f"words-{taken}-0").set_value(UNSUPPORTED)
    app.button(f"save-words-{taken}-0").click().run()
    return app, store, memo


def test_words_that_say_more_than_the_sources_stop_the_memo(objected: tuple[AppTest, Store, str]) -> None:
    app, store, memo = objected
    statement = block(store, memo).statements[0]
    assert statement.edited == UNSUPPORTED
    assert statement.objections
    assert statement.objections[0].reason.rstrip(".") in seen(app)
    assert "No file can be made of this memo yet" in seen(app)
    assert UNSUPPORTED in app.error[-1].value.replace("\\", "")
    assert not app.get("download_button")
    assert "1 not supported" in seen(app)


def test_the_answers_words_are_put_back(objected: tuple[AppTest, Store, str]) -> None:
    app, store, memo = objected
    app.button(f"restore-{block(store, memo).id}-0").click().run()
    assert block(store, memo).statements[0] == TakenStatement(0)
    assert not app.error
    assert app.get("download_button")


def test_unsupported_words_become_a_paragraph_of_the_authors_own(
    objected: tuple[AppTest, Store, str],
) -> None:
    app, store, memo = objected
    app.button(f"own-words-{block(store, memo).id}-0").click().run()
    assert held(store, memo) == [("discussion", UNSUPPORTED), ("discussion", [1])]
    assert not app.error


def test_statements_are_moved_taken_out_put_back_and_words_go_between(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    taken = block(store, memo).id
    app = opened(store)
    choose(app, f"menu-{taken}-1", "Move up")
    assert held(store, memo) == [("discussion", [1, 0])]
    choose(app, f"menu-{taken}-1", "Take out")
    assert held(store, memo) == [("discussion", [0])]
    app.button(f"back-{taken}-1").click().run()
    assert held(store, memo) == [("discussion", [0, 1])]
    choose(app, f"menu-{taken}-1", "Words before it")
    app.text_area(f"between-{taken}-1").set_value("Damages follow.").run()
    app.button(f"save-between-{taken}-1").click().run()
    assert held(store, memo) == [
        ("discussion", [0]),
        ("discussion", "Damages follow."),
        ("discussion", [1]),
    ]


def test_blocks_are_added_changed_moved_and_taken_out(store: Store) -> None:
    memo = begun(store, *two_answers(store))
    first, second = (block(store, memo, place).id for place in (0, 1))
    app = opened(store)
    choose(app, f"menu-{first}", "Move down")
    assert block(store, memo).id == second
    choose(app, f"menu-{first}", "To short answer")
    assert held(store, memo)[-1] == ("short answer", [0])
    app.button("add-paragraph-CONCLUSION").click().run()
    app.text_area(f"paragraph-{memo}-CONCLUSION").set_value("We advise to wait.")
    app.button(f"save-paragraph-{memo}-CONCLUSION").click().run()
    assert held(store, memo)[-1] == ("conclusion", "We advise to wait.")
    own = store.memos.memo(memo).draft.blocks[-1].id
    app.text_area(f"own-{own}").set_value("We advise not to wait.").run()
    assert held(store, memo)[-1] == ("conclusion", "We advise not to wait.")
    app.text_input(f"heading-{second}").set_value("Damages").run()
    assert block(store, memo).heading == "Damages"
    choose(app, f"menu-{second}", "Without a heading")
    assert block(store, memo).heading == ""
    choose(app, f"menu-{own}", "Take out")
    assert held(store, memo) == [("discussion", [0]), ("short answer", [0])]


def test_a_statement_of_an_answer_is_added_from_its_conversation(store: Store) -> None:
    answer = one_of_two(store)
    conversation = store.conversations.start("The act")
    saved = store.conversations.add(conversation, answer)
    memo = begun(store)
    app = opened(store)
    app.button("add-answer-SHORT_ANSWER").click().run()
    app.checkbox(f"take-{memo}-{saved.id}-0").uncheck().run()
    app.button(f"add-{saved.id}").click().run()
    assert held(store, memo) == [("short answer", [1])]
    assert block(store, memo).saved == saved.id
    app.run()
    app.button("add-answer-DISCUSSION").click().run()
    assert not app.checkbox(f"take-{memo}-{saved.id}-1").value
    assert "(in the memo already)" in app.checkbox(f"take-{memo}-{saved.id}-1").label.replace("\\", "")


def test_what_is_refused_is_said_in_the_memo(store: Store) -> None:
    document = add_dtsa(store.library)
    begun(store, replace(refused(store.library, document), question="And bread?"))
    app = opened(store)
    assert "The library does not answer this: the memo says so" in seen(app)
    assert app.get("download_button")


def test_the_second_of_two_authors_is_told_and_loses_no_words(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    taken = block(store, memo).id
    mine, theirs = opened(store), opened(store, "B. Lind")
    mine.button(f"edit-{taken}-0").click().run()
    mine.text_area(f"words-{taken}-0").set_value("It was signed on 11 May 2016.")
    theirs.segmented_control(f"sign-{taken}-0").set_value(Decision.ACCEPTED).run()
    mine.button(f"save-words-{taken}-0").click().run()
    (told,) = mine.warning
    assert told.value.startswith("B")
    assert "Lind changed this memo at " in told.value
    assert "What you did was not kept" in told.value
    assert mine.code[0].value == "It was signed on 11 May 2016."
    assert block(store, memo).statements[0].edited is None
    assert mine.text_area(f"words-{taken}-0").value == "It was signed on 11 May 2016."
    mine.button(f"save-words-{taken}-0").click().run()  # now that it is seen, it may be kept
    assert block(store, memo).statements[0].edited == "It was signed on 11 May 2016."
    assert not mine.warning


def test_a_heading_field_shows_what_the_other_author_made_of_it(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    mine, theirs = opened(store), opened(store, "B. Lind")
    theirs.text_input(f"to-{memo}").set_value("The King").run()
    mine.text_input(f"to-{memo}").set_value("The Minister").run()
    assert store.memos.memo(memo).draft.heading.to == "The King"
    assert mine.text_input(f"to-{memo}").value == "The King"
    assert mine.code[0].value == "The Minister"


def test_words_for_a_statement_that_another_took_out_are_shown_until_discarded(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    taken = block(store, memo).id
    mine, theirs = opened(store), opened(store, "B. Lind")
    mine.button(f"edit-{taken}-1").click().run()
    mine.text_area(f"words-{taken}-1").set_value("Twice the loss may be awarded.").run()
    choose(theirs, f"menu-{taken}-1", "Take out")
    mine.run()
    assert "the place that you were writing for is no longer in this memo" in seen(mine)
    assert mine.code[0].value == "Twice the loss may be awarded."
    mine.button(f"discard-words-{taken}-1").click().run()
    assert not mine.code


def test_two_clicks_on_one_showing_of_the_page_are_both_kept(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    taken = block(store, memo).id
    app = opened(store)
    app.segmented_control(f"sign-{taken}-0").set_value(Decision.ACCEPTED)
    app.segmented_control(f"sign-{taken}-1").set_value(Decision.TO_CHECK)
    app.run()
    assert [one.sign_off.decision for one in block(store, memo).statements if one.sign_off] == [
        Decision.ACCEPTED,
        Decision.TO_CHECK,
    ]
    assert not app.warning


def test_a_memo_that_was_deleted_meanwhile_is_explained(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    app = opened(store)
    store.memos.delete(memo)
    app.text_input(f"to-{memo}").set_value("The Minister").run()
    assert not app.exception
    assert "it may have been deleted" in app.warning[0].value
    assert app.code[0].value == "The Minister"
    assert "There is no memo yet" in seen(app)


def test_a_damaged_memo_is_told_and_the_others_stay_in_reach(store: Store) -> None:
    first, second = begun(store, one_of_two(store)), begun(store, subject="Another")
    with store.library.engine.begin() as connection:
        damage = "UPDATE memo_revisions SET draft = '{' WHERE memo = :memo"
        connection.execute(text(damage), {"memo": second})
    app = opened(store)
    assert "is damaged in the records" in app.error[0].value
    assert "There is no memo yet" not in seen(app)
    app.selectbox[0].set_value(first).run()
    assert not app.error
    assert app.get("download_button")


def test_words_that_the_records_cannot_keep_are_shown(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    app = opened(store)
    with store.library.engine.begin() as connection:
        full = "SELECT RAISE(ABORT, 'database or disk is full')"
        connection.execute(text(f"CREATE TRIGGER full BEFORE INSERT ON memo_revisions BEGIN {full}; END"))
    app.text_input(f"to-{memo}").set_value("The Minister").run()
    assert "database or disk is full" in app.warning[0].value
    assert app.code[0].value == "The Minister"
    assert store.memos.memo(memo).revision == 1


def test_what_a_full_disk_begins_adds_or_deletes_not_is_told(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    first, _ = two_answers(store)
    store.conversations.add(store.conversations.start("Signing"), first)
    app = opened(store)
    with store.library.engine.begin() as connection:
        for when in ("INSERT ON memo_revisions", "DELETE ON memos"):
            full = "SELECT RAISE(ABORT, 'database or disk is full')"
            name = when.split()[0].lower()
            connection.execute(text(f"CREATE TRIGGER full_{name} BEFORE {when} BEGIN {full}; END"))
    for button in ("new-memo", f"delete-{memo}"):
        app.button(button).click().run()
        assert not app.exception
        assert "database or disk is full" in app.warning[0].value
    app.button("add-answer-CONCLUSION").click().run()
    (saved,) = store.conversations.recent(5)
    app.button(f"add-{saved.id}").click().run()
    assert not app.exception
    assert "database or disk is full" in app.error[0].value
    assert [one.id for one in store.memos.list()] == [memo]
    assert store.memos.memo(memo).revision == 1


def test_a_memo_is_deleted(store: Store) -> None:
    first, second = begun(store, one_of_two(store)), begun(store, subject="Another")
    app = opened(store)
    app.selectbox[0].set_value(first).run()
    app.button(f"delete-{first}").click().run()
    assert [memo.id for memo in store.memos.list()] == [second]
    assert not app.exception


def test_the_history_shows_and_restores_a_revision(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    taken = block(store, memo).id
    app = opened(store)
    choose(app, f"menu-{taken}-1", "Take out")
    app.segmented_control("beside-the-memo").set_value("History").run()
    assert f"Statement taken out: “{DAMAGES}”" in seen(app)
    app.button("look-1").click().run()
    assert seen(app).count(DAMAGES) == 3  # left out of the memo, in what was done, and in the revision
    app.button("restore-revision-1").click().run()
    assert held(store, memo) == [("discussion", [0, 1])]
    assert store.memos.history(memo)[0].by == AUTHOR


def test_a_document_that_is_removed_while_the_memo_is_open_is_told(store: Store) -> None:
    memo = begun(store, *two_answers(store))
    app = opened(store)
    assert not app.warning
    store.shelves.remove([listed.source.document for listed in store.library.documents()])
    app.run()
    assert (
        "2 citations (2 footnotes) are of words that the library of today does not have."
        in app.warning[0].value
    )
    assert "The document is no longer in the library" in seen(app)
    assert "a source no longer in the library" in seen(app)
    assert app.get("download_button")  # the archive has the words that are cited
    assert held(store, memo) == [("discussion", [0]), ("discussion", [0])]


def test_what_stands_in_place_of_cited_words_is_shown(store: Store) -> None:
    begun(store, *two_answers(store))
    changed = DTSA.replace("two times", "three times").replace("Signature", "Signing")
    add(store.library, changed, Metadata("The Defend Trade Secrets Act"), "dtsa.txt")
    app = opened(store)
    said = (
        "2 citations (2 footnotes) are of what has changed since; the words of 1 citation (1 footnote) are no"
    )
    assert f"{said} longer there." in seen(app)
    (shown,) = component_data(app, "pincite_difference")
    assert [one for one in shown["stretches"] if one[0] != "kept"] == [
        ["taken out", "two "],
        ["put in", "three "],
    ]
    assert "these words still stand in it" in seen(app)


def test_the_memos_page_counts_citations_as_the_library_page_does(store: Store) -> None:
    first, _ = two_answers(store)
    begun(store, one_of_two(store), first)  # the signature is cited twice
    changed = DTSA.replace("two times", "three times").replace("Signature", "Signing")
    add(store.library, changed, Metadata("The Defend Trade Secrets Act"), "dtsa.txt")
    said = (
        "2 citations (3 footnotes) are of what has changed since; the words of 1 citation (1 footnote) are no"
    )
    assert f"{said} longer there." in seen(opened(store))
    listed = [one.label for one in open_app(store, "pages/library.py").expander]
    assert any(one.endswith("· 1 citation altered, 1 moved") for one in listed)


def test_no_file_is_offered_with_a_quotation_that_does_not_stand_in_its_source(store: Store) -> None:
    first, _ = two_answers(store)
    misplaced = replace(first.citations[0], quote="The act was vetoed on 11 May 2016.")
    statement = replace(first.statements[0], text=misplaced.quote)
    begun(store, replace(first, citations=(misplaced,), statements=(statement,)))
    app = opened(store)
    assert "does not stand at the cited place" in app.error[0].value.replace("\\", "")
    assert not app.get("download_button")


def test_five_files_are_offered_and_the_pages_are_shown(store: Store) -> None:
    begun(store, *two_answers(store), subject="Reasonable steps: what counts?")
    app = opened(store)
    names = [button.label for button in app.get("download_button")]
    assert names == ["Word", "PDF", "HTML", "Markdown", "JSON"]
    assert "Page 1 of " in seen(app)
    assert app.get("image")


def test_letters_that_the_pdf_cannot_show_are_told(store: Store) -> None:
    memo = begun(store, *two_answers(store))
    app = opened(store)
    assert not app.warning
    app.text_input(f"to-{memo}").set_value("The Minister \U0001f9ff").run()
    assert "empty boxes for 1 character" in app.warning[0].value
    assert "\U0001f9ff" in app.warning[0].value
    assert app.get("image")


def test_words_that_checking_objects_to_only_since_stop_the_memo(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    taken = block(store, memo).id
    store.memos.change(memo, lambda draft: composing.reword(draft, taken, 0, UNSUPPORTED))
    app = opened(store)
    assert "No file can be made of this memo yet" in seen(app)
    assert not app.get("download_button")


def test_every_export_is_kept_before_it_leaves(store: Store) -> None:
    memo = begun(store, *two_answers(store))
    app = opened(store)
    exports: dict[tuple[str, Format], Export] = app.session_state["memo-exports"]
    ids = {identifier for identifier, _ in exports}
    assert len(ids) == 1
    for export in exports.values():
        assert export()
    finished = FinishedMemos(store.library.engine)
    ((kept, _),) = finished.of(memo)
    assert {kept} == ids
    assert [note.citation.quote for note in read_json(finished.content(kept)).notes] == [SIGNED, DAMAGES]
    app.run()
    assert {
        identifier for identifier, _ in app.session_state["memo-exports"]
    } == ids  # a rerun is no new memo
    assert f"Memo ID {kept}" in seen(app)


def test_a_file_that_cannot_be_kept_is_not_handed_out_and_the_page_says_why(store: Store) -> None:
    begun(store, *two_answers(store))
    app = opened(store)
    rename(store, "finished_memos", "elsewhere")  # nothing can be kept
    export = next(iter(app.session_state["memo-exports"].values()))
    with pytest.raises(SQLAlchemyError):
        export()
    rename(store, "elsewhere", "finished_memos")
    app.run()
    assert "The Word file was not made, since the memo could not be kept" in seen(app)
    assert export()
    app.run()
    assert not app.error


def rename(store: Store, table: str, name: str) -> None:
    with store.library.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))


def test_an_empty_memo_without_a_name_says_what_is_missing(store: Store) -> None:
    begun(store, subject="")
    app = opened(store)
    assert "Nothing is in this memo yet" in seen(app)
    assert app.selectbox[0].options[0].startswith("Untitled (0 statements, ")


def test_memos_of_one_name_are_told_apart(store: Store) -> None:
    memos = [begun(store, subject="Untitled memo") for _ in range(3)]
    app = opened(store)
    assert len(set(app.selectbox[0].options)) == 3
    for memo in memos:
        app.selectbox[0].set_value(memo).run()
        app.text_input(f"to-{memo}").set_value(memo).run()
        assert store.memos.memo(memo).draft.heading.to == memo


ODD = {
    "long": "Secrets " * 125,
    "right to left": "أسرار تجارية \u202e gnp.exe",
    "control": "one\x00two\x07 \u2066three",
    **HOSTILE,
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_odd_words_stay_words_everywhere(store: Store, words: str) -> None:
    sentence = f"A note says {' '.join(words.split())} and no more."
    document = add(store.library, f"Title\n\n{sentence}", Metadata(words), "odd.txt")
    answer = replace(answered(store.library, document, sentence), question=words)
    draft = composing.add_paragraph(draft_of(answer, subject=words), words)
    memo = store.memos.start(replace(draft, heading=replace(draft.heading, to=words)), by=words)
    app = opened(store, words)
    assert not app.exception
    assert app.get("download_button"), seen(app)
    app.session_state[f"text-of-{memo}"] = True
    app.run()
    app.segmented_control("beside-the-memo").set_value("History").run()
    assert not app.exception
    said = [str(element.value) for kind in ("markdown", "caption") for element in app.get(kind)]
    said += [button.label for button in app.button]
    bare = [line for line in said if "![x](" in line or "<img" in line.replace("\\<", "") or "](http" in line]
    assert not bare
    assert "\u202e" not in "".join(said)


def test_a_memo_of_five_hundred_citations_stays_usable(store: Store) -> None:
    sentences = [f"Holder number {number} shall keep a register of visitors." for number in range(500)]
    document = add(store.library, "A guide\n\n" + "\n\n".join(sentences), Metadata("A guide"), "guide.txt")
    answers = [
        replace(
            answered(store.library, document, *sentences[first : first + 10]), question=f"Question {first}?"
        )
        for first in range(0, 500, 10)
    ]
    memo = begun(store, *answers)
    app = opened(store)
    assert not app.segmented_control.values[1:]  # no editors before a block is opened
    taken = block(store, memo, 7).id
    app.button(f"toggle-{taken}").click().run()
    assert len([one for one in app.segmented_control if str(one.key).startswith("sign-")]) == 10
    started = time.process_time()
    app.segmented_control(f"sign-{taken}-3").set_value(Decision.ACCEPTED).run()
    assert time.process_time() - started < 10
    assert block(store, memo, 7).statements[3].sign_off is not None
    assert "1 of 500 statements accepted" in seen(app)


def test_a_citation_style_that_was_changed_makes_the_memo_anew(store: Store) -> None:
    memo = begun(store, one_of_two(store))
    styles = store.settings.home / "templates" / "styles"
    styles.mkdir(parents=True)
    plain = (FOLDER / "plain.toml").read_text(encoding="utf-8")
    (styles / "plain.toml").write_text(plain, encoding="utf-8")
    app = opened(store)
    app.session_state[f"text-of-{memo}"] = True
    assert "library copy of" in seen(app.run())
    (styles / "plain.toml").write_text(plain.replace("library copy", "our copy"), encoding="utf-8")
    assert "our copy of" in seen(app.run())
