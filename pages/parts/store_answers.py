"""How questions are answered from an open store: search, reader and language models put together."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.answer import answer_question
from answering.protocols import Listener
from answering.setup import setup_of
from answering.writers.title import title
from answering.writing import Writing
from core.errors import PinciteError
from core.settings import Settings
from core.types import NO_FILTERS, Answer, Filters, Turn
from pages.parts.writer import Connected
from records.library import Library
from vectorstore.abbreviations import own_list_hash
from vectorstore.reader import NAME, Reader
from vectorstore.search import HybridSearch


@dataclass(frozen=True)
class StoreAnswers:
    """Answers from a library."""

    settings: Settings
    library: Library
    search: HybridSearch
    reader: Reader
    models: Connected

    def ask(
        self,
        question: str,
        *,
        listener: Listener,
        history: Sequence[Turn] = (),
        filters: Filters = NO_FILTERS,
        standalone: str | None = None,
        with_model: bool = True,
    ) -> Answer:
        """The checked answer, with what it was made with."""
        answer = answer_question(
            question,
            search=self.search,
            library=self.library,
            settings=self.settings,
            history=history,
            filters=filters,
            standalone=standalone,
            answerer=self._writing(history, listener) if with_model else None,
            reader=self.reader,
        )
        setup = setup_of(
            self.settings,
            search_model=self.search.embedder.name,
            reader=NAME,
            abbreviations=own_list_hash(self.settings.home),
        )
        return replace(answer, setup=setup)

    def title(self, answer: Answer) -> str | None:
        """What a conversation that begins with this answer is called; None without a model to ask."""
        said = [statement.text for statement in answer.statements]
        model = self.models.model
        return title(answer.question, said, model, self.settings) if model and said else None

    def warm_up(self) -> None:
        """Loads the search model and the reader, which takes longest of the first question."""
        try:
            self.search.embedder.embed_question("trade secret")
            self.reader("trade secret", self.search("trade secret", limit=1).passages)
        except PinciteError as error:
            logging.getLogger(__name__).warning("The search model is not ready: %s", error)

    def _writing(self, history: Sequence[Turn], listener: Listener) -> Writing | None:
        if not self.models.model:
            return None
        return Writing(
            self.models.model, self.settings, history=history, judge=self.models.judge, listener=listener
        )
