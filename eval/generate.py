"""The slow step: ask every reference question once, and save the answers and the runs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.schema import Answer, Turn
from eval.answers import read_answers
from eval.questions import Conversation, Reference
from eval.runs import Retriever, answers_run, retrieve_run, write_run

ANSWERS = "answers.jsonl"
RUNS = "runs"
OWN = "waaier"
"""Tag of the assistant's own run."""


class Asked(Protocol):
    """What is evaluated: an assistant that answers a question in the light of the turns before it."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Return the answer."""
        ...


def generate_answers(reference: Reference, assistant: Asked, folder: Path) -> None:
    """Write `answers.jsonl` (the form of `waaier ask --batch`) and the assistant's run into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = (json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(reference, assistant))
    (folder / ANSWERS).write_text("".join(rows), "utf-8")
    answers = {one.id: one.answer for one in read_answers(folder / ANSWERS).values()}
    write_run(answers_run(reference.questions, answers), folder / RUNS, OWN)


def generate_runs(reference: Reference, retrievers: Mapping[str, Retriever], folder: Path) -> None:
    """Write the run of each retriever into `folder`, under its tag."""
    for tag, retriever in retrievers.items():
        write_run(retrieve_run(retriever, reference.questions), folder / RUNS, tag)


def _rows(reference: Reference, assistant: Asked) -> Iterator[dict[str, Any]]:
    for conversation in reference.conversations:
        answers = [answer.as_json() for answer in ask_conversation(conversation, assistant)]
        if conversation.turns[0].group in ("question", "clarify"):
            yield {"id": conversation.id, **answers[0]}
        else:
            yield {"id": conversation.id, "turns": answers}


def ask_conversation(conversation: Conversation, assistant: Asked) -> Iterator[Answer]:
    """The answers to the turns of one conversation; each turn sees the ones before it."""
    history: list[Turn] = []
    for turn in conversation.turns:
        answer = assistant.ask(turn.question, tuple(history))
        history.append(Turn.of(answer))
        yield answer
