"""The blades of the fan: the handbook's concepts in order, with their practices and their places on the two axes."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.web.library import Library
from ingest.document import Kind
from ingest.profile import FanRule


@dataclass(frozen=True, slots=True)
class Blade:
    """A concept in the fan: its practices, and where the text supports it its place on the axes (0..1, None unknown).

    `nearness` runs from support on appointment to support at hand day and night, `stay` from short to long; `quotes`
    are the words of the handbook that this rests on.
    """

    concept: str
    practices: tuple[str, ...]
    nearness: float | None = None
    stay: float | None = None
    quotes: tuple[str, ...] = ()


def blades(library: Library) -> tuple[Blade, ...]:
    """The blades in the order of the profile's `fan`, or else of the handbook's concepts."""
    rules: Sequence[FanRule] = library.profile.fan
    if not rules:
        names = dict.fromkeys(s.name for s in library.handbook.sections if s.kind == Kind.CONCEPT)
        rules = [FanRule(name) for name in names]
    found = []
    for rule in rules:
        practices = tuple(s.name for s in library.fact_sheets if s.concept == rule.concept or s.name in rule.also)
        found.append(Blade(rule.concept, practices, rule.nearness, rule.stay, rule.quotes))
    return tuple(found)
