"""The documents of some folders, read as ingest reads them: all that checking needs, without an index."""

from __future__ import annotations

import datetime
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from core.errors import PinciteError
from core.settings import Settings
from core.types import Document, Filters, Passage, Source, Span
from ingest.files import make_plan
from ingest.planned import reading_of
from ingest.read import Reader, Unreadable
from records.writing import document_id, version_id

PASSAGE = 900  # characters that paragraphs are gathered into a passage up to
ADDED = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # of no matter here, so the same in every run
WORD = re.compile(r"\w+")
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


class NothingOnTheShelf(PinciteError):
    """A folder holds no document that can be read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"No document in {folder} could be read. Give --corpus a folder with documents.")


@dataclass(frozen=True)
class Held:
    """A document of one of the folders, with what is asked of it again and again."""

    folder: str  # its last two parts: "squad2/corpus"
    document: Document

    @property
    def name(self) -> str:
        return self.document.source.name

    @cached_property
    def words(self) -> str:
        """All its words, as `plain` gives them."""
        return plain(self.document.text)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The document cut into passages: whole paragraphs, gathered."""
        return tuple(_passages(self.document))

    def says(self, words: str) -> bool:
        """Whether the words stand in it, whatever their letter case, punctuation and typography."""
        return plain(words) in self.words

    def times(self, words: str) -> int:
        """How often they stand in it."""
        return self.words.count(plain(words))

    def passage_at(self, offset: int) -> Passage:
        """The passage that holds the character at `offset`."""
        return next((passage for passage in self.passages if offset < passage.end), self.passages[-1])


@dataclass(frozen=True)
class Shelf:
    """The documents of all folders: the library that drafts are checked against."""

    held: tuple[Held, ...]
    unread: Mapping[str, str]  # file -> why it could not be read

    @cached_property
    def _by_id(self) -> Mapping[str, Document]:
        documents = [held.document for held in self.held]
        versions = {document.source.version: document for document in documents}
        return versions | {document.source.document: document for document in documents}

    def document(self, identifier: str) -> Document:
        """The document with this id, or this version. Raises KeyError."""
        return self._by_id[identifier]

    @cached_property
    def words(self) -> str:
        """The words of all documents."""
        return "\n".join(held.words for held in self.held)

    def jurisdictions(self, filters: Filters) -> tuple[str, ...]:
        """Whose law its documents tell."""
        named = {held.document.source.metadata.jurisdiction for held in self.held}
        return tuple(sorted(name for name in named if name))

    def dated_sources(self) -> tuple[Source, ...]:
        """The sources that say from or until when they are in force."""
        sources = [held.document.source for held in self.held]
        return tuple(s for s in sources if s.metadata.in_force_from or s.metadata.in_force_to)


def read_shelf(folders: Sequence[Path], settings: Settings) -> Shelf:
    """Reads every document below the folders. Raises BadPath, NothingOnTheShelf."""
    held: list[Held] = []
    unread: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory(prefix="pincite-shelf-") as home,
        Reader(replace(settings, home=Path(home))) as reader,
    ):
        for folder in dict.fromkeys(folders):
            called = "/".join(folder.parts[-2:])
            plan = make_plan([folder], Path(home))
            before = len(held)
            unread |= {f"{called}/{left.name}": left.reason or "" for left in plan.left}
            for file in plan.changed:
                try:
                    reading = reading_of(file, reader)
                except Unreadable as error:
                    unread[f"{called}/{file.name}"] = str(error)
                    continue
                document = document_id(file.origin)
                version = version_id(document, reading.text)
                source = Source(document, version, file.name, reading.metadata)
                kept = Document(
                    source, reading.text, reading.layout, reading.media_type, file.origin, file.content, ADDED
                )
                held.append(Held(called, kept))
            if len(held) == before:
                raise NothingOnTheShelf(folder)
    return Shelf(tuple(held), unread)


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Just the words, each after a space: "Sect. 5(b), “no”" gives " sect 5 b no ".

    Coarser than the folding that checking allows, and no part of it: what does not stand in a document
    so cannot stand there for checking.
    """
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return f" {' '.join(WORD.findall(text))} "


def _passages(document: Document) -> Iterator[Passage]:
    paragraphs = document.layout.paragraphs or (Span(0, len(document.text)),)
    start = paragraphs[0].start
    for paragraph, following in zip(paragraphs, (*paragraphs[1:], None), strict=True):
        if following is None or following.end - start > PASSAGE:
            yield _passage(document, start, paragraph.end)
            start = following.start if following else start


def _passage(document: Document, start: int, end: int) -> Passage:
    return Passage(
        id=f"{document.source.version}:{start}",
        source=document.source,
        start=start,
        end=end,
        text=document.text[start:end],
        score=1.0,
        page=document.layout.page_number(start),
        section=document.layout.heading_path(start),
    )
