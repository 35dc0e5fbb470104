import json

import pytest

from eval.answers import answer_from_json, read_answers
from eval.errors import AnswersMissing
from tests.eval.examples import answer


def test_answer_survives_json():
    said = answer(members=("De Molen",), choices=("A?",), names=("De Molen",))
    assert answer_from_json(json.loads(json.dumps(said.as_json()))) == said


def test_reads_single_answers_and_turns_as_the_batch_prints_them(tmp_path):
    path = tmp_path / "answers.jsonl"
    body = answer().as_json()
    unsure = {key: value for key, value in body.items() if key != "confidence"}
    rows = [{"id": "a1", **body, "confidence": 0.7}, {"id": "b1", "turns": [body, unsure]}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    saved = read_answers(path)
    assert list(saved) == ["a1", "b1.1", "b1.2"]
    assert saved["a1"].confidence == 0.7
    assert saved["b1.1"].confidence == 0.0
    assert saved["b1.2"].confidence is None
    assert saved["b1.2"].answer == answer()


def test_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(AnswersMissing, match="python -m eval generate"):
        read_answers(tmp_path / "answers.jsonl")


@pytest.mark.parametrize("line", ["{", "{}", '{"id": "a1"}', "[1]"])
def test_damaged_line_is_named(tmp_path, line):
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps({"id": "a1", **answer().as_json()}) + "\n" + line + "\n", "utf-8")
    with pytest.raises(AnswersMissing, match="line 2"):
        read_answers(path)
