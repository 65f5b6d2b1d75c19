"""What a process that reads files of strangers may use."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource

_OPEN_FILES = 64
_NEW_USER = 0x10000000
_NEW_NETWORK = 0x40000000


def confine(memory_mb: int) -> None:
    """For good: memory, no files written, no core dumps, no network where the system allows that."""
    _lower(resource.RLIMIT_AS, memory_mb * 2**20)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _leave_network()


def allow_cpu(seconds: int) -> None:
    """Lets the process use this much more CPU time from now; the system kills it beyond."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    if most != resource.RLIM_INFINITY:
        limit = min(limit, most)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, most))


def _lower(kind: int, limit: int) -> None:
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        limit = min(limit, most)
    # macOS refuses a limit on address space; the wall clock and the caller's size cap still hold.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (limit, limit))


def _leave_network() -> None:
    """Moves into an empty network namespace; as an ordinary user that takes a user namespace too."""
    if not hasattr(os, "uname") or os.uname().sysname != "Linux":
        return
    unshare = ctypes.CDLL(None).unshare
    if unshare(_NEW_NETWORK) != 0:
        unshare(_NEW_USER | _NEW_NETWORK)  # a system that refuses this too leaves only the other limits
