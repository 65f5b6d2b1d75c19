"""The view of one answer: its question is asked again, and what differs is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from answering.setup import setup_of
from core.errors import PinciteError
from core.types import Filters, Metadata, ModelUse, Usage
from pages.parts.session import Store
from pages.parts.writer import Writer
from tests.pages_store import (
    DAMAGES,
    DTSA,
    SIGNED,
    Reply,
    ScriptedAsk,
    add,
    add_dtsa,
    answered,
    make_store,
    open_app,
    refused,
    seen,
)

QUESTION = "When was the act signed?"
USE = ModelUse("openai:gpt-5", "api.openai.com", {}, Usage(9, 9), 1.0)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Store, ScriptedAsk, str]:
    """A store with one answer in it, and the answer's id."""
    store, ask = make_store(tmp_path, Writer("openai:gpt-5", "api.openai.com"))
    answer = answered(store.library, add_dtsa(store.library), SIGNED)
    asked = replace(
        answer, question="And signed?", standalone_question=QUESTION, filters=Filters(kind=("statute",))
    )
    return store, ask, store.conversations.add(store.conversations.start("Q"), asked).id


def replayed(kept: tuple[Store, ScriptedAsk, str], reply: Reply) -> AppTest:
    """The view of the answer after its question was asked again, with this reply."""
    store, ask, identifier = kept
    ask.replies = [reply]
    app = open_app(store, answer=identifier)
    app.button(f"replay-{identifier}").click().run()
    assert not app.exception, app.exception
    return app


def test_the_same_question_is_asked_with_the_same_filters(kept: tuple[Store, ScriptedAsk, str]) -> None:
    store, ask, identifier = kept
    app = replayed(kept, store.conversations.answer(identifier).answer)
    (asked,) = ask.asked
    assert (asked["question"], asked["standalone"], asked["history"]) == ("And signed?", QUESTION, ())
    assert (asked["filters"], asked["with_model"]) == (Filters(kind=("statute",)), False)
    assert "The same answer] Asked again today, the question gets the same answer" in seen(app)
    assert len(store.conversations.answers(store.conversations.list()[0].id)) == 1  # nothing is kept of it


def test_a_different_answer_shows_what_came_and_went_and_why(
    kept: tuple[Store, ScriptedAsk, str],
) -> None:
    store, _, _ = kept
    document = add(store.library, DTSA.replace("11 May", "12 May"), Metadata("The Act"), "dtsa.txt")
    app = replayed(kept, answered(store.library, document, DAMAGES))
    said = seen(app)
    assert "A different answer] Asked again today, the question gets a different answer." in said
    assert "**What may explain it**\n- “The Defend Trade Secrets Act” has changed since." in said
    assert f"**No longer in the answer**\n> {SIGNED}" in said
    assert f"**New in the answer**\n> {DAMAGES}" in said
    assert "The Act, Remedies · para. 5" in said


def test_the_same_sources_at_another_place_are_told(kept: tuple[Store, ScriptedAsk, str]) -> None:
    store, _, _ = kept
    document = add(store.library, f"Preface. {DTSA}", Metadata("The Act"), "dtsa.txt")
    said = seen(replayed(kept, answered(store.library, document, SIGNED)))
    assert "The same sources, put differently]" in said
    assert "“The Act” has changed since; the same words stand in it." in said


def test_what_was_compared_before_the_library_changed_is_shown_no_more(
    kept: tuple[Store, ScriptedAsk, str],
) -> None:
    store, _, identifier = kept
    app = replayed(kept, store.conversations.answer(identifier).answer)
    assert "The same answer]" in seen(app.run())
    add(store.library, "It is so.", Metadata("Note"), "note.txt")
    assert "The same answer]" not in seen(app.run())


def test_a_refusal_is_a_different_answer(kept: tuple[Store, ScriptedAsk, str]) -> None:
    store, _, _ = kept
    app = replayed(kept, refused(store.library, store.library.documents()[0].source.document))
    assert "Then it was answered, now it is not answered." in seen(app)


def test_a_setting_that_was_changed_since_is_named(kept: tuple[Store, ScriptedAsk, str]) -> None:
    store, _, identifier = kept
    setup = setup_of(store.settings, search_model="search:1", reader="reader:1")
    then = replace(store.conversations.answer(identifier).answer, setup=setup)
    saved = store.conversations.add(store.conversations.start("Q"), then)
    document = store.library.documents()[0].source.document
    now = answered(store.library, document, DAMAGES)
    now = replace(now, setup=replace(setup, settings={**setup.settings, "passages_per_answer": 4}))
    said = seen(replayed((store, kept[1], saved.id), now))
    assert "A setting was changed: passages that an answer is drawn from, 8 then, 4 now" in said
    assert "(PINCITE_PASSAGES_PER_ANSWER)" in said


def test_a_document_that_came_since_and_is_not_cited_is_named(kept: tuple[Store, ScriptedAsk, str]) -> None:
    store, _, _ = kept
    document = store.library.documents()[0].source.document
    add(store.library, "It is so.", Metadata("A Note"), "note.txt")
    said = seen(replayed(kept, answered(store.library, document, DAMAGES)))
    assert "- New in the library since, and searched too: “A Note”." not in said  # its filters leave it out
    add(store.library, "It is law.", Metadata("A Law", kind="statute"), "law.txt")
    said = seen(replayed(kept, answered(store.library, document, DAMAGES)))
    assert "- New in the library since, and searched too: “A Law”." in said
    assert "Pincite did not yet keep its settings with an answer when this one was given" in said


def test_what_goes_wrong_is_said(kept: tuple[Store, ScriptedAsk, str]) -> None:
    assert "The search *index* is locked." in seen(
        replayed(kept, PinciteError("The search *index* is locked."))
    )


@pytest.mark.parametrize("used", [True, False])
def test_a_model_is_asked_again_only_where_the_reader_wants_it(
    kept: tuple[Store, ScriptedAsk, str], used: bool
) -> None:
    store, ask, identifier = kept
    before = store.conversations.answer(identifier)
    written = replace(before.answer, answerer=USE.name, model=USE)
    saved = store.conversations.add(before.conversation, written)
    app = open_app(store, answer=saved.id)
    app.toggle("use-model").set_value(used).run()
    ask.replies = [before.answer]
    app.button(f"replay-{saved.id}").click().run()
    assert ask.asked[0]["with_model"] is used


def test_in_its_conversation_an_answer_is_compared_once_there_is_a_reason_to(
    kept: tuple[Store, ScriptedAsk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _, identifier = kept
    conversation = store.conversations.list()[0].id
    given = store.conversations.answer(identifier).created.date()
    monkeypatch.setattr("pages.parts.replay.today", lambda: given)

    def offered() -> bool:
        keys = [button.key for button in open_app(store, conversation=conversation).button]
        return f"replay-{identifier}" in keys

    assert not offered()  # on the day it was given, from the library that it was given from
    add(store.library, "It is so.", Metadata("Note"), "note.txt")
    assert offered()


def test_an_answer_of_another_day_is_compared_in_its_conversation(
    kept: tuple[Store, ScriptedAsk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ask, identifier = kept
    saved = store.conversations.answer(identifier)
    monkeypatch.setattr("pages.parts.replay.today", lambda: saved.created.date() + timedelta(days=1))
    ask.replies = [saved.answer]
    app = open_app(store, conversation=saved.conversation)
    app.button(f"replay-{identifier}").click().run()
    assert "The same answer]" in seen(app)


def test_under_the_warning_that_a_source_changed_the_answer_is_compared(
    kept: tuple[Store, ScriptedAsk, str],
) -> None:
    store, ask, identifier = kept
    saved = store.conversations.answer(identifier)
    document = add(store.library, DTSA.replace("11 May", "12 May"), Metadata("The Act"), "dtsa.txt")
    ask.replies = [answered(store.library, document, DAMAGES)]
    app = open_app(store, conversation=saved.conversation)
    (warned,) = app.warning
    assert "rests on was changed" in str(warned.value)
    app.button(f"replay-{identifier}").click().run()
    assert "A different answer]" in seen(app)
    assert len(store.conversations.answers(saved.conversation)) == 1
