"""What somebody put into a DOCX that no writer of Pincite makes: drawings, comments, tracked changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from memo.checks.docx_elements import Element, attribute, child, name_of
from memo.checks.finished_file import Addition

_DRAWN = ("drawing", "pict", "object")
_TRACKED = {
    "ins": "A tracked insertion, which nobody has accepted",
    "del": "A tracked deletion, which nobody has accepted",
    "moveFrom": "A tracked move, which nobody has accepted",
    "moveTo": "A tracked move, which nobody has accepted",
}
_LETTERS = ("t", "delText")
TEXT_BOX = "A text box"
PICTURE = "A picture or drawing, which is not read: see what it says, and that it covers no words"
COMMENT = "A comment"


def additions(roots: Sequence[Element], comments: Element | None) -> Iterator[Addition]:
    """Those of the body and the footnotes, each with the words of the paragraph at which it stands."""
    marked: dict[str | None, str] = {}  # of each comment: the paragraph to which it belongs
    for root in roots:
        for element in _shown(root):
            name = name_of(element)
            if name in _DRAWN and not _is_line(element):
                yield Addition(_drawn(element), drawn_words(element), _beside(element))
            elif name in _TRACKED:
                row = _row(element)
                if words := _words(element) or ("" if row is None else _words(row)):
                    yield Addition(_TRACKED[name], words, _beside(element))
            elif name in ("commentRangeStart", "commentReference"):
                marked.setdefault(attribute(element, "id"), _beside(element))
    for comment in () if comments is None else comments:
        if name_of(comment) == "comment":
            yield Addition(COMMENT, _words(comment), marked.get(attribute(comment, "id"), ""))


def drawn_words(element: Element) -> str:
    """The words in a drawing, as far as they are words: those of text boxes, word art and descriptions."""
    words = [_words(element)]
    words += [attribute(one, "string") or "" for one in element.iter() if name_of(one) == "textpath"]
    if not any(words):
        words += [attribute(one, "descr") or "" for one in element.iter() if name_of(one) == "docPr"]
    return " ".join(word for word in words if word)


def _drawn(element: Element) -> str:
    return TEXT_BOX if any(name_of(one) == "txbxContent" for one in element.iter()) else PICTURE


def _is_line(element: Element) -> bool:
    """Whether it is only a horizontal line, as Word draws one for three hyphens."""
    shapes = [one for one in element if name_of(one)]
    return bool(shapes) and all(attribute(one, "hr") in ("t", "true", "1") for one in shapes)


def _shown(element: Element) -> Iterator[Element]:
    """All elements below, but none inside of drawings, and of what stands in two forms the first."""
    for one in element:
        name = name_of(one)
        if not name or (name == "Fallback" and child(element, "Choice") is not None):
            continue
        yield one
        if name not in _DRAWN:
            yield from _shown(one)


def _words(element: Element) -> str:
    """The words of all its paragraphs, also of those that were deleted."""
    pieces: list[str] = []
    for one in element.iter():
        name = name_of(one)
        if name == "p" and pieces:
            pieces.append(" ")
        elif name in _LETTERS and not _is_fallback(one, element):
            pieces.append(one.text or "")
    return " ".join("".join(pieces).split())


def _is_fallback(one: Element, within: Element) -> bool:
    for above in one.iterancestors():
        if above is within:
            return False
        if name_of(above) == "Fallback":
            return True
    return False


def _row(mark: Element) -> Element | None:
    """The row of a table that the mark says was put in or taken out."""
    properties = mark.getparent()
    return properties.getparent() if name_of(properties) == "trPr" else None


def _beside(element: Element) -> str:
    """The words of the paragraph in which it stands, without its own; where there are none, of one before."""
    above = next((one for one in element.iterancestors() if name_of(one) == "p"), None)
    own = set(element.iter())
    for paragraph in () if above is None else (above, *above.itersiblings(preceding=True)):
        held = (one.text or "" for one in paragraph.iter() if name_of(one) == "t" and one not in own)
        if words := " ".join("".join(held).split()):
            return words
    return ""
