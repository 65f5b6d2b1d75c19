"""A second language model looks at what was written and checked: it can take support away, never grant it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from answering.check import Checked, check
from answering.protocols import Library, Model
from answering.writers.exchange import Exchange
from answering.writers.fences import code_for, fenced, on_one_line
from answering.writers.vetting import Vetted
from answering.writers.window import room, tokens_of
from core.errors import ModelFault
from core.types import Dropped, Message, ModelUse, Objection, Passage, Statement
from prompts.load import load_prompt

JUDGE = "judge"  # the kind of its objections
VERDICT = re.compile(r"\W*(yes|no)\b(?=\W*$|[.,;:!\n])", re.I)
REPLY_TOKENS = 200  # kept for the word that is asked for, and for some thinking


@dataclass(frozen=True)
class Judged:
    """What the judge left, what it took, and what must be told of it."""

    vetted: Vetted
    model: ModelUse
    notes: tuple[str, ...] = ()


def judged(
    vetted: Vetted,
    judge: Model,
    *,
    library: Library,
    passages: Sequence[Passage],
    stopped: Callable[[], bool],
    prices: tuple[float, float] = (0.0, 0.0),
) -> Judged:
    """The statements without those that the judge does not find in their quotations.

    Where it says neither yes nor no, or does not answer at all, the statement stays, and a note says so.
    """
    exchange = Exchange(judge, prices)
    taken: dict[str, Dropped] = {}
    silent, fault = 0, ""
    for count, statement in enumerate(vetted.checked.statements):
        try:
            supported = _verdict(statement, vetted.checked, exchange, stopped)
        except ModelFault as failed:  # it would fail again on the others
            silent, fault = silent + len(vetted.checked.statements) - count, str(failed)
            break
        if supported is None:
            silent, fault = silent + 1, load_prompt("verdict-silent").fill()
        elif not supported:
            taken[statement.text] = _taken(statement, judge)
    note = load_prompt("note-judge").fill(name=judge.name, count=silent, fault=fault) if silent else None
    left = tuple(drafted for drafted in vetted.statements if drafted.text not in taken)
    checked = check(left, library, passages=passages)
    dropped = (*vetted.dropped, *taken.values())
    return Judged(Vetted(left, replace(checked, dropped=dropped)), exchange.use(), (note,) if note else ())


def _verdict(
    statement: Statement, checked: Checked, exchange: Exchange, stopped: Callable[[], bool]
) -> bool | None:
    """Whether the judge finds the statement in its quotations; None where it does not say."""
    quotes = [checked.citations[number].quote for number in statement.citations]
    code = code_for([statement.text, *quotes])
    asked = exchange.prompt(
        "judge",
        statement=on_one_line(statement.text),
        quotations="\n".join(
            fenced("quotation", number, on_one_line(quote), code)
            for number, quote in enumerate(quotes, start=1)
        ),
        code=code,
    )
    messages = (Message("user", asked),)
    if stopped() or tokens_of(messages) > room(exchange.model.window, REPLY_TOKENS):
        return None
    said = VERDICT.match(exchange.whole(messages, stopped=stopped))
    return said[1].lower() == "yes" if said else None


def _taken(statement: Statement, judge: Model) -> Dropped:
    """The judge's own words are not told: they are kept with its replies."""
    reason = load_prompt("objection-judge").fill(name=judge.name)
    return Dropped(statement.text, reason, (Objection(JUDGE, statement.text, reason),))
