"""From the settings to a language model that can be asked."""

from __future__ import annotations

from collections.abc import Callable

from core.settings import Settings
from models.address import FOLDER, address_of
from models.calling import SupervisedModel
from models.chunk import Source


def configured(settings: Settings) -> bool:
    """Whether the settings name a language model."""
    return bool(settings.model.strip())


def connect(
    settings: Settings, *, judge: bool = False, count: Callable[[str], int] | None = None
) -> SupervisedModel:
    """The language model that the settings name, or the judge. Nobody is asked anything yet.

    `count` counts tokens where a server does not say how many there were. Raises ModelFault
    "unknown model", "missing package", "bad key", or "unreachable" for a URL that is none.
    """
    address = address_of(settings, judge=judge)
    source: Source
    if address.provider == FOLDER:
        from models.folder import Folder

        source = Folder(address, settings)
    else:
        from models.providers import Provider

        source = Provider(address, settings)
    return SupervisedModel(address, settings, source, count)
