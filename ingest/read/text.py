"""Plain text: decoded, line ends made "\\n", and otherwise left exactly as it is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.types import Heading, Layout, Reading, Span
from ingest.read.blocks import HeadingPath
from ingest.read.characters import count_smuggled
from ingest.read.errors import Damaged, Empty
from ingest.read.metadata import describe

# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 256 * 1024  # bytes that the encoding is judged by
_WESTERN = {"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "latin_1", "mac_roman", "cp437", "cp850"}
_LONG_LINE = 160  # a block of such lines holds a paragraph a line
_HEADING_LENGTH = 100
_DIVISION = re.compile(r"(?:title|part|chapter|annex|schedule)\s+(?:[ivxlc]+|\d+|[a-z])\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:§+|section|sec\.|article|art\.)\s*\d", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)[.)]?\s+[A-Z]")


@dataclass(frozen=True)
class Decoded:
    """The text of some bytes, and what the user must be told of its encoding."""

    text: str
    notices: tuple[str, ...] = ()


def read(content: bytes, name: str) -> Reading:
    """The file's text to the letter. Raises Empty where it holds nothing but white space."""
    decoded = decode(content, name)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Empty(name, "it holds no text", "Check that the right file was added.")
    layout = _layout(text)
    first = layout.headings[0] if layout.headings else None
    opens = first is not None and first.start == layout.paragraphs[0].start
    metadata, _ = describe(name, {}, {"title": first.path[-1] if first and opens else None})
    hidden = count_smuggled(text)
    notices = (f"holds {hidden} invisible characters, which may hide words",) if hidden else ()
    return Reading(text, layout, metadata, "text/plain", notices=decoded.notices + notices)


def decode(content: bytes, name: str, declared: str | None = None) -> Decoded:
    """Text by its byte order mark, else as UTF-8, else as declared, else by the likeliest encoding."""
    try:
        for mark, encoding in _MARKS:
            if content.startswith(mark):
                return Decoded(content.decode(encoding))
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        if error.encoding.startswith(("utf-16", "utf-32")):
            raise Damaged(
                name, f"its {error.encoding} text is cut off or broken", "Save it again as UTF-8."
            ) from error
    repaired = content.decode("utf-8", errors="replace")
    broken = repaired.count("\ufffd")
    # Where nearly all is UTF-8, a few bad bytes must not turn each "§" of the file into "Â§".
    if broken * 10 <= sum(letter > "\x7f" for letter in repaired) - broken:
        return Decoded(repaired, (f"{broken} damaged characters are shown as \ufffd",))
    if declared and _decodes(content, declared):
        return Decoded(content.decode(declared))
    likeliest = _likeliest(content)
    if likeliest is None:
        raise Damaged(name, "its letters are in no known encoding", "Save it again as UTF-8.")
    return Decoded(content.decode(likeliest), (f"is not UTF-8; it was read as {likeliest}",))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _likeliest(content: bytes) -> str | None:
    from charset_normalizer import from_bytes  # here, because nearly every file is UTF-8

    best = from_bytes(content[:_SAMPLE]).best()
    # Short Western texts fit several code pages alike; Windows' own is by far the commonest.
    if (best is None or best.encoding in _WESTERN) and _decodes(content, "cp1252"):
        return "cp1252"
    return best.encoding if best and _decodes(content, best.encoding) else None


def heading_level(line: str) -> int:
    """The level of a line that stands alone, 0 where it is not certainly a heading.

    "CHAPTER IV" -> 1, "§ 1836. Civil proceedings" -> 2, "2.1 Scope" -> 3, "He said so." -> 0
    """
    if len(line) > _HEADING_LENGTH or line.endswith((".", ";", ":", ",")):
        return 0
    if _DIVISION.match(line):
        return 1
    if _ARTICLE.match(line):
        return 2
    if numbered := _NUMBERED.match(line):
        return 2 + numbered[1].count(".")
    return 1 if line.isupper() and sum(map(str.isalpha, line)) > 3 else 0


def _layout(text: str) -> Layout:
    headings: list[Heading] = []
    paragraphs: list[Span] = []
    path = HeadingPath()
    for lines in _line_groups(text):
        line = text[lines[0].start : lines[0].end]
        level = heading_level(line) if len(lines) == 1 else 0
        if level:
            headings.append(Heading(lines[0].start, path.enter(level, line)))
        if lines[-1].end - lines[0].start > _LONG_LINE * len(lines):
            paragraphs.extend(lines)
        else:
            paragraphs.append(Span(lines[0].start, lines[-1].end))
    return Layout(headings=tuple(headings), paragraphs=tuple(paragraphs))


def _line_groups(text: str) -> Iterator[list[Span]]:
    """Runs of lines with something on them, each line without the blanks around it."""
    group: list[Span] = []
    start = 0
    for line in text.split("\n"):
        if words := line.strip():
            left = start + len(line) - len(line.lstrip())
            group.append(Span(left, left + len(words)))
        elif group:
            yield group
            group = []
        start += len(line) + 1
    if group:
        yield group
