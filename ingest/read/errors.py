"""Why a file could not be read. Each error names the file, the cause and what to do next."""

from __future__ import annotations

from typing import ClassVar

from core.errors import PinciteError


class Unreadable(PinciteError):
    """A file that gave no text. `cause` is its kind in one word, for JSON."""

    cause: ClassVar[str] = "unreadable"

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        self.name, self.reason, self.remedy = name, reason, remedy
        super().__init__(f"{name} could not be read: {reason}. {remedy}")


class Encrypted(Unreadable):
    """The file is protected by a password or a certificate."""

    cause = "encrypted"


class Damaged(Unreadable):
    """The file is cut off or does not keep to its format."""

    cause = "damaged"


class Empty(Unreadable):
    """The file is in order but holds no text at all."""

    cause = "empty"


class Scanned(Unreadable):
    """The pages of the file are pictures; their words are not in it as text."""

    cause = "scanned"


class TooLarge(Unreadable):
    """The file, or what it unpacks to, is larger than the settings allow."""

    cause = "too-large"


class UnknownType(Unreadable):
    """The file is of a type that is not read."""

    cause = "unknown-type"


class TooDemanding(Unreadable):
    """Reading the file took more time or memory than the settings allow."""

    cause = "too-demanding"


class Inaccessible(Unreadable):
    """The system does not let the file be opened."""

    cause = "inaccessible"


CAUSES: dict[str, type[Unreadable]] = {
    error.cause: error for error in (Encrypted, Damaged, Empty, Scanned, TooLarge, UnknownType, TooDemanding)
}
