"""A statement that is nearly a quotation: then no small word of weight may differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from answering.evidence import Evidence
from answering.language.keys import is_party
from answering.language.polarity import written_out
from answering.language.wording import FUNCTION_WORDS, read
from answering.objections import objection
from core.types import Objection

NEARLY = 0.8  # of the words, in order, that a statement shares with a quotation
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_WEIGHTY = {
    "negation": "not no never neither nor none cannot without nothing nobody",
    "modality": "must shall may can could should might will would need",
    "quantifier": "all every each any some most many few only solely both least most",
    "tense": "is are was were has had",
    "comparison": "more less before after within until",
    "scope": "if unless except where when provided",
}
# Words of weight that say the same.
_SAME = {
    **dict.fromkeys("no never neither none nothing nobody".split(), "not"),  # noqa: SIM905
    **dict.fromkeys(("shall", "must"), "must"),
    **dict.fromkeys(("may", "can"), "may"),
    **dict.fromkeys(("could", "might"), "might"),
    **dict.fromkeys(("every", "each", "all"), "all"),
    **dict.fromkeys(("only", "solely"), "only"),
    "once": "after",
    **dict.fromkeys(("if", "where", "when", "provided"), "if"),
    **dict.fromkeys(("is", "are"), "is"),
    **dict.fromkeys(("was", "were"), "was"),
}
_UNSAID = frozenset(
    ["all", "any", "both"]
)  # "members must" is "all members must", where nothing else differs
_ASIDE = re.compile(r",\s(?P<when>before|after) [^,;.]*,(?= and\b)", re.IGNORECASE)
_FAILS = re.compile(r"\b(?:fail|refus|declin)\w* to\b")
_KIND_OF = {word: kind for kind, words in _WEIGHTY.items() for word in words.split()}


def keeps_small_words(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "may" for "must", to a "not" or an "if" left out or put in, where the rest is quoted."""
    names = {word.lower() for word in _WORD.findall(statement)[1:] if word[0].isupper()}
    said = _words(statement)
    for one in evidence.quoted:
        quoted = _words(_without_asides(one.words, statement))
        matcher = SequenceMatcher(None, quoted, said, autojunk=False)
        if matcher.real_quick_ratio() < NEARLY or matcher.quick_ratio() < NEARLY or matcher.ratio() < NEARLY:
            continue
        mine, theirs = _changed(quoted, said, matcher)
        yield from _moved(*([w for w in words if w in names or is_party(w)] for words in (said, quoted)))
        changed = (mine - theirs, theirs - mine)
        words = changed[0] + changed[1]
        quantities = {word for word in words if _KIND_OF[word] == "quantifier"}
        for word in words:
            if quantities == {word} and word in _UNSAID:
                continue
            if _KIND_OF[word] == "tense" and not all(_has_tense(side) for side in changed):
                continue  # "as it was passed", "as passed"
            yield objection(_KIND_OF[word], word, "small-word")


def _without_asides(quoted: str, statement: str) -> str:
    """The quotation without ", before the trial," where the statement has no "before": it says less."""
    lower = statement.lower()
    return _ASIDE.sub(lambda aside: aside[0] if f" {aside['when'].lower()} " in lower else " ", quoted)


def _changed(
    quoted: list[str], said: list[str], matcher: SequenceMatcher[str]
) -> tuple[Counter[str], Counter[str]]:
    """The words of weight that were put in and left out, but for those in words put otherwise."""
    put_in, left_out = Counter[str](), Counter[str]()
    for kind, first, last, begins, ends in matcher.get_opcodes():
        old, new = quoted[first:last], said[begins:ends]
        if kind != "equal" and not (_has_content(old) and _has_content(new)):
            put_in.update(word for word in new if word in _KIND_OF)
            left_out.update(word for word in old if word in _KIND_OF)
    return put_in, left_out


def _has_tense(words: Counter[str]) -> bool:
    return any(_KIND_OF[word] == "tense" for word in words)


def _has_content(words: list[str]) -> bool:
    return not all(word in _KIND_OF or word in FUNCTION_WORDS for word in words)


def _words(text: str) -> list[str]:
    """The words in small letters; "isn't" is two, "shall" is "must", "unless" is "if not"."""
    plain = written_out(text).lower().replace("cannot", "can not")
    plain = re.sub(r"\bunless\b|\bexcept where\b", "if not", plain)
    plain = re.sub(r"\b(?:is|are) (?:required|obliged) to\b|\bha(?:s|ve) to\b", "must", plain)
    plain = re.sub(r"\b(?:is|are) (?:allowed|permitted) to\b", "may", plain)
    words = _WORD.findall(_FAILS.sub("not", plain))
    return [_SAME.get(word, word) for word in words if word != "nor"]


def _moved(said: list[str], quoted: list[str]) -> Iterator[Objection]:
    """Objects to parties and names that stand in another order, or in the place of others."""
    if said != quoted and len(said) == len(quoted):
        for mine, theirs in zip(said, quoted, strict=True):
            if read(mine).meanings.isdisjoint(read(theirs).meanings):
                yield objection("role", mine)
                return
