"""The property that a list question asks for, told by its meaning from ways in which people ask for each."""

import re
from collections.abc import Sequence

import numpy as np

from assistant.cues import without_cues
from index.encode import Encoder
from index.terms import terms
from ingest.properties import Property

_NEAREST = 2
_SENTENCE_ENDS = re.compile(r"[.?!:;]\s+")


class PropertyBook:
    """Finds properties in questions. Read-only after construction."""

    def __init__(self, properties: Sequence[Property], encoder: Encoder) -> None:
        """Know `properties`; `encoder` compares a question with the ways to ask for each."""
        self._properties = tuple(properties)
        self._encoder = encoder
        asked = [(*one.title.values(), *one.questions) for one in properties]
        texts = [_core(text) for ways in asked for text in ways]
        self._vectors = encoder.encode_query(texts).reshape(len(texts), encoder.dim)
        first = np.cumsum([0, *map(len, asked)])
        most = max(map(len, asked), default=0)
        self._ways = np.minimum(first[:-1, None] + np.arange(most), first[1:, None] - 1)  # (n, most), the last repeated
        self._repeated = first[:-1, None] + np.arange(most) >= first[1:, None]

    def closest(self, question: str) -> tuple[Property, float] | None:
        """The property that `question`, or a sentence of it, asks for most likely; None where none is known.

        With it the mean cosine of the question and the two ways to ask for it that are most alike, -1 to 1.
        """
        if not self._properties:
            return None
        sentences = [part for part in _SENTENCE_ENDS.split(question) if len(terms(part)) > 1]
        texts = [question, *sentences] if len(sentences) > 1 else [question]
        cosines = (self._encoder.encode_query([_core(text) for text in texts]) @ self._vectors.T)[:, self._ways]
        cosines[:, self._repeated] = -1.0
        scores = np.sort(cosines, axis=2)[:, :, -_NEAREST:].mean(axis=2).max(axis=0)
        best = int(np.argmax(scores))
        return self._properties[best], float(scores[best])


def _core(text: str) -> str:
    """What is left of a question without the words that ask for a list, where anything is left."""
    rest = without_cues("generic", without_cues("list", text))
    return rest if terms(rest) else text
