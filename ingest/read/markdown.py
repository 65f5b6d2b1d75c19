"""Markdown, as the prose that its reader sees: no marks, no link addresses, no comments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.types import Reading
from ingest.read.blocks import Block, compose
from ingest.read.errors import Damaged, Empty
from ingest.read.html_sight import Veil
from ingest.read.left_out import spelled_notice, unseen_notice
from ingest.read.metadata import FIELDS, describe
from ingest.read.text import decode

_NESTING = 100  # deeper than any person writes; without a limit, nesting stops the parser
_PARSER = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable(["table", "strikethrough"])
_FRONT = re.compile(r"---[ \t]*\n(.{0,16384}?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_VOID_TAGS = {"br", "hr", "img", "input", "link", "meta", "wbr", "source", "col"}


def read(content: bytes, name: str) -> Reading:
    """The file's prose and its headings. Raises Empty where there is none, Damaged for absurd nesting."""
    decoded = decode(content, name)
    source = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    front, body, notices = _front_matter(source)
    tokens = _PARSER.parse(body)
    if any(token.nesting == 1 and token.level >= _NESTING - 1 for token in tokens):
        # the parser leaves out what stands deeper, and does not say so
        reason = f"its lists or quotations stand more than {_NESTING // 2} deep in one another"
        raise Damaged(name, reason, "Write them less deeply.")
    rendering = _Rendering(tokens)
    text, layout = compose(rendering.blocks)
    if not text:
        raise Empty(name, "it holds no text", "Check that the right file was added.")
    unseen = rendering.page.unseen
    first = layout.headings[0].path[-1] if layout.headings else None
    metadata, bad_dates = describe(name, front, {"title": first})
    return Reading(
        text,
        layout,
        metadata,
        "text/markdown",
        notices=(*decoded.notices, *unseen_notice(unseen), *spelled_notice(body), *notices, *bad_dates),
    )


def _front_matter(source: str) -> tuple[Mapping[str, str], str, tuple[str, ...]]:
    """The fields above the text, the text below them, and a notice where they cannot be read."""
    match = _FRONT.match(source)
    if match is None:
        return {}, source, ()
    import yaml  # here, because most files have no front matter

    try:
        # BaseLoader leaves every value the string that was written: no dates, no "no" -> False
        fields = yaml.load(match[1] or "", Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return {}, source, ("its front matter is no readable YAML and was read as text",)
    if not isinstance(fields, dict):
        return {}, source, ()  # two rules with prose between them
    stated = {key: fields[key] for key in FIELDS if isinstance(fields.get(key), str)}
    unusable = [key for key in FIELDS if key in fields and key not in stated]
    notices = tuple(f"{key}: is not a single value; left out" for key in unusable)
    return stated, source[match.end() :], notices


class _Rendering:
    """Walks the tokens once; `blocks` is what a reader sees of them."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.blocks: list[Block] = []
        self.page = _Html()
        self._lists: list[int | None] = []  # the next number of each open list, None for bullets
        self._marker = ""
        self._close = False
        self._level = 0
        self._cells: list[str] | None = None
        self._first_row = False
        for token in tokens:
            step = getattr(self, f"_{token.type}", None)
            if step is not None:
                step(token)

    def _heading_open(self, token: Token) -> None:
        self._level = int(token.tag[1])

    def _heading_close(self, _: Token) -> None:
        self._level = 0

    def _inline(self, token: Token) -> None:
        words = self._prose(token.children or [])
        if self._cells is not None:
            self._cells.append(words.replace("\n", " "))
        else:
            self._add(words)

    def _code_block(self, token: Token) -> None:
        self._add(self.page.words(token.content))

    def _fence(self, token: Token) -> None:
        self._add(self.page.words(token.content))

    def _html_block(self, token: Token) -> None:
        self._add(self.page.between_tags(token.content))

    def _bullet_list_open(self, _: Token) -> None:
        self._lists.append(None)

    def _ordered_list_open(self, token: Token) -> None:
        self._lists.append(int(token.attrs.get("start", 1)))

    def _bullet_list_close(self, _: Token) -> None:
        self._lists.pop()
        self._marker = ""
        self._close = bool(self._lists)

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _: Token) -> None:
        number = self._lists[-1]
        if number is None:
            self._marker = "- "
        else:
            self._marker = f"{number}. "
            self._lists[-1] = number + 1

    def _table_open(self, _: Token) -> None:
        self._first_row = True

    def _tr_open(self, _: Token) -> None:
        self._cells = []

    def _tr_close(self, _: Token) -> None:
        cells, self._cells = self._cells or [], None
        if any(cells):
            self._close = self._close or not self._first_row
            self._add(" | ".join(cells))
            self._first_row = False

    def _prose(self, tokens: Sequence[Token]) -> str:
        """The words of one paragraph; pictures and HTML tags give none, a line break gives a space."""
        words = []
        depth = self.page.veil.depth
        for token in tokens:
            if token.type in ("text", "text_special", "code_inline"):
                words.append(self.page.words(token.content))
            elif token.type == "softbreak":
                words.append(" ")
            elif token.type == "hardbreak" or (
                token.type == "html_inline" and token.content.lower().startswith("<br")
            ):
                words.append("\n")
            elif token.type == "html_inline":
                self.page.between_tags(token.content)
        self.page.veil.close_to(depth)  # a paragraph ends what was opened in it
        return "".join(words)

    def _add(self, words: str) -> None:
        """A block; inside a list the first one carries the item's marker."""
        indent = max(len(self._lists) - 1, 0) if self._marker else len(self._lists)
        self.blocks.append(Block(self._marker + words, self._level, self._close, indent))
        self._marker = ""
        self._close = bool(self._lists)


class _Html:
    """The HTML that stands in the Markdown; `unseen` counts the words that it hides."""

    def __init__(self) -> None:
        self.unseen = 0
        self.veil = Veil()

    def words(self, text: str) -> str:
        """The text where it is seen, else nothing."""
        if self.veil.shows:
            return text
        self.unseen += len(text.split())
        return ""

    def between_tags(self, source: str) -> str:
        """What HTML shows between its tags. The standard library's parser takes minutes over "<a <a <a"."""
        shown: list[str] = []
        place = 0
        source = _without_comments(source)
        for match in _TAG.finditer(source):
            shown.append(self.words(unescape(source[place : match.start()])))
            place = match.end()
            closing, tag, attributes = match[1], match[2].lower(), match[3]
            if closing:
                self.veil.close(tag)
            elif tag not in _VOID_TAGS:
                self.veil.open(tag, _attributes(attributes))
        shown.append(self.words(unescape(source[place:])))
        return "".join(shown)


def _attributes(written: str) -> dict[str, str]:
    found = ((name.lower(), unescape(a or b or c)) for name, a, b, c in _ATTRIBUTE.findall(written))
    return dict(reversed(list(found)))  # of two with one name the first counts


def _without_comments(source: str) -> str:
    kept, place = [], 0
    while (start := source.find("<!--", place)) >= 0:
        kept.append(source[place:start])
        end = source.find("-->", start)
        place = end + 3 if end >= 0 else len(source)
    return "".join([*kept, source[place:]])
