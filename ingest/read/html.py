"""Web pages: the main text without menus and banners; metadata from explicit tags only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]
import trafilatura

from core.types import Reading
from ingest.read.blocks import Block, compose
from ingest.read.errors import Damaged, Empty
from ingest.read.html_sight import drop_unseen
from ingest.read.html_walk import blocks_of
from ingest.read.left_out import spelled_notice, unseen_notice
from ingest.read.metadata import describe
from ingest.read.text import decode

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,30})""", re.I
)
# lxml refuses a declared encoding in text that is decoded already, and control characters.
_UNPARSABLE = re.compile(
    r"\A\s*<\?xml[^>]*\?>|[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]"
    r"|&#0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d);?"
    r"|&#x0*(?:[0-8bcef]|1[\da-f]|d[89a-f][\da-f]{2}|fff[ef])(?![\da-f]);?",
    re.IGNORECASE,
)
_BOILERPLATE = ("nav", "footer", "aside", "form", "header", "button", "select", "dialog", "svg", "iframe")
# What a page itself marks as its main text; an article in an article is a comment on it.
_MARKED_AS_MAIN = (
    "//*[(self::main or @role='main') and not(ancestor::main)]",
    "//article[not(ancestor::article)]",
)
_BYLINE = 8  # blocks that may stand between a page's heading and its text

# Most explicit first.
_TITLE = ("dc.title", "dcterms.title", "citation_title", "og:title", "twitter:title")
_ISSUER = ("dc.publisher", "dcterms.publisher", "citation_publisher", "publisher", "og:site_name")
_AUTHOR = ("dc.creator", "dcterms.creator", "citation_author", "author", "article:author")
_DATE = (
    "dcterms.issued",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "article:published_time",
    "date",
    "publication_date",
    "datepublished",
)


def read(content: bytes, name: str) -> Reading:
    """The page's main text. Raises Empty where it shows no words."""
    declared = _DECLARED.search(content[:4096])
    decoded = decode(content, name, declared[1].decode("ascii") if declared else None)
    tree = _parsed(decoded.text, name)
    stated = _stated(tree)
    unseen = drop_unseen(tree)
    text, layout = compose(main_blocks(tree))
    if not text:
        raise Empty(name, "the page shows no text", "If a script fills it, save it from the browser as PDF.")
    first = layout.headings[0].path[-1] if layout.headings else None
    metadata, bad_dates = describe(name, stated, {"title": first})
    return Reading(
        text,
        layout,
        metadata,
        "text/html",
        notices=(*decoded.notices, *unseen_notice(unseen), *spelled_notice(decoded.text), *bad_dates),
    )


def blocks_of_page(page: str, name: str) -> tuple[list[Block], int]:
    """The blocks of an HTML text that is already decoded, such as the body of an e-mail.

    Also how many words in it no reader sees; they are left out.
    """
    tree = _parsed(page, name)
    unseen = drop_unseen(tree)
    return blocks_of(tree), unseen


def main_blocks(tree: lxml.html.HtmlElement) -> list[Block]:
    """The main text of what a page shows; the whole body's where too little of it is recognised as main.

    Trafilatura only says where the main text begins and ends: by itself it drops headings and
    short paragraphs, and words that are lost without a word cannot be cited.
    """
    page = lxml.html.tostring(tree, encoding="unicode")
    found = trafilatura.bare_extraction(page, include_comments=False, favor_recall=True)
    main = getattr(found, "body", None)
    recognised = {block.text for block in blocks_of(main)} if main is not None else set()
    _drop_boilerplate(tree)
    body = blocks_of(tree)
    marked = next((found for path in _MARKED_AS_MAIN if len(found := tree.xpath(path)) == 1), None)
    chosen = blocks_of(marked[0]) if marked else _stretch(body, recognised)
    return chosen if 2 * _length(chosen) >= _length(body) else body


def _stretch(blocks: list[Block], recognised: set[str]) -> list[Block]:
    """From the first recognised block, or the page's heading shortly above it, to the last one."""
    places = [place for place, block in enumerate(blocks) if block.text in recognised]
    if not places:
        return []
    first = places[0]
    above = [place for place in range(max(first - _BYLINE, 0), first) if blocks[place].level]
    return blocks[min(above, default=first) : places[-1] + 1]


def _drop_boilerplate(tree: lxml.html.HtmlElement) -> None:
    """Takes out menus and the like, but not a <form> or <header> that the whole page stands in."""
    most = len(tree.text_content()) / 2
    for element in list(tree.iter(*_BOILERPLATE)):
        titled = element.tag == "header" and element.find(".//h1") is not None
        if not titled and element.getparent() is not None and len(element.text_content()) < most:
            element.drop_tree()


def _length(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _parsed(page: str, name: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(_UNPARSABLE.sub("", page.replace("\f", "\n")), parser=parser)
    except lxml.etree.ParserError as error:
        raise Empty(name, "the page holds no text", "Check that it was saved completely.") from error
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(name, "its HTML cannot be parsed", "Save the page again, or as PDF.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # the parser leaves out what stands deeper, and goes on
        raise Damaged(name, "its tags stand too deep in one another", "Save the page as PDF.")
    return tree


def _stated(tree: lxml.html.HtmlElement) -> dict[str, str | None]:
    tags = dict(reversed(list(_meta(tree))))
    titles = [title.text_content() for title in tree.iter("title") if title.text_content().strip()]

    def first(names: tuple[str, ...]) -> str | None:
        return next((tags[name] for name in names if tags.get(name)), None)

    canonical = tree.xpath("//link[@rel='canonical']/@href")
    return {
        "title": first(_TITLE) or (titles[0] if titles else None),
        "issuer": first(_ISSUER) or first(_AUTHOR),
        "date": first(_DATE),
        "url": next((link for link in canonical if link.startswith("http")), None),
    }


def _meta(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    for tag in tree.iter("meta"):
        name = tag.get("name") or tag.get("property") or tag.get("itemprop")
        if name and tag.get("content", "").strip():
            yield name.lower(), tag.get("content", "").strip()
