"""Suggestions: each can be asked, and the handbook answers it."""

import pytest

from assistant.assistant import Assistant
from tests.conftest import Json


def test_every_suggestion_is_answered(answers: dict[str, Json], assistant: Assistant) -> None:
    suggested = sorted({text for answer in answers.values() for text in answer["suggestions"]})
    assert suggested
    unanswered = [text for text in suggested if assistant.ask(text).status != "answered"]
    assert not unanswered, f"{len(unanswered)} of {len(suggested)}: {unanswered[:10]}"


def test_a_suggestion_is_answered_about_the_practice_that_it_names(
    answers: dict[str, Json], assistant: Assistant
) -> None:
    suggested = {(text, answer["names"][0]) for answer in answers.values() for text in answer["suggestions"]}
    elsewhere = [(text, name) for text, name in sorted(suggested) if assistant.ask(text).names != (name,)]
    assert not elsewhere


def test_none_repeats_what_was_asked(answers: dict[str, Json]) -> None:
    for answer in answers.values():
        assert answer["question"] not in answer["suggestions"]


@pytest.mark.parametrize(
    ("question", "word"), [("wat kost de Pollepel?", "Pollepel"), ("where is Long Table?", "Lange Tafel")]
)
def test_suggestions_are_about_the_practice(question: str, word: str, mini_assistant: Assistant) -> None:
    suggestions = mini_assistant.ask(question).suggestions
    assert suggestions
    assert all(word in text for text in suggestions)


def test_what_the_handbook_does_not_give_is_not_suggested(mini_assistant: Assistant) -> None:
    assert not [text for text in mini_assistant.ask("waar is de lange tafel?").suggestions if "e-mail" in text]


def test_no_subject_no_suggestions(mini_assistant: Assistant) -> None:
    assert mini_assistant.ask("welke voorbeelden van een buurtkeuken zijn er?").suggestions == ()
