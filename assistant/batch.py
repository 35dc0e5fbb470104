"""Batches of questions: JSON lines in, JSON objects out, one for each line that can be read."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.errors import BatchFault
from assistant.schema import Answer, Turn


class Asked(Protocol):
    """What a batch needs of the assistant."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to `question` after the turns of `history`."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a batch: its `id` as given, and its questions; `is_conversation` where they came as `turns`."""

    id: str | int
    questions: tuple[str, ...]
    is_conversation: bool


def read_entries(lines: Iterable[bytes]) -> Iterator[Entry | BatchFault]:
    """The entries of a batch as they come; for a line that is none, a fault that says where and why.

    Blank lines are skipped, unknown keys are ignored.
    """
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not text.strip():
            continue
        try:
            yield _entry(text)
        except ValueError as fault:
            yield BatchFault(f"line {number}: {fault}")


def answer_entry(assistant: Asked, entry: Entry) -> dict[str, Any]:
    """The answer object of an entry with its id; of a conversation all answers, each turn knowing those before it."""
    history: list[Turn] = []
    answers = []
    for question in entry.questions:
        answer = assistant.ask(question, history)
        history.append(Turn.of(answer))
        answers.append(answer.as_json())
    if entry.is_conversation:
        return {"id": entry.id, "turns": answers}
    return {"id": entry.id, **answers[0]}


def _entry(line: bytes) -> Entry:
    """The entry in one line; ValueError says what is wrong with it."""
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise ValueError("not UTF-8. Save the file as UTF-8.") from None
    except (json.JSONDecodeError, RecursionError) as fault:
        reason = fault.msg if isinstance(fault, json.JSONDecodeError) else "nested too deeply"
        raise ValueError(f"not JSON ({reason}). Write one object a line.") from None
    if not isinstance(row, dict):
        raise ValueError('no object. Write {"id": ..., "question": ...} or {"id": ..., "turns": [...]}.')
    identity = row.get("id")
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        raise ValueError("no 'id', or one that is neither text nor a whole number.")
    if "turns" not in row:
        return Entry(identity, (_question(row, "the line"),), is_conversation=False)
    turns = row["turns"]
    if not isinstance(turns, list) or not turns:
        raise ValueError("'turns' is no list of {\"question\": ...}, or an empty one.")
    questions = tuple(_question(turn, f"turn {number}") for number, turn in enumerate(turns, 1))
    return Entry(identity, questions, is_conversation=True)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON. Write one object a line.")


def _question(row: object, where: str) -> str:
    question = row.get("question") if isinstance(row, dict) else None
    if not isinstance(question, str):
        raise ValueError(f"{where} has no 'question' that is text.")
    if not question.isascii() and any("\ud800" <= letter <= "\udfff" for letter in question):
        raise ValueError(f"the question of {where} holds half a character (a lone surrogate).")
    return question
