"""Words and lines of a PDF page, with their places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Word:
    """A word, or the part of one that stands on this line."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    points: float = 0.0  # the size of its letters as the file states it; 0: not known


@dataclass(frozen=True)
class Line:
    """Words side by side; `divided` where the last one goes on in the next line."""

    words: tuple[Word, ...]
    divided: bool = False
    row: int = 0  # of the tables on its page, from 1; 0: it is in none
    cell: tuple[int, int] = (0, 0)  # within the row: a row of its own where some cells are merged, column

    @property
    def left(self) -> float:
        """Where the first word begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return max(word.right for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge of the first word."""
        return self.words[0].bottom

    @cached_property
    def size(self) -> float:
        """The height of the letters, tallest word."""
        return max(word.top - word.bottom for word in self.words)

    @cached_property
    def points(self) -> float:
        """The size of the letters as the file states it, else as they measure, largest word.

        Letters of one fount measure more or less, as they have strokes above and below.
        """
        return max(word.points or word.top - word.bottom for word in self.words)

    @cached_property
    def text(self) -> str:
        """The words with spaces between them."""
        return " ".join(word.text for word in self.words)
