"""Writes a memo as a tagged PDF (PDF/UA-1) with footnotes; its words reach the typesetter as data only."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import typst

from core.errors import PinciteError
from memo.content import ContentBlock, Inline, Memo, NoteMark, Run, Table
from memo.writers.arrangement import (
    QUOTING,
    SEVERAL_LINES,
    Together,
    arranged,
    in_one_paragraph,
    introduces,
    on_lines,
    on_one_line,
    title_of,
    words_of,
)
from memo.writers.json_file import write_json

TEMPLATE = Path(__file__).parent / "memo.typ"
FACES = ["Libertinus Serif", "New Computer Modern"]  # the typesetter brings them along
LANGUAGE = "en"
NAME_LENGTH = 30  # the longest name of a field that gets a column of its own width
LABEL_LENGTH = 240  # what the top margin holds; the whole label stands in the embedded JSON
# With the machine's fonts or without, and which standards the file claims to keep: PDF/A-3a (to be read
# decades later) and PDF/UA-1 (to be read aloud).
ATTEMPTS: tuple[tuple[bool, tuple[typst.PDFStandard, ...]], ...] = (
    (False, ("a-3a", "ua-1")),
    (True, ("a-3a", "ua-1")),
    (True, ("ua-1",)),
    (True, ()),
)
WHOLE_LENGTH = 200  # of cells whose rows no page's end may divide: they surely fit on one
HEAD_LENGTH = 80  # a head stands whole on each page of its table: longer ones are a row like others

Fold = Callable[[str], str]
_NO_SHAPE = re.compile(r'the text `"(.+?)"` could not be displayed with')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class PdfNotWritten(PinciteError):
    """The typesetter could not set the memo."""

    def __init__(self, cause: str) -> None:
        super().__init__(
            f"The PDF could not be written: {cause}. Export the memo in another format, "
            "and tell those who keep Pincite what this message says."
        )


class _Written(NamedTuple):
    file: bytes
    unshown: str  # the characters for which no font has a shape


def write_pdf(memo: Memo, *, face: str | None = None) -> bytes:
    """The memo as the bytes of a PDF file; the same memo, fonts and typesetter give the same bytes.

    `face` is a font family of this machine; without it, or where there is none of that name, the
    typesetter's own serif is used. Other fonts of the machine stand in for letters that it lacks. A
    letter that no font has stands as an empty box (see `unshown_characters`), which can still be copied,
    and the file, tagged all the same, then claims neither PDF/A nor PDF/UA, which forbid that.
    Raises PdfNotWritten, UnwritableMemo.
    """
    return _written(memo, face).file


def unshown_characters(memo: Memo, *, face: str | None = None) -> str:
    """The memo's characters for which no font of this machine has a shape: boxes in its PDF."""
    return _written(memo, face).unshown


def has_face(face: str) -> bool:
    """Whether the typesetter finds a font family of that name."""
    return face.casefold() in {family.casefold() for family in _fonts(of_machine=True).families()}


@lru_cache(maxsize=2)  # who asks for the file asks for what it lacks, too
def _written(memo: Memo, face: str | None) -> _Written:
    """The best file that these words allow: first without the machine's fonts, last without a claim."""
    _hold_notes(memo)
    inputs = {"memo": json.dumps(_content(memo, face)), "file": write_json(memo)}
    unshown = ""
    for of_machine, claims in ATTEMPTS[1 if face else 0 :]:
        try:
            file = typst.compile(
                TEMPLATE.read_bytes(),
                sys_inputs=inputs,
                font_paths=_fonts(of_machine=of_machine),
                pdf_standards=list(claims),
                timestamp=memo.made,
            )
            return _Written(file, unshown)
        except typst.TypstError as error:
            if not error.message.startswith("PDF/"):  # else it is what a standard forbids
                raise PdfNotWritten(error.message) from None
            unshown = _unshown(error.diagnostic)
    raise PdfNotWritten("the typesetter refuses it under every standard")


def _hold_notes(memo: Memo) -> None:
    """Raises PdfNotWritten where a note would be lost, or a mark lead nowhere."""
    blocks = (block for block in memo.blocks if isinstance(block, ContentBlock))
    marks = {part.number for block in blocks for part in block.inlines if isinstance(part, NoteMark)}
    if astray := marks ^ {note.number for note in memo.notes}:
        numbers = ", ".join(map(str, sorted(astray)[:5]))
        raise PdfNotWritten(f"its text and its footnotes do not go together: see footnote {numbers}")


def _unshown(diagnostic: str) -> str:
    """The characters for whose want the typesetter gave up, each once."""
    words = "".join(_NO_SHAPE.findall(diagnostic))
    return "".join(dict.fromkeys(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), words)))


@lru_cache
def _fonts(*, of_machine: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=of_machine)


def _content(memo: Memo, face: str | None) -> dict[str, object]:
    """What memo.typ sets."""
    sender = on_one_line(memo.heading.sender).strip()
    made = memo.made
    return {
        "title": title_of(memo),
        "authors": [sender] if sender else [],
        "keywords": [f"pincite-memo:{memo.id}"],
        "language": LANGUAGE,
        "made": {part: getattr(made, part) for part in ("year", "month", "day", "hour", "minute", "second")},
        "label": _cell(_shortened(memo.label)),
        "faces": [face, *FACES] if face else FACES,
        "blocks": list(_Setting(memo).blocks()),
    }


def _shortened(label: str) -> str:
    label = on_one_line(label).strip()
    return label if len(label) <= LABEL_LENGTH else f"{label[:LABEL_LENGTH]}…"


class _Setting:
    """Turns the memo's blocks into what memo.typ takes, one after the other."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._notes = {note.number: note for note in memo.notes}
        self._anchors = {block.anchor for block in memo.blocks if isinstance(block, ContentBlock)}
        self._done: set[str | int] = set()  # anchors and notes that were set already

    def blocks(self) -> Iterator[dict[str, object]]:
        blocks = list(arranged(self._memo))
        for block, after in zip_longest(blocks, blocks[1:]):
            match block:
                case Table():
                    yield _table(block)
                case Together():
                    yield self._together(block)
                case ContentBlock():
                    yield {**self._block(block), "introduces": introduces(block, after)}

    def _together(self, together: Together) -> dict[str, object]:
        names = (words_of(block.inlines[:1]) for block in together.blocks)
        return {
            "kind": f"{together.kind}s",
            "direction": "ltr",
            "wide": any(len(name) > NAME_LENGTH for name in names),
            "blocks": [self._block(block) for block in together.blocks],
        }

    def _block(self, block: ContentBlock) -> dict[str, object]:
        direction = _direction(words_of(block.inlines))
        lines = in_one_paragraph if block.kind in QUOTING else on_lines
        fold = lines if block.kind in SEVERAL_LINES else on_one_line
        return {
            "kind": block.kind.value,
            "level": block.level,
            "anchor": block.anchor if self._first(block.anchor) else None,
            "direction": direction,
            "inlines": [self._inline(part, direction, fold) for part in block.inlines],
        }

    def _first(self, mark: str | int | None) -> bool:
        first = mark is not None and mark not in self._done
        if mark is not None:
            self._done.add(mark)
        return first

    def _inline(self, part: Inline, direction: str, fold: Fold) -> dict[str, object]:
        if isinstance(part, Run):
            return self._run(part, direction, fold)
        first = self._first(part.number)
        runs = self._notes[part.number].runs if first else ()
        return {
            "note": part.number,
            "runs": [self._run(run, "ltr", on_lines) for run in runs] if first else None,
        }

    def _run(self, run: Run, direction: str, fold: Fold) -> dict[str, object]:
        return {
            "text": fold(run.text),
            "bold": run.bold,
            "italic": run.italic,
            "target": run.target if run.target in self._anchors else None,
            "direction": _direction(run.text, otherwise=direction),
        }


def _table(table: Table) -> dict[str, object]:
    return {
        "kind": "table",
        "direction": "ltr",
        "head": [_cell(cell) for cell in table.head],
        "short-head": max(map(len, table.head)) <= HEAD_LENGTH,
        "whole-rows": max((len(cell) for row in table.rows for cell in row), default=0) <= WHOLE_LENGTH,
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "widths": table.widths,
    }


def _cell(text: str) -> dict[str, object]:
    words = on_one_line(text)
    return {"text": words, "bold": False, "italic": False, "target": None, "direction": _direction(words)}


def _direction(text: str, *, otherwise: str = "ltr") -> str:
    """Where the text's first letter that has a direction leads to (Unicode Annex 9, rule P2)."""
    for letter in text:
        match unicodedata.bidirectional(letter):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return otherwise
