"""What was chosen and what was not, and what gave way to what: the two may not change places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answering.evidence import Evidence
from answering.guards.order import Ordered, sides_met
from answering.language.wording import read
from answering.objections import objection
from core.types import Objection

# What stands before is chosen, what stands after is not.
_REJECTS = re.compile(
    r"\b(?:rather than|instead of|in place of)\b"
    r"|(?:,|\band|\bbut) not\b(?! (?:only|just|merely|all|every|yet)\b)",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"[;:.]\s|,\s(?:and|but|while|whereas)\s", re.IGNORECASE)
_ENDS = re.compile(r"[,;.:]\s|[;.:]$|\b(?:but|while|whereas|and that|unless)\b|$", re.IGNORECASE)
_GIVES_WAY = (
    r"\bnot (?!only|just|merely)(?P<less>[^,;.]{3,80}?),? but (?P<more>[^,;.]+)",
    r"\bfrom (?P<less>(?!\d)[^,;.]{4,90}?) to (?P<more>(?!\d)[^,;.]{4,90})",
    r"\breplac\w+ (?P<less>[^;.]{4,120}?) (?:by|with) (?P<more>[^;.]{4,120})",
    r"\b(?:once|formerly|previously|used to|until then)\b(?P<less>[^;.]{4,110}?)[,;](?P<more>[^;.]{4,140})",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _GIVES_WAY)


def keeps_choices(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "A rather than B" where the quotations have "B, not A"; to "from A to B" for "B to A"."""
    quoted = list(_choices(evidence.words))
    for said in _choices(statement):
        met = [sides_met(said, other) for other in quoted]
        agrees = any(straight[0] for straight, _ in met)  # both reject the same
        if not agrees and any(min(crossed) for _, crossed in met):
            yield objection("negation", said.words)


def _choices(text: str) -> Iterator[Ordered]:
    """What a text rejects or drops, each with what it has instead."""
    for match in _REJECTS.finditer(text):
        begins = max((edge.end() for edge in _BEGINS.finditer(text, 0, match.start())), default=0)
        edge = _ENDS.search(text, match.end())
        ends = edge.start() if edge else len(text)
        yield Ordered(less=text[match.end() : ends], more=text[begins : match.start()], words=match[0])
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Ordered(match["less"], match["more"], match[0])


_CAUSES = (
    r"(?P<effect>[^;.]{4,160}?),? (?:because(?! of)|since(?= (?:it|they|he|she|the|its|no)\b)) "
    r"(?P<cause>[^;.]{4,160})",
    r"(?:^|[;.] )because (?P<cause>[^;.,]{4,160}), (?P<effect>[^;.]{4,160})",
    r"(?P<effect>[^;.]{4,160}?),? (?:because of|due to|owing to|on account of|as a result of) "
    r"(?P<cause>[^;.]{4,160})",
    r"(?P<cause>[^;.]{4,160}?) (?:led to|caused|resulted in|is why|and so|and therefore|, so) "
    r"(?P<effect>[^;.]{4,160})",
)
_CAUSED = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _CAUSES)
_ALTHOUGH = re.compile(
    r"\b(?:although|though|even though|despite|in spite of) (?P<rest>[^;.,]{4,160})", re.IGNORECASE
)


def keeps_causes(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "A because B" where the quotations have "B because A", and to "although" for "because"."""
    quoted = list(_caused(evidence.words))
    for said in _caused(statement):
        met = [sides_met(said, other) for other in quoted]
        agrees = any(min(straight) or sum(straight) > sum(crossed) for straight, crossed in met)
        if not agrees and any(min(crossed) for _, crossed in met):
            yield objection("support", said.words, "reason")
    for although in _ALTHOUGH.finditer(statement):
        told = read(although["rest"]).words
        granted = _ALTHOUGH.search(evidence.words) or re.search(r"\b(?:but|yet|still|even)\b", evidence.words)
        for cause in (read(other.less) for other in quoted):
            if told and not granted and all(not word.meanings.isdisjoint(cause.meanings) for word in told):
                yield objection("support", although[0], "reason")


def _caused(text: str) -> Iterator[Ordered]:
    """What a text says to have brought about something: the cause, and what it brought about."""
    for pattern in _CAUSED:
        for match in pattern.finditer(text):
            yield Ordered(match["cause"], match["effect"], match[0])
