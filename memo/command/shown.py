"""What the commands print: a draft and an answer as lines to read, and as data for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

import typer

from core.memos import MemoDraft, OwnParagraph, SignOff, TakenAnswer, TakenStatement
from core.types import Answer, Citation
from memo.composing import words_of
from memo.describe import describe, folded, pinpoint
from memo.plain import plain

NOT_SIGNED = "not signed off"
FIELDS = {"to": "To", "sender": "From", "date": "Date", "question": "Question", "label": "Label"}


def draft_lines(draft: MemoDraft) -> Iterator[str]:
    """The draft to be read on a screen; what documents and models wrote can steer no terminal."""
    yield one_line(draft.heading.subject)
    for field, name in FIELDS.items():
        if value := one_line(getattr(draft.heading, field)):
            yield f"{name}: {value}"
    style, quotations = draft.style, draft.quotations
    chosen = [f"style {style}"] * (style is not None) + [f"quotations {quotations}"] * (
        quotations is not None
    )
    yield ", ".join([f"Template: {draft.template}", *chosen])
    for number, block in enumerate(draft.blocks, start=1):
        yield ""
        if isinstance(block, OwnParagraph):
            yield f"[{number}] {block.part}: author’s own words"
            yield from (f"    {line}" for line in plain(block.text).splitlines())
        else:
            heading = block.answer.question if block.heading is None else block.heading
            yield f"[{number}] {block.part}: {one_line(heading) or 'an answer without a heading'}"
            yield from _answer_lines(number, block)


def answer_lines(answer: Answer) -> Iterator[str]:
    """An answer with its statements numbered, as they can be chosen from."""
    yield one_line(answer.question)
    for number, statement in enumerate(answer.statements, start=1):
        yield f"  {number}  {one_line(statement.text)}"
    if not answer.statements:
        yield f"  {one_line(answer.reason or 'The library does not answer this.')}"


def draft_data(draft: MemoDraft) -> dict[str, object]:
    """The draft as JSON can hold it: fields, blocks and statements by number, each with its sources."""
    return {
        "heading": asdict(draft.heading),
        "template": draft.template,
        "style": draft.style,
        "quotations": draft.quotations,
        "blocks": [
            _paragraph_data(number, block) if isinstance(block, OwnParagraph) else _answer_data(number, block)
            for number, block in enumerate(draft.blocks, start=1)
        ],
    }


def _answer_lines(number: int, block: TakenAnswer) -> Iterator[str]:
    for place, taken in enumerate(block.statements, start=1):
        reworded = ", reworded" if taken.edited is not None else ""
        yield f"  {number}.{place}  ({_signed(taken.sign_off)}{reworded})"
        statement = block.answer.statements[taken.index]
        caution = f" ({one_line(statement.caution)})" if statement.caution else ""
        yield f"      {one_line(words_of(block, taken))}{caution}"
        for source in _sources(block, taken):
            named = (describe(source.source.metadata), pinpoint(source))
            yield f"      — {one_line(', '.join(filter(None, named)))}"
        for objection in taken.objections:
            yield f"      ! {one_line(objection.reason)}"
    if not block.statements:
        yield f"  {one_line(block.answer.reason or 'The library does not answer this.')}"


def _signed(sign_off: SignOff | None) -> str:
    if sign_off is None:
        return NOT_SIGNED
    return f"{sign_off.decision} by {one_line(sign_off.by)}, {sign_off.when:%Y-%m-%d %H:%M} UTC"


def _paragraph_data(number: int, block: OwnParagraph) -> dict[str, object]:
    return {"block": number, "part": block.part, "kind": "own words", "text": block.text}


def _answer_data(number: int, block: TakenAnswer) -> dict[str, object]:
    return {
        "block": number,
        "part": block.part,
        "kind": "answer",
        "question": block.answer.question,
        "heading": block.heading,
        "answer": block.saved,
        "statements": [
            {
                "statement": f"{number}.{place}",
                "text": words_of(block, taken),
                "answered": block.answer.statements[taken.index].text,
                "caution": block.answer.statements[taken.index].caution,
                "reworded": taken.edited is not None,
                "objections": [asdict(objection) for objection in taken.objections],
                "sign_off": taken.sign_off
                and {**vars(taken.sign_off), "when": taken.sign_off.when.isoformat()},
                "sources": [_source_data(citation) for citation in _sources(block, taken)],
            }
            for place, taken in enumerate(block.statements, start=1)
        ],
    }


def _source_data(citation: Citation) -> dict[str, object]:
    return {
        "title": citation.source.metadata.title,
        "document": citation.source.document,
        "version": citation.source.version,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _sources(block: TakenAnswer, taken: TakenStatement) -> Sequence[Citation]:
    answer = block.answer
    numbers = answer.statements[taken.index].citations
    return [answer.citations[number] for number in numbers if 0 <= number < len(answer.citations)]


def one_line(text: str) -> str:
    """Text on one line that can steer no terminal."""
    return folded(plain(text))


def print_lines(lines: Iterable[str]) -> None:
    """Prints each on a line of its own."""
    for line in lines:
        typer.echo(line)


def print_json(value: object) -> None:
    """Prints a value as one line of JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False))
