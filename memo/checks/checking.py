"""The check of a finished memo: read the file, lay it beside the memo that was kept, verify both."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from core.errors import PinciteError
from core.types import Source
from memo.checks.against_records import FindDocument, against_records
from memo.checks.aligning import Alignment, align
from memo.checks.findings import WORST_FIRST, Finding, Group, Kind, Report
from memo.checks.finished_file import FileKind, FoundMemo
from memo.checks.json_names import added_names
from memo.checks.reading import as_written, content_of, read_finished, require_footnotes
from memo.checks.verify import intact_notes, verify
from memo.content import ContentBlock, Memo, Table
from memo.writers.json_file import intact, read_json

KeptMemo = Callable[[str], str]  # the JSON of a finished memo, by its id; raises PinciteError


class NamelessMemo(PinciteError):
    """A file does not say which memo it is."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} does not name the memo that it is: its properties and its closing words are gone. "
            "Name it with --memo ID; see: python -m memo show MEMO_ID --history."
        )


def check_file(
    path: Path,
    *,
    kept: KeptMemo,
    find: FindDocument,
    dated: Sequence[Source] = (),
    memo: str | None = None,
) -> Report:
    """Compares the file with the memo as it was kept when it was exported, and that with the records.

    `kept` gives the JSON of a finished memo by its id, `find` is `Library.document`, `dated` are
    `Library.dated_sources()`; `memo` is the id where the file does not name it. Raises UnreadableFile,
    NamelessMemo, and what `kept` raises.
    """
    return check_content(content_of(path), path.name, kept=kept, find=find, dated=dated, memo=memo)


def check_content(
    content: bytes,
    name: str,
    *,
    kept: KeptMemo,
    find: FindDocument,
    dated: Sequence[Source] = (),
    memo: str | None = None,
) -> Report:
    """The same for the bytes of a file."""
    file = read_finished(content, name)
    identifier = memo or file.id
    if identifier is None:
        raise NamelessMemo(name)
    find = lru_cache(maxsize=64)(find)  # notes cite the same few documents
    finished = read_json(kept(identifier))
    require_footnotes(file, finished, name)
    alignment = align(finished, file)
    if file.kind is FileKind.PDF and _is_told_of(verify(finished, file, alignment)):
        file = as_written(file, finished, content)
        alignment = align(finished, file)
    findings = [
        *_of_file(content, finished, file, alignment),
        *_of_records(finished, alignment, find, dated),
    ]
    findings += intact_notes(finished, alignment, findings)
    notices = file.notices
    if file.id not in (identifier, None):
        notices = (*notices, f"It names another memo, {file.id}; it was compared with {identifier}.")
    return Report(identifier, name, file.kind, _sorted(findings), notices)


def _is_told_of(findings: Iterator[Finding]) -> bool:
    return any(one.kind.group is not Group.TOLD for one in findings)


def _of_file(content: bytes, memo: Memo, file: FoundMemo, alignment: Alignment) -> Iterator[Finding]:
    """What the file says otherwise than the memo that was kept, which must be the one that was exported."""
    if not intact(memo):
        told = "The memo that the records keep under this id is not the one that was exported."
        yield Finding(Kind.DAMAGED, told=f"{told} Restore the records from a backup.")
    yield from verify(memo, file, alignment)
    data = content if file.kind is FileKind.JSON else file.attached
    for unknown in () if data is None else added_names(data):
        yield Finding(Kind.ADDED_WORDS, found=unknown, place="in the JSON")
    if data is not None and not _is_data_of(data, memo, whole=file.kind is not FileKind.JSON):
        yield Finding(Kind.DATA, told="What the file says of its sources as data is not what was exported.")


def _of_records(
    memo: Memo, alignment: Alignment, find: FindDocument, dated: Sequence[Source]
) -> Iterator[Finding]:
    """What became of the sources of those footnotes that the file still has."""
    for finding in against_records(memo, find, dated):
        found = alignment.notes.get(finding.kept or 0)
        if found is not None:
            yield replace(finding, number=found.number)


def _is_data_of(data: str | bytes, memo: Memo, *, whole: bool) -> bool:
    """Whether this is the memo as JSON; else than `whole` without the words of its blocks, which were
    compared word by word: of as many blocks only what they are.
    """
    try:
        read = read_json(data.removeprefix(codecs.BOM_UTF8) if isinstance(data, bytes) else data)
    except PinciteError:
        return False
    if whole:
        return read == memo
    kinds, kept = ([_kind(block) for block in one.blocks] for one in (read, memo))
    same = len(kinds) != len(kept) or kinds == kept
    return same and replace(read, blocks=()) == replace(memo, blocks=())


def _kind(block: ContentBlock | Table) -> tuple[object, ...]:
    return (block.kind, block.level, block.statement) if isinstance(block, ContentBlock) else (block.widths,)


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(findings, key=lambda one: (WORST_FIRST.index(one.kind), one.number or 0, one.kept or 0))
    )
