"""The Ask page after something has changed: addresses of what is gone, other pages, sources, filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.types import Answer, Document, Filters, Metadata
from pages.parts.session import Store
from records.library import Library
from tests.pages_store import (
    DAMAGES,
    DTSA,
    SIGNED,
    ScriptedAsk,
    add,
    add_dtsa,
    answered,
    component_data,
    make_store,
    open_app,
    refused,
    seen,
)

StoreAndAsk = tuple[Store, ScriptedAsk]
Asked = tuple[AppTest, Store, ScriptedAsk]
QUESTION = "When was the act signed?"


@pytest.fixture
def store_and_ask(tmp_path: Path) -> StoreAndAsk:
    return make_store(tmp_path)


@pytest.fixture
def asked(store_and_ask: StoreAndAsk) -> Asked:
    """The page after one answered question."""
    store, ask = store_and_ask
    ask.replies = [answered(store.library, add_dtsa(store.library), SIGNED, DAMAGES)]
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    assert not app.exception
    return app, store, ask


def test_an_address_of_no_conversation_begins_a_new_one(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    ask.replies = [answered(store.library, add_dtsa(store.library), SIGNED)]
    app = open_app(store, conversation="bogus")
    assert "conversation" not in app.query_params
    app.chat_input[0].set_value(QUESTION).run()
    assert not app.exception
    (conversation,) = store.conversations.list()
    assert app.query_params["conversation"] == conversation.id
    assert component_data(app, "pincite_cited")[0]["statements"][0]["text"] == SIGNED


def test_a_conversation_that_was_deleted_on_another_page_gives_way(asked: Asked) -> None:
    app, store, ask = asked
    deleted = app.session_state["conversation"]
    store.conversations.delete(deleted)
    ask.replies = [answered(store.library, store.library.documents()[0].source.document, DAMAGES)]
    app.chat_input[0].set_value("And damages?").run()
    assert not app.exception
    (conversation,) = store.conversations.list()
    assert conversation.id != deleted
    assert ask.asked[1]["history"] == ()
    assert component_data(app, "pincite_cited")[0]["statements"][0]["text"] == DAMAGES


def test_an_answer_outlives_a_conversation_that_is_deleted_while_it_is_found(asked: Asked) -> None:
    app, store, _ = asked
    deleted = app.session_state["conversation"]
    answer = answered(store.library, store.library.documents()[0].source.document, DAMAGES)

    def deleting(question: str, **_asked_with: object) -> Answer:
        store.conversations.delete(deleted)
        return replace(answer, question=question, standalone_question=question)

    app.session_state["store"] = replace(store, ask=deleting)
    app.chat_input[0].set_value("And damages?").run()
    assert not app.exception
    assert not app.error
    (conversation,) = store.conversations.list()
    assert (app.session_state["conversation"], conversation.title) == (conversation.id, "And damages?")
    assert component_data(app, "pincite_cited")[0]["statements"][0]["text"] == DAMAGES


def test_a_question_at_the_address_of_no_answer_begins_a_conversation(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    ask.replies = [answered(store.library, add_dtsa(store.library), SIGNED)]
    app = open_app(store, answer="bogus")
    app.chat_input[0].set_value(QUESTION).run()
    assert not app.exception
    assert len(store.conversations.list()) == 1
    assert component_data(app, "pincite_cited")[0]["statements"][0]["text"] == SIGNED
    assert "answer" not in app.query_params


NEW_ACT = Metadata("The New Act", in_force_from="2020-05-01", supersedes="dtsa.txt")
CHANGED_TEXT = f"A preface.\n\n{SIGNED}\n\nNo damages may be awarded."


@pytest.mark.parametrize(
    ("change", "rows", "name", "warned"),
    [
        pytest.param(lambda store: None, [], "1 source", "", id="intact"),
        pytest.param(
            lambda store: add(store.library, DTSA + " More.", Metadata("The Act"), "dtsa.txt"),
            ["Changed since: the cited words still stand in it."],
            "1 source · 1 changed since",
            "",
            id="moved",
        ),
        pytest.param(
            lambda store: add(store.library, CHANGED_TEXT, Metadata("The Act"), "dtsa.txt"),
            ["Changed since: the library's text of today no longer has the words of [2]."],
            "1 source · 1 changed since",
            "what [2] rests on was changed",
            id="altered",
        ),
        pytest.param(
            lambda store: add(store.library, "It is new.", NEW_ACT, "new.txt"),
            ["Superseded by “The New Act” from 1 May 2020."],
            "1 source · 1 superseded since",
            "what [1], [2] rests on was changed",
            id="superseded",
        ),
        pytest.param(
            lambda store: store.shelves.remove([store.library.documents()[0].source.document]),
            ["No longer in the library: you see it as it was when it was cited."],
            "1 source · 1 no longer in the library",
            "what [1], [2] rests on was changed",
            id="gone",
        ),
    ],
)
def test_an_answer_tells_what_became_of_its_sources(
    asked: Asked, change: Callable[[Store], object], rows: list[str], name: str, warned: str
) -> None:
    app, store, _ = asked
    saved = store.conversations.answers(app.session_state["conversation"])[0]
    change(store)
    for page in (app.run(), open_app(store, answer=saved.id)):
        icon = ":orange[:material/history:] "
        told = [line.removeprefix(icon) for line in seen(page).split("\n") if line.startswith(icon)]
        assert told == rows
        assert name in [expander.label for expander in page.expander]
        over = [shown.value.replace("\\", "") for shown in page.warning]
        assert [warned in said for said in over] == ([True] if warned else [])


def test_no_document_is_opened_to_tell_that_its_words_still_stand(asked: Asked) -> None:
    app, store, _ = asked
    opened: list[str] = []

    class Watched(Library):
        def document(self, identifier: str) -> Document:
            opened.append(identifier)
            return super().document(identifier)

    app.session_state["store"] = replace(store, library=Watched(store.library.engine))
    app.run()
    assert component_data(app, "pincite_cited")
    assert opened == []
    add(store.library, CHANGED_TEXT, Metadata("The Act"), "dtsa.txt")
    app.run()
    before = len(opened)
    assert before
    app.run()
    assert len(opened) == before, "what a version holds never changes: it is looked up once"


def test_suggestions_come_from_the_documents_that_are_asked(store_and_ask: StoreAndAsk) -> None:
    store, _ = store_and_ask
    add_dtsa(store.library)
    chinese = Metadata("The Anti-Unfair Competition Law", jurisdiction="China")
    add(store.library, "The Law\n\nLiability\n\nIt is so.", chinese, "aucl.txt")
    add(store.library, "It has no heading. It is so.", Metadata("Note", jurisdiction="Atlantis"), "note.txt")
    american = "What is said about signature in the Defend Trade Secrets Act?"
    other = "What is said about liability in the Anti-Unfair Competition Law?"

    def suggested(*jurisdictions: str) -> list[str]:
        app.multiselect("filter-jurisdiction").set_value(list(jurisdictions)).run()
        return [line for line in seen(app).split("\n") if line.startswith("What is said")]

    app = open_app(store)
    assert suggested() == [american, other]
    assert suggested("China") == [other]
    assert suggested("China", "US") == [american, other]
    assert suggested("Atlantis") == []


def test_headings_that_ask_come_first_and_those_of_many_documents_never(store_and_ask: StoreAndAsk) -> None:
    store, _ = store_and_ask
    for name, heading in (("waymo", "How did it end?"), ("taiwan", "Penalties"), ("japan", "Fines")):
        text = f"The {name} brief\n\nOpen points\n\nNone.\n\n{heading}\n\nIt is so."
        add(store.library, text, Metadata(f"The {name} brief"), f"{name}.txt")
    lines = seen(open_app(store)).split("\n")
    assert "How did it end?" in lines
    assert {line for line in lines if line.startswith("What is said")} == {
        "What is said about penalties in the taiwan brief?",
        "What is said about fines in the japan brief?",
    }


def test_an_as_of_day_counts_as_a_limit(store_and_ask: StoreAndAsk) -> None:
    store, _ = store_and_ask
    refusal = replace(refused(store.library, add_dtsa(store.library)), question=QUESTION)
    limited = replace(refusal, standalone_question=QUESTION, filters=Filters(as_of="2015-01-01"))
    identifier = store.conversations.start("The act")
    store.conversations.add(identifier, limited)
    text = seen(open_app(store, conversation=identifier))
    assert "Searched: 1 document, limited to what was in force on 1 January 2015." in text
    assert "the whole library" not in text
