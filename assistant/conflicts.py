"""What the handbook contradicts elsewhere: whoever is shown one statement is shown the others, too."""

from collections.abc import Sequence

from assistant.spans import Span, distinct
from ingest.handbook import Handbook


class Conflicts:
    """The contradictions that a handbook's profile lists. Read-only after construction."""

    def __init__(self, handbook: Handbook) -> None:
        """Find both sides of each contradiction in `handbook`."""
        self._conflicts = [
            [span for quote in conflict if (span := _find(quote, handbook))] for conflict in handbook.profile.conflicts
        ]

    def beside(self, spans: Sequence[Span]) -> list[Span]:
        """`spans` and, for each that the handbook contradicts elsewhere, the statement that does so."""
        found = list(spans)
        for sides in self._conflicts:
            if any(_overlap(span, side) for span in spans for side in sides):
                found += sides
        return distinct(found)


def _overlap(one: Span, other: Span) -> bool:
    return one.section.id == other.section.id and one.start < other.end and other.start < one.end


def _find(quote: str, handbook: Handbook) -> Span | None:
    """The first place where the handbook says `quote`, None where it does not."""
    section = next((section for section in handbook.sections if quote in section.text), None)
    if section is None:
        return None
    start = section.text.index(quote)
    position = next(
        at
        for at, chunk in enumerate(handbook.chunks)
        if chunk.section_id == section.id and chunk.start <= start < chunk.end
    )
    return Span(section, position, start, start + len(quote), 0.0)
