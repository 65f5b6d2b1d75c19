"""Finds legal citations in a text: cases, statutes, regulations. The text itself is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from memo.describe import Authority, folded

KEPT = 4096  # texts whose citations are kept: those of the longest memos, and more

# The reading of citations costs most of a second to load: only what has a number before or after a
# word in capitals, or a section sign, is read at all.
_MAYBE = re.compile(r"\d[\s,]+[A-Z]|[A-Z][\w.]*\s+(?:No\.?\s*)?\d|§")
# Such words hold no citation, and one of them alone keeps the reading of citations busy for minutes.
_OVERLONG = re.compile(r"\S{80,}|_{20,}")
_CODES = re.compile(  # codes without a section sign, which eyecite does not know: "18 U.S.C. 1833(b)"
    r"(?<![\w.])(?P<title>\d{1,2}) (?P<code>U\. ?S\. ?C\.|USC|C\. ?F\. ?R\.|CFR)"
    r"(?: (?:§§? ?|[Ss]ec(?:tion|\.) )?|§§? ?)(?P<section>\d{1,5}[a-z]{0,3}(?:[.-]\d{1,5}[a-z]?)*)(?![\w])",
    re.ASCII,
)
_SUBSECTIONS = re.compile(r"(?:\([0-9A-Za-z]{1,5}\))+(?:[-–](?:\([0-9A-Za-z]{1,5}\))+)?")
_PUBLIC_LAW = re.compile(r"Pub(?:\.|lic)\s*L(?:\.|aw)\s*(?:No\.\s*)?(?P<number>\d+[-–]\d+)")
_STATUTES = ("leg_statute", "leg_act", "leg_session", "municipal")


@dataclass(frozen=True)
class LegalCitation:
    """A citation as it stands: `text[start:end]`."""

    start: int
    end: int
    kind: Authority  # CASE, STATUTE or REGULATION
    key: str  # the same for all ways to write it: "18 U.S.C. § 1839"
    part: str = ""  # the subsections that it names: "(3)"


@lru_cache(maxsize=KEPT)
def legal_citations(text: str) -> tuple[LegalCitation, ...]:
    """The citations in a text, in order; none overlaps another. What is no full citation is left out."""
    readable = _OVERLONG.sub(lambda word: " " * len(word[0]), text)
    if not _MAYBE.search(readable):
        return ()
    found: list[LegalCitation] = []
    after = 0
    candidates = [*_known_to_eyecite(readable), *_codes(readable)]
    for citation in sorted(candidates, key=lambda one: (one.start, -one.end)):
        span = slice(citation.start, citation.end)
        if citation.start >= after and text[span] == readable[span]:
            found.append(citation)
            after = citation.end
    return tuple(found)


def _known_to_eyecite(text: str) -> Iterator[LegalCitation]:
    # Its tokens alone: what it makes of them guesses the names of parties, and prints to stderr.
    from eyecite.models import CitationToken
    from eyecite.tokenizers import default_tokenizer

    _, tokens = default_tokenizer.tokenize(text)
    for _, token in tokens:
        if not isinstance(token, CitationToken) or token.short:
            continue  # "467 U.S. at 1002" does not tell which case it is
        editions = token.exact_editions or token.variation_editions
        kind = _kind(editions[0].reporter.source, editions[0].reporter.cite_type) if editions else None
        if kind is None:
            continue
        if law := _PUBLIC_LAW.match(text, token.start, token.end):  # else it ends in the next one's number
            number = law["number"].replace("–", "-")
            yield LegalCitation(token.start, law.end(), kind, f"Pub. L. {number}")
            continue
        names = {edition.short_name for edition in editions}
        one = len(names) == 1 and not token.groups.get(
            "subject"
        )  # "Civ." of "Cal. Civ. Code" is no edition's
        key = _key(token.groups, names.pop()) if one else folded(text[token.start : token.end])
        yield _cited(text, token.start, token.end, kind, key)


def _codes(text: str) -> Iterator[LegalCitation]:
    for match in _CODES.finditer(text):
        federal = match["code"].upper().replace(" ", "").replace(".", "") == "USC"
        code, kind = ("U.S.C.", Authority.STATUTE) if federal else ("C.F.R.", Authority.REGULATION)
        yield _cited(text, match.start(), match.end(), kind, f"{match['title']} {code} § {match['section']}")


def _cited(text: str, start: int, end: int, kind: Authority, key: str) -> LegalCitation:
    end = start + len(text[start:end].rstrip(" \n,;."))
    part = None if kind is Authority.CASE else _SUBSECTIONS.match(text, end)
    return LegalCitation(start, part.end() if part else end, kind, key, part[0] if part else "")


def _kind(source: str, cite_type: str) -> Authority | None:
    """What is cited; None for journals, which are no law."""
    if source == "reporters":
        return Authority.CASE
    if source != "laws":
        return None
    return Authority.STATUTE if cite_type in _STATUTES else Authority.REGULATION


def _key(groups: Mapping[str, str | None], name: str) -> str:
    """Volume, usual name of the reporter, page or section."""
    known = {group: folded(value) for group, value in groups.items() if value}
    number = next((known[group] for group in ("volume", "title", "chapter", "year") if group in known), "")
    place = f"§ {known['section']}" if "section" in known else known.get("page", "")
    return folded(f"{number} {name} {place}")
