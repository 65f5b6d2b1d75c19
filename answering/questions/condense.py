"""A language model rewords a follow-up so that it stands alone; what it adds of its own is not taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answering.language.words import ADDRESS, content_words, stems
from answering.protocols import Model
from answering.questions.followup import make_standalone, stands_alone
from answering.writers.exchange import Exchange, never
from answering.writers.fences import on_one_line
from answering.writers.window import room, tokens_of
from core.errors import ModelFault
from core.settings import Settings
from core.types import Message, ModelUse, Turn
from prompts.load import load_prompt

TURNS = 6  # of the conversation that it is told
TURN_LENGTH = 600  # characters of each
LONGEST = 300  # characters of a reworded question
QUOTATION_MARKS = "\"“”'‘’"


@dataclass(frozen=True)
class Condensed:
    """A question that stands alone, what it took of a language model, and what must be told of that."""

    question: str
    model: ModelUse | None = None  # None: none was asked
    notes: tuple[str, ...] = ()


def condense(
    question: str,
    history: Sequence[Turn],
    model: Model,
    settings: Settings,
    *,
    stopped: Callable[[], bool] = never,
) -> Condensed:
    """The question reworded by the model, where it needs what was said before.

    All its words must come from the question and the history, and no name or figure of the question may
    be lost. Else, and where the model fails, it is reworded as without a model.
    """
    if stands_alone(question, history):
        return Condensed(question)
    arithmetic = make_standalone(question, history)
    exchange = Exchange(model, (settings.model_price_in, settings.model_price_out))
    turns = "\n".join(
        f"{turn.role.title()}: {on_one_line(turn.content[:TURN_LENGTH])}" for turn in history[-TURNS:]
    )
    messages = (Message("user", exchange.prompt("condense", turns=turns, question=on_one_line(question))),)
    if tokens_of(messages) > room(model.window, settings.model_reply_tokens):
        return Condensed(arithmetic)
    try:
        reworded = exchange.whole(messages, stopped=stopped).strip(QUOTATION_MARKS)
    except ModelFault as fault:
        note = load_prompt("note-condense").fill(name=model.name, fault=str(fault))
        return Condensed(arithmetic, exchange.use(), (note,))
    return Condensed(reworded if _may_stand(reworded, question, history) else arithmetic, exchange.use())


def _may_stand(reworded: str, question: str, history: Sequence[Turn]) -> bool:
    if not reworded or len(reworded) > LONGEST or len(reworded.splitlines()) > 1:
        return False
    if ADDRESS.search(reworded) and not ADDRESS.search(question):
        return False
    known = set(stems(" ".join((question, *(turn.content for turn in history)))))
    said = stems(" ".join(content_words(reworded)))
    pinned = [word for word in content_words(question) if not word.islower()]
    return bool(said) and known.issuperset(said) and set(stems(reworded)).issuperset(stems(" ".join(pinned)))
