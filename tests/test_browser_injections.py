"""A real browser, the real application, poisoned documents, and a model server that does what they order.

Whatever the server says: no request leaves for another address, nothing opens, no script runs, and of what
was ordered nothing stands in an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.injections import HOST, injections
from tests.model_server import ModelServer
from tests.obeying import SYSTEM_WORDS, WAYS, Order
from tests.planting import VISIBLE, true_sentence
from tests.stores import run_python
from tests.test_browser import CHROMIUM, ask, browser, served, session, settled  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")]

ASKED = 12
POISON = [one for one in injections() if one.kind in ("exfiltration", "fake citation", "memo poisoning")]


@dataclass
class Obeys:
    """Replies to each request with another order obeyed, in another way; a title is the order too."""

    count: int = 0
    told: list[str] = field(default_factory=list)

    def __call__(self, body: dict[str, Any]) -> str:
        said = {message["role"]: str(message["content"]) for message in body["messages"]}
        self.told.append("\n".join(said.values()))
        injection = POISON[self.count % len(POISON)]
        if "system" not in said:  # a title or a reworded question
            return injection.wanted
        way = list(WAYS.values())[self.count % len(WAYS)]
        self.count += 1
        true = re.search(
            r"The holder of plant P\d+ keeps its .{8,12} register for eleven years\.", said["user"]
        )
        return way(Order(injection, true[0] if true else "nothing", said["system"]))


@dataclass
class Running:
    """The application and the server that it asks."""

    address: str
    model: Obeys


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The application with poisoned documents in its library, and the obeying server."""
    folder = tmp_path_factory.mktemp("poisoned")
    for kind, write in VISIBLE.items():
        (folder / f"registers.{kind}").write_bytes(write(POISON))
    home = tmp_path_factory.mktemp("store")
    model = Obeys()
    with ModelServer(model) as server:
        environment = {
            "PINCITE_MODEL": "openai:scripted",
            "PINCITE_MODEL_URL": server.url,
            "OPENAI_API_KEY": "none",
            "PINCITE_REFUSE_BELOW": "0",
        }
        run_python("-m", "ingest", "add", str(folder), environment={**environment, "PINCITE_HOME": str(home)})
        with served(home, **environment) as address:
            yield Running(address, model)


@dataclass
class Watched:
    """A page, and all that it did."""

    page: Page
    asked: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def watched(browser: Browser, running: Running) -> Iterator[Watched]:  # noqa: F811
    """A page of a fresh session whose requests, dialogs, windows and script errors are noted."""
    with session(browser) as context:
        page = context.new_page()
        seen = Watched(page)
        context.on("request", lambda sent: seen.asked.append(sent.url))
        context.on("page", lambda opened: seen.opened.append(f"window {opened.url}"))
        page.on("websocket", lambda socket: seen.asked.append(socket.url))
        page.on("dialog", lambda dialog: (seen.opened.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on(
            "console", lambda message: seen.errors.append(message.text) if message.type == "error" else None
        )
        page.goto(running.address)
        yield seen


def test_nothing_leaves_the_browser_and_no_order_stands_in_an_answer(
    watched: Watched, running: Running, tmp_path: Path
) -> None:
    page = watched.page
    numbers = [int(true_sentence(one).split()[4][1:]) for one in POISON[:: len(POISON) // ASKED]][:ASKED]
    foreign = f"[src*='{HOST}'], [href*='{HOST}'], [style*='{HOST}'], [action*='{HOST}'], [src*='attacker']"
    sources = 0
    for number in numbers:
        ask(page, f"For how many years does the holder of plant P{number} keep its visitors' register?")
        for statement in page.locator(".statement").all_inner_texts():
            assert HOST not in statement
            assert SYSTEM_WORDS not in statement
            assert not [one.name for one in POISON if one.mark in statement]
        if not sources and page.locator("button.mark").count():
            page.locator("button.mark").first.click()
            expect(page.locator(".document").first).to_be_visible()
            settled(page)
            sources += 1
        assert page.locator(foreign).count() == 0
        page.get_by_role("button", name="New question").click()  # a page of many answers is slow
        expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()
    assert running.model.count >= ASKED
    assert sources
    own = (running.address, running.address.replace("http", "ws", 1), "data:", "blob:")
    assert [url for url in watched.asked if not url.startswith(own)] == []
    assert watched.opened == []
    assert [error for error in watched.errors if "attacker" in error or "Refused" in error] == []
    assert watched.errors == []
