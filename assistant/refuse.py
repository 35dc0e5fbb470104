"""The honest no: how likely is it that the handbook answers a question at all?

A logistic regression on a few signs, learned on the tuning part of the reference questions (`python -m eval calibrate`)
and kept as a small file that can be read: answerability.json.
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
from index.names import masked

CARD = Path(__file__).parent / "answerability.json"
_NEIGHBOURS = 3
_NEAR_PASSAGES = 5
_TYPED_PASSAGES = 3
_MOST_ODDS = 500.0


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Weights of the signs, added to `intercept` as log odds.

    `threshold` is the probability of an answer below which a question is refused.
    """

    intercept: float
    threshold: float
    weights: Mapping[str, float]

    def probability(self, signs: Mapping[str, float]) -> float:
        """Probability, 0 to 1, that a question with these signs is answered by the handbook."""
        total = self.intercept + sum(weight * signs[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-_MOST_ODDS, min(_MOST_ODDS, total))))


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
        if self._index.wording is None or not ranking.retrieved.neighbours:
            return 1.0
        return self._card.probability(self.signs(ranking))

    def is_answerable(self, probability: float) -> bool:
        """Whether a question of that probability is answered."""
        return probability >= self._card.threshold

    def signs(self, ranking: Ranking) -> dict[str, float]:
        """The signs by name.

        `wording` are the log odds by the wording alone; `nearest` and `nearer` how much more alike the nearest question
        that the handbook answers is than the nearest one that it does not (cosines), and the three nearest;
        `uncovered` and `foreign` what the best passages, and the whole handbook, leave unsaid of the question;
        `missing_type` is 1 where the best passages hold no answer of the kind asked for; `list` is 1 for a list,
        `follow_up` where the conversation tells what it is about.
        """
        query = ranking.query
        written = [cosine for _, cosine in ranking.retrieved.neighbours[:_NEIGHBOURS]]
        others, _ = self._index.unanswerable.search(ranking.retrieved.vector, _NEIGHBOURS)
        near = ranking.best(_NEAR_PASSAGES)
        coverage = self._coverage.measure(query, near)
        wording = self._index.wording
        return {
            "wording": wording.score(masked(query.text, query.mentions)) if wording else 0.0,
            "nearest": written[0] - float(others[0]),
            "nearer": float(np.mean(written)) - float(others.mean()),
            "uncovered": coverage.near,
            "foreign": coverage.anywhere,
            "missing_type": self._missing_type(ranking, near[:_TYPED_PASSAGES]),
            "list": float(query.wants_list),
            "follow_up": float(bool(query.focus)),
        }

    def _missing_type(self, ranking: Ranking, passages: Sequence[int]) -> float:
        """1 where the question asks for a kind of answer (a date, a percentage) that the best passages do not hold."""
        chunks = self._index.handbook.chunks
        text = "\n".join(chunks[at].text for at in passages)
        asked = [kind for kind in answer_types() if kind.asks(ranking.query.text)]
        return float(any(not kind.holds(text) for kind in asked))
