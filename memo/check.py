"""Checks pins against the records: what a memo quotes stands in its sources, and still does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.errors import PinciteError
from core.types import Citation, Document
from memo.memo import Memo, describe, pinpoint

FindDocument = Callable[[str], Document]  # by the id of a document or of a version of it
Holds = Callable[[str, str], bool]  # whether a version, by its id, holds these words


class MisplacedQuotation(PinciteError):
    """A footnote's words do not stand in the cited version where the footnote says."""

    def __init__(self, number: int, citation: Citation) -> None:
        place = ", ".join(part for part in (describe(citation.source.metadata), pinpoint(citation)) if part)
        super().__init__(
            f"Footnote {number}: “{citation.quote}” does not stand at the cited place of {place} "
            f"(version {citation.source.version}). No file was written. Take the answer out of the memo "
            "and ask its question again; if this comes back, restore the records from a backup."
        )


class Standing(StrEnum):
    """What became of the words that a citation pins."""

    INTACT = "intact"  # the cited version is the current one
    MOVED = "moved"  # a newer version has the same words, perhaps elsewhere
    ALTERED = "altered"  # a newer version does not have these words
    GONE = "gone"  # the document was removed from the library


@dataclass(frozen=True)
class Checked:
    """A footnote's number and what became of the words that it quotes."""

    number: int
    standing: Standing


def check_pins(memo: Memo, find: FindDocument) -> tuple[Checked, ...]:
    """Compares every footnote with the archived text, then with the document as it is today.

    `find` is `Library.document`. Raises MisplacedQuotation where a quotation is not, to the
    character, what the cited version holds at the cited place, and what `find` raises.
    """
    checked = []
    for footnote in memo.footnotes:
        citation = footnote.citation
        archived = find(citation.source.version)
        if archived.text[citation.start : citation.end] != citation.quote:
            raise MisplacedQuotation(footnote.number, citation)
        now = find(citation.source.document) if archived.removed else archived
        current = None if now.removed else now.source.version
        standing = standing_of(citation, current, lambda version, words: words in find(version).text)
        checked.append(Checked(footnote.number, standing))
    return tuple(checked)


def standing_of(citation: Citation, current: str | None, holds: Holds) -> Standing:
    """What became of the words of a citation whose document now has the version `current`, or none.

    `holds` is asked only where the document has changed.
    """
    if current is None:
        return Standing.GONE
    if current == citation.source.version:
        return Standing.INTACT
    return Standing.MOVED if holds(current, citation.quote) else Standing.ALTERED


def changed(checked: Iterable[Checked]) -> tuple[Checked, ...]:
    """Those whose words are no longer in the library's current documents."""
    return tuple(one for one in checked if one.standing in (Standing.ALTERED, Standing.GONE))
