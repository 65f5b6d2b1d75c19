"""Writes a memo as Markdown with [^n] footnotes; what documents say is text in it and nothing else."""

from __future__ import annotations

import re

from memo.memo import NOT_LEGAL_ADVICE, CitedStatement, Footnote, Memo, Section, folded, note_ranges
from memo.plain import plain

INDENT = "    "  # a footnote's further paragraphs

# Addresses become links in GitHub's Markdown even where their punctuation is escaped. In a code span
# they stay what they are.
_WORD = re.compile(r"""[^\s`<>"“”]+""")
_ADDRESS = re.compile(r":/|\bwww\.|\b(?:mailto|xmpp):|\w@\w", re.IGNORECASE)
_AROUND = "()[]{}.,;:!?*_'‘’"  # punctuation that stands beside an address rather than in it

_MARKUP = re.compile(r"[\\`*_\[\]{}<>&~|$^]|:(?=\w)|!(?=\[)")
_BLOCK_START = re.compile(r"^([#+\-=:]|\d+(?=[.)]))", re.MULTILINE)


def write_markdown(memo: Memo) -> str:
    """The memo as Markdown text."""
    parts = ["# Memorandum"]
    parts += [f"**{name}:** {escaped(value)}" for name, value in memo.fields]
    parts.append("## Question presented")
    parts += [escaped(folded(question)) for question in memo.questions]
    parts.append("## Discussion")
    for section in memo.sections:
        parts += _section(section)
    if memo.sources:
        parts.append("## Sources")
        parts.append("\n".join(f"- {_source(memo, i)}" for i in range(len(memo.sources))))
    parts.append(f"*{NOT_LEGAL_ADVICE}*")
    parts += [_footnote(footnote) for footnote in memo.footnotes]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Text that a Markdown reader shows as it is: no HTML, image, link, list, table or formula."""
    text = plain(text)
    parts: list[str] = []
    done = 0
    for word in _WORD.finditer(text):
        address = word.group().strip(_AROUND)
        if _ADDRESS.search(address):
            start = text.index(address, word.start())
            parts += [_escaped_words(text[done:start]), f"`{address}`"]
            done = start + len(address)
    parts.append(_escaped_words(text[done:]))
    return _BLOCK_START.sub(_escape_block_start, "".join(parts))


def _escaped_words(text: str) -> str:
    return _MARKUP.sub(lambda mark: f"\\{mark.group()}", text)


def _escape_block_start(start: re.Match[str]) -> str:
    return f"{start.group()}\\" if start.group().isdigit() else f"\\{start.group()}"


def _section(section: Section) -> list[str]:
    parts = [f"### {escaped(folded(section.question))}"]
    parts += [escaped(folded(note)) for note in section.asked]
    for conflict in section.conflicts:
        title, explanation = (escaped(folded(words)) for words in (conflict.title, conflict.explanation))
        parts.append(f"**{title}.** {explanation}")
        parts += [f"> {_statement(side)}" for side in conflict.sides]
    for subsection in section.subsections:
        if subsection.heading:
            parts.append(f"#### {escaped(folded(subsection.heading))}")
        if subsection.note:
            parts.append(escaped(folded(subsection.note)))
        parts += [_statement(statement) for statement in subsection.statements]
    parts += [escaped(folded(note)) for note in section.notes]
    if section.nearest:
        parts.append("Nearest passages, which do not answer it:")
        parts.append("\n".join(f"- {escaped(place)}" for place in section.nearest))
    return parts


def _statement(statement: CitedStatement) -> str:
    words = escaped(folded(statement.text))
    quoted = f"“{words}”" if statement.verbatim else words
    lead = f"**{escaped(folded(statement.lead))}.** " if statement.lead else ""
    caution = f" *({escaped(folded(statement.caution))})*" if statement.caution else ""
    return lead + quoted + "".join(f"[^{number}]" for number in statement.footnotes) + caution


def _source(memo: Memo, index: int) -> str:
    listed = memo.sources[index]
    notes = f"({note_ranges(listed.footnotes)})"
    address = _address(listed.source.metadata.url)
    return " ".join(part for part in (escaped(listed.description), address, notes) if part)


def _footnote(footnote: Footnote) -> str:
    quotation = f"\n\n{INDENT}".join(_paragraphs(footnote.citation.quote))
    address = _address(footnote.citation.source.metadata.url)
    note = f"[^{footnote.number}]: {escaped(footnote.reference)}: “{quotation}”"
    return f"{note} {address}" if address else note


def _paragraphs(quote: str) -> list[str]:
    """The quotation's paragraphs, each of its lines inside the footnote."""
    paragraphs = re.split(r"\n[^\S\n]*\n\s*", plain(quote))
    lines = [[line.strip() for line in paragraph.split("\n")] for paragraph in paragraphs]
    return [f"\n{INDENT}".join(escaped(line) for line in kept) for kept in lines]


def _address(url: str | None) -> str:
    """A document's address as inert text: a document may name any, also one that does harm."""
    words = folded(plain(url or "")).replace("`", "")
    return f"`{words}`" if words else ""
