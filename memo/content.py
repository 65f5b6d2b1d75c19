"""A finished memo: one content in one order, which every file format writes as it stands."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from core.memos import MemoHeading, SignOff
from core.types import Citation, Verdict


class Role(StrEnum):
    """What a stretch of a footnote says; elsewhere everything is TEXT."""

    TEXT = "text"
    REFERENCE = "reference"  # names the source: title, issuer, date; or "ibid."
    PINPOINT = "pinpoint"  # page, section, article, paragraph
    QUOTATION = "quotation"  # the source's words, to the character, without the quotation marks
    VERSION = "version"
    ADDRESS = "address"


@dataclass(frozen=True)
class Run:
    """Words in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    role: Role = Role.TEXT
    target: str | None = None  # the anchor of a block of this memo, to which the words are linked


@dataclass(frozen=True)
class NoteMark:
    """Where a footnote is referred to."""

    number: int


Inline = Run | NoteMark


class BlockKind(StrEnum):
    """What a block is; writers give each kind a style of its own."""

    TITLE = "title"  # "Memorandum"
    FIELD = "field"  # two runs: the name, bold, and the value
    HEADING = "heading"  # of a part (level 1), an answer (2), a part of an answer or a group (3)
    STATEMENT = "statement"  # cited
    SIDE = "side"  # cited: one source of a conflict, indented
    OWN = "own"  # the author's own words, uncited
    PARAGRAPH = "paragraph"  # a question, an explanation
    REMARK = "remark"  # Pincite's own notes: what was searched, who wrote
    BULLET = "bullet"
    EXCERPT = "excerpt"  # the appendix: a source's words in their context, the cited ones bold
    NOTICE = "notice"  # closes the memo


@dataclass(frozen=True)
class ContentBlock:
    """A paragraph of the memo. Texts are on one line, but those of excerpts and own paragraphs."""

    kind: BlockKind
    inlines: tuple[Inline, ...]
    level: int = 0  # of a heading
    statement: int | None = None  # the number of the statement that it holds
    anchor: str | None = None  # letters, digits and "-": what runs are linked to


@dataclass(frozen=True)
class Table:
    """A table with a head; cells are plain words."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]  # relative, one a column


@dataclass(frozen=True)
class Note:
    """A footnote: what it says, and the pin that it rests on."""

    number: int
    runs: tuple[Run, ...]
    citation: Citation
    statement: int  # the number of the statement that it supports
    version_hash: str  # SHA-256 of the cited version's whole text
    file_hash: str  # SHA-256 of the file that the version was read from
    version_date: datetime.date  # when that version was added to the library
    verdict: Verdict  # of the comparison with the archived text, when the memo was made

    @property
    def text(self) -> str:
        """The whole footnote as it is read."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class CitedStatement:
    """A statement of the memo with the numbers of its footnotes."""

    number: int  # from 1, in order of appearance
    text: str  # as it stands in the memo, without quotation marks, lead and remarks
    notes: tuple[int, ...]
    verbatim: bool  # it is a source's own words, and stands in quotation marks
    made_by: str  # "quoting", or the language model's name
    edited: bool = False  # by the author, and checked again
    sign_off: SignOff | None = None
    answer: str | None = None  # the permanent id of the answer that it comes from


@dataclass(frozen=True)
class Memo:
    """A finished memo; footnotes are numbered from 1 in order of appearance."""

    id: str  # by which the records know it: a hash of what it cites and says
    heading: MemoHeading
    label: str  # the confidentiality label of header and properties; empty: none
    template: str
    style: str
    made: datetime.datetime  # aware, in UTC
    library: str  # fingerprint of the library that it was made with
    blocks: tuple[ContentBlock | Table, ...]
    notes: tuple[Note, ...]
    statements: tuple[CitedStatement, ...]  # the sides of conflicts too, which have notes as well

    @property
    def own_statements(self) -> tuple[CitedStatement, ...]:
        """The statements without the sides of conflicts: nobody signs these off."""
        blocks = (block for block in self.blocks if isinstance(block, ContentBlock))
        sides = {block.statement for block in blocks if block.kind is BlockKind.SIDE}
        return tuple(one for one in self.statements if one.number not in sides)


def version_hash(text: str) -> str:
    """SHA-256 of a version's whole text, as notes hold it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
