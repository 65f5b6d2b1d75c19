"""Which stretches of a clause are denied: "not", and verbs and words that deny by their meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass

from answering.language.words import stems


def _any(*words: str) -> str:
    return rf"\b(?:{'|'.join(words)})\b"


# Denials in form only: they neither deny nor affirm. Of what is not confirmed, keeps_reservations speaks.
_FORMS = re.compile(
    r"\bno\.(?=\s*\d)|\bnot(?= \w+(?: \w+){0,3} until\b)"
    r"|\bnot(?= \w+(?: \w+){0,3} (?:longer|more|less|later|fewer|earlier|sooner) than\b)|"
    + _any(
        r"not (?:only|just|merely|simply|later than|less than|more than|exceed\w*|earlier than|sooner than)",
        r"no (?:later than|less|more|longer than|fewer|sooner|further|doubt|matter)",
        r"whether or not|not guilty|if not|failing (?:that|which)",
        r"(?:not|never|without|nor|no|nobody)\b(?: \w+){0,10}? (?:confirm\w*|check\w*|verif\w+)",
        r"un(?:confirmed|checked|verified)",
    ),
    re.IGNORECASE,
)
WHETHER = re.compile(r"\bwhether\b", re.IGNORECASE)  # what follows is neither affirmed nor denied
_CONTRACTED = re.compile(r"\b(\w+)n['’]t\b", re.IGNORECASE)
_IN_FULL = {"ca": "can", "wo": "will", "sha": "shall"}
_DENIES = re.compile(
    r"^\W*nor\b|" + _any(r"not|cannot|never|neither|no(?! one\b)|nowhere|nobody|no one|none|nothing"),
    re.IGNORECASE,
)
_BY_MEANING = re.compile(  # in small letters: not of names such as "Prevention"
    _any(
        r"exclud\w+|exclusion|exempt(?:s|ed)?|rul(?:e|es|ed) out|le(?:ft|aves?)(?: \w+){0,3} out",
        r"omit(?:s|ted)? to|disregard\w*",
        r"prohibit\w*|forbid\w*|forbade|bar(?:s|red|ring)?|ban(?:s|ned|ning)?|outlaw\w*|prevent\w*|preclud\w+",
        r"ke(?:eps?|pt) (?:\w+ ){0,2}(?:from|out)|stop(?:s|ped)? (?:\w+ ){1,3}from|hinder\w*|impede\w*",
        r"stop(?:s|ped)? (?=\w+ing\b)|ceas(?:e|es|ed)|refrain\w*|fail(?:s|ed|ing|ure)? to",
        r"reject\w*|den(?:y|ies|ied|ying)|turn(?:s|ed)? down|dismiss\w*",
        r"refus\w+(?: to)?|declin(?:e|es|ed|ing)(?: to)?",
        r"unavailable|missing|silent|untouched|unaffected|"
        r"(?:f[ae]ll(?:s|en|ing)?|is|are|was|were|be|been|lay|lies?|left|stays?|remain\w*) "
        r"outside(?! (?:the )?[A-Z])",
    )
)
# The words that follow are denied, as far as the next verb.
_FOLLOWING = re.compile(
    _any(
        r"without|lack(?:s|ed|ing)?(?: of)?|absence of|absent|free (?:of|from)|unlike|far from",
        r"(?:(?<=, )|(?<=and )|(?<=but ))not(?= (?:in|on|from|by|as|to|at|for|of|the|an?)\b)",
    ),
    re.IGNORECASE,
)
# Words that may deny something in one sentence and not in the next.
_MAY_DENY = re.compile(
    _any(
        r"only|alone|solely|unless|until|before|except\w*|other than|apart|rather",
        r"instead of|in place|replac\w+",
        r"outside|enough|suffic\w+|confin\w+|limited to|beyond|open|free|contrary|differ\w*|far from|"
        r"anything but",
        r"hardly|rarely|seldom|scarcely|short of|await\w*|remain\w* to|withh\w+|conceal\w*|hid(?:e|es|den)",
        r"fail(?:s|ed)?|miss(?:es|ed)?|lost|loses?|forfeit\w*|turn(?:s|ed)? (?:\w+ ){1,5}down|avoid\w*",
        r"dispens\w+|escap\w+|vot\w+ against|oppos\w+|object(?:s|ed|ion|ions)?|dissent\w*",
        r"save[sd]?|spare[sd]?|costs? (?:\w+ ){1,6}(?:chance|right|claim)|waiv\w+|g(?:ive|ives|iven|ave) up",
        r"stand(?:s|ing)?|stood|outliv\w+|gone|away|drop\w*|abandon\w*|end(?:s|ed)?|stop\w*",
        r"removed?|taken out",
        r"abolish\w*|disband\w*|set aside|vacat\w+|overturn\w*|revers(?!e engineer)\w+",
        r"in(?:adequa|effecti|vali|sufficien|applicab|dependen)\w+|un(?:decided|finished|done|resolved|settled)",
        r"(?:is|are|was|were|be|been|leaves?|left|remains?|stays?) un\w{4,}",
    ),
    re.IGNORECASE,
)
_TOLD_BY = 5  # first letters of such a word, by which it is known again
_SAME = {
    **dict.fromkeys(("until", "befor"), "until"),
    **dict.fromkeys(("only", "alone", "solel"), "only"),
    **dict.fromkeys(("enoug", "suffi"), "enough"),
    **dict.fromkeys(("set a", "vacat", "overt", "rever"), "set aside"),
    **dict.fromkeys(("spare", "spared", "avoid", "save", "saves", "saved"), "avoid"),
    **dict.fromkeys(("waive", "waivi", "lost", "lose", "loses", "forfe"), "lose"),
    **dict.fromkeys(("inste", "in pl", "repla"), "instead"),
}
_VERBS = "is|are|was|were|may|must|can|cannot|shall|will|has|have|had"
_NEXT_VERB = re.compile(rf",|\b(?:{_VERBS})\b", re.IGNORECASE)
_NEW_PART = re.compile(
    rf"\b(?:who|which|that|whose|and it|to)\b|\band(?= (?:{_VERBS}|(?:\w+ )?no)\b)", re.IGNORECASE
)
_SUBORDINATE = re.compile(
    r"\W*(?:in \w+, )?(?:when|where|if|while|although|though|since|because|as|after|before|once|unless)\b",
    re.IGNORECASE,
)  # its comma begins the main clause
_PART_ENDS = re.compile(rf"\band (?:{_VERBS}|(?:\w+ )?no)\b|\bnor\b", re.IGNORECASE)
_AGAIN = re.compile(r"(?<=\w )nor\b", re.IGNORECASE)  # goes on with what "neither" denies
_JOINT = re.compile(r",|\b(?:and|but)\b")


@dataclass(frozen=True)
class Denial:
    """A word that denies, and the stretch of its clause that it denies, itself left out."""

    start: int
    end: int
    begins: int
    ends: int
    by_meaning: bool = False  # "excluded": it says more than "not"

    def covers(self, place: int) -> bool:
        """Whether it denies what stands at a place of the clause."""
        return self.begins <= place < self.ends and not self.start <= place < self.end


def denials(clause: str) -> tuple[Denial, ...]:
    """The denials of a clause; what two of them deny is affirmed again."""
    plain = _FORMS.sub(_illegible, clause)
    found = [_following(match, plain) for match in _FOLLOWING.finditer(plain)]
    taken = {denial.start for denial in found}
    found += [Denial(*match.span(), match.end(), len(clause)) for match in _AGAIN.finditer(plain)]
    found += [_whole(m, plain) for m in _DENIES.finditer(plain) if m.start() not in taken]
    found += [_whole(m, plain, by_meaning=True) for m in _BY_MEANING.finditer(plain)]
    return tuple(found)


def _following(match: re.Match[str], clause: str) -> Denial:
    ends = _NEXT_VERB.search(clause, match.end())
    return Denial(*match.span(), match.start(), ends.start() if ends else len(clause))


def _whole(match: re.Match[str], clause: str, *, by_meaning: bool = False) -> Denial:
    """Denies its clause; only its own part, where that is a relative clause or one left short."""
    relative = [anew.end() for anew in _NEW_PART.finditer(clause, 0, match.start())]
    ends = (_NEXT_VERB if relative else _PART_ENDS).search(clause, match.end())
    begins = relative[-1] if relative else 0
    if not re.search(r"\w", clause[match.end() :]):  # "a limit on the time was not"
        begins = max((anew.end() for anew in _JOINT.finditer(clause, 0, match.start())), default=0)
    until = ends.start() if ends else len(clause)
    if _SUBORDINATE.match(clause) and (comma := clause.find(",", match.end())) >= 0:
        until = min(until, comma)
    return Denial(*match.span(), begins, until, by_meaning)


def denying(text: str) -> frozenset[str]:
    """The words of a text that deny: "not", "never", and by meaning "excluded"."""
    plain = _FORMS.sub(_illegible, written_out(text))
    return frozenset(match[0].lower() for kind in (_DENIES, _BY_MEANING) for match in kind.finditer(plain))


def left_without(text: str) -> frozenset[str]:
    """The stems of what a text is without: of "without notice to the other side" that of "notice"."""
    return frozenset(word for match in _FOLLOWING.finditer(text) for word in stems(text[match.end() :])[:3])


def denies_by_meaning(word: str) -> bool:
    """Whether a word denies, or may deny, what stands near it by what it means: "excluded"."""
    return bool(_BY_MEANING.search(word) or _MAY_DENY.search(word) or word.lower().startswith("turn"))


def may_deny(text: str) -> frozenset[str]:
    """The words of a text that may deny something which `denials` does not find, cut to what tells them."""
    found = _MAY_DENY.findall(_FORMS.sub(_illegible, text))
    marks = (word.lower()[:_TOLD_BY] for word in found)
    return frozenset(_SAME.get(mark, mark) for mark in marks)


def written_out(text: str) -> str:
    """The text with "is not" for "isn't"."""
    return _CONTRACTED.sub(lambda match: f"{_IN_FULL.get(match[1].lower(), match[1])} not", text)


def _illegible(match: re.Match[str]) -> str:
    return "." * len(match[0])
