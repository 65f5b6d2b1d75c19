"""Finds what stands in a text in place of words that no longer do: to be shown, never to be cited.

Likeness decides nothing: a passage and its negation are 99% alike.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from core.sentences import sentences
from core.types import Span
from memo.difference import UNSPACED

_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
_BREAK = re.compile(r"[.!?。！？]\s|\n")
_GAP = re.compile(r"\n\s*\n")  # between paragraphs
_MARKS = re.compile(r"[^\w\s]*")
SENTENCE_ENDS = tuple(".!?。！？")
RAREST = 12  # words of the quotation by which its region is looked for
MOST_PLACES = 300  # of one of them
MARGIN = 200  # characters around a region, at the least
LONGEST = 400  # words of the quotation that are compared
REGIONS, CANDIDATES = 3, 4  # regions that are looked through, runs of sentences that are aligned
LIKE_ENOUGH = 0.5  # share of the quotation's letters that stand there in the same words, in order


@dataclass(frozen=True)
class _Aligned:
    """How the quotation's words stand in a run of sentences."""

    span: Span
    words: Sequence[Span]  # of the run
    blocks: Sequence[tuple[int, int, int]]  # word of the quotation, word of the run, how many
    likeness: float
    share: float  # of the quotation's letters


def nearest(quotation: str, text: str) -> Span | None:
    """Where the words stand that are most like the quotation; None where none are like it."""
    lowered = text.lower()
    lowered = lowered if len(lowered) == len(text) else text  # some letters are longer in lower case
    wanted = _WORD.findall(quotation.lower())[:LONGEST]
    weights = {word: 1 / (1 + math.log(1 + lowered.count(word))) for word in set(wanted)}
    regions = _regions(weights, len(quotation), lowered)
    runs = {run for region in regions for run in _runs(region, quotation, text)}
    # of equal ones the longest: a region may end within a sentence that another holds whole
    likely = sorted(runs, key=lambda run: (-_in_common(wanted, run, lowered, weights), run.start, -run.end))
    aligned = [_align(wanted, run, lowered, weights) for run in likely[:CANDIDATES]]
    best = max(aligned, key=lambda one: one.likeness, default=None)
    if best is None or best.share < LIKE_ENOUGH:
        return None
    return _trimmed(best, len(wanted), quotation, text)


def _regions(weights: Mapping[str, float], length: int, lowered: str) -> list[Span]:
    """The stretches of the text that hold most of the quotation's rare words, the best first."""
    rarest = sorted(weights, key=lambda word: (-weights[word], word))
    rarest = [word for word in rarest if word in lowered][:RAREST]
    hits = sorted((place, word) for word in rarest for place in islice(_places(word, lowered), MOST_PLACES))
    width = length + length // 2
    scored = []
    inside: Counter[str] = Counter()
    first = 0
    for place, word in hits:
        inside[word] += 1
        while hits[first][0] < place - width:
            inside[hits[first][1]] -= 1
            first += 1
        score = sum(weights[held] for held, times in inside.items() if times)
        scored.append((score, Span(hits[first][0], place)))
    chosen: list[Span] = []
    for _, span in sorted(scored, key=lambda pair: -pair[0]):
        if len(chosen) < REGIONS and all(span.end < one.start or span.start > one.end for one in chosen):
            chosen.append(span)
    around = max(length, MARGIN)
    return [
        _uncut(max(0, span.start - around), min(len(lowered), span.end + around), lowered) for span in chosen
    ]


def _uncut(start: int, end: int, text: str) -> Span:
    """The stretch up to where sentences seem to begin and end: what is cut off is like the quotation too."""
    begins = [found.end() for found in _BREAK.finditer(text, max(0, start - MARGIN), start)]
    begins += [0] if start <= MARGIN else []
    ends = _BREAK.search(text, end, min(len(text), end + MARGIN))
    last = len(text) if len(text) - end <= MARGIN else end
    return Span(max(begins, default=start), ends.end() if ends else last)


def _places(word: str, text: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        end = place + len(word)
        inside = text[place - 1 : place].isalnum() or text[end : end + 1].isalnum()
        if not inside or (len(word) == 1 and _WORD.fullmatch(word + word) is None):
            yield place
        place = text.find(word, end)


def _runs(region: Span, quotation: str, text: str) -> Iterator[Span]:
    """Runs of about as many sentences as the quotation has, over paragraphs where it is."""
    sizes = len(_sentences(Span(0, len(quotation)), quotation))
    paragraphs = list(_paragraphs(region, text))
    if len(list(_paragraphs(Span(0, len(quotation)), quotation))) > 1:
        paragraphs = [Span(one.start, region.end) for one in paragraphs[:1]]
    for paragraph in paragraphs:
        own = _sentences(paragraph, text)
        for size in range(max(1, sizes - 1), sizes + 2):
            for first in range(len(own) - size + 1):
                yield Span(own[first].start, own[first + size - 1].end)


def _sentences(region: Span, text: str) -> list[Span]:
    """The sentences of a stretch; one ends with its paragraph."""
    return [
        Span(paragraph.start + span.start, paragraph.start + span.end)
        for paragraph in _paragraphs(region, text)
        for span in sentences(text[paragraph.start : paragraph.end])
    ]


def _paragraphs(region: Span, text: str) -> Iterator[Span]:
    start = region.start
    for gap in _GAP.finditer(text, region.start, region.end):
        yield Span(start, gap.start())
        start = gap.end()
    yield Span(start, region.end)


def _weight(words: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word, 1.0) for word in words)


def _in_common(wanted: Sequence[str], run: Span, lowered: str, weights: Mapping[str, float]) -> float:
    """How alike quotation and run are, whatever the order of their words: 0 to 1."""
    found = _WORD.findall(lowered, run.start, run.end)
    shared = (Counter(wanted) & Counter(found)).elements()
    return 2 * _weight(shared, weights) / (_weight(wanted, weights) + _weight(found, weights) or 1)


def _align(wanted: Sequence[str], run: Span, lowered: str, weights: Mapping[str, float]) -> _Aligned:
    spans = [Span(word.start(), word.end()) for word in _WORD.finditer(lowered, run.start, run.end)]
    found = [lowered[span.start : span.end] for span in spans]
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()[:-1]]
    matched = [word for ours, _, size in blocks for word in wanted[ours : ours + size]]
    whole = _weight(wanted, weights) + _weight(found, weights) or 1
    share = sum(map(len, matched)) / (sum(map(len, wanted)) or 1)
    return _Aligned(run, spans, blocks, 2 * _weight(matched, weights) / whole, share)


def _trimmed(best: _Aligned, wanted: int, quotation: str, text: str) -> Span:
    """Of the run as much as the quotation has of its sentences: whole, or from and up to like words."""
    (first, its_first, _), (last, its_last, size) = best.blocks[0], best.blocks[-1]
    start, end = best.span.start, best.span.end
    opening = quotation.lstrip("‘’“”'\"«»([")[:1]
    if not opening.isupper():
        start = best.words[max(0, its_first - first)].start
    if quotation[-1:] not in SENTENCE_ENDS:
        behind = wanted - last - size
        end = best.words[min(len(best.words), its_last + size + behind) - 1].end
    if start > best.span.start and not quotation[:1].isalnum():
        while start > best.span.start and _MARKS.fullmatch(text, start - 1, start):
            start -= 1
    if end < best.span.end and not quotation[-1:].isalnum() and (marks := _MARKS.match(text, end)):
        end = min(best.span.end, marks.end())
    return Span(start, end)
