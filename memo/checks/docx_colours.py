"""The colours of letters and grounds in a DOCX, and whether the ones can be told from the others."""

from __future__ import annotations

from memo.checks.docx_elements import Element, attribute, child, name_of

Colour = tuple[float, float, float]  # red, green and blue, 0 to 255

LEAST_CONTRAST = (
    1.5  # by WCAG 2, from 1 to 21; white on the gold of Word's tables has 1.6, yellow on white 1.1
)
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
_HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGray": "808080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "green": "00FF00",
    "lightGray": "C0C0C0",
    "magenta": "FF00FF",
    "red": "FF0000",
    "white": "FFFFFF",
    "yellow": "FFFF00",
}
_MAPPED = {  # the names of colours by which settings map them, and what they are mapped to without
    "background1": ("bg1", "light1"),
    "text1": ("t1", "dark1"),
    "background2": ("bg2", "light2"),
    "text2": ("t2", "dark2"),
}
_IN_THEME = {
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours by WCAG 2: black on white is 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


class Palette:
    """What the colours in a document are, by its theme and how its settings map the theme's names."""

    def __init__(self, theme: Element | None, settings: Element | None) -> None:
        self._mapping = child(settings, "clrSchemeMapping")
        self._theme: dict[str, Colour] = {"dk1": BLACK, "lt1": WHITE}
        scheme = child(theme, "themeElements", "clrScheme")
        for one in () if scheme is None else scheme:
            for value in one:
                colour = _rgb(attribute(value, "lastClr") or attribute(value, "val"))
                if colour is not None:
                    self._theme[name_of(one)] = colour

    def letters(self, element: Element | None) -> Colour | None:
        """The colour of letters; None where Word chooses it, so that it can be told from the ground."""
        return None if element is None else self._colour(element, "val", "themeColor", "theme")

    def ground(self, element: Element) -> Colour | None:
        """The colour of a highlight, a shading or a page; None where it lets through what is below."""
        if name_of(element) == "highlight":
            return _rgb(_HIGHLIGHTS.get(attribute(element, "val") or ""))
        if name_of(element) == "background":
            return self._colour(element, "color", "themeColor", "theme")
        pattern = attribute(element, "val") or "clear"
        fill = self._colour(element, "fill", "themeFill", "themeFill")
        if pattern == "nil" or (pattern == "clear" and fill is None):
            return None
        printed = self._colour(element, "color", "themeColor", "theme") or BLACK
        return _mixed(printed, fill or WHITE, _density(pattern))

    def _colour(self, element: Element, written: str, named: str, prefix: str) -> Colour | None:
        """The theme's colour of that name, lighter or darker, or else the one that is written."""
        colour = self._of_theme(attribute(element, named))
        if colour is None:
            return _rgb(attribute(element, written))
        tint, shade = (_share(attribute(element, prefix + of)) for of in ("Tint", "Shade"))
        return _mixed(_mixed(colour, WHITE, tint), BLACK, shade)

    def _of_theme(self, name: str | None) -> Colour | None:
        if name in _MAPPED:
            short, usual = _MAPPED[name]
            name = attribute(self._mapping, short) or usual
        return self._theme.get(_IN_THEME.get(name or "", name or ""))


def _luminance(colour: Colour) -> float:
    parts = (part / 255 for part in colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(written: str | None) -> Colour | None:
    try:
        parts = bytes.fromhex(written or "")
    except ValueError:
        return None  # "auto"
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    """A share of the one colour, the rest of the other."""
    red, green, blue = (part * share + rest * (1 - share) for part, rest in zip(one, other, strict=True))
    return red, green, blue


def _share(written: str | None) -> float:
    """How much is left of a colour that is made lighter or darker: "BF" of "FF"."""
    try:
        return 1 if written is None else min(int(written, 16), 255) / 255
    except ValueError:
        return 1


def _density(pattern: str) -> float:
    """How much of a ground its pattern covers: "pct15", "solid"; of stripes and the like about a half."""
    if pattern.startswith("pct") and pattern[3:].isdecimal():
        return min(int(pattern[3:]), 100) / 100
    return {"clear": 0.0, "solid": 1.0}.get(pattern, 0.5)
