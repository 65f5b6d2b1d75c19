"""Denials: what the quotations affirm a statement may not deny, nor affirm what they deny."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.caveats.contradiction import (
    FEWEST,
    affirms,
    denials_beyond,
    head,
    is_denied,
    plain_words,
    shared,
    turned_beyond,
    unanswered,
)
from answering.evidence import Evidence
from answering.language.polarity import WHETHER, Denial, may_deny
from answering.language.wording import Clause, Word, Wording, families, nearest, read
from answering.language.words import stem
from answering.objections import objection
from core.types import Objection

_WITH = re.compile(r"\b(with|without) (?:(?:an?|the|any|such|his|her|its|their) )?(\w+)", re.IGNORECASE)
# Words that deny, "no further" among them; not "No. 12", and not "not confirmed": see keeps_reservations.
_NEGATIVE = re.compile(
    r"(?:\b(?:no(?!\.)|not|never|nor|neither|none|nobody|nothing|cannot|without|hardly|unlike|whereas|instead"
    r"|alone)\b|n['’]t\b)(?! (?:\w+ ){0,8}(?:confirm|check|verif))",
    re.IGNORECASE,
)
_SHORT = 3  # words of meaning in a clause that denies all of them
_BESIDES = re.compile(r"\W*(?:but|though|while|and|or|not)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|before)\b", re.IGNORECASE)  # what is not so until then is so after
# They deny their subjects, or that something is needed.
_OF_OTHERS = re.compile(
    r"(?:none|neither|nobody|no one|unlike|(?:not|never) (?:ha(?:ve|s|d) to|need|required|obliged))\b",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(
    r"\b(?:no|not|never|neither|nor|without|cannot|denied|denies|deny|rejected|rejects|untrue|false"
    r"|myth|mistaken|wrong|unless|n['’]t)\b[^;]*$",
    re.IGNORECASE,
)


def keeps_denials(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to what the statement denies and the quotations affirm, or the other way round."""
    said, quoted = read(statement), read(evidence.words)
    if match := _with_for_without(statement, evidence.words):
        yield objection("negation", match[0])
        return
    for mine, theirs in ((said, quoted), (quoted, said)):
        denied = (*_contradicted(mine, theirs), *_heads_affirmed(mine, theirs))
        yield from (objection("negation", words) for words in dict.fromkeys(denied))


def _with_for_without(said: str, quoted: str) -> re.Match[str] | None:
    """Where a statement has "with" what the quotations have "without", or the other way round."""
    theirs = {(match[1].lower(), stem(match[2])) for match in _WITH.finditer(quoted)}
    for match in _WITH.finditer(said):
        mine, word = match[1].lower(), stem(match[2])
        other = "with" if mine == "without" else "without"
        if (other, word) in theirs and (mine, word) not in theirs:
            return match
    return None


def _heads_affirmed(mine: Wording, theirs: Wording) -> Iterator[str]:
    """The clauses that deny a word which the other side has, and nowhere denies.

    A word of its family will do where the other side denies nothing whatever.
    """
    nowhere = not any(map(_may_be_denied, theirs.clauses))
    for clause in mine.clauses:
        if any(map(WHETHER.search, (clause.text, theirs.text))) or _UNTIL.search(clause.text):
            continue
        for denial in unanswered(clause, theirs):
            denied = _denied_first(denial, clause)
            if _OF_OTHERS.match(clause.text, denial.start) or (may_deny(clause.text) and not nowhere):
                continue
            if any(_is_affirmed(word, clause, mine, theirs, nowhere=nowhere) for word in denied):
                yield clause.text
                break


def _denied_first(denial: Denial, clause: Clause) -> list[Word]:
    """What a denial denies in the first place: its head; all of a short clause, "but not by the press"."""
    word = head(denial, clause)
    after = [one for one in clause.words if one.start - clause.start >= denial.end]
    after = after if _is_aside(clause) else []
    return [one for one in (word, *after) if one and one.text.islower()]


def _is_aside(clause: Clause) -> bool:
    return len(clause.words) <= _SHORT and _BESIDES.match(clause.text) is not None


def _is_affirmed(word: Word, clause: Clause, mine: Wording, theirs: Wording, *, nowhere: bool) -> bool:
    """Whether the other side has a word that is denied here, in clauses that deny nothing."""
    places = [
        other
        for other in theirs.clauses
        if any(word.stem == one.stem or (nowhere and _may_mean(word, one)) for one in plain_words(other))
    ]
    return (
        bool(places)
        and not any(map(_may_be_denied, places))
        and (nowhere or _is_aside(clause) or any(len(shared(clause, o)) >= FEWEST for o in places))
        and _is_denied_throughout(word, mine)
    )


def _may_mean(word: Word, other: Word) -> bool:
    """Whether the other may stand for the word by itself: "bench" stands for "without a jury" only."""
    return not other.meanings.isdisjoint({word.stem, *families().of_stem.get(word.stem, ())})


def _may_be_denied(clause: Clause) -> bool:
    """Whether anything in a clause may deny."""
    turned = any(word.turned for word in clause.words)
    return bool(turned or clause.denials or may_deny(clause.text) or _NEGATIVE.search(clause.text))


def _is_denied_throughout(word: Word, wording: Wording) -> bool:
    return all(
        is_denied(other, clause, clause.denials)
        for clause in wording.clauses
        for other in clause.words
        if other.stem == word.stem
    )


def _contradicted(mine: Wording, theirs: Wording) -> Iterator[str]:
    """The clauses that deny what a clause of the other side affirms, which has fewer denials."""
    if denials_beyond(mine, theirs) <= turned_beyond(theirs, mine):
        return
    for clause in mine.clauses:
        if not clause.denials or WHETHER.search(clause.text):
            continue
        if any(affirms(other, clause) for other in nearest(clause, theirs)):
            yield clause.text


def quotes_no_denied_words(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to a quotation that leaves out the words before it which deny it."""
    for one in evidence.quoted:
        cut_off = _CUT_OFF.search(one.before)
        if cut_off and not _CUT_OFF.search(statement) and not one.before.rstrip().endswith((",", ":")):
            yield objection("negation", one.words, "cut-off")


_NON = re.compile(r"\bnon-?(?P<what>[a-z]{4,})", re.IGNORECASE)
_NO = re.compile(r"\b(?:no|not|non|without|never|in|un)\b|n['’]t\b", re.IGNORECASE)


def puts_in_no_non(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "non-compliance" where the quotations speak of compliance."""
    if _NON.search(evidence.words):
        return
    for match in _NON.finditer(statement):
        for same in re.finditer(rf"\b{re.escape(match['what'])}\b", evidence.words, re.IGNORECASE):
            before = evidence.words[max(0, same.start() - 30) : same.start()]
            if not _NO.search(before):
                yield objection("negation", match[0])
                return
