"""Errors that a user can do something about. The doors show their text and nothing else."""


class PinciteError(Exception):
    """Says what was wrong, where, and what to do next."""


class ModelFault(PinciteError):
    """A language model gave no whole reply. `kind` names the fault: "unreachable", "bad key", "cut", ..."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
