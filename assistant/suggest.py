"""Follow-up questions that the handbook can answer, made from the facets that exist."""

from collections.abc import Sequence

from assistant.aspects import Aspect
from assistant.understand import Query
from ingest.factsheet import FactSheet, sheet_of

_COUNT = 3


def suggestions(
    names: Sequence[str], query: Query, aspects: Sequence[Aspect], sheets: Sequence[FactSheet]
) -> tuple[str, ...]:
    """At most three questions on the practice that an answer is about: aspects not asked for that have facts."""
    sheet = sheet_of(sheets, names[0]) if len(names) == 1 else None
    if sheet is None:
        return ()
    asked = {aspect.kind for aspect in query.aspects}
    found: dict[str, str] = {}
    for aspect in aspects:
        if aspect.kind not in {*asked, *found, "concept"} and is_given(sheet, aspect):
            found[aspect.kind] = aspect.ask[query.language].format(name=sheet.name)
    return tuple(found.values())[:_COUNT]


def is_given(sheet: FactSheet, aspect: Aspect) -> bool:
    """Whether the handbook gives an aspect of a practice: by a fact, or in its text where no field stands for it."""
    in_text = not aspect.fields and aspect.kind != "contact"
    return in_text or any(getattr(sheet, field) for field in aspect.fields)
