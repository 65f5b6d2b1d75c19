"""The process in which risky parsers run: one file after another, under limits, JSON back.

A request is a line of JSON (name, size, seconds) and then the file's bytes; a reply is its
length in eight bytes and then JSON. Run as `python -m ingest.read.worker MEMORY_MB`.
"""

from __future__ import annotations

import json
import os
import sys
from typing import BinaryIO

from ingest.read.content import read_bytes, reader_of
from ingest.read.errors import Damaged, TooDemanding, Unreadable
from ingest.read.kind import kind_of
from ingest.read.limits import allow_cpu, confine
from ingest.read.wire import error_to_json, reading_to_json

_RECURSION = 8_000  # levels of nested tags; HTML that nests deeper is no document


def main() -> None:
    """Serves until the parent closes the pipe."""
    requests, replies = sys.stdin.buffer, _private_output()
    sys.setrecursionlimit(_RECURSION)
    confine(memory_mb=int(sys.argv[1]))
    while header := requests.readline():
        request = json.loads(header)
        content = requests.read(request["size"])
        reply = answer(content, request["name"], request["seconds"])
        replies.write(len(reply).to_bytes(8, "big") + reply)
        replies.flush()


def answer(content: bytes, name: str, seconds: int) -> bytes:
    """The reply to one request."""
    try:
        reader_of(kind_of(content, name))  # loading the parser is not the file's time
        allow_cpu(seconds)
        return reading_to_json(read_bytes(content, name))
    except Unreadable as error:
        return error_to_json(error)
    except MemoryError:
        return error_to_json(
            TooDemanding(
                name, "reading it takes too much memory", "Split it, or raise PINCITE_READ_MEMORY_MB."
            )
        )
    except Exception as error:  # noqa: BLE001 - parsers fail in ways that none of them documents
        reason = f"its content broke the reader ({type(error).__name__})"
        return error_to_json(Damaged(name, reason, "Open it in its program and save it again."))


def _private_output() -> BinaryIO:
    """The pipe to the parent, out of reach of libraries that write to standard output."""
    private = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return private


if __name__ == "__main__":
    main()
