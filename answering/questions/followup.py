"""Makes a follow-up question stand alone: "and who signed it?" needs the turns before it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence

from answering.language.words import QUESTION_WORDS, WORD, content_words
from core.types import Turn

# What stands for something named before: a pronoun, "that law", "this letter", a last "there"; not the
# "that" of "firms that suffer theft", nor the "there" of "is there".
THING = r"(?:act|law|rule|letter|statute|directive|agreement|case|company|treaty|report|amendment)s?"
POINTER = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|these|those"
    rf"|(?:the|that) (?:same|{THING}))\b|\bthere\W*$|^that\b",
    re.I,
)
PRONOUN = re.compile(rf"\b(?:it|they|them|he|him|she|that {THING})\b", re.I)
POSSESSIVE = re.compile(r"\b(?:its|their|his|her)\b", re.I)
OPENING = re.compile(
    r"^\s*(?:and|but|or|so|also|then|what about|how about|what of|thanks|thank you|ok|okay)\b[\s,.!]*", re.I
)
PREPOSITION = r"(?:in|under|for|with|at|by|from|to|on|before|after|against)"
# "in Korea", "how in the Uber affair": a question that takes its verb from the one before
VERB = r"(?:is|are|was|were|do|does|did|can|may|must|will|would|should|has|have|had|what|which|whom|how)"
ELLIPSIS = re.compile(
    rf"^(?P<asking>(?:how|what|when|where|who|why)\s+)?(?P<rest>{PREPOSITION}\b(?!.*\b{VERB}\b).*)$", re.I
)
MONTHS = frozenset(calendar.month_name)
GOVERNED = re.compile(rf"\b(?:{PREPOSITION}|of)(?: the)? $", re.I)  # "theft under the DTSA" is of theft
CAPITALISED = r"(?:[A-Z][\w&/-]*|v\.|\d[\w.]*)"
NAME = re.compile(
    rf"\b[A-Z][\w&/-]*(?:(?: (?:of|on|for|and|the|to|v))* {CAPITALISED})*(?: {THING}\b)?"
    r"(?=(?P<next>(?:['’]s)? [a-z][\w-]*)?)"
)
INSTRUMENT = re.compile(
    r"\b(?:Act|Law|Code|Directive|Regulations?|Rule|Agreement|Treaty|Convention|Notice|Report|Order|Commission"
    r"|Dialogue|Case)\b| v\.? "
)
ENOUGH = 3  # words of its own that let a question stand alone where it points at nothing
NAMES = 2  # that a pronoun may stand for; more are a crowd
INSTRUMENTS = 2  # of an answer that are carried over


def make_standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with the subject of the last question that had one, where it needs it.

    After "What is the prison term in China?", "And in Korea?" becomes "What is the prison term in
    Korea?". A pronoun gives way to the name in the last question: "How was it discovered?" becomes
    "How was Appian v. Pegasystems discovered?". Else what the talk was about is added: "any
    defences? (Canada punish economic espionage)". A question that stands alone comes back unchanged.
    """
    if stands_alone(question, history):
        return question
    earlier = [turn.content for turn in history if turn.role == "user"]
    own = OPENING.sub("", question).strip()
    last = _last_that_stood_alone(earlier)
    return _in_its_place(own, last) or _named(own, last) or _with_subject(own, last, history)


def stands_alone(question: str, history: Sequence[Turn]) -> bool:
    """Whether a question needs none of those before it, or there are none."""
    return not _leans(question) or not any(turn.role == "user" for turn in history)


def _leans(question: str) -> bool:
    if OPENING.match(question) or POINTER.search(question) or ELLIPSIS.match(question):
        return True
    return len(content_words(question)) < ENOUGH and not any(
        word[0].isupper() for word in content_words(question)
    )


def _last_that_stood_alone(earlier: Sequence[str]) -> str:
    return next((question for question in reversed(earlier) if not _leans(question)), earlier[-1])


def _in_its_place(own: str, last: str) -> str | None:
    """The last question with the place or law that the new one names in the old one's place."""
    ellipsis = ELLIPSIS.match(own.rstrip("?. "))
    if not ellipsis or not last.lower().startswith((ellipsis["asking"] or "").strip().lower()):
        return None
    rest = ellipsis["rest"]
    asked = last.rstrip("?. ")
    same = re.compile(rf"\b{rest.split()[0]} (?:the )?{NAME.pattern}")
    places = list(same.finditer(asked))
    if not places or not NAME.search(rest):
        return f"{asked}, {rest}?"
    place = places[-1]
    return f"{asked[: place.start()]}{rest}{asked[place.end() :]}?"


def _named(own: str, last: str) -> str | None:
    """The question with the last one's names for its first pronoun; None without a pronoun or a name."""
    names = [
        name
        for name in _names(last)
        if name.lower() not in own.lower() and not GOVERNED.search(last[: last.index(name)])
    ]
    if not 0 < len(names) <= NAMES:
        return None
    said = " and ".join(f"the {name}" if f"the {name}" in last else name for name in names)
    if PRONOUN.search(own):
        return PRONOUN.sub(said, own, count=1)
    return POSSESSIVE.sub(f"{said}’s", own, count=1) if POSSESSIVE.search(own) else None


def _with_subject(own: str, last: str, history: Sequence[Turn]) -> str:
    answers = [turn.content for turn in history if turn.role == "assistant"]
    instruments = (
        [name for name in _names(answers[-1]) if " " in name and INSTRUMENT.search(name)] if answers else []
    )
    subject = [*content_words(last), *instruments[:INSTRUMENTS]]
    known = {word.lower() for word in WORD.findall(own)}
    added = [word for word in dict.fromkeys(subject) if word.lower() not in known]
    return f"{own} ({' '.join(added)})" if added else own


def _names(text: str) -> list[str]:
    """Names that can stand by themselves: "Appian v. Pegasystems", but not the "UK" of "UK trade law"."""
    names = []
    for match in NAME.finditer(text):
        words = match.group().split()
        while words and words[0].lower() in QUESTION_WORDS and not words[0].isupper():
            words = words[1:]
        modifies = match["next"] and match["next"].split()[-1] not in QUESTION_WORDS
        one = len(words) == 1 or words[1::2] == ["and"] * (len(words) // 2)  # "US and Chinese"
        if words and not (one and modifies) and words[0] not in MONTHS:
            names.append(" ".join(words))
    return list(dict.fromkeys(names))
