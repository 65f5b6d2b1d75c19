"""Colours as documents write them, and whether letters can be told from the ground that they stand on."""

from __future__ import annotations

import re

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
_NEAR = 32  # of 255: colours that differ less from one another can hardly be told apart
_LONG = re.compile(r"#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?", re.IGNORECASE)
_SHORT = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?", re.IGNORECASE)
_PARTS = re.compile(r"rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)", re.IGNORECASE)
_LIGHTNESS = re.compile(r"hsla?\(\s*[\d.]+(?:deg)?[\s,]+[\d.]+%[\s,]+([\d.]+)%", re.IGNORECASE)
_NAMED: dict[str, Colour] = {  # those that can hide words on usual grounds, and usual grounds
    "white": WHITE,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240),
    "mintcream": (245, 255, 250),
    "azure": (240, 255, 255),
    "aliceblue": (240, 248, 255),
    "seashell": (255, 245, 238),
    "honeydew": (240, 255, 240),
    "lightyellow": (255, 255, 224),
    "black": (0, 0, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "darkgray": (169, 169, 169),
    "silver": (192, 192, 192),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "yellow": (255, 255, 0),
    "magenta": (255, 0, 255),
    "cyan": (0, 255, 255),
    "darkblue": (0, 0, 139),
    "darkred": (139, 0, 0),
    "darkgreen": (0, 100, 0),
    "darkcyan": (0, 139, 139),
    "darkmagenta": (139, 0, 139),
    "darkyellow": (128, 128, 0),
    "lightgray": (211, 211, 211),
}


def colour_of(written: str) -> Colour | None:
    """The colour that is written, None where it is none that is known: "#fff", "White", "rgb(0, 0, 0)"."""
    written = written.strip()
    if match := _SHORT.fullmatch(written):
        red, green, blue = (int(digit * 2, 16) for digit in match.groups())
        return red, green, blue
    if match := _LONG.fullmatch(written):
        red, green, blue = (int(digits, 16) for digits in match.groups())
        return red, green, blue
    if match := _PARTS.match(written):
        red, green, blue = (_part(part) for part in match.groups())
        return red, green, blue
    if (match := _LIGHTNESS.match(written)) and float(match[1]) >= 95:
        return WHITE
    return _NAMED.get(written.lower())


def near(one: Colour, other: Colour) -> bool:
    """Whether two colours can hardly be told apart."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < _NEAR


def _part(written: str) -> int:
    return round(float(written[:-1]) * 2.55) if written.endswith("%") else int(float(written))
