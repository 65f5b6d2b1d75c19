"""The briefs of the starter library as their authors wrote them: every statement with the facts it rests on.

A statement ends with an HTML comment, which no reader of the brief sees: `<!-- F001 F002 -->` names facts of
`tests/data/facts.jsonl`; `<!-- editor: why -->` marks a sentence of the author's own, which claims nothing.

`python -m tests.briefs [FILE ...]` writes the sources of the briefs, or of these, into their front matter.
"""

from __future__ import annotations

import argparse
import calendar
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import yaml

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
FACTS = Path(__file__).parent / "data" / "facts.jsonl"
CONSULTED = "2026-11-23"  # the day on which the facts were gathered

_FRONT = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_MARK = re.compile(r"\s*<!-- *(.*?) *-->")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]+)\)")
_ITEM = re.compile(r"(?:- |\d+\. )")

_MONTHS = tuple(calendar.month_name)[1:]
# fmt: off
_WORDS = (
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)
# fmt: on
_DATE = re.compile(rf"(?:(\d{{1,2}})(?: (?:to|and) (\d{{1,2}}))? )?({'|'.join(_MONTHS)}) (\d{{4}})\b")
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})\b(?! \d{{4}})")
_ISO = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2})(?:/(\d{2}))?)?(?!\d)")
_NUMBER_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w.])\d+(?:[.,/-]?\d+)*(?:bis|st|nd|rd|th|d|A)?(?:\([0-9A-Za-z]+\))*(?: (?:million|billion)\b)?"
)


@dataclass(frozen=True)
class Fact:
    """One line of the facts."""

    id: str
    date: str
    instrument: str
    locator: str
    fact: str
    source_title: str
    source_url: str
    verified: bool  # found in its source
    settled: bool  # that, and with high confidence

    @property
    def source(self) -> dict[str, str]:
        """Where it was found, as front matter lists it: title, url, note."""
        address, _, note = self.source_url.partition(" (")
        if self.source_url.startswith("starting document"):
            address = re.sub(r"^.*?(?:see also |$)", "", self.source_url)
            note = "read as a document of its own"
        if not self.verified and not address:
            note = "from general knowledge, not verified"
        return {
            key: value
            for key, value in (
                ("title", self.source_title),
                ("url", address),
                ("note", note.rstrip(")")),
                ("consulted", CONSULTED),
            )
            if value
        }

    @property
    def claims(self) -> frozenset[str]:
        """Every date, number and reference that the fact states, and what each of them contains."""
        stated = claims(" ; ".join((self.date, self.instrument, self.locator, self.fact, self.source_title)))
        return frozenset(part for claim in stated for part in _contained(claim))

    @property
    def places(self) -> frozenset[str]:
        """The articles, sections and citations of its locator, each with what it lies in."""
        return frozenset(part for claim in claims(self.locator) for part in _contained(claim))


@dataclass(frozen=True)
class Statement:
    """A sentence, or a lead-in, with the facts it rests on; `editor` says why it needs none."""

    text: str
    facts: tuple[str, ...] = ()
    editor: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or a list item."""

    statements: tuple[Statement, ...]
    unmarked: str  # what stands after the last mark: nothing, if the brief is well made
    links: tuple[str, ...]
    lead_in: str = ""  # of a list item: the paragraph before its list, where that ends with a colon

    @property
    def text(self) -> str:
        return " ".join(statement.text for statement in self.statements)

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(fact for statement in self.statements for fact in statement.facts)


@dataclass(frozen=True)
class Brief:
    """One file of the starter library."""

    path: Path
    fields: Mapping[str, Any]
    source: str  # the Markdown below the front matter

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def body(self) -> str:
        """What a reader gets to see, as Markdown."""
        return _MARK.sub("", self.source)

    @cached_property
    def headings(self) -> tuple[tuple[int, str], ...]:
        """Level and words of each heading."""
        found = re.findall(r"^(#+) (.+)$", self.source, re.MULTILINE)
        return tuple((len(marks), words.strip()) for marks, words in found)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Paragraphs and list items, in order."""
        found: list[Paragraph] = []
        lead_in = ""
        for block in _blocks(self.source):
            if block.startswith("#"):
                lead_in = ""
                continue
            paragraph = _paragraph(block)
            if _ITEM.match(block):
                paragraph = replace(paragraph, lead_in=lead_in)
            else:
                lead_in = paragraph.text if paragraph.text.endswith(":") else ""
            found.append(paragraph)
        return tuple(found)

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for paragraph in self.paragraphs for statement in paragraph.statements)

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(fact for paragraph in self.paragraphs for fact in paragraph.facts)


def read_brief(path: Path) -> Brief:
    """The brief in a file. Raises ValueError where there is no front matter."""
    text = path.read_text(encoding="utf-8")
    match = _FRONT.match(text)
    if match is None:
        raise ValueError(f"{path.name} has no front matter")
    # BaseLoader leaves dates the strings that were written
    fields = yaml.load(match[1], Loader=yaml.BaseLoader)
    return Brief(path, fields, text[match.end() :])


def read_facts(path: Path = FACTS) -> dict[str, Fact]:
    """Id -> fact."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["id"]] = Fact(
            id=row["id"],
            date=row["date"],
            instrument=row["instrument"],
            locator=row["locator"],
            fact=row["fact"],
            source_title=row["source_title"],
            source_url=row["source_url"],
            verified=row["verified"].startswith("verified"),
            settled=row["confidence"] == "high" and row["verified"].startswith("verified"),
        )
    return found


def sources(brief: Brief, facts: Mapping[str, Fact]) -> list[dict[str, str]]:
    """Where the facts of a brief were found: each source once, in the order of its first fact."""
    found: list[dict[str, str]] = []
    for fact in (fact for statement in brief.statements for fact in statement.facts):
        if facts[fact].source not in found:
            found.append(facts[fact].source)
    return found


def claims(text: str) -> frozenset[str]:
    """Dates, numbers and references: "21 to 23 May 2015, § 1836(b), three" -> 2015-05-21, 2015-05-23, ..."""
    found: set[str] = set()

    def date(match: re.Match[str]) -> str:
        first, last, month, year = match.groups()
        number = f"{year}-{_MONTHS.index(month) + 1:02}"
        days = [day for day in (first, last) if day]
        found.update([f"{number}-{int(day):02}" for day in days] or [number])
        return ""

    def iso(match: re.Match[str]) -> str:
        year, month, *days = match.groups()
        given = [day for day in days if day]
        found.update([f"{year}-{month}-{day}" for day in given] or [f"{year}-{month}"])
        return ""

    def day(match: re.Match[str]) -> str:
        found.add(f"--{_MONTHS.index(match[2]) + 1:02}-{int(match[1]):02}")
        return ""

    text = _NUMBER_WORD.sub(lambda match: str(_WORDS.index(match[1].lower()) + 3), text)
    text = _DAY.sub(day, _ISO.sub(iso, _DATE.sub(date, text)))
    found.update(match[0].replace(",", "") for match in _NUMBER.finditer(text))
    return frozenset(found)


def readability(text: str) -> float:
    """LIX (Björnsson 1968): words a sentence, plus the percentage of words of more than six letters."""
    words = re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", text)
    sentences = re.findall(r"[.:;!?](?=\s|$)", text)
    return len(words) / max(1, len(sentences)) + 100 * sum(len(word) > 6 for word in words) / len(words)


def _contained(claim: str) -> Iterable[str]:
    """The claim and what it lies in: 1836(b)(1) -> 1836(b), 1836; 2015-11-21 -> 2015-11, --11-21, 2015."""
    yield claim
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", claim):
        yield from (claim[:7], claim[:4], f"-{claim[4:]}")
    elif re.fullmatch(r"\d{4}-\d{2}", claim):
        yield claim[:4]
    elif re.fullmatch(r"\d{4}[-/]\d{4}", claim):
        yield from re.split("[-/]", claim)
    while claim.endswith(")"):
        claim = claim[: claim.rindex("(")]
        yield claim
    if match := re.fullmatch(r"(\d+)\.\d+", claim):
        yield match[1]


def _blocks(source: str) -> Iterable[str]:
    """Headings, paragraphs and list items, each on one line."""
    for block in re.split(r"\n\s*\n", source.strip()):
        lines: list[str] = []
        for line in block.splitlines():
            if lines and not _ITEM.match(line) and not line.startswith("#") and not lines[-1].startswith("#"):
                lines[-1] += " " + line.strip()
            else:
                lines.append(line)
        yield from lines


def _paragraph(block: str) -> Paragraph:
    block = _ITEM.sub("", block, count=1) if _ITEM.match(block) else block
    statements, place = [], 0
    for mark in _MARK.finditer(block):
        text = _LINK.sub(r"\1", block[place : mark.start()]).strip()
        place = mark.end()
        if mark[1].startswith("editor:"):
            statements.append(Statement(text, editor=mark[1].removeprefix("editor:").strip()))
        else:
            statements.append(Statement(text, facts=tuple(mark[1].split())))
    links = tuple(target for _, target in _LINK.findall(block))
    return Paragraph(tuple(statements), block[place:].strip(), links)


class _Plain(yaml.SafeDumper):
    """Leaves dates without quotation marks: they are read as strings anyway."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


def write_sources(paths: Iterable[Path]) -> None:
    """Puts the sources of each brief below the other fields of its front matter."""
    facts = read_facts()
    for path in paths:
        brief = read_brief(path)
        fields = {**brief.fields, "sources": sources(brief, facts)}
        front = yaml.dump(fields, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=1000)
        path.write_text(f"---\n{front}---\n{brief.source}", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the sources of briefs into their front matter.")
    parser.add_argument("files", nargs="*", type=Path, help="Briefs; without any, all of corpus/.")
    write_sources(parser.parse_args().files or sorted(CORPUS.glob("*.md")))
