"""Rows of tables on a PDF page: each is put together cell by cell, so that no row is torn apart.

A table is known by its rules, or, where none are drawn, by gaps that stand under one another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.read.pdf_line import Line, Word
from ingest.read.pdf_rules import NEAR, Rule, Rules, distinct

_FULL = 0.9  # of a table's width, that a rule between two rows covers
_PROSE = 1500  # letters; a "row" with more is a page that is laid out in columns
_GAP = 1.2  # times the size of the letters: more is no space between two words
_FEWEST = 3  # rows of two columns without rules; of more columns, two rows tell enough
_ITEM = re.compile(r"(?:[•‣▪–—-]|\(?[A-Za-z0-9]{1,5}[.):]|\([ivxlc]+\)|§+|(?:\d+\.)+\d*)$")
_ROW_STEP = 0.85  # of the distance of two rows: lines that are nearer than that are of one row


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
    grids = [_Grid(tuple(across), tuple(upright)) for across, upright in groups.values() if across and upright]
    return sorted(grids, key=lambda grid: -grid.area)


def _ruled(lines: Sequence[Line], rules: Rules) -> tuple[list[Line], int]:
    """The lines with those of ruled tables in order, and how many rows there are."""
    rows = 0
    for grid in _grids(rules):
        inside = [line.row == 0 and any(map(grid.holds, line.words)) for line in lines]
        if not any(inside):
            continue
        parts = [part for line, within in zip(lines, inside, strict=True) if within for part in _parts(line, grid)]
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
    rows = [list(group) for _, group in groupby(sorted(parts, key=lambda part: part[0]), key=lambda part: part[0][0])]
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
        block = _block(lines, place)
        if table := _unruled(block, rows):
            rows = table[-1].row
            yield from table
            place += len(block)
        else:
            yield lines[place]
            place += 1


def _block(lines: Sequence[Line], place: int) -> list[Line]:
    """The lines from this one on that may be of one table: with gaps where it has some, or within its columns."""
    first = lines[place]
    starts = [cell[0].left for cell in _cells(first)]
    if first.row or len(starts) < 2:
        return []
    block = [first]
    for line in lines[place + 1 :]:
        above = block[-1]
        if line.row or above.bottom - line.bottom > 4 * first.size or line.bottom > first.bottom + NEAR:
            break
        cells = _cells(line)
        if not all(_column(cell, starts) is not None for cell in cells):
            break
        if len(cells) == 1 and _column(cells[0], starts) == 0:
            break
        block.append(line)
    return block


def _cells(line: Line) -> list[tuple[Word, ...]]:
    """The words of a line between its wide gaps; the sign of an item goes with what follows."""
    cells: list[list[Word]] = [[line.words[0]]]
    for word in line.words[1:]:
        lone = len(cells[-1]) == 1 and _ITEM.match(cells[-1][0].text) and len(cells) == 1
        if word.left - cells[-1][-1].right > _GAP * line.size and not lone:
            cells.append([word])
        else:
            cells[-1].append(word)
    return [tuple(cell) for cell in cells]


def _column(cell: Sequence[Word], starts: Sequence[float]) -> int | None:
    """Which column a cell begins; None where it begins none."""
    place = bisect_left(starts, cell[0].left - NEAR)
    return place if place < len(starts) and abs(starts[place] - cell[0].left) <= NEAR else None


def _unruled(block: Sequence[Line], rows: int) -> list[Line]:
    """The lines of a table without rules, row after row; none where it is none."""
    if not block:
        return []
    starts = [cell[0].left for cell in _cells(block[0])]
    heads = [line for line in block if _column(_cells(line)[0], starts) == 0]
    if len(heads) < (2 if len(starts) > 2 else _FEWEST):
        return []
    goes_on = sum(line.text[0].islower() for line in heads[1:])  # prose in columns runs on from line to line
    if goes_on > len(heads) / 3:
        return []
    tops = _row_tops(heads)
    found: list[Line] = []
    for line in block:
        row = sum(top > line.bottom - NEAR for top in tops)
        for cell in _cells(line):
            column = _column(cell, starts) or 0
            divided = line.divided and cell[-1] is line.words[-1]
            found.append(replace(line, words=cell, divided=divided, row=rows + max(row, 1), cell=(0, column)))
    return sorted(found, key=lambda line: (line.row, line.cell))


def _row_tops(heads: Sequence[Line]) -> list[float]:
    """Where rows begin: a line nearer to the one above than rows are apart, or with fewer cells, goes on."""
    full = max(len(_cells(line)) for line in heads)
    steps = [above.bottom - below.bottom for above, below in zip(heads, heads[1:], strict=False)]
    widest = max(steps)
    near = [step < _ROW_STEP * widest and step < 2 * heads[0].size for step in steps]
    tops = [heads[0].bottom]
    for line, is_near in zip(heads[1:], near, strict=True):
        if not (is_near and len(_cells(line)) < full):
            tops.append(line.bottom)
    return tops
