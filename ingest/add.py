"""Documents in: files are read, cut, embedded where they are new, kept, and indexed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.settings import Settings
from core.types import Reading, Span
from ingest import index
from ingest.chunk import Cut, chunk
from ingest.files import File, Plan, fingerprint, make_plan, unfinished
from ingest.lock import writing
from ingest.originals import keep, keep_uploads, told_apart
from ingest.planned import reading_of
from ingest.read import Kind, Reader, Unreadable
from ingest.report import FileOutcome, Outcome, Progress, Report
from records.library import Library
from records.writing import Chunk, NewVersion, document_id
from vectorstore.embed import Embeddable, Embedder, Vectors, load_embedder

WINDOW = 2000  # passages that are embedded together, sorted by length: what bounds the memory
KEPT_AT_ONCE = 256  # vectors kept in one transaction: what a kill can cost
ATTACHED_DEPTH = 3  # attachments of attachments, no deeper

Watch = Callable[[Progress], None]


def add_paths(
    paths: Sequence[Path], *, library: Library, settings: Settings, progress: Watch | None = None
) -> Report:
    """Adds the files and folders to the library, and takes out what is gone from the folders.

    Unchanged files cost nothing. A file that cannot be read is reported, the others go in.
    Raises Locked, BadPath.
    """
    with writing(settings.home):
        index.repair(library, settings)
        plan = make_plan(paths, settings.home)
        return _Run(library, settings, progress).carry_out(plan)


def add_uploads(
    files: Sequence[tuple[str, bytes]],
    *,
    library: Library,
    settings: Settings,
    progress: Watch | None = None,
) -> Report:
    """Adds uploaded files, (name, content), and keeps their bytes in the store. Raises Locked.

    An upload replaces an earlier one of its name; files of one name in one call are told apart.
    """
    kept = keep_uploads(files, settings)
    with writing(settings.home):
        index.repair(library, settings)
        plan = make_plan((), settings.home, extra=kept)
        return _Run(library, settings, progress).carry_out(plan)


@dataclass(frozen=True)
class _Taken:
    """A file that was read, or something attached to it, and the document that it is."""

    document: str
    file: File
    reading: Reading
    parent: str | None = None


@dataclass
class _Pending:
    """A version that was read and cut, waiting for its vectors."""

    document: str
    file: File
    reading: Reading
    cuts: list[Cut]
    keys: list[str]
    parent: str | None
    outcome: Outcome


@dataclass
class _Run:
    """One run of ingest."""

    library: Library
    settings: Settings
    progress: Watch | None
    started: float = field(default_factory=time.perf_counter)
    outcomes: list[FileOutcome] = field(default_factory=list)
    pending: list[_Pending] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # of the documents that are known, by origin
    ids: dict[str, str] = field(default_factory=dict)  # of all documents there ever were, by origin
    taken: set[str] = field(default_factory=set)  # the same ids
    renamed: Mapping[str, str] = field(default_factory=dict)  # origin -> the name that the file had before
    embedder: Embedder | None = None
    tokens: int = 0
    files: int = 0
    files_done: int = 0
    passages_found: int = 0
    passages_done: int = 0

    def carry_out(self, plan: Plan) -> Report:
        self.files = len(plan.changed)
        self._rename(plan)
        self.ids = self.library.ids()
        self.taken = set(self.ids.values())
        self.outcomes += plan.left
        self.outcomes += [
            FileOutcome(file.name, Outcome.UNCHANGED, document=self.ids[file.origin])
            for file in plan.unchanged
        ]
        self._remove(plan.vanished)
        if plan.updates:
            self.names = {item.origin: item.source.name for item in self.library.documents()}
        if plan.changed:
            self.embedder = load_embedder(self.settings)
            self.library.require_model(self.embedder.name, claim=True)
            with Reader(self.settings) as reader:
                for file in plan.changed:
                    self._take_in(file, reader, retried=file.origin in plan.retries)
                    if sum(len(pending.cuts) for pending in self.pending) >= WINDOW:
                        self._flush()
                self._flush()
        return Report(tuple(self.outcomes), self.tokens, time.perf_counter() - self.started)

    def _rename(self, plan: Plan) -> None:
        files = {file.origin: file for file in plan.changed}
        self.renamed = {
            new: self.library.rename(
                old, new, files[new].name, fingerprint=unfinished(files[new].fingerprint)
            )
            for new, old in plan.renamed.items()
        }

    def _document(self, origin: str) -> str:
        """The id of the document from there; a new one where what was there before has another name now."""
        if origin not in self.ids:
            identifier = document_id(origin)
            while identifier in self.taken:
                identifier = document_id(f"{origin}\n{identifier}")
            self.ids[origin] = identifier
            self.taken.add(identifier)
        return self.ids[origin]

    def _remove(self, vanished: Sequence[str]) -> None:
        if vanished:
            documents = self.library.by_origin(vanished)
            gone = self.library.remove(documents)
            index.bring_up_to_date(self.library, self.settings, documents=(), gone=gone)
            self.outcomes += [FileOutcome(origin, Outcome.REMOVED) for origin in vanished]

    def _take_in(self, file: File, reader: Reader, *, retried: bool) -> None:
        file = replace(file, name=self.names.get(file.origin, file.name))  # whatever folder was added now
        try:
            reading = reading_of(file, reader)
        except Unreadable as error:
            self.outcomes.append(FileOutcome(file.name, Outcome.FAILED, str(error)))
        else:
            attached = list(self._attached(file, reading, reader))
            told = [item for item in attached if isinstance(item, FileOutcome)]
            read = [item for item in attached if isinstance(item, _Taken)]
            self.outcomes += told
            failed = any(item.outcome is Outcome.FAILED for item in told)
            if failed:
                file = replace(file, fingerprint=unfinished(file.fingerprint))
            document = self._document(file.origin)
            self._cut_up([_Taken(document, file, reading), *read], as_before=retried and failed)
        self.files_done += 1
        self._tell(file.name)

    def _attached(
        self, file: File, reading: Reading, reader: Reader, *, depth: int = 1
    ) -> Iterator[_Taken | FileOutcome]:
        """What is attached to a file, and to that, as far as it can be read."""
        labels = told_apart([attachment.name for attachment in reading.attachments])
        for label, attachment in zip(labels, reading.attachments, strict=True):
            digest = hashlib.sha256(attachment.content).hexdigest()
            inner = File(
                name=f"{file.name}/{label}",
                origin=f"{file.origin}!{label}",
                path=file.path,
                content=digest,
                fingerprint=fingerprint(digest, {}),
                override={},
            )
            if depth > ATTACHED_DEPTH:
                yield FileOutcome(inner.name, Outcome.SKIPPED, "attached too deep")
                continue
            try:
                found = reader.read_content(attachment.content, attachment.name)
            except Unreadable as error:
                yield FileOutcome(inner.name, Outcome.FAILED, str(error))
                continue
            if found.media_type == Kind.PDF:
                keep(attachment.content, self.settings)
            document = self._document(inner.origin)
            yield _Taken(document, inner, found, parent=self._document(file.origin))
            yield from self._attached(inner, found, reader, depth=depth + 1)

    def _cut_up(self, taken: Sequence[_Taken], *, as_before: bool) -> None:
        """Cuts a file and what is attached to it, unless it is `as_before` and brought nothing new."""
        if as_before and all(item.file.origin in self.names for item in taken):
            for item in taken:
                outcome = FileOutcome(item.file.name, Outcome.UNCHANGED, document=item.document)
                self.outcomes.append(outcome)
            return
        for item in taken:
            self._cut(item, self._outcome(item))

    def _outcome(self, taken: _Taken) -> Outcome:
        if taken.file.origin in self.renamed:
            return Outcome.RENAMED
        return Outcome.UPDATED if taken.file.origin in self.names else Outcome.ADDED

    def _cut(self, taken: _Taken, outcome: Outcome) -> None:
        assert self.embedder is not None
        reading = taken.reading
        cuts = chunk(reading, self.embedder, tokens=self.settings.chunk_tokens)
        keys = [_vector_key(self.embedder, reading, cut) for cut in cuts]
        self.pending.append(_Pending(taken.document, taken.file, reading, cuts, keys, taken.parent, outcome))
        self.passages_found += len(cuts)

    def _flush(self) -> None:
        """Embeds what is pending and keeps it: records first, then the index, marked in between."""
        if not self.pending:
            return
        self._embed()
        new = [_version(pending) for pending in self.pending]
        gone = self.library.save(new)
        saved = sorted(version.document for version in new)
        index.bring_up_to_date(self.library, self.settings, documents=saved, gone=gone)
        for pending in self.pending:
            self.tokens += sum(cut.tokens for cut in pending.cuts)
            before = self.renamed.get(pending.file.origin)
            told = [f"it was {before}"] if before else []
            self.outcomes.append(
                FileOutcome(
                    name=pending.file.name,
                    outcome=pending.outcome,
                    reason="; ".join([*told, *pending.reading.notices]) or None,
                    document=pending.document,
                    passages=len(pending.cuts),
                )
            )
        self.pending = []

    def _embed(self) -> None:
        """Embeds the words that no vector is kept for, each only once."""
        assert self.embedder is not None
        wanted: dict[str, tuple[Reading, Cut]] = {}
        for pending in self.pending:
            for key, cut in zip(pending.keys, pending.cuts, strict=True):
                wanted.setdefault(key, (pending.reading, cut))
        known = self.library.known_vectors(wanted.keys())
        missing = [key for key in wanted if key not in known]
        self.passages_done += sum(len(pending.keys) for pending in self.pending) - len(missing)
        for start in range(0, len(missing), WINDOW):  # one huge document may bring many times that
            keys = missing[start : start + WINDOW]
            self._embed_window(keys, [_embeddable(*wanted[key]) for key in keys])
        self._tell(self.pending[-1].file.name)

    def _embed_window(self, keys: Sequence[str], items: Sequence[Embeddable]) -> None:
        assert self.embedder is not None
        fresh: dict[str, Vectors] = {}
        for number, vectors in self.embedder.embed(items):
            fresh[keys[number]] = vectors
            self.passages_done += 1
            if len(fresh) == KEPT_AT_ONCE:
                self.library.keep_vectors(fresh)
                fresh = {}
                self._tell(self.pending[-1].file.name)
        self.library.keep_vectors(fresh)

    def _tell(self, name: str) -> None:
        if self.progress:
            self.progress(
                Progress(self.files, self.files_done, self.passages_found, self.passages_done, name)
            )


def _embeddable(reading: Reading, cut: Cut) -> Embeddable:
    shift = len(cut.prefix) - cut.start
    spans = tuple(Span(s.start + shift, s.end + shift) for s in cut.sentences)
    return Embeddable(cut.prefix + reading.text[cut.start : cut.end], spans)


def _vector_key(embedder: Embedder, reading: Reading, cut: Cut) -> str:
    """A hash of all that decides a vector, so that the same words are never embedded twice."""
    item = _embeddable(reading, cut)
    spans = " ".join(f"{span.start}-{span.end}" for span in item.spans)
    return hashlib.sha256(f"{embedder.name}\n{spans}\n{item.text}".encode()).hexdigest()


def _version(pending: _Pending) -> NewVersion:
    reading, layout = pending.reading, pending.reading.layout
    chunks = tuple(
        Chunk(
            start=cut.start,
            end=cut.end,
            text=reading.text[cut.start : cut.end],
            sentences=cut.sentences,
            section=layout.heading_path(cut.start),
            page=layout.page_number(cut.start),
            vector=key,
        )
        for cut, key in zip(pending.cuts, pending.keys, strict=True)
    )
    return NewVersion(
        document=pending.document,
        name=pending.file.name,
        origin=pending.file.origin,
        fingerprint=pending.file.fingerprint,
        content=pending.file.content,
        reading=reading,
        chunks=chunks,
        parent=pending.parent,
    )
