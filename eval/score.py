"""Saved answers and gold -> an outcome for each question. The fast step: it needs neither encoder nor index."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.answers import SavedAnswer
from eval.errors import AnswersMissing
from eval.lines import read_lines
from eval.measures import MEASURES
from eval.questions import Group, Question, Reference


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the measures say of one question; a measure that does not apply is not in `values`.

    `latency_ms` is the answer's own total, None where it was not saved.
    """

    id: str
    group: Group
    kind: str
    lang: str
    status: str
    answerable: bool
    values: Mapping[str, float]
    latency_ms: float | None = None
    confidence: float | None = None


def score(reference: Reference, answers: Mapping[str, SavedAnswer]) -> tuple[Outcome, ...]:
    """An outcome for every question and turn of the part, in its order.

    Raises:
        AnswersMissing: a question has no saved answer, or the saved one is of another question.
    """
    return tuple(score_question(question, _saved(question, answers)) for question in reference.questions)


def score_question(question: Question, saved: SavedAnswer) -> Outcome:
    """Every measure that applies to this question."""
    values = {name: measure(question, saved.answer) for name, measure in MEASURES.items()}
    return Outcome(
        id=question.id,
        group=question.group,
        kind=question.kind,
        lang=question.lang,
        status=saved.answer.status,
        answerable=question.answerable,
        values={name: value for name, value in values.items() if value is not None},
        latency_ms=saved.answer.timings_ms.get("total"),
        confidence=saved.confidence,
    )


def _saved(question: Question, answers: Mapping[str, SavedAnswer]) -> SavedAnswer:
    saved = answers.get(question.id)
    if saved is None or saved.answer.question != question.question:
        what = "has no saved answer" if saved is None else "has changed since its answer was saved"
        raise AnswersMissing(f"Reference question {question.id} {what}. Run: python -m eval generate")
    return saved


def write_outcomes(outcomes: Iterable[Outcome], path: Path) -> None:
    """Write one JSON line an outcome, to see which questions went wrong."""
    lines = (json.dumps(asdict(outcome), ensure_ascii=False) + "\n" for outcome in outcomes)
    path.write_text("".join(lines), "utf-8")


def read_outcomes(path: Path) -> tuple[Outcome, ...]:
    """Read outcomes that `write_outcomes` wrote.

    Raises:
        AnswersMissing: no such file, or no outcomes.
    """
    try:
        return tuple(Outcome(**json.loads(line)) for line in read_lines(path))
    except (OSError, ValueError, TypeError) as fault:
        raise AnswersMissing(f"{path}: no outcomes ({fault}). Write them with: python -m eval score") from None
