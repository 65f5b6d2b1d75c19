"""A judge model's opinion of each answer: completeness and clarity, 1 to 5, apart from the measures."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from answering.protocols import Model
from answering.writers.exchange import Exchange
from answering.writers.fences import code_for, fenced, on_one_line, shown
from answering.writers.window import room, tokens_of
from core.errors import ModelFault
from core.types import Ending, Message, ModelUse
from eval.rows import DIGITS, Row
from eval.suite import Question
from eval.wording import number_of
from prompts.load import load_prompt
from records.stored import from_json

PROMPT = "score"
MARKS = ("completeness", "clarity")
UNKNOWN = "Nothing is laid down."
REPLY_TOKENS = 800  # kept for two marks, and for some thinking


@dataclass(frozen=True)
class Opinion:
    """What the judge thought of one answer; without marks where it failed, and `model` says why."""

    id: str  # the question's
    of: str  # hash of all that the judge saw but its instructions: a later answer is another
    completeness: int | None
    clarity: int | None
    why: str
    model: ModelUse  # the judge, with its reply as it came

    @property
    def marks(self) -> dict[str, int]:
        """The marks by name; none where the judge failed."""
        given = {name: getattr(self, name) for name in MARKS}
        return {name: mark for name, mark in given.items() if mark is not None}

    def to_json(self) -> str:
        """The opinion as a line of judge.jsonl, without its line end."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)


def read_opinion(line: str) -> Opinion:
    """The opinion that `Opinion.to_json` wrote. Raises ValueError."""
    return from_json(Opinion, line)


@dataclass(frozen=True)
class JudgeFacts:
    """The judge of a run, and how often it failed."""

    name: str
    where: str  # where questions and answers went
    prompts: Mapping[str, str]  # "score 1" -> the hash of its text
    judged: int  # answers that got marks
    failed: Mapping[str, int]  # fault -> answers that got none
    tokens_in: int
    tokens_out: int
    seconds: float


def judge_facts(opinions: Sequence[Opinion]) -> JudgeFacts | None:
    """What the opinions tell of the judge; None where there are none."""
    if not opinions:
        return None
    uses = [opinion.model for opinion in opinions]
    return JudgeFacts(
        name=" and ".join(dict.fromkeys(use.name for use in uses)),
        where=" and ".join(dict.fromkeys(use.where for use in uses)),
        prompts={name: text for use in uses for name, text in use.prompts.items()},
        judged=sum(bool(opinion.marks) for opinion in opinions),
        failed=dict(Counter(use.fault_kind or "other" for use in uses if use.fault).most_common()),
        tokens_in=sum(use.usage.tokens_in for use in uses),
        tokens_out=sum(use.usage.tokens_out for use in uses),
        seconds=round(sum(use.seconds for use in uses), 3),
    )


def in_words(facts: JudgeFacts) -> str:
    """Who judged, and how often it failed, for a reader."""
    failed = ", ".join(f"{name} {count:,}" for name, count in facts.failed.items())
    without = f", {sum(facts.failed.values()):,} got none ({failed})" if failed else ""
    return (
        f"{facts.name} ({facts.where}) was asked for its opinion, from 1 to 5: marks for "
        f"{number_of(facts.judged, 'answer')}{without}. It took {facts.tokens_in:,} tokens in and "
        f"{facts.tokens_out:,} out. These are a model's opinions: no measure and no floor is made of them."
    )


def ask_judge(
    questions: Sequence[Question],
    rows: Sequence[Row],
    model: Model | None,
    known: Mapping[str, Opinion] | None = None,
) -> Iterator[Opinion]:
    """An opinion of each answer, in the suite's order; refusals are not judged.

    A `known` opinion of the same answer is kept: with a model, where it is this model's with today's
    instructions, and has marks. Without a model nobody is asked.
    """
    for question, row in zip(questions, rows, strict=True):
        if not row.answered:
            continue
        told = _shown(question, row)
        earlier = (known or {}).get(row.id)
        if earlier and earlier.of == _hash(told) and (model is None or _is_todays(earlier, model)):
            yield earlier
        elif model is not None:
            yield _opinion(row.id, told, model)


def read_marks(reply: str) -> tuple[dict[str, int], str]:
    """The marks and the reason in a reply, whatever stands around them. Raises ModelFault.

    'I think {"completeness": 3, "clarity": 5, "why": "It is short."}' has 3 and 5, "It is short.".
    Of several objects the last one counts: some models think aloud before.
    """
    for brace in reversed(list(re.finditer(r"\{", reply))):
        try:
            value, _ = json.JSONDecoder().raw_decode(reply, brace.start())
        except (ValueError, RecursionError):
            continue
        if all(type(value.get(name)) is int and 1 <= value[name] <= 5 for name in MARKS):
            return {name: value[name] for name in MARKS}, str(value.get("why", ""))
    raise ModelFault("malformed", "The judge's reply has no two marks from 1 to 5.")


def _opinion(identifier: str, told: Mapping[str, str], model: Model) -> Opinion:
    exchange = Exchange(model)
    code = code_for(list(told.values()))
    texts = {name: fenced(name, 1, text, code) for name, text in told.items()}
    messages = (Message("user", exchange.prompt(PROMPT, code=code, **texts)),)
    marks, why = dict[str, int](), ""
    fault: ModelFault | None = None
    try:
        if tokens_of(messages) > room(model.window, REPLY_TOKENS):
            raise ModelFault("too long", "The answer is too long for the judge's window.")
        marks, why = read_marks(exchange.whole(messages))
    except ModelFault as error:
        fault = error
    ended = (Ending.FAILED, str(fault), fault.kind) if fault else (Ending.WHOLE, None, None)
    use = exchange.use(*ended)
    use = replace(use, seconds=round(use.seconds, DIGITS))
    return Opinion(identifier, _hash(told), marks.get("completeness"), marks.get("clarity"), why, use)


def _shown(question: Question, row: Row) -> dict[str, str]:
    """What the judge is shown, by the blanks of its instructions."""
    turns = [f"{turn.role}: {turn.content}" for turn in question.asked.history]
    groups = [" or ".join(group) for group in question.must_include]
    expected = [*(f"It says: {group}" for group in groups), *(f"For example: {a}" for a in question.answers)]
    asked = [*turns, f"user: {question.asked.question}"]
    return {
        "asked": "\n".join(map(on_one_line, asked)),
        "expected": "\n".join(map(on_one_line, expected)) or UNKNOWN,
        "answer": shown(row.text),
    }


def _hash(told: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _is_todays(opinion: Opinion, model: Model) -> bool:
    instructions = load_prompt(PROMPT).hash
    return (
        bool(opinion.marks)
        and opinion.model.name == model.name
        and instructions in opinion.model.prompts.values()
    )
