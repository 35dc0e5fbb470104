"""Nothing leaves the machine and nothing stays behind: requests, look-ups, files and logs."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from playwright.sync_api import BrowserContext, Page

from assistant.messages import say
from tests.assistant.web.conftest import ask, free_port

CANARY = "kanariegeel-7f3a91"
SERVER = """
import json, socket, sys
asked = []
lookup, connect = socket.getaddrinfo, socket.socket.connect
def guarded_lookup(host, *rest, **more):
    if host not in ("127.0.0.1", "localhost", None): asked.append(f"lookup {host}")
    return lookup(host, *rest, **more)
def guarded_connect(self, place):
    if isinstance(place, tuple) and place[0] not in ("127.0.0.1", "::1"): asked.append(f"connect {place}")
    return connect(self, place)
socket.getaddrinfo, socket.socket.connect = guarded_lookup, guarded_connect
import atexit
from pathlib import Path
atexit.register(lambda: Path(sys.argv[2]).write_text(json.dumps(asked)))
import signal
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
import logging
logging.basicConfig(level=logging.DEBUG)
from assistant.app import serve
from tests.assistant.web.fake import FakeAssistant
class Fragile(FakeAssistant):
    def ask(self, question, history=()):
        if "stuk" in question: raise RuntimeError(question)
        return super().ask(question, history)
serve(Fragile, port=int(sys.argv[1]))
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[str, Path, subprocess.Popen[bytes]]]:
    """A server in a process of its own that writes only below `tmp_path`; its address and log."""
    port, log = free_port(), tmp_path / "server.log"
    home = tmp_path / "home"
    home.mkdir()
    environment = os.environ | {
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_CACHE_HOME": str(home),
        "GRADIO_TEMP_DIR": str(home / "gradio"),
        "PYTHONPATH": str(Path.cwd()),
    }
    command = [sys.executable, "-c", SERVER, str(port), str(tmp_path / "asked.json")]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=home, env=environment, stdout=out, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}/"
    wait_until_ready(url)
    yield url, tmp_path, process
    process.kill()
    process.wait()


def wait_until_ready(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if httpx.get(f"{url}waaier/status").json()["ready"]:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(url)


def test_server_looks_nothing_up_and_keeps_nothing_of_a_question(
    context: BrowserContext, place: tuple[str, Path, subprocess.Popen[bytes]]
) -> None:
    url, folder, process = place
    page = context.new_page()
    page.goto(f"{url}?vraag={CANARY}+in+een+link")
    page.wait_for_selector(".w-antwoord")
    ask(page, f"{CANARY} over De Vuurtoren", answers=2)
    page.click("[data-do=vote][data-value='1:down']")
    page.wait_for_selector(".w-redenen")
    page.fill("#w-vraag textarea", f"stuk {CANARY}")
    page.click("#w-stuur")
    page.wait_for_selector("#w-conversation .w-melding")
    page.fill("#w-vraag textarea", f"{CANARY} " * 200)
    client = Client(url, verbose=False)
    assert client.predict(f"{CANARY} over De Vuurtoren", api_name="/ask")["answered"]
    with pytest.raises(Exception, match="Er ging iets mis"):
        client.predict(f"stuk {CANARY}", api_name="/ask")
    with pytest.raises(Exception, match=say("web_no_practice")):
        client.predict(CANARY, api_name="/lookup")
    process.terminate()
    process.wait(15)
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert folder / "server.log" in written
    assert "RuntimeError" in (folder / "server.log").read_text("utf-8")
    assert [path for path in written if CANARY.encode() in path.read_bytes()] == []
    assert (folder / "asked.json").read_text() == "[]"


def test_no_request_of_any_tab_leaves_the_machine(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(address)
    ask(page, "Wat is het mailadres van De Vuurtoren?")
    for tab in ("Opzoeken", "Waaier", "Over", "Vraag"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_timeout(150)
    assert len(seen) > 20
    assert [url for url in seen if not url.startswith((address, "blob:", "data:"))] == []
    assert no_foreign_address(page) == []


def no_foreign_address(page: Page) -> list[str]:
    """Addresses of other hosts in what the page loads by itself: links that a user may follow are not among them."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('[src], link[href], meta[content*=\"//\"]')]"
        ".map(e => e.src || e.href || e.content).filter(a => /^https?:/.test(a) && !a.startsWith(location.origin))"
    )
    return found
