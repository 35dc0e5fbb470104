"""Kinds of answer, such as a date: which questions ask for one, and which texts hold one."""

import pytest

from assistant.cues import AnswerType, answer_types


def kind(question: str) -> AnswerType:
    """The one kind that `question` asks for."""
    found = [one for one in answer_types() if one.asks(question)]
    assert len(found) == 1, question
    return found[0]


ASKED = {
    "telephone": "wat is het telefoonnummer?",
    "street": "in welke straat staat het?",
    "parking": "kan je er parkeren?",
    "amount": "hoeveel euro kost het?",
    "year": "sinds wanneer bestaat het?",
    "share": "hoeveel procent stroomt door?",
    "person": "hoe heet de beheerder?",
    "hours": "hoe laat gaat de deur open?",
    "waiting time": "wat is de wachttijd?",
    "area": "hoeveel m2 is een kamer?",
    "income": "is er een inkomensgrens?",
    "abbreviation": "waar staat VPT voor?",
}
IN_ENGLISH = {
    "telephone": "what is the phone number?",
    "street": "what street is it in?",
    "parking": "is there parking?",
    "amount": "what is the amount?",
    "year": "in what year did it open?",
    "share": "what percentage moves on?",
    "person": "what is the name of the founder?",
    "hours": "what are the opening hours?",
    "waiting time": "how long is the waiting list?",
    "area": "how many square metres is a room?",
    "income": "is there an income limit?",
    "abbreviation": "what does VPT stand for?",
}
HELD = {
    "telephone": ("Bel 020-6241234.", "Er wonen 180 mensen."),
    "street": ("Postcode 1018 AB.", "Sinds 2019 is dat zo."),
    "parking": ("Er is een parkeerplaats.", "Er is een park."),
    "amount": ("De huur is € 450 per maand.", "De huur is laag."),
    "year": ("Open sinds 2019.", "Er zijn 1200 kamers."),
    "share": ("Ongeveer 30% van de bewoners.", "Dertig bewoners."),
    "person": ("Jan de Vries, beheerder", "De beheerder van de Molen weet het."),
    "hours": ("Open van 9.30 uur.", "Overdag open."),
    "area": ("Kamers van 20 m².", "Kamers van 20 meter."),
    "income": ("De inkomensgrens is laag.", "Bewoners met een laag inkomen."),
    "abbreviation": ("Volledig Pakket Thuis (VPT) is er niet.", "Ouderen met een VPT (en meer)."),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_question_asks_for_the_same_kind_in_both_languages(name: str) -> None:
    assert kind(ASKED[name]) is kind(IN_ENGLISH[name])


def test_the_kinds_are_different() -> None:
    assert len({id(kind(question)) for question in ASKED.values()}) == len(ASKED) == len(answer_types())


@pytest.mark.parametrize("name", HELD)
def test_a_text_holds_a_kind_or_does_not(name: str) -> None:
    with_it, without_it = HELD[name]
    assert kind(ASKED[name]).holds(with_it)
    assert not kind(ASKED[name]).holds(without_it)


def test_no_text_holds_a_kind_that_cannot_be_quoted() -> None:
    waiting = kind(ASKED["waiting time"])
    assert not any(waiting.holds(text) for text in ("", "De wachttijd is lang.", "Wachtlijst: 12 weken"))


@pytest.mark.parametrize("question", ["", "wie betaalt de begeleiding?", "wat werkt goed?", "who is it for?"])
def test_other_questions_ask_for_no_kind(question: str) -> None:
    assert not [one for one in answer_types() if one.asks(question)]
