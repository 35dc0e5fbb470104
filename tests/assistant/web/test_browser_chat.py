"""The tab Vraag in a real browser: what a user sees, and what happens on each button."""

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.assistant.web.conftest import ask, opened


def test_page_is_dutch_in_an_english_browser_and_english_on_request(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.get_by_role("tab")).to_have_text(["Vraag", "Opzoeken", "Waaier", "Over"])
    page.click("a.w-taal")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("tab")).to_have_text(["Ask", "Look up", "Fan", "About"])
    expect(page.get_by_label("Your question")).to_be_visible()
    assert page.title() == "Waaier"


def test_citation_opens_its_section_with_the_quoted_words_marked(page: Page) -> None:
    ask(page, "Wat is het mailadres van De Vuurtoren?")
    page.click(".w-antwoord .w-tekst a.w-chip >> nth=1")
    source = page.locator("#bron-1-2")
    expect(source).to_have_attribute("open", "")
    expect(source.locator("mark")).to_have_text("devuurtoren.example")
    expect(source.locator("summary")).to_contain_text("De Vuurtoren")
    expect(source.locator("summary")).to_contain_text("Praktijkvoorbeelden › Meer info › blz. 12")
    expect(source.locator("ul.w-links a")).to_have_attribute("href", "https://devuurtoren.example/over")
    expect(source.locator("summary")).to_be_focused()
    source.get_by_text("Terug naar het antwoord").click()
    expect(page.locator("#antwoord-1")).to_be_focused()


def test_sources_of_an_earlier_answer_can_be_opened_again(page: Page) -> None:
    ask(page, "Vertel over De Vuurtoren")
    ask(page, "Vertel over Hof van Eden", answers=2)
    expect(page.locator("#w-rechts")).to_contain_text("Hof van Eden")
    page.click("#antwoord-1 a.w-chip >> nth=0")
    expect(page.locator("#bron-1-1")).to_have_attribute("open", "")
    expect(page.locator("#bron-1-1 mark")).to_contain_text("De Vuurtoren is er voor")


def test_contact_card_has_copy_button_mail_link_and_website(page: Page) -> None:
    ask(page, "Wat is het mailadres van De Vuurtoren?")
    card = page.locator(".w-kaart-contact")
    expect(card.get_by_role("link", name="post@vuurtoren.example")).to_have_attribute(
        "href", "mailto:post@vuurtoren.example"
    )
    expect(card.get_by_role("link", name="devuurtoren.example")).to_have_attribute("rel", "noopener noreferrer")
    card.get_by_role("button", name="Kopieer post@vuurtoren.example").click()
    expect(page.locator("#w-melding")).to_have_text("Gekopieerd.")
    assert page.evaluate("navigator.clipboard.readText()") == "post@vuurtoren.example"
    page.get_by_role("button", name="Kopieer met bronnen, 1").click()
    page.wait_for_timeout(150)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[2] De Vuurtoren, meer info, blz. 12: “devuurtoren.example”" in copied


def test_card_says_what_the_handbook_does_not_state(page: Page) -> None:
    ask(page, "Wat is het mailadres van Het Anker?")
    expect(page.locator(".w-kaart-contact .w-leeg")).to_have_text("niet vermeld")


def test_choices_and_suggestions_are_buttons_that_ask(page: Page) -> None:
    ask(page, "Het Anker of De Vuurtoren?")
    expect(page.locator(".w-clarify .w-status")).to_have_text("Wat bedoelt u?")
    page.get_by_role("button", name="Vertel over Het Anker").click()
    expect(page.locator(".w-vraag").nth(1)).to_contain_text("Vertel over Het Anker")
    page.get_by_role("button", name="Wie betaalt de zorg bij Het Anker?").click()
    expect(page.locator(".w-kaart-funding")).to_contain_text("niet vermeld")


def test_not_in_the_handbook_looks_different_and_shows_what_there_is(page: Page) -> None:
    ask(page, "Hoe hoog is de Eiffeltoren?")
    answer = page.locator(".w-not_in_handbook")
    expect(answer.locator(".w-status")).to_have_text("Niet in de handreiking")
    expect(answer).to_have_css("border-style", "dashed")
    expect(page.locator("#w-rechts h3")).to_have_text("Wel in de handreiking")


def test_edit_replaces_the_question_and_what_came_after(page: Page) -> None:
    ask(page, "Vertel over De Vuurtoren")
    ask(page, "Vertel over Hof van Eden", answers=2)
    page.get_by_role("button", name="Wijzig, 1").click()
    box = page.get_by_label("Uw vraag")
    expect(box).to_have_value("Vertel over De Vuurtoren")
    box.fill("Vertel over De Nachtwaker")
    box.press("Enter")
    expect(page.locator(".w-vraag")).to_have_text(["Vraag: Vertel over De Nachtwaker"])
    expect(box).to_have_value("")


def test_retry_and_votes_change_only_their_own_answer(page: Page) -> None:
    ask(page, "Vertel over De Vuurtoren")
    page.get_by_role("button", name="Niet nuttig, 1").click()
    page.get_by_role("group", name="Wat klopt er niet?").get_by_role("button", name="Er ontbreekt iets").click()
    expect(page.get_by_role("button", name="Er ontbreekt iets")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#w-conversation")).to_contain_text("Bedankt voor uw oordeel")
    page.get_by_role("button", name="Opnieuw, 1").click()
    expect(page.get_by_role("button", name="Niet nuttig, 1")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".w-antwoord")).to_have_count(1)


def test_conversation_survives_a_reload_until_a_new_one_begins(page: Page) -> None:
    ask(page, "Vertel over De Vuurtoren")
    ask(page, "en wie betaalt dat?", answers=2)
    page.reload()
    expect(page.locator(".w-vraag")).to_have_text(["Vraag: Vertel over De Vuurtoren", "Vraag: en wie betaalt dat?"])
    expect(page.locator(".w-kaart-funding")).to_contain_text("De Vuurtoren")
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator(".w-welkom")).to_be_visible()
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator(".w-welkom")).to_be_visible()
    assert "Vuurtoren" not in page.evaluate("JSON.stringify(localStorage)")


def test_conversation_is_saved_as_markdown_with_its_sources(page: Page, tmp_path: Path) -> None:
    ask(page, "Vertel over De Vuurtoren")
    with page.expect_download() as download:
        page.get_by_role("button", name="Gesprek opslaan (Markdown)").click()
    assert download.value.suggested_filename == "gesprek.md"
    download.value.save_as(tmp_path / "gesprek.md")
    saved = (tmp_path / "gesprek.md").read_text("utf-8")
    assert saved.startswith("# Gesprek over Samen onder dak")
    assert "## 1. Vertel over De Vuurtoren" in saved
    assert "De Vuurtoren, doel, blz. 12: “De Vuurtoren is er voor jongeren tot 27 jaar.”" in saved


def test_link_with_a_question_opens_with_its_answer(context: BrowserContext, address: str) -> None:
    page = opened(context, f"{address}?vraag=Vertel+over+Hof+van+Eden")
    expect(page.locator(".w-vraag")).to_have_text(["Vraag: Vertel over Hof van Eden"])
    expect(page.locator("#antwoord-1")).to_contain_text("Hof van Eden is er voor")


def test_too_long_question_is_refused_by_the_server_in_dutch(page: Page) -> None:
    page.evaluate("document.querySelector('#w-vraag textarea').removeAttribute('maxlength')")
    page.fill("#w-vraag textarea", "waarom " * 400)
    page.click("#w-stuur")
    expect(page.locator("#w-conversation .w-melding")).to_have_text(
        "Uw vraag is te lang. Gebruik hoogstens 2.000 tekens."
    )
    expect(page.locator(".w-antwoord")).to_have_count(0)
    assert len(page.input_value("#w-vraag textarea")) == 2800


def test_answer_is_announced_in_the_one_live_region(page: Page) -> None:
    regions = """[...document.querySelectorAll('[aria-live], [role=status], [role=log], [role=alert]')]
        .filter(region => getComputedStyle(region).display !== 'none').map(region => region.id)"""
    assert page.evaluate(regions) == ["w-melding"]
    ask(page, "Vertel over De Vuurtoren")
    expect(page.locator("#w-melding")).to_contain_text(
        "Uit de handreiking “De Vuurtoren is er voor jongeren tot 27 jaar.”"
    )


def test_two_users_do_not_see_each_other(browser: Browser, context: BrowserContext, address: str) -> None:
    first, second = opened(context, address), opened(browser.new_context(), address)
    ask(first, "Vertel over De Vuurtoren")
    ask(second, "en wie betaalt dat?")
    expect(second.locator(".w-status")).to_have_text("Niet in de handreiking")
    second.context.close()
