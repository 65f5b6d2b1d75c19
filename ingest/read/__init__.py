"""Reads files of every supported format into one text with a map of its places.

    with Reader(settings) as reader:
        reading = reader.read(path)

Raises Unreadable, whose text names the file, the cause and the remedy.
"""

from ingest.read.content import read_bytes
from ingest.read.errors import (
    Damaged,
    Empty,
    Encrypted,
    Inaccessible,
    Scanned,
    TooDemanding,
    TooLarge,
    UnknownType,
    Unreadable,
)
from ingest.read.kind import ENDINGS, Kind
from ingest.read.metadata import (
    LIBRARY_FILE,
    BadLibraryFile,
    override_for,
    overrides,
    with_overrides,
)
from ingest.read.reader import Reader, read_file

__all__ = [
    "ENDINGS",
    "LIBRARY_FILE",
    "BadLibraryFile",
    "Damaged",
    "Empty",
    "Encrypted",
    "Inaccessible",
    "Kind",
    "Reader",
    "Scanned",
    "TooDemanding",
    "TooLarge",
    "UnknownType",
    "Unreadable",
    "override_for",
    "overrides",
    "read_bytes",
    "read_file",
    "with_overrides",
]
