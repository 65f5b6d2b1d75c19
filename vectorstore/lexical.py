"""Search by words: BM25 over the records' FTS5 index, and exact identifiers such as "Article 39"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection, Engine, Row, bindparam, text

# Words that say nothing of the subject; without them a question is answered five times as fast.
STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being between
    both but by can could did do does doing done down during each for from further give had has have
    having he her here hers him his how i if in into is it its itself just let me more most my no nor
    not now of off on once only or other our out over own please same shall she should show so some
    such tell than that the their them then there these they this those through to too under until up
    us very was we were what when where which while who whom whose why will with would you your
    """.split()  # noqa: SIM905 (as a list it is a page long)
)

WORD = re.compile(r"\w+")
QUOTED = re.compile(r'["“]([^"“”]{3,200})["”]')
NUMBER = r"(\d[\w.]*(?:\(\w+\))*)"  # 1839(3)(A), 20.77, 39
CODE = re.compile(rf"\b(\d+)\s+(U\.?\s?S\.?\s?C|C\.?\s?F\.?\s?R)\b\.?\s*§*\s*{NUMBER}", re.I)
PART = re.compile(rf"\b(art|article|sec|section|recital|rule|chapter)s?\b\.?\s+{NUMBER}", re.I)
SIGN = re.compile(rf"§+\s*{NUMBER}")
NUMBERED = re.compile(r"\b(\d{2,4}[/-]\d{2,4}|\d{2,5}(?:\(\w\))+)")  # 2016/943, 114-153, 1836(b)
ALSO_WRITTEN = {"article": "art", "art": "article", "section": "sec", "sec": "section"}

ABBREVIATION = re.compile(r"\b[A-Z][A-Z&]{1,9}\b")
SMALL_WORDS = "of|the|and|for|in|on|to|against|with"
LONGEST_NAME = 100  # characters
NOTHING_LISTED: Mapping[str, str] = MappingProxyType({})
EXPLAINING = 50  # passages that are looked through for what an abbreviation stands for

COLUMN_WEIGHTS = "2.0, 1.5, 1.0"  # title, section, text


@dataclass(frozen=True)
class Identifier:
    """One exact thing that a question names, in the phrases it may be written as."""

    phrases: tuple[str, ...]


def content_words(question: str) -> list[str]:
    """The words of a question that say what it is about, each once, in order."""
    words = (word.lower() for word in WORD.findall(question))
    return list(dict.fromkeys(word for word in words if word not in STOP_WORDS))


def identifiers(question: str) -> list[Identifier]:
    """What the question names exactly: quoted phrases, code sections, articles, numbered acts.

    "18 U.S.C. 1839(3)" is found as those words, whatever signs stand between them.
    """
    found: list[Identifier] = []
    rest = question
    for pattern, phrases in ((QUOTED, _as_written), (CODE, _of_code), (PART, _of_part), (SIGN, _as_written)):
        found += [Identifier(phrases(*match.groups())) for match in pattern.finditer(rest)]
        rest = pattern.sub(" ", rest)
    found += [Identifier(_as_written(number)) for number in NUMBERED.findall(rest)]
    return list(dict.fromkeys(identifier for identifier in found if all(identifier.phrases)))


def _as_written(words: str) -> tuple[str, ...]:
    return (_phrase(words),)


def _of_code(title: str, code: str, section: str) -> tuple[str, ...]:
    """18 U.S.C. § 1839, 18 USC 1839: FTS5 sees "u s c" and "usc"."""
    letters = "".join(WORD.findall(code.lower()))
    return tuple(f"{title} {written} {_phrase(section)}" for written in (" ".join(letters), letters))


def _of_part(unit: str, number: str) -> tuple[str, ...]:
    units = dict.fromkeys((unit.lower(), ALSO_WRITTEN.get(unit.lower(), unit.lower())))
    return tuple(f"{written} {_phrase(number)}" for written in units)


class LexicalIndex:
    """The FTS5 index of a records database, which keeps itself in step with the passages."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def query(self, question: str, *, limit: int, documents: Sequence[str] | None) -> dict[str, float]:
        """Id -> BM25 score of the passages that hold words of the question, best first."""
        words = content_words(question) or WORD.findall(question.lower())
        if not words:
            return {}
        with self._engine.connect() as connection:
            match = " OR ".join(f'"{w}"' for w in words)
            return {row.id: row.score for row in _rows(connection, match, limit, documents)}

    def spelled_out(
        self, question: str, *, documents: Sequence[str] | None, listed: Mapping[str, str] = NOTHING_LISTED
    ) -> str:
        """The question with each abbreviation that is explained: "DTSA (Defend Trade Secrets Act)".

        Documents explain one by writing it in brackets after words that begin with its letters; where none
        does, `listed` says what it stands for.
        """

        def spelled(match: re.Match[str]) -> str:
            name = self._name(match.group(), documents) or listed.get(match.group())
            return (
                f"{match.group()} ({name})"
                if name and name.lower() not in question.lower()
                else match.group()
            )

        return ABBREVIATION.sub(spelled, question)

    def _name(self, abbreviation: str, documents: Sequence[str] | None) -> str | None:
        letters = [letter for letter in abbreviation if letter.isalpha()]
        words = rf"[\w'’-]*(?:\s+(?:{SMALL_WORDS}))*\s+".join(letters) + r"[\w'’-]*"
        explained = re.compile(rf"\b({words})(?: of \d{{4}})?\s+\({re.escape(abbreviation)}\b")
        with self._engine.connect() as connection:
            for passage in passage_texts(connection, abbreviation, EXPLAINING, documents):
                if (found := explained.search(passage)) and len(found.group(1)) <= LONGEST_NAME:
                    return " ".join(found.group(1).split())
        return None

    def holding(
        self, wanted: Sequence[Identifier], *, limit: int, documents: Sequence[str] | None
    ) -> dict[str, int]:
        """Passage id -> how many of the identifiers it holds, for those that hold any."""
        counts: dict[str, int] = {}
        with self._engine.connect() as connection:
            for identifier in wanted:
                match = " OR ".join(f'"{phrase}"' for phrase in identifier.phrases)
                for passage in _matching(connection, match, limit, documents):
                    counts[passage] = counts.get(passage, 0) + 1
        return counts


def _phrase(words: str) -> str:
    """The words as FTS5 sees them, side by side: "1839(3)(A)" -> "1839 3 a"."""
    return " ".join(word.lower() for word in WORD.findall(words))


def _matching(connection: Connection, match: str, limit: int, documents: Sequence[str] | None) -> list[str]:
    return [row.id for row in _rows(connection, match, limit, documents)]


def passage_texts(
    connection: Connection, words: str, limit: int, documents: Sequence[str] | None
) -> list[str]:
    """The texts of passages that hold the words side by side, best first by BM25."""
    return [row.text for row in _rows(connection, f'"{_phrase(words)}"', limit, documents)]


def _rows(
    connection: Connection, match: str, limit: int, documents: Sequence[str] | None
) -> Sequence[Row[tuple[str, str, float]]]:
    """Passages that match, best first by BM25."""
    restricted = "" if documents is None else "AND p.document IN :documents"
    statement = text(
        f"""SELECT p.id, p.text, -bm25(words, {COLUMN_WEIGHTS}) AS score
            FROM words JOIN passages p ON p.number = words.rowid
            WHERE words MATCH :match {restricted} ORDER BY score DESC, p.id LIMIT :limit"""
    )
    values: dict[str, object] = {"match": match, "limit": limit}
    if documents is not None:
        statement = statement.bindparams(bindparam("documents", expanding=True))
        values["documents"] = list(documents)
    return connection.execute(statement, values).all()
