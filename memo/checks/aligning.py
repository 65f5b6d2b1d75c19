"""Which paragraph and which footnote of a file is which of the finished memo that was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property
from itertools import pairwise

from memo.checks.comparing import (
    Bag,
    Vocabulary,
    Words,
    bag_of,
    kept_words,
    likeness,
    paired,
    steps,
    words_of,
)
from memo.checks.finished_file import FoundMemo, FoundNote, FoundParagraph
from memo.content import BlockKind, ContentBlock, Memo, NoteMark, Run, Table

LEAST_LIKE = 0.5  # the share of words below which a paragraph or footnote is another one
SAME_PLACE = 0.3  # what it weighs that a footnote stands at the same statement, or a statement has the same


class PartKind(StrEnum):
    """What a paragraph of the kept memo is to the check."""

    STATEMENT = "statement"
    EXCERPT = "excerpt"
    LOG = "verification log"
    OTHER = "other"  # headings, own words, remarks: they cite nothing


_PARTS = {
    BlockKind.STATEMENT: PartKind.STATEMENT,
    BlockKind.SIDE: PartKind.STATEMENT,
    BlockKind.EXCERPT: PartKind.EXCERPT,
}


@dataclass(frozen=True)
class Paragraph:
    """Words, and the numbers of the footnotes that they are marked with."""

    words: Words
    marks: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()  # of each mark: how many of the words stand behind it


@dataclass(frozen=True)
class KeptParagraph(Paragraph):
    """A paragraph as the memo was finished; its marks are the kept memo's numbers."""

    part: PartKind = PartKind.OTHER
    statement: int | None = None
    block: BlockKind | None = None  # None: a cell of a table


@dataclass(frozen=True)
class Alignment:
    """Places in `kept` and `found` paragraphs, and numbers of notes, that belong together."""

    kept: tuple[KeptParagraph, ...]
    found: tuple[Paragraph, ...]
    paragraphs: Mapping[int, int]  # place among the kept -> place among the found
    notes: Mapping[int, FoundNote]  # number in the kept memo -> the file's footnote

    @cached_property
    def kept_numbers(self) -> Mapping[int, int]:
        """The file's number of a footnote -> its number in the kept memo."""
        return {note.number: kept for kept, note in self.notes.items()}


def align(memo: Memo, file: FoundMemo) -> Alignment:
    """Lays the file beside the kept memo: what is the same first, wherever it stands, then what is alike."""
    kept = kept_paragraphs(memo)
    if file.flowing:
        file = _with_whole_words(file, kept, memo)
    found = _as_kept(kept, [_paragraph(one) for one in file.paragraphs], flowing=file.flowing)
    by_words = _paired(kept, found, {})
    notes = _paired_notes(memo, file, kept, found, by_words)
    numbers = {note.number: number for number, note in notes.items()}
    return Alignment(tuple(kept), tuple(found), _paired(kept, found, numbers), notes)


def _with_whole_words(file: FoundMemo, kept: Sequence[KeptParagraph], memo: Memo) -> FoundMemo:
    """The file with words whole that a line's end has cut in two."""
    expected = [word for one in kept for word in one.words]
    expected += [word for note in memo.notes for word in kept_words(note.text)]
    known = Vocabulary(expected)
    paragraphs = tuple(
        FoundParagraph(
            tuple(known.joined(part) if isinstance(part, str) else part for part in paragraph.inlines)
        )
        for paragraph in file.paragraphs
    )
    notes = tuple(replace(note, text=known.joined(note.text)) for note in file.notes)
    return replace(file, paragraphs=paragraphs, notes=notes)


def kept_paragraphs(memo: Memo) -> list[KeptParagraph]:
    """The paragraphs of the kept memo, cells of tables too, but for empty ones."""
    kept: list[KeptParagraph] = []
    for block, part in _with_parts(memo.blocks):
        kept += (one for one in _kept(block, part) if one.words or one.marks)
    return kept


def _with_parts(blocks: Sequence[ContentBlock | Table]) -> Iterator[tuple[ContentBlock | Table, PartKind]]:
    """Each block with what it is; the remarks right over the table of the log are part of the log."""
    parts = [
        PartKind.LOG if isinstance(one, Table) else _PARTS.get(one.kind, PartKind.OTHER) for one in blocks
    ]
    for place in range(len(blocks) - 2, -1, -1):
        block = blocks[place]
        remark = isinstance(block, ContentBlock) and block.kind is BlockKind.REMARK
        if remark and parts[place + 1] is PartKind.LOG:
            parts[place] = PartKind.LOG
    return zip(blocks, parts, strict=True)


def _kept(block: ContentBlock | Table, part: PartKind) -> Iterator[KeptParagraph]:
    if isinstance(block, Table):
        for row in (block.head, *block.rows):
            yield from (KeptParagraph(kept_words(cell), part=part) for cell in row)
        return
    between = " " if block.kind is BlockKind.FIELD else ""  # writers set its name apart from its value
    text = between.join(part.text for part in block.inlines if isinstance(part, Run))
    marks = [(place, one.number) for place, one in enumerate(block.inlines) if isinstance(one, NoteMark)]
    behind = tuple(_words_behind(block, place) for place, _ in marks)
    numbers = tuple(number for _, number in marks)
    yield KeptParagraph(kept_words(text), numbers, behind, part, block.statement, block.kind)


def _words_behind(block: ContentBlock, place: int) -> int:
    return len(kept_words("".join(one.text for one in block.inlines[place:] if isinstance(one, Run))))


def _paragraph(found: FoundParagraph) -> _Marked:
    """Its words, and after how many of them each mark stands."""
    marks: list[tuple[int, int]] = []
    count, inside = 0, False  # words so far; whether the last of them may go on
    for part in found.parts:
        if isinstance(part, NoteMark):
            marks.append((count, part.number))
        elif words := words_of(part):
            count += len(words) - (inside and not part[0].isspace())
            inside = not part[-1].isspace()
        elif part.isspace():
            inside = False
    words = words_of(found.text)
    return _Marked(words, tuple((min(place, len(words)), number) for place, number in marks))


@dataclass(frozen=True)
class _Marked:
    """Words, and the marks among them: after how many words, and which number."""

    words: Words
    marks: tuple[tuple[int, int], ...]

    @property
    def paragraph(self) -> Paragraph:
        """The same as a paragraph."""
        numbers = tuple(number for _, number in self.marks)
        return Paragraph(self.words, numbers, tuple(len(self.words) - place for place, _ in self.marks))

    def cut(self, places: Sequence[int]) -> list[_Marked]:
        """The pieces between these places; a mark belongs to the words before it."""
        bounds = [0, *(place for place in places if 0 < place < len(self.words)), len(self.words)]
        return [
            _Marked(
                self.words[start:end],
                tuple(
                    (place - start, number)
                    for place, number in self.marks
                    if start < place <= end or place == start == 0
                ),
            )
            for start, end in pairwise(bounds)
        ]

    def and_then(self, other: _Marked) -> _Marked:
        """Both as one."""
        marks = tuple((place + len(self.words), number) for place, number in other.marks)
        return _Marked(self.words + other.words, self.marks + marks)


def _as_kept(kept: Sequence[KeptParagraph], found: Sequence[_Marked], *, flowing: bool) -> list[Paragraph]:
    """The found paragraphs, divided as the kept ones are where their words are the same.

    So it is no change to join two paragraphs or to divide one.
    """
    expected = [word for one in kept for word in one.words]
    words = [word for one in found for word in one.words]
    ends = _running(len(one.words) for one in kept)
    told = steps(expected, words)
    cuts = sorted(set(_flowing_cuts(told, ends) if flowing else _inner_cuts(told, ends)))
    joints = _inside(told, ends, expected_length=len(expected))
    pieces: list[_Marked] = []
    start, goes_on = 0, False
    for one in found:
        end = start + len(one.words)
        first, *others = one.cut([cut - start for cut in cuts if start < cut < end])
        if goes_on and pieces:
            pieces[-1] = pieces[-1].and_then(first)
        else:
            pieces.append(first)
        pieces += others
        start, goes_on = end, end in joints
    return [piece.paragraph for piece in pieces]


def _running(lengths: Iterator[int]) -> list[int]:
    total, ends = 0, []
    for length in lengths:
        total += length
        ends.append(total)
    return ends


def _inner_cuts(told: Sequence[tuple[str, int, int, int, int]], ends: Sequence[int]) -> Iterator[int]:
    """Where a kept paragraph ends and the next begins, and the words on both sides are found in a row."""
    for kind, i, j, k, _ in told:
        if kind == "equal":
            yield from (k + end - i for end in ends if i < end < j)


def _flowing_cuts(told: Sequence[tuple[str, int, int, int, int]], ends: Sequence[int]) -> Iterator[int]:
    """The same in a stream of words; where words differ around an end, it is taken for as far along."""
    for kind, i, j, k, m in told:
        if kind == "insert":
            yield from (k, m) if i in ends else ()
            continue
        for end in ends:
            if i <= end <= j:
                yield k + (end - i if kind == "equal" else round((end - i) * (m - k) / (j - i)))


def _inside(
    told: Sequence[tuple[str, int, int, int, int]], ends: Sequence[int], *, expected_length: int
) -> set[int]:
    """Places between two found words that stand in a row inside one kept paragraph."""
    bounds = {0, expected_length, *ends}
    return {
        k + place - i
        for kind, i, j, k, _ in told
        if kind == "equal"
        for place in range(i + 1, j)
        if place not in bounds
    }


def _bags(texts: Sequence[Words]) -> Callable[[int], Bag]:
    """Gives the bag of words at a place; each is made once, and only for places that it is asked of."""
    return cache(lambda place: bag_of(texts[place]))


def _paired(
    kept: Sequence[KeptParagraph], found: Sequence[Paragraph], numbers: Mapping[int, int]
) -> dict[int, int]:
    """Place among the kept -> place among the found. `numbers`: the file's of a footnote -> the kept one."""

    ours, theirs = _bags([one.words for one in kept]), _bags([one.words for one in found])

    def like(one: int, other: int) -> float:
        share = likeness(ours(one), theirs(other))
        same = {numbers.get(mark) for mark in found[other].marks} & set(kept[one].marks)
        return share + (LEAST_LIKE if same else 0.0)

    return paired([one.words for one in kept], [one.words for one in found], like=like, least=LEAST_LIKE)


def _paired_notes(
    memo: Memo,
    file: FoundMemo,
    kept: Sequence[KeptParagraph],
    found: Sequence[Paragraph],
    paragraphs: Mapping[int, int],
) -> dict[int, FoundNote]:
    """Number in the kept memo -> the file's footnote."""
    home = {mark: place for place, one in enumerate(kept) for mark in one.marks}
    stands = {mark: place for place, one in enumerate(found) for mark in one.marks}
    expected = [kept_words(note.text) for note in memo.notes]
    texts = [words_of(note.text) for note in file.notes]
    ours, theirs = _bags(expected), _bags(texts)

    def like(one: int, other: int) -> float:
        place = paragraphs.get(home.get(memo.notes[one].number, -1))
        same = place is not None and place == stands.get(file.notes[other].number)
        share = likeness(ours(one), theirs(other))
        return share + (SAME_PLACE if same and share else 0.0)

    pairs = paired(expected, texts, like=like, least=LEAST_LIKE)
    return {memo.notes[one].number: file.notes[other] for one, other in pairs.items()}
