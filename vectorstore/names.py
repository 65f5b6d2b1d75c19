"""What a question names that a library either holds or does not: places, instruments, sections, years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from vectorstore.lexical import ALSO_WRITTEN, CODE, NUMBERED, PART, SIGN, STOP_WORDS, WORD
from vectorstore.places import places

TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:['’&.]\w+|-\d+)*")  # U.S., R&D, Biden's, IL-10
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
RANGE = re.compile(rf"{YEAR.pattern}[/-]{YEAR.pattern}|{YEAR.pattern}-\d\d|\d\d-\d\d")  # of years, of numbers
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
BOUND = re.compile(  # before a year that says how far, or which day's law is asked for
    r"\b(?:as (?:of|at)|since|until|till|before|after|by|from|to|and|between)\s+(?:the |early |late |mid-)?$"
    rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?),?\s+$",
    re.I,
)
ASIDE = re.compile(  # before a name on which nothing hangs: who said it, an example
    r"\b(?:according to|per|in the (?:view|words|opinion) of"
    r"|such as|like|e\.g\.,?|for (?:example|instance),?|including|say,)\s+(?:the\s+)?$",
    re.I,
)
COMPARISON = re.compile(
    r"\b(?:compar\w+|vs?\.?|versus|unlike|differ\w*|than|contrast\w*|same|either|or|both|between)\b", re.I
)
SYMBOL = re.compile(r"\d|[a-z][A-Z]|[A-Z]{2}[a-rt-z]")  # HOXB4, OmpA: written in many ways
ACRONYM = re.compile(r"[A-Z][A-Z&]{1,5}s?")
POSSESSIVE = re.compile(r"['’]s?$")
DIVIDED = re.compile(r"[ \-–/]")  # between the words of one name

# Capital words that name nothing by themselves: "Lanham Act" is looked up as "Lanham".
GENERIC = frozenset(
    """act acts agency agreement agreements amendment annex appendix april article august authority bill
    board bureau chapter circuit city clause code commission committee company congress constitution
    contract convention corp corporation council county court courts december decree department directive
    district dr east federal february foundation friday government group inc institute international
    january july june justice law laws ltd llc march may member members minister ministry monday mr mrs ms
    national north november october office old paragraph parliament part party phase prof protocol
    province recital regulation regulations republic river rule rules saturday sec secretary section senate
    september south state states statute sunday supreme thursday title treaty tribunal tuesday union united
    university war wednesday west world aug dec feb jan jul jun nov oct sept new great first second third
    fourth fifth sixth seventh eighth ninth tenth eleventh
    """.split()  # noqa: SIM905 (as a list it is a page long)
)
# Somebody with a title is named as the one who speaks or acts, of whom a document may say "I" or "the judge".
TITLES = frozenset(
    """president professor prof dr doctor mr mrs ms miss sir lord lady judge justice senator sen minister
    representative rep secretary chancellor king queen pope governor general captain chief director
    """.split()  # noqa: SIM905
)
ALSO_WORDS = frozenset({"turkey", "polish", "jordan", "georgia", "china"})  # what they mean in small letters
IN_TWO_LETTERS = frozenset({"eu", "uk"})  # others of two letters are words too: IN, OR, CA
SMALL_WORDS = "a|and|for|in|of|on|the|to|with"  # that an acronym may leave out
SHORTEST_STEM = 4
SMALL_NUMBER = 2  # digits
NEAR = 6  # words
ENDING = 3  # letters that another form of a word may not share: Mexican, Mexico


@dataclass(frozen=True)
class Name:
    """A name as the question writes it, and the FTS5 queries any of which finds it."""

    written: str
    matches: tuple[str, ...]
    words: tuple[str, ...] = ()  # that may also be misspelt or run together: none for sections and places
    patterns: tuple[str, ...] = ()  # regular expressions of what the index cannot find: "§ 5" for section 5
    is_year: bool = False
    decides: bool = (
        True  # False: that it is absent tells nothing, but it may be the other side of a comparison
    )


def names(question: str) -> tuple[Name, ...]:
    """The names of a question but for those that nothing hangs on: sections, places, years, others.

    Nothing hangs on who is asked about for their words ("according to X"), on examples, and on years
    that bound a time ("since 1996"). In a question without capital letters only places are names.
    """
    sections, rest = _sections(question)
    places_named, rest = _places(rest)
    return tuple(dict.fromkeys((*sections, *places_named, *_years(rest), *_capital(rest))))


def compares(question: str) -> bool:
    """Whether one name of a question may be missing, because it asks about one or the other."""
    return bool(COMPARISON.search(question))


def phrase(words: str) -> str:
    """The words side by side, as an FTS5 query: "1839(3)" gives `"1839 3"`."""
    return f'"{" ".join(word.lower() for word in WORD.findall(words))}"'


def _sections(question: str) -> tuple[list[Name], str]:
    """Code sections, articles, numbered acts, and the question without them.

    What stands in brackets is not looked for: "Article 39(2)" may be written as "Article 39, paragraph 2".
    """
    found: list[Name] = []
    for pattern in (CODE, PART, SIGN, NUMBERED):
        for match in pattern.finditer(question):
            if not RANGE.fullmatch(match.group()):
                found.append(_section(match))
        question = pattern.sub(_unless_range, question)
    return found, question


def _section(match: re.Match[str]) -> Name:
    written = match.group().rstrip(" .,;:?")
    number = re.split(r"[(.]", match.group(match.lastindex or 0))[0]
    if match.re is not PART or len(number) > SMALL_NUMBER:
        return Name(written, (phrase(number),))
    unit = match.group(1).lower()  # a small number must stand near its word: "Articles 10 and 11"
    units = dict.fromkeys((unit, ALSO_WRITTEN.get(unit, unit)))
    queries = tuple(f'NEAR("{name}" {phrase(number)}, {NEAR})' for name in units)
    return Name(written, queries, patterns=(rf"(?:§|\b{unit[0]}\w*\.?)\s*{re.escape(number)}\b",))


def _unless_range(match: re.Match[str]) -> str:
    return match.group() if RANGE.fullmatch(match.group()) else ";"


def _years(question: str) -> Iterator[Name]:
    for match in YEAR.finditer(question):
        if not BOUND.search(question[: match.start()]):
            yield Name(match.group(), (phrase(match.group()),), is_year=True)


@cache
def _place_pattern() -> re.Pattern[str]:
    longest_first = sorted(places(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w|-\d)", re.I)


def _places(question: str) -> tuple[list[Name], str]:
    """Places by all their names, and the question without them."""
    small = not any(letter.isupper() for letter in question[1:])
    found: list[Name] = []

    def taken(match: re.Match[str]) -> str:
        written = match.group()
        if not (_small_place(written) if small else _capital_place(written)):
            return written
        if not ASIDE.search(question[: match.start()]):
            known = places()[written.lower()]
            looked_up = (name for name in known if len(name) > 2 or name in IN_TWO_LETTERS)
            found.append(Name(written, tuple(map(phrase, (written, *looked_up)))))
        return ";"

    return found, _place_pattern().sub(taken, question)


def _small_place(word: str) -> bool:
    return len(word) > SHORTEST_STEM and word.lower() not in ALSO_WORDS


def _capital_place(word: str) -> bool:
    return word.isupper() if len(word) < SHORTEST_STEM else word[0].isupper()


def _capital(question: str) -> Iterator[Name]:
    """Runs of capital words inside a sentence, and acronyms anywhere."""
    for run in _runs(question):
        words = [POSSESSIVE.sub("", match.group()) for match in run]
        first = run[0].start()
        if words[0].rstrip(".").lower() in TITLES or ASIDE.search(question[:first]):
            continue
        telling = [word for word in words if len(word) > 1 and word.rstrip(".").lower() not in GENERIC]
        if telling and not any(SYMBOL.search(word) for word in telling):
            written = POSSESSIVE.sub("", question[first : run[-1].end()])
            queries = tuple(query for word in telling for query in _queries(word))
            # an acronym alone is short for what a document may call otherwise: SCOTUS, NDAs
            decides = not all(ACRONYM.fullmatch(word) for word in words)
            patterns = tuple(_initials(word) for word in telling if ACRONYM.fullmatch(word))
            yield Name(written, queries, tuple(telling), patterns, decides=decides)


def _initials(acronym: str) -> str:
    """Finds words with these initials side by side: RICO, "Racketeer Influenced and Corrupt ..."."""
    letters = [letter for letter in acronym.removesuffix("s") if letter.isalpha()]
    return r"\b" + rf"\w*\W+(?:(?:{SMALL_WORDS})\W+)*".join(letters)


def _queries(word: str) -> Sequence[str]:
    """The word, without its dots too ("U.S."), and others that share its stem ("Mexican": "mexic...")."""
    queries = [phrase(word)]
    if "." in word:
        queries.append(phrase(word.replace(".", "")))
    if word.isalpha() and not word.isupper() and len(word) > SHORTEST_STEM:
        queries.append(f"{phrase(word[: max(SHORTEST_STEM, len(word) - ENDING)])}*")
    return queries


def _runs(question: str) -> list[list[re.Match[str]]]:
    tokens = list(TOKEN.finditer(question))
    if _titled(tokens):
        return []
    runs: list[list[re.Match[str]]] = []
    last: re.Match[str] | None = None
    for token in tokens:
        if not _is_capital(token, question):
            last = None
            continue
        if last and DIVIDED.fullmatch(question[last.end() : token.start()]):
            runs[-1].append(token)
        else:
            runs.append([token])
        last = token
    return runs


def _titled(tokens: Sequence[re.Match[str]]) -> bool:
    """Whether Capitals Are Everywhere, as in a Heading: then they name nothing."""
    words = [token.group() for token in tokens if token.group()[0].isalpha()]
    telling = [word for word in words if word.lower() not in STOP_WORDS]
    return len(telling) > 2 and all(word[0].isupper() for word in telling)


def _is_capital(token: re.Match[str], question: str) -> bool:
    word = token.group()
    if ACRONYM.fullmatch(word) or word.count(".") > 1:
        return word.lower() not in STOP_WORDS or word == "US"
    if not word[0].isupper() or word.lower() in STOP_WORDS or word.partition("'")[0] == "I":
        return False
    before = question[: token.start()].rstrip(" \"“'‘(")
    dash = before.endswith(("-", "–", "—")) and question[token.start() - 1].isspace()
    return bool(before) and not dash and before[-1] not in ".?!:;"
