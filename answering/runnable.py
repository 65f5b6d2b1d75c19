"""The whole path of a question as a LangChain Runnable."""

from __future__ import annotations

from dataclasses import dataclass

from langchain_core.runnables import Runnable, RunnableLambda

from answering.answer import answer_question
from answering.protocols import Answerer, Library, Reader, Search
from core.settings import Settings
from core.types import NO_FILTERS, Answer, Filters, Turn


@dataclass(frozen=True)
class Asked:
    """A question with its conversation and filters."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = NO_FILTERS


def answering_runnable(
    *,
    search: Search,
    library: Library,
    settings: Settings,
    reader: Reader | None = None,
    answerer: Answerer | None = None,
) -> Runnable[Asked, Answer]:
    """A Runnable that answers: `runnable.invoke(Asked("What is a trade secret?"))`."""

    def answer(asked: Asked) -> Answer:
        return answer_question(
            asked.question,
            search=search,
            library=library,
            settings=settings,
            history=asked.history,
            filters=asked.filters,
            answerer=answerer,
            reader=reader,
        )

    return RunnableLambda(answer, name="answer_question")
