"""How much of what was found a language model can be shown at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.tokens import count_tokens
from core.types import Message, Passage

MESSAGE_TOKENS = 8  # the most that marks around one message take, in the templates of usual models
# Other models' tokens are shorter than tiktoken's: English takes up to a quarter more of them.
OTHERS = 1.25


def tokens_of(messages: Sequence[Message]) -> int:
    """The tokens of the messages, with the marks around them."""
    return sum(count_tokens([message.content for message in messages])) + MESSAGE_TOKENS * len(messages)


def room(window: int, reply_tokens: int) -> int:
    """The tokens, as we count them, that messages may have, so that a reply has its own."""
    return int((window - reply_tokens) / OTHERS)


def fitting(
    passages: Sequence[Passage], told: Callable[[Sequence[Passage]], Sequence[Message]], room: int
) -> tuple[Passage, ...]:
    """The passages without as many of the last as is needed for the messages that tell of them to fit."""
    kept = tuple(passages)
    while kept and tokens_of(told(kept)) > room:
        kept = kept[:-1]
    return kept
