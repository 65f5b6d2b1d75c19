"""Finished memos made by hand, for the tests of writers: no other room takes part in them.

`example()` has every kind of block; `many_notes(n)` is a big one; in `hostile(text)` all words are `text`.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import replace

from core.memos import Decision, MemoHeading, SignOff
from core.types import Citation, Document, Layout, Metadata, Source, Verdict
from memo.content import (
    BlockKind,
    CitedStatement,
    ContentBlock,
    Memo,
    Note,
    NoteMark,
    Role,
    Run,
    Table,
)

MADE = datetime.datetime(2026, 11, 23, 10, 30, tzinfo=datetime.UTC)
ADDED = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)
SIGNED = SignOff(Decision.ACCEPTED, "R. Keller", datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC))
QUOTING = "quoting"
MODEL = "openai:gpt-5"

SEIZURE = (
    "Based on an affidavit or verified complaint satisfying the requirements of this paragraph, the court "
    "may, upon ex parte application but only in extraordinary circumstances, issue an order providing for "
    "the seizure of property necessary to prevent the propagation or dissemination of the trade secret "
    "that is the subject of the action."
)
THREE_YEARS = (
    "A civil action under subsection (b) may not be commenced later than 3 years after the date on which "
    "the misappropriation with respect to which the action would relate is discovered or by the exercise "
    "of reasonable diligence should have been discovered."
)
SIX_YEARS = "The duration of the limitation period shall not exceed 6 years."
MEANS = "‘trade secret’ means information which meets all of the following requirements"
HOLDER = "‘trade secret holder’ means any natural or legal person lawfully controlling a trade secret"
MARKING = "Every document that holds a trade secret is marked on its first page."

DTSA_TEXT = f"§ 1836. Civil proceedings\n\n{SEIZURE}\n\n(d) Period of limitations.\n\n{THREE_YEARS}\n"
DIRECTIVE_TEXT = f"Article 2\n\n(1) {MEANS}:\n\n(2) {HOLDER};\n\nArticle 8\n\n{SIX_YEARS}\n"
GUIDE_TEXT = f"Handling of secrets\n\n{MARKING} The mark names the owner and the day.\n"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _document(name: str, text: str, metadata: Metadata) -> Document:
    source = Source(f"d-{name}", f"v-{name}", f"{name}.txt", metadata)
    return Document(source, text, Layout(), "text/plain", f"/library/{name}.txt", _digest(name), ADDED)


DTSA = _document(
    "dtsa",
    DTSA_TEXT,
    Metadata(
        "Defend Trade Secrets Act of 2016",
        "U.S. Congress",
        "2016-05-11",
        "US",
        "statute",
        "https://www.congress.gov/114/plaws/publ153/PLAW-114publ153.pdf",
    ),
)
DIRECTIVE = _document(
    "directive",
    DIRECTIVE_TEXT,
    Metadata("Directive (EU) 2016/943", "European Union", "2016-06-08", "EU", "directive"),
)
GUIDE = _document(
    "guide",
    GUIDE_TEXT,
    Metadata("Handling guide", "Policy unit", "2025", kind="guidance", label="internal"),
)
DOCUMENTS = (DTSA, DIRECTIVE, GUIDE)


def pinned(
    document: Document,
    quote: str,
    *,
    page: int | None = None,
    section: tuple[str, ...] = (),
    paragraph: int | None = None,
    verdict: Verdict = Verdict.EXACT,
) -> Citation:
    """A citation of words that stand in the document."""
    start = document.text.index(quote)
    return Citation(document.source, start, start + len(quote), quote, verdict, page, section, paragraph)


def noted(
    number: int, statement: int, document: Document, citation: Citation, pinpoint: str, *, short: str = ""
) -> Note:
    """A footnote as the plain style has it; `short` names a source that was cited before."""
    metadata = document.source.metadata
    runs = [
        Run(short or f"{metadata.title}, {metadata.issuer}, {metadata.date}", role=Role.REFERENCE),
        Run(", "),
        Run(pinpoint, role=Role.PINPOINT),
        Run(": “"),
        Run(citation.quote, role=Role.QUOTATION),
        Run("”"),
        Run(" (version of "),
        Run("2 November 2026", role=Role.VERSION),
        Run(")."),
    ]
    if metadata.url and not short:
        runs += [Run(" "), Run(metadata.url, role=Role.ADDRESS)]
    return Note(
        number,
        tuple(runs),
        citation,
        statement,
        _digest(document.text),
        document.content,
        document.added.date(),
        Verdict.EXACT,
    )


def _notes() -> tuple[Note, ...]:
    seizure = pinned(DTSA, SEIZURE, page=3, section=("§ 1836", "Civil seizure"), paragraph=2)
    years = pinned(DTSA, THREE_YEARS, page=9, section=("§ 1836", "Period of limitations"))
    six = pinned(DIRECTIVE, SIX_YEARS, section=("Article 8",))
    means = pinned(DIRECTIVE, MEANS, section=("Article 2",))
    holder = pinned(DIRECTIVE, HOLDER, section=("Article 2",))
    marking = pinned(GUIDE, MARKING, paragraph=2)
    return (
        noted(1, 1, DTSA, seizure, "page 3, § 1836, Civil seizure, paragraph 2"),
        noted(2, 2, DTSA, seizure, "page 3, § 1836", short="Defend Trade Secrets Act of 2016 (note 1)"),
        noted(3, 2, GUIDE, marking, "paragraph 2"),
        noted(4, 3, DTSA, years, "page 9", short="Defend Trade Secrets Act of 2016 (note 1)"),
        noted(5, 4, DIRECTIVE, six, "Article 8"),
        noted(6, 5, DIRECTIVE, means, "Article 2", short="Directive (EU) 2016/943 (note 5)"),
        noted(7, 5, DIRECTIVE, holder, "Article 2", short="ibid."),
        noted(8, 6, GUIDE, marking, "paragraph 2", short="Handling guide (note 3)"),
    )


STATEMENTS = (
    CitedStatement(1, SEIZURE, (1,), True, QUOTING, sign_off=SIGNED, answer="a1"),
    CitedStatement(
        2,
        "A seizure without hearing the other side is possible, but our own marking must be in order first.",
        (2, 3),
        False,
        MODEL,
        edited=True,
        sign_off=SIGNED,
        answer="a1",
    ),
    CitedStatement(3, THREE_YEARS, (4,), True, QUOTING, answer="a2"),
    CitedStatement(4, SIX_YEARS, (5,), True, QUOTING, answer="a2"),
    CitedStatement(
        5, "The Directive defines both the secret and its holder.", (6, 7), False, MODEL, answer="a3"
    ),
    CitedStatement(
        6,
        MARKING,
        (8,),
        True,
        QUOTING,
        sign_off=replace(SIGNED, decision=Decision.TO_CHECK),
        answer="a3",
    ),
)


def text_block(kind: BlockKind, text: str, *, level: int = 0, anchor: str | None = None) -> ContentBlock:
    """A block of one run."""
    return ContentBlock(kind, (Run(text),), level, anchor=anchor)


def field(name: str, value: str) -> ContentBlock:
    """A line of the memo's head."""
    return ContentBlock(BlockKind.FIELD, (Run(name, bold=True), Run(value)))


def said(
    statement: CitedStatement, *, lead: str = "", remark: str = "", kind: BlockKind = BlockKind.STATEMENT
) -> ContentBlock:
    """A cited statement with its note marks, its lead before it and a remark after it."""
    words = (Run("“"), Run(statement.text), Run("”")) if statement.verbatim else (Run(statement.text),)
    before = (Run(f"{lead}. ", bold=True),) if lead else ()
    after = (Run(f" ({remark})", italic=True),) if remark else ()
    marks = tuple(NoteMark(number) for number in statement.notes)
    return ContentBlock(
        kind,
        (*before, *words, *marks, *after),
        statement=statement.number,
        anchor=f"statement-{statement.number}",
    )


def _excerpt(number: int, document: Document, quote: str, note: int) -> tuple[ContentBlock, ...]:
    before, after = document.text.split(quote)
    return (
        ContentBlock(
            BlockKind.HEADING,
            (Run(document.source.metadata.title), Run(f" (note {note})")),
            3,
            anchor=f"excerpt-{number}",
        ),
        ContentBlock(BlockKind.EXCERPT, (Run(before), Run(quote, bold=True), Run(after.rstrip()))),
    )


def _blocks(notes: tuple[Note, ...]) -> tuple[ContentBlock | Table, ...]:
    one, two, three, four, five, six = STATEMENTS
    kind = BlockKind
    return (
        text_block(kind.TITLE, "Memorandum"),
        field("To", "General Counsel"),
        field("From", "Policy unit, Trade Secrets and Enforcement"),
        field("Date", "23 November 2026"),
        field("Subject", "Seizure orders and periods of limitation in the United States and the Union"),
        text_block(kind.HEADING, "Question presented", level=1),
        text_block(kind.PARAGRAPH, "When may a court order a seizure, and how long may the owner wait?"),
        text_block(kind.HEADING, "Short answer", level=1),
        said(one),
        text_block(kind.HEADING, "Discussion", level=1),
        text_block(kind.HEADING, "When may a court order a seizure?", level=2),
        text_block(kind.REMARK, "Written by openai:gpt-5 and checked against the words of the sources."),
        said(two, lead="Marking", remark="As of 1 March 2026."),
        text_block(
            kind.OWN,
            "In our view the facts of this matter are not extraordinary.\nWe would not apply for a seizure "
            "before the forensic report is in; the risk of a claim for wrongful seizure is real, and it is "
            "borne by the applicant.",
        ),
        text_block(kind.HEADING, "How long may the owner wait?", level=2),
        text_block(kind.HEADING, "Two sources give different periods", level=3),
        text_block(kind.PARAGRAPH, "They speak of different jurisdictions, and both are in force."),
        said(three, lead="United States", kind=kind.SIDE),
        said(four, lead="European Union", kind=kind.SIDE),
        said(five),
        text_block(kind.HEADING, "Who won the 2014 World Cup?", level=2),
        text_block(kind.PARAGRAPH, "The library does not answer this. 25 documents were searched."),
        text_block(kind.REMARK, "Nearest passages, which do not answer it:"),
        text_block(kind.BULLET, "Defend Trade Secrets Act of 2016, page 7, Remedies"),
        text_block(kind.BULLET, "Handling guide, paragraph 2"),
        text_block(kind.HEADING, "Conclusion", level=1),
        said(six),
        text_block(kind.HEADING, "Table of authorities", level=1),
        text_block(kind.HEADING, "Statutes", level=2),
        ContentBlock(
            kind.BULLET,
            (
                Run("Defend Trade Secrets Act of 2016", italic=True),
                Run(", U.S. Congress, 11 May 2016: "),
                Run("note 1", target="statement-1"),
                Run(", "),
                Run("note 4", target="statement-3"),
            ),
            anchor="authority-1",
        ),
        ContentBlock(
            kind.BULLET,
            (Run("Directive (EU) 2016/943", italic=True), Run(": "), Run("note 5", target="statement-4")),
            anchor="authority-2",
        ),
        text_block(kind.HEADING, "Appendix: the excerpts in their context", level=1),
        *_excerpt(1, DTSA, THREE_YEARS, 4),
        *_excerpt(2, DIRECTIVE, SIX_YEARS, 5),
        text_block(kind.HEADING, "Verification", level=1),
        text_block(kind.REMARK, "Every quotation was compared with the archived text on 23 November 2026."),
        verification(notes),
        text_block(kind.NOTICE, "This memo is not legal advice. Memo ID 7f3a91c2."),
    )


def verification(notes: tuple[Note, ...]) -> Table:
    """The log: a row a note."""
    rows = tuple(
        (
            str(note.number),
            note.citation.source.metadata.title,
            note.version_hash[:12],
            f"{note.citation.start}–{note.citation.end}",
            note.verdict.value,
        )
        for note in notes
    )
    return Table(("Note", "Document", "Version", "Characters", "Result"), rows, (1, 5, 3, 2, 2))


def example() -> Memo:
    """Three documents, six statements, eight notes, every kind of block."""
    notes = _notes()
    return Memo(
        id="7f3a91c2",
        heading=MemoHeading(
            "Seizure orders and periods of limitation in the United States and the Union",
            "General Counsel",
            "Policy unit, Trade Secrets and Enforcement",
            "23 November 2026",
            "When may a court order a seizure, and how long may the owner wait?",
        ),
        label="internal",
        template="policy-memo",
        style="plain",
        made=MADE,
        library="library-0badcafe",
        blocks=_blocks(notes),
        notes=notes,
        statements=STATEMENTS,
    )


def many_notes(count: int) -> Memo:
    """A memo of `count` statements, each with a note of its own, and a log of as many rows."""
    citation = pinned(DTSA, SEIZURE, page=3)
    statements = tuple(
        CitedStatement(number, f"Statement {number} of the memo.", (number,), False, MODEL)
        for number in range(1, count + 1)
    )
    notes = tuple(noted(number, number, DTSA, citation, "page 3") for number in range(1, count + 1))
    blocks: tuple[ContentBlock | Table, ...] = (
        text_block(BlockKind.TITLE, "Memorandum"),
        *(said(statement) for statement in statements),
        text_block(BlockKind.HEADING, "Verification", level=1),
        verification(notes),
        text_block(BlockKind.NOTICE, "This memo is not legal advice. Memo ID 7f3a91c2."),
    )
    return replace(example(), blocks=blocks, notes=notes, statements=statements)


def hostile(text: str) -> Memo:
    """The example with `text` in the place of all words: of heading, label, blocks, table and notes."""
    memo = example()
    heading = MemoHeading(text, text, text, text, text, text)
    notes = tuple(_note_of(note, text) for note in memo.notes)
    blocks = tuple(_block_of(block, text) for block in memo.blocks)
    statements = tuple(replace(statement, text=text, made_by=text) for statement in memo.statements)
    return replace(
        memo, heading=heading, label=text, notes=notes, blocks=blocks, statements=statements, library=text
    )


def _block_of(block: ContentBlock | Table, text: str) -> ContentBlock | Table:
    if isinstance(block, Table):
        head, rows = (text,) * len(block.head), tuple((text,) * len(row) for row in block.rows)
        return replace(block, head=head, rows=rows)
    inlines = tuple(replace(part, text=text) if isinstance(part, Run) else part for part in block.inlines)
    return replace(block, inlines=inlines)


def _note_of(note: Note, text: str) -> Note:
    metadata = Metadata(text, text, text, text, text, text, label=text)
    citation = replace(
        note.citation,
        source=replace(note.citation.source, name=text, metadata=metadata),
        start=0,
        end=len(text),
        quote=text,
        section=(text,),
    )
    return replace(note, runs=tuple(replace(run, text=text) for run in note.runs), citation=citation)
