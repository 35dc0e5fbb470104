"""Hostile text in a question or a handbook is shown as text: nothing runs, is fetched, or is drawn."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.schema import MAX_QUESTION, Answer, Card
from assistant.web.actions import Desk, act
from assistant.web.export import conversation_markdown, practices_csv, vcard
from assistant.web.opening import first_view
from assistant.web.session import Exchange, Session
from ingest.document import Kind, Link, Section
from ingest.factsheet import Fact
from tests.assistant.web.book import FakeDocument, FakeHandbook, FakeProfile
from tests.assistant.web.conftest import ask, opened, running
from tests.assistant.web.fake import FakeAssistant
from tests.assistant.web.pages import check_page, text_of_page

PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text("utf-8").splitlines()


class Poisoned(FakeAssistant):
    """Every text of the handbook and every part of an answer holds the payload."""

    def __post_init__(self) -> None:
        super().__post_init__()
        word = self.poison
        self.profile = FakeProfile(edition=word)
        spoilt = tuple(self.spoil(section) for section in self.handbook.sections)
        self.handbook = FakeHandbook(spoilt, FakeDocument(word))
        self.fact_sheets = tuple(
            replace(
                sheet,
                name=f"{sheet.name}{word}",
                websites=tuple(replace(fact, link=word) for fact in sheet.websites),
                target_group=tuple(Fact(word, replace(fact.source, quote=word)) for fact in sheet.target_group),
                district=tuple(Fact(word, fact.source, word) for fact in sheet.district),
            )
            for sheet in self.fact_sheets
        )

    def spoil(self, section: Section) -> Section:
        name = f"{section.name}{self.poison}" if section.kind == Kind.PRACTICE else section.name
        path = (*section.heading_path, self.poison)
        return replace(
            section, name=name, heading_path=path, page_label=self.poison, links=(Link(self.poison, self.poison),)
        )

    def ask(self, question: str, history: object = ()) -> Answer:
        word = self.poison
        section = self.handbook.sections[0]
        quote = section.text[:20]
        cited = replace(self.cite(1, section, quote), name=word, page_label=word, links=({"url": word, "label": word},))
        cards = (Card("contact", word, ((word, word, word, 1), (word, None, "", None))),)
        return Answer(
            question,
            question,
            "nl",
            "answered",
            "contact",
            f"{word} [1]\n• {word}",
            citations=(cited,),
            also=(replace(cited, n=2),),
            cards=cards,
            suggestions=(word,),
            choices=(word,),
        )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_never_becomes_markup_in_any_page(payload: str) -> None:
    library = Poisoned(payload)
    desk = Desk(library, examples={"nl": (payload,)})
    view = first_view(desk, {}, {"vraag": payload})
    name = library.fact_sheets[0].name
    clarified = replace(view.session.exchanges[0].answer, status="clarify")
    session = replace(view.session, exchanges=(Exchange(clarified, "down"), *view.session.exchanges))
    steps = [
        ('{"do": "sources", "value": "0"}', session),
        (_action("dossier", name), session),
        (_action("concept", "Tussenwoningen"), session),
        (_action("compare", [sheet.name for sheet in library.fact_sheets[:2]]), session),
        (_action("filter", {"words": payload}), session),
        (_action("export", ""), session),
    ]
    pages = [*view.parts.values(), *(page for action, at in steps for page in act(desk, at, action).parts.values())]
    assert len(pages) > 14
    for page in pages:
        check_page(page)
    assert any(text_of(payload) in text_of_page(page) for page in pages)


def _action(name: str, value: object) -> str:
    return json.dumps({"do": name, "value": value})


def text_of(payload: str) -> str:
    return "".join(payload.split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_is_harmless_in_every_export(payload: str) -> None:
    library = Poisoned(payload)
    answer = library.ask(payload)
    saved = conversation_markdown(Session(exchanges=(Exchange(answer),)), payload, payload)
    assert "\n![" not in saved
    assert "](" not in saved
    assert not any(line.lstrip("- ").startswith("<") for line in saved.splitlines())
    rows = list(csv.reader(io.StringIO(practices_csv(library.fact_sheets, "nl").removeprefix("\ufeff")), delimiter=";"))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    card = vcard(library.fact_sheets[0], payload, "nl")
    assert card.count("\r\nEND:VCARD") == 1
    assert "URL:javascript" not in card


@pytest.fixture(scope="module")
def poisoned(figures: Path) -> Iterator[str]:
    """A server over a handbook whose every text holds all payloads."""
    with running(lambda: FakeAssistant("\n".join(PAYLOADS)), figures=figures) as url:
        yield url


def guard(page: Page) -> list[str]:
    """The requests of `page` that leave this machine."""
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if "//127.0.0.1:" not in request.url else None)
    page.on("dialog", lambda dialog: foreign.append(f"dialog {dialog.message}"))
    return foreign


def harmless(page: Page, shown: str) -> None:
    """Nothing ran, and nothing was drawn over the page or asks for input."""
    page.wait_for_function("text => document.body.textContent.includes(text)", arg=shown)
    assert page.evaluate("window.kanarie") is None
    drawn = [
        "form",
        "iframe",
        "object",
        "embed",
        "dialog",
        "video",
        "audio",
        "base[href^=http]",
        "marquee",
        "[onclick]",
    ]
    assert page.evaluate("tags => tags.filter(tag => document.querySelector(tag))", drawn) == []
    inside = ".prose :is(script, img, style, link, meta, input:not([type=checkbox], [type=search]))"
    assert page.locator(inside).count() == 0
    fixed = "e => ['fixed', 'absolute'].includes(getComputedStyle(e).position) && !e.closest('.w-hidden')"
    assert page.evaluate(f"[...document.querySelectorAll('.prose *')].filter({fixed}).length") == 0
    assert page.evaluate("document.querySelectorAll('#w-melding').length") == 1


def test_hostile_handbook_in_the_browser_runs_and_fetches_nothing(context: BrowserContext, poisoned: str) -> None:
    page = context.new_page()
    foreign = guard(page)
    page.goto(poisoned)
    page.wait_for_selector(".w-welkom")
    ask(page, "Vertel over De Vuurtoren")
    harmless(page, "<script>window.kanarie=1</script>")
    page.click(".w-antwoord a.w-chip >> nth=0")
    page.wait_for_selector("#w-rechts details[open]")
    page.get_by_role("tab", name="Waaier").click()
    page.click(".w-waaier-lijst button >> nth=0")
    page.wait_for_selector("#w-concept h2")
    harmless(page, "Uw sessie is verlopen")
    page.click("#w-concept [data-do=dossier] >> nth=0")
    page.wait_for_selector(".w-dossier header h2")
    harmless(page, "Voer uw wachtwoord in")
    assert foreign == []


def test_hostile_questions_in_the_browser_run_and_fetch_nothing(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    foreign = guard(page)
    page.goto(address)
    page.wait_for_selector(".w-welkom")
    questions, chunk = [], ""
    for payload in PAYLOADS:
        if len(chunk) + len(payload) + 1 > MAX_QUESTION:
            questions.append(chunk)
            chunk = ""
        chunk += payload + "\n"
    for number, question in enumerate([*questions, chunk], 1):
        ask(page, question, answers=number)
        harmless(page, question.split("\n")[0])
    expect(page.locator(".w-vraag")).to_have_count(len(questions) + 1)
    page.reload()
    harmless(page, PAYLOADS[0])
    assert foreign == []


def test_positive_control_the_guard_sees_and_the_policy_stops(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    foreign = guard(page)
    stopped: list[str | None] = []
    page.on("requestfailed", lambda request: stopped.append(request.failure))
    picture = "Object.assign(new Image(), {src: 'http://198.51.100.7/x.png'})"
    page.evaluate(f"window.kanarie = 1; document.body.append({picture})")
    page.wait_for_timeout(300)
    assert foreign == ["http://198.51.100.7/x.png"]
    assert stopped == ["csp"]
    with pytest.raises(AssertionError):
        harmless(page, "Waaier")
    assert page.evaluate("fetch('http://198.51.100.7/y').then(() => 'open', () => 'blocked')") == "blocked"
