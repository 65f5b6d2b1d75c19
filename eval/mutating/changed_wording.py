"""Small words whose change makes a sentence false: not, must and may, all, at least, before, only."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence

Swaps = Sequence[tuple[str, Sequence[str]]]  # what stands there -> what may stand there instead

NEGATION = re.compile(r"\b(?:not|no|never|nor|neither|none|without|nothing|cannot)\b|n't\b", re.IGNORECASE)
CONDITION = re.compile(
    r",?\s(?:only if|if|unless|except|provided that|where|when|until|subject to)\s[^,.;:()]+"
)
DETERMINED = r"(?=\s(?:the\s|of\s|these\s|those\s|its\s|their\s|such\s|[a-z]+s\b))"

SWAPS: Mapping[str, Swaps] = {
    "negation dropped": [
        (r"\b(?:must|shall) not\b", ["must"]),
        (r"\bmay not\b", ["may"]),
        (r"\b(?:cannot|can not)\b", ["can"]),
        (
            r"\b(is|are|was|were|does|do|did|has|have|had|will|would|should|could)(?: not|n't)\b(?! only)",
            [r"\1"],
        ),
        (r"\bnot (?=(?:be|been|to|generally|readily|yet|in|a|the|an|less|more|later|earlier)\b)", [""]),
        (r"\bnever\b", ["always"]),
        (r"\b(?<!or )no (?=[a-z])(?!longer|later|more|less)", ["a "]),
        (r"\bwithout\b", ["with"]),
        (r"\b[Nn]either ([^,.;]+?) nor\b", [r"both \1 and"]),
    ],
    "modality": [
        (r"\b(?:must|shall) not\b", ["need not"]),
        (r"\bmay not\b", ["need not"]),
        (r"\b(?:must|shall)\b(?! not| only)", ["may", "can"]),
        (r"\bmay\b(?! not| have| or| only)", ["must", "shall"]),
        (r"\bcan\b(?! not)", ["must"]),
        (r"\bshould\b(?! not)", ["must", "may"]),
        (r"\b(is|are) required to\b", [r"\1 allowed to"]),
        (r"\b(is|are) (?:allowed|permitted|entitled) to\b", [r"\1 required to"]),
        (r"\b(?:might|could)\b(?! not)", ["will", "must"]),
    ],
    "quantifier": [
        (rf"(?<!at )\ball{DETERMINED}", ["few of", "none of"]),
        (r"(?<!How )\b(?:[Ee]very|[Ee]ach)(?= [a-z]+\b)(?! of| other)", ["hardly any"]),
        (r"\b[Ss]ome(?= (?:of|[a-z]+s)\b)", ["all"]),
        (r"\b[Mm]ost(?= (?:of|[a-z]+s)\b)", ["all", "few"]),
        (r"(?<!How )(?<!how )\b[Mm]any(?= (?:of|[a-z]+s)\b)", ["all", "few"]),
        (r"\b(?:[Ss]everal|[Cc]ertain)(?= [a-z]+s\b)", ["all"]),
        (
            r"\b(?:often|usually|generally(?! known| accepted)|typically|normally|sometimes)\b",
            ["always", "never"],
        ),
        (r"\balways\b", ["sometimes"]),
        (r"\brarely\b", ["always"]),
        (r"\bboth(?= [a-z])", ["neither of"]),
        (r"(?<!the )\bonly (?=[a-z])(?<!not only )", ["not only "]),
    ],
    "comparison": [
        (r"\bat least\b", ["at most"]),
        (r"\bat most\b", ["at least"]),
        (r"\b(?:no|not) (?:more|later|longer) than\b", ["no less than"]),
        (r"\b(?:no|not) (?:less|fewer|earlier) than\b", ["no more than"]),
        (r"(?<!no )(?<!not )\bmore than\b", ["less than"]),
        (r"(?<!no )(?<!not )\b(?:less|fewer) than\b", ["more than"]),
        (r"\bup to(?= [\d$€£]| [a-z]+ (?:years|months|days|times|million))", ["at least"]),
        (r"(?<!put )\b([Bb])efore\b(?!-| the court)", ["after"]),
        (r"\b([Aa])fter\b(?!-)", ["before"]),
        (r"\bhigher\b", ["lower"]),
        (r"\blower\b", ["higher"]),
        (r"\b(?:greater|larger|bigger)\b", ["smaller"]),
        (r"\bsmaller\b", ["larger"]),
        (r"(?<!no )(?<!any )\blonger\b(?! than necessary)", ["shorter"]),
        (r"\bshorter\b", ["longer"]),
        (r"\bearlier\b", ["later"]),
        (r"(?<!no )\blater\b", ["earlier"]),
        (r"\bmaximum\b", ["minimum"]),
        (r"\bminimum\b", ["maximum"]),
        (r"\bincrease(s|d)?\b", [r"decrease\1"]),
        (r"\bexceed(s|ed)?\b", [r"remain\1 below"]),
        (r"\bwithin(?= (?:\d+|[a-z]+) (?:business |calendar )?(?:days|months|years|hours))", ["after"]),
    ],
    "tense": [
        (r"\b(?:was|were)\b", ["will be"]),
        (r"\bwill be\b", ["was"]),
        (r"\b(?:has|have) been\b", ["will be"]),
        (r"\btook effect\b", ["will take effect"]),
        (r"\bcame into force\b", ["will come into force"]),
        (r"\bentered into force\b", ["will enter into force"]),
        (r"\bwill\b(?! be| not)", ["no longer will"]),
        (r"\b(is|are)\b(?! not| no)", ["used to be"]),
    ],
}
AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|must|may|shall|will|has|have|does|do|did|can|could|should|would)\b"
    r"(?= (?!(?:a|an|the|not|no|never|only|or)\b)[a-z]+)|\b(?:is|are|was|were)\b(?= (?:a|an|the)\b)"
)
WHETHER = re.compile(r"\bwhether\b[^,;]*\Z")  # after it "is" and "is not" ask the same
PAST = re.compile(r"\b(?:was|were|had|did|been|\d{4})\b")  # what happened once does not happen everywhere
ALLOWS_NOTHING = re.compile(r"\b(?:nothing|neither|nor|none|no one|no)\b", re.IGNORECASE)
EVERYWHERE = ("in every country", "in all cases", "without exception")


def swapped(kind: str, text: str, known: str, chance: random.Random) -> Iterator[str]:
    """The text with one of its small words of this kind changed, at one place."""
    if kind == "modality" and ALLOWS_NOTHING.search(text):
        return  # "nothing may" and "nothing shall" are the same
    found = [
        (match, other)
        for pattern, others in SWAPS[kind]
        for match in re.finditer(pattern, text)
        for other in others
    ]
    chance.shuffle(found)
    for match, other in found:
        said = match.expand(other)
        if match[0][:1].isupper():
            said = said[:1].upper() + said[1:]
        yield text[: match.start()] + said + text[match.end() :]


def negation_added(text: str, known: str, chance: random.Random) -> Iterator[str]:
    """ "not" after an auxiliary verb of a sentence that negates nothing."""
    if NEGATION.search(text):
        return
    found = [m for m in AUXILIARY.finditer(text) if not WHETHER.search(text[: m.start()])]
    chance.shuffle(found)
    for match in found:
        said = "cannot" if match[0] == "can" else f"{match[0]} not"
        yield text[: match.start()] + said + text[match.end() :]


def scope_widened(text: str, known: str, chance: random.Random) -> Iterator[str]:
    """ "only" left out, or words put in that make the sentence hold everywhere and always."""
    found = [
        text[: match.start()] + text[match.end() :]
        for match in re.finditer(r"(?<!not )\bonly (?=[a-z])", text)
    ]
    if text.endswith(".") and not NEGATION.search(text) and not PAST.search(text):
        found += [f"{text[:-1]}, {words}." for words in EVERYWHERE if f" {words} " not in known]
    chance.shuffle(found)
    yield from found


def condition_dropped(text: str, known: str, chance: random.Random) -> Iterator[str]:
    """A condition or an exception left out: what held sometimes holds always."""
    found = list(CONDITION.finditer(text))
    chance.shuffle(found)
    for match in found:
        changed = text[: match.start()] + text[match.end() :]
        if len(changed.split()) >= 5:
            yield changed
