"""The keys of hosted models: from the environment or `.streamlit/secrets.toml`, and from nowhere else."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from core.errors import ModelFault
from models.address import THIS_MACHINE, Address

VARIABLES = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "ollama": "OLLAMA_API_KEY"}
SECRETS = Path(".streamlit") / "secrets.toml"
NONE_NEEDED = "none"  # for servers of one's own that ask for no key; their libraries want one


def key_for(address: Address) -> str:
    """The key for a model; "none" for a server of one's own without any.

    Raises ModelFault "bad key" where a hosted model has none.
    """
    variable = VARIABLES[address.provider]
    if key := _own_key(variable):
        return key
    if address.own_url or address.where == THIS_MACHINE:
        return NONE_NEEDED
    raise ModelFault(
        "bad key",
        f"There is no key for {address.server}. Set {variable} in the environment or in {SECRETS}.",
    )


def key_is_missing(address: Address) -> bool:
    """Whether a model is asked without a key."""
    return not _own_key(VARIABLES[address.provider])


def _own_key(variable: str) -> str:
    return os.environ.get(variable, "").strip() or _from_secrets(variable)


def _from_secrets(variable: str) -> str:
    for path in (SECRETS, Path.home() / SECRETS):  # where Streamlit looks too
        if path.is_file():
            try:
                found = tomllib.loads(path.read_text(encoding="utf-8")).get(variable)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError):
                # its own message could show a piece of the file
                raise ModelFault(
                    "bad key", f'{path} cannot be read. A line of it looks like: {variable} = "..."'
                ) from None
            if isinstance(found, str) and found.strip():
                return found.strip()
    return ""
