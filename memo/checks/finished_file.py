"""A finished memo as a file holds it: paragraphs with the marks of their footnotes, and the footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.errors import PinciteError
from memo.content import NoteMark

PROPERTY = "Pincite memo"  # the custom property of a DOCX that names the memo
KEYWORD = "pincite-memo:"  # before the memo's id among the keywords of a PDF
_NAMED = re.compile(r"\bMemo\s+ID:?\s+([0-9a-f]{8,64})\b")  # in the words that close a memo, in every format


class UnreadableFile(PinciteError):
    """A file cannot be read as a finished memo."""

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        super().__init__(f"{name} cannot be checked: {reason}. {remedy}")


class FileKind(StrEnum):
    """The formats of a finished memo."""

    DOCX = "DOCX"
    PDF = "PDF"
    JSON = "JSON"
    HTML = "HTML"
    MARKDOWN = "Markdown"


@dataclass(frozen=True)
class FoundParagraph:
    """Words and the marks of footnotes among them, as a reader sees them; marks bear the file's numbers."""

    inlines: tuple[str | NoteMark, ...]

    @property
    def parts(self) -> tuple[str | NoteMark, ...]:
        """Its words and marks, without what only stands between two marks: ", "."""
        return tuple(
            inline
            for place, inline in enumerate(self.inlines)
            if isinstance(inline, NoteMark) or inline.strip(" ,;\t\n") or not self._parts_marks(place)
        )

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(part for part in self.parts if isinstance(part, str))

    @property
    def marks(self) -> tuple[int, ...]:
        """The numbers of its footnotes, in order."""
        return tuple(inline.number for inline in self.inlines if isinstance(inline, NoteMark))

    def _parts_marks(self, place: int) -> bool:
        around = (self.inlines[place - 1 : place], self.inlines[place + 1 : place + 2])
        return all(side and isinstance(side[0], NoteMark) for side in around)


@dataclass(frozen=True)
class FoundNote:
    """A footnote as the file shows it. `number`: the file's own, which its mark in the body bears."""

    number: int
    text: str
    hidden: str = ""  # words in it that no reader sees
    unsure: bool = False  # its letters are those of the memo's footnote, their order is not known


@dataclass(frozen=True)
class Addition:
    """What Pincite never writes, and somebody put into a file: a picture, a comment, a tracked change."""

    what: str  # "A picture"
    words: str = ""  # that it shows, as far as they can be read
    beside: str = ""  # the words of the paragraph at which it stands


@dataclass(frozen=True)
class FoundMemo:
    """What a file shows its readers of a memo."""

    kind: FileKind
    id: str | None  # of the memo, where the file names it
    paragraphs: tuple[FoundParagraph, ...]
    notes: tuple[FoundNote, ...]
    hidden: tuple[str, ...] = ()  # words of the body that no reader sees
    notices: tuple[str, ...] = ()  # what the reader of the report must be told of the file
    attached: str | None = None  # the memo as JSON, where the file brings it
    renumbered: str = ""  # how its footnotes are numbered, where not 1, 2, 3 throughout
    additions: tuple[Addition, ...] = ()
    margins: tuple[str, ...] = ()  # the words of headers and footers
    contents: tuple[str, ...] = ()  # the lines of a table of contents that a program made
    unsure: bool = False  # the order of its words from right to left is not known
    elsewhere: bool = False  # another program than Pincite's made the PDF
    looks: tuple[
        str, ...
    ] = ()  # all of an HTML file, and odd ones of a DOCX, that may decide on what is seen
    flowing: bool = False  # it is one stream of words: where paragraphs end is not known


def joined(inlines: Iterable[str | NoteMark]) -> tuple[str | NoteMark, ...]:
    """The same with strings side by side made one, however the words were split."""
    made: list[str | NoteMark] = []
    for inline in inlines:
        if isinstance(inline, str) and made and isinstance(made[-1], str):
            made[-1] += inline
        elif inline != "":
            made.append(inline)
    return tuple(made)


def named_in(text: str) -> str | None:
    """The memo's id in the words that close a memo: "Memo ID 7f3a91c2" -> "7f3a91c2"."""
    found = all_named_in(text)
    return found[-1] if found else None


def all_named_in(text: str) -> list[str]:
    """The ids of all memos that are named so."""
    return _NAMED.findall(text)
