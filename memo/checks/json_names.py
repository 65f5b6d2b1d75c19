"""Names in a memo's JSON that Pincite does not write: what somebody added to the data."""

from __future__ import annotations

import json
from collections.abc import Iterator

from core.errors import PinciteError
from memo.writers.json_file import read_json, write_json

Json = dict[str, "Json"] | list["Json"] | str | float | bool | None


def added_names(data: str | bytes) -> Iterator[str]:
    """Each name with its value, as `"withdrawn": true`; nothing of what is no memo at all."""
    text = data.decode("utf-8-sig", "replace") if isinstance(data, bytes) else data
    try:
        known = json.loads(write_json(read_json(text)))
        found = json.loads(text)
    except (PinciteError, ValueError, RecursionError):
        return
    yield from _added(found, known)


def _added(found: Json, known: Json) -> Iterator[str]:
    if isinstance(found, dict) and isinstance(known, dict):
        for name, value in found.items():
            if name in known:
                yield from _added(value, known[name])
            else:
                yield f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
    elif isinstance(found, list) and isinstance(known, list):
        for one, other in zip(found, known, strict=False):
            yield from _added(one, other)
