"""The command that makes a file of a memo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.errors import PinciteError
from core.memos import MemoDraft, TakenAnswer
from memo import composing
from memo.command.desk import open_desk, styled
from memo.command.notices import export_notices, pdf_notices
from memo.command.options import MemoId, Quoted, Store, Style
from memo.command.shown import one_line
from memo.finish import finish
from memo.template import house_docx, load_template
from memo.writers.files import Format, write
from memo.writers.json_file import write_json
from memo.writers.saving import require_place, save_file
from records.finished import FinishedMemos
from records.library import Library


class UnknownEnding(PinciteError):
    """The name of a file does not say what to write."""

    def __init__(self, out: Path) -> None:
        endings = ", ".join(f".{kind}" for kind in Format)
        what = f"the ending {out.suffix}" if out.suffix else "no ending"
        super().__init__(
            f"{out} was not written: it has {what}, and memos are written as {endings}. "
            "Name a file with one of these endings, or say --format."
        )


def export(
    identifier: MemoId,
    out: Annotated[Path, typer.Option("--out", help="The file to write; one that is there is replaced.")],
    kind: Annotated[
        Format | None, typer.Option("--format", help="What to write; else what the file's ending says.")
    ] = None,
    style: Style = None,
    quotations: Quoted = None,
    store: Store = None,
) -> None:
    """Writes a memo to a file, after comparing each of its quotations with the archived text."""
    desk = open_desk(store)
    require_place(out)
    kind = kind or _kind_of(out)
    draft = styled(desk.memos.memo(identifier).draft, style, quotations, desk)
    memo = finish(_rechecked(draft, desk.library), desk.library, house=desk.house)
    template = load_template(draft.template, desk.house)
    word = house_docx(template, desk.house)
    content = write(memo, kind, house=word, face=template.face)
    FinishedMemos(desk.engine).keep(memo.id, identifier, write_json(memo))
    save_file(out, content)
    current = desk.library.current_versions({note.citation.source.document for note in memo.notes})
    notices = [*export_notices(draft, memo, current, desk.library.document)]
    notices += pdf_notices(memo, template.face) if kind is Format.PDF else ()
    for notice in notices:
        typer.echo(one_line(notice), err=True)
    typer.echo(f"Memo ID {memo.id}, under which the records keep it.", err=True)
    typer.echo(out)


def _kind_of(out: Path) -> Format:
    """What the ending of a file's name says. Raises UnknownEnding."""
    ending = out.suffix.removeprefix(".").lower()
    if ending not in {kind.value for kind in Format}:
        raise UnknownEnding(out)
    return Format(ending)


def _rechecked(draft: MemoDraft, library: Library) -> MemoDraft:
    """The draft with today's objections: guards and records may have changed since it was reworded."""
    blocks = [block for block in draft.blocks if isinstance(block, TakenAnswer)]
    if not any(taken.edited is not None for block in blocks for taken in block.statements):
        return draft
    from answering.rechecking import recheck

    return composing.rechecked(draft, lambda words, citations: recheck(words, citations, library))
