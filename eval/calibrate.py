"""Learning the scorecard of answerability on the tuning part: logistic regression over signs cut into steps.

Each sign is cut at quantiles of the answerable questions, close together at both ends, so that a weight can stand for
"hardly any answerable question looks like this"; neighbouring steps are drawn together by the penalty. The threshold is
the one at which a wanted share of the answerable is refused.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.refuse import Scorecard

CUTS = (0.02, 0.08, 0.3, 0.7, 0.92, 0.98)
PENALTY = 2.0
FOLDS = 10
REFUSED = 0.03
"""Share of the answerable tuning questions that may be refused."""

Signs = Sequence[Mapping[str, float]]
Matrix = NDArray[np.float64]


def learn_scorecard(signs: Signs, answerable: Sequence[bool]) -> Scorecard:
    """The scorecard for these questions, its threshold set by cross-validation."""
    probabilities = cross_validated(signs, answerable)
    card = _fit(signs, np.array(answerable))
    threshold = float(np.quantile(probabilities[np.array(answerable)], REFUSED))
    return Scorecard(card.intercept, round(threshold, 4), card.edges, card.weights)


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
    names = list(signs[0])
    edges = {name: _edges([sign[name] for sign, known in zip(signs, labels, strict=True) if known]) for name in names}
    columns = [(name, step) for name in names for step in range(len(edges[name]) + 1)]
    matrix = np.zeros((len(signs), len(columns) + 1))
    matrix[:, -1] = 1
    places = {column: at for at, column in enumerate(columns)}
    for row, sign in enumerate(signs):
        for name in names:
            matrix[row, places[name, int(np.searchsorted(edges[name], sign[name], side="right"))]] = 1
    weights = _logistic(matrix, labels.astype(float), _smoothness(names, edges))
    steps = {name: [round(float(weights[places[name, s]]), 4) for s in range(len(edges[name]) + 1)] for name in names}
    return Scorecard(round(float(weights[-1]), 4), 0.5, edges, steps)


def _edges(values: Sequence[float]) -> list[float]:
    """Cuts between steps: quantiles, each once; between whole numbers for a sign that is only these."""
    if all(value == int(value) for value in values):
        return [0.5, 1.5]
    return sorted({round(float(cut), 4) for cut in np.quantile(values, CUTS)})


def _smoothness(names: Sequence[str], edges: Mapping[str, Sequence[float]]) -> Matrix:
    """Penalty matrix: on the size of each weight a little, on the difference of neighbouring steps more."""
    sizes = [len(edges[name]) + 1 for name in names]
    penalty = np.eye(sum(sizes) + 1) * PENALTY * 0.2
    penalty[-1, -1] = 0
    at = 0
    for size in sizes:
        for step in range(at, at + size - 1):
            penalty[step : step + 2, step : step + 2] += PENALTY * np.array([[1, -1], [-1, 1]])
        at += size
    return penalty


def _logistic(matrix: Matrix, labels: Matrix, penalty: Matrix) -> Matrix:
    """Weights of a penalised logistic regression, classes balanced, by Newton's method."""
    balance = np.where(labels > 0, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
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
