"""What answering is handed by the doors: a search, the records, an answerer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from core.types import (
    Document,
    DraftStatement,
    Dropped,
    Filters,
    Found,
    Message,
    ModelUse,
    Passage,
    Piece,
    Source,
)

if TYPE_CHECKING:
    from answering.check import Checked


class Search(Protocol):
    """Finds passages, best first: the hybrid search, or a list in a test."""

    def __call__(self, question: str, *, limit: int, filters: Filters) -> Found: ...


class Reader(Protocol):
    """Tells of each sentence of the passages how far it answers a question."""

    def __call__(self, question: str, passages: Sequence[Passage]) -> tuple[Passage, ...]: ...


class Library(Protocol):
    """Gives whole document versions, against which quotations are checked, and what they are versions of."""

    def document(self, identifier: str) -> Document: ...
    def jurisdictions(self, filters: Filters) -> tuple[str, ...]: ...
    def dated_sources(self) -> tuple[Source, ...]: ...


@dataclass(frozen=True)
class Draft:
    """What an answerer proposes: statements with quotations, all unchecked."""

    statements: tuple[DraftStatement, ...]
    confidence: float  # 0 to 1: how sure it is that the passages answer the question
    dropped: tuple[Dropped, ...] = ()  # what the answerer itself took back
    model: ModelUse | None = None  # the language model that it asked
    notes: tuple[str, ...] = ()  # what the reader must know of how it was drafted
    answerer: str = ""  # who drafted it; "": the answerer itself
    reason: str | None = None  # why there is nothing in it, in a sentence


class Model(Protocol):
    """A language model."""

    name: str  # "openai:gpt-5"
    where: str  # where the text goes: "this machine", "api.openai.com"
    window: int  # tokens that prompt and reply may have together

    def __call__(self, messages: Sequence[Message], *, stopped: Callable[[], bool]) -> Iterator[Piece]:
        """The reply in pieces; it ends early once `stopped()` is true. Raises ModelFault.

        A stream that is cut is begun once more, with `Piece(restart=True)`.
        """


class Listener(Protocol):
    """Hears how an answer comes about while a language model writes, and may stop it."""

    def checked(self, question: str, checked: Checked) -> None:
        """All that is checked of the answer to a question, or to a part of one, so far.

        It replaces what was told before of this question. Nothing unchecked is told.
        """

    def stage(self, words: str) -> None:
        """What is being done now, in a few words."""

    def stopped(self) -> bool:
        """Whether the reader wants no more."""


class Nobody:
    """A Listener where nobody listens."""

    def checked(self, question: str, checked: Checked) -> None:
        """Nothing."""

    def stage(self, words: str) -> None:
        """Nothing."""

    def stopped(self) -> bool:
        """Never."""
        return False


class Answerer(Protocol):
    """Drafts an answer from passages."""

    name: str

    def __call__(
        self,
        question: str,
        passages: Sequence[Passage],
        *,
        library: Library,
        most: int,
        absent: Sequence[str] = (),
    ) -> Draft:
        """At most `most` statements; `library` has the whole documents of the passages.

        `absent` are names of the question that no document holds.
        """
