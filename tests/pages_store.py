"""A store for the tests of the pages: real records in a folder, and answers prepared beforehand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from answering.protocols import Listener
from core.settings import Settings
from core.types import (
    Answer,
    Citation,
    Filters,
    Heading,
    Layout,
    Metadata,
    Passage,
    Reading,
    Span,
    Statement,
    Status,
    Turn,
    Verdict,
)
from ingest.report import FileOutcome, Outcome, Progress, Report
from pages.parts.asking import Askings
from pages.parts.session import Store, Watch
from pages.parts.work import Work
from pages.parts.writer import NO_WRITER, Writer
from records.conversations import Conversations
from records.database import open_database
from records.library import Library
from records.memos import Memos
from records.writing import Chunk, NewVersion, document_id

PROJECT = Path(__file__).parent.parent
DTSA = """The Defend Trade Secrets Act

Signature

The act was signed on 11 May 2016. It amends 18 U.S.C. § 1836.

Remedies

Damages of up to two times the loss may be awarded."""
SIGNED = "The act was signed on 11 May 2016."
DAMAGES = "Damages of up to two times the loss may be awarded."


Reply = Answer | Exception | Callable[[str, Listener], Answer]


@dataclass
class ScriptedAsk:
    """Gives prepared answers in order, or raises them, and remembers what it was asked.

    A reply that is a function gets question and listener, and tells the listener how far it is.
    """

    library: Library
    replies: list[Reply] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __call__(
        self,
        question: str,
        *,
        listener: Listener,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        standalone: str | None = None,
        with_model: bool = True,
    ) -> Answer:
        self.asked.append(
            {
                "question": question,
                "history": history,
                "filters": filters,
                "standalone": standalone,
                "with_model": with_model,
            }
        )
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        if not isinstance(reply, Answer):
            reply = reply(question, listener)
        asked_for = standalone or reply.standalone_question or question
        return replace(reply, question=question, standalone_question=asked_for, filters=filters)


@dataclass
class PlainShelves:
    """Adds text files to the records without an index, which the pages do not see."""

    library: Library
    removed: list[str] = field(default_factory=list)

    def add_uploads(self, files: Sequence[tuple[str, bytes]], progress: Watch) -> Report:
        outcomes = []
        for number, (name, content) in enumerate(files, start=1):
            progress(Progress(len(files), number, number, number, name))
            if not content.strip():
                outcomes.append(FileOutcome(name, Outcome.FAILED, f"{name} holds no text."))
                continue
            document = add(self.library, content.decode(), Metadata(Path(name).stem, inferred=TITLE), name)
            outcomes.append(FileOutcome(name, Outcome.ADDED, document=document, passages=1))
        return Report(tuple(outcomes), tokens=10, seconds=0.1)

    def add_paths(self, paths: Sequence[Path], progress: Watch) -> Report:
        files = [file for path in paths for file in sorted(path.glob("*.md"))[:2]]
        return self.add_uploads([(file.name, file.read_bytes()) for file in files], progress)

    def remove(self, documents: Sequence[str]) -> None:
        self.removed += documents
        self.library.remove(documents)
        self.library.index_written()


TITLE = frozenset({"title"})


def make_store(home: Path, writer: Writer = NO_WRITER) -> tuple[Store, ScriptedAsk]:
    """An empty store in `home`, and the ear of its answerer."""
    engine = open_database(home)
    library = Library(engine)
    ask = ScriptedAsk(library)
    settings = Settings(home=home)
    kept, shelves = Conversations(engine), PlainShelves(library)
    store = Store(settings, library, kept, Memos(engine), ask, shelves, Work(), Askings(kept), writer)
    return store, ask


def add(library: Library, text: str, metadata: Metadata, name: str) -> str:
    """Puts a text into the library as one passage; a short line without a full stop is a heading."""
    paragraphs = []
    start = 0
    for part in text.split("\n\n"):
        paragraphs.append(Span(start, start + len(part)))
        start += len(part) + 2
    headings = tuple(
        Heading(span.start, (metadata.title, text[span.start : span.end])[: 1 if not span.start else 2])
        for span in paragraphs
        if "." not in text[span.start : span.end]
    )
    reading = Reading(text, Layout(headings, tuple(paragraphs)), metadata, "text/plain")
    key = hashlib.sha256(text.encode()).hexdigest()
    library.keep_vectors({key: np.ones((2, 4), np.float32)})
    chunk = Chunk(0, len(text), text, (Span(0, len(text)),), (), None, key)
    origin = f"/documents/{name}"
    document = document_id(origin)
    library.save([NewVersion(document, name, origin, key, key, reading, (chunk,))])
    library.index_written()
    return document


def add_dtsa(library: Library) -> str:
    """The document that the prepared answers quote."""
    metadata = Metadata(
        "The Defend Trade Secrets Act",
        issuer="U.S. Congress",
        date="2016-05-11",
        jurisdiction="US",
        kind="statute",
        url="https://www.congress.gov/dtsa",
    )
    return add(library, DTSA, metadata, "dtsa.txt")


def answered(library: Library, document: str, *quotes: str, standalone: str = "") -> Answer:
    """An answer of one statement a quotation, each pinned to where its words really stand."""
    source = library.document(document)
    citations = []
    for quote in quotes:
        start = source.text.index(quote)
        citations.append(
            Citation(
                source=source.source,
                start=start,
                end=start + len(quote),
                quote=quote,
                verdict=Verdict.EXACT,
                section=source.layout.heading_path(start),
                paragraph=source.layout.paragraph_number(start),
            )
        )
    statements = tuple(Statement(quote, (number,)) for number, quote in enumerate(quotes))
    return Answer(
        question="",
        standalone_question=standalone,
        status=Status.ANSWERED,
        statements=statements,
        citations=tuple(citations),
        passages=(),
        confidence=0.9,
        answerer="quoting",
        documents_searched=1,
        seconds={"total": 0.2},
    )


def refused(library: Library, document: str) -> Answer:
    """A refusal with one nearest passage."""
    source = library.document(document)
    start = source.text.index(DAMAGES)
    passage = Passage("p1", source.source, start, start + len(DAMAGES), DAMAGES, 0.1)
    return Answer(
        question="",
        standalone_question="",
        status=Status.REFUSED,
        statements=(),
        citations=(),
        passages=(passage,),
        confidence=0.1,
        answerer="quoting",
        documents_searched=1,
        reason="None of the 1 documents comes near enough.",
    )


def open_app(store: Store, page: str | None = None, **query: str) -> AppTest:
    """The application on this store, on one of its pages, with such an address."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=300)  # a run takes a second at most
    app.session_state["store"] = store
    app.query_params.update(query)
    app.run()
    if page:
        app.switch_page(page).run()
    assert not app.exception, app.exception
    return app


def seen(app: AppTest) -> str:
    """Everything on the page that is text, as a reader sees it."""
    kinds = ("title", "subheader", "markdown", "caption", "text", "error", "info", "warning", "success")
    said = [str(element.value) for kind in kinds for element in app.get(kind)]
    said += [button.label for button in (*app.button, *app.get("download_button"))]
    return "\n".join(said).replace("\u2060", "").replace("\\", "")


def component_data(app: AppTest, name: str) -> list[dict[str, Any]]:
    """What was handed to the inline components called `name`, in order."""
    found = (element.proto for element in app.get("bidi_component"))
    return [json.loads(proto.json) for proto in found if proto.component_name == name]
