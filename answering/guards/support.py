"""Support: what a statement tells must be carried by the quotations, its reasons too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from answering.evidence import Evidence
from answering.language.wording import Word, any_of, read
from answering.language.words import stem
from answering.objections import objection
from core.types import Objection

_REASON = re.compile(
    r"\b(?:because|owing to|(?<!is )(?<!are )(?<!was )(?<!be )due to|on account of|in order to|so as to|"
    r"lest|for fear|in answer to|in response to|on the (?:reasoning|ground)s? that|as a result of|"
    r"in performance of|since(?= (?:it|they|he|she|no|the|its|there|fines|such|this)\b))",
    re.IGNORECASE,
)
_REASON_QUOTED = re.compile(
    r"\b(?:because|owing|due to|account of|since|grounds?|as|so that|in order|reasons?|result|for|"
    r"linked|over|to|so|therefore|hence|thus|caus\w+|led|why|then|making)\b",
    re.IGNORECASE,
)


def _stems(name: str) -> frozenset[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return frozenset(stem(word) for line in lines if not line.startswith("#") for word in line.split())


_LIGHT = _stems("light_words.txt")
_WEIGHTY = _stems("weighty_words.txt")
# A clause or an item that is added, to the next comma: ", which he regretted", ", but not for long".
_ADDED = re.compile(
    r"(?:,\s(?:(?:and|but)\s)?(?P<relative>which|who|whose|whom)\b|,\s(?:and|but)\b"
    r"|\sand(?=\s(?:the|their|its|all)\b))(?P<rest>[^,;:—–]*)",
    re.IGNORECASE,
)
_OPINION = any_of(
    r"rightly|wrongly|correctly|mistakenly|unfortunately|fortunately|sadly|regrettably|happily|luckily"
    r"|surprising(?:ly)?|remarkabl[ey]|unfairly|unjustly|deservedly|undoubtedly|arguably|notoriously"
    r"|shocking(?:ly)?|too (?:much|many|little|few|high|low|severe|lenient|long|short|harsh|far|late)"
)
_QUESTION = re.compile(r"\?[\s\"”’)]*$")
_HEDGES = re.compile(r"confirm|check|verif|report|said|say|account|alleg|source|official", re.IGNORECASE)
MOST_HEAVY = 4
_FEWEST = 2  # words of meaning that make a statement
MOST_UNCARRIED = 0.34  # share of a statement's words that nothing carries
MOST_UNCARRIED_OF_A_CLAUSE = 0.6


def gives_no_reasons(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to a reason or a purpose that the quotations do not give."""
    known = evidence_meanings(evidence)
    for match in _REASON.finditer(statement):
        clause = re.split(r"[;,.]", statement[match.end() :])[0]
        words = read(clause).words
        uncarried = [word for word in words if not is_carried(word, known)]
        if not _REASON_QUOTED.search(evidence.words) or len(uncarried) * 2 > len(words):
            yield objection("support", match[0] + clause, "reason")


def gives_no_opinion(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "rightly", "unfortunately", "too much": what the author thinks of it no source says."""
    known = {match[0].lower() for match in _OPINION.finditer(f"{evidence.words}\n{evidence.context}")}
    for match in _OPINION.finditer(statement):
        if match[0].lower() not in known:
            yield objection("support", match[0])


def asks_nothing(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to a question, and to a statement of which all quotations are questions: they state nothing."""
    questions = [_QUESTION.search(one.sentence) for one in evidence.quoted]
    if _QUESTION.search(statement) or (questions and all(questions)):
        yield objection("support", statement.strip(), "question")


def says_something(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "Yes." and to "The Act did not.": what they say stands in the question."""
    words = read(statement).words
    if len(words) < _FEWEST and not any(word.text[0].isdigit() for word in words):
        yield objection("support", statement.strip() or "…", "nothing-said")


def is_supported(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to a statement, or a clause of it, most of which no quotation carries, or a word of weight."""
    known = evidence_meanings(evidence)
    wording = read(statement)
    uncarried = [word for word in wording.words if not is_carried(word, known)]
    if len(uncarried) >= MOST_HEAVY or len(uncarried) > MOST_UNCARRIED * len(wording.words):
        yield objection("support", ", ".join(word.text for word in uncarried))
        return
    for word in uncarried:
        if word.stem in _WEIGHTY:
            yield objection("support", word.text)
            return
    for clause in wording.clauses:
        missing = [word for word in clause.words if not is_carried(word, known)]
        if len(missing) >= 2 and len(missing) >= MOST_UNCARRIED_OF_A_CLAUSE * len(clause.words):
            yield objection("support", clause.text)


def adds_nothing(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to an added clause of which no word is carried, however light its words are."""
    known = evidence_meanings(evidence)
    for match in _ADDED.finditer(statement):
        start, end = match.span("rest")
        words = [word for word in read(statement).words if start <= word.start < end]
        plain = [word for word in words if word.text.islower()]
        asked = match["relative"] and re.search(rf"\b{match['relative']}\b", evidence.words, re.IGNORECASE)
        named = words != plain and not match["relative"]
        figured = any(word.text[0].isdigit() for word in words)
        if not plain or named or figured or asked or _HEDGES.search(match[0]):
            continue
        if all(word.meanings.isdisjoint(known) for word in plain):
            yield objection("support", match[0].strip(" ,"))


def evidence_meanings(evidence: Evidence) -> frozenset[str]:
    """What the words of the quotations, and those around them, may mean."""
    return read(evidence.words).meanings | read(evidence.context).meanings


def is_carried(word: Word, known: frozenset[str]) -> bool:
    """Whether some word of the evidence may stand for this one; figures have a guard of their own."""
    if word.text[0].isdigit() or word.text[0].isupper() or word.stem in _LIGHT:
        return True
    return not word.meanings.isdisjoint(known)
