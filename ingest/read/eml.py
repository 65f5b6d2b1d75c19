"""E-mails: the header a reader sees, the body, and the attached files."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from email.message import EmailMessage, MIMEPart
from pathlib import PurePosixPath

from core.types import Attachment, Reading
from ingest.read.blocks import Block, compose
from ingest.read.errors import Damaged, Empty, Encrypted
from ingest.read.metadata import describe

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_SEALED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def read(content: bytes, name: str) -> Reading:
    """The message's text and its attachments, each to be read as a file of its own."""
    message = email.message_from_bytes(content.lstrip(b"\xef\xbb\xbf \r\n"), policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not any(message[header] for header in _SHOWN):
        raise Damaged(name, "it has no e-mail header", "Save the message again as .eml.")
    if message.get_content_type() in _SEALED:
        raise Encrypted(
            name, "the message is encrypted", "Open it in your mail program and save it decrypted."
        )
    body = _body(message, name)
    attachments = tuple(_attachments(message))
    if not body and not attachments:
        raise Empty(name, "the message has no text", "Check that it was saved completely.")
    header = [Block(f"{key}: {message[key]}", close=True) for key in _SHOWN if message[key]]
    text, layout = compose(header + body)
    metadata, notices = describe(name, _stated(message), {})
    return Reading(text, layout, metadata, "message/rfc822", attachments, notices)


def _body(message: EmailMessage, name: str) -> list[Block]:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return []
    words = _decoded(part)
    if part.get_content_subtype() == "html":
        from ingest.read.html import blocks_of_page  # here, because most messages have plain text

        return blocks_of_page(words, name) if words.strip() else []
    return [Block(words) for words in _PARAGRAPHS.split(words.replace("\r\n", "\n")) if words.strip()]


def _decoded(part: MIMEPart) -> str:
    try:
        words = part.get_content(errors="replace")
    except LookupError:  # an encoding that nobody knows
        payload = part.get_payload(decode=True)
        words = payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""
    return words if isinstance(words, str) else ""


def _stated(message: EmailMessage) -> dict[str, str | None]:
    written = str(message["Date"] or "")
    try:
        date = email.utils.parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError):
        date = written
    return {"title": message["Subject"], "issuer": message["From"], "date": date}


def _attachments(message: EmailMessage) -> list[Attachment]:
    found = []
    for count, part in enumerate(message.iter_attachments(), start=1):
        if part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment":
            continue  # a logo inside the text
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            content, name = inner.as_bytes(), f"{inner['Subject'] or f'message {count}'}.eml"
        else:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            name = part.get_filename() or f"attachment {count}"
        # The name is whatever the sender wrote: a label, never a path.
        label = PurePosixPath(name.replace("\\", "/")).name or f"attachment {count}"
        found.append(Attachment(label, content))
    return found
