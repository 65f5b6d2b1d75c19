"""Reads a finished memo from an HTML file: its words as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from memo.checks.docx_elements import Element
from memo.checks.finished_file import (
    Addition,
    FileKind,
    FoundMemo,
    FoundNote,
    FoundParagraph,
    UnreadableFile,
    joined,
    named_in,
)
from memo.content import NoteMark

_INLINE = {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "dfn", "em", "font"),
    *("i", "ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike"),
    *("del", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
}  # all others begin a line of their own
_UNREAD = {"script", "style", "template", "head", "title"}
_STRUCK = {"s", "strike", "del"}
_PICTURES = ("img", "video", "canvas", "svg", "audio", "math")
PICTURE = "A picture, which is not read: see what it says, and that it covers no words"
_PLAIN = {  # without attributes they hide no words, and bring none
    *("html", "head", "body", "main", "header", "section", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("ul", "ol", "li", "dl", "dt", "dd", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "br"),
    *("a", "b", "bdi", "em", "i", "span", "strong", "sub", "sup", "u", "wbr"),
}
_LOCAL = re.compile(r"^file:[^#]*(?=#)")  # what browsers put before the links within a file that they save
_BEHIND = re.compile(rb"</html[^>]*>(.*)", re.IGNORECASE | re.DOTALL)  # which lxml drops, and browsers show
_IN_FULL = ("style", "title")  # elements whose words decide on looks, or are shown outside the page
_OF_PROGRAMS = (  # what browsers and editors put into a file that they save
    re.compile(r'head > meta content="text/html; ?charset=utf-8" http-equiv="content-type"', re.IGNORECASE),
    re.compile(r'head > meta content="[^"]*" name="generator"', re.IGNORECASE),
    re.compile(r"<!-- saved from url=\S+ -->"),
)
_HIDING = re.compile(
    r"display:none|visibility:hidden|opacity:0(?![.\d])|font-size:0(?![.\d])|color:(?:#fff|white)"
)


def read_html(content: bytes, name: str) -> FoundMemo:
    """The memo in the file. Raises UnreadableFile.

    Whether its looks are those that Pincite gave it, so that its words are seen, is not judged here.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(content, parser=parser)
    except etree.LxmlError as error:
        raise UnreadableFile(name, "it is no whole HTML document", "Export the memo again.") from error
    looks = tuple(dict.fromkeys((*_looks(root), *_behind(content))))
    hidden: list[str] = []
    pictures = tuple(Addition(PICTURE, one.get("alt", "")) for one in root.iter(*_PICTURES))
    margins = tuple(_labels(root, hidden))
    notes = tuple(_notes(root))
    paragraphs = tuple(_paragraphs(root, hidden))
    named = root.xpath("string(//meta[@name='pincite-memo']/@content)").strip()
    closing = named_in("\n".join(one.text for one in paragraphs))
    return FoundMemo(
        FileKind.HTML,
        named or closing,
        paragraphs,
        notes,
        tuple(hidden),
        additions=pictures,
        margins=margins,
        looks=looks,
    )


def _behind(content: bytes) -> Iterator[str]:
    """What stands behind the end of the document."""
    behind = _BEHIND.search(content)
    if behind and behind[1].strip():
        yield f"behind </html>: {' '.join(behind[1].decode('utf-8', 'replace').split())}"


def _looks(root: Element) -> Iterator[str]:
    """All that may decide on what a browser shows: `main > p class="statement"`, sheets, also comments.

    Browsers and parsers differ on where some comments end.
    """
    for element in root.iter(etree.Element):
        within = (element, *element.iterancestors())
        is_plain = element.tag in _PLAIN and not element.attrib
        if not is_plain and not any(one.tag in _PICTURES for one in within):
            yield from _not_of_programs(_look(element))
    for comment in root.xpath("//comment() | //processing-instruction()"):
        yield from _not_of_programs(f"<!-- {' '.join((comment.text or '').split())} -->")


def _look(element: Element) -> str:
    above = element.getparent()
    attributes = (
        f' {name}="{" ".join(_LOCAL.sub("", value).split())}"' for name, value in sorted(element.items())
    )
    in_full = element.tag in _IN_FULL or element.get("role") == "doc-backlink"  # prints leave those out
    words = f": {' '.join(element.text_content().split())}" if in_full else ""
    return f"{'' if above is None else above.tag} > {element.tag}{''.join(attributes)}{words}"


def _not_of_programs(look: str) -> Iterator[str]:
    if not any(known.fullmatch(look) for known in _OF_PROGRAMS):
        yield look


def _notes(root: Element) -> Iterator[FoundNote]:
    """The footnotes, which are taken out of the document."""
    for note in root.xpath("//*[@role='doc-footnote']"):
        number = re.search(r"\d{1,6}", note.get("id", ""))
        for back in note.xpath(".//*[@role='doc-backlink']"):
            if not re.search(r"\w", "".join(back.itertext())):
                back.drop_tree()
        unseen: list[str] = []
        words = "\n".join(one.text for one in _paragraphs(note, unseen))
        holder = note.getparent()
        shown = holder.get("value", "") if holder is not None else ""
        yield FoundNote(
            int(shown) if shown.isdecimal() else int(number[0]) if number else 0, words, " ".join(unseen)
        )
        note.drop_tree()


def _labels(root: Element, hidden: list[str]) -> Iterator[str]:
    """What stands over the memo; it is taken out of the document."""
    for label in root.xpath("//header/p[@class='label']"):
        yield from (one.text for one in _paragraphs(label, hidden))
        label.drop_tree()


def _paragraphs(root: Element, hidden: list[str]) -> Iterator[FoundParagraph]:
    """The words between the beginnings and ends of blocks, wherever they stand."""
    inlines: list[str | NoteMark] = []
    for part in (*_parts(root, hidden), None):
        if part is not None:
            inlines.append(part)
            continue
        paragraph = FoundParagraph(joined(inlines))
        if paragraph.text.strip() or paragraph.marks:
            yield paragraph
        inlines = []


def _parts(element: Element, hidden: list[str]) -> Iterator[str | NoteMark | None]:
    """The words and marks in an element as they are read; None where a block begins or ends."""
    if _is_hidden(element):
        hidden.append("".join(element.itertext()))
        return
    block = element.tag not in _INLINE
    turned = element.tag == "bdo" and element.get("dir", "").lower() == "rtl"
    if block:
        yield None
    yield "\u202e" if turned else ""
    if element.get("role") == "doc-noteref":
        yield _mark(element)
    else:
        yield "\n" if element.tag == "br" else element.text or ""
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _UNREAD:
                yield from _parts(child, hidden)
            yield child.tail or ""
    yield "\u202c" if turned else ""
    if block:
        yield None


def _mark(reference: Element) -> str | NoteMark:
    """The mark of the footnote whose number it shows; words where it leads to another one."""
    number = "".join(reference.itertext()).strip()
    led = re.search(r"#note-(\d{1,6})$", reference.get("href", ""))
    if led and led[1] != number:
        return f"[{number} leads to {led[1]}]"
    return NoteMark(int(number)) if number.isdecimal() else number


def _is_hidden(element: Element) -> bool:
    style = re.sub(r"\s", "", element.get("style", "")).lower()
    return element.get("hidden") is not None or element.tag in _STRUCK or bool(_HIDING.search(style))
