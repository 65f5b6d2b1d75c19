"""A finished memo for the tests of its check: every pin stands in a text, and its layout names the place."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from core.errors import PinciteError
from core.memos import MemoHeading
from core.types import Citation, Document, Heading, Layout, Metadata, Page, Source, Span, Verdict
from memo.content import BlockKind, CitedStatement, ContentBlock, Memo, Note, NoteMark, Role, Run, Table
from memo.writers.json_file import fingerprint, write_json

MADE = datetime.datetime(2026, 11, 23, 10, 30, tzinfo=datetime.UTC)
ADDED = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)

_DTSA = (
    "# Civil proceedings",
    "An owner of a trade secret that is misappropriated may bring a civil action under this subsection if "
    "the trade secret is related to a product or service used in, or intended for use in, interstate or "
    "foreign commerce.",
    "# Civil seizure",
    "The court may not grant an application under subparagraph (A) unless the court finds that it clearly "
    "appears from specific facts that an order issued pursuant to Rule 65 would be inadequate.",
    "The order shall set a date for a hearing not later than 7 days after the order has issued, unless the "
    "party against whom the order is directed consents to another date.",
    "# Limitations",
    "A civil action may not be commenced later than 3 years after the date on which the misappropriation "
    "is discovered or by the exercise of reasonable diligence should have been discovered.",
    "# Definitions",
    "The term “owner”, with respect to a trade secret, means the person or entity in whom or in which "
    "rightful legal or equitable title to, or license in, the trade secret is reposed.",
)
_DIRECTIVE = (
    "# Article 2",
    "‘trade secret’ means information which meets all of the following requirements: it is secret, it has "
    "commercial value because it is secret, and it has been subject to reasonable steps.",
    "‘infringer’ means any natural or legal person who has unlawfully acquired, used or disclosed a trade "
    "secret.",
    "# Article 8",
    "The duration of the limitation period shall not exceed 6 years.",
    "# Article 9",
    "Member States shall ensure that the parties, their lawyers or other representatives are not permitted "
    "to use or disclose any trade secret – even after the legal proceedings have ended.",
)
_GUIDE = (
    "# Handling",
    "Every document that holds a trade secret is marked on its first page with the owner’s name.",
    "Copies are numbered; copy 1 of 12 stays with the owner and is never e-mailed.",
    "# Leaving",
    "Within 30 days of leaving, an employee returns all 4 kinds of media listed in annex B.",
)


def laid_out(name: str, lines: Sequence[str], metadata: Metadata, *, version: str = "1") -> Document:
    """A document of headings ("# ...") and paragraphs, two of them on each page."""
    text, headings, paragraphs = "", [], []
    for line in lines:
        start = len(text)
        words = line.removeprefix("# ")
        text += f"{words}\n\n"
        if line.startswith("# "):
            headings.append(Heading(start, (words,)))
        else:
            paragraphs.append(Span(start, start + len(words)))
    bounds = [*(one.start for one in paragraphs[::2]), len(text)]
    pages = tuple(
        Page(number, start if number > 1 else 0, bounds[number])
        for number, start in enumerate(bounds[:-1], start=1)
    )
    layout = Layout(tuple(headings), tuple(paragraphs), pages)
    source = Source(f"d-{name}", f"v-{name}-{version}", f"{name}.pdf", metadata)
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Document(source, text, layout, "application/pdf", name, digest, ADDED)


DTSA = laid_out(
    "dtsa",
    _DTSA,
    Metadata(
        "Defend Trade Secrets Act of 2016",
        "U.S. Congress",
        "2016-05-11",
        "US",
        url="https://www.congress.gov/114/plaws/publ153/PLAW-114publ153.pdf",
    ),
)
DIRECTIVE = laid_out(
    "directive",
    _DIRECTIVE,
    Metadata(
        "Directive (EU) 2016/943",
        "European Union",
        "2016-06-08",
        "EU",
        url="https://eur-lex.europa.eu/eli/dir/2016/943/oj",
    ),
)
GUIDE = laid_out("guide", _GUIDE, Metadata("Handling guide", "Policy unit", "2025", label="internal"))


class UnknownVersion(PinciteError):
    """No such document."""


class Archive:
    """Documents and their versions, as `Library.document` finds them."""

    def __init__(self, *documents: Document) -> None:
        self.versions = {one.source.version: one for one in documents}
        self.current = {one.source.document: one.source.version for one in documents}

    def find(self, identifier: str) -> Document:
        """A version, or the current (else the last) one of a document; those replaced are `removed`."""
        version = self.current.get(identifier, identifier)
        last = [one for one in self.versions.values() if one.source.document == identifier]
        document = self.versions.get(version) or (last[-1] if last else None)
        if document is None:
            raise UnknownVersion(f"No document has the id {identifier!r}.")
        is_current = self.current.get(document.source.document) == document.source.version
        return replace(document, removed=not is_current)

    def document(self, identifier: str) -> Document:
        """The same, for those who take a whole library."""
        return self.find(identifier)

    def fingerprint(self) -> str:
        return "0badcafe0badcafe"

    def change(self, document: Document, text: str) -> None:
        """A new version with another text takes the place of the document's."""
        source = replace(document.source, version=f"{document.source.version}-new")
        self.versions[source.version] = replace(document, source=source, text=text, layout=Layout())
        self.current[source.document] = source.version

    def remove(self, document: Document) -> None:
        """The document is taken out; its versions stay."""
        del self.current[document.source.document]


def archive() -> Archive:
    return Archive(DTSA, DIRECTIVE, GUIDE)


class Said(NamedTuple):
    """A statement and what it cites: a document and words of it."""

    text: str | None  # None: the words of the first citation
    cites: tuple[tuple[Document, str], ...]
    lead: str = ""
    remark: str = ""


SUE, NOT_GRANT, ORDER, ACTION, OWNER = (_DTSA[n] for n in (1, 3, 4, 6, 8))

SAID = (
    Said(None, ((DTSA, NOT_GRANT),)),
    Said("Only an owner may sue, and a licensee can be one.", ((DTSA, SUE), (DTSA, OWNER))),
    Said(None, ((DTSA, ORDER),), remark="As of 1 March 2026."),
    Said(
        "The hearing is held within a week, and no order stands without specific facts.",
        ((DTSA, "not later than 7 days after the order has issued"), (DTSA, NOT_GRANT[:120].rstrip())),
        lead="Hearing",
    ),
    Said(None, ((DTSA, ACTION),), lead="United States"),
    Said(None, ((DIRECTIVE, _DIRECTIVE[4]),), lead="European Union"),
    Said("A secret needs value and steps to keep it.", ((DIRECTIVE, _DIRECTIVE[1]),)),
    Said(None, ((DIRECTIVE, _DIRECTIVE[2]),)),
    Said(None, ((DIRECTIVE, _DIRECTIVE[6]),)),
    Said("Documents are marked, and copies are counted.", ((GUIDE, _GUIDE[1]), (GUIDE, _GUIDE[2]))),
    Said(None, ((GUIDE, _GUIDE[4]),)),
    Said(
        "Both sources protect the owner, and our guide names the owner on page one.",
        ((DTSA, OWNER), (DIRECTIVE, _DIRECTIVE[2]), (GUIDE, _GUIDE[1])),
    ),
)


def pinned(document: Document, quote: str) -> Citation:
    start = document.text.index(quote)
    layout = document.layout
    return Citation(
        document.source,
        start,
        start + len(quote),
        quote,
        Verdict.EXACT,
        layout.page_number(start),
        layout.heading_path(start),
        layout.paragraph_number(start),
    )


def _runs(citation: Citation, first: int | None, *, again: bool, short: bool) -> tuple[Run, ...]:
    metadata = citation.source.metadata
    pinpoint = f"p. {citation.page}, {' › '.join(citation.section)}, para. {citation.paragraph}"
    named = f"{metadata.title}, {metadata.issuer}, {metadata.date}"
    if short and first:
        named = "ibid." if again else f"{metadata.title} (n {first})"
    runs = [
        Run(named, role=Role.REFERENCE),
        Run(", "),
        Run(pinpoint, role=Role.PINPOINT),
        Run(": “"),
        Run(citation.quote, role=Role.QUOTATION),
        Run("” (library copy of "),
        Run("2 November 2026", role=Role.VERSION),
        Run(")."),
    ]
    if metadata.url and not (short and first):
        runs += [Run(" "), Run(metadata.url, role=Role.ADDRESS)]
    return tuple(runs)


def memo(said: Sequence[Said] = SAID, *, short: bool = False) -> Memo:
    """A memo of these statements; `short`: with "ibid." and "(n 3)", as some citation styles have them."""
    notes: list[Note] = []
    statements: list[CitedStatement] = []
    blocks: list[ContentBlock | Table] = [
        _block(BlockKind.TITLE, "Memorandum"),
        ContentBlock(BlockKind.FIELD, (Run("To", bold=True), Run("General Counsel"))),
        _block(BlockKind.HEADING, "Question presented", level=1),
        _block(BlockKind.PARAGRAPH, "When may a court order a seizure, and how long may the owner wait?"),
        _block(BlockKind.HEADING, "Discussion", level=1),
    ]
    for number, one in enumerate(said, start=1):
        numbers = []
        for document, quote in one.cites:
            citation = pinned(document, quote)
            cited = [note.number for note in notes if note.citation.source == citation.source]
            again = bool(cited) and cited[-1] == len(notes)
            numbers.append(len(notes) + 1)
            notes.append(
                Note(
                    len(notes) + 1,
                    _runs(citation, cited[0] if cited else None, again=again, short=short),
                    citation,
                    number,
                    hashlib.sha256(document.text.encode()).hexdigest(),
                    document.content,
                    document.added.date(),
                    Verdict.EXACT,
                )
            )
        text = one.text or one.cites[0][1]
        made = CitedStatement(number, text, tuple(numbers), one.text is None, "quoting")
        statements.append(made)
        blocks.append(_said(made, one))
        if number % 4 == 0:
            words = f"In our view point {number} needs no further facts; the client was told so."
            blocks.append(
                ContentBlock(BlockKind.OWN, (Run(words), Run(" [author’s own words]", italic=True)))
            )
    blocks += _end(notes)
    made_memo = Memo(
        "",
        MemoHeading("Seizure orders", "General Counsel"),
        "internal",
        "policy-memo",
        "plain",
        MADE,
        "0badcafe",
        tuple(blocks),
        tuple(notes),
        tuple(statements),
    )
    identifier = fingerprint(made_memo)
    closing = _block(BlockKind.NOTICE, f"This memo is not legal advice. Memo ID {identifier}.")
    return replace(made_memo, id=identifier, blocks=(*blocks, closing))


def _said(statement: CitedStatement, one: Said) -> ContentBlock:
    words = f"“{statement.text}”" if statement.verbatim else statement.text
    before = (Run(f"{one.lead}. ", bold=True),) if one.lead else ()
    after = (Run(f" ({one.remark})", italic=True),) if one.remark else ()
    marks = tuple(NoteMark(number) for number in statement.notes)
    return ContentBlock(
        BlockKind.STATEMENT, (*before, Run(words), *marks, *after), statement=statement.number
    )


def _end(notes: Sequence[Note]) -> list[ContentBlock | Table]:
    rows = tuple(
        (str(note.number), note.citation.source.metadata.title, note.version_hash[:16], note.verdict.value)
        for note in notes
    )
    return [
        _block(BlockKind.HEADING, "Appendix: excerpts", level=1),
        _block(BlockKind.EXCERPT, f"… {NOT_GRANT} {ORDER} …"),
        _block(BlockKind.EXCERPT, _DIRECTIVE[6]),
        _block(BlockKind.HEADING, "Verification", level=1),
        Table(("Note", "Document", "Version", "Quotation"), rows, (1, 4, 3, 2)),
    ]


def _block(kind: BlockKind, text: str, *, level: int = 0) -> ContentBlock:
    return ContentBlock(kind, (Run(text),), level)


def kept_of(*memos: Memo) -> dict[str, str]:
    """Finished memos as the records keep them: JSON by id."""
    return {one.id: write_json(one) for one in memos}
