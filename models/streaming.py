"""One request to a model, running in the background, its chunks to be waited for a moment at a time."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future
from contextlib import aclosing

from models.chunk import Chunk
from models.faults import Oversized

_starting = threading.Lock()
_loops: list[asyncio.AbstractEventLoop] = []  # one, once a model was asked


class Ended(Exception):
    """The stream is at its end."""


class Request:
    """A stream that is being read."""

    def __init__(self, chunks: AsyncGenerator[Chunk, None], *, most: int) -> None:
        """Starts reading; more than `most` characters end it as a fault."""
        self._arrived: queue.SimpleQueue[Chunk | None] = queue.SimpleQueue()
        self._reading = asyncio.run_coroutine_threadsafe(self._read(chunks, most), _loop())
        self._reading.add_done_callback(lambda _: self._arrived.put(None))

    def next(self, seconds: float) -> Chunk | None:
        """The next chunk, or None where none comes in time.

        Raises Ended at the end, and what the model's library raises.
        """
        try:
            chunk = self._arrived.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            return None
        if chunk is None:
            self._reading.result()
            raise Ended
        return chunk

    def close(self) -> None:
        """Ends the request and closes its connection."""
        self._reading.cancel()

    async def _read(self, chunks: AsyncGenerator[Chunk, None], most: int) -> None:
        size = 0
        async with aclosing(chunks):
            async for chunk in chunks:
                size += len(chunk.text)
                if size > most:
                    raise Oversized
                self._arrived.put(chunk)


def in_background(work: Callable[[], None]) -> Future[None]:
    """The work, done in a thread of its own."""
    return asyncio.run_coroutine_threadsafe(asyncio.to_thread(work), _loop())


def _loop() -> asyncio.AbstractEventLoop:
    """The loop in which all requests run, in a thread of its own."""
    with _starting:
        if not _loops:
            _loops.append(asyncio.new_event_loop())
            threading.Thread(target=_loops[0].run_forever, name="models", daemon=True).start()
    return _loops[0]
