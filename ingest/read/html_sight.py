"""Takes out of a web page what no reader of it sees: hidden, tiny, off the screen, in its ground's colour.

`aria-hidden` hides nothing from eyes, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ingest.read.colours import WHITE, Colour, colour_of, near
from ingest.read.css import Sheets, declarations

Element = Any  # lxml leaves its elements untyped

_UNSHOWN = ("script", "style", "template", "noscript", "head", "textarea", "object", "datalist")
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|ex|ch|vw|vh|%|in|cm|mm)?")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0, "ex": 8.0, "ch": 8.0, "vw": 13.0, "vh": 8.0}
_PIXELS |= {"in": 96.0, "cm": 37.8, "mm": 3.78}
_AWAY = -300.0  # pixels; what stands further to the left or higher is off the screen
_TINY = 3.0  # pixels
_FAINT = 0.1  # of opacity
_NOTHING = re.compile(
    r"(?:inset\(\s*(?:5\d|[6-9]\d|100)%|circle\(\s*0|polygon\(\s*(?:0\w*\s+0\w*\s*,?\s*)+\))"
)
_CLIPPED = re.compile(r"rect\(\s*([01](?:px|em|%)?)(?:[\s,]+(?:[01](?:px|em|%)?|auto)){3}\s*\)")
_SHRUNK = re.compile(r"scale[xy]?\(\s*0*(?:\.0\d*)?\s*[,)]|translate\w*\([^)]*-\d{4,}|scale\(\s*0*\.0")
_ALPHA = re.compile(r"(?:rgba|hsla|rgb|hsl)\(.*?[,/\s]\s*(0?\.\d+|0|\d+(?:\.\d+)?%)\s*\)")
_OPACITY = re.compile(r"opacity\(\s*([\d.]+)(%?)")
_PICTURED = ("url(", "gradient(", "var(", "image-set(")


@dataclass(frozen=True)
class _Look:
    """What an element's words look like; its children begin with the same."""

    size: float = 16.0  # pixels
    colour: Colour | None = (0, 0, 0)  # None: not known
    ground: Colour | None = WHITE
    visible: bool = True
    clear: bool = False  # the colour lets everything through
    indent: float = 0.0

    @property
    def is_seen(self) -> bool:
        if not self.visible or self.clear or self.size < _TINY or self.indent < _AWAY:
            return False
        return self.colour is None or self.ground is None or not near(self.colour, self.ground)


def drop_unseen(tree: Element) -> int:
    """Takes out what no reader of the page sees; how many words of text that were."""
    sheets = Sheets(tree)
    looks: dict[Element, _Look] = {}
    unseen = 0
    for element in list(tree.iter()):
        above = element.getparent()
        if not isinstance(element.tag, str) or (above is not None and above not in looks):
            continue  # inside of what is gone already
        if element.tag in _UNSHOWN and above is not None:
            element.drop_tree()
            continue
        declared = sheets.declared(element)
        kept = above is None or element.tag == "body"
        if not kept and (_is_hidden(element.tag, element.attrib) or _hides(declared)):
            unseen += len(element.text_content().split())
            element.drop_tree()
            continue
        look = _look(element.tag, element.attrib, declared, looks[above] if above is not None else _Look())
        looks[element] = look
        if not look.is_seen:
            unseen += _without_own_words(element)
    return unseen


class Veil:
    """Follows tags that are met one after the other, and tells whether words between them are seen."""

    def __init__(self) -> None:
        self._open: list[tuple[str, _Look | None]] = []  # None: gone with all that is in it

    @property
    def depth(self) -> int:
        """How many tags are open."""
        return len(self._open)

    @property
    def shows(self) -> bool:
        """Whether words that stand here are seen."""
        look = self._open[-1][1] if self._open else _Look()
        return look is not None and look.is_seen

    def open(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag begins."""
        above = self._open[-1][1] if self._open else _Look()
        declared = {name: value for name, (value, _) in declarations(attributes.get("style", "")).items()}
        gone = above is None or tag in _UNSHOWN or _is_hidden(tag, attributes) or _hides(declared)
        self._open.append((tag, None if gone or above is None else _look(tag, attributes, declared, above)))

    def close(self, tag: str) -> None:
        """A tag ends, and those that were opened in it."""
        places = [place for place, (name, _) in enumerate(self._open) if name == tag]
        if places:
            self.close_to(places[-1])

    def close_to(self, depth: int) -> None:
        """All tags end that were opened after this many."""
        del self._open[depth:]


def _is_hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an attribute hides it."""
    return "hidden" in attributes or (tag == "input" and attributes.get("type") == "hidden")


def _without_own_words(element: Element) -> int:
    """Takes out the words of the element that stand in none of its children; how many they were."""
    count = len((element.text or "").split())
    element.text = " " if element.text else None
    for child in element:
        count += len((child.tail or "").split())
        child.tail = " " if child.tail else None
    return count


def _hides(declared: dict[str, str]) -> bool:
    """Whether the element is gone with all that is in it, whatever its children say."""
    if declared.get("display") == "none" or declared.get("content-visibility") == "hidden":
        return True
    opacity = _number(declared.get("opacity"))
    if opacity is not None and opacity < _FAINT:
        return True
    if faint := _OPACITY.search(declared.get("filter", "")):
        return float(faint[1]) < _FAINT * (100 if faint[2] else 1)
    return _is_away(declared) or _has_no_size(declared)


def _is_away(declared: dict[str, str]) -> bool:
    """Whether it stands beside or above the screen, or nothing is let through of it."""
    moved = ["margin-left"]
    if declared.get("position") in ("absolute", "fixed", "relative"):
        moved += ["left", "top", "right", "bottom"]
    if any((length := _length(declared.get(name))) is not None and length < _AWAY for name in moved):
        return True
    clipped = _CLIPPED.search(declared.get("clip", "")) or _NOTHING.search(declared.get("clip-path", ""))
    return bool(clipped or _SHRUNK.search(declared.get("transform", "")))


def _has_no_size(declared: dict[str, str]) -> bool:
    """Whether it has no height or width, and what runs over is not shown."""
    cut = any(
        declared.get(name, "").startswith(("hidden", "clip"))
        for name in ("overflow", "overflow-x", "overflow-y")
    )
    sides = (_length(declared.get(name)) for name in ("height", "max-height", "width", "max-width"))
    return (cut and any(side is not None and 0 <= side <= 1 for side in sides)) or (
        _number(declared.get("zoom")) == 0
    )


def _look(tag: str, attributes: Mapping[str, str], declared: dict[str, str], above: _Look) -> _Look:
    look = replace(above, ground=_ground(attributes, declared, above.ground))
    if (visibility := declared.get("visibility")) and visibility != "inherit":
        look = replace(look, visible=visibility not in ("hidden", "collapse"))
    if indent := _length(declared.get("text-indent")):
        look = replace(look, indent=indent)
    size = declared.get("font-size") or _size_in(declared.get("font", ""))
    if (pixels := _length(size, above.size)) is not None:
        look = replace(look, size=pixels)
    own = attributes.get("color") if tag == "font" else None
    written = declared.get("-webkit-text-fill-color") or declared.get("color") or own
    if written and written not in ("inherit", "currentcolor", "unset"):
        alpha = _ALPHA.search(written)
        clear = written == "transparent" or (alpha is not None and (_number(alpha[1]) or 0.0) < _FAINT)
        look = replace(look, colour=colour_of(written), clear=clear)
    return look


def _ground(attributes: Mapping[str, str], declared: dict[str, str], above: Colour | None) -> Colour | None:
    """The colour behind the element's words; None where it is a picture or not known."""
    if any(sign in declared.get("background-image", "") for sign in _PICTURED):
        return None
    written = declared.get("background-color") or declared.get("background") or attributes.get("bgcolor")
    if written is None or written.split()[0] in ("none", "transparent", "inherit", "initial", "unset"):
        return above
    if any(sign in written for sign in _PICTURED):
        return None
    alpha = _ALPHA.search(written)
    if alpha is not None and (_number(alpha[1]) or 0.0) < _FAINT:
        return above
    return colour_of(written) or next(filter(None, map(colour_of, written.split())), None)


def _size_in(font: str) -> str | None:
    """The size in a "font" that sets everything at once."""
    lengths = (word.split("/")[0] for word in font.split() if word[:1].isdigit() or word.startswith("."))
    return next((word for word in lengths if not word.isdecimal()), None)


def _length(written: str | None, above: float = 16.0) -> float | None:
    """A length in pixels; "em" and per cent are of the letters above."""
    match = _LENGTH.match(written) if written else None
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit == "%":
        return number / 100 * above
    return number * (above if unit == "em" else _PIXELS.get(unit or "px", 1.0))


def _number(written: str | None) -> float | None:
    match = _LENGTH.match(written) if written else None
    if match is None:
        return None
    return float(match[1]) / (100 if match[2] == "%" else 1)
