"""Who has contact details at all: practices and their concepts, not persons or what is neither."""

import pytest

from assistant.assistant import Assistant
from assistant.schema import Turn


@pytest.mark.parametrize(
    "question", ["mail cathelijn groot", "wat is het mailadres van Emma Kat?", "telefoonnummer Lars Hartmans"]
)
def test_a_person_has_no_address_in_the_handbook(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_in_handbook"
    assert answer.citations == ()


def test_an_address_of_those_just_named_is_not_that_of_a_practice(assistant: Assistant) -> None:
    history = [Turn.of(assistant.ask("wie zaten er namens de gemeente in de projectgroep?"))]
    answer = assistant.ask("hun mailadressen?", history)
    assert answer.status == "not_in_handbook"
    assert answer.names == ()


def test_a_person_who_is_named_with_a_practice_does_not_hide_its_address(assistant: Assistant) -> None:
    assert assistant.ask("mailadres van De Latei, voor Emma Kat").status == "answered"
