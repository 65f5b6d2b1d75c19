"""What a file has around the memo's words: margins, contents, what was put in, what is not seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from memo.checks.aligning import Alignment, Paragraph
from memo.checks.comparing import Words, is_word, kept_words, words_of
from memo.checks.findings import Finding, Kind
from memo.checks.finished_file import FileKind, FoundMemo, all_named_in
from memo.checks.finished_html import read_html
from memo.checks.places import beginning, named, whole
from memo.content import BlockKind, Memo, Table
from memo.writers.html import write_html

_CONTENTS = (("contents",), ("table", "of", "contents"))
_FEWEST_ENTRIES = 3  # of a table of contents in a PDF, else it may be a heading that was put in
_PAGE_NUMBER = re.compile(r"(?:page ?)?\d*(?: ?(?:of|/|-) ?\d*)?", re.IGNORECASE)
_LABELLED = (FileKind.DOCX, FileKind.HTML, FileKind.MARKDOWN)  # PDFs may cut it, and JSON has it as data
_HIDDEN_IN_BODY = "Words of the file that no reader sees."
_OVER = "over the memo"


def around(memo: Memo, file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    """What was put in, taken away or hidden around the memo's words."""
    yield from _additions(file, alignment)
    yield from _margins(memo, file)
    yield from _hidden(file)
    yield from _looks(memo, file)
    yield from _other_name(memo, file)


def is_of_pages(words: Words, memo: Memo, file: FoundMemo, alignment: Alignment) -> bool:
    """Whether a program put these words among those of the memo, which has them elsewhere.

    So are a table of contents, the label of each page, and the head of a table that goes on.
    """
    if file.contents and tuple(word.casefold() for word in words) in _CONTENTS:
        return True
    again = (kept_words(memo.label), *_heads(memo))
    return file.flowing and (words in again or _is_contents(words, alignment))


def _is_contents(words: Words, alignment: Alignment) -> bool:
    """Whether words of a PDF are a table of contents: headings in their order, each with its page."""
    for title in _CONTENTS:
        if tuple(word.casefold() for word in words[: len(title)]) == title:
            words = words[len(title) :]
    entries = 0
    for one in alignment.kept:
        size = len(one.words)
        if one.block in (BlockKind.HEADING, BlockKind.TITLE) and words[:size] == one.words:
            rest = words[size:]
            words = rest[1:] if rest and rest[0].strip(".").isdecimal() else rest
            entries += len(words) < len(rest)
    return not words and entries >= _FEWEST_ENTRIES


def _additions(file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    """Pictures, text boxes, comments, tracked changes, and lines of contents that are no heading."""
    kept = {other: alignment.kept[place] for place, other in alignment.paragraphs.items()}
    places = {found.words: kept.get(place, found) for place, found in enumerate(alignment.found)}
    for one in dict.fromkeys(file.additions):
        beside = words_of(one.beside)
        place = f"at {named(places.get(beside, Paragraph(beside)))}" if beside else ""
        yield Finding(Kind.ADDED_WORDS, found=whole(words_of(one.words)), told=f"{one.what}.", place=place)
    headings = {one.words for one in alignment.kept if one.block in (BlockKind.HEADING, BlockKind.TITLE)}
    for line in file.contents:
        words = words_of(line)
        if words and not {words, words[:-1] if words[-1].isalnum() else words} & headings:
            yield Finding(Kind.ADDED_WORDS, found=whole(words), place="in the table of contents")


def _margins(memo: Memo, file: FoundMemo) -> Iterator[Finding]:
    """The label must stand over the memo; what else a header says may be a house style's."""
    label = kept_words(memo.label)
    lines = [words_of(line) for line in file.margins]
    if file.kind is FileKind.PDF and not file.elsewhere:
        yield from _label_of_pages(label, [words for words in lines if words not in _heads(memo)])
        return
    if label and file.kind in _LABELLED and label not in lines:
        told = "The label that stood over the memo is gone."
        yield Finding(Kind.CHANGED_WORDS, expected=whole(label), told=told, place=_OVER)
    for words in dict.fromkeys(lines):
        if words == label or _is_page_number(words):
            continue
        if file.kind in (FileKind.HTML, FileKind.MARKDOWN):
            yield Finding(Kind.ADDED_WORDS, found=whole(words), place=_OVER)
        elif file.kind is not FileKind.PDF or not (_begins(words, label) or words in _heads(memo)):
            told = "The memo that was kept does not have these words; they may be those of a house style."
            yield Finding(Kind.MARGIN, found=whole(words), told=told, place="header or footer")


def _label_of_pages(label: Words, lines: Sequence[Words]) -> Iterator[Finding]:
    """A PDF of Pincite has the label, on one line or more, over each page, and a number below."""
    others = [word for words in lines if not _is_page_number(words) for word in kept_words(" ".join(words))]
    pages = max(1, sum(map(_is_page_number, lines)))
    if "".join(others) != "".join(label) * pages:
        told = "The label that stood over each page is altered or gone."
        found = whole(tuple(others))
        yield Finding(Kind.CHANGED_WORDS, expected=whole(label), found=found, told=told, place=_OVER)


def _is_page_number(words: Words) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(" ".join(words)))


def _begins(words: Words, label: Words) -> bool:
    """Whether the label begins so: it may be cut short."""
    return "".join(label).startswith("".join(words).rstrip(".…"))


def _heads(memo: Memo) -> set[Words]:
    """The heads of tables, each as a line."""
    return {kept_words(" ".join(block.head)) for block in memo.blocks if isinstance(block, Table)}


def _hidden(file: FoundMemo) -> Iterator[Finding]:
    words = words_of(" ".join(file.hidden))
    if is_word("".join(words)):
        yield Finding(Kind.HIDDEN, found=beginning(words), told=_HIDDEN_IN_BODY)


def _looks(memo: Memo, file: FoundMemo) -> Iterator[Finding]:
    """What Pincite does not write of this memo: style sheets, attributes and elements of HTML, and layout
    of Word that sets words elsewhere.

    What they show or hide is for a browser or Word to say, so that any of them is a fault.
    """
    is_html = file.kind is FileKind.HTML
    written = _written_looks(memo) if is_html else frozenset()
    for look in file.looks:
        if look not in written:
            told = "Pincite does not write this there: it can hide words, or show others."
            place = "in the HTML" if is_html else "in the layout"
            yield Finding(Kind.LOOKS, found=whole(words_of(look)), told=told, place=place)


@lru_cache(maxsize=2)  # both passes over a file, and the next file of the same memo, ask the same
def _written_looks(memo: Memo) -> frozenset[str]:
    return frozenset(read_html(write_html(memo).encode(), "the memo").looks)


def _other_name(memo: Memo, file: FoundMemo) -> Iterator[Finding]:
    """Closing words that name another memo: a reader who looks it up finds other sources."""
    ids = all_named_in("\n".join(one.text for one in file.paragraphs))
    if ids and not any(memo.id.startswith(one) for one in ids):  # a line's end may cut it
        told = "Its closing words name another memo."
        yield Finding(Kind.DATA, expected=memo.id, found=ids[-1], told=told)
