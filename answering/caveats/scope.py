"""The day and the places whose law a question asks about, and what follows for its sources."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from answering.caveats.versions import Versions, begins_later, in_force, written_day
from answering.language.dates import speaks_of_later
from answering.protocols import Library
from answering.questions.asked import AskedChange, asked_change, asked_day, named_version
from answering.writers.orders import reads_as_order, under_orders
from core.places import places_in, related
from core.types import Citation, DraftStatement, Filters, Passage, Sentence, Source, Statement
from prompts.load import load_prompt

SHORTEST = 3  # words that a question must keep when the words that say its day are taken out
# How many times the passages are looked through where those of the asked places come first, and where the
# texts that were in force there on the day come before all others.
WIDER, WIDER_ON_A_DAY = 2, 5

T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """What a question says, or the user's filters say, of the day and the places."""

    asked: str
    question: str  # what was asked, without words that only say the day: what is searched for
    filters: Filters  # the user's, with the day that the question asks about
    today: datetime.date
    versions: Versions
    day: datetime.date | None = None  # None: today's law, and what was before it
    places: frozenset[str] = frozenset()
    change: AskedChange | None = None
    strictly: bool = False  # also of versions that are over nothing is quoted on later days

    @property
    def notes(self) -> tuple[str, ...]:
        """What was made of the day and the places, for the reader."""
        notes = []
        if self.day:
            notes.append(load_prompt("note-as-of").fill(day=written_day(self.day)))
        if self.places:
            notes.append(load_prompt("note-places").fill(places=" and ".join(sorted(self.places))))
        return tuple(notes)

    def of_version(self, version: Source, day: datetime.date) -> Scope:
        """The scope of one version by itself: the last of its days up to the day asked about."""
        ends = version.metadata.in_force_to
        last = datetime.date.fromisoformat(ends) if ends and len(ends) == len("2019-04-22") else day
        filters = replace(self.filters, document=(version.document,))
        return replace(self, filters=filters, day=last, places=frozenset(), strictly=True)

    def restated(self, searched: str) -> str:
        """The question as it was searched for, with its day, so that it may be asked again."""
        if self.day is None or self.question == self.asked:
            return searched
        return self.asked if searched == self.question else f"{searched} (as of {written_day(self.day)})"

    def wider(self, limit: int) -> int:
        """How many passages to look through for `limit` of them."""
        if not self.places:
            return limit
        return limit * (WIDER_ON_A_DAY if self.day else WIDER)

    def ranked(self, passages: Sequence[Passage], limit: int) -> tuple[Passage, ...]:
        """The first `limit` passages: those of texts in force there on the day asked about first, those of
        other places last, of two versions the one in force first.
        """
        near = sorted(passages, key=lambda one: (self._is_elsewhere(one), not self._is_of_the_day(one)))[
            :limit
        ]
        return tuple(self._current_first(near, lambda passage: passage.source))

    def barring(self, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        """The passages with those sentences barred that tell of later days, or of other places only, and
        those that give orders.
        """
        return tuple(replace(passage, barred=self._barred_in(passage)) for passage in passages)

    def in_order(self, statements: Sequence[DraftStatement]) -> tuple[DraftStatement, ...]:
        """The statements, those on other places last, of two versions of a law the one in force first."""
        near = sorted(statements, key=self._says_elsewhere)
        return tuple(self._current_first(near, _source_of))

    def cautious(
        self, statements: Sequence[Statement], citations: Sequence[Citation]
    ) -> tuple[Statement, ...]:
        """The statements, each with a caution where no source of it is the law of the day, or where words
        that it cites read as an order.
        """
        return tuple(
            replace(statement, caution=self._caution([citations[i] for i in statement.citations]))
            for statement in statements
        )

    @property
    def day_meant(self) -> datetime.date:
        """The day whose law is asked about: today, where the question names none."""
        return self.day or self.today

    def _current_first(self, items: Sequence[T], source_of: Callable[[T], Source | None]) -> list[T]:
        """The items of one law change places among themselves; all others stay where they are."""
        places: dict[str, list[int]] = {}
        for place, item in enumerate(items):
            if (source := source_of(item)) and (law := self.versions.law(source)):
                places.setdefault(law, []).append(place)
        ordered = list(items)
        for own in places.values():
            best = sorted((items[place] for place in own), key=lambda item: self._outdated(source_of(item)))
            for place, item in zip(own, best, strict=True):
                ordered[place] = item
        return ordered

    def _outdated(self, source: Source | None) -> bool:
        return source is not None and self.versions.caution(source, self.day_meant) is not None

    def _is_elsewhere(self, passage: Passage) -> bool:
        """Whether a passage neither is of the places asked about nor speaks of them."""
        of_others = is_elsewhere(places_of(passage.source), self.places)
        return of_others and is_elsewhere(places_in(passage.text) or places_of(passage.source), self.places)

    def _says_elsewhere(self, statement: DraftStatement) -> bool:
        """Whether a statement is from a source on other places and does not speak of those asked about."""
        source = _source_of(statement)
        own = places_of(source) if source else frozenset()
        return is_elsewhere(own, self.places) and is_elsewhere(places_in(statement.text) or own, self.places)

    def _is_of_the_day(self, passage: Passage) -> bool:
        """Whether a day and places are asked about, and this is a text with dates of force from there."""
        known = passage.source.metadata
        dated = bool(known.in_force_from or known.in_force_to)
        return (
            dated
            and bool(self.day and self.places)
            and not is_elsewhere(places_of(passage.source), self.places)
        )

    def _barred_in(self, passage: Passage) -> frozenset[int]:
        """Where the sentences of a passage begin that must not be quoted."""
        orders = under_orders(passage.text)
        return frozenset(
            sentence.start
            for sentence in passage.sentences
            if self._bars(sentence, passage)
            or any(
                order.start < sentence.end - passage.start and sentence.start - passage.start < order.end
                for order in orders
            )
        )

    def _bars(self, sentence: Sentence, passage: Passage) -> bool:
        """Whether a sentence must not be quoted: it is not of the day, or not of the places asked about."""
        if self.day is None and not self.places:
            return False
        text = passage.text[sentence.start - passage.start : sentence.end - passage.start]
        elsewhere = is_elsewhere(places_in(text), self.places | places_of(passage.source))
        # a text that is over tells itself how it stands to what came later; where it is quoted, a caution
        open_ended = self.strictly or not passage.source.metadata.in_force_to
        later = open_ended and self._tells_of_later(text, passage.source)
        return later or (bool(self.places) and elsewhere)

    def _tells_of_later(self, text: str, source: Source) -> bool:
        """Whether the words of a source tell of days after the one asked about."""
        if self.day is None:
            return False
        return speaks_of_later(text, self.day, self._later_texts(text, source))

    def _later_texts(self, text: str, source: Source) -> frozenset[int]:
        """The years that name texts which had not begun by the day: 2019, on the first of that year."""
        day = self.day_meant
        where = places_in(text) or places_of(source) or self.places
        return frozenset(
            day.year
            for version in self.versions.sources
            if begins_later(version.metadata, day)
            and str(day.year) in version.metadata.title
            and not is_elsewhere(places_of(version), where)
        )

    def _caution(self, cited: Sequence[Citation]) -> str | None:
        cautions = [self._caution_on(citation) for citation in cited]
        of_the_day = None if None in cautions else next(iter(cautions), None)
        order = any(reads_as_order(citation.quote) for citation in cited)
        told = (load_prompt("caution-order").fill() if order else None, of_the_day)
        return " ".join(filter(None, told)) or None

    def _caution_on(self, citation: Citation) -> str | None:
        if caution := self.versions.caution(citation.source, self.day_meant):
            return caution
        if self.day and self._tells_of_later(citation.quote, citation.source):
            return load_prompt("caution-later").fill(day=written_day(self.day))
        return None


def _source_of(statement: DraftStatement) -> Source | None:
    return statement.quotations[0].source if statement.quotations else None


def read_scope(question: str, filters: Filters, library: Library, today: datetime.date) -> Scope:
    """What the question asks about; what the user's filters say holds against it."""
    versions = Versions(library.dated_sources())
    scope = Scope(question, question, filters, today, versions, places=_places(question, filters, library))
    if filters.as_of:
        return replace(scope, day=datetime.date.fromisoformat(filters.as_of))
    if not versions.sources:
        return scope  # no day selects anything
    if change := asked_change(question, today):
        return replace(scope, change=change)
    if asked := asked_day(question, today):
        return replace(
            scope,
            question=_without(question, asked.start, asked.end) if asked.aside else question,
            filters=replace(filters, as_of=asked.day.isoformat()),
            day=asked.day,
        )
    if day := _day_of_version(question, scope):
        return replace(scope, filters=replace(filters, as_of=day.isoformat()), day=day)
    return scope


def is_elsewhere(own: frozenset[str], places: frozenset[str]) -> bool:
    """Whether what is of the places `own` is of none of `places`; what states none is of every place."""
    return bool(own and places) and not any(related(one, place) for one in own for place in places)


def places_of(source: Source) -> frozenset[str]:
    """The places whose law a source is on; none where it is on many, or does not say."""
    return places_in(source.metadata.jurisdiction or "")


def _places(question: str, filters: Filters, library: Library) -> frozenset[str]:
    """The places that the question names, if the library has documents on each of them."""
    named = places_in(question)
    if not named or filters.jurisdiction or filters.document:
        return frozenset()
    known = {place for name in library.jurisdictions(filters) for place in places_in(name)}
    return named if all(any(related(place, own) for own in known) for place in named) else frozenset()


def _without(question: str, start: int, end: int) -> str:
    """The question without the words that say its day, unless too little would be left."""
    rest = " ".join(f"{question[:start]} {question[end:]}".split()).strip(" ,;:")
    rest = rest.replace(" ?", "?")
    return rest[:1].upper() + rest[1:] if len(rest.split()) >= SHORTEST else question


def _day_of_version(question: str, scope: Scope) -> datetime.date | None:
    """A day on which the text that the question names, "the 2017 law", was in force."""
    year = named_version(question)
    if year is None:
        return None
    meant = [
        source
        for source in scope.versions.sources
        if str(year) in source.metadata.title
        and source.metadata.in_force_from
        and not in_force(source.metadata, scope.today)
        and not is_elsewhere(places_of(source), scope.places)
    ]
    if len(meant) != 1:
        return None
    return datetime.date.fromisoformat(f"{meant[0].metadata.in_force_from}-01-01"[:10])
