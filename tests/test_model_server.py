"""The fake language model server speaks the protocols as the real ones do, faults included."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest

from tests.model_server import Fault, ModelServer, Reply, nobody_listens

ASKED = {"model": "scripted", "messages": [{"role": "user", "content": "What is a trade secret?"}]}


def events(server: ModelServer, **more: object) -> list[str]:
    """The data of each server-sent event, in order."""
    sent = {**ASKED, "stream": True, **more}
    with httpx.stream("POST", f"{server.url}/chat/completions", json=sent, timeout=60) as response:
        assert response.headers["content-type"] == "text/event-stream"
        return [line[6:] for line in response.iter_lines() if line.startswith("data: ")]


def words(server: ModelServer) -> str:
    """What the events spell."""
    *chunks, last = events(server)
    assert last == "[DONE]"
    return "".join(json.loads(chunk)["choices"][0]["delta"].get("content", "") for chunk in chunks)


def test_a_reply_is_streamed_in_deltas_with_a_reason_and_usage() -> None:
    with ModelServer("Information kept secret, § 1839.") as server:
        *chunks, done = events(server, stream_options={"include_usage": True})
        assert words(server) == "Information kept secret, § 1839."
    assert done == "[DONE]"
    read = [json.loads(chunk) for chunk in chunks]
    assert len(read) == 11
    assert read[0]["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert [chunk["choices"][0]["finish_reason"] for chunk in read[:-1]] == [None] * 9 + ["stop"]
    assert read[-1] == {**read[-1], "choices": [], "usage": {**read[-1]["usage"], "total_tokens": 13}}
    assert server.asked[0]["stream_options"] == {"include_usage": True}


def test_usage_comes_only_when_it_is_asked_for() -> None:
    with ModelServer("Yes.") as server:
        assert not any("usage" in event for event in events(server))


def test_replies_come_in_order_and_the_last_one_is_repeated() -> None:
    def echoing(body: dict[str, Any]) -> str:
        return f"You asked: {body['messages'][0]['content']}"

    with ModelServer("one", Reply("two", pieces=1), echoing) as server:
        got = [words(server) for _ in range(4)]
    assert got == ["one", "two", *["You asked: What is a trade secret?"] * 2]
    assert [body["model"] for body in server.asked] == ["scripted"] * 4


def test_a_whole_reply_and_the_list_of_models() -> None:
    with ModelServer("Yes.") as server:
        body = httpx.post(f"{server.url}/chat/completions", json=ASKED).json()
        listed = httpx.get(f"{server.url}/models").json()
        assert httpx.get(f"{server.url}/other").status_code == 404
    assert body["choices"][0]["message"]["content"] == "Yes."
    assert body["usage"]["completion_tokens"] == 1
    assert [model["id"] for model in listed["data"]] == ["scripted"]


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_errors_come_as_openai_puts_them(status: int) -> None:
    with ModelServer(Reply("No.", status=status, headers={"Retry-After": "7"})) as server:
        response = httpx.post(f"{server.url}/chat/completions", json={**ASKED, "stream": True})
    assert response.status_code == status
    assert response.headers["retry-after"] == "7"
    assert response.json()["error"]["message"] == "No."


def test_nobody_listens() -> None:
    with pytest.raises(httpx.ConnectError):
        httpx.get(nobody_listens())


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        ("cut", httpx.RemoteProtocolError),
        ("cut before the first token", httpx.RemoteProtocolError),
        ("hang", httpx.ReadTimeout),
        ("hang before the first token", httpx.ReadTimeout),
        ("hang midway", httpx.ReadTimeout),
    ],
)
def test_streams_that_break_off(fault: Fault, raised: type[Exception]) -> None:
    lines: list[str] = []
    patience = 1 if raised is httpx.ReadTimeout else 60
    with ModelServer(Reply("abcdefgh", fault=fault)) as server:
        sent = {**ASKED, "stream": True}
        with (
            pytest.raises(raised),
            httpx.stream("POST", f"{server.url}/chat/completions", json=sent, timeout=patience) as response,
        ):
            lines.extend(response.iter_lines())
        if raised is httpx.ReadTimeout:
            assert server.left.wait(60), "the server did not see that the reader went away"
    whole = "".join(lines)
    assert ('"a"' in whole) == (fault in ("cut", "hang midway"))
    assert '"e"' not in whole
    assert "[DONE]" not in whole


def test_a_stream_that_ends_early_has_no_reason_and_is_not_done() -> None:
    with ModelServer(Reply("abcdefgh", fault="ends early")) as server:
        read = [json.loads(event) for event in events(server)]
    assert "".join(event["choices"][0]["delta"]["content"] for event in read) == "abcd"
    assert {event["choices"][0]["finish_reason"] for event in read} == {None}


def test_malformed_events_length_and_a_redirect() -> None:
    with ModelServer(Reply("a", fault="malformed"), Reply("a", fault="length")) as server:
        with pytest.raises(json.JSONDecodeError):
            json.loads(events(server)[0])
        assert json.loads(events(server)[-2])["choices"][0]["finish_reason"] == "length"
    with ModelServer(Reply("", fault="redirect")) as server:
        assert httpx.post(f"{server.url}/chat/completions", json=ASKED).is_redirect


def test_a_slow_drip_takes_its_time() -> None:
    with ModelServer(Reply("abcd", pieces=4, delay=0.05)) as server:
        begun = time.monotonic()
        assert words(server) == "abcd"
        assert time.monotonic() - begun > 0.2


def test_ten_megabytes_come_whole() -> None:
    with ModelServer(Reply("x" * 10_000_000, pieces=50)) as server:
        assert len(words(server)) == 10_000_000


def test_ollama_streams_lines_and_the_options_can_be_looked_at() -> None:
    sent = {**ASKED, "options": {"num_ctx": 4096}}
    with ModelServer("Information kept secret.") as server:
        lines = httpx.post(f"{server.root}/api/chat", json=sent).text.splitlines()
    read = [json.loads(line) for line in lines]
    assert "".join(line["message"]["content"] for line in read) == "Information kept secret."
    assert [line["done"] for line in read] == [False] * 8 + [True]
    assert (read[-1]["done_reason"], read[-1]["eval_count"]) == ("stop", 6)
    assert server.asked[0]["options"]["num_ctx"] == 4096


def test_anthropic_names_its_events() -> None:
    with ModelServer(Reply("Yes.", pieces=2, fault="length")) as server:
        text = httpx.post(f"{server.root}/v1/messages", json={**ASKED, "stream": True}).text
    kinds = [line[7:] for line in text.splitlines() if line.startswith("event: ")]
    assert kinds == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert '"stop_reason": "max_tokens"' in text
