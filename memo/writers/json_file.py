"""A finished memo as JSON: the form in which it is kept and handed to other programs."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from core.errors import PinciteError
from memo.content import BlockKind, Memo, Table

FORMAT = "pincite-memo"
VERSION = 1  # changes when an older reader would misread the file
FINGERPRINT_DIGITS = 16


class NotAMemoFile(PinciteError):
    """The text is no memo that Pincite wrote."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"This is not a memo file of Pincite: {cause}. Export the memo again as JSON.")


class NewerMemoFile(PinciteError):
    """The file was written by a later Pincite."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"This memo file has the format version {version}; this Pincite reads up to {VERSION}. "
            "Open it with the Pincite that wrote it."
        )


class UnwritableMemo(PinciteError):
    """The memo holds half a character, which no file can hold."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"The memo holds a broken character, which no file can hold, after {words!r}. "
            "Take it out where it was typed, or add the document to the library again."
        )


@dataclass(frozen=True)
class _Envelope:
    format: str
    version: int


@dataclass(frozen=True)
class _File:
    memo: Memo


_envelopes = TypeAdapter(_Envelope)
_files = TypeAdapter(_File)


def write_json(memo: Memo) -> str:
    """The whole memo, spans and hashes too; the same memo gives the same text. Raises UnwritableMemo."""
    file = {"format": FORMAT, "version": VERSION, "memo": dataclasses.asdict(memo)}
    text = json.dumps(file, ensure_ascii=False, indent=2, default=_written) + "\n"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnwritableMemo(text[max(0, error.start - 40) : error.start]) from None
    return text


def read_json(text: str | bytes) -> Memo:
    """The memo that `write_json` wrote. Raises NotAMemoFile, NewerMemoFile.

    Says nothing of whether it was altered since: see `intact`.
    """
    try:
        envelope = _envelopes.validate_json(text)
    except ValidationError as error:
        raise NotAMemoFile(_cause(error)) from None
    if envelope.format != FORMAT:
        raise NotAMemoFile(f"its format is {envelope.format[:40]!r}")
    if envelope.version > VERSION:
        raise NewerMemoFile(envelope.version)
    try:
        return _files.validate_json(text, strict=True).memo
    except ValidationError as error:
        raise NotAMemoFile(_cause(error)) from None


def fingerprint(memo: Memo) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of what the memo cites and says.

    The notice is left out: it names the fingerprint.
    """
    blocks = tuple(
        block for block in memo.blocks if isinstance(block, Table) or block.kind is not BlockKind.NOTICE
    )
    lasting = _lasting(dataclasses.replace(memo, id="", blocks=blocks))
    text = json.dumps(lasting, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:FINGERPRINT_DIGITS]


def intact(memo: Memo) -> bool:
    """Whether the memo's id is still the fingerprint of what it cites and says."""
    return memo.id == fingerprint(memo)


def _written(value: object) -> object:
    """What JSON has no form for; sets in order, or the same memo would be written in two ways."""
    if isinstance(value, datetime.date):  # a datetime is one
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in a memo file")


def _lasting(value: object) -> object:
    """The value as JSON holds it, without fields at their default.

    So a field that a later Pincite adds changes no fingerprint of an earlier memo.
    """
    if dataclasses.is_dataclass(value):
        return {
            field.name: _lasting(held)
            for field in dataclasses.fields(value)
            if (held := getattr(value, field.name)) != field.default
        }
    if isinstance(value, tuple):
        return [_lasting(each) for each in value]
    if value is None or isinstance(value, str | int | float):
        return value
    return _written(value)


def _cause(error: ValidationError) -> str:
    """The first thing that is wrong, and where: "memo.notes.3.number: Input should be a valid integer"."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(step) for step in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])
