"""An answer as JSON, in the fields of the evaluation contract, and as text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict

from answering.replay import Kind, Replayed, Told
from core.types import Answer, Citation, Conflict, ConflictKind, Dropped, ModelUse, Statement, Status
from core.unseen import without_unseen

COMPARED = {
    Kind.SAME: "The same answer: the same words at the same places.",
    Kind.SAME_SOURCES: "The same sources, put differently: the same words of the same documents.",
    Kind.DIFFERENT: "A different answer.",
}
# what a terminal would obey instead of show; line ends and tabs are text
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def as_row(answer: Answer) -> dict[str, object]:
    """The answer as the evaluation contract has it; documents are named as in the library."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "status": answer.status.value,
        "text": answer.text,
        "statements": [
            {
                "text": statement.text,
                "citations": list(statement.citations),
                "lead": statement.lead,
                "part": statement.part,
                "caution": statement.caution,
                "own_words": statement.own_words,
            }
            for statement in answer.statements
        ],
        "parts": [{"question": part.question, "note": part.note} for part in answer.parts],
        "citations": [_citation(citation) for citation in answer.citations],
        "passages": [
            {
                "document": passage.source.name,
                "start": passage.start,
                "end": passage.end,
                "score": round(passage.score, 6),
            }
            for passage in answer.passages
        ],
        "conflicts": [_conflict(conflict) for conflict in answer.conflicts],
        "confidence": round(answer.confidence, 4),
        "reason": answer.reason,
        "notes": list(answer.notes),
        "dropped": [_dropped(dropped) for dropped in answer.dropped],
        "answerer": answer.answerer,
        "model": _model(answer.model),
        "seconds": {name: round(seconds, 4) for name, seconds in answer.seconds.items()},
        "error": None,
    }


def _citation(citation: Citation) -> dict[str, object]:
    return {
        "document": citation.source.name,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "page": citation.page,
        "section": list(citation.section),
        "verdict": citation.verdict.value,
    }


def _dropped(dropped: Dropped) -> dict[str, object]:
    objections = [{"kind": o.kind, "words": o.words, "reason": o.reason} for o in dropped.objections]
    return {"text": dropped.text, "reason": dropped.reason, "objections": objections}


def _model(use: ModelUse | None) -> dict[str, object] | None:
    """What a language model took. Its replies are left out: unchecked words stay in the records."""
    if use is None:
        return None
    return {
        "name": use.name,
        "where": use.where,
        "prompts": dict(use.prompts),
        "usage": asdict(use.usage),
        "seconds": round(use.seconds, 4),
        "cost": use.cost,
        "ending": use.ending.value,
        "fault": use.fault,
        "judge": _model(use.judge),
    }


def _conflict(conflict: Conflict) -> dict[str, object]:
    return {
        "kind": conflict.kind.value,
        "title": conflict.title,
        "explanation": conflict.explanation,
        "statement": conflict.statement,
        "sides": [{**_citation(side.citation), "value": side.parts[1]} for side in conflict.sides],
    }


def as_text(answer: Answer) -> str:
    """The answer with numbered sources, or why there is none and what came nearest."""
    return _shown(_lines(answer))


def _shown(lines: Iterable[str]) -> str:
    """The lines without what a terminal would obey and what no reader sees."""
    return CONTROL.sub("", without_unseen("\n".join(lines)))


def _lines(answer: Answer) -> list[str]:
    lines = []
    if answer.standalone_question != answer.question:
        lines.append(f"Searched for: {answer.standalone_question}\n")
    lines += [f"{note}\n" for note in answer.notes]
    if answer.status is Status.REFUSED:
        lines.append(f"The library does not answer this. {answer.reason}")
        if answer.passages:
            lines.append("\nNearest passages:")
            lines += [
                f"- {p.source.metadata.title}{', ' + ' › '.join(p.section) if p.section else ''}"
                for p in answer.passages[:3]
            ]
        return lines
    for conflict in answer.conflicts:
        lines += _card(conflict)
    for part, statements in answer.by_part:
        if part:
            lines.append(f"\n{part.question}")
        if part and part.note:
            lines.append(part.note)
        for statement in statements:
            lines += _statement(statement, answer)
    lines.append("\nSources:")
    lines += [f"[{number}] {_reference(cited)}" for number, cited in enumerate(answer.citations, start=1)]
    if answer.model and answer.answerer == answer.model.name:
        lines.append(f"\nWritten by {answer.model.name} ({answer.model.where}).")
    if answer.dropped:
        lines.append(f"\n{len(answer.dropped)} removed: " + "; ".join(d.reason for d in answer.dropped))
    return lines


def _statement(statement: Statement, answer: Answer) -> list[str]:
    """A statement with its marks; one in a model's words is followed by the words that support it."""
    lead = f"{statement.lead}: " if statement.lead else ""
    marks = "".join(f"[{number + 1}]" for number in statement.citations)
    caution = f" [{statement.caution}]" if statement.caution else ""
    quoted = [
        f"    “{answer.citations[number].quote}” [{number + 1}]"
        for number in statement.citations
        if statement.own_words
    ]
    return [f"{lead}{statement.text} {marks}{caution}", *quoted]


def _card(conflict: Conflict) -> list[str]:
    """A conflict before the statements: who copies one of its sides has passed the other."""
    mark = "!" if conflict.kind is ConflictKind.UNRESOLVED else "~"
    quoted = [f"  - “{side.citation.quote}” ({_reference(side.citation)})" for side in conflict.sides]
    return [f"{mark} {conflict.title}. {conflict.explanation}", *quoted, ""]


def _reference(citation: Citation) -> str:
    known = citation.source.metadata
    parts = [known.title, known.issuer, known.date, f"p. {citation.page}" if citation.page else None]
    return ", ".join(part for part in (*parts, " › ".join(citation.section)) if part)


def replayed_as_row(replayed: Replayed) -> dict[str, object]:
    """How an answer compares with the one of now, as JSON holds it."""
    return {
        "kind": replayed.kind.value,
        "differences": list(replayed.differences),
        "causes": list(replayed.causes),
        "gone": [_told(told) for told in replayed.went],
        "new": [_told(told) for told in replayed.came],
    }


def _told(told: Told) -> dict[str, object]:
    return {
        "text": told.statement.text,
        "citations": [_citation(citation) for citation in told.citations],
        "causes": list(told.why),
    }


def replayed_as_text(replayed: Replayed) -> str:
    """The same, to be read on a terminal."""
    lines = [COMPARED[replayed.kind], *(f"- {one}" for one in replayed.differences)]
    for name, said in (
        ("What may explain it:", replayed.causes),
        ("No longer in the answer:", [told.statement.text for told in replayed.went]),
        ("New in the answer:", [told.statement.text for told in replayed.came]),
    ):
        if said:
            lines += ["", name, *(f"- {one}" for one in said)]
    return _shown(lines)
