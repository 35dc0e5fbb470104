"""Figures against a baseline: what fell by more than chance, or below its goal. tests/eval/test_gate.py fails on it."""

from dataclasses import dataclass

from eval.figures import RULES, Figures
from eval.table import plain_table


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and now.

    `worse` where it left the baseline's 95 % interval on the bad side, or misses a goal that the baseline reaches.
    """

    name: str
    before: float
    now: float
    worse: bool


def compare_figures(baseline: Figures, current: Figures) -> tuple[Change, ...]:
    """A change for every figure of the baseline, in the table's order.

    A figure that is worse the higher it is (refusals of answerable questions) is worse above the upper end, all others
    below the lower end. A goal that the baseline reaches is such an end, too, so that figures which are published again
    and again do not sink by and by. A figure that is gone counts as worse, with a value of nan.
    """
    changes = []
    for rule in RULES:
        if rule.name not in baseline.figures:
            continue
        before, now = baseline.figures[rule.name], current.figures.get(rule.name, float("nan"))
        low, high = baseline.intervals[rule.name]
        held = rule.reaches(now) or not rule.reaches(before)
        within = now <= high if rule.lower else now >= low
        changes.append(Change(rule.name, before, now, not (within and held)))
    return tuple(changes)


def change_table(changes: tuple[Change, ...]) -> str:
    """The changes as a table, the fallen ones marked."""
    rows = [["figure", "baseline", "now", ""]]
    rows += [[one.name, f"{one.before:.3f}", f"{one.now:.3f}", "WORSE" if one.worse else ""] for one in changes]
    return plain_table(rows)
