"""The property that a list question asks for, told from ways in which people ask for each."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from assistant.cues import without_cues
from index.encode import Encoder
from index.store import VectorStore
from index.terms import terms
from ingest.properties import Property

_WAYS = 100
_NEAREST = 3
_WORDS = 0.3
_SENTENCE_ENDS = re.compile(r"[.?!:;]\s+")


class PropertyBook:
    """Finds properties in questions. Read-only after construction."""

    def __init__(self, properties: Sequence[Property], encoder: Encoder) -> None:
        """Know `properties`; `encoder` compares a question with the ways to ask for each."""
        self._properties = tuple(properties)
        self._encoder = encoder
        ways = [
            (at, _core(text)) for at, one in enumerate(properties) for text in (*one.title.values(), *one.questions)
        ]
        texts = [text for _, text in ways]
        self._owners = np.array([at for at, _ in ways], np.intp)
        self._store = VectorStore(encoder.encode_query(texts).reshape(len(texts), encoder.dim))
        self._terms = [frozenset(terms(text)) for text in texts]
        having = {(at, term) for (at, _), found in zip(ways, self._terms, strict=True) for term in found}
        counts = Counter(term for _, term in having)
        self._rarity = {term: math.log(1 + len(properties) / count) for term, count in counts.items()}
        self._unknown = math.log(1 + len(properties))
        self._lengths = [self._length(found) for found in self._terms]

    def closest(self, question: str) -> tuple[Property, float]:
        """The property that `question`, or a sentence of it, asks for most likely; there must be one.

        That is the one whose three nearest ways to ask are most like it, by their vectors and by the words they share.
        With it the mean cosine of their vectors with the question's, -1 to 1.
        """
        sentences = [part for part in _SENTENCE_ENDS.split(question) if len(terms(_bare(part))) > 1]
        texts = [question, *sentences] if len(sentences) > 1 else [question]
        best = max((self._nearest(_core(text)) for text in texts), key=lambda found: found[0])
        return self._properties[best[1]], best[2]

    def _nearest(self, text: str) -> tuple[float, int, float]:
        """Score, position and mean cosine of the property that `text` asks for.

        A property with fewer than three ways among the nearest counts the least of them for each that is missing.
        """
        cosines, ways = self._store.search(self._encoder.encode_query([text])[0], _WAYS)
        found = frozenset(terms(text))
        length = self._length(found)
        scored = [
            (cosine + _WORDS * self._shared(found, length, way), cosine)
            for way, cosine in zip(ways.tolist(), cosines.tolist(), strict=True)
        ]
        of_property: dict[int, list[tuple[float, float]]] = {}
        for owner, score in zip(self._owners[ways].tolist(), scored, strict=True):
            of_property.setdefault(owner, []).append(score)
        least = (min(score for score, _ in scored), min(cosine for _, cosine in scored))
        means = []
        for owner, scores in of_property.items():
            nearest = [*sorted(scores, reverse=True)[:_NEAREST], *[least] * (_NEAREST - len(scores))]
            score, cosine = np.mean(nearest, axis=0).tolist()
            means.append((score, -owner, cosine))
        score, owner, cosine = max(means)
        return score, -owner, cosine

    def _shared(self, found: frozenset[str], length: float, way: int) -> float:
        """Cosine, 0 to 1, of the words `found` and those of a way to ask, rare words weighing more."""
        product = sum(self._weight(term) ** 2 for term in found & self._terms[way])
        return product / (length * self._lengths[way]) if product else 0.0

    def _length(self, found: frozenset[str]) -> float:
        return math.sqrt(sum(self._weight(term) ** 2 for term in found))

    def _weight(self, term: str) -> float:
        return self._rarity.get(term, self._unknown)


def _bare(text: str) -> str:
    """`text` without the words that ask for a list."""
    return without_cues("generic", without_cues("list", text))


def _core(text: str) -> str:
    """What is left of a question without the words that ask for a list, where anything is left."""
    rest = _bare(text)
    return rest if terms(rest) else text
