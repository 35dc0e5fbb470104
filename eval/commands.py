"""What `python -m eval` can do, one function a command. Each returns the text to print."""

from pathlib import Path

from eval.answers import read_answers
from eval.figures import Figures, summarise, write_figures
from eval.generate import ANSWERS, RUNS, Asked, generate_answers, generate_runs
from eval.questions import read_reference
from eval.runs import Retriever, read_run, run_figures, saved_tags
from eval.score import score, write_outcomes
from eval.table import printed_table

OUT = Path(".waaier/eval")
"""Where output goes by default, one folder a part below it."""
FIGURES = "figures.json"
OUTCOMES = "outcomes.jsonl"


def generate(part: str, out: Path, assistant: Asked, retrievers: dict[str, Retriever]) -> str:
    """Ask the assistant and the retrievers every question of the part, and save what they say."""
    reference = read_reference(part)
    generate_answers(reference, assistant, out / part)
    generate_runs(reference, retrievers, out / part)
    return f"{out / part / ANSWERS}: {len(reference.questions)} answers, {len(retrievers) + 1} runs"


def score_part(part: str, out: Path) -> Figures:
    """Score the saved answers and runs of the part; write `outcomes.jsonl` and `figures.json`."""
    folder = out / part
    reference = read_reference(part)
    outcomes = score(reference, read_answers(folder / ANSWERS))
    runs = {tag: run_figures(read_run(folder / RUNS, tag), reference.questions) for tag in saved_tags(folder / RUNS)}
    figures = summarise(part, outcomes, runs)
    write_outcomes(outcomes, folder / OUTCOMES)
    write_figures(figures, folder / FIGURES)
    return figures


def score_and_print(part: str, out: Path) -> str:
    """Score the part; the figures as a table."""
    return printed_table(score_part(part, out)) + f"\n\n{out / part / FIGURES}"
