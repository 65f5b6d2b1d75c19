from __future__ import annotations

import pytest

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
    from email.message import EmailMessage

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
