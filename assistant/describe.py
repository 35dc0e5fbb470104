"""Questions that describe a practice instead of naming it: which words only tell which one is meant?

"Wat kost een kamer in dat oude tehuis?" asks what a room costs; the other words stand for a name. Left in, they draw
the passage that says what the practice is. They are told by counting: words that descriptions of the practice use much
oftener than written questions do.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.questions import read_lines
from index.terms import terms, words

_LEAST_RATIO = 1.0  # natural logarithm
_UNSEEN_DESCRIBING, _UNSEEN_ASKING = 0.15, 3.0


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase that people use for the practice `name`, and its language (nl or en)."""

    description: str
    lang: str
    name: str


def read_descriptions(path: Path) -> tuple[Description, ...]:
    """Read a JSON lines file of descriptions.

    Raises:
        QuestionsFault: the file cannot be read, or a line is no description.
    """
    return read_lines(Description, path)


class Describer:
    """Knows the words by which each practice is described. Read-only after construction."""

    def __init__(self, descriptions: Iterable[Description], questions: Iterable[str]) -> None:
        """Count the words of `descriptions`, and those of written `questions`."""
        by_name: dict[str, list[str]] = {}
        for one in descriptions:
            by_name.setdefault(one.name, []).append(one.description)
        asking, count = _counts(questions) if by_name else (Counter[str](), 0)
        self._describing: Mapping[str, frozenset[str]] = {
            name: _oftener(texts, asking, count) for name, texts in by_name.items()
        }

    @property
    def names(self) -> Collection[str]:
        """The practices that it knows."""
        return self._describing.keys()

    def rest(self, text: str, practice: str) -> str:
        """The folded words of `text` without those that only describe `practice`."""
        describing = self._describing.get(practice, frozenset())
        return " ".join(word for word in words(text) if describing.isdisjoint(terms(word)))

    def count(self, text: str, practice: str) -> int:
        """How many different terms of `text` describe `practice`."""
        return len(self._describing.get(practice, frozenset()).intersection(terms(text)))


def _counts(texts: Iterable[str]) -> tuple[Counter[str], int]:
    """In how many of the texts each term stands, and the number of texts."""
    each = [set(terms(text)) for text in texts]
    return Counter(term for found in each for term in found), len(each)


def _oftener(texts: Iterable[str], asking: Mapping[str, int], asked: int) -> frozenset[str]:
    """Terms that `texts` use oftener than the `asked` questions do, by more than the least ratio."""
    describing, count = _counts(texts)
    found = set()
    for term, times in describing.items():
        in_descriptions = (times + _UNSEEN_DESCRIBING) / (count + 5)
        in_questions = (asking[term] + _UNSEEN_ASKING) / (asked + 50)
        if math.log(in_descriptions / in_questions) > _LEAST_RATIO:
            found.add(term)
    return frozenset(found)
