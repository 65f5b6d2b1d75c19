"""Versions of a law: what to warn of where a source is not the law of the day that is asked about."""

from __future__ import annotations

import datetime

from core.succession import Succession, begins_later, in_force, is_over, written_day
from core.types import Source
from prompts.load import load_prompt

__all__ = ["Versions", "begins_later", "in_force", "written_day"]


class Versions(Succession):
    """The sources of a library that state when they were in force, or what they supersede."""

    def caution(self, source: Source, day: datetime.date) -> str | None:
        """Why the source is not to be read as the law of that day, in a sentence; None where it is."""
        known = source.metadata
        if known.in_force_from and begins_later(known, day):
            return load_prompt("caution-not-yet").fill(begins=written_day(known.in_force_from))
        successor = self.successor(source, day)
        if known.in_force_to and is_over(known, day):
            until = written_day(known.in_force_to)
            if successor:
                return load_prompt("caution-over-superseded").fill(
                    until=until, successor=successor.metadata.title
                )
            return load_prompt("caution-over").fill(until=until)
        return (
            load_prompt("caution-superseded").fill(successor=successor.metadata.title) if successor else None
        )
