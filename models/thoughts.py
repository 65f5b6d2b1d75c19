"""Some models think aloud before they reply, between <think> and </think>: that is no part of the reply."""

from __future__ import annotations

OPENING, CLOSING = "<think>", "</think>"


class Thoughts:
    """Takes the thoughts away from the beginning of a reply that comes in pieces."""

    def __init__(self) -> None:
        self._held = ""  # what may still turn out to be a thought
        self._over = False

    def without(self, piece: str) -> str:
        """What belongs to the reply, of this piece and of what was held back."""
        if self._over:
            return piece
        self._held += piece
        begun = self._held.lstrip()
        if begun.startswith(OPENING):
            reply = begun.partition(CLOSING)[2].lstrip()
            return self._reply(reply) if reply else ""
        return "" if OPENING.startswith(begun) else self._reply(self._held)

    def rest(self) -> str:
        """At the end: what was held back and is no thought after all ("<")."""
        return "" if self._held.lstrip().startswith(OPENING) else self._reply(self._held)

    def _reply(self, text: str) -> str:
        self._held, self._over = "", True
        return text
