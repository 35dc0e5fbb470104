"""Bootstrap intervals: how far a mean may move by the choice of questions alone."""

from collections.abc import Sequence

import numpy as np

DRAWS = 1_000
SEED = 20_261_123
LEVEL = 0.95


def bootstrap_interval(values: Sequence[float], draws: int = DRAWS, seed: int = SEED) -> tuple[float, float]:
    """Lower and upper end of the 95 % percentile interval of the mean (Efron, 1979).

    `draws` samples of the same size are taken with replacement; the same values and seed give the same interval. One
    value gives an interval of no width.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    sample = np.asarray(values, dtype=np.float64)
    chosen = np.random.default_rng(seed).integers(0, len(sample), size=(draws, len(sample)))
    low, high = np.quantile(sample[chosen].mean(axis=1), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
