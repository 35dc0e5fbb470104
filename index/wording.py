"""How far the wording of a question is that of one kind of questions: those which the handbook answers, or lists.

Logistic regression on word n-grams (1 to 3) and character n-grams (3 to 5, within words), hashed, weighted by inverse
document frequency and normalised, learned from written questions of that kind and others.
"""

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

from index.vectors import Vectors

BUCKETS = 1 << 18
PENALTY = 0.06
_ITERATIONS = 60
_LONGEST_PHRASE = 3
_PARTS = (3, 5)
_RECENT = 2  # one question is scored by several classifiers, and none need be kept after that


class WordingClassifier:
    """Scores wordings. Read-only after construction."""

    def __init__(self, rarity: Vectors, weights: Vectors, intercept: float) -> None:
        """Wrap inverse document frequencies and learned weights, float32 (BUCKETS,)."""
        self._rarity = rarity
        self._weights = weights * rarity
        self._learned = weights
        self._intercept = intercept

    @classmethod
    def learn(cls, texts: Sequence[str], labels: Sequence[bool]) -> "WordingClassifier":
        """Learn from folded questions with their names masked, and whether they are of the kind."""
        buckets = [_buckets(text) for text in texts]
        ends = np.cumsum([0, *map(len, buckets)])
        ones = np.ones(ends[-1], np.float32)
        counts = csr_matrix((ones, np.concatenate(buckets), ends), shape=(len(texts), BUCKETS))
        found = np.bincount(counts.indices, minlength=BUCKETS)
        rarity = (np.log((1 + len(texts)) / (1 + found)) + 1).astype(np.float32)
        weighted = counts @ diags(rarity)
        lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
        weights, intercept = _logistic(diags(1 / np.maximum(lengths, 1e-9)) @ weighted, np.array(labels))
        return cls(rarity, weights.astype(np.float32), intercept)

    def score(self, text: str) -> float:
        """Log odds that a folded question with its names masked is of the kind; 0 is undecided."""
        buckets = _buckets(text)
        length = float(np.sqrt((self._rarity[buckets] ** 2).sum()))
        return self._intercept + float(self._weights[buckets].sum()) / max(length, 1e-9)

    def save(self, path: Path) -> None:
        """Write what was learned as one .npz file without pickle."""
        np.savez_compressed(path, rarity=self._rarity, weights=self._learned, intercept=np.float64(self._intercept))

    @classmethod
    def load(cls, path: Path) -> "WordingClassifier":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(stored["rarity"], stored["weights"], float(stored["intercept"]))


@lru_cache(maxsize=_RECENT)
def _buckets(text: str) -> NDArray[np.int64]:
    """The buckets of the n-grams of `text`, each once, in order."""
    return np.unique([zlib.crc32(gram.encode()) % BUCKETS for gram in _grams(text)]).astype(np.int64)


def _grams(text: str) -> Iterator[str]:
    tokens = text.split()
    for size in range(1, _LONGEST_PHRASE + 1):
        for start in range(len(tokens) - size + 1):
            yield " ".join(tokens[start : start + size])
    for token in set(tokens):
        word = f"_{token}_"
        for size in range(_PARTS[0], _PARTS[1] + 1):
            for start in range(len(word) - size + 1):
                yield "#" + word[start : start + size]


def _logistic(matrix: csr_matrix, labels: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Weights and intercept of a ridge-penalised logistic regression, the two classes balanced, by L-BFGS."""
    signs = np.where(labels, 1.0, -1.0)
    balance = np.where(labels, 0.5 / max(labels.mean(), 1e-9), 0.5 / max(1 - labels.mean(), 1e-9))

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (matrix @ weights[:-1] + weights[-1])
        slopes = -balance * signs / (1 + np.exp(margins))
        penalty = PENALTY * weights[:-1]
        value = float((balance * np.logaddexp(0, -margins)).sum() + 0.5 * penalty @ weights[:-1])
        return value, np.append(matrix.T @ slopes + penalty, slopes.sum())

    found = minimize(
        loss, np.zeros(matrix.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}
    ).x
    return found[:-1], float(found[-1])
