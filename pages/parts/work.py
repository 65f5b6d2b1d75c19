"""Adding documents goes on in the background, so that looking at another page does not stop it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from core.errors import PinciteError
from ingest.report import Progress, Report

REMEDY = "What was added before stays. Add the rest again; if this comes back, the log says more."
Task = Callable[[Callable[[Progress], None]], Report]


class Work:
    """One task at a time for the whole process, how far it is, and what came of the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.progress: Progress | None = None
        self.report: Report | None = None
        self.error: str | None = None

    @property
    def running(self) -> bool:
        """Whether a task is at work now."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self, task: Task) -> bool:
        """Starts a task and forgets the last one; False where one is at work already."""
        with self._lock:
            if self.running:
                return False
            self.forget()
            self._thread = threading.Thread(target=self._carry_out, args=(task,), name="ingest", daemon=True)
            self._thread.start()
        return True

    def forget(self) -> None:
        """Drops what came of the last task."""
        self.progress = self.report = self.error = None

    def wait(self) -> None:
        """Returns when no task is at work."""
        if self._thread is not None:
            self._thread.join()

    def _carry_out(self, task: Task) -> None:
        try:
            self.report = task(self._hear)
        except PinciteError as error:
            self.error = str(error)
        except Exception as error:  # a thread has no caller: what is not caught here is lost
            logging.getLogger(__name__).exception("A task in the background failed")
            cause = str(error).strip() or "no cause was given"
            self.error = f"It could not be finished: {type(error).__name__}: {cause}. {REMEDY}"

    def _hear(self, progress: Progress) -> None:
        self.progress = progress
