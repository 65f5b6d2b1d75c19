"""How findings name places in a memo, and how much of its words they show."""

from __future__ import annotations

from memo.checks.aligning import Alignment, KeptParagraph, Paragraph
from memo.checks.comparing import Words, shown

_SHOWN = 24  # words of a paragraph that is told of as a whole
_MOST_SHOWN = 80  # words of what nobody has verified: a reader must see it, to judge
_LEAD = 6  # words by which a paragraph is named as a place


def stands(place: int, alignment: Alignment) -> str:
    """Where a paragraph of the file stands: "after statement 2, before “Conclusion …”"."""
    kept = {other: alignment.kept[one] for one, other in alignment.paragraphs.items()}
    before = next((kept[one] for one in range(place - 1, -1, -1) if one in kept), None)
    behind = next((kept[one] for one in range(place + 1, len(alignment.found)) if one in kept), None)
    return f"{after(before)}, before {named(behind)}" if behind else after(before)


def after(before: Paragraph | None) -> str:
    """Where a paragraph stands that follows this one, or none."""
    return f"after {named(before)}" if before else "at the beginning"


def named(paragraph: Paragraph) -> str:
    """What a reader finds it by: "statement 2", "the paragraph “In our view …”"."""
    if isinstance(paragraph, KeptParagraph) and paragraph.statement is not None:
        return f"statement {paragraph.statement}"
    more = " …" if len(paragraph.words) > _LEAD else ""
    return f"“{' '.join(paragraph.words[:_LEAD])}{more}”"


def beginning(words: Words) -> str:
    """The words with which a paragraph begins."""
    return shown(words, 0, min(len(words), _SHOWN))


def whole(words: Words) -> str:
    """All of the words, but for very many."""
    return shown(words, 0, min(len(words), _MOST_SHOWN))
