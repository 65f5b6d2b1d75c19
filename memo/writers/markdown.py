"""Writes a memo as Markdown with [^n] footnotes; what documents say is text in it and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from memo.content import BlockKind, ContentBlock, Inline, Memo, Note, NoteMark, Run, Table
from memo.plain import plain
from memo.writers.arrangement import Together, arranged, on_lines, on_one_line

INDENT = "    "  # a footnote's further paragraphs
NOTHING = "&#8288;"  # a sign that has no shape and no width

# Addresses become links in GitHub's Markdown even where their punctuation is escaped. In a code span
# they stay what they are.
_WORD = re.compile(r"""[^\s`<>"“”]+""")
_ADDRESS = re.compile(r":/|\bwww\.|\b(?:mailto|xmpp):|\w@\w", re.IGNORECASE)
_AROUND = "()[]{}.,;:!?*_'‘’"  # punctuation that stands beside an address rather than in it

_MARKUP = re.compile(r"[\\`*_\[\]{}<>&~|$^]|:(?=\w)|!(?=\[)")
_BLOCK_START = re.compile(r"^([#+\-=:]|\d+(?=[.)]))", re.MULTILINE)
_BARE_PIPE = re.compile(r"(?<!\\)\|")
_PARAGRAPH_END = re.compile(r"\n{2,}")
# "[^1]: word" or "[^1]: word (words)" makes the marks links, for readers that know no footnotes.
_DEFINITION = re.compile(r"\S+(\s*$|\s+[\"'(])")
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")


def write_markdown(memo: Memo) -> str:
    """The memo as Markdown text. Links within the memo are left out: Markdown has no anchors but in HTML."""
    parts = [f"**{escaped(on_one_line(memo.label).strip())}**"] if memo.label.strip() else []
    parts += [_written(block) for block in arranged(memo)]
    parts += [_note(note) for note in memo.notes]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Text that a Markdown reader shows as it is: no HTML, image, link, list, table or formula."""
    text = plain(text)
    parts: list[str] = []
    done = 0
    for word in _WORD.finditer(text):
        address = word.group().strip(_AROUND)
        if _ADDRESS.search(address):
            start = text.index(address, word.start())
            parts += [_escaped_words(text[done:start]), f"`{address}`"]
            done = start + len(address)
    parts.append(_escaped_words(text[done:]))
    return _BLOCK_START.sub(_escape_block_start, "".join(parts))


def _escaped_words(text: str) -> str:
    return _MARKUP.sub(lambda mark: f"\\{mark.group()}", text)


def _escape_block_start(start: re.Match[str]) -> str:
    return f"{start.group()}\\" if start.group().isdigit() else f"\\{start.group()}"


def _written(block: ContentBlock | Table | Together) -> str:
    match block:
        case Table():
            return _table(block)
        case Together(kind=BlockKind.FIELD):
            return "\n\n".join(_field(field) for field in block.blocks)
        case Together():
            return "\n".join(f"- {_line(bullet.inlines)}" for bullet in block.blocks)
        case ContentBlock():
            return _block(block)


def _block(block: ContentBlock) -> str:
    line = _line(block.inlines)
    match block.kind:
        case BlockKind.EXCERPT | BlockKind.SIDE:
            return "\n".join(f"> {line}".rstrip() for line in _lines(block.inlines))
        case BlockKind.OWN | BlockKind.STATEMENT:
            return "\n".join(_lines(block.inlines))
        case BlockKind.TITLE:
            return f"# {line}"
        case BlockKind.HEADING:
            return f"{'#' * min(block.level + 1, 6)} {line}"
        case _:
            return line


def _field(field: ContentBlock) -> str:
    """The name with a colon, and the value."""
    name, *value = field.inlines
    if isinstance(name, Run):
        name = replace(name, text=f"{name.text.strip()}:")
    return _line((name, Run(" "), *value))


def _table(table: Table) -> str:
    rule = f"|{' --- |' * len(table.head)}"
    head, *rows = (f"| {' | '.join(map(_cell, row))} |" for row in (table.head, *table.rows))
    return "\n".join((head, rule, *rows))


def _cell(text: str) -> str:
    """The text in a cell, which a bare | ends even inside of a code span."""
    return _BARE_PIPE.sub(r"\|", escaped(on_one_line(text).strip()))


def _note(note: Note) -> str:
    """The footnote; its further lines stand inside of it by their indent."""
    first, *others = _lines(note.runs)
    if _DEFINITION.match(first):
        first = f"{NOTHING} {NOTHING} {first}"  # two words that are no title: no definition
    return "\n".join((f"[^{note.number}]: {first}", *(f"{INDENT}{line}".rstrip() for line in others)))


def _line(inlines: Sequence[Inline]) -> str:
    """The words on one line."""
    return _joined(
        replace(part, text=on_one_line(part.text)) if isinstance(part, Run) else part for part in inlines
    )


def _lines(inlines: Sequence[Inline]) -> list[str]:
    """The lines of several paragraphs, at least one; a backslash keeps a line's end within a paragraph."""
    lines: list[list[Inline]] = [[]]
    for part in inlines:
        if isinstance(part, NoteMark):
            lines[-1].append(part)
            continue
        first, *others = on_lines(part.text).split("\n")
        lines[-1].append(replace(part, text=first))
        lines += [[replace(part, text=other)] for other in others]
    written = "\n".join(map(_joined, lines)).strip("\n")
    return _LINE_END.sub(r"\\\n", _PARAGRAPH_END.sub("\n\n", written)).split("\n")


@dataclass(frozen=True)
class _Stretch:
    """Words in one emphasis ("", "*", "**" or "***"), or a note mark."""

    text: str
    emphasis: str = ""
    is_mark: bool = False


def _joined(inlines: Iterable[Inline]) -> str:
    """The words of a line with their emphasis and note marks."""
    line = ""
    after_mark = False
    for stretch in _merged(_showable(_merged(_stretch(part) for part in inlines))):
        words = (
            stretch.text if stretch.is_mark else _emphasised(stretch if line else _from_its_start(stretch))
        )
        if stretch.is_mark and line.endswith("!"):
            line = f"{line[:-1]}\\!"  # else the two would make an image
        if after_mark and words.startswith(("(", ":")):
            words = f"\\{words}"  # else they would make a link, or a note
        line += words
        after_mark = stretch.is_mark
    return line.strip()


def _stretch(part: Inline) -> _Stretch:
    if isinstance(part, NoteMark):
        return _Stretch(f"[^{part.number}]", is_mark=True)
    return _Stretch(part.text, "*" * (2 * part.bold + part.italic))


def _from_its_start(stretch: _Stretch) -> _Stretch:
    """Without the spaces that would hide what makes a list or a heading at the start of a line."""
    return replace(stretch, text=stretch.text.lstrip())


def _emphasised(stretch: _Stretch) -> str:
    if not stretch.emphasis:
        return escaped(stretch.text)
    words = stretch.text.strip()
    before, _, after = stretch.text.partition(words)
    return f"{before}{stretch.emphasis}{escaped(words)}{stretch.emphasis}{after}"


def _merged(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """Neighbours in the same emphasis as one: what makes an address shows only in the whole word."""
    groups = groupby(
        (each for each in stretches if each.text), key=lambda each: (each.emphasis, each.is_mark)
    )
    return [_Stretch("".join(each.text for each in group), *style) for style, group in groups]


def _showable(stretches: list[_Stretch]) -> list[_Stretch]:
    """The stretches, without an emphasis that would show its asterisks instead.

    Between a letter and a sign asterisks emphasise nothing, and those of two neighbours run together:
    CommonMark 0.31, section 6.2.
    """
    shown: list[_Stretch] = []
    for stretch, following in zip(stretches, [*(each.text for each in stretches[1:]), ""], strict=False):
        before = shown[-1] if shown else _Stretch("")
        apart = not before.emphasis or before.text[-1:].isspace() or stretch.text[:1].isspace()
        shows = apart and _flanks(before.text, stretch.text, following)
        shown.append(stretch if shows else replace(stretch, emphasis=""))
    return shown


def _flanks(before: str, text: str, after: str) -> bool:
    words = text.strip()
    if not words:
        return False
    lead, _, trail = text.partition(words)
    written = escaped(words)
    opens = lead or _is_sign_or_space(before[-1:]) or not _is_sign_or_space(written[0])
    closes = trail or _is_sign_or_space(after[:1]) or not _is_sign_or_space(written[-1])
    return bool(opens and closes)


def _is_sign_or_space(letter: str) -> bool:
    """Also of no letter: where a line starts or ends."""
    return not letter or letter.isspace() or unicodedata.category(letter)[0] in "PS"
