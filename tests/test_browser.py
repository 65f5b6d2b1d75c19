"""The main job in a real browser, on the real application with the starter library.

Every request the browser makes must go to the application's own address. The pictures in
docs/screenshots/ are made here: where one is missing, or all with PINCITE_SCREENSHOTS=1.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, JSHandle, Locator, Page, expect, sync_playwright
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from tests.test_pages_evaluation import score as scored
from tests.test_pages_evaluation import write_scored_run
from tests.test_pages_inert import HOSTILE

PROJECT = Path(__file__).parent.parent
SCREENSHOTS = PROJECT / "docs" / "screenshots"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
QUESTION = "When was the Defend Trade Secrets Act signed?"
REGISTER = "The holder shall keep the visitors' register of the pilot plant for eleven years."
WAIT = 300_000  # milliseconds for anything to come; the longest, adding the library, takes 10,000 or so
expect.set_options(timeout=WAIT)

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application on a store of its own."""
    with served(tmp_path_factory.mktemp("store")) as where:
        yield where


@contextmanager
def served(home: Path, **environment: str) -> Iterator[str]:
    """The application on the store in `home`, as `streamlit run app.py` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    log = (home / "server.log").open("w")
    variables = {**os.environ, "PINCITE_HOME": str(home), **environment}
    server = subprocess.Popen(command, cwd=PROJECT, env=variables, stdout=log, stderr=log)
    try:
        while not answers(f"http://127.0.0.1:{port}/_stcore/health"):
            assert server.poll() is None, (home / "server.log").read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=120)
        log.close()


def answers(url: str) -> bool:
    """Whether the server is up yet."""
    try:
        urllib.request.urlopen(url, timeout=60).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def session(browser: Browser, **options: object) -> Iterator[BrowserContext]:
    """A fresh browser session, as patient as `expect`."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **options})
    context.set_default_timeout(WAIT)
    yield context
    context.close()


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a fresh browser session; fails the test where it asked any other address for anything."""
    asked: list[str] = []
    with session(browser, **getattr(request, "param", {})) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.on("request", lambda sent: asked.append(sent.url))
        opened = context.new_page()
        opened.on("websocket", lambda socket: asked.append(socket.url))
        yield opened
    own = (address, address.replace("http", "ws", 1), "data:", "blob:")
    assert asked
    assert [url for url in asked if not url.startswith(own)] == []


@pytest.fixture
def library(page: Page, address: str) -> Page:
    """The Ask page with the starter library in the store; added through the Library page the first time."""
    if not _added:
        # the first address that a fresh server gets: the page must come with the navigation around it
        page.goto(f"{address}/library")
        page.get_by_role("button", name="Add the starter library").click()
        expect(page.get_by_text(re.compile(r"^\d+ added"))).to_be_visible()
        expect(page.get_by_role("link", name="Ask")).to_be_visible()
        _added.append(True)
    page.goto(address)
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()
    settled(page)
    return page


_added: list[bool] = []


# The server has what the page sent before a request that it answers, and the page draws what has come
# before the next frame: where ten of each went by, nothing is on its way, however slow the machine is.
SETTLED = """async wait => {
    const until = Date.now() + wait;
    for (let turn = 0; turn < 10; turn++) {
        await fetch("/_stcore/health");
        await new Promise(drawn => setTimeout(() => requestAnimationFrame(drawn), 20));
        const application = document.querySelector("[data-testid=stApp]");
        if (application?.dataset.testScriptState !== "notRunning") turn = -1;
        if (Date.now() > until) throw new Error("the application does not come to rest");
    }
}"""


def settled(page: Page) -> None:
    """Waits until the application has finished what it is doing."""
    page.evaluate(SETTLED, WAIT)


def fits(page: Page) -> None:
    """Waits until nothing is wider than the window."""
    page.wait_for_function("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def marked(page: Page, quote: str) -> None:
    """Waits for the document, and sees that these words, and no others, are marked in it, in sight."""
    marks = page.locator(".document mark")
    expect(marks.first).to_be_in_viewport()
    settled(page)
    assert " ".join(marks.all_inner_texts()) == quote


def changes(element: Locator) -> JSHandle:
    """A list that the browser adds the element's words to whenever they change, however briefly."""
    return element.evaluate_handle("""element => {
        const words = [];
        const watch = new MutationObserver(() => words.push(element.textContent));
        watch.observe(element, {childList: true, characterData: true, subtree: true});
        return words;
    }""")


def ask(page: Page, question: str) -> None:
    """Types a question and waits for what comes of it."""
    field = page.get_by_test_id("stChatInputTextArea")
    expect(field).to_be_visible()
    settled(page)
    messages = page.get_by_test_id("stChatMessage").count()
    field.fill(question)
    field.press("Enter")
    expect(page.get_by_test_id("stChatMessage")).to_have_count(messages + 2)
    expect(page.get_by_role("button", name="Edit question").nth(messages // 2)).to_be_visible()
    settled(page)


def add_file(page: Page, name: str, kind: str, content: bytes) -> None:
    """Uploads a file on the Library page and waits until the library holds one document more."""
    documents = page.get_by_text(re.compile(r"^\d+ documents, "))
    expect(documents).to_be_visible()
    settled(page)
    count = int(documents.inner_text().split()[0])
    field = page.get_by_test_id("stFileUploaderDropzoneInput")
    field.set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="Add to the library").click()
    expect(documents).to_have_text(re.compile(f"^{count + 1} documents, "))


def shot(page: Page, name: str) -> None:
    """Keeps a picture for the documentation, where it is wanted."""
    path = SCREENSHOTS / f"{name}.png"
    if os.environ.get("PINCITE_SCREENSHOTS") == "1" or not path.exists():
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(400)
        page.screenshot(path=path)


def test_an_answer_is_hovered_and_its_source_opens_at_the_cited_words(library: Page) -> None:
    page = library
    ask(page, QUESTION)
    number = page.locator("button.mark").first
    expect(page.locator(".statement").first).to_contain_text("11 May 2016")
    number.hover()
    card = page.locator(".card.shown")
    expect(card).to_be_visible()
    expect(card.locator(".card-quote")).to_contain_text("11 May 2016")
    quote = card.locator(".card-quote").inner_text()
    shot(page, "answer")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    copy = page.get_by_role("button", name="Copy with citations")
    said = changes(copy)
    copy.click()
    page.wait_for_function("said => said.includes('Copied')", arg=said)
    assert f"“{quote}”" in page.evaluate("navigator.clipboard.readText()")
    number.click()
    marked(page, quote)
    expect(page.locator("button.mark[aria-current]")).to_have_count(1)
    settled(page)
    shot(page, "source")


def test_every_suggested_question_is_answered(library: Page) -> None:
    page = library
    suggestions = page.locator("[class*=st-key-suggestion-] button")
    expect(suggestions).to_have_count(4)
    for number in range(4):
        suggestions.nth(number).click()
        expect(page.locator("button.mark").first).to_be_visible()
        settled(page)
        page.get_by_role("button", name="New question").click()
        expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()
        settled(page)


def test_a_question_in_two_parts_is_answered_part_by_part(library: Page) -> None:
    page = library
    ask(page, "Who signed the Defend Trade Secrets Act, and how do I bake sourdough bread at home?")
    headings = page.locator(".answer [role=heading]")
    expect(headings).to_have_text(
        ["Who signed the Defend Trade Secrets Act?", "How do I bake sourdough bread at home?"]
    )
    expect(page.locator(".answer .note")).to_have_text("The library does not answer this part.")
    expect(page.get_by_text("The library answers only a part of this.")).to_be_visible()
    expect(page.locator(".statement").first).to_be_visible()


def test_a_citation_is_reached_and_opened_with_the_keyboard_alone(library: Page) -> None:
    page = library
    ask(page, QUESTION)
    number = page.locator("button.mark").first
    expect(number).to_have_attribute("aria-label", re.compile("^Source 1: "))
    expect(page.get_by_role("button", name=f"Rename or delete: {QUESTION[:20]}").first).to_be_visible()
    page.get_by_test_id("stChatInputTextArea").focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if number.evaluate("button => button.getRootNode().activeElement === button"):
            break
    expect(page.locator(".card.shown")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".document mark").first).to_be_in_viewport()


def test_escape_closes_one_thing_at_a_time_and_leads_back_to_the_citation(library: Page) -> None:
    page = library
    ask(page, QUESTION)
    number = page.locator("button.mark").first
    document = page.locator(".document")
    number.focus()
    page.keyboard.press("Enter")
    expect(document).to_be_visible()
    settled(page)
    expect(number).to_be_focused()
    number.hover()
    expect(page.locator(".card.shown")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".card.shown")).to_have_count(0)
    page.get_by_role("button", name="Edit question").click()
    words = page.get_by_role("textbox", name="Search for this instead")
    expect(words).to_be_visible()
    page.keyboard.press("Escape")
    expect(words).to_have_count(0)
    settled(page)
    expect(document).to_be_visible()
    page.get_by_role("button", name="Close").focus()  # within the panel, which goes away
    page.keyboard.press("Escape")
    expect(document).to_have_count(0)
    expect(number).to_be_focused()
    expect(page.locator("button.mark[aria-current]")).to_have_count(0)


def test_the_question_field_is_one_key_away(library: Page) -> None:
    page = library
    ask(page, QUESTION)
    field = page.get_by_test_id("stChatInputTextArea")
    expect(page.get_by_text("Ctrl + K leads here.")).to_be_visible()
    page.locator("button.mark").first.focus()
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    way = page.get_by_role("button", name="To the question field Ctrl + K")
    way.focus()
    expect(way).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.locator("button.mark").first.focus()
    page.keyboard.press("Control+Shift+O")
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()
    expect(field).to_be_focused()


def test_the_answer_to_a_follow_up_begins_at_the_top_of_the_window(library: Page) -> None:
    page = library
    ask(page, QUESTION)
    ask(page, "What is the best recipe for sourdough bread?")
    page.wait_for_function(
        "document.querySelectorAll('[data-testid=stChatMessage]')[2].getBoundingClientRect().top < 150"
    )
    expect(page.get_by_text("The library does not answer this")).to_be_in_viewport(ratio=1)


def test_an_answer_becomes_a_word_memo_with_footnotes(library: Page) -> None:
    page = library
    ask(page, QUESTION)
    page.get_by_role("button", name="Add to memo").click()
    page.get_by_label("Subject of a new memo").fill("Signing of the DTSA")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Open the memo").click()
    expect(page.get_by_role("img", name="Page 1 of")).to_be_visible()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Word", exact=True).click()
    assert download.value.suggested_filename == "signing-of-the-dtsa.docx"
    memo = docx.Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert any("11 May 2016" in paragraph.text for paragraph in memo.paragraphs)
    notes = [p.text for note in memo.footnotes for p in note.paragraphs]
    assert any("11 May 2016" in note and "Defend Trade Secrets Act" in note for note in notes)


def test_an_uploaded_pdf_answers_with_its_page_and_the_words_boxed(library: Page, address: str) -> None:
    page = library
    page.goto(f"{address}/library")
    add_file(page, "pilot-plant.pdf", "application/pdf", guidance())
    expect(page.get_by_text("1 added")).to_be_visible()
    settled(page)
    shot(page, "library")
    page.get_by_role("link", name="Ask").click()
    ask(page, "How long must the visitors' register of the pilot plant be kept?")
    expect(page.locator(".answer")).to_contain_text(REGISTER)
    page.locator("button.mark").first.click()
    picture = page.get_by_role("img", name="the cited words boxed")
    expect(picture).to_be_visible()
    settled(page)
    content = page.request.get(picture.get_attribute("src")).body()
    image = Image.open(io.BytesIO(content)).convert("RGB")
    yellow = [
        y
        for x in range(0, image.width, 3)
        for y in range(0, image.height, 3)
        if image.getpixel((x, y))[2] < 200 < image.getpixel((x, y))[0]
    ]
    assert yellow
    assert min(yellow) > image.height / 2  # around the lower line, which is cited, and not the upper


def guidance() -> bytes:
    """A PDF whose second page holds the words that are asked for."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=letter)
    canvas.setTitle("Pilot plant guidance")
    canvas.drawString(72, 700, "This guidance applies to the pilot plant and to nothing else.")
    canvas.showPage()
    canvas.drawString(72, 700, "Visitors are met at the gate by a member of staff.")
    canvas.drawString(72, 600, REGISTER)
    canvas.save()
    return content.getvalue()


def test_a_question_from_another_field_is_refused(library: Page) -> None:
    page = library
    ask(page, "What is the best recipe for sourdough bread?")
    expect(page.get_by_text("The library does not answer this")).to_be_visible()
    expect(page.locator("button.mark")).to_have_count(0)
    shot(page, "refused")
    page.get_by_role("button", name="Open").first.click()
    expect(page.locator(".document mark").first).to_be_in_viewport()


def test_a_hostile_document_is_shown_as_text_and_fetches_nothing(library: Page, address: str) -> None:
    page = library
    payload = " ".join(" ".join(text.split()) for text in HOSTILE.values())
    text = f"A note on ferrofluid valves\n\nThe ferrofluid valve standard says {payload}."
    page.goto(f"{address}/library")
    add_file(page, f"{HOSTILE['directive']} {HOSTILE['addresses']}.txt", "text/plain", text.encode())
    page.get_by_role("link", name="Ask").click()
    ask(page, f"What does the ferrofluid valve standard say? {payload[:300]}")
    foreign = "[src*='evil'], [href*='evil'], script:not([src]):has-text('alert'), .katex"
    assert page.locator(foreign).count() == 0
    page.locator("button.mark").first.click()
    expect(page.locator(".document mark").first).to_be_visible()
    settled(page)
    assert page.locator(foreign).count() == 0


@pytest.mark.parametrize(
    "page", [{"viewport": {"width": 400, "height": 800}}, {"color_scheme": "dark"}], indirect=True
)
def test_what_each_threshold_would_do_is_drawn(page: Page, address: str, tmp_path: Path) -> None:
    scores = (scored(0.9), scored(0.1, status="refused"), scored(0.5, answerable=False))
    write_scored_run(tmp_path / "runs" / "one", *scores, far=2)
    page.goto(f"{address}/evaluation")
    folder = page.get_by_label("Folder with runs")
    expect(folder).to_be_visible()
    settled(page)
    folder.fill(str(tmp_path / "runs"))
    folder.press("Enter")
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart.locator("canvas, svg").first).to_be_visible()
    settled(page)
    fits(page)
    page.wait_for_function(
        "chart => Math.min(chart.clientWidth, chart.clientHeight) > 300", arg=chart.element_handle()
    )


@pytest.mark.parametrize("page", [{"viewport": {"width": 400, "height": 800}}], indirect=True)
def test_a_narrow_window_shows_everything_without_scrolling_sideways(library: Page) -> None:
    page = library
    ask(page, QUESTION)
    fits(page)
    shot(page, "narrow")
    page.locator("button.mark").first.click()
    expect(page.locator(".document mark").first).to_be_in_viewport()
    settled(page)
    fits(page)


@pytest.mark.parametrize("page", [{"color_scheme": "dark"}], indirect=True)
def test_dark_mode_is_dark_and_readable(library: Page) -> None:
    page = library
    ask(page, QUESTION)
    page.locator("button.mark").first.click()
    expect(page.locator(".document mark").first).to_be_in_viewport()
    settled(page)
    shot(page, "dark")
    colours = page.locator(".answer").evaluate(
        "answer => [getComputedStyle(answer).color, getComputedStyle(document.querySelector('.stApp'))"
        ".backgroundColor].map(colour => colour.match(/\\d+/g).slice(0, 3).map(Number))"
    )
    assert contrast(*colours) > 7


def contrast(first: list[int], second: list[int]) -> float:
    """The contrast ratio of two sRGB colours, as WCAG 2.2 defines it."""

    def luminance(colour: list[int]) -> float:
        parts = [value / 255 for value in colour]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
