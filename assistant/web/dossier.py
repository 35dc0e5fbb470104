"""One practice on one page, and the concept page: all that the handbook says, part by part, with its pages."""

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.blades import blades
from assistant.web.facts import facts, field_label
from assistant.web.library import (
    Library,
    concept_sections,
    lesson_sections,
    page_words,
    practice_sections,
)
from assistant.web.lookup import GROUPS, back_button, vcard_link
from assistant.web.markup import EMPTY, button, element, join
from assistant.web.sources import deep_links, section_text
from ingest.document import Section
from ingest.factsheet import FIELDS, FactSheet, sheet_of
from ingest.repair import BULLET, NESTED


def dossier(library: Library, name: str, language: Language, source: tuple[str, int, int] | None = None) -> Markup:
    """The dossier of the practice `name`: contact, funding, the other facts, then every part of its text.

    `source` (section id, start, end) marks the words that a fact comes from and moves the focus to them.
    """
    sheet = sheet_of(library.fact_sheets, name)
    if sheet is None:
        return element("p", say("web_no_practice", language), class_="w-melding", data_melding="1")
    rest = tuple(f for f in FIELDS if not any(f in group for group in GROUPS.values()))
    boxes = [
        _facts_box(say("web_box_contact", language), sheet, GROUPS["contact"], language),
        _facts_box(say("web_box_funding", language), sheet, GROUPS["funding"], language),
        _facts_box(say("web_box_other", language), sheet, rest, language),
    ]
    parts = [_part(section, language, source) for section in practice_sections(library, name)]
    return element(
        "article",
        back_button(language),
        _heading(library, sheet, language, focus=source is None),
        element("div", *boxes, class_="w-vakken"),
        element("h3", say("web_dossier_text", language)),
        element("div", *parts, class_="w-delen"),
        class_="w-dossier",
    )


def _heading(library: Library, sheet: FactSheet, language: Language, focus: bool) -> Markup:
    where = page_words(sheet.page, sheet.page_label, language)
    printing = element("button", say("web_print", language), type="button", class_="w-knop-stil", data_afdrukken="1")
    asking = button(say("web_ask_about", language), "ask_about", sheet.name, class_="w-knop-stil")
    concept = button(sheet.concept, "concept", sheet.concept, class_="w-naam") if sheet.concept else EMPTY
    return element(
        "header",
        element("h2", sheet.name, tabindex="-1", data_focus="1" if focus else None),
        element("p", concept, f" · {library.handbook.document.title}, {where}", class_="w-stil"),
        element("div", printing, vcard_link(sheet, language), asking, class_="w-rij w-niet-afdrukken"),
    )


def _facts_box(title: str, sheet: FactSheet, names: tuple[str, ...], language: Language) -> Markup:
    rows = [
        element(
            "div",
            element("dt", field_label(name, language)),
            element("dd", facts(getattr(sheet, name), language, pages=True)),
        )
        for name in names
    ]
    return element("section", element("h3", title), element("dl", *rows), class_="w-kaart")


def _part(section: Section, language: Language, source: tuple[str, int, int] | None) -> Markup:
    """One part of a practice's text, under its printed heading."""
    title = section.heading_path[-1] if section.heading_path else section.facet or section.name
    marked = source if source and source[0] == section.id else None
    start, end = (marked[1], marked[2]) if marked else (0, 0)
    heading = element(
        "h4",
        title,
        " ",
        element("span", page_words(section.page, section.page_label, language), class_="w-plek"),
        tabindex="-1",
        data_focus="1" if marked else None,
    )
    return element("section", heading, section_text(section, start, end, language), deep_links(section))


def concept_page(library: Library, name: str, language: Language) -> Markup:
    """A concept: its definition, its practices, its lessons theme by theme."""
    definition = sorted(concept_sections(library, name), key=lambda section: section.facet is not None)
    if not definition:
        return element("p", say("web_no_concept", language), class_="w-melding", data_melding="1")
    shared = definition[0].name
    said = [_definition(section, language) for section in definition if not _only_names(library, section)]
    more = join([_practices(library, name, language), _lessons(library, shared, language)])
    return element(
        "article",
        element("h2", name, tabindex="-1", data_focus="1"),
        element("p", say("web_shared_section", language, name=shared), class_="w-stil") if shared != name else EMPTY,
        element("div", element("div", *said), element("div", more), class_="w-concept"),
        class_="w-dossier",
    )


def _only_names(library: Library, section: Section) -> bool:
    """Whether a section is no more than a list of practices: they are shown as buttons."""
    names = {sheet.name.casefold() for sheet in library.fact_sheets}
    lines = [line.lstrip(BULLET + NESTED).strip().casefold().replace("’", "'") for line in section.text.split("\n")]
    return all(line in names or line.endswith(":") or not line for line in lines)


def _definition(section: Section, language: Language) -> Markup:
    where = page_words(section.page, section.page_label, language)
    return element(
        "section", section_text(section, 0, 0, language), deep_links(section), element("p", where, class_="w-plek")
    )


def _practices(library: Library, concept: str, language: Language) -> Markup:
    own = tuple(sheet.name for sheet in library.fact_sheets if sheet.concept == concept)
    names = next((blade.practices for blade in blades(library) if blade.concept == concept), own)
    heading = element("h3", say("web_concept_practices", language, count=len(names)))
    if not names:
        return join([heading, element("p", say("web_concept_no_practices", language), class_="w-stil")])
    items = [element("li", button(name, "dossier", name, class_="w-keuze")) for name in names]
    return join([heading, element("ul", *items, class_="w-keuzes")])


def _lessons(library: Library, concept: str, language: Language) -> Markup:
    lessons = [lesson for lesson in lesson_sections(library, concept) if not _only_names(library, lesson)]
    heading = element("h3", say("web_concept_lessons", language))
    if not lessons:
        return join([heading, element("p", say("web_concept_no_lessons", language), class_="w-stil")])
    themes = [
        element(
            "details",
            element(
                "summary",
                element("strong", s.theme or s.heading_path[-1]),
                " ",
                element("span", page_words(s.page, s.page_label, language), class_="w-plek"),
            ),
            section_text(s, 0, 0, language),
            deep_links(s),
        )
        for s in lessons
    ]
    return join([heading, element("div", *themes, class_="w-lessen")])
