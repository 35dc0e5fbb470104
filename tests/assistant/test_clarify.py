"""Counter-questions: offered where a question fits several practices, and never else."""

import pytest

from assistant.aspects import AspectBook
from assistant.assistant import Assistant
from assistant.clarify import MOST_CHOICES, readings
from assistant.schema import Turn
from assistant.understand import understand
from eval.questions import Question
from index.names import NameBook
from tests.conftest import Json


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
    found = readings(query, mini_names, mini_assistant.fact_sheets)
    assert {name for name in ("Pollepel", "Lange Tafel") if any(name in choice for choice in found)} == names
    assert len(found) == len(names) <= MOST_CHOICES


def test_what_the_conversation_is_about_is_not_asked_back(
    mini_names: NameBook, mini_aspects: AspectBook, mini_assistant: Assistant
) -> None:
    query = understand("waar is het?", mini_names, mini_aspects, ("Pollepel",))
    assert not readings(query, mini_names, mini_assistant.fact_sheets)


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
