"""Which part of the handbook a question asks for (who pays, what works, a definition ...), told by its meaning.

A linear classifier on the encoder's vectors, learned in closed form (ridge regression; Hoerl and Kennard 1970) from the
written questions, whose passages are labelled by their place. No reference question is among them.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.vectors import Vectors
from ingest.document import Section

PENALTY = 1.0


def part_of(section: Section) -> str:
    """The label of a section: its theme, its facet, or its kind where it has neither."""
    if section.theme:
        return f"theme:{section.theme}"
    return f"{section.kind}:{section.facet}" if section.facet else section.kind.value


class PartClassifier:
    """Scores a question for each part; about 1 for the part asked for and 0 for the others, not bounded."""

    def __init__(self, labels: Sequence[str], weights: NDArray[np.float32]) -> None:
        """Wrap learned `weights`, float32 (dim + 1, n_labels), the last row the intercept."""
        self.labels = tuple(labels)
        self._weights = weights

    @classmethod
    def learn(cls, vectors: Vectors, labels: Sequence[str]) -> "PartClassifier":
        """Learn from question vectors, float32 (n, dim), and the label of each."""
        names = sorted(set(labels))
        targets = np.zeros((len(labels), len(names)), np.float64)
        targets[np.arange(len(labels)), [names.index(label) for label in labels]] = 1
        inputs = np.hstack([vectors.astype(np.float64), np.ones((len(vectors), 1))])
        gram = inputs.T @ inputs + PENALTY * np.eye(inputs.shape[1])
        return cls(names, np.linalg.solve(gram, inputs.T @ targets).astype(np.float32))

    def scores(self, query: Vectors) -> dict[str, float]:
        """Score of each part for one question vector (dim,)."""
        found = query @ self._weights[:-1] + self._weights[-1]
        return dict(zip(self.labels, found.tolist(), strict=True))

    def save(self, path: Path) -> None:
        """Write labels and weights as one .npz file without pickle."""
        np.savez(path, labels=np.array(self.labels, dtype=str), weights=self._weights)

    @classmethod
    def load(cls, path: Path) -> "PartClassifier":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(stored["labels"].tolist(), stored["weights"])
