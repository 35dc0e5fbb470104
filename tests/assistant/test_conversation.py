"""Follow-up questions: a table of conversations over invented names, and what they resolve to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from assistant.aspects import AspectBook
from assistant.assistant import Assistant
from assistant.conversation import Resolved, resolve
from assistant.schema import MAX_TURNS, Answer, Turn
from assistant.understand import understand
from index.names import NameBook
from tests.conftest import Json


def turn(question: str, *names: str, members: Sequence[str] = (), choices: Sequence[str] = ()) -> Turn:
    return Turn(question, question, "fact", tuple(names), tuple(members), tuple(choices))


@dataclass(frozen=True)
class Case:
    """A follow-up after `history`: what its focus is, and words that the resolved question has, or has not."""

    history: tuple[Turn, ...]
    question: str
    focus: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    says_not: tuple[str, ...] = field(default=())


POLLEPEL = turn("wat kost de Pollepel?", "Pollepel")
LANGE = turn("waar is de Lange Tafel?", "Lange Tafel")
TUIN = turn("wat is een leertuin?", "Leertuin")
BOTH = turn("welke voorbeelden zijn er?", "Pollepel", "Lange Tafel", members=("Pollepel", "Lange Tafel"))
ASKED_BACK = Turn("wat kost het?", "wat kost het?", "clarify", (), (), ("Wat kost Pollepel?", "Wat kost Lange Tafel?"))

CASES = {
    "first question": Case((), "en wat kost dat?"),
    "pronoun": Case((POLLEPEL,), "en wat kost dat?", ("Pollepel",), ("en wat kost dat", "Pollepel")),
    "bare aspect": Case((POLLEPEL,), "mailadres?", ("Pollepel",), ("mailadres", "Pollepel")),
    "over there": Case((POLLEPEL,), "wie kan ik daarover mailen?", ("Pollepel",), ("Pollepel",)),
    "english": Case((POLLEPEL,), "and how much is it?", ("Pollepel",), ("Pollepel",)),
    "other name": Case((POLLEPEL,), "en bij de Lange Tafel?", ("Lange Tafel",), ("wat kost", "Lange Tafel")),
    "other name, misspelt": Case((POLLEPEL,), "en bij de langetafel?", ("Lange Tafel",), ("wat kost",)),
    "other name, english": Case((POLLEPEL,), "and at Long Table?", ("Lange Tafel",), ("wat kost", "Lange Tafel")),
    "other subject, described": Case(
        (POLLEPEL,), "en in dat oude klooster?", (), ("wat kost", "klooster"), ("Pollepel",)
    ),
    "other name, something else asked": Case(
        (POLLEPEL,), "en waar is de Lange Tafel?", (), ("waar is de Lange Tafel",), ("Pollepel", "kost")
    ),
    "own name": Case(
        (POLLEPEL,), "waar is de Lange Tafel?", (), ("waar is de Lange Tafel?",), ("Pollepel", "wat kost")
    ),
    "own concept": Case((POLLEPEL,), "wat kost een leertuin?", (), ("leertuin",), ("Pollepel",)),
    "new topic": Case((POLLEPEL,), "ander onderwerp: wat kost het?", (), (), ("Pollepel",)),
    "new topic, english": Case((POLLEPEL,), "another question: where is it?", (), (), ("Pollepel",)),
    "the second": Case((BOTH,), "wat kost die tweede?", ("Lange Tafel",), ("wat kost", "Lange Tafel")),
    "the first, english": Case((BOTH,), "where is the first one?", ("Pollepel",), ("Pollepel",)),
    "the last": Case((BOTH,), "en de website van de laatste?", ("Lange Tafel",), ("Lange Tafel",)),
    "beyond the list": Case((BOTH,), "wat kost de vierde?", says=("wat kost de vierde?",)),
    "the last of nothing": Case((POLLEPEL,), "en de laatste?", ("Pollepel",), ("Pollepel",)),
    "the last without a subject": Case((turn("wat is het weer?"),), "en de laatste?", (), ("en de laatste?",)),
    "the second of one": Case((POLLEPEL,), "wat kost de tweede?", ("Pollepel",), ("Pollepel",)),
    "the old list still": Case((BOTH, POLLEPEL), "en de website van de tweede?", ("Lange Tafel",), ("Lange Tafel",)),
    "the first subject": Case((POLLEPEL, LANGE), "wat kost de eerste?", ("Pollepel",), ("wat kost", "Pollepel")),
    "the second subject": Case(
        (POLLEPEL, LANGE, POLLEPEL), "waar is de tweede?", ("Lange Tafel",), ("waar is", "Lange Tafel"), ("Pollepel",)
    ),
    "the former, english": Case((POLLEPEL, LANGE), "where is the former?", ("Pollepel",), ("Pollepel",), ("Lange",)),
    "a list before the subjects": Case((BOTH, LANGE), "wat kost de eerste?", ("Pollepel",), ("wat kost", "Pollepel")),
    "the other": Case((POLLEPEL, LANGE), "en wat kost die andere?", ("Pollepel",), ("kost", "Pollepel"), ("Lange",)),
    "the other, back": Case((LANGE, POLLEPEL), "waar is de andere?", ("Lange Tafel",), ("Lange Tafel",), ("Pollepel",)),
    "the other, english": Case((POLLEPEL, LANGE), "where is the other one?", ("Pollepel",), ("Pollepel",), ("Lange",)),
    "the other of a list": Case((BOTH, POLLEPEL), "en de andere?", ("Lange Tafel",), ("Lange Tafel",), ("Pollepel",)),
    "the other of one": Case((POLLEPEL,), "waar is de andere?", ("Pollepel",), ("Pollepel",)),
    "the other of three": Case((POLLEPEL, TUIN, LANGE), "waar is de andere?", ("Lange Tafel",), ("Lange Tafel",)),
    "another name beside the other": Case(
        (POLLEPEL, TUIN), "waar is de andere, de Lange Tafel?", (), ("andere, de Lange Tafel?",), ("Pollepel",)
    ),
    "both": Case(
        (POLLEPEL, LANGE), "waar zijn ze allebei?", ("Pollepel", "Lange Tafel"), ("waar", "Pollepel", "Lange Tafel")
    ),
    "both of a list": Case((BOTH,), "wat kosten beide?", ("Pollepel", "Lange Tafel"), ("Pollepel", "Lange Tafel")),
    "both, english": Case((POLLEPEL, LANGE), "where are both?", ("Pollepel", "Lange Tafel"), ("Pollepel", "Lange")),
    "both of one": Case((POLLEPEL,), "waar zijn ze allebei?", ("Pollepel",), ("Pollepel",)),
    "both of three": Case((POLLEPEL, TUIN, LANGE), "waar zijn ze allebei?", ("Lange Tafel",), (), ("Pollepel",)),
    "the second, nothing asked": Case(
        (BOTH, turn("wat kost de eerste?", "Pollepel")),
        "en bij de tweede?",
        ("Lange Tafel",),
        ("wat kost", "Lange Tafel"),
    ),
    "a subject, something asked": Case((BOTH,), "welke is de tweede?", ("Lange Tafel",), ("welke is de tweede?",)),
    "a former office is not the first": Case((BOTH,), "which has a former office?", BOTH.members, (), ("(Pollepel)",)),
    "another organisation": Case(
        (turn("waar helpt Stichting Pollepel?", "Pollepel"),), "en Veere?", (), ("helpt", "en Veere?"), ("Stichting",)
    ),
    "an organisation, something asked": Case((POLLEPEL,), "en Veere, wie is dat?", (), ("en Veere, wie is dat?",)),
    "advice on the same": Case((POLLEPEL,), "is daar iets aan te doen?", ("Pollepel",), ("wat kost", "aan te doen")),
    "advice on the same, of another": Case(
        (POLLEPEL,),
        "wat raden ze daarover aan bij leertuinen?",
        ("Leertuin",),
        ("wat kost", "leertuinen"),
        ("Pollepel",),
    ),
    "a choice": Case((ASKED_BACK,), "de tweede", ("Wat kost Lange Tafel?",), ("Lange Tafel",)),
    "the same elsewhere": Case((POLLEPEL,), "en in Domburg?", (), ("kost", "en in Domburg?")),
    "nothing to go on": Case((turn("wat is het weer?"),), "en morgen?", (), ("en morgen?",)),
    "only the last subject": Case(
        (POLLEPEL, turn("waar is de Lange Tafel?", "Lange Tafel")),
        "en de website?",
        ("Lange Tafel",),
        (),
        ("Pollepel",),
    ),
}


class NameReader:
    """Knows names, and one practice by what it is."""

    def __init__(self, names: NameBook, aspects: AspectBook) -> None:
        self.names = names
        self.aspects = aspects

    def nameless(self, text: str, names: Sequence[str]) -> str:
        return understand(text, self.names, self.aspects).without_names()

    def practice(self, text: str) -> str | None:
        return "Lange Tafel" if "ijsclub" in text else None


def resolved(case: Case, names: NameBook, aspects: AspectBook) -> Resolved:
    return resolve(understand(case.question, names, aspects), case.history, NameReader(names, aspects))


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_follow_ups(case: Case, mini_names: NameBook, mini_aspects: AspectBook) -> None:
    found = resolved(case, mini_names, mini_aspects)
    text = found.question.casefold()
    assert set(case.focus) <= set(found.focus)
    assert case.focus or not found.focus or case.question in found.question
    assert not [words for words in case.says if words.casefold() not in text], found
    assert not [words for words in case.says_not if words.casefold() in text], found


def test_a_practice_that_is_described_is_the_subject(mini_names: NameBook, mini_aspects: AspectBook) -> None:
    case = Case((POLLEPEL,), "en bij die met de ijsclub?")
    assert resolved(case, mini_names, mini_aspects) == Resolved("wat kost (Lange Tafel)", ("Lange Tafel",))


def test_words_that_describe_the_last_subject_are_not_taken_over(
    mini_names: NameBook, mini_aspects: AspectBook
) -> None:
    class Forgetful(NameReader):
        def nameless(self, text: str, names: Sequence[str]) -> str:
            assert names == ("Pollepel",)
            return " ".join(word for word in super().nameless(text, names).split() if word != "schoolgebouw")

    last = turn("wat kost het schoolgebouw?", "Pollepel")
    asked = understand("en bij de Lange Tafel?", mini_names, mini_aspects)
    assert resolve(asked, [last], Forgetful(mini_names, mini_aspects)).question == "wat kost het (Lange Tafel)"


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_resolving_is_pure(case: Case, mini_names: NameBook, mini_aspects: AspectBook) -> None:
    assert resolved(case, mini_names, mini_aspects) == resolved(case, mini_names, mini_aspects)


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_assistant_shows_the_resolved_question(case: Case, mini_assistant: Assistant) -> None:
    answer = mini_assistant.ask(case.question, case.history)
    assert answer.question == case.question
    text = answer.resolved_question.casefold()
    assert all(words.casefold() in text for words in case.says)
    assert not any(words.casefold() in text for words in case.says_not)


def test_a_turn_that_is_asked_alone_stands_as_it_is(answers: dict[str, Json]) -> None:
    for identity, answer in answers.items():
        if "." not in identity or identity.endswith(".1"):
            assert answer["resolved_question"] == answer["question"], identity


def test_a_long_conversation_counts_its_last_turns_only(mini_assistant: Assistant) -> None:
    history = [POLLEPEL, *[turn("wat is het weer?")] * MAX_TURNS]
    assert mini_assistant.ask("wat kost dat?", history).resolved_question == "wat kost dat?"


def test_the_same_conversation_has_the_same_answers(mini_assistant: Assistant) -> None:
    def talk() -> list[str]:
        history: list[Turn] = []
        said = []
        for question in ("wat kost de pollepel?", "en de mail?", "en bij de lange tafel?"):
            answer = mini_assistant.ask(question, history)
            history.append(Turn.of(answer))
            said.append(answer.answer)
        return said

    assert talk() == talk()


def asked_in_turn(assistant: Assistant, *questions: str) -> list[Answer]:
    answers: list[Answer] = []
    for question in questions:
        answers.append(assistant.ask(question, [Turn.of(answer) for answer in answers]))
    return answers


def test_which_practice_does_what_was_explained_is_a_practice(assistant: Assistant) -> None:
    explained, used = asked_in_turn(assistant, "wat is de omslagroute?", "welk groot complex werkt daarmee?")
    assert explained.citations[0].kind == "glossary"
    assert used.citations[0].kind == "practice"
    assert "omslag" in used.citations[0].quote.casefold()


def test_advice_after_an_answer_on_a_practice_comes_from_the_lessons_of_its_concept(assistant: Assistant) -> None:
    obstacle, advice = asked_in_turn(
        assistant, "wat is er mis met huurachterstanden bij de herstartstudio's?", "en wat raden ze dan aan?"
    )
    assert obstacle.citations[0].kind == "practice"
    assert advice.citations[0].kind == "lesson"
    assert advice.citations[0].name == next(s.concept for s in assistant.fact_sheets if s.name == obstacle.names[0])
