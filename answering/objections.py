"""Objections in words: each kind has its sentence in prompts/."""

from __future__ import annotations

from core.types import Objection
from prompts.load import load_prompt


def objection(kind: str, words: str, prompt: str | None = None) -> Objection:
    """An objection of the kind to these words of a statement."""
    said = " ".join(words.split())
    return Objection(kind, said, load_prompt(f"guard-{prompt or kind}").fill(words=said))
