"""Aspects: what a question asks of a practice or concept. The cue words are data (corpus), not code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.cues import phrase_pattern, without_passing
from assistant.schema import Language
from index.terms import words
from ingest.errors import ProfileError
from ingest.factsheet import FIELDS
from ingest.tables import read_tables

AspectKind = Literal[
    "contact", "funding", "fact", "contract", "collaboration", "works", "obstacle", "lessons", "concept"
]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect; the file of aspects describes the fields."""

    key: str
    kind: AspectKind
    title: dict[Language, str]
    ask: dict[Language, str]
    fields: tuple[str, ...]
    parts: tuple[str, ...]
    cues: tuple[str, ...]
    weak: bool = False

    def without_cues(self, text: str) -> str:
        """The folded words of `text` without the cues of this aspect."""
        return " ".join(phrase_pattern(self.cues).sub(" ", " ".join(words(text))).split())

    def is_asked_by(self, rest: Iterable[str]) -> bool:
        """Whether what is left of a question without names and cues are only words of this aspect's own question."""
        return any(set(words(ask.replace("{name}", " "))).issuperset(rest) for ask in self.ask.values())


@dataclass(frozen=True, slots=True)
class Cued:
    """An aspect whose cue stands in a question: words `start` to `end` (exclusive)."""

    aspect: Aspect
    start: int
    end: int

    def takes_in(self, other: "Cued") -> bool:
        """Whether `other` is a shorter cue within this one."""
        return self.start <= other.start and other.end <= self.end and self.end - self.start > other.end - other.start


def read_aspects(path: Path) -> tuple[Aspect, ...]:
    """Read the aspects of a handbook.

    Raises:
        ProfileError: the file cannot be read or an entry has not the form of an aspect.
    """
    aspects = read_tables(Aspect, path, "aspect")
    for aspect in aspects:
        if unknown := sorted(set(aspect.fields) - set(FIELDS)):
            raise ProfileError(f"{path}, aspect {aspect.key!r}: unknown field '{unknown[0]}'. Correct it.")
    return aspects


class AspectBook:
    """Finds the aspects that a question names by a cue word. Read-only after construction."""

    def __init__(self, aspects: Sequence[Aspect]) -> None:
        """Know `aspects`, in order of precedence."""
        self.aspects = tuple(aspects)
        self._patterns = [(aspect, phrase_pattern(aspect.cues)) for aspect in aspects]

    def find(self, question: str) -> tuple[Cued, ...]:
        """The aspects cued in `question`, longest cue first (ties: precedence); weak ones where no other is.

        A cue that is part of another aspect's longer one ("contact" in "contact met de buurt") does not count.
        """
        text = without_passing(" ".join(words(question)))
        found = []
        for aspect, pattern in self._patterns:
            matches = list(pattern.finditer(text))
            if matches:
                best = max(matches, key=lambda match: match.end() - match.start())
                start = text[: best.start()].count(" ")
                found.append(Cued(aspect, start, start + best[0].count(" ") + 1))
        found = [one for one in found if not any(other.takes_in(one) for other in found)]
        strong = [cued for cued in found if not cued.aspect.weak]
        return tuple(sorted(strong or found, key=lambda cued: cued.start - cued.end))

    @property
    def weak(self) -> tuple[Aspect, ...]:
        """The aspects that count only where no other is cued."""
        return tuple(aspect for aspect in self.aspects if aspect.weak)

    def aspect(self, key: str) -> Aspect | None:
        """The aspect with that key."""
        return next((aspect for aspect in self.aspects if aspect.key == key), None)
