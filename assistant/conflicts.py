"""What the handbook contradicts elsewhere: whoever is shown one statement is shown the others, too."""

from collections.abc import Sequence

from assistant.schema import Citation
from index.spans import Span, span_at
from ingest.handbook import Handbook


class Conflicts:
    """The contradictions that a handbook's profile lists. Read-only after construction."""

    def __init__(self, handbook: Handbook) -> None:
        """Find both sides of each contradiction in `handbook`."""
        self._conflicts = [
            [span for quote in conflict if (span := _find(quote, handbook))] for conflict in handbook.profile.conflicts
        ]

    def unsaid(self, citations: Sequence[Citation]) -> list[Span]:
        """For each statement in `citations` that the handbook contradicts elsewhere, what does so and is not cited."""
        found: list[Span] = []
        for sides in self._conflicts:
            cited = [any(side.overlaps(citation) for citation in citations) for side in sides]
            if any(cited):
                found += [side for side, said in zip(sides, cited, strict=True) if not said]
        return found


def _find(quote: str, handbook: Handbook) -> Span | None:
    """The first place where the handbook says `quote`, None where it does not."""
    section = next((section for section in handbook.sections if quote in section.text), None)
    if section is None:
        return None
    start = section.text.index(quote)
    return span_at(handbook, section, start, start + len(quote))
