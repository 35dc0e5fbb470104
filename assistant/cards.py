"""Contact and funding cards: the fact sheet's fields as rows, each with its citation."""

from collections.abc import Callable, Sequence
from typing import Literal

from assistant.cite import Citer, paragraph_around
from assistant.messages import say
from assistant.schema import Card, Citation, Language
from ingest.document import Section
from ingest.factsheet import Fact, FactSheet

CONTACT_FIELDS = ("emails", "websites", "social_media", "other_contacts")
FUNDING_FIELDS = ("funding_care", "funding_building", "resident_pays", "housing_benefit")
_ALWAYS = ("emails", "websites", "funding_care", "resident_pays")
_MOST_PER_FIELD = 3

Row = tuple[str, str | None, str, int | None]


def cite_fact(fact: Fact, citer: Citer, section: Callable[[str], Section], whole: bool = False) -> Citation:
    """The citation of a fact; with `whole`, of the bullet in which it stands."""
    source = fact.source
    place = section(source.section_id)
    start, end = paragraph_around(place, source.start, source.end) if whole else (source.start, source.end)
    return citer.cite(place, start, end)


def make_card(
    kind: Literal["contact", "funding"],
    sheet: FactSheet,
    citer: Citer,
    section: Callable[[str], Section],
    language: Language,
) -> Card:
    """A card of `sheet`, its rows numbered by `citer`: by citations of the answer, or in a refusal by those of `also`.

    A field that the handbook does not give has a row without value where it is one that people look for.
    """
    rows: list[Row] = []
    for field in CONTACT_FIELDS if kind == "contact" else FUNDING_FIELDS:
        label = say(f"field_{field}", language)
        facts: Sequence[Fact] = getattr(sheet, field)
        if not facts and field in _ALWAYS:
            rows.append((label, None, "", None))
        for fact in facts[:_MOST_PER_FIELD]:
            citation = cite_fact(fact, citer, section, whole=kind == "contact")
            value = fact.value if kind == "contact" else fact.source.quote
            rows.append((label, value, fact.link, citation.n))
    return Card(kind, sheet.name, tuple(rows))
