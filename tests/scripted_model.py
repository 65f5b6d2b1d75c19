"""A language model for tests of answering: it gives prepared replies, in pieces of any size."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from answering.check import Checked
from core.errors import ModelFault
from core.types import Message, Piece, Usage

Part = str | Piece | ModelFault
Scripted = str | Sequence[Part]  # a reply as a whole, or what comes of it in order


def reply(*statements: tuple[str, *tuple[tuple[int, str], ...]], answered: bool = True) -> str:
    """A reply of the form that is asked for: each statement with its (passage, quote) pairs."""
    return json.dumps(
        {
            "answered": answered,
            "statements": [
                {
                    "text": text,
                    "quotations": [{"passage": number, "quote": quote} for number, quote in quoted],
                }
                for text, *quoted in statements
            ],
        },
        ensure_ascii=False,
    )


@dataclass
class ScriptedModel:
    """Gives its replies in order, the last one again and again, and remembers what it was asked."""

    script: Sequence[Scripted]
    size: int = 7  # characters of a piece
    usage: Usage | None = None  # None: it does not say
    window: int = 8192
    name: str = "scripted:model"
    where: str = "this machine"
    asked: list[tuple[Message, ...]] = field(default_factory=list)

    def __call__(self, messages: Sequence[Message], *, stopped: Callable[[], bool]) -> Iterator[Piece]:
        self.asked.append(tuple(messages))
        scripted = self.script[min(len(self.asked), len(self.script)) - 1]
        for part in [scripted] if isinstance(scripted, str) else scripted:
            if isinstance(part, ModelFault):
                raise part
            if isinstance(part, Piece):
                yield part
                continue
            for start in range(0, len(part), self.size):
                if stopped():
                    return
                yield Piece(part[start : start + self.size])
        if self.usage:
            yield Piece(usage=self.usage)

    @property
    def told(self) -> str:
        """All that it was told, in all requests."""
        return "\n".join(message.content for messages in self.asked for message in messages)


@dataclass
class Listening:
    """A listener that keeps what it hears, and stops the model once it has heard enough."""

    enough: int | None = None  # statements
    heard: list[tuple[str, Checked]] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)

    def checked(self, question: str, checked: Checked) -> None:
        self.heard.append((question, checked))

    def stage(self, words: str) -> None:
        self.stages.append(words)

    def stopped(self) -> bool:
        return self.enough is not None and any(
            len(checked.statements) >= self.enough for _, checked in self.heard
        )

    @property
    def last(self) -> tuple[str, ...]:
        """The statements that are told in the end."""
        return tuple(s.text for s in self.heard[-1][1].statements) if self.heard else ()
