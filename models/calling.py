"""The one layer that supervises a model: time-outs, waiting, asking again, stopping."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait

from core.settings import Settings
from core.types import Message, Piece, Usage
from models.address import Address
from models.chunk import Chunk, Source
from models.faults import Failure, Faults
from models.streaming import Ended, Request, in_background
from models.thoughts import Thoughts

POLL = 0.05  # seconds between two looks at whether the reader has stopped
AGAIN = {"rate limited": 2, "unreachable": 1, "server": 1, "cut": 1}  # how often each is tried again
PAUSE = 0.5  # seconds before it, where the server names none; doubled each time, with jitter
CHARACTERS_PER_TOKEN = 20  # a reply with more of them was not limited by the server


class SupervisedModel:
    """A model (answering.protocols.Model) that ends in time, whatever its server does."""

    def __init__(
        self,
        address: Address,
        settings: Settings,
        source: Source,
        count: Callable[[str], int] | None = None,
    ) -> None:
        """`count` counts tokens where the server does not say how many there were."""
        self.name = address.name
        self.where = address.where
        self.window = settings.model_window
        self._settings = settings
        self._source = source
        self._faults = Faults(address, settings)
        self._count = count or _estimate

    def __repr__(self) -> str:
        return f"SupervisedModel({self.name!r}, {self.where!r})"

    def __call__(self, messages: Sequence[Message], *, stopped: Callable[[], bool]) -> Iterator[Piece]:
        """The reply in pieces, the last one with what it took; it ends early once `stopped()` is true.

        A reply that is cut in the middle is begun once more, with `Piece(restart=True)`. Raises ModelFault.
        """
        if not self._prepares(stopped):
            return
        until = time.monotonic() + self._settings.model_total_seconds
        tried: Counter[str] = Counter()
        spent: list[Usage] = []
        while True:
            attempt = _Attempt(self._source, messages, self._settings, self._faults, stopped, until)
            try:
                yield from attempt.pieces()
            except Failure as fault:
                self._note(spent, attempt, messages)
                pause = _pause(fault, tried[fault.kind])
                hopeless = not fault.passing or tried[fault.kind] >= AGAIN[fault.kind]
                if hopeless or time.monotonic() + pause >= until:
                    yield from _total(spent)
                    raise
                tried[fault.kind] += 1
                if attempt.text:
                    yield Piece(restart=True)
                if _waits(pause, stopped):
                    continue
            else:
                self._note(spent, attempt, messages)
            yield from _total(spent)
            return

    def _prepares(self, stopped: Callable[[], bool]) -> bool:
        """Whether the source is ready, before any clock runs; False once the reader has stopped."""
        preparing = in_background(self._source.prepare)
        while not stopped():
            if wait([preparing], timeout=POLL).done:
                preparing.result()
                return True
        return False

    def _note(self, spent: list[Usage], attempt: _Attempt, messages: Sequence[Message]) -> None:
        """What an attempt took, by our own count where the server did not say; nothing came: nothing."""
        if attempt.usage:
            tokens_in = sum(usage.tokens_in for usage in attempt.usage)
            spent.append(Usage(tokens_in, sum(usage.tokens_out for usage in attempt.usage)))
        elif attempt.text:
            told = sum(self._count(message.content) for message in messages)
            spent.append(Usage(told, self._count(attempt.text), counted_here=True))


class _Attempt:
    """One request to the model."""

    def __init__(
        self,
        source: Source,
        messages: Sequence[Message],
        settings: Settings,
        faults: Faults,
        stopped: Callable[[], bool],
        until: float,
    ) -> None:
        self.text = ""  # what has come
        self.usage: list[Usage] = []
        self._finish: str | None = None
        self._heard = False  # whether the model has begun, be it with thoughts
        self._thoughts = Thoughts()
        self._source = source
        self._messages = messages
        self._settings = settings
        self._faults = faults
        self._stopped = stopped
        self._begun = time.monotonic()
        self._until = until
        self._most = settings.model_reply_tokens * CHARACTERS_PER_TOKEN

    def pieces(self) -> Iterator[Piece]:
        """The reply as it comes, until it ends or the reader stops it. Raises ModelFault."""
        request = Request(self._source.stream(self._messages), most=self._most)
        try:
            while (chunk := self._next(request)) is not None:
                self._finish = chunk.finish or self._finish
                if chunk.usage:
                    self.usage.append(chunk.usage)
                self._heard = self._heard or bool(chunk.text)
                yield from self._piece(self._thoughts.without(chunk.text))
        except Ended:
            yield from self._piece(self._thoughts.rest())
            self._verify_end()
        finally:
            request.close()

    def _piece(self, text: str) -> Iterator[Piece]:
        if text:
            self.text += text
            yield Piece(text)

    def _next(self, request: Request) -> Chunk | None:
        """The next chunk; None once the reader has stopped."""
        now = time.monotonic()
        if self._heard:
            deadline, fault = now + self._settings.model_idle_seconds, self._faults.idle
        else:
            deadline, fault = self._begun + self._settings.model_first_token_seconds, self._faults.first_token
        if self._until < deadline:
            deadline, fault = self._until, self._faults.total
        while not self._stopped():
            left = deadline - time.monotonic()
            if left <= 0:
                raise fault()
            try:
                chunk = request.next(min(POLL, left))
            except Exception as error:
                met = self._faults.of(error)
                if met is None:
                    raise
                broke_off = self.text and met.kind in ("unreachable", "server")
                raise (self._faults.cut() if broke_off else met) from None  # its words could hold a key
            if chunk is not None:
                return chunk
        return None

    def _verify_end(self) -> None:
        """Raises ModelFault where the end is not that of a whole reply."""
        if self._finish in ("length", "max_tokens", "incomplete"):
            raise self._faults.reply_too_long()
        if not self.text.strip():
            raise self._faults.empty()
        if self._finish is None:
            raise self._faults.cut()


def _pause(fault: Failure, tried: int) -> float:
    """How long to wait before asking again."""
    if fault.after is not None:
        return fault.after
    return 0.0 if fault.kind == "cut" else PAUSE * 2**tried * random.uniform(0.75, 1.25)


def _waits(seconds: float, stopped: Callable[[], bool]) -> bool:
    """Whether the time went by without the reader stopping."""
    until = time.monotonic() + seconds
    while not stopped():
        left = until - time.monotonic()
        if left <= 0:
            return True
        time.sleep(min(POLL, left))
    return False


def _total(spent: Sequence[Usage]) -> Iterator[Piece]:
    """What all attempts took together, as the last piece."""
    if spent:
        tokens_in = sum(usage.tokens_in for usage in spent)
        tokens_out = sum(usage.tokens_out for usage in spent)
        counted_here = any(usage.counted_here for usage in spent)
        yield Piece(usage=Usage(tokens_in, tokens_out, counted_here))


def _estimate(text: str) -> int:
    """About how many tokens an English text has."""
    return -(-len(text) // 4)
