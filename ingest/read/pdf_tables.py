"""Rows of tables on a PDF page: each is put together cell by cell, so that no row is torn apart.

A table is known by its rules, or, where none are drawn, by gaps that stand under one another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ingest.read.pdf_line import Line, Word
from ingest.read.pdf_rules import NEAR, Rule, Rules, distinct

_FULL = 0.9  # of a table's width, that a rule between two rows covers
_PROSE = 1500  # letters; a "row" with more is a page that is laid out in columns
_GAP = 0.8  # times the size of the letters: more is no space between two words
_LEAST_GAP = 0.4  # the same where a column is known to begin
_ASIDE = 2.0  # points that the words of a column may begin beside one another
_BETWEEN = 0.25  # times the size of the letters: rows that stand apart have more between them
_APART = 8.0  # the same: what is farther down belongs to another table
_OTHER_SIZE = 0.08  # of the size of the letters, by which those of a heading differ
_FEWEST = 3  # rows of two columns without rules; of more columns, two rows tell enough
_ITEM = re.compile(r"(?:[•‣▪–—-]|\(?[A-Za-z0-9]{1,5}[.):]|§+|(?:\d+\.)+\d*)$")


@dataclass(frozen=True)
class _Grid:
    """Rules that hang together."""

    across: tuple[Rule, ...]
    upright: tuple[Rule, ...]

    @property
    def left(self) -> float:
        return min([rule.start for rule in self.across] + [rule.at for rule in self.upright])

    @property
    def right(self) -> float:
        return max([rule.end for rule in self.across] + [rule.at for rule in self.upright])

    @property
    def bottom(self) -> float:
        return min([rule.at for rule in self.across] + [rule.start for rule in self.upright])

    @property
    def top(self) -> float:
        return max([rule.at for rule in self.across] + [rule.end for rule in self.upright])

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)

    def holds(self, word: Word) -> bool:
        """Whether the word stands within the outermost rules."""
        x, y = _middle(word)
        return self.left - NEAR < x < self.right + NEAR and self.bottom - NEAR < y < self.top + NEAR

    def cell(self, word: Word) -> tuple[int, int, int]:
        """(row, row within it, column) of a word, from the top and the left."""
        x, y = _middle(word)
        width = self.right - self.left
        over = [rule for rule in self.across if rule.at > y]
        full = [rule.at for rule in over if rule.end - rule.start >= _FULL * width]
        row = len(distinct(full))
        lowest = min(full, default=self.top + 2 * NEAR)
        parts = [rule.at for rule in over if rule.at < lowest - NEAR and rule.start < x < rule.end]
        beside = [rule.at for rule in self.upright if rule.at < x and rule.start < y < rule.end]
        inner = [at for at in beside if at > self.left + NEAR]
        return row, len(distinct(parts)), len(distinct(inner))


def with_rows(lines: Sequence[Line], rules: Rules) -> tuple[Line, ...]:
    """The lines of a page, with those of each table in order of its rows and cells, and marked so."""
    placed, rows = _ruled(lines, rules)
    return tuple(_aligned(placed, rows))


def _middle(word: Word) -> tuple[float, float]:
    return (word.left + word.right) / 2, (word.bottom + word.top) / 2


def _grids(rules: Rules) -> list[_Grid]:
    """The rules by what they touch, the largest first: a table within a cell is a part of that."""
    names = list(range(len(rules.across) + len(rules.upright)))

    def root(name: int) -> int:
        while names[name] != name:
            names[name] = names[names[name]]
            name = names[name]
        return name

    for a, across in enumerate(rules.across):
        for u, upright in enumerate(rules.upright, start=len(rules.across)):
            level = across.start - NEAR <= upright.at <= across.end + NEAR
            if level and upright.start - NEAR <= across.at <= upright.end + NEAR:
                names[root(u)] = root(a)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for name in range(len(names)):
        across_of, upright_of = groups.setdefault(root(name), ([], []))
        if name < len(rules.across):
            across_of.append(rules.across[name])
        else:
            upright_of.append(rules.upright[name - len(rules.across)])
    grids = [
        _Grid(tuple(across), tuple(upright)) for across, upright in groups.values() if across and upright
    ]
    return sorted(grids, key=lambda grid: -grid.area)


def _ruled(lines: Sequence[Line], rules: Rules) -> tuple[list[Line], int]:
    """The lines with those of ruled tables in order, and how many rows there are."""
    rows = 0
    for grid in _grids(rules):
        inside = [line.row == 0 and any(map(grid.holds, line.words)) for line in lines]
        if not any(inside):
            continue
        parts = [
            part for line, within in zip(lines, inside, strict=True) if within for part in _parts(line, grid)
        ]
        table = list(_rows(parts, rows))
        if not table:
            continue
        first = inside.index(True)
        rows = max(line.row for line in table) if any(line.row for line in table) else rows
        after = [line for line, within in zip(lines[first:], inside[first:], strict=True) if not within]
        lines = [*lines[:first], *table, *after]
    return list(lines), rows


_Part = tuple[tuple[int, int, int], Line]


def _parts(line: Line, grid: _Grid) -> Iterator[_Part]:
    """A line, cut where it goes from one cell into the next; what stands outside goes with its neighbour."""
    last = line.words[-1]
    cells = [(grid.cell(word) if grid.holds(word) else None, word) for word in line.words]
    for cell, group in groupby(cells, key=lambda pair: pair[0]):
        words = tuple(word for _, word in group)
        divided = line.divided and words[-1] is last
        yield cell or grid.cell(words[0]), replace(line, words=words, divided=divided)


def _rows(parts: Sequence[_Part], before: int) -> Iterator[Line]:
    """The lines of a table, row after row; nothing where it is a frame around text, or a page's layout."""
    rows = [
        list(group)
        for _, group in groupby(sorted(parts, key=lambda part: part[0]), key=lambda part: part[0][0])
    ]
    if not any(_is_row(row) for row in rows):
        return
    for number, row in enumerate(rows, start=before + 1):
        if not _is_row(row):
            yield from (line for _, line in row)
            continue
        for (_, part, column), line in row:
            yield replace(line, row=number, cell=(part, column))


def _is_row(row: Sequence[_Part]) -> bool:
    several = len({cell for cell, _ in row}) > 1
    return several and sum(len(line.text) for _, line in row) <= _PROSE


def _aligned(lines: Sequence[Line], rows: int) -> Iterator[Line]:
    """The lines with those of tables without rules marked: found by gaps that stand under one another."""
    place = 0
    while place < len(lines):
        length, table = _unruled(lines, place, rows)
        if table:
            rows = table[-1].row
            yield from table
            place += length
        else:
            yield lines[place]
            place += 1


def _unruled(lines: Sequence[Line], place: int, rows: int) -> tuple[int, list[Line]]:
    """How many lines from this place on are a table without rules, and its rows; none where there is none."""
    first = lines[place]
    starts = _starts(first)
    if first.row or len(starts) < 2:
        return 0, []
    length = _length(lines[place:], starts)
    parts = [part for line in lines[place : place + length] for part in _columns(line, starts)]
    found = [row for band in _bands(parts) for row in _rows_of(band)]
    while found and len({cell for cell, _ in found[-1]}) == 1:
        length -= len(
            found.pop()
        )  # below the first column alone stands no row: a heading, the next paragraph
    taken = [line for row in found for _, line in row]
    if _words(taken) != _words(lines[place : place + length]):
        return 0, []  # what was taken off is not the end of it
    several = [row for row in found if len({cell for cell, _ in row}) > 1]
    goes_on = sum(row[0][0][1] == 0 and row[0][1].text[0].islower() for row in several[1:])
    if len(several) < (2 if len(starts) > 2 else _FEWEST) or goes_on > len(several) / 3:
        return 0, []  # prose in columns runs on from line to line
    return length, [
        replace(line, row=number, cell=cell)
        for number, row in enumerate(found, start=rows + 1)
        for cell, line in row
    ]


def _words(lines: Sequence[Line]) -> Counter[Word]:
    return Counter(word for line in lines for word in line.words)


def _starts(line: Line) -> list[float]:
    """Where the line begins, and begins again after wide gaps; the sign of an item goes with what follows."""
    starts = [line.left]
    for number, (before, word) in enumerate(pairwise(line.words)):
        is_item = number == 0 and _ITEM.match(before.text)
        if word.left - before.right > _GAP * line.size and not is_item:
            starts.append(word.left)
    return starts


def _length(lines: Sequence[Line], starts: Sequence[float]) -> int:
    """How many of the lines may be of one table: each part begins a column, and ends before the next one."""
    first, lowest = lines[0], lines[0].bottom
    for count, line in enumerate(lines):
        alike = abs(line.points - first.points) <= _OTHER_SIZE * first.points
        within = lowest - _APART * first.size < line.bottom <= first.bottom + NEAR
        parts = _columns(line, starts)
        if line.row or not alike or not within or not all(_fits(part, starts) for part in parts):
            return count
        lowest = min(lowest, *(part.bottom for _, part in parts))
    return len(lines)


_Cell = tuple[tuple[int, int], Line]  # (row within the row, column), words


def _columns(line: Line, starts: Sequence[float]) -> list[tuple[int, Line]]:
    """The line, cut where a column begins, each part with its column; -1: it begins nowhere."""
    found: list[tuple[int, list[Word]]] = []
    for word in line.words:
        column = next((n for n, start in enumerate(starts) if abs(start - word.left) <= _ASIDE), -1)
        before = found[-1][1][-1] if found else None
        parted = (
            before is None or word.left - before.right > _LEAST_GAP * line.size or word.left < before.left
        )
        if before is None or (parted and column >= 0):
            found.append((column, [word]))
        else:
            found[-1][1].append(word)
    last = line.words[-1]
    return [
        (column, replace(line, words=tuple(words), divided=line.divided and words[-1] is last))
        for column, words in found
    ]


def _fits(part: tuple[int, Line], starts: Sequence[float]) -> bool:
    column, line = part
    return column >= 0 and (column + 1 == len(starts) or line.right < starts[column + 1])


def _bands(parts: Sequence[tuple[int, Line]]) -> list[list[tuple[int, Line]]]:
    """The parts by what stands apart from the rest above and below, the uppermost first."""
    bands: list[list[tuple[int, Line]]] = []
    lowest = 0.0
    for column, line in sorted(parts, key=lambda part: -part[1].bottom):
        if bands and lowest - (line.bottom + line.size) <= _BETWEEN * line.size:
            bands[-1].append((column, line))
            lowest = min(lowest, line.bottom)
        else:
            bands.append([(column, line)])
            lowest = line.bottom
    return bands


def _rows_of(band: Sequence[tuple[int, Line]]) -> list[list[_Cell]]:
    """The rows of a band: one a line where each line begins with the first column and goes on in others.

    Else some cell goes on in the next line, and the band is one row: cell by cell, or, where several lines
    are rows by themselves and nobody can tell which of them the others belong to, line by line.
    """
    size = band[0][1].size
    levels: list[list[tuple[int, Line]]] = []
    for column, line in band:
        if levels and levels[-1][0][1].bottom - line.bottom < size / 3:
            levels[-1].append((column, line))
        else:
            levels.append([(column, line)])
    columns = [{column for column, _ in level} for level in levels]
    if all(0 in found and len(found) > 1 for found in columns):
        return [sorted((((0, column), line) for column, line in level), key=_place) for level in levels]
    widest = max(map(len, columns))
    by_level = sum(len(found) == widest for found in columns) > 1
    cells = [
        ((number if by_level else 0, column), line)
        for number, level in enumerate(levels)
        for column, line in level
    ]
    return [sorted(cells, key=_place)]


def _place(cell: _Cell) -> tuple[int, int]:
    return cell[0]
