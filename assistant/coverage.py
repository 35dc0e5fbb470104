"""How much of a question the best passages speak of, word by word and by meaning (MaxSim).

Khattab and Zaharia 2020, "ColBERT": for each word of the question the most similar word of the passage. "Welke tram
stopt er?" has a word that nothing near it is about.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.understand import Query
from index.build import SearchIndex
from index.matcher import WordEncoder
from index.questions import locate
from index.terms import stopwords, words


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is left uncovered of a question's content words, rare ones weighing more.

    0 where every word is said, 1 where each is like nothing there: by the best passages (`near`), and by the whole
    handbook (`anywhere`).
    """

    near: float = 0.0
    anywhere: float = 0.0


class CoverageMeter:
    """Measures coverage by the passages of one index. Read-only after construction."""

    def __init__(self, index: SearchIndex) -> None:
        """Collect the words of each passage, of its headings and of the questions written for it."""
        handbook, questions = index.handbook, index.written
        paths = {section.id: " ".join(section.heading_path) for section in handbook.sections}
        texts = [[paths[chunk.section_id], chunk.text] for chunk in handbook.chunks]
        for question, place in zip(questions, locate(questions, handbook), strict=True):
            if place:
                texts[place.passage].append(question.question)
        self._encoder = index.encoder if isinstance(index.encoder, WordEncoder) else None
        self._ids: dict[str, int] = {}
        self._passages = [self._word_ids(" ".join(parts)) for parts in texts]
        self._frequency = np.bincount(np.concatenate(self._passages), minlength=len(self._ids)) if self._ids else None
        self._vectors = self._encoder.word_vectors(list(self._ids)) if self._encoder else None

    def _word_ids(self, text: str) -> NDArray[np.int64]:
        return np.unique([self._ids.setdefault(word, len(self._ids)) for word in words(text)]).astype(np.int64)

    def measure(self, query: Query, passages: Sequence[int]) -> Coverage:
        """What `passages` (positions) leave uncovered of `query`; nothing where the encoder knows no words."""
        asked = [word for word in query.without_names().split() if word not in stopwords() and not word.isdigit()]
        asked = list(dict.fromkeys(asked))
        if not asked or self._encoder is None or self._vectors is None:
            return Coverage()
        near = np.unique(np.concatenate([self._passages[at] for at in passages]))
        rarity = np.array([self._rarity(word) for word in asked])
        rarity /= rarity.sum()
        return Coverage(
            near=float(self._uncovered(asked, near) @ rarity),
            anywhere=float(self._uncovered(asked) @ rarity),
        )

    def _uncovered(self, asked: Sequence[str], near: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """For each word 1 less its highest cosine with the words `near` (ids; None: all), 0 where it is among them."""
        missing = np.zeros(len(asked))
        ids = [self._ids.get(word, -1) for word in asked]
        absent = [at for at, word in enumerate(ids) if word < 0 or (near is not None and word not in near)]
        if absent and self._encoder is not None and self._vectors is not None:
            vectors = self._encoder.word_vectors([asked[at] for at in absent])
            known = self._vectors if near is None else self._vectors[near]
            missing[absent] = 1 - (vectors @ known.T).max(axis=1)
        return missing

    def _rarity(self, word: str) -> float:
        """Inverse passage frequency, from about 0 (in every passage) to 1 (in none)."""
        count = int(self._frequency[self._ids[word]]) if self._frequency is not None and word in self._ids else 0
        return math.log((len(self._passages) + 1) / (count + 1)) / math.log(len(self._passages) + 1) + 1e-3
