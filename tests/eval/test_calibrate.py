"""Learning the scorecard on toy questions: those that are answerable score high on `near`."""

import json

import numpy as np
import pytest

from assistant.schema import Turn
from assistant.scorecard import read_scorecard
from eval import commands
from eval.calibrate import LISTED, REFUSED, cross_validated, learn_listing, learn_scorecard, write_scorecard
from eval.questions import read_reference
from tests.eval.examples import answer

GENERATOR = np.random.default_rng(0)
KNOWN = [True] * 120 + [False] * 60
NEAR = [*GENERATOR.uniform(0.5, 1.0, 120), *GENERATOR.uniform(0.0, 0.4, 60)]
NOISE = GENERATOR.uniform(0, 1, 180)
SIGNS = [
    {"near": float(near), "noise": float(noise), "missing": float(not known)}
    for near, noise, known in zip(NEAR, NOISE, KNOWN, strict=True)
]
WITHOUT_TYPE = [{"near": sign["near"], "noise": sign["noise"]} for sign in SIGNS]


@pytest.fixture(scope="module")
def card():
    return learn_scorecard(WITHOUT_TYPE, KNOWN).card


def test_what_is_separable_is_told_apart(card):
    answered = [card.probability(sign) >= card.threshold for sign in WITHOUT_TYPE]
    known = np.array(KNOWN)
    assert np.mean(np.array(answered)[~known]) <= 0.1
    assert np.mean(np.array(answered)[known]) >= 1 - 2 * REFUSED


def test_a_higher_sign_is_never_less_likely(card):
    probabilities = [card.probability({"near": near, "noise": 0.5}) for near in np.linspace(0, 1, 101)]
    assert probabilities == sorted(probabilities)
    assert probabilities[0] < 0.2 < 0.8 < probabilities[-1]


def test_a_sign_that_says_nothing_weighs_little(card):
    assert abs(card.weights["noise"]) < abs(card.weights["near"]) / 4  # both run from 0 to 1


def test_the_wanted_share_of_the_answerable_is_refused(card):
    probabilities = cross_validated(WITHOUT_TYPE, KNOWN)
    assert np.mean(probabilities[np.array(KNOWN)] < card.threshold) == pytest.approx(REFUSED, abs=1 / 120)


def test_the_wanted_share_of_the_others_is_taken_for_a_list():
    others = ~np.array(KNOWN)
    learned = learn_listing(WITHOUT_TYPE, KNOWN)
    held = learned.probabilities >= learned.card.threshold
    assert np.mean(held[others]) == pytest.approx(1 - LISTED, abs=1 / 60)
    assert np.mean(held[~others]) > 0.9


def test_a_sign_that_the_answerable_have_not_counts_against():
    card = learn_scorecard(SIGNS, KNOWN).card
    assert card.weights["missing"] < 0 < card.weights["near"]


def test_learning_repeats_itself(card):
    again = learn_scorecard(WITHOUT_TYPE, KNOWN)
    assert again.card == card
    assert np.array_equal(again.probabilities, cross_validated(WITHOUT_TYPE, KNOWN))


def test_each_question_is_judged_by_a_card_learned_without_it():
    """Labels without any pattern are not foretold, however well a card would fit them."""
    labels = list(np.random.default_rng(1).permutation(KNOWN))
    probabilities = cross_validated([{"noise": sign["noise"]} for sign in SIGNS], labels)
    assert probabilities.shape == (180,)
    assert abs(np.corrcoef(probabilities, labels)[0, 1]) < 0.3


def test_a_card_is_read_back_as_it_was_written(card, tmp_path):
    write_scorecard(card, tmp_path / "card.json")
    assert read_scorecard(tmp_path / "card.json") == card
    assert json.loads((tmp_path / "card.json").read_text("utf-8"))["threshold"] == card.threshold


def test_the_command_writes_the_card_and_tells_what_it_refuses(tmp_path, monkeypatch):
    reference = read_reference("tuning")
    before = {}  # of each question the turns before it
    for conversation in reference.conversations:
        for number, one in enumerate(conversation.turns):
            before.setdefault(one.question, []).append([turn.question for turn in conversation.turns[:number]])

    class Long:
        """Takes long questions for answerable; knows by what they must be preceded."""

        def signs(self, question, history):
            assert [turn.question for turn in history] in before[question]
            assert all(isinstance(turn, Turn) for turn in history)
            return (
                {"length": len(question) / 100, "words": float(len(question.split()))} if question[0] != "W" else None
            )

        def list_signs(self, question, history):
            assert [turn.question for turn in history] in before[question]
            return {"which": float("elke" in question)} if question[0] != "H" else None

        def ask(self, question, history):
            assert [turn.question for turn in history] in before[question]
            return answer(question=question)

    monkeypatch.setattr(commands, "ANSWERABLE", tmp_path / "card.json")
    monkeypatch.setattr(commands, "LISTING", tmp_path / "lists.json")
    told, of_lists = reversed(commands.calibrate(Long()).split("\n"))
    assert str(tmp_path / "card.json") in told
    assert str(tmp_path / "lists.json") in of_lists
    assert set(read_scorecard(tmp_path / "card.json").weights) == {"length", "words"}
    asked = [one for one in reference.questions if one.group != "clarify"]
    judged = [one for one in asked if one.question[0] != "W"]
    assert f" of {sum(one.kind == 'unanswerable' for one in judged)} others" in told
    assert f" of {sum(one.kind != 'unanswerable' for one in judged)} answerable" in told
    assert set(read_scorecard(tmp_path / "lists.json").weights) == {"which"}
    judged = [one for one in asked if one.question[0] != "H"]
    assert f" of {sum(bool(one.members) for one in judged)} questions after a list" in of_lists
    assert f" of {sum(not one.members for one in judged)} others" in of_lists
