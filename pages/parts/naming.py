"""How documents, and places in them, are called on the pages."""

from __future__ import annotations

from core.types import Citation, Metadata, Passage
from memo.describe import folded, written_date


def facts(metadata: Metadata) -> str:
    """Issuer, date, jurisdiction, kind and label in one line; what nobody stated is marked as inferred."""
    parts = []
    for field in ("issuer", "date", "jurisdiction", "kind", "label"):
        if value := getattr(metadata, field):
            said = written_date(value) if field == "date" else folded(value)
            parts.append(f"{said} (inferred)" if field in metadata.inferred else said)
    return " · ".join(parts)


def place(pin: Citation | Passage) -> str:
    """Where the words stand: "p. 3 · Remedies › Seizure · para. 4".

    A first heading that is only the document's title again is left out.
    """
    section = [folded(heading) for heading in pin.section]
    if section and section[0].casefold() == folded(pin.source.metadata.title).casefold():
        section = section[1:]
    parts = [f"p. {pin.page}"] if pin.page is not None else []
    parts += [" › ".join(section)] if section else []
    if isinstance(pin, Citation) and pin.paragraph is not None:
        parts.append(f"para. {pin.paragraph}")
    return " · ".join(parts)


def sentence(text: str) -> str:
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    """1, "document" -> "1 document"; 1200, "document" -> "1,200 documents"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
