"""An answer as JSON, in the fields of the evaluation contract, and as text for a terminal."""

from __future__ import annotations

import re

from core.types import Answer, Citation, Conflict, ConflictKind, Status


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
        "dropped": [{"text": dropped.text, "reason": dropped.reason} for dropped in answer.dropped],
        "answerer": answer.answerer,
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


def _conflict(conflict: Conflict) -> dict[str, object]:
    return {
        "kind": conflict.kind.value,
        "title": conflict.title,
        "explanation": conflict.explanation,
        "statement": conflict.statement,
        "sides": [{**_citation(side.citation), "value": side.parts[1]} for side in conflict.sides],
    }


# what a terminal would obey instead of show; line ends and tabs are text
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def as_text(answer: Answer) -> str:
    """The answer with numbered sources, or why there is none and what came nearest."""
    return CONTROL.sub("", "\n".join(_lines(answer)))


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
            lead = f"{statement.lead}: " if statement.lead else ""
            marks = "".join(f"[{number + 1}]" for number in statement.citations)
            caution = f" [{statement.caution}]" if statement.caution else ""
            lines.append(f"{lead}{statement.text} {marks}{caution}")
    lines.append("\nSources:")
    lines += [f"[{number}] {_reference(cited)}" for number, cited in enumerate(answer.citations, start=1)]
    if answer.dropped:
        lines.append(f"\n{len(answer.dropped)} removed: " + "; ".join(d.reason for d in answer.dropped))
    return lines


def _card(conflict: Conflict) -> list[str]:
    """A conflict before the statements: who copies one of its sides has passed the other."""
    mark = "!" if conflict.kind is ConflictKind.UNRESOLVED else "~"
    quoted = [f"  - “{side.citation.quote}” ({_reference(side.citation)})" for side in conflict.sides]
    return [f"{mark} {conflict.title}. {conflict.explanation}", *quoted, ""]


def _reference(citation: Citation) -> str:
    known = citation.source.metadata
    parts = [known.title, known.issuer, known.date, f"p. {citation.page}" if citation.page else None]
    return ", ".join(part for part in (*parts, " › ".join(citation.section)) if part)
