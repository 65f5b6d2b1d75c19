"""What goes to a language model for one answer and what comes back, added up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter

from answering.protocols import Model
from answering.writers.window import tokens_of
from core.tokens import count_tokens
from core.types import Ending, Message, ModelUse, Piece, Usage
from prompts.load import load_prompt

LONGEST = 100_000  # characters of one reply; what is longer has no end
MILLION = 1_000_000
THOUGHT = re.compile(r".*</think(?:ing)?>|<think(?:ing)?>.*", re.I | re.S)


def never() -> bool:
    """For what nobody stops."""
    return False


class Exchange:
    """Asks a model, and keeps what it took: prompts, tokens, time, and the replies as they came."""

    def __init__(self, model: Model, prices: tuple[float, float] = (0.0, 0.0)) -> None:
        self.model = model
        self.prices = prices  # of a million tokens in, and out; both 0: not known
        self.prompts: dict[str, str] = {}
        self.usage = Usage(0, 0)
        self.seconds = 0.0
        self.replies: list[str] = []

    def prompt(self, name: str, **values: object) -> str:
        """The prompt with its blanks filled; its hash is kept."""
        prompt = load_prompt(name)
        self.prompts[f"{prompt.id} {prompt.version}"] = prompt.hash
        return prompt.fill(**values)

    def pieces(self, messages: Sequence[Message], *, stopped: Callable[[], bool] = never) -> Iterator[Piece]:
        """The reply as it comes. Raises ModelFault."""
        texts, usage = [""], None  # what came before each time that the model began anew, and after
        started = perf_counter()
        try:
            for piece in self.model(messages, stopped=stopped):
                if piece.restart:
                    texts.append("")
                texts[-1] += piece.text
                usage = piece.usage or usage
                yield piece
                if len(texts[-1]) > LONGEST:
                    break
        finally:
            self.seconds += perf_counter() - started
            self._took(messages, [text for text in texts if text], usage)

    def whole(self, messages: Sequence[Message], *, stopped: Callable[[], bool] = never) -> str:
        """The whole reply without what the model thought aloud. Raises ModelFault."""
        text = ""
        for piece in self.pieces(messages, stopped=stopped):
            text = piece.text if piece.restart else text + piece.text
        return THOUGHT.sub("", text).strip()

    def use(
        self, ending: Ending = Ending.WHOLE, fault: str | None = None, kind: str | None = None
    ) -> ModelUse:
        """What it took so far."""
        return ModelUse(
            name=self.model.name,
            where=self.model.where,
            prompts=dict(self.prompts),
            usage=self.usage,
            seconds=self.seconds,
            ending=ending,
            fault=fault,
            fault_kind=kind,
            cost=self._cost(),
            replies=tuple(self.replies),
        )

    def _took(self, messages: Sequence[Message], texts: Sequence[str], usage: Usage | None) -> None:
        """Counts what came; `usage` is what the model itself says of all of it together."""
        if usage is None and texts:
            told, came = tokens_of(messages) * len(texts), sum(count_tokens(texts))
            usage = Usage(told, came, counted_here=True)
        if usage:
            self.usage = added(self.usage, usage)
        self.replies += texts

    def _cost(self) -> float | None:
        if not any(self.prices):
            return None
        price_in, price_out = self.prices
        return (self.usage.tokens_in * price_in + self.usage.tokens_out * price_out) / MILLION


def added(one: Usage, other: Usage) -> Usage:
    """Both together; counted here where one of them is."""
    return Usage(
        one.tokens_in + other.tokens_in,
        one.tokens_out + other.tokens_out,
        one.counted_here or other.counted_here,
    )
