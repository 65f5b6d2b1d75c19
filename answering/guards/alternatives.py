"""Both or either: what the quotations give as alternatives a statement may not add up, nor the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.evidence import Evidence
from answering.language.wording import Word, any_of, read
from answering.objections import objection
from core.types import Objection

_BOTH = re.compile(r"\bboth\b(?P<one>[^.;:]*?)\band\b(?P<other>[^.;:]*)", re.IGNORECASE)
_EITHER = re.compile(r"\beither\b(?P<one>[^.;:,]*?)\bor\b(?P<other>[^.;:]*)", re.IGNORECASE)
_ADDED_UP = any_of(r"both|together|on top|in addition|cumulatively")
_PLUS = any_of(r"plus|as well as|added to")
_ALTERNATIVE = any_of(
    r"(?:greater|larger|higher|lesser|smaller|lower) of|alternativ\w+|instead of|in place of"
    r"|either(?! (?:party|side|of))|one or the other"
)
_OR = any_of(r"or|either|alternativ\w+|instead|in place|replac\w+|otherwise|each")
_WHETHER = re.compile(r"\bwhether\b[^.;,]*\bor\b", re.IGNORECASE)
_DENIES = any_of("no|not|never|nor|neither|none|without|any|cannot")
_WITHIN = 4  # words on each side of "and" or "or" that are looked at


def keeps_alternatives(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "both A and B" where the quotations say "A or B", and to "either A or B" for "A and B"."""
    words = evidence.words
    for pattern, mine, theirs in ((_BOTH, "and", "or"), (_EITHER, "or", "and")):
        for match in pattern.finditer(statement):
            if _joined(match, words, theirs) and not _joined(match, words, mine):
                yield objection("quantifier", match[0])
    alternative = _ALTERNATIVE.search(words) and not _ADDED_UP.search(words)
    if (added := _ADDED_UP.search(statement)) and alternative and not _OR.search(statement):
        yield objection("quantifier", added[0])
    plus = _PLUS.search(statement)
    if plus and alternative and not _OR.search(statement) and not _PLUS.search(words):
        yield objection("quantifier", plus[0])
    if not any_of("either|or|any|one|neither|nor|both").search(words):
        for match in re.finditer(r"\b(?:either|any one)\b", statement, re.IGNORECASE):
            yield objection("quantifier", match[0])
    for one, other in (
        ("both", "one"),
        ("all", "one|some|most|none|few"),
        ("each", "one|some|most|none|few"),
    ):
        same = rf"\b{one} of (?:them|which|these|those|whom)\b"
        found = re.search(same, statement, re.IGNORECASE)
        part = re.search(rf"\b(?:{other}) of (?:them|which|these|those|whom)\b", words, re.IGNORECASE)
        if found and part and not re.search(same, words, re.IGNORECASE):
            yield objection("quantifier", found[0])


def _joined(match: re.Match[str], words: str, joint: str) -> bool:
    """Whether the quotations join by this word what the statement has in its two parts."""
    one, other = read(match["one"]).words[-_WITHIN:], read(match["other"]).words[:_WITHIN]
    for sentence in re.split(r"[.;:\n]", _WHETHER.sub("", words)):
        for place in re.finditer(rf"\b{joint}\b", sentence, re.IGNORECASE):
            before = read(sentence[: place.start()]).words[-_WITHIN:]
            after = read(sentence[place.end() :]).words[:_WITHIN]
            if _share(one, before) and _share(other, after):
                return True
    return False


def _share(mine: tuple[Word, ...], theirs: tuple[Word, ...]) -> bool:
    return any(word.meets(other) for word in mine for other in theirs)
