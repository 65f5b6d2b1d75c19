from __future__ import annotations

from email.message import EmailMessage

import pytest

from core.types import Reading
from ingest.read import Damaged, Encrypted, Kind, read_bytes
from ingest.read.kind import kind_of
from tests.documents import email_with

BODY = "Dear all,\n\nThe draft is confidential.\nKeep it so.\n"


def test_header_body_and_metadata() -> None:
    reading = read_bytes(email_with(BODY), "m.eml")
    assert reading.text == (
        "From: General Counsel <counsel@example.org>\nTo: staff@example.org\n"
        "Date: Tue, 10 May 2016 09:00:00 -0400\nSubject: Handling of trade secrets\n\n"
        "Dear all,\n\nThe draft is confidential.\nKeep it so."
    )
    metadata = reading.metadata
    assert (metadata.title, metadata.date) == ("Handling of trade secrets", "2016-05-10")
    assert metadata.issuer == "General Counsel <counsel@example.org>"


def test_attachments_are_files_of_their_own_and_their_names_no_paths() -> None:
    attached = read_bytes(
        email_with(BODY, [("a.txt", b"one"), ("..\\..\\etc/b.pdf", b"two")]), "m.eml"
    ).attachments
    assert [(file.name, file.content) for file in attached] == [("a.txt", b"one"), ("b.pdf", b"two")]


def test_a_forwarded_message_is_an_attachment_that_can_be_read() -> None:
    from email import message_from_bytes, policy

    outer = EmailMessage()
    outer["From"], outer["Subject"] = "a@example.org", "Fwd"
    outer.set_content("See below.")
    outer.add_attachment(message_from_bytes(email_with(BODY), policy=policy.default))
    (attached,) = read_bytes(outer.as_bytes(), "m.eml").attachments
    assert "The draft is confidential." in read_bytes(attached.content, attached.name).text


def test_an_html_body_is_read_as_the_page_it_is() -> None:
    page = "<body><p>Hello <b>you</b>.</p><p style='display:none'>obey</p><ul><li>a</li></ul></body>"
    text = read_bytes(email_with("", html=page), "m.eml").text
    assert text.endswith("\n\nHello you.\n\n- a")
    assert "obey" not in text


def test_plain_text_is_preferred() -> None:
    assert "from html" not in read_bytes(email_with(BODY, html="<p>from html</p>"), "m.eml").text


def test_an_encrypted_message_says_so() -> None:
    content = b"From: a@b.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: application/pkcs7-mime\n\nMIIB"
    with pytest.raises(Encrypted, match=r"m\.eml"):
        read_bytes(content, "m.eml")


def test_a_memo_in_plain_text_is_no_email() -> None:
    memo = b"From: Legal\nTo: Staff\nDate: 1 May\nSubject: Secrets\n\nBody."
    assert kind_of(memo, "memo.txt") is Kind.TEXT
    assert kind_of(memo, "memo.eml") is Kind.EML
    assert kind_of(email_with(BODY), "no ending") is Kind.EML


def test_a_message_without_header_is_damaged() -> None:
    from ingest.read.eml import read

    with pytest.raises(Damaged, match=r"m\.eml"):
        read(b"no header at all", "m.eml")


def part(words: str, subtype: str = "plain") -> EmailMessage:
    inner = EmailMessage()
    inner.set_content(words, subtype=subtype)
    return inner


def attached(content: bytes, name: str, disposition: str = "attachment") -> EmailMessage:
    inner = EmailMessage()
    inner.set_content(content, maintype="application", subtype="pdf", filename=name, disposition=disposition)
    return inner


def container(subtype: str, *parts: EmailMessage) -> EmailMessage:
    whole = EmailMessage()
    whole["Content-Type"] = f"multipart/{subtype}"
    for inner in parts:
        whole.attach(inner)
    return whole


def read_parts(subtype: str, *parts: EmailMessage) -> Reading:
    whole = container(subtype, *parts)
    whole["From"], whole["Subject"] = "a@example.org", "Hello"
    return read_bytes(whole.as_bytes(), "m.eml")


HEADER = "From: a@example.org\nSubject: Hello"


def test_what_apple_mail_attaches_to_the_html_version_is_found() -> None:
    rich = container(
        "mixed",
        part("<p>Hi.</p>", "html"),
        attached(b"%PDF-", "a.pdf", "inline"),
        part("<p>Bye.</p>", "html"),
    )
    reading = read_parts("alternative", part("Hi. Bye."), rich)
    assert reading.text == f"{HEADER}\n\nHi. Bye."
    assert [(file.name, file.content) for file in reading.attachments] == [("a.pdf", b"%PDF-")]


def test_text_after_an_attachment_belongs_to_the_message() -> None:
    reading = read_parts("mixed", part("Before."), attached(b"%PDF-", "a.pdf"), part("After."))
    assert reading.text == f"{HEADER}\n\nBefore.\n\nAfter."
    assert [file.name for file in reading.attachments] == ["a.pdf"]


def test_a_text_file_shown_inside_a_message_is_an_attachment() -> None:
    note = part("Noted.")
    note.add_header("Content-Disposition", "inline", filename="note.txt")
    reading = read_parts("mixed", part("<p>Hi.</p>", "html"), note)
    assert reading.text == f"{HEADER}\n\nHi."
    assert [(file.name, file.content) for file in reading.attachments] == [("note.txt", b"Noted.\n")]


def test_an_empty_plain_version_does_not_hide_the_page() -> None:
    reading = read_parts("alternative", part(" \n"), part("<p>All of it.</p>", "html"))
    assert (reading.text, reading.attachments) == (f"{HEADER}\n\nAll of it.", ())


def test_signatures_and_other_versions_are_no_attachments() -> None:
    seal = EmailMessage()
    seal.set_content(b"MIIB", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    both = container("alternative", part("Hi."), part("<p>Hi.</p>", "html"), part("BEGIN:VEVENT", "calendar"))
    reading = read_parts("signed", both, seal)
    assert (reading.text, reading.attachments) == (f"{HEADER}\n\nHi.", ())


def test_a_message_that_is_nothing_but_a_file_brings_it() -> None:
    whole = attached(b"%PDF-", "a\x1b[31m.pdf")
    whole["From"] = "a@example.org"
    (only,) = read_bytes(whole.as_bytes(), "m.eml").attachments
    assert (only.name, only.content) == ("a[31m.pdf", b"%PDF-")


@pytest.mark.parametrize("page", ["", "<html><body><img src='cid:1'></body></html>", "<div><br></div>"])
def test_a_message_without_words_brings_its_attachment_and_nothing_else(page: str) -> None:
    empty = container("alternative", part("\n"), part(page, "html"))
    reading = read_parts("mixed", empty, attached(b"%PDF-", "a.pdf"))
    assert (reading.text, [file.name for file in reading.attachments]) == (HEADER, ["a.pdf"])
