"""Comparisons: what is compared, named or only described."""

from collections.abc import Callable

import pytest

from assistant.aspects import AspectBook
from assistant.assistant import Assistant
from assistant.halves import compared_names
from assistant.ranking import Ranking
from assistant.understand import understand
from index.names import NameBook


def unasked(text: str) -> Ranking:
    raise AssertionError(f"ranked although names were given: {text}")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("wat is het verschil tussen Pollepel en Lange Tafel?", {"Pollepel", "Lange Tafel"}),
        ("pollepel of langetafel: waar is het?", {"Pollepel", "Lange Tafel"}),
        ("verschil buurtkeuken en leertuin", {"Buurtkeuken", "Leertuin"}),
        ("difference between Soup Ladle and Long Table", {"Pollepel", "Lange Tafel"}),
        ("wat kost de Pollepel?", set()),
        ("hoe zit het met een buurtkeuken en een leertuin?", set()),
        ("wat kost het?", set()),
    ],
)
def test_named_comparisons(question: str, names: set[str], mini_names: NameBook, mini_aspects: AspectBook) -> None:
    rank: Callable[[str], Ranking] = unasked
    found = compared_names(understand(question, mini_names, mini_aspects), mini_names, rank, ())
    assert set(found) == names


def test_few_of_many_halves_are_ranked(
    mini_assistant: Assistant, mini_names: NameBook, mini_aspects: AspectBook
) -> None:
    """A question that is nothing but "or" costs no more than one that has a few."""
    ranked: list[str] = []

    def rank(text: str) -> Ranking:
        ranked.append(text)
        return mini_assistant._reader.rank(text)

    question = "wat is het verschil tussen " + " of ".join(["iets"] * 200)
    assert (
        compared_names(
            understand(question, mini_names, mini_aspects), mini_names, rank, mini_assistant._ranker.sections
        )
        == ()
    )
    assert 0 < len(ranked) <= 8


def test_a_comparison_has_the_same_question_answered_for_each(mini_assistant: Assistant) -> None:
    answer = mini_assistant.ask("verschil tussen Pollepel en Lange Tafel: waar zijn ze?")
    assert answer.kind == "compare"
    assert answer.members == ("Pollepel", "Lange Tafel")
    lines = answer.answer.split("\n")
    assert [line.partition(":")[0] for line in lines] == ["Pollepel", "Lange Tafel"]
    assert "Zoutelande" in lines[0]
    assert "Domburg" in lines[1]


@pytest.mark.parametrize(
    "question",
    [
        "Wat is het verschil tussen {0} en {1}: wie betaalt de zorg?",
        "{0} vs {1}: hoe lang mag je er wonen?",
        "compare {0} and {1}: who is it for?",
    ],
)
def test_any_two_practices_can_be_compared(question: str, assistant: Assistant) -> None:
    names = [sheet.name for sheet in assistant.fact_sheets]
    for one, other in zip(names[::2], names[1::2], strict=False):
        answer = assistant.ask(question.format(one, other))
        assert answer.kind == "compare", (one, other)
        assert answer.members == (one, other)
        assert {citation.name for citation in answer.citations} == {one, other}
