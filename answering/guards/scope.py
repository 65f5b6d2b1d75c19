"""The reach of a statement: conditions of the quotations may not be lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.evidence import Evidence
from answering.language.wording import Word, read
from answering.objections import objection
from core.types import Objection

_CONDITION = re.compile(
    r"(?:,\s|\s|^)(?P<mark>if|unless|where|when|provided that|except(?: for)?|only|so long as|"
    r"as long as|to the extent|"
    r"solely|in case|without|until|in serious cases|in exceptional circumstances|"
    r"subject to)\b(?P<rest>[^.;:()]*)",
    re.IGNORECASE,
)
_CARRIED = 1 / 3  # of a condition's words, how many a statement must have
_EXCEPTS = re.compile(
    r"\b(?:except\w*|apart|aside|other than|save|unless|but|only|exclud\w+|outside|besides|beyond|however)\b",
    re.I,
)
_MOST = 0.6  # of the words before "who", how many make the statement one on the same
_SHARED = 0.5  # of the rest of its sentence, how many make the statement one on the same matter
_MARKED = re.compile(
    r"\b(?:if|unless|where|when|provided|except\w*|only|as long|extent|solely|without|until|subject|"
    r"once|condition\w*|"
    r"circumstances?|absent|otherwise|limited|cases?|before|after|for|against|who|that|which|needs?|"
    r"requires?)\b",
    re.IGNORECASE,
)


_REPORTED = re.compile(
    r"^.*\b(?:held|holds|ruled|found|said|says|states?|provides)\b[^,;]{0,60}? that\b", re.I | re.S
)
# "an employee to whom it gave no notice": who or what is meant, in a clause that denies.
_OF_WHICH = re.compile(
    r"(?<![,;:])\s(?P<mark>(?:(?:to|from|for|with|by|of|in|on|without)\s)?(?:who|whom|whose|which|that))\b"
    r"(?P<rest>[^.;:(),]*?\b(?:no|not|without|never)\b[^.;:(),]*)",
    re.IGNORECASE,
)
_TURNED = re.compile(r"\b(?:un|in|im|il|ir|non-?|dis)[a-z]{5,}", re.IGNORECASE)
_SOLELY = re.compile(
    r"\b(?:if|where|when|provided|who|that)\b[^,;.]{0,40}?"
    r"\b(?P<only>solely|only|exclusively) (?P<rest>[^,;.]*)",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:only|solely|exclusive\w*|just|mere\w*|purely|sole|alone|nothing (?:but|else)|no other|limited"
    r"|purpose|unless|other than|except\w*)\b",
    re.IGNORECASE,
)


def keeps_conditions(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects where a quotation has "if", "unless", "only" and the statement leaves the condition out."""
    said = read(statement)
    for one in evidence.quoted:
        for match in _CONDITION.finditer(one.words):
            condition = read(match["rest"]).words
            before, after = one.words[: match.start()], one.words[match.end() :]
            told = [read(f"{text} . {after}").words for text in (before, _REPORTED.sub("", before))]
            if len(condition) < 2 or max(_share(rest, said.meanings) for rest in told) < _SHARED:
                continue
            excepts = match["mark"].lower().startswith("except") and not _EXCEPTS.search(statement)
            if _share(condition, said.meanings) < (_MOST if excepts else _CARRIED):
                yield objection("scope", match[0].strip(" ,"), "condition")


def keeps_who_is_meant(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "from an employee" where the quotation has "from an employee to whom it gave no notice"."""
    said = read(statement)
    if _TURNED.search(statement):
        return  # "independent" for "who is not affiliated"
    for one in evidence.quoted:
        for match in _OF_WHICH.finditer(one.words):
            told = read(match["rest"]).words
            rest = read(one.words[: match.start()]).words
            if told and _share(rest, said.meanings) >= _MOST and _share(told, said.meanings) < _CARRIED:
                yield objection("scope", match[0].strip(), "condition")


def keeps_only(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects where a condition holds "solely to report" and the statement has it without "solely"."""
    if _ONLY.search(statement):
        return
    said = read(statement)
    for one in evidence.quoted:
        for match in _SOLELY.finditer(one.words):
            narrowed = read(match["rest"]).words
            if narrowed and _share(narrowed, said.meanings) >= _SHARED:
                yield objection("scope", match["only"], "only")


def _share(words: tuple[Word, ...], meanings: frozenset[str]) -> float:
    return sum(not word.meanings.isdisjoint(meanings) for word in words) / max(1, len(words))
