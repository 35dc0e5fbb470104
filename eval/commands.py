"""What `python -m eval` can do, one function a command.

Each takes the part and the folder for output, and returns the text to print; `FiguresFell` is how `compare` fails.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.schema import Answer, PassageView, Turn
from assistant.scorecard import ANSWERABLE, LISTING
from eval.answers import read_answers
from eval.calibrate import Learned, Signs, learn_listing, learn_scorecard, write_scorecard
from eval.compare import change_table, compare_figures
from eval.errors import FiguresFell
from eval.export import write_export
from eval.figures import Figures, read_figures, summarise, write_figures
from eval.generate import ANSWERS, OWN, RUNS, Asked, generate_answers, generate_runs
from eval.overlap import find_overlaps, overlap_lines, read_written
from eval.questions import PARTS, Question, read_reference
from eval.runs import Retriever, read_run, run_figures, saved_tags
from eval.score import Outcome, read_outcomes, score, write_outcomes
from eval.table import printed_table

OUT = Path(".waaier/eval")
"""Where output goes by default, one folder a part below it."""
HERE = Path(__file__).parent
COMMITTED = {"tuning": HERE / "baseline.json", "test": HERE / "figures.json"}
"""Where `publish` puts figures: of the tuning part for `compare` to read, of the test part for the chat to show."""
FIGURES = "figures.json"
OUTCOMES = "outcomes.jsonl"

Learner = Callable[[Signs, Sequence[bool]], Learned]


class Judging(Protocol):
    """An assistant that gives the signs by which it judges questions."""

    def signs(self, question: str, history: Sequence[Turn]) -> Mapping[str, float] | None:
        """Return the signs that a question is answerable, by name; None where it is not judged by them."""
        ...

    def list_signs(self, question: str, history: Sequence[Turn]) -> Mapping[str, float] | None:
        """Return the signs that a question is after a list, by name; None where it is not judged by them."""
        ...

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        """Answer a question after earlier turns."""
        ...


def generate(part: str, out: Path, assistant: Asked, retrievers: Mapping[str, Retriever]) -> str:
    """Ask the assistant and the retrievers every question of the part, and save what they say."""
    reference = read_reference(part)
    generate_answers(reference, assistant, out / part)
    generate_runs(reference, retrievers, out / part)
    return f"{out / part / ANSWERS}: {len(reference.questions)} answers; {len(retrievers) + 1} runs beside it"


def score_part(part: str, out: Path) -> tuple[Figures, tuple[Outcome, ...]]:
    """Score the saved answers and runs of the part; write `outcomes.jsonl` and `figures.json`."""
    folder, reference = out / part, read_reference(part)
    outcomes = score(reference, read_answers(folder / ANSWERS))
    runs = {tag: run_figures(read_run(folder / RUNS, tag), reference.questions) for tag in saved_tags(folder / RUNS)}
    figures = summarise(part, outcomes, runs)
    write_outcomes(outcomes, folder / OUTCOMES)
    write_figures(figures, folder / FIGURES)
    return figures, outcomes


def print_scores(part: str, out: Path) -> str:
    """Score the part; its figures as a table."""
    return printed_table(score_part(part, out)[0]) + f"\n\n{out / part / FIGURES}"


def report(part: str, out: Path) -> str:
    """Write the report of figures that were scored before. The test part's failures are counted, never listed."""
    from eval.report import report_parts, write_report  # matplotlib takes a second to import

    folder = out / part
    figures, outcomes = read_figures(folder / FIGURES), read_outcomes(folder / OUTCOMES)
    listed = read_reference(part).questions if part == "tuning" else ()
    parts = report_parts(figures, outcomes, {question.id: question.question for question in listed})
    return "\n".join(map(str, write_report(f"Waaier: evaluation, {part} part", parts, folder)))


def export(part: str, out: Path, passages: tuple[PassageView, ...]) -> str:
    """Write the part as a BEIR folder with TREC qrels and the assistant's saved run."""
    folder = out / part
    write_export(part, read_reference(part).questions, passages, read_run(folder / RUNS, OWN), folder / "export")
    return str(folder / "export")


def compare(part: str, out: Path, baseline: Path | None = None) -> str:
    """The scored figures beside the committed ones.

    Raises:
        FiguresFell: a figure is worse than its baseline (see `compare_figures`); the message is the table.
    """
    changes = compare_figures(read_figures(baseline or COMMITTED[part]), read_figures(out / part / FIGURES))
    if any(change.worse for change in changes):
        raise FiguresFell(change_table(changes) + "\nMarked figures fell out of their interval or below their goal.")
    return change_table(changes)


def publish(part: str, out: Path) -> str:
    """Copy the scored figures to where they are committed (see `COMMITTED`)."""
    read_figures(out / part / FIGURES)
    shutil.copyfile(out / part / FIGURES, COMMITTED[part])
    return str(COMMITTED[part])


def calibrate(assistant: Judging) -> str:
    """Learn the scorecards on the tuning part and put them where the assistant reads them."""
    judged = list(_judged(assistant))
    lists = [(signs, bool(question.members)) for question, _, signs in judged if signs is not None]
    answers = [(signs, question.kind != "unanswerable") for question, signs, _ in judged if signs is not None]
    return "\n".join(
        (
            _calibrated(LISTING, lists, learn_listing, "questions after a list"),
            _calibrated(ANSWERABLE, answers, learn_scorecard, "answerable questions"),
        )
    )


def _calibrated(path: Path, judged: Sequence[tuple[Mapping[str, float], bool]], learn: Learner, what: str) -> str:
    """Learn one card from signs and whether they are of what it tells; what it makes of them by cross-validation."""
    signs, labels = [sign for sign, _ in judged], [label for _, label in judged]
    learned = learn(signs, labels)
    threshold = learned.card.threshold
    write_scorecard(learned.card, path)
    held, known = learned.probabilities >= threshold, np.array(labels)
    return (
        f"{path}: threshold {threshold}; by cross-validation {held[known].mean():.3f} of {known.sum()} {what} "
        f"and {held[~known].mean():.3f} of {(~known).sum()} others held for such"
    )


def _judged(assistant: Judging) -> Iterator[tuple[Question, Mapping[str, float] | None, Mapping[str, float] | None]]:
    """The questions and turns of the tuning part, with the signs by which the two cards judge them."""
    for conversation in read_reference("tuning").conversations:
        history: list[Turn] = []
        for question in conversation.turns:
            if question.group != "clarify":
                asked = question.question
                yield question, assistant.signs(asked, history), assistant.list_signs(asked, history)
            history.append(Turn.of(assistant.ask(question.question, history)))


def overlap(written: Path) -> str:
    """The written questions that are nearly the same as a reference question of any part, for them to be taken out."""
    questions = [question for part in PARTS for question in read_reference(part).questions]
    return overlap_lines(find_overlaps(questions, read_written(written)))
