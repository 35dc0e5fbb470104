import pytest

from eval.answers import SavedAnswer
from eval.errors import AnswersMissing
from eval.questions import Conversation, Reference
from eval.score import read_outcomes, score, score_question, write_outcomes
from tests.eval.examples import answer, question

REFERENCE = Reference("tuning", (Conversation("e1", (question(),)),))


def test_outcome_holds_the_measures_that_apply():
    (outcome,) = score(REFERENCE, {"e1": SavedAnswer("e1", answer(), 0.9)})
    assert outcome.values["R@1"] == outcome.values["answer"] == outcome.values["reply"] == 1.0
    assert "list F1" not in outcome.values
    assert (outcome.latency_ms, outcome.confidence, outcome.status) == (2.0, 0.9, "answered")


def test_question_without_saved_answer_is_named():
    with pytest.raises(AnswersMissing, match="e1 has no saved answer"):
        score(REFERENCE, {})


def test_answer_to_another_wording_is_refused():
    with pytest.raises(AnswersMissing, match="has changed since"):
        score(REFERENCE, {"e1": SavedAnswer("e1", answer(question="en de tuin?"))})


def test_outcomes_survive_saving(tmp_path):
    outcomes = score(REFERENCE, {"e1": SavedAnswer("e1", answer())})
    write_outcomes(outcomes, tmp_path / "outcomes.jsonl")
    assert read_outcomes(tmp_path / "outcomes.jsonl") == outcomes


def test_outcomes_with_a_line_separator_survive_saving(tmp_path):
    outcome = score_question(question(id="e\u20281"), SavedAnswer("e\u20281", answer()))
    write_outcomes([outcome], tmp_path / "outcomes.jsonl")
    assert read_outcomes(tmp_path / "outcomes.jsonl") == (outcome,)


def test_missing_outcomes_say_what_to_do(tmp_path):
    with pytest.raises(AnswersMissing, match="python -m eval score"):
        read_outcomes(tmp_path / "outcomes.jsonl")
