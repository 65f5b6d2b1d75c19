"""The search as a LangChain retriever, for those who build their own chains on it."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from core.types import NO_FILTERS, Filters, Passage


class PassageRetriever(BaseRetriever):
    """Finds passages; each document's metadata carries its span, so that it can be cited exactly."""

    search: Any  # a vectorstore.search.HybridSearch, or anything that is called like it
    limit: int = 8
    filters: Filters = NO_FILTERS

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = self.search(query, limit=self.limit, filters=self.filters)
        return [as_langchain(passage) for passage in found.passages]


def as_langchain(passage: Passage) -> Document:
    """The passage as a LangChain document: `page_content` is the version's text[start:end]."""
    known = passage.source.metadata
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "document": passage.source.document,
            "version": passage.source.version,
            "name": passage.source.name,
            "start": passage.start,
            "end": passage.end,
            "page": passage.page,
            "section": list(passage.section),
            "title": known.title,
            "issuer": known.issuer,
            "date": known.date,
            "score": passage.score,
        },
    )
