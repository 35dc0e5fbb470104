"""The honest no: the scorecard's arithmetic, its signs, and how far apart it sets what is answered from what is not."""

import json
import math
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.scorecard import ANSWERABLE, LISTING, Scorecard, read_scorecard

BY_HAND = Scorecard(
    intercept=0.5,
    threshold=0.4,
    weights={"near": 2.0, "missing": -1.5},
)
SIGNS = {
    "wording",
    "nearest",
    "nearer",
    "uncovered",
    "foreign",
    "missing_type",
    "listing",
    "follow_up",
    "answered",
    "contact",
}
LIST_SIGNS = {"wording", "property", "cued", "which", "described", "concept", "aspect", "aspect_cued", "single"}
ANSWERED = (
    "wie koken er bij De Latei?",
    "hoe lang mag je bij StartersUp blijven?",
    "welke tips zijn er voor het matchen van bewoners?",
    "wat is een ouderinitiatief?",
    "who pays for the care at De Eenhoorn?",
    "wat gaat er mis bij Noordkaap",
)
OFF_TOPIC = (
    "hoe bak ik een appeltaart?",
    "wie wint de eredivisie dit seizoen?",
    "what is the capital of Australia?",
    "welke tram stopt er voor de deur van De Boerderij?",
    "hoeveel ramen heeft Villa Buitenlust?",
    "welk wachtwoord heeft de wifi in Elzenhagen?",
)
TIMES = 3
"""How many times as likely what is answered must be."""


@pytest.mark.parametrize(
    ("near", "missing", "total"),
    [(0.0, 0.0, 0.5), (0.0, 1.0, -1.0), (0.5, 0.0, 1.5), (0.5, 1.0, 0.0), (1.5, 0.0, 3.5), (-1.0, 1.0, -3.0)],
)
def test_the_weighted_signs_add_up(near: float, missing: float, total: float) -> None:
    expected = 1 / (1 + math.exp(-total))
    assert BY_HAND.probability({"near": near, "missing": missing}) == pytest.approx(expected)


@pytest.mark.parametrize(("near", "probability"), [(1e9, 1.0), (-1e9, 0.0)])
def test_signs_however_large_give_a_probability(near: float, probability: float) -> None:
    assert BY_HAND.probability({"near": near, "missing": 0.0}) == pytest.approx(probability)


def test_a_card_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "card.json"
    path.write_text(json.dumps(asdict(BY_HAND)), "utf-8")
    assert read_scorecard(path) == BY_HAND


@pytest.mark.parametrize(("path", "signs"), [(ANSWERABLE, SIGNS), (LISTING, LIST_SIGNS)])
def test_the_programs_cards_are_whole(path: Path, signs: set[str]) -> None:
    card = read_scorecard(path)
    assert 0 < card.threshold < 1
    assert set(card.weights) == signs
    assert all(map(math.isfinite, (card.intercept, *card.weights.values()))), card


@pytest.mark.parametrize("question", [*ANSWERED, *OFF_TOPIC, "en dan", "?", "wat", "2024", "x" * 500, "é ñ 你好"])
def test_every_sign_of_the_card_is_there_and_finite(question: str, assistant: Assistant) -> None:
    signs = assistant.signs(question)
    assert signs is not None
    assert set(signs) == SIGNS
    assert all(map(math.isfinite, signs.values())), signs


@pytest.mark.parametrize("question", ["wie kookt er?", "welke voorbeelden hebben een tuin?", "?", "2024", "x" * 500])
def test_every_sign_of_the_list_card_is_there_and_finite(question: str, assistant: Assistant) -> None:
    signs = assistant.list_signs(question)
    assert signs is not None
    assert set(signs) == LIST_SIGNS
    assert all(map(math.isfinite, signs.values())), signs


def test_a_question_that_names_a_practice_is_not_judged_as_a_list(assistant: Assistant) -> None:
    assert assistant.list_signs("welke voorbeelden lijken op De Latei?") is None


def test_what_is_off_topic_is_far_below_what_is_answered(assistant: Assistant) -> None:
    answered = {question: assistant.ask(question).confidence for question in ANSWERED}
    off_topic = {question: assistant.ask(question).confidence for question in OFF_TOPIC}
    assert not [question for question in ANSWERED if assistant.signs(question) is None], "not judged"
    assert min(answered.values()) > TIMES * max(off_topic.values()), (answered, off_topic)


def test_what_is_told_from_the_fact_sheets_is_not_judged(assistant: Assistant) -> None:
    assert assistant.signs("wat is het telefoonnummer van Villa Buitenlust?") is None


@pytest.mark.parametrize(
    "question",
    [
        "wat betalen bewoners van Lieven?",
        "hoe lang kun je wonen bij De Eenhoorn",
        "en Lieven dan",
        "contract Noordkaap?",
    ],
)
def test_what_is_asked_plainly_of_a_practice_is_not_judged(question: str, assistant: Assistant) -> None:
    """A name, an aspect that the handbook gives, and no word beyond those of the aspect's own question."""
    assert assistant.signs(question) is None
    assert assistant.ask(question).status == "answered"


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_what_is_off_topic_is_refused_without_a_quote(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_in_handbook"
    assert answer.confidence is not None
    assert answer.confidence < read_scorecard(ANSWERABLE).threshold
    assert answer.citations == ()


def test_a_handbook_without_known_refusals_answers_as_well_as_it_can(mini_assistant: Assistant) -> None:
    """Without a file of unanswerable questions nothing is known of them: what is nearest is shown."""
    assert not mini_assistant.profile.unanswerable
    for question in ("wat kost de Pollepel?", "hoe bak ik een appeltaart?"):
        answer = mini_assistant.ask(question)
        assert (answer.status, answer.confidence) == ("answered", 1.0)
