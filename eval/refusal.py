"""The refusal curve: false answers against false refusals, as the threshold for answering moves."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.score import Outcome


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What refusing below `threshold` would give, as shares in [0, 1].

    `false_answers` of the unanswerable questions, `false_refusals` of the answerable ones.
    """

    threshold: float
    false_answers: float
    false_refusals: float


def refusal_curve(outcomes: Sequence[Outcome]) -> tuple[CurvePoint, ...]:
    """A point for every confidence that occurs, lowest first; over single questions whose confidence was saved.

    False answers never rise along the curve, false refusals never fall. Empty where either kind of question is missing.
    """
    saved = [(one.confidence, one.answerable) for one in outcomes if one.group == "question"]
    sure = [confidence for confidence, answerable in saved if answerable and confidence is not None]
    unsure = [confidence for confidence, answerable in saved if not answerable and confidence is not None]
    if not sure or not unsure:
        return ()
    thresholds = [*sorted({*sure, *unsure}), float("inf")]
    return tuple(CurvePoint(at, _share(unsure, at, above=True), _share(sure, at, above=False)) for at in thresholds)


def _share(confidences: Sequence[float], threshold: float, above: bool) -> float:
    """Share of the confidences at or above the threshold, or below it."""
    return sum((confidence >= threshold) == above for confidence in confidences) / len(confidences)
