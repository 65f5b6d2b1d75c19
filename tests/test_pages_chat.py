"""The Ask page in all its states, through Streamlit's own test runner."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import PinciteError
from core.memos import MemoDraft, MemoHeading, MemoPart, TakenAnswer, TakenStatement
from core.types import (
    Answer,
    Conflict,
    ConflictKind,
    ConflictSide,
    Dropped,
    Filters,
    Metadata,
    Span,
    Statement,
    Status,
    Turn,
    Verdict,
)
from pages.parts.answers import with_citations
from pages.parts.session import Store
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
    document = add_dtsa(store.library)
    ask.replies = [answered(store.library, document, SIGNED, DAMAGES)]
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    assert not app.exception
    return app, store, ask


def button(app: AppTest, label: str) -> object:
    """The button with this label; the invisible joiners in labels do not count."""
    for candidate in app.button:
        if candidate.label.replace("\u2060", "").replace("\\", "") == label:
            return candidate
    raise AssertionError(f"no button {label!r} among {[b.label for b in app.button]}")


def test_an_empty_library_leads_to_where_documents_are_added(store_and_ask: StoreAndAsk) -> None:
    app = open_app(store_and_ask[0])
    assert "The library is empty" in seen(app)
    assert app.chat_input[0].disabled
    assert [link.proto.page for link in app.get("page_link")] == ["library"]


def test_a_suggested_question_is_asked(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    document = add_dtsa(store.library)
    ask.replies = [answered(store.library, document, SIGNED)]
    app = open_app(store)
    suggestion = "What is said about signature in the Defend Trade Secrets Act?"
    button(app, suggestion).click().run()
    assert ask.asked[0]["question"] == suggestion
    assert component_data(app, "pincite_cited")[0]["statements"][0]["text"] == SIGNED


def test_an_answer_shows_statements_numbers_and_sources(asked: Asked) -> None:
    app, _, _ = asked
    data = component_data(app, "pincite_cited")[0]
    assert [(s["text"], s["citations"]) for s in data["statements"]] == [(SIGNED, [1]), (DAMAGES, [2])]
    assert [citation["quote"] for citation in data["citations"]] == [SIGNED, DAMAGES]
    assert data["citations"][1]["place"] == "Remedies · para. 5"
    text = seen(app)
    for expected in (
        QUESTION,
        "The Defend Trade Secrets Act",
        "U.S. Congress · 11 May 2016 · US · statute",
        "https://www.congress.gov/dtsa",
        "1 · Signature · para. 3",
        "2 · Remedies · para. 5",
    ):
        assert expected in text


def test_opening_a_source_marks_exactly_the_cited_words(asked: Asked) -> None:
    app, _, _ = asked
    button(app, "2 · Remedies · para. 5").click().run()
    blocks = component_data(app, "pincite_document")[0]["blocks"]
    assert [text for block in blocks for text, marked in block["pieces"] if marked] == [DAMAGES]
    assert component_data(app, "pincite_cited")[0]["active"] == 2
    assert "The words stand here to the character." in seen(app)
    app.button("close-source").click().run()
    assert not component_data(app, "pincite_document")


def test_the_whole_document_can_be_read(asked: Asked) -> None:
    app, _, _ = asked
    button(app, "1 · Signature · para. 3").click().run()
    app.segmented_control[0].set_value("Whole document").run()
    blocks = component_data(app, "pincite_document")[0]["blocks"]
    shown = "\n\n".join("".join(text for text, _ in block["pieces"]) for block in blocks)
    assert shown == DTSA


def test_a_source_that_was_removed_is_shown_as_it_was_and_says_so(asked: Asked) -> None:
    app, store, _ = asked
    document = store.library.documents()[0].source.document
    store.shelves.remove([document])
    button(app, "1 · Signature · para. 3").click().run()
    assert "no longer in the library" in app.warning[-1].value
    blocks = component_data(app, "pincite_document")[0]["blocks"]
    assert [text for block in blocks for text, marked in block["pieces"] if marked] == [SIGNED]


def test_a_follow_up_gets_the_history_and_its_wording_can_be_changed(asked: Asked) -> None:
    app, store, ask = asked
    document = store.library.documents()[0].source.document
    reworded = "What damages may be awarded under the act?"
    ask.replies = [answered(store.library, document, DAMAGES, standalone=reworded)] * 2
    app.chat_input[0].set_value("And damages?").run()
    assert ask.asked[1]["history"] == (Turn("user", QUESTION), Turn("assistant", f"{SIGNED} {DAMAGES}"))
    assert f"Searched for: {reworded}" in seen(app)
    own = "Which damages?"
    saved = store.conversations.answers(app.session_state["conversation"])[-1]
    app.text_area(f"standalone-{saved.id}").set_value(own)
    app.button(f"FormSubmitter:edit-{saved.id}-Ask again").click().run()
    assert ask.asked[2]["question"] == "And damages?"
    assert ask.asked[2]["standalone"] == own
    assert f"Searched for: {own}" in seen(app)


def test_a_refusal_is_calm_and_says_what_was_searched(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    document = add_dtsa(store.library)
    ask.replies = [refused(store.library, document)]
    app = open_app(store)
    app.chat_input[0].set_value("What is the best bread?").run()
    text = seen(app)
    assert "The library does not answer this" in text
    assert "None of the 1 documents comes near enough." in text
    assert "Searched: 1 document, the whole library." in text
    assert DAMAGES in text
    assert not component_data(app, "pincite_cited")
    assert not app.error
    app.button(f"near-{store.conversations.answers(app.session_state['conversation'])[0].id}-0").click().run()
    blocks = component_data(app, "pincite_document")[0]["blocks"]
    assert [text for block in blocks for text, marked in block["pieces"] if marked] == [DAMAGES]


def test_removed_statements_are_counted_and_explained(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    document = add_dtsa(store.library)
    answer = answered(store.library, document, SIGNED)
    ask.replies = [replace(answer, dropped=(Dropped("It was vetoed.", "Its words are not in the source."),))]
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    assert "1 statement removed: why" in [expander.label for expander in app.expander]
    assert "It was vetoed." in seen(app)
    assert "Its words are not in the source." in seen(app)
    statements = component_data(app, "pincite_cited")[0]["statements"]
    assert [statement["text"] for statement in statements] == [SIGNED]


def test_a_partial_answer_says_so_and_leads_stand_before_statements(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    document = add_dtsa(store.library)
    answer = answered(store.library, document, SIGNED)
    ask.replies = [
        replace(
            answer,
            status=Status.PARTIAL,
            reason="Nothing was found on appeals.",
            statements=(Statement(SIGNED, (0,), lead="Signature"),),
        )
    ]
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    assert "only a part of this. Nothing was found on appeals." in seen(app)
    assert component_data(app, "pincite_cited")[0]["statements"][0]["lead"] == "Signature"


def test_an_error_is_a_sentence_and_leaves_no_empty_conversation(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    document = add_dtsa(store.library)
    ask.replies = [PinciteError("The index is broken. Run: python -m doctor")]
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    assert "The index is broken. Run: python -m doctor" in seen(app)
    assert not app.exception
    assert store.conversations.list() == ()
    ask.replies = [answered(store.library, document, SIGNED)]
    app.button("retry").click().run()
    assert component_data(app, "pincite_cited")[0]["statements"][0]["text"] == SIGNED


def test_filters_reach_the_question_and_can_be_taken_away_by_their_chip(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    document = add_dtsa(store.library)
    ask.replies = [answered(store.library, document, SIGNED)] * 2
    app = open_app(store)
    app.multiselect("filter-jurisdiction").set_value(["US"]).run()
    assert button(app, "Jurisdiction: US")
    app.chat_input[0].set_value(QUESTION).run()
    assert ask.asked[0]["filters"].jurisdiction == ("US",)
    assert "limited to jurisdiction US" in seen(app)
    app.button("chip-jurisdiction").click().run()
    app.chat_input[0].set_value(QUESTION).run()
    assert not ask.asked[1]["filters"]


def test_the_day_asked_about_is_chosen_beside_the_other_limits_and_taken_away(
    store_and_ask: StoreAndAsk,
) -> None:
    store, ask = store_and_ask
    document = add_dtsa(store.library)
    ask.replies = [answered(store.library, document, SIGNED)] * 2
    app = open_app(store)
    app.date_input("filter-as_of").set_value(datetime.date(2018, 3, 1)).run()
    assert button(app, "In force on: 2018-03-01")
    app.chat_input[0].set_value(QUESTION).run()
    assert ask.asked[0]["filters"] == Filters(as_of="2018-03-01")
    assert "limited to what was in force on 1 March 2018" in seen(app)
    app.button("chip-as_of").click().run()
    assert app.date_input("filter-as_of").value is None
    app.chat_input[0].set_value(QUESTION).run()
    assert not ask.asked[1]["filters"]


def test_notes_stand_over_an_answer_and_cautions_beside_its_statements(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    document = add_dtsa(store.library)
    answer = answered(store.library, document, SIGNED, DAMAGES)
    caution = "No longer in force: until 22 April 2019."
    signed, damages = answer.statements
    ask.replies = [
        replace(
            answer,
            statements=(replace(signed, caution=caution), damages),
            notes=("Asked as of 1 March 2018.", "![x](https://evil.example/x.png)"),
        )
    ]
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    assert "Asked as of 1 March 2018." in seen(app)
    assert not any("![x](http" in caption.value for caption in app.caption)
    statements = component_data(app, "pincite_cited")[0]["statements"]
    assert [statement["caution"] for statement in statements] == [caution, None]
    saved = store.conversations.answers(app.session_state["conversation"])[0].answer
    assert (saved.notes[0], saved.statements[0].caution) == ("Asked as of 1 March 2018.", caution)
    copied = with_citations(saved)
    assert "Asked as of 1 March 2018." in copied
    assert f"“{SIGNED}” [1] ({caution})" in copied


def test_what_is_copied_holds_nothing_unseen_and_no_formula(store_and_ask: StoreAndAsk) -> None:
    store, _ = store_and_ask
    said = "=SUM(1+1)*cmd|'/C calc'!A0"
    hostile = "\x1b[2Jse\u200bcret\U000e0041\u202e"
    answer = answered(store.library, add_dtsa(store.library), SIGNED)
    statement = replace(answer.statements[0], text=f"{said}\n@{hostile}", own_words=True)
    copied = with_citations(replace(answer, statements=(statement,), notes=("+1",)))
    assert f" {said}\n @[2Jsecret [1]" in copied
    assert not any(line.startswith(("=", "+", "-", "@", "\t")) for line in copied.splitlines())


def test_the_notes_of_a_refusal_are_shown(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    document = add_dtsa(store.library)
    ask.replies = [replace(refused(store.library, document), notes=("Asked as of 1 March 2018.",))]
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    assert "Asked as of 1 March 2018." in seen(app)


def test_filters_hold_while_another_page_is_looked_at(store_and_ask: StoreAndAsk) -> None:
    store, _ = store_and_ask
    add_dtsa(store.library)
    app = open_app(store)
    app.multiselect("filter-kind").set_value(["statute"]).run()
    app.switch_page("pages/memos.py").run()
    app.switch_page("pages/chat.py").run()
    assert app.multiselect("filter-kind").value == ["statute"]


def test_a_permanent_link_shows_the_answer_alone_with_its_conversation(asked: Asked) -> None:
    app, store, ask = asked
    document = store.library.documents()[0].source.document
    ask.replies = [answered(store.library, document, DAMAGES)]
    app.chat_input[0].set_value("And damages?").run()
    first, _ = store.conversations.answers(app.session_state["conversation"])
    linked = open_app(store, answer=first.id)
    assert len(component_data(linked, "pincite_cited")) == 1
    linked.button("whole-conversation").click().run()
    assert len(component_data(linked, "pincite_cited")) == 2
    assert "answer" not in linked.query_params


def test_a_reload_brings_the_open_conversation_back(asked: Asked) -> None:
    app, store, _ = asked
    identifier = app.session_state["conversation"]
    assert app.query_params["conversation"] == identifier
    reloaded = open_app(store, conversation=identifier)
    assert component_data(reloaded, "pincite_cited")[0]["statements"][0]["text"] == SIGNED


def test_a_link_to_a_deleted_answer_is_explained(store_and_ask: StoreAndAsk) -> None:
    app = open_app(store_and_ask[0], answer="gone")
    assert "There is no answer" in seen(app)


def test_conversations_are_found_renamed_and_deleted(asked: Asked) -> None:
    app, store, _ = asked
    identifier = app.session_state["conversation"]
    app.text_input("conversation-search").set_value("bread").run()
    assert "No conversation holds these words." in seen(app)
    app.text_input("conversation-search").set_value("SIGNED").run()
    app.menu_button(f"menu-{identifier}").click("Rename").run()
    app.text_input(f"title-{identifier}").set_value("The signing")
    app.button("FormSubmitter:rename-Rename").click().run()
    assert store.conversations.list()[0].title == "The signing"
    app.text_input("conversation-search").set_value("").run()
    app.menu_button(f"menu-{identifier}").click("Delete").run()
    assert store.conversations.list()  # nothing is deleted before it is confirmed
    app.button("delete-confirmed").click().run()
    assert store.conversations.list() == ()
    assert "What do you want to know?" in seen(app)


def test_a_rating_and_its_reason_are_kept(asked: Asked) -> None:
    app, store, _ = asked
    saved = store.conversations.answers(app.session_state["conversation"])[0]
    app.feedback(f"rating-{saved.id}").set_value(0).run()
    app.text_input(f"rating-reason-{saved.id}").set_value("The date is missing").run()
    kept = store.conversations.answer(saved.id)
    assert (kept.rating, kept.rating_reason) == (0, "The date is missing")


def test_an_answer_goes_into_a_new_memo_and_only_once(asked: Asked) -> None:
    app, store, _ = asked
    saved = store.conversations.answers(app.session_state["conversation"])[0]
    app.button(f"add-to-memo-{saved.id}").click().run()
    app.text_input(f"subject-{saved.id}").set_value("The signing of the act").run()
    app.button(f"add-{saved.id}").click().run()
    assert "Added to “The signing of the act”." in seen(app)
    (memo,) = store.memos.list()
    assert memo.subject == "The signing of the act"
    (taken,) = store.memos.memo(memo.id).draft.blocks
    assert isinstance(taken, TakenAnswer)
    assert (taken.answer, taken.saved) == (saved.answer, saved.id)
    assert app.selectbox(f"into-{saved.id}").value == memo.id
    app.run()
    app.button(f"add-to-memo-{saved.id}").click().run()
    assert "All of this answer is in the memo already." in seen(app)
    assert app.button(f"add-{saved.id}").disabled


def test_one_statement_of_an_answer_goes_into_the_short_answer_of_a_memo(asked: Asked) -> None:
    app, store, _ = asked
    saved = store.conversations.answers(app.session_state["conversation"])[0]
    memo = store.memos.start(MemoDraft(MemoHeading("The act")))
    app.button(f"add-to-memo-{saved.id}").click().run()
    app.selectbox(f"into-{saved.id}").set_value(memo).run()
    app.segmented_control(f"part-{saved.id}").set_value(MemoPart.SHORT_ANSWER).run()
    app.checkbox(f"take-{memo}-{saved.id}-0").uncheck().run()
    app.button(f"add-{saved.id}").click().run()
    (taken,) = store.memos.memo(memo).draft.blocks
    assert isinstance(taken, TakenAnswer)
    assert taken.part is MemoPart.SHORT_ANSWER
    assert taken.statements == (TakenStatement(1),)


def test_the_copied_text_names_each_source_with_its_words(asked: Asked) -> None:
    app, store, _ = asked
    saved = store.conversations.answers(app.session_state["conversation"])[0]
    copied = component_data(app, "pincite_copy")
    assert copied[0]["text"] == with_citations(saved.answer)
    assert copied[1] == {"label": "Copy link", "text": f"?answer={saved.id}", "link": True}
    assert f"“{SIGNED}” [1]" in copied[0]["text"]
    assert (
        f"[2] The Defend Trade Secrets Act, U.S. Congress, 11 May 2016, Remedies · para. 5: “{DAMAGES}”"
        in (copied[0]["text"])
    )


def test_hostile_titles_and_texts_reach_the_page_only_as_text(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    hostile = "![x](http://evil.test/a.png) :red[x] <img src=http://evil.test/b.png> $x$"
    text = f"{hostile}\n\nIt was signed. {hostile}"
    document = add(store.library, text, Metadata(hostile, issuer=hostile), "hostile.txt")
    ask.replies = [answered(store.library, document, text[len(hostile) + 2 :])]
    app = open_app(store)
    app.chat_input[0].set_value(f"What of {hostile}?").run()
    markdown = [str(element.value) for kind in ("markdown", "caption") for element in app.get(kind)]
    markdown += [candidate.label for candidate in app.button]
    bare = re.compile(r"(?<!\\)(!\[|\]\(|:red|<img|:/|\$)")
    assert not [said for said in markdown if bare.search(said)]
    assert hostile in component_data(app, "pincite_cited")[0]["citations"][0]["quote"]


def test_the_status_line_says_what_the_library_is(asked: Asked) -> None:
    app, _, _ = asked
    line = "\n".join(str(caption.value) for caption in app.sidebar.caption)
    for said in ("1 document, 1 passage", "Search model: all-MiniLM-L6-v2", "Nothing leaves this machine"):
        assert said in line.replace("\\", "")
    assert sum("not legal advice" in said for said in seen(app).split("\n")) == 1


def test_an_open_source_says_what_checking_found(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    answer = answered(store.library, add_dtsa(store.library), SIGNED)
    moved = replace(answer.citations[0], verdict=Verdict.MISATTRIBUTED)
    ask.replies = [replace(answer, citations=(moved,))]
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    button(app, "1 · Signature · para. 3").click().run()
    assert "The words stand here; the draft had named another place for them." in seen(app)


def test_a_span_over_two_paragraphs_is_marked_in_both(store_and_ask: StoreAndAsk) -> None:
    store, ask = store_and_ask
    document = add_dtsa(store.library)
    quote = DTSA[DTSA.index("Remedies") :]
    ask.replies = [answered(store.library, document, quote)]
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    app.button(f"open-{store.conversations.answers(app.session_state['conversation'])[0].id}-0").click().run()
    blocks = component_data(app, "pincite_document")[0]["blocks"]
    marked = [text for block in blocks for text, is_marked in block["pieces"] if is_marked]
    assert marked == ["Remedies", DAMAGES]
    assert Span(DTSA.index(quote), len(DTSA)).end == len(DTSA)


def in_conflict(store: Store, kind: ConflictKind) -> Answer:
    """An answer, and one conflict of what it quotes with a document that says another day."""
    first = add_dtsa(store.library)
    other = "The act was signed on 12 May 2016."
    second = add(
        store.library, other, Metadata("A note", issuer="Policy *Unit*", jurisdiction="US"), "note.txt"
    )
    given = answered(store.library, first, SIGNED)
    sides = []
    for document, quote, value in ((first, SIGNED, "11 May 2016"), (second, other, "12 May 2016")):
        (citation,) = answered(store.library, document, quote).citations
        start = citation.start + quote.index(value)
        sides.append(ConflictSide(citation, Span(start, start + len(value))))
    conflict = Conflict(
        kind, "Two sources give different dates", "Nothing says which.", 0, (sides[0], sides[1])
    )
    return replace(given, conflicts=(conflict,))


@pytest.mark.parametrize(
    ("kind", "called", "before"),
    [
        pytest.param(ConflictKind.UNRESOLVED, "Unresolved", True, id="unresolved"),
        pytest.param(ConflictKind.SUPERSEDED, "Superseded", True, id="superseded"),
        pytest.param(ConflictKind.OTHER_JURISDICTION, "Other jurisdiction", False, id="jurisdiction"),
        pytest.param(ConflictKind.DIFFERENT_SCOPE, "Different scope", False, id="scope"),
    ],
)
def test_a_conflict_shows_both_sides(
    store_and_ask: StoreAndAsk, kind: ConflictKind, called: str, before: bool
) -> None:
    store, ask = store_and_ask
    ask.replies = [in_conflict(store, kind)]
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    assert not app.exception
    shown = seen(app)
    assert "**Two sources give different dates**" in shown
    assert called in shown
    assert "Nothing says which." in shown
    assert "“The act was signed on :orange-background[**11 May 2016**].”" in shown
    assert "“The act was signed on :orange-background[**12 May 2016**].”" in shown
    assert "Policy *Unit* · US" in shown  # as words: its stars are no Markdown
    keys = [element.key or "" for element in app.button]
    opening = [n for n, key in enumerate(keys) if key.startswith("side-")]
    assert len(opening) == 2
    nodes = list(app.main)
    card = next(n for n, node in enumerate(nodes) if "different dates" in str(getattr(node, "value", "")))
    statements = next(
        n for n, node in enumerate(nodes) if node.type == "bidi_component" and "answer-" in str(node)
    )
    assert (card < statements) is before
    app.button[opening[1]].click().run()
    assert not app.exception
    assert "Source in conflict" in seen(app)
    assert component_data(app, "pincite_document")[0]["label"] == "Text of A note"


def test_a_copied_answer_brings_its_conflicts_first(store_and_ask: StoreAndAsk) -> None:
    text = with_citations(replace(in_conflict(store_and_ask[0], ConflictKind.UNRESOLVED), question=QUESTION))
    assert text.index("Two sources give different dates. Nothing says which.") < text.index("[1]")
    assert "- A note, Policy *Unit*, para. 1: “The act was signed on 12 May 2016.”" in text
