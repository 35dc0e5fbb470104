"""Suggestions: each can be asked, and the handbook answers it."""

import pytest

from assistant.aspects import AspectBook
from assistant.assistant import Assistant
from assistant.suggest import is_given
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


def test_what_could_be_suggested_is_answered(assistant: Assistant, aspect_book: AspectBook) -> None:
    """Not refused by its likeness to other questions: the handbook is known to give it."""
    refused = []
    for sheet in assistant.fact_sheets[::3]:
        for aspect in aspect_book.aspects:
            asks = [ask.format(name=sheet.name) for ask in aspect.ask.values()] if is_given(sheet, aspect) else []
            refused += [ask for ask in asks if assistant.ask(ask).status != "answered"]
    assert not refused


def test_a_bare_name_is_answered(assistant: Assistant) -> None:
    assert not [sheet.name for sheet in assistant.fact_sheets if assistant.ask(sheet.name).status != "answered"]


def test_what_no_handbook_field_gives_is_not_stated_of_any_practice(
    assistant: Assistant, aspect_book: AspectBook
) -> None:
    for aspect in aspect_book.aspects:
        if aspect.kind == "contact" and not aspect.fields:
            for ask in aspect.ask.values():
                answer = assistant.ask(ask.format(name=assistant.fact_sheets[0].name))
                assert (answer.status, answer.kind) == ("not_in_handbook", "contact"), ask


def test_no_subject_no_suggestions(mini_assistant: Assistant) -> None:
    assert mini_assistant.ask("welke voorbeelden van een buurtkeuken zijn er?").suggestions == ()
