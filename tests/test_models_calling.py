"""Whatever a model's server does, the question ends in time, with a sentence, and is not asked too often."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest

from core.errors import ModelFault
from core.settings import Settings
from core.types import Message, Piece, Usage
from models.connect import connect
from tests.model_server import Body, Fault, ModelServer, Reply, Script, nobody_listens

KEY = "sk-canary-4711"
ASKED = (Message("system", "Be brief."), Message("user", "What is a trade secret?"))
PROVIDERS = ("openai", "ollama", "anthropic")
LIMITS = replace(
    Settings(),
    model_first_token_seconds=120,
    model_idle_seconds=120,
    model_total_seconds=200,
    model_reply_tokens=200,
)
IN_TIME = 30  # seconds, for what takes one or two on a quiet machine: no limit was waited for


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in PROVIDERS:
        monkeypatch.setenv(f"{provider.upper()}_API_KEY", KEY)


@dataclass(frozen=True)
class Asked:
    """What asking once came to."""

    pieces: tuple[Piece, ...]
    fault: ModelFault | None
    seconds: float

    @property
    def text(self) -> str:
        """What counts of the reply."""
        text = ""
        for piece in self.pieces:
            text = piece.text if piece.restart else text + piece.text
        return text

    @property
    def usage(self) -> Usage | None:
        return self.pieces[-1].usage if self.pieces else None


def settings_for(server: ModelServer, provider: str = "openai", **changes: int) -> Settings:
    url = server.url if provider == "openai" else server.root
    return replace(LIMITS, model=f"{provider}:scripted", model_url=url, **changes)


def ask(settings: Settings, stopped: Callable[[], bool] = lambda: False) -> Asked:
    model = connect(settings)
    pieces: list[Piece] = []
    begun = time.monotonic()
    fault = None
    try:
        for piece in model(ASKED, stopped=stopped):
            pieces.append(piece)
    except ModelFault as met:
        fault = met
    return Asked(tuple(pieces), fault, time.monotonic() - begun)


@pytest.fixture(autouse=True, scope="module")
def _imported() -> None:
    """The first question to a provider imports its package, which takes seconds that no test is about."""
    for provider in PROVIDERS:
        with ModelServer("Yes.") as server:
            assert ask(settings_for(server, provider)).text == "Yes."


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_reply_comes_in_pieces_and_ends_with_its_usage(provider: str) -> None:
    with ModelServer("Information that is kept secret, § 1839.") as server:
        asked = ask(settings_for(server, provider))
    assert asked.fault is None
    assert asked.text == "Information that is kept secret, § 1839."
    assert len([piece for piece in asked.pieces if piece.text]) == 8
    assert asked.usage is not None
    assert (asked.usage.tokens_out, asked.usage.counted_here) == (10, False)
    assert asked.usage.tokens_in > 0
    assert len(server.asked) == 1


def test_what_each_provider_is_told() -> None:
    bodies: dict[str, Body] = {}
    for provider in PROVIDERS:
        with ModelServer("Yes.") as server:
            ask(settings_for(server, provider, model_window=5000))
        bodies[provider] = server.asked[0]
        assert server.headers[0]["connection"] == "close"
    assert bodies["openai"]["model"] == "scripted"
    assert bodies["openai"]["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is a trade secret?"},
    ]
    assert {name: bodies["openai"][name] for name in ("temperature", "seed", "max_tokens", "stream")} == {
        "temperature": 0,
        "seed": 1,
        "max_tokens": 200,
        "stream": True,
    }
    assert bodies["openai"]["stream_options"] == {"include_usage": True}
    options = bodies["ollama"]["options"]
    assert (options["num_ctx"], options["num_predict"], options["seed"], options["temperature"]) == (
        5000,
        200,
        1,
        0,
    )
    assert bodies["ollama"]["think"] is False
    assert (bodies["anthropic"]["max_tokens"], bodies["anthropic"]["temperature"]) == (200, 0)
    assert bodies["anthropic"]["system"] == "Be brief."


HUGE = Reply("x" * 10_000_000, pieces=100)
SLOW = Reply("drip " * 400, pieces=400, delay=0.05)  # 20 seconds in all


@dataclass(frozen=True)
class Case:
    """A fault that a server is scripted to have, and what must come of it."""

    script: tuple[Script, ...]
    kind: str
    requests: int
    least: float  # seconds that it takes at least
    says: str
    text: str = ""  # what came before it
    limits: dict[str, int] = field(default_factory=dict)  # where not LIMITS


CASES = {
    "401": Case((Reply(f"bad key {KEY}", status=401),), "bad key", 1, 0, "does not accept the key in"),
    "403": Case((Reply(f"not for {KEY}", status=403),), "bad key", 1, 0, "may not use 'scripted'"),
    "404": Case((Reply("no such model", status=404),), "unknown model", 1, 0, "has no model 'scripted'"),
    "400": Case((Reply(f"odd {KEY}", status=400),), "server", 1, 0, "refused the request (status 400)"),
    "too long": Case(
        (Reply("This model's maximum context length is 4096 tokens, lower max_tokens", status=400),),
        "too long", 1, 0, "Set PINCITE_MODEL_WINDOW (now 8192)",
    ),
    "429": Case((Reply("slow down", status=429),), "rate limited", 3, 1, "Ask again in a minute"),
    "no credit": Case((Reply("pay", status=402),), "rate limited", 1, 0, "no credit left"),
    "no quota": Case(
        (Reply("quota", status=429, code="insufficient_quota"),),
        "rate limited", 1, 0, "no credit left",
    ),
    "credit balance": Case(
        (Reply("Your credit balance is too low to access the API.", status=400),),
        "rate limited", 1, 0, "no credit left",
    ),
    "500": Case((Reply(f"oops {KEY}", status=500),), "server", 2, 0.3, "failed (status 500)"),
    "503": Case((Reply("loading", status=503),), "server", 2, 0.3, "failed (status 503)"),
    "redirect": Case((Reply("", fault="redirect"),), "server", 1, 0, "which is not followed"),
    "no answer": Case(
        (Reply("a", fault="hang"),), "first token", 1, 1, "began no reply within 1 second.",
        limits={"model_first_token_seconds": 1},
    ),
    "no token": Case(
        (Reply("a", fault="hang before the first token"),), "first token", 1, 1, "began no reply",
        limits={"model_first_token_seconds": 1},
    ),
    "idle": Case(
        (Reply("abcd", fault="hang midway"),), "idle", 1, 1, "for 1 second", "ab",
        limits={"model_idle_seconds": 1},
    ),
    "drip": Case(
        (SLOW,), "total", 1, 2, "was not done within 2 seconds", "drip ",
        limits={"model_total_seconds": 2},
    ),
    "cut": Case((Reply("abcd", fault="cut"),), "cut", 2, 0, "broke off in the middle, twice", "ab"),
    "ends early": Case((Reply("abcd", fault="ends early"),), "cut", 2, 0, "in the middle, twice", "ab"),
    "error event": Case(
        (Reply("abcd", fault="error event"),), "cut", 2, 0, "broke off in the middle, twice", "ab"
    ),
    "cut at once": Case(
        (Reply("a", fault="cut before the first token"),),
        "unreachable", 2, 0.3, "before its reply began"
    ),
    "malformed": Case((Reply("a", fault="malformed"),), "malformed", 1, 0, "that cannot be read"),
    "10 MB": Case((HUGE,), "malformed", 1, 0, "far beyond the 200 tokens"),
    "empty": Case((Reply(""),), "empty", 1, 0, "an empty reply"),
    "blank": Case((Reply(" \n "),), "empty", 1, 0, "an empty reply", " \n "),
    "length": Case(
        (Reply("abcd", fault="length"),), "too long", 1, 0, "Raise PINCITE_MODEL_REPLY_TOKENS", "abcd"
    ),
}  # fmt: skip
ONCE = {"429", "no quota", "no answer", "no token", "idle", "drip"}  # tried with one provider only


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        (provider, name)
        for name in CASES
        for provider in PROVIDERS
        if provider == "openai" or name not in ONCE
    ],
)
def test_each_fault_ends_in_time_with_its_sentence(
    provider: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    case = CASES[name]
    caplog.set_level(logging.DEBUG)
    with ModelServer(*case.script) as server:
        asked = ask(settings_for(server, provider, **case.limits))
        assert asked.fault is not None
        assert asked.fault.kind == case.kind
        assert len(server.asked) == case.requests
        assert case.least <= asked.seconds < IN_TIME
        if case.limits:
            assert server.left.wait(60), "the connection stayed open"
    message = str(asked.fault)
    assert case.says in message
    assert server.root.removeprefix("http://") in message, "it does not say where"
    assert not {"Traceback", "Error", "{", "http"} & set(message.split())
    assert KEY not in message + caplog.text + repr(asked.fault)
    if name != "10 MB":
        assert asked.text[: len(case.text)] == case.text
    assert [piece.restart for piece in asked.pieces].count(True) == (case.kind == "cut")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nobody_listens(provider: str) -> None:
    asked = ask(replace(LIMITS, model=f"{provider}:scripted", model_url=nobody_listens()))
    assert asked.fault is not None
    assert asked.fault.kind == "unreachable"
    assert "No connection to the model server at 127.0.0.1:" in str(asked.fault)
    assert "See that it runs" in str(asked.fault)
    assert 0.3 < asked.seconds < IN_TIME, "it was not tried again, or too often"


@pytest.mark.parametrize(
    ("script", "requests"),
    [
        pytest.param((Reply("", status=429, headers={"Retry-After": "1"}), "Yes."), 2, id="rate limit"),
        pytest.param((Reply("", status=503, headers={"Retry-After": "0"}), "Yes."), 2, id="loading"),
        pytest.param((Reply("a", fault="cut before the first token"), "Yes."), 2, id="cut at once"),
        pytest.param((Reply("abcd", fault="cut"), "Yes."), 2, id="cut"),
        pytest.param(
            (Reply("", status=429), Reply("", status=500), Reply("ab", fault="cut"), "Yes."), 4, id="all"
        ),
    ],
)
def test_what_passes_is_asked_again(script: tuple[Script, ...], requests: int) -> None:
    with ModelServer(*script) as server:
        asked = ask(settings_for(server))
    assert asked.fault is None
    assert asked.text == "Yes."
    assert len(server.asked) == requests
    assert all(body == server.asked[0] for body in server.asked)


def test_a_cut_reply_is_begun_anew_and_never_spliced() -> None:
    with ModelServer(Reply("A secret is", fault="cut", pieces=2), Reply("Information.", pieces=1)) as server:
        asked = ask(settings_for(server))
    assert [(piece.text, piece.restart) for piece in asked.pieces[:-1]] == [
        ("A secr", False),
        ("", True),
        ("Information.", False),
    ]
    assert asked.usage is not None
    assert asked.usage.counted_here, "of the reply that was cut nobody said what it took"
    assert asked.usage.tokens_out == 2 + 3


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_is_asked_again_no_sooner_than_it_says(provider: str) -> None:
    with ModelServer(Reply("", status=429, headers={"Retry-After": "900"})) as server:
        asked = ask(settings_for(server, provider))
        assert asked.fault
        assert "in 900 seconds" in str(asked.fault)
        assert len(server.asked) == 1


def test_retry_after_is_waited_for_but_not_beyond_the_total_time() -> None:
    with ModelServer(Reply("", status=429, headers={"Retry-After": "1"}), "Yes.") as server:
        ask(settings_for(server))
        assert 0.95 < server.times[1] - server.times[0] < IN_TIME
    with ModelServer(Reply("", status=429, headers={"Retry-After": "900"})) as server:
        asked = ask(settings_for(server))
    assert len(server.asked) == 1
    assert asked.seconds < IN_TIME
    assert "Ask again in 900 seconds" in str(asked.fault)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("fault", ["hang", "hang midway"])
def test_stopping_closes_the_connection_at_once(provider: str, fault: Fault) -> None:
    with ModelServer(Reply("abcd", fault=fault)) as server:
        text, wanted, stopped_at = "", "ab" if fault == "hang midway" else "", 0.0

        def stopped() -> bool:
            nonlocal stopped_at
            if text == wanted and server.asked and not stopped_at:
                stopped_at = time.monotonic()
            return bool(stopped_at)

        for piece in connect(settings_for(server, provider))(ASKED, stopped=stopped):
            text += piece.text
        assert text == wanted
        assert time.monotonic() - stopped_at < 5  # 0.05 on a quiet machine
        assert server.left.wait(60), "the server goes on writing"


def test_stopping_while_waiting_for_a_rate_limit() -> None:
    with ModelServer(Reply("", status=429, headers={"Retry-After": "100"})) as server:
        asked = ask(
            settings_for(server), lambda: bool(server.times) and time.monotonic() > server.times[0] + 0.3
        )
    assert (asked.fault, asked.text, len(server.asked)) == (None, "", 1)
    assert asked.seconds < IN_TIME


def test_a_reader_who_goes_away_closes_the_connection() -> None:
    with ModelServer(Reply("abcd", fault="hang midway")) as server:
        pieces = connect(settings_for(server))(ASKED, stopped=lambda: False)
        assert next(pieces).text == "a"
        pieces.close()  # type: ignore[attr-defined]
        assert server.left.wait(60)


def test_an_option_that_the_model_refuses_is_left_out() -> None:
    def refusing(body: Body) -> Reply | str:
        for option in ("temperature", "seed", "stream_options"):
            if option in body:
                return Reply(f"Unsupported value: '{option}' does not support 0 with this model.", status=400)
        return "Yes."

    with ModelServer(refusing) as server:
        asked = ask(settings_for(server))
        assert (asked.fault, asked.text, len(server.asked)) == (None, "Yes.", 4)
    assert "temperature" not in server.asked[-1]


@pytest.mark.parametrize("name", ["anthropic:claude-sonnet-5-5", "openai:gpt-5"])
def test_models_that_take_no_temperature_are_asked_without(name: str) -> None:
    with ModelServer("Yes.") as server:
        asked = ask(replace(settings_for(server, name.partition(":")[0]), model=name))
    assert (asked.fault, asked.text, len(server.asked)) == (None, "Yes.", 1)
    assert "temperature" not in server.asked[0]


def test_usage_is_counted_here_where_the_server_does_not_say() -> None:
    with ModelServer(Reply("twelve chars", usage=False)) as server:
        asked = ask(settings_for(server))
        counting = connect(settings_for(server), count=lambda text: len(text.split()))
        pieces = list(counting(ASKED, stopped=lambda: False))
    assert asked.usage == Usage(3 + 6, 3, counted_here=True)
    assert pieces[-1].usage == Usage(2 + 5, 2, counted_here=True)


def test_a_model_may_think_for_longer_than_its_first_token_may_take() -> None:
    thinking = Reply("<think>" + "hm " * 60 + "</think>\n\nYes.", pieces=30, delay=0.05)
    with ModelServer(thinking) as server:
        asked = ask(settings_for(server, model_first_token_seconds=1))
    assert (asked.fault, asked.text) == (None, "Yes.")


def test_requests_at_the_same_time_do_not_wait_for_each_other() -> None:
    all_there = threading.Barrier(8)

    def when_all_are_there(_: Body) -> str:
        all_there.wait(timeout=100)
        return "Yes."

    with ModelServer(when_all_are_there) as server, ThreadPoolExecutor(8) as readers:
        texts = list(readers.map(lambda _: ask(settings_for(server)).text, range(8)))
    assert texts == ["Yes."] * 8


def test_no_key_is_in_what_is_shown_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for provider in PROVIDERS:
        with ModelServer("Yes.") as server:
            model = connect(settings_for(server, provider))
            list(model(ASKED, stopped=lambda: False))
            sent = server.headers[0]
        assert KEY in {sent.get("x-api-key"), sent.get("authorization", "").removeprefix("Bearer ")}
        inside: Sequence[object] = [model, *vars(model).values(), *vars(vars(model)["_source"]).values()]
        shown = [repr(thing) for thing in inside if not isinstance(thing, str)]
        assert KEY not in " ".join(shown)
    assert KEY not in caplog.text
