"""Writes a memo as one HTML file: no script, nothing from elsewhere, no word of it markup."""

from __future__ import annotations

from collections.abc import Container, Sequence
from html import escape
from pathlib import Path

from memo.content import BlockKind, ContentBlock, Inline, Memo, Note, NoteMark, Role, Run, Table
from memo.writers.arrangement import SEVERAL_LINES, Together, arranged, on_lines, on_one_line, title_of

STYLE = Path(__file__).parent / "memo.css"
LANGUAGE = "en"
ANCHOR = "at-"  # before the anchors of blocks, lest they be taken for those of notes
TAGS = {BlockKind.TITLE: "h1", BlockKind.OWN: "div", BlockKind.EXCERPT: "blockquote"}
# Should a word ever become markup after all, browsers still load and run nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
NO_GUESSES = "telephone=no, date=no, address=no, email=no, url=no"  # what phones would make links of


def write_html(memo: Memo) -> str:
    """The memo as a whole HTML document, which can be read aloud, printed and kept."""
    label = _text(memo.label).strip()
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{LANGUAGE}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta name="format-detection" content="{NO_GUESSES}">',
            f'<meta name="pincite-memo" content="{_text(memo.id)}">',
            f'<meta name="author" content="{_text(memo.heading.sender)}">',
            f"<title>{escape(title_of(memo))}</title>",
            f"<style>\n{STYLE.read_text(encoding='utf-8')}{_print_style(memo.label)}</style>",
            "</head>",
            '<body><div class="page">',
            *([f'<header><p class="label" dir="auto">{label}</p></header>'] if label else ()),
            "<main>",
            *_Body(memo).elements(),
            "</main>",
            *_notes(memo),
            "</div></body>",
            "</html>",
            "",
        )
    )


class _Body:
    """Turns the memo's blocks into elements, one after the other."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._anchors = {block.anchor for block in memo.blocks if isinstance(block, ContentBlock)}
        self._named: set[str] = set()  # ids that were given already

    def elements(self) -> list[str]:
        return [self._element(block) for block in arranged(self._memo)]

    def _element(self, block: ContentBlock | Table | Together) -> str:
        match block:
            case Table():
                return _table(block)
            case Together(kind=BlockKind.FIELD):
                return f"<dl>{''.join(map(self._field, block.blocks))}</dl>"
            case Together():
                return f"<ul>{''.join(self._paragraph(bullet, 'li') for bullet in block.blocks)}</ul>"
            case ContentBlock(kind=BlockKind.HEADING):
                return self._paragraph(block, f"h{min(block.level + 1, 6)}")
            case ContentBlock():
                return self._paragraph(block, TAGS.get(block.kind, "p"))

    def _field(self, field: ContentBlock) -> str:
        name, value = self._words(field.inlines[:1]), self._words(field.inlines[1:])
        return f'<div{self._id(field.anchor)}><dt>{name}</dt><dd dir="auto">{value}</dd></div>'

    def _paragraph(self, block: ContentBlock, tag: str) -> str:
        words = self._words(block.inlines, several_lines=block.kind in SEVERAL_LINES)
        return f'<{tag}{self._id(block.anchor)} class="{block.kind}" dir="auto">{words}</{tag}>'

    def _words(self, inlines: Sequence[Inline], *, several_lines: bool = False) -> str:
        words = ""
        after_mark = False
        for part in inlines:
            if isinstance(part, Run):
                words += _run(part, several_lines=several_lines, anchors=self._anchors)
            else:  # a comma between the marks of two notes: 2 and 3 must not read as 23
                words += ("<sup>, </sup>" if after_mark else "") + self._mark(part.number)
            after_mark = isinstance(part, NoteMark)
        return words

    def _mark(self, number: int) -> str:
        name = self._once(f"mark-{number}")
        return f'<sup><a{name} href="#note-{number}" role="doc-noteref">{number}</a></sup>'

    def _id(self, anchor: str | None) -> str:
        return self._once(f"{ANCHOR}{anchor}") if anchor else ""

    def _once(self, name: str) -> str:
        """The id, the first time that it is given."""
        if name in self._named:
            return ""
        self._named.add(name)
        return f' id="{escape(name)}"'


def _run(run: Run, *, several_lines: bool, anchors: Container[str | None]) -> str:
    """The words in their emphasis; `<bdi>` keeps signs at the ends of right-to-left words in place."""
    fold = on_lines if several_lines else on_one_line
    words = escape(fold(run.text))
    if run.role is Role.QUOTATION:
        words = f"<bdi>{words}</bdi>"
    if run.italic:
        words = f"<em>{words}</em>"
    if run.bold:
        words = f"<strong>{words}</strong>"
    if run.target is not None and run.target in anchors:
        words = f'<a href="#{ANCHOR}{escape(run.target)}">{words}</a>'
    return words


def _table(table: Table) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col style="width: {width / total:.1%}">' for width in table.widths)
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in table.head)
    rows = "\n".join(f"<tr>{_row(row)}</tr>" for row in table.rows)
    return (
        f'<div class="table"><table>'
        f"<colgroup>{columns}</colgroup>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    return f'<th scope="row">{_text(first)}</th>' + "".join(f"<td>{_text(cell)}</td>" for cell in others)


def _notes(memo: Memo) -> list[str]:
    if not memo.notes:
        return []
    return ['<section aria-label="Footnotes"><ol>', *map(_note, memo.notes), "</ol></section>"]


def _note(note: Note) -> str:
    words = "".join(_run(run, several_lines=True, anchors=()) for run in note.runs)
    back = f'<a href="#mark-{note.number}" role="doc-backlink" aria-label="Back to the text">↩</a>'
    name = f'id="note-{note.number}" role="doc-footnote" dir="auto"'
    return f'<li value="{note.number}"><div {name}>{words} {back}</div></li>'


def _text(text: str) -> str:
    return escape(on_one_line(text).strip())


def _print_style(label: str) -> str:
    """The page numbers, and the label over each page of a print."""
    words = "".join(
        letter if letter.isalnum() and letter.isascii() else f"\\{ord(letter):x} "
        for letter in on_one_line(label).strip()
    )
    return f"""@page {{
  margin: 2.4cm 2.5cm;
  @top-right {{ content: "{words}"; font: bold 9pt serif; }}
  @bottom-center {{ content: "Page " counter(page) " of " counter(pages); font: 9pt serif; }}
}}
"""
