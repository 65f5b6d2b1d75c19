"""A question is answered in the background: a click, another page or a closed tab loses nothing of it.

Streamlit ends a script in the same way for its stop button, for a click on anything else and for a tab
that is closed. So a question does not belong to the script that asked it, and only `stop` stops it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

from answering.check import Checked
from core.errors import PinciteError
from core.types import Answer, Citation, Filters, Part, Statement
from records.conversations import Conversations, SavedAnswer, UnknownConversation
from records.writing import new_id

FIRST_STAGE, WRITING = "Searching", "Writing"
TITLE = 80  # characters of a question that name its conversation
REMEDY = "Ask it again; if this comes back, the log says more."


@dataclass(frozen=True)
class Wanted:
    """A question as a reader wants it asked."""

    question: str
    standalone: str | None = None  # the reader's own wording of a follow-up
    with_model: bool = True
    filters: Filters | None = None  # those of an earlier answer; None: those that are chosen now


@dataclass(frozen=True)
class SoFar:
    """What of an answer has been checked already, as an answer shows it."""

    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    parts: tuple[Part, ...] = ()  # (): the question as a whole


class Asking:
    """One question being answered: a Listener to the one who answers, and what the pages show of it."""

    def __init__(self, conversation: str, question: str, *, begun: bool, with_model: bool) -> None:
        self.id = new_id()
        self.conversation = conversation
        self.question = question
        self.begun = begun  # whether the conversation was begun for it
        self.with_model = with_model  # whether a language model is asked
        self.doing = FIRST_STAGE
        self.saved: str | None = None  # the id of the answer, once it is kept
        self.error: str | None = None
        self._began = monotonic()
        self._heard: dict[str, Checked] = {}
        self._stop = threading.Event()
        self._done = threading.Event()

    @property
    def done(self) -> bool:
        """Whether its answer is kept, or an error told."""
        return self._done.is_set()

    @property
    def seconds(self) -> float:
        """Since it was asked."""
        return monotonic() - self._began

    @property
    def so_far(self) -> SoFar:
        """All that has been checked; parts are named once there are two."""
        return gathered(dict(self._heard))

    def stop(self) -> None:
        """Wants no more of it: what has been checked is kept."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Returns when it is done or the time is over: whether it is done."""
        return self._done.wait(seconds)

    def finish(self) -> None:
        """Lets those go on who wait for it."""
        self._done.set()

    def checked(self, question: str, checked: Checked) -> None:
        """Hears what of one part has been checked; it replaces what was heard before."""
        if checked.statements:
            self.doing = WRITING
        self._heard = {**self._heard, question: checked}

    def stage(self, words: str) -> None:
        """Hears what is being done now."""
        self.doing = words

    def stopped(self) -> bool:
        """Whether the reader wants no more of it."""
        return self._stop.is_set()


Task = Callable[[Asking], Answer]
Naming = Callable[[Answer], str | None]  # the title of a conversation that begins with this answer


class Askings:
    """The questions being answered now, at most one a conversation, for the whole process."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._lock = threading.Lock()
        self._askings: dict[str, Asking] = {}

    def start(
        self,
        conversation: str,
        question: str,
        task: Task,
        *,
        begun: bool = False,
        with_model: bool = False,
        naming: Naming | None = None,
    ) -> Asking | None:
        """Begins to answer; None where the conversation's last question is being answered still."""
        with self._lock:
            before = self._askings.get(conversation)
            if before and not before.done:
                return None
            asking = Asking(conversation, question, begun=begun, with_model=with_model)
            self._askings[conversation] = asking
        arguments = (asking, task, naming if begun else None)
        threading.Thread(target=self._carry_out, args=arguments, name="asking", daemon=True).start()
        return asking

    def of(self, conversation: str | None) -> Asking | None:
        """The question that is being answered there, or that failed there and was not shown yet.

        Ask this before the conversation's answers are read: so none falls between the two.
        """
        return self._askings.get(conversation) if conversation else None

    def forget(self, asking: Asking) -> None:
        """Drops one that failed, once that was shown."""
        with self._lock:
            if self._askings.get(asking.conversation) is asking:
                del self._askings[asking.conversation]

    def _carry_out(self, asking: Asking, task: Task, naming: Naming | None) -> None:
        try:
            answer = task(asking)
            saved = self._keep(asking, answer)
        except PinciteError as error:
            asking.error = str(error)
        except Exception as error:  # a thread has no caller: what is not caught here is lost
            logging.getLogger(__name__).exception("A question could not be answered")
            cause = str(error).strip() or "no cause was given"
            asking.error = f"It could not be answered: {type(error).__name__}: {cause}. {REMEDY}"
        else:
            asking.saved = saved.id
            self.forget(asking)
            asking.finish()
            if naming:
                self._name(saved, naming)
        finally:
            asking.finish()

    def _keep(self, asking: Asking, answer: Answer) -> SavedAnswer:
        """Keeps the answer: in a new conversation where its own was deleted meanwhile."""
        try:
            return self._conversations.add(asking.conversation, answer)
        except UnknownConversation:
            self.forget(asking)
            asking.conversation = self._conversations.start(asking.question[:TITLE])
            return self._conversations.add(asking.conversation, answer)

    def _name(self, saved: SavedAnswer, naming: Naming) -> None:
        """Gives the conversation its title; without one it stays called by its question."""
        try:
            title = naming(saved.answer)
        except PinciteError as error:
            logging.getLogger(__name__).warning("A conversation was not named: %s", error)
            return
        if title:
            self._conversations.rename(saved.conversation, title)


def gathered(heard: dict[str, Checked]) -> SoFar:
    """The parts as one: citations are numbered through, a citation that two parts make is one."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    for number, checked in enumerate(heard.values()):
        places = []
        for citation in checked.citations:
            if citation not in citations:
                citations.append(citation)
            places.append(citations.index(citation))
        for statement in checked.statements:
            cited = tuple(places[index] for index in statement.citations)
            statements.append(replace(statement, citations=cited, part=number if len(heard) > 1 else None))
    parts = tuple(Part(question) for question in heard) if len(heard) > 1 else ()
    return SoFar(tuple(statements), tuple(citations), parts)
