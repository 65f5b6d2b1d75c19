"""Documents out: they leave search at once, and their versions stay readable for citations."""

from __future__ import annotations

from collections.abc import Sequence

from core.settings import Settings
from ingest import index
from ingest.lock import writing
from records.library import Library, UnknownDocument


def remove_documents(documents: Sequence[str], *, library: Library, settings: Settings) -> None:
    """Removes documents and their attachments. Raises UnknownDocument before anything is changed, Locked."""
    with writing(settings.home):
        index.repair(library, settings)
        current = {item.source.document for item in library.documents()}
        for document in documents:
            if document not in current:
                raise UnknownDocument(document)
        gone = library.remove(documents)
        index.bring_up_to_date(library, settings, documents=(), gone=gone)
