"""A language model's answers in a real browser: the real application, and a model server over real HTTP."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import test_browser
from tests.model_server import Body, ModelServer, Reply, nobody_listens
from tests.test_browser import CHROMIUM, PROJECT, contrast, fits, marked, served, session, settled, shot

browser, page = test_browser.browser, test_browser.page  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")]

QUESTION = "When was the Defend Trade Secrets Act signed?"
FIRST = (
    "President Obama signed the Defend Trade Secrets Act on 11 May 2016, "
    "and the Act took effect on the same day."
)
SECOND = (
    "The Defend Trade Secrets Act covers misappropriation where any act occurs on or after its enactment "
    "(Public Law 114-153)."
)
INVENTED = "The Defend Trade Secrets Act was signed on 12 May 2016 and took effect a year later."
TITLE = "When the Defend Trade Secrets Act was signed"
QUOTED_INSTEAD = "The sources' own words are shown in place of an answer by"
WATCH_STOP = """
window.framesWithoutStop = 0;
const look = () => {
    const there = [...document.querySelectorAll("button")].some(button => button.innerText.endsWith("Stop"));
    window.framesWithoutStop += there ? 0 : 1;
    requestAnimationFrame(look);
};
look();
"""


class Scripted:
    """What the server answers: titles by itself, answers as the test says."""

    reply: Reply | Callable[[Body], Reply] = Reply("")

    def __call__(self, body: Body) -> Reply:
        if "Give this conversation a title" in body["messages"][-1]["content"]:
            return Reply(TITLE)
        return self.reply(body) if callable(self.reply) else self.reply


def writes(*said: str, **how: object) -> Callable[[Body], Reply]:
    """The model says each sentence in the words of a passage that it was shown, or of the first one."""

    def reply(body: Body) -> Reply:
        shown = body["messages"][-1]["content"]
        passages = re.findall(r"<passage (\d+), code \w+>\n(.*?)\n</passage", shown, re.DOTALL)
        statements = []
        for sentence in said:
            number = next((int(number) for number, text in passages if sentence in text), 1)
            statements.append({"text": sentence, "quotations": [{"passage": number, "quote": sentence}]})
        return Reply(json.dumps({"answered": True, "statements": statements}), **how)

    return reply


@pytest.fixture(scope="module")
def scripted() -> Scripted:
    return Scripted()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two documents of the starter library."""
    folder = tmp_path_factory.mktemp("model")
    files = ["corpus/defend-trade-secrets-act.md", "corpus/dtsa-remedies.md"]
    command = [sys.executable, "-m", "ingest", "add", *files]
    environment = {**os.environ, "PINCITE_HOME": str(folder)}
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True, timeout=200)
    return folder


@pytest.fixture(scope="module")
def server(scripted: Scripted) -> Iterator[ModelServer]:
    with ModelServer(scripted) as one:
        yield one


@pytest.fixture(scope="module")
def address(home: Path, server: ModelServer) -> Iterator[str]:
    """The application with a model."""
    with served(home, **model_at(server.url)) as where:
        yield where


def model_at(url: str) -> dict[str, str]:
    return {
        "PINCITE_MODEL": "openai:scripted",
        "PINCITE_MODEL_URL": url,
        "OPENAI_API_KEY": "none",
        "PINCITE_MODEL_IDLE_SECONDS": "600",  # a server that waits for a test is not cut off
    }


def opened(page: Page, address: str) -> None:
    """The Ask page, ready for a question."""
    page.goto(address)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    settled(page)


def send(page: Page, question: str = QUESTION) -> None:
    """Types a question and does not wait for what comes of it."""
    field = page.get_by_test_id("stChatInputTextArea")
    field.fill(question)
    field.press("Enter")


def answered(page: Page, count: int = 1) -> None:
    """Waits until so many answers are there."""
    expect(page.get_by_role("button", name="Edit question")).to_have_count(count)
    settled(page)


def says(page: Page, *sentences: str) -> None:
    """Waits until the page has just these statements."""
    expect(page.locator(".statement p")).to_have_text(
        [re.compile(rf"^{re.escape(sentence)}\s*\d*$") for sentence in sentences]
    )


def test_statements_appear_one_by_one_once_they_are_checked(
    page: Page, address: str, scripted: Scripted, server: ModelServer
) -> None:
    go_on = threading.Event()
    scripted.reply = writes(FIRST, INVENTED, SECOND, pieces=30, go_on=go_on)
    opened(page, address)
    send(page)
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    page.evaluate(WATCH_STOP)
    says(page, FIRST)
    page.wait_for_timeout(1000)  # the page looks several times at how far the answer is
    says(page, FIRST)
    assert page.evaluate("window.framesWithoutStop") == 0
    go_on.set()
    answered(page)
    says(page, FIRST, SECOND)
    expect(page.get_by_text("1 statement removed: why")).to_be_visible()
    expect(page.get_by_text("Each number leads to the words of the source").first).to_be_visible()
    shot(page, "model")
    page.locator("button.mark").first.click()
    marked(page, FIRST)
    assert FIRST in server.asked[0]["messages"][-1]["content"]
    page.reload()
    expect(page.get_by_role("button", name=TITLE, exact=True)).to_be_visible()


def test_hovering_over_a_citation_works_while_the_model_writes(
    page: Page, address: str, scripted: Scripted
) -> None:
    go_on = threading.Event()
    scripted.reply = writes(FIRST, SECOND, pieces=30, go_on=go_on)
    opened(page, address)
    send(page)
    page.locator("button.mark").first.hover()
    card = page.locator(".card.shown")
    expect(card).to_be_visible()
    page.wait_for_timeout(1000)  # the page looks several times at how far the answer is
    expect(card).to_be_visible()
    expect(card.locator(".card-quote")).to_have_text(FIRST)
    go_on.set()
    answered(page)


def test_stop_keeps_what_was_checked(page: Page, address: str, scripted: Scripted) -> None:
    scripted.reply = writes(FIRST, SECOND, pieces=60, go_on=threading.Event())
    opened(page, address)
    send(page)
    expect(page.locator(".statement")).to_have_count(1)
    page.get_by_role("button", name="Stop", exact=True).press("Enter")
    answered(page)
    says(page, FIRST)
    expect(page.get_by_text("Stopped: what was checked until then is shown.")).to_be_visible()
    page.reload()
    answered(page)
    says(page, FIRST)


def test_a_click_another_page_and_a_reload_leave_it_running(
    page: Page, address: str, scripted: Scripted
) -> None:
    go_on = threading.Event()
    scripted.reply = writes(FIRST, SECOND, pieces=60, go_on=go_on)
    opened(page, address)
    send(page)
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(page.locator(".statement")).to_have_count(1)
    page.get_by_text("Use the model").click()  # starts the page's script anew
    page.get_by_text("Use the model").click()
    expect(stop).to_be_visible()
    page.get_by_role("link", name="Memos").click()
    expect(page.get_by_text("A memo collects answers")).to_be_visible()
    page.get_by_role("link", name="Ask", exact=True).first.click()
    expect(stop).to_be_visible()
    page.reload()
    expect(stop).to_be_visible()
    says(page, FIRST)
    go_on.set()
    answered(page)
    says(page, FIRST, SECOND)


@pytest.mark.parametrize(
    ("how", "shown", "told"),
    [
        pytest.param({"fault": "cut"}, [FIRST], "incomplete: what was checked until it broke off", id="cut"),
        pytest.param({"status": 401}, None, QUOTED_INSTEAD, id="bad-key"),
        pytest.param({"fault": "malformed"}, None, QUOTED_INSTEAD, id="garbage"),
    ],
)
def test_a_reply_that_goes_wrong_is_told_and_loses_nothing(
    page: Page,
    address: str,
    scripted: Scripted,
    how: dict[str, object],
    shown: list[str] | None,
    told: str,
) -> None:
    scripted.reply = writes(FIRST, SECOND, SECOND, pieces=20, **how)
    opened(page, address)
    send(page)
    answered(page)
    expect(page.get_by_test_id("stAlert").get_by_text(told)).to_be_visible()
    expect(page.locator(".statement p").first).to_contain_text("11 May 2016")
    if shown:
        says(page, *shown)


def test_a_server_that_is_away_is_told_and_the_sources_answer(browser: Browser, home: Path) -> None:
    with served(home, **model_at(nobody_listens())) as away, session(browser) as context:
        page = context.new_page()
        opened(page, away)
        send(page)
        answered(page)
        expect(page.get_by_test_id("stAlert").get_by_text(QUOTED_INSTEAD)).to_be_visible()
        expect(page.locator(".statement p").first).to_contain_text("11 May 2016")
        expect(page.get_by_role("button", name="Answer without the model")).to_have_count(0)


def test_one_click_answers_without_the_model(
    page: Page, address: str, scripted: Scripted, server: ModelServer
) -> None:
    scripted.reply = writes(FIRST)
    opened(page, address)
    expect(page.get_by_text("Questions, answers and passages stay on this machine.").last).to_be_visible()
    send(page)
    answered(page)
    asked = len(server.asked)
    page.get_by_role("button", name="Answer without the model").click()
    answered(page, 2)
    assert len(server.asked) == asked
    expect(page.get_by_text("The sources' own words").last).to_be_visible()


def test_a_question_sent_while_another_is_answered_stays_in_the_field(
    page: Page, address: str, scripted: Scripted
) -> None:
    go_on = threading.Event()
    scripted.reply = writes(FIRST, SECOND, pieces=30, go_on=go_on)
    opened(page, address)
    send(page)
    expect(page.locator(".statement")).to_have_count(1)
    send(page, "And what are the damages?")
    expect(page.get_by_text("One question at a time")).to_be_visible()
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_value("And what are the damages?")
    go_on.set()
    answered(page)
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_value("And what are the damages?")


@pytest.mark.parametrize(
    "page",
    [{"viewport": {"width": 400, "height": 800}}, {"color_scheme": "dark"}],
    ids=["narrow", "dark"],
    indirect=True,
)
def test_a_models_answer_fits_and_is_readable(page: Page, address: str, scripted: Scripted) -> None:
    scripted.reply = writes(FIRST, INVENTED, SECOND)
    opened(page, address)
    send(page)
    answered(page)
    page.get_by_text("1 statement removed: why").click()
    expect(page.locator(".stChatMessage blockquote").first).to_be_visible()
    settled(page)
    fits(page)
    quotation = page.locator(".stChatMessage blockquote").first
    colours = quotation.evaluate(
        "quotation => [getComputedStyle(quotation).color,"
        " getComputedStyle(document.querySelector('.stApp')).backgroundColor]"
        ".map(colour => colour.match(/\\d+/g).slice(0, 3).map(Number))"
    )
    assert contrast(*colours) > 7
