"""As much of CSS as tells whether words are seen: rules, simple selectors, the cascade."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Element = Any  # lxml leaves its elements untyped

PROPERTIES = {  # all that can hide words
    "display", "visibility", "content-visibility", "opacity", "filter", "font", "font-size", "color",
    "background", "background-color", "background-image", "position", "left", "right", "top", "bottom",
    "margin-left", "text-indent", "clip", "clip-path", "width", "height", "max-width", "max-height",
    "overflow", "overflow-x", "overflow-y", "transform", "-webkit-text-fill-color", "zoom",
}  # fmt: skip
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
_SIMPLE = re.compile(
    r"(?P<tag>[\w-]+|\*)|\.(?P<word>[\w-]+)|#(?P<id>[\w-]+)"
    r"|\[\s*(?P<name>[\w-]+)\s*(?:=\s*[\"']?(?P<value>[^\"'\]]*)[\"']?\s*)?\]"
)
_EVERYWHERE = re.compile(r"@(?:layer\b.*|media\s+(?:(?:only\s+)?screen|all))\s*", re.IGNORECASE)
_LONGEST = 2_000_000  # characters of style sheets that are looked at

Weight = tuple[bool, bool, int, int, int, int]  # important, inline, ids, classes, tags, place


@dataclass(frozen=True)
class _Part:
    """A selector without combinators: `p.note[hidden]`."""

    tag: str | None
    words: frozenset[str]
    id: str | None
    attributes: tuple[tuple[str, str | None], ...]

    def fits(self, element: Element) -> bool:
        if self.tag not in (None, "*", element.tag) or (self.id and element.get("id") != self.id):
            return False
        if self.words and not self.words.issubset(element.get("class", "").split()):
            return False
        return all(
            name in element.attrib and (value is None or element.get(name) == value)
            for name, value in self.attributes
        )


@dataclass(frozen=True)
class _Rule:
    """The parts of a selector from right to left, each with what joins it to the one before."""

    parts: tuple[tuple[str, _Part], ...]
    weight: tuple[int, int, int, int]
    declared: Mapping[str, tuple[str, bool]]

    def fits(self, element: Element) -> bool:
        joins, rest = self.parts[0][0], self.parts[1:]
        return self.parts[0][1].fits(element) and _led_by(element, joins, rest)


class Sheets:
    """The style sheets of a page. `declared(element)` is what holds for it by itself."""

    def __init__(self, tree: Element) -> None:
        self._by_key: dict[str, list[_Rule]] = {}
        text = "\n".join(sheet.text or "" for sheet in tree.iter("style"))[:_LONGEST]
        for place, (selector, declared) in enumerate(_rules(text)):
            for one in selector.split(","):
                if rule := _rule(one.strip(), place, declared):
                    self._by_key.setdefault(_key(rule.parts[0][1]), []).append(rule)

    def declared(self, element: Element) -> dict[str, str]:
        """Property -> value, the strongest rule first; "style" attributes count too."""
        found: dict[str, tuple[Weight, str]] = {}
        keys = [f".{word}" for word in element.get("class", "").split()] + [f"#{element.get('id')}"]
        for key in (*keys, element.tag, "*"):
            for rule in self._by_key.get(key, ()):
                if rule.fits(element):
                    for name, (value, important) in rule.declared.items():
                        _take(found, name, value, (important, False, *rule.weight))
        for name, (value, important) in declarations(element.get("style", "")).items():
            _take(found, name, value, (important, True, 0, 0, 0, 0))
        return {name: value for name, (_, value) in found.items()}


def declarations(text: str) -> dict[str, tuple[str, bool]]:
    """What the inside of a rule declares: property -> value, and whether it is important."""
    found: dict[str, tuple[str, bool]] = {}
    for declaration in _unescaped(_COMMENT.sub("", text)).split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        if colon and value and name in PROPERTIES:
            important = "!" in value and value.replace(" ", "").endswith("!important")
            found[name] = (value.split("!")[0].strip(), important)
    return found


def _take(found: dict[str, tuple[Weight, str]], name: str, value: str, weight: Weight) -> None:
    if name not in found or weight >= found[name][0]:
        found[name] = (weight, value)


def _rules(sheet: str) -> Iterator[tuple[str, dict[str, tuple[str, bool]]]]:
    """Selectors with what they declare, outside of what holds for some screens only, or for print."""
    blocks: list[tuple[str, list[str]]] = []  # those that are open: what stands before "{", and after it
    text = ""
    for part in re.split(r"([{};])", _COMMENT.sub("", sheet)):
        if part == "{":
            blocks.append((text.strip(), []))
        elif part == ";" and blocks:
            blocks[-1][1].append(text)
        elif part == "}" and blocks:
            head, inside = blocks.pop()
            everywhere = all(_EVERYWHERE.fullmatch(around) for around, _ in blocks)
            declared = declarations(";".join([*inside, text]))
            if everywhere and declared and not head.startswith("@"):
                yield head, declared
        text = "" if part in ("{", "}", ";") else part


def _rule(selector: str, place: int, declared: Mapping[str, tuple[str, bool]]) -> _Rule | None:
    """The rule of a selector; None where it has more than is understood here, such as ":hover"."""
    pieces = [(" ", "")]
    after = 0
    for match in _COMBINATOR.finditer(selector):
        pieces[-1] = (pieces[-1][0], selector[after : match.start()])
        pieces.append((match[1] or " ", ""))
        after = match.end()
    pieces[-1] = (pieces[-1][0], selector[after:])
    parts = []
    ids = classes = tags = 0
    for join, written in pieces:
        part = _part(written)
        if part is None:
            return None
        parts.append((join, part))
        ids += part.id is not None
        classes += len(part.words) + len(part.attributes)
        tags += part.tag not in (None, "*")
    return _Rule(tuple(reversed(parts)), (ids, classes, tags, place), declared)


def _part(written: str) -> _Part | None:
    tag = identifier = None
    words, attributes, at = set(), [], 0
    for match in _SIMPLE.finditer(written):
        if match.start() != at or (match["tag"] and at):
            return None
        at = match.end()
        tag = match["tag"].lower() if match["tag"] else tag
        identifier = match["id"] or identifier
        if match["word"]:
            words.add(match["word"])
        if match["name"]:
            attributes.append((match["name"].lower(), match["value"]))
    if not written or at != len(written):
        return None
    return _Part(tag, frozenset(words), identifier, tuple(attributes))


def _key(part: _Part) -> str:
    """Under what a rule is kept, so that each element is only compared with a few."""
    if part.id:
        return f"#{part.id}"
    return f".{min(part.words)}" if part.words else (part.tag or "*")


def _led_by(element: Element, join: str, parts: tuple[tuple[str, _Part], ...]) -> bool:
    """Whether what stands above or before the element fits the rest of a selector."""
    if not parts:
        return True
    next_join, part = parts[0]
    if join in "+~":
        before = element.itersiblings(preceding=True)
        near = [next(before, None)] if join == "+" else list(before)
    else:
        above = element.iterancestors()
        near = [next(above, None)] if join == ">" else list(above)
    return any(
        one is not None and isinstance(one.tag, str) and part.fits(one) and _led_by(one, next_join, parts[1:])
        for one in near
    )


def _unescaped(text: str) -> str:
    """Letters for their escapes: "d\\69splay" -> "display"."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)) if m[1] else m[2], text)
