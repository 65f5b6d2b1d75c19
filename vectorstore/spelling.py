"""Words of a question that stand nowhere in the library, and are one slip away from one that does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from string import ascii_lowercase

import snowballstemmer
from sqlalchemy import Connection, Engine, text

from vectorstore.lexical import QUOTED, STOP_WORDS, passage_texts

WORD = re.compile(r"(?<![\w.@/&-])[A-Za-z]{5,}(?![\w@/&-]|\.\w)")  # no part of a code, domain or number
SHORTEST_NAME = 6  # letters: short names lie one letter apart too often
MOST = 8  # words nearby that are looked at, the most frequent first
LOOKED_THROUGH = 50  # passages that hold one
ENDINGS = ("", "e", "s", "ed", "ing", "er", "ion", "ation", "ance")  # of other forms of a word
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ALIKE = ("aeiouy", "dt", "csz", "ck")  # letters that are taken for each other


class Spelling:
    """Corrects questions by the words that the library holds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stem = snowballstemmer.stemmer("porter").stemWord

    def corrected(
        self, question: str, *, known: Callable[[str], bool], documents: Sequence[str] | None
    ) -> str:
        """The question with misspelt words as the library writes them: "misapropriation".

        A word is misspelt where no document has it, neither it nor another form of it is `known`, and one
        slip undone makes a word that documents have. Of names, only those with one such neighbour are
        corrected, and only to a name. What is quoted stays as it is.
        """
        quoted = [match.span() for match in QUOTED.finditer(question)]

        def right(match: re.Match[str]) -> str:
            word = match.group()
            if any(start <= match.start() < end for start, end in quoted) or known(word.lower()):
                return word
            opens = not question[: match.start()].strip()
            return self._right(word, known, opens=opens, documents=documents)

        return WORD.sub(right, question)

    def _right(
        self, word: str, known: Callable[[str], bool], *, opens: bool, documents: Sequence[str] | None
    ) -> str:
        lower = word.lower()
        name = word[0].isupper() and not opens
        if lower in STOP_WORDS or (not word[1:].islower()) or (name and len(word) < SHORTEST_NAME):
            return word
        with self._engine.connect() as connection:
            if passage_texts(connection, lower, 1, documents) or any(map(known, self._forms(lower))):
                return word
            found = list(self._held(connection, lower, documents))
        names = [near for near, written in found if written[0].isupper()]
        if name:
            return names[0].capitalize() if len(found) == 1 and names else word
        best = found[0][0] if found else lower
        return best.capitalize() if word[0].isupper() else best

    def _forms(self, word: str) -> Iterator[str]:
        """Other words with the stem of this one: "insurance" for "insure"."""
        stem = self._stem(word)
        return (stem + ending for ending in ENDINGS if self._stem(stem + ending) == stem)

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
    """The words that one slip makes of this one, or this one of them (after Norvig 2007).

    A letter is left out, put in or swapped with the next, or one that sounds like it or whose key is beside
    it stands in its place. Any other in its place mostly makes a word of its own: insure, injure.
    """
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    shorter = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in cuts if right for letter in mistaken(right[0])}
    longer = {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    return (shorter | swapped | changed | longer) - {word}


@cache
def mistaken(letter: str) -> frozenset[str]:
    """The letters that may stand for this one by a slip."""
    row, key = next((row, keys.index(letter)) for row, keys in enumerate(KEYBOARD) if letter in keys)
    beside = {
        near for keys in KEYBOARD[max(0, row - 1) : row + 2] for near in keys[max(0, key - 1) : key + 2]
    }
    return frozenset(beside.union(*(letters for letters in ALIKE if letter in letters)) - {letter})
