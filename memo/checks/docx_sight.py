"""Which runs of a finished DOCX a reader reads: none that is hidden, struck out, tiny, in signs, in the
colour of its ground, or with letters printed over one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from memo.checks.docx_colours import BLACK, LEAST_CONTRAST, WHITE, Palette, contrast
from memo.checks.docx_elements import Element, attribute, child, name_of

_USUAL_SIZE = 20  # half points, where no formatting says one
_TINY = 4  # half points; the smallest print that can be read is about twice that
_NARROW = 10  # per cent of a letter's usual width
_CLOSEST = 0.25  # of the size; letters are half as wide as high, and so overlap by half
_WIDEST = 1_440  # twentieths of a point between letters; an inch
_LONGEST_CHAIN = 20  # of styles based on one another; Word makes about five
_OFF = ("0", "false", "off", "none")
_LOWEST_LINE = 60  # twentieths of a point: in a line of this height letters are cut off
_FURTHEST = 5_000  # twentieths of a point: a frame that far left of or above the page is not seen
_SIGNS = (
    "symbol",
    "wingdings",
    "wingdings 2",
    "wingdings 3",
    "webdings",
    "zapfdingbats",
)  # fonts without letters
_UNKNOWN = ("txbxContent", "style")  # grounds of which the colour is not known


@dataclass(frozen=True)
class _Look:
    """What formatting says of letters; None where it says nothing."""

    hidden: bool | None = None
    size: int | None = None  # half points
    width: int | None = None  # per cent
    between: int | None = None  # twentieths of a point that letters stand wider apart, or closer
    colour: Element | None = None
    highlight: Element | None = None
    shading: Element | None = None
    struck: bool | None = None
    raised: bool | None = None
    signs: bool | None = None  # in a font that shows signs in the place of letters

    def over(self, below: _Look) -> _Look:
        """This, and what it leaves open as it is below."""
        own = ((one.name, getattr(self, one.name)) for one in fields(self))
        return _Look(**{name: getattr(below, name) if value is None else value for name, value in own})

    @property
    def is_legible(self) -> bool:
        """Whether the letters are large enough and far enough apart, whatever their colour."""
        size = _USUAL_SIZE if self.size is None else self.size
        between = self.between or 0
        is_narrow = self.width is not None and self.width < _NARROW
        return size > _TINY and not is_narrow and -_CLOSEST * 10 * size < between < _WIDEST


class Sight:
    """Answers `sees(run, paragraph)` by the run's own formatting, the styles, the colours and the page."""

    def __init__(self, styles: Element | None, palette: Palette, page: Element | None) -> None:
        every = [] if styles is None else [one for one in styles if name_of(one) == "style"]
        self._styles: Mapping[str | None, Element] = {attribute(one, "styleId"): one for one in every}
        self._usual = next(
            (
                attribute(one, "styleId")
                for one in every
                if attribute(one, "type") == "paragraph" and attribute(one, "default") in ("1", "true")
            ),
            None,
        )
        self._default = _look(child(styles, "docDefaults", "rPrDefault", "rPr"))
        self._known: dict[str | None, _Look] = {}
        self._pairs: dict[tuple[str | None, str | None], _Look] = {}  # styles of a run and its paragraph
        self._palette = palette
        self._page = WHITE if page is None else palette.ground(page) or WHITE

    def sees(self, run: Element, paragraph: Element) -> bool:
        """Whether a reader sees the run's words, and not as struck out."""
        look = self._look_of(run, paragraph)
        if look.hidden or look.struck or look.signs or not look.is_legible:
            return False
        return not _is_out_of_sight(child(paragraph, "pPr")) and self._stands_out(look, paragraph)

    def raises(self, run: Element, paragraph: Element) -> bool:
        """Whether the run's words stand above the line, as the marks of footnotes do."""
        return bool(self._look_of(run, paragraph).raised)

    def _stands_out(self, look: _Look, paragraph: Element) -> bool:
        """Whether the letters have another colour than the uppermost ground below them."""
        letters = self._palette.letters(look.colour)
        if letters is None:  # white on a dark shading, and otherwise black, also on a dark highlight
            ground = None if look.highlight is None else self._palette.ground(look.highlight)
            return ground is None or contrast(BLACK, ground) >= LEAST_CONTRAST
        for element in (look.highlight, look.shading, *self._below(paragraph)):
            if element is not None and name_of(element) in _UNKNOWN:
                return True
            ground = None if element is None else self._palette.ground(element)
            if ground is not None:
                return contrast(letters, ground) >= LEAST_CONTRAST
        return contrast(letters, self._page) >= LEAST_CONTRAST

    def _below(self, paragraph: Element) -> Iterator[Element | None]:
        """The shadings behind a paragraph, from above: its own, its cell's, its table's, and so on.

        A text box, and the style of a table that shades only some rows, stand for an unknown ground.
        """
        layout = child(paragraph, "pPr")
        own = child(layout, "shd")
        yield own if own is not None else self._shading(self._style_of(paragraph), "pPr")
        for above in paragraph.iterancestors():
            name = name_of(above)
            if name == "txbxContent":
                yield above
            elif name == "tc":
                yield child(above, "tcPr", "shd")
            elif name == "tbl":
                style = attribute(child(above, "tblPr", "tblStyle"), "val")
                yield from (one for one in self._chain(style) if _shades_some(one))
                yield child(above, "tblPr", "shd")
                yield self._shading(style, "tcPr")
                yield self._shading(style, "tblPr")

    def _shading(self, style: str | None, of: str) -> Element | None:
        every = (child(one, of, "shd") for one in self._chain(style))
        return next((one for one in every if one is not None), None)

    def _style_of(self, paragraph: Element) -> str | None:
        return attribute(child(paragraph, "pPr", "pStyle"), "val") or self._usual

    def _look_of(self, run: Element, paragraph: Element) -> _Look:
        own = child(run, "rPr")
        below = self._below_run(attribute(child(own, "rStyle"), "val"), self._style_of(paragraph))
        return below if own is None else _look(own).over(below)

    def _below_run(self, of_run: str | None, of_paragraph: str | None) -> _Look:
        """What the styles of a run and of its paragraph say; few pairs of them come again and again."""
        styles = of_run, of_paragraph
        if styles not in self._pairs:
            self._pairs[styles] = self._named(of_run).over(self._named(of_paragraph)).over(self._default)
        return self._pairs[styles]

    def _named(self, name: str | None) -> _Look:
        if name not in self._known:
            look = _Look()
            for style in self._chain(name):
                look = look.over(_look(child(style, "rPr")))
            self._known[name] = look
        return self._known[name]

    def _chain(self, name: str | None) -> Iterator[Element]:
        """The style and those that it is based on."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name) if name else None
            if style is None:
                return
            yield style
            name = attribute(child(style, "basedOn"), "val")


def _look(properties: Element | None) -> _Look:
    if properties is None:
        return _Look()
    hidden = child(properties, "vanish")
    if hidden is None:
        hidden = child(properties, "webHidden") if child(properties, "specVanish") is not None else None
    raised = attribute(child(properties, "vertAlign"), "val")
    font = attribute(child(properties, "rFonts"), "ascii")
    lifted = _number(attribute(child(properties, "position"), "val"))
    return _Look(
        None if hidden is None else attribute(hidden, "val") not in _OFF,
        _number(attribute(child(properties, "sz"), "val")),
        _number(attribute(child(properties, "w"), "val")),
        _signed(attribute(child(properties, "spacing"), "val")),
        child(properties, "color"),
        child(properties, "highlight"),
        child(properties, "shd"),
        _switched(properties, "strike") or _switched(properties, "dstrike"),
        bool(lifted) or None if raised is None else raised == "superscript",
        None if font is None else font.lower() in _SIGNS,
    )


def _switched(properties: Element, name: str) -> bool | None:
    switch = child(properties, name)
    return None if switch is None else attribute(switch, "val") not in _OFF


def _shades_some(style: Element) -> bool:
    """Whether a table's style shades its first row, every other one, or the like."""
    parts = (one for one in style if name_of(one) == "tblStylePr")
    return any(name_of(one) == "shd" for part in parts for one in part.iter())


def _is_out_of_sight(layout: Element | None) -> bool:
    """Whether a paragraph's lines are too low to show letters, or its frame stands off the page."""
    spacing, frame = child(layout, "spacing"), child(layout, "framePr")
    line = _number(attribute(spacing, "line"))
    if line is not None and line <= _LOWEST_LINE and attribute(spacing, "lineRule") == "exact":
        return True
    places = (attribute(frame, "x") or "", attribute(frame, "y") or "")
    low = _number(attribute(frame, "h"))
    cut = low is not None and low <= _LOWEST_LINE and attribute(frame, "hRule") == "exact"
    return cut or any(place.startswith("-") and (_number(place[1:]) or 0) > _FURTHEST for place in places)


def _number(written: str | None) -> int | None:
    return int(written) if written is not None and written.isdecimal() else None


def _signed(written: str | None) -> int | None:
    number = _number((written or "").removeprefix("-"))
    return -number if number is not None and (written or "").startswith("-") else number
