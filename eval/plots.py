"""Plots for the report, as SVG text. The only module that imports matplotlib."""

import io
from collections.abc import Mapping, Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eval.figures import RULES, Figures
from eval.refusal import CurvePoint

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#E69F00", "#009E73", "#999999"
"""From Okabe and Ito's palette, which can be told apart with any colour vision."""

mpl.rcParams.update({"svg.fonttype": "path", "svg.hashsalt": "waaier", "font.size": 9})


def plot_figures(figures: Figures) -> str:
    """Every figure with its 95 % interval; a tick where its goal is."""
    rules = [rule for rule in RULES if rule.name in figures.figures][::-1]
    figure, axes = _axes(len(rules))
    for at, rule in enumerate(rules):
        value, (low, high) = figures.figures[rule.name], figures.intervals[rule.name]
        axes.plot([low, high], [at, at], color=BLUE, linewidth=2)
        axes.plot([value], [at], "o", color=BLUE)
        if rule.goal is not None:
            axes.plot([rule.goal], [at], "|", color=ORANGE, markersize=14, markeredgewidth=3)
    axes.set_yticks(
        range(len(rules)), [f"{rule.name} (lower is better)" if rule.lower else rule.name for rule in rules]
    )
    axes.set_xlim(-0.02, 1.02)
    return _svg(figure)


def plot_groups(groups: Mapping[str, Mapping[str, float]]) -> str:
    """R@1, first citation and answer right for each kind, as bars side by side."""
    names = [name for name, group in groups.items() if "answer" in group][::-1]
    figure, axes = _axes(2 * len(names))
    measures = (("R@1", BLUE), ("first citation", GREEN), ("answer", ORANGE))
    for place, (measure, colour) in enumerate(measures):
        values = [groups[name].get(measure, 0.0) for name in names]
        axes.barh([at + 0.27 * (1 - place) for at in range(len(names))], values, 0.25, color=colour, label=measure)
    axes.set_yticks(range(len(names)), [f"{name} ({int(groups[name]['n'])})" for name in names])
    axes.set_xlim(0, 1)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, frameon=False)
    return _svg(figure)


def plot_runs(runs: Mapping[str, Mapping[str, float]]) -> str:
    """R@1 with its interval for each run, best on top: the assistant, the baselines and the ablation."""
    ranked = sorted(runs.items(), key=lambda one: one[1]["R@1"])
    figure, axes = _axes(len(ranked))
    for at, (tag, run) in enumerate(ranked):
        axes.barh(at, run["R@1"], color=BLUE if tag == "waaier" else GREY)
        axes.plot([run["R@1 low"], run["R@1 high"]], [at, at], color="black", linewidth=1)
    axes.set_yticks(range(len(ranked)), [tag for tag, _ in ranked])
    axes.set_xlim(0, 1)
    axes.set_xlabel("R@1")
    return _svg(figure)


def plot_refusals(curve: Sequence[CurvePoint]) -> str:
    """False answers against false refusals over all thresholds; the goal is the shaded corner."""
    figure, axes = _axes(14)
    axes.fill_between([0, 0.03], 0.05, color=GREEN, alpha=0.3, label="goal")
    refusals, answers = [point.false_refusals for point in curve], [point.false_answers for point in curve]
    axes.step(refusals, answers, where="post", color=BLUE)
    axes.set_xlabel("answerable questions refused")
    axes.set_ylabel("unanswerable questions answered")
    axes.set_xlim(0, 0.5)
    axes.set_ylim(0, 1)
    axes.legend(frameon=False)
    return _svg(figure)


def plot_latencies(latencies: Sequence[float]) -> str:
    """How many answers took how long, in milliseconds; the slowest hundredth is left out."""
    shown = sorted(latencies)[: max(1, int(len(latencies) * 0.99))]
    figure, axes = _axes(10)
    axes.hist(shown, bins=40, color=BLUE)
    axes.set_xlabel("milliseconds an answer")
    axes.set_ylabel("answers")
    return _svg(figure)


def _axes(rows: int) -> tuple[Figure, Axes]:
    """An empty plot high enough for `rows` lines of text."""
    figure = Figure(figsize=(7.5, max(1.5, 0.6 + 0.24 * rows)), layout="constrained")
    axes: Axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()
