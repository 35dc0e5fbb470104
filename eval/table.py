"""Figures as text: aligned columns for a terminal, pipes for Markdown. Both from the same rows."""

from collections.abc import Mapping, Sequence

from eval.figures import RULES, Figures

Rows = Sequence[Sequence[str]]
"""The first row is the heading."""

KIND_MEASURES = ("R@1", "R@5", "RR@10", "first citation", "answer", "reply")


def figure_rows(figures: Figures) -> list[list[str]]:
    """One row a figure: name, value, interval, number of questions, goal, and whether it is reached."""
    rows = [["figure", "value", "95 % interval", "n", "goal", "reached"]]
    for rule in RULES:
        if rule.name not in figures.figures:
            continue
        value, (low, high) = figures.figures[rule.name], figures.intervals[rule.name]
        goal = "" if rule.goal is None else f"{'≤' if rule.lower else '≥'} {rule.goal:.2f}"
        reached = "" if rule.goal is None else ("yes" if rule.reaches(value) else "no")
        rows.append([rule.name, f"{value:.3f}", f"{low:.3f}–{high:.3f}", str(figures.counts[rule.name]), goal, reached])
    return rows


def run_rows(runs: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    """One row a run, best R@1 first: R@1, R@5, RR@10."""
    rows = [["run", "R@1", "95 % interval", "R@5", "RR@10"]]
    for tag, run in sorted(runs.items(), key=lambda one: -one[1].get("R@1", 0.0)):
        if run:
            span = f"{run['R@1 low']:.3f}–{run['R@1 high']:.3f}"
            rows.append([tag, f"{run['R@1']:.3f}", span, f"{run['R@5']:.3f}", f"{run['RR@10']:.3f}"])
    return rows


def group_rows(heading: str, groups: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    """One row a kind or language: count and the measures that apply, a dash where one does not."""
    rows = [[heading, "n", *KIND_MEASURES]]
    for name, group in groups.items():
        values = [f"{group[measure]:.3f}" if measure in group else "–" for measure in KIND_MEASURES]
        rows.append([name, str(int(group["n"])), *values])
    return rows


def plain_table(rows: Rows) -> str:
    """Rows as columns padded to one width, a line a row."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)


def markdown_table(rows: Rows) -> str:
    """Rows as a Markdown table."""
    heading, *rest = rows
    lines = [heading, ["---"] * len(heading), *rest]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def printed_table(figures: Figures) -> str:
    """All that `python -m eval` prints: the figures, the runs, and the kinds and languages."""
    latency = ", ".join(f"{name} {value:.1f} ms" for name, value in figures.latency_ms.items())
    blocks = [
        f"{figures.part}: {figures.questions} questions and turns, {figures.generated}" + (latency and f", {latency}"),
        plain_table(figure_rows(figures)),
        plain_table(run_rows(figures.runs)) if figures.runs else "",
        plain_table(group_rows("kind", figures.per_kind)),
        plain_table(group_rows("language", figures.per_language)),
    ]
    return "\n\n".join(filter(None, blocks))
