"""Loads a text with blanks, and sees to it that just its blanks are filled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from core.errors import PinciteError

FOLDER = Path(__file__).parent


class BadPrompt(PinciteError):
    """A prompt's file or its use is wrong."""


@dataclass(frozen=True)
class Prompt:
    """A text with blanks such as $documents. Its header states id, version and blanks."""

    id: str
    version: str
    blanks: frozenset[str]
    text: str

    @property
    def hash(self) -> str:
        """Changes with every letter of the text: kept with what was made from it."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def fill(self, **values: object) -> str:
        """The text with every blank filled. Raises BadPrompt where names do not match its blanks."""
        if values.keys() != self.blanks:
            wrong = sorted(values.keys() ^ self.blanks)
            raise BadPrompt(f"Prompt {self.id!r} has the blanks {sorted(self.blanks)}; check {wrong}.")
        return Template(self.text).substitute(values)


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt in `prompts/NAME.md`. Raises BadPrompt where its header does not fit its text."""
    path = FOLDER / f"{name}.md"
    if not path.is_file():
        raise BadPrompt(f"There is no prompt {name!r} in {FOLDER}.")
    header, separator, text = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    stated = dict(line.split(": ", 1) for line in header.splitlines() if ": " in line)
    blanks = frozenset(stated.get("blanks", "").split())
    if not separator or stated.get("id") != name or "version" not in stated:
        raise BadPrompt(f"{path} must begin with a header that states id: {name}, version and blanks.")
    if blanks != frozenset(Template(text).get_identifiers()):
        raise BadPrompt(f"{path} states the blanks {sorted(blanks)}, but its text has others.")
    return Prompt(name, stated["version"], blanks, text.strip())
