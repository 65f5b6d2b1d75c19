"""Which files are to be read: what stands below the given paths, and what of it is new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.errors import PinciteError
from ingest.read.metadata import LIBRARY_FILE, override_for, overrides
from records.manifest import read_manifest

# Raised whenever reading or chunking changes, so that every document is read again.
PIPELINE = "1"
BEIR = "corpus.jsonl"


class BadPath(PinciteError):
    """A path that was to be added cannot be."""


@dataclass(frozen=True)
class File:
    """A file to be read, or one line of a BEIR corpus."""

    name: str  # relative to the folder that was added: how evaluation and lists name it
    origin: str  # absolute: the same file keeps its document however it is added
    path: Path
    content: str  # SHA-256
    fingerprint: str  # of the content, what library.yaml says, and the pipeline
    override: Mapping[str, str]
    record: Mapping[str, str] | None = None  # the BEIR line


@dataclass(frozen=True)
class Skipped:
    """A file that is left alone, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """What a run of ingest has to do."""

    changed: tuple[File, ...]
    unchanged: tuple[File, ...]
    vanished: tuple[str, ...]  # origins below the added folders whose files are gone
    skipped: tuple[Skipped, ...]
    updates: frozenset[str]  # origins among `changed` that the library knows already
    suspect: bool  # the index must be repaired first

    @property
    def work(self) -> bool:
        return bool(self.changed or self.vanished or self.suspect)


def make_plan(paths: Sequence[Path], home: Path, *, extra: Sequence[File] = ()) -> Plan:
    """Compares the files below `paths`, and `extra` ones, with what the store in `home` holds.

    Raises BadPath.
    """
    _overrides.cache_clear()  # the app runs on while library.yaml is edited
    manifest = read_manifest(home)
    files = {file.origin: file for file in extra}
    skipped: list[Skipped] = []
    for path in paths:
        for item in _below(path):
            if isinstance(item, Skipped):
                skipped.append(item)
            else:
                files.setdefault(item.origin, item)
    known = manifest.fingerprints
    changed = tuple(file for file in files.values() if known.get(file.origin) != file.fingerprint)
    return Plan(
        changed=changed,
        unchanged=tuple(file for file in files.values() if known.get(file.origin) == file.fingerprint),
        vanished=tuple(sorted(_vanished(paths, known, files))),
        skipped=tuple(skipped),
        updates=frozenset(file.origin for file in changed if file.origin in known),
        suspect=manifest.suspect,
    )


def fingerprint(content: str, override: Mapping[str, str]) -> str:
    """What a document is compared by: it changes where reading would give something else."""
    return hashlib.sha256(f"{PIPELINE}\n{content}\n{sorted(override.items())}".encode()).hexdigest()


def _below(path: Path) -> Iterator[File | Skipped]:
    if path.is_file():
        yield _file(path, path.name, _override(path, path.parent))
    elif (path / BEIR).is_file():
        yield from _beir(path / BEIR)
    elif path.is_dir():
        for file in sorted(path.rglob("*")):
            name = file.relative_to(path)
            if not file.is_file() or file.name == LIBRARY_FILE:
                continue
            if any(part.startswith(".") for part in name.parts):
                yield Skipped(name.as_posix(), "hidden file")
            else:
                yield _file(file, name.as_posix(), _override(file, path))
    else:
        raise BadPath(f"There is no file or folder {path}. Check the path.")


def _override(file: Path, root: Path) -> Mapping[str, str]:
    """What the library.yaml of the added folder says, under that of the file's own folder."""
    override: dict[str, str] = {}
    for folder in dict.fromkeys((root, file.parent)):
        said = _overrides(folder)
        if said:
            override |= override_for(said, file.relative_to(folder).as_posix())
    return override


@cache
def _overrides(folder: Path) -> Mapping[str, Mapping[str, str]]:
    return overrides(folder)


def _file(path: Path, name: str, override: Mapping[str, str]) -> File:
    try:
        with path.open("rb") as opened:
            content = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise BadPath(f"{path} cannot be read: {error.strerror}. Check its permissions.") from error
    return File(name, str(path.resolve()), path, content, fingerprint(content, override), override)


def _beir(path: Path) -> Iterator[File]:
    """The documents of a BEIR corpus: {"_id", "title", "text"}, one a line."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                identifier, text = str(record["_id"]), str(record["text"])
                f"{identifier}{record.get('title')}{text}".encode()  # half a surrogate pair is no text
            except (ValueError, KeyError, TypeError) as error:
                raise BadPath(
                    f'{path}, line {number} is not {{"_id", "title", "text"}}: {error}. Mend that line.'
                ) from error
            content = hashlib.sha256(line.encode()).hexdigest()
            values = {"_id": identifier, "title": str(record.get("title") or ""), "text": text}
            origin = f"{path.resolve()}#{identifier}"
            yield File(identifier, origin, path, content, fingerprint(content, {}), {}, values)


def _vanished(paths: Iterable[Path], known: Iterable[str], files: Mapping[str, File]) -> Iterator[str]:
    roots = [str(path.resolve()) + "/" for path in paths if path.is_dir()]
    for origin in known:
        if origin not in files and any(origin.startswith(root) for root in roots):
            yield origin
