"""The blades of the fan: the handbook's concepts in order, with their practices and their places on the two axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.web.library import Library
from ingest.document import Kind


@dataclass(frozen=True, slots=True)
class Blade:
    """A concept in the fan: its practices, and where the text supports it its place on the axes (0..1, None unknown).

    `nearness` runs from support on appointment to support at hand day and night, `stay` from short to long; `quote`
    holds the words of the handbook that this rests on.
    """

    concept: str
    practices: tuple[str, ...]
    nearness: float | None = None
    stay: float | None = None
    quote: str = ""


def blades(library: Library) -> tuple[Blade, ...]:
    """The blades in the order of the profile's `fan`, or else of the handbook's concepts."""
    placed: Sequence[Any] = getattr(library.profile, "fan", ()) or ()
    if not placed:
        names = dict.fromkeys(s.name for s in library.handbook.sections if s.kind == Kind.CONCEPT)
        placed = [(name, None, None, "") for name in names]
    found = []
    for entry in placed:
        concept, nearness, stay, quote = _fields(entry)
        practices = tuple(sheet.name for sheet in library.fact_sheets if sheet.concept == concept)
        found.append(Blade(concept, practices, nearness, stay, quote))
    return tuple(found)


def _fields(entry: Any) -> tuple[str, float | None, float | None, str]:  # noqa: ANN401 - a tuple or a dataclass
    if isinstance(entry, tuple):
        concept, nearness, stay, quote = entry
    else:
        concept, nearness, stay, quote = entry.concept, entry.nearness, entry.stay, entry.quote
    return concept, nearness, stay, quote
