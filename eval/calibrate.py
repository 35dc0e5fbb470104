"""Learning the scorecard of answerability on the tuning part: logistic regression over a few signs.

The threshold is the one at which a wanted share of the answerable is refused, by cross-validation.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.refuse import Scorecard

PENALTY = 2.0
FOLDS = 10
REFUSED = 0.025
"""Share of the answerable tuning questions that may be refused: five sixths of the goal, which is for unseen ones."""

Signs = Sequence[Mapping[str, float]]
Matrix = NDArray[np.float64]


def learn_scorecard(signs: Signs, answerable: Sequence[bool]) -> Scorecard:
    """The scorecard for these questions, its threshold set by cross-validation."""
    known = np.array(answerable)
    probabilities = cross_validated(signs, answerable)
    card = _fit(signs, known)
    return Scorecard(card.intercept, round(float(np.quantile(probabilities[known], REFUSED)), 4), card.weights)


def cross_validated(signs: Signs, answerable: Sequence[bool]) -> Matrix:
    """Probability of each question, shape (n,), by a card learned without it (ten folds, seeded)."""
    labels = np.array(answerable)
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
