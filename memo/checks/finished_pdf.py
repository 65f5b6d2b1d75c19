"""Reads a finished memo from a PDF: its body as one stream of words, and the footnotes below the lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from statistics import median

from memo.checks.finished_file import (
    KEYWORD,
    Addition,
    FileKind,
    FoundMemo,
    FoundNote,
    FoundParagraph,
    UnreadableFile,
    named_in,
)
from memo.checks.pdf_spans import PdfPage, PdfRule, PdfSpan, pdf_words
from memo.content import NoteMark

_TYPESETTER = "Typst"  # Pincite's PDFs say that it made them
_RAISED = 0.12  # of the line's height: how far above it the number of a footnote stands
_SMALLER = 0.95  # of the text's size: footnotes are at most as large
_EDGE = 0.13  # of a page's height, at top and bottom: where headers and page numbers stand
_GAP = 1.6  # of a line's height: what parts headers and footers from the text
_LEVEL = 2.0  # points: lines on two pages within this stand at the same height
_NUMBERS = re.compile(r"[0-9]{1,5}(?:[,;\s]+[0-9]{1,5})*")
_PAGE_NUMBER = re.compile(r"(?:page )?\d+(?: ?(?:of|/) ?\d+)?", re.IGNORECASE)
_NAMED = re.compile(rf"{KEYWORD}([0-9a-f]{{8,64}})")


def read_pdf(content: bytes, name: str) -> FoundMemo:
    """The memo in the file; where its paragraphs end is not known. Raises UnreadableFile.

    Headers and page numbers are left out; words that no reader sees are kept apart.
    """
    words = pdf_words(content, name)
    pages = [_lines(page) for page in words.pages]
    if not any(pages):
        raise UnreadableFile(name, "it holds no words: is it a picture?", "Check the DOCX or the JSON.")
    every = [line for lines in pages for line in lines]
    pages = _without_margins(pages, words.pages)
    text_lines = {id(line) for lines in pages for line in lines}
    memo = _Memo(_text_size(pages))
    for page, lines in zip(words.pages, pages, strict=True):
        memo.take(lines, page.rules)
    body = memo.body()
    text = "".join(inline for inline in body if isinstance(inline, str))
    named = _NAMED.search(words.keywords)
    return FoundMemo(
        FileKind.PDF,
        named[1] if named else named_in(text),
        (FoundParagraph(body),),
        tuple(memo.notes()),
        hidden=tuple(span.text for page in words.pages for span in page.spans if not span.seen),
        notices=tuple(_notices(words.pages)),
        flowing=True,
        elsewhere=not words.creator.startswith(_TYPESETTER),
        attached=words.attached,
        additions=tuple(Addition(one.what, one.words) for page in words.pages for one in page.additions),
        margins=tuple(line.text for line in every if id(line) not in text_lines),
    )


def _notices(pages: Sequence[PdfPage]) -> Iterator[str]:
    """Pages that no program which writes memos makes so."""
    for number, page in enumerate(pages, start=1):
        if page.turned:
            yield f"Page {number} is shown turned by {page.turned} degrees."
        if not any(span.seen for span in page.spans):
            yield f"Page {number} has no words."


@dataclass
class _Line:
    """Spans on one height, in order."""

    spans: list[PdfSpan]

    @property
    def main(self) -> PdfSpan:
        """The longest span of those that are no marks: it says how large the line is and where it stands."""
        largest = max(span.size for span in self.spans)
        usual = [span for span in self.spans if span.size > _SMALLER * largest and not span.raised]
        return max(usual or self.spans, key=lambda span: len(span.text.strip()))

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(span.text for span in self.spans).strip()

    @property
    def number(self) -> int | None:
        """The raised number that it begins with: that of a footnote."""
        marks = self.marks(self.spans[self._begins]) if len(self.spans) > 1 else ()
        return marks[0] if len(marks) == 1 else None

    @property
    def unnumbered(self) -> list[PdfSpan]:
        """Its spans without that of its number."""
        rest = list(self.spans)
        del rest[self._begins]
        return rest

    @property
    def _begins(self) -> int:
        """Which span the line begins with: the last where the words before it are read from right to left."""
        first, last = self.spans[0], self.spans[-1]
        return -1 if last.left < first.left and not self.marks(first) else 0

    def marks(self, span: PdfSpan) -> tuple[int, ...]:
        """The numbers that the span raises above the line: "2, 3" -> (2, 3)."""
        if not _NUMBERS.fullmatch(span.text.strip()):
            return ()
        main = self.main
        lifted = main is not span and span.y - main.y > _RAISED * main.size and span.size < main.size
        numbers = tuple(int(number) for number in re.findall(r"\d+", span.text))
        return numbers if span.raised or lifted else ()


def _lines(page: PdfPage) -> list[_Line]:
    """The page's lines in the order of the file, of what a reader sees."""
    lines: list[_Line] = []
    for span in page.spans:
        if not span.seen:
            continue
        if lines and _goes_on(lines[-1], span):
            lines[-1].spans.append(span)
        else:
            lines.append(_Line([span]))
    return lines


def _goes_on(line: _Line, span: PdfSpan) -> bool:
    """Whether a span stands on the line's height, right of its last span, or left where words run so."""
    last = line.spans[-1]
    level = max(abs(span.y - line.main.y), abs(span.y - last.y)) < 0.6 * max(span.size, line.main.size)
    return level and (span.left >= last.right - span.size or span.right <= last.left + span.size)


def _text_size(pages: Sequence[Sequence[_Line]]) -> float:
    """The size of the lines that footnotes are marked in; without marks, that of most letters."""
    lines = [line for page in pages for line in page]
    marked = [line.main.size for line in lines if any(line.marks(span) for span in line.unnumbered)]
    if marked:
        return median(marked)
    numbered = [line.main.size for line in lines if line.number is not None]
    if numbered:  # all of them may be read from right to left, with the mark where footnotes begin
        return max(numbered)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.main.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _without_margins(pages: Sequence[list[_Line]], papers: Sequence[PdfPage]) -> list[list[_Line]]:
    """The lines without headers and footers: what the file marks so, else what comes again at the edge."""
    if any(_is_margin(line, paper) for lines, paper in zip(pages, papers, strict=True) for line in lines):
        return [
            [line for line in lines if not _is_margin(line, paper)]
            for lines, paper in zip(pages, papers, strict=True)
        ]
    places = Counter(place for lines in pages for place in set(map(_place, lines)))
    again = {place for place, count in places.items() if count > 1 and count > len(pages) / 2}
    return [_without_edges(lines, again) for lines in pages]


def _is_margin(line: _Line, paper: PdfPage) -> bool:
    at_edge = not _EDGE * paper.height < line.main.y < (1 - _EDGE) * paper.height
    return at_edge and all(span.margin for span in line.spans)


def _without_edges(lines: list[_Line], again: set[tuple[str, int]]) -> list[_Line]:
    """The lines without the first and the last ones, where they stand apart and on other pages too."""
    upwards = sorted(lines, key=lambda line: line.main.y)
    gone: list[_Line] = []
    for edge in (upwards, upwards[::-1]):
        apart = _apart(edge)
        if all(_place(line) in again or _PAGE_NUMBER.fullmatch(line.text) for line in apart):
            gone += apart
        gone += takewhile(lambda line: _place(line) in again, edge)  # also where text follows close
    return [line for line in lines if line not in gone]


def _apart(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines up to the first wide gap, at most three."""
    for count in range(1, min(4, len(lines))):
        one, other = lines[count - 1].main, lines[count].main
        if abs(one.y - other.y) > _GAP * max(one.size, other.size):
            return lines[:count]
    return ()


def _place(line: _Line) -> tuple[str, int]:
    """Its words without their numbers, and its height."""
    return re.sub(r"\d+", "#", line.text), round(line.main.y / _LEVEL)


@dataclass
class _Memo:
    """Body and footnotes as they come, page after page."""

    text_size: float
    _body: list[str | NoteMark] = field(default_factory=list)
    _notes: list[tuple[int, list[str]]] = field(default_factory=list)
    _rule: float | None = None  # how long the lines over footnotes are

    def take(self, lines: Sequence[_Line], rules: Sequence[PdfRule]) -> None:
        """Adds the lines of a page."""
        level = self._level(lines, rules)
        for line in lines:
            if level is not None and line.main.y < level:
                self._add_note(line)
            else:
                self._add_body(line)

    def body(self) -> tuple[str | NoteMark, ...]:
        """All words above the footnotes, with their marks."""
        found: list[str | NoteMark] = []
        for are_words, group in groupby(self._body, lambda piece: isinstance(piece, str)):
            pieces = list(group)
            found += ["".join(map(str, pieces))] if are_words else pieces
        return tuple(found)

    def notes(self) -> Iterator[FoundNote]:
        """The footnotes by their numbers."""
        for number, lines in self._notes:
            yield FoundNote(number, "\n".join(lines))

    def _level(self, lines: Sequence[_Line], rules: Sequence[PdfRule]) -> float | None:
        """The height below which the page has footnotes; None where it has none."""
        for rule in sorted(rules, key=lambda one: one.y):
            below = [line for line in lines if line.main.y < rule.y]
            if below and self._is_over_notes(rule, max(below, key=lambda line: line.main.y)):
                self._rule = rule.right - rule.left
                return rule.y
        numbered = [line for line in lines if line.number is not None and self._is_small(line)]
        return max(line.main.y + line.main.size for line in numbered) if numbered and not rules else None

    def _is_over_notes(self, rule: PdfRule, first: _Line) -> bool:
        """Whether footnotes begin below it, or one goes on from the page before."""
        if not self._is_small(first):
            return False
        as_before = self._rule is not None and abs(rule.right - rule.left - self._rule) < 1
        return first.number is not None or (as_before and bool(self._notes))

    def _is_small(self, line: _Line) -> bool:
        return line.main.size <= self.text_size * _SMALLER

    def _add_note(self, line: _Line) -> None:
        number = line.number
        if number is not None:
            self._notes.append((number, [_text(line.unnumbered)]))
        elif self._notes:
            self._notes[-1][1].append(_text(line.spans))
        else:
            self._body.append("\n" + line.text)

    def _add_body(self, line: _Line) -> None:
        self._body.append("\n")
        for span in line.spans:
            text = span.text.replace("\n", "")
            marks = line.marks(span)
            if marks:
                self._body += [NoteMark(number) for number in marks]
                text = text[len(text.rstrip()) :]
            if text:
                self._body.append(text)


def _text(spans: Sequence[PdfSpan]) -> str:
    return "".join(span.text for span in spans).replace("\n", "").strip()
