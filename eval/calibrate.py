"""Learning the scorecards on the tuning part: logistic regressions over a few signs.

The threshold is the one at which a wanted share of the questions is misjudged, by cross-validation.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.scorecard import Scorecard

PENALTY = 2.0
FOLDS = 10
REFUSED = 0.02
"""Share of the answerable tuning questions that may be refused: two thirds of the goal, which is for unseen ones."""

LISTED = 0.98
"""Share of the questions that are not after a list which must not be taken for one."""

Signs = Sequence[Mapping[str, float]]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Learned:
    """A card, and the probability (n,) of each question that it was learned from by a card learned without it."""

    card: Scorecard
    probabilities: Matrix


def learn_scorecard(signs: Signs, answerable: Sequence[bool]) -> Learned:
    """The card of how likely a question is answerable; `REFUSED` of those that are fall below its threshold."""
    return _learn(signs, answerable, REFUSED, of=True)


def learn_listing(signs: Signs, after_list: Sequence[bool]) -> Learned:
    """The card of how likely a question is after a list; `LISTED` of those that are not fall below its threshold."""
    return _learn(signs, after_list, LISTED, of=False)


def _learn(signs: Signs, labels: Sequence[bool], share: float, *, of: bool) -> Learned:
    """The card for these labels; `share` of the questions with the label `of` fall below its threshold."""
    probabilities = cross_validated(signs, labels)
    card = _fit(signs, np.array(labels))
    threshold = float(np.quantile(probabilities[np.array(labels) == of], share))
    return Learned(Scorecard(card.intercept, round(threshold, 4), card.weights), probabilities)


def cross_validated(signs: Signs, known: Sequence[bool]) -> Matrix:
    """Probability of each question, shape (n,), by a card learned without it (ten folds, seeded)."""
    labels = np.array(known)
    folds = np.random.default_rng(0).permutation(len(labels)) % FOLDS
    found = np.zeros(len(labels))
    for fold in range(FOLDS):
        inside = [sign for sign, other in zip(signs, folds, strict=True) if other != fold]
        card = _fit(inside, labels[folds != fold])
        for at in (int(place) for place in np.flatnonzero(folds == fold)):
            found[at] = card.probability(signs[at])
    return found


def write_scorecard(card: Scorecard, path: Path) -> None:
    """Write the card as JSON that can be read and reviewed."""
    path.write_text(json.dumps(asdict(card), indent=1) + "\n", "utf-8")


def _fit(signs: Signs, labels: NDArray[np.bool_]) -> Scorecard:
    """A card learned on signs brought to mean 0 and deviation 1, its weights for the signs as they are."""
    names = list(signs[0])
    values = np.array([[sign[name] for name in names] for sign in signs])
    mean, deviation = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-9)
    matrix = np.hstack([(values - mean) / deviation, np.ones((len(values), 1))])
    learned = _logistic(matrix, labels.astype(float))
    weights = learned[:-1] / deviation
    intercept = float(learned[-1] - weights @ mean)
    return Scorecard(
        round(intercept, 4), 0.5, {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    )


def _logistic(matrix: Matrix, labels: Matrix) -> Matrix:
    """Weights of a ridge-penalised logistic regression, classes balanced, by Newton's method; the last is free."""
    balance = np.where(labels > 0, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    penalty = PENALTY * np.eye(matrix.shape[1])
    penalty[-1, -1] = 0
    weights = np.zeros(matrix.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (balance * (chance - labels)) + penalty @ weights
        curvature = matrix.T @ (matrix * (balance * chance * (1 - chance))[:, None]) + penalty
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(weights)), gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights
