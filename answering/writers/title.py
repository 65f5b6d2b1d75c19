"""A conversation's title by a language model: taken only where it is short and adds nothing."""

from __future__ import annotations

from collections.abc import Sequence

from answering.language.words import ADDRESS, content_words, stems
from answering.protocols import Model
from answering.writers.exchange import Exchange
from answering.writers.fences import on_one_line
from answering.writers.window import room, tokens_of
from core.errors import ModelFault
from core.settings import Settings
from core.types import Message

LONGEST = 70  # characters
MOST_WORDS = 9
TOLD = 3  # statements that the model is told
AROUND = "\"“”'‘’ .:*#"


def title(question: str, statements: Sequence[str], model: Model, settings: Settings) -> str | None:
    """A title for the conversation that this question began; None where the model's cannot be taken.

    `statements` are checked ones: the words of the title come from them or from the question.
    """
    exchange = Exchange(model)
    answer = " ".join(on_one_line(statement) for statement in statements[:TOLD]) or "—"
    messages = (Message("user", exchange.prompt("title", question=on_one_line(question), statements=answer)),)
    if tokens_of(messages) > room(model.window, settings.model_reply_tokens):
        return None
    try:
        proposed = exchange.whole(messages).strip(AROUND)
    except ModelFault:
        return None
    return proposed if _may_stand(proposed, (question, *statements)) else None


def _may_stand(proposed: str, sources: Sequence[str]) -> bool:
    if len(proposed) > LONGEST or len(proposed.splitlines()) != 1 or len(proposed.split()) > MOST_WORDS:
        return False
    said = stems(" ".join(content_words(proposed)))
    known = set(stems(" ".join(sources)))
    return bool(said) and known.issuperset(said) and not ADDRESS.search(proposed)
