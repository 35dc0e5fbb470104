"""Logistic regression on a few signs, kept as a small file that can be read (`python -m eval calibrate` learns it)."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ANSWERABLE = Path(__file__).parent / "answerability.json"
"""How likely it is that the handbook answers a question at all."""
LISTING = Path(__file__).parent / "listing.json"
"""How likely it is that a question asks for all that have a property."""
_MOST_ODDS = 500.0


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Weights of the signs, added to `intercept` as log odds; what is as likely as `threshold` is held for true."""

    intercept: float
    threshold: float
    weights: Mapping[str, float]

    def probability(self, signs: Mapping[str, float]) -> float:
        """Probability, 0 to 1, of what the card tells, by these signs."""
        total = self.intercept + sum(weight * signs[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-_MOST_ODDS, min(_MOST_ODDS, total))))


def read_scorecard(path: Path) -> Scorecard:
    """Read a scorecard that belongs to the program."""
    return Scorecard(**json.loads(path.read_text("utf-8")))
