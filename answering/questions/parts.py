"""Splits a question that asks several things into its parts, each of which stands alone."""

from __future__ import annotations

import re

from answering.language.words import content_words
from answering.questions.comparing import sides_of
from answering.questions.followup import make_standalone
from core.types import Turn

MOST = 4  # parts; what asks for more is a text rather than a question
LONGEST = 600  # characters of a question that is looked at
FEWEST = 2  # words of a part after its question word: less is an "and when?"

AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would)"
    r"(?:n['’]t)?"
)
PRONOUN = r"(?:it|they|he|she|there|this|that|these|those|you|we|I)\b"
DETERMINER = r"(?:the|an?|its|their|his|her|our|my|any|some|every|each|no)\b|(?-i:[A-Z])"
ASKING = (
    r"(?:(?:in|to|for|from|by|under|on|with|at|of|since|until|within|after|before) )?"
    r"(?:how(?: (?:long|much|many|often|far|old|large|high|soon))?"
    r"|what|when|where|which|who|whom|whose|why)\b"
)
INVERTED = rf"{AUXILIARY} (?:{PRONOUN}|{DETERMINER})"
TELL = r"(?:please )?(?:tell|explain|describe|say|list|name|show|summari[sz]e|outline)\b|I want to know\b"
# What stands between two questions: "? And when", "; also who", ", and how", " and what", ", how did"
BREAK = re.compile(
    rf"[?;]+ *(?:(?:and|but|also)\b,? |if (?:yes|so|not),? )*(?={ASKING}|{INVERTED})"
    rf"|\. (?=(?-i:[A-Z]))(?={ASKING})"
    rf"|,? (?:and|but|as well as|plus) (?:also |then |if so,? )?(?={ASKING}|{AUXILIARY} {PRONOUN})"
    rf"|, (?:and|but) (?:also )?(?={INVERTED})"
    rf"|, (?=(?:how|what|when|why)\b[^,]*? {AUXILIARY} )",
    re.I,
)
OPENING = re.compile(rf"(?:{ASKING}|{AUXILIARY} )", re.I)
SUBORDINATE = re.compile(rf"(?:if|when|where|while|since|after|before|as|once) (?!{AUXILIARY} )", re.I)
RELATIVE = frozenset(("that", "which", "who", "whom", "whose", "where"))
ASKS = re.compile(rf"(?:^|[.,:!–-] )(?:{ASKING}|{AUXILIARY} |{TELL})", re.I)


def parts_of(question: str) -> tuple[str, ...]:
    """The questions that this one is made of, each standing alone; () where it is one question.

    "Who signed the DTSA, and when did it take effect?" ->
    ("Who signed the DTSA?", "When did the DTSA take effect?"). A mere "and" splits nothing: each part
    must begin as a question does. A comparison is made of its two sides.
    """
    if len(question) > LONGEST:
        return ()
    return tuple(part[:1].upper() + part[1:] for part in sides_of(question) or _clauses(question))


def _clauses(question: str) -> tuple[str, ...]:
    text = " ".join(question.split())
    parts: list[str] = []
    start = 0
    for gap in BREAK.finditer(text):
        end = BREAK.search(text, gap.end())
        following = text[gap.end() : end.start() if end else len(text)]
        if _apart(text[start : gap.start()], gap.group(), following):
            parts.append(text[start : gap.start()])
            start = gap.end()
    parts.append(text[start:])
    return _standing_alone(parts) if 1 < len(parts) <= MOST else ()


def _apart(before: str, gap: str, following: str) -> bool:
    """Whether two stretches of a question are two questions."""
    opening = OPENING.match(following)
    if not opening or not content_words(before) or not content_words(following):
        return False
    if len(following[opening.end() :].split()) < FEWEST:
        return False
    if "?" in gap:
        return True
    asks = ASKS.search(before)
    if not asks or SUBORDINATE.match(before):
        return False
    words = set(before[asks.end() :].lower().split())
    word = opening.group().split()[-1].lower()
    # "a person who took and who used": the second "who" belongs to the first, not to the question
    again = word in words or (word in RELATIVE and words & RELATIVE)
    return not again or re.match(AUXILIARY, word, re.I) is not None


def _standing_alone(parts: list[str]) -> tuple[str, ...]:
    """Each part with the subject of those before it where it needs one."""
    alone: list[str] = []
    for part in parts:
        history = [Turn("user", earlier) for earlier in alone]
        end = "." if re.match(TELL, part, re.I) else "?"
        alone.append(make_standalone(part.rstrip("?;,. ") + end, history))
    return tuple(alone)
