"""Figures against a baseline: what fell by more than chance. Continuous integration fails on it."""

from dataclasses import dataclass

from eval.figures import RULES, Figures
from eval.table import plain_table


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and now. `worse` where it left the baseline's 95 % interval on the bad side."""

    name: str
    before: float
    now: float
    worse: bool


def compare_figures(baseline: Figures, current: Figures) -> tuple[Change, ...]:
    """A change for every figure of the baseline, in the table's order.

    A figure that is worse the higher it is (refusals of answerable questions) is worse above the upper end, all others
    below the lower end. A figure that is gone counts as worse, with a value of nan.
    """
    changes = []
    for rule in RULES:
        if rule.name not in baseline.figures:
            continue
        low, high = baseline.intervals[rule.name]
        now = current.figures.get(rule.name, float("nan"))
        within = now <= high if rule.lower else now >= low
        changes.append(Change(rule.name, baseline.figures[rule.name], now, not within))
    return tuple(changes)


def change_table(changes: tuple[Change, ...]) -> str:
    """The changes as a table, the fallen ones marked."""
    rows = [["figure", "baseline", "now", ""]]
    rows += [[one.name, f"{one.before:.3f}", f"{one.now:.3f}", "WORSE" if one.worse else ""] for one in changes]
    return plain_table(rows)
