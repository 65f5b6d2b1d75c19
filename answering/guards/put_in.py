"""Words put in: a statement that keeps to its quotation brings no word, name or item of its own along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from answering.evidence import Evidence
from answering.guards.support import evidence_meanings, is_carried
from answering.language.keys import is_party
from answering.language.values import MONTHS
from answering.language.wording import FUNCTION_WORDS, Word, families, read
from answering.language.words import stem
from answering.objections import objection
from core.places import places_in
from core.types import Objection

NEARLY = 0.8  # of a statement's words, how many stand in its quotation in their order
FEWEST = 6  # words of a statement of which that can be said
_OF_FORM = frozenset(["subject", "consist", "due"])  # stems: "subject to", "consists of", "is due to report"
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*")
# "and a fine", "or journalist": an item that ends its list, without words that lead on.
_ITEM = re.compile(
    r"(?:\s(?:and|or)|,\s(?:and|or|plus)|\splus|\sas well as)\s(?:an?\s|the\s|its\s|their\s|any\s)?"
    r"(?P<item>[a-z-]+)(?=[,;.:]|$)",
)


def puts_in_no_words(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to a word that nothing carries in a statement that otherwise keeps to its quotation."""
    known = evidence_meanings(evidence)
    words = {word.start: word for word in read(statement).words}
    said = list(_TOKEN.finditer(statement))
    mine = [token[0].lower() for token in said]
    for one in evidence.quoted:
        theirs = _TOKEN.findall(one.words)
        matcher = SequenceMatcher(None, [token.lower() for token in theirs], mine, autojunk=False)
        shared = sum(block.size for block in matcher.get_matching_blocks())
        if len(mine) < FEWEST or shared < NEARLY * len(mine):
            continue
        for kind, first, last, begins, ends in matcher.get_opcodes():
            if kind not in ("insert", "replace"):
                continue
            if named := _renamed(said[begins:ends], theirs[first:last], statement, evidence):
                yield objection("name", named)
                return
            new = [words[token.start()] for token in said[begins:ends] if token.start() in words]
            if foreign := _foreign(new, theirs[first:last], known):
                yield objection("support", foreign.text)
                return


def _foreign(new: Sequence[Word], old: Sequence[str], known: frozenset[str]) -> Word | None:
    """The word that was put in, or in the place of others, and that nothing carries."""
    replaced = [one for one in old if one.lower() not in FUNCTION_WORDS]
    phrase = bool(replaced) and old[-1].lower() in FUNCTION_WORDS  # "asked for"
    if len(new) != 1 or len(replaced) > 1 or phrase:
        return None  # several words together may say what others say
    word, named = new[0], any(one[1:].isupper() for one in replaced)
    plain = replace(word, text=word.text.lower())
    if word.stem in _OF_FORM or is_carried(plain, known) or (is_party(word.text) and named):
        return None  # "the company paid" for "UMC paid"
    begins = word.start == 0 and (named or not replaced)
    return word if word.text.islower() or begins else None


def _renamed(
    new: Sequence[re.Match[str]], old: Sequence[str], statement: str, evidence: Evidence
) -> str | None:
    """The name that stands where the quotation has another, which the statement leaves out."""
    left_out = [one for one in old if one[0].isupper() and one.lower() not in statement.lower()]
    for token in new:
        name = token[0]
        begins = token.start() == 0 and not name[1:2].isupper()
        if not left_out or not name[0].isupper() or begins or name in MONTHS or places_in(name):
            continue
        initials = ("".join(one[0] for one in left_out), "".join(one[0][0].upper() for one in new))
        known = name.lower() in evidence.words.lower() or name in initials[0] or initials[1] in left_out
        if not known and not is_party(name) and stem(name) not in families().of_stem:
            return name
    return None


def adds_no_item(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "prison and a fine" where no quotation has a fine."""
    known = evidence_meanings(evidence)
    words = {word.start: word for word in read(statement).words}
    for match in _ITEM.finditer(statement):
        item = words.get(match.start("item"))
        if item and not is_carried(item, known):
            yield objection("support", match["item"])
