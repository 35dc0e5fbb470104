"""Look-up: the practices that meet the filters as a table, and how a fact is shown."""

from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.facts import facts, field_label
from assistant.web.filters import Choice, choose
from assistant.web.library import Library, slug
from assistant.web.markup import EMPTY, button, element, hidden, join
from ingest.factsheet import Fact, FactSheet

COLUMNS: Final = ("target_group", "contact", "funding_care", "duration")
"""Columns of the list after the name: fields, and the ways to get in contact together."""
GROUPS: Final = {
    "contact": ("websites", "emails", "social_media", "other_contacts"),
    "funding": ("funding_care", "funding_building", "resident_pays", "pays_to", "housing_benefit"),
}


def practice_list(library: Library, choice: Choice, language: Language) -> Markup:
    """The practices that meet `choice` as a table, with what can be done with them."""
    sheets = choose(library.fact_sheets, choice)
    count = say("web_found", language, found=len(sheets), all=len(library.fact_sheets))
    status = element("p", count, class_="w-aantal", data_melding="1")
    if not sheets:
        return join([status, element("p", say("web_found_none", language))])
    names = (say("web_practice", language), *(_heading(column, language) for column in COLUMNS))
    head = element(
        "tr",
        element("th", hidden(say("web_compare_pick", language)), scope="col"),
        *[element("th", name, scope="col") for name in names],
    )
    rows = [_row(sheet, language) for sheet in sheets]
    table = element(
        "table",
        element("caption", say("web_list_caption", language), class_="w-hidden"),
        element("thead", head),
        element("tbody", *rows),
        class_="w-tabel w-lijst",
    )
    above = element("div", status, _csv_link(choice, language), class_="w-rij w-boven")
    name = say("web_list_caption", language)
    return join([above, scrolling(table, name), compare_bar(language)])


def scrolling(table: Markup, name: str) -> Markup:
    """A table in a frame that scrolls by itself, reachable by keyboard."""
    return element("div", table, class_="w-schuif", role="region", tabindex="0", aria_label=name)


def _csv_link(choice: Choice, language: Language) -> Markup:
    """The link that fetches what is shown as CSV."""
    address = f"waaier/praktijken.csv?{choice.query(language)}"
    return element("a", say("web_download_csv", language), href=address, download=True, class_="w-knop-stil")


def compare_bar(language: Language) -> Markup:
    """The button that compares what is ticked."""
    go = element(
        "button",
        say("web_compare_go", language),
        type="button",
        class_="w-knop",
        data_do="compare",
        data_verzamel="vergelijk",
    )
    return element(
        "div",
        go,
        element("span", say("web_compare_hint", language), class_="w-stil"),
        class_="w-rij w-vergelijkbalk",
    )


def _row(sheet: FactSheet, language: Language) -> Markup:
    pick = element(
        "input",
        type="checkbox",
        name="vergelijk",
        value=sheet.name,
        aria_label=say("web_compare_add", language, name=sheet.name),
    )
    concept = element("span", sheet.concept, class_="w-plek")
    name = element(
        "th", button(sheet.name, "dossier", sheet.name, class_="w-naam"), element("br"), concept, scope="row"
    )
    cells = [
        element(
            "td",
            facts(_column(sheet, column), language, most=4 if column == "contact" else 1),
            data_kop=_heading(column, language),
        )
        for column in COLUMNS
    ]
    return element(
        "tr",
        element("td", pick, class_="w-vink"),
        name,
        *cells,
    )


def _heading(column: str, language: Language) -> str:
    """The name of a column."""
    return say("web_box_contact", language) if column == "contact" else field_label(column, language)


def _column(sheet: FactSheet, column: str) -> tuple[Fact, ...]:
    """The facts in a column."""
    fields = GROUPS["contact"][:2] if column == "contact" else (column,)
    return tuple(fact for field in fields for fact in getattr(sheet, field))


def back_button(language: Language) -> Markup:
    """The way back to the list."""
    return element(
        "p", button(say("web_back_to_list", language), "list", "", class_="w-knop-stil"), class_="w-niet-afdrukken"
    )


def vcard_link(sheet: FactSheet, language: Language) -> Markup:
    """The link that fetches the practice's contact details as a vCard; nothing where the handbook gives none."""
    if not (sheet.emails or sheet.websites):
        return EMPTY
    query = urlencode({"naam": sheet.name, "taal": language})
    return element(
        "a",
        say("web_download_vcard", language),
        href=f"waaier/{slug(sheet.name)}.vcf?{query}",
        download=True,
        class_="w-knop-stil",
    )
