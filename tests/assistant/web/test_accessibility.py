"""axe-core finds nothing, on any tab, in any of the views; what axe cannot see is tested by keyboard and by tree."""

from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.assistant.web.conftest import ask, opened

# Only the script is used: the package's own runner loses the elements of a violation.
AXE_SCRIPT = Path(str(distribution("axe-playwright-python").locate_file("axe_playwright_python/axe.min.js"))).read_text(
    "utf-8"
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIEWS = [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]


def violations(page: Page) -> list[str]:
    """Rule, element and reason of each violation."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    return [
        f"{rule['id']}: {node['html'][:160]} — {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_no_violation_on_any_tab(browser: Browser, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 760}, color_scheme=scheme, locale="en-US")
    context.set_default_timeout(10_000)
    page = opened(context, address)
    found = {"start": violations(page)}
    ask(page, "Wat is het mailadres van De Vuurtoren?")
    page.click(".w-antwoord a.w-chip >> nth=0")
    page.wait_for_selector("#w-rechts details[open] mark")
    found["answer with a source open"] = violations(page)
    ask(page, "Hoe hoog is de Eiffeltoren?", answers=2)
    ask(page, "Het Anker of De Vuurtoren?", answers=3)
    page.click("[data-do=vote][data-value='2:down']")
    page.wait_for_selector(".w-redenen")
    found["not in the handbook, choices, reasons"] = violations(page)
    assert page.inner_text(".w-not_in_handbook .w-status") == "Niet in de handreiking"
    for tab in ("lookup", "fan", "about"):
        page.click(f"#w-tab-{tab}-button")
        page.wait_for_selector(f"#w-tab-{tab} h2, #w-tab-{tab} table")
        found[tab] = violations(page)
    page.click("#w-tab-fan-button")
    page.click(".w-waaier-lijst button >> nth=0")
    page.wait_for_selector("#w-concept h2")
    found["concept"] = violations(page)
    page.click("#w-concept [data-do=dossier] >> nth=0")
    page.wait_for_selector(".w-dossier header h2")
    found["dossier"] = violations(page)
    page.click("[data-do=list]")
    for box in page.query_selector_all(".w-lijst input")[:3]:
        box.check()
    page.click("[data-do=compare]")
    page.wait_for_selector(".w-naast")
    found["comparison"] = violations(page)
    context.close()
    assert {state: faults for state, faults in found.items() if faults} == {}
