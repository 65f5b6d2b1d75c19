"""What is known of a document: what it states, what was inferred, what library.yaml says instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path, PurePosixPath
from typing import Any

from core.errors import PinciteError
from core.types import Metadata
from ingest.read.characters import normalised
from ingest.read.dates import iso_date

LIBRARY_FILE = "library.yaml"
EVERY_FILE = "*"
FIELDS = tuple(field.name for field in fields(Metadata) if field.name != "inferred")
_DATES = ("date", "in_force_from", "in_force_to")


class BadLibraryFile(PinciteError):
    """library.yaml says something that cannot be used."""

    def __init__(self, path: Path, key: str, wrong: str) -> None:
        super().__init__(f"{path}: {key} {wrong}. Correct the file and run the ingest again.")


def describe(
    name: str, stated: Mapping[str, str | None], inferred: Mapping[str, str | None]
) -> tuple[Metadata, tuple[str, ...]]:
    """Metadata from what the file states, filled up with what was inferred, and notices on bad dates."""
    notices: list[str] = []
    said = _usable(stated, notices)
    guessed = {key: value for key, value in _usable(inferred, []).items() if key not in said}
    if "title" not in said and "title" not in guessed:
        guessed["title"] = normalised(PurePosixPath(name).stem.replace("_", " ")) or name
    return Metadata(**{**guessed, **said}, inferred=frozenset(guessed)), tuple(notices)


def _usable(values: Mapping[str, str | None], notices: list[str]) -> dict[str, Any]:
    """The fields that hold something, on one line each; dates in ISO form or, with a notice, left out."""
    usable = {}
    for key in FIELDS:
        value = " ".join(normalised(values.get(key) or "").split())
        if value and key in _DATES:
            date = iso_date(value)
            if date is None:
                notices.append(f"{key}: {value!r} is no date that can be read (such as 2016-05-11); left out")
            value = date or ""
        if value:
            usable[key] = value
    return usable


def overrides(folder: Path) -> dict[str, dict[str, str]]:
    """What the folder's library.yaml says, by relative path; its defaults stand under EVERY_FILE."""
    path = folder / LIBRARY_FILE
    if not path.is_file():
        return {}
    content = _mapping(path, "the file", _parsed(path))
    if unknown := sorted(content.keys() - {"files", "defaults"}):
        raise BadLibraryFile(
            path, f"{unknown[0]!r}", 'is unknown; only "files" and "defaults" may stand here'
        )
    found = {}
    if defaults := content.get("defaults"):
        found[EVERY_FILE] = _override(path, "defaults", defaults)
    for name, values in _mapping(path, "files", content.get("files") or {}).items():
        found[PurePosixPath(name).as_posix()] = _override(path, f"files: {name}", values)
    return found


def override_for(found: Mapping[str, Mapping[str, str]], name: str) -> dict[str, str]:
    """What holds for one file: the defaults, under what is said of the file itself."""
    return {**found.get(EVERY_FILE, {}), **found.get(name, {})}


def with_overrides(metadata: Metadata, override: Mapping[str, str]) -> Metadata:
    """The metadata with the overridden fields, which somebody stated: they leave `inferred`."""
    values: dict[str, Any] = dict(override)
    return replace(metadata, **values, inferred=metadata.inferred.difference(override))


def _parsed(path: Path) -> object:
    import yaml  # here, because most folders have no such file

    try:
        # BaseLoader leaves every value the string that was written: no dates, no "no" -> False
        return yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    except OSError as error:  # without it a document could lose its label
        raise BadLibraryFile(path, "the file", f"cannot be opened ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        where = " ".join(str(error).split())
        raise BadLibraryFile(path, "the file", f"is no readable YAML ({where})") from error


def _mapping(path: Path, key: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise BadLibraryFile(path, key, 'must hold "name: value" lines')
    return value


def _override(path: Path, key: str, value: object) -> dict[str, str]:
    override = {}
    for field, words in _mapping(path, key, value).items():
        place = f"{key}: {field}"
        if field not in FIELDS:
            raise BadLibraryFile(path, place, f"is unknown; known are {', '.join(FIELDS)}")
        if not isinstance(words, str) or not words.strip():
            raise BadLibraryFile(path, place, "must be a few words")
        if field in _DATES and iso_date(words) is None:
            raise BadLibraryFile(path, place, f"is no date: {words!r}; write 2016-05-11, 2016-05 or 2016")
        override[field] = (iso_date(words) if field in _DATES else None) or words.strip()
    return override
