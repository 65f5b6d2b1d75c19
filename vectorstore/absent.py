"""Which names of a question stand nowhere in the library, as far as one may see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, text

from vectorstore.names import YEAR, Name, compares, names

SHORTEST_SQUEEZED = 4  # letters; shorter names stand in any file name by chance
SHORTEST_CORRECTED = 6  # letters; shorter words have too many neighbours


class AbsentNames:
    """Looks up a question's names in the words of the passages and in the names of the documents."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(
        self, question: str, *, documents: Sequence[str] | None, as_of: str | None = None
    ) -> tuple[str, ...]:
        """The names that stand in none of the documents, as the question writes them.

        Of names that are compared with each other one is enough, and a year needs to stand nowhere
        where it has chosen the documents (`as_of`).
        """
        wanted = [name for name in names(question) if not as_of or name.written != as_of[:4]]
        if not wanted:
            return ()
        with self._engine.connect() as connection:
            missing = [n for n in wanted if n.decides and not _stands(connection, n, documents)]
        if len(missing) < len(wanted) and compares(question):
            return ()
        return tuple(dict.fromkeys(name.written for name in missing))


def one_edit(one: str, other: str) -> bool:
    """Whether a letter more, less, changed or swapped with the next makes one the other."""
    pairs = zip(one, other, strict=False)
    start = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _stands(connection: Connection, name: Name, documents: Sequence[str] | None) -> bool:
    """The dearer ways are gone only for what does not stand there as it is written."""
    return (
        _matches(connection, " OR ".join(name.matches), documents)
        or (name.is_year and _within_times(connection, name.written, documents))
        or _names_a_document(connection, name.words, documents)
        or any(_reads(connection, pattern, documents) for pattern in name.patterns)
        or any(_misspelt(connection, word, documents) for word in name.words)
    )


def _matches(connection: Connection, query: str, documents: Sequence[str] | None) -> bool:
    """Whether a passage matches; unlike a search this ranks nothing."""
    found = _rows(
        connection,
        "SELECT 1 FROM words JOIN passages ON passages.number = words.rowid WHERE words MATCH :query",
        "passages.document",
        documents,
        {"query": query},
    )
    return any(True for _ in found)


def _names_a_document(connection: Connection, words: Sequence[str], documents: Sequence[str] | None) -> bool:
    """Whether a file's name has one of the words, perhaps run together: "AcmeHoldingsInc_2007.txt"."""
    squeezed = [word for word in map(_squeezed, words) if len(word) >= SHORTEST_SQUEEZED]
    rows = _rows(connection, "SELECT name FROM documents WHERE version IS NOT NULL", "id", documents)
    return bool(squeezed) and any(word in _squeezed(row.name) for row in rows for word in squeezed)


def _squeezed(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _reads(connection: Connection, pattern: str, documents: Sequence[str] | None) -> bool:
    """Whether a passage has what the regular expression finds: all of them are read."""
    wanted = re.compile(pattern, re.I)
    rows = _rows(connection, "SELECT text FROM passages WHERE 1", "document", documents)
    return any(wanted.search(row.text) for row in rows)


def _within_times(connection: Connection, year: str, documents: Sequence[str] | None) -> bool:
    """Whether the documents speak of earlier and of later years: what was law in between may be asked for."""
    terms = [term for term in _terms(connection, "1900", "2100") if YEAR.fullmatch(term)]
    sides = ([term for term in terms if term < year], [term for term in terms if term > year])
    return all(any(_matches(connection, f'"{term}"', documents) for term in side) for side in sides)


def _misspelt(connection: Connection, word: str, documents: Sequence[str] | None) -> bool:
    """Whether a word of the library with the same first letter is one edit away."""
    folded = word.lower()
    if len(folded) < SHORTEST_CORRECTED or not folded.isalpha():
        return False
    terms = _terms(connection, folded[0], chr(ord(folded[0]) + 1))
    near = [term for term in terms if one_edit(term, folded)]
    return any(_matches(connection, f'"{term}"', documents) for term in near)


def _terms(connection: Connection, first: str, after: str) -> list[str]:
    """The terms of the index from `first` on and before `after`, of all documents."""
    connection.execute(
        text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)")
    )
    found = connection.execute(
        text("SELECT term FROM temp.vocabulary WHERE term >= :first AND term < :after"),
        {"first": first, "after": after},
    )
    return [row.term for row in found]


def _rows(
    connection: Connection,
    select: str,
    document: str,
    documents: Sequence[str] | None,
    values: Mapping[str, object] | None = None,
) -> Iterable[Row[Any]]:
    """What a SELECT finds in the documents; `document` is its column that has their ids."""
    if documents is None:
        return connection.execute(text(select), values)
    restricted = text(f"{select} AND {document} IN :documents")
    restricted = restricted.bindparams(bindparam("documents", list(documents), expanding=True))
    return connection.execute(restricted, values)
