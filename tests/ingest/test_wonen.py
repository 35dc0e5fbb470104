"""The real handbook: its text is whole, its structure is found, its words are mended. Expected is what was read."""

import json
import re
from collections import Counter
from itertools import pairwise

import pytest

from ingest.document import Kind, Line, Section
from ingest.handbook import Handbook
from ingest.repair import normalise
from tests.conftest import DATA

PRACTICES = """Tijdelijk Onder Dak, Onder de Pannen, Perspectiefwoningen, Bijlmerhof, Passanten Buitenhof,
Herstartstudio's, Kamers met Kansen, Abstinent wonen, Lieven, De Eenhoorn,
StartersUp! Noorderliefde, Elzenhagen, Respijthuis Amerbos,
Villa Buitenlust, Noordkaap, ZMC Gouwpark, Kraaipan Oase, De Latei, De Thuiskomst, Goodwillburgh, De Boerderij"""
CONCEPTS = [
    "Tijdelijke en preventieve woonoplossingen",
    "Doorstroomwoningen",
    "Gemengd wonen",
    "Respijtvoorzieningen",
    "Geclusterd wonen",  # and Wooncirkel, the ninth, in the same section
    "Bewoners- en naasteninitiatieven",
    "Beschermde woonvormen",
    "Prikkelarm wonen",
]
THEMES = [
    "Doelgroep(en)",
    "Toewijzing en matching",
    "Financieel",
    "Fysiek: gebouw en locatie",
    "Samenwerking en stakeholders",
    "Gemeenschapsvorming en ontmoeting",
    "Zorg en begeleiding",
    "Contractvorm en regelgeving",
    "Woonduur: tijdelijk of permanent",
]
FACETS = ["doel", "locatie", "zorg", "financien", "regelgeving"]
PARTS = ["samenwerking", "wat werkt", "belemmeringen", "meer info"]


def names(text: str) -> list[str]:
    return [normalise(name) for name in text.split(",")]


def of_kind(wonen: Handbook, kind: Kind) -> list[Section]:
    return [section for section in wonen.sections if section.kind is kind]


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


@pytest.fixture(scope="module")
def lines(wonen: Handbook) -> dict[int, Line]:
    return {line.number: line for page in wonen.document.pages for line in page.lines}


def test_every_line_is_in_one_section_or_furniture(wonen: Handbook, lines: dict[int, Line]) -> None:
    taken = Counter([*wonen.furniture, *(number for section in wonen.sections for number in section.lines)])
    assert taken == Counter(lines.keys())
    assert len(lines) == 4340


def test_furniture_is_only_what_was_read_as_furniture(wonen: Handbook, lines: dict[int, Line]) -> None:
    printed = Counter(normalise(lines[number].text) for number in wonen.furniture)
    del printed[""]
    targets = [text for text in printed if re.match(r"https?://|mailto:|(lolalieven|renda)\.nl", text)]
    assert sum(printed.pop(text) for text in targets) == 104
    assert printed == {
        "Type woonzorgconcepten": 7,
        "Lessen en aanbevelingen": 7,
        "Algemene aandachtspunten": 2,
        "Wonen voor iedereen": 1,
        "Bijlage: praktijkvoorbeelden": 1,
        "Begrippenlijst": 1,
        "Colofon": 1,
        "29": 1,
        "Fotograaf Merlijn Michon": 1,
        "Fotograaf Adrien Lochon": 1,
    }


def test_sections_hold_the_letters_of_their_lines(wonen: Handbook, lines: dict[int, Line]) -> None:
    for section in wonen.sections:
        printed = [letters(lines[number].text) for number in section.lines]
        after_headings = ["".join(printed[count:]) for count in range(6)]
        assert letters(section.text) in after_headings, section.id


def test_no_section_is_empty_and_reading_order_is_kept(wonen: Handbook) -> None:
    assert all(section.text.strip() for section in wonen.sections)
    pages = [section.page for section in wonen.sections]
    assert pages == sorted(pages)


def test_concepts_are_whole(wonen: Handbook) -> None:
    sections = of_kind(wonen, Kind.CONCEPT)
    assert [section.name for section in sections if not section.facet] == CONCEPTS
    assert {section.facet for section in sections} == {None, "praktijkvoorbeelden"}
    assert "wooncirkel" in wonen.section("concept/geclusterd-wonen").text
    listed = [
        line.removeprefix("• ") for s in sections if s.facet for line in s.text.split("\n") if line.startswith("• ")
    ]
    assert sorted(listed) == sorted(
        [*names(PRACTICES.replace("k Onder Dak", "k onder Dak").replace("'", "’")), "Diverse Skaeve Huse"]
    )


def test_practices_are_whole(wonen: Handbook) -> None:
    sections = of_kind(wonen, Kind.PRACTICE)
    assert list(dict.fromkeys(section.name for section in sections)) == names(PRACTICES)
    facets: dict[str, list[str | None]] = {}
    for section in sections:
        facets.setdefault(section.name, []).append(section.facet)
    for name, found in facets.items():
        absent = {"regelgeving"} if name == "Goodwillburgh" else set()
        assert sorted(map(str, found)) == sorted({*FACETS, *PARTS, "kenmerken"} - absent), name
    assert [section.name for section in of_kind(wonen, Kind.PRACTICE) if section.page == 55][:1] == ["De Boerderij"]


@pytest.mark.parametrize(
    ("facet", "opening"),
    [
        ("kamers-met-kansen/financien", "• De bewoners betalen huur"),
        ("kamers-met-kansen/zorg", "• Jongeren krijgen individuele coaching."),
        ("lieven/zorg", "• 40 woningen zijn toegewezen"),
        ("lieven/financien", "• Concept wordt beheerd door"),
        ("startersup-noorderliefde/zorg", "• Instroom van enkele bewoners"),
        ("elzenhagen/locatie", "• Studio’s van 20m²"),
        ("elzenhagen/zorg", "• Vluchtelingenwerk, Buurtteam"),
        ("zmc-gouwpark/locatie", "• Nieuwbouwcomplex in Zaandam"),
        ("zmc-gouwpark/doel", "• Locatie is een nieuwe wooncirkel"),
        ("noordkaap/regelgeving", "• N.v.t."),
        ("goodwillburgh/financien", "• Het Pleintje heeft een aantal plekken"),
        ("de-boerderij/regelgeving", "• Wonen bij de Boerderij valt onder"),
        ("tijdelijk-onder-dak/meer-info", "• In 2024 woonden er in Amsterdam 138 mensen"),
    ],
)
def test_facets_that_deviate_are_told_apart(wonen: Handbook, facet: str, opening: str) -> None:
    assert wonen.section(f"practice/{facet}").text.startswith(opening)


def test_lessons_are_whole(wonen: Handbook) -> None:
    lessons = of_kind(wonen, Kind.LESSON)
    themes: dict[str, list[str]] = {}
    for section in lessons:
        if section.theme:
            themes.setdefault(section.name, []).append(section.theme)
        else:
            assert section.facet == "Gebaseerd op"
    assert list(themes) == [name for name in CONCEPTS if name != "Geclusterd wonen"]
    assert all(sorted(found) == sorted(THEMES) for found in themes.values())  # 7 x 9, each once
    assert len(lessons) == 63 + 7


def test_the_other_parts_are_whole(wonen: Handbook) -> None:
    assert len(of_kind(wonen, Kind.ATTENTION_POINT)) == 8
    assert [section.name for section in of_kind(wonen, Kind.GLOSSARY)] == [
        "Begeleid thuis",
        "Beschermd Verblijf",
        "Intermediaire verhuur",
        "Lang leven thuis flat",
        "Omklap",
        "Omslagroute",
        "Wlz",
        "Wmo",
    ]
    assert {section.name for section in of_kind(wonen, Kind.INTRO)} == {
        "Inleiding",
        "Waaier woonzorgconcepten",
        "Lessen en aanbevelingen",
    }
    assert [section.name for section in of_kind(wonen, Kind.DISCUSSION)] == ["Ter discussie"]
    assert wonen.section("discussion/ter-discussie").text.endswith("• Welke beleidsaanpassingen zijn er nodig?")
    assert wonen.section("colofon/colofon/leeslijst").text.split("\n") == [
        "Zie ook:",
        "Bouwstenenboek De Inclusieve Stad, Coalitie Vitaal en Gezond",
        "Receptenboek Wonen Eerst, Valente",
        "Gemengd wonen: lessen uit de praktijk, Hogeschool Utrecht",
        "Factsheet: wonen met begeleiding in de wijk, Platform 31",
        "Zicht op zorghuisvesting, een stedelijke inventarisatie van intramurale VVT locaties in de gemeente Amsterdam",
    ]


def test_ids_are_unique_and_readable(wonen: Handbook) -> None:
    ids = [section.id for section in wonen.sections] + [chunk.id for chunk in wonen.chunks]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z_-]+(/[a-z0-9-]+){1,2}(#\d+)?", one) for one in ids)
    assert "practice/onder-de-pannen/belemmeringen#1" in ids


def test_chunks_quote_their_section_and_leave_nothing_out(wonen: Handbook) -> None:
    covered: dict[str, list[tuple[int, int]]] = {}
    for chunk in wonen.chunks:
        assert wonen.section(chunk.section_id).text[chunk.start : chunk.end] == chunk.text
        covered.setdefault(chunk.section_id, []).append((chunk.start, chunk.end))
    for section in wonen.sections:
        spans = covered[section.id]
        assert spans == sorted(spans)
        left = [section.text[end:start] for (_, end), (start, _) in pairwise(spans)]
        assert not "".join([section.text[: spans[0][0]], *left, section.text[spans[-1][1] :]]).strip()


def test_facts_quote_their_practice(wonen: Handbook) -> None:
    for sheet in wonen.fact_sheets:
        for field in type(sheet).__slots__:
            facts = getattr(sheet, field)
            for fact in facts if isinstance(facts, tuple) else ():
                section = wonen.section(fact.source.section_id)
                assert section.text[fact.source.start : fact.source.end] == fact.source.quote
                assert section.name == sheet.name
                assert (fact.source.page, fact.source.page_label) == section.page_at(fact.source.start)


def broken_words() -> list[tuple[str, str]]:
    texts = (DATA / "wonen_broken_words.txt").read_text("utf-8").split("\n")
    return [tuple(text.split("|")) for text in texts if "|" in text and text[0] != "#"]  # type: ignore[misc]


def test_broken_words_are_joined(wonen: Handbook) -> None:
    text = "\n".join(section.text for section in wonen.sections)
    for left, right in broken_words():
        assert left + right in text
        assert not re.search(rf"(?<!\w){re.escape(left)}\s{re.escape(right)}(?!\w)", text), f"{left} {right}"


def test_no_other_words_are_joined(wonen: Handbook, lines: dict[int, Line]) -> None:
    joined = []
    for section in wonen.sections:
        for first, second in pairwise(section.lines):
            left, right = normalise(lines[first].text).split(" ")[-1], normalise(lines[second].text).split(" ")[0]
            if lines[first].text == lines[first].text.rstrip() and re.search(
                rf"(?<!\S){re.escape(left + right)}", section.text
            ):
                joined.append((left, right))
    assert joined == broken_words()


def test_hyphens_and_blanks_between_lines(wonen: Handbook) -> None:
    text = "\n".join(section.text for section in wonen.sections)
    for right in (
        "Sloop- en renovatiewoningen",
        "Wmo-maatwerkvoorziening",
        "om het gebouw - buiten de eigen voordeur - waar",
        "homo- of heterogeen",
        "en/of -zwaartes",
        "drugs- en alcoholgebruik",
        "werving en selectie. Samenwerking met externe partijen",
        "2x 2persoons",
    ):
        assert right in text
    assert "\u00a0" not in text
    assert "\ufffd" not in text
    assert "  " not in text


@pytest.mark.parametrize(
    ("section_id", "quote"),
    [
        (
            "practice/de-eenhoorn/samenwerking",
            "HVO-Querido biedt ambulante begeleiding aan mensen met een psychische/psychosociale kwetsbaarheid.",
        ),
        ("practice/de-eenhoorn/samenwerking", "• Bewoners initiëren en ondernemen (naar eigen behoefte)"),
        ("practice/kamers-met-kansen/samenwerking", "• De wijkagent speelt een belangrijke rol t.a.v. de rust"),
        ("practice/kamers-met-kansen/samenwerking", "• Jellinek en GGD verzorgen voorlichting"),
        (
            "practice/de-latei/wat-werkt",
            "hebben bewoners onderling steun aan elkaar en kruipen bewoners uit hun schulp.",
        ),
        (
            "concept/doorstroomwoningen/praktijkvoorbeelden",
            "• Herstartstudio’s\n• Kamers met Kansen\n• Abstinent wonen",
        ),
        ("lesson/bewoners-en-naasteninitiatieven/samenwerking-en-stakeholders", "ontstaan gedragen oplossingen"),
    ],
)
def test_interleaved_text_is_back_in_its_place(wonen: Handbook, section_id: str, quote: str) -> None:
    assert quote in wonen.section(section_id).text


def test_moved_text_is_gone_from_where_it_stood(wonen: Handbook) -> None:
    assert "psychosociale" not in wonen.section("practice/de-eenhoorn/meer-info").text
    assert "wijkagent" not in wonen.section("practice/kamers-met-kansen/meer-info").text
    assert not any("Fotograaf" in section.text for section in wonen.sections)


def test_links_carry_printed_words(wonen: Handbook) -> None:
    for section in wonen.sections:
        for link in section.links:
            assert link.label, f"{link.url} on page {section.page}"
            assert link.label.casefold() in section.text.casefold()
    assert not any("combiwel" in link.url for section in wonen.sections for link in section.links)


def test_no_link_target_is_lost(wonen: Handbook) -> None:
    kept = {link.url for section in wonen.sections for link in section.links}
    given = {link.url for page in wonen.document.pages for link in page.links}
    assert {url for url in given - kept if "combiwel" not in url} == set()
    assert len([url for url in given if "combiwel" in url]) == 2


@pytest.mark.parametrize(
    ("section_id", "label", "url"),
    [
        ("concept/gemengd-wonen", "huisvestingsverordening", "https://www.amsterdam.nl/bestuur-organisatie/"),
        ("lesson/gemengd-wonen/woonduur-tijdelijk-of-permanent", "Brasavillage", "https://www.brasavillage.nl"),
        ("practice/elzenhagen/samenwerking", "Vluchtelingenwerk", "https://www.vluchtelingenwerk.nl"),
        ("practice/de-eenhoorn/meer-info", "Ymere", "https://www.ymere.nl/nieuws/nieuwsberichten/2022-04-14"),
        ("practice/lieven/regelgeving", "CAWA", "https://www.amsterdam.nl/ondernemen/ruimte-zoeken/"),
        ("practice/kraaipan-oase/meer-info", "Staalman Oase", "https://ypsilon-amsterdam.nl/zorg-voor-de-ander/"),
        (
            "practice/de-thuiskomst/meer-info",
            "onderzoeksbureau van HVO-Querido",
            "mailto:onderzoeksbureau@hvoquerido.nl",
        ),
    ],
)
def test_links_belong_to_the_right_words(wonen: Handbook, section_id: str, label: str, url: str) -> None:
    links = wonen.section(section_id).links
    assert [link for link in links if link.label == label and link.url.startswith(url)]


CONTACTS = json.loads((DATA / "wonen_contacts.json").read_text("utf-8"))


@pytest.mark.parametrize("expected", CONTACTS, ids=[entry["name"] for entry in CONTACTS])
def test_websites_and_emails(wonen: Handbook, expected: dict[str, list[str]]) -> None:
    sheet = next(sheet for sheet in wonen.fact_sheets if sheet.name == expected["name"])
    assert [[fact.value, fact.link] for fact in sheet.websites] == expected["websites"]
    assert [fact.value for fact in sheet.emails] == expected["emails"]
    assert [fact.link for fact in sheet.emails] == [f"mailto:{address}" for address in expected["emails"]]


def test_nine_practices_print_no_email(wonen: Handbook) -> None:
    assert sum(not sheet.emails for sheet in wonen.fact_sheets) == 9
    assert sum(bool(sheet.websites) for sheet in wonen.fact_sheets) == 21


def test_page_labels_agree_with_the_printed_number(wonen: Handbook, lines: dict[int, Line]) -> None:
    assert [line.label for line in lines.values() if line.text.strip() == "29"] == ["29"]
    section = wonen.section("lesson/bewoners-en-naasteninitiatieven/samenwerking-en-stakeholders")
    at = section.text.index("gedragen oplossingen")
    assert (section.page_at(at - 1)[1], section.page_at(at)[1]) == ("28", "29")
    assert wonen.section("glossary/wmo").page_label == "36"
    assert wonen.section("colofon/colofon").page_label == "60"
