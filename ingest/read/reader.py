"""The door to reading: files in, Readings out, whatever the files do to their parsers."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from core.settings import Settings
from core.types import Reading
from ingest.read.content import read_bytes
from ingest.read.errors import Damaged, Inaccessible, TooDemanding, TooLarge, Unreadable
from ingest.read.kind import Kind, kind_of
from ingest.read.wire import BadReply, from_json

_ROOT = Path(__file__).resolve().parents[2]
_FILES_PER_WORKER = 200  # parsers leak; a fresh process costs a fraction of a second
_QUICK_MARKDOWN = 16 * 1024  # bytes; a hostile file of this size takes its parser about a second
_REPLY_BYTES = 64 * 2**20  # and four times the file: boxes and attachments are larger than text
_WAITING_SECONDS = 15  # on top of twice the CPU time: a busy machine, the start of a process


class Reader:
    """Reads file after file; use it as a context manager, or call `close`.

    Safe to share between threads, which then take turns.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._worker: _Worker | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path) -> Reading:
        """Reads the file. Raises Unreadable."""
        try:
            self._require_size(path.stat().st_size, path.name)
            content = path.read_bytes()
        except OSError as error:
            reason = f"it cannot be opened ({error.strerror})"
            raise Inaccessible(path.name, reason, "Check that it is there and may be read.") from error
        return self.read_content(content, path.name)

    def read_content(self, content: bytes, name: str) -> Reading:
        """Reads an upload or an attachment. Raises Unreadable."""
        self._require_size(len(content), name)
        kind = kind_of(content, name)
        # Plain decoding has no parser that could hang or crash, and neither has Markdown of this
        # size with its nesting limited: a process for each of thousands of notes would only cost.
        if kind is Kind.TEXT or (kind is Kind.MARKDOWN and len(content) <= _QUICK_MARKDOWN):
            return read_bytes(content, name)
        with self._lock:
            return self._read_apart(content, name)

    def close(self) -> None:
        """Ends the worker process. A later read starts a fresh one."""
        with self._lock:
            self._retire()

    def _require_size(self, size: int, name: str) -> None:
        largest = self._settings.largest_file_mb
        if size > largest * 2**20:
            raise TooLarge(
                name,
                f"it has {size / 2**20:.1f} MB, more than {largest} MB",
                "Split it, or raise PINCITE_LARGEST_FILE_MB.",
            )

    def _read_apart(self, content: bytes, name: str) -> Reading:
        if self._worker is None or not self._worker.is_fit():
            self._retire()
            self._worker = _Worker(self._settings)
        try:
            reply = from_json(self._worker.ask(content, name))
        except BadReply as error:
            self._retire()
            raise Damaged(name, "its reader gave nonsense back", "Save it again, or as PDF.") from error
        except BaseException:  # also KeyboardInterrupt: half a reply must not be taken for the next file's
            self._retire()
            raise
        if isinstance(reply, Unreadable):
            if isinstance(reply, TooDemanding):
                self._retire()  # what is left of its memory is in pieces
            raise reply
        return reply

    def _retire(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None


def read_file(path: Path, settings: Settings) -> Reading:
    """Reads one file. For more than one, a Reader saves starting a process for each."""
    with Reader(settings) as reader:
        return reader.read(path)


class _Worker:
    """A child process that runs ingest/read/worker.py."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._files = 0
        # No environment beyond this: a parser that is taken over finds no keys of the user's.
        environment = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.read.worker", str(settings.read_memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=_ROOT,
            start_new_session=True,  # an interrupt meant for the parent is no crash of the parser
        )

    @property
    def process_id(self) -> int:
        """The id of the child process."""
        return self._process.pid

    def is_fit(self) -> bool:
        """Whether it can take another file."""
        return self._files < _FILES_PER_WORKER and self._process.poll() is None

    def stop(self) -> None:
        """Ends it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # what was still to be sent to it

    def ask(self, content: bytes, name: str) -> bytes:
        """The worker's reply on one file. Raises TooDemanding or Damaged where it dies of it."""
        self._files += 1
        timed_out = threading.Event()

        def give_up() -> None:
            timed_out.set()
            self._process.kill()

        timer = threading.Timer(2 * self._settings.read_seconds + _WAITING_SECONDS, give_up)
        timer.start()
        try:
            reply = self._exchange(content, name)
        finally:
            timer.cancel()
        if reply is None:
            raise self._death(name, timed_out=timed_out.is_set())
        return reply

    def _exchange(self, content: bytes, name: str) -> bytes | None:
        """Sends the file and waits; None where the worker died meanwhile."""
        requests, replies = self._process.stdin, self._process.stdout
        if requests is None or replies is None:
            return None
        request = {"name": name, "size": len(content), "seconds": self._settings.read_seconds}
        try:
            requests.write(json.dumps(request).encode() + b"\n")
            requests.write(content)
            requests.flush()
        except BrokenPipeError:
            return None
        size = int.from_bytes(replies.read(8), "big")
        if size > _REPLY_BYTES + 4 * len(content):
            raise TooLarge(name, f"it unfolds to {size // 2**20} MB", "Split it into smaller files.")
        reply = replies.read(size)
        return reply if size and len(reply) == size else None

    def _reap(self) -> tuple[int, float]:
        """Waits for the dead process: its exit status, and the most memory it had, in MB.

        The memory is 0 where it is not known: the system counts what this process held when it
        started the worker as the worker's own.
        """
        if self._process.returncode is not None:
            return self._process.returncode, 0.0
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        most = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        return self._process.returncode, most if used.ru_maxrss > ours else 0.0

    def _death(self, name: str, *, timed_out: bool) -> Unreadable:
        status, used = self._reap()
        if timed_out or status == -signal.SIGXCPU:
            seconds = self._settings.read_seconds
            return TooDemanding(
                name,
                f"reading it took longer than {seconds} seconds",
                "Split it, save it as PDF, or raise PINCITE_READ_SECONDS.",
            )
        if used > 0.8 * self._settings.read_memory_mb:
            return TooDemanding(
                name, "reading it takes too much memory", "Split it, or raise PINCITE_READ_MEMORY_MB."
            )
        called = signal.Signals(-status).name if status < 0 else f"exit status {status}"
        return Damaged(
            name, f"its content crashed the reader ({called})", "Open it in its program and save it again."
        )
