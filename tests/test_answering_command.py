"""`python -m answering` with a language model: the whole way, over real HTTP to a scripted server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from answering.__main__ import app
from answering.answer import answer_question
from answering.setup import setup_of
from records.conversations import Conversations
from tests.model_server import ModelServer, Reply, Script, nobody_listens
from tests.scripted_model import reply
from tests.stores import BREAD, RIVERS, SECRETS, Store, write_files
from vectorstore.embed import Embedder
from vectorstore.reader import NAME as READER

QUESTION = "What must the holder of a trade secret do?"
QUOTE = "Its holder must take reasonable measures to keep it secret"
PARAPHRASE = "The holder must take reasonable measures to keep the trade secret."
OVERSTATED = "The holder may take reasonable measures to keep the trade secret."
SECRET = "XYZZY-7"  # what a server says beside an answer


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Store:
    """A library of three documents."""
    folder = tmp_path_factory.mktemp("asked")
    store = Store(folder / "store", embedder)
    files = {"secrets.txt": SECRETS, "rivers.txt": RIVERS, "bread.txt": BREAD}
    store.add(write_files(folder / "documents", files))
    return store


@pytest.fixture
def home(library: Store, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Its folder; the search model, which is loaded already, need not be loaded for every run."""
    monkeypatch.setattr("answering.__main__.open_search", lambda *given: library.search)
    return library.home


def saying(*statements: str, quote: str = QUOTE) -> Callable[[dict[str, Any]], str]:
    """Answers with the statements, each with the quotation from the passage in which it stands."""

    def answer(body: dict[str, Any]) -> str:
        told = body["messages"][-1]["content"]
        number = next(
            int(match[1])
            for match in re.finditer(r"<passage (\d+), (code \w+)>(.*?)</passage", told, re.S)
            if quote in match[3]
        )
        return f"<think>{SECRET}</think>" + reply(*((text, (number, quote)) for text in statements))

    return answer


def command(
    home: Path, url: str, *options: str, question: str = QUESTION, stdin: str = "", **more: str
) -> Result:
    """The command, with the model at this address."""
    environment = {
        "PINCITE_MODEL": "openai:scripted",
        "PINCITE_MODEL_URL": url,
        "OPENAI_API_KEY": "none",
        "PINCITE_MODEL_IDLE_SECONDS": "2",
        "PINCITE_PASSAGES_READ": "0",
        **more,
    }
    given = [question, "--store", str(home), *options]
    return CliRunner().invoke(app, given, env=environment, input=stdin)


def asked(home: Path, url: str, *options: str, **more: str) -> str:
    """What the command prints."""
    ran = command(home, url, *options, **more)
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def row(home: Path, *script: Script) -> tuple[dict[str, Any], ModelServer]:
    """The answer as JSON, and the server that was asked."""
    with ModelServer(*script) as server:
        return json.loads(asked(home, server.url, "--json")), server


def test_a_model_answers_in_its_own_words_held_to_those_of_the_source(home: Path) -> None:
    found, server = row(home, saying(PARAPHRASE, OVERSTATED))
    assert [(one["text"], one["own_words"]) for one in found["statements"]] == [(PARAPHRASE, True)]
    assert found["citations"][0]["quote"] == QUOTE
    assert SECRETS[found["citations"][0]["start"] : found["citations"][0]["end"]] == QUOTE
    assert [one["text"] for one in found["dropped"]] == [OVERSTATED]
    assert found["dropped"][0]["objections"]
    assert found["answerer"] == "openai:scripted"
    assert (found["model"]["where"], found["model"]["ending"]) == ("this machine", "whole")
    assert found["model"]["usage"]["tokens_in"] > 500
    assert SECRET not in json.dumps(found)
    assert len(server.asked) == 1
    assert QUESTION in server.asked[0]["messages"][-1]["content"]


def test_in_text_each_statement_is_followed_by_its_words(home: Path) -> None:
    with ModelServer(saying(PARAPHRASE)) as server:
        printed = asked(home, server.url)
    assert f"{PARAPHRASE} [1]\n    “{QUOTE}” [1]\n" in printed
    assert "Written by openai:scripted (this machine)." in printed
    assert SECRET not in printed


def test_quoting_can_be_asked_for_and_no_model_is_told_anything(home: Path) -> None:
    with ModelServer(saying(PARAPHRASE)) as server:
        found = json.loads(asked(home, server.url, "--json", "--answerer", "quoting"))
    assert (found["answerer"], found["model"], server.asked) == ("quoting", None, [])
    assert QUOTE in found["text"]


def test_a_stream_that_is_cut_twice_keeps_what_was_checked(home: Path) -> None:
    text = "The holder must take reasonable measures."

    def cut(body: dict[str, Any]) -> Reply:
        return Reply(saying(PARAPHRASE, text + " " * 400)(body), fault="cut", pieces=4)

    found, server = row(home, cut)
    assert [one["text"] for one in found["statements"]] == [PARAPHRASE]
    assert found["model"]["ending"] == "cut"
    assert len(server.asked) == 2
    assert [note for note in found["notes"] if "incomplete" in note]


@pytest.mark.parametrize(
    "script",
    [
        pytest.param((SECRET,), id="malformed"),
        pytest.param(("",), id="empty"),
        pytest.param((Reply(SECRET * 9, fault="hang midway"),), id="hangs"),
        pytest.param((Reply(f"bad key {SECRET}", status=401),), id="bad key"),
    ],
)
def test_where_no_answer_comes_the_sources_own_words_do(home: Path, script: tuple[Script, ...]) -> None:
    found, _ = row(home, *script)
    assert (found["answerer"], found["status"]) == ("quoting", "answered")
    assert QUOTE in found["text"]
    assert found["model"]["ending"] == "failed"
    assert any(found["model"]["fault"] in note for note in found["notes"])
    assert SECRET not in json.dumps(found)


def test_where_nobody_listens_too(home: Path) -> None:
    found = json.loads(asked(home, nobody_listens(), "--json"))
    assert (found["answerer"], found["model"]["ending"]) == ("quoting", "failed")
    assert found["model"]["usage"]["tokens_in"] == 0


def test_of_many_questions_each_asks_the_model_anew(home: Path) -> None:
    with ModelServer(Reply("no", status=401), saying(PARAPHRASE)) as server:
        ran = command(home, server.url, "--loop", question="", stdin=f"{QUESTION}\n{QUESTION}\n")
        rows = [json.loads(line) for line in ran.stdout.splitlines()]
        assert [row["answerer"] for row in rows] == ["quoting", "openai:scripted"]
        assert len(server.asked) == 2


def test_a_replay_takes_no_other_question(home: Path) -> None:
    ran = command(home, nobody_listens(), "--replay", "a1")
    assert ran.exit_code == 2
    assert "It asks the saved question" in ran.output


def test_a_second_model_is_asked_where_the_settings_name_one(home: Path) -> None:
    def either(body: dict[str, Any]) -> str:
        return "no" if body["model"] == "second" else saying(PARAPHRASE)(body)

    with ModelServer(either) as server:
        found = json.loads(asked(home, server.url, "--json", PINCITE_JUDGE_MODEL="openai:second"))
    assert found["answerer"] == "quoting"
    assert found["dropped"][0]["objections"][0]["kind"] == "judge"
    assert found["model"]["judge"]["name"] == "openai:second"


def test_writing_without_a_model_says_what_to_set(home: Path) -> None:
    ran = command(home, nobody_listens(), "--answerer", "writing", PINCITE_MODEL="")
    assert ran.exit_code == 2
    assert "PINCITE_MODEL" in ran.stderr
    assert "Traceback" not in ran.output


@pytest.fixture
def saved(home: Path, library: Store) -> str:
    """The id of an answer in the sources' own words, kept with what it was made with."""
    settings = replace(library.settings, passages_read=0)
    answer = answer_question(QUESTION, search=library.search, library=library.library, settings=settings)
    setup = setup_of(settings, search_model=library.search.embedder.name, reader=READER)
    assert answer.statements
    conversations = Conversations(library.library.engine)
    return conversations.add(conversations.start("Q"), replace(answer, setup=setup)).id


def test_a_saved_answer_is_asked_again_without_a_model_where_none_wrote_it(home: Path, saved: str) -> None:
    with ModelServer(saying(PARAPHRASE)) as server:
        printed = asked(home, server.url, "--replay", saved, question="")
    assert printed == "The same answer: the same words at the same places.\n"
    assert not server.asked


def test_a_setting_that_makes_another_answer_is_named(home: Path, saved: str) -> None:
    strict = {"PINCITE_REFUSE_BELOW": "1"}
    cause = (
        "A setting was changed: the confidence under which the library does not answer, 0.12 then, 1.0 now "
        "(PINCITE_REFUSE_BELOW)."
    )
    printed = asked(home, "", "--replay", saved, question="", **strict)
    assert printed.startswith(
        "A different answer.\n- Then it was answered, now it is not answered.\n\n"
        f"What may explain it:\n- {cause}\n\nNo longer in the answer:\n- A trade secret is"
    )
    found = json.loads(asked(home, "", "--replay", saved, "--json", question="", **strict))
    assert (found["kind"], found["causes"], found["new"]) == ("a different answer", [cause], [])
    assert all(SECRETS[c["start"] : c["end"]] == c["quote"] for g in found["gone"] for c in g["citations"])


def test_an_answer_that_is_not_there_is_named(home: Path) -> None:
    ran = command(home, "", "--replay", "nowhere", question="")
    assert ran.exit_code == 2
    assert "There is no answer 'nowhere'" in ran.stderr
