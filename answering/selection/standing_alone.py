"""Widens a sentence to what it cannot be quoted without: its other half, its list, what limits it."""

from __future__ import annotations

import re
from bisect import bisect_right

from answering.selection.lists import BULLET, Outline
from core.sentences import sentences
from core.types import Document, Span

BARE_OPENING = re.compile(
    r"(?:It|They|This|These|That|Those|He|She|Such|Both|Neither|Here|There|Its|Their|However|But|"
    r"Nevertheless|Nonetheless|Moreover|Also|In addition|The (?:same|latter|former|foregoing))\b"
)
LIST_ITEM = re.compile(r"(?:[-•*–]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s")
STRIPPED_BULLET = re.compile(r"(?:^|\n)\s*[-•*–]\s+$")
INLINE_ITEM = re.compile(r"\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)\s")
# The sentence after one that it takes something from: "However, ...", "This exception does not apply ..."
LIMITS = re.compile(
    r"(?:However|But|Nevertheless|Nonetheless|Except|Unless|Provided)\b|"
    r"(?:Notwithstanding|Except for|Other than) the foregoing\b|"
    r"(?:It|This|That|These|Those|The (?:foregoing|above|preceding|exception))\b[^.;:]{0,60}?"
    r"\b(?:not|no longer|only) (?:apply|applies|extend|include|affect|limit|prevent|restrict|cover)\b|"
    r"(?:This|These|The) (?:exceptions?|exemptions?|exclusions?|limitations?|restrictions?)\b"
)
# A sentence that says how many sentences tell the rest: "... information that meets two conditions."
ANNOUNCES = re.compile(
    r"\b(two|three|four|five) (?:\w+ )?(?:conditions|requirements|elements|criteria|factors|tests|limbs|"
    r"grounds|steps|stages|exceptions|ways|things)[.:]$"
)
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
LONGEST_LIST = 1200  # characters of a list that is quoted whole
LONGEST_LIMIT = 600  # characters of a limiting sentence that comes along


def standing_alone(span: Span, document: Document) -> tuple[Span, ...]:
    """The stretches of the document that `span`, a sentence or a part of one, is to be quoted in.

    One stretch; more where an item of a long list is quoted with the words that lead into the list:
    "never protected:" must not be lost from what follows it, nor "shall be fined" from what it ends.
    """
    outline = Outline(document)
    paragraphs = outline.paragraphs
    number = max(0, bisect_right(paragraphs, span.start, key=lambda paragraph: paragraph.start) - 1)
    if span.start >= paragraphs[number].end:
        return (span,)  # a page number, or what is printed on every page
    if listed := _with_its_list(span, number, outline):
        return listed
    flow = _flow(number, outline)
    touched = [place for place, s in enumerate(flow) if s.start < span.end and span.start < s.end]
    if not touched:
        return (span,)
    first, last = touched[0], touched[-1]
    if first > 0 and BARE_OPENING.match(document.text, flow[first].start):
        first -= 1
    lead_in = _inline_lead_in(flow, first, document)
    last += _announced(flow[last:], document)
    if last + 1 < len(flow) and _limits(flow[last + 1], document):
        last += 1
    start, end = flow[first].start, max(span.end, flow[last].end)
    if lead_in is not None and end - flow[lead_in].start <= LONGEST_LIST:
        return (Span(flow[lead_in].start, end),)
    if bullet := BULLET.match(document.text, start):
        start = bullet.end()  # without its list the mark says nothing
    stretch = Span(start, end)
    return (stretch,) if lead_in is None else (flow[lead_in], stretch)


def wants_its_heading(opening: Span, document: Document) -> bool:
    """Whether words open with a bare "It", or are an item of a list that only its heading leads into."""
    line = document.text[max(0, opening.start - 12) : opening.start]
    return bool(
        BARE_OPENING.match(document.text, opening.start)
        or LIST_ITEM.match(document.text, opening.start)
        or STRIPPED_BULLET.search(line)
    )


def _announced(flow: list[Span], document: Document) -> int:
    """How many sentences after the first one say what it announces; 0 where they are not all there."""
    announced = ANNOUNCES.search(document.text[flow[0].start : flow[0].end])
    count = NUMBERS[announced[1]] if announced else 0
    fits = count < len(flow) and flow[count].end - flow[0].start <= LONGEST_LIST
    return count if fits else 0


def _limits(sentence: Span, document: Document) -> bool:
    short = sentence.end - sentence.start <= LONGEST_LIMIT
    return short and LIMITS.match(document.text, sentence.start) is not None


def _inline_lead_in(flow: list[Span], first: int, document: Document) -> int | None:
    """The sentence of the same paragraph that leads into the item which opens a sentence."""
    place = first
    while place > 0 and INLINE_ITEM.match(document.text, flow[place].start):
        place -= 1
    words = document.text[flow[place].start : flow[place].end]
    leads = place < first and (words.endswith(":") or re.search(r":\s*\((?:a|i|1)\)\s", words))
    return place if leads else None


def _with_its_list(span: Span, number: int, outline: Outline) -> tuple[Span, ...] | None:
    """The list whole with its lead-ins; of a long one the lead-ins, the item and what ends it."""
    paragraphs = outline.paragraphs
    sentences_here = _flow(number, outline)
    in_lead = outline.leads(number) and span.end > sentences_here[-1].start
    leads = outline.lead_ins(number) + ([number] if in_lead else [])
    if not leads:
        return None
    openings = [_last_sentence(lead, outline) for lead in leads]
    for place, lead in enumerate(leads):
        whole = Span(openings[place].start, paragraphs[outline.last_item(lead)].end)
        if whole.end - whole.start <= LONGEST_LIST and span.end <= whole.end:
            return (*openings[:place], whole)
    if in_lead:
        return (*openings[:-1], Span(openings[-1].start, _as_far_as_fits(openings[-1], number, outline)))
    item = paragraphs[number]
    if item.end - item.start > LONGEST_LIST:
        held = [s for s in sentences_here if s.start < span.end and span.start < s.end]
        item = Span(held[0].start, held[-1].end) if held else span
    item = Span(item.start, max(item.end, span.end))
    last = outline.last_item(leads[-1])
    tail = (paragraphs[last],) if last > number and outline.has_tail(last - 1) else ()
    return (*openings, item, *tail)


def _as_far_as_fits(opening: Span, number: int, outline: Outline) -> int:
    """Where the last item ends that still fits; at least the first is kept."""
    ends = [outline.paragraphs[n].end for n in range(number + 1, outline.last_item(number) + 1)]
    fitting = [end for end in ends if end - opening.start <= LONGEST_LIST]
    return fitting[-1] if fitting else (ends[0] if ends else outline.paragraphs[number].end)


def _last_sentence(number: int, outline: Outline) -> Span:
    return _paragraph_sentences(outline.paragraphs[number], outline.document)[-1]


def _flow(number: int, outline: Outline) -> list[Span]:
    """The sentences of a paragraph; what a page break cut in two is one."""
    first = last = number
    while first > 0 and outline.goes_on(first - 1):
        first -= 1
    while outline.goes_on(last):
        last += 1
    found: list[Span] = []
    for paragraph in range(first, last + 1):
        more = _paragraph_sentences(outline.paragraphs[paragraph], outline.document)
        if found and more:
            more[0] = Span(found.pop().start, more[0].end)
        found += more
    return found


def _paragraph_sentences(paragraph: Span, document: Document) -> list[Span]:
    """The sentences; what begins in lower case belongs to the one before it ("our sites. and services")."""
    found: list[Span] = []
    for sentence in sentences(document.text[paragraph.start : paragraph.end]):
        span = Span(paragraph.start + sentence.start, paragraph.start + sentence.end)
        if found and document.text[span.start].islower():
            span = Span(found.pop().start, span.end)
        found.append(span)
    return found or [paragraph]
