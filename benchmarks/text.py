"""Text to measure on: as much as is wanted, the same each time."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from core.sentences import sentences

SEED = 20161111
FRONT_MATTER = "---\n"
COMMENT = re.compile(r"<!--.*?-->")


def make_text(source: Path, folder: Path, *, size: int, files: int) -> None:
    """Writes about `size` bytes into `files` text files: the source's sentences, shuffled anew each round.

    Sentences come from the .md and .txt files of `source`; paragraphs have three to seven of them.
    """
    supplied = sorted({sentence for path in _sources(source) for sentence in _sentences(path)})
    if not supplied:
        raise FileNotFoundError(f"There are no .md or .txt files with sentences in {source}.")
    numbers = random.Random(SEED)
    supply = _endless(supplied, numbers)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        paragraphs: list[str] = []
        while sum(len(paragraph.encode()) for paragraph in paragraphs) < size / files:
            paragraphs.append(" ".join(next(supply) for _ in range(numbers.randint(3, 7))))
        (folder / f"{number:04}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")


def _sources(folder: Path) -> list[Path]:
    return sorted([*folder.rglob("*.md"), *folder.rglob("*.txt")])


def _sentences(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if text.startswith(FRONT_MATTER):
        text = text.partition(f"\n{FRONT_MATTER}")[2]
    for block in COMMENT.sub("", text).split("\n\n"):
        if not block.startswith(("#", "|")):
            found = (block[span.start : span.end] for span in sentences(block))
            yield from (" ".join(sentence.split()) for sentence in found if len(sentence.split()) > 3)


def _endless(supplied: list[str], numbers: random.Random) -> Iterator[str]:
    while True:
        numbers.shuffle(supplied)
        yield from supplied
