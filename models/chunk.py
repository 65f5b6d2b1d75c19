"""What every kind of model gives: a stream of chunks."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.types import Message, Usage


@dataclass(frozen=True)
class Chunk:
    """A piece of a reply as a provider sends it."""

    text: str = ""
    finish: str | None = None  # with one of the last: "stop", "length", ...
    usage: Usage | None = None  # adds up over the reply


class Source(Protocol):
    """A model that can be asked once, without any supervision."""

    def prepare(self) -> None:
        """Imports and loads what is needed, which can take long the first time. Raises what it meets."""

    def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Chunk, None]:
        """The reply as it comes; closing it closes the connection. Raises what its library raises."""
