"""Finds where other passages give another value for what a statement says; decides nothing between them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from answering.check import Checked, pin
from answering.language.values import Value, ValueKind, values
from answering.language.words import QUESTION_WORDS, WORD, stem
from answering.protocols import Library
from answering.selection.lists import BULLET
from answering.selection.standing_alone import LIST_ITEM
from core.folding import find_folded
from core.sentences import CELL
from core.succession import written_day
from core.types import Conflict, ConflictKind, ConflictSide, Passage, Quotation, Source, Span
from prompts.load import load_prompt

# How much of the weighted words of two sentences must be common, for them to speak of the same thing.
# A story has many dates, and sections and modals stand in every sentence of a law: there more must be.
OVERLAP = {ValueKind.DATE: 0.7, ValueKind.SECTION: 0.85, ValueKind.MODAL: 0.9}
USUAL_OVERLAP = 0.55
PLAUSIBLE = 0.5  # of the words of the shorter sentence; with fewer in common nothing is looked at closely
FEWEST_WORDS = 3  # that both must share
BRIEF, BRIEF_ITEM = 5, 8  # words; a sentence or an item of a list with fewer takes its headings along
ORDER = (  # what is compared first: a section often differs where an amount does
    *(ValueKind.AMOUNT, ValueKind.PERCENTAGE, ValueKind.PERIOD, ValueKind.DATE, ValueKind.STANDARD),
    *(ValueKind.COUNT, ValueKind.MODAL, ValueKind.SECTION),
)
SCOPES = (  # two sentences that differ in one of these speak of different cases
    ({"individu", "natur"}, {"organis", "organiz", "compani", "corpor", "entiti", "busi"}),
    ({"civil"}, {"crimin"}, {"administr"}),
    ({"first"}, {"repeat", "repeatedli", "second", "subsequ"}),
    ({"minimum"}, {"maximum"}),
    ({"domest"}, {"foreign", "abroad", "oversea"}),
    ({"compensatori", "actual"}, {"punit", "exemplari", "statutori"}),
    ({"ordinari", "simpl"}, {"seriou", "aggrav", "wil", "malici"}),
    ({"employe"}, {"employ", "contractor"}),
)
EVERYWHERE = frozenset({"", "international", "global", "worldwide"})
# What speaks of its own document, such as one contract among many, is not compared with another's words.
OF_ITSELF = re.compile(
    r"\b[Tt]h(?:is|e|ese) (?:Agreement|Contract|Policy|Term|Terms|Company|Part(?:y|ies)|Plan|Lease|License)\b"
    r"|\bhere(?:of|in|under|by|to|after)\b|\b(?:we|our|us|I|my)\b"
    r"|\b[Tt]his (?:notice|policy|document|report)\b|\b(?:either|each|neither|other) [Pp]arty\b"
    r"|\b(?:Licensee|Licensor|Distributor|Franchisee|Supplier)\b"
)
COMPARED = 100  # passages found that an answer is compared with; the answerer reads fewer


@dataclass(frozen=True)
class Saying:
    """A sentence of a passage with the stems of its words, headings taken along where it is brief."""

    passage: Passage
    span: Span
    text: str
    words: frozenset[str]

    @property
    def source(self) -> Source:
        return self.passage.source


@dataclass(frozen=True)
class Claim:
    """A sentence taken apart: what it is about, and the values it gives."""

    about: frozenset[str]  # stems of its words, those of its values left out
    names: frozenset[str]  # stems of its capitalised words, and what is numbered
    initials: str  # first letters of its names in order
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Difference:
    """Two sayings of the same thing, and the values in which they differ."""

    mine: Saying
    its: Saying
    my_value: Value
    its_value: Value
    kind: ConflictKind
    overlap: float
    statement: int
    older: Source | None = None  # which gave way, where one did
    scopes: frozenset[str] = frozenset()  # stems of the qualifying words in which they differ

    @property
    def key(self) -> tuple[object, ...]:
        """The same for two differences that would show the reader the same thing twice."""
        given = frozenset((v.unit, v.low, v.high, v.named) for v in (self.my_value, self.its_value))
        return (self.kind, self.my_value.kind, given)


def find_conflicts(
    checked: Checked, passages: Sequence[Passage], library: Library, *, today: str
) -> tuple[Conflict, ...]:
    """The conflicts between an answer's statements and the other passages found, unresolved ones first.

    `today` is the ISO date that decides what is no longer in force. Each side is a checked quotation.
    """
    sayings = list(_sayings(passages))
    rarity = _rarity(sayings)
    differences: dict[tuple[object, ...], Difference] = {}
    for mine, statement in _stated(checked, sayings):
        for its in sayings:
            if mine.source.version == its.source.version or not _plausible(mine.words, its.words):
                continue
            found = _difference(mine, its, rarity, statement, today)
            if found and found.overlap > getattr(differences.get(found.key), "overlap", 0.0):
                differences[found.key] = found
    kept = sorted(differences.values(), key=lambda d: (d.kind is not ConflictKind.UNRESOLVED, d.statement))
    return tuple(conflict for d in kept if (conflict := _conflict(d, library)))


def _sayings(passages: Sequence[Passage]) -> Iterator[Saying]:
    """Every sentence of the passages once."""
    seen = set()
    for passage in passages:
        for sentence in passage.sentences:
            if (passage.source.version, sentence.start) in seen:
                continue
            seen.add((passage.source.version, sentence.start))
            text = passage.text[sentence.start - passage.start : sentence.end - passage.start]
            words = _stems(text)
            if len(words) < (BRIEF_ITEM if LIST_ITEM.match(text) else BRIEF):
                words |= _stems(_place(passage))
            yield Saying(passage, Span(sentence.start, sentence.end), text, words)


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(stem(word) for word in WORD.findall(text) if word.lower() not in QUESTION_WORDS)


def _place(passage: Passage) -> str:
    return " ".join((passage.source.metadata.title, *passage.section[1:]))


@lru_cache(maxsize=20_000)
def _claim(text: str) -> Claim:
    given = values(text)
    rest = _without(text, given)
    words = WORD.findall(rest)
    named = [w for n, w in enumerate(words) if (w[0].isupper() and n) or w[0].isdigit()]
    if words and re.match(rf"[^\w]*{re.escape(words[0])}[:’']", rest):
        named.insert(0, words[0])  # "Korea: use abroad ..."
    named = [word for word in named if word.lower() not in QUESTION_WORDS]
    initials = "".join(word[0] for word in named).lower()
    return Claim(_stems(rest), frozenset(map(stem, named)), initials, given)


def _without(text: str, given: Sequence[Value]) -> str:
    """The text with its values blanked out."""
    letters = list(text)
    for value in given:
        letters[value.span.start : value.span.end] = " " * (value.span.end - value.span.start)
    return "".join(letters)


def _rarity(sayings: Sequence[Saying]) -> Mapping[str, float]:
    """Inverse document frequency of each word among the sentences (Robertson and Spärck Jones 1976)."""
    holding = Counter(word for saying in sayings for word in saying.words)
    return {word: math.log(1 + len(sayings) / (0.5 + count)) for word, count in holding.items()}


def _stated(checked: Checked, sayings: Sequence[Saying]) -> Iterator[tuple[Saying, int]]:
    """The sentences that the answer quotes, each with its statement."""
    for number, statement in enumerate(checked.statements):
        for citation in (checked.citations[index] for index in statement.citations):
            for saying in sayings:
                same = saying.source.version == citation.source.version
                if same and saying.span.start < citation.end and citation.start < saying.span.end:
                    yield saying, number


def _difference(
    mine: Saying, its: Saying, rarity: Mapping[str, float], statement: int, today: str
) -> Difference | None:
    """In what two sayings of the same thing differ; None where they agree, or speak of different things."""
    if other_row(mine.text, its.text):
        return None
    my_claim, its_claim = _claim(mine.text), _claim(its.text)
    scopes = _scopes(mine.words, its.words)
    about = [
        claim.about | (saying.words - _stems(saying.text)) - scopes
        for claim, saying in ((my_claim, mine), (its_claim, its))
    ]
    overlap = _overlap(about[0] - scopes, about[1] - scopes, rarity)
    if overlap < USUAL_OVERLAP:
        return None
    older = _older(mine.source, its.source, today)
    if older is None and OF_ITSELF.search(mine.text) and not _same_work(mine.source, its.source):
        return None
    kind = _kind(mine.source, its.source, superseded=older is not None, other_scope=bool(scopes))
    versions = _same_work(mine.source, its.source) or _linked(mine.source, its.source) is not None
    if not _same_names(my_claim, its_claim, about, versions=versions):
        return None
    pairs = [pair for value_kind in ORDER if (pair := _differing(my_claim, its_claim, value_kind))]
    if not pairs or (len(pairs) > 1 and not versions):  # another day and another sum are another event
        return None
    if _same_words(mine.text, its.text):
        return None
    first, second = pairs[0]
    if overlap < OVERLAP.get(first.kind, USUAL_OVERLAP):
        return None
    renumbered = versions and overlap >= OVERLAP[ValueKind.SECTION]
    if first.kind is not ValueKind.SECTION and not renumbered and _elsewhere(my_claim, its_claim):
        return None
    return Difference(mine, its, first, second, kind, overlap, statement, older, scopes)


def _plausible(mine: frozenset[str], its: frozenset[str]) -> bool:
    """Whether enough words are common that a closer look may pay; most pairs end here."""
    return len(mine & its) >= max(FEWEST_WORDS, PLAUSIBLE * min(len(mine), len(its)))


def _overlap(mine: frozenset[str], its: frozenset[str], rarity: Mapping[str, float]) -> float:
    """The common share of the words of both, by weight (Jaccard); 0 where few are common."""
    common = mine & its
    if len(common) < FEWEST_WORDS:
        return 0.0
    unseen = max(rarity.values())  # what stood together with a value
    weights = {word: rarity.get(word, unseen) for word in mine | its}
    return sum(weights[word] for word in common) / sum(weights.values())


def _same_names(mine: Claim, its: Claim, about: Sequence[frozenset[str]], *, versions: bool) -> bool:
    """Whether not each of the two names something that the other does not.

    Of two versions of a text each may name its year.
    """

    def strange(one: Claim, words: frozenset[str], other: Claim) -> set[str]:
        names = {n for n in one.names - words if not (versions and n.isdigit())}
        return {n for n in names if n not in other.initials}

    return not (strange(mine, about[1], its) and strange(its, about[0], mine))


def _differing(mine: Claim, its: Claim, kind: ValueKind) -> tuple[Value, Value] | None:
    """The values of a kind in which the two differ, where it is plain which stands against which."""
    ours = [value for value in mine.values if value.kind is kind]
    theirs = [value for value in its.values if value.kind is kind]
    if len(ours) == len(theirs):
        pairs = [pair for pair in zip(ours, theirs, strict=True) if not _fits(*pair)]
        if len(pairs) == 1:
            return pairs[0] if pairs[0][0].unit == pairs[0][1].unit else None
    left = [value for value in ours if not any(_fits(value, other) for other in theirs)]
    right = [value for value in theirs if not any(_fits(value, other) for other in ours)]
    if len(left) != 1 or len(right) != 1:
        return None
    return (left[0], right[0]) if left[0].unit == right[0].unit else None


def _elsewhere(mine: Claim, its: Claim) -> bool:
    """Whether both name sections, and none in common: then those tell two provisions apart."""
    ours, theirs = (
        [value for value in claim.values if value.kind is ValueKind.SECTION] for claim in (mine, its)
    )
    alike = [(one, other) for one in ours for other in theirs if one.unit == other.unit]
    return bool(alike) and not any(one.agrees(other) for one, other in alike)


def _fits(one: Value, other: Value) -> bool:
    return one.unit == other.unit and one.agrees(other)


def _same_words(mine: str, its: str) -> bool:
    """Whether one of the two is the other, or a part of it."""
    return find_folded(mine, its) is not None or find_folded(its, mine) is not None


def other_row(mine: str, its: str) -> bool:
    """Whether both are rows of tables, and by their first cells of different things."""
    if CELL not in mine or CELL not in its:
        return False
    labels = [set(text.split(CELL)[0].casefold().split()) for text in (mine, its)]
    return not (labels[0] <= labels[1] or labels[1] <= labels[0])


def _scopes(mine: frozenset[str], its: frozenset[str]) -> frozenset[str]:
    """The qualifying words in which two sayings differ: {"individu", "organis"}."""
    for classes in SCOPES:
        ours = {n for n, words in enumerate(classes) if words & mine}
        theirs = {n for n, words in enumerate(classes) if words & its}
        if len(ours) == len(theirs) == 1 and ours != theirs:
            return frozenset(set().union(*classes) & (mine ^ its))
    return frozenset()


def _same_work(mine: Source, its: Source) -> bool:
    return mine.metadata.title.casefold() == its.metadata.title.casefold()


def _kind(mine: Source, its: Source, *, superseded: bool, other_scope: bool) -> ConflictKind:
    if superseded:
        return ConflictKind.SUPERSEDED
    places = [(source.metadata.jurisdiction or "").casefold() for source in (mine, its)]
    if places[0] != places[1] and not EVERYWHERE & set(places):
        return ConflictKind.OTHER_JURISDICTION
    return ConflictKind.DIFFERENT_SCOPE if other_scope else ConflictKind.UNRESOLVED


def _older(mine: Source, its: Source, today: str) -> Source | None:
    """Which of two sources gave way to the other, or is no longer in force; None where neither did."""
    if linked := _linked(mine, its):
        return linked
    places = {(source.metadata.jurisdiction or "").casefold() for source in (mine, its)}
    ends = [(source.metadata.in_force_to or "9999", source) for source in (mine, its)]
    (first, old), (last, _) = sorted(ends, key=lambda end: end[0])
    return old if first < last and first < today and (len(places) == 1 or EVERYWHERE & places) else None


def _linked(mine: Source, its: Source) -> Source | None:
    """Which of the two the other says that it supersedes."""
    for new, old in ((mine, its), (its, mine)):
        if new.metadata.supersedes and new.metadata.supersedes in _called(old):
            return old
    return None


def _called(source: Source) -> set[str]:
    return {source.document, source.version, source.name, source.name.split("/")[-1], source.metadata.title}


def _conflict(difference: Difference, library: Library) -> Conflict | None:
    """The conflict with both sides checked; None where one does not stand in its document."""
    texts = [library.document(saying.source.version).text for saying in (difference.mine, difference.its)]
    if all(find_folded(saying.text, text) for saying in (difference.mine, difference.its) for text in texts):
        return None  # each says both: copies of one text, and of that other places
    mine = _side(difference.mine, difference.my_value, library)
    its = _side(difference.its, difference.its_value, library)
    if mine is None or its is None:
        return None
    return Conflict(
        kind=difference.kind,
        title=load_prompt("conflict-title").fill(values=CALLED[difference.my_value.kind]),
        explanation=_explanation(difference),
        statement=difference.statement,
        sides=(mine, its),
    )


CALLED = {
    ValueKind.DATE: "dates",
    ValueKind.SECTION: "sections",
    ValueKind.AMOUNT: "amounts",
    ValueKind.PERCENTAGE: "percentages",
    ValueKind.PERIOD: "periods",
    ValueKind.STANDARD: "standards",
    ValueKind.MODAL: "answers on whether something must, may or must not be",
    ValueKind.COUNT: "numbers",
}


def _side(saying: Saying, value: Value, library: Library) -> ConflictSide | None:
    start, text = saying.span.start, saying.text
    if (bullet := BULLET.match(text)) and bullet.end() <= value.span.start:
        text = text[bullet.end() :]
        start += bullet.end()
    citation = pin(Quotation(saying.source, text, start), library.document(saying.source.version))
    at = Span(saying.span.start + value.span.start, saying.span.start + value.span.end)
    inside = citation.verdict.passed and citation.start <= at.start and at.end <= citation.end
    return ConflictSide(citation, at) if inside else None


def _explanation(difference: Difference) -> str:
    """Why the two may differ, in a sentence."""
    mine, its = difference.mine.source, difference.its.source
    if (older := difference.older) is not None:
        newer = its if older is mine else mine
        if until := older.metadata.in_force_to:
            return load_prompt("conflict-ended").fill(older=older.metadata.title, until=written_day(until))
        return load_prompt("conflict-superseded").fill(older=older.metadata.title, newer=newer.metadata.title)
    if difference.kind is ConflictKind.OTHER_JURISDICTION:
        return load_prompt("conflict-other-jurisdiction").fill(
            first=mine.metadata.jurisdiction, second=its.metadata.jurisdiction
        )
    if difference.kind is ConflictKind.DIFFERENT_SCOPE:
        first, second = (
            next(word for word in WORD.findall(saying.text) if stem(word) in difference.scopes)
            for saying in (difference.mine, difference.its)
        )
        return load_prompt("conflict-different-scope").fill(first=first.lower(), second=second.lower())
    return load_prompt("conflict-unresolved").fill()
