"""Elements of the XML in a DOCX, by their names alone."""

from __future__ import annotations

from typing import Any

Element = Any  # lxml ships no types


def name_of(element: Element) -> str:
    """The tag without its namespace: files of "strict" OOXML have other namespaces and the same names."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """The attribute of this name, of whatever namespace."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of the first name, of that the first child of the second, and so on."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)  # of whatever namespace
    return element
