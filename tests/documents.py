"""Makes the files that the readers are tried on: sound ones, broken ones and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf(draw: Callable[[Canvas], None], password: str | None = None) -> bytes:
    """A PDF that `draw` paints on a canvas; each `showPage` in it ends a page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=letter, invariant=1, encrypt=password)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def pdf_of_lines(*pages: Sequence[str], title: str = "") -> bytes:
    """A PDF with the lines of each page one under the other."""

    def draw(canvas: Canvas) -> None:
        canvas.setTitle(title)
        for lines in pages:
            text = canvas.beginText(72, 700)
            text.setFont("Times-Roman", 12)
            for line in lines:
                text.textLine(line)
            canvas.drawText(text)
            canvas.showPage()

    return pdf(draw)


def two_column_pdf(heading: str, paragraphs: Sequence[str]) -> bytes:
    """A page whose paragraphs run down the left column and on in the right one."""
    buffer = io.BytesIO()
    columns = [Frame(50, 50, 240, 690, id="left"), Frame(310, 50, 240, 690, id="right")]
    template = BaseDocTemplate(buffer, pagesize=letter, title="Two columns", author="Office", invariant=1)
    template.addPageTemplates(PageTemplate(frames=columns))
    styles = getSampleStyleSheet()
    body = [Paragraph(text, styles["BodyText"]) for text in paragraphs]
    template.build([Paragraph(heading, styles["Heading1"]), *body])
    return buffer.getvalue()


def pdf_bomb(megabytes: int) -> bytes:
    """A small PDF whose one page unpacks to this many megabytes of drawing orders."""
    packer = zlib.compressobj(9)
    block = b"BT /F1 12 Tf (a) Tj ET\n" * 50_000
    orders = b"".join(packer.compress(block) for _ in range(megabytes * 10**6 // len(block)))
    orders += packer.flush()
    font = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources"
        + font
        + b">>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n"
        % len(orders)
        + orders
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def picture() -> ImageReader:
    """A grey picture, as a scanner would make it."""
    from PIL import Image

    return ImageReader(Image.new("RGB", (200, 200), (200, 200, 200)))


def scanned_pdf(pages: int) -> bytes:
    """Pages that hold a picture each and no text."""

    def draw(canvas: Canvas) -> None:
        for _ in range(pages):
            canvas.drawImage(picture(), 0, 0, width=612, height=792)
            canvas.showPage()

    return pdf(draw)


def word(build: Callable[[Any], None]) -> bytes:
    """A Word document that `build` fills."""
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_run(paragraph: WordParagraph, text: str, *, wrapper: str | None = None, hidden: bool = False) -> None:
    """A run, if wanted inside a tracked change ("w:ins", "w:del") or hidden."""
    run = paragraph.add_run(text)
    run.font.hidden = hidden or None
    if wrapper is None:
        return
    change = OxmlElement(wrapper)
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "A")
    paragraph._p.append(change)
    change.append(run._r)
    if wrapper == "w:del":
        for text_element in run._r.findall(qn("w:t")):
            text_element.tag = qn("w:delText")


def zip_of(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def repacked(document: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The Word document with each of its parts put through `change(name, content)`."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        members = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return zip_of(members)


def word_bomb() -> bytes:
    """A small Word document whose text unpacks to 40 MB of one letter."""

    def swell(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        return content.replace(b"PLACE", b"a" * (40 * 2**20))

    return repacked(word(lambda document: document.add_paragraph("PLACE")), swell)


def encrypted_word() -> bytes:
    """What Office wraps a password-protected document in: an OLE container with an encrypted part."""
    return OLE_HEADER + b"\x00" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 1000


def email_with(body: str, attachments: Sequence[tuple[str, bytes]] = (), html: str | None = None) -> bytes:
    """A message with a plain body and attached files."""
    message = EmailMessage()
    message["From"] = "General Counsel <counsel@example.org>"
    message["To"] = "staff@example.org"
    message["Subject"] = "Handling of trade secrets"
    message["Date"] = "Tue, 10 May 2016 09:00:00 -0400"
    message["Message-ID"] = "<1@example.org>"
    if html is None or body:
        message.set_content(body)
    if html is not None:
        (message.add_alternative if body else message.set_content)(html, subtype="html")
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def unknown_binary() -> bytes:
    """Bytes that are no format that anybody reads."""
    return struct.pack("<64I", *range(64)) * 20
