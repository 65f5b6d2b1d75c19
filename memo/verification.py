"""The verification log of a memo: what was compared with what, when, by whom it was signed off."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from core.memos import Decision, MemoDraft, TakenAnswer
from core.types import ModelUse
from memo.body import Body, kept_statements
from memo.content import BlockKind, CitedStatement, ContentBlock, Note, Run, Table
from memo.describe import counted, folded, note_ranges, written_date

HEAD = ("Note", "Document", "Version", "Characters", "Quotation", "Signed off")
WIDTHS = (9, 28, 24, 15, 14, 20)
NO_MODEL = "No language model: the statements are the sources’ own words"
HASH_SHOWN = 16  # hexadecimal digits


def verification_log(
    draft: MemoDraft, body: Body, notes: Sequence[Note], *, library: str, made: datetime.datetime
) -> tuple[ContentBlock | Table, ...]:
    """How the memo was made, the sign-offs in short, then a row for each footnote."""
    said = [_compared(notes, made), f"Library: fingerprint {library}.", *_who_wrote(draft), *_signed(body)]
    remarks = tuple(ContentBlock(BlockKind.REMARK, (Run(text),)) for text in said)
    if not notes:
        return remarks
    statements = {statement.number: statement for statement in body.statements}
    rows = tuple(_row(note, statements[note.statement]) for note in notes)
    return (*remarks, Table(HEAD, rows, WIDTHS))


def written_time(moment: datetime.datetime) -> str:
    """A moment in UTC: "29 November 2026, 18:05 UTC"."""
    return f"{written_date(moment.date().isoformat())}, {moment:%H:%M} UTC"


def _compared(notes: Sequence[Note], made: datetime.datetime) -> str:
    if not notes:
        return f"This memo quotes nothing. Made {written_time(made)}."
    return (
        f"{counted(len(notes), 'quotation')} compared with the archived text of the cited versions on "
        f"{written_time(made)}: all stand there. Characters count from the beginning of that text."
    )


def _who_wrote(draft: MemoDraft) -> Iterator[str]:
    """Which language models wrote and judged statements, with which prompts; or that none did."""
    blocks = [block for block in draft.blocks if isinstance(block, TakenAnswer)]
    wrote = [block.answer.model for block in blocks if block.answer.model and _has_own_words(block)]
    if wrote:
        yield f"Language model: {_named(wrote)}. Each of its statements was checked against what it cites."
    elif any(taken.edited for block in blocks for taken in kept_statements(block)):
        yield f"{NO_MODEL}, but for what the author reworded."
    else:
        yield f"{NO_MODEL}."
    if judges := [use.judge for use in wrote if use.judge]:
        yield f"Second language model, which could only take statements away: {_named(judges)}."


def _has_own_words(block: TakenAnswer) -> bool:
    return any(block.answer.statements[taken.index].own_words for taken in kept_statements(block))


def _named(uses: Iterable[ModelUse]) -> str:
    return "; ".join(dict.fromkeys(map(_model, uses)))


def _model(use: ModelUse) -> str:
    """A model's name with the versions and hashes of its prompts."""
    prompts = [f"prompt {name}, {digest[:HASH_SHOWN]}" for name, digest in use.prompts.items()]
    return f"{folded(use.name)} ({'; '.join(prompts)})" if prompts else folded(use.name)


def _signed(body: Body) -> Iterator[str]:
    statements = body.own_statements
    total = len(statements)
    if not total:
        return
    decided = [one.sign_off for one in statements if one.sign_off]
    accepted = [one for one in decided if one.decision is Decision.ACCEPTED]
    to_check = [one for one in decided if one.decision is Decision.TO_CHECK]
    parts = [f"{len(accepted)} of {counted(total, 'statement')} accepted"]
    if accepted:
        parts[0] += f" by {_names(one.by for one in accepted)}"
    if to_check:
        parts.append(f"{len(to_check)} to check")
    if total > len(decided):
        parts.append(f"{total - len(decided)} not signed off")
    if body.rejected:
        parts.append(f"{body.rejected} rejected and left out")
    if edited := sum(one.edited for one in statements):
        parts.append(f"{edited} reworded by the author and checked again")
    yield f"Statements: {'; '.join(parts)}."
    if body.sides:
        sides = note_ranges(note for one in body.statements if one.number in body.sides for note in one.notes)
        yield (
            f"{sides.capitalize()} quote where sources differ, as a warning: "
            "these are no statements, and nobody signs them off."
        )


def _names(names: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(folded(name) or "somebody without a name" for name in names))


def _row(note: Note, statement: CitedStatement) -> tuple[str, ...]:
    pin = note.citation
    sign_off = statement.sign_off
    signed = ""
    if sign_off:
        day = written_date(sign_off.when.date().isoformat())
        signed = ", ".join(part for part in (sign_off.decision.value, folded(sign_off.by), day) if part)
    return (
        str(note.number),
        folded(pin.source.metadata.title),
        f"{pin.source.version} (text {note.version_hash[:HASH_SHOWN]})",
        f"{pin.start}–{pin.end}",
        note.verdict.value,
        signed or "–",
    )
