"""What all writers arrange alike: lists, the depth of headings, the lines of a block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from memo.content import BlockKind, ContentBlock, Inline, Memo, Run, Table
from memo.plain import plain

UNTITLED = "Memorandum"  # in the properties of a memo without a subject
LISTED = (BlockKind.FIELD, BlockKind.BULLET)
QUOTING = (BlockKind.STATEMENT, BlockKind.SIDE)  # one paragraph each, with lines where it quotes a list
SEVERAL_LINES = (BlockKind.EXCERPT, BlockKind.OWN, *QUOTING)
_NAMED = (BlockKind.BULLET, BlockKind.SIDE, BlockKind.EXCERPT)  # the paragraph before says of what they are

_SPACES = re.compile(r"[ \t\n\v\f\x85\u2028\u2029]+")  # not the fixed ones: "§ 1836" stays on its line
_LINE_SPACES = re.compile(r"[ \t\v\f]+")
_LINE_BREAK = re.compile(r" ?[\n\x85\u2028\u2029] ?")
_PARAGRAPH_BREAK = re.compile(r"\n{2,}")


@dataclass(frozen=True)
class Together:
    """Fields, or bullets, that follow each other: they make one list."""

    kind: BlockKind
    blocks: tuple[ContentBlock, ...]


def arranged(memo: Memo) -> Iterator[ContentBlock | Table | Together]:
    """The memo's blocks in order, lists together, headings at the depth at which they stand.

    The depth is 1 and how many headings a heading stands under: readers that read aloud, and PDF/UA,
    ask that no level be left out on the way down.
    """
    for kind, group in groupby(_deepened(memo.blocks), key=_kind):
        if kind in LISTED:
            yield Together(kind, tuple(block for block in group if isinstance(block, ContentBlock)))
        else:
            yield from group


def introduces(block: ContentBlock, after: ContentBlock | Table | Together | None) -> bool:
    """Whether a block leads to the one after it, and so may not be the last of a page.

    A remark under a heading leads to what it remarks on; one at the end of an answer to nothing.
    """
    if block.kind is BlockKind.REMARK and isinstance(after, ContentBlock):
        ends = after.kind is BlockKind.NOTICE or (after.kind is BlockKind.HEADING and after.level < 3)
        return not ends
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.REMARK):
        return isinstance(after, Table) or (after is not None and after.kind in _NAMED)
    return False


def title_of(memo: Memo) -> str:
    """What a file's properties call the memo: its subject."""
    return on_one_line(memo.heading.subject).strip() or UNTITLED


def words_of(inlines: Sequence[Inline]) -> str:
    """The words without the note marks."""
    return "".join(part.text for part in inlines if isinstance(part, Run))


def on_one_line(text: str) -> str:
    """Plain text with single spaces for spaces, tabs and line ends."""
    return _SPACES.sub(" ", plain(text))


def on_lines(text: str) -> str:
    """Plain text that keeps its line ends, with one empty line between paragraphs."""
    lines = _LINE_BREAK.sub("\n", _LINE_SPACES.sub(" ", plain(text)))
    return _PARAGRAPH_BREAK.sub("\n\n", lines)


def in_one_paragraph(text: str) -> str:
    """Plain text that keeps its line ends, but no empty line: a list within a paragraph."""
    return on_lines(text).replace("\n\n", "\n")


def _kind(block: ContentBlock | Table) -> BlockKind | None:
    return block.kind if isinstance(block, ContentBlock) else None


def _deepened(blocks: Iterable[ContentBlock | Table]) -> Iterator[ContentBlock | Table]:
    above: list[int] = []  # the levels of the headings that the block stands under
    for block in blocks:
        if isinstance(block, ContentBlock) and block.kind is BlockKind.HEADING:
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            yield replace(block, level=len(above))
        else:
            yield block
