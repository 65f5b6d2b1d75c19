"""Errors that a user can do something about. The doors show their text and nothing else."""


class PinciteError(Exception):
    """Says what was wrong, where, and what to do next."""
