"""What kinds of memo there are: the title, the parts and their names, as TOML files tell."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import PinciteError
from core.memos import MemoPart, Quotations

FOLDER = Path(__file__).parent / "templates"
PARTS = ("question", "short answer", "discussion", "conclusion", "authorities", "excerpts", "verification")
AUTHORS_PARTS = tuple(part.value for part in MemoPart)  # what stands in them must not get lost
FIELDS = ("to", "sender", "date", "subject")


class BadTemplate(PinciteError):
    """A template cannot be used."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(
            f"The template {path.name} cannot be used: {cause}. What a template holds: docs/memos.md"
        )


class UnknownTemplate(PinciteError):
    """There is no template of this name."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"There is no memo template {name!r}. There are: {', '.join(known)}.")


class Template(BaseModel):
    """A kind of memo."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str  # over the memo
    parts: tuple[str, ...]  # of PARTS, in their order in the file
    style: str = "plain"  # of citations
    quotations: Quotations = Quotations.FULL
    fields: Mapping[str, str]  # of FIELDS, in order -> what the memo calls it
    names: Mapping[str, str]  # of a part -> its heading
    face: str | None = None  # the type face of the PDF, if it is installed; else one that Pincite brings
    docx: str | None = None  # a Word file beside the template: its styles, page, header and footer


def template_names(house: Path | None = None) -> dict[str, str]:
    """The templates that there are, the user's own last: file name without ending -> name."""
    return {identifier: load_template(identifier, house).name for identifier in toml_files(FOLDER, house)}


def load_template(identifier: str, house: Path | None = None) -> Template:
    """The template of this name; `house` is a folder with templates of the user's own, which go before.

    Raises UnknownTemplate, BadTemplate.
    """
    files = toml_files(FOLDER, house)
    if identifier not in files:
        raise UnknownTemplate(identifier, list(files))
    path = files[identifier]
    try:
        template = Template.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise BadTemplate(path, str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadTemplate(path, f"{where}: {first['msg']}") from error
    _require_known(path, template)
    return template


def house_docx(template: Template, house: Path | None) -> Path | None:
    """The Word file with the house style that a template names, or None. Raises BadTemplate."""
    if template.docx is None or house is None:
        return None
    path = house / template.docx
    if path.parent != house or not path.is_file():
        raise BadTemplate(path, f"it is not in {house}")
    return path


def toml_files(ours: Path, own: Path | None) -> dict[str, Path]:
    """The .toml files of two folders by name without ending: the user's own last, and instead of ours."""
    own_files = sorted(own.glob("*.toml")) if own else []
    return {path.stem: path for path in [*sorted(ours.glob("*.toml")), *own_files]}


def _require_known(path: Path, template: Template) -> None:
    for part in template.parts:
        if part not in PARTS:
            raise BadTemplate(path, f"parts: {part!r} is none of {', '.join(PARTS)}")
        if part not in template.names:
            raise BadTemplate(path, f"names: the part {part!r} has no name")
    for part in AUTHORS_PARTS:
        if part not in template.parts:
            raise BadTemplate(path, f"parts: {part!r} is missing: what an author puts there would be lost")
    for field in template.fields:
        if field not in FIELDS:
            raise BadTemplate(path, f"fields: {field!r} is none of {', '.join(FIELDS)}")
