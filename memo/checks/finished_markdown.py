"""Reads a finished memo from a Markdown file: its words without the signs that make them Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from memo.checks.finished_file import FileKind, FoundMemo, FoundNote, FoundParagraph, UnreadableFile, named_in
from memo.content import NoteMark

_DEFINITION = re.compile(r"\[\^(\d{1,6})\]: ?")
_LABEL = re.compile(r"\*\*.+\*\*")  # over the memo, where it has one
_BLOCK = re.compile(r"\n(?:[ \t]*\n)+")
_LEAD = re.compile(r"^(?:>[ ]?|#{1,6} |- )", re.MULTILINE)
_RULE = re.compile(r"^\|(?: *:?-+:? *\|)+$")
_CELL_END = re.compile(r"(?<!\\)\|")
_SIGN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|\\(?P<line>\n)|\[\^(?P<mark>\d{1,6})\]|(?P<code>`+)(?P<inside>.+?)(?P=code)"
    r"|(?P<entity>&#?\w{1,10};)|(?P<emphasis>\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\S)(?<!_)_{1,3}(?!\w))",
    re.DOTALL,
)
_COMMENT = re.compile(r"(?<!\\)<!--.*?(?:-->|\Z)", re.DOTALL)  # may go on over many paragraphs
_INDENTED = re.compile(r" {0,3}\t| {4}")  # shown as it is written, with no sign in it
_FENCED = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.DOTALL | re.MULTILINE)  # and so is this


def read_markdown(content: bytes, name: str) -> FoundMemo:
    """The memo in the file. Raises UnreadableFile."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UnreadableFile(name, "it is no text in UTF-8", "Save it again as UTF-8.") from error
    notes: list[FoundNote] = []
    paragraphs: list[FoundParagraph] = []
    hidden: list[str] = []
    margins: list[str] = []
    hidden += _COMMENT.findall(text)
    text = _FENCED.sub(lambda code: code[0].replace("[^", "\\[^"), _COMMENT.sub("", text))
    for place, block in enumerate(_BLOCK.split(text.lstrip("\n"))):
        definition = _DEFINITION.match(block)
        if not place and _LABEL.fullmatch(block.rstrip()):
            margins.append(_text(block))
        elif definition:
            notes += _notes(block)
        elif notes and block.startswith("    "):
            last = notes.pop()
            notes.append(FoundNote(last.number, f"{last.text}\n{_text(block)}", last.hidden))
        elif _INDENTED.match(block):
            paragraphs.append(FoundParagraph((block,)))
        else:
            paragraphs += _paragraphs(block)
    notes, repeated = _first_of_each(notes)
    hidden += repeated
    named = named_in("\n".join(one.text for one in paragraphs))
    return FoundMemo(
        FileKind.MARKDOWN, named, tuple(paragraphs), tuple(notes), tuple(hidden), margins=tuple(margins)
    )


def _first_of_each(notes: list[FoundNote]) -> tuple[list[FoundNote], list[str]]:
    """The footnotes that are shown, and the words of those whose number another had before."""
    first: dict[int, FoundNote] = {}
    repeated = [note.text for note in notes if first.setdefault(note.number, note) is not note]
    return list(first.values()), repeated


def _notes(block: str) -> Iterator[FoundNote]:
    """The footnotes of a block: each line that begins one, with the lines behind it."""
    starts = [match.start() for match in re.finditer(rf"^{_DEFINITION.pattern}", block, re.MULTILINE)]
    for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
        definition = _DEFINITION.match(block, start)
        if definition:
            words = _text(block[definition.end() : end])
            yield FoundNote(int(definition[1]), words)


def _paragraphs(block: str) -> Iterator[FoundParagraph]:
    pieces = [block]
    if block.lstrip().startswith("|"):
        lines = [line for line in block.strip().split("\n") if not _RULE.match(line)]
        pieces = [cell for line in lines for cell in _CELL_END.split(line)]
    elif block.lstrip().startswith("- "):
        pieces = re.split(r"^- ", block, flags=re.MULTILINE)
    for piece in pieces:
        paragraph = FoundParagraph(tuple(_words(_LEAD.sub("", piece))))
        if paragraph.text.strip() or paragraph.marks:
            yield paragraph


def _text(text: str) -> str:
    return "".join(part for part in _words(text) if isinstance(part, str))


def _words(text: str) -> Iterator[str | NoteMark]:
    """The words as they are read, and the marks among them."""
    done = 0
    for sign in _SIGN.finditer(text):
        yield text[done : sign.start()]
        done = sign.end()
        if sign["mark"]:
            yield NoteMark(int(sign["mark"]))
        elif sign["entity"]:
            yield html.unescape(sign["entity"])
        else:
            yield sign["escaped"] or sign["line"] or sign["inside"] or ""
    yield text[done:]
