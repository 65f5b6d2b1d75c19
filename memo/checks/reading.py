"""Reads a finished memo from a file of any of its formats."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from core.folding import fold
from memo.checks.finished_docx import read_docx
from memo.checks.finished_file import (
    FileKind,
    FoundMemo,
    FoundNote,
    FoundParagraph,
    UnreadableFile,
    named_in,
)
from memo.checks.finished_html import read_html
from memo.checks.finished_markdown import read_markdown
from memo.checks.finished_pdf import read_pdf
from memo.checks.leftward import Direction, direction_of, same_words, with_order_of
from memo.content import BlockKind, ContentBlock, Memo, NoteMark, Run
from memo.plain import plain
from memo.writers.json_file import NotAMemoFile, read_json
from memo.writers.pdf import write_pdf

LARGEST_MB = 100
_MARK = re.compile(rb"\[\^\d{1,6}\]")  # of a footnote in Markdown; a memo that cites nothing has none
_FORMATS = "Name a DOCX, PDF, JSON, HTML or Markdown file that Pincite wrote."


def content_of(path: Path) -> bytes:
    """The bytes of the file. Raises UnreadableFile."""
    try:
        if path.stat().st_size > LARGEST_MB * 2**20:
            raise UnreadableFile(path.name, f"it has more than {LARGEST_MB} MB", "Name another file.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path.name, error.strerror or str(error), "Name another file.") from error


def read_finished(content: bytes, name: str) -> FoundMemo:
    """The memo in the file, told by its content and not by its name. Raises UnreadableFile."""
    if content.startswith(b"PK"):
        return read_docx(content, name)
    if b"%PDF-" in content[:1024]:
        return read_pdf(content, name)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return as_found(_memo(content, name))
    begins = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begins.startswith((b"<!doctype html", b"<html")):
        return read_html(content, name)
    if _MARK.search(content) or named_in(content.decode("utf-8", "replace")):
        return read_markdown(content, name)
    raise UnreadableFile(name, "it is of no format that is checked", _FORMATS)


def _memo(content: bytes, name: str) -> Memo:
    _require_each_once(content, name)
    try:
        return read_json(content.removeprefix(codecs.BOM_UTF8))
    except NotAMemoFile as error:
        raise UnreadableFile(name, "it is no memo of Pincite", str(error)) from error


def _require_each_once(content: bytes, name: str) -> None:
    """Of a name that stands twice, one program reads the first value and another the last."""

    def once(pairs: list[tuple[str, object]]) -> None:
        if len({key for key, _ in pairs}) < len(pairs):
            raise UnreadableFile(name, "names stand twice in its JSON", "Export the memo again as JSON.")

    with suppress(ValueError, RecursionError):  # what is no JSON at all is said when it is read
        json.loads(content, object_pairs_hook=once)


def as_found(memo: Memo) -> FoundMemo:
    """A memo as a file that shows just its words."""
    notes = tuple(FoundNote(note.number, plain(note.text)) for note in memo.notes)
    return FoundMemo(FileKind.JSON, memo.id, tuple(_paragraphs(memo)), notes)


def as_written(file: FoundMemo, memo: Memo, content: bytes) -> FoundMemo:
    """A PDF in the memo's own words where it reads just as a PDF that is written of the memo today.

    Signs of some scripts do not come out of a PDF as they went in, and in texts that say the same
    again and again it does not show what stands where. A PDF that another program made reads otherwise:
    there, words from right to left are put in the memo's order, and are not sure. Words from left to
    right are never taken from the memo. `content`: the bytes that `file` was read from.
    """
    fresh = file if write_pdf(memo) == content else _read_anew(memo)
    kept = as_found(memo)
    texts = {note.number: note.text for note in kept.notes}
    there = {note.number: _letters(note.text) for note in fresh.notes}
    notes = tuple(_note_as_written(note, texts, there) for note in file.notes)
    if file.elsewhere:
        notes = tuple(_note_in_order(note, texts) for note in notes)
    margins = (memo.label,) if file.margins == fresh.margins else file.margins
    file = replace(file, notes=notes, margins=margins)
    if _body(file) == _body(fresh):
        return replace(file, paragraphs=kept.paragraphs, flowing=False)
    return with_order_of(tuple(_paragraphs(memo, whole_rows=True)), file) if file.elsewhere else file


def require_footnotes(file: FoundMemo, memo: Memo, name: str) -> None:
    """Raises UnreadableFile for a PDF of another program in which footnotes are no footnotes.

    So are those of HTML that a browser printed: their words stand as a list behind the memo's, and where
    one ends and the next begins is not known.
    """
    if file.kind is not FileKind.PDF or not file.elsewhere or file.notes:
        return
    body = "".join(part for part in _body(file) if isinstance(part, str))
    if any(_letters(note.text) in body for note in memo.notes):
        reason = (
            "its footnotes stand in its text, as where a browser printed the HTML: they cannot be verified"
        )
        raise UnreadableFile(name, f"{reason} in this form", "Check the HTML, the Word or the JSON file.")


@lru_cache(maxsize=2)  # who checks a file that was altered mends it and checks it again
def _read_anew(memo: Memo) -> FoundMemo:
    return read_pdf(write_pdf(memo), "the memo")


def _note_as_written(note: FoundNote, texts: Mapping[int, str], fresh: Mapping[int, str]) -> FoundNote:
    """The footnote in the memo's words, where it reads as one that is written anew."""
    same = note.number in texts and _letters(note.text) == fresh.get(note.number)
    return replace(note, text=texts[note.number]) if same else note


def _note_in_order(note: FoundNote, texts: Mapping[int, str]) -> FoundNote:
    """The footnote in the order of that of the memo which has words from right to left, and the same ones."""
    for text in texts.values():
        direction = direction_of(text)
        turned = direction is not Direction.RIGHTWARD
        if turned and note.text != text and same_words(note.text, text, direction):
            return replace(note, text=text, unsure=True)
    return note


def _body(file: FoundMemo) -> list[str | NoteMark]:
    parts = (part for one in file.paragraphs for part in one.inlines)
    return [_letters(part) if isinstance(part, str) else part for part in parts]


def _letters(text: str) -> str:
    """The text without white space, which depends on where lines end."""
    return "".join(fold(text).text.split())


def _paragraphs(memo: Memo, *, whole_rows: bool = False) -> Iterator[FoundParagraph]:
    """Those of the memo; of tables each cell, or each row as one line."""
    for block in memo.blocks:
        if isinstance(block, ContentBlock):
            yield FoundParagraph(tuple(_inlines(block)))
        else:
            for row in (block.head, *block.rows):
                texts = (" ".join(row),) if whole_rows else row
                yield from (FoundParagraph((plain(text),)) for text in texts)


def _inlines(block: ContentBlock) -> Iterator[str | NoteMark]:
    for part in block.inlines:
        yield plain(part.text) if isinstance(part, Run) else part
        if block.kind is BlockKind.FIELD:
            yield " "  # between its name and its value
