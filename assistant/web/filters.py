"""What a user filters the practices on, and which practices meet it. Filtering is done on the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.library import Library
from assistant.web.markup import button, element
from ingest.factsheet import FIELDS, Fact, FactSheet

FILTERS: Final = ("concept", "target_group", "care_provider", "landlord", "legal_basis", "duration", "district")
"""The filters in the order in which they are shown: the concept, and fields of a fact sheet."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a user filters on; '' everywhere means no filter. `words` is looked for in all that a fact sheet says."""

    words: str = ""
    concept: str = ""
    target_group: str = ""
    care_provider: str = ""
    landlord: str = ""
    legal_basis: str = ""
    duration: str = ""
    district: str = ""

    @classmethod
    def of(cls, values: Mapping[str, object]) -> "Choice":
        """The choice in a form's values; what is no text, too long or unknown is left out."""
        known = {f.name for f in fields(cls)}
        return cls(**{k: v.strip()[:200] for k, v in values.items() if k in known and isinstance(v, str)})

    def query(self, language: Language) -> str:
        """The choice as the query of an address."""
        pairs = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}
        return urlencode({**pairs, "taal": language})


def _values(sheet: FactSheet, field: str) -> tuple[str, ...]:
    """What a practice has for a filter."""
    if field == "concept":
        return (sheet.concept,)
    return tuple(fact.value for fact in getattr(sheet, field))


def _words(sheet: FactSheet) -> str:
    """All that a fact sheet says, for searching."""
    facts: list[Fact] = [fact for field in FIELDS for fact in getattr(sheet, field)]
    return " ".join([sheet.name, sheet.concept, *(f"{f.value} {f.source.quote} {f.link}" for f in facts)]).casefold()


def choose(sheets: Sequence[FactSheet], choice: Choice) -> tuple[FactSheet, ...]:
    """The fact sheets that meet every part of `choice`, in the order of the handbook."""

    def meets(sheet: FactSheet) -> bool:
        chosen = [(field, getattr(choice, field)) for field in FILTERS if getattr(choice, field)]
        own = all(value in _values(sheet, field) for field, value in chosen)
        return own and all(word in _words(sheet) for word in choice.words.casefold().split())

    return tuple(sheet for sheet in sheets if meets(sheet))


def options(sheets: Sequence[FactSheet], field: str) -> tuple[str, ...]:
    """What can be chosen for a filter: concepts in the order of the handbook, the rest by alphabet."""
    values = dict.fromkeys(value for sheet in sheets for value in _values(sheet, field) if value)
    return tuple(values) if field == "concept" else tuple(sorted(values, key=str.casefold))


def filter_form(library: Library, language: Language) -> Markup:
    """The search box and the filters; static/waaier.js sends a change to the server."""
    box = element("input", type="search", name="words", maxlength=200, autocomplete="off", id="w-zoek")
    rows = [
        element("div", element("label", say("web_filter_words", language), for_="w-zoek"), box, class_="w-veld w-breed")
    ]
    for field in FILTERS:
        values = options(library.fact_sheets, field)
        if len(values) > 1:
            rows.append(_select(field, values, language))
    clear = button(say("web_filter_clear", language), "filter", "", class_="w-knop-stil", data_wis="1")
    return element(
        "div",
        *rows,
        clear,
        role="search",
        class_="w-filters",
        data_formulier="filter",
        aria_label=say("web_filter", language),
    )


def _select(field: str, values: tuple[str, ...], language: Language) -> Markup:
    key = "web_concept" if field == "concept" else f"web_field_{field}"
    choices = [element("option", say("web_filter_all", language), value="")]
    choices += [element("option", value if len(value) <= 60 else f"{value[:58]}…", value=value) for value in values]
    name = f"w-kies-{field}"
    label = element("label", say(key, language), for_=name)
    return element("div", label, element("select", *choices, name=field, id=name), class_="w-veld")
