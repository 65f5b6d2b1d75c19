"""Which language model is meant, where it is, and how its place is called."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from core.errors import ModelFault
from core.settings import Settings

THIS_MACHINE = "this machine"
FOLDER = "folder"
HOMES = {  # where a provider is, unless PINCITE_MODEL_URL says otherwise
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
    "ollama": "http://127.0.0.1:11434",
}
EXAMPLES = "openai:gpt-5, anthropic:claude-sonnet-5, ollama:qwen3 or folder:/path/to/model"


@dataclass(frozen=True)
class Address:
    """A model as the settings name it. `url` is a folder's path where the provider is FOLDER."""

    provider: str
    model: str
    url: str
    own_url: bool = False  # PINCITE_MODEL_URL, not the provider's home

    @property
    def name(self) -> str:
        """As the settings name it: "openai:gpt-5"."""
        return f"{self.provider}:{self.model}"

    @property
    def where(self) -> str:
        """Where the text goes: "this machine", or the name of the host."""
        host = "" if self.provider == FOLDER else urlsplit(self.url).hostname or ""
        return THIS_MACHINE if not host or _is_loopback(host) else host

    @property
    def server(self) -> str:
        """What sentences call it: "api.openai.com", "the model server at 127.0.0.1:8080"."""
        if self.provider == FOLDER:
            return f"the model in {self.url}"
        parts = urlsplit(self.url)  # user and password, if any, are left out
        host = f"{parts.hostname}:{parts.port}" if parts.port else f"{parts.hostname}"
        return f"the model server at {host}" if self.own_url or self.where == THIS_MACHINE else host

    def listens(self) -> bool:
        """Whether something takes connections there; a folder always does. Sends nothing."""
        if self.provider == FOLDER:
            return True
        parts = urlsplit(self.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            socket.create_connection((parts.hostname or "", port), timeout=2).close()
        except OSError:
            return False
        return True


def address_of(settings: Settings, *, judge: bool = False) -> Address:
    """The model, or the judge, that the settings name.

    PINCITE_MODEL_URL is the judge's too where both have the same provider.
    Raises ModelFault "unknown model" or, for a bad URL, "unreachable".
    """
    variable = "PINCITE_JUDGE_MODEL" if judge else "PINCITE_MODEL"
    provider, model = _parts(settings.judge_model if judge else settings.model, variable)
    if provider == FOLDER:
        return Address(FOLDER, model, _existing_folder(model, variable))
    serves = not judge or provider == settings.model.partition(":")[0].strip()
    if not (settings.model_url and serves):
        return Address(provider, model, HOMES[provider])
    return Address(provider, model, _sound_url(settings.model_url), own_url=True)


def _parts(named: str, variable: str) -> tuple[str, str]:
    provider, _, model = (part.strip() for part in named.partition(":"))
    provider = FOLDER if provider == "transformers" else provider
    if not model or provider not in (*HOMES, FOLDER):
        raise ModelFault(
            "unknown model",
            f"{variable}={named!r} names no model that Pincite can ask. Write for instance {EXAMPLES}.",
        )
    return provider, model


def _existing_folder(path: str, variable: str) -> str:
    folder = Path(path).expanduser().absolute()
    if not (folder / "config.json").is_file():
        raise ModelFault(
            "unknown model",
            f"{variable} names the folder {folder}, and there is no model in it (no config.json). "
            "Correct the path; models are not downloaded.",
        )
    return str(folder)


def _sound_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none
        sound = False
    if not sound:
        raise ModelFault(
            "unreachable",
            "PINCITE_MODEL_URL is not the address of a server. Write for instance http://localhost:8080/v1.",
        )
    return url.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified
