"""Memos in a real browser: composed, signed off, reworded, worked on by two, exported and checked again."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from playwright.sync_api import Browser, Download, Locator, Page, expect

from core.memos import Decision, MemoDraft, MemoHeading, MemoPart, TakenAnswer
from core.types import Metadata
from memo.composing import add_answer, add_paragraph
from pages.parts.session import Store
from tests.pages_store import DAMAGES, SIGNED, add, add_dtsa, answered, make_store
from tests.test_browser import CHROMIUM, browser, fits, page, served, session, settled, shot
from tests.test_pages_inert import HOSTILE
from tests.test_pages_memos import rename

__all__ = ["browser", "page"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")]
UNSUPPORTED = "The act was signed on 12 May 2016."
REGISTERS = [
    f"The holder of plant {number} shall keep its register for {number + 2} years." for number in range(6)
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def store(home: Path) -> Store:
    """The records that the server works on, with two documents."""
    store = make_store(home)[0]
    add_dtsa(store.library)
    metadata = Metadata(
        "A guide to registers at pilot plants", issuer="Policy unit", date="2024-03-01", label="internal"
    )
    add(store.library, "A guide\n\n" + "\n\n".join(REGISTERS), metadata, "guide.txt")
    return store


@pytest.fixture(scope="module")
def address(store: Store, home: Path) -> Iterator[str]:
    with served(home) as where:
        yield where


@pytest.fixture
def memo(store: Store) -> str:
    """A memo of two answers and an own paragraph: the latest, which a new session opens."""
    ids = {listed.source.name: listed.source.document for listed in store.library.documents()}
    act = replace(
        answered(store.library, ids["dtsa.txt"], SIGNED, DAMAGES), question="What does the act say?"
    )
    guide = replace(
        answered(store.library, ids["guide.txt"], *REGISTERS), question="How long are registers kept?"
    )
    draft = MemoDraft(MemoHeading("Registers at pilot plants", to="General Counsel", sender="Policy unit"))
    draft = add_answer(draft, act, statements=[0], part=MemoPart.SHORT_ANSWER)
    draft = add_answer(add_answer(draft, act), guide)
    return store.memos.start(add_paragraph(draft, "We advise to keep them all.", part=MemoPart.CONCLUSION))


def opened(page: Page, address: str, name: str = "A. Berg") -> None:
    """The Memos page with its preview, at work under this name."""
    page.goto(f"{address}/memos")
    expect(page.get_by_role("img", name="Page 1 of")).to_be_visible()
    settled(page)
    field = page.get_by_role("textbox", name="You are")
    field.fill(name)
    field.press("Enter")
    settled(page)


def statement(page: Page, block: TakenAnswer, index: int) -> Locator:
    return page.locator(f".st-key-statement-{block.id}-{index}")


def block(store: Store, memo: str, place: int) -> TakenAnswer:
    taken = store.memos.memo(memo).draft.blocks[place]
    assert isinstance(taken, TakenAnswer)
    return taken


def test_a_statement_is_signed_off_and_a_paragraph_added(
    page: Page, address: str, store: Store, memo: str
) -> None:
    opened(page, address)
    shot(page, "memo")
    act = block(store, memo, 1)
    statement(page, act, 0).get_by_text("Accept", exact=True).click()
    expect(statement(page, act, 0).get_by_text("Accepted by A. Berg")).to_be_visible()
    part = page.locator(".st-key-part-conclusion")
    part.get_by_role("button", name="Paragraph", exact=True).click()
    part.get_by_label("A new paragraph of your own").fill("Longer periods do no harm.")
    part.get_by_role("button", name="Add", exact=True).click()
    expect(part.get_by_label("A new paragraph of your own")).to_have_count(0)
    settled(page)
    expect(page.get_by_text("1 of 9 statements accepted")).to_be_visible()
    page.get_by_text("Read it as text").click()
    expect(page.get_by_text("Longer periods do no harm. [author’s own words]")).to_be_visible()
    draft = store.memos.memo(memo).draft
    signed = block(store, memo, 1).statements[0].sign_off
    assert signed is not None
    assert (signed.decision, signed.by) == (Decision.ACCEPTED, "A. Berg")
    assert draft.blocks[-1].text == "Longer periods do no harm."  # type: ignore[union-attr]


def test_the_names_in_menus_follow_what_was_changed(page: Page, address: str, memo: str) -> None:
    opened(page, address)
    page.get_by_text("Heading and style").click()
    subject = page.get_by_role("textbox", name="Subject")
    subject.fill("Registers of all plants")
    subject.press("Tab")
    bar = page.locator(".st-key-memo-bar")
    expect(bar.get_by_role("combobox")).to_have_value(re.compile(r"^Registers of all plants \("))
    settled(page)
    heading = page.locator(".st-key-compose")
    heading.get_by_role("combobox", name="Template").click()
    page.get_by_role("option", name="Legal memo", exact=True).click()
    style = heading.get_by_role("combobox", name="Citation style")
    expect(style).to_have_value("Bluebook-like (default)")


def test_words_that_the_source_does_not_carry_are_objected_to(
    page: Page, address: str, store: Store, memo: str
) -> None:
    opened(page, address)
    act = block(store, memo, 0)
    row = statement(page, act, 0)
    row.get_by_role("button", name="Edit words").click()
    row.get_by_label("Words of statement 1").fill(UNSUPPORTED)
    row.get_by_role("button", name="Save and check").click()
    expect(row.get_by_text("Not supported.")).to_be_visible()
    expect(page.get_by_text("No file can be made of this memo yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Word", exact=True)).to_have_count(0)
    settled(page)
    shot(page, "memo-objection")
    row.get_by_role("button", name="Put the answer’s words back").click()
    expect(row.get_by_text(SIGNED)).to_be_visible()
    expect(page.get_by_role("button", name="Word", exact=True)).to_be_visible()
    assert block(store, memo, 0).statements[0].edited is None


def test_the_second_of_two_authors_is_told_and_keeps_the_words(
    page: Page, address: str, store: Store, memo: str, browser: Browser
) -> None:
    opened(page, address)
    act = block(store, memo, 0)
    mine = statement(page, act, 0)
    mine.get_by_role("button", name="Edit words").click()
    mine.get_by_label("Words of statement 1").fill("It was signed on 11 May 2016.")
    with session(browser) as context:
        other = context.new_page()
        opened(other, address, "B. Lind")
        statement(other, act, 0).get_by_text("To check", exact=True).click()
        expect(statement(other, act, 0).get_by_text("To check, says B. Lind")).to_be_visible()
    mine.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("B. Lind changed this memo at")).to_be_visible()
    expect(page.locator(".st-key-not-kept-0 code")).to_have_text("It was signed on 11 May 2016.")
    expect(mine.get_by_label("Words of statement 1")).to_have_value("It was signed on 11 May 2016.")
    assert block(store, memo, 0).statements[0].edited is None
    settled(page)
    shot(page, "memo-two-authors")
    mine.get_by_role("button", name="Save and check").click()
    expect(mine.get_by_text("reworded")).to_be_visible()
    assert block(store, memo, 0).statements[0].edited == "It was signed on 11 May 2016."


def test_what_is_downloaded_opens_with_its_footnotes_and_is_found_intact(
    page: Page, address: str, store: Store, memo: str
) -> None:
    opened(page, address)
    files = {}
    for name in ("Word", "PDF", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        files[name] = content(download.value)
        settled(page)
    assert download.value.suggested_filename == "registers-at-pilot-plants.json"
    document = docx.Document(io.BytesIO(files["Word"]))
    notes = [p.text for note in document.footnotes for p in note.paragraphs]
    assert sum(SIGNED in note for note in notes) == 2
    assert len(pypdfium2.PdfDocument(files["PDF"])) >= 2
    page.get_by_role("link", name="Check a memo").click()
    for name, ending in (("Word", "docx"), ("PDF", "pdf"), ("JSON", "json")):
        field = page.get_by_test_id("stFileUploaderDropzoneInput")
        field.set_input_files(
            {"name": f"signed.{ending}", "mimeType": "application/octet-stream", "buffer": files[name]}
        )
        expect(page.get_by_text(f"signed.{ending} (")).to_be_visible()
        expect(page.get_by_text("All 9 footnotes intact")).to_be_visible()
    settled(page)
    shot(page, "memo-check")


def test_a_file_that_cannot_be_made_says_why(page: Page, address: str, store: Store, memo: str) -> None:
    opened(page, address)
    rename(store, "finished_memos", "elsewhere")  # nothing can be kept
    try:
        page.get_by_role("button", name="Word", exact=True).click()
        expect(page.get_by_text("The Word file was not made")).to_be_visible()
    finally:
        rename(store, "elsewhere", "finished_memos")
    with page.expect_download():
        page.get_by_role("button", name="Word", exact=True).click()


@pytest.mark.parametrize("page", [{"viewport": {"width": 400, "height": 800}}], indirect=True)
def test_a_narrow_window_shows_all_of_a_memo_without_scrolling_sideways(
    page: Page, address: str, store: Store
) -> None:
    payload = " ".join(" ".join(words.split()) for words in HOSTILE.values())
    document = add(store.library, f"Odd\n\nA note says {payload}.", Metadata(payload), "odd.txt")
    answer = replace(answered(store.library, document, f"A note says {payload}."), question=payload)
    draft = add_paragraph(add_answer(MemoDraft(MemoHeading("W" * 1000)), answer), payload)
    memo = store.memos.start(draft)
    opened(page, address)
    page.get_by_role("link", name="To the preview and the files").click()
    expect(page.get_by_role("button", name="Word", exact=True)).to_be_in_viewport()
    fits(page)
    page.get_by_text("Read it as text").click()
    expect(page.get_by_text("[author’s own words]")).to_be_visible()
    settled(page)
    foreign = "[src*='evil'], [href*='evil'], script:not([src]):has-text('alert'), .katex"
    assert page.locator(foreign).count() == 0
    fits(page)
    store.memos.delete(memo)


def test_a_statement_is_signed_off_with_the_keyboard_alone(
    page: Page, address: str, store: Store, memo: str
) -> None:
    opened(page, address)
    act = block(store, memo, 0)
    accept = (
        statement(page, act, 0)
        .get_by_role("radio", name="Accept")
        .or_(statement(page, act, 0).get_by_role("button", name="Accept", exact=True))
    )
    page.get_by_role("textbox", name="You are").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if accept.evaluate("element => document.activeElement === element"):
            break
    page.keyboard.press("Space")
    expect(statement(page, act, 0).get_by_text(re.compile("Accepted by A. Berg"))).to_be_visible()


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()
