"""Conversations and the answers in them, each answer with a permanent id."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import Engine, Select, delete, exists, func, insert, or_, select, update

from core.errors import PinciteError
from core.types import Answer
from records import tables
from records.stored import from_json, to_json
from records.writing import new_id, now, writing


class UnknownAnswer(PinciteError):
    """No answer has this id."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"There is no answer {identifier!r}: its conversation may have been deleted.")


class UnknownConversation(PinciteError):
    """No conversation has this id."""

    def __init__(self, identifier: str) -> None:
        super().__init__(
            f"There is no conversation {identifier!r}: it may have been deleted. Begin a new one."
        )


@dataclass(frozen=True)
class Conversation:
    """A conversation as the list shows it."""

    id: str
    title: str
    updated: datetime.datetime


@dataclass(frozen=True)
class SavedAnswer:
    """An answer as it was given, where it stands, and what the reader thought of it."""

    id: str
    conversation: str
    answer: Answer
    created: datetime.datetime
    rating: int | None = None  # 1 up, 0 down
    rating_reason: str = ""


@dataclass(frozen=True)
class ListedAnswer:
    """A saved answer as lists show it."""

    id: str
    question: str
    conversation: str  # its title
    statements: int
    created: datetime.datetime


class Conversations:
    """The conversations in a records database. Every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def list(self, words: str = "") -> tuple[Conversation, ...]:
        """Conversations, the latest first; with `words`, those whose title or answers say them."""
        c = tables.conversations.c
        query = select(tables.conversations).order_by(c.updated.desc(), c.id)
        if words:
            query = query.where(c.title.icontains(words, autoescape=True) | c.id.in_(_holding(words)))
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(Conversation(row.id, row.title, row.updated) for row in rows)

    def has(self, identifier: str) -> bool:
        """Whether there is such a conversation."""
        c = tables.conversations.c
        with self.engine.connect() as connection:
            return connection.execute(select(c.id).where(c.id == identifier)).first() is not None

    def start(self, title: str) -> str:
        """Begins a conversation and returns its id."""
        identifier = new_id()
        values = {"id": identifier, "title": title, "created": now(), "updated": now()}
        with self.engine.begin() as connection:
            connection.execute(insert(tables.conversations).values(values))
        return identifier

    def rename(self, identifier: str, title: str) -> None:
        """Gives a conversation another title."""
        c = tables.conversations
        with self.engine.begin() as connection:
            connection.execute(update(c).where(c.c.id == identifier).values(title=title))

    def delete(self, identifier: str) -> None:
        """Deletes a conversation with its answers; memos keep the answers that they took."""
        c = tables.conversations
        with self.engine.begin() as connection:
            connection.execute(delete(c).where(c.c.id == identifier))

    def add(self, conversation: str, answer: Answer) -> SavedAnswer:
        """Keeps an answer at the end of a conversation. Raises UnknownConversation."""
        a, c = tables.answers, tables.conversations
        last = select(func.coalesce(func.max(a.c.position), 0)).where(a.c.conversation == conversation)
        saved = SavedAnswer(new_id(), conversation, answer, now())
        with writing(self.engine) as connection:
            change = update(c).where(c.c.id == conversation).values(updated=saved.created)
            if not connection.execute(change).rowcount:
                raise UnknownConversation(conversation)
            values = {
                "id": saved.id,
                "conversation": conversation,
                "position": connection.execute(last).scalar_one() + 1,
                "answer": to_json(answer),
                "created": saved.created,
            }
            connection.execute(insert(a).values(values))
        return saved

    def answers(self, conversation: str) -> tuple[SavedAnswer, ...]:
        """The answers of a conversation, in order."""
        a = tables.answers.c
        return self._saved(select(tables.answers).where(a.conversation == conversation).order_by(a.position))

    def answer(self, identifier: str) -> SavedAnswer:
        """One answer by its permanent id. Raises UnknownAnswer."""
        found = self._saved(select(tables.answers).where(tables.answers.c.id == identifier))
        if not found:
            raise UnknownAnswer(identifier)
        return found[0]

    def recent(self, limit: int) -> tuple[ListedAnswer, ...]:
        """The last answers of all conversations, the latest first."""
        a, c = tables.answers.c, tables.conversations.c
        question = func.json_extract(a.answer, "$.question").label("question")
        statements = func.json_array_length(a.answer, "$.statements").label("statements")
        query = (
            select(a.id, question, c.title, statements, a.created)
            .join(tables.conversations, c.id == a.conversation)
            .order_by(a.created.desc(), a.position.desc(), a.id)
            .limit(limit)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(
            ListedAnswer(row.id, row.question, row.title, row.statements, row.created) for row in rows
        )

    def rate(self, identifier: str, rating: int | None, reason: str = "") -> None:
        """Keeps what the reader thought of an answer: 1 up, 0 down, None for no opinion."""
        a = tables.answers
        change = update(a).where(a.c.id == identifier).values(rating=rating, rating_reason=reason)
        with self.engine.begin() as connection:
            connection.execute(change)

    def _saved(self, query: Select[tuple[object, ...]]) -> tuple[SavedAnswer, ...]:
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(
            SavedAnswer(
                id=row.id,
                conversation=row.conversation,
                answer=from_json(Answer, row.answer),
                created=row.created,
                rating=row.rating,
                rating_reason=row.rating_reason,
            )
            for row in rows
        )


def _holding(words: str) -> Select[tuple[str]]:
    """The conversations with an answer whose question, statements or dropped statements hold the words."""
    a = tables.answers.c
    held = [func.json_extract(a.answer, f"$.{name}") for name in ("question", "standalone_question")]
    found = [text.icontains(words, autoescape=True) for text in held]
    for kind, name in (("statements", "text"), ("statements", "lead"), ("dropped", "text")):
        each = func.json_each(a.answer, f"$.{kind}").table_valued("value", name=f"{kind}_{name}")
        said = func.json_extract(each.c.value, f"$.{name}")
        found.append(exists().select_from(each).where(said.icontains(words, autoescape=True)))
    return select(a.conversation).where(or_(*found))
