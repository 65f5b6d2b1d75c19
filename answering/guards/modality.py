"""Must or may: a statement has the force that its quotations have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache
from itertools import pairwise

from answering.evidence import Evidence
from answering.language.wording import Word, any_of, read
from answering.objections import objection
from core.types import Objection


class Force(StrEnum):
    """What words make of what they speak of."""

    MUST = auto()
    BOUND = auto()  # more loosely: "due", "will", "on condition"
    MAY = auto()
    MAY_NOT = auto()
    NEED_NOT = auto()
    ADVISED = auto()
    CHOSEN = auto()  # left to someone's choice


_NOT = r"(?: \w+)? (?:not|never)"
_ASKED = r"(?:required|obliged|obligated|bound|necessary|needed|compulsory|mandatory)"
_DENIED = {  # found before the words that they deny
    Force.NEED_NOT: rf"need not|needs? no|not (?:\w+ )?{_ASKED}|not (?:have to|had to|need|requires?|ask for|"
    r"oblige)|(?:no|not the) (?:need|obligation|duty)|dispens\w+ with(?: any| the)?(?: need)?|"
    rf"no longer (?:ha(?:s|ve|d) to|needs?|requires?|asks? for|{_ASKED})|"
    r"without (?:first |having to |making )",
    Force.MAY_NOT: rf"(?:may|must|shall|can|could|should|might){_NOT}|cannot|"
    r"(?:may|can|lets|allows|permits) (?:\w+ ){1,14}?no|no (?:\w+ ){1,3}(?:may|shall|must|can)|"
    r"not (?:be )?(?:allowed|permitted|entitled|free)|prohibit\w*|forbid\w*|bars?|barred|bans?|banned|"
    r"unlawful|not be|nothing|neither",
    Force.MAY: r"(?:may|might|could|can) (?:\w+ ){0,2}(?:have to|need to|(?:required|obliged|asked) to)",
}
_PLAIN = {
    Force.MUST: rf"must|shall|ha(?:s|ve|d) to|{_ASKED} to|obliged|obliges|mandatory|compulsory|"
    r"under (?:a duty|an obligation)|requires?|required|needs?|bind(?:s|ing)?|"
    r"impos\w+ (?:a|the|an) (?:duty|requirement|obligation)",
    Force.MAY: r"may|can(?! be)|could|might|(?:allowed|permitted|free|at liberty) to|allows?|permits?|lets",
}
_SOFT = {
    Force.ADVISED: r"should|ought|invit\w+|advis\w+|suggest\w*|encourag\w+|recommend\w*|preferably",
    Force.CHOSEN: r"discretion\w*|choos\w+|chose|sees? fit|wish(?:es|ed)?|voluntar\w+|optional\w*|at will|"
    r"free not to|(?:leaves|leave|left) (?:it|\w+ free) (?:to|not to)(?= (?:\w+ ){1,3}whether)",
}
_PROMISED = {Force.MUST: r"will|agree(?:s|d)? to|(?:is|are|was|were) (?:due(?! to)|to)"}
_LOOSE = {  # only in quotations: what may lie behind a plain word of the statement
    Force.BOUND: rf"agree[sd]?|need\w*|requir\w+|oblig\w+|{_ASKED}|(?:a|the|no) duty|dut(?:y|ies) to|"
    r"demands?|call(?:s|ed)? for|(?:is|are|was|were) to|falls? to|asks? for|due|only|unless|condition\w*|"
    r"undertak\w+|undertook|commit(?:s|ted|ments?)?|shift\w*|burden|guarantee\w*|ensur\w+|warrant\w*",
    Force.MAY: r"can|allow\w*|permit\w*|let|able|free to|option\w*|entitled|powers?|available|possibl[ey]|"
    r"authori[sz]\w+|open|the right|right to|up to|at most|maximum|would|capable",
}
_ADVISED_QUOTED = any_of(
    rf"{_SOFT[Force.ADVISED]}|would|call(?:s|ed) for|asks?|asked|requests|requested|propos\w+|"
    r"urge\w*|intend\w*"
)
_DENIES = any_of(r"no|not|nor|without|alone|free|optional|waive\w*|exempt\w*|spared|released?|relieved?")
_EXCEPTS = any_of(
    r"without|unless|except\w*|until|other than|save|only|solely|"
    r"beyond|(?:more|further) than|outside|before|first"
)
_EITHER = any_of(r"or|either|whether|even|enough|suffic\w+|regardless|any|before")  # the other is not needed
_PERHAPS = re.compile(
    r"\b(?:may|might|could|possibl[ey])\b[^.;]*\b(?:(?:ha(?:s|ve)|needs?|required|obliged) to|must)\b", re.I
)
_MONTH = re.compile(r"\bMay(?=,? \d)|(?<=\w )May\b")
_SHORT_NOT = re.compile(r"(?<=\w)n['’]t\b| ?(?<=can)not\b", re.IGNORECASE)
_NEAR = 0.75  # of the words that the nearest stretch shares, how many make another as near


def _scanner(*wordings: dict[Force, str]) -> re.Pattern[str]:
    """Finds forces from left to right, each by its group's name and number."""
    return any_of(
        "|".join(
            f"(?P<{force}_{n}>{words})"
            for n, wording in enumerate(wordings)
            for force, words in wording.items()
        )
    )


_IN_STATEMENT = _scanner(_DENIED, _SOFT, _PLAIN)
_IN_QUOTATION = _scanner(_DENIED, _PLAIN, _PROMISED, _LOOSE, _SOFT)


@dataclass(frozen=True)
class _Stretch:
    """A clause, or part of one between forces that "and" joins."""

    text: str
    words: tuple[Word, ...]
    forces: dict[Force, str]  # and the words of the first of each

    def has(self, *forces: Force) -> bool:
        return not self.forces.keys().isdisjoint(forces)

    def denies_beside(self, force: Force) -> bool:
        """Whether it denies anything in other words than those of this force."""
        return (
            _DENIES.search(re.sub(rf"{_DENIED[force]}|not (?:only|just)", "", self.text, flags=re.I))
            is not None
        )


def keeps_modality(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "must" where the quotations say "may", "may" where they say "must", "should" for either."""
    quoted = _stretches(evidence.words, _IN_QUOTATION)
    everywhere = _joined(quoted)
    quoted_words = {word.text.lower() for word in everywhere.words}
    for mine in _stretches(statement, _IN_STATEMENT):
        if not mine.forces:
            continue
        near = _joined(_nearest(mine, quoted))
        for force, words in mine.forces.items():
            if force is Force.MUST and (_PERHAPS.search(statement) or words.lower() in quoted_words):
                continue  # "may have to"; "compulsory licensing"
            if _other_force(force, near, everywhere):
                yield objection("modality", words)


def _other_force(force: Force, near: _Stretch, everywhere: _Stretch) -> bool:
    """Whether the quotations near by, or all of them, have another force."""
    match force:
        case Force.MUST:
            if near.has(Force.MUST, Force.BOUND):
                return False
            other = near.has(Force.MAY, Force.NEED_NOT, Force.ADVISED)
            return other or not everywhere.has(Force.MUST, Force.BOUND, Force.MAY_NOT)
        case Force.MAY:
            return (
                near.has(Force.MUST)
                and not near.has(Force.MAY, Force.NEED_NOT)
                and not _EXCEPTS.search(near.text)
            )
        case Force.NEED_NOT:
            if everywhere.has(Force.NEED_NOT) or everywhere.denies_beside(Force.MAY_NOT):
                return False
            return not _EITHER.search(everywhere.text)
        case Force.MAY_NOT:
            return near.has(Force.NEED_NOT) and not near.denies_beside(Force.NEED_NOT)
        case Force.ADVISED:
            return not _ADVISED_QUOTED.search(everywhere.text)
        case Force.CHOSEN:
            return not near.has(Force.MAY, Force.NEED_NOT) and not everywhere.has(Force.CHOSEN)
        case Force.BOUND:
            return False


@lru_cache(maxsize=2048)
def _stretches(text: str, scanner: re.Pattern[str]) -> tuple[_Stretch, ...]:
    """The text's clauses, cut at "and" where a clause has a force on each side of it."""
    found: list[_Stretch] = []
    for clause in read(_SHORT_NOT.sub(" not", _MONTH.sub("month", text))).clauses:
        matches = list(scanner.finditer(clause.text))
        ends = [match.end() for match in matches]
        edges = {0}
        for begin, match in zip([0, *ends], matches, strict=False):
            joint = clause.text.rfind(" and ", begin, match.start())
            if joint >= 0 and (begin or joint + len(" and ") == match.start()):
                edges.add(joint)
        for start, end in pairwise([*sorted(edges), len(clause.text)]):
            forces: dict[Force, str] = {}
            for match in matches:
                if start <= match.start() < end:
                    forces.setdefault(Force((match.lastgroup or "").rpartition("_")[0]), match[0])
            words = (word for word in clause.words if start <= word.start - clause.start < end)
            found.append(_Stretch(clause.text[start:end], tuple(words), forces))
    return tuple(found)


def _joined(stretches: Sequence[_Stretch]) -> _Stretch:
    """All of them as one."""
    forces = {force: words for stretch in reversed(stretches) for force, words in stretch.forces.items()}
    words = tuple(word for stretch in stretches for word in stretch.words)
    return _Stretch(" ; ".join(stretch.text for stretch in stretches), words, forces)


def _nearest(mine: _Stretch, quoted: Sequence[_Stretch]) -> list[_Stretch]:
    """The stretches of the quotations that have most of its words."""
    shared = [sum(any(word.meets(other) for other in one.words) for word in mine.words) for one in quoted]
    most = max(shared, default=0)
    return [one for one, count in zip(quoted, shared, strict=True) if count >= most * _NEAR]
