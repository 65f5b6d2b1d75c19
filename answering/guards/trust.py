"""Nothing foreign: no address but the source's own, no orders to the reader, no orders as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from answering.evidence import Evidence
from answering.language.words import stem
from answering.objections import objection
from answering.writers.orders import reads_as_order
from core.types import Objection

_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\bmailto:|\bdata:|\bjavascript:)[^\s<>\"'”’)\]]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|info|biz|example|test|io|ai|gov|edu|eu|uk|de|cn|ru|co|xyz|"
    r"site|online|app|dev|"
    r"link|click|top|me|tv|cc|us)\b(?:/[^\s<>\"'”’)\]]*)?",
    re.IGNORECASE,
)
_VERBS = (
    r"ignore|disregard|forget|click|go to|install|send|reply|reveal|enter|paste|log in|sign in|sign up|"
    r"subscribe|pay|buy|tell the user|pretend|act as"
)
_ALSO_NOUNS = (  # "Contact details are kept"; an order where something stands after them
    r"visit|open|download|run|execute|e-?mail|call|contact|print|repeat|type|copy|follow|scan|transfer|"
    r"respond|answer|write|output"
)
_OBJECT = (
    r"(?=\s+(?:the|an?|this|that|these|those|your|our|us|me|it|them|him|her|all|any|every\w*|here|now|to|"
    r"out|down|up|in|https?:|www\.))"
)
_ORDER = re.compile(
    rf"(?:^|[.;:!]\s+(?:and\s+|then\s+)?)(?P<bare>(?:{_VERBS})\b(?!\s+(?:of|by|on)\b)|"
    rf"(?:{_ALSO_NOUNS})\b{_OBJECT})"
    r"|\bplease\s+(?P<asked>\w[\w-]*)"
    rf"|\byou (?:must|should|can|may|need to|have to)\s+(?P<told>(?:{_VERBS}|{_ALSO_NOUNS})\b)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"!?\[[^\]]*\]\([^)]*\)|<\s*/?\s*[a-z!][^>]*>|\$\$|```", re.IGNORECASE)


def names_no_addresses(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to web and mail addresses that are neither the source's own nor quoted, and to markup."""
    for match in _ADDRESS.finditer(statement):
        address = match[0].rstrip(".,;:")
        if address not in evidence.urls and not _has_address(evidence.words, address):
            yield objection("address", address)
    for match in _MARKUP.finditer(statement):
        if match[0] not in evidence.words:
            yield objection("address", match[0], "markup")


def _has_address(words: str, address: str) -> bool:
    """Whether the words have it whole, with or without "http://" before it and "/" after it."""
    bare = re.sub(r"^https?://", "", address).rstrip("/")
    return re.search(rf"(?<![\w.@-]){re.escape(bare)}(?![\w-]|\.\w)", words, re.IGNORECASE) is not None


def gives_no_orders(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to a statement that tells its reader, or a program, to do what no quotation speaks of."""
    for match in _ORDER.finditer(statement):
        if not _speaks_of(evidence.words, match["bare"] or match["asked"] or match["told"]):
            yield objection("order", match[0].strip(" .;:,"))
            return
    if _orders(statement):
        yield objection("order", statement)


def _speaks_of(words: str, order: str) -> bool:
    """Whether the words have what an order tells one to do, in whatever form: "pay", "payment"."""
    verb = order.lower().replace("-", "").split()[0]
    quoted = re.findall(r"\w+", words.lower().replace("-", ""))
    return any(word.startswith(verb) or stem(word) == stem(verb) for word in quoted)


def rests_on_no_orders(statement: str, evidence: Evidence) -> Iterator[Objection]:
    """Objects to quotations from sentences that read as orders to a program."""
    for one in evidence.quoted:
        if _orders(one.sentence):
            yield objection("order", one.words, "quoted-order")
            return


@lru_cache(maxsize=2048)
def _orders(text: str) -> bool:
    """As reads_as_order; a draft that is checked while it streams is read again and again."""
    return reads_as_order(text)
