"""When a question has two or more readings that are equally good, it is asked back which is meant."""

from collections.abc import Sequence

from assistant.aspects import Aspect
from assistant.cues import has_cue
from index.names import NameBook
from assistant.understand import Query
from ingest.factsheet import FactSheet

MOST_CHOICES = 4


def readings(query: Query, names: NameBook, sheets: Sequence[FactSheet]) -> tuple[str, ...]:
    """The readings of `query` as whole questions, at most four; empty where it has one reading or is not unclear.

    Unclear is a question that asks for one aspect of a practice, names none, and says nothing else that tells which:
    only an organisation or concept with several practices, or nothing at all.
    """
    aspect = next((one for one in query.aspects if one.fields), None)
    if aspect is None or _is_told(query, aspect) or query.focus or query.wants_list or query.wants_comparison:
        return ()
    if any(not has_cue("follow_up", word) for word in query.unexplained):
        return ()
    candidates = _candidates(query, aspect, sheets)
    if len(candidates) < 2:
        return ()
    return tuple(aspect.ask[query.language].format(name=name) for name in candidates[:MOST_CHOICES])


def _is_told(query: Query, aspect: Aspect) -> bool:
    """Whether the question names what it is about; a concept has contact details only by its practices."""
    return bool(query.topics) and not (aspect.kind == "contact" and query.topics == query.named("concept"))


def _candidates(query: Query, aspect: Aspect, sheets: Sequence[FactSheet]) -> list[str]:
    """Practices of the organisations or concepts named that have the aspect; all of them where none is named."""
    groups = [set(m.name.practices) for m in query.mentions if m.name.kind in ("organisation", "place")]
    concepts = query.named("concept")
    if concepts and aspect.kind == "contact":
        groups.append({sheet.name for sheet in sheets if sheet.concept in concepts})
    fitting = set.intersection(*groups) if groups else {sheet.name for sheet in sheets}
    stated = [sheet.name for sheet in sheets if any(getattr(sheet, field) for field in aspect.fields)]
    return [name for name in stated if name in fitting]
