"""The author's part of a memo: answers and own paragraphs as blocks, statements and pins numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from core.errors import PinciteError
from core.memos import Decision, MemoDraft, MemoPart, OwnParagraph, TakenAnswer, TakenStatement
from core.succession import written_day
from core.types import Answer, Citation, Conflict, Filters, Passage, Statement, Status
from memo.composing import words_of
from memo.conflicts import concerned
from memo.content import BlockKind, CitedStatement, ContentBlock, Inline, NoteMark, Run
from memo.describe import counted, describe, folded, is_quotation, laid_out, pinpoint, written_date

NOT_ANSWERED = "The library does not answer this."
PARTLY_ANSWERED = "The library answers only a part of this question."
OWN_WORDS = " [author’s own words]"  # closes a paragraph of the author's: it rests on no source
REWORDED = " [reworded by the author]"
TO_CHECK = " [to check]"
NEAREST_SHOWN = 3  # passages named under a question that the library does not answer


class UnsupportedStatement(PinciteError):
    """A statement without a quotation that passed checking may not go into a memo."""

    def __init__(self, question: str, statement: str, cause: str) -> None:
        super().__init__(
            f"In the answer to “{question}” the statement “{statement}” {_sentence(cause)} "
            "Put the answer’s words back, reword it, reject it, or take it out of the memo; then try again."
        )


def _sentence(text: str) -> str:
    """The text with one full stop at its end, which may stand within a quotation."""
    return text if text.endswith((".", ".”")) else f"{text}."


@dataclass
class Body:
    """What the parts of a draft make, in the order in which they are read."""

    statements: list[CitedStatement] = field(default_factory=list)
    pins: list[Citation] = field(default_factory=list)  # of footnote 1, 2, ...
    supports: list[int] = field(default_factory=list)  # the statement of each footnote
    sides: set[int] = field(default_factory=set)  # of the statements those that are a conflict's sides
    rejected: int = 0
    introduced: set[tuple[str, str]] = field(default_factory=set)  # answers whose notes stand already
    warned: set[Conflict] = field(default_factory=set)  # of which the words under this heading warn already

    @property
    def own_statements(self) -> list[CitedStatement]:
        """The statements without the sides of conflicts."""
        return [one for one in self.statements if one.number not in self.sides]

    def cited(
        self, made: CitedStatement, citations: Sequence[Citation], *, lead: str, after: str, kind: BlockKind
    ) -> ContentBlock:
        """A statement as a block; every reference has a footnote of its own, also to words quoted before:
        so a paragraph keeps its sources when an author moves it or deletes another.
        """
        first = len(self.pins) + 1
        self.pins += citations
        self.supports += [made.number] * len(citations)
        notes = tuple(range(first, len(self.pins) + 1))
        self.statements.append(replace(made, notes=notes))
        if kind is BlockKind.SIDE:
            self.sides.add(made.number)
        inlines: list[Inline] = [Run(f"{folded(lead)}. ", bold=True)] if lead.strip() else []
        inlines.append(Run(f"“{made.text}”" if made.verbatim else made.text))
        for number in notes:
            inlines.append(NoteMark(number))
        if after:
            inlines.append(Run(after, italic=True))
        return ContentBlock(kind, tuple(inlines), statement=made.number)


def part_blocks(draft: MemoDraft, part: MemoPart, body: Body) -> tuple[ContentBlock, ...]:
    """The blocks of one part; its statements and pins are added to those of the parts before.

    Raises UnsupportedStatement.
    """
    blocks: list[ContentBlock] = []
    body.warned.clear()
    for block in draft.blocks:
        if block.part is not part:
            continue
        blocks += _own(block) if isinstance(block, OwnParagraph) else _answer(block, body)
    return tuple(_without_bare_headings(blocks))


def _without_bare_headings(blocks: Sequence[ContentBlock]) -> Iterator[ContentBlock]:
    """The blocks without headings under which nothing is left."""
    for block, after in zip_longest(blocks, blocks[1:]):
        ends = after is None or (after.kind is BlockKind.HEADING and after.level <= block.level)
        if block.kind is not BlockKind.HEADING or not ends:
            yield block


def _own(block: OwnParagraph) -> Iterator[ContentBlock]:
    paragraphs = [folded(text) for text in block.text.split("\n\n") if text.strip()]
    for text in paragraphs:
        yield ContentBlock(BlockKind.OWN, (Run(text), Run(OWN_WORDS, italic=True)))


def _answer(block: TakenAnswer, body: Body) -> Iterator[ContentBlock]:
    answer = block.answer
    heading = block.heading
    if heading is None:
        heading = answer.question if block.part is MemoPart.DISCUSSION else ""
    if heading.strip():
        body.warned.clear()
        yield block_of(BlockKind.HEADING, heading, level=2)
    body.rejected += len(block.statements) - len(kept_statements(block))
    if is_rejected(block):
        return
    key = (answer.question, block.saved or "")
    first = key not in body.introduced
    body.introduced.add(key)
    if answer.status is Status.REFUSED:
        yield from _remarks(answer.notes)
        yield block_of(BlockKind.PARAGRAPH, NOT_ANSWERED)
        yield from _remarks(_refusal(answer))
        yield from _nearest(answer)
        return
    if first:
        yield from _remarks([*_asked_as(answer), *answer.notes, *_written_by(block)])
    yield from _statements(block, body)
    if first:
        yield from _remarks(_left_open(answer))


def is_rejected(block: TakenAnswer) -> bool:
    """Whether all statements of a block were rejected: nothing of it comes into the file."""
    return bool(block.statements) and not kept_statements(block)


def kept_statements(block: TakenAnswer) -> tuple[TakenStatement, ...]:
    """The statements of a block that its author has not rejected."""
    return tuple(
        taken
        for taken in block.statements
        if not taken.sign_off or taken.sign_off.decision is not Decision.REJECTED
    )


def _statements(block: TakenAnswer, body: Body) -> Iterator[ContentBlock]:
    """The statements in the author's order, under the parts of the question where it has parts."""
    answer = block.answer
    whole = len(block.statements) == len(answer.statements)
    answered = {answer.statements[taken.index].part for taken in block.statements}
    part: int | None = None
    for taken in kept_statements(block):
        statement = answer.statements[taken.index]
        if statement.part is not None and statement.part != part:
            part = statement.part
            yield block_of(BlockKind.HEADING, answer.parts[part].question, level=3)
        yield from _warnings(block, taken, body)
        yield _statement(block, taken, statement, body)
    for number, unanswered in enumerate(answer.parts if whole else ()):
        if number not in answered and unanswered.note:
            yield block_of(BlockKind.HEADING, unanswered.question, level=3)
            yield from _remarks([unanswered.note])


def _statement(block: TakenAnswer, taken: TakenStatement, statement: Statement, body: Body) -> ContentBlock:
    answer = block.answer
    text = folded(words_of(block, taken))
    if taken.objections:
        raise UnsupportedStatement(answer.question, text, f"is not supported: {taken.objections[0].reason}")
    citations = _checked_citations(answer, text, statement.citations)
    verbatim = is_quotation(text, [citation.quote for citation in citations])
    edited = taken.edited is not None
    made = CitedStatement(
        number=len(body.statements) + 1,
        text=laid_out(words_of(block, taken)) if verbatim else text,
        notes=(),
        verbatim=verbatim,
        made_by=answer.answerer if statement.own_words else "quoting",
        edited=edited,
        sign_off=taken.sign_off,
        answer=block.saved,
    )
    after = f" ({folded(statement.caution)})" if statement.caution else ""
    if edited and not verbatim:
        after += REWORDED
    if taken.sign_off and taken.sign_off.decision is Decision.TO_CHECK:
        after += TO_CHECK
    return body.cited(made, citations, lead=statement.lead or "", after=after, kind=BlockKind.STATEMENT)


def _warnings(block: TakenAnswer, taken: TakenStatement, body: Body) -> Iterator[ContentBlock]:
    """The conflicts that concern a statement, each before the first under its heading that it concerns."""
    for conflict in block.answer.conflicts:
        if conflict not in body.warned and taken.index in concerned(block.answer, conflict):
            body.warned.add(conflict)
            yield from _conflict(block, conflict, body)


def _conflict(block: TakenAnswer, conflict: Conflict, body: Body) -> Iterator[ContentBlock]:
    """What two sources differ in, and the sentence of each. No sign-off is of a side: it was of a statement,
    which may say something else, and be rejected while another that the conflict concerns stands.
    """
    said = (Run(f"{folded(conflict.title)}. ", bold=True), Run(folded(_explanation(conflict))))
    yield ContentBlock(BlockKind.PARAGRAPH, said)
    for side in conflict.sides:
        quote = laid_out(side.citation.quote)
        _require_passed(block.answer, quote, [side.citation])
        made = CitedStatement(len(body.statements) + 1, quote, (), True, "quoting", answer=block.saved)
        lead = describe(side.citation.source.metadata)
        yield body.cited(made, [side.citation], lead=lead, after="", kind=BlockKind.SIDE)


def _explanation(conflict: Conflict) -> str:
    """How the sides differ, with days in words: answers that were kept earlier have "2024-12-31" there."""
    said = conflict.explanation
    for side in conflict.sides:
        if until := side.citation.source.metadata.in_force_to:
            said = said.replace(
                f"was in force until {until} and", f"was in force until {written_day(until)} and"
            )
    return said


def _checked_citations(answer: Answer, statement: str, indexes: Sequence[int]) -> list[Citation]:
    if not indexes:
        raise UnsupportedStatement(answer.question, statement, "has no citation")
    if not all(0 <= index < len(answer.citations) for index in indexes):
        raise UnsupportedStatement(answer.question, statement, "cites what the answer does not hold")
    citations = [answer.citations[index] for index in indexes]
    _require_passed(answer, statement, citations)
    return citations


def _require_passed(answer: Answer, statement: str, citations: Sequence[Citation]) -> None:
    if not all(citation.verdict.passed for citation in citations):
        raise UnsupportedStatement(answer.question, statement, "rests on words that are not in the source")


def _written_by(block: TakenAnswer) -> tuple[str, ...]:
    """Which language model's words the statements are in, where they are in one's."""
    answer = block.answer
    kept = kept_statements(block)
    by_model = [answer.statements[taken.index].own_words and taken.edited is None for taken in kept]
    if not any(by_model):
        return ()
    what = "Written" if all(by_model) else "Written in part"
    who = folded(answer.model.name if answer.model else answer.answerer)
    return (f"{what} by {who} and checked against the words of the sources, which the footnotes quote.",)


def _left_open(answer: Answer) -> Iterator[str]:
    if answer.status is Status.PARTIAL:
        yield PARTLY_ANSWERED
        if answer.reason:
            yield answer.reason
    if answer.dropped:
        yield f"Left out for want of a source: {counted(len(answer.dropped), 'drafted statement')}."


def _refusal(answer: Answer) -> Iterator[str]:
    if answer.reason and folded(answer.reason) != NOT_ANSWERED:
        yield answer.reason
    searched = f"Searched: {counted(answer.documents_searched, 'document')}"
    limits = _limits(answer.filters)
    yield f"{searched}, limited to {limits}." if limits else f"{searched}, the whole library."
    yield from _asked_as(answer)


def _asked_as(answer: Answer) -> Iterator[str]:
    """What was searched for, where a follow-up question or its spelling was read as something else."""
    searched = folded(answer.standalone_question)
    if searched and searched != folded(answer.question):
        yield f"Searched for: {searched}"


def _limits(filters: Filters) -> str:
    """The filters in words: "jurisdiction EU or US; what was in force on 9 June 2018"."""
    parts = [
        f"{name} {' or '.join(values)}"
        for name, values in (
            ("jurisdiction", filters.jurisdiction),
            ("kind", filters.kind),
            ("issuer", filters.issuer),
        )
        if values
    ]
    if filters.document:
        parts.append(counted(len(filters.document), "chosen document"))
    if filters.date_from:
        parts.append(f"dated from {filters.date_from}")
    if filters.date_to:
        parts.append(f"dated to {filters.date_to}")
    if filters.as_of:
        parts.append(f"what was in force on {written_date(filters.as_of)}")
    return "; ".join(parts)


def _nearest(answer: Answer) -> Iterator[ContentBlock]:
    """The places nearest to a question that is not answered, without their words: they support nothing."""
    places = list(dict.fromkeys(_place(passage) for passage in answer.passages))[:NEAREST_SHOWN]
    if places:
        yield from _remarks(["Nearest passages, which do not answer it:"])
    for place in places:
        yield block_of(BlockKind.BULLET, place)


def _place(passage: Passage) -> str:
    parts = (describe(passage.source.metadata), pinpoint(passage))
    return ", ".join(part for part in parts if part)


def _remarks(texts: Sequence[str] | Iterator[str]) -> Iterator[ContentBlock]:
    for text in texts:
        yield block_of(BlockKind.REMARK, text)


def block_of(kind: BlockKind, text: str, *, level: int = 0) -> ContentBlock:
    """A block of plain words on one line."""
    return ContentBlock(kind, (Run(folded(text)),), level)
