"""Compares what a kept memo cites with the archived versions, and with the library as it is today."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence

from core.errors import PinciteError
from core.succession import Succession, Superseded
from core.types import Citation, Document, Source
from memo.checks.findings import Finding, Kind
from memo.content import Memo, Note, version_hash
from memo.standing import Standing, anchored

FindDocument = Callable[[str], Document]  # by the id of a document or of a version of it
RESTORE = "The records do not hold what they held when the memo was made: restore them from a backup."
KINDS = {
    Standing.GONE: Kind.GONE,
    Standing.ALTERED: Kind.CHANGED,
    Standing.MOVED: Kind.MOVED,
    Standing.SUPERSEDED: Kind.SUPERSEDED,
}


def against_records(memo: Memo, find: FindDocument, dated: Sequence[Source] = ()) -> Iterator[Finding]:
    """For each footnote of the kept memo whose source is no longer what it was, a finding without `number`.

    `find` is `Library.document`; `dated` are the sources of the library that state when they were in force
    or what they supersede.
    """
    cited = (note.citation.source for note in memo.notes)
    law = Succession(tuple({source.document: source for source in (*cited, *dated)}.values()))
    for note in memo.notes:
        try:
            archived = find(note.citation.source.version)
        except PinciteError as error:
            yield _finding(Kind.DAMAGED, note, note.citation.quote, "", f"{error} {RESTORE}")
            continue
        yield from _against_archive(note, archived)
        yield from _against_today(note, archived, find, _superseded_since(memo, note, law))


def _against_archive(note: Note, archived: Document) -> Iterator[Finding]:
    """The archived text is the one that was cited, and the place is the one that was named."""
    citation = note.citation
    there = archived.text[citation.start : citation.end]
    if there != citation.quote or version_hash(archived.text) != note.version_hash:
        yield _finding(Kind.DAMAGED, note, citation.quote, there, RESTORE)
        return
    layout = archived.layout
    place = (
        layout.page_number(citation.start),
        layout.heading_path(citation.start),
        layout.paragraph_number(citation.start),
    )
    if place != (citation.page, citation.section, citation.paragraph):
        named, stands = _place(citation.page, citation.section, citation.paragraph), _place(*place)
        yield _finding(
            Kind.PINPOINT, note, stands, named, "The archived version has the words at another place."
        )


def _superseded_since(memo: Memo, note: Note, law: Succession) -> Superseded | None:
    """What has taken the place of a source since the memo was made."""
    source, today = note.citation.source, datetime.datetime.now(datetime.UTC).date()
    return None if law.superseded(source, memo.made.date()) else law.superseded(source, today)


def _against_today(
    note: Note, archived: Document, find: FindDocument, superseded: Superseded | None
) -> Iterator[Finding]:
    """What became of the words in the library of today, with what stands in their place."""
    citation = note.citation
    now = find(citation.source.document) if archived.removed else archived
    current = None if now.removed else now.source.version
    today = anchored(citation, current, find, superseded)
    if today.standing is not Standing.INTACT:
        yield _finding(
            KINDS[today.standing], note, citation.quote, today.words, _told(today.standing, citation)
        )


def _told(standing: Standing, citation: Citation) -> str:
    title = citation.source.metadata.title
    return {
        Standing.GONE: f"{title} was removed from the library; the archived version holds the words.",
        Standing.ALTERED: f"{title} has a newer version, which does not have these words.",
        Standing.MOVED: f"{title} has a newer version, which has the same words.",
    }.get(standing, f"{title} is no longer the law in force.")


def _place(page: int | None, section: tuple[str, ...], paragraph: int | None) -> str:
    parts = [f"p. {page}" if page is not None else "", " › ".join(section)]
    parts.append(f"para. {paragraph}" if paragraph is not None else "")
    return ", ".join(part for part in parts if part) or "no page, section or paragraph"


def _finding(kind: Kind, note: Note, expected: str, found: str, told: str) -> Finding:
    return Finding(kind, None, note.number, note.statement, expected, found, told)
