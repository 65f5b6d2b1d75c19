"""Which files are to be read: what stands below the given paths, and what of it is new."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.errors import PinciteError
from ingest.read.errors import Inaccessible
from ingest.read.metadata import LIBRARY_FILE, override_for, overrides
from ingest.report import FileOutcome, Outcome
from records.manifest import Manifest, read_manifest

# Raised whenever reading or chunking changes, so that every document is read again.
PIPELINE = "3"
BEIR = "corpus.jsonl"


class BadPath(PinciteError):
    """A path that was to be added cannot be."""


@dataclass(frozen=True)
class File:
    """A file to be read, or one line of a BEIR corpus."""

    name: str  # relative to the folder that was added: how evaluation and lists name it
    origin: str  # absolute, links to files not followed: the same file keeps its document however it is added
    path: Path
    content: str  # SHA-256
    fingerprint: str  # of the content, what library.yaml says, and the pipeline
    override: Mapping[str, str]
    record: Mapping[str, str] | None = None  # the BEIR line


@dataclass(frozen=True)
class Left:
    """A file or folder that is not read, and why. Where that is a failure, the library keeps what it has."""

    name: str
    reason: str
    origin: str
    failed: bool = False

    @property
    def outcome(self) -> FileOutcome:
        """What the report tells of it."""
        return FileOutcome(self.name, Outcome.FAILED if self.failed else Outcome.SKIPPED, self.reason)

    def holds(self, origin: str) -> bool:
        """Whether the origin is this path, stands below it, or is a line of it."""
        return origin == self.origin or origin.startswith((self.origin + "/", self.origin + "#"))


@dataclass(frozen=True)
class Plan:
    """What a run of ingest has to do."""

    changed: tuple[File, ...]
    unchanged: tuple[File, ...]
    vanished: tuple[str, ...]  # origins below the added folders whose files are gone
    renamed: Mapping[str, str]  # origins among `changed` -> the origins that these had before
    left: tuple[FileOutcome, ...]  # skipped, or failed before it could be read
    updates: frozenset[str]  # origins among `changed` that the library knows already
    retries: frozenset[str]  # those of them that are the same, with something attached that failed
    suspect: bool  # the index must be repaired first

    @property
    def work(self) -> bool:
        return bool(self.changed or self.vanished or self.suspect)


def make_plan(paths: Sequence[Path], home: Path, *, extra: Sequence[File] = ()) -> Plan:
    """Compares the files below `paths`, and `extra` ones, with what the store in `home` holds.

    Raises BadPath.
    """
    _libraries.cache_clear()  # the app runs on while library.yaml is edited
    manifest = read_manifest(home)
    files = {file.origin: file for file in extra}
    left: list[Left] = []
    for path in paths:
        for item in _below(path, home):
            if isinstance(item, Left):
                left.append(item)
            else:
                files.setdefault(item.origin, item)
    left += _links_to_others(files)
    known = manifest.fingerprints
    changed = tuple(file for file in files.values() if known.get(file.origin) != file.fingerprint)
    failed = [item for item in left if item.failed]
    vanished = frozenset(_vanished(paths, known, files, failed))
    renamed = _renamed(vanished, changed, manifest)
    return Plan(
        changed=changed,
        unchanged=tuple(file for file in files.values() if known.get(file.origin) == file.fingerprint),
        vanished=tuple(sorted(vanished.difference(renamed.values()))),
        renamed=renamed,
        left=tuple(item.outcome for item in left),
        updates=frozenset(f.origin for f in changed if f.origin in known or f.origin in renamed),
        retries=frozenset(f.origin for f in changed if known.get(f.origin) == unfinished(f.fingerprint)),
        suspect=manifest.suspect,
    )


def fingerprint(content: str, override: Mapping[str, str]) -> str:
    """What a document is compared by: it changes where reading would give something else."""
    return hashlib.sha256(f"{PIPELINE}\n{content}\n{sorted(override.items())}".encode()).hexdigest()


def unfinished(complete: str) -> str:
    """The fingerprint to keep where something attached could not be read: the next run tries again."""
    return f"{complete} unfinished"


def _below(path: Path, home: Path) -> Iterator[File | Left]:
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BadPath(f"There is no file or folder {path}. Check the path.") from error
    except OSError as error:
        yield _inaccessible(path.resolve(), str(path), error)
        return
    if not is_folder:
        yield _file(path.parent.resolve() / path.name, path.name)
    elif wrong := _misnamed(path.resolve(), str(path)):
        yield wrong
    elif os.path.lexists(path / BEIR):
        yield from _beir(path.resolve() / BEIR)
    else:
        yield from _folder(path.resolve(), home.resolve())


def _folder(root: Path, home: Path) -> Iterator[File | Left]:
    """Everything below the folder; both paths are real ones."""
    denied: list[Left] = []

    def deny(error: OSError) -> None:
        folder = Path(error.filename)
        called = str(root) if folder == root else folder.relative_to(root).as_posix()
        denied.append(_inaccessible(folder, called, error))

    for here, folders, names in os.walk(root, onerror=deny):
        for name in sorted(folders):
            path = Path(here, name)
            if reason := _not_entered(path, home):
                folders.remove(name)
                yield Left(_printable(path.relative_to(root).as_posix()), reason, str(path))
        folders.sort()
        for name in sorted(names):
            path = Path(here, name)
            called = path.relative_to(root).as_posix()
            if name.startswith("."):
                yield Left(_printable(called), "hidden file", str(path))
            elif name != LIBRARY_FILE:
                yield _file(path, called)
    yield from denied


def _not_entered(folder: Path, home: Path) -> str | None:
    """Why what stands below the folder is left alone, if it is."""
    if folder.name.startswith("."):
        return "hidden folder"
    if folder == home:
        return "the library itself"
    if folder.is_symlink():
        return "a link to a folder; to have its documents, add that folder itself"
    return None


def _file(path: Path, name: str) -> File | Left:
    """The file at `path`, of which only the last part may be a link."""
    if wrong := _misnamed(path, name):
        return wrong
    origin = str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Left(name, "neither a file nor a folder", origin)
        with path.open("rb") as opened:
            content = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        return _inaccessible(path, name, error)
    override = _override(path)
    return File(name, origin, path, content, fingerprint(content, override), override)


def _misnamed(path: Path, name: str) -> Left | None:
    """A failure where the path holds bytes that no record and no page could show."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        reason = "its name, or that of a folder it is in, is not valid UTF-8"
        return _failed(str(path), name, reason, "Rename it.")
    return None


def _inaccessible(path: Path, name: str, error: OSError) -> Left:
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return _failed(
            str(path), name, "it is a link to a file that is not there", "Mend or delete the link."
        )
    reason = f"it cannot be opened ({error.strerror})"
    return _failed(str(path), name, reason, "Check that it is there and may be read.")


def _failed(origin: str, name: str, reason: str, remedy: str) -> Left:
    name = _printable(name)
    return Left(name, str(Inaccessible(name, reason, remedy)), origin, failed=True)


def _printable(name: str) -> str:
    """The name with bytes that are no UTF-8 spelled out: "caf\\xe9.txt"."""
    return os.fsencode(name).decode(errors="backslashreplace")


def _links_to_others(files: dict[str, File]) -> Iterator[Left]:
    """Takes out the links to files that are added themselves: one document is enough."""
    for file in list(files.values()):
        if file.record is None and file.path.is_symlink():
            target = str(file.path.resolve())
            if target in files:
                del files[file.origin]
                yield Left(file.name, f"a link to {files[target].name}", file.origin)


def _override(file: Path) -> Mapping[str, str]:
    """What the library.yaml files above the file say of it; the nearest has the last word."""
    override: dict[str, str] = {}
    for folder, said in _libraries(file.parent):
        override |= override_for(said, file.relative_to(folder).as_posix())
    return override


@cache
def _libraries(folder: Path) -> tuple[tuple[Path, Mapping[str, Mapping[str, str]]], ...]:
    """The library.yaml files that hold in the folder, outermost first.

    They are looked for upwards, so that a file is known by the same title and label whether it or a
    folder above it was added, up to a folder with a .git, the user's home, or the root.
    """
    home = Path(os.environ.get("HOME") or "/").resolve()
    ends = folder in (folder.parent, home) or (folder / ".git").exists()
    above = () if ends else _libraries(folder.parent)
    said = overrides(folder)
    return (*above, (folder, said)) if said else above


def _beir(path: Path) -> Iterator[File | Left]:
    """The documents of a BEIR corpus: {"_id", "title", "text"}, one a line."""
    try:
        lines = path.open("rb")
    except OSError as error:
        yield _inaccessible(path, path.name, error)
        return
    seen: dict[str, int] = {}
    with lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                values = _beir_values(line)
            except (ValueError, KeyError, TypeError) as error:
                raise BadPath(
                    f'{path}, line {number} is not {{"_id", "title", "text"}}: {error}. Mend that line.'
                ) from error
            identifier = values["_id"]
            first = seen.setdefault(identifier, number)
            if first != number:
                raise BadPath(
                    f"{path}, lines {first} and {number} have the same _id {identifier!r}. "
                    "Give each its own, or delete one."
                )
            content = hashlib.sha256(line.strip()).hexdigest()
            yield File(
                identifier, f"{path}#{identifier}", path, content, fingerprint(content, {}), {}, values
            )


def _beir_values(line: bytes) -> dict[str, str]:
    try:
        record = json.loads(line.decode())
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    values = {
        "_id": str(record["_id"]),
        "title": str(record.get("title") or ""),
        "text": str(record["text"]),
    }
    "".join(values.values()).encode()  # half a surrogate pair is no text
    return values


def _renamed(gone: Collection[str], changed: Sequence[File], manifest: Manifest) -> dict[str, str]:
    """New origin -> old one, where just one file is gone and just one has come that is the same to the byte.

    Where a removed document had the new name before, that one comes back.
    """
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for origin in gone:
        before.setdefault(manifest.contents[origin], []).append(origin)
    for file in changed:
        if file.origin not in manifest.fingerprints and file.origin not in manifest.former:
            after.setdefault(file.content, []).append(file.origin)
    pairs = ((after[content], before[content]) for content in before.keys() & after.keys())
    return {new[0]: old[0] for new, old in pairs if len(new) == len(old) == 1}


def _vanished(
    paths: Iterable[Path], known: Iterable[str], files: Mapping[str, File], failed: Sequence[Left]
) -> Iterator[str]:
    roots = tuple(str(path.resolve()).rstrip("/") + "/" for path in paths)
    for origin in known:
        if (
            origin not in files
            and origin.startswith(roots)
            and not any(item.holds(origin) for item in failed)
        ):
            yield origin
