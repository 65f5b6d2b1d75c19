"""Citation styles: TOML files with the forms of references, read into forms with blanks."""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import PinciteError
from memo.describe import Authority
from memo.notes.blanks import BadForm, Form, all_blanks, read_form
from memo.template import toml_files

FOLDER = Path(__file__).parent / "styles"
OWN_FOLDER = "styles"  # of the user's own, below the folder with the templates
MONTHS = tuple(calendar.month_name)[1:]
PinpointPart = Literal["page", "section", "paragraph"]

_NAMED = frozenset({"title", "short"})  # these have a value whatever is known of a source
_KNOWN = frozenset({"issuer", "date", "year", "jurisdiction", "pinpoint"})
_NUMBER = frozenset({"number"})


class BadStyle(PinciteError):
    """A citation style cannot be used."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(
            f"The citation style {path.name} cannot be used: {cause}. "
            "How a style is written: docs/citation-styles.md"
        )


class UnknownStyle(PinciteError):
    """There is no citation style of this name."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"There is no citation style {name!r}. There are: {', '.join(known)}.")


@dataclass(frozen=True)
class PinpointForms:
    """How a place in a source is written."""

    order: tuple[PinpointPart, ...]
    between: str
    page: Form
    heading: Form
    between_headings: str
    paragraph: Form
    article: Form | None  # for a heading that is an article's number; None: as other headings
    section: Form | None


@dataclass(frozen=True)
class AuthorityForms:
    """How one kind of authority is referred to."""

    full: Form
    short: Form | None  # in later notes; None: in full again
    within: int | None  # of how many notes before, one must cite it, for the short form; None: any
    pinpoint: PinpointForms


@dataclass(frozen=True)
class CitationStyle:
    """How footnotes refer to sources and quote them."""

    name: str
    full: Form  # a note with a source's full reference
    later: Form  # a note with a short form
    ibid: Form | None  # refers to the source of the note directly before
    date: Form
    month: Form  # a date of which no day is known
    months: tuple[str, ...]
    inferred: Form  # a value that nobody stated
    version: Form
    marks: tuple[tuple[str, str], ...]  # of quotation: the usual ones, then those for quotes that hold them
    cut: str  # after first words
    stop: str  # closes a note
    authorities: Mapping[Authority, AuthorityForms]


def style_names(house: Path | None = None) -> dict[str, str]:
    """The citation styles that there are, the user's own last: file name without ending -> name."""
    return {
        identifier: load_style(identifier, house).name
        for identifier in toml_files(FOLDER, house / OWN_FOLDER if house else None)
    }


def load_style(name: str, house: Path | None = None) -> CitationStyle:
    """The citation style of this name; `house`/styles has those of the user's own, which go before.

    Raises UnknownStyle, BadStyle.
    """
    files = toml_files(FOLDER, house / OWN_FOLDER if house else None)
    if name not in files:
        raise UnknownStyle(name, list(files))
    path = files[name]
    try:
        return _style(_File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, BadForm, RecursionError) as error:
        raise BadStyle(path, str(error)) from error
    except ValidationError as error:
        raise BadStyle(path, _first_fault(error)) from error


def _first_fault(error: ValidationError) -> str:
    """The key that is wrong, and what to do about it."""
    first = error.errors()[0]
    told = {
        "extra_forbidden": "there is no such key; take it out, or mend its name",
        "missing": "this key is missing",
    }
    return f"{'.'.join(str(part) for part in first['loc'])}: {told.get(first['type'], first['msg'])}"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Note(_Table):
    full: str
    later: str | None = None


class _Pinpoint(_Table):
    order: list[PinpointPart] = Field(default=["page", "section", "paragraph"])
    between: str = ", "
    page: str = "p. {number}"
    heading: str = "{path}"
    between_headings: str = " › "
    paragraph: str = "para. {number}"
    article: str | None = None
    section: str | None = None


class _Authority(_Table):
    full: str
    short: str | None = None
    within: int | None = Field(default=None, ge=1)
    pinpoint: dict[str, Any] = Field(default={})  # what is other than in the style's own


class _File(_Table):
    name: str = Field(min_length=1)
    date: str = "{day} {month} {year}"
    month: str = "{month} {year}"
    months: list[str] = Field(default=list(MONTHS), min_length=12, max_length=12)
    inferred: str = r"{value} \[inferred\]"
    version: str
    marks: list[list[str]] = Field(min_length=1)
    cut: str = " …"
    stop: str = "."
    ibid: str | None = None
    note: _Note
    pinpoint: _Pinpoint = _Pinpoint()
    statute: _Authority | None = None
    treaty: _Authority | None = None
    case: _Authority | None = None
    regulation: _Authority | None = None
    secondary: _Authority | None = None
    other: _Authority


def _style(file: _File) -> CitationStyle:
    for number, pair in enumerate(file.marks):
        if len(pair) != 2 or not all(pair):
            raise BadForm(f"marks.{number}: a pair of quotation marks is wanted, the opening one first")
    parts = frozenset({"day", "month", "year"})
    other = _authority(file.other, "other", file.pinpoint)
    given = {authority: getattr(file, authority.value) for authority in Authority}
    return CitationStyle(
        name=file.name,
        full=_note(file.note.full, "note.full"),
        later=_note(file.note.later or file.note.full, "note.later"),
        ibid=None if file.ibid is None else _form(file.ibid, "ibid", sometimes={"pinpoint"}),
        date=_form(file.date, "date", parts, needed=parts),
        month=_form(file.month, "month", parts - {"day"}, needed=parts - {"day"}),
        months=tuple(file.months),
        inferred=_form(file.inferred, "inferred", {"value"}, needed={"value"}),
        version=_form(file.version, "version", {"date"}, needed={"date"}),
        marks=tuple((pair[0], pair[1]) for pair in file.marks),
        cut=file.cut,
        stop=file.stop,
        authorities={
            authority: _authority(forms, authority.value, file.pinpoint) if forms else other
            for authority, forms in given.items()
        },
    )


def _authority(table: _Authority, key: str, usual: _Pinpoint) -> AuthorityForms:
    try:
        pinpoint = _Pinpoint.model_validate(usual.model_dump() | table.pinpoint)
    except ValidationError as error:
        raise BadForm(f"{key}.pinpoint.{_first_fault(error)}") from error
    full = _form(table.full, f"{key}.full", _NAMED, _KNOWN, needed={"title", "pinpoint"})
    short = None
    if table.short is not None:
        short = _form(table.short, f"{key}.short", _NAMED | {"first"}, _KNOWN, needed={"pinpoint"})
        if not _NAMED & set(all_blanks(short)):
            raise BadForm(f"{key}.short: it does not name the source: {{title}} or {{short}} is missing")
    return AuthorityForms(full, short, table.within, _pinpoint(pinpoint, f"{key}.pinpoint"))


def _pinpoint(table: _Pinpoint, key: str) -> PinpointForms:
    if sorted(table.order) != ["page", "paragraph", "section"]:
        raise BadForm(f'{key}.order: "page", "section" and "paragraph" are wanted, each once')

    def numbered(text: str, name: str) -> Form:
        return _form(text, f"{key}.{name}", _NUMBER, needed=_NUMBER)

    return PinpointForms(
        order=tuple(table.order),
        between=table.between,
        page=numbered(table.page, "page"),
        heading=_form(table.heading, f"{key}.heading", {"path"}, needed={"path"}),
        between_headings=table.between_headings,
        paragraph=numbered(table.paragraph, "paragraph"),
        article=None if table.article is None else numbered(table.article, "article"),
        section=None if table.section is None else numbered(table.section, "section"),
    )


def _note(text: str, key: str) -> Form:
    always = {"reference", "quotation"}
    return _form(text, key, always, {"version", "address"}, needed=always)


def _form(
    text: str,
    key: str,
    always: set[str] | frozenset[str] = frozenset(),
    sometimes: set[str] | frozenset[str] = frozenset(),
    *,
    needed: set[str] | frozenset[str] = frozenset(),
) -> Form:
    """The form under a key of the file, which is named where it cannot be read."""
    try:
        form = read_form(text, frozenset(always), frozenset(sometimes))
    except BadForm as error:
        raise BadForm(f"{key}: {error}") from error
    missing = set(needed) - set(all_blanks(form))
    if missing:
        raise BadForm(f"{key}: {{{min(missing)}}} is missing in {text!r}")
    return form
