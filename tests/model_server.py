"""A language model server for tests: the real protocols over real HTTP, with replies and faults scripted.

It speaks OpenAI's protocol (`/v1/chat/completions`, `/v1/models`), Ollama's (`/api/chat`) and
Anthropic's (`/v1/messages`), streaming and whole, in a thread on 127.0.0.1.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self

Body = dict[str, Any]
Fault = Literal[
    "hang",  # the connection is taken, no answer comes
    "hang before the first token",  # headers come, no event
    "hang midway",  # after half of the pieces
    "cut before the first token",  # the connection is closed
    "cut",  # after half of the pieces
    "ends early",  # after half of the pieces the stream ends in good order, without a finish reason
    "malformed",  # events that are not JSON
    "error event",  # after half of the pieces the server says that it failed
    "length",  # the reply was ended by the limit on its length
    "redirect",  # to another address of this server
]


@dataclass(frozen=True)
class Reply:
    """What the server answers. With a `status` over 399, `text` is the error's message."""

    text: str
    fault: Fault | None = None
    pieces: int = 8  # what the text is streamed in
    delay: float = 0.0  # seconds before each piece
    go_on: threading.Event | None = None  # after three quarters of the pieces the server waits for it
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None  # of an error, else the usual one
    usage: bool = True  # whether the server says how many tokens it took


Script = Reply | str | Callable[[Body], Reply | str]


class ModelServer:
    """Answers with the scripted replies in order, the last one again and again; `asked` has what came."""

    def __init__(self, *script: Script) -> None:
        self.script = script or ("",)
        self.asked: list[Body] = []  # the request bodies, in order
        self.paths: list[str] = []  # all paths that were asked for, in order
        self.headers: list[dict[str, str]] = []  # of each request for a reply, names in lower case
        self.times: list[float] = []  # when each of them came (time.monotonic)
        self.left = threading.Event()  # a reader went away before the end of a reply
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.scripted = self

    @property
    def root(self) -> str:
        """Where Ollama's and Anthropic's protocols begin: http://127.0.0.1:PORT"""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def url(self) -> str:
        """Where OpenAI's protocol begins: http://127.0.0.1:PORT/v1"""
        return f"{self.root}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    def reply(self, body: Body, headers: Mapping[str, str]) -> Reply:
        """The next reply of the script; what was asked is noted."""
        with self._lock:
            script = self.script[min(len(self.asked), len(self.script) - 1)]
            self.asked.append(body)
            self.headers.append({name.lower(): value for name, value in headers.items()})
            self.times.append(time.monotonic())
        answer = script(body) if callable(script) else script
        return Reply(answer) if isinstance(answer, str) else answer


def nobody_listens() -> str:
    """The address of an OpenAI-compatible server on a port that refuses connections."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


def tokens(text: str) -> int:
    """How many tokens the server says a text has."""
    return max(1, len(text) // 4)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    scripted: ModelServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who goes away is no error; what else happens is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            traceback.print_exc()


class _Left(Exception):
    """The reader went away."""


class _Cut(Exception):
    """The script says that the connection is closed here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""

    def do_GET(self) -> None:
        self.server.scripted.paths.append(self.path)
        if self.path == "/v1/models":
            models = [{"id": "scripted", "object": "model", "created": 1, "owned_by": "tests"}]
            self._whole(200, {"object": "list", "data": models})
        elif self.path == "/api/tags":
            self._whole(200, {"models": [{"name": "scripted:latest", "model": "scripted:latest"}]})
        else:
            self._whole(404, {"error": {"message": f"no {self.path} here"}})

    def do_POST(self) -> None:
        scripted = self.server.scripted
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        scripted.paths.append(self.path)
        protocol = _PROTOCOLS.get(self.path)
        if protocol is None:
            self._whole(404, {"error": {"message": f"no {self.path} here"}})
            return
        reply = scripted.reply(body, dict(self.headers))
        try:
            self._answer(reply, body, protocol(body, reply))
        except (_Left, BrokenPipeError, ConnectionResetError):
            scripted.left.set()
            self.close_connection = True
        except _Cut:
            self.close_connection = True

    def _answer(self, reply: Reply, body: Body, protocol: _Protocol) -> None:
        if reply.fault == "hang":
            self._hang()
        if reply.fault == "redirect":
            self._whole(307, {}, {"Location": f"{self.server.scripted.root}/elsewhere"})
        elif reply.status != 200:
            self._whole(reply.status, protocol.error(reply.status, reply.text), reply.headers)
        elif not body.get("stream", protocol.streams):
            self._wait(reply.delay)
            self._whole(200, protocol.whole(), reply.headers)
        else:
            self._stream(reply, protocol)

    def _stream(self, reply: Reply, protocol: _Protocol) -> None:
        self.send_response(200)
        self.send_header("Content-Type", protocol.media_type)
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._midway(reply.fault, "before the first token")
        if reply.fault == "malformed":
            self._chunk(protocol.frame("{not json, ", None))
        for event in protocol.opening():
            self._chunk(event)
        size = max(1, -(-len(reply.text) // reply.pieces))
        pieces = [reply.text[start : start + size] for start in range(0, len(reply.text), size)]
        for count, piece in enumerate(pieces):
            if count == (len(pieces) + 1) // 2:
                self._midway(reply.fault, "midway")
                if reply.fault == "error event":
                    self._chunk(protocol.failing())
                    raise _Cut
                if reply.fault == "ends early":
                    break
            if reply.go_on and count == len(pieces) * 3 // 4:
                self._hang(reply.go_on)
            self._wait(reply.delay)
            self._chunk(protocol.piece(piece))
        else:
            for event in protocol.closing():
                self._chunk(event)
        self.wfile.write(b"0\r\n\r\n")

    def _midway(self, fault: str | None, where: str) -> None:
        if fault == f"hang {where}":
            self._hang()
        if fault == ("cut" if where == "midway" else f"cut {where}"):
            raise _Cut

    def _chunk(self, event: str) -> None:
        content = event.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        self.wfile.flush()

    def _whole(self, status: int, content: Body, headers: Mapping[str, str] | None = None) -> None:
        sent = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    def _hang(self, go_on: threading.Event | None = None) -> None:
        """Until the reader goes away, the server ends or it is told to go on."""
        while not self.server.scripted.closing.is_set():
            if go_on and go_on.is_set():
                return
            self._wait(0.02)
        raise _Cut

    def _wait(self, seconds: float) -> None:
        """Raises where the reader goes away meanwhile."""
        if not seconds:
            return
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.server.scripted.closing.is_set():
            readable, _, _ = select.select([self.connection], [], [], min(left, 0.05))
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise _Left


class _Protocol:
    """How a provider's server puts a reply. This one is OpenAI's."""

    media_type = "text/event-stream"
    streams = False  # where the request does not say

    def __init__(self, body: Body, reply: Reply) -> None:
        self.body, self.reply = body, reply
        self.model = str(body.get("model", ""))
        self.tokens_in = tokens("".join(str(message["content"]) for message in body.get("messages", ())))
        self.tokens_out = tokens(reply.text)
        self.reason = "length" if reply.fault == "length" else "stop"

    def frame(self, content: str, kind: str | None) -> str:
        """An event of the stream."""
        return f"data: {content}\n\n"

    def error(self, status: int, message: str) -> Body:
        """The body that comes with a status over 399."""
        codes = {401: "invalid_api_key", 404: "model_not_found", 429: "rate_limit_exceeded"}
        kind = "server_error" if status >= 500 else "invalid_request_error"
        return {
            "error": {
                "message": message,
                "type": kind,
                "param": None,
                "code": self.reply.code or codes.get(status),
            }
        }

    def failing(self) -> str:
        """The event of a server that fails in the middle."""
        return self.frame(json.dumps(self.error(500, "out of memory")), "error")

    def opening(self) -> Iterator[str]:
        """The events before the first piece."""
        yield self._event(
            [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}]
        )

    def piece(self, text: str) -> str:
        """The event with a piece of the text."""
        return self._event([{"index": 0, "delta": {"content": text}, "finish_reason": None}])

    def closing(self) -> Iterator[str]:
        """The events after the last piece."""
        yield self._event([{"index": 0, "delta": {}, "finish_reason": self.reason}])
        if self.reply.usage and (self.body.get("stream_options") or {}).get("include_usage"):
            yield self._event([], usage=self._usage())
        yield self.frame("[DONE]", None)

    def whole(self) -> Body:
        """The reply to a request that does not stream."""
        message = {"role": "assistant", "content": self.reply.text}
        choice = {"index": 0, "message": message, "finish_reason": self.reason}
        body = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": self.model}
        usage = {"usage": self._usage()} if self.reply.usage else {}
        return {**body, "choices": [choice], **usage}

    def _usage(self) -> Body:
        total = self.tokens_in + self.tokens_out
        counts = {"prompt_tokens": self.tokens_in, "completion_tokens": self.tokens_out}
        return {**counts, "total_tokens": total}

    def _event(self, choices: list[Body], **more: object) -> str:
        body = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": self.model}
        return self.frame(json.dumps({**body, "choices": choices, **more}), None)


class _Ollama(_Protocol):
    media_type = "application/x-ndjson"
    streams = True

    def frame(self, content: str, kind: str | None) -> str:
        return f"{content}\n"

    def error(self, status: int, message: str) -> Body:
        return {"error": message}

    def opening(self) -> Iterator[str]:
        return iter(())

    def piece(self, text: str) -> str:
        return self.frame(json.dumps(self._part(text, done=False)), None)

    def closing(self) -> Iterator[str]:
        yield self.frame(json.dumps(self._last("")), None)

    def whole(self) -> Body:
        return self._last(self.reply.text)

    def _last(self, text: str) -> Body:
        counts = {"prompt_eval_count": self.tokens_in, "eval_count": self.tokens_out}
        reason = {"done_reason": self.reason}
        return {**self._part(text, done=True), **reason, **(counts if self.reply.usage else {})}

    def _part(self, text: str, *, done: bool) -> Body:
        message = {"role": "assistant", "content": text}
        return {"model": self.model, "created_at": "2026-11-29T12:00:00Z", "message": message, "done": done}


class _Anthropic(_Protocol):
    def frame(self, content: str, kind: str | None) -> str:
        return f"event: {kind or 'content_block_delta'}\ndata: {content}\n\n"

    def error(self, status: int, message: str) -> Body:
        kinds = {401: "authentication_error", 404: "not_found_error", 429: "rate_limit_error"}
        return {"type": "error", "error": {"type": kinds.get(status, "api_error"), "message": message}}

    def opening(self) -> Iterator[str]:
        yield self._typed("message_start", message=self._message([], None))
        yield self._typed("content_block_start", index=0, content_block={"type": "text", "text": ""})

    def piece(self, text: str) -> str:
        return self._typed("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    def closing(self) -> Iterator[str]:
        yield self._typed("content_block_stop", index=0)
        delta = {"stop_reason": self._stop_reason, "stop_sequence": None}
        yield self._typed("message_delta", delta=delta, usage=self._anthropic_usage)
        yield self._typed("message_stop")

    def whole(self) -> Body:
        return self._message([{"type": "text", "text": self.reply.text}], self._stop_reason)

    @property
    def _stop_reason(self) -> str:
        return "max_tokens" if self.reason == "length" else "end_turn"

    def _message(self, content: list[Body], reason: str | None) -> Body:
        body = {"id": "msg_1", "type": "message", "role": "assistant", "model": self.model}
        usage = {**self._anthropic_usage, **({} if content else {"output_tokens": 1})}
        return {**body, "content": content, "stop_reason": reason, "stop_sequence": None, "usage": usage}

    @property
    def _anthropic_usage(self) -> Body:
        return {"input_tokens": self.tokens_in, "output_tokens": self.tokens_out}

    def _typed(self, kind: str, **more: object) -> str:
        return self.frame(json.dumps({"type": kind, **more}), kind)


_PROTOCOLS = {"/v1/chat/completions": _Protocol, "/api/chat": _Ollama, "/v1/messages": _Anthropic}
