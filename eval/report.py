"""The report: one Markdown file, and one HTML file that holds its plots and needs nothing else."""

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.figures import Figures
from eval.plots import plot_figures, plot_groups, plot_latencies, plot_refusals, plot_runs
from eval.refusal import refusal_curve
from eval.score import Outcome
from eval.table import Rows, figure_rows, group_rows, markdown_table, run_rows

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem } th { text-align: left }
td, th { padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #ddd; font-variant-numeric: tabular-nums }
img { max-width: 100% }
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: a heading, a line under it, and a table, a plot or both.

    `plot` is SVG text, '' for none; `alt` says in words what it shows.
    """

    heading: str
    text: str
    rows: Rows = ()
    plot: str = ""
    alt: str = ""


def report_parts(figures: Figures, outcomes: Sequence[Outcome], questions: dict[str, str]) -> list[Part]:
    """The report's parts in order; one without anything to show is left out.

    `questions` are the texts by id: given, the questions that went wrong are listed. They are for the tuning part only.
    """
    curve = refusal_curve(outcomes)
    latencies = [one.latency_ms for one in outcomes if one.latency_ms is not None]
    kinds, runs = figures.per_kind, {tag: run for tag, run in figures.runs.items() if run}
    wrong = wrong_rows(outcomes, questions)
    parts = [
        Part("Figures", _intro(figures), figure_rows(figures), plot_figures(figures), "every figure with its interval"),
        Part("Kinds of question", "", group_rows("kind", kinds), plot_groups(kinds), "three measures for each kind"),
        Part("Languages", "", group_rows("language", figures.per_language)),
    ]
    if runs:
        text = "The assistant's own ranking, the baselines alone, and retrieval with one leg alone or left out."
        parts.append(Part("Runs and ablation", text, run_rows(runs), plot_runs(runs), "R@1 of each run"))
    if curve:
        text = "What a lower or a higher threshold for answering would give."
        parts.append(Part("Refusals", text, (), plot_refusals(curve), "false answers against false refusals"))
    if latencies:
        parts.append(Part("Latency", _latency(figures), (), plot_latencies(latencies), "answers by milliseconds"))
    if len(wrong) > 1:
        parts.append(Part("What went wrong", f"{len(wrong) - 1} questions and turns.", wrong))
    return parts


def wrong_rows(outcomes: Sequence[Outcome], questions: dict[str, str]) -> list[list[str]]:
    """A row for each question whose reply, first citation or first passage is not right; none without its text."""
    rows = [["id", "kind", "question", "status", "wrong"]]
    for one in outcomes:
        wrong = [name for name in ("reply", "first citation", "R@1") if one.values.get(name, 1.0) < 1.0]
        if wrong and one.id in questions:
            rows.append([one.id, one.kind, questions[one.id], one.status, ", ".join(wrong)])
    return rows


def _intro(figures: Figures) -> str:
    return (
        f"{figures.questions} questions and turns of the {figures.part} part, {figures.generated}. Intervals: 95 %, "
        "bootstrap, 1,000 draws. R@1 and R@5: a passage of a right section that holds a right quote is among the first."
    )


def _latency(figures: Figures) -> str:
    return ", ".join(f"{name} {value:.1f} ms" for name, value in figures.latency_ms.items())


def write_report(title: str, parts: Sequence[Part], folder: Path) -> tuple[Path, Path]:
    """Write `report.md` and `report.html` into the folder; their paths."""
    markdown, page = folder / "report.md", folder / "report.html"
    markdown.write_text(markdown_report(title, parts), "utf-8")
    page.write_text(html_report(title, parts), "utf-8")
    return markdown, page


def markdown_report(title: str, parts: Sequence[Part]) -> str:
    """The report without its plots."""
    blocks = [f"# {title}"]
    for part in parts:
        blocks += [f"## {part.heading}", part.text, markdown_table(part.rows) if part.rows else ""]
    return "\n\n".join(filter(None, blocks)) + "\n"


def html_report(title: str, parts: Sequence[Part]) -> str:
    """The report as one page; every text is escaped, every plot an image in the page itself."""
    body = "".join(_html_part(part) for part in parts)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{html.escape(title)}</h1>{body}</body></html>\n"
    )


def _html_part(part: Part) -> str:
    image = base64.b64encode(part.plot.encode()).decode()
    plot = f'<p><img alt="{html.escape(part.alt)}" src="data:image/svg+xml;base64,{image}"></p>' if part.plot else ""
    text = f"<p>{html.escape(part.text)}</p>" if part.text else ""
    return f"<h2>{html.escape(part.heading)}</h2>{text}{plot}{_html_table(part.rows) if part.rows else ''}"


def _html_table(rows: Rows) -> str:
    heading, *rest = rows
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in heading)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rest)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
