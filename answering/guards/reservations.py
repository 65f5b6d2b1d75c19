"""Reservations: what the quotations only report, or leave open, a statement may not assert."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.evidence import Evidence, Quoted
from answering.language.polarity import written_out
from answering.language.wording import Wording, read
from answering.objections import objection
from core.types import Objection

_SHARED = 0.5  # of a quotation's words, how many make a statement one on the same matter
_RESERVED = re.compile(
    r"\b(?:reportedly|(?<!\bbe )reported(?! to (?:the|an?|its|their|any)\b)|said to|is said"
    r"|are said|unconfirmed|not (?:been )?(?:confirmed|"
    r"checked|verified)|alleged\w*|"
    r"unverified|disputed|claimed|(?:press|news|media) (?:summary|report)|rumoured|apparently)\b",
    re.IGNORECASE,
)
_RESERVES = re.compile(
    r"\b(?:report\w*|said|unconfirmed|not (?:been |yet )?(?:confirmed|checked|verified)|alleg\w+|"
    r"unverified|disput\w+|"
    r"claim\w*|according|account|summar\w+|rumou?r\w*|apparently|say|says|without (?:confirmation|"
    r"a check)|unchecked|"
    r"no official|may|might|could)\b",
    re.IGNORECASE,
)
# What the quotations say that they do not say: neither it nor its contrary may be asserted.
_UNTOLD = re.compile(
    r"\b(?:not|no|nothing|nowhere|never|un(?:clear|known|certain|told|said|stated))\b[^.;]{0,80}?\bwhether\b"
    r"|\bwhether\b[^.;]{0,120}? (?:not|un(?:clear|known|certain|told|said|stated))\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:say|said|tell|told|stat(?:e|es|ed|ing)|show\w*|record\w*|know\w*|spoke|speak\w*|mention\w*|reveal\w*"
    r"|clear|disclos\w+|find|found|answer\w*|point\w*|establish\w*|check\w*|confirm\w*"
    r"|verif\w+|given?|gave|facts?|certain)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:silent|silence|open|un(?:told|said|stated|clear|known|certain|resolved|settled)"
    r"|remains? to be|outside|beyond|question|doubt\w*|missing|whether or not)\b",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(r"\b(?:confirm\w*|check(?:ed|s)?|verif\w+)\b", re.IGNORECASE)
_NOT_YET = re.compile(
    r"\b(?:not|n['’]t|no|nobody|none|never|neither|without|unconfirmed"
    r"|await\w*|lack\w*|subject to|pending|remains?|yet)\b.*"
    r"\b(?:confirm\w*|check\w*|verif\w+)|\b(?:confirm|check|verif)\w* (?:neither|none|nothing)\b",
    re.IGNORECASE | re.DOTALL,
)


def keeps_reservations(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects where a quotation only reports, or says that it is unconfirmed, and the statement asserts."""
    statement = written_out(statement)
    unconfirmed = _NOT_YET.search(statement)
    if _CONFIRMED.search(statement) and not unconfirmed and _NOT_YET.search(evidence.words):
        yield objection("negation", statement, "reservation")
    said = read(statement)
    if not unconfirmed and not _RESERVES.search(statement):
        for one in evidence.quoted:
            match = _RESERVED.search(one.sentence)
            if match and _is_on(one, said):
                yield objection("modality", match[0], "reservation")
    for one in evidence.quoted:
        match = _UNTOLD.search(one.words)
        if match and _is_on(one, said) and not _leaves_open(said):
            yield objection("negation", match[0], "reservation")


def _leaves_open(said: Wording) -> bool:
    """Whether a statement says of something that it is not said, or not known."""
    return bool(_OPEN.search(said.text) or _NOT_YET.search(said.text)) or any(
        denial.covers(match.start()) or denial.start <= match.start() < denial.end
        for clause in said.clauses
        for match in _TELLS.finditer(clause.text)
        for denial in clause.denials
    )


def _is_on(quoted: Quoted, said: Wording) -> bool:
    """Whether a statement is on the matter of a quotation."""
    words = read(quoted.words).words
    return sum(not word.meanings.isdisjoint(said.meanings) for word in words) >= _SHARED * len(words)
