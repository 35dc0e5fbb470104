"""The start: a page at once that says what is loading, then the chat; or why it could not start."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect
from starlette.applications import Starlette
from starlette.types import Message

from assistant.messages import say
from assistant.schema import Language
from assistant.web.actions import Desk, act
from assistant.web.feedback import Feedback, FeedbackUnwritable
from assistant.web.gate import Gate, loading_page
from assistant.web.session import Session, ask, vote
from ingest.errors import WaaierError
from tests.assistant.web.conftest import apart, free_port, opened, running
from tests.assistant.web.conftest import ask as type_and_ask
from tests.assistant.web.fake import FakeAssistant

LANGUAGES: dict[str, Language] = {"": "nl", "?taal=en": "en"}


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
    ("fault", "logged"),
    [
        (WaaierError("/srv/geheim.txt: no such file."), "/srv/geheim.txt: no such file."),
        (RuntimeError("intern geheim"), "RuntimeError"),
    ],
)
def test_failed_start_is_told_in_the_language_of_the_page_and_why_in_the_log(
    fault: Exception, logged: str, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> FakeAssistant:
        raise fault

    with running(broken) as url:
        for query, language in LANGUAGES.items():
            answer = httpx.get(url + query)
            assert answer.status_code == 503
            assert say("web_start_failed_title", language) in answer.text
            assert say("web_start_failed", language) in answer.text
            assert "geheim" not in answer.text
        assert httpx.get(f"{url}waaier/status").json()["failed"]
    assert logged in caplog.text


async def live(gate: Gate, until: Callable[[], bool]) -> None:
    """Start `gate` and stop it once `until` holds, as a server does."""
    stops = iter((False, True))

    async def receive() -> Message:
        if next(stops):
            while not until():
                await asyncio.sleep(0.01)
        return {"type": "lifespan"}

    async def send(_: Message) -> None:
        pass

    await asyncio.wait_for(gate({"type": "lifespan"}, receive, send), 20)


def test_server_stops_while_it_is_still_loading() -> None:
    begun, release = threading.Event(), threading.Event()

    def slow() -> FakeAssistant:
        begun.set()
        release.wait(60)
        return FakeAssistant()

    async def stopped() -> bool:
        try:
            await live(Gate(slow, lambda _: Starlette()), begun.is_set)
            return not release.is_set()
        finally:
            release.set()

    assert apart(stopped())


def test_app_that_cannot_open_is_a_failed_start(caplog: pytest.LogCaptureFixture) -> None:
    @asynccontextmanager
    async def broken(_: Starlette) -> AsyncIterator[None]:
        raise RuntimeError("intern geheim")
        yield

    async def opened_and_stopped() -> Gate:
        gate = Gate(FakeAssistant, lambda _: Starlette(lifespan=broken))
        await live(gate, lambda: gate.loading.failed)
        return gate

    gate = apart(opened_and_stopped())
    assert not gate.loading.ready
    assert "kan niet starten" in loading_page(gate.loading, "nl")
    assert "RuntimeError" in caplog.text


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


def test_only_a_vote_is_stored(tmp_path: Path) -> None:
    desk = Desk(FakeAssistant(), feedback=Feedback(tmp_path / "votes.jsonl"))
    session = ask(desk.library, Session(), "Vertel over De Vuurtoren")
    for value in ("0:up", "0:", "0:sideways", "0:down", "0:down:wrong", "0:down:wrong"):
        session = act(desk, session, json.dumps({"do": "vote", "value": value})).session
    lines = [json.loads(line) for line in (tmp_path / "votes.jsonl").read_text("utf-8").splitlines()]
    assert [(line["vote"], line["reason"]) for line in lines] == [("up", ""), ("down", ""), ("down", "wrong")]


def test_file_for_votes_that_cannot_be_written_is_told_at_the_start_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(FeedbackUnwritable, match="--feedback") as refused:
        Feedback(tmp_path / "nowhere" / "votes.jsonl")
    assert "\n" not in str(refused.value)


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
