"""What a user filters the practices on, and which practices meet it. Filtering is done on the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.facts import field_label
from assistant.web.library import Library
from assistant.web.markup import button, element
from ingest.factsheet import FIELDS, Fact, FactSheet

FILTERS: Final = ("concept", "target_group", "care_provider", "landlord", "legal_basis", "duration", "district")
"""The filters in the order in which they are shown: the concept, and fields of a fact sheet."""
CHOSEN: Final = ("concept", "legal_basis")
"""Filters that only a whole value meets."""
LONGEST_OPTION: Final = 60
LONGEST_LIST: Final = 40


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


def _has(sheet: FactSheet, field: str, wanted: str) -> bool:
    """Whether a value of the field is what was chosen, or holds all the words that were typed."""
    values = _values(sheet, field)
    words = wanted.casefold().split()
    return wanted in values or (
        field not in CHOSEN and any(all(word in value.casefold() for word in words) for value in values)
    )


def _words(sheet: FactSheet) -> str:
    """All that a fact sheet says, for searching."""
    facts: list[Fact] = [fact for field in FIELDS for fact in getattr(sheet, field)]
    return " ".join([sheet.name, sheet.concept, *(f"{f.value} {f.source.quote} {f.link}" for f in facts)]).casefold()


def choose(sheets: Sequence[FactSheet], choice: Choice) -> tuple[FactSheet, ...]:
    """The fact sheets that meet every part of `choice`, in the order of the handbook."""

    def meets(sheet: FactSheet) -> bool:
        chosen = [(field, getattr(choice, field)) for field in FILTERS if getattr(choice, field)]
        own = all(_has(sheet, field, value) for field, value in chosen)
        return own and all(word in _words(sheet) for word in choice.words.casefold().split())

    return tuple(sheet for sheet in sheets if meets(sheet))


def options(sheets: Sequence[FactSheet], field: str) -> tuple[str, ...]:
    """What can be chosen for a filter: concepts in the order of the handbook, the rest by alphabet."""
    values = dict.fromkeys(value for sheet in sheets for value in _values(sheet, field) if value)
    return tuple(values) if field == "concept" else tuple(sorted(values, key=str.casefold))


def filter_form(library: Library, language: Language) -> Markup:
    """The search box and the filters; static/waaier.js sends a change to the server."""
    box = element("input", type="search", name="words", maxlength=200, autocomplete="off", id="w-zoek")
    label = element("label", say("web_filter_words", language), for_="w-zoek")
    values = {field: options(library.fact_sheets, field) for field in FILTERS}
    fields = [
        _select(field, found, language) if _short(found) else _typed(field, found, language)
        for field, found in values.items()
        if len(found) > 1
    ]
    more = element("summary", say("web_filter_more", language))
    return element(
        "div",
        element("div", label, box, class_="w-veld"),
        element("details", more, element("div", *fields), class_="w-meer", open=True),
        button(say("web_filter_clear", language), "filter", "", class_="w-knop-stil", data_wis="1"),
        role="search",
        class_="w-filters",
        data_formulier="filter",
        aria_label=say("web_filter", language),
    )


def _short(values: tuple[str, ...]) -> bool:
    """Whether values can be chosen from a list; sentences cannot."""
    return len(values) <= LONGEST_LIST and all(len(value) <= LONGEST_OPTION for value in values)


def _label(field: str, language: Language) -> Markup:
    words = say("web_concept", language) if field == "concept" else field_label(field, language)
    return element("label", words, for_=f"w-kies-{field}")


def _select(field: str, values: tuple[str, ...], language: Language) -> Markup:
    choices = [element("option", say("web_filter_all", language), value="")]
    choices += [element("option", value, value=value) for value in values]
    select = element("select", *choices, name=field, id=f"w-kies-{field}")
    return element("div", _label(field, language), select, class_="w-veld")


def _typed(field: str, values: tuple[str, ...], language: Language) -> Markup:
    """A box to type in, for a field whose values are sentences; its short values are proposed."""
    name = f"w-kies-{field}"
    proposed = [element("option", value=value) for value in values if len(value) <= LONGEST_OPTION]
    proposals = element("datalist", *proposed, id=f"{name}-lijst")
    box = element("input", type="search", name=field, id=name, list=f"{name}-lijst", maxlength=200, autocomplete="off")
    return element("div", _label(field, language), box, proposals, class_="w-veld")
