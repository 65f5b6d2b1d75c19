"""Names: every person, body, case, law and place of a statement must be named by its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from answering.evidence import Evidence
from answering.language.figures import FigureKind, figures
from answering.language.values import MONTHS
from answering.language.wording import FUNCTION_WORDS, families
from answering.language.words import stem
from answering.objections import objection
from core.places import places_in, related
from core.types import Objection

_NAME = re.compile(r"(?<![\w’'])(?:[A-Z][\w]*|\w*\d\w*[A-Z]\w*)(?:['’&.-]?[A-Za-z0-9]+)*")
_BEGINS = re.compile(r"(?:^|[.:;!?]\s|[“\"(]\s*)$")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Words that say what kind of text, body or person is named, and those that are written large at will.
_KINDS = frozenset(
    stem(word)
    for word in """act law code statute directive regulation regulations rule treaty agreement article section
    art sec sect para ch reg recital preamble appendix exhibit table item footnote page number
    internet web mainland people republic
    chapter title part clause paragraph schedule annex amendment bill protocol contract policy
    text state states nation nations member members party parties federal national government administration
    court courts judge justice chief i mr mrs ms dr president presidents presidential plaintiff
    defendant company inc ltd llc corp corporation
    the a an in on under it its no and or of""".split()  # noqa: SIM905
)
_HOUSE = "House of "  # of Representatives: the sources may call it the House
_BODIES = frozenset(
    """Commission Congress Committee Court Tribunal Office Agency Board Council Department Ministry
    Parliament Union Government Senate House Legislature Circuit Justice Directive Party Parties
    Member""".split()  # noqa: SIM905
)
_SMALL = frozenset(["of", "the", "and", "for", "on", "to", "in", "against", "with"])
_CAPITAL_BESIDE = re.compile(r"[A-Z][\w.]*\s$")
_MADE_FROM_NAME = re.compile(r"(?<=[a-z]{3})(?:ians?|ans?|ns?|ional|s)$")
_CUT = re.compile(r"\b([A-Z][a-z]{2,4})\.")  # "Fed. Cir."
# How reports of cases write a court and its number.
_CITED_AS: dict[str, tuple[str, ...]] = {
    "appeal": ("cir", "circuit"),
    "appeals": ("cir", "circuit"),
    "first": ("1st",),
    "second": ("2d", "2nd"),
    "third": ("3d", "3rd"),
}
_ORDINALS = "fourth fifth sixth seventh eighth ninth tenth eleventh".split()  # noqa: SIM905
_CITED_AS |= {word: (f"{number}th",) for number, word in enumerate(_ORDINALS, start=4)}


def keeps_names(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to names that neither the quotations nor what stands around them know."""
    known = _Known(f"{evidence.words}\n{evidence.context}")
    spelled = known.spelled_out(statement)
    shortened = {statement[start:].split()[0].rstrip(",.;:") for start in spelled}  # "the Representative"
    amounts = [figure.span for figure in figures(statement) if figure.kind is FigureKind.AMOUNT]
    for match in _NAME.finditer(statement):
        if match.start() in spelled or any(span.start <= match.start() < span.end for span in amounts):
            continue
        for word in re.split(r"[-&]", match.group().removesuffix("'s").removesuffix("’s")):
            if not word or word in shortened or known.knows(word):
                continue
            if word == "Representatives" and statement.endswith(_HOUSE, 0, match.start()):
                continue
            alone = not _CAPITAL_BESIDE.search(statement, 0, match.start())
            if word in _BODIES and alone and not re.match(r"\s(?:of\s)?[A-Z]", statement[match.end() :]):
                continue
            begins = _BEGINS.search(statement, 0, match.start()) and word[1:].islower()
            if begins and not _does_something(statement[match.start() :], word):
                continue  # written large because it begins a sentence; support looks at it
            yield objection("name", match.group())
            break


_ACTS = re.compile(r"(?:['’]s [a-z]| (?:is|was|has|had|does|did|won|sued|got|took|gave|made|said)\b)")
_NOUN_ENDS = re.compile(
    r"(?:tion|sion|ment|ness|ity|ty|ance|ence|ing|ism|ship|age|ure|al|cy|hood|th|ics|[^s]s)$"
)


def _does_something(text: str, word: str) -> bool:
    """Whether the word that begins the text is a name by all signs: "Sinovel was", "Motorola's"."""
    common = word.lower() in FUNCTION_WORDS or stem(word) in families().of_stem or _NOUN_ENDS.search(word)
    return not common and bool(_ACTS.match(text, len(word)))


_BEARER = re.compile(
    r"\b(?P<title>Judge|Justice|President|Senator|Secretary|Minister)(?P<who>(?: [A-Z][\w’'.-]*)+)"
    r"|(?P<which>(?:[A-Z][\w’'.-]* (?:(?:of|and|for) )?)+)"
    r"(?P<body>Circuit|Commission|Agency|Ministry|Department|Council)\b"
)


def keeps_bearers(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "Judge Ryan" where the quotations have "Judge Brown", though they name a Ryan too."""
    quoted: dict[str, set[str]] = {}
    for _, kind, names in _bearers(evidence.words):
        quoted.setdefault(kind, set()).update(names)
    for words, kind, names in _bearers(statement):
        if names and quoted.get(kind) and not names & quoted[kind]:
            yield objection("name", words)


def _bearers(text: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Who bears a title, or which body is meant: the words, the title or kind, the stems of the names."""
    for match in _BEARER.finditer(text):
        names = re.findall(r"[A-Z][^\W_]+", match["who"] or match["which"])
        named = frozenset(stem(name) for name in names if name != "The" and not places_in(name))
        yield match[0], match["title"] or match["body"], named


@dataclass(frozen=True)
class _Known:
    """The names that a text knows, and the ways to shorten them or to spell them out."""

    text: str

    @cached_property
    def words(self) -> frozenset[str]:
        plain = self.text.replace(".", "") + "\n" + self.text
        return frozenset(stem(word) for word in re.findall(r"[^\W_]+", plain))

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(re.findall(r"\b[A-Z][a-z]{3,}", self.text))

    @cached_property
    def cuts(self) -> frozenset[str]:
        return frozenset(_CUT.findall(self.text))

    @cached_property
    def initials(self) -> tuple[str, ...]:
        """The first letters of all words, with the small ones and without: "DoJ", "DTSA", "NDA"."""
        every = re.findall(r"[^\W_]+", self.text)
        return tuple(
            "".join(word if word.isupper() else word[0] for word in words).casefold()
            for words in (every, [word for word in every if word not in _SMALL])
        )

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The abbreviations that stand in the text, without their dots."""
        return frozenset(re.findall(r"\b[A-Z]{2,8}\b", self.text + "\n" + self.text.replace(".", "")))

    def knows(self, word: str) -> bool:
        """Whether the word stands in the text, shortens what does, or names nothing by itself."""
        plain = word.replace(".", "")
        if plain in MONTHS or plain in _DAYS or plain.isdigit() or places_in(word) or places_in(plain):
            return True
        if stem(plain) in self.words | _KINDS or plain.casefold() in self.words:
            return True
        if any(form in self.words for form in _CITED_AS.get(plain.casefold(), ())):
            return True
        if len(plain) > 1 and sum(letter.isupper() for letter in plain) > len(plain) / 2:
            return any(plain.casefold().removesuffix("s") in letters for letters in self.initials)
        return any(plain.startswith(cut) for cut in self.cuts) or self._knows_the_place_of(plain)

    def _knows_the_place_of(self, word: str) -> bool:
        """Whether the word is made from a name of the text: "Virginian", "Congressional"."""
        root = _MADE_FROM_NAME.sub("", word)
        return root != word and any(name.startswith(root) for name in self.names if len(name) < len(root) + 3)

    def spelled_out(self, statement: str) -> frozenset[int]:
        """Where the words of the statement begin that spell out an abbreviation of the text."""
        words = [match for match in re.finditer(r"[^\W_]{2,}", statement) if match[0] not in _SMALL]
        found: set[int] = set()
        for first in range(len(words)):
            letters = ""
            for last in range(first, min(first + 8, len(words))):
                word = words[last][0]
                letters += word if word.isupper() else word[0].upper()
                if last > first and letters in self.capitals:
                    found |= {match.start() for match in words[first : last + 1]}
        return frozenset(found)


def keeps_places(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to places that are not named, or that the title names while the quotations name another."""
    said = places_in(statement)
    quoted = _places(evidence.words)
    around = _places(evidence.context)
    for place in said - quoted:
        if any(related(place, other) for other in quoted & said):
            continue
        instead = [other for other in quoted - said if not related(place, other)]
        known = any(related(place, other) for other in quoted | around)
        if not known or instead:
            yield objection("name", place, "place")


_INSIDE = re.compile(
    r"\b(?:(?P<out>outside(?: of)?|beyond)|in|within|inside) (?:the |its |their )?(?P<name>[A-Z]\w+)"
)


def keeps_inside(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to "outside the United States" where the quotations have "in the United States"."""
    quoted = _inside(evidence.words)
    for place, sides in _inside(statement).items():
        theirs = quoted.get(place)
        if theirs and len(sides) == len(theirs) == 1 and sides != theirs:
            yield objection("name", place, "place")


def _inside(text: str) -> dict[str, set[bool]]:
    """The names before which a text has "in" (True) or "outside" (False)."""
    found: dict[str, set[bool]] = {}
    for match in _INSIDE.finditer(text):
        found.setdefault(stem(match["name"].split()[0]), set()).add(match["out"] is None)
    return found


def _places(text: str) -> frozenset[str]:
    american = re.search(r"\bU\.S\.C\.|\bUS[A-Z]{1,4}\b", text)  # the code, USTR, USPTO
    return places_in(text) | frozenset({"United States"} if american else ())
