"""Keeps what a language model said to what, so that it can be said again without asking the model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from answering.protocols import Model
from core.errors import ModelFault
from core.types import Message, Piece


@dataclass(frozen=True)
class Call:
    """One call of a language model, and the raw reply."""

    model: str
    asked: str  # hash of the messages
    replies: tuple[str, ...]  # the last one counts; those before it broke off and were begun anew
    fault: str | None = None  # what it ended with, in a sentence
    fault_kind: str | None = None


class NotRecorded(Exception):
    """A saved model is asked something that it was not asked before."""


@dataclass
class Recording:
    """Notes the calls of models that are handed through it."""

    _calls: list[Call] = field(default_factory=list)

    def of(self, model: Model) -> Model:
        """The model; what it is asked and says is noted."""
        return _Heard(model, self._calls)

    def taken(self) -> tuple[Call, ...]:
        """The calls since this was last asked."""
        calls = tuple(self._calls)
        self._calls.clear()
        return calls


class _Heard:
    def __init__(self, model: Model, calls: list[Call]) -> None:
        self.name, self.where, self.window = model.name, model.where, model.window
        self._model = model
        self._calls = calls

    def __call__(self, messages: Sequence[Message], *, stopped: Callable[[], bool]) -> Iterator[Piece]:
        replies = [""]
        fault: ModelFault | None = None
        try:
            for piece in self._model(messages, stopped=stopped):
                if piece.restart:
                    replies.append("")
                replies[-1] += piece.text
                yield piece
        except ModelFault as error:
            fault = error
            raise
        finally:
            told, kind = (str(fault), fault.kind) if fault else (None, None)
            self._calls.append(Call(self.name, hash_of(messages), tuple(replies), told, kind))


class Recorded:
    """A model that says again what it said to the same messages, and fails as it failed."""

    def __init__(self, name: str, where: str, window: int, calls: Sequence[Call]) -> None:
        self.name, self.where, self.window = name, where, window
        self._left = [call for call in calls if call.model == name]

    def __call__(self, messages: Sequence[Message], *, stopped: Callable[[], bool]) -> Iterator[Piece]:
        """The saved reply. Raises ModelFault as the model did, NotRecorded where it was not asked this."""
        asked = hash_of(messages)
        call = next((call for call in self._left if call.asked == asked), None)
        if call is None:
            raise NotRecorded(f"{self.name} was not asked this.")
        self._left.remove(call)
        for number, reply in enumerate(call.replies):
            yield Piece(reply, restart=number > 0)
        if call.fault is not None:
            raise ModelFault(call.fault_kind or "server", call.fault)


def hash_of(messages: Sequence[Message]) -> str:
    """Tells messages apart."""
    told = json.dumps([(message.role, message.content) for message in messages])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
