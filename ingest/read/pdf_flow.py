"""Lines of all pages become one text: paragraphs, divided words made whole, headings by size."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.types import Box, Heading, Layout, Page, Span
from ingest.read.blocks import HeadingPath
from ingest.read.pdf_line import Line, Word
from ingest.read.pdf_page import Sheet

_PARAGRAPH_GAP = 1.25  # times the usual distance of two lines
_OTHER_SIZE = 1.08  # letters that differ by more belong to another paragraph
_HEADING_SIZE = 1.12  # times the size of most letters
_HEADING_LENGTH = 160
_HEADING_LEVELS = 4
_ENDED = re.compile(r"[.:;?!][\"'”’)\]]*$")
_ITEM = re.compile(r"(?:[•‣▪–—-]|\(?[a-z0-9]{1,4}[.)]|\([ivxlc]+\)|§+)$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AND = {"and", "or", "und", "et", "y", "e", "o"}


@dataclass(frozen=True)
class _Placed:
    """A line and the page it stands on."""

    line: Line
    page: int


def flow(sheets: Sequence[Sheet]) -> tuple[str, Layout]:
    """The text of the pages in order, with a box for each word (two for a word on two lines)."""
    lines = [_Placed(line, sheet.number) for sheet in sheets for line in sheet.lines]
    writing = _Writing(sheets, _vocabulary(lines))
    sizes = _heading_sizes(lines)
    for paragraph in _paragraphs(lines):
        writing.add(paragraph, sizes)
    return writing.finished()


def _paragraphs(lines: Sequence[_Placed]) -> list[list[_Placed]]:
    leading, usual = _leading(lines), _usual_size(lines)
    paragraphs: list[list[_Placed]] = []
    for count, placed in enumerate(lines):
        larger = max(1.0, placed.line.points / usual)  # a title's lines stand farther apart
        if count and not _breaks(lines, count, leading * larger):
            paragraphs[-1].append(placed)
        else:
            paragraphs.append([placed])
    return paragraphs


def _leading(lines: Sequence[_Placed]) -> float:
    """The usual distance of a line to the next one in its paragraph."""
    steps = [
        round(above.line.bottom - below.line.bottom, 1)
        for above, below in itertools.pairwise(lines)
        if above.page == below.page
        and not (above.line.row or below.line.row)
        and 0 < above.line.bottom - below.line.bottom < 4 * above.line.size
    ]
    return Counter(steps).most_common(1)[0][0] if steps else 0.0


def _breaks(lines: Sequence[_Placed], index: int, leading: float) -> bool:
    """Whether a paragraph begins with this line."""
    above, below = lines[index - 1], lines[index]
    previous, line = above.line, below.line
    if previous.row or line.row:
        return above.page != below.page or previous.row != line.row
    if previous.divided:
        return False
    if max(previous.points, line.points) > _OTHER_SIZE * min(previous.points, line.points):
        return True
    step = previous.bottom - line.bottom
    if above.page != below.page or step < -line.size:  # the top of a page or column
        return _breaks_over(lines, index)
    if abs(step) < line.size / 3:  # side by side
        return False
    if step > _PARAGRAPH_GAP * max(leading, line.size):
        return True
    ended = bool(_ENDED.search(previous.text))
    if _ITEM.match(line.words[0].text) and (ended or previous.left != line.left):
        return True
    indented = line.left > previous.left + line.size / 2
    return (ended and indented) or _ends_early(lines, index)


def _breaks_over(lines: Sequence[_Placed], index: int) -> bool:
    """The same for the first line of a page or column: a full line above it runs on."""
    above, line = lines[index - 1], lines[index].line
    ended = bool(_ENDED.search(above.line.text))
    if line.text[0].islower() and not ended:
        return False
    if _ITEM.match(line.words[0].text):
        return True
    beside = [
        placed.line.right
        for placed in lines[max(index - 5, 0) : index - 1]
        if placed.page == above.page and abs(placed.line.left - above.line.left) < 2 * line.size
    ]
    if not beside:
        return True
    word = line.words[0].right - line.words[0].left
    had_room = above.line.right + word + line.size < max(beside)
    following = lines[index + 1].line if index + 1 < len(lines) else line
    indented = line.left > following.left + line.size / 2
    return had_room or (ended and indented)


def _ends_early(lines: Sequence[_Placed], index: int) -> bool:
    """Whether this line's first word had room above: then the line above ended on purpose."""
    previous, line = lines[index - 1].line, lines[index].line
    if abs(previous.left - line.left) > 2 * line.size:
        return False
    neighbours = [lines[near].line for near in (index - 2, index, index + 1) if 0 <= near < len(lines)]
    edge = max(
        (near.right for near in neighbours if abs(near.left - line.left) < 2 * line.size),
        default=previous.right,
    )
    word = line.words[0].right - line.words[0].left
    return previous.right + word + line.size < edge


def _heading_sizes(lines: Sequence[_Placed]) -> list[float]:
    """Letter sizes larger than that of most letters, largest first."""
    usual = _usual_size(lines)
    sizes = {_rounded(placed.line.points) for placed in lines}
    return sorted((size for size in sizes if size >= _HEADING_SIZE * usual), reverse=True)


def _usual_size(lines: Sequence[_Placed]) -> float:
    """The size of most letters."""
    letters: Counter[float] = Counter()
    for placed in lines:
        letters[_rounded(placed.line.points)] += len(placed.line.text)
    return letters.most_common(1)[0][0] if letters else 1.0


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _vocabulary(lines: Sequence[_Placed]) -> set[str]:
    """The words that stand whole on a line."""
    words: set[str] = set()
    for placed in lines:
        whole = placed.line.words[:-1] if placed.line.divided else placed.line.words
        for word in whole:
            words.update(found.lower() for found in _LETTERS.findall(word.text))
    return words


class _Writing:
    """Puts words one after the other and notes where each came to stand."""

    def __init__(self, sheets: Sequence[Sheet], vocabulary: set[str]) -> None:
        self._sheets = sheets
        self._vocabulary = vocabulary
        self._parts: list[str] = []
        self._length = 0
        self._boxes: list[Box] = []
        self._headings: list[Heading] = []
        self._paragraphs: list[Span] = []
        self._starts: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self._path = HeadingPath()
        self._in_table = False

    def add(self, paragraph: Sequence[_Placed], heading_sizes: list[float]) -> None:
        """Writes one paragraph; one in large letters is also a heading."""
        row = paragraph[0].line.row
        if self._length:
            self._write("\n" if row and self._in_table else "\n\n")
        self._in_table = bool(row)
        start, first_part = self._length, len(self._parts)
        for count, placed in enumerate(paragraph):
            if count:
                self._join(paragraph[count - 1].line, placed.line)
            for number, word in enumerate(placed.line.words):
                if number:
                    self._write(" ")
                self._word(word, placed.page)
        self._paragraphs.append(Span(start, self._length))
        size = statistics.median(placed.line.points for placed in paragraph)
        title = "".join(self._parts[first_part:]) if _rounded(size) in heading_sizes and not row else ""
        if title and len(title) <= _HEADING_LENGTH and any(map(str.isalpha, title)):
            level = min(heading_sizes.index(_rounded(size)) + 1, _HEADING_LEVELS)
            self._headings.append(Heading(start, self._path.enter(level, title)))

    def finished(self) -> tuple[str, Layout]:
        """The text and its layout."""
        pages, offset = [], 0
        for sheet in self._sheets:
            start = self._starts.get(sheet.number, offset)
            offset = self._ends.get(sheet.number, start)
            pages.append(Page(sheet.number, start, offset, round(sheet.width, 2), round(sheet.height, 2)))
        layout = Layout(tuple(self._headings), tuple(self._paragraphs), tuple(pages), tuple(self._boxes))
        return "".join(self._parts), layout

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def _word(self, word: Word, page: int) -> None:
        self._starts.setdefault(page, self._length)
        start = self._length
        self._write(word.text)
        self._ends[page] = self._length
        self._boxes.append(Box(start, self._length, page, word.left, word.bottom, word.right, word.top))

    def _join(self, above: Line, below: Line) -> None:
        """What stands between two lines of a paragraph: a space, a hyphen or nothing."""
        if below.row and below.cell != above.cell:
            passed = below.cell[1] - above.cell[1] if below.cell[0] == above.cell[0] else 1
            self._write(" " + "| " * passed)
            return
        last, first = above.words[-1].text, below.words[0].text
        hyphen = last.endswith("-") and len(last) > 1 and last[-2].isalpha() and first[0].isalpha()
        if not above.divided and not hyphen:
            self._write(" ")
            return
        seam = self._seam(last.removesuffix("-"), first)
        if hyphen and not seam:
            self._parts[-1] = self._parts[-1].removesuffix("-")
            self._shorten_box()
        elif above.divided:
            self._write(seam)
        elif seam == "- ":
            self._write(" ")

    def _shorten_box(self) -> None:
        self._length -= 1
        box = self._boxes.pop()
        self._boxes.append(Box(box.start, self._length, box.page, box.left, box.bottom, box.right, box.top))
        self._ends[box.page] = self._length

    def _seam(self, last: str, first: str) -> str:
        """Whether the hyphen at a line's end belongs to the word: "trade-|secret" but "infor|mation".

        The document's other words decide; where they are silent, the hyphen only divided the word.
        """
        left = _LETTERS.findall(last)
        right = _LETTERS.findall(first)
        if not left or not right:
            return "-"
        head, tail = left[-1].lower(), right[0].lower()
        if tail in _AND:
            return "- "
        if head + tail in self._vocabulary:
            return ""
        compound = f"{head}-{tail}" in self._vocabulary
        both = head in self._vocabulary and tail in self._vocabulary and len(head) > 2
        capital = first[0].isupper()
        return "-" if compound or both or capital else ""
