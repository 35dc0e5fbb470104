"""The chat over the real handbook: every practice, concept and answer can be shown, with its quote marked."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from assistant.assistant import Assistant
from assistant.messages import say
from assistant.web.actions import Desk, act
from assistant.web.blades import blades
from assistant.web.dossier import concept_page
from assistant.web.endpoints import EndpointRefusedError, Endpoints
from assistant.web.markup import page as whole
from assistant.web.opening import first_view
from assistant.web.session import Session, ask
from assistant.web.sources import section_text
from eval.questions import Question
from ingest.factsheet import FIELDS
from tests.assistant.web.conftest import ask as type_and_ask
from tests.assistant.web.conftest import opened, running
from tests.assistant.web.pages import check_page
from tests.assistant.web.test_accessibility import violations
from tests.assistant.web.test_endpoints import REFUSALS


def marked(shown: str) -> str:
    """The marked words of a section as text."""
    pieces = [piece.split("</mark>")[0] for piece in shown.split("<mark>")[1:]]
    return "\n".join(pieces)


def test_every_practice_opens_and_every_fact_leads_to_its_words(assistant: Assistant) -> None:
    desk = Desk(assistant)
    assert len(assistant.fact_sheets) == 21
    for sheet in assistant.fact_sheets:
        update = act(desk, Session(), json.dumps({"do": "dossier", "value": sheet.name}))
        check_page(update.parts["detail"])
        assert f">{whole(sheet.name)[5:-6]}</h2>" in update.parts["detail"]
        for fact in [fact for field in FIELDS for fact in getattr(sheet, field)]:
            source = fact.source
            shown = section_text(assistant.section(source.section_id), source.start, source.end, "nl")
            assert marked(shown).count("\n") == source.quote.strip("\n").count("\n")
            assert "<mark>" in shown, (sheet.name, fact.value)


def test_every_blade_of_the_fan_opens_a_concept_with_text(assistant: Assistant) -> None:
    found = blades(assistant)
    assert len(found) == 9
    assert {name for blade in found for name in blade.practices} == {sheet.name for sheet in assistant.fact_sheets}
    for blade in found:
        shown = concept_page(assistant, blade.concept, "nl")
        check_page(whole(shown))
        assert say("web_no_concept") not in shown
        assert len(shown) > 1000


def test_every_reference_question_is_shown_with_its_quotes_marked(
    assistant: Assistant, reference: dict[str, Question]
) -> None:
    desk, citations = Desk(assistant), 0
    for question in list(reference.values())[::3]:
        session = ask(assistant, Session(), question.question)
        update = desk.chat(session)
        for part in update.parts.values():
            check_page(part)
        answer = session.exchanges[0].answer
        for citation in (*answer.citations, *answer.also):
            section = assistant.section(citation.section_id)
            shown = section_text(section, citation.start, citation.end, "nl")
            assert "<mark>" in shown, (question.id, citation.n)
            citations += 1
    assert citations > 50


def test_page_of_the_real_handbook_opens_whole(assistant: Assistant) -> None:
    view = first_view(Desk(assistant), {}, {})
    assert all(say("web_fault") not in part for part in view.parts.values())
    assert view.parts["list"].count("<tr>") == 22


@pytest.mark.parametrize(("endpoint", "arguments", "words"), REFUSALS)
def test_endpoints_refuse_in_dutch(assistant: Assistant, endpoint: str, arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(EndpointRefusedError, match=words):
        getattr(Endpoints(assistant), endpoint.removeprefix("/"))(**arguments)


@pytest.fixture(scope="module")
def real(assistant: Assistant) -> Iterator[str]:
    """A server over the real handbook."""
    with running(lambda: assistant) as url:
        yield url


def test_real_chat_in_the_browser(context: BrowserContext, real: str) -> None:
    page = opened(context, real)
    type_and_ask(page, "Wie betaalt de begeleiding bij Kamers met Kansen?")
    page.click(".w-antwoord a.w-chip >> nth=0")
    expect(page.locator("#w-rechts details[open] mark").first).to_be_in_viewport()
    assert violations(page) == []
    page.get_by_role("tab", name="Opzoeken").click()
    expect(page.locator(".w-lijst tbody tr")).to_have_count(21)
    assert violations(page) == []
    page.get_by_role("button", name="De Thuiskomst", exact=True).click()
    expect(page.locator(".w-dossier header h2")).to_have_text("De Thuiskomst")
    assert violations(page) == []
    page.get_by_role("tab", name="Waaier").click()
    expect(page.locator("#w-fan .w-waaier a")).to_have_count(9)
    assert violations(page) == []
