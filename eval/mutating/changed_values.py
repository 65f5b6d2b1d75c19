"""Other numbers, dates, amounts, periods and sections in a sentence: what a careless or false answer says."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping

_MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTHS = _MONTH_NAMES.split("|")
_COUNTED = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|sixty|ninety"
COUNTED = _COUNTED.split("|")
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
ORDINALS = _ORDINALS.split("|")
SCALES = ["thousand", "million", "billion", "trillion"]
UNITS = ["year", "month", "week", "day", "hour"]

_PLAIN = r"\d+(?:,\d{3})*(?:\.\d+)?"
_NUMBER = rf"(?:(?<![\w.,/-]){_PLAIN}(?![\w/]|[.,]\d|-\d)|\b(?:{_COUNTED})\b)"
_YEAR = r"(?<![\w.,§/-])(?:1\d|20)\d\d(?![\w/]|[.,]\d|-\d)"
_MONTH = rf"(?:{_MONTH_NAMES})"
_SIGN = r"(?:US|NT|C|A|S|R|HK)?[$€£¥₩₹]\s?"
_MONEY = (
    r"(?:(?:US|U\.S\.|NT|New Taiwan|Taiwan|Canadian|Australian|Singapore)\s)?"
    r"(?:dollars?|euros?|yuan|won|yen|pounds?|rupees?|RMB|renminbi|reais)\b"
)
_CODE = r"(?:RMB|USD|EUR|CNY|KRW|TWD|AUD|CAD)\s?"
_SCALE = rf"(?:\s(?P<scale>{'|'.join(SCALES)})\b)?"
_LAW = (
    r"(?:Law|Act|Directive|Regulations?|Code|Agreement|Rules?|Order|Treaty"
    r"|[Vv]ersion|[Rr]evision|[Aa]mendments?|[Ee]dition)"
)
_PART = (
    r"(?:[Ss]ections?|Sec\.|[Aa]rticles?|Art\.|[Cc]hapter|[Rr]ule|[Tt]itle|[Pp]aragraph|[Cc]lause|[Ee]xhibit"
    r"|[Aa]nnex|[Ss]chedule|[Rr]ecital|[Rr]egulations?|No\.)"
)

# The first kind that a stretch belongs to has it: "the 2019 Law" is a version, no date.
PATTERNS: Mapping[str, tuple[str, ...]] = {
    "section number": (
        rf"(?:§§?\s?|\b{_PART}\s)(?P<n>\d+(?:[.-]\d+)*)[A-Za-z]?(?:\((?:(?P<letter>[a-z])|(?P<inner>\d+))\))?",
        r"\b(?P<n>\d+) (?:U\.S\.C\.|C\.F\.R\.)",
    ),
    "version": (
        rf"\b(?P<year>(?:19|20)\d\d)(?=\s(?:\w+\s){{0,2}}{_LAW}\b)",
        rf"\b{_LAW}(?:\sof|,)?\s(?P<year>(?:19|20)\d\d)\b",
    ),
    "amount": (
        rf"{_SIGN}(?P<n>{_PLAIN}){_SCALE}",
        rf"(?P<n>{_NUMBER}){_SCALE}\s{_MONEY}",
        rf"\b{_CODE}(?P<n>{_PLAIN}){_SCALE}",
    ),
    "percentage": (rf"(?P<n>{_NUMBER})\s?(?:%|percent\b|per cent\b)",),
    "period": (
        rf"(?P<n>{_NUMBER})(?:\s\(\d+\))?[\s-](?:calendar\s|business\s|working\s)?"
        rf"(?P<unit>{'|'.join(UNITS)})s?\b",
    ),
    "date": (
        rf"\b(?P<day>\d{{1,2}})\s(?P<month>{_MONTH})\b(?:\s(?P<year>\d{{4}}))?",
        rf"\b(?P<month>{_MONTH})\s(?P<day>\d{{1,2}})\b(?:,\s(?P<year>\d{{4}}))?",
        rf"\b(?P<month>{_MONTH}),?\s(?P<year>\d{{4}})\b",
        rf"(?P<year>{_YEAR})",
    ),
    "number": (
        rf"(?P<n>{_NUMBER})",
        rf"\b(?P<ordinal>{_ORDINALS})\b(?!-hand| of all| part(?:y|ies)| persons?)",
        r"\b(?P<n>\d+)(?:st|nd|rd|th)\b",
    ),
}
LISTED = re.compile(r"(?:§|[Ss]ections?|[Aa]rticles?)[\s\d(),.a-z-]{0,40}\Z")  # "sections 1831 and 1832"


def values_in(text: str, kind: str) -> list[re.Match[str]]:
    """The values of this kind, without those that belong to a kind before it."""
    taken: list[tuple[int, int]] = []
    for name, patterns in PATTERNS.items():
        found: list[re.Match[str]] = []
        for pattern in patterns:
            for match in re.finditer(pattern, text):
                if not any(match.start() < end and start < match.end() for start, end in taken):
                    taken.append(match.span())
                    if not (name in ("date", "number") and LISTED.search(text[: match.start()])):
                        found.append(match)
        if name == kind:
            return found
    raise ValueError(kind)


def other_value(kind: str, text: str, known: str, chance: random.Random) -> Iterator[str]:
    """The text with one value of this kind changed to one that does not stand among the `known` words."""
    matches = values_in(text, kind)
    chance.shuffle(matches)
    for match in matches:
        parts = [name for name, said in match.groupdict().items() if said]
        chance.shuffle(parts)
        for part in parts:
            for other in _others(part, match[part], chance):
                if f" {other.casefold()} " not in known or part in ("letter", "unit", "inner"):
                    changed = text[: match.start(part)] + other + text[match.end(part) :]
                    if changed != text:
                        yield changed


def _others(part: str, said: str, chance: random.Random) -> Iterator[str]:
    if part == "letter":
        yield chr(ord(said) + chance.choice((1, 2))) if said < "x" else "a"
    elif part in ("month", "scale", "unit", "ordinal"):
        choices = [*{"month": MONTHS, "scale": SCALES, "unit": UNITS, "ordinal": ORDINALS}[part]]
        yield from _without(said, choices, chance)
    elif part == "year":
        yield from (str(int(said) + step) for step in _steps((-7, -3, -2, -1, 1, 2, 4), chance))
    elif part == "day":
        yield from (str(day) for day in _steps(range(1, 29), chance) if day != int(said))
    elif said[0].isdigit():
        yield from _other_digits(said, chance)
    else:
        yield from _without(said, COUNTED, chance)


def _other_digits(said: str, chance: random.Random) -> Iterator[str]:
    """Another number that is written the same way: 1,000 gives 4,000; 3 gives 5; 2.5 gives 7.5."""
    whole = re.match(r"\d+", said)
    assert whole is not None
    leading = int(whole[0])
    steps = [1, 2, 3, 5, 10, -1, -2] if leading < 100 else [1, 2, 10, 100, -1, -10]
    for step in _steps(steps, chance):
        if leading + step > 0:
            yield f"{leading + step}{said[whole.end() :]}"


def _without(said: str, choices: list[str], chance: random.Random) -> Iterator[str]:
    others = [choice for choice in choices if choice.casefold() != said.casefold()]
    chance.shuffle(others)
    yield from (other.capitalize() if said[0].isupper() else other for other in others)


def _steps(values: range | list[int] | tuple[int, ...], chance: random.Random) -> list[int]:
    drawn = list(values)
    chance.shuffle(drawn)
    return drawn
