"""When a question has two or more readings that are equally good, it is asked back which is meant."""

from collections.abc import Sequence

from assistant.aspects import Aspect
from assistant.cues import has_cue
from assistant.describe import Describer
from assistant.understand import Query
from ingest.factsheet import FactSheet

MOST_CHOICES = 4
_MOST_TELLING = 2


def readings(query: Query, describer: Describer, sheets: Sequence[FactSheet]) -> tuple[str, ...]:
    """The readings of `query` as whole questions, at most four; empty where it has one reading or is not unclear.

    Unclear is a question that asks for one aspect of a practice, names none, and says nothing else that tells which:
    only an organisation, place or concept with several practices and words that describe these alike, or nothing at
    all.
    """
    aspect = next((one for one in query.aspects if one.fields), None)
    if aspect is None or _is_told(query, aspect) or query.focus or query.wants_list or query.wants_comparison:
        return ()
    candidates = _candidates(query, aspect, sheets)
    telling = [word for word in query.unexplained if not has_cue("follow_up", word) and not has_cue("vague", word)]
    if telling:
        few = len(telling) <= _MOST_TELLING and len(candidates) <= MOST_CHOICES
        candidates = _described_alike(query, candidates, describer) if few else []
    if len(candidates) < 2:
        return ()
    return tuple(aspect.ask[query.language].format(name=name) for name in candidates[:MOST_CHOICES])


def _is_told(query: Query, aspect: Aspect) -> bool:
    """Whether the question names what it is about; a concept has contact details only by its practices."""
    return bool(query.topics) and not (aspect.kind == "contact" and query.topics == query.named("concept"))


def _described_alike(query: Query, candidates: Sequence[str], describer: Describer) -> list[str]:
    """The candidates that the words of the question describe best, where no other practice is described better."""
    text = query.without_names()
    counts = {name: describer.count(text, name) for name in describer.names}
    most = max((counts.get(name, 0) for name in candidates), default=0)
    if most < max([1, *counts.values()]):
        return []
    return [name for name in candidates if counts.get(name, 0) == most]


def _candidates(query: Query, aspect: Aspect, sheets: Sequence[FactSheet]) -> list[str]:
    """Practices of the organisations or concepts named that have the aspect; all of them where none is named."""
    groups = [set(m.name.practices) for m in query.mentions if m.name.kind in ("organisation", "place")]
    concepts = query.named("concept")
    if concepts and aspect.kind == "contact":
        groups.append({sheet.name for sheet in sheets if sheet.concept in concepts})
    fitting = set.intersection(*groups) if groups else {sheet.name for sheet in sheets}
    stated = [sheet.name for sheet in sheets if any(getattr(sheet, field) for field in aspect.fields)]
    return [name for name in stated if name in fitting]
