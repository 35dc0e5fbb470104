"""What ranking a question gives."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assistant.understand import Query
from index.retrieve import Retrieved, Scores


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages of one query by position in `handbook.chunks`: their scores, and what the legs said.

    `parts` are the scores of the parts of the handbook (index/parts.py); `practice` is the practice that the question
    is about, named or clearly described, None where there is none or more than one.
    """

    query: Query
    retrieved: Retrieved
    scores: Scores
    parts: Mapping[str, float]
    practice: str | None = None

    def best(self, k: int) -> list[int]:
        """Positions of the `k` best passages, best first; ties in reading order."""
        return [int(position) for position in np.argsort(-self.scores, kind="stable")[:k]]
