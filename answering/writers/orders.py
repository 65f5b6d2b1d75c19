"""Tells which sentences of a text read as orders to a program, or to its reader's browser.

A sign for the reader, not the guard: what a document orders changes nothing, because what a model makes of
it does not pass checking. Wordings can always be found that this does not know (docs/hostile-documents.md).
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from core.sentences import sentences
from core.types import Span
from core.unseen import spelled_unseen, without_unseen

_WORDINGS = Path(__file__).parent / "orders.txt"
_NAMED = re.compile(r"([A-Z]+) = (.+)")
_NAME = re.compile(r"<([A-Z]+)>")
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_REMEMBERED = 20_000  # texts: the same passages are found again and again, and reading one takes a while
_SPELLED = 4  # hidden letters that can be a word
_BASE64 = re.compile(r"(?<![\w/+=-])(?:[A-Za-z0-9+/_-]{4}[\s]?){6,}[A-Za-z0-9+/_-]{0,4}={0,2}(?![\w/+])")
_HEX = re.compile(r"\b(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s,:]?){16,}")
_ENTITY = re.compile(r"&#?\w{2,8};|%[0-9a-fA-F]{2}")
_REVERSED = re.compile(r"erongi|tpmorp|snoitcurtsni|rewsna|ylper", re.IGNORECASE)
_LEET = re.compile(r"\b(?=\w*[a-z])(?=\w*[013457])[a-z0-9]{3,}\b", re.IGNORECASE)
_LEET_LETTERS = str.maketrans("431057!", "aeiosti")
_FEWEST_LEET = 3  # words with figures for letters that make a text one in such letters
_SPACED_OUT = re.compile(r"(?:(?<!\S)\S[ \t]{1,4}){20,}")
_LETTERED = 0.5  # share of letters among the signs of such words: contents have dots, tables figures
_READABLE = 0.75  # share of letters and spaces among what encoded words decode to
_ALIKE = str.maketrans(
    "аеорсухіјѕԁɡАВЕКМНОРСТУХІЅαοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdgABEKMHOPCTYXISaoABEZHIKMNOPTYX"
)
_CYRILLIC_OR_GREEK = re.compile("[\u0370-\u052f]")
_LATIN = re.compile("[A-Za-z]{2}")


@lru_cache(maxsize=_REMEMBERED)
def reads_as_order(text: str) -> bool:
    """Whether the text, or words hidden or encoded in it, read as an order to a program or a browser."""
    return any(_order().search(reading) for reading in _readings(text)) or _hides_words(text)


def orders_in(text: str) -> tuple[Span, ...]:
    """The sentences of the text that read as orders; all of it where only the whole reads as one."""
    found = tuple(span for span in sentences(text) if reads_as_order(text[span.start : span.end]))
    return found or ((Span(0, len(text)),) if reads_as_order(text) else ())


def under_orders(text: str) -> tuple[Span, ...]:
    """From each order of the text to the end of its paragraph: what follows an order belongs to it."""
    found = []
    for paragraph in _PARAGRAPH.finditer(text):
        if orders := orders_in(paragraph[0]):
            found.append(Span(paragraph.start() + orders[0].start, paragraph.end()))
    whole = not found and reads_as_order(text)
    return (Span(0, len(text)),) if whole else tuple(found)


@cache
def _order() -> re.Pattern[str]:
    """All wordings of orders.txt as one expression."""
    parts: dict[str, str] = {}
    wordings: list[str] = []
    for line in _WORDINGS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        whole = _NAME.sub(lambda name: parts[name[1]], line)
        if named := _NAMED.fullmatch(whole):
            parts[named[1]] = named[2]
        else:
            wordings.append(f"(?:{whole})")
    return re.compile("|".join(wordings), re.IGNORECASE | re.MULTILINE)


def _readings(text: str) -> Iterator[str]:
    """The ways in which a program may read the text: as it stands, in look-alikes, decoded, backwards."""
    plain = unicodedata.normalize("NFKC", without_unseen(text))
    yield plain
    if _CYRILLIC_OR_GREEK.search(plain) and _LATIN.search(plain):
        yield plain.translate(_ALIKE)
    if _ENTITY.search(plain):
        yield unquote(unescape(plain))
    if _REVERSED.search(plain):
        yield plain[::-1]
    if len(_LEET.findall(plain)) >= _FEWEST_LEET:
        yield plain.translate(_LEET_LETTERS)


def _hides_words(text: str) -> bool:
    """Whether it spells words that its reader cannot read: unseen, letter by letter, encoded."""
    spaced_out = ("".join(match[0].split()) for match in _SPACED_OUT.finditer(text))
    if any(sum(map(str.isalpha, signs)) >= _LETTERED * len(signs) for signs in spaced_out):
        return True
    if len(spelled_unseen(text)) >= _SPELLED:
        return True
    encoded = [match[0] for match in _BASE64.finditer(text)]
    return any(_is_prose(_from_base64(found)) for found in encoded) or any(
        _is_prose(_from_hex(match[0])) for match in _HEX.finditer(text)
    )


def _from_base64(encoded: str) -> bytes:
    letters = re.sub(r"[\s=]", "", encoded).replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        return b""


def _from_hex(encoded: str) -> bytes:
    digits = re.sub(r"0x|\\x|[\s,:]", "", encoded, flags=re.IGNORECASE)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _is_prose(decoded: bytes) -> bool:
    """Whether the bytes are words with spaces between them."""
    try:
        words = decoded.decode("utf-8")
    except UnicodeDecodeError:
        return False
    letters = sum(letter.isalpha() or letter.isspace() for letter in words)
    printable = all(letter.isprintable() or letter.isspace() for letter in words)
    return len(words) >= 12 and printable and letters >= _READABLE * len(words) and " " in words.strip()
