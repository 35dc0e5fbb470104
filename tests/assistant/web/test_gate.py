"""The start: a page at once that says what is loading, then the chat; or why it could not start."""

import json
import threading
import time
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from assistant.web.feedback import Feedback
from assistant.web.session import Session, ask, vote
from ingest.errors import WaaierError
from tests.assistant.web.conftest import ask as type_and_ask
from tests.assistant.web.conftest import free_port, opened, running
from tests.assistant.web.fake import FakeAssistant


def test_page_is_up_at_once_says_what_is_loading_and_opens_by_itself(context: BrowserContext) -> None:
    release = threading.Event()

    def slow() -> FakeAssistant:
        release.wait(30)
        return FakeAssistant()

    began = time.monotonic()
    with running(slow, ready=False) as url:
        answer = httpx.get(url)
        assert time.monotonic() - began < 4
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "2"
        assert httpx.post(f"{url}gradio_api/call/ask", json={"data": ["x"]}).status_code == 503
        page = context.new_page()
        page.goto(url)
        expect(page.get_by_role("heading")).to_have_text("Waaier wordt geladen")
        expect(page.get_by_role("status").first).to_contain_text("Het handboek en de zoekindex worden geladen.")
        release.set()
        page.wait_for_selector(".w-welkom", timeout=30_000)


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        (WaaierError("Geen handboek in corpus/. Zet het daar neer."), "Geen handboek in corpus/. Zet het daar neer."),
        (RuntimeError("intern geheim"), "Vraag uw beheerder"),
    ],
)
def test_failed_start_says_why_in_dutch_and_keeps_the_rest_for_the_log(fault: Exception, shown: str) -> None:
    def broken() -> FakeAssistant:
        raise fault

    with running(broken) as url:
        answer = httpx.get(url)
        assert answer.status_code == 503
        assert "Waaier kan niet starten" in answer.text
        assert shown in answer.text
        assert "intern geheim" not in answer.text
        assert httpx.get(f"{url}waaier/status").json()["failed"]


def test_votes_are_stored_only_where_the_operator_says_so(tmp_path: Path) -> None:
    session = vote(ask(FakeAssistant(), Session(), "Vertel over De Vuurtoren"), 0, "down", "incomplete")
    Feedback().keep(session.exchanges[0])
    assert list(tmp_path.iterdir()) == []
    kept = Feedback(tmp_path / "votes.jsonl")
    kept.keep(session.exchanges[0])
    kept.keep(session.exchanges[0])
    lines = [json.loads(line) for line in (tmp_path / "votes.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 2
    assert lines[0] | {"day": ""} == {
        "day": "",
        "vote": "down",
        "reason": "incomplete",
        "question": "Vertel over De Vuurtoren",
        "status": "answered",
        "kind": "passages",
        "sources": ["practice/de-vuurtoren/doel#1", "practice/de-vuurtoren/meer-info#1"],
    }


def test_page_says_that_the_server_is_gone_and_comes_back_with_its_conversation(context: BrowserContext) -> None:
    port = free_port()
    with running(FakeAssistant, port=port) as url:
        page = opened(context, url)
        type_and_ask(page, "Vertel over De Vuurtoren")
    page.fill("#w-vraag textarea", "Is daar iemand?")
    page.click("#w-stuur")
    expect(page.get_by_test_id("toast-text")).to_have_text(
        "De verbinding met de server is weg. Waaier probeert het opnieuw."
    )
    with running(FakeAssistant, port=port):
        expect(page.get_by_test_id("toast-text")).to_have_count(0, timeout=20_000)
        expect(page.locator(".w-vraag")).to_have_text(["Vraag: Vertel over De Vuurtoren"], timeout=20_000)
        type_and_ask(page, "en wie betaalt dat?", answers=2)
        expect(page.locator(".w-kaart-funding")).to_contain_text("De Vuurtoren")
