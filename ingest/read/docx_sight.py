"""Tells which runs of a Word document a reader sees: none that is hidden, tiny or of its ground's colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from docx.oxml.ns import qn

from ingest.read.colours import WHITE, Colour, colour_of, near
from ingest.read.docx_styles import Element, Styles, value_of

_TINY = 4  # half points; the smallest print that can be read is about twice that
_NARROW = 10  # per cent of a letter's usual width
_WHITE_THEMES = ("background1", "light1", "bg1", "lt1")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"


@dataclass(frozen=True)
class _Look:
    """What formatting says of letters; None where it says nothing."""

    hidden: bool | None = None
    size: int | None = None  # half points
    width: int | None = None  # per cent
    colour: str | None = None  # "" where it is a colour that is not known
    ground: str | None = None

    def over(self, below: _Look) -> _Look:
        """This, and what it leaves open as it is below."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return _Look(
            **{name: getattr(below, name) if value is None else value for name, value in own.items()}
        )


class DocxSight:
    """Answers `sees(run, paragraph)`; styles are looked up once each."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[str | None, _Look] = {}
        root = styles.root
        defaults = root.find("/".join(map(qn, ("w:docDefaults", "w:rPrDefault"))))
        self._default = _look(defaults)
        self._usual = next(
            (
                style.get(qn("w:styleId"))
                for style in root.iter(qn("w:style"))
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true")
            ),
            None,
        )

    def sees(self, run: Element, paragraph: Element) -> bool:
        """Whether a reader sees the run's words."""
        look = self._look_of(run, paragraph)
        if look.hidden:
            return False
        if (look.size is not None and look.size <= _TINY) or (
            look.width is not None and look.width < _NARROW
        ):
            return False
        if look.colour is None:
            return True  # black, or white where its ground is dark
        colour = colour_of(look.colour)
        ground = _colour_of_ground(look.ground) if look.ground else self._ground(paragraph)
        return colour is None or ground is None or not near(colour, ground)

    def _look_of(self, run: Element, paragraph: Element) -> _Look:
        own = run.find(qn("w:rPr"))
        style = value_of(own, "w:rStyle") if own is not None else None
        of_paragraph = value_of(paragraph, "w:pPr/w:pStyle") or self._usual
        below = self._named(style).over(self._named(of_paragraph)).over(self._default)
        return _look(run).over(below)

    def _named(self, name: str | None) -> _Look:
        """What a style says, and the styles that it is based on."""
        if name not in self._known:
            look = _Look()
            for style in self._styles.chain(name):
                look = look.over(_look(style))
            self._known[name] = look
        return self._known[name]

    def _ground(self, paragraph: Element) -> Colour | None:
        """What the paragraph stands on; None where that is not known."""
        own = [paragraph.find(qn("w:pPr")), *self._paragraph_styles(paragraph)]
        for properties in own:
            if (fill := _fill(properties)) is not None:
                return _colour_of_ground(fill)
        for above in paragraph.iterancestors():
            if above.tag == qn("w:tc") and (fill := _fill(above.find(qn("w:tcPr")))) is not None:
                return _colour_of_ground(fill)
            if above.tag == qn("w:tbl"):
                style = value_of(above, "w:tblPr/w:tblStyle")
                if any(_darkens(one) for one in self._styles.chain(style)):
                    return None
            if above.tag in (f"{_WPS}wsp", qn("w:pict")):
                return _ground_of_shape(above)
        return WHITE

    def _paragraph_styles(self, paragraph: Element) -> Iterator[Element]:
        name = value_of(paragraph, "w:pPr/w:pStyle") or self._usual
        for style in self._styles.chain(name):
            yield style.find(qn("w:pPr"))


def _look(holder: Element | None) -> _Look:
    """What the run properties of a run, a style or the document's defaults say."""
    properties = None if holder is None else holder.find(qn("w:rPr"))
    if properties is None:
        return _Look()
    vanish = properties.find(qn("w:vanish"))
    highlight = value_of(properties, "w:highlight")
    return _Look(
        None if vanish is None else vanish.get(qn("w:val"), "true") not in ("0", "false", "off"),
        _number(value_of(properties, "w:sz")),
        _number(value_of(properties, "w:w")),
        _colour(properties.find(qn("w:color"))),
        highlight if highlight not in (None, "none") else _fill(properties),
    )


def _colour(element: Element | None) -> str | None:
    if element is None:
        return None
    theme = element.get(qn("w:themeColor"))
    changed = element.get(qn("w:themeShade")) or element.get(qn("w:themeTint"))
    if theme in _WHITE_THEMES and not changed:
        return "white"
    written = element.get(qn("w:val"))
    return None if written in (None, "auto") else str(written)


def _fill(properties: Element | None) -> str | None:
    """The colour of the shading that the properties state; "" where it is one that is not known."""
    shading = None if properties is None else properties.find(qn("w:shd"))
    if shading is None:
        return None
    pattern = shading.get(qn("w:val"))
    if pattern == "solid":
        return str(shading.get(qn("w:color"), ""))
    fill = shading.get(qn("w:fill"), "auto")
    if shading.get(qn("w:themeFill")) in _WHITE_THEMES and not shading.get(qn("w:themeFillShade")):
        return "white"
    return None if fill == "auto" else str(fill)


def _colour_of_ground(fill: str) -> Colour | None:
    return colour_of(fill) if fill else None


def _darkens(style: Element) -> bool:
    """Whether a table style shades any of its cells in another colour than white."""
    fills = (_fill(properties) for properties in style.iter(qn("w:tcPr"), qn("w:pPr")))
    return any((colour := colour_of(fill)) is None or not near(colour, WHITE) for fill in fills if fill)


def _ground_of_shape(shape: Element) -> Colour | None:
    """The ground of a text box; None where only a theme knows it."""
    properties = shape.find(f"{_WPS}spPr")
    if properties is None:  # an old shape: v:shape fillcolor="..."
        fills = [one.get("fillcolor") for one in shape.iter() if isinstance(one.tag, str)]
        written = next(filter(None, fills), None)
        return colour_of(written.split(" ")[0]) if written else WHITE
    solid = properties.find(f"{_A}solidFill")
    if solid is not None:
        own = solid.find(f"{_A}srgbClr")
        scheme = solid.find(f"{_A}schemeClr")
        if own is not None:
            return colour_of(own.get("val", ""))
        return WHITE if scheme is not None and scheme.get("val") in _WHITE_THEMES else None
    if properties.find(f"{_A}noFill") is not None:
        return WHITE
    reference = shape.find(f"{_WPS}style/{_A}fillRef")
    return WHITE if reference is None or reference.get("idx") == "0" else None


def _number(written: str | None) -> int | None:
    return int(written) if written is not None and written.isdecimal() else None
