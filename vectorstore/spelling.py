"""Words of a question that stand nowhere in the library, and differ by one letter from one that does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from string import ascii_lowercase

import snowballstemmer
from sqlalchemy import Connection, Engine, text

from vectorstore.lexical import QUOTED, STOP_WORDS, passage_texts

WORD = re.compile(r"(?<![\w.@/&-])[A-Za-z]{5,}(?![\w@/&-]|\.\w)")  # no part of a code, domain or number
SHORTEST_NAME = 6  # letters: short names lie one letter apart too often
MOST = 8  # words nearby that are looked at, the most frequent first
LOOKED_THROUGH = 50  # passages that hold one


class Spelling:
    """Corrects questions by the words that the library holds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stem = snowballstemmer.stemmer("porter").stemWord

    def corrected(
        self, question: str, *, known: Callable[[str], bool], documents: Sequence[str] | None
    ) -> str:
        """The question with misspelt words as the library writes them: "misapropriation".

        A word is misspelt where no document has it, it is not `known`, and one letter added, left out,
        changed or swapped with its neighbour makes one that documents have. Of names, only those with one
        such neighbour are corrected, and only to a name. What is quoted stays as it is.
        """
        quoted = [match.span() for match in QUOTED.finditer(question)]

        def right(match: re.Match[str]) -> str:
            word = match.group()
            if any(start <= match.start() < end for start, end in quoted) or known(word.lower()):
                return word
            return self._right(word, opens=not question[: match.start()].strip(), documents=documents)

        return WORD.sub(right, question)

    def _right(self, word: str, *, opens: bool, documents: Sequence[str] | None) -> str:
        lower = word.lower()
        name = word[0].isupper() and not opens
        if lower in STOP_WORDS or (not word[1:].islower()) or (name and len(word) < SHORTEST_NAME):
            return word
        with self._engine.connect() as connection:
            if passage_texts(connection, lower, 1, documents):
                return word
            found = list(self._held(connection, lower, documents))
        names = [near for near, written in found if written[0].isupper()]
        if name:
            return names[0].capitalize() if len(found) == 1 and names else word
        best = found[0][0] if found else lower
        return best.capitalize() if word[0].isupper() else best

    def _held(
        self, connection: Connection, word: str, documents: Sequence[str] | None
    ) -> Iterator[tuple[str, str]]:
        """Words one edit away that the documents hold, the most frequent first, with how one writes it."""
        stems = {near: self._stem(near) for near in neighbours(word) if near[0] == word[0]}
        connection.execute(
            text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)")
        )
        wanted = sorted(set(stems.values()))
        marks = ", ".join(f":s{n}" for n in range(len(wanted)))
        counts = {
            row.term: row.doc
            for row in connection.execute(
                text(f"SELECT term, doc FROM temp.vocabulary WHERE term IN ({marks})"),
                {f"s{n}": stem for n, stem in enumerate(wanted)},
            )
        }
        nearby = sorted(
            (near for near in stems if stems[near] in counts), key=lambda n: (-counts[stems[n]], n)
        )
        for near in nearby[:MOST]:
            as_written = re.compile(rf"\b{near}\b", re.I)
            for passage in passage_texts(connection, near, LOOKED_THROUGH, documents):
                if found := as_written.search(passage):
                    yield near, found.group()
                    break


def neighbours(word: str) -> set[str]:
    """The words one edit away: a letter left out, swapped with the next, changed, or added (Norvig 2007)."""
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    shorter = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in cuts if right for letter in ascii_lowercase}
    longer = {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    return (shorter | swapped | changed | longer) - {word}
