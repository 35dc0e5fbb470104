"""Outcomes -> figures: means with their intervals, whole and by kind and language, and latencies."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from eval.bootstrap import bootstrap_interval
from eval.errors import BaselineMissing
from eval.score import Outcome

Which = Callable[[Outcome], bool]


@dataclass(frozen=True, slots=True)
class FigureRule:
    """A figure of the table: the mean of `measure` over the outcomes that `which` picks and that have it.

    `goal` is the value to reach (None: no goal is set); with `lower`, low is good.
    """

    name: str
    measure: str
    which: Which
    goal: float | None = None
    lower: bool = False

    def reaches(self, value: float) -> bool:
        """Whether `value` reaches the goal; False where none is set."""
        return self.goal is not None and (value <= self.goal if self.lower else value >= self.goal)


def _single(outcome: Outcome) -> bool:
    return outcome.group == "question"


def _answerable(outcome: Outcome) -> bool:
    return _single(outcome) and outcome.answerable


def _unanswerable(outcome: Outcome) -> bool:
    return _single(outcome) and not outcome.answerable


def _follow_up(outcome: Outcome) -> bool:
    return outcome.group == "follow_up"


def _kind(kind: str) -> Which:
    return lambda outcome: _single(outcome) and outcome.kind == kind


def _clarify(outcome: Outcome) -> bool:
    return outcome.group == "clarify"


RULES: tuple[FigureRule, ...] = (
    FigureRule("R@1", "R@1", _single, 0.88),
    FigureRule("R@5", "R@5", _single, 0.98),
    FigureRule("RR@10", "RR@10", _single, 0.92),
    FigureRule("first citation right", "first citation", _single, 0.93),
    FigureRule("answer right", "answer", _single, 0.90),
    FigureRule("contact right", "answer", _kind("contact"), 1.0),
    FigureRule("funding right", "answer", _kind("funding"), 0.95),
    FigureRule("lists F1", "list F1", _kind("list"), 0.90),
    FigureRule("compare right", "answer", _kind("compare")),
    FigureRule("follow-up right", "reply", _follow_up, 0.92),
    FigureRule("follow-up right and cited", "cited reply", _follow_up),
    FigureRule("follow-up R@1", "R@1", _follow_up),
    FigureRule("unanswerable refused", "refused", _unanswerable, 0.95),
    FigureRule("unanswerable answered", "answered", _unanswerable, lower=True),
    FigureRule("unanswerable clarified", "clarified", _unanswerable, lower=True),
    FigureRule("answerable refused", "refused", _answerable, 0.03, lower=True),
    FigureRule("answerable clarified", "clarified", _answerable, lower=True),
    FigureRule("unclear clarified", "clarified", _clarify),
    FigureRule("unclear answered", "answered", _clarify, lower=True),
    FigureRule("unclear: choices offered", "choices", _clarify),
)
"""Every figure of the table, in its order. What reaches its goal is kept there by `compare`."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one part; `as_json()` is the form in which they are kept and shown.

    `intervals` are (lower, upper) ends of 95 % bootstrap intervals; `per_kind` and `per_language` hold `n`, the number
    of questions, beside the mean of each measure that applies; `runs` holds the retrieval figures of the assistant's
    own run and of each baseline and ablation, by tag.
    """

    generated: str
    part: str
    questions: int
    figures: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]
    counts: Mapping[str, int]
    per_kind: Mapping[str, Mapping[str, float]]
    per_language: Mapping[str, Mapping[str, float]]
    latency_ms: Mapping[str, float]
    runs: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The figures as a JSON object."""
        return asdict(self)


def summarise(
    part: str,
    outcomes: Sequence[Outcome],
    runs: Mapping[str, Mapping[str, float]] | None = None,
    today: date | None = None,
) -> Figures:
    """All figures of a part; a figure that no question bears on is left out."""
    chosen = {rule.name: _values(rule, outcomes) for rule in RULES}
    chosen = {name: values for name, values in chosen.items() if values}
    return Figures(
        generated=(today or datetime.now(UTC).date()).isoformat(),
        part=part,
        questions=len(outcomes),
        figures={name: _mean(values) for name, values in chosen.items()},
        intervals={name: _rounded(bootstrap_interval(values)) for name, values in chosen.items()},
        counts={name: len(values) for name, values in chosen.items()},
        per_kind=_grouped(outcomes, lambda outcome: outcome.kind if _single(outcome) else outcome.group),
        per_language=_grouped(outcomes, lambda outcome: outcome.lang if _single(outcome) else ""),
        latency_ms=_latencies(outcomes),
        runs=runs or {},
    )


def _values(rule: FigureRule, outcomes: Sequence[Outcome]) -> list[float]:
    return [one.values[rule.measure] for one in outcomes if rule.which(one) and rule.measure in one.values]


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)


def _rounded(interval: tuple[float, float]) -> tuple[float, float]:
    return round(interval[0], 4), round(interval[1], 4)


def _grouped(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> dict[str, dict[str, float]]:
    """Count and means of every measure, by key; the empty key is left out."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[key(outcome)].append(outcome)
    groups.pop("", None)
    return {name: {"n": len(group), **_means(group)} for name, group in groups.items()}


def _means(group: Sequence[Outcome]) -> dict[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for outcome in group:
        for measure, value in outcome.values.items():
            values[measure].append(value)
    return {measure: _mean(numbers) for measure, numbers in values.items()}


def _latencies(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Median and 95th percentile of the answers' totals, in milliseconds; empty where none was saved."""
    totals = [outcome.latency_ms for outcome in outcomes if outcome.latency_ms is not None]
    if not totals:
        return {}
    p50, p95 = np.quantile(totals, [0.5, 0.95])
    return {"p50": round(float(p50), 2), "p95": round(float(p95), 2)}


def write_figures(figures: Figures, path: Path) -> None:
    """Write the figures as indented JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures.as_json(), indent=1, ensure_ascii=False) + "\n", "utf-8")


def read_figures(path: Path) -> Figures:
    """Read figures that were written before.

    Raises:
        BaselineMissing: no such file, or not figures.
    """
    try:
        body = json.loads(path.read_text("utf-8"))
        body["intervals"] = {name: tuple(ends) for name, ends in body["intervals"].items()}
        return Figures(**body)
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise BaselineMissing(f"{path}: no figures ({fault}). Write them with: python -m eval publish") from None
