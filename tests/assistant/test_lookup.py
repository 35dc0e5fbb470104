"""Looking a practice up: by its name, by an alias, misspelt; and what is said of a name that is none."""

import random

import pytest

from assistant.assistant import Assistant
from assistant.errors import UnknownName
from index.names import Name, read_names
from index.terms import words
from tests.conftest import ROOT

PRACTICES = [name for name in read_names(ROOT / "corpus" / "names.toml") if name.kind == "practice"]


def with_typo(name: str) -> str:
    """`name` with two neighbouring letters in its longest word swapped, always the same ones."""
    word = max(name.split(), key=len)
    places = [at for at in range(1, len(word) - 2) if word[at : at + 2].isalpha() and word[at] != word[at + 1]]
    at = random.Random(name).choice(places)
    return name.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def test_there_are_21(assistant: Assistant) -> None:
    assert [sheet.name for sheet in assistant.fact_sheets] == [name.canonical for name in PRACTICES]
    assert len(PRACTICES) == 21


@pytest.mark.parametrize("name", PRACTICES, ids=lambda name: name.canonical)
def test_by_canonical_name_and_alias(name: Name, assistant: Assistant) -> None:
    assert assistant.lookup(name.canonical).name == name.canonical
    assert assistant.lookup(name.canonical.upper()).name == name.canonical
    for alias in name.aliases:
        if len(words(alias)) <= 6:
            assert assistant.lookup(alias).name == name.canonical, alias


@pytest.mark.parametrize("name", PRACTICES, ids=lambda name: name.canonical)
def test_with_two_letters_swapped(name: Name, assistant: Assistant) -> None:
    typo = with_typo(name.canonical)
    assert assistant.lookup(typo).name == name.canonical, typo


@pytest.mark.parametrize("name", PRACTICES, ids=lambda name: name.canonical)
def test_without_its_last_letter(name: Name, assistant: Assistant) -> None:
    assert assistant.lookup(name.canonical[:-1]).name == name.canonical


@pytest.mark.parametrize("name", ["Vredenburcht", "qqqqqq", "", "?", "leger"])
def test_an_unknown_name_gives_near_ones(name: str, assistant: Assistant) -> None:
    with pytest.raises(UnknownName) as fault:
        assistant.lookup(name)
    known = {practice.canonical for practice in PRACTICES}
    assert set(fault.value.near) <= known
    assert len(fault.value.near) <= 3
    assert "\n" not in str(fault.value)
    assert "waaier lookup" in str(fault.value)


def test_the_nearest_is_the_one_meant(assistant: Assistant) -> None:
    with pytest.raises(UnknownName) as fault:
        assistant.lookup("herstxxxxstudios")
    assert fault.value.near[0].startswith("Herstart")


def test_over_the_invented_handbook(mini_assistant: Assistant) -> None:
    assert mini_assistant.lookup("polepel").name == "Pollepel"
    assert mini_assistant.lookup("de lange tafel").emails == ()
    with pytest.raises(UnknownName, match="Lange Tafel"):
        mini_assistant.lookup("korte tafel")
