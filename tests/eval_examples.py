"""Small documents, a search over them and questions, for the tests of the evaluation."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.types import (
    NO_FILTERS,
    Answer,
    Citation,
    Document,
    Filters,
    Found,
    Layout,
    Metadata,
    Passage,
    Source,
    Statement,
    Status,
    Verdict,
)
from eval.facts import CorpusFacts, RunFacts, SuiteFacts
from eval.rows import FoundPassage, Place, Row, ShownCitation, ShownStatement
from eval.suite import Asked, Question
from records.library import Listed

DTSA = "The Act took effect on May 11, 2016.\nIt was signed by President Obama.\n"
UTSA = "The Uniform Act dates from 1979.\nForty-eight states\n  enacted it.\n"
TEXTS = {"dtsa.txt": DTSA, "states/utsa.txt": UTSA}
ADDED = datetime.datetime(2026, 11, 23)


def source(name: str) -> Source:
    """The document of this name, as answers cite it."""
    return Source(f"id-of-{name}", f"version-of-{name}", name, Metadata(name))


def document(name: str, media_type: str = "text/plain") -> Document:
    """The document of this name, whole."""
    return Document(source(name), TEXTS[name], Layout(), media_type, name, "0" * 64, ADDED)


class Shelf:
    """The records of TEXTS."""

    def __init__(self, media_type: str = "text/plain") -> None:
        self.media_type = media_type

    def documents(self) -> list[Listed]:
        return [Listed(source(name), name, self.media_type, ADDED, 2, frozenset()) for name in TEXTS]

    def document(self, identifier: str) -> Document:
        return next(document(name, self.media_type) for name in TEXTS if source(name).document == identifier)


def passages() -> list[Passage]:
    """Every line of TEXTS as a passage."""
    found: list[Passage] = []
    for name, text in TEXTS.items():
        start = 0
        for line in text.splitlines(keepends=True):
            end = start + len(line.rstrip())
            found.append(Passage(f"{name}-{start}", source(name), start, end, text[start:end], score=0.0))
            start += len(line)
    return found


class WordSearch:
    """Passages by the words they share with the question; remembers all that it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, Filters]] = []

    def __call__(self, question: str, *, limit: int, filters: Filters = NO_FILTERS) -> Found:
        self.asked.append((question, limit, filters))
        words = set(question.lower().split())
        scored = [
            Passage(p.id, p.source, p.start, p.end, p.text, float(len(words & set(p.text.lower().split()))))
            for p in passages()
        ]
        ranked = sorted(scored, key=lambda p: (-p.score, p.id))
        return Found(tuple(ranked[:limit]), len(TEXTS))


class FirstPassage:
    """Answers with the best passage, whole; refuses where it shares no word; remembers what it saw."""

    def __init__(self) -> None:
        self.seen: list[Asked] = []

    def __call__(self, asked: Asked, search: Any) -> Answer:  # noqa: ANN401
        self.seen.append(asked)
        found = search(asked.question, limit=2, filters=asked.filters)
        best = found.passages[0]
        refused = best.score == 0
        return Answer(
            question=asked.question,
            standalone_question=asked.question,
            status=Status.REFUSED if refused else Status.ANSWERED,
            statements=() if refused else (Statement(best.text, (0,)),),
            citations=()
            if refused
            else (Citation(best.source, best.start, best.end, best.text, Verdict.EXACT, section=("Dates",)),),
            passages=found.passages,
            confidence=min(1.0, best.score / 10),
            answerer="first passage",
            seconds={"retrieve": 0.01, "answer": 0.02, "total": 0.03},
        )


def question(identifier: str = "q1", words: str = "When did the Act take effect?", **known: Any) -> Question:  # noqa: ANN401
    """A question with whatever is known of it."""
    return Question(identifier, 1, Asked(words), **known)


def row(
    status: str | None = "answered",
    cited: Sequence[Place] = (),
    found: Sequence[Place] = (),
    **changes: Any,  # noqa: ANN401
) -> Row:
    """A row with these citations, exact as TEXTS has them, one statement for each."""
    values: dict[str, Any] = {
        "citations": tuple(
            ShownCitation(*place, TEXTS[place.document][place.start : place.end], None, (), "exact")
            for place in cited
        ),
        "statements": tuple(ShownStatement("said", (number,)) for number in range(len(cited))),
        "passages": tuple(FoundPassage(*place, 1.0) for place in found),
        "confidence": 0.8,
        "seconds": {"retrieve": 0.1, "answer": 0.1, "total": 0.2},
        **changes,
    }
    return Row("q1", "When did the Act take effect?", None, "When?", status, **values)


def facts(**changes: Any) -> RunFacts:  # noqa: ANN401
    """What a run says of itself."""
    values: dict[str, Any] = {
        "started": "2026-11-23T10:00:00+00:00",
        "corpus": CorpusFacts("corpus", "c" * 64, 2, 4, 40, 0, {}),
        "suite": SuiteFacts("suite.jsonl", "5" * 64, 3, 3),
        "answerer": "quoting",
        "depth": 50,
        "limit": None,
        "seed": 0,
        "settings": {"refuse_below": 0.3},
        "models": {"embedding": "m"},
        "versions": {"python": "3.11"},
        "machine": {"cores": 2},
        "counts": {"questions": 3},
        "seconds": {"ingest": 1.0, "questions": 2.0, "wall": 3.0},
        "peak_memory_mb": 100.0,
        "peak_memory_children_mb": 10.0,
    }
    return RunFacts(**{**values, **changes})


def write_suite(path: Path, *lines: dict[str, Any]) -> Path:
    """A suite of these lines."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def write_corpus(folder: Path) -> Path:
    """TEXTS as files."""
    for name, text in TEXTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder
