"""Two to four practices side by side."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.facts import facts, field_label
from assistant.web.library import Library
from assistant.web.lookup import back_button, scrolling
from assistant.web.markup import EMPTY, button, element, join
from ingest.factsheet import FIELDS

MAX_COMPARED: Final = 4


def comparison(library: Library, names: Sequence[str], language: Language) -> Markup:
    """Two to four practices side by side, field by field."""
    known = {sheet.name: sheet for sheet in library.fact_sheets}
    sheets = [known[name] for name in dict.fromkeys(names) if name in known]
    if not 2 <= len(sheets) <= MAX_COMPARED:
        return element("p", say("web_compare_count", language, most=MAX_COMPARED), class_="w-melding", data_melding="1")
    title = say("web_compare_title", language, names=", ".join(sheet.name for sheet in sheets))
    head = element(
        "tr",
        element("th", say("web_field", language), scope="col"),
        *[element("th", button(s.name, "dossier", s.name, class_="w-naam"), scope="col") for s in sheets],
    )
    rows = [
        element(
            "tr", element("th", say("web_concept", language), scope="row"), *[element("td", s.concept) for s in sheets]
        )
    ]
    for field in FIELDS:
        if any(getattr(sheet, field) for sheet in sheets):
            cells = [element("td", facts(getattr(sheet, field), language, pages=True)) for sheet in sheets]
            rows.append(element("tr", element("th", field_label(field, language), scope="row"), *cells))
    silent = [field_label(field, language) for field in FIELDS if not any(getattr(sheet, field) for sheet in sheets)]
    table = element("table", element("thead", head), element("tbody", *rows), class_="w-tabel w-naast")
    note = (
        element("p", say("web_compare_silent", language, fields=", ".join(silent)), class_="w-stil")
        if silent
        else EMPTY
    )
    heading = element("h2", title, tabindex="-1", data_focus="1")
    return join([back_button(language), heading, scrolling(table, title), note])
