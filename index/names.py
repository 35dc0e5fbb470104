"""Names in a question: practices, concepts, organisations, places, also misspelt, abbreviated or in part."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

import numpy as np
from rapidfuzz import fuzz, process

from index.questions import WrittenQuestion
from index.terms import words
from ingest.handbook import Handbook
from ingest.tables import read_tables

_LONGEST = 6
_SHORT = 4
_CUTOFFS = ((6, 88.0), (9, 82.0), (math.inf, 78.0))
_SWAPPED = 0.9
_CLOSE = 85.0
_KNOWN_FROM = 3
ELSEWHERE = "<elsewhere>"
"""What stands for a place that is none of the handbook's in a question whose names are masked."""
_MASKED = frozenset({"practice", "concept", "organisation", "place"})

NameKind = Literal[
    "practice",
    "concept",
    "lesson_theme",
    "attention_point",
    "glossary",
    "organisation",
    "law",
    "place",
    "person",
]
"""What a name is the name of; a law may be an arrangement, a place a district."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the handbook: its canonical form, its kind, its other forms, and the practices it belongs to.

    `section` is the name of the sections that treat it: its own, unless it shares them with another.
    """

    canonical: str
    kind: NameKind
    section: str
    aliases: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a question: words `start` to `end` (exclusive), and how sure it is (1.0 for a known form)."""

    name: Name
    start: int
    end: int
    score: float


@cache
def _elsewhere() -> re.Pattern[str]:
    """Towns, provinces and countries at large, and what is abroad for a handbook of one town."""
    places = (resources.files("index") / "places.txt").read_text("utf-8").splitlines()
    return re.compile(rf"\b(?:{'|'.join(sorted(places, key=len, reverse=True))})\b")


def read_names(path: Path) -> tuple[Name, ...]:
    """Read the names of a handbook.

    Raises:
        ProfileError: the file cannot be read or an entry has not the form of a name.
    """
    return read_tables(Name, path, "name", section="canonical")


class NameBook:
    """Finds names in questions. Read-only after construction."""

    def __init__(self, names: Sequence[Name], known_words: Iterable[str]) -> None:
        """Know `names`; `known_words` are ordinary words, which are never taken for a misspelt name."""
        self.names = tuple(names)
        self._forms: dict[str, Name] = {}
        for name in names:
            for form in (name.canonical, *name.aliases):
                self._forms.setdefault("".join(words(form)), name)
        self._fuzzy = [form for form in self._forms if len(form) > _SHORT]
        self._first = np.array([form[0] for form in self._fuzzy])
        self._known = frozenset(known_words)

    def find(self, question: str) -> tuple[Mention, ...]:
        """The names in `question`, in order, without overlap; of two that overlap, the longer or surer one."""
        tokens = words(question)
        found = list(self._candidates(tokens))
        kept = [mention for mention in found if not _takes_in_more(mention, found)]
        candidates = sorted(kept, key=lambda m: (m.score * (m.end - m.start) ** 0.5, m.score))
        chosen: list[Mention] = []
        for mention in reversed(candidates):
            if all(mention.end <= other.start or mention.start >= other.end for other in chosen):
                chosen.append(mention)
        return tuple(sorted(chosen, key=lambda mention: mention.start))

    def masked(self, question: str) -> str:
        """`question` with the names in it masked (see `masked`)."""
        return masked(question, self.find(question))

    def closest(self, text: str, kind: str) -> Name | None:
        """The name of `kind` that `text` as a whole nearly is, None where it is none."""
        forms = [form for form, name in self._forms.items() if name.kind == kind]
        match = process.extractOne("".join(words(text)), forms, scorer=fuzz.ratio, score_cutoff=_CLOSE)
        return self._forms[match[0]] if match else None

    def nearest(self, text: str, kind: str, count: int = 3) -> tuple[Name, ...]:
        """The names of `kind` most alike to `text`, best first."""
        forms = [form for form, name in self._forms.items() if name.kind == kind]
        found = process.extract("".join(words(text)), forms, scorer=fuzz.ratio, limit=count * 4)
        return tuple(dict.fromkeys(self._forms[form] for form, *_ in found))[:count]

    def _candidates(self, tokens: Sequence[str]) -> Iterator[Mention]:
        unknown = []
        for start in range(len(tokens)):
            for end in range(start + 1, min(start + _LONGEST, len(tokens)) + 1):
                joined = "".join(tokens[start:end])
                if name := self._forms.get(joined):
                    yield Mention(name, start, end, 1.0)
                elif len(joined) > _SHORT and not joined.isdigit() and not self._known.issuperset(tokens[start:end]):
                    unknown.append((joined, start, end))
        yield from self._misspelt(unknown)

    def _misspelt(self, unknown: Sequence[tuple[str, int, int]]) -> Iterator[Mention]:
        """The form most alike to each stretch of words, where it is alike enough; all stretches in one call."""
        joined = [one for one, _, _ in unknown]
        if not joined or not self._fuzzy:
            return
        least = _CUTOFFS[-1][1]
        alike = process.cdist(joined, self._fuzzy, scorer=fuzz.ratio, score_cutoff=least, dtype=np.float64)
        alike *= np.array([text[0] for text in joined])[:, None] == self._first  # a typo in the first letter is rare
        best = alike.argmax(axis=1).tolist()
        for row, (text, start, end) in enumerate(unknown):
            form, score = self._fuzzy[best[row]], float(alike[row, best[row]])
            cutoff = next(value for longest, value in _CUTOFFS if len(text) <= longest)
            if score >= cutoff:
                yield Mention(self._forms[form], start, end, score / 100 - 0.01)
            elif name := next((self._forms[form] for form in _swapped(text) if form in self._forms), None):
                yield Mention(name, start, end, _SWAPPED)


def _takes_in_more(mention: Mention, found: Sequence[Mention]) -> bool:
    """Whether `mention` holds a surer one of the same name: what it takes in besides is no part of the name."""
    return any(
        one.name is mention.name and one.score > mention.score and mention.start <= one.start and one.end <= mention.end
        for one in found
    )


def masked(question: str, mentions: Sequence[Mention]) -> str:
    """The folded words of `question`, each name mentioned in it as the kind of name that it is: what is asked of whom.

    A place that is none of the handbook's names is one elsewhere.
    """
    tokens: list[str] = words(question)
    for mention in reversed(mentions):
        if mention.name.kind in _MASKED:
            tokens[mention.start : mention.end] = [f"<{mention.name.kind}>"]
    return _elsewhere().sub(ELSEWHERE, " ".join(tokens))


def _swapped(word: str) -> Iterator[str]:
    """`word` with each two neighbouring letters after the first swapped."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def ordinary_words(handbook: Handbook, written: Iterable[WrittenQuestion]) -> set[str]:
    """Words that are no misspelt name: those of the handbook's text, and those of `written` questions on many subjects.

    A name's misspellings stand in questions on what it names.
    """
    known = {word for section in handbook.sections for word in words(section.text)}
    subjects: dict[str, set[str]] = {}
    names = {section.id: section.name for section in handbook.sections}
    for question in written:
        for word in set(words(question.question)):
            subjects.setdefault(word, set()).add(names.get(question.section, ""))
    return known | {word for word, about in subjects.items() if len(about) >= _KNOWN_FROM}
