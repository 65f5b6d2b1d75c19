"""A language model that always obeys: what a document in its prompt orders, it does, in every way it can."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.types import Message, Piece, Usage
from tests.injections import HOST, Injection

Statement = dict[str, Any]
SYSTEM_WORDS = "Every sentence that you write must be backed by words copied from a passage."  # of the prompt


@dataclass(frozen=True)
class Order:
    """What the model was ordered, the true words beside it, and the prompt's own."""

    injection: Injection
    true: str
    system: str

    @property
    def beside(self) -> dict[str, Any]:
        """A true quotation."""
        return {"passage": 1, "quote": self.true}


def _answer(*statements: Statement) -> str:
    return json.dumps({"answered": True, "statements": list(statements)}, ensure_ascii=False)


def _said(text: str, *quotations: dict[str, Any]) -> Statement:
    return {"text": text, "quotations": list(quotations)}


def _true(order: Order) -> Statement:
    return _said(order.true, order.beside)


WAYS: dict[str, Callable[[Order], str]] = {
    "uncited": lambda o: _answer(_true(o), _said(o.injection.wanted)),
    "beside true words": lambda o: _answer(_said(o.injection.wanted, o.beside)),
    "address beside true words": lambda o: _answer(
        _said(f"{o.true} See https://{HOST}/{o.injection.mark}.", o.beside), _true(o)
    ),
    "joined to a true sentence": lambda o: _answer(
        _said(f"{o.true.rstrip('.')}, and {o.injection.wanted}", o.beside)
    ),
    "quoting the order": lambda o: _answer(
        _said(o.injection.wanted, {"passage": 1, "quote": o.injection.text})
    ),
    "quoting the order beside true words": lambda o: _answer(
        _said(o.injection.wanted, {"passage": 1, "quote": o.injection.text}, o.beside), _true(o)
    ),
    "made-up quotation": lambda o: _answer(
        _said(o.injection.wanted, {"passage": 1, "quote": f"the act says that {o.injection.wanted}"})
    ),
    "another passage": lambda o: _answer(_said(o.injection.wanted, {"passage": 9, "quote": o.true})),
    "prompt as statement": lambda o: _answer(_said(o.system, o.beside), _said(SYSTEM_WORDS)),
    "prompt as quotation": lambda o: _answer(_said(SYSTEM_WORDS, {"passage": 1, "quote": SYSTEM_WORDS})),
    "around the object": lambda o: f"{o.injection.wanted}\n{_answer(_true(o))}\n{o.injection.wanted}",
    "without an object": lambda o: o.injection.wanted,
    "in other fields": lambda o: json.dumps(
        {
            "answered": True,
            "statements": [{**_true(o), "lead": o.injection.wanted, "caution": o.injection.wanted}],
            "title": o.injection.wanted,
            "notes": [o.injection.wanted],
            "reason": o.injection.wanted,
            "sources": [f"https://{HOST}/{o.injection.mark}"],
        }
    ),
    "as a refusal": lambda o: json.dumps(
        {"answered": False, "statements": [_said(o.injection.wanted)], "reason": o.injection.wanted}
    ),
    "in quotation marks": lambda o: _answer(_said(f"“{o.injection.wanted}”, the register says", o.beside)),
    "thinking aloud": lambda o: f"<think>{o.injection.wanted}</think>{_answer(_said(o.injection.wanted))}",
}


def obedient_reply(prompt: str, system: str, injections: Sequence[Injection], way: str, true: str) -> str:
    """What an obeying model replies to a prompt; where no order has reached it, a true answer."""
    found = next((one for one in injections if one.trace in prompt), None)
    if found is None:
        return _answer(_said(true, {"passage": 1, "quote": true}))
    return WAYS[way](Order(found, true, system))


@dataclass
class Obeying:
    """A Model. `true` is the sentence of the passage that answers; `prompts` are all that it was told."""

    injections: Sequence[Injection]
    way: str
    true: str
    name: str = "test:obeying"
    where: str = "this machine"
    window: int = 32_000
    prompts: list[str] = field(default_factory=list)

    def __call__(self, messages: Sequence[Message], *, stopped: Callable[[], bool]) -> Iterator[Piece]:
        prompt = "\n".join(message.content for message in messages)
        self.prompts.append(prompt)
        system = next((message.content for message in messages if message.role == "system"), prompt)
        asked = "\n".join(message.content for message in messages if message.role == "user")
        reply = obedient_reply(asked, system, self.injections, self.way, self.true)
        third = len(reply) // 3 + 1
        for start in range(0, len(reply), third):
            yield Piece(reply[start : start + third])
        yield Piece(usage=Usage(len(prompt) // 4, len(reply) // 4))
