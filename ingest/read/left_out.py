"""What who adds a file is told of words that were kept out of its text."""

from __future__ import annotations

from core.unseen import spelled_unseen


def unseen_notice(words: int) -> tuple[str, ...]:
    """A notice of how many words no reader of the file sees, or none: "12 words ... were left out"."""
    if not words:
        return ()
    return (f"{words} word{'s' * (words > 1)} that no reader sees {'were' if words > 1 else 'was'} left out",)


def spelled_notice(text: str) -> tuple[str, ...]:
    """A notice where the text spelled words in characters that no screen shows; they are left out too."""
    spelled = spelled_unseen(text)
    return (f"{len(spelled)} letters in invisible characters were left out",) if len(spelled) > 1 else ()
