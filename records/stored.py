"""How the frozen types are kept as JSON text, and come back as they were."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, TypeVar

from pydantic import TypeAdapter

from core.types import Answer

T = TypeVar("T")

_adapters: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_json(value: object) -> str:
    """`value`, one of our frozen types, as JSON."""
    return _adapter(type(value)).dump_json(value).decode()


def from_json(kind: type[T], text: str) -> T:
    """The value that `to_json` wrote."""
    value: T = _adapter(kind).validate_json(text)
    return value


def same_json(value: Answer) -> str:
    """As `to_json`, but equal answers give equal texts in every process: sets and keys are sorted."""
    return json.dumps(dataclasses.asdict(value), default=sorted, sort_keys=True, ensure_ascii=False)
