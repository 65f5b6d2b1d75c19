"""A statement's or quotation's words as the guards read them: by family, clause by clause, denied or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from answering.language.polarity import Denial, denials, written_out
from answering.language.words import stem

_FAMILIES = Path(__file__).parent / "families.txt"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
FUNCTION_WORDS = frozenset(
    """a an the this that these those it its he she they them their his her him who whom whose which what
    and or but nor so yet of in on at by for with from to into onto as than then there here about is
    are was were be been being am has have had having do does did done will would shall should may
    might must can could ought if when where while whether because since although though however
    unless except not no never none neither without only all any every each some both either such
    own same very i we you our your one ones s t also too thereby therein hereby thereof under over
    up out off through during before after until upon among between against per via just even how
    why more most much many less least thing things point points kind kinds way ways matter matters
    element elements exist exists existed section sections article articles paragraph subsection
    para art sec zero one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
    eighty ninety hundred thousand million billion""".split()  # noqa: SIM905
)
# A clause ends at these marks, and before these words where a comma stands before them, or always.
_BREAK = re.compile(
    r"[;:()\[\]—–\n]|\s-\s"
    r"|\s(?=(?:before|after)\b)|,\s(?=(?:and|but|or|nor|which|who|whose|while|whereas|although|"
    r"though|because|since|as|if|unless|where|"
    r"when|so|not|unlike|lest|with|without|except|even|provided|however|until|including)\b)"
    r"|\s(?=(?:but|whereas|while|although|though|unless|because|lest|provided that|even if|even though|"
    r"even where|if|where|wherever|once|whether or not)\b)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]{0,11}\)")  # "(EU)": too short to be a clause
_PARTICLES = frozenset(["asid", "out", "down", "off", "away", "up", "back"])  # "set the rule aside"
_APART = 7  # words from a verb to its particle
_UN = re.compile(r"(?:un(?!fair)|non|in|im|il|ir|dis)(?=\w{4})")  # unfair competition: a term


@dataclass(frozen=True)
class Word:
    """A word that carries meaning; `meanings` are its stem and the families it belongs to."""

    text: str
    start: int
    end: int
    stem: str
    meanings: frozenset[str]
    turned: bool = False  # it begins with "un-" or the like: its meanings are those of what it denies

    def meets(self, other: Word) -> bool:
        """Whether the two may stand for each other."""
        return not self.meanings.isdisjoint(other.meanings)


@dataclass(frozen=True)
class Clause:
    """A stretch between two breaks of a sentence, with the words in it that carry meaning."""

    start: int
    end: int
    text: str
    words: tuple[Word, ...]

    @cached_property
    def meanings(self) -> frozenset[str]:
        """What all its words may mean."""
        return frozenset().union(*(word.meanings for word in self.words))

    @cached_property
    def denials(self) -> tuple[Denial, ...]:
        """What in it denies something."""
        return denials(self.text)


@dataclass(frozen=True)
class Wording:
    """A text in clauses."""

    text: str
    clauses: tuple[Clause, ...]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that carry meaning, in order."""
        return tuple(word for clause in self.clauses for word in clause.words)

    @cached_property
    def meanings(self) -> frozenset[str]:
        """What all its words may mean."""
        return frozenset().union(*(clause.meanings for clause in self.clauses))

    @cached_property
    def plain(self) -> str:
        """The text in small letters, one space between words."""
        return " ".join(self.text.lower().replace("’", "'").split())


@dataclass(frozen=True)
class Families:
    """Which words may stand for each other, and which families say the opposite."""

    of_stem: dict[str, frozenset[str]]
    phrases: dict[str, frozenset[str]]  # of stems joined by spaces
    longest: dict[str, int]  # words of the longest phrase that begins with a stem
    opposites: dict[str, str]  # family -> family


@cache
def families() -> Families:
    """What families.txt says."""
    of_stem: dict[str, set[str]] = {}
    phrases: dict[str, set[str]] = {}
    opposites: dict[str, str] = {}
    lines = _FAMILIES.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        sides = line.split("><")
        names = [f"{number}{'ab'[side] if len(sides) > 1 else ''}" for side in range(len(sides))]
        if len(names) > 1:
            opposites |= {names[0]: names[1], names[1]: names[0]}
        for name, side in zip(names, sides, strict=True):
            for entry in side.split(","):
                stems = " ".join(_stem(word) for word in _WORD.findall(entry))
                (phrases if " " in stems else of_stem).setdefault(stems, set()).add(name)
    longest: dict[str, int] = {}
    for phrase in phrases:
        first, *rest = phrase.split()
        longest[first] = max(longest.get(first, 0), 1 + len(rest))
    return Families(
        {key: frozenset(value) for key, value in of_stem.items()},
        {key: frozenset(value) for key, value in phrases.items()},
        longest,
        opposites,
    )


@lru_cache(maxsize=4096)
def read(text: str) -> Wording:
    """The text's clauses and the words in them that carry meaning; "isn't" is read as "is not"."""
    text = written_out(text)
    breaks = [match.span() for match in _BREAK.finditer(_blank(_IN_BRACKETS, text))]
    edges = [0, *(place for span in breaks for place in span), len(text)]
    clauses = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if text[start:end].strip():
            clauses.append(Clause(start, end, text[start:end], tuple(_words(text, start, end))))
    return Wording(text, tuple(clauses))


def _words(text: str, start: int, end: int) -> Iterator[Word]:
    clause = text[start:end]
    known = families()
    found = list(_WORD.finditer(clause))
    stems = [_stem(match[0]) for match in found]
    in_phrases = _phrase_meanings(stems)
    for number, match in enumerate(found):
        lower = match[0].lower().replace("’", "'").removesuffix("'s")
        phrase = in_phrases.get(number, frozenset())
        if lower in FUNCTION_WORDS and not match[0][1:].isupper():
            continue
        un = _UN.match(lower)
        base = stem(lower[un.end() :]) if un else ""
        turned = bool(base) and base in known.of_stem and stems[number] not in known.of_stem
        own = phrase or known.of_stem.get(stems[number], frozenset())
        meanings = frozenset({stems[number], *own, *([base] if turned else [])})
        place = start + match.start()
        yield Word(match[0], place, start + match.end(), stems[number], meanings, turned)


@cache
def _stem(word: str) -> str:
    """The stem, but for words whose stem is another's: "lawful" is not "law"."""
    lower = word.lower().removesuffix("ly")
    return lower if lower in ("lawful", "unlawful", "official", "officer") else stem(word)


def _phrase_meanings(stems: list[str]) -> dict[int, frozenset[str]]:
    """What the phrases among the words mean, for each word of one."""
    known = families()
    meanings: dict[int, frozenset[str]] = {}

    def found(names: frozenset[str], *numbers: int) -> None:
        for number in numbers:
            meanings[number] = meanings.get(number, frozenset()) | names

    for first, one in enumerate(stems):
        for length in range(min(known.longest.get(one, 0), len(stems) - first), 1, -1):
            if names := known.phrases.get(" ".join(stems[first : first + length])):
                found(names, *range(first, first + length))
                break
    for last in (number for number, one in enumerate(stems) if one in _PARTICLES):
        for first in range(max(0, last - _APART), last - 1):
            if names := known.phrases.get(f"{stems[first]} {stems[last]}"):
                found(names, first, last)
    return meanings


def any_of(words: str) -> re.Pattern[str]:
    """A pattern of whole words, in any letter case; `words` stand between bars."""
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with what the pattern finds in it made illegible, at its length."""
    return pattern.sub(lambda match: "." * len(match[0]), text)


def nearest(clause: Clause, quoted: Wording) -> list[Clause]:
    """The clauses of the quotations that share most with a clause of the statement."""
    shared = [len(clause.meanings & other.meanings) for other in quoted.clauses]
    most = max(shared, default=0)
    return [other for other, count in zip(quoted.clauses, shared, strict=True) if count >= most * 0.6]
