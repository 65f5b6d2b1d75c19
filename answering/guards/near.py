"""Near misses: who nearly collapsed did not collapse, and an attempt is no deed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.evidence import Evidence
from answering.language.wording import any_of, read
from answering.language.words import stem
from answering.objections import objection
from core.types import Objection

_NEARLY = re.compile(
    r"\b(?P<near>(?:very )?(?:nearly|almost|all but|virtually|narrowly|barely)"
    r"|attempt\w* to|tr(?:y|ies|ied|ying) to|s(?:eeks?|ought) to|threaten\w* to|offer\w* to|refus\w* to"
    r"|would have|would|may|might|could|hop\w+ to|want\w* to|plan\w* to|ask\w* to be|agree[ds]? to"
    r"|promis\w+ to)"
    r" (?P<deed>[a-z]+)\b",
    re.IGNORECASE,
)
_SAID_SO = any_of(
    r"nearly|almost|all but|virtually|narrowly|barely|close to|brink|verge|attempt\w*|tr(?:y|ies|ied|ying)"
    r"|effort\w*|s(?:eeks?|ought)|threat\w*|offer\w*|refus\w*|hop(?:e|es|ed|ing)|want\w*|plan\w*|ask\w*"
    r"|agree\w*|promis\w+|pledg\w+|undert\w+|commit\w*|would|will|could|might|(?-i:may)|must|shall|should|intend\w*"
    r"|aim\w*|request\w*|demand\w*|appl(?:y|ied|ies)|propos\w+|bid|wish\w*|is to|are to|was to|were to|to be"
    r"|can|able|allow\w*|permit\w*|let|lets|entitl\w+|possib\w+|option\w*|powers?|right|free|available|open"
    r"|enabl\w+|authori\w+|lawful\w*|legal\w*|choos\w+|choice|discretion|case by case|sometimes|liable|faces?"
    r"|not (?:forbid|prohibit|prevent)\w*|exposed?|subject|proposal|draft|bill|if|unless"
    r"|no|not|never|nor|neither|without|cannot"
    r"|declin\w*|reject\w*|settle\w*|under the \w+|terms|bound|oblig\w*|due|owes?|accept\w*"
)


def keeps_near_misses(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "it collapsed" where the quotations have "it nearly collapsed"."""
    if _SAID_SO.search(statement):
        return
    said = read(statement)
    for match in _NEARLY.finditer(evidence.words):
        deed = next((word for word in read(match["deed"]).words), None)
        elsewhere = read(evidence.words.replace(match[0], " ")).words
        done = [word.text.lower() for word in said.words if deed and deed.meets(word)]
        if match["near"].lower() == "would" and {match["deed"], f"{match['deed']}s"}.issuperset(done):
            continue  # "who objects loses access", of "would lose"
        if deed and done and not any(deed.meets(word) for word in elsewhere):
            yield objection("modality", match[0])


_TO_DO = re.compile(
    r"\b(?:must|shall|should|ha(?:s|ve) to|(?:is|are) required to|(?:is|are) to) (?P<deed>[a-z]+)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?P<deed>[a-z]+ed)\b(?! by\b)")
_BOUND = any_of(
    r"requir\w+|dut(?:y|ies)|need\w*|mandat\w+|compulsory|necessary|oblig\w+|ha(?:s|d|ve) to"
    r"|(?:to|has|have|is|are|was|were|been|be)(?= \w+ed\b)"
)


def keeps_what_is_to_be(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "the officer reported" where the quotations have "the officer must report"."""
    if _SAID_SO.search(statement) or _BOUND.search(statement):
        return
    for match in _TO_DO.finditer(evidence.words):
        elsewhere = evidence.words.replace(match[0], " ")
        for past in _PAST.finditer(statement):
            if stem(past["deed"]) == stem(match["deed"]) and past["deed"] not in elsewhere:
                yield objection("modality", match[0])


_ACCUSED = any_of(
    r"charg(?:e|es|ed|ing)|accus\w+|alleg\w+|indict\w*|suspect\w*|complain\w*|claim(?:s|ed)? that|said|says"
)
_PROVEN = any_of(
    r"guilty|convict\w*|committed|liable|stole|stolen|proved|proven|did steal|broke the law|violated"
)
_PLEADED = any_of(r"plead|pleaded|pleads|plea")


def keeps_accusations(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "was guilty of" where the quotations have "was charged with"."""
    proven, words = _PROVEN.search(statement), evidence.words
    accused = _ACCUSED.search(words) and not _ACCUSED.search(statement)
    if proven and accused and not _PROVEN.search(words) and not _PLEADED.search(words):
        yield objection("modality", proven[0])
