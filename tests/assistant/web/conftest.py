"""A browser and servers for the web tests; without chromium they are skipped, but never in CI."""

import asyncio
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.app import build_app
from assistant.web.gate import Gate
from assistant.web.library import Library
from assistant.web.server import ChatServer, guarded
from tests.assistant.web.fake import FakeAssistant

Result = TypeVar("Result")
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FIGURES = '{"generated": "2026-11-20T10:00:00Z", "questions": 120, "figures": {"R@1": 0.5, "answer right": 0.91}}'


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail("no chromium: the browser tests must run in CI (apt-get install chromium)")
        pytest.skip("no chromium: browser tests skipped (apt-get install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(load: Callable[[], Library], ready: bool = True, port: int = 0, **options: Any) -> Iterator[str]:
    """The whole server, in a thread; gives its address once it is ready (or at once)."""
    port = port or free_port()
    app = guarded(load, partial(build_app, **options), mcp=bool(options.get("mcp")))
    server = ChatServer(app, "127.0.0.1", port)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    gate = app.app
    assert isinstance(gate, Gate)
    end = time.monotonic() + 60
    while not server.started or (ready and not (gate.loading.ready or gate.loading.failed)):
        if time.monotonic() > end:
            raise TimeoutError("the server did not start within a minute")
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("eval") / "figures.json"
    path.write_text(FIGURES, "utf-8")
    return path


@pytest.fixture(scope="session")
def address(figures: Path) -> Iterator[str]:
    """A server over the invented handbook, with MCP, for all tests that leave nothing behind."""
    with running(FakeAssistant, mcp=True, figures=figures) as url:
        yield url


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile with a warm cache; it asks for English, the page must be Dutch all the same."""
    made = browser.new_context(locale="en-US", reduced_motion="reduce")
    made.set_default_timeout(10_000)
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    yield made
    made.close()


@pytest.fixture
def context(profile: BrowserContext) -> Iterator[BrowserContext]:
    """The profile, without anything that an earlier test left in it."""
    yield profile
    for page in profile.pages:
        if not page.is_closed():
            page.evaluate("localStorage.clear()")
            page.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """The chat, opened."""
    return opened(context, address)


def opened(context: BrowserContext, url: str) -> Page:
    """`url` opened and drawn: a page that stays empty fails here."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(url)
    page.wait_for_selector("#w-conversation .w-gesprek", state="attached")
    return page


def ask(page: Page, question: str, answers: int = 1) -> None:
    """Ask `question` and wait until there are so many answers."""
    page.fill("#w-vraag textarea", question)
    page.click("#w-stuur")
    page.wait_for_function("n => document.querySelectorAll('.w-antwoord').length === n", arg=answers)


def apart(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine in a thread of its own: Playwright's event loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
