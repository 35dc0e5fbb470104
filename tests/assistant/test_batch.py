"""Batches: every good line answered in order, every bad line told with its number, turns that know those before."""

import json
import subprocess
from collections.abc import Sequence

import pytest

from assistant.batch import Entry, answer_entry, read_entries
from assistant.errors import BatchFault
from assistant.schema import Answer, Turn
from eval.questions import REFERENCE
from tests.conftest import Json

GOOD = b'{"id": "a", "question": "hoe?"}'


class Echo:
    """An assistant that answers with the question, and keeps what history it was given."""

    def __init__(self) -> None:
        self.histories: list[tuple[Turn, ...]] = []

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.histories.append(tuple(history))
        return Answer(question, question, "nl", "answered", "fact", question)


def test_lines_become_entries() -> None:
    lines = [GOOD, b'{"id": 7, "turns": [{"question": "a", "x": 1}, {"question": "b"}], "lang": "nl"}\n']
    assert list(read_entries(lines)) == [Entry("a", ("hoe?",), False), Entry(7, ("a", "b"), True)]


def test_blank_lines_and_a_byte_order_mark_are_passed_over() -> None:
    assert (
        list(read_entries([b"\xef\xbb\xbf" + GOOD, b"\n", b"  \r\n", GOOD + b"\r\n"]))
        == [Entry("a", ("hoe?",), False)] * 2
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"nonsense", "not JSON"),
        (b'{"id": "a", "question": "b"', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1]", "no object"),
        (b'"text"', "no object"),
        (b'{"question": "a"}', "no 'id'"),
        (b'{"id": null, "question": "a"}', "no 'id'"),
        (b'{"id": true, "question": "a"}', "no 'id'"),
        (b'{"id": NaN, "question": "a"}', "NaN"),
        (b'{"id": 1.5, "question": "a"}', "no 'id'"),
        (b'{"id": "a"}', "no 'question'"),
        (b'{"id": "a", "question": 3}', "no 'question'"),
        (b'{"id": "a", "turns": []}', "'turns'"),
        (b'{"id": "a", "turns": {}}', "'turns'"),
        (b'{"id": "a", "turns": [{"question": "b"}, {"vraag": "c"}]}', "turn 2"),
        (b'{"id": "a", "turns": ["b"]}', "turn 1"),
        (b'{"id": "a", "question": "\\ud800"}', "half a character"),
        (b'{"id": "a", "question": "caf\xe9"}', "not UTF-8"),
        (b'{"id": 1' + b"0" * 5000 + b', "question": "a"}', "line 2"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_rest_goes_on(line: bytes, message: str) -> None:
    first, fault, last = read_entries([GOOD, line + b"\n", GOOD])
    assert first == last == Entry("a", ("hoe?",), False)
    assert isinstance(fault, BatchFault)
    assert str(fault).startswith("line 2: ")
    assert message in str(fault)
    assert "\n" not in str(fault)


def test_a_question_is_answered_with_its_id() -> None:
    answered = answer_entry(Echo(), Entry("a", ("hoe?",), False))
    assert list(answered)[:2] == ["id", "schema"]
    assert (answered["id"], answered["answer"]) == ("a", "hoe?")


def test_each_turn_knows_the_turns_before_it() -> None:
    echo = Echo()
    answered = answer_entry(echo, Entry(1, ("a", "b", "c"), True))
    assert set(answered) == {"id", "turns"}
    assert [turn["answer"] for turn in answered["turns"]] == ["a", "b", "c"]
    assert [[turn.question for turn in history] for history in echo.histories] == [[], ["a"], ["a", "b"]]


def test_one_turn_is_a_conversation_still() -> None:
    assert set(answer_entry(Echo(), Entry(1, ("a",), True))) == {"id", "turns"}


def test_every_reference_question_is_answered(batch_run: subprocess.CompletedProcess[str]) -> None:
    assert (batch_run.returncode, batch_run.stderr) == (0, ""), batch_run.stderr[-2000:]


def test_the_reference_set_comes_back_line_by_line(batch_lines: list[Json]) -> None:
    text = "".join(path.read_text("utf-8") for path in sorted(REFERENCE.glob("*.jsonl")))
    rows = [json.loads(line) for line in text.splitlines()]
    assert [line["id"] for line in batch_lines] == [row["id"] for row in rows]
    for line, row in zip(batch_lines, rows, strict=True):
        asked = [turn["question"] for turn in row.get("turns", [row])]
        assert [turn["question"] for turn in line.get("turns", [line])] == [" ".join(text.split()) for text in asked]
        assert ("turns" in line) == ("turns" in row)
