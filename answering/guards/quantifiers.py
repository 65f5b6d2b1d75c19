"""All, some or only: how much of a thing a statement speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from functools import lru_cache

from answering.evidence import Evidence
from answering.guards.support import is_carried
from answering.language.wording import FUNCTION_WORDS, Word, Wording, any_of, read
from answering.language.words import stem
from answering.objections import objection
from core.types import Objection

_FORBIDS = r"forbid\w*|prohibit\w*|bar(?:s|red)|ban(?:s|ned)|unlawful|cannot|never"
_FULLY = r"full\w*|complete\w*|total\w*|entire\w*|whole|wholly|universal\w*|unanimous\w*|altogether"
# What a statement may say only where the quotations say the like.
_ALL = any_of(
    r"all|every|each|always|everyone|everybody|everything|everywhere|without exception|in every case|"
    r"whatever|wherever|regardless|irrespective|whether or not|of any kind|no matter|invariably|unlimited|"
    r"without any"
)
_ALL_QUOTED = any_of(
    r"all|every|each|always|any|any\w+|both|nationwide|throughout|no|none|nothing|neither|"
    r"without|whoever|whatever|wherever|whichever|however|either|per|annual\w*|yearly|monthly|daily|weekly|"
    r"their|worldwide|global\w*|even|not|although|though|except\w*|whether|regardless|irrespective|"
    r"independent\w*|respective\w*|public|across|jointly|" + _FULLY + "|" + _FORBIDS
)
_WIDE = any_of(
    r"worldwide|global\w*|everywhere|anywhere|all (?:over the world|countries)|forever|perpetual\w*|"
    r"unlimited|nationwide"
)
_WIDE_QUOTED = any_of(
    r"worldwide|global\w*|everywhere|anywhere|wherever|all|every|any\w*|perpetu\w+|unlimited|"
    r"indefinite\w*|nationwide|whole country|throughout|world|international\w*|across|no|without"
)
_UNANIMOUS = any_of(r"unanimous\w*|without (?:a )?dissent\w*|by common consent")
_UNANIMOUS_QUOTED = any_of(r"unanimous\w*|dissent\w*|all|every|no|none|nobody|together|consensus")
_SWEEPS = any_of(
    r"(?:in|under|for) (?:all|every) "
    r"(?:cases?|countr(?:y|ies)|states?|jurisdictions?|circumstances?|respects?)"
)
_SWEEPS_QUOTED = any_of(
    r"all|every|each|always|any\w*|no|never|none|throughout|worldwide|global\w*|whatever|wherever|regardless"
)
_ONLY = any_of(r"only|solely|alone|exclusive(?:ly)?|purely|nothing else|nothing but|sole|wholly|no one but")
_ONLY_QUOTED = any_of(
    r"only|solely|alone|exclusive\w*|just|mere\w*|purely|nothing|sole|unless|without|single|unique|"
    r"except\w*|other than|limited|restricted|reserved|confin\w+|beyond|until|enough|sufficient|suffices?|"
    r"rather than|instead of|no other|no further|" + _FULLY
)
_ONLY_AFTER = any_of(r"only(?= (?:after|once|when)\b)")
_AFTERWARDS = any_of(r"after|once|when|follow\w*|before|upon")
_CONFINES = any_of(r"confin\w+")
_CONFINES_QUOTED = any_of(
    r"confin\w+|only|solely|alone|beyond|limit\w*|restrict\w*|reserved|exclusive\w*|just"
)
_BUT_NOT = re.compile(r"(?:\bbut|\band|,) (?:not|no)\b", re.IGNORECASE)
_DENIES = any_of(r"no|not|never|nor|cannot|none|neither")
_MOST = any_of(r"most(?= (?:of|\w+[^us]s)\b)|majority|few|rarely|seldom")
_PART = any_of(
    r"most|majority|many|few|some|certain|several|part|partly|parts|half|often|usually|mostly|"
    r"generally|in some cases|chiefly|mainly|primarily|largely|typically|various|multi|number of|"
    r"(?:two|three|four|five|six|\d+) of|at least one|named?|differ\w*|per ?cent|%|quarters?|thirds?|"
    r"predominant\w*|overwhelm\w*|bulk|normally|tends?|commonly|almost|nearly|rare\w*|seldom|hardly|"
    r"scarce\w*|infrequent\w*|exceptional\w*|sometimes|occasional\w*|small|little"
)
# "Above all", "only in 2019", "only ten": said without a thought of others.
_NO_QUANTITY = re.compile(
    r"\bnot (?:only|just|merely|all|every)\b|\bor only\b|\bthan (?:in )?any\b"
    r"|\b(?:above|after|first of|at|in) all(?=[,.;]| (?:else|a|the)\b|$)|\bonce and for all\b"
    r"|\ball (?:the (?:more|same|while|better)|along|told|together|but)\b"
    r"|\b(?:as a|on the) whole\b|\bwherever (?:possible|necessary|appropriate)\b"
    r"|\b(?:the most|\w+est)(?: \w+){0,3} (?:of|in|than) any\b|\b(?:at|the) (?:very )?most\b|\bat the most\b"
    r"|\b(?:not|rather than|instead of|beyond|no longer)\b[^,;.]{0,80}?\b(?:only|alone|just|merely|solely)\b"
    r"|\bneed(?:s|ed)? only\b|\bonly (?:need|ha[sd] to|have to)\w*\b"
    r"|(?<=\bis )only an?\b|(?<=\bwas )only an?\b"
    r"|\bonly (?=(?:in|on|from|since|by|with effect from|as of|as from)(?: \w+)? \d)"
    r"|\bonly (?=(?:later|then|recently|now|afterwards|since|partly|up to|as (?:from|of|far)|so far)\b)"
    r"|\bonly (?=[$€£\d]|(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b)"
    r"|\bonly (?=in (?:the most )?(?:extraordinary|rare|special)\b)|\balone\b(?= (?:is|was) enough)",
    re.IGNORECASE,
)
_ONLY_IF = any_of(r"only(?= (?:if|on|where|when|once|after|with|from|by|to those)\b)")
_NECESSARY = any_of(
    r"must|shall|requir\w+|needs?|needed|necessary|depend\w*|subject to|condition\w*|provided|as long|so long"
)
_PART_OF = re.compile(
    r"(?<!at )\b(?:most|some|many|certain|several|few|nearly all|almost all|half of)\s+(?:the\s+)?(\w+)", re.I
)
_EXCEPTS = any_of(
    r"unless|except\w*|without|apart from|save(?: for)?|other than|until|only|if|but|where|outside"
)
_ABSOLUTE = any_of(
    r"without (?:any )?exceptions?|no exceptions?|in no case|under no circumstances|in (?:every|all) cases?|"
    r"always|invariably|whatever|unconditional\w*"
)
_PARTLY = any_of(r"partly|in part|partially|among other \w+")
_WHOLLY = any_of(r"solely|only|exclusively|wholly|entirely|sole|whole|fully")
_ANYONE = any_of(r"anyone|anybody|everyone|everybody")
_RESTRICTS = any_of(r"only|solely|alone|who|whose|that|with|if|unless|except|but|in|of")
_EVERY = any_of("all|every|each|everyone|everybody|without exception|the whole")


_NOT_NOUN = "|".join(sorted(FUNCTION_WORDS | {"within", "without"}))
_WHOLE_KIND = re.compile(
    rf"\b(?:all|any|every|each) (?P<of>(?:(?!(?:{_NOT_NOUN})\b)[\w-]+ ?){{1,4}})"
    rf"|(?P<kind>\w+) (?:of (?:any|all|every) (?:kinds?|sorts?|types?|size)|whatsoever)",
    re.IGNORECASE,
)
_IN_GENERAL = re.compile(
    r"(?:[.;]|$| (?:must|shall|may|can|cannot|is|are|will|ha(?:s|ve)|need)\b)", re.IGNORECASE
)
_DENIED_KIND = re.compile(r"\b(?:no|not|without|never|nor|or|than|if|cannot)\b(?: \w+){0,3} $", re.IGNORECASE)


class Share(StrEnum):
    """How much of a thing."""

    ALL = auto()
    MOST = auto()
    SOME = auto()
    FEW = auto()


_SHARES = re.compile(
    r"\b(?:(?P<all>all|every|each|any|both|the whole|the entire|"
    r"no(?! (?:longer|more|less|fewer|later|sooner|further)\b))"
    r"|(?P<most>most|(?:almost|nearly) (?:all|every|each)|the majority of|largely|mostly)"
    r"|(?P<some>some|a few|certain|several|part of|half of|(?:one|two|three|four|five|six|\d+) of)"
    r"|(?P<few>few|hardly any))\b",
    re.IGNORECASE,
)
_HEAD = 3  # words after "all" among which the thing stands


@dataclass(frozen=True)
class _Quantity:
    """A share and the words after it: "all leaks of secrets"."""

    words: str
    share: Share
    of: tuple[Word, ...]


def keeps_quantifiers(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to all, only, most where the quotations do not say so, and to "most" that is dropped."""
    said, words = _NO_QUANTITY.sub("", statement), _NO_QUANTITY.sub("", evidence.words)
    if _NECESSARY.search(words):
        said = _ONLY_IF.sub("", said)
    if _AFTERWARDS.search(words):
        said = _ONLY_AFTER.sub("", said)
    if _BUT_NOT.search(words) and not _DENIES.search(said):
        said = _ONLY.sub("", said)  # "civil but not criminal" is "only civil"
    for mine, theirs in (
        (_WIDE, _WIDE_QUOTED),
        (_ALL, _ALL_QUOTED),
        (_UNANIMOUS, _UNANIMOUS_QUOTED),
        (_ONLY, _ONLY_QUOTED),
        (_CONFINES, _CONFINES_QUOTED),
        (_MOST, _PART),
    ):
        for match in mine.finditer(said):
            known = theirs.search(words) or any_of(match[0]).search(words)
            if not known and not _in_general(said[match.start() :], words, read(statement)):
                yield objection("quantifier", match[0])
    sweeping = _SWEEPS.search(statement)
    if sweeping and not _SWEEPS_QUOTED.search(evidence.words):
        yield objection("quantifier", sweeping[0])
    whole = _EVERY.search(said)
    if whole and not _PART.search(re.sub(r"\b(?:or|named?|differ\w*)\b", "", said)):
        for match in _PART_OF.finditer(words):
            of = read(match[1]).words
            if of and any(of[0].stem == word.stem for word in read(statement).words):
                yield objection("quantifier", whole[0])
                return


def keeps_shares(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "some parties" where the quotations say "all parties", and to "never" where they except."""
    quoted = _quantities(_NO_QUANTITY.sub("", evidence.words))
    for mine in _quantities(_NO_QUANTITY.sub("", statement)):
        theirs = {other.share for other in quoted if _of_the_same(mine, other)}
        if mine.words.lower() != "no" and theirs and not any(_allows(share, mine.share) for share in theirs):
            yield objection("quantifier", mine.words)
    absolute = _ABSOLUTE.search(statement)
    excepts = _EXCEPTS.search(evidence.words) and not _ABSOLUTE.search(evidence.words)
    if absolute and excepts and not _EXCEPTS.search(_ABSOLUTE.sub("", statement)):
        yield objection("quantifier", absolute[0])
    partly = _PARTLY.search(statement)
    if partly and _WHOLLY.search(evidence.words) and not _PARTLY.search(evidence.words):
        yield objection("quantifier", partly[0])
    anyone = _ANYONE.search(statement)
    if anyone and any_of("only|solely|alone").search(evidence.words) and not _RESTRICTS.search(statement):
        yield objection("quantifier", anyone[0])


def _in_general(said: str, quoted: str, statement: Wording) -> bool:
    """Whether the statement has "every member must" or "all members" for "members must"."""
    match = _WHOLE_KIND.match(said)
    phrase = read(match["of"]).words if match and match["of"] else ()
    if not phrase:
        return False
    head = phrase[-1].stem
    return any(
        word.stem == head
        and _IN_GENERAL.match(quoted, word.end)
        and _is_general(quoted, word)
        and not _left_out(_modifier(word, read(quoted)), statement)
        for word in read(quoted).words
    )


def _modifier(head: Word, quoted: Wording) -> Word | None:
    """The word right before another: "serious" of "serious infringement"."""
    return next((one for one in quoted.words if quoted.text[one.end : head.start] == " "), None)


def _left_out(word: Word | None, said: Wording) -> bool:
    if word is None:
        return False
    begins = word.start == 0  # large only for that
    plain = replace(word, text=word.text.lower()) if begins else word
    return not is_carried(plain, said.meanings)


def _is_general(quoted: str, word: Word) -> bool:
    before = quoted[: word.start].rstrip()
    plural = word.text.endswith("s") and not re.search(r"\b(?:the|these|those|two|three|\d+)$", before, re.I)
    return plural or bool(re.search(r"\ban?$", before, re.IGNORECASE))


def keeps_the_kind(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "any infringement" where the quotations speak of serious infringement alone."""
    said, quoted = read(statement), read(evidence.words)
    for match in _WHOLE_KIND.finditer(statement):
        phrase = read(match["of"] or match["kind"]).words
        if not phrase or _DENIED_KIND.search(statement, 0, match.start()):
            continue
        head = phrase[-1]
        before = [_modifier(other, quoted) for other in quoted.words if other.stem == head.stem]
        if before and all(_left_out(word, said) for word in before):
            yield objection("quantifier", match[0])


def _allows(quoted: Share, said: Share) -> bool:
    return quoted is said or (said is Share.SOME and quoted in (Share.MOST, Share.FEW))


def _of_the_same(mine: _Quantity, other: _Quantity) -> bool:
    return bool(mine.of) and any(mine.of[0].stem == word.stem for word in other.of)


@lru_cache(maxsize=1024)
def _quantities(text: str) -> tuple[_Quantity, ...]:
    """All that a text says of how much of something."""
    found = []
    for match in _SHARES.finditer(text):
        rest = re.split(
            r"[,;.:]|\b(?:and|or|but|who|which|that|is|are|was|were|may|must|shall|can)\b",
            text[match.end() :],
        )
        of = read(rest[0]).words[:_HEAD]
        found.append(_Quantity(match[0], Share(match.lastgroup or ""), of))
    return tuple(found)


_MADE_UP_OF = any_of(
    r"consists? (?:only |solely )?of|consisted of|is made up of|are made up of|compris(?:es|ed)|is limited to"
)
_AMONG_OTHERS = any_of(r"includ\w+|among|such as|for example|for instance|e\.g|in particular")
_IF_ANY = re.compile(r"\b(?:if|where|when|wherever|unless)\b[^,;.]{0,30}?\bany (?P<of>\w+)", re.IGNORECASE)
_IF_ALL = re.compile(
    r"\b(?:if|where|when|wherever|unless)\b[^,;.]{0,30}?\b(?:all|every|each) (?P<of>\w+)", re.IGNORECASE
)


def keeps_lists_open(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "consists of" for "includes", and to "where all acts" for "where any act"."""
    whole = _MADE_UP_OF.search(statement)
    is_open = _AMONG_OTHERS.search(evidence.words) and not _MADE_UP_OF.search(evidence.words)
    if whole and is_open and not _AMONG_OTHERS.search(statement):
        yield objection("quantifier", whole[0])
    of_any = {stem(match["of"]) for match in _IF_ANY.finditer(evidence.words)}
    for match in _IF_ALL.finditer(statement):
        if stem(match["of"]) in of_any:
            yield objection("quantifier", match[0])
