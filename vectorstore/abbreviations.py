"""What abbreviations stand for: a list of the field, and the user's own beside the library."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from core.errors import PinciteError

FILE = "abbreviations.txt"  # in the library's folder; the list of the field stands beside this module
LINE = re.compile(r"(?P<short>[A-Z][A-Z&]{1,9})\s*=\s*(?P<name>\S.{2,98}\S)")


class BadAbbreviations(PinciteError):
    """The user's list of abbreviations cannot be used; the message names each line."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__("\n".join(f"{path}{problem}" for problem in problems))


def abbreviations(home: Path) -> dict[str, str]:
    """Abbreviation -> what it stands for; the user's list wins over that of the field.

    Raises BadAbbreviations.
    """
    own = home / FILE
    listed = read_abbreviations(Path(__file__).parent / FILE)
    return {**listed, **(read_abbreviations(own) if own.exists() else {})}


def own_list_hash(home: Path) -> str | None:
    """A hash of the user's own list, 12 hexadecimal digits; None where there is none."""
    own = home / FILE
    return hashlib.sha256(own.read_bytes()).hexdigest()[:12] if own.is_file() else None


def read_abbreviations(path: Path) -> Mapping[str, str]:
    """The abbreviations of one file; blank lines and those that begin with # say nothing.

    Raises BadAbbreviations, with everything that is wrong in the file.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadAbbreviations(path, [f" cannot be read: {error}. Save it as text in UTF-8."]) from error
    found: dict[str, str] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = LINE.fullmatch(line.strip())
        if match is None:
            wanted = "DTSA = Defend Trade Secrets Act, with 2 to 10 capital letters"
            problems.append(
                f", line {number}: {line.strip()[:60]!r} is no abbreviation. Write it as {wanted}."
            )
        elif found.setdefault(match["short"], match["name"]) != match["name"]:
            problems.append(
                f", line {number}: {match['short']} stands for {found[match['short']]!r} already. Keep one."
            )
    if problems:
        raise BadAbbreviations(path, problems)
    return found
