"""Saved answers: JSON lines as `waaier ask --batch` prints them, read back into answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from assistant.schema import Answer, Citation, PassageView
from eval.errors import AnswersMissing
from eval.lines import read_lines


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """One answer by the id of its question or turn.

    `confidence` is how sure the assistant was, in [0, 1], that the handbook gives what was asked; None where it was not
    saved. The refusal curve moves a threshold over it.
    """

    id: str
    answer: Answer
    confidence: float | None = None


def read_answers(path: Path) -> dict[str, SavedAnswer]:
    """The saved answers by id, a turn's being `<conversation>.<turn from 1>`.

    Raises:
        AnswersMissing: no such file, or a line that is no saved answer.
    """
    if not path.is_file():
        raise AnswersMissing(f"{path}: no saved answers. Write them with: python -m eval generate")
    answers: dict[str, SavedAnswer] = {}
    for number, line in enumerate(read_lines(path), 1):
        try:
            answers.update((saved.id, saved) for saved in _saved(json.loads(line)))
        except (KeyError, TypeError, ValueError) as fault:
            raise AnswersMissing(f"{path}, line {number}: no saved answer ({fault!r}). Generate it again.") from None
    return answers


def _saved(row: Mapping[str, Any]) -> Iterator[SavedAnswer]:
    if "turns" in row:
        for number, turn in enumerate(row["turns"], 1):
            yield SavedAnswer(f"{row['id']}.{number}", answer_from_json(turn), turn.get("confidence"))
    else:
        yield SavedAnswer(row["id"], answer_from_json(row), row.get("confidence"))


def answer_from_json(body: Mapping[str, Any]) -> Answer:
    """The answer that `Answer.as_json()` gave; cards are left out, no measure needs them, unknown keys too."""
    known = {field.name for field in fields(Answer)} - {"cards", "citations", "also", "passages"}
    simple = {key: _frozen(value) for key, value in body.items() if key in known}
    return Answer(
        **simple,
        citations=tuple(Citation(**_only(Citation, one)) for one in body.get("citations", ())),
        also=tuple(Citation(**_only(Citation, one)) for one in body.get("also", ())),
        passages=tuple(PassageView(**_only(PassageView, one)) for one in body.get("passages", ())),
    )


def _only(kind: type[Citation] | type[PassageView], body: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name for field in fields(kind)}
    return {key: _frozen(value) for key, value in body.items() if key in known}


def _frozen(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    return tuple(value) if isinstance(value, list) else value
