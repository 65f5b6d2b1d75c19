"""The Ask page while a language model answers, and the answers that it writes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from answering.check import Checked
from answering.protocols import Listener
from core.errors import PinciteError
from core.types import (
    Answer,
    Dropped,
    Ending,
    ModelUse,
    Objection,
    Statement,
    Usage,
)
from pages.parts.answers import with_citations
from pages.parts.asking import gathered
from pages.parts.session import Store
from pages.parts.writer import NO_WRITER, Writer
from prompts.load import load_prompt
from records import tables
from records.stored import to_json
from tests.pages_store import (
    DAMAGES,
    SIGNED,
    ScriptedAsk,
    add_dtsa,
    answered,
    component_data,
    make_store,
    open_app,
    seen,
)

QUESTION = "When was the act signed?"
WAIT = 200  # seconds for what comes at once on a quiet machine
HOSTED = Writer("openai:gpt-5", "api.openai.com")
WRITTEN = "The act became law in May 2016."
USE = ModelUse(
    "openai:gpt-5", "api.openai.com", {"answer 3": "0123456789abcdef"}, Usage(1200, 85), 2.4, cost=0.0123
)
NOTE_STOPPED = load_prompt("note-stopped").fill()


@pytest.fixture
def store_and_ask(tmp_path: Path) -> tuple[Store, ScriptedAsk]:
    store, ask = make_store(tmp_path, HOSTED)
    add_dtsa(store.library)
    return store, ask


def written(store: Store, text: str = WRITTEN, *, use: ModelUse = USE) -> Answer:
    """An answer of one statement in the model's words, that rests on the day of signature."""
    document = store.library.documents()[0].source.document
    given = answered(store.library, document, SIGNED)
    return replace(given, statements=(Statement(text, (0,), own_words=True),), answerer=use.name, model=use)


def checked(answer: Answer) -> Checked:
    return Checked(answer.statements, answer.citations, ())


@dataclass
class Slow:
    """An answerer that tells what it has checked and then waits until it is let go, or stopped."""

    answer: Answer | PinciteError
    told: Checked
    go_on: threading.Event = field(default_factory=threading.Event)
    heard: threading.Event = field(default_factory=threading.Event)

    def __call__(self, question: str, listener: Listener) -> Answer:
        listener.checked(question, self.told)
        listener.stage("The model reads 8 passages")
        self.heard.set()
        while not self.go_on.wait(0.01):
            if listener.stopped() and isinstance(self.answer, Answer):
                use = replace(USE, ending=Ending.STOPPED)
                return replace(self.answer, model=use, notes=(NOTE_STOPPED,))
        if isinstance(self.answer, PinciteError):
            raise self.answer
        return self.answer


@pytest.fixture
def slow(store_and_ask: tuple[Store, ScriptedAsk]) -> Iterator[Slow]:
    store, ask = store_and_ask
    answer = written(store)
    one = Slow(answer, checked(answer))
    ask.replies = [one]
    yield one
    one.go_on.set()


def asking(store: Store, slow: Slow | None = None) -> AppTest:
    """The page with a question sent; of a slow answer it shows what was told so far."""
    app = open_app(store)
    app.chat_input[0].set_value(QUESTION).run()
    if slow:
        assert slow.heard.wait(WAIT)
        app.run()
    elif (running := store.askings.of(app.session_state["conversation"])) and running.wait(WAIT):
        app.run()
    assert not app.exception, app.exception
    return app


def finish(app: AppTest, store: Store, one: Slow | None = None) -> None:
    """Lets the model end, and shows the page again."""
    running = store.askings.of(app.session_state["conversation"])
    if one:
        one.go_on.set()
    if running:
        assert running.wait(WAIT)
    app.run()
    assert not app.exception, app.exception


def button(app: AppTest, label: str) -> list[str]:
    return [candidate.key for candidate in app.button if candidate.label == label]


def test_while_the_model_writes_only_what_is_checked_stands_there(
    store_and_ask: tuple[Store, ScriptedAsk], slow: Slow
) -> None:
    store, _ = store_and_ask
    app = asking(store, slow)
    (data,) = component_data(app, "pincite_cited")
    assert [(s["text"], s["citations"]) for s in data["statements"]] == [(WRITTEN, [1])]
    assert data["citations"][0]["quote"] == SIGNED
    assert app.status[0].label.startswith("The model reads 8 passages")
    assert QUESTION in seen(app)
    assert store.conversations.answers(app.session_state["conversation"]) == ()
    finish(app, store, slow)
    (saved,) = store.conversations.answers(app.session_state["conversation"])
    assert [s["text"] for s in component_data(app, "pincite_cited")[0]["statements"]] == [WRITTEN]
    assert saved.answer.model == USE
    assert not app.status


def test_another_page_a_click_and_a_reload_do_not_stop_it(
    store_and_ask: tuple[Store, ScriptedAsk], slow: Slow
) -> None:
    store, ask = store_and_ask
    app = asking(store, slow)
    conversation = app.session_state["conversation"]
    app.multiselect("filter-jurisdiction").set_value(["US"]).run()
    assert component_data(app, "pincite_cited")
    app.switch_page("pages/memos.py").run()
    app.switch_page("pages/chat.py").run()
    assert app.query_params["conversation"] == conversation
    assert app.status[0].label.startswith("The model reads 8 passages")
    reloaded = open_app(store, conversation=conversation)
    assert reloaded.status[0].label.startswith("The model reads 8 passages")
    finish(reloaded, store, slow)
    assert [len(ask.asked), len(store.conversations.answers(conversation))] == [1, 1]


def test_the_answer_is_kept_though_nobody_looks(store_and_ask: tuple[Store, ScriptedAsk], slow: Slow) -> None:
    store, _ = store_and_ask
    conversation = asking(store, slow).session_state["conversation"]
    running = store.askings.of(conversation)
    slow.go_on.set()
    assert running is not None
    assert running.wait(WAIT)
    assert store.conversations.answer(running.saved).answer.text == WRITTEN
    assert store.askings.of(conversation) is None


def test_stop_keeps_what_was_checked_and_says_so(
    store_and_ask: tuple[Store, ScriptedAsk], slow: Slow
) -> None:
    store, _ = store_and_ask
    app = asking(store, slow)
    (stop,) = button(app, "Stop")
    app.button(stop).click().run()
    finish(app, store)
    assert not slow.go_on.is_set()
    assert NOTE_STOPPED in [plainly(info.value) for info in app.info]
    assert [s["text"] for s in component_data(app, "pincite_cited")[0]["statements"]] == [WRITTEN]
    assert not button(app, "Stop")


def test_a_second_question_waits_in_the_field_while_the_first_is_answered(
    store_and_ask: tuple[Store, ScriptedAsk], slow: Slow
) -> None:
    store, ask = store_and_ask
    app = asking(store, slow)
    app.chat_input[0].set_value("And damages?").run()
    assert not app.exception, app.exception
    assert app.chat_input[0].proto.value == "And damages?"
    assert "One question at a time" in app.toast[0].value
    finish(app, store, slow)
    assert len(ask.asked) == 1
    ask.replies = [written(store)]
    app.chat_input[0].set_value("And damages?").run()
    assert [asked["question"] for asked in ask.asked] == [QUESTION, "And damages?"]


def test_a_failure_while_another_page_is_open_is_told_on_the_way_back(
    store_and_ask: tuple[Store, ScriptedAsk], slow: Slow
) -> None:
    store, _ = store_and_ask
    slow.answer = PinciteError("The index is broken. Run: python -m doctor")
    app = asking(store, slow)
    running = store.askings.of(app.session_state["conversation"])
    app.switch_page("pages/memos.py").run()
    slow.go_on.set()
    assert running is not None
    assert running.wait(WAIT)
    app.switch_page("pages/chat.py").run()
    assert "The index is broken. Run: python -m doctor" in seen(app)
    assert store.conversations.list() == ()


def test_what_nobody_foresaw_is_told_in_a_sentence_and_loses_only_its_own_question(
    store_and_ask: tuple[Store, ScriptedAsk],
) -> None:
    store, ask = store_and_ask
    ask.replies = [ValueError("a bad day"), written(store)]
    app = asking(store)
    assert "It could not be answered: ValueError: a bad day." in seen(app)
    app.button("retry").click().run()
    assert component_data(app, "pincite_cited")[0]["statements"][0]["text"] == WRITTEN


def test_a_conversation_is_named_by_the_model_after_its_first_answer(
    store_and_ask: tuple[Store, ScriptedAsk],
) -> None:
    store, ask = store_and_ask
    ask.replies = [written(store), written(store)]
    named = threading.Event()

    def naming(answer: Answer) -> str:
        named.set()
        return f"Signing, by {answer.answerer}"

    app = asking(replace(store, naming=naming))
    assert named.wait(WAIT)
    until = time.monotonic() + WAIT
    while store.conversations.list()[0].title == QUESTION and time.monotonic() < until:
        time.sleep(0.05)
    assert store.conversations.list()[0].title == "Signing, by openai:gpt-5"
    named.clear()
    app.chat_input[0].set_value("And then?").run()
    finish(app, store)
    assert not named.is_set()


def test_the_page_says_which_model_answers_and_where_the_text_goes(
    store_and_ask: tuple[Store, ScriptedAsk],
) -> None:
    app = open_app(store_and_ask[0])
    foot = "\n".join(str(caption.value) for caption in app.sidebar.caption).replace("\u2060", "")
    said = "Answers are written by openai:gpt-5."
    went = "Questions, answers and passages go to api.openai.com."
    assert said in foot.replace("\\", "")
    assert went in foot.replace("\\", "")
    assert "Nothing leaves" not in seen(app)
    assert f"{said} {went} No answer is legal advice." in seen(app)


@pytest.mark.parametrize(
    ("writer", "told"),
    [
        pytest.param(NO_WRITER, "Nothing leaves this machine.", id="no-model"),
        pytest.param(
            Writer("ollama:llama3"),
            "Answers are written by ollama:llama3. Questions, answers and passages stay on this machine.",
            id="model-on-this-machine",
        ),
        pytest.param(
            Writer("ollama:llama3", judge="openai:gpt-5", judge_where="api.openai.com"),
            "Answers are written by ollama:llama3. openai:gpt-5 judges them. "
            "Questions, answers and passages go to api.openai.com.",
            id="the-judge-is-elsewhere",
        ),
        pytest.param(
            Writer(fault="langchain-openai is not installed. Run: pip install langchain-openai"),
            "No language model answers: langchain-openai is not installed. "
            "Run: pip install langchain-openai Nothing leaves this machine.",
            id="cannot-be-connected",
        ),
    ],
)
def test_who_answers_is_told_in_sentences(writer: Writer, told: str) -> None:
    assert " ".join(writer.told) == told


def test_a_model_that_cannot_be_connected_leaves_the_page_answering(tmp_path: Path) -> None:
    store, ask = make_store(tmp_path, Writer(fault="langchain-openai is not installed."))
    document = add_dtsa(store.library)
    ask.replies = [answered(store.library, document, SIGNED)]
    app = asking(store)
    assert seen(app).count("langchain-openai is not installed.") == 1
    assert component_data(app, "pincite_cited")[0]["statements"][0]["text"] == SIGNED
    assert not ask.asked[0]["with_model"]


def test_the_model_can_be_left_out_of_a_conversation(store_and_ask: tuple[Store, ScriptedAsk]) -> None:
    store, ask = store_and_ask
    ask.replies = [written(store)] * 2
    app = asking(store)
    app.toggle("use-model").set_value(False).run()
    assert "nothing goes to the model" in seen(app)
    app.chat_input[0].set_value("And damages?").run()
    assert [asked["with_model"] for asked in ask.asked] == [True, False]


def test_one_click_answers_without_the_model(store_and_ask: tuple[Store, ScriptedAsk]) -> None:
    store, ask = store_and_ask
    document = store.library.documents()[0].source.document
    first = replace(written(store), standalone_question="When was the DTSA signed?")
    ask.replies = [first, answered(store.library, document, SIGNED)]
    app = open_app(store)
    app.multiselect("filter-jurisdiction").set_value(["US"]).run()
    app.chat_input[0].set_value(QUESTION).run()
    app.multiselect("filter-jurisdiction").set_value([]).run()
    (key,) = button(app, "Answer without the model")
    app.button(key).click().run()
    asked = ask.asked[1]
    assert (asked["question"], asked["with_model"]) == (QUESTION, False)
    assert asked["standalone"] == "When was the DTSA signed?"
    assert asked["filters"].jurisdiction == ("US",)  # as the first time
    assert [data["statements"][0]["text"] for data in component_data(app, "pincite_cited")] == [
        WRITTEN,
        SIGNED,
    ]
    assert len(button(app, "Answer without the model")) == 1


def test_a_models_words_are_told_from_the_sources(store_and_ask: tuple[Store, ScriptedAsk]) -> None:
    store, ask = store_and_ask
    answer = written(store)
    mixed = replace(answer, statements=(*answer.statements, Statement(SIGNED, (0,))))
    ask.replies = [mixed]
    app = asking(store)
    assert "Written by openai:gpt-5. Each number leads to the words of the source" in seen(app)
    assert f"> “{SIGNED}”" in seen(app)  # the quotation is among the sources, without a click
    quoted = [statement["quoted"] for statement in component_data(app, "pincite_cited")[0]["statements"]]
    assert quoted == [False, True]
    assert "The sources' own words" not in seen(app)
    copied = with_citations(mixed)
    assert "Written by openai:gpt-5." in copied
    assert f"{WRITTEN} [1]" in copied
    assert f"“{SIGNED}” [1]" in copied


def test_how_it_was_made_names_model_place_tokens_time_cost_and_prompts(
    store_and_ask: tuple[Store, ScriptedAsk],
) -> None:
    store, ask = store_and_ask
    ask.replies = [written(store)]
    shown = seen(asking(store))
    for fact in (
        "**Model**  \nopenai:gpt-5",
        "**Question and passages**  \nwent to api.openai.com",
        "**Tokens**  \n1,200 in, 85 out",
        "**Time**  \n2.4 s",
        "**Cost at the prices set**  \n0.0123",
        "**Prompts**  \nanswer 3 (01234567)",
    ):
        assert fact in shown


def test_removed_statements_show_what_checking_has_against_each_and_the_judge_apart(
    store_and_ask: tuple[Store, ScriptedAsk],
) -> None:
    store, ask = store_and_ask
    number = Objection("number", "12 May", "the quotation says 11 May")
    altered = Objection("altered", "was signed on 12 May", "the source has other words")
    judge = Objection("judge", "it is *good*", "the second model does not find it in the words quoted")
    removed = (
        Dropped("It was signed on 12 May.", "the quotation says 11 May", (number, altered)),
        Dropped("It is *good*.", judge.reason, (judge,)),
        Dropped("It is old.", "it quotes no source"),
    )
    ask.replies = [replace(written(store), dropped=removed)]
    app = asking(store)
    (why,) = [one for one in app.expander if "removed" in one.label]
    assert why.label == "3 statements removed: why"
    said = [str(getattr(element, "value", "")) for element in why]
    shown = "\n".join(said).replace("\u2060", "").replace("\\", "")
    assert "**Number:** “12 May”: the quotation says 11 May" in shown
    assert "**Not the source's exact words:** “was signed on 12 May”: the source has other words" in shown
    assert "it quotes no source" in shown
    assert (
        shown.index("It is old.") < shown.index("Taken away by a second model") < shown.index("It is *good*.")
    )
    assert any("it is \\*good\\*" in value for value in said)  # inert


@pytest.mark.parametrize(
    ("prompt", "blanks", "kind"),
    [
        pytest.param("note-stopped", {}, "info", id="stopped"),
        pytest.param("note-stopped-early", {"name": "openai:gpt-5"}, "info", id="stopped-early"),
        pytest.param("note-cut", {"name": "openai:gpt-5", "fault": "It broke off."}, "warning", id="cut"),
        pytest.param("note-failed", {"name": "openai:gpt-5", "fault": "It is away."}, "warning", id="failed"),
        pytest.param("note-doubtful", {"question": "Is *it* $5?"}, "warning", id="doubtful"),
    ],
)
def test_doubt_and_how_a_reply_ended_stand_out_among_the_notes(
    store_and_ask: tuple[Store, ScriptedAsk], prompt: str, blanks: dict[str, str], kind: str
) -> None:
    store, ask = store_and_ask
    note = load_prompt(prompt).fill(**blanks)
    ask.replies = [replace(written(store), notes=("Asked as of 1 March 2018.", note))]
    app = asking(store)
    notices = {name: [plainly(one.value) for one in app.get(name)] for name in ("info", "warning")}
    assert notices == {"info": [], "warning": [], kind: [note]}
    captions = [plainly(caption.value) for caption in app.caption]
    assert sum("Asked as of 1 March 2018." in caption for caption in captions) == 1
    assert not [caption for caption in captions if note in caption]


def plainly(markdown: object) -> str:
    """Markdown of a label as the words that it shows."""
    return str(markdown).replace("\u2060", "").replace("\\", "")


def test_an_answer_that_fell_back_to_quoting_does_not_offer_to_do_so_again(
    store_and_ask: tuple[Store, ScriptedAsk],
) -> None:
    store, ask = store_and_ask
    document = store.library.documents()[0].source.document
    ask.replies = [
        replace(answered(store.library, document, SIGNED), model=replace(USE, ending=Ending.FAILED))
    ]
    app = asking(store)
    assert not button(app, "Answer without the model")
    assert "The sources' own words" in seen(app)
    assert "Written by" not in seen(app).replace("Answers are written by", "")


def test_the_second_models_use_is_told_apart(store_and_ask: tuple[Store, ScriptedAsk]) -> None:
    store, ask = store_and_ask
    judge = ModelUse("ollama:judge", "this machine", {}, Usage(40, 2, counted_here=True), 0.5)
    ask.replies = [written(store, use=replace(USE, judge=judge))]
    shown = seen(asking(store))
    assert "**Second model**, which judged the statements" in shown
    assert "**Question and passages**  \nstayed on this machine" in shown
    assert "**Tokens**  \n40 in, 2 out, by our own count" in shown


def test_an_answer_kept_before_models_could_write_still_shows(
    store_and_ask: tuple[Store, ScriptedAsk],
) -> None:
    store, _ = store_and_ask
    document = store.library.documents()[0].source.document
    answer = replace(answered(store.library, document, SIGNED), question=QUESTION)
    kept = json.loads(to_json(answer))
    del kept["model"]
    for statement in kept["statements"]:
        del statement["own_words"]
    conversation = store.conversations.start(QUESTION)
    saved = store.conversations.add(conversation, answer)
    table = tables.answers
    with store.library.engine.begin() as connection:
        change = update(table).where(table.c.id == saved.id).values(answer=json.dumps(kept))
        connection.execute(change)
    app = open_app(store, conversation=conversation)
    assert component_data(app, "pincite_cited")[0]["statements"][0]["text"] == SIGNED
    assert "The sources' own words" in seen(app)


def test_hostile_words_of_a_model_are_inert_everywhere(store_and_ask: tuple[Store, ScriptedAsk]) -> None:
    store, ask = store_and_ask
    hostile = "![x](http://evil.test/a.png) :red[x] <img src=http://evil.test/b.png> $x$"
    use = replace(
        USE, name=hostile, where=hostile, fault=hostile, ending=Ending.CUT, prompts={hostile: hostile}
    )
    objection = Objection(hostile, hostile, hostile)
    dropped = (Dropped(hostile, hostile, (objection,)), Dropped(hostile, hostile))
    ask.replies = [replace(written(store, hostile, use=use), dropped=dropped, notes=(hostile,))]
    app = asking(store)
    kinds = ("markdown", "caption", "info", "warning", "error")
    said = [str(element.value) for kind in kinds for element in app.get(kind)]
    said += [candidate.label for candidate in app.button]
    for mark in ("![", "](", "<img", "$x$"):
        assert not [text for text in said if mark in text.replace(f"\\{mark[0]}", "")]
    assert component_data(app, "pincite_cited")[0]["statements"][0]["text"] == hostile


def test_parts_are_numbered_through_and_share_citations(store_and_ask: tuple[Store, ScriptedAsk]) -> None:
    store, _ = store_and_ask
    document = store.library.documents()[0].source.document
    first = checked(answered(store.library, document, SIGNED, DAMAGES))
    second = checked(answered(store.library, document, DAMAGES))
    together = gathered({"When?": first, "How much?": second})
    assert [(s.text, s.citations, s.part) for s in together.statements] == [
        (SIGNED, (0,), 0),
        (DAMAGES, (1,), 0),
        (DAMAGES, (1,), 1),
    ]
    assert [part.question for part in together.parts] == ["When?", "How much?"]
    alone = gathered({"When?": first})
    assert (alone.parts, alone.statements, alone.citations) == ((), first.statements, first.citations)
