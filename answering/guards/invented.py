"""Nothing invented: words in quotation marks, codes and foreign letters must stand in what is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.evidence import Evidence
from answering.objections import objection
from core.folding import fold
from core.types import Objection

_MARKED = re.compile(
    r"“([^“”]+)”|(?<!\w)\"([^\"]+)\"(?!\w)|«([^«»]+)»|„([^„“”]+)[“”]|(?<!\w)‘([^‘’]+)’(?!\w)"
)
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])\w{3,}\b")  # letters and digits in one: "X12", "1839b"
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s|m|bn|k|km|am|pm)", re.IGNORECASE)
_AROUND = " .,;:!?…"
# Letters and digits beyond Latin ones with their accents: some look like others, "nоt" with a Cyrillic o.
_FOREIGN = re.compile("(?:(?![\u0000-\u007f\u00c0-\u024f\u1e00-\u1eff_])\\w)+")


def quotes_only_the_quoted(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to words in quotation marks that are not the source's: they would pass for a quotation."""
    known = _plain(f"{evidence.words}\n{evidence.context}")
    for match in _MARKED.finditer(statement):
        words = next(filter(None, match.groups()))
        if _plain(words).strip(_AROUND) not in known:
            yield objection("quotation", words)


def invents_no_codes(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to signs such as "X12" that the source does not have."""
    known = _plain(f"{evidence.words}\n{evidence.context}")
    for match in _CODE.finditer(statement):
        if not _ORDINAL.fullmatch(match[0]) and _plain(match[0]) not in known:
            yield objection("code", match[0])


def invents_no_letters(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to letters and digits of other scripts that the source does not have."""
    known = frozenset(f"{evidence.words}\n{evidence.context}")
    for match in _FOREIGN.finditer(statement):
        if not known.issuperset(match[0]):
            yield objection("letters", match[0])


def _plain(text: str) -> str:
    return fold(text).text.lower()
