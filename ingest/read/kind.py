"""What a file is, by its content. The name's ending only decides between kinds of text."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath

from ingest.read.errors import Damaged, Empty, Encrypted, UnknownType


class Kind(StrEnum):
    """The formats that are read, by media type."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    EML = "message/rfc822"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PDF = "application/pdf"


ENDINGS = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".eml": Kind.EML,
    ".docx": Kind.DOCX,
    ".pdf": Kind.PDF,
}

_CALLED = {
    Kind.TEXT: "plain text",
    Kind.MARKDOWN: "Markdown",
    Kind.HTML: "a web page",
    Kind.EML: "an e-mail",
    Kind.DOCX: "a Word document",
    Kind.PDF: "a PDF",
}

_HEAD = 4096
_SAMPLE = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_TEXT_CONTROLS = b"\t\n\x0b\x0c\r\x1a\x1b"
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TAG = re.compile(rb"</?[a-z][^>]{0,200}>", re.I)
_FIELD = re.compile(rb"^([A-Za-z][A-Za-z0-9-]*):", re.M)
_SENT = {b"received", b"mime-version", b"message-id", b"return-path", b"dkim-signature", b"content-type"}
_ADDRESSED = {b"from", b"to", b"subject", b"date"}
_OTHERS = {
    b"{\\rtf": "an RTF document",
    b"%!PS": "a PostScript file",
    b"<?xml": "an XML file",
}
_SUPPORTED = "Read are PDF, Word (.docx), HTML, e-mail (.eml), Markdown and plain text"


def ending(name: str) -> str:
    """The name's ending in lower case: "Act.PDF" -> ".pdf"."""
    return PurePosixPath(name).suffix.lower()


def kind_of(content: bytes, name: str) -> Kind:
    """What the content is. Raises Empty, Encrypted, Damaged or UnknownType where it cannot be read."""
    body = content.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if not body:
        raise Empty(name, "the file is empty", "Check that it was downloaded or saved completely.")
    if body.startswith(b"%PDF-"):
        return Kind.PDF
    if body.startswith(_ZIP):
        return _packed(content, name)
    if body.startswith(_OLE):
        raise _ole(content, name)
    if not _is_text(content):
        if b"%PDF-" in content[:1024]:  # some writers put a few bytes before it, and PDFium allows it
            return Kind.PDF
        raise _unknown(content, name)
    return _kind_of_text(body, name)


def misnamed(kind: Kind, name: str) -> str | None:
    """A notice where the name promises another format than the content has."""
    promised = ENDINGS.get(ending(name), kind)
    if promised is kind:
        return None
    return f"is named like {_CALLED[promised]} but holds {_CALLED[kind]}, and was read as that"


def _is_text(content: bytes) -> bool:
    sample = content[:_SAMPLE]
    if sample.startswith(_UNICODE_MARKS):
        return True
    controls = sum(sample.count(bytes([byte])) for byte in range(32) if byte not in _TEXT_CONTROLS)
    return b"\x00" not in sample and controls * 100 <= len(sample)


def _kind_of_text(body: bytes, name: str) -> Kind:
    promised = ENDINGS.get(ending(name))
    head = body[:_HEAD]
    if head.startswith(_UNICODE_MARKS):
        head = head.decode("utf-16", errors="ignore").encode()
    if _PAGE.match(head) or (promised is Kind.HTML and _TAG.search(body)):
        return Kind.HTML
    for start, called in _OTHERS.items():
        if head.startswith(start):
            raise UnknownType(name, f"it is {called}", f"{_SUPPORTED}; save it as one of these.")
    fields = {field.lower() for field in _FIELD.findall(re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0])}
    if (
        _FIELD.match(head)
        and fields & _ADDRESSED
        and (promised is Kind.EML or (fields & _SENT and promised is not Kind.MARKDOWN))
    ):
        return Kind.EML
    return Kind.MARKDOWN if promised is Kind.MARKDOWN else Kind.TEXT


def _packed(content: bytes, name: str) -> Kind:
    """DOCX, if the zip archive's own list of members says so."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise Damaged(
            name, "it is a cut-off or broken Word or zip file", "Download or save it again."
        ) from error
    if "word/document.xml" in members:
        return Kind.DOCX
    called = "a zip archive"
    for folder, program in (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation")):
        if any(member.startswith(folder) for member in members):
            called = program
    if "[Content_Types].xml" in members and any(member.startswith("word/") for member in members):
        return Kind.DOCX  # its main part has another name; the package says which
    raise UnknownType(name, f"it is {called}", f"{_SUPPORTED}; export it as PDF, or unpack it.")


def _ole(content: bytes, name: str) -> Encrypted | UnknownType:
    """Office writes password-protected files, and its formats of before 2007, in this container."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Encrypted(
            name, "it is protected by a password", "Open it in Word and save it without the password."
        )
    if "__substg1.0_".encode("utf-16-le") in content:
        return UnknownType(name, "it is an Outlook message (.msg)", "Open it and save it as .eml.")
    return UnknownType(
        name, "it is a Microsoft Office file of the old format", "Open it and save it as .docx."
    )


def _unknown(content: bytes, name: str) -> UnknownType:
    import puremagic  # here, because it is needed for this message only

    try:
        looks = puremagic.from_string(content[:_HEAD], mime=True) or "unknown data"
    except (puremagic.PureError, ValueError):
        looks = "unknown data"
    return UnknownType(name, f"its content is not text ({looks})", f"{_SUPPORTED}.")
