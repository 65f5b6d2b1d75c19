"""Two clauses on the same matter: whether one affirms what the other denies."""

from __future__ import annotations

import re

from answering.language.polarity import Denial, denies_by_meaning, may_deny
from answering.language.wording import Clause, Word, Wording, families

FEWEST = 2  # words that two clauses must share before a denial in one of them tells anything
_NEAR = 0.3  # of the words of a clause, how many the other must share to be about the same
_SHARE = 0.6  # of these, how many must be denied in one and affirmed in the other
_NOT_THEN = re.compile(r"\b(?:not(?: \w+){0,3}? yet|yet|no longer|without)\b", re.IGNORECASE)
_AT_A_TIME = re.compile(r"\b(?:before|until|till|after|since|once|first|then|later)\b", re.IGNORECASE)
_OF_SUBJECTS = re.compile(r"(?:no|none|neither|nobody|nothing)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|may|must|can|could|shall|will|would|has|have|had|does|do|did)\b", re.IGNORECASE
)
_HEAD_WITHIN = 30  # characters after a word that denies, in which what it denies begins


def affirms(theirs: Clause, mine: Clause) -> bool:
    """Whether one clause affirms what another, on the same matter, denies: most of it, or its head."""
    pairs = shared(mine, theirs)
    unclear = may_deny(theirs.text) != may_deny(mine.text) or _is_at_a_time(mine.text, theirs.text)
    if len(pairs) < FEWEST or unclear or _has_opposites(mine, theirs):
        return False
    my_denials, their_denials = unanswered(mine, theirs), unanswered(theirs, mine)
    plain = [(word, other) for word, other in pairs if _is_plain(word) and _is_common(other, theirs)]
    affirmed = [
        word
        for word, other in plain
        if is_denied(word, mine, my_denials) and not is_denied(other, theirs, their_denials)
    ]
    if not any(_is_of_predicate(word, mine, my_denials) for word in affirmed):
        return False
    if len(plain) >= _NEAR * len(plain_words(mine)) and len(affirmed) >= max(1, _SHARE * len(plain)):
        return True
    heads = {head(denial, mine) for denial in my_denials}
    return any(word in heads for word in affirmed)


def _is_of_predicate(word: Word, clause: Clause, denials: tuple[Denial, ...]) -> bool:
    """Whether a word stands after the verb, where a denial begins a clause: "left" of "no award was left"."""
    place = word.start - clause.start
    for denial in denials:
        verb = (
            _VERB.search(clause.text, denial.end) if _OF_SUBJECTS.match(clause.text, denial.start) else None
        )
        if denial.covers(place) and (not verb or place > verb.start()):
            return True
    return word.turned


def _is_at_a_time(mine: str, theirs: str) -> bool:
    """Whether one denies something for a time that the other tells: "not yet acquitted", "before"."""
    return any(
        _NOT_THEN.search(one) and _AT_A_TIME.search(other) for one, other in ((mine, theirs), (theirs, mine))
    )


def head(denial: Denial, clause: Clause) -> Word | None:
    """What a denial denies in the first place: the word that follows."""
    place = clause.start + denial.end
    return next((word for word in clause.words if place <= word.start < place + _HEAD_WITHIN), None)


def shared(mine: Clause, theirs: Clause) -> list[tuple[Word, Word]]:
    """The words of two clauses that may stand for each other."""
    by_stem = {other.stem: other for other in reversed(theirs.words)}
    same = {word.start: by_stem[word.stem] for word in mine.words if word.stem in by_stem}
    taken = {other.stem for other in same.values()}
    for word in mine.words:
        others = (other for other in theirs.words if other.stem not in taken and word.meets(other))
        if word.start not in same and (met := next(others, None)):
            same[word.start] = met
            taken.add(met.stem)
    return [(word, same[word.start]) for word in mine.words if word.start in same]


def is_denied(word: Word, clause: Clause, denials: tuple[Denial, ...]) -> bool:
    """Whether an odd number of denials covers a word; "un-" is one."""
    times = sum(denial.covers(word.start - clause.start) for denial in denials) + word.turned
    return times % 2 == 1


def unanswered(mine: Clause, theirs: Clause | Wording) -> tuple[Denial, ...]:
    """The denials of a clause but for those by meaning that the others have a word for, each for one."""
    found = []
    others = list(theirs.words)
    for denial in mine.denials:
        own = _denying_words(denial, mine) if denial.by_meaning else []
        answer = next((other for other in others if any(_answers(other, word) for word in own)), None)
        if answer:
            others.remove(answer)
        else:
            found.append(denial)
    return tuple(found)


def denials_beyond(mine: Wording, theirs: Wording) -> int:
    """How many more denials a text has than another; those in words that both have do not count."""
    return _count(mine, theirs) - _count(theirs, mine)


def turned_beyond(mine: Wording, theirs: Wording) -> int:
    """How many words such as "unnamed" a text has of which the other has "named" alone."""
    return sum(
        word.turned and word.stem not in theirs.meanings and not word.meanings.isdisjoint(theirs.meanings)
        for word in mine.words
    )


def plain_words(clause: Clause) -> list[Word]:
    """The words of a clause without names and figures."""
    return [word for word in clause.words if _is_plain(word)]


def _is_plain(word: Word) -> bool:
    return word.text.isalpha() and word.text.islower()


def _is_common(word: Word, clause: Clause) -> bool:
    return word.text.islower() or word is clause.words[0]


def _count(mine: Wording, theirs: Wording) -> int:
    once = {clause.text: clause for clause in mine.clauses}  # the lead-in of a list may be quoted twice
    return sum(len(unanswered(clause, theirs)) for clause in once.values())


def _denying_words(denial: Denial, clause: Clause) -> list[Word]:
    return [word for word in clause.words if denial.start <= word.start - clause.start < denial.end]


def _answers(word: Word, denying: Word) -> bool:
    return word.stem == denying.stem or (word.meets(denying) and denies_by_meaning(word.text))


def _has_opposites(mine: Clause, theirs: Clause) -> bool:
    """Whether the other clause has only the opposite of a word: then two contraries may make one sense."""
    opposite = families().opposites
    return any(
        opposite.get(one) in theirs.meanings
        for word in plain_words(mine)
        if word.meanings.isdisjoint(theirs.meanings)
        for one in word.meanings
    )
