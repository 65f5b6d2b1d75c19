"""Which documents a question names: "Consider the Agency Agreement of AcmeCorp; who may assign it?"."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, bindparam, text

from core.names import WORD, parts
from vectorstore.lexical import STOP_WORDS

DOMAIN = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}\b")  # acme.com, which is written small
NAME = re.compile(r"(?<=[\w,] )([A-Z][^\W_]+)")  # not what opens a sentence

ASKING = r"(?:what|who|whom|whose|when|where|which|why|how|is|are|was|were|do|does|did|can|could|may|must|\
shall|should|will|would|has|have|list|give|name|explain)"
FRAMES = (  # openings that may say which documents are asked; the rest of the question is `rest`
    re.compile(r"^(?P<frame>[^;?]{3,300}?);\s*(?P<rest>\S.{2,})$", re.S),
    re.compile(r"^(?P<frame>[^:?]{3,300}?):\s+(?P<rest>\S.{2,})$", re.S),
    re.compile(
        r"^(?P<frame>(?:in|under|according to|per|for|regarding|concerning|considering|given)\b"
        rf"[^?]{{3,300}}?),\s+(?P<rest>{ASKING}\b.+)$",
        re.S | re.I,
    ),
)
TAIL = re.compile(  # "... of the Agency Agreement of AcmeCorp?"
    r",?\s+(?:in|under|of|for|by|with|from)\s+(?:the\s+)?"
    r"(?P<frame>(?:(?:[A-Z\d][\w.,&'’-]*|\S+\.[a-z]{2,6}|of|the|and|for|between|with|by|de|v\.?)\s+)*"
    r"(?:[A-Z\d][\w.,&'’-]*|\S+\.[a-z]{2,6}))\s*\?$"
)

ITSELF = re.compile(  # what a document calls itself says nothing of the place in it
    r"\s+(?:(?:in|under|of|for|by|to|from|within|with)\s+)?(?:this|the said)\s+"
    r"(?:agreement|contract|document|policy|lease|letter|statute|act|treaty|decision|report|instrument)\b",
    re.I,
)

LOOKED_THROUGH = 200  # passages and names that hold a word: one that more hold names no document
LONGEST_JOINED = 4  # words that a file name may write as one: AMERICANPHYSICIANSCAPITALINC
MOST_TERMS = 40  # of a question that are looked up
MOST_NAMED = 5  # documents: more than that and the question names a kind, not documents
CALLED = 0.5  # of the documents that hold a naming word, the share that must be called so
TIES = 0.01  # weight of words that name no document by themselves, but tell those of one name apart


@dataclass(frozen=True)
class Named:
    """The documents that a question names, and what it asks of them."""

    documents: tuple[str, ...]
    question: str  # without the clause that names them
    alone: bool  # the question names nothing besides


@dataclass(frozen=True)
class Clue:
    """A term of a question with the documents that are called so.

    `weight` is 0 where the term names none: too many other documents hold it, or it is no name.
    """

    words: frozenset[str]
    documents: frozenset[str]
    weight: float


@dataclass(frozen=True)
class _Term:
    """A word of a question, or capitalised words that a file name may write as one."""

    words: frozenset[str]
    match: str  # as FTS5 is asked for it
    name: bool  # written as a name is
    columns: str  # titles may be prose: outside a clause that names documents, file names alone count


class Router:
    """Finds documents by their names, in the index that the records keep of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def named(self, question: str, *, among: Sequence[str] | None, searched: int) -> Named | None:
        """The documents that the question clearly names, or None where it names none, or too many.

        A name, or a word in an opening such as "Consider ...;", names a document where its file name or
        title holds it and hardly any other document does. `among` are the documents that may be
        searched, `searched` is how many there are.
        """
        with self._engine.connect() as connection:
            clues = [_clue(connection, term, among, searched) for term in _terms(question)]
            documents = explained(clues)
            if not 0 < len(documents) <= MOST_NAMED or len(documents) == searched:
                return None
            naming = {word for clue in clues if clue.weight for word in clue.words}
            alone = all(
                _holding(connection, "name_words", f'"{word.lower()}"', documents)
                for word in NAME.findall(question)
                if word.lower() not in naming | STOP_WORDS
            )
        return Named(documents, asked_of_them(question, naming), alone)


def asked_of_them(question: str, naming: Collection[str]) -> str:
    """The question without the clause that names documents, where it is one by itself.

    "acme.com: Who may ...?", "In the Acme lease, who may ...?" and "Who may ... under the Acme Lease?"
    ask "who may ...?".
    """
    asked = question
    tail = TAIL.search(question)
    if frame := _frame(question):
        if _words(frame["frame"]) & set(naming):
            asked = frame["rest"]
    elif tail and _words(tail["frame"]) & set(naming):
        asked = question[: tail.start()] + "?"
    shorter = ITSELF.sub("", asked)
    return next(kept for kept in (shorter, asked, question) if _words(kept) or kept == question)


def explained(clues: Sequence[Clue]) -> tuple[str, ...]:
    """The fewest documents that explain all naming clues, those with the most weight first."""
    chosen: list[str] = []
    left = [clue for clue in clues if clue.weight]
    others = [clue for clue in clues if not clue.weight]
    while left:
        weights: dict[str, float] = {}
        for clue in left:
            for document in clue.documents:
                weights[document] = weights.get(document, 0.0) + clue.weight
        for clue in others:
            for document in clue.documents & weights.keys():
                weights[document] += TIES / len(clue.documents)
        most = max(weights.values())
        best = sorted(document for document, weight in weights.items() if weight > most - 1e-9)
        chosen += best
        left = [clue for clue in left if not clue.documents & set(best)]
    return tuple(chosen)


def _frame(question: str) -> re.Match[str] | None:
    return next((found for frame in FRAMES if (found := frame.match(question.strip()))), None)


def _words(written: str) -> set[str]:
    return {word.lower() for word in WORD.findall(written)} - STOP_WORDS


def _terms(question: str) -> Iterator[_Term]:
    """The words of a question, and capitalised words that a name may write together."""
    frame = _frame(question)
    framed = _words(frame["frame"]) if frame else set()
    tail = TAIL.search(question)
    naming = framed | (_words(tail["frame"]) if tail else set())
    domains = {word for domain in DOMAIN.findall(question) for word in _words(domain)}
    words = WORD.findall(question)
    seen: set[str] = set()
    for place, word in enumerate(words):
        lower = word.lower()
        if lower in seen or lower in STOP_WORDS:
            continue
        seen.add(lower)
        if len(seen) > MOST_TERMS:
            return
        apart = " ".join(parts(word)).lower()
        capital = word[0].isupper() and (place > 0 or lower in framed)
        match = f'"{lower}"' if apart == lower else f'"{lower}" OR "{apart}"'
        yield _Term(
            frozenset({lower}), match, capital or lower in domains, _columns({lower}, naming | domains)
        )
        for count in range(2, LONGEST_JOINED + 1):
            run = words[place : place + count]
            if len(run) == count and all(part[0].isupper() for part in run):
                yield _Term(
                    frozenset(part.lower() for part in run),
                    f'"{"".join(run).lower()}"*',
                    True,
                    _columns({part.lower() for part in run}, naming),
                )


def _columns(words: set[str], naming: set[str]) -> str:
    return "file title" if words <= naming else "file"


def _clue(connection: Connection, term: _Term, among: Sequence[str] | None, searched: int) -> Clue:
    called = _holding(connection, "name_words", f"{{{term.columns}}} : ({term.match})", among)
    if not called or not term.name or len(called) > searched / 2:
        return Clue(term.words, frozenset(called or ()), 0.0)
    holding = _holding(connection, "words", f"{{text}} : ({term.match})", among)
    share = 0.0 if holding is None else len(called) / len(called | holding)
    if share < CALLED:
        return Clue(term.words, frozenset(called), 0.0)
    return Clue(term.words, frozenset(called), share * math.log(1 + searched / len(called)))


def _holding(connection: Connection, index: str, match: str, among: Sequence[str] | None) -> set[str] | None:
    """The documents that match, or None where there are too many for a name."""
    rows = "names" if index == "name_words" else "passages"
    restricted = "" if among is None else "AND r.document IN :among"
    statement = text(
        f"""SELECT r.document FROM {index} JOIN {rows} r ON r.number = {index}.rowid
            WHERE {index} MATCH :match {restricted} LIMIT {LOOKED_THROUGH}"""
    )
    values: dict[str, object] = {"match": match}
    if among is not None:
        statement = statement.bindparams(bindparam("among", expanding=True))
        values["among"] = list(among)
    found = connection.execute(statement, values).scalars().all()
    return None if len(found) == LOOKED_THROUGH else set(found)
