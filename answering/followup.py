"""Makes a follow-up question stand alone: "and who signed it?" needs the turn before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.words import WORD, content_words
from core.types import Turn

# What stands for something named before: a pronoun, "that law", "this letter", a last "there"; not the
# "that" of "firms that suffer theft", nor the "there" of "is there".
THING = r"(?:act|law|rule|letter|statute|directive|agreement|case|company|treaty|report|amendment)s?"
POINTER = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|these|those"
    rf"|(?:the|that) (?:same|{THING}))\b|\bthere\W*$|^that\b",
    re.I,
)
OPENING = re.compile(r"^\s*(?:and|but|or|so|also|then|what about|how about|what of)\b[\s,]*", re.I)
ENOUGH = 3  # words of its own that let a question stand alone where it points at nothing


def make_standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with the subject of the last question that had one, where it needs it.

    "And who signed it?" after "When did the DTSA take effect?" becomes
    "who signed it? (DTSA take effect)". A question that stands alone comes back unchanged.
    """
    earlier = [turn.content for turn in history if turn.role == "user"]
    if not earlier or not _leans(question):
        return question
    subject = _subject(earlier)
    own = {word.lower() for word in WORD.findall(question)}
    added = [word for word in subject if word.lower() not in own]
    if not added:
        return question
    return f"{OPENING.sub('', question).strip()} ({' '.join(added)})"


def _leans(question: str) -> bool:
    if OPENING.match(question) or POINTER.search(question):
        return True
    return len(content_words(question)) < ENOUGH and not any(
        word[0].isupper() for word in content_words(question)
    )


def _subject(earlier: Sequence[str]) -> list[str]:
    """What the talk was about: the content words of the last question that stood alone."""
    for question in reversed(earlier):
        if not _leans(question):
            return content_words(question)
    return content_words(earlier[-1])
