"""Changes made at the same time by two pages or processes, and what the records then hold."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from sqlalchemy import Engine, event

from core.memos import MemoDraft, MemoHeading, TakenAnswer
from core.types import Answer, Dropped, Statement, Status
from memo.composing import add_answer
from records.conversations import Conversations, UnknownConversation
from records.database import open_database
from records.library import Library
from records.memos import Memos
from records.writing import document_id
from tests.stores import version

FIRST, SECOND, THIRD = "What is a secret?", "Who may sue?", "What is damage?"


def answer(question: str, *said: str) -> Answer:
    """An answer with these statements, never given by any answerer."""
    statements = tuple(Statement(words, ()) for words in said)
    return Answer(
        question, question, Status.ANSWERED, statements, (), (), 0.9, "quoting", seconds={"total": 1}
    )


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(tmp_path)


class _Rival:
    """Another writer, who begins as soon as the first one has read, and comes to an end in any case."""

    def __init__(self, engine: Engine, table: str, act: Callable[[], object]) -> None:
        self.engine, self.table, self.thread = engine, table, threading.Thread(target=act)
        self.begun = False

    def __enter__(self) -> Self:
        event.listen(self.engine, "after_cursor_execute", self._heard)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        event.remove(self.engine, "after_cursor_execute", self._heard)
        assert self.begun
        self.thread.join(timeout=200)
        assert not self.thread.is_alive()

    def _heard(self, _connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not self.begun and statement.startswith("SELECT") and self.table in statement:
            self.begun = True
            self.thread.start()
            self.thread.join(timeout=0.5)  # it is through by now, unless it has to wait for the first


def test_edits_made_at_the_same_time_are_both_kept(tmp_path: Path, engine: Engine) -> None:
    library, other = Library(engine), Library(open_database(tmp_path))
    library.save([version("a.txt", "One.")])
    document = document_id("a.txt")
    with _Rival(engine, "documents", lambda: other.edit(document, {"issuer": "Congress"})):
        library.edit(document, {"jurisdiction": "US"})
    known = library.document(document).source.metadata
    assert (known.issuer, known.jurisdiction) == ("Congress", "US")
    assert library.documents()[0].edited == {"issuer", "jurisdiction"}


def test_an_edit_while_a_new_version_is_saved_is_kept(tmp_path: Path, engine: Engine) -> None:
    library, other = Library(engine), Library(open_database(tmp_path))
    library.save([version("a.txt", "One.")])
    document = document_id("a.txt")
    with _Rival(engine, "edits", lambda: other.edit(document, {"issuer": "Congress"})):
        library.save([version("a.txt", "Two.")])
    now = library.document(document)
    assert (now.text, now.source.metadata.issuer) == ("Two.", "Congress")


def test_answers_added_to_a_memo_at_the_same_time_are_all_kept(tmp_path: Path, engine: Engine) -> None:
    memos, other = Memos(engine), Memos(open_database(tmp_path))
    memo = memos.start(MemoDraft(MemoHeading("Secrets")))

    def adding(question: str) -> Callable[[MemoDraft], MemoDraft]:
        return lambda now: add_answer(now, answer(question))

    with _Rival(engine, "memo_revisions", lambda: other.change(memo, adding(SECOND))):
        memos.change(memo, adding(FIRST))
    taken = [one for one in memos.memo(memo).draft.blocks if isinstance(one, TakenAnswer)]
    assert [one.answer.question for one in taken] == [FIRST, SECOND]


def test_an_answer_to_no_conversation_is_refused_with_a_sentence(engine: Engine) -> None:
    conversations = Conversations(engine)
    identifier = conversations.start("Secrets")
    assert conversations.has(identifier)
    conversations.delete(identifier)
    assert not conversations.has(identifier)
    with pytest.raises(UnknownConversation, match="Begin a new one"):
        conversations.add(identifier, answer(FIRST))


def test_answers_added_at_the_same_time_have_an_order(tmp_path: Path, engine: Engine) -> None:
    conversations, other = Conversations(engine), Conversations(open_database(tmp_path))
    identifier = conversations.start("Secrets")
    with _Rival(engine, "answers", lambda: other.add(identifier, answer(SECOND))):
        conversations.add(identifier, answer(FIRST))
    assert [saved.answer.question for saved in conversations.answers(identifier)] == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("SECRET", {"rivers", "secrets"}),
        ("who may", {"rivers"}),
        ("kept in a vault", {"secrets"}),
        ("the holder", {"secrets"}),
        ("it was dropped", {"secrets"}),
        ("“quoted”", {"secrets"}),
        ("a\\b", {"secrets"}),
        ("100%", set()),
        *((key, set()) for key in ("status", "seconds", "null", "citations", "0.9", "answered", "[", '":')),
    ],
)
def test_conversations_are_found_by_what_they_say_and_by_nothing_else(
    engine: Engine, words: str, found: set[str]
) -> None:
    conversations = Conversations(engine)
    rivers, secrets = conversations.start("Rivers"), conversations.start("Two")
    conversations.add(rivers, answer(SECOND, "The owner."))
    conversations.add(rivers, answer(FIRST))
    led = Statement("It is kept in a vault, “quoted”, in a\\b.", (), lead="The holder")
    conversations.add(
        secrets,
        replace(answer("And then?"), statements=(led,), dropped=(Dropped("A secret: it was dropped.", "x"),)),
    )
    names = {rivers: "rivers", secrets: "secrets"}
    assert {names[one.id] for one in conversations.list(words)} == found


def test_a_removed_document_is_the_version_that_it_had_last(engine: Engine) -> None:
    library = Library(engine)
    for words in ("One.", "Two.", "One."):
        library.save([version("a.txt", words)])
    document = document_id("a.txt")
    last = library.document(document).source.version
    library.remove([document])
    gone = library.document(document)
    assert (gone.text, gone.source.version, gone.removed) == ("One.", last, True)


def test_current_versions_are_those_of_the_documents_that_are_there(engine: Engine) -> None:
    library = Library(engine)
    library.save([version(name, name) for name in ("a.txt", "b.txt", "c.txt")])
    library.save([version("a.txt", "Changed.")])
    library.remove([document_id("b.txt")])
    a, b = document_id("a.txt"), document_id("b.txt")
    assert library.current_versions([a, b, "unknown"]) == {a: library.document(a).source.version}
    assert library.current_versions([]) == {}


def test_ids_are_letters_and_digits_so_that_a_component_can_be_called_after_them(engine: Engine) -> None:
    conversations, memos = Conversations(engine), Memos(engine)
    conversation = conversations.start("Secrets")
    made = [conversations.add(conversation, answer(FIRST)).id for _ in range(30)]
    made += [conversation, memos.start(MemoDraft(MemoHeading("Secrets")))]
    assert len(set(made)) == 32
    assert all(identifier.isalnum() and identifier.isascii() for identifier in made)
