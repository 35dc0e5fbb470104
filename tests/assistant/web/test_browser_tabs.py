"""Opzoeken, Waaier and Over in a real browser, the keyboard, and narrow screens."""

import csv
import io
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.assistant.web.conftest import ask, opened


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def test_list_is_filtered_by_field_and_by_words(page: Page) -> None:
    tab(page, "Opzoeken")
    rows = page.locator(".w-lijst tbody tr")
    expect(rows).to_have_count(4)
    page.get_by_label("Woonzorgconcept").select_option("Tussenwoningen")
    expect(rows).to_have_count(2)
    page.get_by_label("Zoek op woord").fill("ouders kind")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Het Anker")
    expect(page.locator("#w-melding")).to_have_text("1 van 4 praktijkvoorbeelden")
    expect(page.get_by_label("Zoek op woord")).to_be_focused()
    page.get_by_role("button", name="Wis alles").click()
    expect(rows).to_have_count(4)
    expect(page.get_by_label("Woonzorgconcept")).to_have_value("")


def test_list_shows_contact_and_funding_and_what_is_not_stated(page: Page) -> None:
    tab(page, "Opzoeken")
    anchor = page.locator(".w-lijst tbody tr", has_text="Het Anker")
    expect(anchor.locator("[data-kop='Wie betaalt de zorg']")).to_have_text("niet vermeld")
    tower = page.locator(".w-lijst tbody tr", has_text="De Vuurtoren")
    expect(tower.get_by_role("link", name="post@vuurtoren.example")).to_be_visible()


def test_practice_opens_as_a_dossier_with_all_its_parts_and_sources(page: Page) -> None:
    tab(page, "Opzoeken")
    page.get_by_role("button", name="De Vuurtoren", exact=True).click()
    heading = page.get_by_role("heading", name="De Vuurtoren")
    expect(heading).to_be_focused()
    expect(page.locator(".w-delen h4")).to_contain_text(["Doel", "Financien", "Wat werkt", "Meer info"])
    expect(page.locator(".w-kaart", has_text="Wie betaalt wat")).to_contain_text("Wat bewoners betalen")
    expect(page.locator("#w-list")).to_be_hidden()
    page.get_by_role("button", name="Bron op bladzijde 12: post@vuurtoren.example").click()
    expect(page.locator(".w-delen mark")).to_have_text("post@vuurtoren.example")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Afdrukken")).to_be_hidden()
    expect(heading).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Terug naar de lijst").click()
    expect(page.locator(".w-lijst")).to_be_visible()


def test_two_practices_are_compared_side_by_side_and_one_is_not_enough(page: Page) -> None:
    tab(page, "Opzoeken")
    page.get_by_label("Vergelijk De Vuurtoren").check()
    page.get_by_role("button", name="Vergelijk gekozen voorbeelden").click()
    expect(page.locator("#w-notice")).to_contain_text("Kies twee tot 4")
    page.get_by_label("Vergelijk Hof van Eden").check()
    page.get_by_role("button", name="Vergelijk gekozen voorbeelden").click()
    expect(page.locator(".w-naast thead th")).to_have_text(["Onderdeel", "De Vuurtoren", "Hof van Eden"])
    row = page.locator(".w-naast tbody tr", has_text="Wet of regeling")
    expect(row.locator("td")).to_contain_text(["Wmo", "Wlz"])
    expect(page.locator("#w-detail")).to_contain_text("Bij geen van deze voorbeelden vermeld:")


def test_csv_and_vcard_are_saved(page: Page) -> None:
    tab(page, "Opzoeken")
    page.get_by_label("Woonzorgconcept").select_option("Tussenwoningen")
    expect(page.locator(".w-lijst tbody tr")).to_have_count(2)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download als CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["Praktijkvoorbeeld", "De Vuurtoren", "Het Anker"]
    page.get_by_role("button", name="De Vuurtoren", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Contact als vCard").click()
    assert download.value.suggested_filename == "de-vuurtoren.vcf"
    assert "EMAIL:post@vuurtoren.example" in download.value.path().read_text("utf-8")


@pytest.mark.parametrize(
    ("query", "heading"),
    [("?praktijk=vuurtoren", "De Vuurtoren"), ("?concept=Hofwonen", "Hofwonen"), ("?tab=about", "Over")],
)
def test_link_opens_its_page(context: BrowserContext, address: str, query: str, heading: str) -> None:
    page = opened(context, address + query)
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def test_fan_opens_a_concept_by_keyboard_and_leads_to_its_practices(page: Page) -> None:
    tab(page, "Waaier")
    blades = page.locator(".w-waaier a")
    expect(blades).to_have_count(5)
    blades.nth(0).focus()
    page.keyboard.press("Space")
    expect(page.locator("#w-concept h2")).to_have_text("Tussenwoningen")
    expect(page.locator("#w-concept")).to_contain_text("tijdelijke plek voor wie nog geen huis heeft")
    page.locator(".w-lessen summary", has_text="Toewijzing").click()
    expect(page.locator(".w-lessen details[open]")).to_contain_text("Spreek af wie er komt wonen.")
    expect(page.locator(".w-assen g")).to_have_count(4)
    expect(page.locator("#w-fan")).to_contain_text("De tekst zegt te weinig om te plaatsen: Kringwonen.")
    page.get_by_role("button", name="Het Anker").click()
    expect(page.get_by_role("heading", name="Het Anker")).to_be_focused()


def test_about_shows_edition_figures_privacy_and_accessibility(page: Page) -> None:
    tab(page, "Over")
    about = page.locator("#w-about")
    expect(about).to_contain_text("Proefuitgave")
    expect(about).to_contain_text("Laatste meting: 2026-11-20, met 120 vragen.")
    expect(about.locator("tbody tr")).to_have_text(["Het antwoord klopt0,910"])
    expect(about).to_contain_text("De server bewaart uw vragen en uw oordeel niet")
    expect(about).to_contain_text("EN 301 549")


def test_menu_of_tabs_that_do_not_fit_has_a_name_in_the_language_of_the_page(
    context: BrowserContext, address: str
) -> None:
    for query, name in (("", "Meer tabbladen"), ("?taal=en", "More tabs")):
        page = opened(context, address + query)
        expect(page.locator(".overflow-menu > button")).to_have_attribute("aria-label", name)


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_needs_sideways_scrolling_on_a_narrow_screen(context: BrowserContext, address: str, width: int) -> None:
    page = opened(context, address)
    page.set_viewport_size({"width": width, "height": 640})
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    ask(page, "Wat is het mailadres van De Vuurtoren?")
    assert page.evaluate(overflow) == 0
    box = page.get_by_role("button", name="Stel vraag").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width
    for name in ("Opzoeken", "Waaier", "Over"):
        tab(page, name)
        page.wait_for_timeout(150)
        assert page.evaluate(overflow) == 0, name


def test_everything_is_done_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".w-sla-over")).to_be_focused()
    expect(page.locator(".w-sla-over")).to_be_in_viewport()
    reach(page, "document.activeElement.closest('#w-vraag')")
    page.keyboard.type("Wat is het mailadres van De Vuurtoren?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".w-antwoord")
    reach(page, "document.activeElement.matches('.w-antwoord .w-tekst a.w-chip')", back=True)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    expect(page.locator("#w-rechts details[open] summary")).to_be_focused()
    reach(page, "document.activeElement.id === 'w-tab-lookup-button'", back=True)
    page.keyboard.press("Enter")
    expect(page.locator(".w-lijst")).to_be_visible()
    reach(page, "document.activeElement.matches('.w-lijst .w-naam')")
    page.keyboard.press("Enter")
    expect(page.locator(".w-dossier header h2")).to_be_focused()


def reach(page: Page, condition: str, back: bool = False) -> None:
    """Press Tab until the focus is where `condition` holds: no trap, no dead end."""
    for _ in range(60):
        if page.evaluate(f"Boolean({condition})"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"not reached with the keyboard: {condition}")


def test_every_control_has_a_name_in_the_accessibility_tree(page: Page) -> None:
    ask(page, "Wat is het mailadres van De Vuurtoren?")
    session = page.context.new_cdp_session(page)
    controls = 0
    for name in ("Vraag", "Opzoeken", "Waaier", "Over"):
        tab(page, name)
        page.wait_for_timeout(150)
        tree: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
        named = {
            "button",
            "link",
            "textbox",
            "searchbox",
            "combobox",
            "checkbox",
            "tab",
            "tabpanel",
            "DisclosureTriangle",
        }
        nodes = [node for node in tree if not node.get("ignored") and node.get("role", {}).get("value") in named]
        controls += len(nodes)
        assert [node for node in nodes if not node.get("name", {}).get("value", "").strip()] == []
    assert controls > 60
