"""From a draft to a finished memo: its body is read, every quotation is compared with the archived text,
the footnotes are written in the citation style, and tables, excerpts and the log are added.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from core.errors import PinciteError
from core.memos import MemoDraft, MemoPart, TakenAnswer
from core.types import Citation, Document
from memo.body import Body, block_of, is_rejected, part_blocks
from memo.content import BlockKind, ContentBlock, Memo, Note, Run, Table, version_hash
from memo.describe import describe, folded, pinpoint
from memo.excerpts import excerpts
from memo.notes.authorities import Authorities, authorities_of, linked
from memo.notes.citing import load_style, write_notes
from memo.template import Template, load_template
from memo.verification import verification_log
from memo.writers.json_file import fingerprint

NOT_LEGAL_ADVICE = "Pincite drafted this memo from its library. It is not legal advice."
OWN_PARTS = {part.value: part for part in MemoPart}  # of a template's parts, those that an author fills


class Library(Protocol):
    """The documents of the records."""

    def document(self, identifier: str) -> Document: ...
    def fingerprint(self) -> str: ...


class MisplacedQuotation(PinciteError):
    """A footnote's words do not stand in the cited version where the footnote says."""

    def __init__(self, number: int, citation: Citation) -> None:
        place = ", ".join(part for part in (describe(citation.source.metadata), pinpoint(citation)) if part)
        super().__init__(
            f"Footnote {number}: “{citation.quote}” does not stand at the cited place of {place} "
            f"(version {citation.source.version}). No file was written. Take the answer out of the memo "
            "and ask its question again; if this comes back, restore the records from a backup."
        )


class MissingSource(PinciteError):
    """The records do not have the version that a footnote cites."""

    def __init__(self, number: int, citation: Citation, cause: PinciteError) -> None:
        super().__init__(
            f"Footnote {number} cites {describe(citation.source.metadata)}, whose cited version the records "
            f"do not have. No file was written. Take the answer out of the memo, or restore the records from "
            f"a backup. ({cause})"
        )


def finish(
    draft: MemoDraft, library: Library, *, house: Path | None = None, made: datetime.datetime | None = None
) -> Memo:
    """The finished memo that a draft makes; the same draft, library and time make the same memo.

    `house` is a folder with templates and citation styles of the user's own; `made` is the time (UTC),
    without it now. Raises UnsupportedStatement, MisplacedQuotation, MissingSource, and what loading a
    template or a style raises: then there is no memo.
    """
    made = made or datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    template = load_template(draft.template, house)
    style = draft.style or template.style
    body = Body()
    written = {
        name: part_blocks(draft, OWN_PARTS[name], body) for name in template.parts if name in OWN_PARTS
    }
    documents = _documents(body.pins, library)
    notes = _notes(body, documents, draft, template, style, house)
    authorities = authorities_of(notes, body.statements)
    if "authorities" in template.parts:
        notes = tuple(replace(note, runs=linked(note.runs, authorities)) for note in notes)
        written = {name: _linked(blocks, authorities) for name, blocks in written.items()}
    state = library.fingerprint()
    label = folded(draft.heading.label) or _labels(body.pins)
    cited = tuple(body.statements)
    made_parts = {
        "question": _questions(draft),
        "authorities": authorities.blocks,
        "excerpts": excerpts(notes, documents.__getitem__),
        "verification": verification_log(draft, body, notes, library=state, made=made),
        **written,
    }
    blocks = [*_heading(draft, template)]
    for name in template.parts:
        if made_parts[name]:
            blocks += [block_of(BlockKind.HEADING, template.names[name], level=1), *made_parts[name]]
    memo = Memo("", draft.heading, label, draft.template, style, made, state, tuple(blocks), notes, cited)
    memo = replace(memo, id=fingerprint(memo))
    notice = f"{NOT_LEGAL_ADVICE} Memo ID {memo.id}."
    return replace(memo, blocks=(*memo.blocks, block_of(BlockKind.NOTICE, notice)))


def _documents(pins: Sequence[Citation], library: Library) -> dict[str, Document]:
    """The cited versions by their ids. Raises MissingSource."""
    documents: dict[str, Document] = {}
    for number, pin in enumerate(pins, start=1):
        if pin.source.version not in documents:
            try:
                documents[pin.source.version] = library.document(pin.source.version)
            except PinciteError as error:
                raise MissingSource(number, pin, error) from error
    return documents


def _linked(blocks: tuple[ContentBlock, ...], authorities: Authorities) -> tuple[ContentBlock, ...]:
    """The blocks; in cited statements, legal citations lead to the table of authorities."""
    return tuple(
        block if block.statement is None else replace(block, inlines=linked(block.inlines, authorities))
        for block in blocks
    )


def _notes(
    body: Body,
    documents: dict[str, Document],
    draft: MemoDraft,
    template: Template,
    style: str,
    house: Path | None,
) -> tuple[Note, ...]:
    """The footnotes, each after its words were compared with the archived text."""
    for number, pin in enumerate(body.pins, start=1):
        if documents[pin.source.version].text[pin.start : pin.end] != pin.quote:
            raise MisplacedQuotation(number, pin)
    hashes = {version: version_hash(one.text) for version, one in documents.items()}
    added = {version: document.added.date() for version, document in documents.items()}
    runs = write_notes(
        body.pins, load_style(style, house), draft.quotations or template.quotations, added=added
    )
    return tuple(
        Note(
            number=number,
            runs=said,
            citation=pin,
            statement=statement,
            version_hash=hashes[pin.source.version],
            file_hash=documents[pin.source.version].content,
            version_date=added[pin.source.version],
            verdict=pin.verdict,
        )
        for number, (said, pin, statement) in enumerate(
            zip(runs, body.pins, body.supports, strict=True), start=1
        )
    )


def _heading(draft: MemoDraft, template: Template) -> Iterator[ContentBlock | Table]:
    yield block_of(BlockKind.TITLE, template.title)
    for field, name in template.fields.items():
        if value := folded(getattr(draft.heading, field)):
            yield ContentBlock(BlockKind.FIELD, (Run(name, bold=True), Run(value)))


def _questions(draft: MemoDraft) -> tuple[ContentBlock, ...]:
    """The question presented: the author's own, else those of the answers."""
    answers = [block for block in draft.blocks if isinstance(block, TakenAnswer)]
    asked = [block.answer.question for block in answers if not is_rejected(block)]
    presented = [draft.heading.question] if draft.heading.question.strip() else dict.fromkeys(asked)
    return tuple(block_of(BlockKind.PARAGRAPH, question) for question in presented)


def _labels(pins: Sequence[Citation]) -> str:
    """The confidentiality labels of what is cited, so that none is lost on the way out."""
    labels = {folded(pin.source.metadata.label) for pin in pins if pin.source.metadata.label}
    return ", ".join(sorted(label for label in labels if label))
