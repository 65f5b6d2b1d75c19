"""The numbered provisions of a document, and the one that a reference names."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from answering.selection.lists import Outline
from answering.selection.standing_alone import LONGEST_LIST, standing_alone
from core.sentences import sentences
from core.types import Document, Span

LONGEST_WHOLE = 600  # characters of a provision that is quoted whole
LONGEST_HEADING = 80  # characters of the words between a number and what it says
LABELS = {
    "section": ("section", "sec", "s", "§", "§§"),
    "article": ("article", "art"),
    "clause": ("clause",),
    "paragraph": ("paragraph", "para"),
}
LABEL = re.compile(r"(?:section|sec\.|article|art\.|clause|paragraph|para\.|§§?)\s*$", re.I)
OPENING = re.compile(
    r"(?<![\w.,$€£(/-])(?P<number>\d{1,3}(?:\.\d{1,3})*|(?<=article )[IVX]{1,5}|(?<=ARTICLE )[IVX]{1,5})"
    r"(?P<stop>[.):]?)\s+(?:[—–-]\s*)?(?=[A-Z\"“(])"
)
CONTENTS = re.compile(r".{0,100}?(?:\.{2,}|\s)\s?\d{1,3}[ \t]*(?:\n|\Z)")  # a line of a table of contents
SENTENCE_END = re.compile(r"[.!?:;][\"”’)\]]*\s+$")
SUBPARAGRAPH = r"(?:(?<=[\s;:,.])|^)\({}\)\s"
MENTIONED = re.compile(r"(?:paragraph|clause|section|§|[^;,\s]\s+and|[^;,\s]\s+or|to)s?\s*$", re.I)
ENOUGH = 4  # words; fewer are a heading


@dataclass(frozen=True)
class Provision:
    """A numbered part of a document: `number` is "8.3", `label` "article" or ""."""

    number: str
    label: str
    start: int
    end: int
    alone: bool  # nothing else in the document bears the number, be it an item of a list


def normal_label(word: str) -> str:
    """The label by its usual name: "§" and "Sec." -> "section"; "" for any other word."""
    bare = word.lower().rstrip(".").removesuffix("s") or word.lower()
    return next((name for name, words in LABELS.items() if bare in words), "")


def provisions(document: Document) -> list[Provision]:
    """What opens with a number at the beginning of a paragraph, or after a sentence's end, in order.

    A provision ends where the next one on its level, or on one above it, begins.
    """
    text = document.text
    outline = Outline(document)
    starts = {paragraph.start for paragraph in outline.paragraphs}
    found: list[tuple[str, str, int]] = []
    rivals: set[str] = set()
    last = 0  # bare numbers count up; others are of lists, exhibits and tables
    for match in OPENING.finditer(text):
        number, start = match["number"], match.start()
        before = text[max(0, start - 16) : start]
        labelled = LABEL.search(before)
        start -= len(before) - labelled.start() if labelled else 0
        opens = start in starts
        ended = SENTENCE_END.search(text[max(0, start - 12) : start])
        follows = found and not labelled and number in (f"{found[-1][0]}.1", _following(found[-1][0]))
        if not opens and not ended and not ("." in number and follows):
            continue
        if CONTENTS.match(text[start : start + 120]):
            continue
        if not labelled and "." not in number:
            if not opens and not match["stop"]:
                continue
            if int(number) not in (last + 1, last + 2):
                rivals.add(number)
                continue
            last = int(number)
        found.append((number, normal_label(labelled[0].strip()) if labelled else "", start))
    placed: list[Provision] = []
    for place, (number, label, start) in enumerate(found):
        depth = _depth(number, label)
        after = (at for other, by, at in found[place + 1 :] if _depth(other, by) <= depth)
        end = _end(start, next(after, len(text)), outline)
        placed.append(Provision(number, label, start, end, bool(label) or number not in rivals))
    return placed


def _end(start: int, end: int, outline: Outline) -> int:
    """The end without what is printed between pages."""
    last = bisect_left(outline.paragraphs, end, key=lambda paragraph: paragraph.start) - 1
    return max(start, min(end, outline.paragraphs[last].end))


def _following(number: str) -> str:
    """The number after it on its level: "7.1" -> "7.2"."""
    outer, dot, inner = number.rpartition(".")
    return f"{outer}{dot}{int(inner) + 1}" if inner.isdigit() else ""


def _depth(number: str, label: str) -> int:
    return -1 if label == "article" else number.count(".")


def find_provision(label: str, number: str, points: tuple[str, ...], document: Document) -> Span | None:
    """Where the provision stands, to be quoted; None where no or more than one bears the number.

    Whole where it is short, else its first sentence; of one that is divided into further numbered
    provisions nothing is certain to be what is meant.
    """
    every = provisions(document)
    named = [p for p in every if p.number == number and p.label in ("", label)]
    labelled = [p for p in named if p.label] or named
    if len(labelled) != 1 or not labelled[0].alone:
        return None
    span = Span(labelled[0].start, labelled[0].end)
    for point in points:
        narrower = find_point(point, span, document)
        if narrower is None:
            return None
        span = narrower
    divided = not points and any(span.start < other.start < span.end for other in every)
    return quotable(span, document, divided=divided)


def find_point(point: str, within: Span, document: Document) -> Span | None:
    """The paragraph marked "(b)" within a stretch, up to "(c)"; None unless just one bears the mark."""
    words = document.text[within.start : within.end]
    found = re.finditer(SUBPARAGRAPH.format(re.escape(point)), words)
    marks = [match.start() for match in found if not MENTIONED.search(words[: match.start()])]
    if len(marks) != 1:
        return None
    following = re.compile(SUBPARAGRAPH.format(_next(point)))
    after = following.search(words, marks[0])
    end = after.start() if after else len(words)
    return Span(within.start + marks[0], within.start + len(words[:end].rstrip()))


def _next(point: str) -> str:
    """The mark after "b" is "c"; of "ii" and the like, whatever comes next."""
    if point.isdigit():
        return str(int(point) + 1)
    return chr(ord(point) + 1) if len(point) == 1 else r"[A-Za-z]+"


def quotable(span: Span, document: Document, *, divided: bool = False) -> Span | None:
    """The provision whole, or its number, heading and first sentence; None where that would cut a list."""
    words = document.text[span.start : span.end].rstrip()
    if len(words.split()) < ENOUGH:
        return None
    if len(words) <= LONGEST_WHOLE:
        return Span(span.start, span.start + len(words))
    if divided:
        return None
    for sentence in sentences(words):
        said = words[: sentence.end]
        if sentence.end - sentence.start <= LONGEST_HEADING or said.endswith(":"):
            continue  # its heading, or words that lead into a list
        stretches = standing_alone(Span(span.start + sentence.start, span.start + sentence.end), document)
        end = stretches[-1].end
        whole = len(stretches) == 1 and end <= span.end and document.text[end - 1] in '.!?"”)'
        return Span(span.start, end) if whole and end - span.start <= LONGEST_LIST else None
    return None
