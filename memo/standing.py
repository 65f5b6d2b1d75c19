"""What became of the words that a citation pins, now that its document has changed or was removed.

Whether words still stand is decided to the character, or but for typography; where they do not, what
stands in their place is found by likeness, and only shown.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.folding import all_folded, find_folded
from core.memos import Decision, MemoDraft, TakenAnswer
from core.succession import Succession, Superseded, is_over
from core.types import Answer, Citation, Document, Span
from memo.conflicts import concerned
from memo.difference import Stretch, difference
from memo.nearest import nearest

FindDocument = Callable[[str], Document]  # by the id of a document or of a version of it
Holds = Callable[[str, str], bool]  # whether a version, by its id, holds these words: `stand_in` its text


class Standing(StrEnum):
    """What became of the words that a citation pins, the worst first."""

    GONE = "gone"  # the document was removed from the library
    ALTERED = "altered"  # a newer version does not have these words
    SUPERSEDED = "superseded"  # the words stand, but another document took its place, or its time is over
    MOVED = "moved"  # a newer version has the same words, perhaps elsewhere
    INTACT = "intact"  # the cited version is the current one


WORST_FIRST = tuple(Standing)


@dataclass(frozen=True)
class Anchored:
    """A citation, what became of it, and where its words, or what took their place, stand now."""

    citation: Citation
    standing: Standing
    version: str | None = None  # the current one; None: there is none
    span: Span | None = None  # in that version; None: nothing like the words stands there
    words: str = ""  # what stands at that span
    page: int | None = None
    section: tuple[str, ...] = ()
    paragraph: int | None = None
    superseded: Superseded | None = None

    @property
    def difference(self) -> tuple[Stretch, ...]:
        """From the words that were cited to those that stand in their place."""
        return difference(self.citation.quote, self.words)


def standing_of(
    citation: Citation, current: str | None, holds: Holds, superseded: Superseded | None = None
) -> Standing:
    """What became of the words of a citation whose document now has the version `current`, or none.

    `holds` is asked only where the document has changed. `superseded` is what `Succession` knows of it.
    """
    if current is None:
        return Standing.GONE
    unchanged = current == citation.source.version
    if not unchanged and not holds(current, citation.quote):
        return Standing.ALTERED
    if superseded:
        return Standing.SUPERSEDED
    return Standing.INTACT if unchanged else Standing.MOVED


def stand_in(words: str, text: str) -> bool:
    """Whether the words stand in the text to the character, or but for typography, and not inside others."""
    return find_folded(words, text) is not None


def anchored(
    citation: Citation, current: str | None, find: FindDocument, superseded: Superseded | None = None
) -> Anchored:
    """The same with the place of the words in the current version, or of those most like them."""

    def holds(version: str, words: str) -> bool:
        return stand_in(words, find(version).text)

    standing = standing_of(citation, current, holds, superseded)
    if current is None:
        return Anchored(citation, standing, superseded=superseded)
    if current == citation.source.version:
        span: Span | None = Span(citation.start, citation.end)
        place = (citation.page, citation.section, citation.paragraph)
        return Anchored(citation, standing, current, span, citation.quote, *place, superseded)
    document = find(current)
    if standing is Standing.ALTERED:
        span = nearest(citation.quote, document.text)
    else:
        span = _same_place(citation, document, find)
    if span is None:
        return Anchored(citation, standing, current, superseded=superseded)
    layout = document.layout
    return Anchored(
        citation,
        standing,
        current,
        span,
        document.text[span.start : span.end],
        layout.page_number(span.start),
        layout.heading_path(span.start),
        layout.paragraph_number(span.start),
        superseded,
    )


def _same_place(citation: Citation, document: Document, find: FindDocument) -> Span | None:
    """Where the words stand now: of several places one under the same headings, the nearest in the text."""
    places = list(all_folded(citation.quote, document.text))
    if len(places) < 2:
        return next(iter(places), None)
    layout = document.layout
    at_home = [place for place in places if layout.heading_path(place.start) == citation.section]
    before = citation.start / max(1, len(find(citation.source.version).text))
    return min(at_home or places, key=lambda place: abs(place.start / len(document.text) - before))


def superseded_since(
    answer: Answer, citation: Citation, law: Succession, *, given: datetime.date, today: datetime.date
) -> Superseded | None:
    """What has taken the place of what one of the answer's citations cites; None where nothing has.

    None too where the answer itself tells it: it was asked as of a day on which the source was in force,
    the source stated already on the day it was `given` that its time was over, or every statement that
    cites it carries a caution.
    """
    citing = [
        statement
        for statement in answer.statements
        if any(answer.citations[number] == citation for number in statement.citations)
    ]
    cautioned = citing and all(statement.caution for statement in citing)
    if cautioned or is_over(citation.source.metadata, given):
        return None
    day = datetime.date.fromisoformat(answer.filters.as_of) if answer.filters.as_of else today
    return law.superseded(citation.source, day)


def cited_by(answer: Answer) -> tuple[Citation, ...]:
    """All that an answer cites, both sides of its conflicts too, each once."""
    sides = (side.citation for conflict in answer.conflicts for side in conflict.sides)
    return tuple(dict.fromkeys((*answer.citations, *sides)))


def cited_in(draft: MemoDraft) -> tuple[tuple[Answer, Citation], ...]:
    """All that the file of a draft would cite, each with the answer that it comes from, each once."""
    cited: dict[Citation, Answer] = {}
    for block in draft.blocks:
        if isinstance(block, TakenAnswer):
            taken = {
                one.index
                for one in block.statements
                if one.sign_off is None or one.sign_off.decision is not Decision.REJECTED
            }
            for citation in _cited_at(block.answer, taken):
                cited.setdefault(citation, block.answer)
    return tuple((answer, citation) for citation, answer in cited.items())


def _cited_at(answer: Answer, places: Collection[int]) -> Iterator[Citation]:
    for place, statement in enumerate(answer.statements):
        if place in places:
            yield from (answer.citations[number] for number in statement.citations)
    for conflict in answer.conflicts:
        if not concerned(answer, conflict).isdisjoint(places):
            yield from (side.citation for side in conflict.sides)


def worst(standings: Iterable[Standing]) -> Standing:
    """The worst of them; intact where there are none."""
    return min(standings, key=WORST_FIRST.index, default=Standing.INTACT)


def worst_first(standings: Iterable[Standing]) -> tuple[tuple[Standing, int], ...]:
    """How many there are of each kind, the worst kind first."""
    counted: Sequence[Standing] = tuple(standings)
    return tuple((kind, counted.count(kind)) for kind in WORST_FIRST if kind in counted)
