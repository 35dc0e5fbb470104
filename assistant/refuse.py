"""The honest no: how likely is it that the handbook answers a question at all?

A logistic scorecard over a few signs, each cut into steps, learned on the tuning part of the reference questions
(`python -m eval calibrate`) and kept as a small file that can be read: answerability.json.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.coverage import CoverageMeter
from assistant.cues import answer_types
from assistant.ranking import Ranking
from index.build import SearchIndex

CARD = Path(__file__).parent / "answerability.json"
_NEIGHBOURS = 8
_NEAR_PASSAGES = 5
_TYPED_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Weights of the steps of each sign: a sign with `edges` e1 < e2 ... has one weight more than edges.

    `threshold` is the probability of an answer below which a question is refused.
    """

    intercept: float
    threshold: float
    edges: Mapping[str, Sequence[float]]
    weights: Mapping[str, Sequence[float]]

    def probability(self, signs: Mapping[str, float]) -> float:
        """Probability, 0 to 1, that a question with these signs is answered by the handbook."""
        total = self.intercept
        for name, edges in self.edges.items():
            total += self.weights[name][int(np.searchsorted(edges, signs[name], side="right"))]
        return 1 / (1 + math.exp(-total))


def read_scorecard(path: Path = CARD) -> Scorecard:
    """Read the scorecard that belongs to the program."""
    return Scorecard(**json.loads(path.read_text("utf-8")))


class Answerability:
    """Tells answerable questions from others. Read-only after construction."""

    def __init__(self, index: SearchIndex) -> None:
        """Judge questions over `index`."""
        self._index = index
        self._coverage = CoverageMeter(index)
        self._card = read_scorecard()

    def probability(self, ranking: Ranking) -> float:
        """Probability, 0 to 1, that the handbook answers the question; 1 where nothing is known of such questions."""
        if not len(self._index.unanswerable) or not ranking.retrieved.neighbours:
            return 1.0
        return self._card.probability(self.signs(ranking))

    def is_answerable(self, probability: float) -> bool:
        """Whether a question of that probability is answered."""
        return probability >= self._card.threshold

    def signs(self, ranking: Ranking) -> dict[str, float]:
        """The signs by name: cosines of neighbouring questions, uncovered words, kinds of answer that are missing."""
        written = [cosine for _, cosine in ranking.retrieved.neighbours[:_NEIGHBOURS]]
        unanswerable, _ = self._index.unanswerable.search(ranking.retrieved.vector, _NEIGHBOURS)
        near = ranking.best(_NEAR_PASSAGES)
        coverage = self._coverage.measure(ranking.query, near)
        return {
            "written": written[0],
            "written_3": float(np.mean(written[:3])),
            "unanswerable_3": float(unanswerable[:3].mean()),
            "difference_1": written[0] - float(unanswerable[0]),
            "difference_3": float(np.mean(written[:3])) - float(unanswerable[:3].mean()),
            "difference_8": float(np.mean(written)) - float(unanswerable.mean()),
            "worst": coverage.worst,
            "worst_rare": coverage.worst_rare,
            "second": coverage.second,
            "mean": coverage.mean,
            "foreign": coverage.foreign,
            "foreign_mean": coverage.foreign_mean,
            "novel": float(coverage.novel),
            "missing_type": self._missing_type(ranking, near[:_TYPED_PASSAGES]),
        }

    def _missing_type(self, ranking: Ranking, passages: Sequence[int]) -> float:
        """1 where the question asks for a kind of answer (a date, a percentage) that the best passages do not hold."""
        chunks = self._index.handbook.chunks
        text = "\n".join(chunks[at].text for at in passages)
        asked = [kind for kind in answer_types() if kind.asks(ranking.query.text)]
        return float(any(not kind.holds(text) for kind in asked))
