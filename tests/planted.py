"""Conflicts planted into a library: copies of its briefs with one value changed, and a question for each."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from answering.language.values import MONTHS
from core.types import Answer, ConflictKind, ConflictSide

Change = Callable[[re.Match[str], random.Random], str]

NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
NOTE = re.compile(r"<!--.*?-->")
SENTENCE = re.compile(r"[^\n]+?[.;](?=\s*<!--)")
ASKED = {
    "date": "When",
    "year": "In which year",
    "period": "How long",
    "amount": "How much",
    "share": "What share",
    "count": "How many",
    "section": "Under which article or section",
    "standard": "On what evidence",
    "modal": "Is it so that",
}
LEAD = 24  # words of the sentence that the question keeps


@dataclass(frozen=True)
class Planting:
    """A brief's copy in which `old` became `new` in one sentence; `kind` is what its card should say."""

    value: str  # which type of value was changed
    original: str
    name: str
    text: str
    sentence: str
    old: str
    new: str
    question: str
    kind: ConflictKind

    def surfaced(self, answer: Answer) -> bool:
        """Whether a card sets the new value against the old one, in sentences like the planted one."""
        return any(
            self._shown(*conflict.sides) or self._shown(*conflict.sides[::-1])
            for conflict in answer.conflicts
        )

    def _shown(self, changed: ConflictSide, other: ConflictSide) -> bool:
        right = _words(changed.parts[1]) & _words(self.new) and _words(other.parts[1]) & _words(self.old)
        own = _words(self.sentence)
        alike = [len(own & _words(side.citation.quote)) >= 0.6 * len(own) for side in (changed, other)]
        return bool(right) and changed.parts[1] != other.parts[1] and all(alike)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _later_date(match: re.Match[str], chance: random.Random) -> str:
    day, month, year = match.groups()
    return chance.choice(
        [
            f"{int(day) % 27 + 1} {month} {year}",
            f"{month} {day}, {int(year) - 1}",
            f"{day} {MONTHS[(MONTHS.index(month) + 5) % 12]} {year}",
        ]
    )


def _other_number(word: str, chance: random.Random) -> str:
    number = NUMBERS.index(word.lower()) + 2 if word.lower() in NUMBERS else int(word.replace(",", ""))
    other = number + chance.choice([2, 4, 7])
    return NUMBERS[other - 2] if other <= 10 and chance.random() < 0.5 else str(other)


def _period(match: re.Match[str], chance: random.Random) -> str:
    return f"{_other_number(match[1], chance)}{match[2]}"


def _amount(match: re.Match[str], chance: random.Random) -> str:
    number = float(match[1].replace(",", "")) * chance.choice([2, 3, 4])
    return f"{number:,.10g}" + match[2]


def _section(match: re.Match[str], chance: random.Random) -> str:
    return f"{match[1]}{int(match[2]) + chance.choice([1, 5, 30])}"


CHANGES: tuple[tuple[str, str, Change], ...] = (
    ("standard", r"prima facie evidence", lambda m, c: "clear and convincing evidence"),
    ("share", r"\b(\d+(?:\.\d+)?)( per ?cent)", _amount),
    ("amount", r"\b(\d[\d.,]*)( (?:million|billion|dollars|yuan|won|yen|euros)\b)", _amount),
    ("period", rf"\b({'|'.join(NUMBERS)}|\d+)([ -](?:years?|months?|days?|weeks?)\b)", _period),
    ("modal", r"\b(?:must not|may not|cannot)\b", lambda m, c: "may" if m[0] == "may not" else "can"),
    ("modal", r"\bmust\b(?! not)", lambda m, c: c.choice(["need not", "may"])),
    (
        "count",
        rf"(?<![/\w.,-])({'|'.join(NUMBERS)}|\d{{1,3}})"
        r"( (?!million|is\b|has\b|years?|months?|days?|weeks?|of|and|to)[a-z]+s\b)",
        _period,
    ),
    ("date", rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})", _later_date),
    (
        "year",
        r"(?<=\b[Ii]n )((?:19|20)\d\d)\b(?=[,.;]| (?:and|by|to|for|the)\b)",
        lambda m, c: str(int(m[1]) - 2),
    ),
    ("section", r"\b(Article |section |§ )(\d+)\b(?!\.\d)", _section),
)


def plantings(corpus: Path, seed: int) -> list[Planting]:
    """One planting for each brief that has a value to change, the types of values as even as can be."""
    chance = random.Random(seed)
    planted: list[Planting] = []
    used: Counter[str] = Counter()
    briefs = sorted(corpus.glob("*.md"))
    chance.shuffle(briefs)
    for brief in briefs:
        text = brief.read_text(encoding="utf-8")
        possible = list(_possible(text))
        if not possible:
            continue
        fewest = min(used[value] for value, *_ in possible)
        value, sentence, match, change = chance.choice([p for p in possible if used[p[0]] == fewest])
        used[value] += 1
        planted.append(_planting(brief.name, text, value, sentence, match, change, chance))
    return planted


def _possible(text: str) -> Iterator[tuple[str, re.Match[str], re.Match[str], Change]]:
    """Every sentence of the brief with a value in it that can be changed."""
    body = text.index("\n---\n", 4)
    for sentence in SENTENCE.finditer(text, body):
        if sentence[0].startswith(("#", "See also")) or "](" in sentence[0]:
            continue
        for value, pattern, change in CHANGES:
            if match := re.search(pattern, sentence[0]):
                yield value, sentence, match, change


def _planting(
    name: str,
    text: str,
    value: str,
    sentence: re.Match[str],
    match: re.Match[str],
    change: Change,
    chance: random.Random,
) -> Planting:
    said = NOTE.sub("", sentence[0]).strip().removeprefix("- ")
    new = change(match, chance)
    start = sentence.start() + match.start()
    changed = text[:start] + new + text[start + len(match[0]) :]
    kind = chance.choice([ConflictKind.UNRESOLVED, ConflictKind.SUPERSEDED, ConflictKind.OTHER_JURISDICTION])
    if kind is ConflictKind.OTHER_JURISDICTION and "jurisdiction: international" in text:
        kind = ConflictKind.UNRESOLVED
    if "\nin_force_to:" in text:
        kind = ConflictKind.SUPERSEDED
    elif kind is ConflictKind.SUPERSEDED:
        changed = changed.replace("\nkind:", "\nin_force_to: 2021-03-31\nkind:", 1)
    if kind is ConflictKind.OTHER_JURISDICTION:
        changed = re.sub(r"\njurisdiction: .*", "\njurisdiction: Atlantis", changed, count=1)
    words = re.sub(rf"(?:\b(?:up to|in|on|at|of|within) )?{re.escape(match[0])}", "", said, count=1).split()
    asked = f"How many {match[2].strip()}:" if value == "count" else ASKED[value]
    question = f"{asked} {' '.join(words[:LEAD]).rstrip('.;:,')}?"
    return Planting(value, name, f"planted-{name}", changed, said, match[0], new, question, kind)


def write_plantings(planted: Sequence[Planting], folder: Path) -> Path:
    """Writes the changed copies into a folder and returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for planting in planted:
        (folder / planting.name).write_text(planting.text, encoding="utf-8")
    return folder
