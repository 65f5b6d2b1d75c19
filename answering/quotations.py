"""Where a quotation stands: found to the letter and pinned there, or told why not. Nothing is approximate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from answering.language.values import values
from answering.protocols import Library
from answering.selection.definitions import MEANS
from core.folding import WHOLE, all_folded, find_folded, fold
from core.types import Citation, Document, Objection, Passage, Quotation, Source, Span, Verdict
from prompts.load import load_prompt

FEWEST_WORDS = 4  # fewer stand in many places, and say little of where they are from
LIKE = 0.6  # share of a quotation's words in the nearest stretch from which they are called altered
FEWEST_STITCHED = 3  # words of a stretch that stands by itself
AROUND = 6  # words before and after the nearest stretch that may have been left out
NEAR = 60  # characters between two stretches: more, and they stand apart
_WORD = re.compile(r"\w+(?:[.,'-]\w+)*|[^\w\s]+")
_EDGES = re.compile(r'^(?:["\']|\.\.\.|\[\.\.\.\]|\s)+|(?:["\']|\s?\.\.\.|\[\.\.\.\]|\s)+$')
_ELLIPSIS = re.compile(r"\s*(?:\[\s?\.\.\.\s?\]|\.\.\.|\. \. \.)\s*")


@dataclass(frozen=True)
class Resolved:
    """What became of a quotation; `objection` where its citation did not pass."""

    citation: Citation
    objection: Objection | None = None


@dataclass(frozen=True)
class _Place:
    """Where words stand in a document, and whether just so."""

    document: Document
    span: Span
    exact: bool

    def in_passage(self, span: Span | None) -> bool:
        """Whether it stands in the passage, or across its edge."""
        return span is not None and self.span.start < span.end and span.start < self.span.end


def resolve(quotation: Quotation, library: Library, passages: Sequence[Passage] = ()) -> Resolved:
    """The citation of a quotation and its verdict; the span is empty where it does not pass.

    It stands where the draft says: exact, or typographic. It stands elsewhere in that version, or in
    just one place of the other documents of `passages`: misattributed, and pinned there.
    """
    document = library.document(quotation.source.version)
    here = list(_places(quotation.text, document))
    if here:
        chosen = _as_said(quotation, here)
        if chosen is None:
            version = document.source.version
            seen = [_span(passage) for passage in passages if passage.source.version == version]
            shown = [place for place in here if any(place.in_passage(span) for span in seen)]
            nearest = min(shown or here, key=lambda place: _distance(place, quotation))
            return _pinned(quotation, nearest, Verdict.MISATTRIBUTED)
        return _pinned(quotation, chosen, Verdict.EXACT if chosen.exact else Verdict.TYPOGRAPHIC)
    others = {p.source.version: p.source for p in passages if p.source.version != document.source.version}
    elsewhere = [place for version in others for place in _places(quotation.text, library.document(version))]
    if len(elsewhere) == 1:
        return _pinned(quotation, elsewhere[0], Verdict.MISATTRIBUTED)
    if elsewhere:
        return _failed(quotation, Verdict.MISSING, "quotation-ambiguous", places=len(elsewhere))
    return _not_found(quotation, document)


def pin(quotation: Quotation, document: Document) -> Citation:
    """The citation of a quotation, with the verdict on it; a missing one has an empty span."""
    span, verdict = locate(quotation, document.text)
    return _citation(quotation.source, document, span, verdict)


def locate(quotation: Quotation, text: str) -> tuple[Span, Verdict]:
    """Where the quotation stands in the text: where it says, else where its words stand first."""
    words = quotation.text
    if not words.strip():
        return Span(0, 0), Verdict.MISSING
    whole = re.compile(WHOLE.format(re.escape(words)))
    if quotation.start is not None and (match := whole.match(text, quotation.start)):
        return Span(match.start(), match.end()), Verdict.EXACT
    if match := whole.search(text):
        return Span(match.start(), match.end()), Verdict.EXACT
    folded = find_folded(words, text)
    return (folded, Verdict.TYPOGRAPHIC) if folded else (Span(0, 0), Verdict.MISSING)


def _places(words: str, document: Document) -> Iterator[_Place]:
    """All places at which the words stand, marks of quotation and omission around them aside."""
    found = list(all_folded(words, document.text))
    bare = _EDGES.sub("", fold(words).text)
    for span in found or all_folded(bare, document.text):
        stands = document.text[span.start : span.end]
        yield _Place(document, span, stands == words.strip())


def _as_said(quotation: Quotation, places: Sequence[_Place]) -> _Place | None:
    """The place that the draft said; the first where it said none; None where all are elsewhere."""
    if quotation.within is None:
        at = (place for place in places if place.span.start == quotation.start)
        return next(at, places[0])
    inside = [place for place in places if place.in_passage(quotation.within)]
    return next((place for place in inside if place.exact), inside[0] if inside else None)


def _distance(place: _Place, quotation: Quotation) -> int:
    said = quotation.within.start if quotation.within else quotation.start or 0
    return abs(place.span.start - said)


def _span(passage: Passage) -> Span:
    return Span(passage.start, passage.end)


def _pinned(quotation: Quotation, place: _Place, verdict: Verdict) -> Resolved:
    if not _enough(place):
        return _failed(quotation, Verdict.SHORT, "quotation-short", fewest=FEWEST_WORDS)
    return Resolved(_citation(place.document.source, place.document, place.span, verdict))


def _citation(source: Source, document: Document, span: Span, verdict: Verdict) -> Citation:
    return Citation(
        source=source,
        start=span.start,
        end=span.end,
        quote=document.text[span.start : span.end],
        verdict=verdict,
        page=document.layout.page_number(span.start) if verdict.passed else None,
        section=document.layout.heading_path(span.start) if verdict.passed else (),
        paragraph=document.layout.paragraph_number(span.start) if verdict.passed else None,
    )


def _enough(place: _Place) -> bool:
    """Whether the words say where they are from: four of them, or a whole defined term or figure."""
    text = place.document.text
    words = text[place.span.start : place.span.end]
    if len(re.findall(r"\w+(?:[.,'’-]\w+)*", words)) >= FEWEST_WORDS:
        return True
    before, after = text[: place.span.start][-1:], text[place.span.end :]
    quoted = before in ("“", '"', "‘") and after[:1] in ("”", '"', "’")
    if quoted or MEANS.match(after):
        return True
    line = Span(text.rfind("\n", 0, place.span.start) + 1, _end_of_line(text, place.span.end))
    quotation = (place.span.start - line.start, place.span.end - line.start)
    return any(
        (value.span.start, value.span.end) == quotation for value in values(text[line.start : line.end])
    )


def _end_of_line(text: str, after: int) -> int:
    end = text.find("\n", after)
    return len(text) if end < 0 else end


def _failed(quotation: Quotation, verdict: Verdict, prompt: str, **blanks: object) -> Resolved:
    words = " ".join(quotation.text.split())
    reason = load_prompt(prompt).fill(words=words, title=quotation.source.metadata.title, **blanks)
    citation = Citation(quotation.source, 0, 0, "", verdict)
    return Resolved(citation, Objection(verdict.value, words, reason))


def _not_found(quotation: Quotation, document: Document) -> Resolved:
    """Why words do not stand in a document: its stretches put together, some words changed, or none."""
    words = _EDGES.sub("", fold(quotation.text).text)
    text = fold(document.text).text
    parts = [part for part in _ELLIPSIS.split(words) if part]
    if len(parts) > 1 and all(find_folded(part, document.text) for part in parts):
        return _failed(quotation, Verdict.STITCHED, "quotation-stitched", parts=len(parts))
    stretches = _stretches(words, text)
    if stretches and _stand_apart(stretches, text):
        return _failed(quotation, Verdict.STITCHED, "quotation-stitched", parts=len(stretches))
    if (near := _nearest(words, text)) is not None:
        return _failed(quotation, Verdict.ALTERED, "quotation-altered", difference=_difference(words, near))
    return _failed(quotation, Verdict.MISSING, "quotation-missing")


def _stretches(words: str, text: str) -> list[str]:
    """The fewest stretches of the text, long enough, that make up the words; [] where none do."""
    tokens = [match.span() for match in _WORD.finditer(words)]
    found: list[str] = []
    first = 0
    while first < len(tokens):
        last = first
        while last < len(tokens) and words[tokens[first][0] : tokens[last][1]] in text:
            last += 1
        stretch = words[tokens[first][0] : tokens[last - 1][1]] if last > first else ""
        if len(re.findall(r"\w+", stretch)) < FEWEST_STITCHED:
            return []
        found.append(stretch)
        first = last
    return found


def _stand_apart(stretches: Sequence[str], text: str) -> bool:
    """Whether some stretch never follows the one before it closely: words between them were not just cut."""
    return any(
        re.search(rf"{re.escape(one)}(?s:.{{0,{NEAR}}}?){re.escape(other)}", text) is None
        for one, other in pairwise(stretches)
    )


def _nearest(words: str, text: str) -> str | None:
    """The stretch of the text that is most like the words, where enough of them stand in it."""
    wanted = _WORD.findall(words)
    places = list(_WORD.finditer(text))
    tokens = [match.group() for match in places]
    block = SequenceMatcher(None, tokens, wanted, autojunk=False).find_longest_match()
    if not block.size:
        return None
    first = max(0, block.a - block.b - AROUND)
    tokens = tokens[first : block.a - block.b + len(wanted) + AROUND]
    blocks = SequenceMatcher(None, tokens, wanted, autojunk=False).get_matching_blocks()[:-1]
    if sum(found.size for found in blocks) < LIKE * len(wanted):
        return None
    begins, ends = first + blocks[0].a, first + blocks[-1].a + blocks[-1].size
    return text[places[begins].start() : places[ends - 1].end()]


def _difference(words: str, near: str) -> str:
    """What was changed, in words: “may not” for “may”."""
    said, stands = _WORD.findall(words), _WORD.findall(near)
    changes = [
        (" ".join(stands[a:b]), " ".join(said[c:d]))
        for kind, a, b, c, d in SequenceMatcher(None, stands, said, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    there, here = changes[0] if changes else (near, words)
    return f"“{here or '…'}” for “{there or '…'}”"
