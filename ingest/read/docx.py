"""Word documents in the order of their body: headings, lists with their numbers, tables, notes."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import EncryptedPackageError, PackageNotFoundError
from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

from core.types import Reading
from ingest.read.blocks import compose
from ingest.read.docx_body import Body
from ingest.read.docx_package import check_package
from ingest.read.errors import Damaged, Empty, Encrypted
from ingest.read.kind import Kind
from ingest.read.metadata import describe

# Documents made by a program from this library's template carry its author and its date of 2013.
_TEMPLATE_AUTHOR = "python-docx"


def read(content: bytes, name: str) -> Reading:
    """The document's text. Raises TooLarge for a zip bomb, Damaged, Encrypted or Empty."""
    check_package(content, name)
    document = _opened(content, name)
    body = Body(document)
    text, layout = compose(body.blocks)
    if not text:
        raise Empty(
            name, "the document holds no text", "If it holds pictures of text, save it as text first."
        )
    first = layout.headings[0].path[-1] if layout.headings else None
    stated, inferred = _properties(document)
    inferred["title"] = body.title or first
    metadata, bad_dates = describe(name, stated, inferred)
    return Reading(text, layout, metadata, Kind.DOCX.value, notices=(*body.notices, *bad_dates))


def _opened(content: bytes, name: str) -> Document:
    try:
        return docx.Document(io.BytesIO(content))
    except EncryptedPackageError as error:
        raise Encrypted(
            name, "it is protected by a password", "Open it in Word and save it without the password."
        ) from error
    except (
        PackageNotFoundError,
        XMLSyntaxError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise Damaged(
            name, "it is no complete Word document", "Open it in Word and save it again as .docx."
        ) from error


def _properties(document: Document) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """What the core properties state, and what may only be inferred from them."""
    properties: Any = document.core_properties
    if properties.author == _TEMPLATE_AUTHOR:
        return {"title": properties.title}, {}
    date = properties.modified or properties.created
    return (
        {"title": properties.title},
        {"issuer": properties.author, "date": date.date().isoformat() if date else None},
    )
