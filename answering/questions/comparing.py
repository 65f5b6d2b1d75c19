"""Reads a comparison: which two sides a question sets against each other, and on what."""

from __future__ import annotations

import re

# Each rule names the sides `a` and `b`, and what is compared as `topic` or as the question around the
# sides: `head`, which may end in the preposition `p`, and `tail`. The first rule that fits decides.
ON = r"(?:on|regarding|concerning|as (?:to|regards)|with re(?:gard|spect) to|in terms of|when it comes to)"
IN = r"(?:in|under|at|by|for|with|across)"
AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|may|must|will|would)"
MORE = (
    r"(?:more|less|fewer|greater|longer|shorter|higher|lower|larger|smaller|stricter|milder|tougher|harsher"
    r"|broader|wider|narrower|stronger|weaker|earlier|later|older|newer|better|worse|easier|harder|heavier|lighter)"
)
AND = r"(?:and|with|to|against)"
COMPARE = r"(?:please\s+)?(?:compare|contrast)"
EXPLAIN = r"(?:(?:what|which|explain|describe|list|tell|show|is there|are there)\b.*? )?(?:the |main |key )*"
RULES = tuple(
    re.compile(rf"^{rule}$", re.I)
    for rule in (
        rf"{COMPARE} (?P<a>.+?) {AND} (?P<b>.+?) {ON} (?P<topic>.+)",
        rf"{COMPARE} (?P<topic>.+?) (?P<p>{IN}|between|of) (?P<a>.+?) {AND} (?:(?P=p) )?(?P<b>.+)",
        rf"{COMPARE} (?P<a>.+?) {AND} (?P<b>.+?) (?:in|for) (?P<topic>.+)",
        rf"{COMPARE} (?P<a>.+?) {AND} (?P<b>.+)",
        rf"how {AUXILIARY} (?P<a>.+?) (?:differ|different) from (?P<b>.+?) (?:{ON}|in|for) (?P<topic>.+)",
        rf"how {AUXILIARY} (?P<a>.+?) (?:differ|different) from (?P<b>.+)",
        rf"how {AUXILIARY} (?P<topic>.+?) differ (?:between|in|under) (?P<a>.+?) and (?:in )?(?P<b>.+)",
        rf"how {AUXILIARY} (?P<a>.+?) and (?P<b>.+?) differ (?:{ON}|in|for) (?P<topic>.+)",
        rf"how {AUXILIARY} (?P<a>.+?) and (?P<b>.+?) differ",
        rf"{EXPLAIN}differences? (?:in|of|as to|on) (?P<topic>.+?) between (?P<a>.+?) and (?P<b>.+)",
        rf"{EXPLAIN}differences? between (?P<a>.+?) and (?P<b>.+?) (?:{ON}|in|for) (?P<topic>.+)",
        rf"{EXPLAIN}differences? between (?P<a>.+?) and (?P<b>.+)",
        r"what distinguishes (?P<a>.+?) from (?P<b>.+)",
        rf"{AUXILIARY} (?P<topic>.+?) the same (?P<p>{IN}) (?P<a>.+?) (?:as|and) (?:(?P=p) )?(?P<b>.+)",
        rf"(?P<head>.+\b{MORE}\b.*?) (?P<p>{IN}) (?P<a>.+?),? or (?P=p) (?P<b>.+)",
        rf"(?P<head>(?:do|does|did)) (?P<a>.+?) or (?P<b>.+?) (?P<tail>\w+ (?:a |the )?{MORE}\b.*)",
        rf"(?P<head>(?:is|are|was|were)) (?P<a>.+?) or (?P<b>.+?) (?P<tail>(?:\w+ed )?(?:the )?{MORE}\b.*)",
        rf"(?P<head>.+?) both (?P<p>{IN}|of) (?P<a>.+?) and (?:(?P=p) )?(?P<b>.+)",
        rf"(?P<head>.+?) (?P<p>{IN}|of) both (?P<a>.+?) and (?P<b>.+)",
        rf"(?P<head>.+?) (?P<p>{IN}|of) (?P<a>.+?) and (?:(?P=p) )?(?P<b>.+?),? respectively",
    )
)
# "AUCL 2017 vs 2019: effective dates", "corporate fines: 1831 vs 1832"; "v." alone is a case's name
VERSUS = re.compile(r"(?P<a>.+?) (?:vs\.?|versus) (?P<b>.+?)(?P<tail>(?:\s*[:–]| [-—]) .+)?$", re.I)
TOPIC = re.compile(r"(?P<topic>[^:]+): (?P<rest>.+)$")
SEVERAL = re.compile(r",| and | or ", re.I)  # inside a side: then there are more than two


def sides_of(question: str) -> tuple[str, ...]:
    """What is to be searched for each of the two sides of a comparison; () where there is none.

    "Compare the DTSA and the EU directive on limitation" ->
    ("limitation in the DTSA", "limitation in the EU directive").
    """
    asked = " ".join(question.split()).rstrip("?.! ")
    match = next((match for rule in RULES if (match := rule.match(asked))), None)
    if match:
        sides = match.groupdict()
        if SEVERAL.search(sides["a"]) or SEVERAL.search(sides["b"]):
            return ()
        return _said(sides, sides["a"]), _said(sides, sides["b"])
    return _versus(asked)


def _said(parts: dict[str, str | None], side: str) -> str:
    if topic := parts.get("topic"):
        return f"{topic} {parts.get('p') or 'in'} {side}".replace(" between ", " in ")
    if head := parts.get("head"):
        return " ".join(word for word in (head, parts.get("p"), side, parts.get("tail")) if word) + "?"
    return side


def _versus(asked: str) -> tuple[str, ...]:
    topic = TOPIC.match(asked)
    before = f"{topic['topic']}: " if topic and _versus_in(topic["rest"]) else ""
    match = VERSUS.match(asked.removeprefix(before))
    if not match or re.match(r"(?:how|what|when|where|which|who|why)\b", asked, re.I):
        return ()
    a, b, tail = match["a"], match["b"], match["tail"] or ""
    if not before and _party(a.split()[-1]) and _party(b.split()[0]):
        return ()
    return f"{before}{a}{tail}", f"{before}{_like(a, b)}{tail}"


def _versus_in(words: str) -> bool:
    return VERSUS.match(words) is not None


def _party(word: str) -> bool:
    """Whether the word may be a party's name: "Waymo vs. Uber" is a case, "NY vs CA" a comparison."""
    return word[:1].isupper() and not word.isupper()


def _like(a: str, b: str) -> str:
    """`b` with the words of `a` that it leaves out: "AUCL 2017", "2019" -> "AUCL 2019"."""
    ours, its = a.split(), b.split()
    end = ours[-len(its) :]
    if len(its) < len(ours) and [_shape(word) for word in end] == [_shape(word) for word in its]:
        return " ".join((*ours[: -len(its)], *its))
    return b


def _shape(word: str) -> str:
    if any(letter.isdigit() for letter in word):
        return "number"
    return "capitals" if word.isupper() else "name" if word[0].isupper() else "word"
