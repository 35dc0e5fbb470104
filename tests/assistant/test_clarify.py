"""Counter-questions: offered where a question fits several practices, and never else."""

import pytest

from assistant.aspects import AspectBook
from assistant.assistant import Assistant
from assistant.clarify import MOST_CHOICES, readings
from assistant.describe import Describer, Description
from assistant.schema import Turn
from assistant.understand import understand
from eval.questions import Question
from index.names import NameBook
from tests.conftest import Json

BARE = Describer((), ())
"""Knows no descriptions, as is so with the invented handbook."""
TOLD = Describer(
    [
        Description("de keuken in dat oude schoolgebouw", "nl", "Pollepel"),
        Description("de buurtkeuken in het schoolgebouw", "nl", "Pollepel"),
        Description("het eten op straat met banken van de ijsclub", "nl", "Lange Tafel"),
        Description("de buurtkeuken op het plein", "nl", "Lange Tafel"),
    ],
    (),
)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("wat is de website?", {"Pollepel", "Lange Tafel"}),
        ("waar is het?", {"Pollepel", "Lange Tafel"}),
        ("website van de buurtkeuken", {"Pollepel", "Lange Tafel"}),
        ("where is it?", {"Pollepel", "Lange Tafel"}),
        ("wat is het mailadres?", set()),  # only one has one
        ("waar is de Pollepel?", set()),
        ("waar is de leertuin?", set()),
        ("waar is de ijsclub?", set()),  # says which one by its content
        ("welke voorbeelden hebben een website?", set()),
        ("vertel eens iets", set()),
    ],
)
def test_readings(
    question: str, names: set[str], mini_names: NameBook, mini_aspects: AspectBook, mini_assistant: Assistant
) -> None:
    query = understand(question, mini_names, mini_aspects)
    found = readings(query, BARE, mini_assistant.fact_sheets)
    assert {name for name in ("Pollepel", "Lange Tafel") if any(name in choice for choice in found)} == names
    assert len(found) == len(names) <= MOST_CHOICES


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("wat is de website?", {"Pollepel", "Lange Tafel"}),
        ("waar is de ijsclub?", set()),  # describes one of them
        ("waar is het schoolgebouw?", set()),
        ("waar is die keuken?", set()),
        ("wat is de website van de buurtkeuken in het schoolgebouw?", set()),
        ("waar is de Pollepel, met de ijsclub?", set()),
    ],
)
def test_words_that_describe_one_practice_tell_which(
    question: str, names: set[str], mini_names: NameBook, mini_aspects: AspectBook, mini_assistant: Assistant
) -> None:
    found = readings(understand(question, mini_names, mini_aspects), TOLD, mini_assistant.fact_sheets)
    assert {name for name in ("Pollepel", "Lange Tafel") if any(name in choice for choice in found)} == names
    assert len(found) == len(names)


def test_words_that_describe_two_practices_alike_do_not_tell_which(
    mini_names: NameBook, mini_aspects: AspectBook, mini_assistant: Assistant
) -> None:
    alike = Describer([Description("de zaal", "nl", name) for name in ("Pollepel", "Lange Tafel")], ())
    query = understand("waar is die zaal?", mini_names, mini_aspects)
    assert len(readings(query, alike, mini_assistant.fact_sheets)) == 2
    third = Describer([Description("de zaal", "nl", "Elders"), Description("de kelder", "nl", "Pollepel")], ())
    assert not readings(query, third, mini_assistant.fact_sheets)


def test_what_the_conversation_is_about_is_not_asked_back(
    mini_names: NameBook, mini_aspects: AspectBook, mini_assistant: Assistant
) -> None:
    query = understand("waar is het?", mini_names, mini_aspects, ("Pollepel",))
    assert not readings(query, BARE, mini_assistant.fact_sheets)


def test_every_choice_can_be_asked_as_it_is(
    answers: dict[str, Json], reference: dict[str, Question], assistant: Assistant
) -> None:
    choices = {choice for answer in answers.values() for choice in answer["choices"]}
    assert choices
    for choice in choices:
        answer = assistant.ask(choice)
        assert answer.status == "answered", choice
        assert answer.names, choice


def test_a_choice_pointed_at_is_answered(mini_assistant: Assistant) -> None:
    asked_back = mini_assistant.ask("waar is het?")
    assert asked_back.status == "clarify"
    for number, word in enumerate(("eerste", "tweede")):
        answer = mini_assistant.ask(f"de {word}", [Turn.of(asked_back)])
        assert answer.status == "answered"
        assert answer.names[0] in asked_back.choices[number]
