"""The table of authorities: what a memo cites, grouped, with the notes in which it does."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from memo.content import BlockKind, CitedStatement, ContentBlock, Inline, Note, Role, Run
from memo.describe import Authority, authority_of, describe, folded, note_ranges, written_date
from memo.notes.legal_citations import LegalCitation, legal_citations

MENTIONED = "Mentioned in the sources"
GROUPS = {  # in this order
    Authority.CASE: "Cases",
    Authority.STATUTE: "Statutes",
    Authority.REGULATION: "Regulations",
    Authority.TREATY: "Treaties",
    Authority.SECONDARY: "Secondary sources",
    Authority.OTHER: "Other authorities",
}
_DIGITS = re.compile(r"([0-9]+)")
_VERSUS = re.compile(r"\bv\.?\s")
_Place = tuple[str, str]  # what a legal citation leads to: its key, and the subsections that it names
_Part = TypeVar("_Part", Run, Inline)


@dataclass(frozen=True)
class Authorities:
    """The table of authorities, and for each legal citation the anchor of its entry there."""

    blocks: tuple[ContentBlock, ...]
    anchors: Mapping[_Place, str]


@dataclass
class _Entry:
    """An authority and the notes that cite it."""

    kind: Authority
    name: str
    notes: set[int] = field(default_factory=set)
    anchor: str = ""


def authorities_of(notes: Sequence[Note], statements: Sequence[CitedStatement]) -> Authorities:
    """The documents that the notes quote, in groups; then the law that is mentioned in their words.

    Groups are headings of level 2, entries are bullets with an anchor each: `linked` leads to them.
    """
    documents = _documents(notes)
    mentioned, of_documents = _mentioned(notes, statements, documents)
    quoted = list(_grouped(documents.values()))
    other = list(_grouped(mentioned.values()))
    ordered = [entry for _, group in (*quoted, *other) for entry in group]
    for number, entry in enumerate(ordered, start=1):
        entry.anchor = f"authority-{number}"
    blocks = [*_blocks(quoted, level=2)]
    if other:
        blocks += [_heading(MENTIONED, 2), *_blocks(other, level=3)]
    anchors = {place: entry.anchor for place, entry in (mentioned | of_documents).items()}
    return Authorities(tuple(blocks), anchors)


def linked(inlines: Iterable[_Part], authorities: Authorities) -> tuple[_Part, ...]:
    """The same words; those that are a legal citation lead to its entry in the table of authorities.

    A run in which one stands becomes several with the same role: the words of a quotation are those
    of all its runs together.
    """
    return tuple(part for inline in inlines for part in _linked(inline, authorities.anchors))


def _linked(inline: _Part, anchors: Mapping[_Place, str]) -> Iterator[_Part]:
    if not isinstance(inline, Run) or inline.target or inline.role in (Role.ADDRESS, Role.VERSION):
        yield inline
        return
    after = 0
    for citation in legal_citations(inline.text):
        target = anchors.get(_place(citation))
        if target is None:
            continue
        if citation.start > after:
            yield replace(inline, text=inline.text[after : citation.start])
        yield replace(inline, text=inline.text[citation.start : citation.end], target=target)
        after = citation.end
    if after < len(inline.text) or not after:
        yield replace(inline, text=inline.text[after:])


def _documents(notes: Sequence[Note]) -> dict[str, _Entry]:
    """An entry for each version of a document that the notes quote, by the version's id."""
    sources = {note.citation.source.version: note.citation.source for note in notes}
    versions = Counter(source.document for source in sources.values())
    entries: dict[str, _Entry] = {}
    for note in notes:
        source = note.citation.source
        if source.version not in entries:
            parts = [describe(source.metadata)]
            if source.metadata.label:
                parts.append(f"label: {folded(source.metadata.label)}")
            if versions[source.document] > 1:
                parts.append(f"library copy of {written_date(note.version_date.isoformat())}")
            entries[source.version] = _Entry(authority_of(source.metadata), ", ".join(parts))
        entries[source.version].notes.add(note.number)
    return entries


def _mentioned(
    notes: Sequence[Note], statements: Sequence[CitedStatement], documents: Mapping[str, _Entry]
) -> tuple[dict[_Place, _Entry], dict[_Place, _Entry]]:
    """The law in the words of statements and quotations: what is no document here, and what is one.

    The law that a statement names is found in those of its notes that quote it; where none does, in all.
    """
    titles = {note.citation.source.version: note.citation.source.metadata.title for note in notes}
    own = [
        (document, citation)
        for version, document in documents.items()
        if document.kind is not Authority.SECONDARY  # it is named after the law, and is not the law
        for citation in _naming(titles[version])
    ]
    quoted = {note.number: {_place(one) for one in legal_citations(note.citation.quote)} for note in notes}
    mentioned: dict[_Place, _Entry] = {}
    of_documents: dict[_Place, _Entry] = {}
    for text, numbers in _texts(notes, statements):
        for citation in legal_citations(text):
            place = _place(citation)
            document = next((entry for entry, named in own if _covers(named, citation)), None)
            if document:
                of_documents[place] = document
                continue
            name = folded(text[citation.start : citation.end])
            holding = [number for number in numbers if place in quoted.get(number, ())]
            mentioned.setdefault(place, _Entry(citation.kind, name)).notes.update(holding or numbers)
    return mentioned, of_documents


def _texts(
    notes: Sequence[Note], statements: Sequence[CitedStatement]
) -> Iterator[tuple[str, Sequence[int]]]:
    """The words that a reader of the memo sees, with the notes that they belong to."""
    for statement in statements:
        yield statement.text, statement.notes
    for note in notes:
        yield "".join(run.text for run in note.runs if run.role is Role.QUOTATION), (note.number,)


def _naming(title: str) -> Iterator[LegalCitation]:
    """The legal citations by which a title names the document: "18 U.S.C. § 1839. Definitions".

    One that stands later in a title only tells what the document is about, but for those of cases,
    which stand after the names of the parties.
    """
    for citation in legal_citations(folded(title)):
        parties = citation.kind is Authority.CASE and _VERSUS.search(title)
        if not citation.start or parties:
            yield citation


def _covers(named: LegalCitation, citation: LegalCitation) -> bool:
    return named.key == citation.key and citation.part.startswith(named.part)


def _place(citation: LegalCitation) -> _Place:
    return citation.key, citation.part


def _grouped(entries: Iterable[_Entry]) -> Iterator[tuple[Authority, list[_Entry]]]:
    ordered = sorted(entries, key=lambda entry: _order(entry.name))
    for kind in GROUPS:
        if group := [entry for entry in ordered if entry.kind is kind]:
            yield kind, group


def _order(name: str) -> list[tuple[int, str]]:
    """Sorts as a reader looks names up: without a leading "The", accents and case; numbers by size."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    pieces = _DIGITS.split(plain.removeprefix("the "))
    return [
        (len(piece.lstrip("0")), piece.lstrip("0")) if place % 2 else (0, piece)
        for place, piece in enumerate(pieces)
    ]


def _blocks(groups: Iterable[tuple[Authority, list[_Entry]]], *, level: int) -> Iterator[ContentBlock]:
    for kind, entries in groups:
        yield _heading(GROUPS[kind], level)
        for entry in entries:
            runs = (Run(entry.name), Run(f": {note_ranges(sorted(entry.notes))}"))
            yield ContentBlock(BlockKind.BULLET, runs, anchor=entry.anchor)


def _heading(text: str, level: int) -> ContentBlock:
    return ContentBlock(BlockKind.HEADING, (Run(text),), level=level)
