"""Pages as HTML: markup, sources, cards, filters, facts, the fan."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.messages import say
from assistant.web.axes import axes_picture
from assistant.web.blades import Blade, blades
from assistant.web.cards import card_view
from assistant.web.chat import answer_text, conversation, examples
from assistant.web.compare import comparison
from assistant.web.dossier import concept_page, dossier
from assistant.web.export import conversation_markdown
from assistant.web.fan import fan_picture
from assistant.web.filters import Choice, choose, filter_form, options
from assistant.web.library import concept_sections, slug
from assistant.web.markup import element, link, page, safe_url, text
from assistant.web.session import Exchange, Session, ask
from assistant.web.sources import section_text, sources_panel
from ingest.document import Kind, Section
from ingest.factsheet import FIELDS
from tests.assistant.web.book import TITLE, FakeProfile
from tests.assistant.web.fake import FakeAssistant

LIBRARY = FakeAssistant()


@given(st.text())
def test_text_is_escaped_on_one_line_and_loses_no_words(words: str) -> None:
    shown = text(words)
    assert "\n" not in shown
    assert "<" not in shown
    if words.isprintable():
        assert shown.unescape() == words


def test_element_escapes_children_and_attributes() -> None:
    made = element("p", "<b>", element("i", "a&b"), title='"x"', hidden=True, lang=None)
    assert made == '<p title="&#34;x&#34;" hidden>&lt;b&gt;<i>a&amp;b</i></p>'
    assert page("x\ny") == "<div>x&#10;y</div>"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.nl/b?c#:~:text=d", True),
        ("mailto:a@b.nl", True),
        ("http://a.nl", True),
        ("javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example", False),
        ("https://", False),
        ("https://a@evil.example", False),
        ("mailto:niemand", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_only_complete_web_and_mail_addresses_become_links(url: str, safe: bool) -> None:
    assert bool(safe_url(url)) is safe
    assert ("href" in link("x", url)) is safe


def test_marked_words_are_exactly_the_quote_across_paragraphs_and_pages() -> None:
    body = "• Eerste regel.\n– Tweede regel.\nDerde."
    section = Section("s", Kind.PRACTICE, "N", None, "doel", ("N",), 4, "6", body, breaks=((16, 5, "7"),))
    start, end = body.index("regel."), body.index("Tweede") + len("Tweede")
    shown = section_text(section, start, end, "nl")
    marked = [piece.split("</mark>")[0] for piece in shown.split("<mark>")[1:]]
    assert "\n".join(marked) == body[start:end]
    assert '<p class="w-blad" lang="nl">blz. 7</p>' in shown


def test_sources_show_number_name_path_page_quote_and_link() -> None:
    session = ask(LIBRARY, Session(), "Wat is het mailadres van De Vuurtoren?")
    panel = sources_panel(LIBRARY, session)
    assert panel.count("<details") == 2
    assert "Praktijkvoorbeelden › Meer info › blz. 12" in panel
    assert "<mark>devuurtoren.example</mark>" in panel
    assert 'href="https://devuurtoren.example/over"' in panel


def test_citation_whose_section_is_gone_still_shows_its_quote() -> None:
    session = ask(LIBRARY, Session(), "Vertel over De Vuurtoren")
    panel = sources_panel(FakeAssistant(profile=FakeProfile()), session)
    assert "De Vuurtoren is er voor" in panel

    class Empty(FakeAssistant):
        def section(self, section_id: str) -> Section:
            raise KeyError(section_id)

    assert "<blockquote>De Vuurtoren is er voor jongeren" in sources_panel(Empty(), session)


def test_marker_becomes_a_link_only_where_there_is_such_a_source() -> None:
    answer = LIBRARY.ask("Vertel over De Vuurtoren")
    shown = answer_text(answer, 0)
    assert shown.count('data-bron="bron-1-') == 2
    assert 'aria-label="bron 1: De Vuurtoren, blz. 12"' in shown


def test_quotes_are_dutch_and_fixed_sentences_in_the_language_of_the_answer() -> None:
    answer = LIBRARY.ask("Vertel over De Vuurtoren")
    first, second = answer.citations
    long = replace(first, quote="Eerst dit.\nDan dat.")
    lines = ["Examples in the handbook: 2", f"De Vuurtoren: {long.quote} [1]", f"• {second.quote} [2]", "not stated"]
    english = replace(answer, language="en", answer="\n".join(lines), citations=(long, second))
    shown = answer_text(english, 0)
    assert re.findall(r'<(?:p|li) lang="(\w+)">', shown) == ["en", "nl", "nl", "nl", "en"]
    assert 'class="w-chip"' in shown
    assert shown.count('data-beurt="0" lang="en"') == 2


def test_lines_are_points_by_the_marks_of_the_handbook_in_chat_and_export() -> None:
    answer = replace(LIBRARY.ask("Vertel over De Vuurtoren"), answer="• een\n– twee\n- drie")
    saved = conversation_markdown(Session(exchanges=(Exchange(answer),)), TITLE, "")
    assert answer_text(answer, 0).count("<li") == 2
    assert "- een\n- twee\n\\- drie" in saved


def test_card_of_a_refusal_shows_its_sources() -> None:
    answer = LIBRARY.ask("Wat is het mailadres van De Vuurtoren?")
    refusal = replace(answer, status="not_in_handbook", citations=(), also=answer.citations)
    assert card_view(refusal.cards[0], refusal, 0).count('class="w-chip"') == 2


def test_empty_conversation_offers_questions_made_of_this_handbook() -> None:
    found = examples(LIBRARY, "nl")
    assert "Wie betaalt de begeleiding bij De Vuurtoren?" in found
    assert "Wat zijn de lessen voor Tussenwoningen?" in found
    assert all(question in conversation(Session(), found) for question in found)


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (Choice(), ["De Vuurtoren", "Het Anker", "Hof van Eden", "De Nachtwaker"]),
        (Choice(concept="Tussenwoningen", district="Zuid"), ["Het Anker"]),
        (Choice(legal_basis="Wlz"), ["Hof van Eden"]),
        (Choice(legal_basis="W"), []),
        (Choice(target_group="RUST mensen"), ["De Nachtwaker"]),
        (Choice(words="wmo begeleiding"), ["De Vuurtoren"]),
        (Choice(words="niets hiervan"), []),
    ],
)
def test_filters_are_met_together(choice: Choice, names: list[str]) -> None:
    assert [sheet.name for sheet in choose(LIBRARY.fact_sheets, choice)] == names


def test_choice_leaves_out_what_a_form_does_not_have() -> None:
    made = Choice.of({"concept": " Hofwonen ", "words": 7, "__init__": "x", "district": "y" * 900})
    assert (made.concept, made.words, len(made.district)) == ("Hofwonen", "", 200)


def test_filter_with_long_values_is_a_box_to_type_in() -> None:
    library = FakeAssistant()
    assert "<select" in filter_form(library, "nl")
    long = [fact for sheet in library.fact_sheets for fact in sheet.target_group]
    object.__setattr__(long[0], "value", "x" * 80)
    form = filter_form(library, "nl")
    assert 'list="w-kies-target_group-lijst"' in form
    assert "x" * 80 not in form


def test_options_keep_the_order_of_the_concepts_and_sort_the_rest() -> None:
    assert options(LIBRARY.fact_sheets, "concept") == ("Tussenwoningen", "Hofwonen", "Nachthuizen")
    assert options(LIBRARY.fact_sheets, "district") == ("Noord", "Oost", "West", "Zuid")


def test_dossier_holds_every_field_and_every_part() -> None:
    shown = dossier(LIBRARY, "Het Anker", "nl")
    for field in FIELDS:
        assert f"<dt>{say(f'field_{field}')}</dt>" in shown
    assert shown.count("niet vermeld") == sum(not getattr(LIBRARY.fact_sheets[1], field) for field in FIELDS)
    assert "Bel de gemeente." in shown
    assert say("web_no_practice") in dossier(LIBRARY, "Nergens", "nl")


def test_comparison_takes_two_to_four_known_practices() -> None:
    names = [sheet.name for sheet in LIBRARY.fact_sheets]
    assert comparison(LIBRARY, names, "nl").count('scope="col"') == 5
    for wrong in ([], names[:1], [names[0], names[0]], [*names, "x"][:1], ["x", "y"]):
        assert "twee tot 4" in comparison(LIBRARY, wrong, "nl")


def test_fan_follows_the_profile_and_without_one_the_concepts() -> None:
    placed = blades(LIBRARY)
    assert placed[0] == Blade("Tussenwoningen", ("De Vuurtoren", "Het Anker"), 0.2, 0.15, ("een tijdelijke plek",))
    assert [blade.concept for blade in placed] == [
        "Tussenwoningen",
        "Hofwonen",
        "Nachthuizen",
        "Kringwonen",
        "Samenhuizen",
    ]
    plain = FakeAssistant(profile=FakeProfile(fan=()))
    assert [blade.concept for blade in blades(plain)] == ["Tussenwoningen", "Hofwonen", "Nachthuizen"]
    assert axes_picture(plain, "nl") == ""
    assert axes_picture(LIBRARY, "nl").count("<circle") == 4
    assert axes_picture(LIBRARY, "nl").count("w-half") == 1
    assert fan_picture(LIBRARY, "nl").count('class="w-stip"') == 4
    assert fan_picture(LIBRARY, "nl", "Hofwonen").count('aria-pressed="true"') == 1


def test_concept_without_a_section_of_its_own_shows_the_one_it_shares() -> None:
    assert concept_sections(LIBRARY, "Kringwonen")[0].name == "Hofwonen"
    shown = concept_page(LIBRARY, "Kringwonen", "nl")
    assert "beschrijft dit concept samen met Hofwonen" in shown
    assert say("web_concept_no_practices") in shown
    assert say("web_no_concept") in concept_page(LIBRARY, "Nergens", "nl")


def test_slug_is_letters_digits_and_hyphens() -> None:
    assert slug("StartersUp! Noorderliefde") == "startersup-noorderliefde"


def test_every_field_of_a_fact_sheet_has_a_label_in_both_languages() -> None:
    for field in FIELDS:
        assert say(f"field_{field}", "nl")
        assert say(f"field_{field}", "en")
