"""Where the evidence of a suite stands in the archived text: by offsets, or found by its words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from core.types import Document, Filters
from eval.rows import Place
from eval.suite import BadSuite, Evidence, Question
from records.library import Listed

NEAREST_NAMES = 3  # so many names of the corpus are offered for one that is not in it


class Records(Protocol):
    """What the harness needs of the records: a library, or a few documents in a test."""

    def documents(self) -> list[Listed]: ...
    def document(self, identifier: str) -> Document: ...


class Archive:
    """The archived documents by the names that suites use."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.ids = {listed.source.name: listed.source.document for listed in records.documents()}
        self._documents: dict[str, Document] = {}

    def document(self, name: str) -> Document | None:
        """The document of this name, or None."""
        if name not in self.ids:
            return None
        if name not in self._documents:
            self._documents[name] = self._records.document(self.ids[name])
        return self._documents[name]

    def text(self, name: str) -> str | None:
        """The archived text of the document of this name, or None."""
        document = self.document(name)
        return document.text if document else None


@dataclass(frozen=True)
class Resolved:
    """What a suite says, in terms of one library."""

    gold: Mapping[str, tuple[Place, ...]]  # question id -> its evidence
    filters: Mapping[str, Filters]  # question id -> its filters, documents by id
    absent: tuple[str, ...] = ()  # documents called relevant that the corpus lacks: nothing finds them


def resolve(
    questions: Sequence[Question],
    archive: Archive,
    suite: Path,
    unread: Mapping[str, str | None] | None = None,
) -> Resolved:
    """The evidence as places in the archive, the filters with document ids.

    `unread` says why a file of the corpus did not become a document. Raises BadSuite, with all that
    does not fit the corpus. Judgements may name documents that a part of their corpus lacks, but not
    nothing else.
    """
    problems: list[str] = []
    gold: dict[str, tuple[Place, ...]] = {}
    filters: dict[str, Filters] = {}
    for question in questions:
        wrong = [_absent(name, archive, unread or {}) for name in _unknown_names(question, archive)]
        places: list[Place] = []
        for evidence in question.evidence:
            document = archive.document(evidence.doc)
            if document is None:
                continue  # it is among the unknown names
            try:
                places.append(locate(evidence, document))
            except ValueError as error:
                wrong.append(str(error))
        problems += [f"{suite}, line {question.line}: {message}" for message in wrong]
        gold[question.id] = tuple(places)
        asked = question.asked.filters
        ids = tuple(archive.ids[name] for name in asked.document if name in archive.ids)
        filters[question.id] = replace(asked, document=ids)
    relevant = {name: question for question in questions for name in _relevant(question)}
    absent = tuple(sorted(relevant.keys() - archive.ids.keys()))
    if absent and len(absent) == len(relevant):
        line = relevant[absent[0]].line
        problems.append(f"{suite}, line {line}: {_absent(absent[0], archive, unread or {})}")
    if problems:
        raise BadSuite(problems)
    return Resolved(gold, filters, absent)


def _relevant(question: Question) -> list[str]:
    return [name for name, grade in (question.relevant or {}).items() if grade > 0]


def locate(evidence: Evidence, document: Document) -> Place:
    """The place of the evidence in the archived text. Raises ValueError with what to mend.

    Offsets that a quote contradicts are an error in a text file, whose archive is the file itself.
    In other formats they count in somebody else's extraction, so there the quote decides.
    """
    text = document.text
    if evidence.start is not None and evidence.end is not None:
        there = text[evidence.start : evidence.end]
        if evidence.quote is None or _folded(there) == _folded(evidence.quote):
            if evidence.end > len(text):
                raise ValueError(
                    f"evidence ends at {evidence.end}, but {evidence.doc!r} has {len(text)} characters. "
                    "Count Unicode code points of the decoded file, line ends as one."
                )
            return Place(evidence.doc, evidence.start, evidence.end)
        if document.media_type == "text/plain":
            raise ValueError(
                f"{evidence.doc!r} has {there[:60]!r} at {evidence.start}:{evidence.end}, not the quote "
                f"{evidence.quote[:60]!r}. Mend the offsets or the quote."
            )
    assert evidence.quote is not None  # the suite was checked
    found = find_words(evidence.quote, text)
    if found is None:
        raise ValueError(
            f"the quote {evidence.quote[:60]!r} does not stand in {evidence.doc!r}. "
            "Copy the words from the document."
        )
    return Place(evidence.doc, *found)


def find_words(quote: str, text: str) -> tuple[int, int] | None:
    """Where the words first stand in the text, white space folded: "a b" in "x a\\n  b" is (2, 7)."""
    found = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return found.span() if found else None


def _folded(text: str) -> str:
    return " ".join(text.split())


def _unknown_names(question: Question, archive: Archive) -> list[str]:
    named = [evidence.doc for evidence in question.evidence] + list(question.asked.filters.document)
    return [name for name in dict.fromkeys(named) if name not in archive.ids]


def _absent(name: str, archive: Archive, unread: Mapping[str, str | None]) -> str:
    if name in unread:
        return f"the document {name!r} could not be read: {unread[name]}. Mend the file or drop the question."
    from difflib import get_close_matches  # needed only here, when something is wrong

    near = get_close_matches(name, archive.ids, n=NEAREST_NAMES)
    hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    return (
        f"the document {name!r} is not in the corpus.{hint} "
        "Give its path relative to the corpus folder, or its BEIR _id."
    )
