"""Looks at a zip archive's list of members before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from ingest.read.errors import Damaged, Encrypted, TooLarge

MEMBERS = 5_000
UNPACKED_MB = 300
PART_MB = 64  # of one XML part: a thousand pages have about ten
RATIO = 200  # text packs up to about 30 to 1
_SMALL = 4 * 2**20  # below this no ratio is dangerous
_HEAD = 4096
_REMEDY = "Save it in smaller parts, or as PDF."


def check_package(content: bytes, name: str) -> None:
    """Raises TooLarge, Damaged or Encrypted where the archive is not safe to unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members, name)
            declared = any(b"<!DOCTYPE" in _head(archive, member) for member in members)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise Damaged(name, "it is cut off or broken", "Download or save it again.") from error
    if declared:  # Word never writes one; its entities would be words that appear from nowhere
        raise Damaged(name, "it declares an XML document type", "Save it again in Word.")


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The beginning of an XML part, where a document type would be declared."""
    if not member.filename.endswith((".xml", ".rels")):
        return b""
    with archive.open(member) as part:
        return part.read(_HEAD)


def _check_members(members: Sequence[zipfile.ZipInfo], name: str) -> None:
    if len(members) > MEMBERS:
        raise TooLarge(name, f"it has {len(members)} parts, more than {MEMBERS}", _REMEDY)
    if len({member.filename for member in members}) < len(members):
        raise Damaged(name, "two of its parts have the same name", "Save it again in Word.")
    if any(member.flag_bits & 1 for member in members):
        raise Encrypted(name, "its parts are encrypted", "Save it without a password.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > UNPACKED_MB * 2**20:
        raise TooLarge(name, f"it unpacks to {unpacked // 2**20} MB, more than {UNPACKED_MB} MB", _REMEDY)
    for member in members:
        _check_part(member, name)


def _check_part(member: zipfile.ZipInfo, name: str) -> None:
    if member.filename.endswith((".xml", ".rels")) and member.file_size > PART_MB * 2**20:
        size = member.file_size // 2**20
        raise TooLarge(name, f"{member.filename} in it has {size} MB, more than {PART_MB} MB", _REMEDY)
    if member.file_size > _SMALL and member.file_size > RATIO * max(member.compress_size, 1):
        raise TooLarge(name, f"{member.filename} in it unpacks to over {RATIO} times its size", _REMEDY)
