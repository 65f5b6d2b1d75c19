"""E-mails: the header a reader sees, the body, and the attached files."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage, MIMEPart
from pathlib import PurePosixPath

from core.types import Attachment, Reading
from ingest.read.blocks import Block, compose
from ingest.read.errors import Damaged, Empty, Encrypted
from ingest.read.left_out import spelled_notice, unseen_notice
from ingest.read.metadata import describe

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_SEALED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_SENTENCE = 4  # words; with fewer, a block is a greeting or a label
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
    shown = _shown(message) or ([message] if _is_text(message) else [])
    written = [_blocks(part, name) for part in shown]
    body = [block for blocks, _ in written for block in blocks]
    body, unshown = _of_both_versions(message, body, name)
    unseen = unshown + sum(count for _, count in written)
    attachments = tuple(_attachments(message, shown))
    if not body and not attachments:
        raise Empty(name, "the message has no text", "Check that it was saved completely.")
    header = [Block(f"{key}: {message[key]}", close=True) for key in _SHOWN if message[key]]
    text, layout = compose(header + body)
    metadata, notices = describe(name, _stated(message), {})
    spelled = spelled_notice("\n".join(block.text for block in body))
    told = (*unseen_notice(unseen), *spelled, *notices)
    return Reading(text, layout, metadata, "message/rfc822", attachments, told)


def _shown(part: MIMEPart) -> list[MIMEPart]:
    """The parts that a mail program shows as the message; of alternatives the one in plain text."""
    if part.get_content_type() == "multipart/alternative":
        versions = [_shown(version) for version in part.iter_parts()]
        written = [parts for parts in versions if any(_decoded(shown).strip() for shown in parts)]
        return min(written or filter(None, versions), key=_is_page, default=[])
    if part.get_content_maintype() == "multipart":
        return [shown for inner in part.iter_parts() for shown in _shown(inner)]
    return [part] if _is_text(part) and not _is_file(part) else []


def _is_text(part: MIMEPart) -> bool:
    return part.get_content_type() in ("text/plain", "text/html")


def _is_page(parts: Sequence[MIMEPart]) -> bool:
    return any(part.get_content_subtype() == "html" for part in parts)


def _is_file(part: MIMEPart) -> bool:
    return part.is_attachment() or part.get_filename() is not None


def _blocks(part: MIMEPart, name: str) -> tuple[list[Block], int]:
    """The blocks of one part, and how many words in it no reader sees."""
    words = _decoded(part)
    if part.get_content_subtype() == "html":
        from ingest.read.html import blocks_of_page  # here, because most messages have plain text

        return blocks_of_page(words, name) if words.strip() else ([], 0)
    paragraphs = _PARAGRAPHS.split(words.replace("\r\n", "\n"))
    return [Block(words) for words in paragraphs if words.strip()], 0


def _of_both_versions(message: MIMEPart, body: list[Block], name: str) -> tuple[list[Block], int]:
    """The blocks without those of the plain version that the formatted one has not, and their words.

    Mail programs show the formatted version: what stands in the plain one alone, nobody sees.
    """
    formatted = [part for part in _versions(message) if _is_page([part])]
    if len(formatted) != 1 or not body:
        return body, 0
    said = set(_words(" ".join(block.text for block in _blocks(formatted[0], name)[0])))
    if not said:
        return body, 0
    kept, left_out = [], 0
    for block in body:
        words = _words(block.text)
        if len(words) >= _SENTENCE and 2 * sum(word in said for word in words) < len(words):
            left_out += len(words)
        else:
            kept.append(block)
    return kept, left_out


def _versions(part: MIMEPart) -> Iterator[MIMEPart]:
    """The text parts of messages that come in several versions."""
    if part.get_content_type() == "multipart/alternative":
        plain = [shown for version in part.iter_parts() for shown in _texts(version)]
        yield from plain if any(not _is_page([shown]) for shown in plain) else ()
    elif part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            yield from _versions(inner)


def _texts(part: MIMEPart) -> Iterator[MIMEPart]:
    if part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            yield from _texts(inner)
    elif _is_text(part) and not _is_file(part):
        yield part


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


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


def _attachments(message: EmailMessage, shown: Sequence[MIMEPart]) -> list[Attachment]:
    found = []
    for count, part in enumerate(_files(message, shown), start=1):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            content, name = inner.as_bytes(), f"{inner['Subject'] or f'message {count}'}.eml"
        else:
            payload = part.get_payload(decode=True)
            status = b"".join(inner.as_bytes() for inner in part.iter_parts())  # of a returned message
            content = payload if isinstance(payload, bytes) else status
            name = part.get_filename() or f"attachment {count}"
        # The name is whatever the sender wrote: a label, never a path.
        label = _CONTROLS.sub("", PurePosixPath(name.replace("\\", "/")).name) or f"attachment {count}"
        found.append(Attachment(label, content))
    return found


def _files(part: MIMEPart, shown: Sequence[MIMEPart], *, other_version: bool = False) -> Iterator[MIMEPart]:
    """Every part with content of its own, wherever it stands: Apple Mail attaches to the HTML version.

    Left out are what is shown, other versions of that, signatures, and logos inside the text.
    """
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        if part.get_content_type() == "multipart/alternative":
            other_version = other_version or bool(_shown(part))
        for inner in part.iter_parts():
            yield from _files(inner, shown, other_version=other_version)
        return
    left_out = (
        any(part is one for one in shown)
        or (other_version and part.get_content_maintype() == "text" and not _is_file(part))
        or (part.get_content_maintype() == "image" and not part.is_attachment())
        or part.get_content_type() in _SIGNATURES
    )
    if not left_out:
        yield part
