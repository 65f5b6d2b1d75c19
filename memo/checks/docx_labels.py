"""The words that Word sets before a paragraph of a numbered or bulleted list: they are in no run."""

from __future__ import annotations

import re
from collections.abc import Mapping

from memo.checks.docx_elements import Element, attribute, child, name_of

_WORDS = re.compile(r"[^\W\d_]{2}")  # not the "a." or "iv" of a number, nor a bullet
_LONGEST_CHAIN = 20  # of styles based on one another


class Labels:
    """Answers `before(paragraph)` by the lists of the document and the styles of its paragraphs."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        lists = () if numbering is None else tuple(numbering)
        self._lists = {attribute(one, "numId"): one for one in lists if name_of(one) == "num"}
        self._kinds = {attribute(one, "abstractNumId"): one for one in lists if name_of(one) == "abstractNum"}
        self._styles: Mapping[str | None, Element] = {
            attribute(one, "styleId"): one
            for one in (() if styles is None else styles)
            if name_of(one) == "style"
        }

    def before(self, paragraph: Element) -> str:
        """The words of the paragraph's label; empty where it is only a number, a letter or a bullet."""
        place = child(paragraph, "pPr", "numPr")
        if place is None:
            place = self._of_style(attribute(child(paragraph, "pPr", "pStyle"), "val"))
        text = self._text(attribute(child(place, "numId"), "val"), attribute(child(place, "ilvl"), "val"))
        return f"{text} " if _WORDS.search(text) else ""

    def _of_style(self, name: str | None) -> Element | None:
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name) if name else None
            place = child(style, "pPr", "numPr")
            if style is None or place is not None:
                return place
            name = attribute(child(style, "basedOn"), "val")
        return None

    def _text(self, number: str | None, level: str | None) -> str:
        used = self._lists.get(number)
        kind = self._kinds.get(attribute(child(used, "abstractNumId"), "val"))
        overrides = [one for one in (() if used is None else used) if name_of(one) == "lvlOverride"]
        levels = [child(one, "lvl") for one in overrides]
        levels += [one for one in (() if kind is None else kind) if name_of(one) == "lvl"]
        for one in levels:
            if one is not None and (attribute(one, "ilvl") or "0") == (level or "0"):
                return attribute(child(one, "lvlText"), "val") or ""
        return ""
