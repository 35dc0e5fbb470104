"""Query to ranked passages: three legs, each standardised, then added (CombSUM on z-scores).

Montague and Aslam 2001, "Relevance score normalization for metasearch": a z-score keeps how far a passage stands out
within its leg, which ranks alone (reciprocal rank fusion) throw away.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.build import SearchIndex
from index.vectors import Vectors

Scores = NDArray[np.float32]

LEGS: Mapping[str, float] = {"dense": 1.0, "questions": 1.0, "terms": 0.5}
"""The legs and their weights. Chosen on the tuning part of the reference questions (see the ablation table)."""

_NEIGHBOURS = 400
_BEST_QUESTIONS = 4
_LEAST = 1e-9
_ROUNDING = 1e-6  # of the largest score: what float32 sums may be off by


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What the legs say of one query.

    Each leg is scores of shape (n_chunks,); `vector` is the query's (dim,); `neighbours` are the most similar written
    questions as (position, cosine), best first.
    """

    vector: Vectors
    legs: Mapping[str, Scores]
    neighbours: tuple[tuple[int, float], ...]

    def fused(self, weights: Mapping[str, float] = LEGS) -> Scores:
        """The weighted sum of the standardised legs, (n_chunks,): higher is better, comparable within one query."""
        total = np.zeros_like(self.legs["dense"])
        for name, weight in weights.items():
            total += np.float32(weight) * standardise(self.legs[name])
        return total


def standardise(scores: Scores) -> Scores:
    """`scores` with mean 0 and deviation 1, float32; all 0 where they differ by no more than rounding."""
    exact = scores.astype(np.float64)
    mean, deviation = exact.mean(), exact.std()
    if deviation <= max(_LEAST, _ROUNDING * np.abs(exact).max(initial=0.0)):
        return np.zeros(scores.shape, np.float32)
    standard: Scores = ((exact - mean) / deviation).astype(np.float32)
    return standard


class Retriever:
    """Searches one index. Read-only after construction, so threads may share it."""

    def __init__(self, index: SearchIndex) -> None:
        """Search `index`."""
        self.index = index

    def score(self, query: str) -> Retrieved:
        """What each leg says of every passage."""
        vector = self.index.encoder.encode_query([query])[0]
        cosines, positions = self.index.questions.search(vector, _NEIGHBOURS)
        legs = {
            "dense": self.index.passages.scores(vector),
            "questions": self._question_scores(cosines, positions),
            "terms": self.index.terms.scores(query),
        }
        return Retrieved(vector, legs, tuple(zip(positions.tolist(), cosines.tolist(), strict=True)))

    def _question_scores(self, cosines: Vectors, positions: NDArray[np.int64]) -> Scores:
        """Mean cosine of the best written questions of each passage.

        The mean over a few questions is steadier than the best one alone. Only the nearest questions are looked at: a
        passage with fewer of them counts the least of their cosines for each that is missing.
        """
        n_chunks = len(self.index.handbook.chunks)
        if not len(cosines):
            return np.zeros(n_chunks, np.float32)
        best = np.full((n_chunks, _BEST_QUESTIONS), cosines[-1], np.float32)
        passages = self.index.places[positions, 0]
        order = np.argsort(passages, kind="stable")  # by passage, within one still best first
        passages, cosines = passages[order], cosines[order]
        place = np.arange(len(passages)) - np.searchsorted(passages, passages)
        taken = place < _BEST_QUESTIONS
        best[passages[taken], place[taken]] = cosines[taken]
        means: Scores = best.mean(axis=1)
        return means
